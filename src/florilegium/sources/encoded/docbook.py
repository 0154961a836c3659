"""DocBook 4 and 5, and FictionBook 2: what their elements are in a manuscript."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.encoded.encoded_text import (
    DATA,
    EncodedText,
    become_link,
    describe,
    head_list,
    headings,
    set_verse,
    told,
    wrap,
)
from florilegium.sources.parts import content_of
from florilegium.sources.tree.cutting import detach
from florilegium.system.patterns import regex

_SECTIONS: Final = frozenset(
    {"section", "chapter", "part", "preface", "appendix", "sect1", "sect2", "sect3", "sect4", "sect5"}
    | {"simplesect", "refsection", "bibliography", "glossary", "book"}
)
_INFO: Final = frozenset({"info", "articleinfo", "bookinfo", "chapterinfo", "sectioninfo", "prefaceinfo"})

#: Boxes, which stand apart with their title above them.
_BOXES: Final = frozenset({"sidebar", "note", "tip", "warning", "caution", "important"})

_TAGS: Final = {
    **dict.fromkeys(_BOXES, "blockquote"),
    **dict.fromkeys(("para", "simpara", "formalpara", "screenco"), "p"),
    "attribution": "p.ranged-right",
    "abstract": "blockquote",
    "epigraph": "blockquote.epigraph",
    **dict.fromkeys(("literallayout", "programlisting", "screen", "synopsis"), "pre"),
    **dict.fromkeys(("itemizedlist", "simplelist", "segmentedlist"), "ul"),
    **dict.fromkeys(("listitem", "member", "step"), "li"),
    **dict.fromkeys(("orderedlist", "procedure"), "ol"),
    **dict.fromkeys(("variablelist", "glosslist"), "dl"),
    **dict.fromkeys(("firstterm", "wordasword", "foreignphrase"), "i"),
    **dict.fromkeys(("citetitle",), "cite"),
    **dict.fromkeys(("literal", "code", "command", "filename"), "code"),
    **dict.fromkeys(("superscript",), "sup"),
    **dict.fromkeys(("subscript",), "sub"),
    "quote": "q",
    "row": "tr",
    "entry": "td",
    "term": "dt",
    "informaltable": "table",
    "informalfigure": "figure",
    "biblioentry": "p",
    "bibliomixed": "p",
}


_WHOLE: Final = regex(r"\d{1,4}", re.ASCII)

#: What the role of an emphasis means.
_EMPHASIS: Final = {
    **dict.fromkeys(("bold", "strong"), "b"),
    **dict.fromkeys(("strikethrough", "line-through"), "s"),
    **dict.fromkeys(("smallcaps", "small-caps"), "span.smallcaps"),
    "underline": "u",
}

#: Kinds of numbers (`numeration`), as HTML names them.
_NUMERATIONS: Final = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}


def rename(text: EncodedText) -> None:
    """Rename the elements of a text in DocBook, in place."""
    info = next((one for one in text.root if one.tag in _INFO), None)
    places = [text.root] if info is None else [info, text.root]
    title = next((one for place in places for one in place.iterchildren("title")), None)
    if title is not None:
        text.give_role(title, "title", "h1")
    if info is not None:
        for deck in list(info.iterchildren("subtitle")):
            text.give_role(deck, "deck")
        for one in [*info.iter("author")]:
            _author(text, one)
        for one in list(info.iterchildren("abstract")):
            text.move_to_head(one)
        text.leave_out(info, DATA)
    text.leave_all(("indexterm", "remark", "legalnotice", *_INFO), DATA)
    for one in [note for described in text.all("textobject") for note in described.iter("footnote")]:
        text.leave_out(one, "left out: a note in the words that describe a picture")
    text.take_notes(("footnote",), {"footnoteref": "linkend"}, ())
    for part in text.parts():
        _rename(part)


def _author(text: EncodedText, author: Element) -> None:
    """Make a byline of an author's name; what else is said of them is data."""
    names = list(author.iter("honorific", "firstname", "givenname", "othername", "surname"))
    whole = next(author.iter("personname"), author)
    shown = " ".join(content_of(one).strip() for one in names) or " ".join(content_of(whole).split())
    for one in list(author):
        if one is not whole and not any(name is one or one in set(name.iterancestors()) for name in names):
            text.leave_out(one, DATA)
    text.give_byline(author, shown)


def _rename(text: EncodedText) -> None:
    """Rename what stands in a text or in a note."""
    for one in text.all("emphasis"):
        text.name(one, _EMPHASIS.get(told(one, "role"), "em"))
    set_verse(text, ("poetry", "linegroup"), "line")
    for one in text.all("imagedata"):
        one.tag = "img"
        one.set("src", told(one, "fileref"))
        media = next(one.iterancestors("mediaobject", "inlinemediaobject"), None)
        describe(one, next(media.iter("textobject"), None) if media is not None else None)
    for one in text.all("tgroup"):
        _align(one)
    for one in text.all("thead"):
        for cell in one.iter("entry"):
            cell.tag = "th"
    for one in text.all("varlistentry", "glossentry"):
        for item in one.iterchildren("listitem", "glossdef"):
            item.tag = "dd"
    for one in text.all("attribution"):
        quoted = one.getparent()
        if quoted is not None:  # DocBook has it before the words
            detach(one)
            quoted.append(one)
    _lists(text)
    named = {"figure": "figcaption", "informalfigure": "figcaption", "table": "caption"}
    for head, around, level in headings(text, ("title", "subtitle"), _SECTIONS):
        head.tag = named.get(around, f"h{level}" if around in _SECTIONS else "p")
        if around in _BOXES:
            wrap(head, "strong")
    for one in text.all("link", "ulink"):
        become_link(one, told(one, "href") or told(one, "url"))
    text.rename(_TAGS)


