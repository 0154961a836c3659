"""Which mentions treat of a heading and which only pass it by, for `index: mentions: substantial`.

Human indexers print pages for a part of what a text names. These rules were made on two old books with
printed indexes (`docs/index-measured.md`): a mention in a title treats of its heading, and so do those of a
heading that few paragraphs name, or that one paragraph or two that adjoin name more than once. Any other
mention passes by when it stands in a note, between parentheses, or behind a preposition. A person's counts
behind a preposition too where a text names him in full for the first time, and passes by where one word
names him, unless a comma behind it leads to what is told of him.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum

from florilegium.book.model import Authority, Kind, Mention
from florilegium.names.lexicon import word_lists
from florilegium.names.mentions.indexable_text import IndexableBlock
from florilegium.system.patterns import regex

#: A heading that so many paragraphs name or fewer has no mention to spare.
_FEW = 3
#: So many letters before a mention are looked at for a preposition.
_REACH = 60
#: The words before a mention that nothing but spaces part from it.
_WORDS_BEFORE = regex(r"[^\W\d_]+(?:\. | |'(?=\Z))(?=(?:[^\W\d_]+\.? )*(?:[^\W\d_]+')?\Z)")


class Weight(Enum):
    """Why a mention counts or passes by; the value is what `explain` prints."""

    TITLE = "substantial: in a title"
    FEW = "substantial: few paragraphs name it"
    AGAIN = "substantial: named again close by"
    INTRODUCED = "substantial: named in full for the first time in its text"
    SUBJECT = "substantial: no preposition governs it"
    NOTE = "passing: in a note"
    ASIDE = "passing: between parentheses"
    GOVERNED = "passing: behind a preposition"
    SHORT = "passing: named by one word alone"

    @property
    def is_passing(self) -> bool:
        return self.value.startswith("passing")


def weigh(
    mentions: Iterable[Mention], authority: Authority, read: Callable[[], Iterable[IndexableBlock]]
) -> Mapping[str, Weight]:
    """Return the weight of every mention, by its id; `read` gives the blocks in which they stand.

    A heading all of whose mentions pass it by keeps its first: no heading loses its place in the index.
    """
    blocks = {leaf.id: (leaf, number) for number, leaf in enumerate(read())}
    persons = {heading.label for heading in authority.headings if heading.kind is Kind.PERSON}
    headings: dict[str, list[Mention]] = {}
    for mention in mentions:
        headings.setdefault(mention.heading, []).append(mention)
    weights: dict[str, Weight] = {}
    for label, own in headings.items():
        found = dict(_weighed(own, blocks, personal=label in persons))
        if all(weight.is_passing for weight in found.values()):
            found[own[0].id] = Weight.SUBJECT
        weights |= found
    return weights


def printed(
    authority: Authority, mentions: Iterable[Mention], read: Callable[[], Iterable[IndexableBlock]]
) -> Iterable[Mention]:
    """Return all mentions, or the `substantial` ones, which treat of their headings, as the index wants."""
    if authority.mentions == "all":
        return mentions
    kept = tuple(mentions)
    weights = weigh(kept, authority, read)
    return tuple(mention for mention in kept if not weights[mention.id].is_passing)


def _weighed(
    own: Sequence[Mention], blocks: Mapping[str, tuple[IndexableBlock, int]], *, personal: bool
) -> Iterator[tuple[str, Weight]]:
    """Yield the mentions of one heading with their weights."""
    counts: dict[int, int] = {}
    for mention in own:
        number = blocks[mention.block][1]
        counts[number] = counts.get(number, 0) + 1
    begun: set[str] = set()
    for mention in own:
        leaf, number = blocks[mention.block]
        near = sum(counts.get(one, 0) for one in (number - 1, number, number + 1))
        weight = _weight(mention, leaf, near, len(counts))
        yield (
            mention.id,
            _as_person(weight, mention, leaf, first=mention.key not in begun) if personal else weight,
        )
        begun.add(mention.key)


def _as_person(weight: Weight, mention: Mention, leaf: IndexableBlock, *, first: bool) -> Weight:
    """Return what a mention weighs by how much of a person's name it has."""
    short = " " not in mention.text
    if weight is Weight.GOVERNED and first and not short:
        return Weight.INTRODUCED
    told = leaf.words.startswith(",", mention.end)  # *Moll, who had been there*
    return Weight.SHORT if weight is Weight.SUBJECT and short and not told else weight


def _weight(mention: Mention, leaf: IndexableBlock, near: int, paragraphs: int) -> Weight:
    before = leaf.words[: mention.start]
    rules = (
        (Weight.TITLE, leaf.titled),
        (Weight.FEW, paragraphs <= _FEW),
        (Weight.AGAIN, near > 1),
        (Weight.NOTE, bool(mention.note)),
        (Weight.ASIDE, before.rfind("(") > before.rfind(")")),
        (Weight.GOVERNED, _is_governed(before[-_REACH:])),
    )
    return next((weight for weight, holds in rules if holds), Weight.SUBJECT)


def _is_governed(before: str) -> bool:
    """Return whether a preposition stands before a mention, with articles and titles at most between them."""
    for word in reversed(_WORDS_BEFORE.findall(before.replace("\N{NO-BREAK SPACE}", " "))):
        low = word.strip().rstrip(".").lower()
        if low in word_lists.GOVERNING:
            return True
        if low not in word_lists.TITLES and low not in word_lists.ARTICLES:
            return False
    return False
