"""From WeasyPrint's boxes to paragraphs, and from their lines back to boxes.

One of the doors to WeasyPrint. Between the building of its boxes and their layout, every justified paragraph
is one line box with all of its text. `compose_all` takes the text out, has its lines found, and puts it back
with each line's end and spacing fixed: then layout has nothing left to choose. Boxes keep their elements, so
ids, links, languages and the structure tree stay what they were; pages break between lines as ever.

What is left to WeasyPrint whole: paragraphs that are not justified, that run from right to left, that are
Chinese, Japanese or Korean, or that hold an image or anything else whose width is known only later.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml.etree import _Element as Element

from florilegium.editions.pdf.paragraphs.composing import Paragraph, Piece, SetLine, compose
from florilegium.editions.pdf.paragraphs.typesetter import Typesetter

#: Letters of scripts that run from right to left, and marks that turn a text round.
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_IDEOGRAPHS: Final = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")

#: A text with more than one ideograph in so many letters is one of its script.
_FEW: Final = 5

#: Marks a line box whose lines are fixed; layout copies it to every line.
_MARK: Final = "florilegium_lines"


@dataclass
class Outcome:
    """How many justified paragraphs of several lines were composed, and how many were left greedy."""

    composed: int = 0
    greedy: int = 0


@dataclass(frozen=True)
class Checked:
    """What layout must find again: the measure that lines were made for, and each line's width, in pixels."""

    measure: float
    indent: float
    widths: tuple[float, ...]


def compose_all(
    root: Any, measure: float, typesetter: Typesetter, apart: Collection[Element]
) -> Outcome:
    """Fix the lines of every paragraph under a root box that stands in so wide a page.

    Paragraphs of the elements in `apart` are left to WeasyPrint.
    """
    outcome = Outcome()
    for block, line in _line_boxes(root, measure):
        if not _is_ours(block):
            continue
        copy = None if block.element in apart else _Reading(line, block, typesetter).paragraph()
        lines = compose(copy, typesetter.taste) if copy else None
        if copy is None or lines is None:
            outcome.greedy += _may_turn_over(line, block, typesetter)
        elif len(lines) > 1:
            outcome.composed += 1
            _Setting(line, copy, lines).put()
    return outcome


def _line_boxes(box: Any, measure: float) -> Iterator[tuple[Any, Any]]:
    """Each line box that hangs in plain blocks, with its block, whose width is set on the way.

    `measure` is the width of what contains `box`. Widths of table cells, floats and the like are not known
    before layout.
    """
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.block import block_level_width
    from weasyprint.layout.percent import resolve_percentages

    if type(box) is not boxes.BlockBox or not box.is_in_normal_flow():
        return
    resolve_percentages(box, (measure, "auto"))
    block_level_width(box, (measure, "auto"))
    inner = _column(box)
    for child in box.children:
        if isinstance(child, boxes.LineBox):
            box.width, whole = inner, box.width
            yield box, child
            box.width = whole
        else:
            spans = child.style["column_span"] == "all"
            yield from _line_boxes(child, box.width if spans else inner)


