"""The pages of a set book one by one: each as a PDF with its section, its letters, and what it looks like.

A page is known by its place in the book, counted from 0. Its stamp changes when anything that is drawn on it
does, so that those who show it need not ask again before.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Final

from florilegium.book.runs import letters as count
from florilegium.editions.pdf.pagination.pagination import PageRun, page_map
from florilegium.editions.pdf.section.trim import LEADING
from florilegium.pipeline.live.sheet_facts import LetterBox, OutlineLine, SheetFacts
from florilegium.system.files import hash_of

if TYPE_CHECKING:
    from florilegium.editions.documents import Document
    from florilegium.editions.pagemap import LineStart, PageMap, Spot
    from florilegium.editions.pdf.section.printed_section import Layout
    from florilegium.pipeline.printing import SetBook

#: Files of sections that are held, each of some hundred kilobytes.
_HELD: Final = 40

#: A piece of a line begins with the letter whose left edge is so near to its own, in points; or, where it
#: begins with a word space, so far behind it.
_NEAR, _SPACE = 1.0, 9.0

#: Letters whose feet differ by less stand on one line, in points.
_SAME_LINE: Final = 5.0

#: Points from the top of a line within which the middle of its letters stands.
_DEEP: Final = 26.0


class PageSheets:
    """The pages of one set book. What is the same as in an earlier one keeps its stamp."""

    def __init__(self, made: SetBook) -> None:
        self.made = made
        self.plan = made.edition.plan

    @cached_property
    def facts(self) -> tuple[SheetFacts, ...]:
        """Return every page in the order of the book."""
        drawn = {key: hash_of(b"".join(_looks(one))) for key, one in self.plan.layouts.items()}
        found = []
        for place, page in enumerate(self.plan.pages):
            section, furniture = page.section, self.plan.furniture[place]
            key = section.id if section else ""
            looks = [
                drawn.get(key, ""),
                page.number,
                furniture.head,
                furniture.folio,
                furniture.drop,
                place % 2,
            ]
            stamp = hash_of(json.dumps(looks).encode())[:16]
            title = section.title if section else ""
            found.append(
                SheetFacts(
                    place=place, folio=page.label, section=key, title=title, stamp=stamp, recto=place % 2 == 0
                )
            )
        return tuple(found)

    @cached_property
    def contents(self) -> tuple[OutlineLine, ...]:
        """Return the lines of the outline."""
        anchors, pages = self.plan.anchors, self.plan.pages
        return tuple(
            OutlineLine(
                entry.title, entry.level, anchors[entry.anchor].page, pages[anchors[entry.anchor].page].label
            )
            for entry in self.plan.outline
        )

    def with_text(self, documents: Sequence[Document], layouts: Mapping[str, Layout]) -> PageSheets | None:
        """Return these pages with the `documents` that have been set again; None when none of them looks
        otherwise, or one has more pages or fewer, so that others move.

        Heads, folios, contents and index stay as they were.
        """
        before = self.plan.layouts
        changed = {
            key: layout for key, layout in layouts.items() if _looks(before.get(key)) != _looks(layout)
        }
        if not changed or any(
            key not in before or before[key].pages != changed[key].pages for key in changed
        ):
            return None
        new = {document.section.id: document for document in documents}
        shown = tuple(new.get(one.section.id, one) for one in self.made.text.documents)
        edition = replace(self.made.edition, plan=replace(self.plan, layouts={**before, **changed}))
        text = replace(self.made.text, documents=shown)
        return PageSheets(replace(self.made, edition=edition, text=text))

    @property
    def size(self) -> tuple[float, float]:
        """Return the width and the height of a page in points."""
        return self.plan.page.width, self.plan.page.height

    @property
    def grid(self) -> tuple[float, float]:
        """Return where the grid of lines begins below the upper edge, and their distance, in points."""
        return self.plan.page.head, LEADING

    def file(self, place: int) -> tuple[bytes, int] | None:
        """Return a PDF that has a page, and the page's number in it from 0; None for a blank page."""
        page = self.plan.pages[place]
        if page.section is None:
            return None
        return self._file_of(page.section.id), page.number

    @cached_property
    def _file_of(self) -> Callable[[str], bytes]:
        """Return what joins a section by its id; the files that were asked for last are held."""
        from florilegium.editions.pdf.output.join import join_section

        return lru_cache(_HELD)(partial(join_section, self.plan))

    def place_of(self, block: str, offset: int = 0) -> Spot | None:
        """Return where a letter of a block is printed."""
        return self._map.spot(block, offset) if block in self._map else None

    def named(self, place: int, letters: list[LetterBox]) -> list[LetterBox]:
        """Return the letters of a page, in the order of the text, each with its block and offset."""
        starts = self._starts(place, letters)
        stops = [*(first for first, _ in starts[1:]), len(letters)]
        found = list(letters)
        for (first, line), stop in zip(starts, stops, strict=False):
            for at in range(first, min(stop, first + self._end(line) - line.offset)):
                found[at] = replace(letters[at], block=line.block, offset=line.offset + at - first)
        return found

    def _starts(self, place: int, letters: list[LetterBox]) -> list[tuple[int, LineStart]]:
        """Return the number of the letter with which each piece of a line begins, in order."""
        shift = self.plan.shift(place)
        found: dict[int, LineStart] = {}
        for line in self._on(place):
            left = line.left + shift
            near = [
                (one.bottom, abs(one.left - left), at)
                for at, one in enumerate(letters)
                if at not in found
                and -_NEAR < one.left - left < _SPACE
                and -2 <= (one.top + one.bottom) / 2 - line.top <= _DEEP
            ]
            # Of lines below one another the first is meant.
            least = min(near, default=(0.0, 0.0, 0))[0]
            at_left = [(distance, at) for low, distance, at in near if low - least < _SAME_LINE]
            first = min(at_left)[1] if at_left else None
            if first is not None:
                found[first] = line
        return sorted(found.items())

    def _end(self, line: LineStart) -> int:
        """Return where a piece of a line ends: where the next of its block begins."""
        offsets = self._offsets[line.block]
        at = bisect_right(offsets, line.offset)
        return offsets[at] if at < len(offsets) else self._sizes.get(line.block, 0)

    def _on(self, place: int) -> list[LineStart]:
        page = self.plan.pages[place]
        if page.section is None:
            return []
        return [line for line in self.plan.layouts[page.section.id].lines if line.page == page.number]

    @cached_property
    def _map(self) -> PageMap:
        """Return the page of every letter of the book."""
        pages = self.plan.pages
        firsts = {
            page.section.id: place for place, page in enumerate(pages) if page.section and page.is_opening
        }
        return page_map(PageRun(pages, firsts), self.plan.layouts)

    @cached_property
    def _sizes(self) -> dict[str, int]:
        """Return how many letters each block has."""
        from florilegium.editions.pdf.edition import block_texts

        return {block: count(text) for block, text in block_texts(self.made.text.documents).items()}

    @cached_property
    def _offsets(self) -> dict[str, list[int]]:
        """Return the letters with which the pieces of each block begin, in order."""
        found: dict[str, set[int]] = {}
        for layout in self.plan.layouts.values():
            for line in layout.lines:
                found.setdefault(line.block, set()).add(line.offset)
        return {block: sorted(offsets) for block, offsets in found.items()}


def _looks(layout: Layout | None) -> tuple[bytes, ...]:
    """Return all that is drawn of a section."""
    return tuple(file.pdf for file in layout.files) if layout else ()
