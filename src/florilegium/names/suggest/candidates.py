"""Every name that nothing covers yet, with what stands round it: the raw material of `index suggest`.

A name here is a run of capitals with the small words that tie it, lengthened by a ruler's epithet or by the
rest of a body's name. Nothing is joined or judged here; see `coreference.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from sys import intern
from typing import NamedTuple

from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.epithets import AFTER_A_NAME, in_the_nominative, is_bearer
from florilegium.names.lexicon.ordinary_words import is_among_foreign_words
from florilegium.names.lexicon.spelling import Sort, word_before
from florilegium.names.lexicon.words_beside_names import suffix_pattern
from florilegium.names.mentions.capitals import CapitalRun, names_in
from florilegium.names.mentions.indexable_text import IndexableBlock
from florilegium.names.mentions.matching import Findings
from florilegium.names.mentions.name_boundaries import Ground, is_over_a_place, is_plural_feature
from florilegium.names.mentions.overlap import ground_of
from florilegium.names.mentions.survey import Survey
from florilegium.names.signs.sign_rules import signs_at, signs_of
from florilegium.names.signs.surroundings import Surroundings
from florilegium.system.patterns import regex

_BODY_GOES_ON = regex(r" (?:for|of|of the|for the) ([A-Z][\w'-]*(?: [A-Z][\w'-]*)*)")
_BETWEEN = regex(
    r"(?:, | and |, and | or |, or | et | e | ed | y | und | en "
    r"| \((?:or |now |formerly |properly |anciently |called |the )?[\"“]?)"
)
#: What goes on with a list behind the second of its names: *at Ulm, Gotha and Zorbia*.
_GOES_ON = regex(r",? (?:and|or|et|ou|und|oder|e|ed|y|en|of) |, (?=[^\W\d_a-z])|[)\]]")
#: A verb behind the subject of a clause; what has someone or something by name may be a land as well.
_VERB = regex(rf" ({'|'.join(sorted(word_lists.SINGULAR | word_lists.SPEAKING))}) [a-z]")
_SEAS = regex(r"([A-Z]\w+) and ([A-Z]\w+) ((?:[A-Z]\w+ )?)([Ss]ea|[Oo]cean|[Rr]iver|[Ll]ake)s\b")
#: A college or a church called after two: *College of William and Mary*.
_TWO_FOUNDERS = regex(r"(?:College|Church|Hospital|Abbey) of ([A-Z]\w+) and [A-Z]\w+")
_CONTEXT = 60
#: What stands directly before a ship: *on board the Amity*, *à bord de la Molle*, *flag in the Amity*.
_ABOARD = regex(
    r"(?:\b(?i:aboard|on board|à bord|an bord|a bordo|aan boord)"
    r"(?: (?:of|de|du|des|der|del|della|van|von|d'))?"
    r"|\bflag (?:in|on))(?: ?(?:the|de la|la|le|las|los|de|het|het schip|des|der|el|il|l'))? ?['\"“]?\Z"
)
#: Behind a ship stands how many guns she has: *the Amity, of forty guns*, *der Falke von zwölf Kanonen*.
_ARMED = regex(
    r"['\"”]?(?:, (?:a|an|un|une|ein|eine|una|een) [\w-]+)?,? (?:of|de|von|di|van|carrying|qui en portait) "
    r"(?:[\w-]+ ){1,3}(?:guns|canons|pièces|Kanonen|Geschützen|cañones|cannoni|stukken)\b"
)
#: Behind a ship stands what she is: *the Amity, a brig of Hull*.
_RIGGED = regex(
    rf"['\"”]?, (?:an?|une?|eine?|una|een) (?:[a-z-]+ ){{0,2}}(?:{'|'.join(sorted(word_lists.VESSELS))})\b"
)
_EMBARKED = frozenset({"embarked", "embarking", "embark", "shipped", "passage", "sailed"})
#: What ties a ship to one before it: *the Amity and the Moll*; behind *corbetas* an article may lack.
_CONSORT = regex(
    r"(?:,? (?:and|et|und|y|e|en) ((?:the|la|le|die|der|das|de|het) )?|, ((?:the|la|le) ))['\"“]?\Z"
)
#: The article of an Arabic name, with the capital of a sentence: *Al-Tusi*.
_ARABIC = regex(r"(?:A[dlnrstz]|Ash|El)-")
_OF = regex(r" (?:of|of the|de|du|de la|d'|von|di|della) ?\Z")
_LONGEST_TIE = 11
_LONGEST_BOARD = 40
#: Rulers' numerals of one letter.
_NUMERALS = frozenset({"I", "V", "X"})
_PERSONAL = frozenset(
    {
        "title",
        "office",
        "endearment",
        "kin",
        "life",
        "speaking",
        "addressed",
        "acted upon",
        "agent",
        "possessed",
    }
)
_LOCAL = frozenset({"whither", "inside", "feature", "described", "local", "ruled", "bearing", "map word"})
#: After an article of these languages a title in small letters is a person's too: *la duchesse de Guise*.
#: Prepositions that hold their article are such too: *au duc de Guise*, *al conde de Lemos*.
_ARTICLES = frozenset("la le el il lo au du al del dal dalla alla della".split())  # noqa: SIM905
_PEER = regex(
    rf"(?i:{'|'.join(sorted(word_lists.PEERS))}) (?:of|de|du|d'|von|di|della) ?(?:the |la )?[^\W\d_a-z]"
)


#: The place of a title that stands behind a name: *Moll, abbé de Zorbie*, *Moll, third Earl of Zorbia*.
_STYLED = regex(
    r", (?:(?:the|le|la|el|il|der|die|de) |l')?(?:[a-z]+ )?"
    rf"(?i:{'|'.join(sorted(word_lists.PEERS))}|abbé|abbot|abbess|abbesse|seigneur|sieur|heer|prinses|prins|graaf)"
    r" (?:of|de|du|d'|von|van|di|della) ?(?:the |la )?([^\W\d_a-z][\w'-]+)(?! [^\W\d_a-z])"
)
_SAID_SO = (
    r"(?:called|named|chiamavano|chiamava|chiamò|appelaient|appelait|nommait|nommaient|llamaban|llamaba|llamó"
    r"|noemden|noemde|nannten|nannte|hieß)"
)
#: What stands between a name and another of the same: *Ulm, which the Zugas called Ulmia*.
_ALIAS = regex(
    rf", (?:who|whom|which|che|que|qui|qu'|die|der|das|dat)\b[^.;:()]{{0,40}}?\b{_SAID_SO}"
    r" (?:(?:him|her)self )?(?:the |la |le |l'|il |el |den |die )?\Z"
    r"|, that is,? (?:to say )?\Z"
)
#: The same without a clause: *Moll, called Sato*.
_CALLED = regex(
    r",? \(?(?:genannt|called|dite?|dett[oa]|llamad[oa]|genaamd|alias)(?: le| la| el| il| the)? \Z"
)
#: The same where the verb stands behind: *Ulm, das damals Ulmia hieß*.
_ALIAS_BEFORE = regex(r", (?:das|der|die|den|dat) (?:[a-zäöüß]+ ){0,4}\Z")
_ALIAS_BEHIND = regex(r" (?:hieß|heißt|nannten?|genannt|noemden?|heette|heet)\b")


class Seen(NamedTuple):
    """One name in one place.

    `parts` are its capitalised words without initials, at least one. `signs` are the rules that hold for
    what stands beside it (`sign_rules.py`). `opens` is a single word whose capital may come from the
    sentence alone, `begins` any name that begins a sentence. `definite` follows *the*, `afloat` a kind of
    ship. An `office` is a peer's title that names him in full. `title` is the title before it, `particle`
    the small word between the two, `beside` the name listed before, `styled` the place of the title
    behind it (*Moll, abbé de Zorbie*), `alias` the name before it that it is another of (*Moll, who
    called himself Sato*).
    """

    name: str
    parts: tuple[str, ...]
    key: str
    context: str
    signs: frozenset[str] = frozenset()
    body: bool = False
    opens: bool = False
    begins: bool = False
    definite: bool = False
    afloat: bool = False
    office: bool = False
    title: str = ""
    particle: str = ""
    beside: str = ""
    styled: str = ""
    alias: str = ""

    @property
    def is_full(self) -> bool:
        """Return whether more than one word names it."""
        return " " in self.name

    @property
    def is_personal(self) -> bool:
        """Return whether a title, or a word as strong, takes it for a person's here."""
        return not _PERSONAL.isdisjoint(self.signs)

    @property
    def is_local(self) -> bool:
        """Return whether what stands beside it takes it for a place's here."""
        return not _LOCAL.isdisjoint(self.signs)

    @property
    def is_a_ship(self) -> bool:
        """Return whether what stands beside it takes it for a ship's here."""
        return self.afloat or "ship behind" in self.signs

    @property
    def is_told_as_place(self) -> bool:
        """Return whether it is told of here as a ship is not, in which someone is."""
        return not (_LOCAL - {"inside"}).isdisjoint(self.signs)

    @property
    def plain_title(self) -> str:
        """Return the title before it as lists of titles have it: *lady*, *dr*."""
        return self.title.rstrip(".").lower()

    @property
    def titled(self) -> str:
        """Return the name with the title before it: *Mme de Moll*."""
        return " ".join(filter(None, (self.title, self.particle, self.name)))

    @property
    def is_woman(self) -> bool:
        """Return whether a woman's title stands before it."""
        return self.plain_title in word_lists.FEMININE

    @property
    def is_reigning(self) -> bool:
        """Return whether the title of one who is called by his given name alone stands before it."""
        return self.plain_title in word_lists.REIGNING

    @property
    def is_surnamed(self) -> bool:
        """Return whether a surname stands behind the title: *Dr. Alexander*, but not *Queen Anne*."""
        return self.plain_title in word_lists.BEFORE_SURNAMES

    @property
    def is_a_thing(self) -> bool:
        """Return whether an article, or an owner before a given name, shows it for no person's name."""
        return self.definite or "portrayed" in self.signs


