"""Locators: pages and notes in order, no page twice, runs as ranges with one rule for their second numbers.

The rules are CMOS 9.61 (`chicago`), all digits (`full`) and only what changes (`minimal`); notes are `45n3`
and `45nn3–4` (CMOS 16.111). This module knows pages as numbers; where a mention stands is the edition's
business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from enum import Enum
from functools import cache
from typing import Final

from florilegium.book.model import Book, Locator, Mention, Note
from florilegium.book.runs import leaves
from florilegium.system.values import dataclass

#: Whether a page is arabic, its number, that of its note, and that of the text which has the note.
Order = tuple[bool, int, int, int]

#: No page has a note of a higher number.
_AFTER_ALL: Final = 1_000_000


class Unit(Enum):
    """What locators count: the pages of the printed edition, or the paragraphs of a book without pages."""

    PAGE = "page"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True)
class Folio:
    """Where a mention is printed.

    `number` counts the page within its own run of numbers; `label` is how the page is called when that is
    not its number in figures (`xii`), and such pages go first. `note` is a note's number, 0 in running text;
    an editor's note has its `sign` too. In a book without pages the number is a paragraph's. `whose` are the
    number and the title of the text that has the note, where its page has another's of that number.
    """

    number: int
    note: int = 0
    label: str = ""
    unit: Unit = Unit.PAGE
    sign: str = ""
    whose: tuple[int, str] = (0, "")

    @property
    def order(self) -> Order:
        """Return Roman pages before arabic ones, then by page, then by note, the editors' last."""
        return not self.label, self.number, self.note + (_AFTER_ALL if self.sign else 0), self.whose[0]

    @property
    def page(self) -> str:
        return self.label or str(self.number)

    def __str__(self) -> str:
        return self.page


#: The page of a mention: its number alone, or a folio for what is not a page called by its number.
FolioOf = Callable[[Mention], Folio | int]


def folio_at(mention: Mention, folio_of: FolioOf, note: Note | None = None) -> Folio:
    """Return where a mention is printed; where only its page is known, with the `note` that holds it."""
    return _in_note(folio_of(mention), note)


def _in_note(place: Folio | int, note: Note | None) -> Folio:
    if isinstance(place, Folio):
        return replace(place, note=note.number, sign=note.sign) if note and not place.note else place
    return Folio(place, note.number, sign=note.sign) if note else Folio(place)


def notes_told_apart(book: Book, folio_of: FolioOf, titles: Mapping[str, str]) -> FolioOf:
    """Return a function as `folio_of`, by which notes of one number on one page are two (CMOS 16.112).

    Notes that stand together in the back of the book are counted from 1 in each text; `titles` are those of
    the texts, by their keys.
    """
    numbers = {text.key: number for number, text in enumerate(book.texts, start=1)}
    notes = {note.id: note for text in book.texts for note in text.notes}

    @cache
    def texts_at() -> Mapping[Order, frozenset[str]]:
        found: dict[Order, set[str]] = {}
        for text in book.texts:
            for note in text.notes:
                with suppress(KeyError):  # of a text that is not set, no note is
                    place = folio_of(_beginning(text.key, note))
                    found.setdefault(_in_note(place, note).order, set()).add(text.key)
        return {order: frozenset(keys) for order, keys in found.items() if len(keys) > 1}

    def folio(mention: Mention) -> Folio | int:
        place = folio_of(mention)
        note = notes.get(mention.note)
        told = _in_note(place, note)
        if note is None or mention.key not in texts_at().get(told.order, ()):
            return place
        return replace(told, whose=(numbers[mention.key], titles[mention.key]))

    return folio


def _beginning(key: str, note: Note) -> Mention:
    """Return the place at which a note begins."""
    block = next((one.get("id", "") for one in leaves(note.body)), "")
    return Mention(id="", heading="", text="", block=block, start=0, end=0, note=note.id, key=key)


@dataclass(frozen=True)
class Sighting:
    """A mention as the index needs it: its folio, its anchor, and whether it is in a main passage.

    `shown` says that it stands in a figure or a table.
    """

    folio: Folio
    target: str
    main: bool = False
    shown: bool = False


