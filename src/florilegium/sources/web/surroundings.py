"""What stands beside the text of an article in the element that holds both, and is the site's.

Before the title nothing is of the article; between the title and the text, and after the text, prose is. What
says by its name who wrote the article or when keeps that role.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import content_of, weigh
from florilegium.sources.tree.vocabulary import classes_of
from florilegium.sources.web.main_content import HOLDERS, Prose, is_within, order

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


def beside(
    best: Element, within: Element, title: Element | None, prose: Prose
) -> Iterator[tuple[Element, str]]:
    """What stands in `within` beside the text and its title and is not of the article, and why."""
    leads = title is not None and not is_within(title, best) and order(title) < order(best)
    lead = title if leads else None
    spine = {best, *best.iterancestors()} | ({lead, *lead.iterancestors()} if lead is not None else set())
    waiting = [within] if within is not best else []
    while waiting:
        for child in waiting.pop().iterchildren(etree.Element):
            if child is best or child is lead:
                continue
            if child in spine:
                waiting.append(child)
            elif lead is not None and order(child) < order(lead):
                yield from _before(child)
            elif lead is not None and order(child) < order(best):
                yield from _between(child, prose)
            else:
                yield from _after(child, prose.of(best).prose, prose)


def _before(element: Element) -> Iterator[tuple[Element, str]]:
    """An element before the title, but for what says who wrote the article or when."""
    if _tells(element):
        for child in element.iterchildren(etree.Element) if not element.get("data-role") else ():
            yield from _before(child)
    else:
        yield element, _BEFORE


def _between(element: Element, prose: Prose, nested: bool = False) -> Iterator[tuple[Element, str]]:
    """What of an element between the title and the text is not of the article."""
    weights = prose.of(element)
    if not weights.letters or element.tag in {"figure", "h2", "h3"} or element.get("data-role"):
        return
    tells = _tells(element)
    if not tells and (weights.density > _LINKS or not (weights.prose or nested)):
        yield element, _BETWEEN
    elif tells or (weights.prose < weights.letters * _PROSE and element.tag in HOLDERS):
        for child in element.iterchildren(etree.Element):
            yield from _between(child, prose, nested=not tells)


def _after(element: Element, whole: int, prose: Prose, nested: bool = False) -> Iterator[tuple[Element, str]]:
    """What of an element beside the text is not of the article; `whole` is the weight of its prose."""
    weights = prose.of(element)
    if not weights.letters or element.get("data-role"):
        return
    poor = weights.prose < weights.letters * _PROSE
    few = weights.prose < _SENTENCE or (poor and weights.prose < whole * _PART)
    tells = _tells(element)
    if not tells and (weights.density > (_LINKS if nested else _MANY_LINKS) or (few and not nested)):
        yield element, _BESIDE
    elif tells or (poor and element.tag in HOLDERS):
        for child in element.iterchildren(etree.Element):
            yield from _after(child, whole, prose, nested=not tells)


def _tells(element: Element) -> bool:
    """Whether an element, or one in it, says by its name what it is of the article."""
    return any(one.get("data-role") for one in element.iter(etree.Element))


def cards(article: Element) -> list[Element]:
    """Rows of what else there is to read: three or more of one shape, each with a linked picture or heading.

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
    """The children of an element that may be cards, by their shape."""
    rows: dict[tuple[str, str], list[Element]] = {}
    for child in parent.iterchildren("div", "li", "article", "section", "a"):
        rows.setdefault((str(child.tag), min(classes_of(child), default="")), []).append(child)
    return rows


def _is_card(element: Element) -> bool:
    """Whether an element announces another page: short, and its picture or its heading is a link."""
    letters = weigh(content_of(element))
    links = [element] if element.tag == "a" else list(element.iter("a"))
    if not links or not 0 < letters <= _CARD:
        return False
    headings = set(element.iter("h2", "h3", "h4", "h5"))
    headed = any(headings & {*link.iter("h2", "h3", "h4", "h5"), *link.iterancestors()} for link in links)
    linked = sum(weigh(content_of(link)) for link in links)
    pictured = any(link.find(".//img") is not None for link in links)
    return (headed and linked > 0) or (pictured and linked >= letters * _LINKS)
