"""Fine typography: the fixtures, and how it is brought to a whole book."""

from __future__ import annotations

from dataclasses import replace

import pytest
from books import book_of, each, markup, note, shown, text, tree
from pairs import FIXTURES, Pair, pairs

from florilegium.book.bibliographic import Correction, FirstPublication
from florilegium.book.model import Contributor, Heading
from florilegium.languages.folders import all_tags, own
from florilegium.languages.orthography import Conventions, conventions_for
from florilegium.passes.typography.typography import (
    refine_marks,
    refine_string,
    refine_text,
    refine_titles,
    refine_tree,
)

STRINGS = list(pairs(FIXTURES / "typography"))
TREES = list(pairs(FIXTURES / "typography" / "markup"))


@pytest.mark.parametrize("pair", STRINGS, ids=lambda pair: pair.place)
def test_line_is_printed_as_the_fixture_says(pair: Pair) -> None:
    """A line of text gets the marks and spaces of its language."""
    assert refine_string(pair.source, pair.language) == pair.printed


@pytest.mark.parametrize("pair", STRINGS, ids=lambda pair: pair.place)
def test_printed_line_stays_as_it_is(pair: Pair) -> None:
    """What is printed needs nothing more."""
    assert refine_string(pair.printed, pair.language) == pair.printed


@pytest.mark.parametrize("pair", TREES, ids=lambda pair: pair.place)
def test_paragraph_is_printed_as_the_fixture_says(pair: Pair) -> None:
    """Marks find their sense across inline markup, and each piece keeps its own."""
    assert markup(refine_tree(tree(pair.source), pair.language)) == markup(tree(pair.printed))


def test_what_is_said_of_a_picture_has_fine_marks_too() -> None:
    """Its alternative text and each paragraph of its description, in the language that stands around it."""
    said = "description=\"It's &quot;lit&quot;.&#10;'So'.\""
    source = f"""<figure><img alt="Pell's lamp" src="a'b.png" {said}/></figure>"""
    picture = next(refine_tree(tree(source), "en-US").iter("img"))
    assert dict(picture.attrib) == {
        "alt": "Pell’s lamp",
        "src": "a'b.png",
        "description": "It’s “lit”.\n‘So’.",
    }
    german = next(refine_tree(tree(f'<blockquote lang="de">{source}</blockquote>'), "en-US").iter("img"))
    assert german.get("description") == "It’s „lit“.\n‚So‘."


def test_names_for_catalogues_keep_plain_spaces() -> None:
    """Marks are refined in names and the book's title, but no no-break space is put between words."""
    assert refine_marks("K. V. O'Neill -- No. 5", "en-US") == "K. V. O’Neill—No. 5"


def test_every_text_and_note_is_refined() -> None:
    """Bodies and notes alike, each in the language of its text."""
    english = text('<p>"So"<call note="1"/></p>', [note("1", '"Almanack", p. 3.')])
    german = text('<p>"So"</p>', key="ebbe", language="de")
    refined = each(book_of(english, german), refine_text)
    assert markup(refined.texts[0].body) == '<p>“So”<call note="1"/></p>'
    assert markup(refined.texts[0].notes[0].body) == "<p>“Almanack”, p.\N{NO-BREAK SPACE}3.</p>"
    assert markup(refined.texts[1].body) == "<p>„So“</p>"


def test_strings_of_the_book_are_refined() -> None:
    """Titles are printed in the language of what they stand over, the editor's words in the book's."""
    plain = book_of(text("<p>So</p>", language="fr"))
    chapter = plain.chapters[0]
    article = replace(
        chapter.articles[0],
        title='"Marée"',
        published=FirstPublication(where="Crane's Tides", when="May 6, 1871"),
        corrections=(Correction("it's", "it is", 'A "slip".'),),
    )
    part = replace(plain.parts[0], chapters=(replace(chapter, title='"Tides"', articles=(article,)),))
    person = Contributor("crane", "Agnes O'Crane", "O'Crane, Agnes", tree('<p>"Wrote."</p>'))
    dressed = refine_titles(
        replace(
            plain,
            metadata=replace(plain.metadata, title="Crane's Tides", description='"Short"...'),
            contributors={"crane": person},
            parts=(part,),
            authority=replace(plain.authority, headings=(Heading("O'Crane, Agnes", see="O'Neill"),)),
        )
    )
    printed = dressed.chapters[0].articles[0]
    assert printed.title == "«\u202fMarée\u202f»"
    assert (printed.published.where, printed.published.when) == (
        "Crane’s Tides",
        "May\N{NO-BREAK SPACE}6, 1871",
    )
    assert printed.corrections[0].reason == "A “slip”."
    assert dressed.chapters[0].title == "“Tides”"
    assert (dressed.metadata.title, dressed.metadata.description) == ("Crane’s Tides", "“Short”…")
    assert (dressed.contributors["crane"].name, dressed.contributors["crane"].sort) == (
        "Agnes O’Crane",
        "O’Crane, Agnes",
    )
    assert markup(dressed.contributors["crane"].biography) == "<p>“Wrote.”</p>"  # type: ignore[arg-type]
    assert (dressed.authority.headings[0].name, dressed.authority.headings[0].see) == (
        "O’Crane, Agnes",
        "O’Neill",
    )


def test_the_book_given_is_left_alone() -> None:
    """A pass makes a new book; the trees of the old one stay."""
    plain = book_of(text('<p>"So"<call note="1"/></p>', [note("1", '"Almanack"')]))
    before = shown(plain)
    refine_titles(each(plain, refine_text))
    assert shown(plain) == before


def test_every_orthography_can_be_read() -> None:
    """Each `orthography.toml` has known keys only and gives rules that work."""
    tables = {name: own(name, "orthography") for name in ("und", *all_tags())}
    names = [name for name, table in tables.items() if table]
    assert {"und", "en", "en-GB", "de", "fr", "es", "it"} <= set(names)
    for name in names:
        assert set(tables[name]) <= set(Conventions.__dataclass_fields__) | {"base"}, name
        assert len(conventions_for(name).double) == 2, name
        assert '"' not in refine_string("\"a\" -- 'b'", name)


@pytest.mark.parametrize(
    "heap",
    [
        *(
            '"',
            "'",
            "“",
            "‘",
            "’",
            "`",
            "-",
            ".",
            "- ",
            ". ",
            "'a ",
            '"a ',
            "A. ",
            "A.",
            "1-",
            "12-14 ",
            "pp. ",
        ),
        *(
            "a",
            "9",
            "9,999-",
            "(",
            "http:",
            "a@",
            "\N{NO-BREAK SPACE}",
            "« ",
            "!",
            "'n'",
            "ab'",
            "1'2\" ",
            "X ",
        ),
    ],
)
@pytest.mark.parametrize("language", ["en-US", "fr", "pl"])
def test_time_grows_no_faster_than_the_text(heap: str, language: str) -> None:
    """A mark or word repeated thousands of times holds nobody up."""
    from time import process_time

    begun = process_time()
    refine_string(heap * (30_000 // len(heap)), language)
    assert process_time() - begun < 3
