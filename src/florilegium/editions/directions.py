"""Which way a language is written, for editions to say so where the way changes."""

from __future__ import annotations

from typing import Final
from unicodedata import bidirectional

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.languages.scripts import RIGHT_TO_LEFT_LETTERS, TURNING_MARKS, is_right_to_left
from florilegium.system.patterns import regex

#: Whether something may be written from right to left.
_MAY_RUN_TO_THE_LEFT: Final = regex(f"[{RIGHT_TO_LEFT_LETTERS}{TURNING_MARKS}]")


def name_directions(tree: Element) -> None:
    """Write `dir` on every element whose language goes another way than what is round it.

    A paragraph in another language than its article's goes the way of its letters. A line of the contents
    goes the way of the book, so that all folios stand under one another. The language of a way back from a
    note is that of its name, which is heard; its number goes the way of the note.
    """
    for element in tree.iter(etree.Element):
        language = element.get("lang")
        if language is None or element.get("dir") is not None or element.get("role") == "doc-backlink":
            continue
        direction = "rtl" if is_right_to_left(language) else "ltr"
        if direction != _direction_round(element):
            element.set("dir", direction)
    for block in runs.leaves(tree) if _MAY_RUN_TO_THE_LEFT.search("".join(tree.itertext())) else ():
        is_free = block.get("dir") is None and _direction_round(block) == "ltr"
        if is_free and not _is_in_contents(block) and _runs_to_the_left(runs.text_of(block)):
            block.set("dir", "rtl")


def _is_in_contents(block: Element) -> bool:
    around = block.getparent()
    return around is not None and around.get("class") == "contents"


def _direction_round(element: Element) -> str:
    return next((outer.get("dir", "") for outer in element.iterancestors() if outer.get("dir")), "ltr")


def _runs_to_the_left(text: str) -> bool:
    """Return whether a foreign passage is written from right to left: it begins so and is so mostly."""
    if text.isascii():
        return False
    strong = [kind for kind in map(bidirectional, text) if kind in {"L", "R", "AL"}]
    return strong[:1] not in ([], ["L"]) and strong.count("L") < len(strong) / 2
