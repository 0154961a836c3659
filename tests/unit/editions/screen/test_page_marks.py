"""Mentions and page marks stand at the very letter, and the words stay as they were."""

from __future__ import annotations

import pytest
from harbour_book import OPS, body
from lxml import etree

from florilegium.book.model import Mention
from florilegium.book.runs import text_of
from florilegium.editions.pagemap import PageStart
from florilegium.editions.screen.page_marks import mark


def page(blocks: str) -> etree._Element:
    html = etree.Element("html")
    html.append(body(f"<section>{blocks}</section>"))
    return html


def marked(blocks: str, *, mentions: tuple[Mention, ...] = (), pages: tuple[PageStart, ...] = ()) -> str:
    tree = page(blocks)
    before = "".join(tree.itertext())
    mark(tree, mentions, pages)
    assert "".join(tree.itertext()) == before
    section = tree.find("body/section")
    assert section is not None
    return etree.tostring(section, encoding="unicode")


def found_at(block: str, start: int, end: int, anchor: str = "m") -> Mention:
    return Mention(anchor, "Heading", "", block, start, end)


def test_a_mention_is_wrapped_with_its_anchor() -> None:
    made = marked('<p id="a">In Saltmere it rains.</p>', mentions=(found_at("a", 3, 11),))
    assert '<p id="a">In <span class="mention" id="m">Saltmere</span> it rains.</p>' in made


def test_several_mentions_of_a_block_do_not_move_one_another() -> None:
    made = marked(
        '<p id="a">Ada met Jonas, and Ada left.</p>',
        mentions=(found_at("a", 0, 3, "m1"), found_at("a", 8, 13, "m2"), found_at("a", 19, 22, "m3")),
    )
    for anchor, word in (("m1", "Ada"), ("m2", "Jonas"), ("m3", "Ada")):
        assert f'<span class="mention" id="{anchor}">{word}</span>' in made


def test_a_mention_across_markup_has_one_anchor_and_all_its_letters() -> None:
    tree = page('<p id="a">met <em>Ada Lo</em>vell twice</p>')
    mark(tree, [found_at("a", 4, 14)], [])
    pieces = tree.findall(".//span[@class='mention']")
    assert "".join(piece.text or "" for piece in pieces) == "Ada Lovell"
    assert [piece.get("id") for piece in pieces] == ["m", None]


def test_the_number_of_a_call_counts_as_no_text() -> None:
    made = marked(
        '<p id="a">men.<a class="call" href="#n">12</a> Ada wrote.</p>', mentions=(found_at("a", 5, 8),)
    )
    assert '<span class="mention" id="m">Ada</span> wrote' in made


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        (0, '<p id="a"><span/>One two three</p>'),
        (3, '<p id="a">One <span/>two three</p>'),
        (5, '<p id="a">One tw<span/>o three</p>'),
        (99, '<p id="a">One two three<span/></p>'),
    ],
)
def test_a_page_begins_before_its_first_letter_white_space_not_counted(letters: int, expected: str) -> None:
    tree = page('<p id="a">One two three</p>')
    mark(tree, [], [PageStart("9", "s", "a", letters)])
    for span in tree.iter("span"):
        span.attrib.clear()
        etree.cleanup_namespaces(span)
    paragraph = tree.find(".//p")
    assert paragraph is not None
    assert etree.tostring(paragraph, encoding="unicode").replace(f' xmlns:epub="{OPS[1:-1]}"', "") == expected


def test_a_page_mark_says_what_it_is() -> None:
    tree = page('<p id="a">One</p>')
    mark(tree, [], [PageStart("xii", "s", "a", 0)])
    (span,) = tree.iter("span")
    assert dict(span.attrib) == {
        f"{OPS}type": "pagebreak",
        "role": "doc-pagebreak",
        "id": "page-xii",
        "aria-label": "xii",
    }


def test_a_page_that_begins_with_a_heading_is_marked_before_it() -> None:
    tree = page('<h1 id="t">Title</h1>')
    mark(tree, [], [PageStart("3", "s", "t", 0)])
    section = tree.find("body/section")
    assert section is not None
    assert [child.tag for child in section] == ["span", "h1"]


def test_pages_of_one_place_keep_their_order() -> None:
    tree = page('<p id="a">One</p>')
    placed = mark(tree, [], [PageStart("3", "s", "a", 0), PageStart("4", "s", "a", 0)])
    assert [span.get("id") for span in tree.iter("span")] == ["page-3", "page-4"]
    assert [start.label for start in placed] == ["3", "4"]


def test_a_page_that_begins_with_no_words_opens_its_section_or_has_no_place() -> None:
    tree = page('<p id="a">One</p>')
    placed = mark(tree, [], [PageStart("3", "s", "", 0), PageStart("4", "s", "running-head", 0)])
    assert [start.label for start in placed] == ["3"]
    section = tree.find("body/section")
    assert section is not None and section[0].get("id") == "page-3"


def test_a_page_may_begin_inside_a_mention() -> None:
    tree = page('<p id="a">met Ada Lovell</p>')
    mark(tree, [found_at("a", 4, 14)], [PageStart("3", "s", "a", 6)])
    paragraph = tree.find(".//p")
    assert paragraph is not None
    assert text_of(paragraph) == "met Ada Lovell"
    (mention,) = tree.findall(".//span[@class='mention']")
    assert [child.get("id") for child in mention] == ["page-3"]
    assert (mention.text, mention[0].tail) == ("Ada ", "Lovell")


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ("<h2 id='b'>Doors</h2>", "{}<h2 id='b'>Doors</h2>"),
        ("<p id='b'><a href='#x'>Doors</a> and</p>", "<p id='b'>{}<a href='#x'>Doors</a> and</p>"),
        (
            "<table><caption id='b'>Doors</caption><tr><td>1</td></tr></table>",
            "{}<table><caption id='b'>Doors</caption><tr><td>1</td></tr></table>",
        ),
        (
            "<table><thead><tr><th>No.</th><th id='b'>Doors</th></tr></thead></table>",
            "{}<table><thead><tr><th>No.</th><th id='b'>Doors</th></tr></thead></table>",
        ),
        (
            "<table><tr><th id='b'>Doors</th><td>oak</td></tr></table>",
            "<table><tr><th id='b'>Doors</th><td>{}oak</td></tr></table>",
        ),
        (
            "<figure><img src='a'/><figcaption><p id='b'>Doors</p></figcaption></figure>",
            "<figure><img src='a'/>{}<figcaption><p id='b'>Doors</p></figcaption></figure>",
        ),
        (
            "<figure><figcaption id='b'>Doors</figcaption><table/></figure>",
            "{}<figure><figcaption id='b'>Doors</figcaption><table/></figure>",
        ),
        (
            "<p id='b'><span class='term'>Doors</span>, 3</p>",
            "<p id='b'>{}<span class='term'>Doors</span>, 3</p>",
        ),
    ],
)
@pytest.mark.parametrize("offset", [0, 2])
def test_a_mark_is_no_part_of_a_name(blocks: str, expected: str, offset: int) -> None:
    """Of a heading, a link, a table and its cells, a figure, a term of the index."""
    made = etree.fromstring(marked(blocks, pages=(PageStart("3", "s", "b", offset),)))
    wanted = etree.fromstring(f"<section>{expected.format('<span/>')}</section>")
    (found,) = made.iterfind(".//span[@role='doc-pagebreak']")
    found.attrib.clear()
    etree.cleanup_namespaces(made)
    assert etree.tostring(made) == etree.tostring(wanted)
