"""From a paragraph's lines back to WeasyPrint's boxes, a line box for each.

Every text box is cut where lines end, and so are the boxes round it. Their elements stay, so ids, links,
languages and the structure tree are what they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from florilegium.editions.pdf.fonts.shape import UNITS
from florilegium.editions.pdf.linebreak.composing import BreakableParagraph, Composed, SetLine, TextPiece
from florilegium.editions.pdf.weasyprint.boxes.box_reader import is_formula
from florilegium.editions.pdf.weasyprint.hooks.set_lines import SET_LINES, SetLineBoxes
from florilegium.editions.pdf.weasyprint.hooks.set_text import SetText, parts
from florilegium.system.values import dataclass

_NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
_WORD_JOINER: Final = "\N{WORD JOINER}"


@dataclass(frozen=True)
class SetParagraph(SetLineBoxes):
    """A paragraph that was set, and the width in pixels that layout must find for each of its lines."""

    box: Any = field(repr=False)
    paragraph: BreakableParagraph = field(repr=False)
    composed: Composed
    widths: tuple[float, ...]

    def put(self) -> None:
        """Let the paragraph be laid out so from now on."""
        for box in (self.box, *self.lines):
            setattr(box, SET_LINES, self)

    @staticmethod
    def let_go(*boxes: Any) -> None:
        """Part boxes from the paragraph that they are lines of, which holds itself by them."""
        for box in boxes:
            box.__dict__.pop(SET_LINES, None)


def setting_of(line: Any) -> SetParagraph | None:
    """Return the job of which a line is, or a line box before layout."""
    setting = getattr(line, SET_LINES, None)
    return setting if isinstance(setting, SetParagraph) else None


def put(box: Any, paragraph: BreakableParagraph, composed: Composed) -> None:
    """Fix the lines of a line box."""
    setting = _Setting(paragraph, composed.lines)
    lines = setting.lines_of(box)
    widths = tuple(setting.widths)
    SetParagraph(
        lines=lines, indent=paragraph.indent, box=box, paragraph=paragraph, composed=composed, widths=widths
    ).put()


class _Setting:
    """A walk through a line box as its paragraph was read, text box by text box."""

    def __init__(self, paragraph: BreakableParagraph, lines: tuple[SetLine, ...]) -> None:
        self.lines = lines
        self.widths = [line.width - line.hang for line in lines]
        self.widths[0] += paragraph.indent
        self._pieces = iter(paragraph.pieces)
        self._place = 0
        self._number = 0
        self._blank = True
        self._styles: dict[object, tuple[Any, Any]] = {}

    def lines_of(self, box: Any) -> tuple[Any, ...]:
        """Return a line box for each line, with copies of what a line box holds."""
        from weasyprint.layout.percent import resolve_percentages

        found: list[list[Any]] = [[] for _ in self.lines]
        for number, child in self._cut(box.children):
            found[number].append(child)
        style = self._rigid(box.style)
        style["text_align_last"] = "start"
        resolve_percentages(box, (0, "auto"))
        boxes = [box.copy_with_children(children) for children in found]
        for one in boxes:
            one.style = style
        return tuple(boxes)

    def _cut(self, children: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Yield the parts of some boxes, each with the number of its line."""
        from weasyprint.formatting_structure.boxes import TextBox

        for child in children:
            if isinstance(child, TextBox):
                yield from self._parts(child, next(self._pieces))
            elif is_formula(child):
                yield self._whole(next(self._pieces)), child
            elif child.is_in_normal_flow():
                yield from self._fragments(child)
            else:
                yield self._at, child

    @property
    def _at(self) -> int:
        """Return the line to which something belongs that takes no room."""
        return min(self._number, len(self.lines) - 1)

    def _whole(self, piece: TextPiece) -> int:
        """Pass over a box that is one letter of the text; returns its line."""
        number = self._number
        self._place += len(piece.text)
        self._blank = self._place == self.lines[number].end
        self._number += self._blank
        return number

    def _fragments(self, box: Any) -> Iterator[tuple[int, Any]]:
        """Yield an inline box, cut where lines end. Its edges are at its beginning and its end."""
        parts = list(self._cut(box.children)) or [(self._at, None)]
        first, last = parts[0][0], parts[-1][0]
        for number, group in groupby(parts, key=itemgetter(0)):
            part = box.copy_with_children([child for _, child in group if child is not None])
            part.style = self._rigid(box.style)
            part.margin_left, part.margin_right = (
                0 if margin == "auto" else margin for margin in (box.margin_left, box.margin_right)
            )
            part.remove_decoration(start=number != first, end=number != last)
            yield number, part

    def _parts(self, box: Any, piece: TextPiece) -> Iterator[tuple[int, Any]]:
        """Yield a text box, cut where lines end."""
        first, last = self._place, self._place + len(piece.text)
        while self._place < last:
            line, start = self.lines[self._number], self._place
            self._place = min(last, line.end)
            ends = self._place == line.end
            text = self._finished(piece, line, piece.text[start - first : self._place - first], ends=ends)
            for one, words in parts(text, piece.font):
                kind = SetText(one, words, piece.font, line.spacing, line.expansion) if words else None
                part = self._typed(box, kind) if kind else self._plain(box, one, line)
                hangs = self._blank and line.hang
                yield self._number, _hung(part, line.hang) if hangs else part
                self._blank = False
            if ends:
                self._number, self._blank = self._number + 1, True

    def _finished(self, piece: TextPiece, line: SetLine, text: str, *, ends: bool) -> str:
        """Return a part's text as it is set.

        The space at a line's end stays, outside the measure, so that words are apart for a reader that takes
        the text without its lines (ISO 32000-1 14.8.2.5).
        """
        if self._blank:
            text = text.lstrip(" ")
        if not ends:
            return text
        if line is self.lines[-1]:
            return text.rstrip(" \n")
        text = text.removesuffix("\n")
        if text.endswith(" "):
            self.widths[self._number] += piece.font.space + line.spacing
        return f"{text}{piece.hyphen}" if line.hyphen else text

    def _typed(self, box: Any, kind: SetText) -> Any:
        """Return a part whose words are set."""
        part = box.copy_with_text(kind.text)
        part.style = self._rigid(box.style)
        part.pango_layout = kind
        return part

    def _plain(self, box: Any, text: str, line: SetLine) -> Any:
        """Return a part that Pango sets."""
        # It widens a no-break space by half at the end of a text, so let it not be the end.
        part = box.copy_with_text(f"{text}{_WORD_JOINER}" if text.endswith(_NO_BREAK_SPACE) else text)
        part.style = self._spaced(box.style, line.spacing)
        return part

    def _rigid(self, style: Any) -> Any:
        """Return a style in which layout neither breaks a line nor drops a space of its own accord."""
        # The old style is kept too, so that no other takes its identity.
        if id(style) not in self._styles:
            rigid = style.copy()
            rigid["white_space"] = "pre"
            self._styles[id(style)] = style, rigid
        return self._styles[id(style)][1]

    def _spaced(self, style: Any, spacing: float) -> Any:
        """Return a rigid style for text that Pango sets, its spaces so much wider."""
        key = (id(style), spacing)
        if key not in self._styles:
            spaced = self._rigid(style).copy()
            spaced["word_spacing"] = _safe(spacing)
            self._styles[key] = style, spaced
        return self._styles[key][1]


def _safe(spacing: float) -> float:
    """Return a spacing in whole units of Pango, in pixels.

    Twice a multiple of half a pixel would be shared out unevenly between the sides of a space, and half of it
    lost where a text box ends (`distribute_letter_spacing` in Pango).
    """
    units = round(spacing * UNITS)
    return (units + (units != 0 and units % (UNITS // 2) == 0)) / UNITS


def _hung(part: Any, hang: float) -> Any:
    """Return a part that stands out to the left, in a box of no meaning (ISO 32000-1 14.8.4.2: NonStruct)."""
    from weasyprint.css.properties import Dimension
    from weasyprint.formatting_structure.boxes import InlineBox
    from weasyprint.layout.percent import resolve_percentages

    box = InlineBox.anonymous_from(part, [part])
    box.element = None
    box.style = box.style.copy()
    box.style["margin_left"] = Dimension(-hang, "px")
    resolve_percentages(box, (0, "auto"))
    return box
