"""Text that is set already, and how WeasyPrint takes it.

WeasyPrint has Pango set every text three times: to see whether it fits, to keep it, and to draw it. Text
whose words HarfBuzz has set for us stands where it expects a layout of Pango. Its size is known, and its
glyphs are written into the file where they belong, to a thousandth of their size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from math import inf
from typing import Any, Final, TypeAlias

from florilegium.editions.pdf.fonts.shape import ShapedFont, ShapedGlyph, ShapedWord
from florilegium.editions.pdf.linebreak.tokens import LEFTWARD, SPACES, TOKEN, tokens
from florilegium.editions.pdf.weasyprint.boxes.typesetter import composition_of
from florilegium.system.patterns import regex

#: What ends a line or runs from right to left is left to Pango.
_NOT_PLAIN: Final = regex(f"[\\n\\t\\f\u0085\u2028\u2029{LEFTWARD}]")

#: What has a direction of its own at both its ends. In a line from right to left Pango sets all other text:
#: what is neither letter nor figure stands on the other side there.
_DIRECTED: Final = regex(r"[^\W_](?:.*[^\W_])?\Z")

#: In so many letters a text that Pango sets mostly shows itself, before its words are set in vain.
_BEGINNING: Final = 256

#: Pixels by which words are surely too wide for a line, however they are summed up.
_SURELY: Final = 1.0

#: A text's words and single spaces, each with what it is in a font.
ShapedWords: TypeAlias = tuple[tuple[str, ShapedWord], ...]

#: Parts of a word that stand equally high: how high, and strings and numbers for TJ.
_Segments: TypeAlias = tuple[tuple[float, str], ...]

#: A word that stands on its line, or else its parts; and how far the pen is too far right after it, in
#: thousandths of the size.
_Written: TypeAlias = tuple[str, _Segments, float]


class SetText:
    """A text set in a shaped font, as its words: each space wider by `spacing` pixels, each word `expansion`
    times as wide.

    `width` is its width in pixels. WeasyPrint takes it for a layout of Pango that is never put away.
    """

    first_line_direction: Final = 0

    def __init__(
        self, text: str, words: ShapedWords, font: ShapedFont, spacing: float, expansion: float
    ) -> None:
        self.text = text
        self.font = font
        self.spacing = spacing
        self.expansion = expansion
        self.words = words
        letters, spaces = 0.0, 0
        for token, word in words:
            if token in SPACES:
                spaces += 1
            else:
                letters += word.width
        self.width = letters * expansion + spaces * (font.space + spacing)

    def reactivate(self, style: object) -> None:
        """Do nothing: nothing has to be made again."""

    def deactivate(self) -> None:
        """Do nothing: nothing is to be put away."""


def shaped(text: str, font: ShapedFont) -> ShapedWords:
    """Return the words of a text in a font."""
    word = font.word
    return tuple([(token, word(token)) for token in tokens(text)])


def parts(text: str, font: ShapedFont) -> Iterator[tuple[str, ShapedWords]]:
    """Yield a text in parts that the font can set, with their words; without words, where letters lack."""
    words = shaped(text, font)
    for whole, group in groupby(words, key=_is_whole):
        part = tuple(group)
        said = text if len(part) == len(words) else "".join(token for token, _ in part)
        yield said, part if whole else ()


def _is_whole(pair: tuple[str, ShapedWord]) -> bool:
    return pair[1].whole


def take_set_text(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace `split_text_box`, which finds how much of a text box fits into a line: all of set type."""

    def split_text_box(
        context: Any, box: Any, width: float | None, skip: int | None, is_line_start: bool = True
    ) -> tuple[Any, int | None, bool]:
        kind = _set_text_of(box, width, skip or 0)
        if kind is None:
            return original(context, box, width, skip, is_line_start)  # type: ignore[no-any-return]
        return set_box(box, kind), None, False

    return split_text_box


def set_box(box: Any, kind: SetText) -> Any:
    """Return a text box of known size, which holds a text that is set."""
    from weasyprint.layout import inline

    made, height = box.copy(), kind.font.spec.height
    made.text, made.pango_layout, made.width, made.height = kind.text, kind, kind.width, height
    line_height, made.baseline = inline.strut(box.style)
    made.margin_top = made.margin_bottom = (line_height - height) / 2
    return made


def _set_text_of(box: Any, width: float | None, skip: int) -> SetText | None:
    """Return the text of a box from a byte on as set type; None when it cannot be set, or does not fit."""
    kind = getattr(box, "pango_layout", None)
    if isinstance(kind, SetText) and kind.text == box.text and not skip:
        return kind
    composition = composition_of(box.style.font_config)
    text = box.text.encode()[skip:].decode() if skip else box.text
    is_plain = not _NOT_PLAIN.search(text, 0, _BEGINNING)
    if composition is None or not text or not box.style["font_size"] or not is_plain:
        return None
    if box.style["direction"] == "rtl" and not _DIRECTED.match(text):
        return None
    font, spacing = composition.typesetter.font(box.style), float(box.style["word_spacing"])
    words = _fitting(text, font, spacing, width)
    if words is None or _NOT_PLAIN.search(text):
        return None
    kind = SetText(text, words, font, spacing, 1.0)
    return kind if width is None or kind.width <= width else None


