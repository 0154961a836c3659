"""The reader for DOCX: what mammoth makes of a Word document, with its notes, pictures and styles.

A document has no lines; where lines are told, its paragraphs are counted.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.manuscript import Reading
from florilegium.sources.notes import web_notes
from florilegium.sources.parts import Draft, Manner, Piece, weigh
from florilegium.sources.tree.captions import frame_captions
from florilegium.sources.tree.conform import conform
from florilegium.sources.tree.cutting import detach, mass
from florilegium.sources.tree.vocabulary import Links
from florilegium.sources.web.parse import TooDeepError, parse_scrap, stamp
from florilegium.sources.web.reader import body_pieces, make_notes
from florilegium.sources.web.web_page import tell_roles
from florilegium.sources.word.archive import BadArchiveError, check_archive
from florilegium.sources.word.word_styles import style_map, tell_shapes

#: Pictures that are kept as data.
_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif"})

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_CHOICE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"

_PARAGRAPHS: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li"})

_HOLDERS: Final = frozenset({"blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th"})


def read_bytes(data: bytes, reading: Reading) -> Draft | None:
    """Cut a DOCX into pieces, or None when it is none.

    Reports:
        S002: nothing is in it.
        S004: it is broken, no DOCX, or more than an article can be.
        S012: formulas, or other text that was not understood, were left out.
    """
    if not data:
        reading.report.add("S002", reading.place(), "nothing is in this file", "Is it the right file?")
        return None
    try:
        check_archive(data)
        root = parse_scrap(_convert(data))
    except (BadArchiveError, TooDeepError) as error:
        message = str(error) or "this document nests its tables or lists deeper than any article does"
        hint = "Open it in a word processor and save it as DOCX again, without a password."
        reading.report.add("S004", reading.place(), message, hint)
        return None
    return _read_tree(root, data, reading)


def _convert(data: bytes) -> str:
    """The HTML that mammoth makes of a document."""
    import mammoth

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=style_map(data),
            transform_document=tell_shapes,
            convert_image=mammoth.images.img_element(_picture),
            ignore_empty_paragraphs=False,
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except Exception as error:  # a broken document makes mammoth raise anything
        raise BadArchiveError("this document is broken inside, or stranger than any article") from error
    return str(result.value)


def _picture(image: Any) -> dict[str, str]:
    """A picture as data; what is no picture for a book, or only a link to one, as an empty address."""
    try:
        with image.open() as stream:
            content = stream.read()
    except Exception:  # noqa: BLE001 - a picture that is linked to, and not in the document
        return {"src": ""}
    kind = image.content_type if image.content_type in _PICTURES else "image/unknown"
    return {"src": f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"}


def _read_tree(root: Element, data: bytes, reading: Reading) -> Draft:
    """Cut the tree of a document into pieces."""
    _drop_repeated(root)
    stamp(root)
    gaps = _number(root)
    uncalled = _uncalled_notes(data, reading)
    _report_lost(root, data, uncalled, reading)
    _describe(root, data)
    taken = web_notes.take_notes(root, reading)
    links = Links.of([root, *(note.content for note in taken.notes)])
    tell_roles(root)
    frame_captions(root)
    conformed = conform(root, reading, links)
    pieces = [_with_gap(piece, gaps) for piece in body_pieces(conformed)]
    titled = any(piece.role == "title" for piece in pieces)
    headed = any(piece.role == "heading" for piece in pieces)
    if not titled and headed:
        pieces = _title_by_heading(pieces)
        titled = any(piece.role == "title" for piece in pieces)
    notes = make_notes(taken.notes, reading, links)
    return Draft(
        pieces=(*sorted([*pieces, *taken.pieces], key=lambda piece: piece.order), *uncalled),
        notes=notes,
        manner=Manner(title=not titled, bold=not headed, notes=not notes, breaks=True),
    )


def _drop_repeated(root: Element) -> None:
    """Take away what mammoth adds to notes: one that is called twice again, and the arrows back."""
    seen: set[str] = set()
    for item in [one for one in root.iter("li") if re.match(r"(?:foot|end)note-", one.get("id") or "")]:
        name = item.get("id", "")
        if name in seen:
            detach(item)
        seen.add(name)
        for link in [
            one for one in item.iter("a") if re.match(r"#(?:foot|end)note-ref-", one.get("href") or "")
        ]:
            link.text = None


def _uncalled_notes(data: bytes, reading: Reading) -> list[Piece]:
    """The notes of a document that nothing calls, which mammoth does not give.

    Reports:
        N002: each of them.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name in _TEXTS}
    found = []
    for kind in ("footnote", "endnote"):
        calls = (
            one for part in parts.values() for one in _elements(part) if one.tag == f"{_W}{kind}Reference"
        )
        called = {call.get(f"{_W}id") for call in calls}
        for note in _elements(parts.get(f"word/{kind}s.xml", b"<none/>")):
            own = (
                note.tag == f"{_W}{kind}"
                and note.get(f"{_W}type") is None
                and note.get(f"{_W}id") not in called
            )
            text = " ".join("".join(one.text or "" for one in note.iter(f"{_W}t")).split()) if own else ""
            if text:
                message = f"a {kind} is called from nowhere in the text; it was left out"
                reading.report.add("N002", reading.place(), message, f"It begins “{text[:40]}”.")
                fate = "left out: called from nowhere"
                found.append(Piece(None, "note", 0, 0, text, weigh(text), fixed=True, fate=fate))
    return found