def _align(group: Element) -> None:
    """Say in the cells of a table where their columns stand, in place."""
    sides = [told(one, "align") for one in group.iterchildren("colspec")]
    for row in group.iter("row"):
        cells = list(row.iterchildren("entry"))
        whole = len(cells) == len(sides)
        for cell, side in zip(cells, sides if whole else [""] * len(cells), strict=True):
            if shown := told(cell, "align") or side:
                cell.set("style", f"text-align: {shown}")


def _lists(text: EncodedText) -> None:
    """Give lists the numbers that they say they have, and stand their headings over them, in place."""
    after = 1
    for one in text.all("orderedlist"):
        kind, first = _NUMERATIONS.get(told(one, "numeration"), ""), told(one, "startingnumber")
        first = str(after) if told(one, "continuation") == "continues" else first
        for name, value in (("type", kind), ("start", first)):
            if value:
                one.set(name, value)
        after = int(first) if _WHOLE.fullmatch(first) else 1
        for item in one.iterchildren("listitem"):
            if _WHOLE.fullmatch(told(item, "override")):
                after = int(told(item, "override"))
                item.set("value", str(after))
            after += 1
    for one in text.all("orderedlist", "itemizedlist", "variablelist", "procedure"):
        for title in list(one.iterchildren("title")):
            head_list(title, one)


_FB_SECTIONS: Final = frozenset({"section", "body"})
_FB_TAGS: Final = {
    **dict.fromkeys(("epigraph", "cite", "annotation"), "blockquote"),
    "text-author": "p.ranged-right",
    "emphasis": "em",
    "strikethrough": "s",
    "style": "span",
    "empty-line": "hr",
    "date": "p",
}


def rename_fiction(text: EncodedText) -> None:
    """Rename the elements of a text in FictionBook, in place."""
    pictures = {one.get("id", ""): one for one in text.all("binary")}
    for one in text.all("image"):
        _picture(one, pictures.get(told(one, "href").lstrip("#")))
    for one in pictures.values():
        detach(one)
    _mark_book(text)
    bodies = text.all("body")
    for body in bodies[1:]:
        if told(body, "name") in {"notes", "comments", "footnotes"}:
            for one in body.iterchildren("title"):
                text.leave_out(one, "left out: heads the notes")
            for one in body.iterchildren("section"):
                one.tag = "_note"
    text.take_notes(("_note",), {"a": "href"}, ("body",))
    for inner in text.parts():
        set_verse(inner, ("poem", "stanza"), "v")
        for head, around, level in headings(inner, ("title", "subtitle"), _FB_SECTIONS):
            _heading(head, f"h{level}" if around in _FB_SECTIONS else "p")
        for one in inner.all("a"):
            one.set("href", told(one, "href"))
        inner.rename(_FB_TAGS)


def _heading(title: Element, tag: str) -> None:
    """Name a heading; its paragraphs are its lines."""
    for one in list(title.iterchildren("p"))[:-1]:
        one.tail = f" {(one.tail or '').strip()}"
    for one in title.iterchildren("p"):
        one.tag = "span"
    title.tag = tag


def _mark_book(text: EncodedText) -> None:
    """Mark title, authors and annotation; the rest of the description is data."""
    description = next(iter(text.all("description")), None)
    info = description.find("title-info") if description is not None else None
    body = next(iter(text.all("body")), None)
    own = body.find("title") if body is not None else None
    title = info.find("book-title") if info is not None else None
    if own is not None:
        _heading(own, "h1")
        text.give_role(own, "title", "h1")
    elif title is not None:
        text.give_role(title, "title", "h1")
    for author in list(info.iterchildren("author")) if info is not None else ():
        names = [one for one in author if one.tag in {"first-name", "middle-name", "last-name"}]
        shown = " ".join(content_of(one).strip() for one in names)
        if shown:
            for one in list(author):
                if one not in names:
                    text.leave_out(one, DATA)
            text.give_byline(author, shown)
    if description is not None:
        text.leave_out(description, DATA)


def _picture(image: Element, binary: Element | None) -> None:
    """Make a picture of its data."""
    image.tag = "img"
    image.set("src", told(image, "href"))
    if told(image, "alt"):
        image.set("alt", told(image, "alt"))
    if binary is not None:
        coded = "".join((binary.text or "").split())
        kind = told(binary, "content-type") or "image/jpeg"
        try:
            base64.b64decode(coded, validate=True)
        except (binascii.Error, ValueError):
            coded = ""
        image.set("src", f"data:{kind.replace('image/jpg', 'image/jpeg')};base64,{coded}")
