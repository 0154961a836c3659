"""From a line box before layout to a paragraph: its text in pieces, with the fonts that its styles mean."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from florilegium.book.runs import OBJECT
from florilegium.editions.pdf.linebreak.composing import BreakableParagraph, TextPiece
from florilegium.editions.pdf.linebreak.tokens import LEFTWARD
from florilegium.editions.pdf.section.structure_types import DRAWN
from florilegium.editions.pdf.weasyprint.boxes.typesetter import Typesetter
from florilegium.system.patterns import regex

_RIGHT_TO_LEFT: Final = regex(f"[{LEFTWARD}]")
_IDEOGRAPHS: Final = regex("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")

#: What a formula is to the rules by which lines may break: a letter, which clings to those beside it.
_LETTER: Final = "x"

#: A text with one ideograph in so many letters, or more, is one of its script.
_FEW: Final = 5


def read(block: Any, line: Any, measure: float, typesetter: Typesetter) -> BreakableParagraph | None:
    """Return the paragraph that a line box holds, or None when it is to be left to WeasyPrint."""
    from weasyprint.layout.percent import percentage

    reading = _Reading(measure, typesetter)
    if not reading.go_through(line):
        return None
    text = "".join(piece.text for piece in reading.pieces)
    if not text.strip() or _RIGHT_TO_LEFT.search(text) or len(_IDEOGRAPHS.findall(text)) * _FEW >= len(text):
        return None
    indent = float(percentage(block.style["text_indent"], block.style, measure))
    font = typesetter.font(line.style)
    return BreakableParagraph(
        pieces=tuple(reading.pieces),
        allowed=_allowed(text.replace(OBJECT, _LETTER), block.style["lang"], reading.kept),
        font=font,
        measure=measure,
        indent=indent,
        next_indent=max(indent, font.size),
        expansion=typesetter.expansion(block.style),
    )


class _Reading:
    """The pieces of a line box, gathered. `kept` are spans of the text at which no line may begin."""

    def __init__(self, measure: float, typesetter: Typesetter) -> None:
        self.measure = measure
        self.typesetter = typesetter
        self.pieces: list[TextPiece] = []
        self.kept: list[tuple[int, int]] = []
        self._length = 0
        self._edge = 0.0

    def go_through(self, parent: Any) -> bool:
        """Read all text in a box; false when something in it has a width that only layout finds out."""
        from weasyprint.formatting_structure import boxes

        for child in parent.children:
            if isinstance(child, boxes.TextBox):
                read = self._text(child, parent)
            elif isinstance(child, boxes.InlineBox) and child.is_in_normal_flow():
                read = self._inline(child)
            elif is_formula(child):
                read = self._formula(child, parent)
            else:
                read = child.is_absolutely_positioned()
            if not read:
                return False
        return True

    def _inline(self, box: Any) -> bool:
        from weasyprint.layout.percent import resolve_percentages

        calls = box.footnote is not None and box.children
        if calls or box.note or box.is_leader or box.style["direction"] != "ltr":
            return False
        resolve_percentages(box, (self.measure, "auto"))
        self._edge += _edge(box, "left")
        read = self.go_through(box)
        if self.pieces:
            last = self.pieces[-1]
            self.pieces[-1] = replace(last, after=last.after + _edge(box, "right"))
        return read

    def _formula(self, box: Any, parent: Any) -> bool:
        """Read a formula, which lines take for one letter of its width."""
        from weasyprint.layout.percent import resolve_percentages
        from weasyprint.layout.replaced import inline_replaced_box_layout

        resolve_percentages(box, (self.measure, "auto"))
        inline_replaced_box_layout(box, (self.measure, "auto"))
        self._length += 1
        font = self.typesetter.font(parent.style)
        self.pieces.append(TextPiece(OBJECT, font, before=self._edge, width=float(box.margin_width())))
        self._edge = 0.0
        return True

    def _text(self, box: Any, parent: Any) -> bool:
        style, text = box.style, box.text
        wraps = style["white_space"] == "normal"
        if style["font_size"] == 0 or not (wraps or style["white_space"] == "nowrap" or text == "\n"):
            return False
        start, self._length = self._length, self._length + len(text)
        if not wraps and text != "\n":
            self.kept.append((start + 1, self._length))
        if _is_raised(parent):
            self.kept.append((start, start + 1))
        self.pieces.append(
            TextPiece(
                text,
                self.typesetter.font(style),
                self.typesetter.hyphenator(style) if wraps else None,
                style["hyphenate_character"],
                self.typesetter.margins(style),
                before=self._edge,
            )
        )
        self._edge = 0.0
        return True


def _allowed(text: str, language: str, kept: list[tuple[int, int]]) -> list[int]:
    """Return the letters with which a line may begin: by Unicode's rules, and by what is kept together."""
    from weasyprint.text.line_break import get_log_attrs

    marks = get_log_attrs(text, language)
    allowed = {place for place in range(1, len(text)) if marks[place].is_line_break}
    for start, end in kept:
        allowed -= set(range(start, end))
    allowed |= {place + 1 for place, letter in enumerate(text[:-1]) if letter == "\n"}
    return sorted(allowed)


def is_formula(box: Any) -> bool:
    """Return whether a box is a formula in a line."""
    from weasyprint.formatting_structure.boxes import InlineReplacedBox

    return isinstance(box, InlineReplacedBox) and DRAWN in (box.element.get("class") or "").split()


def _edge(box: Any, side: str) -> float:
    """Return the width of a box's margin, border and padding on one side."""
    margin = getattr(box, f"margin_{side}")
    rest = getattr(box, f"border_{side}_width") + getattr(box, f"padding_{side}")
    return float(rest + (0 if margin == "auto" else margin))


def _is_raised(box: Any) -> bool:
    """Return whether a box stands above or below the line, as a note's call does, and clings to its word."""
    from weasyprint.formatting_structure.boxes import InlineBox

    return isinstance(box, InlineBox) and box.style["vertical_align"] not in {"baseline", 0}