def _number(root: Element) -> dict[int, int]:
    """Count the paragraphs into `data-at`; returns how many empty ones stand before each, by its order."""
    gaps: dict[int, int] = {}
    count, gap = 0, 0
    for element in root.iter(etree.Element):
        if element.tag in _PARAGRAPHS and (element.tag != "li" or element.find("p") is None):
            empty = element.tag == "p" and not mass(element) and element.find(".//img") is None
            count += 0 if empty else 1
            gaps[int(element.get("data-n", 0))] = gap
            gap = gap + 1 if empty else 0
            element.set("data-at", f"{max(count, 1)}:1")
        else:
            element.set("data-at", f"{count + 1 if element.tag in _HOLDERS else max(count, 1)}:1")
    return gaps


def _describe(root: Element, data: bytes) -> None:
    """Where Word has both a title and a description of a picture, the title is its alternative text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name in _TEXTS]
    titles = {}
    for told in (one for part in parts for one in _elements(part) if one.tag == _PICTURE):
        title, description = (" ".join((told.get(name) or "").split()) for name in ("title", "descr"))
        if title and description and title != description:
            titles[description] = title
    for picture in root.iter("img"):
        description = " ".join((picture.get("alt") or "").split())
        if description in titles:
            picture.set("description", picture.get("alt") or "")
            picture.set("alt", titles[description])


def _with_gap(piece: Piece, gaps: dict[int, int]) -> Piece:
    return replace(piece, gap=gaps.get(piece.order, 0))


def _title_by_heading(pieces: list[Piece]) -> list[Piece]:
    """The only heading of the first level, when it stands first, is the title."""
    tops = [piece for piece in pieces if piece.block is not None and piece.block.get("level") == "1"]
    first = next((piece for piece in pieces if piece.text), None)
    if len(tops) != 1 or first is not tops[0]:
        return pieces
    return [replace(piece, role="title", fixed=True) if piece is first else piece for piece in pieces]


def _report_lost(root: Element, data: bytes, uncalled: Sequence[Piece], reading: Reading) -> None:
    """Report text of the document that mammoth did not give."""
    formulas, letters = 0, 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name in _TEXTS]
    for element in (one for part in parts for one in _elements(part)):
        formulas += element.tag == f"{_M}oMath"
        if element.tag == f"{_W}t" and next(element.iterancestors(_CHOICE), None) is None:
            letters += weigh(element.text or "")
    if formulas:
        message = f"formulas of this document were left out: {formulas}"
        reading.report.add("S012", reading.place(), message, "Put each in as a picture, or in words.")
    given = mass(root) + sum(note.characters for note in uncalled)
    if given < letters:
        message = f"{letters - given} letters of this document were not understood and left out"
        hint = "They may stand in a text box or a chart: move them into the running text."
        reading.report.add("S012", reading.place(), message, hint)


#: The parts of a document that have its text.
_TEXTS: Final = frozenset({"word/document.xml", "word/footnotes.xml", "word/endnotes.xml"})


def _elements(part: bytes) -> Iterator[Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(part, parser)
    if root is not None:
        yield from root.iter(etree.Element)
