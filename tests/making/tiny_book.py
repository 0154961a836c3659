"""A tiny book, and a press to set it on, for tests that look at printed pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from lxml import etree

from florilegium.book import model
from florilegium.editions.documents import Document, Matters, documents
from florilegium.editions.pdf.edition import (
    PaginatedText,
    PrintedEdition,
    PrintInput,
    make_up,
    set_rest,
    set_text,
    text_and_rest,
)
from florilegium.editions.pdf.fonts.select import FontRequest
from florilegium.editions.pdf.output.xmp import DocumentInfo
from florilegium.editions.pdf.schedule.compositor import Compositor, PrintSpec
from florilegium.editions.sections import DEPENDENT, Section, sections_of
from florilegium.pipeline.session import SectionCount
from florilegium.problems import Place, Report
from florilegium.system.tasks.runner import Runner

STYLES = Path(__file__).parents[2] / "styles"

_WORDS = (
    "The road to Samarkand leaves the river at the third ford and climbs between walled gardens until the "
    "last mulberry is behind and only the wind keeps company with the mules. "
)


def _body(key: str, paragraphs: int, *, calls: int = 0) -> etree._Element:
    body = etree.Element("body")
    for number in range(1, paragraphs + 1):
        block = etree.SubElement(body, "p", id=f"{key}-p{number}")
        block.text = f"Paragraph {number} of {key}. " + _WORDS * 4
        if number <= calls:
            call = etree.SubElement(block, "call", note=str(number), id=f"{key}-c{number}")
            call.set("to", f"{key}-n{number}")
            call.set("number", str(number))
            call.tail = " And so on."
    return body


def _note(key: str, number: int) -> model.Note:
    body = etree.Element("body")
    etree.SubElement(body, "p", id=f"{key}-n{number}-p1").text = f"Itinerary, folio {number}."
    calls = (f"{key}-c{number}",)
    return model.Note(str(number), body, Place("x.txt"), f"{key}-n{number}", number, calls)


def _article(key: str, title: str, paragraphs: int, calls: int) -> model.Article:
    notes = tuple(_note(key, number) for number in range(1, calls + 1))
    text = model.Text(key, _body(key, paragraphs, calls=calls), notes, "en", f"{key}.txt")
    return model.Article(key, title, "", "", ("polo",), text)


def tiny_book() -> model.Book:
    """Two chapters, three articles, five notes."""
    first = model.Chapter("roads", 1, "Roads", "", "", None, (_article("ford", "The Third Ford", 16, 3),))
    pieces = (_article("wall", "Walled Gardens", 9, 2), _article("wind", "Wind and Mules", 3, 0))
    second = model.Chapter("gardens", 2, "Gardens", "", "", None, pieces)
    metadata = model.Metadata("Ways East", "", "en", "urn:uuid:0", "ways-east", date(2020, 2, 2))
    polo = model.Contributor("polo", "Marco Polo", "Polo, Marco")
    parts = (model.Part("", 1, "", None, (first, second)),)
    return model.Book(metadata, {"polo": polo}, None, parts, model.Authority())


@dataclass(frozen=True)
class Printed:
    """A book set and made up, with everything on the way."""

    book: model.Book
    sections: tuple[Section, ...]
    documents: tuple[Document, ...]
    paginated: PaginatedText
    edition: PrintedEdition
    report: Report


FACTS = DocumentInfo("Ways East", "en", "urn:uuid:0", datetime(2020, 2, 2, tzinfo=UTC), ("Marco Polo",))


def compositor(folder: Path, report: Report) -> Compositor:
    """One that works in this process, in the program's own styles."""
    sheets = tuple((f"styles/{name}", (STYLES / name).read_text()) for name in ("book.css", "print.css"))
    spec = PrintSpec(folder, folder / "faces", sheets, (152.4, 228.6), FontRequest())
    return Compositor.hire(spec, Runner(), report, SectionCount(0, lambda _: None))


def print_tiny_book(folder: Path) -> Printed:
    """The tiny book, composed in this process."""
    return print_book(tiny_book(), folder)


def print_book(book: model.Book, folder: Path) -> Printed:
    """A book, composed in this process."""
    report = Report()
    sections = sections_of(book, with_index=False)
    hired = compositor(folder, report)
    early = documents(book, [s for s in sections if s.kind not in DEPENDENT], Matters(sections))
    copy = PrintInput(book, sections, mentions_of(book), FACTS)
    text, rest = text_and_rest(early, sections)
    paginated = set_rest(set_text(hired.lay_out(text), early, copy), copy, hired.lay_out(rest))
    late = documents(
        book, [s for s in sections if s.kind in DEPENDENT], Matters(sections, (), paginated.folios)
    )
    edition = make_up(hired, paginated, late, copy, hired.lay_out(late))
    return Printed(book, sections, (*early, *late), paginated, edition, report)


def mentions_of(book: model.Book) -> tuple[model.Mention, ...]:
    from florilegium.book.runs import leaves, text_of

    found = []
    for text in book.texts:
        for block in leaves(text.body):
            start = text_of(block).index("Samarkand")
            name = block.get("id", "")
            mention = model.Mention(f"m-{name}", "Samarkand", "Samarkand", name, start, start + 9)
            found.append(mention)
    return tuple(found)
