"""How a word processor's document becomes a draft: it is opened, and its blocks are cut into pieces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lxml.etree import _Element as Element

from florilegium.languages.folders import primary
from florilegium.languages.function_words import language_of
from florilegium.sources.manuscript import Reading
from florilegium.sources.notes import web_notes
from florilegium.sources.parts import Draft, Manner, Piece
from florilegium.sources.tree.captions import frame_captions
from florilegium.sources.tree.conform import body_pieces, conform
from florilegium.sources.tree.vocabulary import Links
from florilegium.sources.web.parse import TooDeepError
from florilegium.sources.web.reader import make_notes
from florilegium.sources.web.web_page import mark_roles
from florilegium.sources.word.heads import find_title
from florilegium.system.archive import BadArchiveError


def read_document(
    data: bytes, reading: Reading, name: str, read: Callable[[bytes, Reading], Draft]
) -> Draft | None:
    """Return what `read` makes of a document, or None when it is none; `name` is that of its format.

    Reports:
        S002: nothing is in it.
        S004: it is broken, locked, of no such format, or more than an article can be.
    """
    if not data:
        reading.report.add("S002", reading.place(), "nothing is in this file", "Is it the right file?")
        return None
    try:
        return read(data, reading)
    except (BadArchiveError, TooDeepError, RecursionError) as error:
        known = isinstance(error, BadArchiveError)
        message = (
            str(error) if known else "this document nests its tables or lists deeper than any article does"
        )
        hint = f"Open it in a word processor and save it as {name} again, without a password."
        reading.report.add("S004", reading.place(), message, hint)
        return None


def sure_language(declared: str, root: Element) -> str:
    """Return the language that a document declares, if the words of its text are surely in it; else nothing.

    A word processor declares what it is set to, whatever is written in it.
    """
    base = primary(declared)
    return declared if base and language_of(map(str, root.itertext())) == base else ""


def draft_of(
    root: Element,
    found: list[web_notes.FoundNote],
    rows: list[Piece],
    reading: Reading,
    *,
    encoded: bool = False,
) -> Draft:
    """Return the pieces of a document that has been read.

    One that is `encoded` says by its elements what is a heading and who wrote it; nothing of that is guessed.
    """
    linked = web_notes.take_notes(root, reading)
    notes = [*found, *linked.notes]
    gaps = {
        int(one.get("data-n", "0")): int(one.attrib.pop("data-gap"))
        for one in root.iter()
        if one.get("data-gap")
    }
    links = Links.of([root, *(note.content for note in notes)])
    mark_roles(root)
    frame_captions(root, reading.language)
    conformed = conform(root, reading, links)
    pieces = [replace(piece, gap=gaps.get(piece.order, 0)) for piece in body_pieces(conformed)]
    pieces = pieces if encoded else find_title(pieces, reading.language)
    titled = any(piece.role == "title" for piece in pieces)
    headed = any(piece.role == "heading" for piece in pieces)
    made = make_notes(notes, reading, links)
    every = sorted([*pieces, *linked.pieces, *rows], key=lambda piece: piece.order)
    return Draft(
        pieces=tuple(every),
        notes=made,
        manner=Manner(
            furniture=False, title=not titled, bold=not headed and not encoded, notes=not notes, breaks=True
        ),
    )
