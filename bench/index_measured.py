"""The index held to human ones: `python -m bench.index_measured FOLDER BOOK...` prints every table.

FOLDER has sets of the shape that `bench/index_sets.py` describes; their texts are no part of this repository.
For each book all proposals of `index suggest` are accepted, as an editor in a hurry would. With `--write` the
tables go into `docs/index-measured.md`, between the marks that stand there. Without a folder only the tables
of `tests/fixtures/names` are made.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench.index_sets import HumanHeading, Pages, closeness, human_index, matches
from florilegium.book.model import Book, Heading, Mention
from florilegium.names.index.significance import weigh
from florilegium.names.mentions.indexable_text import read_book
from florilegium.names.mentions.survey import Survey, survey
from florilegium.names.signs.sign_rules import RULES
from florilegium.names.suggest.proposals import Proposal, as_authority
from florilegium.names.suggest.suggest import suggest
from florilegium.pipeline.build import prepare
from florilegium.problems import Report
from tests.names_measured import measured_lines

PAGE = Path(__file__).parents[1] / "docs" / "index-measured.md"
BEGIN, END = "<!-- measured -->", "<!-- end -->"
KINDS = ("person", "place")
#: A heading with so many times the pages of the printed one is another's.
_SUBJECT = 20


@dataclass(frozen=True)
class Measured:
    """A book indexed by its proposals, beside its printed index."""

    name: str
    human: tuple[HumanHeading, ...]
    proposals: tuple[Proposal, ...]
    ours: tuple[Heading, ...]
    found: Mapping[str, tuple[Mention, ...]]
    pages: Pages
    read: Survey
    substantial: frozenset[str]
    citing: Measured | None = None

    @classmethod
    def of(cls, folder: Path, book: str) -> Measured:
        """Propose, accept all, and find every mention, without bare citations and with them."""
        prepared = prepare(folder / book / "anthology.yaml", Report()).book
        proposals = suggest(prepared)
        authority = as_authority(proposals)
        plain, citing = (
            cls._indexed(
                folder, book, replace(prepared, authority=replace(authority, citations=one)), proposals
            )
            for one in ("left out", "indexed")
        )
        return replace(plain, citing=citing)

    @classmethod
    def _indexed(cls, folder: Path, book: str, indexed: Book, proposals: tuple[Proposal, ...]) -> Measured:
        """Find every mention of the headings of a book."""
        read = survey(indexed, Report())
        found: dict[str, list[Mention]] = {}
        for mention in read.mentions:
            found.setdefault(mention.heading, []).append(mention)
        weights = weigh(read.mentions, indexed.authority, partial(read_book, indexed))
        return cls(
            book,
            human_index(folder, book),
            proposals,
            tuple(heading for heading in indexed.authority.headings if heading.label in found),
            {label: tuple(mentions) for label, mentions in found.items()},
            Pages.of(folder, book, [leaf for leaf, _ in read.read]),
            read,
            frozenset(name for name, weight in weights.items() if not weight.is_passing),
        )

    def pairs(self, kind: str) -> Iterator[tuple[HumanHeading, Heading | None]]:
        """The printed headings of a kind whose pages the texts have, each with ours or None."""
        known = frozenset(self.pages.order)
        for human in self.human:
            if human.kind == kind and human.pages & known:
                named = [one for one in self.ours if matches(human, (one.name, *one.variants))]
                right = [one for one in named if one.kind.value == kind] or named
                yield human, max(right, key=partial(self._likeness, human), default=None)

    def _likeness(self, human: HumanHeading, one: Heading) -> tuple[float, int]:
        """Return how near a heading of ours is to a printed one, and how often it stands."""
        return closeness(human, (one.name, *one.variants)), len(self.found[one.label])

    def printed(self, heading: Heading, *, substantial: bool = False) -> frozenset[str]:
        """The pages of one of our headings."""
        mentions = self.found[heading.label]
        kept = [one for one in mentions if not substantial or one.id in self.substantial]
        return frozenset(self.pages.page(one.block, one.start) for one in kept) - {""}


def headings_table(books: Sequence[Measured]) -> Iterator[str]:
    """Recall, kinds, locators, and what is not doubted."""
    yield from _head(books)
    for kind in KINDS:
        yield from _headings_rows(books, kind)


def _headings_rows(books: Sequence[Measured], kind: str) -> Iterator[str]:
    pairs = [list(book.pairs(kind)) for book in books]
    matched = [[(human, one) for human, one in found if one] for found in pairs]
    sure = [_sure(book, found) for book, found in zip(books, matched, strict=True)]
    both = list(zip(books, matched, strict=True))
    yield _row(f"{kind}s of the printed index that ours has", _shares(matched, pairs))
    yield _row(f"{kind}s: of these with the right kind", [_right_kind(found, kind) for found in matched])
    yield _row(f"{kind}s: printed pages of these that ours have", [_pages(*one) for one in both])
    yield _row(f"{kind}s: of the pages inside printed ranges", [_ranges(*one) for one in both])
    if kind == "person":
        citing = [(book.citing or book, found) for book, found in both]
        yield _row("persons: the same with `citations: indexed`", [_pages(*one) for one in citing])
    yield _row(f"{kind}s of the printed index among what is not doubted", _shares(sure, pairs))
    yield _row(f"{kind}s: of these with the right kind", [_right_kind(found, kind) for found in sure])


def significance_table(books: Sequence[Measured]) -> Iterator[str]:
    """How many of our pages human indexes have, for `mentions: all` and for `substantial`."""
    yield from _head(books)
    for kind in KINDS:
        every = [list(_kept(book, kind, substantial=False)) for book in books]
        chosen = [list(_kept(book, kind, substantial=True)) for book in books]
        whole = [sum(len(ours & human) for ours, human in found) for found in every]
        for wanted, kept in (("all", every), ("substantial", chosen)):
            right = [sum(len(ours & human) for ours, human in found) for found in kept]
            printed = [sum(len(ours) for ours, _ in found) for found in kept]
            said = f"{kind}s, `{wanted}`"
            yield _row(f"{said}: of our pages, printed ones", list(zip(right, printed, strict=True)))
            yield _row(f"{said}: of printed pages named, ours", list(zip(right, whole, strict=True)))


def signs_table(books: Sequence[Measured]) -> Iterator[str]:
    """How often each sign stands beside persons and beside places of the printed indexes."""
    yield "| sign | weight | persons | places |"
    yield "|---|--:|--:|--:|"
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for book in books:
        by_name = {one.heading: one for one in book.proposals}
        for kind in KINDS:
            for _, ours in book.pairs(kind):
                proposal = by_name.get(ours.name) if ours else None
                for reason in (*proposal.speaks_for, *proposal.speaks_against) if proposal else ():
                    counts[kind][reason.partition(" (")[0]] += 1
    for rule in RULES:
        person, place = counts["person"][rule.says], counts["place"][rule.says]
        yield f"| {rule.name}, for a {rule.kind.value} | {rule.weight:g} | {person} | {place} |"


def _kept(book: Measured, kind: str, *, substantial: bool) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Our pages and the printed ones of each heading that both have.

    What stands on many times as many pages is the book's own subject, which its index leaves out, met by a
    namesake.
    """
    for human, ours in book.pairs(kind):
        if ours is not None and len(book.printed(ours)) <= _SUBJECT * len(human.pages):
            yield book.printed(ours, substantial=substantial), human.pages


