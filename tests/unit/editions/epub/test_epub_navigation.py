"""The ways in: contents, landmarks, page list and NCX say the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from harbour_book import OPS, XHTML, Opened

from florilegium.editions.epub.edition import EpubInput, EpubOptions

NCX = "{http://www.daisy.org/z3986/2005/ncx/}"


@pytest.fixture
def epub(order: EpubInput, make: Callable[..., Opened]) -> Opened:
    return make(order)


def nav(epub: Opened, kind: str) -> Any:
    (found,) = epub.tree("nav.xhtml").xpath(
        "//h:nav[@epub:type=$kind]", kind=kind, namespaces={"h": XHTML[1:-1], "epub": OPS[1:-1]}
    )
    return found


def nested(listed: Any) -> list[Any]:
    """A list of the contents as (label, href, what is under it)."""
    rows = []
    for item in listed.findall(f"{XHTML}li"):
        link, below = item.find(f"{XHTML}a"), item.find(f"{XHTML}ol")
        rows.append(("".join(link.itertext()), link.get("href"), [] if below is None else nested(below)))
    return rows


def points(parent: Any) -> list[Any]:
    return [
        (
            point.findtext(f"{NCX}navLabel/{NCX}text"),
            point.find(f"{NCX}content").get("src"),
            points(point),
        )
        for point in parent.findall(f"{NCX}navPoint")
    ]


def test_articles_stand_under_their_chapter_with_their_authors(epub: Opened) -> None:
    lines = nested(nav(epub, "toc").find(f"{XHTML}ol"))
    (shore,) = [line for line in lines if line[0] == "1. The Shore"]
    assert shore[2] == [
        (
            "On Tides – Ada Lovell",
            "text/tides.xhtml",
            [("The first book", "text/tides.xhtml#tides-2", [])],
        ),
        ("Nine Lamps – Jonas Pell and Ada Lovell", "text/lamps.xhtml", []),
    ]


def test_contents_and_ncx_agree(epub: Opened) -> None:
    assert points(epub.tree("toc.ncx").find(f"{NCX}navMap")) == nested(nav(epub, "toc").find(f"{XHTML}ol"))


def test_contents_follow_the_spine_and_leave_out_cover_and_themselves(epub: Opened) -> None:
    def flat(lines: list[Any]) -> list[str]:
        return [href for line in lines for href in (line[1], *flat(line[2]))]

    opf = {"o": "http://www.idpf.org/2007/opf"}
    names = {item.get("id"): item.get("href") for item in epub.package.iterfind(".//o:item", opf)}
    spine = [names[ref.get("idref")] for ref in epub.package.iterfind(".//o:itemref", opf)]
    assert "nav.xhtml" not in spine
    listed = [href for href in flat(nested(nav(epub, "toc").find(f"{XHTML}ol"))) if "#" not in href]
    assert listed == [name for name in spine if name not in {"cover.xhtml", "text/contents.xhtml"}]


def test_the_contents_page_says_what_the_navigation_document_says(epub: Opened) -> None:
    """A reading system that shows what is hidden shows no page list: it is in no file of the text."""

    def inside_the_folder(lines: list[Any]) -> list[Any]:
        return [(label, href.removeprefix("text/"), inside_the_folder(below)) for label, href, below in lines]

    (toc,) = epub.tree("text/contents.xhtml").iter(f"{XHTML}nav")
    told = nested(nav(epub, "toc").find(f"{XHTML}ol"))
    assert nested(toc.find(f"{XHTML}ol")) == inside_the_folder(told)
    assert [name for name in epub.pages if epub.tree(name).xpath("//*[@hidden]")] == ["nav.xhtml"]


def test_the_contents_show_headings_to_the_depth_asked_for(
    order: EpubInput, make: Callable[..., Opened]
) -> None:
    epub = make(order, options=EpubOptions(embed_fonts=False, headings=0))
    assert b"The first book" not in epub.entries["EPUB/nav.xhtml"]
    assert b"The first book" not in epub.entries["EPUB/toc.ncx"]


def test_the_half_title_is_the_printed_books(epub: Opened) -> None:
    assert "text/half-title.xhtml" not in epub.pages


def test_landmarks_name_the_chief_places(epub: Opened) -> None:
    links = {link.get(f"{OPS}type"): link.get("href") for link in nav(epub, "landmarks").iter(f"{XHTML}a")}
    assert links["cover"] == "cover.xhtml"
    assert links["toc"] == "text/contents.xhtml"
    assert links["bodymatter"] == "text/introduction.xhtml"
    assert links["endnotes"] == "text/notes.xhtml"
    assert links["index"] == "text/index.xhtml"


def test_the_page_list_has_every_page_whose_text_is_here(epub: Opened) -> None:
    links = [(link.text, link.get("href")) for link in nav(epub, "page-list").iter(f"{XHTML}a")]
    assert [label for label, _ in links] == ["iii", "iv", "v", "1", "3", "4", "5", "6", "7"]
    for label, href in links:
        name, _, anchor = href.partition("#")
        assert epub.by_id(name, anchor).get("aria-label") == label


def test_a_page_begins_at_the_very_word(epub: Opened) -> None:
    mark = epub.by_id("text/tides.xhtml", "page-5")
    paragraph = next(outer for outer in mark.iterancestors(f"{XHTML}p"))
    after = "".join(paragraph.itertext()).split("never")[1]
    before = mark.xpath("string(preceding::text()[1])")
    assert before == "ve" and mark.tail == "ll"
    assert after.startswith(" crossed")


def test_the_ncx_has_the_page_list_too(epub: Opened) -> None:
    ncx = epub.tree("toc.ncx")
    found = [
        (target.get("type"), target.get("value"), target.findtext(f"{NCX}navLabel/{NCX}text"))
        for target in ncx.iter(f"{NCX}pageTarget")
    ]
    assert found[0] == ("front", None, "iii")
    assert found[-1] == ("normal", "7", "7")
    told = {meta.get("name"): meta.get("content") for meta in ncx.iter(f"{NCX}meta")}
    assert told["dtb:uid"] == "urn:isbn:9780306406157"
    assert (told["dtb:depth"], told["dtb:totalPageCount"], told["dtb:maxPageNumber"]) == ("3", "9", "7")


def test_reading_order_has_no_gap_and_one_number_for_one_place(epub: Opened) -> None:
    ncx = epub.tree("toc.ncx")
    places: dict[str, str] = {}
    for element in ncx.iter(f"{NCX}navPoint", f"{NCX}pageTarget"):
        places[element.get("playOrder")] = element.find(f"{NCX}content").get("src")
    assert sorted(map(int, places)) == list(range(1, len(places) + 1))
    assert len(set(places.values())) == len(places)


def test_without_pages_there_is_no_page_list(order: EpubInput, make: Callable[..., Opened]) -> None:
    epub = make(order, pages=())
    assert b"page-list" not in epub.entries["EPUB/nav.xhtml"]
    assert b"pageList" not in epub.entries["EPUB/toc.ncx"]
    assert b"pageBreakSource" not in epub.entries["EPUB/content.opf"]
