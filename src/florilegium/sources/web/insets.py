"""What a site sets into an article without adding to it: pull quotes, and the anchors of its headings."""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import Piece
from florilegium.sources.tree.cutting import cut, mass, text_of
from florilegium.sources.tree.vocabulary import classes_of

_PULLED: Final = frozenset(
    {
        "pullquote",
        "pull-quote",
        "wp-block-pullquote",
        "pull_quote",
        "article-pullquote",
        "pq",
        "callout-quote",
    }
)

#: A pull quote has no more letters; what is longer is a quotation.
_LONGEST: Final = 600


def take_insets(article: Element) -> list[Piece]:
    """Take such things out of an article, in place.

    A pull quote goes only if the article says the same words elsewhere; otherwise it is of the text.
    """
    pieces = [_cut_anchor(link) for link in list(article.iter("a")) if _is_anchor(link)]
    pulled = [one for one in article.iter(etree.Element) if _PULLED & classes_of(one)]
    whole = _folded(text_of(article)) if pulled else ""
    for element in pulled:
        words = _folded(text_of(element))
        if words and len(words) <= _LONGEST and whole.count(words) > 1:
            pieces.append(cut(element, "boilerplate", "left out: a pull quote, which the text has as well"))
    return pieces


def _folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_anchor(link: Element) -> bool:
    """Whether a link in a heading only leads to that heading: a sign such as `#` or `¶`."""
    text = text_of(link)
    within = any(above.tag in {"h1", "h2", "h3", "h4", "h5", "h6"} for above in link.iterancestors())
    return within and mass(link) > 0 and len(text) <= 3 and not any(map(str.isalnum, text))


def _cut_anchor(link: Element) -> Piece:
    return cut(link, "boilerplate", "left out: the anchor of a heading")
