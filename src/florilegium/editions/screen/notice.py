"""The line that every file of a review copy bears at its foot."""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.bibliographic import Metadata
from florilegium.languages.labels import labels_for
from florilegium.system.values import dataclass

#: The class of the line, by which style sheets and the comparison of words know it.
NOTICE_CLASS: Final = "review-notice"


@dataclass(frozen=True)
class Notice:
    """What the line says, in which language; `words` are empty where a book is no review copy."""

    words: str = ""
    language: str = ""

    @classmethod
    def of(cls, metadata: Metadata) -> Notice:
        """Return the line of a book's files, in the language of our labels for it."""
        return cls(metadata.notice, labels_for(metadata.language).language) if metadata.notice else cls()


def set_notice(tree: Element, notice: Notice) -> None:
    """Put the line at the end of a page's `<body>`, if there is one to put."""
    body = tree.find("body")
    if body is None or not notice.words:
        return
    line = etree.SubElement(body, "p", {"class": NOTICE_CLASS, "lang": notice.language})
    line.text = notice.words