def _fitting(text: str, font: ShapedFont, spacing: float, width: float | None) -> ShapedWords | None:
    """Return the words of a text in a font; None where the font lacks a letter or they are surely too wide.

    Of a long text that is set line by line, only what a line can hold is looked at.
    """
    words, room = [], (inf if width is None else width + _SURELY)
    for found in TOKEN.finditer(text):
        token = found[0]
        word = font.word(token)
        room -= font.space + spacing if token in SPACES else word.width
        if not word.whole or (room < 0 and spacing >= 0):
            return None
        words.append((token, word))
    return tuple(words)


def draw_set_text(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace `draw_first_line`, which writes the glyphs of a text box and gives its pictures of emoji."""
    fonts = _DocumentFonts()

    def draw_first_line(stream: Any, box: Any, overflow: str, ellipsis: str, matrix: Any) -> list[Any]:
        kind = box.pango_layout
        if not isinstance(kind, SetText):
            return original(stream, box, overflow, ellipsis, matrix)  # type: ignore[no-any-return]
        right, *others = matrix.values
        stream.set_text_matrix(right * kind.expansion, *others)
        fonts.writer(stream, kind.font).write(stream, kind)
        return []

    return draw_first_line


class _DocumentFonts:
    """The writers of the fonts of one document, which the next one replaces."""

    def __init__(self) -> None:
        self._fonts: object = None
        self._writers: dict[int, _FontWriter] = {}

    def writer(self, stream: Any, font: ShapedFont) -> _FontWriter:
        """Return the writer of a font in the document of a stream."""
        if stream._fonts is not self._fonts:
            self._fonts, self._writers = stream._fonts, {}
        if id(font) not in self._writers:
            written, size = stream.add_font(font.spec.pango.font)
            self._writers[id(font)] = _FontWriter(written, size, font)
        return self._writers[id(font)]


class _FontWriter:
    """A writer of words in a document's font: `written` as the file has it, at the `size` it has there."""

    def __init__(self, written: Any, size: float, font: ShapedFont) -> None:
        self.written = written
        self.size = size
        self._font = font
        self._unit = size / 1000
        self._known: dict[str, _Written] = {}

    def write(self, stream: Any, kind: SetText) -> None:
        """Write a text at the place of the pen."""
        stream.set_font_size(self.written.hash, self.size)
        space = (self._font.space + kind.spacing) / kind.expansion / self._unit
        line, ahead, known = list[str](), 0.0, self._known
        for token, word in kind.words:
            level, raised, beyond = known.get(token) or self._word(token, word)
            if raised:
                line = _show_raised(stream, line, raised)
            else:
                line.append(level)
            ahead += beyond - (space if token in SPACES else 0)
            if move := round(ahead):
                line.append(str(move))
                ahead -= move
        _show(stream, line)

    def _word(self, token: str, word: ShapedWord) -> _Written:
        """Return a word as it is written. Of a space, nothing is taken off for its width."""
        segments, ahead = self._segments(word.glyphs, 0.0 if token in SPACES else 1.0)
        is_level = not any(rise for rise, _ in segments)
        level = "".join(string for _, string in segments) if is_level else ""
        known = self._known[token] = level, () if is_level else segments, ahead
        return known

    def _segments(self, glyphs: tuple[ShapedGlyph, ...], part: float) -> tuple[_Segments, float]:
        segments: list[tuple[float, str]] = []
        ahead = 0.0
        for glyph in glyphs:
            own = self.written.widths.setdefault(glyph.number, round(glyph.own / self._unit))
            if not self.written.to_unicode.get(glyph.number):
                self.written.to_unicode[glyph.number] = glyph.letters
            string = f"<{glyph.number:04x}>"
            ahead -= glyph.right / self._unit
            if move := round(ahead):
                string = f"{move}{string}"
            ahead += own - move + (glyph.right - part * glyph.advance) / self._unit
            if segments and segments[-1][0] == glyph.up:
                string = segments.pop()[1] + string
            segments.append((glyph.up, string))
        return tuple((rise, string.replace("><", "")) for rise, string in segments), ahead


def _show_raised(stream: Any, line: list[str], segments: _Segments) -> list[str]:
    """Write a line so far, and a word of which some parts stand higher or lower than others.

    Return what is left to be written.
    """
    for rise, string in segments:
        if rise:
            _show(stream, line)
            stream.set_text_rise(rise)
            _show(stream, [string])
            stream.set_text_rise(0)
            line = []
        else:
            line.append(string)
    return line


def _show(stream: Any, line: list[str]) -> None:
    if text := "".join(line):
        stream.show_text(text.replace("><", ""))
