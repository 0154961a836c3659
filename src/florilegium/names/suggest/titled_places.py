"""Which places the title of an article names: it treats of them from its first to its last mention of each.

What happens in *The Battle of Ulm* happens at Ulm on pages that do not say so, and indexers print one range
for it. A title that names people by a place (*The Knights of Ulm*, *Governor of Zorbia*) treats of the
people; one in which the place describes something else (*Our Ulm Policy*) or is acted upon (*Can We Bring Ulm
Back?*) of that, on every page; and one that names a person does not tell where he is spoken of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from florilegium.book.model import Book, Kind, Passage
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.folding import fold
from florilegium.names.mentions.forms import Rule
from florilegium.names.mentions.indexable_text import IndexableBlock
from florilegium.names.mentions.matching import Findings
from florilegium.names.mentions.survey import Survey
from florilegium.names.signs.surroundings import ARTICLES
from florilegium.system.patterns import regex

#: Two mentions that are no farther apart stand on one page or on two that adjoin.
_PAGE = 1_800
#: The name of a place has no more words.
_LONGEST = 6
_WORD = regex(r"[^\W_][\w-]*")
#: What stands between a place and those who are named by it: *Governor of the State of Zorbia*.
_BETWEEN = ARTICLES | frozenset(
    """of de du des d l von del di della state commonwealth colony province kingdom republic empire city
    town island staates republik provinz reiches stadt insel état république royaume ville île""".split()  # noqa: SIM905
)
#: Who is named by a place, besides those who rule it and whom a title names.
_DWELLERS = frozenset(
    """knight knights people men women children citizens merchants kings queens life lives letters
    ritter leute bürger kinder frauen männer kaufleute könige leben briefe
    chevalier chevaliers gens hommes femmes enfants citoyens marchands rois reines vie lettres""".split()  # noqa: SIM905
)

_BEHIND = regex(r" ?('s|[^\W\d_][\w-]*)")
_NO_NOUNS = word_lists.GOVERNING | word_lists.TAKING | {"and", "or", "und", "oder", "et", "ou", "y", "e"}
_PARTICIPLES = ("ed", "en", "ing")

_Read = tuple[IndexableBlock, Findings]


def passages_entitled(book: Book, result: Survey) -> Mapping[int, tuple[Passage, ...]]:
    """Return, by its entry, where articles treat of a place that their titles name, and may not name it."""
    titles = {article.key: article.title for article in book.articles}
    found: dict[int, list[Passage]] = {}
    running = (one for one in result.read if not one[0].note and one[0].key in titles)
    for key, read in groupby(running, key=lambda one: one[0].key):
        blocks = tuple(read)
        for entry in dict.fromkeys(_named_by(titles[key], _forms(result, blocks))):
            passage = _stretch(entry, blocks)
            if passage is not None:
                found.setdefault(entry, []).append(passage)
    return {entry: tuple(passages) for entry, passages in found.items()}


def _forms(result: Survey, blocks: Sequence[_Read]) -> Mapping[tuple[str, ...], int]:
    """Return the words of every form by which some blocks name a place, with its entry."""
    entries = result.forms.entries
    hits = {(hit.form, hit.entry) for _, found in blocks for hit in found.hits if hit.rule is not Rule.ADDED}
    return {_words(form): entry for form, entry in sorted(hits) if entries[entry].kind is Kind.PLACE}


def _words(said: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(said))


def _named_by(title: str, forms: Mapping[tuple[str, ...], int]) -> Iterator[int]:
    """Yield the entries that a title names, of forms that meet the longest only."""
    folded = fold(title).text
    stops, words = [match.end() for match in _WORD.finditer(folded)], _words(folded)
    place = 0
    while place < len(words):
        ends = range(min(place + _LONGEST, len(words)), place, -1)
        end = next((end for end in ends if words[place:end] in forms), 0)
        if end and _is_treated(words[:place]) and not _has_noun(folded, stops[end - 1]):
            yield forms[words[place:end]]
        place = end or place + 1


def _is_treated(before: Sequence[str]) -> bool:
    """Return whether a title speaks of a place behind these words: not of its people, nor of *New Ulm*."""
    if before and before[-1] in word_lists.QUALIFIERS:
        return False
    theirs = next((word for word in reversed(before) if word not in _BETWEEN), "")
    return theirs not in _DWELLERS and theirs not in word_lists.OFFICES


def _has_noun(title: str, end: int) -> bool:
    """Return whether a place owns or describes what follows: *The Ulm Plan*, but *Ulm Taken and Lost*."""
    behind = _BEHIND.match(title, end)
    if behind is None:
        return False
    low = behind[1].casefold()
    return low == "'s" or not (low in _NO_NOUNS or low.endswith(_PARTICIPLES))


def _stretch(entry: int, blocks: Sequence[_Read]) -> Passage | None:
    """Return the blocks from the first that names a place to the last; None where its name is never far."""
    begins, named, at = 0, [], []
    for leaf, found in blocks:
        mentions = [begins + hit.start for hit in found.hits if hit.entry == entry]
        if mentions:
            named.append(leaf)
            at += mentions
        begins += len(leaf.words)
    if not any(two - one > _PAGE for one, two in pairwise(at)):
        return None
    return named[0].passage_to(named[-1])
