"""JATS and BITS (NISO Z39.96): what their elements are in a manuscript."""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.encoded.encoded_text import (
    DATA,
    EncodedText,
    become_formula,
    become_link,
    describe,
    gather_lines,
    head_list,
    headings,
    place_of,
    set_speeches,
    set_verse,
    told,
    wrap,
)
from florilegium.sources.formulas.canonical import DISPLAY, TEX
from florilegium.sources.parts import content_of
from florilegium.sources.tree.cutting import detach

#: The parts of a text that are divisions of it, whose title is a heading.
_DIVISIONS: Final = frozenset(
    {
        *("sec", "ack", "app", "app-group", "ref-list", "book-part", "glossary", "sub-article", "response"),
        *("preface", "foreword", "dedication", "front-matter-part", "named-book-part-body"),
    }
)
_SECTIONS: Final = _DIVISIONS | {"body", "back", "boxed-text"}
_HEADED: Final = _DIVISIONS | {"notes", "bio"}

#: A box without sections.
_BOX: Final = "_box"

_TAGS: Final = {
    **dict.fromkeys(("attrib", "sig"), "p.ranged-right"),
    **dict.fromkeys(("disp-quote", "statement", "abstract", _BOX), "blockquote"),
    "speaker": "p.speaker",
    **dict.fromkeys(("def-head", "term-head", "collab"), "p"),
    **dict.fromkeys(("bold", "overline"), "b"),
    "sans-serif": "span",
    "roman": "span",
    "italic": "i",
    "sc": "span.smallcaps",
    "underline": "u",
    "strike": "s",
    "monospace": "code",
    "preformat": "pre",
    "break": "br",
    "list-item": "li",
    "def-list": "dl",
    "term": "dt",
    "def": "dd",
    "fig": "figure",
    "table-wrap": "figure",
    "table-wrap-foot": "div",
    "source": "cite",
    "mixed-citation": "span",
    "element-citation": "span",
    "citation": "span",
    "nlm-citation": "span",
}

#: What says of a text what it is.
_FRONTS: Final = ("front", "book-meta", "article-meta", "book-part-meta", "front-stub")

#: What of a file's front is text of the article; all else there is what it says of itself.
_FRONT: Final = ("article-title", "title", "subtitle", "contrib-group", "abstract")

#: Kinds of lists → elements and their `type`.
_LISTS: Final = {"order": ("ol", ""), "alpha-lower": ("ol", "a"), "alpha-upper": ("ol", "A")} | {
    "roman-lower": ("ol", "i"),
    "roman-upper": ("ol", "I"),
}


def rename(text: EncodedText) -> None:
    """Rename the elements of a text in JATS or BITS, in place."""
    _save_title_notes(text)
    _mark_front(text)
    _head_inner(text)
    for one in text.all("graphic", "inline-graphic", "media"):
        _describe(text, one)
    text.leave_all(("permissions", "index-term", "related-article", "alt-text"), DATA)
    for one in text.all("supplementary-material"):
        if next(one.iterancestors("body"), None) is None:  # in the text it has a label and a caption
            text.leave_out(one, DATA)
    text.take_notes(("fn",), {"xref": "rid"}, ("fn-group", "table-wrap-foot", "author-notes"))
    for part in text.parts():
        _rename(part)


def _describe(text: EncodedText, picture: Element) -> None:
    """Give a picture what the file says of it for those who cannot see it; else its figure says it."""
    figure = next(picture.iterancestors("fig"), None)
    if figure is not None and next(figure.iter("graphic", "media")) is not picture:
        figure = None
    places = [picture] if figure is None else [picture, figure]
    describe(picture, next((one for place in places for one in place.iterchildren("alt-text")), None))
    for one in [one for place in places for one in place.iterchildren("long-desc")]:
        picture.set("description", " ".join(content_of(one).split()))
        text.leave_out(one, "the description of a picture")