def gather(result: Survey) -> tuple[Seen, ...]:
    """Return all names of a surveyed book that its authority does not cover, in the order of the text."""
    found: list[Seen] = []
    for leaf, findings in result.read:
        if not leaf.titled and not leaf.cites:
            ground = ground_of(findings.ground, [*findings.hits, *findings.ignored])
            found += (
                _slanted(leaf, findings, one) if leaf.slanted else one[0] for one in _names(leaf, ground)
            )
    return tuple(found)


def _slanted(leaf: IndexableBlock, findings: Findings, found: tuple[Seen, int]) -> Seen:
    """Return a name with the sign of italics, where it is in them, and the offset at which it begins."""
    seen, start = found
    place, _ = findings.folded.original(start, start + 1)
    within = any(begin <= place < end for begin, end in leaf.slanted)
    return seen._replace(signs=seen.signs | {"italic"}) if within else seen


class _Previous(NamedTuple):
    """The name before another in a text.

    It ends at `end`, and `led` is the small word before it. `listed` says that it goes on a list, `fleet`
    which word stood before the first of its ships.
    """

    name: str = ""
    end: int = 0
    led: str = ""
    listed: bool = False
    fleet: str | None = None


def _names(leaf: IndexableBlock, ground: Ground) -> Iterator[tuple[Seen, int]]:
    last = _Previous()
    seas = {match.start(3): match for match in _SEAS.finditer(ground.text)}
    for found in names_in(ground):
        run = _untitled(found)
        sisters = next((seas[place] for place in seas if run.start <= place <= run.end), None)
        if sisters:
            yield from ((seen, run.start) for seen in _sisters(leaf, sisters))
            seas.pop(sisters.start(3))
        if run.start < last.end or sisters:
            continue
        start, end = _bounds(ground, run)
        listed = _is_listed(ground.text, last, start, end)
        seen = _seen(leaf, ground, run, (start, end), last.name if listed else "")
        if seen is not None:
            if last.fleet is not None and _is_consort(ground.text[last.end : start], last.fleet):
                seen = seen._replace(afloat=True)
            if last.name and _is_alias(ground.text, last, start, end):
                seen = seen._replace(alias=last.name)
            yield seen, start
            led = word_before(ground.text, start - 1)[0] if start > 1 else ""
            last = _Previous(
                seen.name, end, led, listed, (last.fleet or led.lower()) if seen.afloat else None
            )


