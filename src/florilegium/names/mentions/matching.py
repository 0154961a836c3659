"""Finds the forms of an authority in a block of text: one automaton for all entries and ignored phrases.

The longest form goes first, then the leftmost. An ignored phrase goes before every form that it holds or
cuts, but not before a form that holds it. What is left is passed over when it is a piece of a longer name
(`name_boundaries.py`). Time is linear in the text and nearly flat in the number of forms.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from florilegium.book.model import Passage
from florilegium.names.lexicon.folding import Folded, fold
from florilegium.names.lexicon.small_capitals import levelled
from florilegium.names.lexicon.spelling import is_acronym, word_before
from florilegium.names.lexicon.words_beside_names import words_beside_names
from florilegium.names.mentions.authority import NOBODY, FormClaim, Forms
from florilegium.names.mentions.forms import Rule
from florilegium.names.mentions.name_boundaries import (
    Ground,
    addresses,
    follows_sister,
    is_genitive,
    longer_name,
    sisters_of,
    stands_alone,
)
from florilegium.names.mentions.overlap import Hit, PassedOver, Span, Taken, choose, ground_of, part
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_MIDDLE = regex(r"(?<=[^\W\d_]) ((?:[^\W\d_a-z]\. ?){1,5})(?=[^\W\d_a-z][^\W\d_])")

#: Two capitals side by side; only where a text has them, it can have a form in capitals.
_SHOUT = regex(r"[A-Z\u0080-\U0010ffff]{2}")
#: An initial's full point; found in a tenth of the time, and where there is none, there is no middle initial.
_INITIAL = regex(r"\.(?<= [^\W\d_a-z]\.)")
_NEXT_WORD = regex(r"\W*([^\W_][\w'.-]*)")


def _nowhere(_passage: Passage) -> bool:
    return False


@dataclass(frozen=True)
class SearchedBlock:
    """A block to be searched: its words, the key of its text, and what is known about its letters.

    `vocabulary` are the words that the text has in lower case; in a `titled` block every word may have a
    capital. `inside` returns whether the block lies in a passage. `names` are as in `Ground`, `capitals`
    and `language` as in `IndexableBlock`.
    """

    text: str
    key: str
    vocabulary: Collection[str] = frozenset()
    titled: bool = False
    inside: Callable[[Passage], bool] = _nowhere
    names: frozenset[str] | None = None
    capitals: frozenset[str] = frozenset()
    language: str = ""


@dataclass(frozen=True)
class Findings:
    """All that was found in a block, in order and in folded offsets."""

    folded: Folded
    hits: tuple[Hit, ...]
    passed: tuple[PassedOver, ...]
    ignored: tuple[Span, ...]
    ground: Ground


@dataclass(frozen=True)
class Matcher:
    """Searches blocks for the forms of one authority. Built once, then a pure function of the block."""

    forms: Forms

    @cached_property
    def _patterns(self) -> tuple[str, ...]:
        """Return the forms that the automaton looks for."""
        return tuple(dict.fromkeys((*self.forms.claims, *self.forms.ignored)))

    @cached_property
    def _automaton(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(self._patterns)

    @cached_property
    def _shouted(self) -> tuple[AhoCorasick, tuple[str, ...]]:
        """Return the automaton of forms in capitals, made where a text has any, and the forms themselves."""
        from ahocorasick_rs import AhoCorasick

        known = frozenset(self._patterns)
        capitals = {form.upper(): form for form in self._patterns if form.upper() not in known}
        return AhoCorasick(tuple(capitals)), tuple(capitals.values())

    @cached_property
    def _sole(self) -> tuple[FormClaim | None, ...]:
        """Return, by the number of each pattern, the only claim to its form where it holds everywhere.

        Nearly every form has one, and needs no look at the block.
        """
        return tuple(
            None if form in self.forms.ignored else self.forms.sole_claim(form) for form in self._patterns
        )

    def search(self, block: SearchedBlock) -> Findings:
        """Return everything that the authority knows in one block."""
        folded = fold(block.text)
        text = levelled(folded.text, block.capitals)
        found, phrases = self._raw(text, block)
        found += self._with_middle_initials(text, block)
        kept, killed = part([hit for hit in found if hit.rule is not Rule.SHARED], phrases)
        chosen = choose(kept)
        chosen = self._with_sisters(text, chosen, [hit for hit in found if hit.rule is Rule.SHARED], block)
        ground = ground_of(
            Ground(
                text=text,
                starts=(),
                ends=(),
                vocabulary=block.vocabulary,
                titled=block.titled,
                names=block.names,
                said=words_beside_names(block.language),
            ),
            [*chosen, *phrases],
        )
        hits, pieces = self._judge(ground, chosen)
        return Findings(folded, hits, (*killed, *pieces), tuple(phrases), ground)

    def _raw(self, text: str, block: SearchedBlock) -> tuple[list[Hit], list[Span]]:
        """Return every form that stands in the text as words, and every ignored phrase or address."""
        found: list[Hit] = []
        phrases = [Span(*span, frozenset({NOBODY})) for span in addresses(text)]
        patterns, sole = self._patterns, self._sole
        if not patterns:
            return found, phrases
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if not _is_apart(text, start, end, block):
                continue
            form, claim = patterns[number], sole[number]
            if claim is None:
                if form in self.forms.ignored:
                    phrases.append(Span(start, end, self.forms.ignored[form]))
                claim = self._claim(form, block)
            if claim:
                found.append(Hit(start, end, form, claim.entry, claim.rule))
        if _SHOUT.search(text):
            self._add_shouted(text, block, found, phrases)
        return found, sorted(phrases)

    def _add_shouted(self, text: str, block: SearchedBlock, found: list[Hit], phrases: list[Span]) -> None:
        """Add the forms and the ignored phrases that stand in capitals."""
        automaton, forms = self._shouted
        for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
            form = forms[number]
            if not _is_apart(text, start, end, block):
                continue
            if form in self.forms.ignored:
                phrases.append(Span(start, end, self.forms.ignored[form]))
            claim = self._claim(form, block)
            if claim and not self.forms.entries[claim.entry].exact and _is_shouted(text, start, end):
                rule = claim.rule if claim.shared else Rule.CAPITALS
                found.append(Hit(start, end, form, claim.entry, rule))

    def _forms_in(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield every form that a text holds, with where it stands, in its own letters and in capitals."""
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            yield self._patterns[number], start, end
        if _SHOUT.search(text):
            automaton, forms = self._shouted
            for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
                yield forms[number], start, end

    def _claim(self, form: str, block: SearchedBlock) -> FormClaim | None:
        return self.forms.claimant(form, block.key, block.inside)

    def _with_middle_initials(self, text: str, block: SearchedBlock) -> list[Hit]:
        """Return hits such as *Ulysses S. Grant* for *Ulysses Grant*, from the text without initials."""
        gaps = list(_MIDDLE.finditer(text)) if self._patterns and _INITIAL.search(text) else []
        if not gaps:
            return []
        short, cuts, shifts = _without(text, gaps)
        found = []
        for form, start, end in self._forms_in(short):
            cut = bisect_left(cuts, start + 1)
            if cut == len(cuts) or cuts[cut] >= end:
                continue
            claim = self._claim(form, block)
            whole = start + shifts[cut], end + shifts[bisect_left(cuts, end)]
            if claim and claim.splits and stands_alone(text, *whole):
                found.append(Hit(*whole, form, claim.entry, Rule.MIDDLE))
        return found

    def _with_sisters(
        self, text: str, chosen: list[Hit], plurals: list[Hit], block: SearchedBlock
    ) -> list[Hit]:
        """Add *East* and *South China Seas* where the text says *East and South China Seas*."""
        joined = [hit for hit in (*chosen, *plurals) if " " in hit.form and follows_sister(text, hit.start)]
        if not joined:
            return chosen
        taken = Taken([hit for hit in chosen if hit.rule is not Rule.PHRASE])
        bare = {hit[:2]: hit for hit in chosen if hit.rule is Rule.PHRASE}
        added: list[Hit] = []
        replaced: set[Hit] = set()
        for hit in joined:
            found = []
            for start, end, form in sisters_of(text, hit.start, hit.form, self.forms.claims):
                claim = self._claim(form, block)
                if claim and not taken.meets(start, end):
                    found.append(Hit(start, end, form, claim.entry, Rule.SHARED))
                    replaced |= {bare[span] for span in [(start, end)] if span in bare}
            if found and hit.rule is Rule.SHARED:
                replaced.update(other for other in chosen if other.start < hit.end and hit.start < other.end)
                found.append(hit)
            added += found
        return sorted({*chosen, *added} - replaced)

    def _judge(self, ground: Ground, chosen: list[Hit]) -> tuple[tuple[Hit, ...], list[PassedOver]]:
        """Part the names from the pieces of longer names."""
        pieces: dict[Hit, PassedOver] = {}
        persons = self.forms.persons
        for hit in chosen:
            if hit.rule is not Rule.SHARED:
                start, end = longer_name(ground, hit.start, hit.end, person=hit.entry in persons)
                if (start, end) != (hit.start, hit.end):
                    pieces[hit] = PassedOver(hit, start, end, ignored=False)
        tied = [
            (one, two)
            for one, two in pairwise(chosen)
            if one.end + 1 == two.start and ground.text[one.end] == "-"
        ]
        for one, two in (*tied, *reversed(tied)):
            if (one in pieces) != (two in pieces) and {one.entry, two.entry} <= persons:
                known, other = (one, two) if one in pieces else (two, one)
                whole = pieces[known]
                pieces[other] = PassedOver(
                    other, min(one.start, whole.start), max(two.end, whole.end), ignored=False
                )
        return tuple(hit for hit in chosen if hit not in pieces), list(pieces.values())


