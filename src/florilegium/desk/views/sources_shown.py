"""The views of the sources: what became of each paragraph and note, and what the editor decides of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from florilegium.desk.answers import Given, number, page, refused
from florilegium.desk.change_answers import manifest_changed
from florilegium.manifest.reading.tree import bare_at
from florilegium.manifest.schema.contents import ArticleKeys, PublishedKeys
from florilegium.pipeline.live import article_changes
from florilegium.pipeline.live.article_changes import ROLES, ArticleAt
from florilegium.pipeline.live.manifest_forms import FormLine, lines_of, people_of, way_text
from florilegium.pipeline.live.new_book import pictures_below

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk

#: Keys of an article that are filled in beside its ledger.
_OWN: Final = ("title", "subtitle", "authors", "rights", "credit", "permission", "pictures")


def sources(desk: Desk, request: Request) -> Response:
    """Show the articles, and the ledger of one: `?article=` is its key."""
    found = _articles(desk)
    chosen = _article(desk, request.query_params.get("article", "")) or (found[0] if found else None)
    fields = _fields(desk, chosen) if chosen else ()
    return page(
        desk,
        request,
        "sources.html",
        articles=found,
        chosen=chosen,
        roles=ROLES,
        fields=fields,
        appeared=chosen.appeared if chosen and not any(line.value for line in fields[-2:]) else ("", ""),
        way=way_text(chosen.way) if chosen else "",
        people=people_of(desk.written),
        usual={"title": chosen.title} if chosen else {},
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


def published(desk: Desk, given: Given) -> Response:
    """Say that an article first appeared where and when its source says it did."""
    article = _article(desk, given.get("article", ""))
    if article is None:
        return refused("This article is not in the book any more. Load the page again.")
    words = f"{article.source} first appeared: {', '.join(filter(None, article.appeared))}"
    return manifest_changed(desk, words, partial(article_changes.published, article), again=True)


def picture(desk: Desk, given: Given) -> Response:
    """Put a file of the project in the place of a picture that cannot be had."""
    article, line = _article(desk, given.get("article", "")), int(number(given.get("line")))
    file = given.get("value", "")
    if article is None or not line:
        return refused("This picture is not in the book any more. Load the page again.")
    if file not in pictures_below(desk.root):
        return refused("Choose a picture of the project’s folder first.")
    return manifest_changed(
        desk,
        f"{file} for the picture on line {line} of {article.source}",
        lambda written: article_changes.with_picture(article, line, file, written),
    )


def _articles(desk: Desk) -> tuple[ArticleAt, ...]:
    read = desk.shown.read
    return read.articles if read else ()


def _article(desk: Desk, key: str) -> ArticleAt | None:
    return next((one for one in _articles(desk) if one.key == key), None)


def _fields(desk: Desk, article: ArticleAt) -> tuple[FormLine, ...]:
    """Return the fields of an article that are filled in beside its ledger, as the manifest says now."""
    written = desk.written
    own = {line.field.key: line for line in lines_of(ArticleKeys, article.way, bare_at(written, article.way))}
    way = (*article.way, "published")
    first = {line.field.key: line for line in lines_of(PublishedKeys, way, bare_at(written, way))}
    return (*(own[key] for key in _OWN), first["where"], first["when"])
