"""Where every glyph of a finished page stands, read back from the file itself.

For checks and reports: what is measured here is what a press would print, whatever program made the file.
Artifacts (running heads, folios) are passed over where a file marks them. Only horizontal text is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    import pikepdf

_Matrix: TypeAlias = tuple[float, float, float, float, float, float]

_ONE: Final[_Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_PAIR: Final = regex(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
_RANGE: Final = regex(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


@dataclass(frozen=True, slots=True)
class PlacedGlyph:
    """A glyph in its place: the text it stands for, its left edge, base line and advance in points.

    `size` is that of its type in points.
    """

    text: str
    left: float
    base: float
    advance: float
    size: float

    @property
    def right(self) -> float:
        """Return where the next glyph would stand."""
        return self.left + self.advance


@dataclass(frozen=True)
class _Font:
    """What glyphs of a font stand for, and their advances in thousandths of the size."""

    texts: dict[int, str]
    widths: dict[int, float]
    missing: float
    wide: bool

    def codes(self, data: bytes) -> Iterator[int]:
        step = 2 if self.wide else 1
        for at in range(0, len(data) - step + 1, step):
            yield int.from_bytes(data[at : at + step], "big")


@dataclass(frozen=True)
class _State:
    """The part of the graphics state that places text (ISO 32000-1 9.3)."""

    page: _Matrix = _ONE
    text: _Matrix = _ONE
    line: _Matrix = _ONE
    font: _Font | None = None
    size: float = 0.0
    tracking: float = 0.0
    word: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


class Reader:
    """A reader of the pages of one file. Fonts are read once."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], _Font] = {}

    def page(self, page: pikepdf.Page) -> list[PlacedGlyph]:
        """Return the glyphs of a page in the order of its content."""
        import pikepdf

        resources = page.obj.get("/Resources")
        fonts = resources.get("/Font") if resources is not None else None
        walk = _Walk({name: self._font(font) for name, font in (fonts.items() if fonts is not None else ())})
        for instruction in pikepdf.parse_content_stream(page):
            walk.take(str(instruction.operator), list(instruction.operands))
        return walk.glyphs

    def _font(self, font: Any) -> _Font:
        if font.objgen not in self._fonts or font.objgen == (0, 0):
            self._fonts[font.objgen] = _read_font(font)
        return self._fonts[font.objgen]


class _Walk:
    """A walk through the content of a page."""

    def __init__(self, fonts: dict[str, _Font]) -> None:
        self.glyphs: list[PlacedGlyph] = []
        self._fonts = fonts
        self._state = _State()
        self._saved: list[_State] = []
        self._artifacts = 0

    def take(self, operator: str, operands: Sequence[Any]) -> None:
        """Take one operator."""
        state = self._state
        match operator:
            case "q":
                self._saved.append(state)
            case "Q":
                self._state = self._saved.pop() if self._saved else state
            case "cm":
                self._state = replace(state, page=_times(_matrix(operands), state.page))
            case "BDC" | "BMC":
                self._artifacts += 1 if self._artifacts or str(operands[0]) == "/Artifact" else 0
            case "EMC":
                self._artifacts -= 1 if self._artifacts else 0
            case "TJ":
                self._show(operands[0])
            case "Tj" | "'" | '"':
                if operator != "Tj":
                    self._move(0, -state.leading)
                self._show([operands[-1]])
            case _:
                self._set(operator, operands)

    def _set(self, operator: str, operands: Sequence[Any]) -> None:
        state = self._state
        match operator:
            case "BT":
                self._state = replace(state, text=_ONE, line=_ONE)
            case "Tf":
                self._state = replace(state, font=self._fonts.get(str(operands[0])), size=float(operands[1]))
            case "Tm":
                self._state = replace(state, text=_matrix(operands), line=_matrix(operands))
            case "Td":
                self._move(float(operands[0]), float(operands[1]))
            case "TD":
                self._state = replace(state, leading=-float(operands[1]))
                self._move(float(operands[0]), float(operands[1]))
            case "T*":
                self._move(0, -state.leading)
            case "Tz":
                self._state = replace(state, scale=float(operands[0]) / 100)
            case "Tc":
                self._state = replace(state, tracking=float(operands[0]))
            case "Tw":
                self._state = replace(state, word=float(operands[0]))
            case "TL":
                self._state = replace(state, leading=float(operands[0]))
            case "Ts":
                self._state = replace(state, rise=float(operands[0]))

    def _move(self, right: float, up: float) -> None:
        line = _times((1.0, 0.0, 0.0, 1.0, right, up), self._state.line)
        self._state = replace(self._state, text=line, line=line)

    def _show(self, pieces: Sequence[Any]) -> None:
        """Show strings, moved by the numbers between them (ISO 32000-1 9.4.3, 9.4.4)."""
        import pikepdf

        state, font = self._state, self._state.font
        if font is None:
            return
        step = 0.0
        place = _times(state.text, state.page)
        size = abs(state.size * place[3])
        for piece in pieces:
            if not isinstance(piece, pikepdf.String | bytes):
                step -= float(piece) / 1000 * state.size * state.scale
                continue
            for code in font.codes(bytes(piece)):
                own = font.widths.get(code, font.missing) / 1000 * state.size * state.scale
                text = font.texts.get(code, "")
                if not self._artifacts:
                    base = place[5] + step * place[1] + state.rise * place[3]
                    left = place[4] + step * place[0]
                    self.glyphs.append(PlacedGlyph(text, left, base, own * place[0], size))
                word = state.word if not font.wide and code == 32 else 0.0
                step += own + (state.tracking + word) * state.scale
        moved = _times((1.0, 0.0, 0.0, 1.0, step, 0.0), state.text)
        self._state = replace(state, text=moved)


def _matrix(operands: Sequence[Any]) -> _Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return a, b, c, d, e, f


def _times(one: _Matrix, two: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _read_font(font: Any) -> _Font:
    texts = _texts(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}
    if "/DescendantFonts" not in font:
        first = int(font.get("/FirstChar", 0))
        widths = {first + place: float(width) for place, width in enumerate(font.get("/Widths", ()))}
        return _Font(texts or {code: chr(code) for code in range(256)}, widths, 0.0, wide=False)
    descendant = font.DescendantFonts[0]
    return _Font(texts, _widths(descendant.get("/W", ())), float(descendant.get("/DW", 1000)), wide=True)


def _widths(table: Sequence[Any]) -> dict[int, float]:
    """Return the widths of a composite font (ISO 32000-1 9.7.4.3)."""
    import pikepdf

    found: dict[int, float] = {}
    items = list(table)
    at = 0
    while at < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], pikepdf.Array):
            found.update({first + place: float(width) for place, width in enumerate(items[at + 1])})
            at += 2
        else:
            found.update(dict.fromkeys(range(first, int(items[at + 1]) + 1), float(items[at + 2])))
            at += 3
    return found


def _texts(cmap: bytes) -> dict[int, str]:
    """Return what codes stand for (ISO 32000-1 9.10.3)."""
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        for low, high, text in _RANGE.findall(block):
            begin = _text(text)
            for place in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + place] = begin[:-1] + chr(ord(begin[-1]) + place)
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        found.update({int(code, 16): _text(text) for code, text in _PAIR.findall(block)})
    return found


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", errors="replace")