def _is_listed(text: str, last: _Previous, start: int, end: int) -> bool:
    """Return whether a name stands in a list with the one before it.

    A comma alone makes a list where it goes on: *In Ulm, Moll drew* has none.
    """
    tie = _BETWEEN.fullmatch(text, last.end, start) if last.name else None
    owned = text.startswith("'s ", end) and not text.startswith("'s", last.end)  # *at Ulm and Moll's men*
    if tie is None or owned or _begins_a_clause(text, tie.group(), last, end):
        return False
    goes_on = _GOES_ON.match(text, end) or (text.startswith(",", end) and not last.led[:1].isupper())
    return tie.group() != ", " or last.listed or bool(goes_on)


def _begins_a_clause(text: str, tie: str, last: _Previous, end: int) -> bool:
    """Return whether a verb shows the name for the subject of a clause: *He was in Ulm, and Moll had died*.

    Two names in a list have no comma before *and*.
    """
    return tie[0] == "," and tie != ", " and not last.listed and _VERB.match(text, end) is not None


def _is_consort(between: str, kind: str) -> bool:
    """Return whether a name goes with a ship before it, before which a word stands: *the* or *corbetas*."""
    tie = _CONSORT.fullmatch(between) if len(between) <= _LONGEST_TIE else None
    several = kind in word_lists.VESSELS and kind.endswith(("s", "en"))
    return tie is not None and (bool(tie[1] or tie[2]) or several)


