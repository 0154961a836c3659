"""A section to lay out, and a section laid out: values that go between processes and into the store.

Nothing here knows of WeasyPrint. Lengths are in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from florilegium.editions.pagemap import LineStart
from florilegium.editions.pdf.section.picture_sizes import PrintedPicture
from florilegium.editions.pdf.section.trim import Page
from florilegium.editions.sections import SectionKind
from florilegium.problems import Problem
from florilegium.system.tasks.bounds import UNBOUNDED, Bound
from florilegium.system.values import dataclass

#: The scheme of a link to another place of the book; `editions/pdf/output/join.py` turns it into a jump.
ANCHOR: Final = "anchor:"


@dataclass(frozen=True)
class PrintForm:
    """What must be known of a section to print its document: of what kind it is, on which page it stands, and
    which of its words are names that are best left whole, in their order."""

    kind: SectionKind
    page: Page
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Style:
    """What a section is set with: sheets as (name, text), `@font-face` and `@page` rules, allowed folders.

    `composed` paragraphs are broken as a whole; else each line is filled greedily, as WeasyPrint does it.
    """

    sheets: tuple[tuple[str, str], ...]
    rules: str
    root: str
    fonts: str
    composed: bool = True


@dataclass(frozen=True)
class LayoutTask:
    """One section to lay out. `source` is the file that its problems name; `bound` is what that may use.

    `form` is how its document is printed; without one, the XHTML is in that form already.
    """

    section: str
    xhtml: bytes
    style: Style
    source: str
    bound: Bound = UNBOUNDED
    form: PrintForm | None = None


@dataclass(frozen=True)
class Anchor:
    """Where an element with an id begins: page from 0, points from the page's left and upper edge.

    `block` is the id of the block that it stands in, where that has another name.
    """

    page: int
    left: float
    top: float
    block: str = ""


@dataclass(frozen=True)
class Layout:
    """A section laid out. `pdf` is a whole tagged file; links into the book are `anchor:ID` addresses.
    `objects` are those of that file, made ready to be bound (`section_objects.py`).

    `composed` counts the paragraphs whose lines were composed, `greedy` the justified ones that could not be.
    A long section has `portions` instead of a file: their pages follow one another.
    """

    section: str
    pdf: bytes
    pages: int
    lines: tuple[LineStart, ...]
    anchors: dict[str, Anchor]
    problems: tuple[Problem, ...]
    composed: int = 0
    greedy: int = 0
    pictures: tuple[PrintedPicture, ...] = ()
    objects: bytes = b""
    portions: tuple[Layout, ...] = ()

    @property
    def is_stopped(self) -> bool:
        """Return whether it has no pages, since laying it out took more than it may."""
        return not self.pages

    @property
    def files(self) -> tuple[Layout, ...]:
        """Return the layouts that have a file."""
        return self.portions or (self,)


def bound(layouts: Sequence[Layout]) -> Layout:
    """Return the layouts of a section's portions as one layout of the whole section."""
    if len(layouts) == 1:
        return layouts[0]
    anchors: dict[str, Anchor] = {}
    lines, pictures, pages = [], [], 0
    for layout in layouts:
        lines += [replace(line, page=line.page + pages) for line in layout.lines]
        pictures += [replace(picture, page=picture.page + pages) for picture in layout.pictures]
        for name, place in layout.anchors.items():
            anchors.setdefault(name, replace(place, page=place.page + pages))
        pages += layout.pages
    return Layout(
        section=layouts[0].section,
        pdf=b"",
        pages=pages,
        lines=tuple(lines),
        anchors=anchors,
        problems=tuple(dict.fromkeys(problem for layout in layouts for problem in layout.problems)),
        composed=sum(layout.composed for layout in layouts),
        greedy=sum(layout.greedy for layout in layouts),
        pictures=tuple(pictures),
        portions=tuple(replace(file, lines=(), anchors={}) for layout in layouts for file in layout.files),
    )
