"""The title of a Word document and its author, as the first headings have them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from florilegium.sources.parts import Piece
from florilegium.sources.roles import features

#: How many headings at the top may be title and authors.
_HEADS: Final = 3

_BY: Final = re.compile(r"(?:by|von|par|por|di|door)\s+", re.IGNORECASE)


def find_title(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces, with the headings at the top as title and byline where they are that.

    The only heading of the first level is the title when it stands first. Where a second follows at once and
    is nothing but names, it is the byline.
    """
    if any(piece.role == "title" for piece in pieces):
        return pieces
    tops = [piece for piece in pieces if _is_top(piece)]
    first = next((piece for piece in pieces if piece.text), None)
    if first is None or not tops or tops[0] is not first:
        return pieces
    head = [piece for piece in pieces if piece.text and piece.block is not None][:_HEADS]
    author = next((piece for piece in head[1:2] if _is_author(piece)), None)
    if len([piece for piece in tops if piece is not author]) != 1:
        return pieces
    made = []
    for piece in pieces:
        if piece is first:
            made.append(replace(piece, role="title", fixed=True))
        elif piece is author:
            made.append(replace(piece, role="byline", fixed=True))
        else:
            made.append(piece)
    return made


def _is_top(piece: Piece) -> bool:
    return piece.block is not None and piece.block.get("level") == "1"


def _is_author(piece: Piece) -> bool:
    """Whether a heading right under the title is nothing but names."""
    text = _BY.sub("", piece.text.strip(), count=1)
    return piece.role == "heading" and bool(features.names_in(text))
