"""The title of a Word document and its authors, as its first paragraphs have them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import Piece, content_of, weigh, whole_text
from florilegium.sources.roles import cues, features
from florilegium.system.patterns import regex

_BETWEEN: Final = regex(r"\s*(?:,|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b)\s*")


def find_title(pieces: list[Piece], language: str) -> list[Piece]:
    """Return the pieces, with what stands at the top as title and byline where it is that.

    The only heading of the first level is the title when it stands first. So is the first of two at the top,
    the second of which is nothing but names: that is the byline, whatever headings follow. A title may have
    its author in its last line, after the word for *by*.
    """
    first = next((piece for piece in pieces if piece.text), None)
    if first is None:
        return pieces
    titled = first.role == "title"
    tops = [piece for piece in pieces if _is_top(piece)]
    if not titled and (not tops or tops[0] is not first or any(piece.role == "title" for piece in pieces)):
        return pieces
    author = _author_below(pieces, first, language)
    if not (titled or author is not None or len(tops) == 1):
        return pieces
    made: list[Piece] = []
    for piece in pieces:
        if piece is first:
            made += _parted(replace(piece, role="title", fixed=True), language)
        else:
            made.append(replace(piece, role="byline", fixed=True) if piece is author else piece)
    return made


def _is_top(piece: Piece) -> bool:
    return piece.block is not None and piece.block.get("level") == "1"


def _author_below(pieces: list[Piece], title: Piece, language: str) -> Piece | None:
    """Return the heading right under the title that is nothing but names."""
    below = [piece for piece in pieces[pieces.index(title) + 1 :] if piece.text and piece.block is not None]
    found = below[0] if below and below[0].role == "heading" else None
    return found if found is not None and is_names(found.text, language) else None


def is_names(text: str, language: str) -> bool:
    """Return whether a line is nothing but names, such as `Ann and Bo Sample`, perhaps after *by*."""
    text = cues.without_by(text.strip(), language)
    if features.names_in(text):
        return True
    parts = [part for part in _BETWEEN.split(text) if part]
    given = [part for part in parts[:-1] if not features.is_name(part)]
    return len(parts) > 1 and features.is_name(parts[-1]) and all(map(_is_given_name, given))


def _is_given_name(text: str) -> bool:
    return text.isalpha() and text[0].isupper() and len(text) <= 20


def _parted(title: Piece, language: str) -> list[Piece]:
    """Return a title, and the byline that stands in its last line."""
    block = title.block
    breaks = list(block.iterchildren("br")) if block is not None else []
    if block is None or not breaks:
        return [title]
    last = breaks[-1]
    line = (last.tail or "") + "".join(content_of(one) + (one.tail or "") for one in last.itersiblings())
    if not cues.after_by(line.strip(), language) or not is_names(line, language):
        return [title]
    byline = etree.Element("p", dict(block.attrib))
    byline.text = last.tail
    byline.extend(list(last.itersiblings()))
    block.remove(last)
    return [_counted(title, block), _counted(replace(title, role="byline"), byline)]


def _counted(piece: Piece, block: Element) -> Piece:
    """Return a piece with another block, its letters counted again."""
    text = whole_text(block)
    return replace(piece, block=block, text=text, characters=weigh(text))