def _right_kind(found: Iterable[tuple[HumanHeading, Heading]], kind: str) -> tuple[int, int]:
    kinds = [ours.kind.value == kind for _, ours in found]
    return sum(kinds), len(kinds)


def _pages(book: Measured, found: Iterable[tuple[HumanHeading, Heading]]) -> tuple[int, int]:
    known = frozenset(book.pages.order)
    both = [(human.pages & known, book.printed(ours)) for human, ours in found]
    return sum(len(one & two) for one, two in both), sum(len(one) for one, _ in both)


def _ranges(book: Measured, found: Iterable[tuple[HumanHeading, Heading]]) -> tuple[int, int]:
    known = frozenset(book.pages.order)
    both = [(human.ranges & known, book.printed(ours)) for human, ours in found]
    return sum(len(one & two) for one, two in both), sum(len(one) for one, _ in both)


def _sure(
    book: Measured, found: Iterable[tuple[HumanHeading, Heading]]
) -> list[tuple[HumanHeading, Heading]]:
    doubted = {one.heading for one in book.proposals if one.doubt}
    return [(human, ours) for human, ours in found if ours.name not in doubted]


def _shares(some: Sequence[Sequence[object]], every: Sequence[Sequence[object]]) -> list[tuple[int, int]]:
    return [(len(one), len(two)) for one, two in zip(some, every, strict=True)]


def _head(books: Sequence[Measured]) -> Iterator[str]:
    yield f"| | {' | '.join(book.name for book in books)} |"
    yield "|---|" + "--:|" * len(books)


def _row(name: str, figures: Sequence[tuple[int, int]]) -> str:
    cells = [f"{part / whole:.2f} ({part} of {whole})" if whole else "–" for part, whole in figures]
    return f"| {name} | {' | '.join(cells)} |"


def tables(folder: Path | None, names: Sequence[str]) -> Iterator[str]:
    """Every table, as Markdown."""
    books = [Measured.of(folder, name) for name in names] if folder else []
    if books:
        yield "### Headings and their pages\n"
        yield from headings_table(books)
        yield "\n### Passing mentions\n"
        yield from significance_table(books)
        yield "\n### Signs\n"
        yield from signs_table(books)
        yield "\n### Pages written for the tests\n"
    yield "```"
    yield from measured_lines()
    yield "```"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("books", nargs="*")
    parser.add_argument("--write", action="store_true", help="write docs/index-measured.md")
    wanted = parser.parse_args()
    made = "\n".join(tables(wanted.folder, wanted.books))
    print(made)
    if wanted.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
