"""The reader for DOCX: a Word document as blocks of HTML, with its notes and what was left out of it.

A document has no lines; where lines are told, its paragraphs that are not empty are counted.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.manuscript import Reading
from florilegium.sources.notes import web_notes
from florilegium.sources.parts import Draft, Manner, Piece
from florilegium.sources.tree.captions import frame_captions
from florilegium.sources.tree.conform import conform
from florilegium.sources.tree.vocabulary import Links
from florilegium.sources.web.parse import TooDeepError
from florilegium.sources.web.reader import body_pieces, make_notes
from florilegium.sources.web.web_page import tell_roles
from florilegium.sources.word.beside_text import margins, read_notes, uncalled_notes
from florilegium.sources.word.heads import find_title
from florilegium.sources.word.letters import letters_of
from florilegium.sources.word.ooxml.numbering import Numbering
from florilegium.sources.word.ooxml.word_package import WordPackage
from florilegium.sources.word.ooxml.word_styles import WordStyles
from florilegium.sources.word.ooxml.wordml import W
from florilegium.sources.word.story import StoryReader, usual_indent
from florilegium.sources.word.story_state import WordState
from florilegium.system.archive import BadArchiveError


def read_bytes(data: bytes, reading: Reading) -> Draft | None:
    """Cut a DOCX into pieces, or None when it is none.

    Reports:
        S002: nothing is in it.
        S004: it is broken, no DOCX, or more than an article can be.
        S015: something that it shows is not kept in it, or not known here.
        S016: a chart or a diagram, which only Word can draw.
        S017: an index, or references to pages, of the source itself.
        N002: a note that nothing calls.
    """
    if not data:
        reading.report.add("S002", reading.place(), "nothing is in this file", "Is it the right file?")
        return None
    try:
        draft = _read(WordPackage(data), reading)
        return replace(draft, letters=partial(letters_of, data))
    except (BadArchiveError, TooDeepError, RecursionError) as error:
        known = isinstance(error, BadArchiveError)
        message = (
            str(error) if known else "this document nests its tables or lists deeper than any article does"
        )
        hint = "Open it in a word processor and save it as DOCX again, without a password."
        reading.report.add("S004", reading.place(), message, hint)
        return None


def _read(package: WordPackage, reading: Reading) -> Draft:
    """Cut the parts of a document into pieces.

    Raises:
        BadArchiveError: the part that has the text is broken.
    """
    main = package.tree(package.main)
    body = main.find(f"{W}body") if main is not None else None
    if main is None or body is None:
        raise BadArchiveError("this document is broken inside: it has no text part")
    state = WordState(package, _styles(package), _numbering(package), reading=reading)
    state.usual = usual_indent(body, state)
    root = etree.Element("div")
    StoryReader(state, package.main, main).read(body, root)
    found, rows = read_notes(state)
    rows += [*uncalled_notes(state), *margins(state), *state.left]
    state.report_pages()
    return draft_of(root, found, rows, reading)


def _styles(package: WordPackage) -> WordStyles:
    return WordStyles.of(next((package.tree(name) for name in package.related("styles")), None))


def _numbering(package: WordPackage) -> Numbering:
    return Numbering.of(next((package.tree(name) for name in package.related("numbering")), None))


def draft_of(root: Element, found: list[web_notes.FoundNote], rows: list[Piece], reading: Reading) -> Draft:
    """Return the pieces of a document that has been read."""
    linked = web_notes.take_notes(root, reading)
    notes = [*found, *linked.notes]
    gaps = {
        int(one.get("data-n", "0")): int(one.attrib.pop("data-gap"))
        for one in root.iter()
        if one.get("data-gap")
    }
    links = Links.of([root, *(note.content for note in notes)])
    tell_roles(root)
    frame_captions(root)
    conformed = conform(root, reading, links)
    pieces = [replace(piece, gap=gaps.get(piece.order, 0)) for piece in body_pieces(conformed)]
    pieces = find_title(pieces)
    titled = any(piece.role == "title" for piece in pieces)
    headed = any(piece.role == "heading" for piece in pieces)
    made = make_notes(notes, reading, links)
    every = sorted([*pieces, *linked.pieces, *rows], key=lambda piece: piece.order)
    return Draft(
        pieces=tuple(every),
        notes=made,
        manner=Manner(furniture=False, title=not titled, bold=not headed, notes=not notes, breaks=True),
    )
