"""Reads the texts of `tests/fixtures/names` and makes small books for the tests of the index."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.bibliographic import Metadata
from florilegium.book.model import (
    Article,
    Authority,
    Book,
    Chapter,
    Contributor,
    Heading,
    Kind,
    Note,
    Part,
    Passage,
    Phrase,
    Sign,
    Text,
    Theme,
)
from florilegium.book.runs import replace, text_of
from florilegium.problems import Place

_MARK = re.compile(r"\[([^\[\]]+)\]\{([^{}]+)\}")


@dataclass(frozen=True)
class Expected:
    """A mention that a fixture marks."""

    heading: str
    block: str
    start: int
    end: int


def authority_of(index: Mapping[str, Any]) -> Authority:
    """An `index:` as an editor writes it, as a value."""
    entries = [(entry, Kind.PERSON) for entry in index.get("entries", ())]
    entries += [(entry, Kind.PLACE) for entry in index.get("places", ())]
    rest = {key: value for key, value in index.items() if key not in {"entries", "places", "ignore", "kinds"}}
    kinds = tuple(Kind(kind) for kind in index.get("kinds", ("person", "place")))
    headings = tuple(_heading(entry, kind, line) for line, (entry, kind) in enumerate(entries, start=1))
    return Authority(headings, tuple(index.get("ignore", ())), kinds, **rest)


def _heading(entry: str | Mapping[str, Any], kind: Kind, line: int) -> Heading:
    written = {"heading": entry} if isinstance(entry, str) else dict(entry)
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in written.items()
    }
    for key in ("variants", "bare_in", "only", "ignore", "see_also"):
        if isinstance(fields.get(key), str):
            fields[key] = (fields[key],)
    name = fields.pop("heading")
    fields["kind"] = Kind(fields.pop("kind", kind.value))
    for key in ("exclude", "add", "main"):
        if key in fields:
            fields[key] = tuple(_passage(passage) for passage in fields[key])
    if "phrases" in fields:
        fields["phrases"] = tuple(
            Phrase(phrase["words"], tuple(_passage(p) for p in phrase["passages"]))
            for phrase in fields["phrases"]
        )
    if "themes" in fields:
        fields["themes"] = tuple(
            Theme(theme, tuple(map(_sign, signs))) for theme, signs in fields["themes"].items()
        )
    return Heading(name=name, place=Place("anthology.yaml", line, 3), **fields)


def _passage(written: str | Mapping[str, str]) -> Passage:
    return Passage(written) if isinstance(written, str) else Passage(**written)


def _sign(written: str | Mapping[str, str]) -> Sign:
    if isinstance(written, str):
        return Sign(written)
    where = {key: value for key, value in written.items() if key != "words"}
    return Sign(written.get("words", ""), _passage(where) if where else None)


def text_from(key: str, words: str, language: str = "en") -> tuple[Text, tuple[Expected, ...]]:
    """A text of a fixture without its marks, and what the marks say."""
    body = etree.Element("body")
    expected: list[Expected] = []
    for number, paragraph in enumerate(re.split(r"\n\s*\n", words.strip()), start=1):
        block = _block(body, " ".join(paragraph.split()))
        block.set("id", f"{key}-{number}")
        block.set("at", f"{number}:1")
        expected += _unmarked(block)
    return Text(key, body, (), language, f"{key}.txt"), tuple(expected)


def _block(body: Element, paragraph: str) -> Element:
    tag, parent = "p", body
    if paragraph.startswith("## "):
        tag, paragraph = "h2", paragraph[3:]
    elif paragraph.startswith("> "):
        parent, paragraph = etree.SubElement(body, "blockquote"), paragraph[2:]
    block = etree.fromstring(f"<{tag}>{paragraph}</{tag}>")
    parent.append(block)
    return block


def _unmarked(block: Element) -> list[Expected]:
    found = []
    while mark := _MARK.search(text_of(block)):
        heading, length = mark.group(2), len(mark.group(1))
        replace(block, mark.end(1), mark.end(), "")
        replace(block, mark.start(), mark.start(1), "")
        found.append(Expected(heading, block.get("id", ""), mark.start(), mark.start() + length))
    return found


def book_of(
    texts: Sequence[Text],
    authority: Authority,
    *,
    titles: Mapping[str, str] | None = None,
    language: str = "en-US",
) -> Book:
    """A book of one chapter whose articles are these texts; an article's author has its key."""
    articles = tuple(
        Article(text.key, (titles or {}).get(text.key, text.key), "", "", (text.key,), text) for text in texts
    )
    people = {
        text.key: Contributor(text.key, f"A. {text.key.title()}", f"{text.key.title()}, A.") for text in texts
    }
    metadata = Metadata("A Book", "", language, "urn:uuid:0", "a-book", date(1900, 1, 1))
    chapter = Chapter("chapter", 1, "Chapter", "", "", None, articles)
    return Book(metadata, people, None, (Part("part", 1, "", None, (chapter,)),), authority)


def note_of(label: str, key: str, words: str, *, substantive: bool = True) -> Note:
    """A note of one paragraph."""
    body = etree.Element("body")
    block = etree.SubElement(body, "p", id=f"{key}-n{label}-1")
    block.text = words
    return Note(label, body, Place(f"{key}.txt"), f"{key}-n{label}", int(label), (), substantive)


@pytest.fixture
def small_book() -> Callable[..., Book]:
    """Makes a book from an index as an editor writes it and plain"""

    def make(index: Mapping[str, Any], *, language: str = "en-US", **texts: str) -> Book:
        made = [text_from(key, words)[0] for key, words in texts.items()]
        return book_of(made, authority_of(index), language=language)

    return make
