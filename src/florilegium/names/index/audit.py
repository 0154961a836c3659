"""What the authority leaves open: names that nothing covers, entries that match nothing, near-duplicates.

The audit asks; it decides nothing. An editor answers each question with an entry, a variant or an ignored
phrase, and a book whose questions are all answered passes clean. The rules for what is no name at all are
in `names/lexicon/word_lists.py`; they serve languages that write common nouns small, so German texts are
asked about nothing but pieces of longer names.
"""

from __future__ import annotations

from collections.abc import Iterator

from florilegium.book.model import Book, Heading
from florilegium.names.index.near_duplicates import near_duplicates
from florilegium.names.lexicon.ordinary_words import is_ordinary_word, knows_words_of
from florilegium.names.mentions.capitals import CapitalRun, names_in
from florilegium.names.mentions.indexable_text import IndexableBlock
from florilegium.names.mentions.matching import Findings
from florilegium.names.mentions.name_boundaries import Ground
from florilegium.names.mentions.overlap import ground_of
from florilegium.names.mentions.survey import Survey, survey
from florilegium.problems import Place, Report
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class Uncovered:
    """A name that no entry and no ignored phrase covers, with every place where it stands.

    `pieces` are the headings whose forms were found in it and passed over. `contexts` are the words round it.
    """

    name: str
    places: tuple[Place, ...]
    contexts: tuple[str, ...]
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Audit:
    """The open questions. What two entries claim is reported as X004 when the authority is compiled."""

    uncovered: tuple[Uncovered, ...]
    unmatched: tuple[Heading, ...]
    similar: tuple[tuple[Heading, Heading], ...]

    @property
    def is_clean(self) -> bool:
        return not (self.uncovered or self.unmatched or self.similar)


def audit(book: Book, report: Report) -> Audit:
    """Read the book with its authority and report what is left open. A book without headings has no index.

    Reports:
        X001–X004, X006, X007, X010: as `find_mentions`.
        X008: a name in the text that no entry and no ignored phrase covers.
        X009: two headings are nearly the same.
    """
    if not book.authority.headings:
        return Audit((), (), ())
    return audit_survey(survey(book, report), report)


def audit_survey(result: Survey, report: Report) -> Audit:
    """Return the audit, as `audit` does, of a book that has been surveyed."""
    uncovered = tuple(_gathered(result))
    for name in uncovered:
        report.add("X008", name.places[0], _message(name), _hint(name))
    similar = near_duplicates(result.forms.entries)
    for one, two in similar:
        message = f"“{two.label}” is nearly the same heading as “{one.label}”"
        hint = "Join the two, or say that both are meant: give one a gloss, or let one “see also” the other."
        report.add("X009", two.place, message, hint)
    return Audit(uncovered, _unmatched(result), similar)


def open_names(result: Survey) -> tuple[tuple[Uncovered, ...], tuple[Heading, ...]]:
    """Return the names that nothing covers and the headings that nothing names, and report nothing."""
    return tuple(_gathered(result)), _unmatched(result)


def _unmatched(result: Survey) -> tuple[Heading, ...]:
    named = {hit.entry for _, found in result.read for hit in found.hits}
    return tuple(
        heading
        for number, heading in enumerate(result.forms.entries)
        if number not in named and not heading.see and not heading.add
    )


@dataclass(frozen=True)
class _Spot:
    """One uncovered name where it stands, in folded offsets.

    `doubtful` says that it may be a common word: it begins a sentence, and its language has it so.
    """

    start: int
    end: int
    pieces: frozenset[str]
    doubtful: bool = False


def _gathered(result: Survey) -> Iterator[Uncovered]:
    """Yield the uncovered names of the book, each once, in the order of the text.

    A common word that the book has with a capital only where a sentence begins is no name: *Train a bough*.
    """
    found: dict[str, list[tuple[Place, str, frozenset[str]]]] = {}
    certain: set[str] = set()
    for leaf, findings in result.read:
        for spot in _spots(result, leaf, findings):
            text = findings.ground.text
            context = text[max(0, spot.start - 40) : spot.end + 40].strip()
            name = text[spot.start : spot.end]
            found.setdefault(name, []).append((leaf.place, context, spot.pieces))
            if not spot.doubtful:
                certain.add(name)
    for name, spots in found.items():
        if name not in certain:
            continue
        pieces = frozenset[str]().union(*(pieces for _, _, pieces in spots))
        yield Uncovered(
            name,
            tuple(place for place, _, _ in spots),
            tuple(context for _, context, _ in spots),
            tuple(sorted(pieces)),
        )


def _spots(result: Survey, leaf: IndexableBlock, findings: Findings) -> list[_Spot]:
    """Return capital runs that nothing covers, joined with the longer names whose parts were passed over."""
    if leaf.cites:
        return []
    spots = [
        _Spot(over.start, over.end, frozenset({result.forms.entries[over.hit.entry].label}))
        for over in findings.passed
        if not over.ignored
    ]
    if not leaf.titled:
        ground = ground_of(findings.ground, [*findings.hits, *findings.ignored])
        reached = [(spot.start, spot.end) for spot in spots]
        for run in names_in(ground):
            touches = any(start <= run.end and run.start <= end for start, end in reached)
            if touches or not run.is_body:
                doubtful = _may_be_common(ground, run, leaf.language)
                spots.append(_Spot(run.start, run.end, frozenset(), doubtful))
    return _joined(spots)


def _may_be_common(ground: Ground, run: CapitalRun, language: str) -> bool:
    """Return whether a capital may come from the sentence that begins with it: *Cut in winter*."""
    word = ground.text[run.start : run.end]
    common = " " not in word and knows_words_of(language) and is_ordinary_word(word)
    return common and ground.begins_sentence(run.start)


def _joined(spots: list[_Spot]) -> list[_Spot]:
    joined: list[_Spot] = []
    for spot in sorted(spots, key=lambda s: (s.start, s.end)):
        if joined and spot.start <= joined[-1].end:
            last = joined[-1]
            joined[-1] = _Spot(last.start, max(last.end, spot.end), last.pieces | spot.pieces)
        else:
            joined.append(spot)
    return joined


def _message(name: Uncovered) -> str:
    count = len(name.places)
    times = "once" if count == 1 else "twice" if count == 2 else f"{count} times"
    return f"“{name.name}” is named {times}, and no entry and no ignored phrase covers it"


def _hint(name: Uncovered) -> str:
    if name.pieces:
        whose = " and ".join(f"“{label}”" for label in name.pieces)
        return (
            f"It holds a form of {whose}, not counted there. Add the words as a variant if they mean it, "
            "as an entry of their own, or under “ignore”."
        )
    return "Add an entry or a variant for it; or put it under “ignore” if it names no person and no place."
