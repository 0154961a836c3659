"""Every name that nothing covers yet, with what stands round it: the raw material of `index suggest`.

A name here is a run of capitals with the small words that tie it, lengthened by a ruler's epithet or by the
rest of a body's name. Nothing is joined or judged here; see `coreference.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.spelling import Sort, word_before
from florilegium.names.mentions.capitals import Run, names_in
from florilegium.names.mentions.indexable_text import Leaf
from florilegium.names.mentions.name_boundaries import SUFFIX, Ground
from florilegium.names.mentions.overlap import ground_of
from florilegium.names.mentions.survey import Survey

_EPITHET = re.compile(r" the ([A-Z]\w+)")
_BODY_GOES_ON = re.compile(r" (?:for|of|of the|for the) ([A-Z][\w'-]*(?: [A-Z][\w'-]*)*)")
_NEXT = re.compile(r" ([a-z]+)")
_APPOSED = re.compile(r", (?:the|an?|who|whose|then|his|her|le|la|el|der|die) [a-z]")
_BETWEEN = re.compile(r"(?:, | and |, and | or |, or | et | y | und )")
_SEAS = re.compile(r"([A-Z]\w+) and ([A-Z]\w+) ((?:[A-Z]\w+ )?)([Ss]ea|[Oo]cean|[Rr]iver|[Ll]ake)s\b")
_CONTEXT = 60
#: The article of an Arabic name, with the capital of a sentence: *Al-Tusi*.
_ARABIC = re.compile(r"(?:A[dlnrstz]|Ash|El)-")
_OF = re.compile(r" (?:of|of the|de|du|de la|d'|von|di|della) ?\Z")
_LONGEST_TIE = 11
#: After an article a title in small letters is a person's too: *la duchesse de Guise*.
_ARTICLES = frozenset({"the", "la", "le", "el", "il", "lo"})
_PEER = re.compile(
    rf"(?i:{'|'.join(sorted(word_lists.PEERS))}) (?:of|de|du|d'|von|di|della) ?(?:the |la )?[^\W\d_a-z]"
)


@dataclass(frozen=True)
class Seen:
    """One name in one place.

    `parts` are its capitalised words without initials. `titled` follows a title, `speaks` goes before a verb
    such as *said* or an apposition, or after *wrote to*, `whither` after a preposition of place, `local` with
    a word such as *islands*, `wayward` after *from* or *to*. `opens` is a single word whose capital may come
    from the sentence alone; `definite` follows *the*, `afloat` a kind of ship. An `office` is a peer's title
    that names him in full. `beside` is the name listed before it.
    """

    name: str
    parts: tuple[str, ...]
    key: str
    context: str
    body: bool = False
    titled: bool = False
    speaks: bool = False
    whither: bool = False
    local: bool = False
    wayward: bool = False
    opens: bool = False
    definite: bool = False
    afloat: bool = False
    office: bool = False
    beside: str = ""

    @property
    def is_full(self) -> bool:
        """Whether more than one word names it."""
        return " " in self.name


def gather(result: Survey) -> tuple[Seen, ...]:
    """All names of a surveyed book that its authority does not cover, in the order of the text."""
    found: list[Seen] = []
    for leaf, findings in result.read:
        if not leaf.titled:
            found += _names(leaf, ground_of(findings.ground, [*findings.hits, *findings.ignored]))
    return tuple(found)


def _names(leaf: Leaf, ground: Ground) -> Iterator[Seen]:
    reached = 0
    last = ""
    seas = {match.start(3): match for match in _SEAS.finditer(ground.text)}
    for run in names_in(ground):
        sisters = next((seas[place] for place in seas if run.start <= place <= run.end), None)
        if sisters:
            yield from _sisters(leaf, sisters)
            seas.pop(sisters.start(3))
        if run.start < reached or sisters:
            continue
        start, end = _bounds(ground, run)
        listed = _BETWEEN.fullmatch(ground.text, reached, start)
        seen = _seen(leaf, ground, run, (start, end))
        yield replace(seen, beside=last) if listed else seen
        reached, last = end, seen.name


def _sisters(leaf: Leaf, match: re.Match[str]) -> Iterator[Seen]:
    """*East and South China Seas* as the two seas that it names."""
    first, second, shared, noun = match.groups()
    for head in (first, second):
        name = f"{head} {shared}{noun.title()}"
        yield Seen(name, tuple(name.split()), leaf.key, match.group(), whither=True)


def _seen(leaf: Leaf, ground: Ground, run: Run, span: tuple[int, int]) -> Seen:
    text = ground.text
    start, end = span
    before, begin = word_before(text, start - 1) if start > 1 and text[start - 1] == " " else ("", 0)
    earlier = word_before(text, begin - 1)[0].lower() if begin > 1 else ""
    verb = _NEXT.match(text, end)
    following = verb.group(1) if verb else ""
    low = before.rstrip(".").lower()
    whither = low in word_lists.WHITHER or (low == "the" and earlier in word_lists.WHITHER)
    addressed = low == "to" and earlier in word_lists.ADDRESSING
    local = following in word_lists.GENERIC or (low == "of" and earlier in word_lists.GENERIC)
    named = text[start:end]
    if _ARABIC.match(named) and ground.begins_sentence(start):
        named = named[0].lower() + named[1:]
    if ground.names is not None and named.endswith("s") and named[:-1].split()[-1] in ground.names:
        named = named[:-1]  # a genitive: *Humboldts*
    return Seen(
        named,
        tuple(word for word in _parts(named, run) if not _is_initial(word)),
        leaf.key,
        text[max(0, start - _CONTEXT) : end + _CONTEXT].strip(),
        run.is_body,
        _is_titled(text, before, begin) or low in word_lists.ENDEARING,
        following in word_lists.SPEAKING
        or addressed
        or low in word_lists.ACTING
        or _APPOSED.match(text, end) is not None,
        whither and not text.startswith("'s", end),
        local,
        low in word_lists.WAYWARD and not addressed,
        len(run.tokens) == 1 and run.tokens[0].sort is Sort.UNKNOWN and ground.begins_sentence(start),
        low == "the",
        _is_ship(low, earlier, named),
        office=_PEER.match(text[start:end]) is not None,
    )


def _parts(named: str, run: Run) -> list[str]:
    """The capitalised words of a run, the last as it ends the name."""
    parts = [token.text for token in run.tokens]
    return [*parts[:-1], parts[-1][:-1]] if named + "s" == named[: -len(parts[-1]) + 1] + parts[-1] else parts


def _is_ship(before: str, earlier: str, named: str) -> bool:
    """Whether a ship is named: *the brig Amity*, *aboard the Amity*, *H.M.S. Amity*, *the White Ship*."""
    kind = earlier if before == "the" else before
    return not {kind.replace(".", ""), named.rpartition(" ")[2].lower()}.isdisjoint(word_lists.VESSELS)


def _is_titled(text: str, before: str, begin: int) -> bool:
    """Whether the word before a name is a title, a particle between them or not: *Monsieur de Lesseps*."""
    if before in word_lists.PARTICLES and begin > 1 and text[begin - 1] == " ":
        before = word_before(text, begin - 1)[0]
    low = before.rstrip(".").lower()
    return before[:1].isupper() and low in word_lists.TITLES and low not in word_lists.GRAMMAR


def _bounds(ground: Ground, run: Run) -> tuple[int, int]:
    """Where the name really begins and ends: with its epithet, or with the rest of a body's name."""
    if not run.is_body:
        peer = _peer(ground, run.start)
        if peer < run.start:
            return peer, run.end
        epithet = _EPITHET.match(ground.text, run.end)
        known = epithet is not None and epithet.group(1).lower() in word_lists.EPITHETS
        suffix = SUFFIX.match(ground.text, run.end)
        before, begin = word_before(ground.text, run.start - 1) if run.start > 1 else ("", 0)
        particled = before in word_lists.STRONG_PARTICLES and _is_titled(ground.text, before, begin)
        start = begin if particled and not ground.covers(begin) else run.start
        return start, epithet.end() if epithet and known else suffix.end() if suffix else run.end
    start = run.start
    while start > 1 and ground.text[start - 1] == " ":
        word, begin = word_before(ground.text, start - 1)
        low = word.lower()
        plain = (
            low in word_lists.GRAMMAR
            or low in word_lists.CALENDAR
            or low in word_lists.TITLES - word_lists.PEOPLES
        )
        if not word[:1].isupper() or plain or word.endswith("'s") or ground.covers(begin):
            break
        start = begin
    more = _BODY_GOES_ON.match(ground.text, run.end)
    if more and more.group(1).split()[0].lower() not in word_lists.CALENDAR:
        return start, more.end()
    return start, run.end


def _peer(ground: Ground, start: int) -> int:
    """Where *Duke of Devonshire* begins, when its place begins at `start`; else `start` itself."""
    tie = _OF.search(ground.text, max(0, start - _LONGEST_TIE), start)
    if tie is None or not tie.start():
        return start
    title, begin = word_before(ground.text, tie.start())
    small = title[:1].islower() and word_before(ground.text, begin - 1)[0].lower() not in _ARTICLES
    known = title.lower() in word_lists.PEERS and not small
    return begin if known and not ground.covers(begin) else start


def _is_initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1 or (word.endswith(".") and len(word) <= 3)
