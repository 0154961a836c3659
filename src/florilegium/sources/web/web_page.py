"""The article inside a saved page: which element holds it, and what round it and in it is of the site.

A page that marks its article (`article`, `main`, `itemprop`) is believed. In one that does not, only what the
names of elements give away as the site's, and menus before the text, go; the rest is unsure and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import Piece, content_of, weigh
from florilegium.sources.tree.cutting import cut, detach, mass, text_of
from florilegium.sources.tree.vocabulary import classes_of, styles_of
from florilegium.sources.web.insets import take_insets
from florilegium.sources.web.site_names import COMMENTS, HIDDEN, METAS, SITE, SITE_NAMES, SITE_ROLES, TELLING

#: The most words that a block with such a role has.
_SHORT: Final = {
    "byline": 25,
    "dateline": 25,
    "deck": 60,
    "bio": 300,
    "credit": 40,
    "title": 40,
    "quote": 2000,
    "boilerplate": 40,
}

_YEAR: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\b")

#: A part of the site is less than this share of a page's text, or it is the article after all.
_SHARE: Final = 0.35


@dataclass(frozen=True)
class Article:
    """The element that holds the article, and all that was cut from round it and in it."""

    element: Element
    pieces: tuple[Piece, ...]


def find_article(root: Element, title: str = "") -> Article:
    """Find the article of a page and cut away what is the site's, in place; `title` is the page's own."""
    body = next(root.iter("body"), root)
    whole = max(mass(body), 1)
    pieces = [cut(element, role) for element, role in _site_parts(body, whole)]
    marked = _marked_article(body)
    article = body if marked is None else marked
    pieces += _outside(article, root, title)
    if marked is None:
        pieces += [cut(element, "boilerplate") for element in list(_menus(article))]
    pieces += take_insets(article)
    tell_roles(article)
    _find_title(article, title)
    return Article(article, tuple(piece for piece in pieces if piece.characters))


def _site_parts(body: Element, whole: int) -> Iterator[tuple[Element, str]]:
    """The outermost parts of a page that its names give away as the site's, with their roles."""
    found: list[tuple[Element, str]] = []
    events = etree.iterwalk(body, events=("start",))
    for _, element in events:
        role = _site_role(element)
        if role and mass(element) <= whole * _SHARE and not _holds_title(element):
            found.append((element, role))
            events.skip_subtree()
    yield from found


def _site_role(element: Element) -> str:
    """The role of a part of the site, or an empty text."""
    tag = str(element.tag)
    if tag in {"body", "article", "main", "p", "h1", "call"}:
        return ""
    names = classes_of(element) | {(element.get("id") or "").lower()}
    if names & COMMENTS:
        return "comment"
    named = bool(names & SITE_NAMES) and len(content_of(element).split()) <= 120
    hidden = named or element.get("hidden") is not None or styles_of(element).get("display") == "none"
    if hidden or names & HIDDEN or tag in {"nav", "dialog"} or element.get("role") in SITE_ROLES:
        return "boilerplate"
    if tag in {"header", "footer"} and _is_page_level(element):
        return "boilerplate"
    words = {word for name in names for word in re.split(r"[-_]+", name)}
    if words & SITE and tag in {
        "div",
        "ul",
        "ol",
        "section",
        "aside",
        "footer",
        "header",
        "span",
        "form",
        "table",
    }:
        return "boilerplate" if len(content_of(element).split()) <= 120 or _is_links(element) else ""
    return "boilerplate" if tag == "aside" and _is_links(element) else ""


def _is_page_level(element: Element) -> bool:
    """Whether a header or footer is the page's: outside the article, or mostly links."""
    above = [str(one.tag) for one in element.iterancestors()]
    return not {"article", "main", "blockquote"} & set(above) and (
        element.tag == "footer" or element.find(".//nav") is not None or _is_links(element)
    )


def _holds_title(element: Element) -> bool:
    """Whether an element holds the page's title; a link to the site's front page is none."""
    heading = next(element.iter("h1"), None)
    return heading is not None and not _is_links(heading)


def _is_links(element: Element) -> bool:
    """Whether more than half of an element's text is links."""
    whole = weigh(content_of(element))
    return whole > 0 and sum(weigh(content_of(link)) for link in element.iter("a")) > whole * 0.5


