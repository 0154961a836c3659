"""Which passage a mention stands in, for main passages and for subentries by theme.

Blocks are read again only when some entry of the authority asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property

from florilegium.book.model import Mention, Passage, Sign, Theme
from florilegium.names.lexicon.folding import fold, fold_form
from florilegium.names.mentions.indexable_text import IndexableBlock
from florilegium.system.patterns import regex

#: Between two sentences, in folded text: a stop with what closes after it, and a capital.
_SENTENCES = regex(r"[.!?…]['\"”»)\]]* (?=['\"“«([]*[^\W\d_a-zß-öø-ÿ])")

#: How near a sign is to a mention; the nearest counts (`Passages.theme`).
_NEVER = 5


class Passages:
    """The passages of headings.

    A mention's block is looked up among those that `read` gives, when some entry asks for it.
    """

    def __init__(self, read: Callable[[], Iterable[IndexableBlock]]) -> None:
        self._read = read

    @cached_property
    def _leaves(self) -> dict[str, IndexableBlock]:
        return {leaf.id: leaf for leaf in self._read()}

    @cached_property
    def _sentences(self) -> dict[str, tuple[str, ...]]:
        """Return the sentences of each block folded and in lower case, as they are asked for."""
        return {}

    def any_holds(self, passages: Iterable[Passage], mention: Mention) -> bool:
        """Return whether the mention lies in one of the passages."""
        return any(self._leaves[mention.block].inside(passage) for passage in passages)

    def theme(self, themes: Sequence[Theme], mention: Mention) -> str:
        """Return the theme whose sign is nearest to the mention, the first of several; or nothing.

        Nearest are words in its sentence within a passage that is named, then a passage of paragraphs, then
        words in its sentence, then words in its paragraph, and a whole text last. Capitals do not count.
        """
        leaf, sentence = self._leaves[mention.block], self._sentence(mention)
        reached, found = _NEVER, ""
        for theme in themes:
            for sign in theme.signs:
                if sign.passage is None or leaf.inside(sign.passage):
                    distance = self._distance(sign, leaf, sentence)
                    if distance < reached:
                        reached, found = distance, theme.name
        return found

    def _distance(self, sign: Sign, leaf: IndexableBlock, sentence: str) -> int:
        """Return how near a sign is to a mention in a sentence of a block that lies in the sign's passage."""
        bounded = sign.passage is not None and bool(sign.passage.starts)
        if not sign.words:
            return 1 if bounded else 4
        words = _sought(sign.words)
        if words in sentence:
            return 0 if bounded else 2
        return 3 if not bounded and any(words in said for said in self._said(leaf.id)) else _NEVER

    def _sentence(self, mention: Mention) -> str:
        """Return the sentence in which a mention begins."""
        before = fold(self._leaves[mention.block].words[: mention.start + 1]).text
        return self._said(mention.block)[len(_SENTENCES.findall(before))]

    def _said(self, block: str) -> tuple[str, ...]:
        if block not in self._sentences:
            said = fold(self._leaves[block].words).text
            self._sentences[block] = tuple(part.casefold() for part in _SENTENCES.split(said))
        return self._sentences[block]


@cache
def _sought(words: str) -> str:
    """Return the words of a sign as they are compared with what is said."""
    return fold_form(words).casefold()
