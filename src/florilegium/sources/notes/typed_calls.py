"""Calls that somebody typed as marks: where they stand in the text, and how they are put into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.notes import bare_calls
from florilegium.sources.notes.note_list import text_blocks
from florilegium.sources.parts import Locate, Piece
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class TypedCall:
    """A mark that may be a call: its piece, by index, its block, and where in the block's text it stands."""

    piece: int
    block: Element
    start: int
    end: int
    mark: str


def typed_calls(index: int, piece: Piece, pattern: re.Pattern[str]) -> Iterator[TypedCall]:
    """Yield what a pattern finds in the running text of a piece, in order; one of its groups has the mark."""
    for block in text_blocks([piece], 1):
        for found in pattern.finditer(runs.text_of(block)):
            yield TypedCall(index, block, *found.span(), next(filter(None, found.groups())))


def put_calls(labelled: Sequence[tuple[TypedCall, str]], locate: Locate, *, keep_marks: bool) -> None:
    """Put calls of labelled notes into the text, the last of a block first, so that offsets hold."""
    places = [locate(call.block, call.start) for call, _ in labelled]
    ordered = sorted(zip(labelled, places, strict=True), key=lambda one: one[0][0].start, reverse=True)
    for (call, label), at in ordered:
        element = etree.Element("call", {"note": label, "at": at})
        if keep_marks:
            element.set("was", call.mark)
        runs.replace(call.block, call.start, call.end, "")
        bare_calls.insert_after(call.block, call.start, element)
        bare_calls.unwrap_empty(call.block)
