"""An article at the desk: its ledger, and what an editor decides of it, as changes of the manifest."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final

from florilegium.book.runs import leaves, text_of
from florilegium.book.texts import place_of
from florilegium.manifest.reading.tree import Value, Way, bare_at, items_at
from florilegium.manifest.writing.stretches import UneditableError
from florilegium.manifest.writing.surgery import Add, Change, Put
from florilegium.sources.manuscript import ROLES, SET
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.pipeline.prepare import Prepared
    from florilegium.sources.manuscript import LedgerEntry, Manuscript

__all__ = [
    "ROLES",
    "ArticleAt",
    "LedgerRow",
    "articles_of",
    "corrected",
    "of_role",
    "with_picture",
]

#: Words of a paragraph by which a role names it, where its line does not.
_FIRST: Final = 8


@dataclass(frozen=True)
class LedgerRow:
    """A paragraph of a source: its lines, its role, all its words, and what became of it. `kept` ones stand
    in the book."""

    line: int
    last_line: int
    role: str
    words: str
    fate: str
    kept: bool


@dataclass(frozen=True)
class ArticleAt:
    """An article, and the way to it in the manifest."""

    key: str
    title: str
    source: str
    way: Way
    manuscript: Manuscript

    @cached_property
    def rows(self) -> tuple[LedgerRow, ...]:
        """Return the paragraphs of the source in their order."""
        return tuple(self._row(entry) for entry in self.manuscript.ledger)

    def row(self, line: int, words: str) -> LedgerRow | None:
        """Return the paragraph on a line that begins with some words."""
        return next((one for one in self.rows if one.line == line and one.words.startswith(words)), None)

    def count(self, words: str) -> int:
        """Return how often some words stand in the body and the notes."""
        texts = (text for numbered in self._texts.values() for _, text in numbered)
        return sum(text.count(words) for text in texts) if words else 0

    def _row(self, entry: LedgerEntry) -> LedgerRow:
        kept = entry.role in SET and not entry.is_left_out
        words = self._words(entry) if kept or entry.role == "note" else entry.text
        return LedgerRow(
            line=entry.line,
            last_line=entry.last_line,
            role=entry.role,
            words=words or entry.words,
            fate=entry.fate,
            kept=kept,
        )

    def _words(self, entry: LedgerEntry) -> str:
        """Return all words of a paragraph that is in the book; nothing where it is not known which it is."""
        lines = range(entry.line, entry.last_line + 1)
        found = [text for _, text in sorted(one for line in lines for one in self._texts.get(line, ()))]
        start = entry.words.rstrip("…").strip()[:20]
        begun = [text for text in found if text.strip().startswith(start)]
        if begun:
            return begun[0]
        # A correction has changed how it begins: it is known by its place among those of its lines.
        beside = [
            one
            for one in self.manuscript.ledger
            if (one.line, one.last_line) == (entry.line, entry.last_line)
        ]
        in_text = [one for one in beside if one.role in SET or one.role == "note"]
        place = next((at for at, one in enumerate(in_text) if one is entry), -1)
        return found[place] if len(in_text) == len(found) and place >= 0 else ""

    @cached_property
    def _texts(self) -> dict[int, list[tuple[int, str]]]:
        """Return by its line the text of each paragraph of the body and the notes, with its number."""
        trees = (self.manuscript.body, *(note.body for note in self.manuscript.notes))
        found: dict[int, list[tuple[int, str]]] = {}
        for at, block in enumerate(block for tree in trees for block in leaves(tree)):
            text = text_of(block).replace("\n", " ")
            found.setdefault(place_of(block, self.source).line, []).append((at, text))
        return found


def articles_of(prepared: Prepared) -> tuple[ArticleAt, ...]:
    """Return the articles of a book that could be read, in its order."""
    return tuple(_articles(prepared))


def _articles(prepared: Prepared) -> Iterator[ArticleAt]:
    titles = {article.key: article.title for article in prepared.book.articles}
    for way, article in prepared.manifest.articles:
        manuscript = prepared.manuscripts.get(article.key)
        if manuscript is not None:
            title = titles.get(article.key, article.key)
            yield ArticleAt(article.key, title, article.source, way, manuscript)


def of_role(article: ArticleAt, row: LedgerRow, role: str, written: Value) -> tuple[Change, ...]:
    """Return how a paragraph of an article gets another role.

    Raises:
        UneditableError: the article is not there any more, or there is no such role.
    """
    if role not in ROLES:
        raise UneditableError(f"“{role}” is no role")
    for number, rule in enumerate(items_at(_keys(article, written), ("roles",))):
        if isinstance(rule, dict) and _means(rule, row):
            return (Put((*article.way, "roles", number, "role"), role),)
    return _added(article, written, "roles", {**_named(article, row), "role": role})


def corrected(article: ArticleAt, find: str, put: str, reason: str, written: Value) -> tuple[Change, ...]:
    """Return how a slip of an article is mended.

    Raises:
        UneditableError: the words stand never or several times in the article.
    """
    count = article.count(find)
    if count != 1:
        often = "do not stand" if not count else f"stand {count} times"
        raise UneditableError(f"the words “{find}” {often} in the article; mark some that stand once")
    said = {"find": find, "replace": put, **({"reason": reason} if reason else {})}
    return _added(article, written, "corrections", said)


def with_picture(article: ArticleAt, line: int, file: str, written: Value) -> tuple[Change, ...]:
    """Return how a file of the project stands for the picture on a line of an article.

    Raises:
        UneditableError: the article is not there any more.
    """
    for number, rule in enumerate(items_at(_keys(article, written), ("picture_files",))):
        if isinstance(rule, dict) and str(rule.get("line")) == str(line):
            return (Put((*article.way, "picture_files", number, "file"), file),)
    return _added(article, written, "picture_files", {"line": str(line), "file": file})


def _keys(article: ArticleAt, written: Value) -> dict[str, Value]:
    """Return what the manifest says of an article now; one that is its source alone has that key."""
    found = bare_at(written, article.way)
    keys: Value = {"source": found} if isinstance(found, str) else found
    if not isinstance(keys, dict) or keys.get("source") != article.source:
        raise UneditableError(f"“{article.source}” does not stand there in the manifest any more")
    return keys


def _added(article: ArticleAt, written: Value, key: str, value: dict[str, str]) -> tuple[Change, ...]:
    return (*_unfolded(article, written), Add((*article.way, key), dict(value)))


def _unfolded(article: ArticleAt, written: Value) -> tuple[Change, ...]:
    """Give keys to an article that is written as its source alone."""
    keys = _keys(article, written)
    bare = len(keys) == 1 and not isinstance(bare_at(written, article.way), dict)
    return (Put(article.way, {"source": article.source}),) if bare else ()


def _named(article: ArticleAt, row: LedgerRow) -> dict[str, str]:
    """Return how a role names a paragraph: by its line where it stands there alone, else by its words."""
    beside = [one for one in article.rows if one.line <= row.line <= one.last_line]
    if len(beside) == 1:
        return {"line": str(row.line)}
    return {"starts": " ".join(row.words.split()[:_FIRST])}


def _means(rule: dict[str, Value], row: LedgerRow) -> bool:
    """Return whether a rule of the manifest names a paragraph and no other."""
    starts, line = rule.get("starts"), rule.get("line")
    if starts:
        return row.words.startswith(" ".join(str(starts).split()))
    return str(line) == str(row.line)
