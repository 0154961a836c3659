"""The views of the sources: what became of each paragraph and note, and what the editor decides of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from florilegium.desk.answers import Given, manifest_changed, number, page, refused
from florilegium.desk.writing import ConflictError
from florilegium.pipeline.live import article_changes
from florilegium.pipeline.live.article_changes import FIELDS, ROLES, ArticleAt
from florilegium.problems import FlorilegiumError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk
    from florilegium.manifest.reading.tree import Value
    from florilegium.manifest.writing.surgery import Change


def sources(desk: Desk, request: Request) -> Response:
    """Show the articles, and the ledger of one: `?article=` is its key."""
    found = _articles(desk)
    chosen = _article(desk, request.query_params.get("article", "")) or (found[0] if found else None)
    return page(
        desk,
        request,
        "sources.html",
        articles=found,
        chosen=chosen,
        roles=ROLES,
        values=_values(desk, chosen) if chosen else (),
    )


def notes(desk: Desk, request: Request) -> Response:
    """Show every note with its calls in context, odd ones first."""
    read = desk.shown.read
    texts, titles = (read.notes, read.titles) if read else ((), {})
    return page(desk, request, "notes.html", texts=texts, titles=titles)


def role(desk: Desk, given: Given) -> Response:
    """Give a paragraph another role."""
    article = _article(desk, given.get("article", ""))
    row = article.row(int(number(given.get("line"))), given.get("words", "")) if article else None
    if article is None or row is None:
        return refused("This paragraph is not in the book any more. Load the page again.")
    wished = given.get("value", "")
    return manifest_changed(
        desk,
        f"line {row.line} of {article.source}: {wished}",
        lambda written: article_changes.of_role(article, row, wished, written),
    )


def correction(desk: Desk, given: Given) -> Response:
    """Mend a slip by a correction with its reason."""
    article, find = _article(desk, given.get("article", "")), given.get("find", "")
    if article is None or not find.strip():
        return refused("Mark the words that are wrong first.")
    put, reason = given.get("replace", ""), given.get("reason", "").strip()
    return manifest_changed(
        desk,
        f"correction of “{find}”",
        lambda written: article_changes.corrected(article, find, put, reason, written),
    )


def field(desk: Desk, given: Given) -> Response:
    """Fill in a key of an article; `was` is what it said when it was shown."""
    article, name = _article(desk, given.get("article", "")), tuple(given.get("field", "").split("."))
    if article is None or name not in FIELDS:
        return refused("This cannot be filled in here.")
    was, value = given.get("was"), given.get("value", "")

    def plan(written: Value) -> Sequence[Change]:
        now = article_changes.field_value(article, name, written)
        if was is not None and now != was:
            raise ConflictError(f"“{FIELDS[name]}” has been changed meanwhile", value, now)
        return article_changes.with_field(article, name, value, written)

    return manifest_changed(desk, f"{FIELDS[name]} of {article.source}", plan)


def _articles(desk: Desk) -> tuple[ArticleAt, ...]:
    read = desk.shown.read
    return read.articles if read else ()


def _article(desk: Desk, key: str) -> ArticleAt | None:
    return next((one for one in _articles(desk) if one.key == key), None)


def _values(desk: Desk, article: ArticleAt) -> list[tuple[str, str, str]]:
    """Return name, words and value of each key that can be filled in, as the manifest says now."""
    written = desk.written
    try:
        return [
            (".".join(name), words, article_changes.field_value(article, name, written))
            for name, words in FIELDS.items()
        ]
    except FlorilegiumError:
        return []
