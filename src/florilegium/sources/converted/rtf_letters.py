r"""The letters of a file in RTF (1.9.1): plain ones, `\'xx` in the file's code page, `\uN` with its stand-in.

Groups are followed for one thing alone: what is no text of the article, such as the table of fonts, a
picture or the head of the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from florilegium.sources.account.source_letters import Places
from florilegium.sources.converted.marked_runs import DATA, MarkedRun
from florilegium.sources.converted.rtf_signs import code_page, decoded, fonts_of, with_signs
from florilegium.sources.tree.symbols import SYMBOL_FONTS, shown
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_TOKEN: Final = regex(
    r"\\(?P<word>[A-Za-z]+)(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z'])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|(?P<end>[\r\n]+)|\\",
    re.DOTALL,
)

#: Destinations with words that are none of the article's, and why.
_ASIDE: Final = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "left out: the head of the pages"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "left out: the foot of the pages"),
    **dict.fromkeys(("info",), DATA),
    **dict.fromkeys(("annotation", "atnid", "atnauthor"), "left out: a comment in the margin"),
    **dict.fromkeys(("listtext", "pntext"), "the number or sign of an item"),
    **dict.fromkeys(("xe", "tc"), "left out: an entry of the source’s own index or contents"),
}

#: Destinations that show nothing; nor does a starred one that is not known (RTF 1.9.1, "Destinations").
_SILENT: Final = frozenset(
    {
        *("fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "generator"),
        *("pict", "objdata", "fldinst", "themedata", "colorschememapping", "datastore", "latentstyles"),
        *("bkmkstart", "bkmkend", "sn", "sv", "nonshppict", "xmlnstbl", "filetbl", "revtbl", "blipuid"),
        *("pnseclvl", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "atrfstart", "atrfend"),
        *("falt", "panose", "fontemb", "datafield", "txe", "rxe", "operator_", "mmathPr", "do"),
    }
)
_STARRED: Final = frozenset({"shpinst", "shppict", "ud", "footnote", *_ASIDE})

#: Signs that a word stands for; all other words are none.
_SIGNS: Final = {
    **dict(zip(("emdash", "endash", "lquote", "rquote", "ldblquote", "rdblquote"), "—–‘’“”", strict=True)),
    **dict.fromkeys(("line", "par", "cell", "row", "page", "sect"), "\n"),
    "bullet": "•",
    "tab": "\t",
}


@dataclass(frozen=True)
class _State:
    """What holds in a group: why its words are no text, whether they show, how long stand-ins are, whether it
    is a note, whose words are parted from those round it.
    """

    fate: str = ""
    silent: bool = False
    stand_ins: int = 1
    page: str = ""
    hidden: str = ""
    noted: bool = False


class _Walk:
    """Goes through a file, sign by sign."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = Places(text)
        self._page, self._fonts = code_page(text), fonts_of(text)
        self._state, self._stack = _State(page=self._fonts.page), list[_State]()
        self._skip = 0  # stand-ins that still follow
        self._bytes = bytearray()
        self._parts: list[str] = []
        self._key: tuple[str, str] = ("", "")
        self._star = self._opened = False
        self._units: list[int] = []

    def runs(self) -> Iterator[MarkedRun]:
        """Yield the runs of the file."""
        for token in _TOKEN.finditer(self._text):
            if token["byte"] is None:
                self._decode()
            yield from self._token(token)
        self._decode()
        yield from self._flush()

    def _token(self, token: re.Match[str]) -> Iterator[MarkedRun]:
        if token["brace"] == "{":
            self._stack.append(self._state)
            self._opened, self._star, self._skip = True, False, 0
        elif token["brace"] == "}":
            noted = self._state.noted
            self._state = self._stack.pop() if self._stack else _State()
            self._opened, self._skip = False, 0
            self._add(" " if noted and not self._state.noted else "")
            yield from self._turned(token.start())
        elif token["word"] is not None:
            self._word(token["word"], int(token["number"]) if token["number"] else None)
            self._opened = False
            yield from self._turned(token.start())
        elif token["sign"] is not None:
            self._sign(token["sign"])
        elif token["byte"] is not None:
            self._byte(int(token["byte"], 16))
        elif token["text"] is not None:
            skipped = min(self._skip, len(token["text"]))
            self._skip -= skipped
            self._add(token["text"][skipped:])
            self._opened = False

    def _turned(self, at: int) -> Iterator[MarkedRun]:
        """Yield what was gathered, if what follows is of another kind."""
        key = (self._state.fate or self._state.hidden, "silent" if self._state.silent else "")
        if key != self._key:
            yield from self._flush()
            self._key = key
        if not self._parts:
            self._at = self._place.of(at)

    def _flush(self) -> Iterator[MarkedRun]:
        text = "".join(self._parts)
        if text.strip() and not self._key[1]:
            yield MarkedRun(text, self._at, self._key[0])
        self._parts.clear()

    _at = "1:1"

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        if self._opened and (word in _ASIDE or word in _SILENT or (self._star and word not in _STARRED)):
            silent = state.silent or word not in _ASIDE
            self._state = replace(state, fate=state.fate or _ASIDE.get(word, ""), silent=silent)
        elif word == "footnote" and self._opened:
            self._state = replace(state, noted=True)
            self._add(" ")
        elif word in {"uc", "u", "bin"}:
            self._count(word, number or 0)
        elif word == "upr":  # the second of its two forms is the one in Unicode
            self._state = replace(state, silent=True)
        elif word == "ud":
            self._state = replace(state, silent=False)
        elif word in {"v", "deleted", "plain"}:
            kinds = {"v": "left out: hidden text", "deleted": "left out: struck by a tracked change"}
            hidden = kinds.get(word, "") if number != 0 else ""
            page = self._fonts.page if word == "plain" else state.page
            self._state = replace(state, hidden=hidden, page=page)
        elif word == "f" and number is not None:
            self._state = replace(state, page=self._fonts.pages.get(number, ""))
        self._add(_SIGNS.get(word, ""))

    def _count(self, word: str, number: int) -> None:
        if word == "uc":
            self._state = replace(self._state, stand_ins=min(max(number, 0), 100))
        elif word == "u":
            self._units.append(number % 65_536 if number < 65_536 else number)
            self._skip = self._state.stand_ins
            self._write_units()

    def _write_units(self) -> None:
        """Write the letters of Unicode that have been gathered; half of a pair waits for the other."""
        if 0xD800 <= self._units[-1] < 0xDC00 and len(self._units) == 1:
            return
        coded = b"".join(
            unit.to_bytes(2, "little")
            if unit < 65_536
            else chr(unit).encode("utf-16-le")
            if unit < 0x110000
            else b""
            for unit in self._units
        )
        self._units.clear()
        self._add(coded.decode("utf-16-le", "replace"))

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._star = True
        elif self._skip:
            self._skip -= 1
        else:
            self._opened = False
            self._add(
                {"~": " ", "_": "-", "-": "", "\n": "\n", "\r": "\n"}.get(
                    sign, sign if sign in "\\{}" else ""
                )
            )

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._bytes.append(value)

    def _decode(self) -> None:
        if self._bytes:
            data = bytes(self._bytes)
            self._bytes.clear()
            self._add(decoded(data, self._state.page or self._page))

    def _add(self, text: str) -> None:
        if text and not self._state.silent:
            signs = self._state.page in SYMBOL_FONTS
            self._parts.append(shown(text, self._state.page) if signs else text)


def rtf_runs(text: str) -> Iterator[MarkedRun]:
    """Yield the runs of a file, which was read as Latin-1."""
    return _Walk(with_signs(text)).runs()
