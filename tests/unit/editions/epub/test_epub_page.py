"""A section's file: links that name files, languages said twice, and bytes that any reading system parses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from harbour_book import OPS, XHTML, Opened, body, documents_of
from lxml import etree

from florilegium.book.model import Article
from florilegium.editions.epub.edition import EpubInput, EpubOptions
from florilegium.editions.epub.page import PageInput, PageLook, make_page, serialise
from florilegium.editions.screen.links import relative
from florilegium.editions.screen.page_parts import PageParts
from florilegium.editions.sections import Matter, Section, SectionKind
from florilegium.languages.scripts import is_right_to_left

XML = "{http://www.w3.org/XML/1998/namespace}"


def finished(blocks: str, links: dict[str, str] | None = None) -> str:
    """The bytes of a page with some blocks, as text."""
    html = etree.Element("html", {"lang": "en"})
    html.append(body(blocks))
    section = Section("s", SectionKind.ARTICLE, "S", Matter.BODY, "en")
    look = PageLook("", ("styles/a.css",))
    parts = PageParts("text/s.xhtml", section, etree.tostring(html), links=tuple((links or {}).items()))
    return make_page(PageInput(parts, look)).xhtml.decode()


def test_a_link_names_the_file_of_its_anchor() -> None:
    made = finished(
        '<p><a href="#n1">1</a> <a href="#here">h</a> <a href="https://example.org/#n1">w</a></p>',
        {"n1": "text/notes.xhtml", "here": "text/s.xhtml"},
    )
    assert 'href="notes.xhtml#n1"' in made
    assert 'href="s.xhtml#here"' in made
    assert 'href="https://example.org/#n1"' in made


def test_a_link_to_nothing_becomes_text() -> None:
    assert "<a>lost</a>" in finished('<p><a href="#gone">lost</a></p>')


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        ("text/b.xhtml", "text/a.xhtml", "b.xhtml"),
        ("styles/a.css", "nav.xhtml", "styles/a.css"),
        ("images/a.png", "text/a.xhtml", "../images/a.png"),
    ],
)
def test_addresses_between_files(target: str, source: str, expected: str) -> None:
    assert relative(target, source) == expected


def test_what_the_pipeline_notes_leaves() -> None:
    assert 'at="' not in finished('<p at="3:1" id="p">One</p>')


def test_languages_are_said_twice_and_direction_where_it_turns() -> None:
    made = finished('<p>a <span lang="ar">ب <i lang="en">c</i></span> <i lang="el">δ</i></p>')
    assert '<span lang="ar" xml:lang="ar" dir="rtl">' in made
    assert '<i lang="en" xml:lang="en" dir="ltr">' in made
    assert '<i lang="el" xml:lang="el">' in made
    assert '<html xmlns="http://www.w3.org/1999/xhtml"' in made
    assert 'lang="en" xml:lang="en">' in made.split("<head>")[0]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("ar", True), ("he-IL", True), ("az-Arab", True), ("ks-Deva", False), ("en", False), ("ja", False)],
)
def test_writing_direction_follows_language_and_script(tag: str, expected: bool) -> None:
    assert is_right_to_left(tag) is expected


def test_the_head_has_a_title_and_the_styles() -> None:
    made = etree.fromstring(finished("<p>One</p>").encode())
    head = made.find(f"{XHTML}head")
    assert head is not None
    assert [child.tag for child in head] == [f"{XHTML}title", f"{XHTML}link"]
    assert (head[0].text, head[1].get("href")) == ("S", "../styles/a.css")


def test_an_empty_element_has_an_end_tag_unless_html_has_none() -> None:
    html = etree.fromstring("<html><body><p><span/><br/></p><td/></body></html>")
    made = serialise(html).decode()
    assert "<span></span><br/>" in made
    assert "<td></td>" in made


def test_a_file_begins_as_a_content_document_must() -> None:
    made = serialise(etree.fromstring("<html><body><p>é</p></body></html>"))
    assert made.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns=')
    assert "é".encode() in made
    assert b"ns0" not in made


def test_code_keeps_its_lines() -> None:
    assert "<pre>one\n\n\n  two</pre>" in finished("<pre>one\n\n\n  two</pre>")


def test_every_link_of_an_epub_leads_somewhere(order: EpubInput, make: Callable[..., Opened]) -> None:
    epub = make(order)
    anchors = {
        f"{name}#{anchor}" for name in epub.pages for anchor in map(str, epub.tree(name).xpath("//@id"))
    }
    count = 0
    for name in epub.pages:
        for href in map(str, epub.tree(name).xpath("//@href")):
            if re.match(r"https?:", href):
                continue
            count += 1
            folder = f"{name.rpartition('/')[0]}/" if "/" in name else ""
            target = re.sub(r"^[^/]+/\.\./", "", f"{folder}{href}")
            assert target in anchors or f"EPUB/{target}" in epub.entries, (name, href)
    assert count > 60


def test_ids_are_unique_in_each_file(order: EpubInput, make: Callable[..., Opened]) -> None:
    epub = make(order)
    for name in epub.pages:
        ids = [str(anchor) for anchor in epub.tree(name).xpath("//@id")]
        assert len(ids) == len(set(ids))


def test_each_file_has_one_chief_heading_and_skips_no_level(
    order: EpubInput, make: Callable[..., Opened]
) -> None:
    epub = make(order)
    for name in epub.pages:
        levels = [
            int(element.tag[-1])
            for element in epub.tree(name).iter(etree.Element)
            if re.fullmatch(r"\{.*\}h[1-6]", element.tag)
        ]
        if name != "cover.xhtml":
            assert levels.count(1) == 1, name
        assert all(later <= before + 1 for before, later in zip([0, *levels], levels, strict=False))


def test_notes_and_calls_lead_to_one_another(order: EpubInput, make: Callable[..., Opened]) -> None:
    epub = make(order)
    call = epub.by_id("text/tides.xhtml", "tides-c1")
    assert (call.get(f"{OPS}type"), call.get("role")) == ("noteref", "doc-noteref")
    assert call.get("href") == "notes.xhtml#tides-n1"
    note = epub.by_id("text/notes.xhtml", "tides-n1")
    (back,) = note.xpath(".//*[@role='doc-backlink']")
    assert back.get("href") == "tides.xhtml#tides-c1"
    # What is heard first is the note's number and its text, and the way back last.
    words = "".join(note.itertext()).strip()
    assert words.startswith("1.") and words.endswith(back.text)


def test_a_wide_table_tells_each_cell_its_column(order: EpubInput, make: Callable[..., Opened]) -> None:
    table = make(order).tree("text/lamps.xhtml").find(f".//{XHTML}table")
    assert table.getparent().get("class").startswith("table stacks ")
    assert [cell.get("data-label") for cell in table.iter(f"{XHTML}td")] == [
        "Lamp",
        "Height",
        "Reach in sea miles",
        "Keeper",
    ]


def in_french(order: EpubInput) -> EpubInput:
    """The order, its first article a French one in an English book."""

    def french(article: Article) -> Article:
        return (
            article if article.key != "tides" else replace(article, text=replace(article.text, language="fr"))
        )

    parts = tuple(
        replace(
            part,
            chapters=tuple(
                replace(chapter, articles=tuple(map(french, chapter.articles))) for chapter in part.chapters
            ),
        )
        for part in order.book.parts
    )
    book = replace(order.book, parts=parts)
    return replace(order, book=book, documents=documents_of(book))


def test_what_is_told_of_a_foreign_article_elsewhere_names_its_language(
    order: EpubInput, make: Callable[..., Opened]
) -> None:
    """Its title in the contents and its notes at the back are in its language (WCAG 2.2, 3.1.2)."""
    epub = make(in_french(order))
    for name in ("nav.xhtml", "text/contents.xhtml"):
        titles = epub.tree(name).xpath("//*[@class='entry'][@lang='fr']")
        assert [title.text for title in titles] == ["On Tides", "The first book"]
    notes = epub.tree("text/notes.xhtml")
    assert [foreign.tag for foreign in notes.xpath("//*[@lang='fr']")] == [f"{XHTML}a", f"{XHTML}ol"]
    assert len(epub.tree("text/sources.xhtml").xpath("//*[@lang='fr']")) == 1


def test_labels_of_the_book_keep_its_language_in_a_foreign_article(
    order: EpubInput, make: Callable[..., Opened]
) -> None:
    article = make(in_french(order)).tree("text/tides.xhtml")
    assert article.get("lang") == "fr"
    assert [line.get("lang") for line in article.xpath("//*[@class='published']")] == ["en-GB"]


@pytest.mark.parametrize(
    ("embedded", "expected"),
    [(True, ["Set in EB Garamond.", "Made with Florilegium 0.1."]), (False, ["Made with Florilegium 0.1."])],
)
def test_the_colophon_names_the_typeface_of_the_epub(
    order: EpubInput, make: Callable[..., Opened], embedded: bool, expected: list[str]
) -> None:
    """Whatever the printed pages are set in; a book without fonts is set in its reader's."""
    colophon = order.documents[-1].tree
    colophon.find(".//p[@class='typeface']").text = "Set in Another Roman."
    made = make(order, options=EpubOptions(embed_fonts=embedded))
    lines = made.tree("text/colophon.xhtml").iter(f"{XHTML}p")
    assert [line.text for line in lines] == expected
