"""From a section of the book to its XHTML document, once for all editions.

A document is a whole XHTML tree: sectioning, `epub:type` and DPUB-ARIA roles are right, every block of
running text has an id, and a link names the anchor it means (`#kesavan-2016-n3`), unique in the book. An
edition only decides where an anchor is: a page, or a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from lxml.etree import _Element as Element
from markupsafe import Markup

from florilegium.book import runs
from florilegium.book.model import Article, Book, Chapter, Index, Introduction, Note, Part, Permission, Text
from florilegium.editions.labels import Labels, labels_for
from florilegium.editions.sections import Matter, Section, SectionKind, byline

if TYPE_CHECKING:
    from jinja2 import Environment

EPUB: Final = "http://www.idpf.org/2007/ops"
_TYPE: Final = f"{{{EPUB}}}type"

#: A lead-in takes words until it has this many letters, and never more than the second number.
_LEAD_IN: Final = (16, 44)


@dataclass(frozen=True)
class Document:
    """A section set in XHTML. `tree` is the `<html>` root, without namespace, and is never changed."""

    section: Section
    tree: Element


@dataclass(frozen=True)
class NotesOfText:
    """The notes of one text under its title, as the section of notes groups them."""

    key: str
    title: str
    byline: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class ContentsLine:
    """One line of the contents. `level` is 0 for a part, 1 for a chapter or section, 2 for an article."""

    section: Section
    level: int
    folio: str


@dataclass(frozen=True)
class Matters:
    """What documents need beside the book: the finished index, and the folio on which each section opens."""

    sections: tuple[Section, ...]
    index: Index | None = None
    folios: Mapping[str, str] = field(default_factory=dict)
    made_with: str = ""
    typeface: str = ""


def documents(book: Book, wanted: Sequence[Section], matters: Matters) -> tuple[Document, ...]:
    """The documents of some sections of the book, in the order given."""
    return tuple(_document(book, section, matters) for section in wanted)


def _document(book: Book, section: Section, matters: Matters) -> Document:
    template = _environment().get_template(f"{section.kind.value}.xhtml")
    labels = labels_for(book.metadata.language)
    page = template.render(
        book=book,
        metadata=book.metadata,
        section=section,
        labels=labels,
        matters=matters,
        subject=_subject(book, section),
        **_views(book, section, matters, labels),
    )
    tree = etree.fromstring(page.encode(), _parser())
    _lead_in(tree, section)
    _identify(tree, section)
    return Document(section, tree)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("florilegium", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["blocks"] = blocks
    environment.filters["note_blocks"] = note_blocks
    environment.filters["address"] = address
    environment.filters["identifier"] = printed_identifier
    return environment


def _parser() -> etree.XMLParser[Any]:
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)


def blocks(body: Element | None) -> Markup:
    """The blocks under a `<body>` as XHTML, calls turned into links and source places dropped."""
    if body is None:
        return Markup("")
    body = deepcopy(body)
    _finish(body)
    return _markup(body)


def note_blocks(note: Note, labels: Labels) -> Markup:
    """A note's blocks. Its number stands on the first line and leads back to its first call."""
    body = deepcopy(note.body)
    _finish(body)
    first = next(runs.leaves(body), None)
    if first is None:
        first = etree.SubElement(body, "p")
    _number(first, note, labels)
    for count, call in enumerate(note.calls[1:], start=2):
        last = list(runs.leaves(body))[-1]
        back = _back(call, chr(ord("a") + count - 1), f"{labels.back_to_text} ({note.number}, {count})")
        if len(last):
            last[-1].tail = f"{last[-1].tail or ''}\N{NO-BREAK SPACE}"
        else:
            last.text = f"{last.text or ''}\N{NO-BREAK SPACE}"
        last.append(back)
    return _markup(body)


def _markup(body: Element) -> Markup:
    # Safe: the serialiser escapes, and the readers let nothing but our vocabulary into a tree.
    return Markup("".join(etree.tostring(child, encoding="unicode") for child in body))  # noqa: S704


def address(link: str) -> str:
    """A web address as print shows it, without its scheme and trailing slash."""
    return link.removeprefix("https://").removeprefix("http://").removesuffix("/")


def printed_identifier(urn: str) -> str:
    """`urn:isbn:…` as `ISBN …`; any other identifier as it is."""
    return f"ISBN {urn.removeprefix('urn:isbn:')}" if urn.startswith("urn:isbn:") else urn


def _number(block: Element, note: Note, labels: Labels) -> None:
    """Stand the note's number before its text, as a way back where there is a call to go back to."""
    if note.calls:
        number = _back(note.calls[0], f"{note.number}.", f"{labels.back_to_text} ({note.number})")
    else:
        number = etree.Element("span", {"class": "number"})
        number.text = f"{note.number}."
    # The space is the number's own: mentions count the letters of the note's text alone.
    number.text = f"{number.text}\N{NO-BREAK SPACE}"
    number.tail = block.text
    block.text = None
    block.insert(0, number)


