"""Which element of a page holds its article, found by where the prose stands.

Every paragraph votes for the elements round it, the nearer the more; the elected one, with the neighbours
that hold prose as well, is the article. Names of classes only tip a balance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.languages.scripts import CJK_LETTERS
from florilegium.sources.parts import content_of
from florilegium.sources.tree.vocabulary import classes_of
from florilegium.system.patterns import regex

#: Signs between the parts of a sentence, in several scripts; a menu has none.
_COMMAS: Final = regex("[,;\u060c\u3001\uff0c\uff1b]")
_STOP: Final = regex("[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964\u201d\u00bb\"'\u2019)\u300d]\\W{0,3}\\Z")
_CJK: Final = regex(f"[{CJK_LETTERS}]")

#: Blocks that part running text; text straight in any of them is a paragraph.
BLOCKS: Final = frozenset(
    {
        *("p", "div", "section", "article", "main", "li", "ul", "ol", "dl", "dt", "dd", "table", "tbody"),
        *(
            "thead",
            "tr",
            "td",
            "th",
            "blockquote",
            "pre",
            "figure",
            "figcaption",
            "header",
            "footer",
            "aside",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6", "form", "fieldset", "body", "html", "center", "address", "nav"),
        *("details", "summary", "hr", "caption", "hgroup"),
    }
)
_UNREAD: Final = frozenset({"script", "style", "template", "noscript", "svg", "math", "iframe", "object"})

#: Elements that hold an article: no list, table or paragraph is one.
HOLDERS: Final = frozenset(
    {"div", "section", "article", "main", "body", "td", "center", "form", "dd", "span", "font", "details"}
)

#: A paragraph with fewer letters than this says nothing about where the article is.
_SHORTEST: Final = 25

#: How much of a paragraph's vote goes to the block that holds it, and to those round that.
_SHARES: Final = (1.0, 0.5, 1 / 6, 1 / 9, 1 / 12, 1 / 15)

#: Most of a page's prose; what a page marks as its article has that much of it.
_MOST: Final = 0.6

#: What a text by itself has not; and which share of its letters may be links to other pages.
_DOING: Final = ("nav", "form", "input", "button", "select", "iframe", "frame", "video", "audio", "dialog")
_LEADING: Final = 0.05

_BODY_NAMES: Final = regex(
    r"(?:article|story|post|entry|page|single|blog|news|main|rich|body)[-_]*(?:body|content|text|copy|main)"
    r"|articlebody|entry-content|post-content",
    re.IGNORECASE,
)


#: Names of what a page has beside its article, though it may hold more words.
_OTHER_NAMES: Final = regex(
    r"comment|gallery|slideshow|carousel|related|recommend|sidebar|footer|promo|reply|disclaimer|popup|modal|sponsor"
)


@dataclass
class Weights:
    """What stands in an element: letters, those in links, those in prose; the votes for it."""

    letters: int = 0
    linked: int = 0
    prose: int = 0
    votes: float = 0.0

    @property
    def density(self) -> float:
        """Return which share of the letters is links."""
        return self.linked / self.letters if self.letters else 0.0


class Prose:
    """Where the prose of a page stands."""

    def __init__(self, body: Element) -> None:
        self.body = body
        self._weights: dict[Element, Weights] = {}
        for block, text, linked in paragraphs(body):
            self._enter(block, text, linked)

    def of(self, element: Element) -> Weights:
        """Return what stands in an element."""
        return self._weights.get(element) or Weights()

    def _enter(self, block: Element, text: str, linked: int) -> None:
        letters = weigh(text)
        if not letters:
            return
        prose = is_prose(text, linked)
        vote = (1 + len(_COMMAS.findall(text)) + min(letters / 100, 3)) * (1 - linked / letters)
        level = 0
        for above in (block, *block.iterancestors()):
            weights = self._weights.setdefault(above, Weights())
            weights.letters += letters
            weights.linked += linked
            if prose:
                weights.prose += letters
                if above.tag in HOLDERS and level < len(_SHARES):
                    weights.votes += vote * _SHARES[level]
                    level += 1
            if above is self.body:
                break


def weigh(text: str) -> int:
    """Count the letters that are not white space, a sign of Chinese, Japanese or Korean as three."""
    letters = len("".join(text.split()))
    return letters if text.isascii() else letters + 2 * len(_CJK.findall(text))


def is_prose(text: str, linked: int) -> bool:
    """Return whether a paragraph is running text: long, with few links, ended or divided as sentences are."""
    letters = weigh(text)
    if letters < _SHORTEST or linked > letters * 0.5:
        return False
    return letters >= 120 or bool(_STOP.search(text.strip())) or bool(_COMMAS.search(text))


def paragraphs(body: Element) -> Iterator[tuple[Element, str, int]]:
    """Yield the running text of every block: the block, its own text, and the letters of its links."""
    open_: list[tuple[Element, list[str], list[int]]] = [(body, [], [0])]
    links = 0
    events = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
    for event, element in events:
        tag = element.tag
        if event == "start":
            if tag in _UNREAD:
                events.skip_subtree()
                continue
            if tag in BLOCKS and element is not body:
                open_.append((element, [], [0]))
            elif tag == "br":
                open_[-1][1].append(" ")
            links += tag == "a"
            _say(open_[-1], element.text, links)
            continue
        links -= event == "end" and tag == "a"
        if event == "end" and tag in BLOCKS and element is not body:
            block, texts, linked = open_.pop()
            yield block, "".join(texts), linked[0]
        if element is not body:
            _say(open_[-1], element.tail, links)
    block, texts, linked = open_[0]
    yield block, "".join(texts), linked[0]


def _say(open_: tuple[Element, list[str], list[int]], text: str | None, links: int) -> None:
    if text:
        open_[1].append(text)
        if links > 0:
            open_[2][0] += weigh(text)


def is_document(root: Element, letters: int) -> bool:
    """Return whether a page is a text by itself, as a chapter of an EPUB is: it is in no site.

    It asks for nothing, does nothing, and few of its `letters` lead anywhere; so nothing stands beside it.
    """
    if next(root.iter(*_DOING), None) is not None:
        return False
    if any("json" not in (one.get("type") or "") for one in root.iter("script")):
        return False
    leading = (one for one in root.iter("a") if not (one.get("href") or "#").startswith("#"))
    linked = sum(weigh(content_of(one)) for one in leading)
    return linked <= letters * _LEADING


def elect(body: Element, prose: Prose) -> tuple[Element, Element]:
    """Return the element marked as the page's article (else its body), and the one in it with most votes.

    A page without anything of a head is a scrap that a program gave out, such as a post of an export: all of
    it is the article.
    """
    marked = _marked(body, prose)
    best, most = marked, 0.0
    whole = body.getroottree()
    is_scrap = next(whole.iter("head", "title", "meta", "link", "style", "script"), None) is None
    for element in marked.iter(*HOLDERS) if not is_scrap else ():
        weights = prose.of(element)
        votes = weights.votes * (1 - weights.density) * _favour(element, marked)
        if votes > most:
            best, most = element, votes
    return marked, best


def order(element: Element) -> int:
    """Return the place of an element in its page."""
    return int(element.get("data-n", 0))


def is_within(element: Element, outer: Element) -> bool:
    """Return whether an element stands in another."""
    return any(above is outer for above in element.iterancestors())


def is_links(element: Element) -> bool:
    """Return whether more than half of an element's text is links."""
    whole = len("".join(content_of(element).split()))
    return (
        whole > 0 and sum(len("".join(content_of(link).split())) for link in element.iter("a")) > whole * 0.5
    )


def _marked(body: Element, prose: Prose) -> Element:
    whole = max(prose.of(body).prose, 1)
    marked = [*body.iter("article", "main")]
    marked += [one for one in body.iter(etree.Element) if one.get("role") == "main"]
    marked += [one for one in body.iter(etree.Element) if one.get("itemprop") == "articleBody"]
    fitting = [element for element in marked if prose.of(element).prose >= whole * _MOST]
    return fitting[0] if fitting else body


def _favour(element: Element, outer: Element) -> float:
    """Return how much the names of an element, and those round it in `outer`, speak for it or against."""
    around: Element | None = element
    while around is not None and around is not outer:
        if _OTHER_NAMES.search(" ".join([*classes_of(around), (around.get("id") or "").lower()])):
            return 0.4
        around = around.getparent()
    return 1.25 if _is_named(element) else 1.0


def _is_named(element: Element) -> bool:
    names = " ".join([*classes_of(element), element.get("id") or ""])
    marked = element.get("itemprop") == "articleBody" or element.tag == "article"
    return marked or bool(_BODY_NAMES.search(names))
