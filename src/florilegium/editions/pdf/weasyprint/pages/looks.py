"""What stands on a page, as far as its foot depends on it: paragraphs, white, and the room left over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from florilegium.editions.pdf.linebreak.composing import Composed
from florilegium.editions.pdf.weasyprint.boxes.box_writer import SetParagraph, put, setting_of
from florilegium.editions.pdf.weasyprint.pages.whites import White, Whites
from florilegium.system.values import dataclass

#: A part of a line that counts as nothing.
_TRIFLE: Final = 0.05
_HALF: Final = 0.5


@dataclass(frozen=True)
class ParagraphPart:
    """The lines of a paragraph that stand on one page: how many, and how many before."""

    setting: SetParagraph
    before: int
    count: int

    @property
    def ends(self) -> bool:
        """Return whether the paragraph ends on the page."""
        return self.before + self.count == len(self.setting.composed.lines)


@dataclass(frozen=True)
class Reset:
    """A paragraph set in other lines."""

    setting: SetParagraph
    composed: Composed

    @property
    def key(self) -> int:
        """Return what identifies the pages on which it stands."""
        return id(self.setting.box)

    def make(self) -> None:
        """Let the next layout have it."""
        put(self.setting.box, self.setting.paragraph, self.composed)

    def undo(self) -> None:
        """Let the next layout have it as it was."""
        self.setting.put()


@dataclass(frozen=True)
class PageContent:
    """What a page holds: how many lines of each composed paragraph, in order; the whites that may be changed;
    how many lines it is filled with, white and pictures counted as what they take, and how many lines more it
    has room for. The page is kept, so that no other takes its identity.

    On pages with `columns` only where a section ends is something changed, or where a figure stands: a line
    more in one of two is half a line of the page.
    """

    page: Any
    counts: dict[int, tuple[SetParagraph, int]]
    whites: tuple[White, ...]
    held: int
    missing: int
    columns: int = 1

    @property
    def keys(self) -> set[int]:
        """Return what shows whether something that is changed stands here."""
        return self.counts.keys() | {id(white.style) for white in self.whites}


def look(page: Any, whites: Whites) -> PageContent:
    """Look at a page as it is."""
    boxes = list(page.descendants())
    columns = {box.position_x for box in boxes if getattr(box, "is_column", False)}
    found: dict[int, tuple[SetParagraph, int]] = {}
    for line in lines_of(boxes):
        setting = setting_of(line)
        if setting is not None:
            found[id(setting.box)] = (setting, found.get(id(setting.box), (setting, 0))[1] + 1)
    held, missing = _held_and_missing(page, boxes)
    return PageContent(
        page=page,
        counts=found,
        whites=tuple(whites.on(page)),
        held=held,
        missing=missing,
        columns=max(1, len(columns)),
    )


def lines_of(boxes: Sequence[Any]) -> Iterator[Any]:
    """Return the lines among some boxes that have a height."""
    from weasyprint.formatting_structure.boxes import LineBox

    return (box for box in boxes if isinstance(box, LineBox) and box.height > 0)


def _held_and_missing(page: Any, boxes: Sequence[Any]) -> tuple[int, int]:
    """Return how many lines a page holds down to the last line or picture, and how many would fit below."""
    from weasyprint.formatting_structure.boxes import BlockReplacedBox
    from weasyprint.text.line_break import strut

    feet = [line.position_y + line.height for line in lines_of(boxes)]
    feet += [box.position_y + box.margin_height() for box in boxes if isinstance(box, BlockReplacedBox)]
    if not feet:
        return 0, 0
    html, *_ = page.children
    height, _ = strut(html.children[0].style)
    held = max(feet) - page.content_box_y()
    return int(held / height + _HALF), int((page.height - held) / height + _TRIFLE)
