"""TEI P5 (tei-c.org, *Guidelines*): what its elements are in a manuscript."""

from __future__ import annotations

import re
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.encoded.encoded_text import (
    DATA,
    ELSE,
    FURNITURE,
    EncodedText,
    become_formula,
    become_link,
    describe,
    gather_lines,
    headings,
    set_speeches,
    set_verse,
    told,
    wrap,
)
from florilegium.sources.parts import content_of

_SECTIONS: Final = frozenset({"div", *(f"div{number}" for number in range(8)), "body", "text", "group"})

_TAGS: Final = {
    **dict.fromkeys(("ab", "docEdition", "docImprint", "trailer", "argument", "byline", "docAuthor"), "p"),
    **dict.fromkeys(("addrLine", "castItem", "titlePart", "opener", "imprimatur"), "p"),
    **dict.fromkeys(("signed", "dateline", "closer"), "p.ranged-right"),
    **dict.fromkeys(("cit", "floatingText", "postscript"), "blockquote"),
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

#: How letters look (`rend`), as elements.
_LOOKS: Final = (
    (re.compile(r"small-?caps|\bsc\b|smcp"), "span.smallcaps"),
    (re.compile(r"super|\bsup\b"), "sup"),
    (re.compile(r"\bsub(?:script)?\b"), "sub"),
    (re.compile(r"bold|\bb\b"), "b"),
    (re.compile(r"underline|\bul\b"), "u"),
    (re.compile(r"strike|line-through"), "s"),
    (re.compile(r"spaced|letter-?spac|gesperrt"), "span.spaced"),
    (re.compile(r"ital|\bi\b|\bit\b"), "i"),
)


def rename(text: EncodedText) -> None:
    """Rename the elements of a text in TEI, in place."""
    _choose(text)
    _tell_head(text)
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
    for one in text.all("del"):
        text.leave_out(one, "left out: struck in the source")
    text.leave_all(("fw",), FURNITURE)
    for one in text.all("gap"):
        if not content_of(one).strip():
            one.text = "[…]"


def _tell_head(text: EncodedText) -> None:
    """Mark the title and the authors: those of the title page, of the only heading, or of the header."""
    header = next(iter(text.all("teiHeader")), None)
    known = header.find("fileDesc/titleStmt") if header is not None else None
    title = _title_of(text)
    if title is None and known is not None:
        title = known.find("title")
    if title is not None:
        for one in list(title.iter("titlePart")):
            if told(one, "type") in {"sub", "desc"} and one is not title:
                text.give_role(one, "deck")
        text.give_role(title, "title", "h1")
    authors = text.all("docAuthor")
    for one in authors:
        text.give_role(next(one.iterancestors("byline"), one), "byline")
    for one in list(known.iterchildren("author")) if known is not None and not authors else ():
        text.give_role(one, "byline")
    if header is not None:
        text.leave_out(header, DATA)


def _title_of(text: EncodedText) -> Element | None:
    """Return the title of a title page, or the heading over all of the text."""
    title = next(iter(text.all("docTitle")), None)
    body = next(iter(text.all("body")), None)
    if title is not None or body is None:
        return title
    heads = [one for one in body if one.tag == "head"]
    divisions = [one for one in body if str(one.tag).startswith("div")]
    if not heads and len(divisions) == 1:
        heads = [one for one in divisions[0] if one.tag == "head"]
    return next(iter(heads), None)


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
    gather_lines(text, "l", "lg")
    set_verse(text, ("lg",), "l")
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
    for one in text.all("list"):
        one.tag = "ol" if told(one, "type") in {"ordered", "numbered"} else "ul"
    for one in text.all("label"):
        holder = one.getparent()
        one.tag = "li" if holder is not None and holder.tag in {"ul", "ol"} else "span"
    _name_plays_and_letters(text)


def _name_plays_and_letters(text: EncodedText) -> None:
    """Name stage directions, sources of quotations that stand apart, and the salutations of letters."""
    for one in text.all("stage"):
        if next(one.iterancestors("p", "lg", "l", "speaker"), None) is not None:
            one.tag = "i"
        else:
            wrap(one, "i")
    for one in text.all("bibl"):
        if _parent_of(one) in {"epigraph", "cit"} and _is_alone(one):
            EncodedText.name(one, "p.ranged-right")
    for one in text.all("cit"):
        if _parent_of(one) == "epigraph":
            EncodedText.name(one, "div")
    for one in text.all("salute"):
        ends = next(one.iterancestors("closer"), None) is not None
        EncodedText.name(one, "p.ranged-right" if ends else "p.salutation")


def _quotation(element: Element) -> None:
    """Name a quotation: set apart where it has paragraphs or verse or says so, else one in its sentence."""
    blocks = next(element.iter("p", "lg", "ab", "sp"), None) is not None
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
    """Return whether a quotation stands between paragraphs and not in one."""
    return next(element.iterancestors("p", "ab", "l", "head", "item", "cell", "note"), None) is None


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
    elif around in {"ul", "ol", "blockquote"}:
        head.tag = "p" if around == "blockquote" else "li"
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
