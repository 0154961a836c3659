r"""The letters of RTF outside ASCII, written so that a converter cannot go wrong with them.

`\u8212?dash` means a dash and *dash*: the sign behind the number stands in for programs without Unicode, and
`\ucN` says how many do. Pandoc takes more than the stand-in away, knows no letters of two halves, and none
of a font's own code page. Here each letter becomes a group of its own, `{\uc0\u8212 }`. Words that a tracked
change has struck go: a converter shows them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from florilegium.sources.tree.symbols import SYMBOL_FONTS, shown, sign_of
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: Character sets of fonts (`\fcharset`) as code pages.
_CHARSETS: Final = {
    **dict(zip((128, 129, 134, 136), ("cp932", "cp949", "gbk", "big5"), strict=True)),
    **dict(zip((161, 162, 163, 177, 178), ("cp1253", "cp1254", "cp1258", "cp1255", "cp1256"), strict=True)),
    **dict(zip((186, 204, 222, 238), ("cp1257", "cp1251", "cp874", "cp1250"), strict=True)),
}
_NAMED: Final = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}

_TOKEN: Final = regex(
    r"\\(?P<word>[A-Za-z]+)(?P<number>-?\d{1,10})? ?|(?P<bytes>(?:\\'[0-9A-Fa-f]{2})+)|\\[^A-Za-z']"
    r"|(?P<brace>[{}])|[^\\{}]",
    re.DOTALL,
)
_PARTED: Final = frozenset({"page", "sect", "column"})

#: The table of fonts, and a font in it: its number, what is said of it, its name.
_TABLE: Final = regex(r"\{\\fonttbl.*?\}\s*\}", re.DOTALL)
_FONT: Final = regex(r"\\f(\d+)((?:\\[a-z]+\d* ?|\{[^{}]*\}|\s)*)([^\\{};]*)")

#: A style of letters or of tables among those of paragraphs, of which a converter makes the usual one.
_STARRED_STYLE: Final = regex(r"\{\s*\\\*\s*\\[ctd]s\d+(?![A-Za-z])(?:[^{}]|\{[^{}]*\})*\}")

#: A field that asks for a sign by its number and its font, and whose result is empty.
_SIGN: Final = regex(
    r"\{\s*\\field(?:\\[a-z]+ ?|\s)*\{\s*\\\*\s*\\fldinst[\s{]*SYMBOL\s+(0x[0-9A-Fa-f]{1,4}|\d{1,5})"
    r'(?:\s*\\\\f\s*"([^"{}]*)")?[^{}]*\}*\s*\{\s*\\fldrslt\s*\{?(?:\\[a-z]+-?\d* ?|\s)*\}*\s*\}'
)

#: Signs at the end of a paragraph that is set in, or stands on the right: a converter keeps neither. All
#: signs are no letters of Unicode, so that none of a file's own is taken for one.
SET_IN, ON_THE_RIGHT = "\U0001fffe", "\U0001ffff"
#: Signs of notes of a table: where one is called, and the note itself, which stands behind the text.
CALLED, NOTED = "\U0002fffe", "\U0002ffff"
#: Signs round the label of an item of a list, at the end of its paragraph.
LABEL_OPEN, LABEL_CLOSE = "\U0003fffe", "\U0003ffff"

#: Letters of private use, of which stand-ins are taken.
_PRIVATE: Final = (0xE000, 0xF8FF)

#: So far is a paragraph set in that is set apart, in twentieths of a point.
_APART: Final = 360


@dataclass(frozen=True)
class _Scope:
    """What holds in a group: how long stand-ins are, the code page of its font, whether it is struck.

    `even` says that all letters of its font are of one width.

    Of its paragraphs: how far they and their first lines are set in, in twentieths of a point, and whether
    they stand on the right.
    """

    stand_ins: int = 1
    page: str = ""
    even: bool = False
    struck: bool = False
    left: int = 0
    first: int = 0
    right: bool = False


@dataclass(frozen=True)
class _Apart:
    """A group that is gathered by itself: its kind, its depth, what was made before it, and its bounds."""

    name: str
    depth: int
    made: list[str]
    bounds: tuple[bool, bool, bool]


def code_page(text: str) -> str:
    """Return the code page that a file declares."""
    declared = re.search(r"\\ansicpg(\d{3,5})", text[:2000])
    if declared and declared[1] != "10000":
        return f"cp{declared[1]}"
    named = re.search(r"\\(mac|pca|pc)\b", text[:200])
    return _NAMED[named[1]] if named else "mac_roman" if declared else "cp1252"


@dataclass(frozen=True)
class Fonts:
    """The fonts of a file by their numbers: the code pages of their letters, and those of one width.

    A font of signs, such as Symbol, is its own code page. `usual` is the font in which a text begins, and
    `end` the place behind the table.
    """

    pages: dict[int, str]
    even: frozenset[int] = frozenset()
    usual: int = 0
    end: int = 0

    @property
    def page(self) -> str:
        """Return the code page of the usual font."""
        return self.pages.get(self.usual, "")


def fonts_of(text: str) -> Fonts:
    """Return the fonts of a file."""
    table, usual = _TABLE.search(text), re.search(r"\\deff(\d{1,5})", text[:2000])
    if table is None:
        return Fonts({})
    fonts = list(_FONT.finditer(table[0]))
    pages = {int(one[1]): _page_of(one[2], one[3]) for one in fonts}
    even = frozenset(int(one[1]) for one in fonts if "\\fmodern" in one[2])
    return Fonts(pages, even, int(usual[1]) if usual else 0, table.end())


def _page_of(said: str, name: str) -> str:
    """Return the code page of a font, of which its table says this."""
    charset = re.search(r"\\fcharset(\d{1,3})", said)
    signs = name.strip().lower()
    return signs if signs in SYMBOL_FONTS else _CHARSETS.get(int(charset[1]), "") if charset else ""


def with_signs(text: str) -> str:
    """Return a file in which a field that asks for a sign of a font, and shows nothing else, is that sign."""

    def sign(field: re.Match[str]) -> str:
        code = int(field[1], 16 if field[1][:2].lower() == "0x" else 10)
        lines = "\n" * field[0].count("\n")
        return f"{{\\uc0\\u{ord(sign_of(code, field[2] or '') or '?')} {lines}}}"

    return _SIGN.sub(sign, text) if "SYMBOL" in text else text


def decoded(data: bytes, page: str) -> str:
    """Return bytes in a code page as letters; one that is not known is taken for that of Windows."""
    if page in SYMBOL_FONTS:
        return shown(data.decode("latin-1"), page)
    try:
        return data.decode(page, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


#: Groups that hold the number or sign of an item of a list.
_LISTED: Final = frozenset({"listtext", "pntext"})

#: Groups that go elsewhere: notes, and labels of items.
_APART_GROUP: Final = regex(r"\{\s*(?:\\\*\s*)?\\(footnote|listtext|pntext)(?![A-Za-z])")
_CONTROL: Final = regex(r"\\[A-Za-z]+-?\d* ?|\\[^A-Za-z']|[{}\r\n]")
#: A label that counts: with a figure, or a letter and a sign; `o` is a bullet.
_CODED: Final = regex(r"\{\\uc0\\u(\d+) \}")
_COUNTS: Final = regex(r"(?=.*(?:\d|\w[.):\]]))[^\W_]?.{0,24}")

#: The star of a note, as LibreOffice and pandoc write it, for which a converter would pass over the note.
_STARRED_NOTE: Final = regex(r"\{\s*\\\*\s*(?=\\footnote(?![A-Za-z]))")

#: Entries of an index and of the contents, which a converter takes for text unless they are starred.
_ENTRY: Final = regex(r"\{\s*\\(xe|tc)(?![A-Za-z])")

#: A stretch in two forms, of which the second is in Unicode.
_TWICE: Final = regex(
    r"\{\\upr\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*\{\\\*\\ud\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\}\s*\}"
)


def steadied(text: str) -> tuple[str, dict[int, str]]:
    """Return a file in RTF, read as Latin-1, with its letters in groups of their own.

    A converter knows no letters beyond the first 65,536: others stand for them, and lead back to them.
    """
    text = _ENTRY.sub(r"{\\*\\\1", _TWICE.sub(r"{\1}", _STARRED_STYLE.sub("", with_signs(text))))
    writer = _Writer(_STARRED_NOTE.sub("{", text))
    return writer.write(), {stand_in: letter for letter, stand_in in writer.stand_ins.items()}


class _Writer:
    """Writes a file once more, token by token."""

    def __init__(self, text: str) -> None:
        self._text, self._usual, self._fonts = text, code_page(text), fonts_of(text)
        self._made: list[str] = []
        self._even = self._uneven = 0  # letters of one width, and all others
        self._scope, self._stack = _Scope(), list[_Scope]()
        self._skip = self._high = 0
        self._in_table = self._in_row = self._in_item = False
        self._apart: list[_Apart] = []
        self._notes: list[str] = []
        self._label = ""
        self._set_font(self._fonts.usual)
        self.stand_ins: dict[str, int] = {}

    def write(self) -> str:
        """Return the file."""
        last = 0
        for token in _TOKEN.finditer(self._text):
            self._made.append(self._text[last : token.start()])
            self._token(token)
            last = token.end()
        made = self._with_notes("".join(self._made) + self._text[last:])
        if self._even > self._uneven:  # a manuscript in the letters of a typewriter is no code
            made = _TABLE.sub(lambda table: table[0].replace("\\fmodern", "\\fnil"), made, count=1)
        return made

    def _with_notes(self, made: str) -> str:
        """Return the file with the notes of its tables behind its text."""
        end = made.rstrip().rfind("}") if self._notes else -1
        if end < 0:
            return made
        sign = self._letters(NOTED)
        notes = "".join(f"\\pard\\plain {sign}{note}\\par\n" for note in self._notes)
        return f"{made[:end]}\\par\n{notes}{made[end:]}"

    def _token(self, token: re.Match[str]) -> None:
        word = token["word"]
        if token["brace"]:
            self._brace(token["brace"], token.start())
        elif word == "u":
            self._letter(int(token["number"] or 0) % 65_536)
        elif word is not None:
            self._word(word, token)
        elif token["bytes"] is not None:
            data = bytes.fromhex(token["bytes"].replace("\\'", ""))
            taken = min(self._skip, len(data))
            self._skip -= taken
            told = decoded(data[taken:], self._scope.page or self._usual)
            self._put(self._letters(told))
        elif token[0] in {"\\\n", "\\\r"}:  # as TextEdit ends its paragraphs
            self._end_paragraph()
            self._put("\\par\n")
        elif self._skip and token[0] not in "\r\n":
            self._skip -= 1
        else:
            self._plain(token[0], token.start() >= self._fonts.end)

    def _plain(self, sign: str, in_text: bool) -> None:
        """Put a sign that stands for itself; one of a font of signs stands for another."""
        if in_text and self._scope.page in SYMBOL_FONTS:
            self._put(self._letters(shown(sign, self._scope.page)) if sign.isprintable() else sign)
            return
        if in_text and sign.isalnum():
            self._even += self._scope.even
            self._uneven += not self._scope.even
        self._put(sign)

    def _put(self, text: str) -> None:
        if not self._scope.struck:
            self._made.append(text)

    def _brace(self, brace: str, at: int) -> None:
        self._skip = 0
        if brace == "{":
            self._begin_apart(at)
            self._stack.append(self._scope)
        elif self._stack:
            self._scope = self._stack.pop()
        self._made.append(brace)
        if brace == "}" and self._apart and len(self._stack) == self._apart[-1].depth:
            self._end_apart()

    def _begin_apart(self, at: int) -> None:
        """Gather a label by itself, and a note of a cell or right behind a table.

        A converter has such a note take the table in.
        """
        found = _APART_GROUP.match(self._text, at)
        if found is None or (found[1] == "footnote" and not (self._in_row or self._in_table)):
            return
        bounds = (self._in_table, self._in_row, self._in_item)
        self._apart.append(_Apart(found[1], len(self._stack), self._made, bounds))
        self._made = []
        self._in_row = self._in_table = False

    def _end_apart(self) -> None:
        """Put a note of a cell among those that stand behind the text, and keep a label."""
        gathered, apart = "".join(self._made), self._apart.pop()
        self._made = apart.made
        self._in_table, self._in_row, self._in_item = apart.bounds
        if apart.name == "footnote":
            self._notes.append(gathered)
            self._put(self._letters(CALLED))
        else:
            self._in_item = True
            self._made.append("{}")  # or the word before it would take in the item's first letters
            label = " ".join(_CONTROL.sub(" ", _CODED.sub(lambda one: chr(int(one[1])), gathered)).split())
            self._label = label if _COUNTS.fullmatch(label) else ""

    def _word(self, word: str, token: re.Match[str]) -> None:
        number = int(token["number"]) if token["number"] else None
        if word == "uc":
            self._scope = replace(self._scope, stand_ins=min(max(number or 0, 0), 100))
        elif word == "f" and number is not None:
            self._set_font(number)
        elif word in {"deleted", "plain"}:
            self._scope = replace(self._scope, struck=word == "deleted" and number != 0)
            if word == "plain":
                self._set_font(self._fonts.usual)
        self._bound(word)
        self._shape(word, number)
        lost = (word == "intbl" and self._apart) or (word in {"ls", "ilvl"} and self._in_row)
        if word != "deleted" and not lost:  # a converter puts a list of a cell before the whole text
            self._made.append("\\par " if word in _PARTED else token[0])

    def _set_font(self, number: int) -> None:
        page, even = self._fonts.pages.get(number, ""), number in self._fonts.even
        self._scope = replace(self._scope, page=page, even=even)

    def _shape(self, word: str, number: int | None) -> None:
        """Follow the shape of paragraphs, and sign the end of one that is set apart or on the right."""
        if word == "pard":
            self._scope = replace(self._scope, left=0, first=0, right=False)
        elif word in {"li", "lin"}:
            self._scope = replace(self._scope, left=number or 0)
        elif word == "fi":
            self._scope = replace(self._scope, first=number or 0)
        elif word in {"ql", "qc", "qj", "qr"}:
            self._scope = replace(self._scope, right=word == "qr")
        elif word in {*_LISTED, "ls"}:
            self._in_item = True
        elif word == "par":
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        scope, plain = self._scope, not self._in_row and not self._in_item
        if self._label and self._in_item and not self._apart:
            self._put(self._letters(f"{LABEL_OPEN}{self._label}{LABEL_CLOSE}"))
            self._label = ""
        self._in_item = False
        if not plain:
            return
        if scope.right:
            self._put(self._letters(ON_THE_RIGHT))
        elif scope.left >= _APART and scope.first > -scope.left:
            self._put(self._letters(SET_IN))

    def _bound(self, word: str) -> None:
        """Part a table from a list before it: one that is still open would come out before everything."""
        if word == "trowd":
            self._made.append("" if self._in_table else "\\pard\\plain\\~\\par")
            self._in_table = self._in_row = True
        elif word == "row":
            self._in_row = False
        elif word == "par" and not self._in_row:
            self._in_table = False

    def _letter(self, unit: int) -> None:
        self._skip = self._scope.stand_ins
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
            return
        if self._high and 0xDC00 <= unit < 0xE000:
            unit = 0x10000 + ((self._high - 0xD800) << 10) + unit - 0xDC00
        self._high = 0
        if unit & 0xFFFE != 0xFFFE:  # the ends of planes are no letters, and our signs
            letter = chr(unit)
            signs = self._scope.page in SYMBOL_FONTS
            self._put(self._letters(shown(letter, self._scope.page) if signs else letter))

    def _letters(self, text: str) -> str:
        """Return letters as groups of their own; others stand for those that a converter does not know."""
        return "".join(f"{{\\uc0\\u{self._known(letter)} }}" for letter in text)

    def _known(self, letter: str) -> int:
        """Return the number of a letter, or of that of private use that stands for it."""
        if letter <= "\uffff" and not _PRIVATE[0] <= ord(letter) <= _PRIVATE[1]:
            return ord(letter)
        return self.stand_ins.setdefault(letter, min(_PRIVATE[0] + len(self.stand_ins), _PRIVATE[1]))