def _column(box: Any) -> float:
    """The width of a block's columns, or of the block when it has none (CSS Multi-column 3.4)."""
    from weasyprint.layout.percent import percentage

    style, width = box.style, float(box.width)
    count, wished = style["column_count"], style["column_width"]
    if count == "auto" and wished == "auto":
        return width
    gap = style["column_gap"]
    gap = style["font_size"] if gap == "normal" else percentage(gap, style, width)
    if wished == "auto":
        return max(0.0, width - (count - 1) * gap) / count
    most = max(1, int((width + gap) // (wished + gap)))
    count = most if count == "auto" else max(1, min(count, most))
    return float((width + gap) / count - gap)


def _is_ours(block: Any) -> bool:
    """Whether a block's text is justified, from left to right, and without styles that only layout knows."""
    style = block.style
    return (
        style["text_align_all"] == "justify"
        and style["text_align_last"] in {"auto", "start", "left"}
        and style["direction"] == "ltr"
        and style["white_space"] == "normal"
        and style["word_break"] == "normal"
        and style["max_lines"] == "none"
        and block.first_letter_style is None
        and block.first_line_style is None
    )


def _may_turn_over(line: Any, block: Any, typesetter: Typesetter) -> bool:
    """Whether a paragraph that is left to WeasyPrint has more than one line, roughly."""
    from weasyprint.formatting_structure.boxes import TextBox

    text = "".join(box.text for box in line.descendants() if isinstance(box, TextBox))
    return typesetter.fount(line.style).width(text) > block.width


class _Unknown(Exception):
    """Something in a paragraph has a width that only layout finds out."""


class _Reading:
    """Reads the content of a line box as a paragraph."""

    def __init__(self, line: Any, block: Any, typesetter: Typesetter) -> None:
        self.line = line
        self.block = block
        self.typesetter = typesetter
        self.pieces: list[Piece] = []
        self.kept: list[tuple[int, int]] = []
        self.length = 0
        self._edge = 0.0

    def paragraph(self) -> Paragraph | None:
        """The paragraph, or None when it is not for us."""
        from weasyprint.layout.percent import percentage

        try:
            self._read(self.line)
        except _Unknown:
            return None
        text = "".join(piece.text for piece in self.pieces)
        if not text.strip() or _RIGHT_TO_LEFT.search(text):
            return None
        if len(_IDEOGRAPHS.findall(text)) * _FEW > len(text):
            return None
        indent = percentage(self.block.style["text_indent"], self.block.style, self.block.width)
        fount = self.typesetter.fount(self.line.style)
        return Paragraph(
            tuple(self.pieces),
            self._allowed(text),
            fount,
            float(self.block.width),
            float(indent),
            max(float(indent), fount.size),
        )

    def _read(self, parent: Any) -> None:
        from weasyprint.formatting_structure import boxes

        for child in parent.children:
            if isinstance(child, boxes.TextBox):
                self._add(child, parent)
            elif isinstance(child, boxes.InlineBox) and child.is_in_normal_flow():
                self._read_inline(child)
            elif not child.is_absolutely_positioned():
                raise _Unknown

    def _read_inline(self, box: Any) -> None:
        from weasyprint.layout.percent import resolve_percentages

        if box.footnote or box.note or box.is_leader or box.style["direction"] != "ltr":
            raise _Unknown
        resolve_percentages(box, (self.block.width, "auto"))
        self._edge += _edge(box, "left")
        self._read(box)
        right = _edge(box, "right")
        if right and self.pieces:
            last = self.pieces[-1]
            self.pieces[-1] = Piece(**{**vars(last), "after": last.after + right})

    def _add(self, box: Any, parent: Any) -> None:
        style, text = box.style, box.text
        wraps = style["white_space"] == "normal"
        if style["font_size"] == 0 or not (wraps or style["white_space"] == "nowrap" or text == "\n"):
            raise _Unknown
        start, self.length = self.length, self.length + len(text)
        if not wraps:
            self.kept.append((start + 1, self.length))
        if _is_raised(parent):
            self.kept.append((start, start + 1))
        self.pieces.append(
            Piece(
                text,
                self.typesetter.fount(style),
                self.typesetter.hyphenator(style) if wraps else None,
                style["hyphenate_character"],
                self.typesetter.margins(style),
                before=self._edge,
            )
        )
        self._edge = 0.0

    def _allowed(self, text: str) -> list[bool]:
        """For each letter, whether a line may end before it: by Unicode's rules, and by the style's."""
        from weasyprint.text.line_break import get_log_attrs

        marks = get_log_attrs(text, self.block.style["lang"])
        allowed = [bool(marks[place].is_line_break) for place in range(len(text))]
        for start, end in self.kept:
            for place in range(start, min(end, len(text))):
                allowed[place] = text[place - 1 : place] == " " and place == start
        for place in range(1, len(text)):
            if text[place - 1] == "\n":
                allowed[place] = True
        return allowed


def _edge(box: Any, side: str) -> float:
    """The width of a box's margin, border and padding on one side."""
    margin = getattr(box, f"margin_{side}")
    rest = getattr(box, f"border_{side}_width") + getattr(box, f"padding_{side}")
    return float(rest + (0 if margin == "auto" else margin))


def _is_raised(box: Any) -> bool:
    """Whether a box stands above or below the line, as a note's call does, and so clings to its word."""
    from weasyprint.formatting_structure.boxes import InlineBox

    return isinstance(box, InlineBox) and box.style["vertical_align"] != "baseline"


class _Setting:
    """Puts the lines of a paragraph back into its line box."""

    def __init__(self, line: Any, paragraph: Paragraph, lines: tuple[SetLine, ...]) -> None:
        self.line = line
        self.paragraph = paragraph
        self.lines = lines
        self.widths = [line.width for line in lines]
        self.number = 0
        self.blank = True
        self._place = 0
        self._pieces = iter(paragraph.pieces)
        self._styles: dict[tuple[int, int], Any] = {}

    def put(self) -> None:
        """Fix the lines, and note what layout must find."""
        self._rebuild(self.line)
        self.line.style["text_align_last"] = "start"
        checked = Checked(self.paragraph.measure, self.paragraph.indent, tuple(self.widths))
        setattr(self.line, _MARK, checked)

    def _rebuild(self, box: Any) -> None:
        from weasyprint.formatting_structure.boxes import TextBox

        children: list[Any] = []
        for child in box.children:
            if isinstance(child, TextBox):
                children += self._parts(child)
            else:
                if child.is_in_normal_flow():
                    self._rebuild(child)
                children.append(child)
        box.children = children
        box.style = box.style.copy()
        box.style["white_space"] = "pre"

    def _parts(self, box: Any) -> Iterator[Any]:
        """A text box cut where lines end, each part with its line's spacing and the break at its end."""
        piece = next(self._pieces)
        start, end = self._place, self._place + len(box.text)
        self._place = end
        while start < end:
            line, last = self.lines[self.number], self.number == len(self.lines) - 1
            text = box.text[start - self._place + len(box.text) :][: min(end, line.end) - start]
            start += len(text)
            ends = start == line.end and not last
            text = self._finished(text, piece, line, ends=ends)
            if text:
                yield self._part(box, text, line)
                self.blank = False
            if ends:
                self.number, self.blank = self.number + 1, True

    def _finished(self, text: str, piece: Piece, line: SetLine, *, ends: bool) -> str:
        """A part's text as it is set. A space at a line's end is kept, so that words stay apart for a reader
        who takes the text without its lines (ISO 32000-1 14.8.2.5)."""
        if self.blank:
            text = text.lstrip(" ")
        if not ends:
            return text.rstrip(" ") if line is self.lines[-1] and start_of_end(text) else text
        if text.endswith(" "):
            self.widths[self.number] += piece.fount.space + line.spacing
        if line.hyphen:
            text += piece.hyphen
        return text if text.endswith("\n") else f"{text}\n"

    def _part(self, box: Any, text: str, line: SetLine) -> Any:
        part = box.copy_with_text(text)
        key = (id(box.style), self.number)
        if key not in self._styles:
            style = self._styles[key] = box.style.copy()
            style["white_space"] = "pre"
            style["word_spacing"] = style["word_spacing"] + line.spacing
        part.style = self._styles[key]
        return self._hung(part, line) if self.blank and line.hang else part
