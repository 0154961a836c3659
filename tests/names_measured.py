"""How well `index suggest` does, and the finished index, on the pages of `tests/fixtures/names`.

Run `python -m tests.names_measured` from the repository: it prints the figures, first of the pages on which
the rules were made, then of those that were written to test them; with `--write` it writes the tables of
`docs/index.md`. Each page is compared
with its index made by hand. A mention of `suggest` is right when it meets a marked one; a heading is right
when its mentions are a marked heading's, and each marked heading counts once; its kind is right when it is
that of the marked one. The finished index must have the marked mentions to the letter.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from florilegium.book.model import Authority, Book, Mention
from florilegium.names.mentions.survey import find_mentions
from florilegium.names.suggest.proposals import as_authority
from florilegium.names.suggest.suggest import suggest
from florilegium.pipeline.build import prepare
from florilegium.problems import Report

sys.path.insert(0, str(Path(__file__).parent))
from unit.names.conftest import Expected, authority_of, book_of, text_from

PAGES = Path(__file__).parent / "fixtures" / "names" / "pages"
HELD_OUT = PAGES.parent / "held-out"
FIRST_READ = PAGES.parent / "first-read"
REPOSITORY = Path(__file__).parents[1]
DOCUMENT = REPOSITORY / "docs" / "index.md"
BEGIN, END = "<!-- measured -->", "<!-- end -->"
#: The tables of the document: each folder with what is said above it.
TABLES = (
    (PAGES, "the rules were made on"),
    (HELD_OUT, "written to test them"),
    (FIRST_READ, "written last"),
)


@dataclass(frozen=True)
class Score:
    """What was found, what should be, and what is common to both."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.found + other.found, self.wanted + other.wanted)


@dataclass(frozen=True)
class Figures:
    """The scores of one page: headings, kinds and mentions of `suggest`, mentions of the finished index."""

    headings: Score
    kinds: Score
    mentions: Score
    finished: Score

    @classmethod
    def total(cls, all_figures: Iterable[Figures]) -> Figures:
        """The figures of all pages taken as one."""
        nothing = Score(0, 0, 0)
        kept = list(all_figures)
        return cls(
            sum((figures.headings for figures in kept), nothing),
            sum((figures.kinds for figures in kept), nothing),
            sum((figures.mentions for figures in kept), nothing),
            sum((figures.finished for figures in kept), nothing),
        )


def measure(path: Path) -> Figures:
    """The figures of one page."""
    case: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    language = case.get("language", "en")
    made = [text_from(key, words, language) for key, words in case["texts"].items()]
    wanted = [mark for _, marks in made for mark in marks]
    return _compared(
        book_of([text for text, _ in made], authority_of(case["index"]), language=language), wanted
    )


def measure_shipped() -> Figures:
    """The figures of the shipped anthology, held to its own index, which was read through by eye."""
    book = prepare(REPOSITORY / "anthology.yaml", Report()).book
    wanted = [Expected(one.heading, one.block, one.start, one.end) for one in _mentions(book)]
    return _compared(book, wanted)


def _compared(by_hand: Book, wanted: Sequence[Expected]) -> Figures:
    """The figures of a book with its index made by hand."""
    finished = find_mentions(by_hand, Report())
    new = replace(by_hand, authority=Authority())
    accepted = as_authority(suggest(new))
    proposed = _mentions(replace(new, authority=accepted))
    owners = _owners(proposed, wanted)
    return Figures(
        _headings(owners, wanted),
        _kinds(owners, accepted, by_hand.authority),
        _spans(proposed, wanted),
        _exact(finished, wanted),
    )


def _mentions(book: Book) -> tuple[Mention, ...]:
    return find_mentions(book, Report())


def _owners(found: Iterable[Mention], wanted: Iterable[Expected]) -> Mapping[str, Counter[str]]:
    """Each proposed heading, with the marked ones that its mentions have."""
    marked = list(wanted)
    owners: dict[str, Counter[str]] = {}
    for mention in found:
        for mark in marked:
            if _meet(mention, mark):
                owners.setdefault(mention.heading, Counter())[mark.heading] += 1
        owners.setdefault(mention.heading, Counter())
    return owners


