"""Who is quoted at length: a quotation that is set apart treats of its writer, however many pages it fills.

Indexers print a range where a letter or a witness goes on for pages in which no name stands. Whose words they
are is told by the sentence that announces them (*Marlow adds:*), by a verb of speaking within their first
lines (*“The sea,” says Marlow, “…”*), or by the line that says from whom to whom a letter goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from florilegium.book.model import Passage
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.spelling import is_abbreviation, word_before
from florilegium.names.mentions.forms import Rule
from florilegium.names.mentions.indexable_text import IndexableBlock
from florilegium.names.mentions.matching import Findings
from florilegium.names.mentions.overlap import Hit
from florilegium.names.mentions.survey import Survey
from florilegium.names.signs.sign_rules import signs_at
from florilegium.names.signs.surroundings import Surroundings
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: A quotation of fewer letters stands on the page that names its writer, or on the next.
_LONG = 900
#: So far into a quotation its writer may be told.
_OPENING = 250
#: A line of so many letters may say to whom a letter goes.
_ADDRESS = 90
_ANNOUNCES = regex(r"[:,][—–-]?\Z|—\Z")
_MARKS = '“"«„»'
_CLOSING = '”"»“«'
_STOP = regex(r"[.?!]['\"”»)]* (?=['\"“„«]?[^\W\d_a-z])")
_TO = regex(r"(?:To|An|À|Al?|Aan) (?=[^\W\d_a-z])")
#: The rules of `sign_rules.py` that tie someone to words that are his, or are said to him.
_TELLING = frozenset({"speaking", "quoted", "addressed", "agent", "possessed", "action"})

_Read = tuple[IndexableBlock, Findings]


@dataclass(frozen=True)
class LongQuotation:
    """Blocks of one text that quote somebody, one after the other, and the block that announces them."""

    before: _Read
    blocks: tuple[_Read, ...]

    @property
    def passage(self) -> Passage | None:
        """Return its passage as an editor would name it; None where no words tell its blocks from others."""
        return self.blocks[0][0].passage_to(self.blocks[-1][0])

    @property
    def is_long(self) -> bool:
        return sum(len(leaf.words) for leaf, _ in self.blocks) >= _LONG


def passages_quoted(result: Survey) -> Mapping[int, tuple[Passage, ...]]:
    """Return the long quotations of a surveyed book by the persons whose words they are, by their entries."""
    found: dict[int, list[Passage]] = {}
    for quotation in _quotations([one for one in result.read if not one[0].note]):
        passage = quotation.passage if quotation.is_long else None
        if passage is not None:
            for entry in dict.fromkeys(_writers(result, quotation)):
                found.setdefault(entry, []).append(passage)
    return {entry: tuple(passages) for entry, passages in found.items()}


def _quotations(read: Sequence[_Read]) -> Iterator[LongQuotation]:
    """Yield the quotations of a book that something stands before."""
    run: list[_Read] = []
    before: _Read | None = None
    for one in read:
        leaf = one[0]
        same = before is not None and before[0].key == leaf.key
        last = run[-1] if run else before if same else None
        if last is not None and last[0].key == leaf.key and _is_quoted(leaf, last[0], is_open=bool(run)):
            run.append(one)
            continue
        if before is not None and run:
            yield LongQuotation(before, tuple(run))
        run, before = [], one
    if before is not None and run:
        yield LongQuotation(before, tuple(run))


def _is_quoted(leaf: IndexableBlock, before: IndexableBlock, *, is_open: bool) -> bool:
    """Return whether a block is set apart, or begins with a quotation mark that the one before announces."""
    if leaf.quoted or before.quoted:
        return leaf.quoted
    if leaf.titled or leaf.words[:1] not in _MARKS or not leaf.words:
        return False
    said = before.words.rstrip()
    return not _is_closed(said) if is_open else _ANNOUNCES.search(said) is not None


def _is_closed(said: str) -> bool:
    """Return whether a paragraph ends its quotation; where more of it follow, none but the last does."""
    return said[-1:] in _CLOSING


def _writers(result: Survey, quotation: LongQuotation) -> Iterator[int]:
    """Yield the persons whose words a quotation has, or to whom it is written."""
    if _ANNOUNCES.search(quotation.before[0].words.rstrip()):
        yield from _announced(result, quotation.before[1])
    for leaf, found in quotation.blocks[:2]:
        addressed = len(leaf.words) < _ADDRESS and (leaf.words.isupper() or _TO.match(leaf.words))
        for hit in _persons(result, found):
            if addressed or (hit.start < _OPENING and "quoted" in signs_at(_spot(found, hit))):
                yield hit.entry


def _announced(result: Survey, found: Findings) -> Iterable[int]:
    """Return whom the last sentence of a paragraph announces.

    Those who speak or are written to in it go first, then the only one that no preposition governs.
    """
    text = found.ground.text
    begin = _last_sentence(text)
    spots = [(hit.entry, _spot(found, hit)) for hit in _persons(result, found) if hit.start >= begin]
    telling = [entry for entry, spot in spots if not _TELLING.isdisjoint(signs_at(spot))]
    free = {entry for entry, spot in spots if not _is_beside(spot)}
    named = {entry for entry, _ in spots}
    return telling or next((one for one in (free, named) if len(one) == 1), ())


def _is_beside(spot: Surroundings) -> bool:
    """Return whether a sentence is about someone else: behind a preposition, or with a possessive."""
    return spot.is_possessive or spot.low[0] in word_lists.GOVERNING


def _last_sentence(text: str) -> int:
    """Return where the last sentence of a text begins."""
    stops = [
        stop.end()
        for stop in _STOP.finditer(text)
        if not is_abbreviation(word_before(text, stop.start() + 1)[0])
    ]
    return stops[-1] if stops else 0


def _persons(result: Survey, found: Findings) -> Iterator[Hit]:
    """Yield where a block names persons."""
    for hit in found.hits:
        if hit.entry in result.forms.persons and hit.rule is not Rule.ADDED:
            yield hit


def _spot(found: Findings, hit: Hit) -> Surroundings:
    return Surroundings.of(found.ground.text, hit.start, hit.end)
