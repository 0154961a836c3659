"""The articles that one page of HTML holds side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.excerpts.choice import named_choices
from florilegium.sources.manuscript import PartChoice
from florilegium.sources.notes import note_shapes
from florilegium.sources.parts import content_of, weigh
from florilegium.sources.tree.vocabulary import HEADINGS
from florilegium.system.patterns import regex

#: Letters of running text below a heading of the first level that make it an article's among others.
_ARTICLE: Final = 400

_GUTENBERG: Final = regex(r"project gutenberg", re.IGNORECASE)


def articles_in(root: Element, places: Sequence[str] = ()) -> tuple[PartChoice, ...]:
    """Return the articles that a page holds side by side; none where it is one article.

    `places` are the ids to which the contents of its EPUB lead. Without such, the articles are what an EPUB's
    page has as elements side by side; what the contents of a page of Project Gutenberg lead to; and what
    stands under several headings of the first level, each with text of its own. Elsewhere `article` is a
    teaser or a comment as well, and a list of links leads to the sections of one article.
    """
    body = root.find("body")
    if body is None:
        return ()
    if not places and _GUTENBERG.search(content_of(body)[:5_000]):
        links = (one.get("href") or "" for one in body.iter("a"))
        places = tuple(dict.fromkeys(link[1:] for link in links if link.startswith("#")))
    found = _at_places(body, places) if places else ()
    return found or _side_by_side(root, body) or _under_headings(body)


def _at_places(body: Element, places: Sequence[str]) -> tuple[PartChoice, ...]:
    """Return the places that head articles: headings of one level, none of which holds the next."""
    targets: dict[str, Element] = {}
    for one in body.iter(etree.Element):
        for name in (one.get("id"), one.get("name")):
            if name is not None:
                targets.setdefault(name, one)
    headed = [(place, level) for place in places if place in targets and (level := _level_of(targets[place]))]
    usual = Counter(level for _, level in headed).most_common(1)
    found = [place for place, level in headed if level == usual[0][0]]
    return tuple(PartChoice(id=place) for place in found) if len(found) > 1 else ()


def _level_of(target: Element) -> int:
    """Return the level of the heading at a place: on it, round it, in it, or right behind it; 0 for none."""
    near = chain((target,), target.iterancestors(), target.iterdescendants(*HEADINGS))
    heading = next((one for one in near if one.tag in HEADINGS), None)
    if heading is None and not content_of(target).strip():
        behind = next(target.itersiblings(), None)
        heading = behind if behind is not None and behind.tag in HEADINGS else None
    return int(str(heading.tag)[1]) if heading is not None else 0


def _side_by_side(root: Element, body: Element) -> tuple[PartChoice, ...]:
    """Return the articles or sections of an EPUB's page that stand side by side, each with a heading."""
    if not any(one.get("data-epub-type") for one in root.iter(etree.Element)):
        return ()
    found = [one for one in body.iterchildren("article", "section") if not note_shapes.is_list(one)]
    if len(found) < 2 or any(next(one.iter("hgroup", *HEADINGS), None) is None for one in found):
        return ()
    return _named([(one, next(one.iter("hgroup", *HEADINGS))) for one in found])


def _under_headings(body: Element) -> tuple[PartChoice, ...]:
    """Return the headings of the first level that each have running text of their own, all in one place."""
    heads = list(body.iter("h1"))
    if len(heads) < 2:
        return ()
    paths = {tuple(str(above.tag) for above in head.iterancestors()) for head in heads}
    if len(paths) > 1 or min(_text_below(body, heads)) < _ARTICLE:
        return ()
    return _named([(head, head) for head in heads])


def _text_below(body: Element, heads: Sequence[Element]) -> Iterator[int]:
    """Yield how many letters of paragraphs stand behind each heading, before the next."""
    counts: list[int] = []
    known = set(heads)
    for one in body.iter("h1", "p"):
        if one in known:
            counts.append(0)
        elif counts:
            counts[-1] += weigh(content_of(one))
    yield from counts


def _named(found: Sequence[tuple[Element, Element]]) -> tuple[PartChoice, ...]:
    """Return how articles are named, each given with its heading, as `named_choices`."""
    words = [" ".join(content_of(head).split()) for _, head in found]
    ids = [element.get("id") or "" for element, _ in found]
    return named_choices(zip(ids, words, strict=True), words)
