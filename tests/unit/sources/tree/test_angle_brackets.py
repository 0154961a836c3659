"""Tags of elements beside words in angle brackets."""

from __future__ import annotations

import pytest

from florilegium.sources.tree.angle_brackets import (
    TagNames,
    broken_tags,
    escape_words,
    has_broken_tags,
    is_plain,
    without_cut_end,
)


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
    [found] = broken_tags(page, TagNames.of(page, is_page=True))
    assert (found.at, found.words) == ("2:1", "clerk wrote")


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
    [found] = broken_tags(page, names)
    assert (found.at, found.words) == ("1:1", f"riga{quote} one>Hemp came")
    assert found.written == f"<p id={quote}one>Hemp"
    sound = f"<p data-shown={quote}<b>Hemp</b>{quote} id='x'>came</p>"
    assert broken_tags(sound, TagNames.of(sound, is_page=True)) == []


def test_a_tag_that_never_ends_stands_in_the_text() -> None:
    """A value without its closing quotation mark, or a name before its own end tag, was meant as a tag."""
    page = '<p>\n<i title="so>lost</i> "Yes," <b he said</b> and <her> 3 <b and the rest.</p>'
    found = broken_tags(page, TagNames.of(page, is_page=True))
    assert [(one.at, one.written, one.words) for one in found] == [
        ("2:1", '<i title="so>lost', ""),
        ("2:30", "<b he said", ""),
    ]


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_value_that_nothing_closes_ends_with_its_tag(quote: str) -> None:
    """A parser would look for its end to the end of the page, and take all words on the way for the value."""
    page = f"<p>He <i title={quote}so it was>left</i> for good.</p>"
    mended = f"<p>He <i title={quote}so it was{quote}>left</i> for good.</p>"
    assert escape_words(page, TagNames.of(page, is_page=True)) == mended
    assert escape_words(mended, TagNames.of(mended, is_page=True)) == mended


@pytest.mark.parametrize("quote", ['"', "'"])
def test_no_word_of_a_value_that_nothing_closes_is_counted(quote: str) -> None:
    """The tag is told, and that its value was cut; no word of the text has gone."""
    page = f"<p>They <b class={quote}kept>stayed</b> for <a href='x'>long</a>.</p>".replace("'x'", "x")
    [found] = broken_tags(page, TagNames.of(page, is_page=True))
    assert (found.words, found.cut) == ("", True)


PLAIN = [
    "<!DOCTYPE html>\n<html lang='en'><head><title>A</title></head><body><p>A &lt; B</p></body></html>",
    '<?xml version="1.0"?>\n<html xmlns="urn:x"><p>A<br/>B <!-- a heron --> C</p></html>',
    '<p class="a" id="b">A</p><script>if (a < b) { c }</script><style>p > a { b: c }</style><svg id="x"/>',
]


@pytest.mark.parametrize("page", PLAIN)
def test_in_a_plain_page_nothing_need_be_decided(page: str) -> None:
    names = TagNames.of(page, is_page=True)
    assert is_plain(page)
    assert escape_words(page, names) == page
    assert not has_broken_tags(page)
    assert broken_tags(page, names) == []


@pytest.mark.parametrize(
    "page",
    [
        "<p>x<b and b>c</p>",
        "<p><her> name</p>",
        "<p>The <title> was lost.</p>",
        "<p><object>Nothing ends it</p>",
        "<p class=a>A</p>",
        "<p>A<!-- a < b --></p>",
        '<p title="a > b">A</p>',
        "<p>5 < 6</p>",
        "<script>a</scripts></p>",
        "<p>A <!-- never ends",
    ],
)
def test_what_may_be_words_is_looked_at_tag_by_tag(page: str) -> None:
    assert not is_plain(page)
