"""Notes that stand in the sentence that calls them, or in an attribute of their mark.

Pressbooks, HTMLBook and sources set by CSS (Prince, Paged.js, Vivliostyle) write a note where it is called,
and leave its place to the style sheet; other pages keep it in a bubble that opens over its mark, hidden until
then.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.encoding import without_unprintable_references
from florilegium.sources.notes import note_shapes
from florilegium.sources.notes.note_links import order
from florilegium.sources.notes.web_notes import FoundNote, TakenNotes, call_for, put_call
from florilegium.sources.parts import Piece, content_of
from florilegium.sources.tree.cutting import cut, detach
from florilegium.sources.tree.vocabulary import HEADINGS, classes_of, styles_of

#: Names of a note that stands in its sentence; the last only of small print.
_NAMES: Final = frozenset({"footnote", "endnote", "sidenote", "marginnote", "inline-footnote", "inline-note"})
_SMALL: Final = "note"
_TYPES: Final = frozenset({"footnote", "endnote", "rearnote"})

#: Elements that may be such a note, and those in whose text it stands.
_INLINE: Final = ("span", "small", "ins", "aside", "q")
_TEXT: Final = frozenset({"p", "li", "td", "dd", "blockquote", "figcaption", *HEADINGS})

#: Attributes that have a note, and those that name the element that has it.
_SAID: Final = (
    *("data-footnote", "data-footnote-text", "data-note", "data-footnote-content", "data-note-text"),
    *("data-tooltip", "data-tip", "data-tippy-content", "data-content", "data-original-title", "title"),
)
_NAMING: Final = (
    *(
        "tooltip-target",
        "data-target",
        "data-tooltip-target",
        "data-tooltip-id",
        "data-footnote-id",
        "data-ref",
    ),
    *("aria-describedby", "aria-controls"),
)

_TELLING: Final = frozenset({*_SAID, *_NAMING})
#: Attributes that our readers have added.
_OWN: Final = frozenset({"data-at", "data-n"})

#: Words of a note that a hidden element must have, and those of an attribute whose name says nothing.
_WORDS: Final = 2
_PROSE: Final = 3


def take_inline_notes(root: Element) -> TakenNotes:
    """Put calls in the place of such notes and take them out of the page, in place."""
    taken = TakenNotes()
    targets = {(link.get("href") or "").partition("#")[2] for link in root.iter("a")} - {""}
    for note in [one for one in root.iter(*_INLINE) if _is_in_sentence(one, targets)]:
        _take(note, note, taken)
    for details in [one for one in root.iter("details") if _is_unfolded(one)]:
        _take_unfolded(details, taken)
    named = {one.get("id"): one for one in root.iter(etree.Element) if one.get("id")}
    marks = [one for one in root.iter("span", "a", "sup", "abbr", "button") if _may_say(one)]
    for mark in filter(_stands_in_text, marks):
        hidden = _hidden_note(mark, named)
        if hidden is not None:
            _take(mark, hidden, taken)
        elif note_shapes.mark_of(mark) and not _leads(mark, named):
            _take_attribute(mark, taken)
    return taken


def _may_say(element: Element) -> bool:
    """Return whether an element has an attribute that may have a note, or name the element that has it."""
    return any(name in _TELLING or name.startswith("data-") for name in set(map(str, element.keys())) - _OWN)


def _stands_in_text(element: Element) -> bool:
    return any(above.tag in _TEXT for above in element.iterancestors())


def _is_in_sentence(element: Element, targets: set[str]) -> bool:
    """Return whether an element is a note where it is called: named so, in a text, and nothing's target."""
    said = set((element.get("data-epub-type") or element.get("data-type") or "").split())
    said |= {name.removeprefix("doc-") for name in (element.get("role") or "").split()}
    names = classes_of(element)
    named = bool(_TYPES & said or _NAMES & names or (element.tag == "small" and _SMALL in names))
    if not named or element.get("id") in targets or not _stands_in_text(element):
        return False
    links = [link for link in element.iter("a") if (link.get("href") or "").startswith("#")]
    text = content_of(element).strip()
    return bool(text) and not links and not note_shapes.mark_of(element) and any(map(str.isalpha, text))


def _hidden_note(mark: Element, named: dict[str | None, Element]) -> Element | None:
    """Return the element, hidden until a reader asks for it, that a word or mark names as its note."""
    for name in _NAMING:
        value = (mark.get(name) or "").removeprefix("#")
        found = named.get(value) if value else None
        if found is None or found is mark or any(above is found for above in mark.iterancestors()):
            continue
        around = [found, *list(found.iterancestors())[:1]]
        hidden = any(
            styles_of(one).get("display") == "none" or one.get("hidden") is not None for one in around
        )
        bubble = found.get("role") == "tooltip" or any("tooltip" in one for one in classes_of(found))
        if (hidden or bubble) and len(content_of(found).split()) >= _WORDS:
            return found
    return None


