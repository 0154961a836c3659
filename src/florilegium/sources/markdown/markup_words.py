"""The words of a Markdown source that are its markup: addresses, attributes, the numbers of its lists,
comments.

They stand in the file and not in the text; the account of a source finds them here, beside the block that has
them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from markdown_it.token import Token

#: Attributes in braces, which stand behind a word, a picture, a heading, or alone in their line.
_BRACES: Final = re.compile(r"\{([:#.]?[^\s{}][^{}\n]{0,500})\}")


def markup_words(tokens: Sequence[Token], lines: Sequence[str]) -> dict[int, str]:
    """Return the markup's words by the line, from 0, on which their block begins."""
    found: dict[int, list[str]] = defaultdict(list)
    line = 0
    for token in tokens:
        if token.map and token.level == 0 and token.nesting >= 0:
            line = token.map[0]
        found[line] += _of(token)
        for child in token.children or ():
            found[line] += _of(child)
    for number, text in enumerate(lines):
        if "{" in text:
            found[number] += _BRACES.findall(text)
    return {line: " ".join(words) for line, words in found.items() if words}


def _of(token: Token) -> Iterator[str]:
    """Yield the words of one token that are markup."""
    if token.type in {"link_open", "image"}:
        for name in ("href", "src", "title"):
            value = str(token.attrs.get(name, ""))
            if value:
                yield unquote(value) if name != "title" else value
    elif token.type in {"fence", "list_item_open"}:
        yield token.info
    elif token.type in {"html_inline", "html_block"} and "<!--" in token.content:
        yield from re.findall(r"<!--(.*?)(?:-->|\Z)", token.content, re.DOTALL)
