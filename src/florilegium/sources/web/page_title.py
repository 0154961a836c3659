"""Which heading of a page is the title of its article, and which block under it its deck.

A page says its title and its description in its head as well; the heading and the block that say the same are
meant. Without such agreement the heading of the first level that stands nearest before the text is the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.roles.features import folded, names_beside, names_in
from florilegium.sources.tree.cutting import text_of
from florilegium.sources.tree.vocabulary import HEADINGS, classes_of
from florilegium.sources.web.main_content import BLOCKS, is_links, is_within, order
from florilegium.sources.web.page_facts import PageFacts, parts_of
from florilegium.sources.web.page_styles import is_large
from florilegium.system.patterns import regex

#: Letters of a paragraph with which the text has surely begun.
_TEXT: Final = 120

_SENTENCE: Final = 40

#: A heading that is a number alone, above the title; it may say of what.
_ORDINAL: Final = regex(
    r"(?:(?:chapter|letter|no\.?|number|book|part|canto|section|essay)\s)?(?:[ivxlcdm]{1,8}|\d{1,3})\.?\Z",
    re.IGNORECASE,
)

#: A title in the page's head may have this share of other words; a heading is at least this share of it.
_SHARED: Final = 0.7
_PART: Final = 0.3

#: A heading in the text is so much like a title, or it is a section's; one above so much like a part of it.
_IN_TEXT: Final = 0.8
_PARTLY: Final = 0.4

#: Letters of a line that says the title without being a heading.
_LINE: Final = 6

#: Names of headings that are the title of an entry.
_ENTRY: Final = regex(
    r"(?:^|[-_ ])(?:entry|post|article|story|content)[-_]?(?:title|headline|hed|heading)(?:$|[-_ ])"
    r"|(?:^| )(?:headline|p-name)(?:$| )"
)

#: Words of a deck, and letters by which two texts are the same.
_DECK: Final = range(4, 61)
_SAME: Final = 80

#: Names of what stands under a title and says what the article is about.
_DECKED: Final = regex(
    r"(?:^|[-_ ])(?:dek|deck|sub-?title|sub-?head(?:line|ing)?|standfirst|summary|excerpt|description"
    r"|abstract|lead|lede|intro|chapo|vorspann|entradilla|bajada|teaser|strapline|tagline)(?:$|[-_ ])"
    r"|(?:feature|article)_?dek"
)


def find_title(body: Element, article: Element, best: Element, facts: PageFacts) -> Element | None:
    """Return what is the title of an article, whose text stands in `best`: a heading, mostly.

    Where the page names its article and no heading is like that name, a line above the text may be; else only
    a heading in what the page marks as its article is the title; one above it is the site's.
    """
    sites = {folded(site) for site in facts.sites}
    words = {one: folded(text_of(one)) for one in body.iter("h1", "h2", "h3")}
    headings = [one for one, said in words.items() if said and said not in sites]
    text = next((order(one) for one in best.iter("p") if len(text_of(one)) > _TEXT), None)
    surest = _surest(headings, facts, text)
    named = _named(headings, best) if surest is None or not is_within(surest, best) else None
    if named is not None or surest is not None:
        return named if named is not None else surest
    line = _line(body, facts, text)
    if line is not None:
        return line
    firsts = [one for one in headings if one.tag == "h1" and not is_links(one)]
    if len(facts.titles) > 1 or facts.sites:
        firsts = [one for one in firsts if article is not body and is_within(one, article)]
    before = [one for one in firsts if text is None or order(one) < text]
    if firsts and not before and len(firsts) > 1 and facts.title:
        return None  # headings of the sections of a text whose title no heading says
    found = _last_title(before, best) if before else next(iter(firsts), None)
    found = found if found is not None else _highest(body, best)
    return found if found is not None or words else _largest(body)


def _surest(headings: list[Element], facts: PageFacts, text: int | None) -> Element | None:
    """Return the heading that is most like a title of the page, or None where none is like one.

    Of headings above the text that are parts of one title, the last is the article's: what stands over it
    names the site, or the section of the site. A heading in the text is like a title when it is most of it.
    """
    alike = {one: _likeness(one, facts.titles) for one in headings}
    within = {one for one in headings if text is not None and order(one) > text}
    fitting = [one for one in headings if alike[one] > (_IN_TEXT if one in within else 0)]
    for title in facts.titles:
        parts = parts_of(title)
        said = {one: [_likeness(one, [part]) >= _PARTLY for part in parts] for one in fitting}
        above = [one for one in fitting if one not in within and sum(said[one]) == 1]
        if len(parts) > 1 and len({tuple(said[one]) for one in above}) > 1:
            return max(above, key=order)
    return min(fitting, key=lambda one: (-alike[one], str(one.tag), order(one)), default=None)


def _named(headings: list[Element], best: Element) -> Element | None:
    """Return the one heading of a text that is named as the title of an entry, if there is one alone."""
    named = [
        one for one in headings if _ENTRY.search(" ".join([*classes_of(one), one.get("itemprop") or ""]))
    ]
    return named[0] if len(named) == 1 and is_within(named[0], best) else None


def _line(body: Element, facts: PageFacts, text: int | None) -> Element | None:
    """Return the last line above a text that says a title of the page or a part of one, as a heading would.

    The last part of a title alone, which mostly is the site, is none. A title may have its author behind it.
    """
    sites = {folded(site) for site in facts.sites}
    said = [[folded(part) for part in parts_of(title)] for title in facts.titles]
    wanted = {*map(folded, facts.titles), *(part for parts in said for part in parts)} - sites
    lasts = {parts[-1] for parts in said if len(parts) > 1}
    found = None
    for one in body.iter("p", "div", "center") if wanted else ():
        if text is not None and order(one) >= text:
            break
        words = text_of(one) if not any(child.tag in BLOCKS for child in one) else ""
        if len(words) >= _LINE and any(
            title.startswith((f"{words}, ", f"{words} (")) for title in facts.titles
        ):
            return one
        words = folded(words)
        if len(words) >= _LINE and words in wanted - lasts and not is_links(one):
            found = one
    return found


def _last_title(headings: list[Element], best: Element) -> Element:
    """Return the last of the headings before a text; the one above it, where that one alone is an author."""
    *_, above, last = (None, *headings)
    if above is None or names_in(text_of(above)) or not names_beside(text_of(last), [text_of(best)]):
        return last
    return above


def _highest(body: Element, best: Element) -> Element | None:
    """Return the first heading of a page without an `h1`, if it is above all others and the text."""
    headings = [one for one in body.iter("h2", "h3", "h4", "h5", "h6") if folded(text_of(one))]
    blocks = best.iter("p", "li", "blockquote")
    text = next((order(one) for one in blocks if len(text_of(one)) >= _SENTENCE), None)
    first = next(iter(headings), None)
    if first is None or is_links(first) or (text is not None and text < order(first)):
        return None
    said = "title" in (first.get("data-epub-type") or "").split()
    return first if said or all(str(one.tag) > str(first.tag) for one in headings[1:]) else None


def _largest(body: Element) -> Element | None:
    """Return the last of the lines in large letters with which a page without any heading begins.

    So programs write chapters that turn a book of another format into an EPUB. A line before it heads it too.
    """
    lines = [one for one in body.iter("p") if text_of(one)]
    large = list(takewhile(lambda one: is_large(one) and len(text_of(one)) < _TEXT, lines))
    if not large or len(large) == len(lines):
        return None
    for one in large:
        one.set("data-role", "title")
    return large[-1]


def _likeness(heading: Element, titles: Iterable[str]) -> float:
    """Return how much a heading is like one of some titles, from 0 to 1."""
    return max((_alike(text_of(heading), title) for title in titles), default=0.0)


def _alike(heading: str, title: str) -> float:
    """Return how much a heading is like a title: 1 the same, more than a half when one is in the other."""
    one, other = folded(heading), folded(title)
    if len(one) < 2 or not other:
        return 0.0
    if one in other:
        share = len(one) / len(other)
        return 0.5 + share / 2 if share >= _PART else 0.0
    if other in one and len(other) >= len(one) * 0.5:
        return 0.5 + len(other) / len(one) / 2
    words = set(re.findall(r"\w+", heading.casefold()))
    shared = len(words & set(re.findall(r"\w+", title.casefold()))) / max(len(words), 1)
    return shared / 2 if shared >= _SHARED and len(words) >= 3 else 0.0


def is_ordinal(text: str) -> bool:
    """Return whether a line is a number alone, as one above a title; it may say of what."""
    return bool(_ORDINAL.match(text))


def mark_group(title: Element) -> None:
    """Give what stands with the title in its `hgroup` or `header` its role: a number above, a line below.

    A Standard Ebook has the number in the heading and the title in a paragraph after it; where no group holds
    them, Project Gutenberg has it in the next heading.
    """
    numbered = bool(_ORDINAL.match(text_of(title)))
    below = title.getnext()
    if numbered and below is not None and below.tag in HEADINGS and not (title.tail or "").strip():
        below.set("data-role", "title")
    for one in _grouped(title):
        said = set((one.get("data-epub-type") or "").split()) | classes_of(one)
        if _ORDINAL.match(text_of(one)) or (
            numbered and order(one) > order(title) and "epigraph" not in said
        ):
            one.set("data-role", "title")
            numbered = False
        elif "subtitle" in said or next(one.iterancestors("hgroup"), None) is not None:
            one.set("data-role", "deck")


def _grouped(title: Element) -> list[Element]:
    """Return the lines that stand with a title in its `hgroup`, and in the `header` round that."""
    groups = []
    group = title.getparent()
    while group is not None and group.tag in {"hgroup", "header"}:
        groups.append(group)
        group = group.getparent()
    lines = [one for group in groups for one in group.iterchildren("p", "h2", "h3", "h4", "h5", "h6")]
    return [one for one in lines if one is not title and text_of(one) and not one.get("data-role")]


def mark_deck(title: Element, best: Element, article: Element, facts: PageFacts) -> None:
    """Give a block between title and text its role if the page says it of itself, or it is named so."""
    if is_within(title, best) or any(one.get("data-role") == "deck" for one in article.iter(etree.Element)):
        return
    said = [folded(text)[:_SAME] for text in facts.descriptions]
    for block in article.iter("p", "h2", "h3", "h4", "div"):
        stands = order(title) < order(block) < order(best) and not is_within(best, block)
        if not stands or block.get("data-role") or any(child.tag in BLOCKS for child in block):
            continue
        text = text_of(block)
        repeated = len(text.split()) > 1 and folded(text) in said
        if len(text.split()) not in _DECK and not repeated:
            continue
        if _is_said(folded(text), said) or _DECKED.search(" ".join(_names_round(block, best))):
            block.set("data-role", "deck")
            return


def _is_said(text: str, said: list[str]) -> bool:
    """Return whether a text is one that the page says of itself, which may be cut short there."""
    return any(text[:_SAME] == one or (len(one) > _SAME // 2 and text.startswith(one)) for one in said)


def _names_round(block: Element, best: Element) -> list[str]:
    """Return the classes of a block and of the two elements round it that do not hold the text."""
    above = [one for one in list(block.iterancestors())[:2] if not is_within(best, one)]
    return sorted(name for one in (block, *above) for name in classes_of(one))
