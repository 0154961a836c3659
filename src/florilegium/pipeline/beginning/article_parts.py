"""The articles that one file holds, as a first manifest names them: each by its id or its heading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from florilegium.sources.bundles.bundle import BundledArticle
from florilegium.sources.formats import ENCODED, PAGES
from florilegium.system import files

if TYPE_CHECKING:
    from florilegium.sources.manuscript import PartChoice

#: No file that is looked into is larger, in bytes.
_LIMIT: Final = 20_000_000


def parts_of(folder: Path, article: BundledArticle) -> Sequence[PartChoice | None]:
    """Return the articles that a file holds; None alone for one that is an article as a whole."""
    suffix = PurePosixPath(article.name).suffix.lower()
    if suffix not in {*PAGES, *ENCODED}:
        return (None,)
    try:
        data = files.read(folder, article.name, _LIMIT)
    except files.FileRefusedError:
        return (None,)
    return (_texts(data) if suffix in ENCODED else _articles(data, article)) or (None,)


def _texts(data: bytes) -> tuple[PartChoice, ...]:
    from florilegium.sources.encoded.reader import named_texts

    return named_texts(data)


def _articles(data: bytes, article: BundledArticle) -> tuple[PartChoice, ...]:
    """Return the articles of a page: those to which its EPUB’s contents lead, else those that it shows."""
    from florilegium.sources.excerpts.page_articles import articles_in
    from florilegium.sources.web.parse import TooDeepError, parse_page

    try:
        page = parse_page(data.decode("utf-8", "replace"))
    except TooDeepError:
        return ()
    return articles_in(page, article.places)