def _without(text: str, gaps: Sequence[re.Match[str]]) -> tuple[str, list[int], list[int]]:
    """Return the text without the gaps, where the cuts are, and how much is gone before and after each."""
    pieces: list[str] = []
    cuts: list[int] = []
    shifts = [0]
    last = 0
    for gap in gaps:
        pieces.append(text[last : gap.start() + 1])
        last = gap.end()
        cuts.append(gap.start() + 1 - shifts[-1])
        shifts.append(last - cuts[-1])
    return "".join([*pieces, text[last:]]), cuts, shifts


def _is_apart(text: str, start: int, end: int, block: SearchedBlock) -> bool:
    """Return whether a form begins and ends where words do, or with the *s* of a German genitive."""
    return stands_alone(text, start, end) or (block.names is not None and is_genitive(text, start, end))


def _is_shouted(text: str, start: int, end: int) -> bool:
    """Return whether the passage is in capitals: a single word needs a neighbour that is so too."""
    if " " in text[start:end] or (start == 0 and end == len(text)):
        return True
    before = word_before(text, len(text[:start].rstrip()))[0]
    after = _NEXT_WORD.match(text, end)
    beside = [before, after.group(1) if after else ""]
    return any(len(word) > 1 and word.isupper() and is_acronym(word) for word in beside)
