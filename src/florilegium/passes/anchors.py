"""An id for every block of running text, and links inside an article that lead where they should.

Ids begin with the key of their text, so no two texts collide: `kesavan-2016-p7` is the seventh block of an
article, `kesavan-2016-n3-p1` the first of its note 3, `kesavan-2016-x-table` a place that the source had
called `table`. Calls have their ids from `notes.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Text
from florilegium.book.texts import place_of
from florilegium.problems import Report

_HEADINGS: Final = frozenset({"h2", "h3", "h4"})


def place_anchors(text: Text, keys: Collection[str], report: Report) -> Text:
    """Give every block of a text and its notes its id, and set the links between them right.

    A link may lead to a named place or a heading of its own text or, by its key, to another text, chapter or
    part of the book: those are `keys`. One that leads nowhere loses its link and keeps its words.

    Reports:
        C004: a link points at nothing in its article.
    """
    body = deepcopy(text.body)
    notes = tuple(replace(note, body=deepcopy(note.body)) for note in text.notes)
    names = _Names(text.key)
    names.take(body, text.key)
    for note in notes:
        names.take(note.body, note.id or f"{text.key}-n")
    led_to = {note.id: note.id for note in notes} | names.headings | names.renamed
    for tree in (body, *(note.body for note in notes)):
        for link in list(tree.iter("a")):
            mark, name = link.get("href", "")[:1], unquote(link.get("href", "")[1:])
            target = led_to.get(name) or led_to.get(_slug(name)) or (name if name in keys else "")
            if mark == "#" and target:
                link.set("href", f"#{target}")
            elif mark == "#":
                _report_dangling(link, text, report)
                runs.unwrap(link)
    return replace(text, body=body, notes=notes)


def _slug(words: str) -> str:
    """Return a heading's words as the name of a place: small letters, no punctuation, hyphens for spaces."""
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", words.lower())).strip("-")


@dataclass
class _Names:
    """The ids of one text while they are given: `renamed` leads from a place's old name to its id.

    `headings` leads from the name that Markdown programs give to a heading (`The Dry Dock`: `the-dry-dock`).
    """

    key: str
    renamed: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    citations: int = 0

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
            elif element.tag == "span" and element.get("cites"):
                self.citations += 1
                new = f"{self.key}-w{self.citations}"
            else:
                new = self._kept(old) if old else ""
            if new:
                element.set("id", new)
                self.given.add(new)
                self.renamed.setdefault(old or new, new)
            if element.tag in _HEADINGS:
                self.headings.setdefault(_slug(runs.text_of(element)), new)

    def _kept(self, old: str) -> str:
        """Return an id of the book for a place that the source had named; a repeated name gets a number."""
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
