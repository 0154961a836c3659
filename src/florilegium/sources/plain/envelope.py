"""What a plain text may be wrapped in: Project Gutenberg's head and licence, a mail's head and signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from florilegium.sources.parts import Piece

_START: Final = re.compile(r"\*{3}\s?START OF TH(?:E|IS) PROJECT GUTENBERG", re.IGNORECASE)
_END: Final = re.compile(
    r"(?:\*{3}\s?END OF TH(?:E|IS) PROJECT GUTENBERG|End of (?:the )?Project Gutenberg)", re.IGNORECASE
)
_FIELD: Final = re.compile(
    r"(From|Von|De|To|An|À|Cc|Bcc|Subject|Betreff|Objet|Asunto|Date|Datum|Fecha|Sent|Gesendet|Reply-To"
    r"|Message-ID|MIME-Version|Content-[A-Za-z-]+|X-[A-Za-z-]+|In-Reply-To|Received|Return-Path):\s"
)
#: Without these a head is none: a text may begin with `From:` and `To:` of its own.
_NEEDED: Final = (frozenset({"From", "Von", "De"}), frozenset({"Subject", "Betreff", "Objet", "Asunto"}))


def mark_envelope(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with those of an envelope as boilerplate."""
    marked = list(pieces)
    start = next((index for index, piece in enumerate(pieces) if _START.match(piece.text)), -1)
    end = next((index for index, piece in enumerate(pieces) if _END.match(piece.text)), len(pieces))
    if start < end:
        for index in (*range(start + 1), *range(end, len(pieces))):
            marked[index] = _out(pieces[index], "left out: Project Gutenberg’s own words")
    head = _mail_head(pieces)
    signature = next((one for one in range(head, len(pieces)) if pieces[one].text == "--"), len(pieces))
    for index in (*range(head), *range(signature, len(pieces) if head else 0)):
        marked[index] = _out(pieces[index], "left out: of the mail")
    return marked


def _out(piece: Piece, fate: str) -> Piece:
    return replace(piece, role="boilerplate", block=None, fixed=True, fate=fate)


def _mail_head(pieces: Sequence[Piece]) -> int:
    """How many pieces at the beginning are the head of a mail."""
    names = []
    for piece in pieces:
        found = _FIELD.match(piece.text)
        if found is None:
            break
        names.append(found[1])
    return len(names) if all(needed & set(names) for needed in _NEEDED) else 0