def _save_title_notes(text: EncodedText) -> None:
    """Move the notes of the front that are called somewhere, as from the title, out of it, in place."""
    called = {told(one, "rid") for one in text.all("xref")}
    for one in text.all("fn"):
        holder = next(one.iterancestors("author-notes"), None)
        if holder is not None and one.get("id") in called:
            detach(one)
            text.root.append(one)


def _head_inner(text: EncodedText) -> None:
    """Make a heading and a line of authors of what is said of texts within the text, in place.

    Such are a translation or an answer in an article, and the chapters of a book.
    """
    for front in text.all("front-stub", "book-part-meta"):
        titles = list(front.iter("article-title", "title"))[:1]
        authors = [one for one in front.iter("contrib") if _is_author(one)]
        shown = [name for one in authors if (name := _take_name(one))]
        head = titles[0] if titles else front
        for one in titles:
            detach(one)
            one.tag = "title"
            front.addprevious(one)
        if shown:
            line = etree.Element("p", place_of(head))
            line.text = ", ".join(shown)
            front.addprevious(line)
        text.leave_out(front, DATA)


def _is_author(contributor: Element) -> bool:
    return told(contributor, "contrib-type") in {"author", ""}


def _take_name(contributor: Element) -> str:
    """Take a person's or a body's name out of what is said of it, and return it, the given name first."""
    name = next(contributor.iter("name", "string-name", "collab"), None)
    if name is None:
        return ""
    parts = {str(part.tag): " ".join(content_of(part).split()) for part in name}
    given = [parts[key] for key in ("prefix", "given-names", "surname", "suffix") if parts.get(key)]
    detach(name)
    return " ".join(given) or " ".join(content_of(name).split())


def _mark_front(text: EncodedText) -> None:
    """Mark title, deck and authors; keep the abstract; leave out the rest of the front."""
    front = next(iter(text.all(*_FRONTS)), None)
    if front is None:
        return
    meta = next(iter(front.iter("article-meta", "book-meta", "book-part-meta")), front)
    group = next(meta.iter("title-group", "book-title-group"), None)
    title = next(group.iter("article-title", "book-title", "title"), None) if group is not None else None
    deck = next(group.iter("subtitle"), None) if group is not None else None
    authors = [one for one in meta.iter("contrib") if _is_author(one)]
    abstract = next((one for one in meta.iterchildren("abstract") if not told(one, "abstract-type")), None)
    if title is not None:
        text.give_role(title, "title", "h1")
    if deck is not None:
        text.give_role(deck, "deck")
    _mark_authors(text, authors)
    if abstract is not None:
        for one in list(abstract.iterchildren("title")):
            text.leave_out(one, DATA)
        text.move_to_head(abstract)
    text.leave_out(front, DATA)


def _mark_authors(text: EncodedText, authors: list[Element]) -> None:
    """Make one byline of the authors' names, the given name first; what else is said of them is data."""
    shown = [name for one in authors if (name := _take_name(one))]
    if shown:
        line = etree.SubElement(text.root, "p", place_of(authors[0]))
        text.give_byline(line, ", ".join(shown))


def _rename(text: EncodedText) -> None:
    """Rename what stands in a text or in a note."""
    for one in text.all("list"):
        tag, kind = _LISTS.get(told(one, "list-type"), ("ul", ""))
        one.tag = tag
        if kind:
            one.set("type", kind)
        for item in one.iterchildren("list-item"):
            _label_item(one, item)
        for title in list(one.iterchildren("title")):
            head_list(title, one)
    _references(text)
    _captions(text)
    _inline(text)
    set_speeches(text)
    gather_lines(text, "verse-line", "verse-group")
    set_verse(text, ("verse-group",), "verse-line")
    for one in text.all("graphic", "inline-graphic"):
        one.tag = "img"
        one.set("src", told(one, "href"))
    _formulas(text)
    _cells(text)
    _boxes(text)
    for head, around, level in headings(text, ("title",), _SECTIONS):
        head.tag = f"h{level}" if around in _HEADED else "p"
        before = head.getprevious()
        if before is not None and before.tag == "label":
            before.tag = "span"
            before.text = f"{(before.text or '').strip()} "
            before.tail = None
            head.insert(0, before)
            before.tail, head.text = head.text, None
    for one in text.all("xref", "ext-link", "uri", "email"):
        _link(one)
    text.rename(_TAGS)


