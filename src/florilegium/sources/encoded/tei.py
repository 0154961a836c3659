"""TEI P5 (tei-c.org, *Guidelines*): what its elements are in a manuscript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.encoded.encoded_text import (
    ELSE,
    FURNITURE,
    EncodedText,
    become_formula,
    become_link,
    describe,
    gather_lines,
    head_list,
    headings,
    own_words,
    set_speeches,
    set_verse,
    told,
    wrap,
)
from florilegium.sources.encoded.tei_head import language_in, mark_head
from florilegium.sources.parts import content_of
from florilegium.sources.tree.cutting import detach
from florilegium.sources.tree.source_pages import PAGE, PAGE_MARK
from florilegium.system.patterns import regex

_SECTIONS: Final = frozenset(
    {"div", *(f"div{number}" for number in range(8)), "front", "body", "back", "text", "group"}
)

_TAGS: Final = {
    **dict.fromkeys(("ab", "docEdition", "docImprint", "docDate", "trailer", "argument", "byline"), "p"),
    **dict.fromkeys(("docAuthor", "addrLine", "castItem", "titlePart", "opener", "imprimatur"), "p"),
    **dict.fromkeys(("signed", "dateline", "closer"), "p.ranged-right"),
    **dict.fromkeys(("cit", "floatingText"), "blockquote"),
    "postscript": "div",
    "epigraph": "blockquote.epigraph",
    "stage": "p.stage",
    "speaker": "p.speaker",
    "emph": "em",
    **dict.fromkeys(("foreign", "mentioned", "term", "gloss", "distinct"), "i"),
    **dict.fromkeys(("eg", "code", "gi", "att", "val", "ident"), "code"),
    **dict.fromkeys(("item",), "li"),
    "row": "tr",
    "figDesc": "figcaption",
    "bibl": "span",
    "listBibl": "ul",
    "milestone": "hr",
}

#: What says of a list that its items are counted, and a number that an item has.
#: Kinds of numbers of a list as pandoc names them (`ordered:loweralpha`), and as HTML does.
_NUMERATIONS: Final = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}

_COUNTED: Final = regex(r"\b(?:ordered|numbered|decimal)\b")
_WHOLE: Final = regex(r"\d{1,4}", re.ASCII)

#: How letters look (`rend`), as elements.
_LOOKS: Final = (
    (regex(r"small-?caps|\bsc\b|smcp|#k\b"), "span.smallcaps"),
    (regex(r"super|\bsup\b"), "sup"),
    (regex(r"\bsub(?:script)?\b"), "sub"),
    (regex(r"bold|\bb\b"), "b"),
    (regex(r"underline|\bul\b"), "u"),
    (regex(r"strike|line-through"), "s"),
    (regex(r"spaced|letter-?spac|gesperrt|#g\b"), "span.spaced"),
    (regex(r"ital|\bi\b|\bit\b"), "i"),
)


def rename(text: EncodedText) -> None:
    """Rename the elements of a text in TEI, in place."""
    language = language_in(text.root)
    for one in text.all("text"):
        if one.get("lang") == language:
            del one.attrib["lang"]
    text.root.set("lang", language)
    _choose(text)
    _declare_looks(text)
    _join_notes(text)
    mark_head(text)
    text.leave_all(("fw", "rdg", "surplus", "secl"), ELSE)
    notes = ("note",)
    text.take_notes(notes, {"ref": "target", "ptr": "target"}, ("listBibl", "bibl"))
    for part in text.parts():
        _rename(part)


def _choose(text: EncodedText) -> None:
    """Take one of several readings: what the editors print. The other has its row."""
    for choice in text.all("choice"):
        kept = next((one for name in ("corr", "reg", "abbr", "unclear") for one in choice.iter(name)), None)
        for one in [one for one in choice if kept is not None and one is not kept]:
            text.leave_out(one, ELSE)
    for one in text.all("app"):  # of readings among which the editors do not choose the first stands
        first = next(one.iter("rdg"), None) if one.find("lem") is None else None
        if first is not None:
            first.tag = "lem"
    for one in text.all("del"):
        text.leave_out(one, "left out: struck in the source")
    text.leave_all(("fw",), FURNITURE)
    for one in text.all("gap"):
        if not content_of(one).strip():
            one.text = "[…]"


def _declare_looks(text: EncodedText) -> None:
    """Write what the header declares of a look (`rendition`) to the elements that name it, in place."""
    looks = {one.get("id", ""): content_of(one) for one in text.all("rendition") if one.get("id")}
    for one in text.root.iter() if looks else ():
        named = [looks.get(name[1:], name) for name in told(one, "rendition").split()]
        if named:
            one.set("x-rendition", " ".join(named))


def _join_notes(text: EncodedText) -> None:
    """Put the later parts of notes that a page has cut behind the first, in place."""
    notes = {one.get("id", ""): one for one in text.all("note") if one.get("id")}
    for one in text.all("note"):
        first = notes.get(told(one, "prev").lstrip("#"))
        if first is not None and first is not one and first not in set(one.iterdescendants("note")):
            detach(one)
            first.append(one)
            one.tag = "span"
            one.text = f" {(one.text or '').lstrip()}"
            notes[one.get("id", "")] = first


def _rename(text: EncodedText) -> None:
    """Rename what stands in a text or in a note."""
    for one in text.all("hi", "seg", "emph"):
        look = told(one, "rend") + " " + told(one, "rendition") + " " + told(one, "style")
        found = next((tag for pattern, tag in _LOOKS if pattern.search(look)), "")
        text.name(one, found or ("i" if one.tag == "hi" and not look.strip() else ""))
    _name_by_kind(text)
    _tables(text)
    _figures(text)
    set_speeches(text)
    for one in text.all("caesura"):
        one.tag, one.text = "span", "\N{NO-BREAK SPACE}" * 3
    gather_lines(text, "l", "lg")
    set_verse(text, ("lg",), "l")
    for one in text.all("blockquote"):
        bare = len(one) == 1 and not one.get("class") and not own_words(one)
        if bare and told(one[0], "verse") == "outer":
            one.tag = "div"
    for head, around, level in headings(text, ("head",), _SECTIONS):
        _heading(head, around, level)
    for one in text.all("ref"):
        become_link(one, told(one, "target"))
    for one in text.all("formula"):
        if told(one, "notation").lower() in {"tex", "latex"} and not len(one):
            become_formula(one, display=told(one, "rend") in {"display", "block"})
    text.rename(_TAGS)


def _name_by_kind(text: EncodedText) -> None:
    """Name what is one thing or another by what it says of itself or by where it stands."""
    for one in text.all("title"):
        one.tag = "span" if told(one, "level") == "a" else "cite"
    for one in text.all("quote", "q", "said", "soCalled"):
        _quotation(one)
    for one in text.all("lb"):
        _line_break(one)
    for one in text.all("pb", "cb", "milestone"):
        _page_break(one)
    for one in text.all("list"):
        _list(one)
    _name_plays_and_letters(text)


def _name_plays_and_letters(text: EncodedText) -> None:
    """Name stage directions, sources of quotations that stand apart, and the salutations of letters."""
    for one in text.all("stage"):
        if next(one.iterancestors("p", "lg", "l", "speaker"), None) is not None:
            one.tag = "i"
        else:
            wrap(one, "i")
    for one in text.all("bibl"):
        if _parent_of(one) in {"epigraph", "cit", "blockquote"} and _is_alone(one):
            EncodedText.name(one, "p.ranged-right")
    for one in text.all("cit"):
        if _parent_of(one) == "epigraph":
            EncodedText.name(one, "div")
    for one in text.all("salute"):
        ends = next(one.iterancestors("closer"), None) is not None
        EncodedText.name(one, "p.ranged-right" if ends else "p.salutation")


def _list(element: Element) -> None:
    """Name a list; one whose items have labels is a list of terms, unless they number it."""
    labels = list(element.iterchildren("label"))
    counted = _COUNTED.search(f"{told(element, 'type')} {told(element, 'rend')} {told(element, 'rendition')}")
    if (
        counted
        and labels
        and all((item := one.getnext()) is not None and item.tag == "item" for one in labels)
    ):
        _number_items(labels)
        labels = []
    element.tag = "dl" if labels else "ol" if counted else "ul"
    kind = _NUMERATIONS.get(told(element, "type").partition(":")[2])
    if kind and counted and not labels:
        element.set("type", kind)
    for one in element.iterchildren("item") if counted else ():
        if _WHOLE.fullmatch(told(one, "n")):
            one.set("value", told(one, "n"))
    for one in labels:
        one.tag = "dt"
    for one in element.iterchildren("item") if labels else ():
        one.tag = "dd"


def _number_items(labels: Sequence[Element]) -> None:
    """Let items of a list show the labels before them, in place."""
    for label in labels:
        item = label.getnext()
        if item is not None:
            item.set("data-marker", " ".join(content_of(label).split()))
        detach(label)


def _page_break(element: Element) -> None:
    """Name a mark in the text; between two words without white space it parts them, within a word not.

    A milestone by itself between blocks is a break.
    """
    if element.tag == "milestone" and _is_alone(element):
        return
    before = _text_before(element)[-1:]
    after = (element.tail or "")[:1]
    within = told(element, "break") == "no" or (before.isalpha() and after.islower())
    parted = not before or before.isspace() or not after or after.isspace()
    if not within and not parted:
        element.tail = f" {element.tail}"
    number = told(element, "n").strip("[]") if element.tag == "pb" else ""
    EncodedText.name(element, PAGE_MARK if number else "span")
    if number:
        element.set(PAGE, number)


def _text_before(element: Element) -> str:
    """Return the words right before an element."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        return before.tail or content_of(before)
    return (parent.text or "") if parent is not None else ""


