"""Short forms for sources cited again, by the cases of the fixture."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from books import book_of, with_notes
from pairs import FIXTURES, marked

from florilegium.book.model import Authority, Heading
from florilegium.passes.citations.repeated_sources import short_forms
from florilegium.passes.notes import number_notes


@dataclass
class Case:
    name: str
    notes: list[str] = field(default_factory=list)
    offers: dict[str, tuple[str, str]] = field(default_factory=dict)


def cases() -> list[Case]:
    found: list[Case] = []
    for mark, words in marked(FIXTURES / "notes" / "repeated.txt"):
        match mark:
            case "==":
                found.append(Case(words))
            case "note:":
                found[-1].notes.append(words)
            case "offer:":
                number, earlier, form = words.split(" ", 2)
                found[-1].offers[number] = (earlier, form)
            case _:
                raise ValueError(f"{mark} {words}")
    return found


CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_short_form_is_offered(case: Case) -> None:
    """Surname, short title and page, and where the source is cited in full; for all else nothing."""
    text = number_notes(with_notes(*case.notes))
    a_book = replace(book_of(text), authority=Authority(headings=(Heading("Togo, Kazuhiko"),)))
    offers = short_forms(text, a_book)
    marks = {note.id: note.mark for note in text.notes}
    assert {marks[key]: (offer.earlier, offer.words) for key, offer in offers.items()} == case.offers


def test_family_first_heading_tells_the_surname() -> None:
    """A heading without a comma whose order is family-first begins with the surname."""
    cited = "Togo Kazuhiko, “Scenarios,” The Forum 4, no. 5 (2016)."
    text = number_notes(with_notes(cited, cited))
    authority = Authority(headings=(Heading("Togo Kazuhiko", order="family-first"),))
    (offer,) = short_forms(text, replace(book_of(text), authority=authority)).values()
    assert offer.words == "Togo, “Scenarios.”"
