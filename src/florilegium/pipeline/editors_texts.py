"""Texts that an editor writes for the book: introductions, biographies, words explained, in Markdown.

They stand in the manifest itself or in files that it names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from lxml import etree

from florilegium.book import runs
from florilegium.book.bibliographic import Epigraph
from florilegium.manifest.reading.decoding import NotLettersError, decode
from florilegium.problems import Place, Report
from florilegium.system import files

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from florilegium.manifest.reading.tree import Way
    from florilegium.manifest.schema import contents
    from florilegium.manifest.schema.contents import TermKeys
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.sources.manuscript import Manuscript

#: Signs without which a title has no markup, and the markup that a title may have.
_MARKED: Final = re.compile(r"[*_~^`\\<{]")
_INLINE: Final = frozenset({"em", "strong", "i", "b", "sub", "sup", "code", "span", "cite"})

#: Bytes of one such text.
_LIMIT: Final = 2_000_000


def read_prose(
    manifest: Manifest, report: Report, prose: contents.ProseKeys, *way: str | int
) -> Manuscript | None:
    """A text from its file or from the manifest itself; None when the file cannot be read.

    Reports:
        M010: the file cannot be read, or is empty.
    """
    from florilegium.sources.read import read_markdown

    name, first_line, text = manifest.name, 1, prose.text
    if prose.file:
        name = prose.file
        found = _text_of_file(manifest, report, name, manifest.place(*way, "file"))
        if found is None:
            return None
        text = found
    else:
        first_line = manifest.first_line(*way, "text")
    root, language = manifest.root, manifest.language
    return read_markdown(text, name=name, first_line=first_line, language=language, report=report, root=root)


def marked_title(text: str) -> tuple[str, Element | None]:
    """A title of the manifest as its letters, and as a `<body>` with one `<p>` where it has markup.

    `*Beagle*` is italics as anywhere in Markdown; a title that is no single line of text to Markdown, such as
    `1. The Mole`, is what it says.
    """
    if not _MARKED.search(text):
        return text, None
    from florilegium.sources.read import read_markdown

    body = read_markdown(text, name="", first_line=1, language="und", report=Report()).body
    if len(body) != 1 or body[0].tag != "p":
        return text, None
    block = body[0]
    block.attrib.clear()
    marked = (
        any(one.tag in _INLINE for one in block.iter()) and next(block.iter("a", "img", "call"), None) is None
    )
    return (runs.text_of(block), body) if marked else (text, None)


def without_notes(manuscript: Manuscript, what: str, report: Report) -> Element:
    """A text's blocks without its notes, where no note could stand.

    Reports:
        S012: it has one.
    """
    for note in manuscript.notes:
        report.add(
            "S012",
            note.place,
            f"{what} has a note, and it is left out",
            "Say in the text what the note says.",
        )
    body = deepcopy(manuscript.body)
    for call in list(body.iter("call")):
        runs.unwrap(call)
    if manuscript.title:
        body.insert(0, _block("p", manuscript.title))
    return body


def _blocks_at(manifest: Manifest, report: Report, text: str, way: Way) -> Element:
    """The blocks of a short text in the manifest, which stands at the way that is given."""
    from florilegium.sources.read import read_markdown

    manuscript = read_markdown(
        text,
        name=manifest.name,
        first_line=manifest.first_line(*way),
        language=manifest.language,
        report=report,
        root=manifest.root,
    )
    what = f"“{next(step for step in reversed(way) if isinstance(step, str))}”"
    return without_notes(manuscript, what, report)


def read_epigraph(manifest: Manifest, report: Report) -> Epigraph | None:
    """The epigraph of the book."""
    if manifest.epigraph is None:
        return None
    body = _blocks_at(manifest, report, manifest.epigraph.text, ("epigraph", "text"))
    return Epigraph(body, manifest.epigraph.source)


def plates_body(manifest: Manifest, report: Report) -> Element:
    """The plates as figures with their captions.

    Reports:
        S010, S011: as `settle_images`, at the picture's place in the manifest.
    """
    from florilegium.sources.manuscript import Reading
    from florilegium.sources.source_images import settle_images

    body = etree.Element("body")
    for number, plate in enumerate(manifest.plates):
        place = manifest.place("plates", number, "image")
        figure = etree.SubElement(body, "figure")
        # A name with a sign that means something in an address is written as an address.
        image = etree.SubElement(figure, "img", src=quote(plate.image), at=f"{place.line}:{place.column}")
        if plate.alt:
            image.set("alt", plate.alt)
        if plate.caption:
            caption = _blocks_at(manifest, report, plate.caption, ("plates", number, "caption"))
            _fill(etree.SubElement(figure, "figcaption"), caption)
    settle_images(body, Reading(manifest.name, manifest.language, report, manifest.root))
    return body


def terms_body(manifest: Manifest, report: Report, kind: str, entries: Sequence[TermKeys]) -> Element:
    """A glossary or a list of abbreviations, in the order in which its language files words.

    Reports:
        M032: a term stands in it twice.
    """
    from florilegium.names.index.collation import Collation

    first: dict[str, Place] = {}
    for number, one in enumerate(entries):
        place = manifest.place(kind, number, "term")
        if one.term in first:
            message = f"“{one.term}” stands in the {kind} already, in line {first[one.term].line}"
            report.add("M032", place, message, "Write both meanings in one entry.")
        first.setdefault(one.term, place)
    explained = [(one.term, one.meaning, "meaning") for one in entries]
    body = explained_body(manifest, report, kind, explained)
    collation = Collation(manifest.language)
    listed = body[0]
    listed[:] = sorted(listed, key=lambda entry: collation.key(runs.text_of(entry[0]), person=True))
    return body


def explained_body(
    manifest: Manifest, report: Report, kind: str, entries: Sequence[tuple[str, str, str]]
) -> Element:
    """A list of what is explained: each term with its text, which stands under a key of the entry."""
    body = etree.Element("body")
    listed = etree.SubElement(body, "dl", {"class": kind})
    for number, (term, text, key) in enumerate(entries):
        entry = etree.SubElement(listed, "div")
        words, marked = marked_title(term)
        head = _block("dt", words) if marked is None else deepcopy(marked[0])
        head.tag = "dt"
        entry.append(head)
        etree.SubElement(entry, "dd").extend(_blocks_at(manifest, report, text, (kind, number, key)))
    return body


def _fill(holder: Element, body: Element) -> None:
    """Put blocks into an element; the words of a single paragraph stand in it themselves."""
    if len(body) == 1 and body[0].tag == "p":
        holder.text = body[0].text
        holder.extend(list(body[0]))
    else:
        holder.extend(list(body))


def _block(tag: str, text: str) -> Element:
    block = etree.Element(tag)
    block.text = text
    return block


def _text_of_file(manifest: Manifest, report: Report, name: str, named_at: Place) -> str | None:
    from florilegium.manifest.schema.standards import what_of_file

    try:
        text = decode(files.read(manifest.root, name, _LIMIT))
    except files.FileRefusedError as refused:
        code, expected, hint = what_of_file(refused)
        report.add(code, named_at, f"“file” is “{name}”; expected {expected}", hint)
    except NotLettersError as error:
        report.add("M010", Place(name, error.line, error.column), error.message, error.hint)
    else:
        if text.strip():
            return text
        message = f"“file” is “{name}”, which is empty; expected a text in Markdown"
        report.add("M010", named_at, message, "Write the text, or take the key out of the manifest.")
    return None