def _inline(text: EncodedText) -> None:
    """Keep in its sentence what says how words look, or what they stand for, in place."""
    for one in text.all("styled-content", "named-content"):
        one.tag = "span"
        if told(one, "style"):
            one.set("style", told(one, "style"))
    for one in text.all("abbrev"):
        for said in one.iterchildren("def"):
            for inner in (*said.iterchildren("p"), said):
                inner.tag = "span"
            said.text, said.tail = f" ({(said.text or '').lstrip()}", f"){said.tail or ''}"


def _boxes(text: EncodedText) -> None:
    """Set boxes apart with their title above them; those with sections, and groups without a title, are
    divisions, in place.
    """
    for one in text.all("boxed-text"):
        heads = [*one.iterchildren("title"), *one.iterfind("figcaption/p[@x--name='title']")]
        if one.find(".//sec") is None:
            one.tag = _BOX
            for head in heads:
                wrap(head, "strong")
    for one in text.all("app-group"):
        one.tag = "div" if one.find("title") is None else one.tag


def _label_item(list_: Element, item: Element) -> None:
    """Let an item of a list show the label that the file gives it, in place."""
    label = item.find("label")
    if label is None:
        return
    shown = " ".join(content_of(label).split())
    detach(label)
    if any(map(str.isalnum, shown)):
        list_.tag = "ol"
        item.set("data-marker", shown)


def _references(text: EncodedText) -> None:
    """Make a paragraph of each work cited, with its number."""
    for one in text.all("ref"):
        one.tag = "p"
        for label in one.iterchildren("label"):
            label.tag = "span"
            label.text = f"{(label.text or '').strip()} "
        for cited in one.iter("element-citation", "nlm-citation", "person-group", "name"):
            for part in list(cited)[:-1]:
                if not (part.tail or "").strip():
                    part.tail = ", " if cited.tag != "name" else " "


def _captions(text: EncodedText) -> None:
    """Name captions of pictures and tables, their number before them."""
    for one in text.all("caption"):
        label = one.getprevious()
        one.tag = "figcaption"
        if label is not None and label.tag == "label":
            label.tag = "p"
            label.tail = None
            one.insert(0, label)
        for title in one.iterchildren("title"):
            title.tag = "p"


def _formulas(text: EncodedText) -> None:
    """Keep one form of a formula, MathML where there is one."""
    for one in text.all("alternatives"):
        formula = one.find("math")
        if formula is not None:
            for other in [other for other in one if other is not formula]:
                text.leave_out(other, "left out: another form of the same formula")
    for one in text.all("tex-math"):
        become_formula(one, display=next(one.iterancestors("disp-formula"), None) is not None)
    for display in text.all("disp-formula"):
        formula = next(display.iter("math"), None)
        if formula is not None:
            formula.set(DISPLAY, "block")
            _number(display, formula)


def _number(display: Element, formula: Element) -> None:
    """Put the number of a display behind its formula, as a part of it, in place."""
    label = display.find("label")
    if label is None or formula.get(TEX):
        return
    detach(label)
    space = etree.SubElement(formula, "mspace", {"x-width": "2em"})
    etree.SubElement(formula, "mtext").text = " ".join(content_of(label).split())
    space.set("data-at", label.get("data-at", ""))


def _cells(text: EncodedText) -> None:
    for one in text.all("td", "th"):
        for name in ("colspan", "rowspan", "style"):
            if told(one, name):
                one.set(name, told(one, name))
        if told(one, "align"):
            one.set("style", f"text-align: {told(one, 'align')}")


def _link(element: Element) -> None:
    target = told(element, "href") or (f"#{told(element, 'rid').split()[0]}" if told(element, "rid") else "")
    become_link(element, target or ("" if element.tag != "uri" else content_of(element).strip()))
