"""What pages ask of their paragraphs, as soon as it is known where they fall.

A page may end a line or two short, so that no widow or orphan is left. Then a paragraph near its foot is set
a line longer or shorter, where that is hardly seen, and the page ends level with its neighbour (TeX's
looseness). A page may end in the middle of a word; then that paragraph is broken otherwise, in as many lines.
A section's last page may hold a line or two; then paragraphs before it take them in, or send more after them.

WeasyPrint keeps the state in which each page began, so only pages that change are made again. Whatever does
not bring what it should is undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from florilegium.editions.pdf.paragraphs.composing import Composed, compose
from florilegium.editions.pdf.paragraphs.lines import Demand
from florilegium.editions.pdf.paragraphs.setting import Job, job_of, put
from florilegium.editions.pdf.paragraphs.typesetter import Typesetter

#: A page that is shorter by more lines ends there for another reason.
_MOST: Final = 3

#: How much more each line may cost, on average, in a paragraph that is set longer or shorter: to level a
#: foot, and to be rid of a page with hardly a line.
_BEARABLE: Final = 1.0
_BEARABLE_LAST: Final = 2.5

#: So many pages before it may help a page that is short, and so many ways are tried.
_BACK: Final = 2
_TRIALS: Final = 4

#: A last page with fewer lines looks like a slip, and so many pages before it are asked for help.
_FEW: Final = 3
_HELPERS: Final = 3

#: A part of a line that counts as nothing.
_TRIFLE: Final = 0.05

#: Paragraphs to be set anew, and their lines.
_Change: TypeAlias = tuple[Job, Composed]


@contextmanager
def levelling(typesetter: Typesetter) -> Iterator[None]:
    """While a document without footnotes is laid out in here, its pages are levelled as they are made."""
    from weasyprint import layout

    plain = layout.make_all_pages

    def make_all_pages(context: Any, root: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
        return (
            plain(context, root, html, pages) if pages else iter(_Pages(context, root, html).made(typesetter))
        )

    layout.make_all_pages = make_all_pages
    try:
        yield
    finally:
        layout.make_all_pages = plain


@dataclass(frozen=True)
class _Part:
    """The lines of a paragraph that stand on one page: how many, and how many before."""

    job: Job
    before: int
    count: int

    @property
    def ends(self) -> bool:
        """Whether the paragraph ends on the page."""
        return self.before + self.count == len(self.job.composed.lines)


@dataclass(frozen=True)
class _Look:
    """What a page holds: how many lines of each composed paragraph, in order (none when it has columns), and
    how many lines more it has room for. The page is kept, so that no other takes its identity."""

    page: Any
    counts: dict[int, tuple[Job, int]]
    missing: int


@dataclass(frozen=True)
class _Offer:
    """Paragraphs set in so many lines more (or fewer) together, and what it costs."""

    cost: float
    changes: tuple[_Change, ...]


class _Pages:
    """The pages of a section, made one after another; each is levelled when the next one is known."""

    def __init__(self, context: Any, root: Any, html: Any) -> None:
        self.pages: list[Any] = []
        self._context, self._root, self._html = context, root, html
        self._looks: dict[int, _Look] = {}

    def made(self, typesetter: Typesetter) -> list[Any]:
        """All pages, as level as their paragraphs allow."""
        self._context.rendered_notes = []
        self._make(0)
        number = 0
        while number + 1 < len(self.pages) or not self._is_complete:
            if number + 1 == len(self.pages):
                self._make(number + 1)
            self._level_foot(number, typesetter)
            self._end_with_whole_word(number, typesetter)
            number += 1
        self._fill_or_spare_last(typesetter)
        self._context.broken_out_of_flow.clear()
        return self.pages

    @property
    def _is_complete(self) -> bool:
        """Whether nothing is left for another page."""
        return self._context.page_maker[len(self.pages)][0] is None

    def _make(self, number: int) -> None:
        """Make a page, for the first time or anew. When it takes in all that is left, none follows it."""
        from weasyprint.layout.page import remake_page

        states = self._context.page_maker
        states[number][-1].update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
        page, resume_at = remake_page(number, self._context, self._root, self._html)
        self.pages[number : number + 1] = [page]
        if resume_at is None:
            del self.pages[number + 1 :], states[number + 2 :]

    def _level_foot(self, number: int, typesetter: Typesetter) -> None:
        """Fill a page that ends short, by the paragraphs near its foot, at no cost to those before."""
        missing, before = self._missing(number), self._unevenness(number)
        if not missing:
            return

        def is_better() -> bool:
            return not self._missing(number) and self._unevenness(number) <= before

        near = [_offer([part], step, 1, typesetter) for part in self._near(number) for step in (1, -1)]
        offers = [*near, _offer(self._ending(number), 1, missing, typesetter) if missing > 1 else None]
        found = sorted((offer for offer in offers if offer), key=lambda offer: offer.cost)
        for offer in found[:_TRIALS]:
            if self._is_taken(offer.changes, is_better):
                return

    def _near(self, number: int) -> Iterator[_Part]:
        """The paragraphs whose length decides where a page ends, each once."""
        pages = range(max(0, number - _BACK), min(number + 2, len(self.pages)))
        parts = {id(part.job.box): part for page in pages for part in self._parts(page)}
        after = [part for part in self._parts(number + 1)[1:] if not part.before]
        yield from (part for key, part in parts.items() if key not in {id(one.job.box) for one in after})

    def _end_with_whole_word(self, number: int, typesetter: Typesetter) -> None:
        """Set the paragraph at a page's foot with no word divided there, if it has to go on and can be."""
        parts, uneven = self._parts(number), self._unevenness(number + 1)
        if not parts or self._is_forced(number):
            return
        last = parts[-1]
        lines, foot = last.job.composed.lines, last.before + last.count
        if foot < len(lines) and lines[foot - 1].hyphen:
            composed = compose(last.job.paragraph, typesetter.taste, Demand(len(lines), foot))
            if composed:
                self._is_taken(((last.job, composed),), lambda: self._unevenness(number + 1) == uneven)

    def _fill_or_spare_last(self, typesetter: Typesetter) -> None:
        """Leave no last page with hardly a line."""
        count = len(self.pages)
        few = sum(1 for _ in _lines(self.pages[-1])) if count > 1 else _FEW
        if few >= _FEW or self._is_forced(count - 2):
            return
        uneven = self._unevenness()

        def is_better(pages: int) -> bool:
            return len(self.pages) == pages and self._is_complete and self._unevenness() <= uneven

        helpers = [
            part for number in range(max(0, count - 1 - _HELPERS), count) for part in self._ending(number)
        ]
        spared = _offer(helpers, -1, few, typesetter, _BEARABLE_LAST)
        if spared and self._is_taken(spared.changes, lambda: is_better(count - 1)):
            return
        filled = _offer(helpers, 1, _FEW - few, typesetter, _BEARABLE_LAST)
        if filled:
            self._is_taken(filled.changes, lambda: is_better(count))

    def _is_taken(self, changes: Sequence[_Change], is_better: Callable[[], bool]) -> bool:
        """Set some paragraphs anew, and make the pages on which they stand again; undone unless better."""
        pages, states = list(self.pages), list(self._context.page_maker)
        boxes = {id(job.box) for job, _ in changes}
        for number in range(len(pages)):
            if boxes & self._looked_at(number).counts.keys():
                states[number][-1]["content_changed"] = True
        for job, composed in changes:
            put(job.box, job.paragraph, composed)
        number = 0
        while number < len(self.pages):
            if self._context.page_maker[number][-1]["content_changed"]:
                self._make(number)
            number += 1
        if is_better():
            return True
        for job, _ in changes:
            job.put()
        for state in states:
            state[-1]["content_changed"] = False
        self.pages, self._context.page_maker = pages, states
        return False

    def _is_forced(self, number: int) -> bool:
        """Whether what follows a page begins a new one by itself."""
        return bool(self._context.page_maker[number + 1][1]["break"] != "any")

    def _unevenness(self, end: int | None = None) -> int:
        """How many lines are missing at the feet of all pages, or of those before `end`."""
        return sum(self._missing(number) for number in range(len(self.pages) - 1 if end is None else end))

    def _missing(self, number: int) -> int:
        """How many lines would fit at the foot of a page that should be full; 0 when it need not be level."""
        if number + 1 >= len(self.pages) or self._is_forced(number):
            return 0
        missing = self._looked_at(number).missing
        return missing if missing <= _MOST else 0

    def _looked_at(self, number: int) -> _Look:
        page = self.pages[number]
        if id(page) not in self._looks:
            self._looks[id(page)] = _look(page)
        return self._looks[id(page)]

    def _parts(self, number: int) -> list[_Part]:
        """The composed paragraphs of a page, in order."""
        parts = []
        for key, (job, count) in self._looked_at(number).counts.items():
            before, above = 0, number - 1
            while above >= 0 and key in (counts := self._looked_at(above).counts):
                before, above = before + counts[key][1], above - 1
            parts.append(_Part(job, before, count))
        return parts

    def _ending(self, number: int) -> list[_Part]:
        return [part for part in self._parts(number) if part.ends]


