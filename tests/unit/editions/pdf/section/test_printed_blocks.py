"""Headings, the numbers of lists, and pages to look at, as print asks for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from tiny_book import print_book, tiny_book

from florilegium.book.model import Book
from florilegium.editions.pdf.pagination.pagination import PrintedPage
from florilegium.editions.pdf.section.printed_blocks import count_lists, keep_last_words, set_for_print
from florilegium.editions.pdf.section.printed_section import PrintForm
from florilegium.editions.pdf.section.trim import page_of
from florilegium.editions.sections import SectionKind

LONG = "A Circumstantial Account of the Road to Samarkand, with All Its Fords, Gardens and Walls, " * 4


@pytest.mark.parametrize(
    "book",
    [
        replace(tiny_book(), metadata=replace(tiny_book().metadata, title=LONG, subtitle=LONG)),
        replace(tiny_book(), metadata=replace(tiny_book().metadata, dedication=LONG * 12)),
        replace(tiny_book(), metadata=replace(tiny_book().metadata, rights=LONG * 12)),
    ],
    ids=["title", "dedication", "rights"],
)
def test_what_would_run_over_is_set_smaller(book: Book, tmp_path: Path) -> None:
    printed = print_book(book, tmp_path)
    pages: dict[str, list[PrintedPage]] = {}
    for one in printed.edition.plan.pages:
        if one.section is not None and one.section.is_display:
            pages.setdefault(one.section.id, []).append(one)
    assert all(len(found) == 1 for found in pages.values())
    for name in pages:
        tops = [line.top for line in printed.paginated.layouts[name].lines]
        assert min(tops) > printed.edition.plan.page.head - 4
        assert sorted(tops) == pytest.approx(tops, abs=4)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("<h1>A Booster for Global Leadership</h1>", "A Booster for Global~Leadership"),
        ("<h2>What <em>they</em> said of it</h2>", "What they said of~it"),
        ('<span class="entry">Can the Ferry Be Brought Back</span>', "Can the Ferry Be Brought~Back"),
        ("<span>Can the Ferry Be Brought Back</span>", "Can the Ferry Be Brought Back"),
        ("<p class='subtitle'>Five Essays on Japan</p>", "Five Essays on~Japan"),
        ("<h1>Before the Flood</h1>", "Before the Flood"),
        ("<h1>Notes on the Donaudampfschifffahrt</h1>", "Notes on the Donaudampfschifffahrt"),
        ("<h1>What is <em>it</em></h1>", "What is it"),
        ("<p>Running text is left alone</p>", "Running text is left alone"),
    ],
)
def test_last_words_are_tied(heading: str, expected: str) -> None:
    tree = etree.fromstring(f"<body>{heading}</body>")
    keep_last_words(tree)
    assert "".join(tree.itertext()).replace("\N{NO-BREAK SPACE}", "~") == expected


@pytest.mark.parametrize(
    ("listed", "rules"),
    [
        ("<ol><li/><li/></ol>", ["", "", ""]),
        ('<ol start="3"><li/><li/></ol>', ["counter-reset: list-item 2", "", ""]),
        ('<ol start="0"><li/></ol>', ["counter-reset: list-item -1", ""]),
        ('<ol type="I"><li/></ol>', ["counter-reset: list-item 0; list-style-type: upper-roman", ""]),
        (
            '<ol><li/><li value="7"/></ol>',
            ["counter-reset: list-item 0", "", "counter-increment: list-item 6"],
        ),
        (
            '<ol reversed="reversed"><li/><li/></ol>',
            ["counter-reset: list-item 3", *["counter-increment: list-item -1"] * 2],
        ),
        ('<ol class="notes" start="3"><li/></ol>', ["", ""]),
    ],
)
def test_lists_count_as_they_say(listed: str, rules: list[str]) -> None:
    """A list begins, steps and is lettered as its attributes say; the book's own lists are left alone."""
    tree = etree.fromstring(f"<div>{listed}</div>")
    count_lists(tree)
    assert [element.get("style") or "" for element in tree.iter("ol", "li")] == rules


@pytest.mark.parametrize("title", ["Salt", "<i>Salt</i>", "<i>Salt</i> Roads", "Roads of <i>Salt</i>"])
def test_a_title_in_the_contents_says_no_more_than_it_is(tmp_path: Path, title: str) -> None:
    """Its folio is read apart from it, and a title may begin with markup."""
    line = f'<p><span class="entry">{title}</span><span class="folio">17</span></p>'
    tree = etree.fromstring(f'<html lang="en"><body class="contents">{line}</body></html>')
    words = "".join(tree.itertext())
    set_for_print(tree, PrintForm(SectionKind.CONTENTS, page_of((148, 210))), tmp_path)
    assert "".join(tree.itertext()) == f"{words[:-2]}\N{NO-BREAK SPACE}17"
