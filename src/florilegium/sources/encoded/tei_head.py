"""What TEI says of a text before it begins: its title page and its header, as title, deck and byline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.encoded.encoded_text import DATA, EncodedText, language_tag, place_of, told
from florilegium.sources.parts import content_of
from florilegium.sources.tree.cutting import detach
from florilegium.system.patterns import regex

#: A name as libraries file it, with the years of a life: *Moss, William, 1590-1640.*
_FILED: Final = regex(
    r"\s*([^,;\d]+),\s*([^,;\d]+?)\s*(,?\s*\(?(?:b|d|fl|ca?)?\.?\s*\d{2,4}.*)?\Z", re.DOTALL
)

#: Parts of a person's name in the order in which they are said.
_PARTS_OF_NAME: Final = ("roleName", "forename", "nameLink", "surname", "genName")

_LESSER: Final = frozenset({"sub", "desc", "alt", "short", "part"})  #: kinds of titles that are not the title

TITLE_PAGE: Final = "left out: the title page of the source"


def mark_head(text: EncodedText) -> None:
    """Tell the title and the authors: those of the title page, of the only heading, or of the header.

    A title page that a text has before it is a leaf of another book; what is neither title nor author on it
    has its row.
    """
    header = next(iter(text.all("teiHeader")), None)
    known = header.find("fileDesc/titleStmt") if header is not None else None
    if len(text.all("body")) > 1:
        _head_each(text, header)
    page = next((one for one in text.all("titlePage", "docTitle") if not _is_half(one)), None)
    if page is not None:
        _mark_title_page(text, page)
    elif not _mark_heading(text) and known is not None:
        _mark_titles(text, list(known.iterchildren("title")))
    if not text.all("docAuthor") and not any(one.get("data-role") == "byline" for one in text.root):
        _mark_authors(text, list(known.iterchildren("author")) if known is not None else [])
    if header is not None:
        text.leave_out(header, DATA)


def language_in(root: Element) -> str:
    """Return the language of a file's text: its own, else the only one that the header knows."""
    own = {one.get("lang", "") for one in root.iter("text")} - {""}
    known = [told(one, "ident") for one in root.iter("language") if told(one, "ident")]
    if len(own) == 1:
        return own.pop()
    return root.get("lang", "") or (language_tag(known[0]) if len(known) == 1 else "")


def _head_each(text: EncodedText, whole: Element | None) -> None:
    """Make headings of the titles of texts that stand side by side in one file, in place."""
    for page in text.all("titlePage"):
        for one in page.iter("titlePart", "docTitle"):
            one.tag = "head" if one.tag == "titlePart" or one.find("titlePart") is None else "unnamed"
        for one in page.iter("docAuthor"):
            one.tag = "span" if next(one.iterancestors("byline"), None) is not None else one.tag
        page.tag = "div"
    for header in [one for one in text.all("teiHeader") if one is not whole]:
        title = header.find("fileDesc/titleStmt/title")
        if title is not None and content_of(title).strip():
            detach(title)
            title.tag = "head"
            division = etree.Element("div", place_of(title))
            division.append(title)
            header.addnext(division)
        text.leave_out(header, DATA)


def _is_half(page: Element) -> bool:
    return "half" in told(page, "type") or "half" in told(page, "n")


def _mark_title_page(text: EncodedText, page: Element) -> None:
    """Tell what a title page says; without a title on it, the heading of the text is asked."""
    parts = list(page.iter("titlePart")) or [page] * (page.tag == "docTitle")
    authors = [next(one.iterancestors("byline"), one) for one in page.iter("docAuthor")]
    _mark_titles(text, parts)
    for one in dict.fromkeys(authors):
        for inner in one.iter("docAuthor"):
            inner.tag = "span" if inner is not one else inner.tag
        for inner in one.iter("lb"):
            inner.tail = f" {(inner.tail or '').lstrip()}"
        text.give_role(one, "byline")
    for one in list(page.iter("docImprint", "docEdition", "imprimatur", "docDate")):
        text.leave_out(one, TITLE_PAGE)


def _mark_titles(text: EncodedText, titles: list[Element]) -> None:
    """Make one title of those that are no lesser ones, and a deck of each of the others."""
    lesser = [one for one in titles if told(one, "type") in _LESSER] if len(titles) > 1 else []
    main = [one for one in titles if one not in lesser and content_of(one).strip()]
    for one in lesser:
        text.give_role(one, "deck")
    if not main:
        return
    for other in main[1:]:
        detach(other)
        main[0].append(other)
    for one in main[0].iter(etree.Element):
        if one is not main[0] and one.tag in {"titlePart", "title", "lb", "p"}:
            one.tag = "span"
            one.text = f" {(one.text or '').lstrip()}"
    text.give_role(main[0], "title", "h1")


def _mark_heading(text: EncodedText) -> bool:
    """Tell the heading over all of the text as its title, if it has one and nothing stands before it."""
    body = next(iter(text.all("body")), None)
    front = next(iter(text.all("front")), None)
    if body is None or (front is not None and content_of(front).strip()):
        return False
    heads = [one for one in body if one.tag == "head"]
    divisions = [one for one in body if str(one.tag).startswith("div")]
    before = divisions[0].itersiblings(preceding=True) if len(divisions) == 1 else ()
    if not heads and len(divisions) == 1 and not any(content_of(one).strip() for one in before):
        heads = [one for one in divisions[0] if one.tag == "head"]
    if heads:
        text.give_role(heads[0], "title", "h1")
    return bool(heads)


def _mark_authors(text: EncodedText, authors: list[Element]) -> None:
    """Make one byline of the header's authors, the given name first."""
    shown = []
    for one in authors:
        name, rest = _name_of(one)
        shown.append(name)
        if rest:
            data = etree.SubElement(one, "unnamed", place_of(one))
            data.text = rest
            text.leave_out(data, DATA)
    if any(shown):
        for one in authors[1:]:
            detach(one)
        text.give_byline(authors[0], ", ".join(filter(None, shown)))


def _name_of(author: Element) -> tuple[str, str]:
    """Return a name as it is said, and what stands behind it."""
    parts = list(_name_parts(author))
    whole = " ".join(content_of(author).split())
    if parts:
        return " ".join(parts), ""
    filed = _FILED.fullmatch(whole)
    if filed is None:
        return whole, ""
    return f"{filed[2]} {filed[1]}", (filed[3] or "").strip()


def _name_parts(author: Element) -> Iterator[str]:
    named = next(author.iter("persName", "name"), author)
    if named.find("surname") is None:
        return
    for name in _PARTS_OF_NAME:
        for one in named.iterchildren(name):
            yield " ".join(content_of(one).split())
