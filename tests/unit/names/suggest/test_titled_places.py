"""A place that an article's title names is treated from its first to its last mention there."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from florilegium.book.model import Authority, Passage
from florilegium.names.suggest.suggest import suggest
from unit.names.conftest import book_of, text_from

_LONG = "the galleys lay in the bay and waited for the wind " * 40
_WORDS = {
    "en": f"In May they sailed to Zorbia with their men.\n\nThen {_LONG}.\n\nIn June they left Zorbia.",
    "de": f"Im Mai segelten sie nach Zorbia.\n\nDann {_LONG}.\n\nIm Juni fuhren sie aus Zorbia fort.",
    "fr": f"En mai ils allaient à Zorbia avec eux.\n\nPuis {_LONG}.\n\nEn juin ils revenaient de Zorbia.",
}


def _added(title: str, words: str, language: str = "en-GB") -> Mapping[str, tuple[Passage, ...]]:
    book = book_of([text_from("one", words)[0]], Authority(), titles={"one": title}, language=language)
    return {one.heading: one.add for one in suggest(book) if one.add}


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Zorbia", "en"),
        ("THE FALL OF ZORBIA", "en"),
        ("Zorbia Taken and Lost", "en"),
        ("Zorbia: A Last Summer", "en"),
        ("Der Krieg um Zorbia", "de"),
        ("La prise de Zorbia", "fr"),
    ],
)
def test_an_article_treats_of_the_place_in_its_title(title: str, language: str) -> None:
    """The passage goes from the first paragraph that names it to the last."""
    starts, _, last = _WORDS[language].split("\n\n")
    (passage,) = _added(title, _WORDS[language], language)["Zorbia"]
    assert passage.text == "one"
    assert starts.startswith(passage.starts) and last.startswith(passage.through)


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("The Merchants of Zorbia", "en"),
        ("First Governor of the State of Zorbia", "en"),
        ("Zorbia’s Kings", "en"),
        ("Zorbia’s Last Summer", "en"),
        ("A New Zorbia Policy", "en"),
        ("Can They Bring Zorbia Back?", "en"),
        ("New Zorbia", "en"),
        ("A Long Summer", "en"),
        ("Die Kaufleute von Zorbia", "de"),
        ("Les chevaliers de l’île de Zorbia", "fr"),
    ],
)
def test_people_who_are_named_by_a_place_are_not_the_place(title: str, language: str) -> None:
    assert _added(title, _WORDS[language], language) == {}


def test_where_the_name_is_never_far_nothing_is_added() -> None:
    """Every page that such a passage fills has the name already."""
    short = "In May they sailed to Zorbia.\n\nThe galleys waited.\n\nIn June they left Zorbia again."
    assert _added("The Fall of Zorbia", short) == {}


def test_a_person_in_a_title_is_no_place() -> None:
    words = f"Later Ada Pell wrote to him.\n\nThen {_LONG}.\n\nIn June Ada Pell wrote again."
    assert _added("Ada Pell", words) == {}
