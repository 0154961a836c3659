"""Tags of elements beside words in angle brackets."""

from __future__ import annotations

import pytest

from florilegium.sources.tree.angle_brackets import TagNames, escape_words, without_cut_end, words_in_tags


@pytest.mark.parametrize(
    ("page", "escaped"),
    [
        ("<p>x<b and b>c, <b>bold</b></p>", "<p>x&lt;b and b>c, <b>bold</b></p>"),
        (
            '<p><a clerk> and <a title="He said "never" twice" href="x">y</a></p>',
            '<p>&lt;a clerk> and <a title="He said "never" twice" href="x">y</a></p>',
        ),
        (
            "<head><title>T</title></head><p>The <title> was lost.</p>",
            "<head><title>T</title></head><p>The &lt;title> was lost.</p>",
        ),
        ("<p><her> and <her>x</her></p>", "<p>&lt;her> and <her>x</her></p>"),
        ("<p><time><script>'</time>'</script></p>", "<p><time><script>'</time>'</script></p>"),
        ("<p><title><!-- </title> --></p>", "<p>&lt;title><!-- </title> --></p>"),
        ("<p><ol reversed><td nowrap></p>", "<p><ol reversed><td nowrap></p>"),
        ("<p>İ <a clerk wrote>in</a> <a clerk></p>", "<p>İ <a clerk wrote>in</a> &lt;a clerk></p>"),
    ],
)
def test_evidence_is_taken_place_by_place(page: str, escaped: str) -> None:
    """An end tag is evidence for one beginning only, and none stands in a script or comment."""
    assert escape_words(page, TagNames.of(page, is_page=True)) == escaped


def test_loose_words_of_a_tag_are_kept_with_their_line() -> None:
    """A tag with an end of its own is one; its loose words are for the ledger."""
    page = "<p>\n<a clerk wrote>in</a> <a clerk></p>"
    assert words_in_tags(page, TagNames.of(page, is_page=True)) == [(2, "clerk wrote")]


def test_bare_ordinary_words_of_markdown_are_text() -> None:
    """In Markdown an ordinary word that never ends is no element."""
    text = "The <time> was <small>short</small> and <u>sad</u>, <em dash> and all."
    escaped = "The &lt;time> was <small>short</small> and <u>sad</u>, &lt;em dash> and all."
    assert escape_words(text, TagNames.of(text)) == escaped


def test_an_end_tag_that_is_cut_off_is_none() -> None:
    """At the very end of a page an end tag without its end is no text, unless no such element has begun."""
    page = "<html><article><p>So it ended."
    assert [without_cut_end(f"{page}{end}") for end in ("</arti", "</", "</p\n")] == [page] * 3
    assert without_cut_end(f"{page}</zeb") == f"{page}</zeb"
    assert without_cut_end(f"{page}</p> a < b") == f"{page}</p> a < b"


@pytest.mark.parametrize("quote", ['"', "'"])
def test_words_that_a_broken_value_has_swallowed_are_kept(quote: str) -> None:
    """A quotation mark that is missing is found in the next tag; markup in a value that ends well is data."""
    page = f"<p id={quote}one>Hemp <b>came</b> <a href={quote}riga{quote}>from</a> Riga</p>"
    names = TagNames.of(page, is_page=True)
    assert words_in_tags(page, names) == [(1, f"riga{quote} one>Hemp came")]
    sound = f"<p data-shown={quote}<b>Hemp</b>{quote} id='x'>came</p>"
    assert words_in_tags(sound, TagNames.of(sound, is_page=True)) == []
