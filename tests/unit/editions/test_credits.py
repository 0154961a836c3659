"""What accounts for the texts is said once for all that it holds for."""

from __future__ import annotations

from dataclasses import replace

from tiny_book import tiny_book

from florilegium.book.bibliographic import Permission
from florilegium.book.model import Book
from florilegium.editions.documents import credits_of
from florilegium.languages.labels import labels_for

LABELS = labels_for("en-US")


def with_permissions(*permissions: Permission) -> Book:
    """The book's articles again and again, alike but for their keys and permissions."""
    book = tiny_book()
    first = book.articles[0]
    articles = tuple(
        replace(first, text=replace(first.text, key=f"a{at}"), permission=permission)
        for at, permission in enumerate(permissions)
    )
    chapter = replace(book.chapters[0], articles=articles)
    return replace(book, parts=(replace(book.parts[0], chapters=(chapter,)),) if book.parts else ())


def test_what_holds_for_all_is_said_at_the_head_alone() -> None:
    book = with_permissions(*[Permission.PUBLIC_DOMAIN] * 3)
    said = credits_of(book, LABELS)
    assert LABELS.status_public_domain in [line for line, _ in said.common]
    assert all(line not in said.common for _, lines in said.groups for line in lines)


def test_neighbours_of_the_same_words_share_them() -> None:
    clear, open_ = Permission.CLEARED, Permission.NOT_CLEARED
    said = credits_of(with_permissions(clear, clear, open_, clear), LABELS)
    assert [len(articles) for articles, _ in said.groups] == [2, 1, 1]
    assert LABELS.status_cleared in [line for line, _ in said.groups[0][1]]
