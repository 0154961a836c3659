"""The tree of a long section comes in portions, and each of its blocks in one of them."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from florilegium.editions.pdf.section.long_sections import LongSection

TREE = (
    '<html lang="en"><head><title>Test</title></head><body class="article"><article id="a" '
    'aria-labelledby="t"><header><h1 id="t">Title</h1></header>\n<div class="text">'
    '<p id="p1">One two.</p>\n<h2 id="h">Three</h2><p id="p2" class="flush">Four five.</p>'
    '<blockquote id="q"><p>Six</p></blockquote><p id="p3">Seven eight.</p></div></article></body></html>'
)


def portions(most: int, ends: list[list[Collection[int]]]) -> list[str]:
    """The bodies of a tree's portions, of which pages are told that end as they do."""
    section, found = LongSection(etree.fromstring(TREE), most), []
    for pages in ends:
        root = section.portion()
        assert root.findtext("head/title") == "Test"
        kept = section.end(pages)
        found.append(f"{kept} {etree.tostring(root.find('body'), encoding='unicode')}".replace("\n", ""))
    assert section.is_over
    return found


def test_a_section_of_ordinary_length_is_one_portion() -> None:
    (whole,) = portions(1000, [[{0, 1}, {1, 2, 3, 4, 5}]])
    assert whole == "2 " + TREE[TREE.index("<body") : TREE.index("</html>")].replace("\n", "")


def test_what_stands_on_pages_that_are_not_whole_comes_again() -> None:
    """The next portion begins as its page does: nothing above its first block, what it follows unseen."""
    first, second = portions(200, [[{0}, {1, 2}, {3}, {3, 4}], [{3}, {4, 5}]])
    on_top = 'style="margin-top: 0; padding-top: 0"'
    assert first == (
        '2 <body class="article"><article id="a" aria-labelledby="t"><header><h1 id="t">Title</h1></header>'
        '<div class="text"><p id="p1">One two.</p><h2 id="h">Three</h2></div></article></body>'
    )
    assert second == (
        f'2 <body class="article" {on_top}><article {on_top}><header style="display: none"/>'
        f'<div class="text" {on_top}><h2 style="display: none"/>'
        f'<p id="p2" class="flush" {on_top}>Four five.</p><blockquote id="q"><p>Six</p></blockquote>'
        '<p id="p3">Seven eight.</p></div></article></body>'
    )


def test_a_portion_without_a_page_to_end_with_keeps_all() -> None:
    """No page begins with a block, so the portion ends where its blocks do."""
    first, _second = portions(200, [[{0}, {0, 1}, {1, 2}, {2, 3}, {3, 4}], [{5}]])
    assert first.startswith("5 ") and "<blockquote" in first


def test_a_picture_that_goes_over_to_the_next_page_ends_no_portion() -> None:
    """Its block stands behind one that follows it, so that the pages between cannot be parted."""
    first, _second = portions(200, [[{0}, {1}, {3}, {2, 4}], [{2}, {4, 5}]])
    assert first.startswith("2 ") and '<p id="p2"' not in first


def test_a_measured_table_goes_on_with_its_head_said_again() -> None:
    """Behind the row before it, which is not shown: no row is the first of the table once more."""
    body = (
        '<body><figure id="f"><figcaption id="c">Lamps</figcaption><table measured="1.0;2.0"><thead>'
        '<tr><th id="h">Oil<a class="call" id="k">1</a></th></tr></thead><tbody>'
        '<tr class="a"><td rowspan="2">One</td></tr><tr/><tr><td>Two</td></tr><tr><td>Six</td></tr></tbody>'
        "</table></figure></body>"
    )
    section = LongSection(etree.fromstring(f"<html>{body}</html>"), 130)
    first = section.portion()
    assert list(section.places().values()) == [0, 1, 1, 2]
    assert section.end([{0}, {1}, {1}, {2}]) == 3
    assert [row.get("class") for row in first.iter("tr")] == [None, "a", None]
    on_top = 'style="margin-top: 0; padding-top: 0"'
    assert etree.tostring(section.portion(), encoding="unicode") == (
        f'<html><body {on_top}><figure {on_top}><figcaption style="display: none"/>'
        f'<table measured="1.0;2.0" {on_top}><thead repeated=""><tr><th>Oil</th></tr></thead>'
        '<tbody><tr style="display: none"/><tr><td>Two</td></tr><tr><td>Six</td></tr></tbody></table>'
        "</figure></body></html>"
    )


def test_a_head_without_rows_goes_to_the_next_portion() -> None:
    body = (
        '<body><p id="p">Lamps</p><table measured="1.0;2.0"><thead><tr><th id="h">Oil</th></tr></thead>'
        "<tbody><tr><td>One</td></tr><tr><td>Two</td></tr></tbody></table></body>"
    )
    section = LongSection(etree.fromstring(f"<html>{body}</html>"), 90)
    first = section.portion()
    section.end([{0}, {0}, {1}])
    assert first.find(".//th") is None
    assert section.portion().find(".//th").get("id") == "h"


def test_a_container_that_begins_with_a_portion_keeps_its_name() -> None:
    """It stands at the head of a page too; what goes on from before has its name there."""
    body = (
        '<body><section id="a"><section id="b"><p id="p1">One two.</p></section><!-- here -->'
        '<section id="c" aria-labelledby="p2"><p id="p2">Three four.</p></section></section></body>'
    )
    section = LongSection(etree.fromstring(f"<html>{body}</html>"), 5)
    section.portion()
    section.end([{0}])
    on_top = 'style="margin-top: 0; padding-top: 0"'
    assert etree.tostring(section.portion(), encoding="unicode") == (
        f'<html><body {on_top}><section {on_top}><section style="display: none"/>'
        f'<section id="c" aria-labelledby="p2" {on_top}><p id="p2" {on_top}>Three four.</p></section>'
        "</section></body></html>"
    )
