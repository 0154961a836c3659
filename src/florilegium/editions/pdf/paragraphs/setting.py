"""From a paragraph's lines back to its line box, each line's end and spacing fixed.

Every text box is cut where lines end. Its parts take their line's word spacing, and a newline follows where a
line ends. The words, and the boxes round them, stay what and where they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from florilegium.editions.pdf.paragraphs.composing import Composed, Paragraph, Piece, SetLine
from florilegium.editions.pdf.paragraphs.founts import UNITS

_NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
_WORD_JOINER: Final = "\N{WORD JOINER}"

#: The attribute under which a line box keeps what it was set for; layout copies it to every line.
MARK: Final = "florilegium_job"


@dataclass(frozen=True)
class Job:
    """A paragraph that was set: its line box with what stood in it before, its lines, and the width in pixels
    that layout must find for each."""

    box: Any
    before: tuple[Sequence[Any], Any]
    paragraph: Paragraph
    composed: Composed
    widths: tuple[float, ...]

    def set_anew(self, composed: Composed) -> None:
        """Set the paragraph in other lines, before the next layout."""
        self.box.children, self.box.style = self.before
        put(self.box, self.paragraph, composed)


def put(box: Any, paragraph: Paragraph, composed: Composed) -> None:
    """Fix the lines of a line box."""
    before = (box.children, box.style)
    setting = _Setting(paragraph, composed.lines)
    box.children = setting.cut(box.children)
    box.style = _rigid(box.style)
    box.style["text_align_last"] = "start"
    setattr(box, MARK, Job(box, before, paragraph, composed, tuple(setting.widths)))


def _rigid(style: Any) -> Any:
    """A style in which layout neither breaks a line nor drops a space of its own accord."""
    rigid = style.copy()
    rigid["white_space"] = "pre"
    return rigid


class _Setting:
    """Goes through a line box as its paragraph was read, text box by text box."""

    def __init__(self, paragraph: Paragraph, lines: tuple[SetLine, ...]) -> None:
        self.lines = lines
        self.widths = [line.width - line.hang for line in lines]
        self.widths[0] += paragraph.indent
        self._pieces = iter(paragraph.pieces)
        self._place = 0
        self._number = 0
        self._blank = True
        self._styles: dict[tuple[int, int], tuple[Any, Any]] = {}

    def cut(self, children: Sequence[Any]) -> list[Any]:
        """Copies of some boxes with their text cut where lines end."""
        from weasyprint.formatting_structure.boxes import TextBox

        found: list[Any] = []
        for child in children:
            if isinstance(child, TextBox):
                found += self._parts(child, next(self._pieces))
            elif child.is_in_normal_flow():
                copy = child.copy_with_children(self.cut(child.children))
                copy.style = _rigid(child.style)
                found.append(copy)
            else:
                found.append(child)
        return found

    def _parts(self, box: Any, piece: Piece) -> Iterator[Any]:
        """A text box, cut where lines end."""
        first, last = self._place, self._place + len(piece.text)
        while self._place < last:
            line, start = self.lines[self._number], self._place
            self._place = min(last, line.end)
            ends = self._place == line.end
            text = self._finished(piece, line, piece.text[start - first : self._place - first], ends=ends)
            if text:
                yield self._part(box, text, line)
                self._blank = False
            if ends:
                if line is not self.lines[-1] and not text.endswith("\n"):
                    yield _newline(box)
                self._number, self._blank = self._number + 1, True

    def _finished(self, piece: Piece, line: SetLine, text: str, *, ends: bool) -> str:
        """A part's text as it is set.

        The space at a line's end stays, outside the measure, so that words are apart for a reader that takes
        the text without its lines (ISO 32000-1 14.8.2.5).
        """
        if self._blank:
            text = text.lstrip(" ")
        if not ends:
            # Pango widens a no-break space by half at the end of a text, so let it not be the end.
            return f"{text}{_WORD_JOINER}" if text.endswith(_NO_BREAK_SPACE) else text
        if line is self.lines[-1]:
            return text.rstrip(" ")
        if text.endswith(" "):
            self.widths[self._number] += piece.fount.space + line.spacing
        if line.hyphen:
            text += piece.hyphen
        return text

    def _part(self, box: Any, text: str, line: SetLine) -> Any:
        part = box.copy_with_text(text)
        key = (id(box.style), self._number)
        if key not in self._styles:
            style = _rigid(box.style)
            style["word_spacing"] = _safe(style["word_spacing"] + line.spacing)
            # The old style is kept too, so that no other takes its identity.
            self._styles[key] = (box.style, style)
        part.style = self._styles[key][1]
        return _hung(part, line.hang) if self._blank and line.hang else part


def _newline(box: Any) -> Any:
    """What ends a line, in a box of its own: so the line before it is shaped only once."""
    newline = box.copy_with_text("\n")
    newline.style = _rigid(box.style)
    return newline


def _safe(spacing: float) -> float:
    """A spacing in whole units of Pango, in pixels.

    Twice a multiple of half a pixel would be shared out unevenly between the sides of a space, and half of it
    lost where a text box ends (`distribute_letter_spacing` in Pango).
    """
    units = round(spacing * UNITS)
    return (units + (units != 0 and units % (UNITS // 2) == 0)) / UNITS


def _hung(part: Any, hang: float) -> Any:
    """A part that stands out to the left, in a box that means nothing (ISO 32000-1 14.8.4.2: NonStruct)."""
    from weasyprint.css.properties import Dimension
    from weasyprint.formatting_structure.boxes import InlineBox

    box = InlineBox.anonymous_from(part, [part])
    box.element = None
    box.style = box.style.copy()
    box.style["margin_left"] = Dimension(-hang, "px")
    return box