def locate(sightings: Iterable[Sighting], style: str) -> tuple[Locator, ...]:
    """Return the locators of one entry.

    Sightings come in the order of the text; a page leads to its first.
    """
    seen: dict[Order, Sighting] = {}
    for sighting in sightings:
        known = seen.setdefault(sighting.folio.order, sighting)
        main, shown = known.main or sighting.main, known.shown and sighting.shown
        if (main, shown) != (known.main, known.shown):
            seen[sighting.folio.order] = replace(known, main=main, shown=shown)
    pages = {order[:2] for order in seen if not order[2]}
    kept = [seen[order] for order in sorted(seen) if not order[2] or order[:2] not in pages]
    return tuple(_locator(run, style) for run in _runs(kept))


def second_number(first: int, last: int, style: str) -> str:
    """Return how the second number of a range is printed: `12–14`, `101–8`, `321–28`, `1496–500`."""
    full, begun = str(last), str(first)
    if (
        style == "full"
        or len(full) != len(begun)
        or (style == "chicago" and (first < 100 or first % 100 == 0))
    ):
        return full
    same = next(
        (place for place, (a, b) in enumerate(zip(begun, full, strict=True)) if a != b), len(full) - 1
    )
    changed = full[same:]
    if style == "chicago" and first % 100 >= 10:
        return full[-max(2, len(changed)) :]
    return changed


def _runs(sightings: Sequence[Sighting]) -> Iterable[list[Sighting]]:
    """Yield pages, or notes of one page, that follow each other without a gap and are alike in weight."""
    run: list[Sighting] = []
    for sighting in sightings:
        if run and not _follows(run[-1], sighting):
            yield run
            run = []
        run.append(sighting)
    if run:
        yield run


def _follows(one: Sighting, two: Sighting) -> bool:
    if (one.main, one.shown) != (two.main, two.shown) or bool(one.folio.label) != bool(two.folio.label):
        return False
    if one.folio.sign or two.folio.sign or one.folio.whose != two.folio.whose:
        return False
    if one.folio.note and two.folio.note:
        return one.folio.number == two.folio.number and two.folio.note == one.folio.note + 1
    return not one.folio.note and not two.folio.note and two.folio.number == one.folio.number + 1


def _locator(run: Sequence[Sighting], style: str) -> Locator:
    first, last = run[0], run[-1]
    folio = first.folio
    if len(run) == 1:
        text = f"{folio.page}n{folio.sign or folio.note}" if folio.note else folio.page
        whose = folio.whose[1]
        return Locator(text, "", first.target, main=first.main, italic=first.shown, whose=whose)
    if folio.note:
        end = second_number(folio.note, last.folio.note, style)
        return Locator(
            first=f"{folio.page}nn{folio.note}",
            last=end,
            target=first.target,
            last_target=last.target,
            main=first.main,
            italic=first.shown,
            whose=folio.whose[1],
        )
    end = last.folio.label or second_number(folio.number, last.folio.number, style)
    return Locator(
        first=folio.page,
        last=end,
        target=first.target,
        last_target=last.target,
        main=first.main,
        italic=first.shown,
    )


def illustrations_of(book: Book) -> frozenset[str]:
    """Return the ids of the blocks that stand in figures and tables, captions among them."""
    bodies = [text.body for text in book.texts] + [note.body for text in book.texts for note in text.notes]
    return frozenset(
        block.get("id", "")
        for body in bodies
        for holder in body.iter("figure", "table")
        for block in holder.iter()
        if isinstance(block.tag, str)
    )


def in_paragraphs(book: Book) -> Callable[[Mention], Folio]:
    """Return a function from a mention to its paragraph: for one in a note, that of the note's first call."""
    paragraphs: dict[str, int] = {}
    called: dict[str, int] = {}
    for text in book.texts:
        for block in leaves(text.body):
            paragraphs[block.get("id", "")] = len(paragraphs) + 1
            called.update({call.get("id", ""): len(paragraphs) for call in block.iter("call")})
    notes = {note.id: note for text in book.texts for note in text.notes}

    def folio(mention: Mention) -> Folio:
        if not mention.note:
            return Folio(paragraphs[mention.block], unit=Unit.PARAGRAPH)
        note = notes[mention.note]
        number = min((called[call] for call in note.calls if call in called), default=0)
        return Folio(number, note.number, unit=Unit.PARAGRAPH, sign=note.sign)

    return folio
