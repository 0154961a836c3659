"""The contents as screens show them: sections as they lie in one another, and each text’s headings below.

An edition gives its files in their order (`OutlinedFile`); it gets the lines of the contents as values and,
if it wants, as a list of XHTML. So a contents page, a navigation document and a side bar say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.trees import language_at
from florilegium.editions.sections import Section, SectionKind, has_one_author
from florilegium.system.values import dataclass

#: Stands between a title and its authors where a reading system shows both on one line.
DASH: Final = " – "

#: Headings that a text has below its title, and where one is no heading of the text itself.
_HEADINGS: Final = ("h2", "h3", "h4")
_QUOTED: Final = frozenset({"blockquote", "table", "li", "figure", "details"})


@dataclass(frozen=True)
class HeadingLine:
    """A heading inside a text. `level` is 2 for an `h2`; `anchor` is its id."""

    level: int
    anchor: str
    title: str
    language: str


@dataclass(frozen=True)
class OutlinedFile:
    """What the contents must know of a file: its address, its section, and the headings in it."""

    name: str
    section: Section
    headings: tuple[HeadingLine, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of the contents and the lines under it. `number` is that of a chapter or a part."""

    title: str
    byline: str
    language: str
    href: str
    number: str = ""
    children: tuple[Entry, ...] = ()

    @property
    def label(self) -> str:
        """Return the line as one string, with its number and authors."""
        title = f"{self.number}. {self.title}" if self.number else self.title
        return f"{title}{DASH}{self.byline}" if self.byline else title


def headings_of(tree: Element, section: Section) -> tuple[HeadingLine, ...]:
    """Return the headings of a document's running text, in order, without the calls of notes in them."""
    found = []
    for text in tree.iterfind(".//div[@class='text']"):
        for heading in text.iter(*_HEADINGS):
            around = {str(outer.tag) for outer in heading.iterancestors()}
            title = _line(runs.text_of(heading))
            if title and heading.get("id") and not around & _QUOTED:
                language = language_at(heading, section.language)
                found.append(HeadingLine(int(str(heading.tag)[1]), heading.get("id", ""), title, language))
    return tuple(found)


def entries_of(files: Sequence[OutlinedFile], depth: int = 1) -> tuple[Entry, ...]:
    """Return the contents of some files, nested as their sections lie in one another.

    The contents page itself is no line of it. Below a text stand its headings of so many levels.
    """
    inside: dict[str, list[OutlinedFile]] = defaultdict(list)
    one_author = has_one_author(file.section for file in files)
    for file in files:
        if file.section.kind is not SectionKind.CONTENTS:
            inside[file.section.parent].append(file)

    def entry(file: OutlinedFile) -> Entry:
        section = file.section
        wanted = [heading for heading in file.headings if heading.level <= 1 + depth]
        below = (*_headings(wanted, file.name), *map(entry, inside.get(section.id, ())))
        byline = "" if one_author and section.kind is SectionKind.ARTICLE else _line(section.byline)
        title = _line(section.title)
        return Entry(
            title=title,
            byline=byline,
            language=section.title_language,
            href=file.name,
            number=section.number,
            children=below,
        )

    return tuple(map(entry, inside[""]))


def _headings(headings: Sequence[HeadingLine], name: str) -> tuple[Entry, ...]:
    """Return headings as lines, each under the last one of a higher level."""
    lines: list[Entry] = []
    at = 0
    while at < len(headings):
        first = headings[at]
        after = next((n for n in range(at + 1, len(headings)) if headings[n].level <= first.level), None)
        under = _headings(headings[at + 1 : after], name)
        lines.append(Entry(first.title, "", first.language, f"{name}#{first.anchor}", children=under))
        at = len(headings) if after is None else after
    return tuple(lines)


def _line(text: str) -> str:
    return " ".join(text.split())


def add_entries(
    parent: Element, entries: Sequence[Entry], language: str, written: Callable[[str], str]
) -> None:
    """Add the lines of the contents as nested lists; a title in another than their `language` says so.

    `written` gives the address of a file, from the root of the edition, as it is written here.
    """
    listed = etree.SubElement(parent, "ol")
    listed.text = listed.tail = "\n"
    for entry in entries:
        item = etree.SubElement(listed, "li")
        item.tail = "\n"
        link = etree.SubElement(item, "a", {"href": written(entry.href)})
        if entry.number:
            etree.SubElement(link, "span", {"class": "of"}).text = f"{entry.number}. "
        title = etree.SubElement(link, "span", {"class": "entry"})
        title.text = entry.title
        if entry.language != language:
            title.set("lang", entry.language)
        if entry.byline:
            etree.SubElement(link, "span", {"class": "dash"}).text = DASH
            etree.SubElement(link, "span", {"class": "byline"}).text = entry.byline
        if entry.children:
            add_entries(item, entry.children, language, written)
