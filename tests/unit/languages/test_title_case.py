"""Titles in capitals get the letters of a book."""

from __future__ import annotations

import pytest

from florilegium.languages.title_case import is_headline_case, is_in_capitals, recased

TEXT = "In those days the ferry of Saltmere was run by NATO men, and by McBride, who drank tea."


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("THE FERRY OF SALTMERE", "The Ferry of Saltmere"),
        ("NATO AND THE SEA: A STORY", "NATO and the Sea: A Story"),
        ("THE BBC IN 1922", "The BBC in 1922"),
        ("PART II, AND WHAT TO LOOK FOR", "Part II, and What to Look For"),
        ("MCBRIDE'S TEA", "Mcbride's Tea"),
        ("WHO WAS MCBRIDE?", "Who Was McBride?"),
        ("THE U.S. NAVY AT SEA", "The U.S. Navy at Sea"),
        ("O’BRIEN’S TWENTY-ONE DOGS", "O’Brien’s Twenty-One Dogs"),
        ("THE *FERRET* AND ITS CREW", "The *Ferret* and Its Crew"),
    ],
)
def test_title_in_capitals_has_the_case_of_an_english_book(title: str, expected: str) -> None:
    """Words are as the text has them; acronyms, numerals and the small words of English are known."""
    assert is_in_capitals(title)
    assert recased(title, TEXT, "en-GB", headline=True) == expected


def test_words_of_a_sentence_keep_their_own_letters() -> None:
    """Without headlines the first word and the names have capitals; in German, unknown words too."""
    assert recased("THE FERRY OF SALTMERE", TEXT, "en", headline=False) == "The ferry of Saltmere"
    german = "Er sah, wie die alte Fähre kam, und blieb."
    assert recased("DIE ALTE FÄHRE", german, "de", headline=False) == "Die alte Fähre"


@pytest.mark.parametrize("title", ["The Ferry", "NATO", "XIV", "", "1887", "渡し船の話", "II. BBC"])
def test_what_is_no_title_in_capitals_is_left(title: str) -> None:
    """A title with small letters, an acronym or a numeral alone is not proposed anew."""
    assert not is_in_capitals(title, TEXT)


@pytest.mark.parametrize("title", ["FIGS", "GRAVEL"])
def test_short_word_is_no_acronym_where_the_text_has_it_small(title: str) -> None:
    """Nothing but the article itself tells *GRAVEL* from *NATO*."""
    assert not is_in_capitals(title, "A report of 1951.")
    assert is_in_capitals(title, "Gravel is laid in spring, and figs are planted.")


def test_case_of_a_book_is_that_of_most_of_its_titles() -> None:
    """Titles with long words vote; a book without any has headlines."""
    assert is_headline_case(["The Long Road", "THE LONG ROAD"])
    assert not is_headline_case(["The long road", "A short story of war", "On Ferns"])
    assert is_headline_case([])
