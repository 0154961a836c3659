"""Pages to look at: title page, copyright page and their like are one page each, whatever stands on them.

A title of a whole sentence, or twelve editors, would run over. Such a page is set again in smaller type, for
which the style has the classes `long`, `longer` and `longest`, until all of it stands on one page and nothing
over anything else.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from florilegium.editions.documents import Document
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.section.trim import Page

#: The classes that set a page smaller, in the order in which they are tried.
SMALLER: Final = ("long", "longer", "longest")

#: Pieces of one line differ no more than this in height, in points.
_SAME_LINE: Final = 4.0


def is_one_page(layout: Layout, page: Page) -> bool:
    """Whether all that is to be seen stands on one page, line under line."""
    tops = [line.top for line in layout.lines]
    return (
        layout.pages == 1
        and min(tops, default=page.head) > page.head - _SAME_LINE
        and all(below > above - _SAME_LINE for above, below in pairwise(tops))
    )


def set_smaller(document: Document, size: str) -> Document:
    """The document in smaller type."""
    tree = document.tree
    body = next(tree.iter("body"))
    body.set("class", f"{body.get('class', '')} {size}".strip())
    return Document.of(document.section, tree)