def _quotation(element: Element) -> None:
    """Name a quotation: set apart where it has paragraphs or verse or says so, else one in its sentence."""
    blocks = next(element.iter("p", "lg", "l", "ab", "sp"), None) is not None
    alone = element.tag == "quote" and element.getparent() is not None and _is_alone(element)
    if alone and _parent_of(element) in {"epigraph", "cit"}:
        EncodedText.name(element, "div")  # what is round it is set apart
        return
    apart = blocks or alone or "block" in told(element, "rend")
    EncodedText.name(element, "blockquote" if apart else "q")


def _parent_of(element: Element) -> str:
    """Return the name of what an element stands in."""
    parent = element.getparent()
    return "" if parent is None else str(parent.tag)


def _is_alone(element: Element) -> bool:
    """Return whether an element stands between paragraphs and not in one."""
    inside = ("p", "ab", "l", "head", "item", "cell", "note", "dd", "li", "quote", "q", "h1")
    return next(element.iterancestors(*inside), None) is None


def _line_break(element: Element) -> None:
    """Name the beginning of a line: a break in a heading or an address, elsewhere a space of running text."""
    around = {str(one.tag) for one in element.iterancestors()}
    if around & {"head", "h1", "titlePart", "docTitle", "address", "signed", "dateline", "closer", "opener"}:
        element.tag = "br"
        return
    element.tag = "span"
    element.text = None if told(element, "break") == "no" else " "


def _heading(head: Element, around: str, level: int) -> None:
    if around == "table":
        head.tag = "caption"
    elif around == "figure":
        head.tag = "figcaption"
    elif around in {"ul", "ol", "dl"}:
        head_list(head, next(head.iterancestors(around)))
    elif around == "blockquote":
        head.tag = "p"
    else:
        head.tag = f"h{level}"


def _tables(text: EncodedText) -> None:
    for cell in text.all("cell"):
        row = cell.getparent()
        label = "label" in {told(cell, "role"), told(row, "role") if row is not None else ""}
        cell.tag = "th" if label else "td"
        for name, ours in (("cols", "colspan"), ("rows", "rowspan")):
            if told(cell, name):
                cell.set(ours, told(cell, name))


def _figures(text: EncodedText) -> None:
    """Name pictures; the description of one is its alternative text where it has a heading besides."""
    for one in text.all("graphic"):
        one.tag = "img"
        one.set("src", told(one, "url"))
        figure = next(one.iterancestors("figure"), None)
        describe(one, figure.find("figDesc") if figure is not None else None)