def _marked_article(body: Element) -> Element | None:
    """The element that the page marks as its article, if that holds most of its paragraphs."""
    whole = max(_prose(body), 1)
    marked = [*body.iter("article"), *body.iter("main")]
    marked += [one for one in body.iter("div", "section") if one.get("role") == "main"]
    marked += [one for one in body.iter(etree.Element) if one.get("itemprop") == "articleBody"]
    fitting = [element for element in marked if _prose(element) >= whole * 0.6]
    return fitting[0] if fitting else None


def _prose(element: Element) -> int:
    """How much text an element has in paragraphs."""
    return sum(weigh(content_of(paragraph)) for paragraph in element.iter("p", "li", "blockquote", "pre"))


def _outside(article: Element, root: Element, page_title: str) -> list[Piece]:
    """Cut all that stands round the article; the title of the page moves into it."""
    title = None
    if next(article.iter("h1"), None) is None:
        title = next((one for one in root.iter("h1") if _is_in(one, page_title)), None)
    pieces = []
    if title is not None:
        detach(title)
        article.insert(0, title)
        title.tail, article.text = article.text, None
    inner = article
    while inner is not root and (parent := inner.getparent()) is not None:
        for sibling in [one for one in parent if one is not inner and isinstance(one.tag, str)]:
            role = "comment" if _site_role(sibling) == "comment" else "boilerplate"
            pieces.append(cut(sibling, role))
        pieces.append(_loose_text(parent, inner))
        inner = parent
    return pieces


def _loose_text(parent: Element, inner: Element) -> Piece:
    """The text that stands between the elements round the article."""
    loose = " ".join([parent.text or "", *(child.tail or "" for child in parent)])
    line = int(parent.get("data-at", "0").partition(":")[0] or 0)
    order = int(inner.get("data-n", 0))
    return Piece(None, "boilerplate", line, line, " ".join(loose.split()), weigh(loose), order, fixed=True)


def _menus(article: Element) -> Iterator[Element]:
    """Blocks of links before the first paragraph of a page that marks no article; later ones may be its."""
    events = etree.iterwalk(article, events=("start",))
    for _, element in events:
        if element.tag == "p" and len(content_of(element).split()) >= 12 and not _is_links(element):
            return
        if element.tag in {"ul", "ol", "td", "div", "table"} and _is_menu(element):
            yield element
            events.skip_subtree()


def _is_menu(element: Element) -> bool:
    """Whether a block holds three links or more and hardly anything else."""
    links = list(islice(element.iter("a"), 200))
    whole = weigh(content_of(element))
    return len(links) >= 3 and sum(weigh(content_of(link)) for link in links) >= whole * 0.8


def tell_roles(tree: Element) -> None:
    """Give the elements of a tree the roles that their names tell, in place."""
    for element in tree.iter(etree.Element):
        _tell(element)


def _tell(element: Element) -> None:
    """Give an element the role that its name tells."""
    names = classes_of(element)
    role = next((TELLING[name] for name in sorted(names) if name in TELLING), "")
    if element.tag == "p" and "title" in names:
        role = "title"
    if element.get("rel") == "author" and element.tag in {"p", "div", "address"}:
        role = "byline"
    if METAS & names and _YEAR.search(text_of(element)[:300]):
        role = "dateline"
    words = len(content_of(element).split()) if role else 0
    fit = bool(words) and words <= _SHORT.get(role, 0)
    if role == "dateline":
        fit = fit and any(map(str.isdigit, text_of(element)))
    if fit and (element.tag in {"p", "div", "h1", "h2", "h3", "section", "address", "aside", "header"}):
        element.set("data-role", role)


def _find_title(article: Element, page_title: str) -> None:
    """The heading that the page's own title has in it, else the first of the first level."""
    if any(one.get("data-role") == "title" for one in article.iter(etree.Element)):
        return
    headings = [one for one in article.iter("h1", "h2") if weigh(content_of(one))]
    first = next((one for one in headings if one.tag == "h1"), None)
    named = next((one for one in headings if _is_in(one, page_title)), first)
    if named is not None:
        named.set("data-role", "title")


def _is_in(heading: Element, page_title: str) -> bool:
    """Whether a heading's words stand in the title of the page."""
    words = text_of(heading)
    return len(words) >= 2 and words.casefold() in page_title.casefold()