def _back(call: str, text: str, name: str) -> Element:
    link = etree.Element("a", {"class": "number", "role": "doc-backlink", "href": f"#{call}"})
    link.set(_TYPE, "backlink")
    link.set("aria-label", name)
    link.text = text
    return link


def _finish(body: Element) -> None:
    """Turn calls into links and drop what only the pipeline needs."""
    for element in body.iter():
        element.attrib.pop("at", None)
        if element.tag == "call":
            note = element.get("to", "")
            element.tag = "a"
            number, anchor = element.get("number", "?"), element.get("id", "")
            element.attrib.clear()
            element.attrib.update(
                {"id": anchor, "class": "call", "href": f"#{note}", "role": "doc-noteref", _TYPE: "noteref"}
            )
            element.text = number
            if not note:
                element.tag, element.text = "span", "?"
                element.attrib.clear()
                element.set("class", "call")


def _subject(book: Book, section: Section) -> Article | Chapter | Part | Introduction | None:
    """The part of the book that a section shows, if it shows one."""
    match section.kind:
        case SectionKind.ARTICLE:
            return next(article for article in book.articles if article.key == section.id)
        case SectionKind.CHAPTER:
            return next(chapter for chapter in book.chapters if chapter.key == section.id)
        case SectionKind.PART:
            return next(part for part in book.parts if part.key == section.id)
        case SectionKind.INTRODUCTION:
            return book.introduction
        case _:
            return None


def _views(book: Book, section: Section, matters: Matters, labels: Labels) -> dict[str, Any]:
    """What the template of one kind of section needs beside the book."""
    names = {"byline": lambda authors: byline(book, authors)}
    match section.kind:
        case SectionKind.CONTENTS:
            return {"lines": contents_lines(matters)}
        case SectionKind.NOTES:
            return {"groups": notes_by_text(book, labels)}
        case SectionKind.CONTRIBUTORS:
            told = [person for person in book.contributors.values() if person.biography is not None]
            return {"people": sorted(told, key=lambda person: person.sort.casefold())}
        case SectionKind.COPYRIGHT | SectionKind.SOURCES:
            open_cases = [a for a in book.articles if a.permission is Permission.NOT_CLEARED]
            return {"not_cleared": len(open_cases), **names}
        case SectionKind.INDEX:
            return {"index": matters.index, "anchors": _entry_anchors(matters.index)}
        case _:
            return names


def contents_lines(matters: Matters) -> tuple[ContentsLine, ...]:
    """The lines of the contents: everything after the front matter that is not a page to look at."""
    lines = []
    for section in matters.sections:
        if section.is_display or section.matter is Matter.FRONT:
            continue
        level = {SectionKind.PART: 0, SectionKind.ARTICLE: 2}.get(section.kind, 1)
        lines.append(ContentsLine(section, level, matters.folios.get(section.id, "")))
    return tuple(lines)


def notes_by_text(book: Book, labels: Labels) -> tuple[NotesOfText, ...]:
    """The notes of every text that has some, in the order of the book."""
    groups: list[NotesOfText] = []

    def add(title: str, authors: tuple[str, ...], text: Text, key: str) -> None:
        if text.notes:
            groups.append(NotesOfText(key, title, byline(book, authors), text.notes))

    if book.introduction:
        intro = book.introduction
        add(intro.title or labels.introduction, intro.authors, intro.text, "introduction")
    for part in book.parts:
        if part.introduction:
            add(part.title, part.introduction.authors, part.introduction.text, part.key)
        for chapter in part.chapters:
            if chapter.introduction:
                add(chapter.title, chapter.introduction.authors, chapter.introduction.text, chapter.key)
            for article in chapter.articles:
                add(article.title, article.authors, article.text, article.key)
    return tuple(groups)


def _entry_anchors(index: Index | None) -> dict[str, str]:
    """Printed heading → the id of its entry, for the links of `see` and `see also`."""
    if index is None:
        return {}
    return {entry.label: entry.id for group in index.groups for entry in group.entries}


def _lead_in(tree: Element, section: Section) -> None:
    """Set the first words of a text in small capitals, never breaking a name in two."""
    body = tree.find(".//div[@class='text']")
    first = body[0] if body is not None and len(body) else None
    if first is None or first.tag != "p" or section.kind is SectionKind.PART:
        return
    text = runs.text_of(first)
    least, most = _LEAD_IN
    end = 0
    for word in re.finditer(r"\S+", text):
        if end >= least and not _goes_on(text[:end], word.group()):
            break
        if word.end() > most and end:
            break
        end = word.end()
    runs.wrap(first, 0, end, etree.Element("span", {"class": "lead-in"}))


def _goes_on(before: str, word: str) -> bool:
    """Whether a name may run on from the words before into the next: both are capitalised."""
    last = before.rsplit(maxsplit=1)[-1]
    return last[:1].isupper() and word[:1].isupper() and last[-1:].isalnum()


def _identify(tree: Element, section: Section) -> None:
    """Give an id to every block that has none, so that a printed page can be told to begin in it."""
    body = tree.find("body")
    if body is None:
        return
    count = 0
    for block in runs.leaves(body):
        if not block.get("id"):
            count += 1
            block.set("id", f"{section.id}-b{count}")
