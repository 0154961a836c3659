"""Samples of the index to be read by eye: `python -m bench.index_samples FOLDER BOOK...`.

Prints proposals that are no advice to ignore, mentions, and mentions on pages that the printed index lacks
for their heading, taken at random over all the books with a fixed seed: the same lines every time. FOLDER has
sets of the shape that `bench/index_sets.py` describes. What was counted stands in `docs/index-measured.md`.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from bench.index_measured import KINDS, Measured
from florilegium.book.model import Mention
from florilegium.names.suggest.proposals import Proposal

Taken = TypeVar("Taken")

_PROPOSALS, _MENTIONS, _UNMATCHED = 200, 100, 60
_CONTEXT = 70


def proposal_lines(books: Sequence[Measured], seed: str) -> Iterator[str]:
    """Proposals with their kind, their forms and one place."""
    every = [(book, one) for book in books for one in book.proposals if not one.ignore]
    for book, one in _taken(every, _PROPOSALS, seed):
        yield f"{book.name} {one.kind.value}{'?' if one.doubt else ''}: {_told(one)}"


def _told(one: Proposal) -> str:
    limited = [f"{words} in {', '.join(keys)}" for words, keys in one.only_in]
    forms = "; ".join((*one.variants, *limited, *(["surname"] if one.surname else []), *one.bare_in))
    return f"{one.heading} ({one.count}) [{forms}] | {one.contexts[0] if one.contexts else ''}"


def mention_lines(books: Sequence[Measured], seed: str) -> Iterator[str]:
    """Mentions of all printed headings, with what stands round them."""
    every = [(book, one) for book in books for found in book.found.values() for one in found]
    for book, one in _taken(every, _MENTIONS, seed):
        yield _shown(book, one)


def unmatched_lines(books: Sequence[Measured], seed: str) -> Iterator[str]:
    """Mentions of headings that the printed index has, on pages that it has not."""
    every = [(book, one) for book in books for one in _beyond(book)]
    for book, one in _taken(every, _UNMATCHED, seed):
        yield _shown(book, one)


def _beyond(book: Measured) -> Iterator[Mention]:
    for kind in KINDS:
        for human, ours in book.pairs(kind):
            for one in book.found[ours.label] if ours else ():
                if book.pages.page(one.block, one.start) not in human.pages:
                    yield one


def _shown(book: Measured, one: Mention) -> str:
    words = book.pages.words[one.block]
    before, after = words[max(0, one.start - _CONTEXT) : one.start], words[one.end : one.end + _CONTEXT]
    return f"{book.name} {one.heading}: {before}[{one.text}]{after}"


def _taken(every: Sequence[Taken], count: int, seed: str) -> list[Taken]:
    return random.Random(seed).sample(every, min(count, len(every)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("books", nargs="+")
    parser.add_argument("--seed", default="18")
    wanted = parser.parse_args()
    books = [Measured.of(wanted.folder, name) for name in wanted.books]
    for title, lines in (
        ("Proposals", proposal_lines),
        ("Mentions", mention_lines),
        ("Mentions on pages that the printed index has not", unmatched_lines),
    ):
        print(f"\n## {title}\n")
        for number, line in enumerate(lines(books, wanted.seed), start=1):
            print(f"{number:>3} {line}")


if __name__ == "__main__":
    main()
