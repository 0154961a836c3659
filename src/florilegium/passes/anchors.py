"""An id for every block of running text, and links inside an article that lead where they should.

Ids begin with the key of their text, so no two texts collide: `kesavan-2016-p7` is the seventh block of an
article, `kesavan-2016-n3-p1` the first of its note 3, `kesavan-2016-x-table` a place that the source had
called `table`. Calls have their ids from `notes.py`.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field, replace

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Book, Text
from florilegium.book.texts import place_of, replace_texts
from florilegium.problems import Report


def place_anchors(book: Book, report: Report) -> Book:
    """Give every block of the texts and their notes its id, and set the links between them right.

    A link may lead to a place in its own article or, by its key, to another text, chapter or part of the
    book. One that leads nowhere loses its link and keeps its words.

    Reports:
        C004: a link points at nothing in its article.
    """
    keys = frozenset(
        {text.key for text in book.texts}
        | {chapter.key for chapter in book.chapters}
        | {part.key for part in book.parts if part.title}
    )
    return replace_texts(book, lambda text: _anchor(text, keys, report))


def _anchor(text: Text, keys: frozenset[str], report: Report) -> Text:
    body = deepcopy(text.body)
    notes = tuple(replace(note, body=deepcopy(note.body)) for note in text.notes)
    names = _Names(text.key)
    names.take(body, text.key)
    for note in notes:
        names.take(note.body, note.id or f"{text.key}-n")
    renamed = {note.id: note.id for note in notes} | names.renamed
    for tree in (body, *(note.body for note in notes)):
        for link in list(tree.iter("a")):
            target = link.get("href", "")
            if target.startswith("#") and target[1:] in renamed:
                link.set("href", f"#{renamed[target[1:]]}")
            elif target.startswith("#") and target[1:] not in keys:
                _report_dangling(link, text, report)
                runs.unwrap(link)
    return replace(text, body=body, notes=notes)


@dataclass
class _Names:
    """The ids of one text while they are given: `renamed` leads from a place's old name to its id."""

    key: str
    renamed: dict[str, str] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)

    def take(self, tree: Element, prefix: str) -> None:
        """Number the blocks of a tree and rename what else has an id."""
        blocks = set(runs.leaves(tree))
        count = 0
        for element in tree.iter():
            old = element.get("id", "")
            if element.tag == "call":
                new = old
            elif element in blocks:
                count += 1
                new = f"{prefix}-p{count}"
            else:
                new = self._kept(old) if old else ""
            if new:
                element.set("id", new)
                self.given.add(new)
                self.renamed.setdefault(old or new, new)

    def _kept(self, old: str) -> str:
        """An id of the book for a place that the source had named; a name given twice is told apart."""
        prefix = f"{self.key}-x-"
        name = old if old.startswith(prefix) else prefix + re.sub(r"[^\w.-]+", "-", old)
        count, new = 1, name
        while new in self.given:
            count += 1
            new = f"{name}-{count}"
        return new


def _report_dangling(link: Element, text: Text, report: Report) -> None:
    words = " ".join("".join(str(piece) for piece in link.itertext()).split())
    report.add(
        "C004",
        place_of(link, text.source),
        f"the link “{words}” leads to “{link.get('href')}”, but nothing in this text has that name",
        "Give the place that name, or write the reference without a link.",
    )