def _is_alias(text: str, last: _Previous, start: int, end: int) -> bool:
    """Return whether the name before has another at `start:end`.

    *A man of Ulm called Moll* has not.
    """
    if not text.startswith((",", " (", " "), last.end) or start - last.end > _CONTEXT:
        return False
    between = text[last.end : start]
    if _ALIAS_BEFORE.match(between) and _ALIAS_BEHIND.match(text, end):
        return True
    return _ALIAS.match(between) is not None or (
        last.led.lower() not in word_lists.GOVERNING and _CALLED.match(between) is not None
    )


def _untitled(run: CapitalRun) -> CapitalRun:
    """Return *Pasha Barbarossa* without the title that more often stands behind a name.

    *Forts Angelo and Elmo* likewise begins with a word of the map that is no part of the name.
    """
    first, *rest = run.tokens
    low = first.text.lower()
    titled = low in word_lists.BEHIND and bool(rest) and rest[0].text.lower() not in word_lists.BEHIND
    if rest and (titled or is_plural_feature(low)):
        return CapitalRun(rest[0].start, run.end, tuple(rest))
    return run


def _sisters(leaf: IndexableBlock, match: re.Match[str]) -> Iterator[Seen]:
    """Yield *East and South China Seas* as the two seas that it names."""
    first, second, shared, noun = match.groups()
    for head in (first, second):
        name = f"{head} {shared}{noun.title()}"
        yield Seen(name, tuple(name.split()), leaf.key, match.group(), frozenset({"feature"}))


def _seen(
    leaf: IndexableBlock, ground: Ground, run: CapitalRun, span: tuple[int, int], beside: str
) -> Seen | None:
    """Return the name in its place; None for initials without a name, and for the pronoun."""
    text = ground.text
    start, end = span
    named = _named(ground, start, end)
    words = _parts(named, run)
    parts = tuple([intern(word) for number, word in enumerate(words) if not _is_initial(word, number)])
    if not parts:
        return None
    english = "the" in ground.vocabulary or not ground.vocabulary
    spot = Surroundings.of(text, start, end, is_english=english, language=leaf.language)
    begins, signs = ground.begins_sentence(start), signs_at(spot)
    title, particle = _title(spot) if "title" in signs else ("", "")
    if is_among_foreign_words(text, start, end, leaf.language, (*spot.low, *spot.right)):
        signs |= {"foreign"}
    return Seen(
        intern(named),
        parts,
        leaf.key,
        text[max(0, start - _CONTEXT) : end + _CONTEXT].strip(),
        signs,
        body=run.is_body,
        opens=len(run.tokens) == 1 and run.tokens[0].sort is Sort.UNKNOWN and begins,
        begins=begins,
        definite=spot.low[0] == "the",
        afloat=_is_ship(spot, named),
        office=_is_peer(spot, parts),
        styled="" if spot.low[0] in word_lists.GOVERNING else _styled(text, end),
        title=title,
        particle=particle,
        beside=beside,
    )


def _title(spot: Surroundings) -> tuple[str, str]:
    """Return the title before a name, and the particle between the two: *Mme* and *de*."""
    first, second, *_ = (*spot.left, "", "")
    if first[:1].isupper():
        return first, ""
    return (second, first) if second[:1].isupper() and first in word_lists.PARTICLES else ("", "")


def _is_peer(spot: Surroundings, parts: Sequence[str]) -> bool:
    """Return whether a peer's title names him, and no street or ship is called after it."""
    titled = _PEER.match(spot.name) is not None and parts[-1].lower() not in word_lists.STREETS
    return titled and not _is_rigged(spot)


