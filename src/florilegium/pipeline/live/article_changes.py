"""An article at the desk: its ledger, and what an editor decides of it, as changes of the manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final

from florilegium.book.runs import leaves, text_of
from florilegium.book.texts import place_of
from florilegium.languages.folders import ANY
from florilegium.manifest.reading.tree import Value, Way, bare_at, items_at
from florilegium.manifest.writing.stretches import UneditableError
from florilegium.manifest.writing.surgery import Add, Change, Put
from florilegium.sources.manuscript import ROLES, SET
from florilegium.sources.roles.cues import appeared
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.pipeline.prepare import Prepared
    from florilegium.sources.manuscript import LedgerEntry, Manuscript, MendedWords

__all__ = [
    "ROLES",
    "ArticleAt",
    "LedgerRow",
    "articles_of",
    "corrected",
    "of_role",
    "published",
    "with_picture",
]

#: Words of a paragraph by which a role names it, where its line does not.
_FIRST: Final = 8


@dataclass(frozen=True)
class LedgerRow:
    """A paragraph of a source: its lines, its role, all its words, and what became of it. `kept` ones stand
    in the book, and `mended` are those of their words that corrections have put."""

    line: int
    last_line: int
    role: str
    words: str
    fate: str
    kept: bool
    mended: tuple[MendedWords, ...] = ()

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """Return its words in pieces, each with whether a correction has put it."""
        found, last = [], 0
        for one in self.mended:
            found += [(self.words[last : one.start], False), (self.words[one.start : one.end], True)]
            last = one.end
        return tuple((words, is_put) for words, is_put in (*found, (self.words[last:], False)) if words)


@dataclass(frozen=True)
class ArticleAt:
    """An article, and the way to it in the manifest."""

    key: str
    title: str
    source: str
    way: Way
    manuscript: Manuscript
    language: str = ANY

    @cached_property
    def rows(self) -> tuple[LedgerRow, ...]:
        """Return the paragraphs of the source in their order."""
        return tuple(self._row(entry) for entry in self.manuscript.ledger)

    def row(self, line: int, words: str) -> LedgerRow | None:
        """Return the paragraph on a line that begins with some words."""
        return next((one for one in self.rows if one.line == line and one.words.startswith(words)), None)

    @cached_property
    def appeared(self) -> tuple[str, str]:
        """Return where and when the source says that it first appeared; no place where it does not."""
        language = self.manuscript.language or self.language
        found = (appeared(line, language) for line in self.manuscript.provenance)
        return next((one for one in found if one[0]), ("", ""))

    def places(self, words: str) -> tuple[tuple[int, int], ...]:
        """Return where some words stand in the body and the notes: the number of a block, and a letter."""
        texts = (one for numbered in self._texts.values() for one in numbered)
        found = ((block, one.start()) for block, text in texts for one in re.finditer(re.escape(words), text))
        return tuple(found) if words else ()

    def _row(self, entry: LedgerEntry) -> LedgerRow:
        kept = entry.role in SET and not entry.is_left_out
        block, words = self._words(entry) if kept or entry.role == "note" else (-1, entry.text)
        return LedgerRow(
            line=entry.line,
            last_line=entry.last_line,
            role=entry.role,
            words=words or entry.words,
            fate=entry.fate,
            kept=kept,
            mended=tuple(one for one in self.manuscript.mended if one.block == block),
        )

    def _words(self, entry: LedgerEntry) -> tuple[int, str]:
        """Return the number and all words of a paragraph that is in the book; (-1, "") where it is not known
        which it is."""
        lines = range(entry.line, entry.last_line + 1)
        found = sorted(one for line in lines for one in self._texts.get(line, ()))
        start = entry.words.rstrip("…").strip()[:20]
        begun = [one for one in found if one[1].strip().startswith(start)]
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
        return found[place] if len(in_text) == len(found) and place >= 0 else (-1, "")

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
            language = prepared.book.metadata.language
            yield ArticleAt(article.key, title, article.source, way, manuscript, language=language)


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

    Words that a correction has put are mended in it, since it names those of the source.

    Raises:
        UneditableError: the words stand never or several times in the article, or partly where a correction
            stands already.
    """
    places = article.places(find)
    if len(places) != 1:
        often = f"stand {len(places)} times" if places else "do not stand"
        raise UneditableError(f"the words “{find}” {often} in the article; mark some that stand once")
    (block, start), end = places[0], places[0][1] + len(find)
    for one in article.manuscript.mended:
        if one.block == block and one.start < end and start < one.end:
            return _mended_again(article, one, (start, end, put), reason, written)
    said = {"find": find, "replace": put, **({"reason": reason} if reason else {})}
    return _added(article, written, "corrections", said)


def _mended_again(
    article: ArticleAt, one: MendedWords, now: tuple[int, int, str], reason: str, written: Value
) -> tuple[Change, ...]:
    """Return how a correction puts something else in the place of some of the words that it puts."""
    start, end, put = now
    way = (*article.way, "corrections")
    said = [
        each if isinstance(each, dict) else {} for each in items_at(_keys(article, written), ("corrections",))
    ]
    number = next((at for at, each in enumerate(said) if each.get("find") == one.find), -1)
    before = str(said[number].get("replace") or "") if number >= 0 else ""
    if start < one.start or one.end < end or len(before) != one.end - one.start:
        raise UneditableError(f"a correction stands there already, of “{one.find}”; change that one")
    whole = before[: start - one.start] + put + before[end - one.start :]
    changes = (Put((*way, number, "replace"), whole),)
    return (*changes, Put((*way, number, "reason"), reason)) if reason else changes


def published(article: ArticleAt, written: Value) -> tuple[Change, ...]:
    """Return how an article is said to have appeared where and when its source says it did.

    Raises:
        UneditableError: the source does not say where, or the manifest does already.
    """
    where, when = article.appeared
    if not where:
        raise UneditableError("the source does not say where it first appeared")
    _keys(article, written)
    way = (*article.way, "published")
    said = bare_at(written, way)
    if said and not (isinstance(said, dict) and not {"where", "when"} & set(said)):
        raise UneditableError("the manifest says already where or when it first appeared")
    facts = {"where": where, **({"when": when} if when else {})}
    if isinstance(said, dict):
        return tuple(Put((*way, key), value) for key, value in facts.items())
    return (*_unfolded(article, written), Put(way, dict(facts)))


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
