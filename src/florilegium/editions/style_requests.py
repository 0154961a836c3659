"""What a style sheet asks for beside itself: other sheets, pictures, fonts (CSS Syntax 3, CSS Cascade 5 §2).

The sheet is read by tinycss2, so that comments, strings and escapes (`@\\69mport`) are taken as a reading
system takes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from florilegium.system.values import dataclass

#: Words without which no sheet asks for anything, unless it writes them with escapes.
_WORDS: Final = ("url", "import", "font-face", "\\")


@dataclass(frozen=True)
class StyleRequest:
    """One request: the `address` that it names, as it is written (`text`), and where, counted from 1.

    Where a sheet is faulty there may be no address; `@font-face` has none of its own.
    """

    text: str
    address: str
    line: int
    column: int


@lru_cache(maxsize=16)
def requests_of(sheet: str) -> tuple[StyleRequest, ...]:
    """Return what a sheet asks for: each `@import`, each `url()` elsewhere, and each `@font-face`."""
    import tinycss2

    lowered = sheet.lower()
    if not any(word in lowered for word in _WORDS):
        return ()
    return tuple(_requests(tinycss2.parse_component_value_list(sheet)))


def _requests(tokens: Sequence[Any]) -> Iterator[StyleRequest]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "at-keyword" and token.lower_value == "import":
            end = next((at for at in range(place, len(tokens)) if _ends(tokens[at])), len(tokens))
            yield _request(tokens[place:end], _address(tokens[place + 1 : end]))
            place = end
            continue
        if token.type == "at-keyword" and token.lower_value == "font-face":
            yield _request([token], "")
        elif token.type == "url" or _is_url_function(token) or _is_bad_url(token):
            yield _request([token], _address([token]))
        else:
            yield from _requests(_within(token))
        place += 1


def _request(tokens: Sequence[Any], address: str) -> StyleRequest:
    import tinycss2

    text = " ".join(tinycss2.serialize(tokens).split())
    return StyleRequest(text, address, tokens[0].source_line, tokens[0].source_column)


def _ends(token: Any) -> bool:
    """Return whether a token ends an `@import`."""
    is_semicolon = token.type == "literal" and token.value == ";"
    return bool(is_semicolon or token.type == "{} block")


def _address(tokens: Sequence[Any]) -> str:
    """Return the first address that some tokens name, as a text or in `url()`."""
    for token in tokens:
        if token.type in {"string", "url"}:
            return str(token.value)
        if _is_url_function(token):
            return _address(token.arguments)
    return ""


def _is_url_function(token: Any) -> bool:
    return bool(token.type == "function" and token.lower_name == "url")


def _is_bad_url(token: Any) -> bool:
    return bool(token.type == "error" and token.kind == "bad-url")


def _within(token: Any) -> Sequence[Any]:
    """Return the tokens in a block or a function."""
    if token.type == "function":
        return token.arguments  # type: ignore[no-any-return]
    return token.content if token.type.endswith(" block") else ()