def _styled(text: str, end: int) -> str:
    """Return the place of the title that stands behind a name."""
    told = _STYLED.match(text, end) if text.startswith(", ", end) else None
    return told[1] if told else ""


def _named(ground: Ground, start: int, end: int) -> str:
    """Return the name as it is filed: an Arabic article small, a German genitive without its *s*."""
    named = ground.text[start:end]
    nominative = in_the_nominative(named)
    if nominative != named:
        return nominative
    if _ARABIC.match(named) and ground.begins_sentence(start):
        named = named[0].lower() + named[1:]
    genitive = ground.names is not None and named.endswith("s") and named[:-1].split()[-1:]
    if genitive and ground.names is not None and genitive[0] in ground.names:
        old = named.endswith("ens") and named[:-3].split()[-1] in ground.names  # *Leibnizens*
        named = named[:-3] if old else named[:-1]  # *Humboldts*
    return named


def _parts(named: str, run: CapitalRun) -> list[str]:
    """Return the capitalised words of a run, the last as it ends the name."""
    parts = [token.text for token in run.tokens]
    return [*parts[:-1], parts[-1][:-1]] if named + "s" == named[: -len(parts[-1]) + 1] + parts[-1] else parts


def _is_ship(spot: Surroundings, named: str) -> bool:
    """Return whether a ship is named: *the brig Amity*, *the White Ship*, *aboard the Amity*."""
    first, second, third = spot.low
    if first == "the" and second == "," and third in word_lists.VESSELS:
        return True
    if first == "the" and second == "in" and third in _EMBARKED and spot.name.lower() not in word_lists.SEAS:
        return True
    if _is_rigged(spot):
        return True
    begin = max(0, spot.begin - _LONGEST_BOARD)
    if _ABOARD.search(spot.text, begin, spot.begin) or _ARMED.match(spot.text, spot.end):
        return True
    kind = spot.low[1] if spot.low[0] == "the" else spot.low[0]
    return not {kind.replace(".", ""), named.rpartition(" ")[2].lower()}.isdisjoint(word_lists.VESSELS)


def _is_rigged(spot: Surroundings) -> bool:
    """Return whether a ship is told behind her name: *the Countess of Zorbia, a smack of Hull*."""
    named = spot.is_definite and spot.right[:1] == (",",)
    return named and _RIGGED.match(spot.text, spot.end) is not None


def _bounds(ground: Ground, run: CapitalRun) -> tuple[int, int]:
    """Return where the name really begins and ends: with its epithet, or with the rest of a body's name."""
    if not run.is_body:
        street = run.tokens[-1].text.lower() in word_lists.STREETS  # *Duke of Gloucester Street*
        peer = run.start if street else _peer(ground, run.start)
        if peer < run.start:
            return peer, run.end
        epithet = AFTER_A_NAME.match(ground.text, run.end)
        known = epithet is not None and is_bearer(run.tokens[-1].text, epithet)
        suffix = suffix_pattern().match(ground.text, run.end)
        before, begin = word_before(ground.text, run.start - 1) if run.start > 1 else ("", 0)
        particled = before in word_lists.STRONG_PARTICLES and "title" in signs_of(ground.text, begin, run.end)
        particled = particled and not is_over_a_place(ground, before, begin)
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
    more = _TWO_FOUNDERS.match(ground.text, run.start) or _BODY_GOES_ON.match(ground.text, run.end)
    if more and more.group(1).split()[0].lower() not in word_lists.CALENDAR:
        return start, more.end()
    return start, run.end


def _peer(ground: Ground, start: int) -> int:
    """Return where *Duke of Devonshire* begins, when its place begins at `start`; else `start` itself."""
    tie = _OF.search(ground.text, max(0, start - _LONGEST_TIE), start)
    if tie is None or not tie.start():
        return start
    title, begin = word_before(ground.text, tie.start())
    small = title[:1].islower() and word_before(ground.text, begin - 1)[0].lower() not in _ARTICLES
    known = title.lower() in word_lists.PEERS and not small
    return begin if known and not ground.covers(begin) else start


def _is_initial(word: str, number: int) -> bool:
    """Return whether a word, the `number`th of a name, is an initial; the *I* of *Charles I* is none."""
    return (len(word.rstrip(".")) == 1 and not (number and word in _NUMERALS)) or (
        word.endswith(".") and len(word) <= 3
    )
