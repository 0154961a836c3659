"""A page to look at is one page, however much stands on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tiny_book import print_book, tiny_book

from florilegium.book.model import Book
from florilegium.editions.pdf.pagination.pagination import PrintedPage

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