def _lines(page: Any) -> Iterator[Any]:
    """The lines of a page that have a height."""
    from weasyprint.formatting_structure.boxes import LineBox

    return (box for box in page.descendants() if isinstance(box, LineBox) and box.height > 0)


def _look(page: Any) -> _Look:
    if any(getattr(box, "is_column", False) for box in page.descendants()):
        return _Look(page, {}, 0)
    lines = list(_lines(page))
    found: dict[int, tuple[Job, int]] = {}
    for line in lines:
        job = job_of(line)
        if job is not None:
            found[id(job.box)] = (job, found.get(id(job.box), (job, 0))[1] + 1)
    if not found:
        return _Look(page, {}, 0)
    foot = max(line.position_y + line.height for line in lines)
    room = page.content_box_y() + page.height - foot
    return _Look(page, found, int(room / lines[-1].height + _TRIFLE))


def _offer(
    parts: Sequence[_Part], step: int, times: int, typesetter: Typesetter, most: float = _BEARABLE
) -> _Offer | None:
    """So many paragraphs, each a line longer or shorter: those that bear it best. None when too few do."""
    found = []
    for number, part in enumerate(parts):
        job, count = part.job, len(part.job.composed.lines)
        if count + step < 1:
            continue
        composed = compose(job.paragraph, typesetter.taste, Demand(count + step))
        if composed and composed.cost - job.composed.cost < most * count:
            found.append((composed.cost - job.composed.cost, number, (job, composed)))
    chosen = sorted(found, key=lambda offer: offer[:2])[:times]
    if len(chosen) < times:
        return None
    return _Offer(sum(cost for cost, _, _ in chosen), tuple(change for _, _, change in chosen))
