"""Notes that stand beside or below the paragraph that calls them, with their mark and without a link.

A page shows them in its margin, or small below the paragraph. Such a note says by its name that it is one,
and begins with the mark that stands raised in the text before it. A link is put into the raised mark, and the
notes are then found as on any page.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.notes import note_shapes
from florilegium.sources.notes.note_links import order
from florilegium.sources.parts import content_of
from florilegium.sources.tree.vocabulary import classes_of
from florilegium.system.patterns import regex

_NAMES: Final = frozenset(
    {
        *("footnote", "endnote", "sidenote", "marginnote", "margin-note", "side-note", "marginalia"),
        *("footnote-text", "annotation", "inline-footnote", "article-footnote", "note-text"),
    }
)
_MARK: Final = regex(r"\s*[\[(]?(\d{1,3}|[a-z]|[*†‡§]{1,3})[\])]?[.:)]?\s+\S|\s*([*†‡§]{1,3})\S")


def link_margin_notes(root: Element) -> None:
    """Put links to such notes into the raised marks that call them, in place."""
    notes = [one for one in root.iter("aside", "p", "div", "small") if _is_note(one)]
    known = frozenset(notes)
    raised: dict[str, list[Element]] = defaultdict(list)
    for sup in root.iter("sup") if notes else ():
        mark = note_shapes.mark_of(sup)
        linked = next(sup.iter("a"), next(sup.iterancestors("a"), None)) is not None
        if mark and not linked and not any(above in known for above in sup.iterancestors()):
            raised[mark].append(sup)
    for count, note in enumerate(notes, 1):
        marks = raised[_mark_of(note)]
        before = (at for at in reversed(range(len(marks))) if order(marks[at]) < order(note))
        last = next(before, None)
        if last is not None:
            _link(marks.pop(last), note, count)


def _is_note(element: Element) -> bool:
    """Return whether an element is named as a note, begins with a mark, and is led to or leads nowhere."""
    named = bool(_NAMES & classes_of(element)) or (element.tag == "aside" and "note" in classes_of(element))
    if not named:
        return False
    inner = next(element.iter("aside", "li"), None)
    linked = any((one.get("href") or "").startswith("#") for one in element.iter("a"))
    return not linked and inner in {None, element} and bool(_mark_of(element))


def _mark_of(note: Element) -> str:
    """Return the mark with which a note begins."""
    found = _MARK.match(content_of(note))
    if found:
        return found[1] or found[2]
    first = next(iter(note.iter("sup")), None)
    return note_shapes.mark_of(first) if first is not None and _begins_with(note, first) else ""


def _begins_with(note: Element, first: Element) -> bool:
    return content_of(note).strip().startswith(content_of(first).strip())


def _link(sup: Element, note: Element, count: int) -> None:
    """Put a link to a note round a raised mark."""
    name = note.get("id") or f"margin-note-{count}"
    note.set("id", name)
    note.set("class", f"{note.get('class') or ''} footnote".strip())
    link = etree.Element("a", {"href": f"#{name}", "class": "footnote-ref"})
    link.attrib.update({key: sup.get(key, "") for key in ("data-at", "data-n")})
    link.text, sup.text = sup.text, None
    link.extend(list(sup))
    sup.append(link)
