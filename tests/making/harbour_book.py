"""A small anthology made by hand, with one of everything an EPUB must carry, and a way to look inside."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lxml import etree

from florilegium.book.bibliographic import FirstPublication, Metadata, Subject
from florilegium.book.model import (
    Article,
    Authority,
    Book,
    Chapter,
    Contributor,
    Heading,
    Index,
    IndexEntry,
    IndexGroup,
    Introduction,
    Kind,
    Locator,
    Mention,
    Note,
    Part,
    Text,
)
from florilegium.book.runs import text_of
from florilegium.editions.documents import Document, Matters, documents
from florilegium.editions.pagemap import PageStart
from florilegium.editions.sections import sections_of
from florilegium.problems import Place

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def body(blocks: str) -> etree._Element:
    """Blocks as a `<body>`; each block of running text gets the id that its place asks for."""
    return etree.fromstring(f"<body>{blocks}</body>")


def text(key: str, blocks: str, notes: tuple[Note, ...] = (), language: str = "en-GB") -> Text:
    return Text(key, body(blocks), notes, language, f"texts/{key}.md")


def note(key: str, number: int, words: str) -> Note:
    return Note(
        str(number),
        body(f'<p id="{key}-n{number}-1">{words}</p>'),
        Place(f"texts/{key}.md", 40 + number),
        id=f"{key}-n{number}",
        number=number,
        calls=(f"{key}-c{number}",),
        substantive=True,
    )


def call(key: str, number: int) -> str:
    return f'<call note="{number}" id="{key}-c{number}" to="{key}-n{number}" number="{number}" at="1:2"/>'


TIDES = text(
    "tides",
    '<p id="tides-1" at="1:1">The harbour-master of Saltmere kept two books, one for the tide and one '
    f"for the men who trusted it.{call('tides', 1)} Ada Lovell wrote in both.</p>"
    '<h2 id="tides-2">The first book</h2>'
    '<p id="tides-3">It was ruled in red, and <em>Ada Lo</em>vell never crossed a line of it.'
    f"{call('tides', 2)} Nobody in Saltmere could say as much of the almanac.</p>"
    '<blockquote><p id="tides-4">A tide is a promise that the moon keeps.</p></blockquote>'
    '<p id="tides-5">Of the second book only the covers are left.</p>',
    (
        note(
            "tides", 1, "The first is in the county archive; see also Jonas Pell, whose copy is the better."
        ),
        note("tides", 2, 'On the ruling: <a href="https://example.org/ruling">the catalogue</a>.'),
    ),
)

LAMPS = text(
    "lamps",
    '<p id="lamps-1">Nine lamps stood on the mole, and the keeper counted ten.</p>'
    '<p id="lamps-2">In Greek she wrote <span lang="el">φῶς ἐκ φωτός</span>, in Hebrew '
    '<span lang="he">אור</span>, and in Japanese <span lang="ja">灯台</span>.</p>'
    "<table><thead><tr><th scope='col' id='lamps-t1'>Lamp</th><th scope='col' id='lamps-t2'>Height</th>"
    "<th scope='col' id='lamps-t3'>Reach in sea miles</th>"
    "<th scope='col' id='lamps-t4'>Keeper</th></tr></thead>"
    "<tbody><tr><td id='lamps-t5'>North</td><td id='lamps-t6'>12 m</td><td id='lamps-t7'>9</td>"
    "<td id='lamps-t8'>Jonas Pell</td></tr></tbody></table>"
    '<blockquote class="verse"><p id="lamps-3">Nine on the stone,<br/>\nand one on the sea.</p></blockquote>'
    '<ul><li id="lamps-4">oil</li><li id="lamps-5">wick</li></ul>'
    '<pre id="lamps-6">for lamp in range(9):\n    light(lamp)</pre>'
    '<hr/><p id="lamps-7">The tenth was Saltmere itself.</p>',
)

INTRODUCTION = text("introduction", '<p id="introduction-1">Two essays and one harbour.</p>')
SHORE = text("shore-introduction", '<p id="shore-introduction-1">What Ada Lovell saw from the shore.</p>')


def mention(anchor: str, heading: str, words: str, block: str, of: Text) -> Mention:
    """The first mention of some words in a block of a text, or of its notes."""
    note = next((note for note in of.notes if note.body.find(f".//*[@id='{block}']") is not None), None)
    within = note.body if note else of.body
    found = within.find(f".//*[@id='{block}']")
    assert found is not None
    start = text_of(found).index(words)
    return Mention(anchor, heading, words, block, start, start + len(words), note.id if note else "")


MENTIONS = (
    mention("m1", "Saltmere", "Saltmere", "tides-1", TIDES),
    mention("m2", "Lovell, Ada", "Ada Lovell", "tides-1", TIDES),
    mention("m3", "Lovell, Ada", "Ada Lovell", "tides-3", TIDES),
    mention("m4", "Pell, Jonas", "Jonas Pell", "tides-n1-1", TIDES),
    mention("m5", "Saltmere", "Saltmere", "lamps-7", LAMPS),
)

PAGES = (
    PageStart("i", "half-title", "half-title-b1", 0),
    PageStart("iii", "title-page", "title-page-b1", 0),
    PageStart("iv", "copyright", "copyright-b1", 0),
    PageStart("v", "contents", "contents-title", 0),
    PageStart("vi", "contents", "contents-b9", 0),
    PageStart("1", "introduction", "introduction-title", 0),
    PageStart("3", "shore", "shore-b1", 0),
    PageStart("4", "tides", "tides-title", 0),
    PageStart("5", "tides", "tides-3", 26),
    PageStart("6", "lamps", "lamps-title", 0),
    PageStart("7", "lamps", "lamps-7", 0),
)

INDEX = Index(
    "Index of Names and Places",
    "Persons and places named in the text.",
    (
        IndexGroup(
            "L",
            (
                IndexEntry(
                    "lovell-ada",
                    "Lovell, Ada",
                    "harbour-master",
                    (Locator("4", "5", "m2", "m3"),),
                    see_also=("Pell, Jonas",),
                ),
            ),
        ),
        IndexGroup("P", (IndexEntry("pell-jonas", "Pell, Jonas", "", (Locator("4n1", "", "m4"),)),)),
        IndexGroup(
            "S",
            (
                IndexEntry("salt-haven", "Salt Haven", "", (), see="Saltmere"),
                IndexEntry("saltmere", "Saltmere", "", (Locator("4", "", "m1"), Locator("7", "", "m5"))),
            ),
        ),
    ),
)


def small_book() -> Book:
    """Two articles in one chapter, three contributors, two notes, an index."""
    people = (
        Contributor(
            "lovell", "Ada Lovell", "Lovell, Ada", body('<p id="bio-1">Ada Lovell kept the harbour.</p>')
        ),
        Contributor("pell", "Jonas Pell", "Pell, Jonas"),
        Contributor("orde", "Ruth Orde", "Orde, Ruth"),
    )
    chapter = Chapter(
        "shore",
        1,
        "The Shore",
        "",
        "",
        Introduction("", ("orde",), SHORE),
        (
            Article(
                "tides",
                "On Tides",
                "A Harbour-Master’s Two Books",
                "",
                ("lovell",),
                TIDES,
                FirstPublication("The Mole", "1911"),
            ),
            Article("lamps", "Nine Lamps", "", "", ("pell", "lovell"), LAMPS),
        ),
    )
    metadata = Metadata(
        title="The Harbour Book",
        subtitle="Two Essays",
        language="en-GB",
        identifier="urn:isbn:9780306406157",
        slug="the-harbour-book",
        date=date(2026, 11, 22),
        editors=("orde",),
        publisher="Mole Press",
        publisher_place="Saltmere",
        series="Small Harbours",
        series_number="2",
        description="Two essays on a harbour that never was.",
        subjects=(Subject("harbours"), Subject("Seafaring", "Thema", "WGG")),
        rights="© the authors",
    )
    return Book(
        metadata,
        {person.key: person for person in people},
        Introduction("Introduction", ("orde",), INTRODUCTION),
        (Part("all", 1, "", None, (chapter,)),),
        Authority((Heading("Saltmere", Kind.PLACE),)),
    )


def documents_of(book: Book, indexes: tuple[Index, ...] = (INDEX,)) -> tuple[Document, ...]:
    """The documents of all sections of a book."""
    sections = sections_of(book, with_index=bool(indexes))
    return documents(
        book, sections, Matters(sections, indexes, made_with="Florilegium 0.1", typeface="EB Garamond")
    )


@dataclass(frozen=True)
class Opened:
    """An EPUB taken apart: the bytes of its entries, and any of them as a tree."""

    data: bytes
    entries: dict[str, bytes] = field(default_factory=dict)

    def tree(self, name: str) -> Any:
        return etree.fromstring(self.entries[f"EPUB/{name}"])

    def words(self, name: str) -> str:
        return " ".join("".join(self.tree(name).find(f"{XHTML}body").itertext()).split())

    def by_id(self, name: str, anchor: str) -> Any:
        (found,) = self.tree(name).xpath("//*[@id=$anchor]", anchor=anchor)
        return found

    @property
    def package(self) -> Any:
        return self.tree("content.opf")

    @property
    def pages(self) -> list[str]:
        return sorted(name.removeprefix("EPUB/") for name in self.entries if name.endswith(".xhtml"))


def opened(data: bytes) -> Opened:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return Opened(data, {name: container.read(name) for name in container.namelist()})