def _leads(mark: Element, named: dict[str | None, Element]) -> bool:
    """Return whether a mark is a link to a note of the page, or stands in one or round one."""
    links = [*mark.iter("a"), *mark.iterancestors("a")]
    return any((link.get("href") or "").partition("#")[2] in named for link in links)


def _leads_away(mark: Element) -> bool:
    """Return whether a mark is a link to another page, or in or round one; its title names that page."""
    links = [one.get("href") or "" for one in (*mark.iter("a"), *mark.iterancestors("a"))]
    return any(not one.strip().lower().startswith(("#", "javascript:")) for one in links if one.strip())


def _is_unfolded(details: Element) -> bool:
    """Return whether an element that unfolds shows a note: what is seen of it while closed is a mark."""
    summary = details.find("summary")
    shown = "" if summary is None else content_of(summary)
    words = len(content_of(details).split()) - len(shown.split())
    return summary is not None and bool(note_shapes.mark_of(summary)) and words >= _WORDS


def _take_unfolded(details: Element, taken: TakenNotes) -> None:
    """Take a note that unfolds below its mark, and join what it has parted: the paragraph that calls it."""
    summary, before = details.find("summary"), details.getprevious()
    if summary is None or details.getparent() is None:
        return
    label = f"i{len(taken.notes) + 1}"
    call = call_for(summary, label, summary)
    detach(summary)
    call.tail, details.tail = details.tail, None
    if before is not None and before.tag == "p" and not (before.tail or "").strip():
        before.append(call)
    else:
        details.addprevious(call)
    place, at = order(details), details.get("data-at", "")
    taken.pieces.append(replace(cut(details, "note"), fate=f"note {label}"))
    details.tag = "div"
    taken.notes.append(FoundNote(label, details, at, place))


def _said_by(mark: Element) -> str:
    """Return what an attribute of a mark says: one whose name is known, or else any data that is prose."""
    known = next((value for name in _SAID if (value := (mark.get(name) or "").strip())), "")
    if len(known.split()) >= _WORDS:
        return known
    data = (str(value).strip() for name, value in mark.items() if str(name).startswith("data-"))
    prose = (one for one in data if len(one.split()) >= _PROSE and one[0] not in "{[" and "://" not in one)
    return max(prose, key=len, default="")


def _content_of_attribute(said: str) -> Element:
    """Return the words of an attribute as an element; some are markup themselves."""
    found = None
    if re.search(r"</?[a-z]+[^<>]*>", said):
        sound = without_unprintable_references(said, "")
        found = etree.fromstring(f"<div>{sound}</div>", etree.HTMLParser()).find(".//div")
    if found is None:
        found = etree.Element("div")
        found.text = said
    return found


def _take_attribute(mark: Element, taken: TakenNotes) -> None:
    """Take a note that its mark has in an attribute."""
    said = _said_by(mark)
    if not said or mark.getparent() is None or _leads_away(mark):
        return
    label = f"i{len(taken.notes) + 1}"
    content = _content_of_attribute(said)
    for one in content.iter(etree.Element):
        one.attrib.update({"data-at": mark.get("data-at", ""), "data-n": mark.get("data-n", "0")})
    line = int(mark.get("data-at", "0").partition(":")[0] or 0)
    piece = replace(
        Piece.row(role="note", line=line, text=said, order=order(mark), fate=f"note {label}"), characters=0
    )
    taken.pieces.append(piece)
    taken.notes.append(FoundNote(label, content, mark.get("data-at", ""), order(mark)))
    put_call(mark, label)


def _take(mark: Element, note: Element, taken: TakenNotes) -> None:
    """Take a note out, and call it where its mark is: in its place, or behind the word that has it."""
    label = f"i{len(taken.notes) + 1}"
    place, at = order(mark), note.get("data-at", "") or mark.get("data-at", "")
    if mark is note or not note_shapes.mark_of(mark):
        call = call_for(mark, label)
        call.tail, mark.tail = mark.tail, None
        mark.addnext(call)
    else:
        put_call(mark, label)
    taken.pieces.append(replace(cut(note, "note"), fate=f"note {label}"))
    content = etree.Element("div", {"data-at": at, "data-n": note.get("data-n", "0")})
    note.tag = "span"
    note.attrib.pop("style", None)
    content.append(note)
    taken.notes.append(FoundNote(label, content, at, place))
