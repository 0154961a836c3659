"""Which page every section falls on: rectos, blanks, folios, and what stands at the head of each page.

Plain data, no drawing. Front matter counts in roman numerals from i, the body in arabic from 1 on its first
recto, and the back matter goes on from the body. A blank page is counted and shows nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from florilegium.editions.pagemap import PageMap, PageStart
from florilegium.editions.pdf.pagination.continued_lines import AGAIN
from florilegium.editions.pdf.section.printed_section import Anchor, Layout
from florilegium.editions.sections import Matter, Section
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class PrintedPage:
    """One printed page: the page `number` of a section's layout, or a blank when there is no section.

    `label` is its folio. The first page of a section is its `opening`.
    """

    label: str
    section: Section | None = None
    number: int = 0

    @property
    def is_opening(self) -> bool:
        return self.section is not None and self.number == 0


@dataclass(frozen=True)
class PageRun:
    """Sections that follow one another with one series of folios."""

    pages: tuple[PrintedPage, ...]
    firsts: dict[str, int]


def roman(number: int) -> str:
    """Return a folio of the front matter: 4 → `iv`."""
    values = (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    )
    text = ""
    for value, letters in values:
        while number >= value:
            text, number = text + letters, number - value
    return text


def paginate(sections: Sequence[tuple[Section, int]]) -> PageRun:
    """Lay sections of so many pages one after another, from folio 1 (or i), a recto."""
    paged: list[PrintedPage] = []
    firsts: dict[str, int] = {}
    for section, pages in sections:
        label = roman if section.matter is Matter.FRONT else str
        if section.opens_recto and len(paged) % 2 == 1:
            paged.append(PrintedPage(label(len(paged) + 1)))
        firsts[section.id] = len(paged)
        paged += [PrintedPage(label(len(paged) + 1 + number), section, number) for number in range(pages)]
    return PageRun(tuple(paged), firsts)


def end_on_verso(run: PageRun) -> PageRun:
    """Return front matter with a blank at its end where needed, so that the body begins on a recto."""
    if len(run.pages) % 2 == 0:
        return run
    return PageRun((*run.pages, PrintedPage(roman(len(run.pages) + 1))), run.firsts)


def page_map(run: PageRun, layouts: Mapping[str, Layout]) -> PageMap:
    """Return the map of all lines of a run's sections; places are counted within the run."""
    lines = ((line, first) for section, first in run.firsts.items() for line in layouts[section].lines)
    return PageMap(lines, {place: printed.label for place, printed in enumerate(run.pages)})


def page_starts(run: PageRun, layouts: Mapping[str, Layout]) -> tuple[PageStart, ...]:
    """Return the letter with which each printed page begins; blanks and pages without text have none.

    Lines that do not stand in the flow, as those of a copyright page at its foot, are not told of. The page
    that opens their section begins with the section, and names no block. Nor is what was moved told of.
    """
    starts: dict[int, PageStart] = {}
    for section, first in run.firsts.items():
        for line in layouts[section].lines:
            place = first + line.page
            if place not in starts and not line.moved and not line.block.endswith(AGAIN):
                label = run.pages[place].label
                starts[place] = PageStart(label, section, line.block, line.offset)
        starts.setdefault(first, PageStart(run.pages[first].label, section, "", 0))
    return tuple(starts[place] for place in sorted(starts))


def anchors(run: PageRun, layouts: Mapping[str, Layout]) -> dict[str, Anchor]:
    """Return every anchor of a run's sections, its page counted within the run."""
    return {
        name: replace(anchor, page=first + anchor.page)
        for section, first in run.firsts.items()
        for name, anchor in layouts[section].anchors.items()
    }
