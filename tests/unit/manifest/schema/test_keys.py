"""Keys, file names and sort forms that are made from titles and names."""

from __future__ import annotations

import pytest

from florilegium.manifest.schema.keys import RESERVED, book_slug, slug, sort_form, source_key, text_key


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A Book of Ferns", "a-book-of-ferns"),
        ("Grandmother’s Ferns: 1890–1914", "grandmothers-ferns-1890-1914"),
        ("Über die Größe der Œuvres", "uber-die-grosse-der-oeuvres"),
        ("Łódź & Þingvellir", "lodz-thingvellir"),
        ("Война и мир", "voyna-i-mir"),
        ("Ελληνικά ποιήματα", "ellinika-poiimata"),
        ("平和条約", ""),
        ("—", ""),
    ],
)
def test_slug_is_plain_letters(title: str, expected: str) -> None:
    """Accents fall away, Greek and Cyrillic are transliterated, other scripts give nothing."""
    assert slug(title) == expected


def test_book_without_a_latin_letter_is_called_book() -> None:
    """The finished files always have a name."""
    assert book_slug("平和条約") == "book"


def test_long_title_is_cut_at_a_word() -> None:
    """A file's name has at most sixty letters and ends with a whole word."""
    name = book_slug("The History of Everything That Ever Grew under Trees in the North of England")
    assert name == "the-history-of-everything-that-ever-grew-under-trees-in-the"
    assert len(book_slug("x" * 200)) == 60


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Ferns", "chapter", "ferns"),
        ("1914", "chapter", "chapter-1914"),
        ("平和", "part", "part"),
        ("Notes", "chapter", "notes-chapter"),
    ],
)
def test_key_begins_with_a_letter_and_is_no_section_of_the_book(name: str, kind: str, expected: str) -> None:
    """Keys become ids and file names."""
    assert text_key(name, kind) == expected
    assert expected not in RESERVED


@pytest.mark.parametrize(
    ("source", "expected"),
    [("old/My Ferns.txt", "my-ferns"), ("000_a192.txt", "article-000-a192"), ("index.md", "index-article")],
)
def test_key_of_an_article_is_its_files_name(source: str, expected: str) -> None:
    """Folder and ending are left away."""
    assert source_key(source) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Virginia Woolf", "Woolf, Virginia"),
        ("K. V. Kesavan", "Kesavan, K. V."),
        ("Walter de la Mare", "de la Mare, Walter"),
        ("Vincent van Gogh", "van Gogh, Vincent"),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr."),
        ("Martin Luther King, Jr.", "King, Martin Luther, Jr."),
        ("Henry Louis Gates III", "Gates, Henry Louis, III"),
        ("Dr. Johnson", "Johnson"),
        ("Sir Walter Scott", "Scott, Walter"),
        ("Voltaire", "Voltaire"),
        ("Woolf, Virginia", "Woolf, Virginia"),
        ("Jr.", "Jr."),
        ("de la Mare", "la Mare, de"),
        ("", ""),
    ],
)
def test_name_is_turned_round_for_filing(name: str, expected: str) -> None:
    """Surname first, titles away, suffix last; one word or a comma leaves a name as it is."""
    assert sort_form(name) == expected
