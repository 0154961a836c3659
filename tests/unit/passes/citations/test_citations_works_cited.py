"""Which works notes cite, by the cases of the fixture."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from books import book_of, numbered, shown, with_notes
from pairs import FIXTURES, marked

from florilegium.book.model import Authority, Heading, Work
from florilegium.passes.citations.works_cited import cite_works


@dataclass
class Case:
    name: str
    notes: list[str] = field(default_factory=list)
    works: dict[str, list[str]] = field(default_factory=dict)


def cases() -> list[Case]:
    found: list[Case] = []
    for mark, words in marked(FIXTURES / "notes" / "works.txt"):
        match mark:
            case "==":
                found.append(Case(words))
            case "note:":
                found[-1].notes.append(words)
            case "cites:":
                number, _, works = words.partition(" ")
                found[-1].works[number] = works.split(" | ")
            case _:
                raise ValueError(f"{mark} {words}")
    return found


def written(work: Work) -> str:
    """A work as the fixture has it."""
    title = f"*{work.title}*" if work.italic else work.title
    authors = "; ".join([*work.authors, *(["et al."] if work.others else [])])
    return f"{authors}: {title}" if authors else title


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_works_are_found(case: Case) -> None:
    """What a note cites and nothing else; a note without a line cites no work that can be told."""
    (text,) = cite_works(numbered(book_of(with_notes(*case.notes)))).texts
    found = {note.mark: [written(work) for work in note.works] for note in text.notes if note.works}
    assert found == case.works


def test_index_tells_surnames() -> None:
    """An author whom the index files under the first of the names is filed so here."""
    made = numbered(book_of(with_notes("Sato Ken, “Scenarios,” The Forum 4 (2016).")))
    authority = Authority(headings=(Heading("Sato Ken", order="family-first"),))
    (text,) = cite_works(replace(made, authority=authority)).texts
    assert written(text.notes[0].works[0]) == "Sato, Ken: “Scenarios”"


def test_pass_run_twice_changes_nothing() -> None:
    notes = (note for case in cases() for note in case.notes)
    once = cite_works(numbered(book_of(with_notes(*notes))))
    assert shown(cite_works(once)) == shown(once)
