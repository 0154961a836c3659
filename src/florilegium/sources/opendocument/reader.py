"""The reader for ODT: an OpenDocument text as blocks of HTML, with its notes and what was left out of it.

A document has no lines; where lines are told, its paragraphs that are not empty are counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.encoding import report_unprintable
from florilegium.sources.manuscript import Reading
from florilegium.sources.notes.web_notes import FoundNote
from florilegium.sources.opendocument.text_letters import letters_of
from florilegium.sources.opendocument.text_lists import TextLists
from florilegium.sources.opendocument.text_package import FO, OFFICE, STYLE, TEXT, TextPackage
from florilegium.sources.opendocument.text_record import TextRecord
from florilegium.sources.opendocument.text_story import TextStory
from florilegium.sources.opendocument.text_styles import TextStyles
from florilegium.sources.parts import Draft, Piece, content_of
from florilegium.sources.story_draft import draft_of, read_document, sure_language
from florilegium.sources.story_record import note_row
from florilegium.sources.word.block_flow import usual_indent
from florilegium.system.archive import BadArchiveError

#: What stands at the head and at the foot of pages, of those on the left and of the first too.
_MARGINS = [f"{STYLE}{kind}{form}" for kind in ("header", "footer") for form in ("", "-left", "-first")]


def read_bytes(data: bytes, reading: Reading) -> Draft | None:
    """Cut an ODT into pieces, or None when it is none.

    Reports:
        S002: nothing is in it.
        S004: it is broken, locked, no ODT, or more than an article can be.
        S013: control characters.
        S016: a chart, which only its program can draw.
        S017: an index, or references to pages, of the source itself.
        S046: a citation has no sound data of what it cites.
    """
    return read_document(data, reading, "ODT", _read)


def _read(data: bytes, reading: Reading) -> Draft:
    """Cut the parts of a document into pieces.

    Raises:
        BadArchiveError: it is no sound ODT, or the part that has the text is broken.
    """
    package = TextPackage(data)
    content, styles = package.tree("content.xml"), package.tree("styles.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
    if body is None:
        raise BadArchiveError("this document is broken inside: it has no text")
    record = TextRecord(
        reading=reading,
        package=package,
        styles=TextStyles.of(styles, content),
        lists=TextLists(styles, content),
    )
    record.usual = usual_indent(_indents(body, record.styles))
    root = etree.Element("div")
    TextStory(record).read(body, root)
    found = _notes(record)
    rows = [*map(note_row, found), *_margins(styles, record), *record.left]
    record.report_pages()
    report_unprintable(package.unprintable, reading)
    language = sure_language(_declared_language(styles, content), root)
    draft = draft_of(root, found, rows, reading)
    letters = partial(letters_of, data)
    return replace(draft, letters=letters, references=record.cited.found, language=language)


def _declared_language(*roots: Element | None) -> str:
    """Return the language of the usual style of paragraphs."""
    for root in roots:
        for style in root.iter(f"{STYLE}default-style") if root is not None else ():
            letters = style.find(f"{STYLE}text-properties")
            if style.get(f"{STYLE}family") == "paragraph" and letters is not None:
                told = (letters.get(f"{FO}language", ""), letters.get(f"{FO}country", ""))
                return "-".join(part for part in told if part not in {"", "none", "zxx"})
    return ""


def _indents(body: Element, styles: TextStyles) -> Iterator[tuple[int, int]]:
    """Yield where each paragraph of running text begins, and its words."""
    for paragraph in body.iter(f"{TEXT}p"):
        style = paragraph.get(f"{TEXT}style-name", "")
        if styles.meaning(style) == ("p", ""):
            shape = styles.shape(style)
            yield shape.left + min(shape.first, 0), len(content_of(paragraph).split())


def _notes(record: TextRecord) -> list[FoundNote]:
    """Read the notes, in the order of their calls; a note may call others."""
    found = []
    for called in record.notes:  # grows while notes are read
        content = record.make(None, "div")
        at, order = record.at, record.order
        TextStory(record, plain=True).read(called.body, content)
        found.append(FoundNote(called.label, content, at, order))
    return found


def _margins(styles: Element | None, record: TextRecord) -> list[Piece]:
    """Return the rows of the heads and feet of pages."""
    found: list[Piece] = []
    for element in styles.iter(*_MARGINS) if styles is not None else ():
        quiet = replace(record, left=[], notes=[], pages=[], indexes=[])
        content = etree.Element("body")
        TextStory(quiet, plain=True).read(element, content)
        fate = f"left out: the {'head' if 'header' in str(element.tag) else 'foot'} of the pages"
        found += record.take_margin(quiet, content, "boilerplate", fate)
    return found
