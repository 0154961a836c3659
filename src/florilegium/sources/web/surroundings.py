"""What stands beside the text of an article, or in boxes between its paragraphs, and is the site's.

Before the title nothing is of the article; between the title and the text, and after the text, prose is. What
says by its name who wrote the article or when keeps that role. A box in the text is the site's if it asks for
something, plays something, or leads to other pages of the site and says little more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import content_of, weigh
from florilegium.sources.roles import cues
from florilegium.sources.roles.features import first_name
from florilegium.sources.tree.vocabulary import HEADINGS, classes_of
from florilegium.sources.web.main_content import (
    HOLDERS,
    Prose,
    Weights,
    is_prose,
    is_within,
    order,
    paragraphs,
)

_BEFORE: Final = "left out: stands before the title"
_BETWEEN: Final = "left out: stands between the title and the text"
_BESIDE: Final = "left out: stands beside the text"

#: An element is prose when this share of its letters is; links when this share is.
_PROSE: Final = 0.7
_LINKS: Final = 0.5
_MANY_LINKS: Final = 0.25

#: Letters of prose that are a sentence of the text; a part with less than this share of its prose is no part.
_SENTENCE: Final = 40
_PART: Final = 0.05

#: So many cards make a row; a page that is cards to this share is a list of articles itself.
_ROW: Final = 3
_LISTING: Final = 0.4
_CARD: Final = 500

#: A card alone is links to this share.
_TEASER: Final = 0.8


#: A box that is the site's has no more words, and no more of the prose of the article; a paragraph of it that
#: says something has so many letters; the line that leads on has no more words.
_BOX: Final = 120
_BOX_SHARE: Final = 0.2
_SAYING: Final = 80
_LEADING: Final = 10
_ACTION: Final = 80

#: A line that points to another page has no more words; a page with more boxes that lead on may be a list of
#: articles.
_POINTING: Final = 40
_LED: Final = 4
_ANOTHER: Final = "leads to another page"
_LEADS_ON: Final = "a box that leads to another page"

#: What is the author's between the title and the text: a picture, a motto, a heading.
_KEPT: Final = frozenset({"figure", "blockquote", "h2", "h3"})

_LINES: Final = frozenset({"p", "div"})
_BOXES: Final = ("div", "section", "aside", "form", "ul", "fieldset")
_UNASKING: Final = frozenset({"hidden", "checkbox", "radio", "image"})
#: What a box of the author's may hold and one of the site's does not.
_AUTHORS: Final = ("pre", "table", "blockquote", "call", "dl", "math")


def beside(
    best: Element, within: Element, title: Element | None, prose: Prose, *, alone: bool = False
) -> Iterator[tuple[Element, str]]:
    """Yield what stands in `within` beside the text and its title and is not of the article, and why.

    Of a text that is `alone`, in no site, all is that stands behind its title.
    """
    leads = title is not None and not is_within(title, best) and order(title) < order(best)
    lead = title if leads else None
    first = title if alone else lead
    spine = {best, *best.iterancestors()} | ({lead, *lead.iterancestors()} if lead is not None else set())
    waiting = [within] if within is not best else []
    while waiting:
        for child in waiting.pop().iterchildren(etree.Element):
            if child is best or child is lead:
                continue
            if child in spine:
                waiting.append(child)
            elif first is not None and order(child) < order(first):
                yield from _before(child)
            elif alone:
                continue
            elif lead is not None and order(child) < order(best):
                yield from _between(child, prose)
            else:
                yield from _after(child, prose.of(best).prose, prose)


def _before(element: Element) -> Iterator[tuple[Element, str]]:
    """Yield an element before the title, but for what says who wrote the article or when."""
    if _says_its_role(element):
        for child in element.iterchildren(etree.Element) if not element.get("data-role") else ():
            yield from _before(child)
    else:
        yield element, _BEFORE


def _between(element: Element, prose: Prose, nested: bool = False) -> Iterator[tuple[Element, str]]:
    """Yield what of an element between the title and the text is not of the article."""
    weights = prose.of(element)
    if not weights.letters or element.tag in _KEPT or element.get("data-role"):
        return
    tells = _says_its_role(element)
    poor = element.tag in HOLDERS and weights.prose < weights.letters * _PROSE
    sites = not tells and (weights.density > _LINKS or not (weights.prose or nested))
    if sites and (element.tag not in HOLDERS or next(element.iter("figure", "blockquote"), None) is None):
        yield element, _BETWEEN
    elif sites or tells or poor:
        for child in element.iterchildren(etree.Element):
            yield from _between(child, prose, nested=not (sites or tells))


def _after(element: Element, whole: int, prose: Prose, nested: bool = False) -> Iterator[tuple[Element, str]]:
    """Yield what of an element beside the text is not of the article; `whole` is the weight of its prose."""
    weights = prose.of(element)
    signs = "ranged-right" in classes_of(element) and not weights.linked
    if not weights.letters or element.get("data-role") or signs or _is_captions(element, weights):
        return
    poor = weights.prose < weights.letters * _PROSE
    few = weights.prose < _SENTENCE or (poor and weights.prose < whole * _PART)
    tells = _says_its_role(element)
    if not tells and (weights.density > (_LINKS if nested else _MANY_LINKS) or (few and not nested)):
        yield element, _BESIDE
    elif tells or (poor and element.tag in HOLDERS):
        for child in element.iterchildren(etree.Element):
            yield from _after(child, whole, prose, nested=not tells)


def _is_captions(element: Element, weights: Weights) -> bool:
    """Return whether an element has no words but those of captions under figures, and leads nowhere."""
    captions = sum(weigh(content_of(one)) for one in element.iter("figcaption"))
    return 0 < weigh(content_of(element)) <= captions and not weights.linked


def _says_its_role(element: Element) -> bool:
    """Return whether an element, or one in it, says by its name what it is of the article."""
    return any(one.get("data-role") for one in element.iter(etree.Element))


def cards(article: Element) -> list[Element]:
    """Return rows of what else there is to read: three or more of a shape, each a linked picture or heading.

    A page of which they are most is such a list itself, and has none.
    """
    found = list(_cards(article))
    most = weigh(content_of(article)) * _LISTING
    return found if sum(weigh(content_of(one)) for one in found) <= most else []


def _cards(article: Element) -> Iterator[Element]:
    events = etree.iterwalk(article, events=("start",))
    for _, parent in events:
        if parent.tag in {"p", "table", "tbody", "tr"}:
            continue
        for row in _rows(parent).values():
            if len(row) < _ROW or not all(map(_is_card, row)):
                continue
            own = sum(weigh(content_of(one)) for one in row)
            if parent is not article and own >= weigh(content_of(parent)) * _PROSE:
                yield parent
                events.skip_subtree()
                break
            yield from row


def _rows(parent: Element) -> dict[tuple[str, str], list[Element]]:
    """Return the children of an element that may be cards, by their shape."""
    rows: dict[tuple[str, str], list[Element]] = {}
    for child in parent.iterchildren("div", "li", "article", "section", "a"):
        rows.setdefault((str(child.tag), min(classes_of(child), default="")), []).append(child)
    return rows


def _is_card(element: Element) -> bool:
    """Return whether an element announces another page: short, and its picture or its heading is a link."""
    letters = weigh(content_of(element))
    links = [element] if element.tag == "a" else list(element.iter("a"))
    if not links or not 0 < letters <= _CARD:
        return False
    headings = set(element.iter("h2", "h3", "h4", "h5"))
    headed = any(headings & {*link.iter("h2", "h3", "h4", "h5"), *link.iterancestors()} for link in links)
    linked = sum(weigh(content_of(link)) for link in links)
    pictured = any(link.find(".//img") is not None for link in links)
    return (headed and linked > 0) or (pictured and linked >= letters * _LINKS)


def boxes(article: Element, prose: Prose, site: str, language: str) -> list[tuple[Element, str]]:
    """Return the boxes in an article that are the site's, and why; `site` is the host of its own pages.

    A page with many boxes that say something and lead on is a list of articles itself, and has none such.
    """
    found: list[tuple[Element, str]] = []
    whole = max(prose.of(article).prose, 1)
    events = etree.iterwalk(article, events=("start",), tag=(*_LINES, *_BOXES))
    for _, element in events:
        weights = prose.of(element)
        if element is article or not weights.letters or _is_authors(element):
            continue
        line = element.tag in _LINES and _points_on(element, weights, site, language)
        boxed = not line and element.tag in _BOXES and _is_box(element, weights, whole)
        why = _asks(element) or _box_leads(element, weights, site, language) if boxed else line and _ANOTHER
        lone = _lone_links(element, site) if boxed and not why and element.tag != "ul" else []
        if lone and not any(_is_biography(text, language) for _, text, _ in paragraphs(element)):
            why = _LEADS_ON
        found += [(element, f"left out: {why}")] if why else [(one, f"left out: {_ANOTHER}") for one in lone]
        if why or lone:
            events.skip_subtree()
    led = [one for one, why in found if why.endswith(_LEADS_ON) and prose.of(one).prose]
    listing = len(led) > _LED and sum(prose.of(one).letters for one in led) > whole * _BOX_SHARE
    return [(one, why) for one, why in found if not (listing and one in led)]


def _is_box(element: Element, weights: Weights, whole: int) -> bool:
    """Return whether an element is no longer than a box of the site; `whole` is the prose of the article."""
    return weights.prose <= whole * _BOX_SHARE and len(content_of(element).split()) <= _BOX


def _points_on(element: Element, weights: Weights, site: str, language: str) -> bool:
    """Return whether a line is the title of another page of the site behind words such as *Read more*."""
    text = " ".join(content_of(element).split())
    own = any(is_own(link.get("href") or "", site) for link in element.iter("a"))
    told = own and weights.density > _LINKS and len(text.split()) <= _POINTING and text[-1:] not in {".", "?"}
    return told and bool(cues.opens("furniture", text, language))


def _is_authors(element: Element) -> bool:
    """Return whether a box says by a name what it is of the article, or holds what only an author writes."""
    return _says_its_role(element) or next(element.iter(*_AUTHORS), None) is not None


def _asks(element: Element) -> str:
    """Return what a box asks readers to do, other than to read; or an empty text."""
    asked = any(one.get("type", "text").lower() not in _UNASKING for one in element.iter("input"))
    if asked or next(element.iter("textarea", "select"), None) is not None:
        return "a form in the text"
    return "a player or buttons in the text" if _plays(element) else ""


def _box_leads(element: Element, weights: Weights, site: str, language: str) -> str:
    """Return how a box names or pictures other pages of the site and says little more, or an empty text."""
    if element.tag == "ul" or not any(is_own(link.get("href") or "", site) for link in element.iter("a")):
        return ""
    texts = [" ".join(text.split()) for _, text, _ in paragraphs(element) if text.strip()]
    if weights.density > _LINKS and texts and cues.opens("elsewhere", texts[0], language):
        return f"names itself “{texts[0][:40]}”"
    if _is_card(element) and weights.density >= _TEASER and not weights.prose:
        return _ANOTHER
    return ""


def _plays(element: Element) -> bool:
    """Return whether an element is a player, or buttons and a few short lines; what unfolds is none."""
    lines = [(text, linked) for _, text, linked in paragraphs(element)]
    if element.tag == "ul" or any(weigh(text) >= _SAYING or _speaks(text, linked) for text, linked in lines):
        return False
    buttons = list(element.iter("button"))
    unfolds = any(one.get("aria-controls") or one.get("aria-expanded") for one in buttons)
    wordless = not any(content_of(one).strip() for one in buttons)
    unfolds = unfolds or (wordless and next(element.iter(*HEADINGS), None) is not None)
    shows = next(element.iter("img", "figure"), None) is not None
    return bool(buttons and not unfolds and not shows)


def _speaks(text: str, linked: int) -> bool:
    """Return whether a line is a sentence of running text."""
    return is_prose(text, linked) and text.strip().endswith((".", "?", "”", "…"))


def _is_biography(text: str, language: str) -> bool:
    """Return whether a line begins with a name and says what its bearer is or does."""
    named = bool(first_name(text.strip())) and len(text.split()) > _LEADING // 2
    return named and all(cues.has_word(kind, text[:200], language) for kind in ("does", "calling"))


def _lone_links(element: Element, site: str) -> list[Element]:
    """Return the lines of a box of a few lines that are nothing but a link to another page of the site."""
    lines = [(block, text, linked) for block, text, linked in paragraphs(element) if text.strip()]
    lone = [
        block
        for block, text, linked in lines
        if linked >= weigh(text)
        and len(text.split()) <= _LEADING
        and any(is_own(link.get("href") or "", site) for link in (block, *block.iter("a")))
    ]
    words = sum(len(text.split()) for _, text, _ in lines)
    return lone if len(lone) < len(lines) and words <= _ACTION else []


def site_of(root: Element) -> str:
    """Return the host to which most links of a page lead, without its subdomains; empty if relative."""
    hosts = Counter(_host(link.get("href") or "") for link in root.iter("a"))
    return max(hosts, key=lambda host: (hosts[host], host), default="")


def is_own(address: str, site: str) -> bool:
    """Return whether an address leads to another page of a site."""
    address = address.strip()
    if not address or address.startswith(("#", "mailto:", "javascript:", "tel:")):
        return False
    return _host(address) in {"", site}


def _host(address: str) -> str:
    """Return the last two names of the host of an address, or an empty text for a relative one."""
    try:
        host = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""
    return ".".join(host.split(".")[-2:])
