"""The reader for HTML and XHTML: saved web pages, Word's "web page", what pandoc and other programs write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.model import Note
from florilegium.sources import encoding
from florilegium.sources.account.page_letters import of_page
from florilegium.sources.encoding import Decoded
from florilegium.sources.excerpts.extent import Extent
from florilegium.sources.excerpts.page_excerpt import cut_page
from florilegium.sources.formulas.page_formulas import find_formulas
from florilegium.sources.manuscript import Reading
from florilegium.sources.notes import tooltips, web_notes
from florilegium.sources.notes.inline_notes import take_inline_notes
from florilegium.sources.notes.margin_notes import link_margin_notes
from florilegium.sources.notes.notes_apart import bring_notes, extent_of_notes, files_called
from florilegium.sources.notes.popovers import take_popovers
from florilegium.sources.notes.web_notes import FoundNote
from florilegium.sources.parts import Draft, Manner, Piece, content_of
from florilegium.sources.roles import cues, features
from florilegium.sources.tree import vocabulary
from florilegium.sources.tree.angle_brackets import BrokenTag
from florilegium.sources.tree.captions import frame_captions
from florilegium.sources.tree.conform import body_pieces, conform, note_body
from florilegium.sources.tree.cutting import text_of
from florilegium.sources.tree.long_descriptions import take_descriptions
from florilegium.sources.tree.source_pages import mark_pages
from florilegium.sources.tree.vocabulary import Links
from florilegium.sources.web.flat_lists import nest_lists
from florilegium.sources.web.insets import take_comments, take_envelope
from florilegium.sources.web.lazy_pictures import find_pictures
from florilegium.sources.web.list_numbers import number_lists
from florilegium.sources.web.own_address import make_local
from florilegium.sources.web.page_facts import PageFacts, facts_of
from florilegium.sources.web.page_styles import apply_styles, range_right, set_apart, show_signs
from florilegium.sources.web.parse import TooDeepError, parse_page, stamp
from florilegium.sources.web.preformatted_verse import read_verse
from florilegium.sources.web.shown_attributes import (
    broken_tags_of,
    loose_words,
    report_broken,
    row_of,
    shown_attributes,
)
from florilegium.sources.web.web_page import find_article, report_hidden
from florilegium.system.patterns import regex

_SEPARATOR: Final = regex(r"\s+[|–—·»•-]\s+")


def read_bytes(data: bytes, reading: Reading) -> Draft | None:
    """Cut a page into pieces, or None when it is none.

    Reports:
        S004: the file has no markup, or nests deeper than any article.
        S020, S021: it has not the part that is to be read.
        S002: it only shows other files in frames.
        S012: what a book cannot carry; a comment that is never closed and hides the rest.
    """
    decoded = encoding.decode(data, reading, encoding.declared_in(data), markup=True)
    if decoded is None:
        return None
    if not re.search(r"<[A-Za-z!/?]", decoded.text):
        message = "this is plain text, not the HTML that its name says"
        reading.report.add("S004", reading.place(), message, "Give it a name that ends with .txt.")
        return None
    decoded = replace(decoded, text=decoded.text.replace("\f", " "))
    _report_open_comment(decoded.text, reading)
    root = _tree_of(decoded.text, reading)
    if root is None:
        return None
    stamp(root, decoded.text)
    if reading.part is None:
        return _read_tree(root, decoded, reading)
    part = cut_page(root, reading.part, reading)
    if part is None:
        return None
    draft = _read_tree(root, decoded, reading)
    return replace(draft, extent=part.extent, letters=lambda: part.letters(of_page(decoded.text)))


def _tree_of(text: str, reading: Reading) -> Element | None:
    """Return the tree of a page, or None when it can be none of an article's.

    Reports:
        S002: it has no text, and only shows others side by side.
        S004: it nests too deep.
    """
    try:
        root = parse_page(text)
    except TooDeepError:
        message = "this page nests its elements more than 255 deep, which no article does"
        reading.report.add(
            "S004", reading.place(), message, "Copy the article’s text into a file of its own."
        )
        return None
    if root.find("frameset") is None or root.find("body") is not None:
        return root
    names = dict.fromkeys(f"“{one.get('src')}”" for one in root.iter("frame") if one.get("src"))
    message = f"this page has no text, but shows other files in frames: {', '.join(names) or 'none'}"
    reading.report.add("S002", reading.place(), message, "Name the file that has the text.")
    return None


def _report_open_comment(text: str, reading: Reading) -> None:
    start = text.rfind("<!--")
    if start > text.rfind("-->") and text[start + 4 :].strip():
        line, column = encoding.place_of(text, start)
        message = "a comment begins here and never ends; what follows is not read"
        reading.report.add("S012", reading.place(line, column), message, "End it with -->, or take it out.")


def _read_tree(root: Element, decoded: Decoded, reading: Reading) -> Draft:
    """Cut the stamped tree of a page into pieces."""
    broken = broken_tags_of(decoded.text)
    shown = (*shown_attributes(root), *loose_words(broken))
    _find_objects(root, decoded.text, reading)
    apart, notes_extent = _bring_notes(root, reading)
    _apply_looks(root, reading)
    aside = _take_asides(root, reading)
    frame_captions(root, reading.language)
    facts, base = facts_of(root), _base_of(root)
    facts = replace(facts, byline=facts.byline[cues.opens("posted", facts.byline, reading.language) :])
    bubbles = tooltips.take_tooltips(root)
    link_margin_notes(root)
    inline = take_inline_notes(root)
    linked = web_notes.take_notes(root, reading)
    article = find_article(root, facts, reading.language)
    set_apart(article.element)
    report_broken(_within(article.element, broken), reading)
    found = [*bubbles.notes, *inline.notes, *linked.notes]
    links = Links.of([article.element, *(note.content for note in found)], base)
    conformed = conform(article.element, reading, links)
    aside += [*bubbles.pieces, *inline.pieces, *linked.pieces]
    pieces = [*article.pieces, *aside, *body_pieces(conformed)]
    report_hidden(sorted(pieces, key=lambda piece: piece.order), reading)
    notes = make_notes(found, reading, links)
    pieces += row_of(shown, conformed.body, notes, [text_of(note.content) for note in inline.notes])
    titled = any(piece.role == "title" for piece in pieces)
    headed = any(piece.role == "heading" for piece in pieces)
    return Draft(
        pieces=tuple(sorted([*pieces, *decoded.unprintable_piece], key=lambda piece: piece.order)),
        notes=notes,
        title="" if titled else facts.title,
        author=_author_of(facts, reading.language),
        byline=facts.byline,
        language=vocabulary.attributes_of(root, "html").get("lang", ""),
        manner=Manner(bold=not headed, notes=not notes),
        notes_apart=apart,
        notes_extent=notes_extent,
        restore=lambda piece: _restored(piece, reading, links),
        letters=lambda: of_page(decoded.text),
    )


def _find_objects(root: Element, text: str, reading: Reading) -> None:
    """Find what a page has by other means than its words: own links, marks of pages, formulas, pictures."""
    make_local(root, text)
    if reading.source_pages == "mark":
        mark_pages(root)
    find_formulas(root)
    find_pictures(root)


def _within(article: Element, broken: Sequence[BrokenTag]) -> list[BrokenTag]:
    """Return the broken tags of an article: those of its elements, and those that stand in its words."""
    if not broken:
        return []
    places = {one.get("data-at") for one in article.iter(etree.Element)}
    words = " ".join(content_of(article).split())
    return [one for one in broken if (one.at in places if one.words or one.cut else one.written in words)]


def _take_asides(root: Element, reading: Reading) -> list[Piece]:
    """Take out of a page what is no text of it, and make lists of what only looks like them."""
    described = take_descriptions(root, reading)
    taken = [*take_envelope(root), *take_comments(root), *take_popovers(root)]
    return [*described, *taken, *nest_lists(root), *number_lists(root)]


def _apply_looks(root: Element, reading: Reading) -> None:
    """Say in elements and classes what styles and typed signs mean."""
    apply_styles(root, reading)
    show_signs(root)
    range_right(root)
    read_verse(root)


def _bring_notes(root: Element, reading: Reading) -> tuple[str, Extent | None]:
    """Bring the notes that stand in another file.

    Returns the file in which the page says that they stand, and what of the named file it has.

    Reports:
        N007: the named file has none of the notes that are called.
        N008: the calls lead into another file, and the manifest does not name it.
    """
    called, extent = files_called(root, reading.name.rpartition("/")[2]), None
    if reading.notes is not None:
        decoded = encoding.decode(reading.notes.data, replace(reading, name=reading.notes.name))
        tree = _parsed(decoded.text) if decoded else None
        if tree is not None and decoded is not None:
            stamp(tree, decoded.text)
        if tree is None or not bring_notes(root, tree, reading.notes.name):
            message = f"“{reading.notes.name}” has none of the notes that are called here"
            reading.report.add("N007", reading.place(), message, "Name the file into which the calls lead.")
        else:
            extent = extent_of_notes(root, tree)
    for name, at in called.items() if reading.notes is None else ():
        message = f"the notes that are called here stand in another file, “{name}”"
        reading.problem("N008", at, message, "Name it under the article: `notes:` with its path.")
    return next(iter(called), ""), extent


def _parsed(text: str) -> Element | None:
    try:
        return parse_page(text)
    except TooDeepError:
        return None


def _author_of(facts: PageFacts, language: str) -> str:
    """Return who wrote a page's article, as its metadata has it or a line that its names give away."""
    line = cues.without_by(facts.byline, language)
    named = bool(features.names_in(line))
    said = ", ".join(cues.without_by(one, language) for one in facts.authors)
    return line if named and not (said and features.names_in(said)) else said


def _restored(piece: Piece, reading: Reading, links: Links) -> list[Piece]:
    """Return the blocks of what was cut out of a page, each with the role and the fate of the whole."""
    if piece.cut is None:
        return [piece]
    conformed = conform(piece.cut, reading, links)
    return [
        replace(one, role=piece.role, fixed=True, fate=one.fate or piece.fate)
        for one in body_pieces(conformed)
    ]


def make_notes(found: Sequence[FoundNote], reading: Reading, links: Links) -> tuple[Note, ...]:
    """Return the notes taken out of a page, in the vocabulary."""
    return tuple(
        Note(note.label, note_body(note.content, reading, links), reading.place_at(note.at)) for note in found
    )


def _base_of(root: Element) -> str:
    """Return the address of a page, if it tells it: its relative links are read against that."""
    for element in root.iter("base", "link"):
        if element.tag == "base" or element.get("rel") == "canonical":
            found = vocabulary.address(element.get("href") or "")
            if found.startswith("http"):
                return found
    return ""
