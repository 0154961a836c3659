"""What only neighbours show: the lines of a list, and the gap that is a break between sections."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.manuscript import SET
from florilegium.sources.parts import Piece
from florilegium.sources.plain.line_blocks import is_rule
from florilegium.sources.plain.paragraphs import BULLET
from florilegium.sources.tree.source_pages import PAGE_MARK
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: How an item begins that is counted: `1.`, `1)`, `(1)`, `a)`, `(a)`, `ii.`
_LABELLED: Final = regex(r"\s*(\(?)(\d{1,3}|[a-z]|[ivx]{2,5})([.)])(?:\s+|(?<=\d.)(?=[^\W\d]))(?=\S)")
#: The labels of a list, by the first of them.
_SERIES: Final[dict[str, tuple[str, ...]]] = {
    "1": tuple(map(str, range(1, 1000))),
    "a": tuple("abcdefghijklmnopqrstuvwxyz"),
    "i": ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"),
}

#: Gaps that are more than this share of all divide nothing: where blank lines part paragraphs, and where not.
_RARE: Final = 0.5
_RARE_WITHOUT: Final = 0.34

#: At least so many paragraphs without a gap before them show that gaps are no habit.
_SURE: Final = 3


def find_rules(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, with a paragraph of nothing but signs such as `* * *` as a break.

    A rule right above a note is none.
    """
    found: list[Piece] = []
    marks: list[Element] = []  # of pages of the source, which a break cannot hold
    for piece in pieces:
        if _is_typed_rule(piece) and piece.block is not None:
            marks += list(piece.block)
            found.append(_as_break(piece))
            continue
        if marks and piece.block is not None and piece.block.tag == "p":
            for mark in reversed(marks):
                mark.tail, piece.block.text = piece.block.text, None
                piece.block.insert(0, mark)
            marks = []
        if piece.role == "note" and not piece.gap and found and found[-1].role == "break":
            found[-1] = replace(found[-1], block=None)  # it parted the note from its page
        found.append(piece)
    return found


def _is_typed_rule(piece: Piece) -> bool:
    plain = (
        piece.block is not None
        and piece.block.tag == "p"
        and all(one.tag == PAGE_MARK for one in piece.block)
    )
    return plain and piece.role in {"body", "heading"} and not piece.fixed and is_rule(piece.text)


def _as_break(piece: Piece) -> Piece:
    at = piece.block.get("at", "") if piece.block is not None else ""
    return replace(piece, block=etree.Element("hr", {"at": at}), role="break", text="")


@dataclass(frozen=True)
class _ItemSign:
    """How a paragraph begins as an item of a list: the signs round its label, or a bullet alone, and its end.

    The label of a bullet is empty.
    """

    look: tuple[str, str]
    label: str
    end: int


def gather_lists(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, with two or more bullets in a row, or labels from the first on, as one list."""
    gathered: list[Piece] = []
    index = 0
    while index < len(pieces):
        items = _items_from(pieces, index)
        if len(items) >= 2:
            gathered.append(_list(items))
            index += len(items)
        else:
            gathered.append(pieces[index])
            index += 1
    return gathered


def _items_from(pieces: Sequence[Piece], start: int) -> list[Piece]:
    """Return the items of the list that begins with a piece; none or one when no list does."""
    first = _sign(pieces[start])
    if first is None:
        return []
    labels = _labels_from(first.label) if first.label else itertools.repeat("")
    items = []
    for index, label in zip(range(start, len(pieces)), labels, strict=False):
        sign = _sign(pieces[index])
        if sign is None or (sign.look, sign.label) != (first.look, label):
            break
        items.append(pieces[index])
    return items


def _labels_from(label: str) -> Sequence[str]:
    """Return the labels that go on from a first one; numbers may go on from any."""
    series = _SERIES.get(label, ())
    return series or (_SERIES["1"][int(label) - 1 :] if label.isdigit() and int(label) else ())


def are_counted(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether a paragraph and the next one are items of one list, by the numbers before them."""
    return any(len(_items_from(pieces[: start + 2], start)) > 1 for start in (index - 1, index) if start >= 0)


def _sign(piece: Piece) -> _ItemSign | None:
    """Return the bullet or the label with which a paragraph of the body begins."""
    if piece.role != "body" or piece.fixed or piece.block is None or piece.block.tag != "p":
        return None
    if bullet := BULLET.match(piece.text):
        return _ItemSign((bullet[1], ""), "", bullet.end())
    found = _LABELLED.match(piece.text)
    if found is None or found[1] + found[3] == "(.":
        return None
    return _ItemSign((found[1], found[3]), found[2].lstrip("0") or "0", found.end())


def _list(items: Sequence[Piece]) -> Piece:
    """Return one piece for the items of a list, each with the label that was typed unless HTML has it so."""
    first = items[0]
    counted = (sign := _sign(first)) is not None and bool(sign.label)
    tag = "ol" if counted else "ul"
    block = etree.Element(tag, {"at": first.block.get("at", "") if first.block is not None else ""})
    for number, item in enumerate(items, 1):
        sign = _sign(item)
        if item.block is None or sign is None:
            continue
        typed = item.text[: sign.end].strip()
        runs.replace(item.block, 0, sign.end, "")
        item.block.tag = "li"
        if counted and typed != f"{number}.":
            item.block.set("data-marker", typed)
        block.append(item.block)
    return replace(
        first,
        block=block,
        role="list",
        last_line=items[-1].last_line,
        text=" ".join(item.text for item in items),
        characters=sum(item.characters for item in items),
    )


def find_breaks(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, with a break where an unusual gap parts two paragraphs of the text."""
    text = [piece for piece in pieces if piece.role in SET - {"heading", "break"}]
    gaps = Counter(piece.gap for piece in text[1:])
    usual = min((gap for gap in gaps if gaps[gap] == max(gaps.values())), default=0)
    wide = sum(count for gap, count in gaps.items() if gap > usual)
    rare = wide == 1 or wide <= sum(gaps.values()) * (_RARE if usual else _RARE_WITHOUT)
    if not wide or not rare or (not usual and gaps[0] < _SURE):
        return list(pieces)
    found: list[Piece] = []
    for index, piece in enumerate(pieces):
        before = pieces[index - 1] if index else None
        if before is not None and piece.gap > usual and _parts(before, piece):
            block = etree.Element("hr", {"at": f"{piece.line}:1"})
            found.append(
                Piece(
                    block=block,
                    role="break",
                    line=piece.line,
                    last_line=piece.line,
                    text="",
                    characters=0,
                    order=piece.order,
                )
            )
        found.append(piece)
    return found


def _parts(before: Piece, after: Piece) -> bool:
    divided = SET - {"heading", "break"}
    return before.role in divided and after.role in divided
