"""Ids of blocks, and links inside a text."""

from __future__ import annotations

from books import anchored, book_of, markup, note, shown, text

from florilegium.book.model import Book
from florilegium.passes.notes import number_notes
from florilegium.problems import Place, Report


def placed(a_book: Book) -> Book:
    report = Report()
    done = anchored(a_book, report)
    assert report.problems == ()
    return done


def test_blocks_are_numbered_in_reading_order() -> None:
    """Paragraphs, headings, items and cells share one series; blocks that hold blocks have no number."""
    body = "<p>A</p><h2>B</h2><ul><li>C</li><li><p>D</p></li></ul><hr/><blockquote><p>E</p></blockquote>"
    (done,) = placed(book_of(text(body))).texts
    ids = [(each.tag, each.get("id")) for each in done.body.iter() if each.get("id")]
    assert ids == [
        *(("p", "tides-p1"), ("h2", "tides-p2"), ("li", "tides-p3")),
        *(("p", "tides-p4"), ("p", "tides-p5")),
    ]


def test_blocks_of_notes_are_numbered_by_note() -> None:
    a_text = number_notes(text('<p>A<call note="1"/></p>', [note("1", "<p>One.</p><p>Two.</p>")]))
    (done,) = placed(book_of(a_text)).texts
    assert markup(done.notes[0].body) == '<p id="tides-n1-p1">One.</p><p id="tides-n1-p2">Two.</p>'
    assert done.body.find(".//call").get("id") == "tides-c1"  # type: ignore[union-attr]


def test_link_inside_a_text_keeps_its_target() -> None:
    """A named block gets its number, another named place a name of the book; links follow both."""
    body = (
        '<p id="first">A <a href="#second place">to</a></p><p>B <span id="second place">here</span> '
        '<a href="#first">up</a></p>'
        '<table id="t"><tbody><tr><td>C <a href="#t">self</a></td></tr></tbody></table>'
    )
    (done,) = placed(book_of(text(body))).texts
    links = {each.text: each.get("href") for each in done.body.iter("a")}
    assert links == {"to": "#tides-x-second-place", "up": "#tides-p1", "self": "#tides-x-t"}
    ids = {each.get("id") for each in done.body.iter()}
    assert {link[1:] for link in links.values() if link} <= ids


def test_name_given_twice_leads_to_the_first() -> None:
    body = '<p>A <span id="x">a</span> <span id="x">b</span> <span id="X y">c</span> <a href="#x">to</a></p>'
    (done,) = placed(book_of(text(body))).texts
    ids = [each.get("id") for each in done.body.iter("span")]
    assert ids == ["tides-x-x", "tides-x-x-2", "tides-x-X-y"]
    assert done.body.find(".//a").get("href") == "#tides-x-x"  # type: ignore[union-attr]


def test_link_may_lead_to_another_text_by_its_key() -> None:
    """An introduction can point at the article it speaks of, and anything at the web."""
    body = '<p><a href="#ebbe">there</a> <a href="#chapter-1">up</a> <a href="https://example.org/#x">web</a></p>'
    done = placed(book_of(text(body), text("<p>B</p>", key="ebbe")))
    assert [each.get("href") for each in done.texts[0].body.iter("a")] == [
        *("#ebbe", "#chapter-1", "https://example.org/#x")
    ]


def test_link_may_lead_to_a_heading_by_its_words() -> None:
    """As Markdown programs name headings: small letters, hyphens, no punctuation."""
    body = (
        "<h2>The Dry Dock: A “Short” History</h2><h2>Über Ebbe</h2>"
        '<p><a href="#the-dry-dock-a-short-history">a</a> <a href="#%C3%BCber-ebbe">b</a></p>'
    )
    (done,) = placed(book_of(text(body))).texts
    assert [each.get("href") for each in done.body.iter("a")] == ["#tides-p1", "#tides-p2"]


def test_link_to_nothing_loses_its_link_and_keeps_its_words() -> None:
    report = Report()
    body = '<p at="7:1">See the <a href="#gone">second <em>table</em></a> below.</p>'
    (done,) = anchored(book_of(text(body)), report).texts
    assert markup(done.body) == '<p at="7:1" id="tides-p1">See the second <em>table</em> below.</p>'
    (problem,) = report.problems
    assert (problem.code, problem.place) == ("C004", Place("tides.md", 7, 1))
    assert "“second table”" in problem.message


def test_placing_twice_changes_nothing() -> None:
    body = '<p id="a">A <span id="b c">x</span> <a href="#a">y</a> <a href="#b c">z</a></p>'
    once = placed(book_of(number_notes(text(body + '<p><call note="1"/></p>', [note("1")]))))
    assert shown(placed(once)) == shown(once)


def test_the_book_given_is_left_alone() -> None:
    a_book = book_of(text('<p id="a">A <a href="#gone">y</a></p>', [note("1")]))
    before = shown(a_book)
    anchored(a_book)
    assert shown(a_book) == before