def _headings(owners: Mapping[str, Counter[str]], wanted: Iterable[Expected]) -> Score:
    """Each proposed heading goes to the marked one that most of its mentions have."""
    marked = list(wanted)
    right = {counts.most_common(1)[0][0] for counts in owners.values() if counts}
    return Score(len(right), len(owners), len({mark.heading for mark in marked}))


def _kinds(owners: Mapping[str, Counter[str]], proposed: Authority, by_hand: Authority) -> Score:
    """How many of the headings that are marked ones have their kind."""
    kinds = {heading.label: heading.kind for heading in by_hand.headings}
    pairs = [
        (heading.kind, kinds[owners[heading.label].most_common(1)[0][0]])
        for heading in proposed.headings
        if owners.get(heading.label)
    ]
    right = sum(one is other for one, other in pairs)
    return Score(right, len(pairs), len(pairs))


def _spans(found: Iterable[Mention], wanted: Iterable[Expected]) -> Score:
    """A proposed mention is right when it meets a marked one; its words may be a title longer or shorter."""
    marked, mentions = list(wanted), list(found)
    right = sum(any(_meet(mention, mark) for mark in marked) for mention in mentions)
    met = sum(any(_meet(mention, mark) for mention in mentions) for mark in marked)
    return Score(min(right, met), len(mentions), len(marked))


def _exact(found: Iterable[Mention], wanted: Iterable[Expected]) -> Score:
    spans = {(m.heading, m.block, m.start, m.end) for m in found}
    marks = {(mark.heading, mark.block, mark.start, mark.end) for mark in wanted}
    return Score(len(spans & marks), len(spans), len(marks))


def _meet(mention: Mention, mark: Expected) -> bool:
    return mention.block == mark.block and mention.start < mark.end and mark.start < mention.end


def measured_lines() -> Iterator[str]:
    """The tables of all pages and of the shipped anthology, line by line."""
    for folder in (PAGES, HELD_OUT, FIRST_READ):
        pages = {path.stem: measure(path) for path in sorted(folder.glob("*.yaml"))}
        yield f"{folder.name:14}{'suggest: headings':>20}{'kinds':>8}{'mentions':>20}{'finished index':>20}"
        for name, figures in {**pages, "all": Figures.total(pages.values())}.items():
            yield _row(name, figures)
    yield _row("shipped", measure_shipped())


def document_tables() -> Iterator[str]:
    """The tables of the document, as Markdown; each page is called by what it says it is about."""
    for folder, said in TABLES:
        pages = {_about(path): measure(path) for path in sorted(folder.glob("*.yaml"))}
        yield f"| {said} | `suggest`: headings | kinds | `suggest`: mentions | finished index: mentions |"
        yield "|---|---|---|---|---|"
        for name, figures in {**pages, "all": Figures.total(pages.values())}.items():
            yield f"| {name} | {' | '.join(_cells(figures))} |"
        yield ""
    yield f"The five shipped essays, held to their own index: {', '.join(_told(measure_shipped()))}."


def _about(path: Path) -> str:
    about = str(yaml.safe_load(path.read_text(encoding="utf-8"))["about"])
    return re.split(r"[;,.] ", about.rstrip("."))[0]


def _cells(figures: Figures) -> list[str]:
    headings, mentions, finished = (
        f"{score.precision:.3f} / {score.recall:.3f}"
        for score in (figures.headings, figures.mentions, figures.finished)
    )
    return [headings, f"{figures.kinds.precision:.3f}", mentions, finished]


def _told(figures: Figures) -> Iterator[str]:
    headings, kinds, mentions, _ = _cells(figures)
    yield from (f"headings {headings}", f"kinds {kinds}", f"mentions {mentions}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the tables of docs/index.md")
    if parser.parse_args().write:
        page = DOCUMENT.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        tables = "\n".join(document_tables())
        DOCUMENT.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")
        return
    for line in measured_lines():
        print(line)


def _row(name: str, figures: Figures) -> str:
    headings, kinds, mentions, finished = _cells(figures)
    return f"{name:14}{headings:>20}{kinds:>8}{mentions:>20}{finished:>20}"


if __name__ == "__main__":
    main()
