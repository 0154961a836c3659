"""What the tests of the EPUB share: an order for the small anthology, and its EPUB taken apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from harbour_book import MENTIONS, PAGES, Opened, documents_of, opened, small_book

from florilegium.editions.epub.edition import EpubInput, EpubOptions, make_epub
from florilegium.problems import Report


@pytest.fixture
def order(tmp_path: Path) -> EpubInput:
    """An order for the small anthology, with page marks and fonts left out until a test asks for them."""
    book = small_book()
    return EpubInput(
        book=book,
        documents=documents_of(book),
        root=tmp_path,
        modified=datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
        mentions=MENTIONS,
        pages=PAGES,
        options=EpubOptions(embed_fonts=False),
        made_with="Florilegium 0.1",
    )


@pytest.fixture
def make() -> Callable[..., Opened]:
    """`make(order, field=value, …)` makes the EPUB of an order with some fields changed, taken apart."""

    def made(order: EpubInput, report: Report | None = None, **changes: object) -> Opened:
        return opened(make_epub(replace(order, **changes), report or Report()))

    return made
