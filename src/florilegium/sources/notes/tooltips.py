"""Notes of plug-ins that show them in a bubble: a mark, and the note's text right beside it.

Known are Modern Footnotes and Footnotes (Media-Competence Institute) for WordPress, LaTeXML, and notes in the
margin in Tufte's style. The page may repeat the same notes in a list for print, which then is boilerplate.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.notes.note_links import order
from florilegium.sources.notes.note_shapes import shows_words
from florilegium.sources.notes.web_notes import FoundNote, TakenNotes, put_call
from florilegium.sources.parts import content_of
from florilegium.sources.tree.cutting import cut
from florilegium.sources.tree.vocabulary import classes_of

_MODERN: Final = "modern-footnotes-footnote"
_MODERN_NOTE: Final = "modern-footnotes-footnote__note"
_REFERRER: Final = "footnote_referrer"
_BUBBLE: Final = "footnote_tooltip"
_AGAIN: Final = "left out: the notes once more"
_BESIDE: Final = frozenset({"ltx_note_outer", "sidenote", "marginnote"})
_NUMBERS: Final = frozenset({"ltx_note_mark", "margin-toggle", "sidenote-number"})
_OWN_NUMBERS: Final = frozenset({"ltx_note_mark", "ltx_tag_note"})
_LISTS: Final = frozenset(
    {"modern-footnotes-list", "footnotes_reference_container", "footnote-reference-container"}
)


def take_tooltips(root: Element) -> TakenNotes:
    """Put calls in the place of such marks and take their notes out of the page, in place."""
    taken = TakenNotes()
    for note in [one for one in root.iter("span") if _MODERN_NOTE in classes_of(one)]:
        mark = _mark_before(note)
        if mark is not None:
            _take(mark, note, taken)
    for note in [one for one in root.iter("span") if _BESIDE & classes_of(one)]:
        _take_beside(note, taken)
    rows = _rows(root)
    for referrer in [one for one in root.iter("span") if _REFERRER in classes_of(one)]:
        bubble = next((one for one in referrer.iter("span") if _BUBBLE in classes_of(one)), None)
        row = rows.get(_name_of(referrer))
        if row is not None and bubble is not None:
            taken.pieces.append(cut(bubble, "boilerplate", _AGAIN))
        chosen = row if row is not None else bubble
        if chosen is not None:
            _take(referrer, chosen, taken)
    for again in [one for one in root.iter(etree.Element) if _LISTS & classes_of(one)] if taken.notes else ():
        if again.getparent() is not None:
            taken.pieces.append(cut(again, "boilerplate", _AGAIN))
    return taken


def _take_beside(note: Element, taken: TakenNotes) -> None:
    """Take a note that stands in the margin: LaTeXML's, or one of Tufte's style."""
    mark = note.getprevious()
    if mark is not None and mark.tag == "input" and not (mark.tail or "").strip():
        mark = mark.getprevious()
    if mark is None or not (_NUMBERS & classes_of(mark)):
        return
    for number in [one for one in note.iter("sup", "span") if _OWN_NUMBERS & classes_of(one)]:
        taken.pieces.append(cut(number, "boilerplate", "left out: the numbers of notes"))
    _take(mark, note, taken)


def _mark_before(note: Element) -> Element | None:
    """Return the raised mark before the text of a note."""
    before = note.getprevious()
    return before if before is not None and _MODERN in classes_of(before) else None


def _rows(root: Element) -> dict[str, Element]:
    """Return the cells of the list at the foot that have the text of notes, by the name of the note.

    A page may leave a bubble empty, and then only the list has its text.
    """
    found: dict[str, Element] = {}
    for row in root.iter("tr"):
        cells = list(row.iter("td"))
        for one in row.iter("th", "td", "a") if cells else ():
            name = (one.get("id") or "").partition("footnote_plugin_reference_")[2]
            if name:
                found.setdefault(name, cells[-1])
    return found


def _name_of(referrer: Element) -> str:
    """Return the name of the note that a mark means: the numbers at the end of its id."""
    sup = next(referrer.iter("sup"), None)
    found = re.search(r"\d+(?:_\d+)+\Z", sup.get("id", "")) if sup is not None else None
    return found[0] if found else ""


def _take(mark: Element, note: Element, taken: TakenNotes) -> None:
    """Take one note out, and put its call where its mark is."""
    place, at = order(note), mark.get("data-at", "")
    if note.getparent() is None or mark.getparent() is None:
        return
    piece = cut(note, "note")
    number = re.sub(r"[\s\[\]()]", "", content_of(mark))
    label = number if number.isalnum() and not shows_words(mark) else f"{len(taken.notes) + 1}"
    taken.pieces.append(replace(piece, fate=f"note {label}"))
    note.tag = "div"
    taken.notes.append(FoundNote(label, note, at, place))
    put_call(mark, label)
