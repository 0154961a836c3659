"""The rights gate: no release goes out while an article stands in it by no known right."""

from __future__ import annotations

from dataclasses import replace

from florilegium.book.bibliographic import Permission
from florilegium.book.model import Article, Book
from florilegium.languages.labels import labels_for
from florilegium.problems import ReleaseError, Report


def check_rights(book: Book, report: Report) -> None:
    """Let a book pass of which every article is cleared.

    Reports:
        M027: an article is not cleared.
        M028: it is said to be cleared, licensed or free, and nothing shows it.

    Raises:
        ReleaseError: an article is not cleared; its problems have the list.
    """
    for article in book.articles:
        _check(article, report)
    open_cases = sum(article.permission is Permission.NOT_CLEARED for article in book.articles)
    if open_cases:
        count = len(book.articles)
        raise ReleaseError(
            f"no release is made: {open_cases} of {count} articles {'is' if open_cases == 1 else 'are'} not "
            "cleared. A private review copy can be made all the same: `--review`, or its box at the desk.",
            report.problems,
        )


def _check(article: Article, report: Report) -> None:
    record = article.record
    place, title = record.evidence.place, article.title
    if article.permission is Permission.NOT_CLEARED:
        message = f"permission to reprint “{title}” is not cleared"
        report.add("M027", place, message, _HOW_TO_CLEAR)
    elif not record.evidence.is_given and not _is_shown_by_licence(article):
        told = f"“{title}” is said to be “{article.permission.value}”, and nothing shows it"
        report.add("M028", place, told, _HOW_TO_SHOW)


def _is_shown_by_licence(article: Article) -> bool:
    return article.permission is Permission.LICENSED and article.record.licence is not None


_HOW_TO_CLEAR = (
    "When you have it, write `permission: {status: cleared, evidence: …}` beside the article; `licence` and "
    "`public domain` are the other two."
)
_HOW_TO_SHOW = (
    "Say how it is known: `permission: {status: …, evidence: in words, file: letters/from-the-estate.pdf}`."
)


def for_review(book: Book) -> Book:
    """Return a book whose every page and file bears the notice of a private review copy."""
    notice = labels_for(book.metadata.language).review_copy
    return replace(book, metadata=replace(book.metadata, notice=notice))
