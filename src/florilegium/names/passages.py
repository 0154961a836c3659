"""Which paragraph a mention stands in, for main passages and for subentries by theme.

Blocks are read again only when some entry of the authority asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from florilegium.book.model import Book, Mention, Passage, Theme
from florilegium.names.folding import fold, fold_form
from florilegium.names.reading import Leaf, read_book


class Passages:
    """Looks a mention's block up in the book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @cached_property
    def _leaves(self) -> dict[str, Leaf]:
        return {leaf.id: leaf for leaf in read_book(self._book)}

    @cached_property
    def _small(self) -> dict[str, str]:
        """The words of each block folded and in lower case, as they are asked for."""
        return {}

    def any_holds(self, passages: Iterable[Passage], mention: Mention) -> bool:
        """Whether the mention lies in one of the passages."""
        return any(self._leaves[mention.block].inside(passage) for passage in passages)

    def theme(self, themes: Sequence[Theme], mention: Mention) -> str:
        """The first theme of which the mention's paragraph has a phrase, in any case; or nothing."""
        words = self._words(mention.block)
        for theme in themes:
            if any(fold_form(phrase).casefold() in words for phrase in theme.phrases):
                return theme.name
        return ""

    def _words(self, block: str) -> str:
        if block not in self._small:
            self._small[block] = fold(self._leaves[block].words).text.casefold()
        return self._small[block]
