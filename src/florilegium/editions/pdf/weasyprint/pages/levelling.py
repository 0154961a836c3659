"""What pages ask of their paragraphs and of the white between blocks, as soon as it is known where they fall.

A page may end a few lines short, so that no widow or orphan is left, or since what comes next cannot be
parted. Then paragraphs near its foot are set a line longer or shorter, where that is hardly seen (TeX's
looseness), and whole lines of white are added, above headings, figures and breaks before all; a figure may
change places with the paragraphs round it. A page that ends a line short is level enough with its neighbour.

A page may end in the middle of a word; then that paragraph is broken otherwise, in as many lines. A section's
last page may hold a few lines; then what stands before takes them in, or sends more after them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from florilegium.editions.pdf.linebreak.composing import compose
from florilegium.editions.pdf.linebreak.lines import Demand
from florilegium.editions.pdf.weasyprint.boxes.typesetter import Typesetter, composition_of
from florilegium.editions.pdf.weasyprint.pages.looks import ParagraphPart, Reset
from florilegium.editions.pdf.weasyprint.pages.making import Change, Pages
from florilegium.editions.pdf.weasyprint.pages.moving import far_moves, moves
from florilegium.editions.pdf.weasyprint.pages.whites import shared
from florilegium.system.values import dataclass

#: How much more each line may cost, on average, in a paragraph that is set longer or shorter: to level a
#: foot, and to be rid of a foot far above its neighbour's, or of a page with hardly a line.
_BEARABLE: Final = 2.5
_BEARABLE_LAST: Final = 6.0

#: What a figure leaves white beyond so many lines is worse than the figure behind what follows it.
_WHITE: Final = 7

#: So many pages before it may help a page that is short, and so many ways are tried.
_BACK: Final = 2
_TRIALS: Final = 6

#: So many lines are taken back at most, that what comes next may fit.
_TAKEN: Final = 3

#: So many lines a last page should hold; at what cost for each line of a paragraph, and with how many lines
#: more missing at all feet. Two lines look like a slip, and may cost more. So many pages before it help.
_WORTH: Final = ((5, _BEARABLE, 1), (4, _BEARABLE, 1), (3, _BEARABLE_LAST, 2))
_HELPERS: Final = 3


def level_pages(original: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Replace `make_all_pages`, which makes the pages of a document: level them as they are made."""

    def make_all_pages(context: Any, root: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
        composition = composition_of(context.font_config)
        levelled = None
        if composition and composition.level and not pages:
            levelled = _Levelling(Pages(context, root, html), root, composition.typesetter).done()
        yield from levelled or original(context, root, html, pages)

    return make_all_pages


@dataclass(frozen=True)
class _Offer:
    """Changes that belong together, and what they cost."""

    demerits: float
    changes: tuple[Change, ...]


class _Levelling:
    """The levelling of a section's pages, each when the next one is known."""

    def __init__(self, pages: Pages, root: Any, typesetter: Typesetter) -> None:
        self._pages, self._root, self._typesetter = pages, root, typesetter

    def done(self) -> list[Any]:
        """Return all pages, as level as what stands on them allows."""
        pages, number = self._pages, 0
        while number + 1 < len(pages.made) or not pages.is_complete:
            if number + 1 == len(pages.made):
                pages.make(number + 1)
            self._level_foot(number)
            self._end_with_whole_word(number)
            number += 1
        self._fill_or_spare_last()
        return pages.finish()

    def _level_foot(self, number: int) -> None:
        """Fill a page that ends short, quite or but for a line: by what is hardly seen, by moving a figure,
        at a high cost. If all that fails, fill it a little."""
        room = self._pages.room
        self._fill(number, _BEARABLE, 0 if room(number) < 2 else 1)
        if room(number) > 1:
            self._move(number)
            self._fill(number, _BEARABLE, 1)
        if room(number) > 1:
            self._fill(number, _BEARABLE_LAST, 1)
        if room(number) > 1:
            self._fill(number, _BEARABLE_LAST, room(number) - 1)

    def _move(self, number: int) -> None:
        """Fill a page with the paragraphs round a figure that did not fit."""
        pages = self._pages
        room, before = pages.room(number), pages.unevenness(number)

        def is_better() -> bool:
            return pages.room(number) < room and pages.unevenness(number) <= before

        for move in moves(self._root, pages.next_begins(number), room):
            if pages.is_taken((move,), is_better, (number, number + 1)):
                break
        if pages.room(number) > _WHITE:
            self._move_far(number)

    def _move_far(self, number: int) -> None:
        """Fill a page that a figure leaves white, with whatever follows: quite, or half of what is white."""
        pages = self._pages
        room, before = pages.room(number), pages.unevenness(number)
        ways = list(far_moves(self._root, pages.next_begins(number)))
        for most, moves_tried in ((_TAKEN, ways), (room // 2, ways[-1:])):

            def is_better(most: int = most) -> bool:
                return pages.room(number) <= most and pages.unevenness(number) <= before

            for move in moves_tried:
                if pages.is_taken((move,), is_better, (number, number + 1)):
                    return

    def _fill(self, number: int, most: float, goal: int) -> None:
        """Fill a page that ends a few lines short, at no cost to those before, but for `goal` lines.

        Paragraphs may cost `most` more for each line.
        """
        pages = self._pages
        missing, before = pages.missing(number), pages.unevenness(number)
        if missing <= goal or pages.looked_at(number).columns > 1:
            return

        def is_better() -> bool:
            return pages.room(number) <= goal and pages.unevenness(number) <= before

        offers = self._offers(number, missing - goal, goal, most)
        for offer in sorted(offers, key=lambda offer: offer.demerits)[:_TRIALS]:
            if pages.is_taken(offer.changes, is_better):
                return

    def _offers(self, number: int, least: int, goal: int, most: float) -> Iterator[_Offer]:
        """Yield what fills so many lines of a page, or these and `goal` more, or takes in what comes next."""
        for part in self._near(number):
            if least == 1:
                yield from self._reset(part, 1, most)
            yield from self._reset(part, -1, most)
        longer, shorter = (self._steps(number, step, most) for step in (1, -1))
        for count in (least, least + goal) if goal else (least,):
            yield from _cheapest(longer, count)
            for demerits, changes in shared(self._pages.looked_at(number).whites, count):
                yield _Offer(demerits, changes)
        for count in range(1, _TAKEN + 1) if goal else ():
            yield from _cheapest(shorter, count)

    def _steps(self, number: int, step: int, most: float) -> list[_Offer]:
        """Return all that makes a page a line longer (or shorter): its whites, paragraphs ending on it.

        On a page with entries of a list no white within one is changed, since the others have the same.
        """
        whites = self._pages.looked_at(number).whites
        if any(white.kind for white in whites):
            whites = ()
        found = [_Offer(*change) for white in whites for change in white.changes(step)]
        for part in self._pages.parts(number):
            if part.ends:
                found += self._reset(part, step, most)
        return found

    def _reset(self, part: ParagraphPart, step: int, most: float) -> Iterator[_Offer]:
        """Yield a paragraph a line longer (or shorter), if it bears it."""
        setting, count = part.setting, len(part.setting.composed.lines)
        if count + step < 1:
            return
        composed = compose(setting.paragraph, self._typesetter.parameters, Demand(count + step))
        if composed and composed.demerits - setting.composed.demerits < most * count:
            yield _Offer(composed.demerits - setting.composed.demerits, (Reset(setting, composed),))

    def _near(self, number: int) -> Iterator[ParagraphPart]:
        """Yield the paragraphs whose length decides where a page ends, each once."""
        pages = range(max(0, number - _BACK), min(number + 2, len(self._pages.made)))
        parts = {id(part.setting.box): part for page in pages for part in self._pages.parts(page)}
        after = [part for part in self._pages.parts(number + 1)[1:] if not part.before]
        yield from (part for key, part in parts.items() if key not in {id(one.setting.box) for one in after})

    def _end_with_whole_word(self, number: int) -> None:
        """Set the paragraph at a page's foot with no word divided there, if it has to go on and can be."""
        pages = self._pages
        parts, uneven = pages.parts(number), pages.unevenness(number + 1)
        if not parts or pages.is_forced(number) or pages.looked_at(number).columns > 1:
            return
        last = parts[-1]
        lines, foot = last.setting.composed.lines, last.before + last.count
        if foot < len(lines) and lines[foot - 1].hyphen:
            composed = compose(last.setting.paragraph, self._typesetter.parameters, Demand(len(lines), foot))
            if composed:
                pages.is_taken(
                    (Reset(last.setting, composed),), lambda: pages.unevenness(number + 1) == uneven
                )

    def _fill_or_spare_last(self) -> None:
        """Leave no last page with hardly a line: what stands before takes its lines in, or sends more on."""
        pages, count = self._pages, len(self._pages.made)
        held = pages.looked_at(count - 1).held
        if count == 1 or pages.is_forced(count - 2):
            return
        for least, most, missing in _WORTH:
            if held >= least or any(
                pages.is_taken(*way) for way in self._ways_to_end(held, least, most, missing)
            ):
                return

    def _ways_to_end(
        self, held: int, least: int, most: float, missing: int
    ) -> Iterator[tuple[tuple[Change, ...], Callable[[], bool]]]:
        """Yield what spares a last page that holds few lines, or gives it the `least` it should have, each
        with what must come of it. Paragraphs may cost `most` more for each line, and feet miss a few."""
        pages, count, uneven = self._pages, len(self._pages.made), self._pages.unevenness()

        def is_spared() -> bool:
            return len(pages.made) == count - 1 and pages.unevenness() <= uneven + missing

        def is_filled(bearable: int) -> bool:
            is_longer = len(pages.made) == count and pages.looked_at(count - 1).held >= least
            return is_longer and pages.is_complete and pages.unevenness() <= uneven + bearable

        columns = max(pages.looked_at(number).columns for number in (count - 2, count - 1))
        more = (least - held) * columns
        spared, filled = self._last_steps(-1, held * columns, most), self._last_steps(1, more, most)
        offers = [(offer, is_spared) for offer in spared]
        offers += [(offer, partial(is_filled, missing)) for offer in filled]
        for offer, is_better in sorted(offers, key=lambda one: one[0].demerits)[:_TRIALS]:
            yield offer.changes, is_better
        # A foot some lines short is seen less than a page with one.
        for bearable in (0, _TAKEN):
            for offer in self._sent_on(count - 2, more):
                yield offer.changes, partial(is_filled, bearable)

    def _last_steps(self, step: int, lines: int, most: float) -> Iterator[_Offer]:
        """Yield what makes the last pages so many lines longer (or shorter), from the last one back."""
        count, steps, before = len(self._pages.made), [], None
        for number in range(count - 1, max(0, count - 1 - _HELPERS) - 1, -1):
            steps += self._steps(number, step, most)
            for offer in _cheapest(steps, lines):
                if offer != before:
                    yield offer
                before = offer

    def _sent_on(self, number: int, least: int) -> Iterator[_Offer]:
        """Yield what sends at least so many lines of a page on, by the white between its entries: what goes
        over may be an entry as a whole."""
        for lines in range(least, least + _TAKEN):
            for demerits, changes in shared(self._pages.looked_at(number).whites, lines):
                yield _Offer(demerits, changes)


def _cheapest(offers: Sequence[_Offer], count: int) -> Iterator[_Offer]:
    """Yield so many of some offers together, the cheapest; none when there are too few."""
    chosen = sorted(offers, key=lambda offer: offer.demerits)[:count]
    if len(chosen) == count:
        yield _Offer(
            sum(offer.demerits for offer in chosen), tuple(one for offer in chosen for one in offer.changes)
        )
