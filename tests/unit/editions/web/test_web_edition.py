"""The web edition: a page for each section with its notes, links that lead somewhere, what a search reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from harbour_book import MENTIONS, PAGES, documents_of, small_book
from lxml import html

from florilegium.book.model import Book
from florilegium.editions.designs.design import design_of
from florilegium.editions.protocol import Context
from florilegium.editions.web.edition import web_files
from florilegium.editions.web.web_documents import calls_of, starts_on_pages, web_documents
from florilegium.manifest.schema.imprint import WebKeys
from florilegium.problems import Report
from florilegium.system.tasks.runner import Runner

Site = dict[str, bytes]


def context_of(book: Book, root: Path, report: Report) -> Context:
    return Context(
        book=book,
        documents=documents_of(book),
        starts=PAGES,
        mentions=MENTIONS,
        stem="harbour",
        root=root,
        made=datetime(2026, 11, 22, tzinfo=UTC),
        made_with="Florilegium 0.1",
        options=WebKeys(),
        design=design_of(),
        printed=None,
        report=report,
        runner=Runner(),
    )


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Site]:
    """`make(book)` gives the files of its web edition; a problem is a failure."""

    def made(book: Book | None = None) -> Site:
        report = Report()
        found = web_files(context_of(book or small_book(), tmp_path, report))
        assert report.problems == ()
        return {name.removeprefix("harbour-web/"): data for name, data in found.items()}

    return made


def test_the_same_book_gives_the_same_bytes(make: Callable[..., Site]) -> None:
    assert make() == make()


def test_each_note_stands_once_on_the_page_of_its_call(make: Callable[..., Site]) -> None:
    """In the order of the calls, and tied to the first of its own."""
    site = make()
    seen = []
    for name, data in site.items():
        if not name.startswith("text/"):
            continue
        tree = html.fromstring(data)
        notes = tree.xpath("//ol[@class='notes']/li")
        called = [link.get("href").partition("#")[2] for link in calls_of(tree)]
        assert [note.get("id") for note in notes][: len(set(called))] == list(dict.fromkeys(called)), name
        places = [link.get("style") for link in calls_of(tree) if link.get("style")]
        assert len(places) == len(set(called))
        seen += [note.get("id") for note in notes]
    expected = [note.id for text in small_book().texts for note in text.notes]
    assert seen and sorted(seen) == sorted(expected)
    assert "text/notes.html" not in site


def test_the_contents_lead_to_every_page_but_the_opening(make: Callable[..., Site]) -> None:
    site = make()
    tree = html.fromstring(site["index.html"])
    led = {link.partition("#")[0] for link in tree.xpath("//nav[@role='doc-toc']//a/@href")}
    assert led == {name for name in site if name.startswith("text/")}
    assert tree.xpath("string(//h1)") == small_book().metadata.title
    assert [len(html.fromstring(site[name]).xpath("//h1")) for name in sorted(led)] == [1] * len(led)


def test_neighbours_lead_to_one_another(make: Callable[..., Site]) -> None:
    site = make()
    at, steps = "index.html", ["index.html"]
    while after := html.fromstring(site[at]).xpath("//link[@rel='next']/@href"):
        before, at = at, after[0] if after[0].startswith("text/") else f"text/{after[0]}"
        (back,) = html.fromstring(site[at]).xpath("//link[@rel='prev']/@href")
        assert back == (f"../{before}" if before == "index.html" else before.removeprefix("text/"))
        steps.append(at)
    assert sorted(steps) == sorted(name for name in site if name.endswith(".html"))


def test_a_search_reads_every_paragraph_with_its_address(make: Callable[..., Site]) -> None:
    site = make()
    script = site["scripts/search.js"].decode()
    found = json.loads(script.removeprefix("florilegiumFound(").removesuffix(");\n"))
    words = " ".join(text for _, _, text in found["paragraphs"])
    for text in small_book().texts:
        for block in text.body.iter("p"):
            said = " ".join("".join(block.xpath("text()")).split())
            assert said.split()[0] in words
    for place, anchor, text in found["paragraphs"]:
        page = html.fromstring(site[found["pages"][place][0]])
        (block,) = page.xpath("//*[@id=$anchor]", anchor=anchor)
        assert text.split()[0] in "".join(block.itertext())
        assert not re.search("[\u00ad\u2060\u200b]", text)


def test_what_is_not_cleared_is_kept_from_search_engines(make: Callable[..., Site]) -> None:
    from florilegium.book.bibliographic import Permission

    def with_permission(permission: Permission) -> Book:
        book = small_book()
        parts = tuple(
            replace(part, chapters=tuple(
                replace(chapter, articles=tuple(
                    replace(article, permission=permission) for article in chapter.articles
                ))
                for chapter in part.chapters
            ))
            for part in book.parts
        )  # fmt: skip
        return replace(book, parts=parts)

    asked = b'<meta name="robots" content="noindex"/>'
    assert all(
        asked in data for n, data in make(with_permission(Permission.NOT_CLEARED)).items() if "html" in n
    )
    assert not any(asked in data for data in make(with_permission(Permission.CLEARED)).values())


def test_printed_pages_of_notes_begin_where_their_notes_stand() -> None:
    documents = web_documents(documents_of(small_book())).all
    shown = {document.section.id: document for document in documents}
    starts = tuple(starts_on_pages(PAGES, documents))
    assert {start.section for start in starts} <= shown.keys()
    for start, was in ((one, next(p for p in PAGES if p.label == one.label)) for one in starts):
        assert start.section == was.section or start.block in shown[start.section].anchors


def test_a_sheet_of_the_project_that_asks_for_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "web.css").write_text('@import "https://example.org/a.css";')
    report = Report()
    web_files(context_of(small_book(), tmp_path, report))
    (problem,) = report.problems
    assert (problem.code, str(problem.place)) == ("E001", "styles/web.css:1:1")
