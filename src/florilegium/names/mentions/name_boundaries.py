"""What stands beside a form: whether it is only a piece of a longer name.

`Abe` in *Akie Abe*, `Japan` in *Japan Bank*, `Jean` in *Jean-Paul* and `Henry` in *Henry VIII* are pieces.
A neighbour makes a piece of a form when it is a capitalised word that nothing covers and that is no title,
no adjective of a nation and no word of grammar. What another form or an ignored phrase covers never does:
*Putin-Abe summit* holds two names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import field

from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.epithets import AFTER_A_NAME, is_bearer
from florilegium.names.lexicon.given_names import is_given
from florilegium.names.lexicon.spelling import (
    Sort,
    is_abbreviation,
    is_initials,
    is_ordinary,
    is_roman,
    sort_of,
    word_before,
)
from florilegium.names.lexicon.word_lists import ELIDED
from florilegium.names.lexicon.words_beside_names import (
    WordsBesideNames,
    suffix_pattern,
    words_beside_names,
)
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: What follows *Charles I* and hardly the pronoun; and what texts have in which the pronoun is met.
_AFTER_A_KING = regex(r"[^\w ]|\Z| (?:of|and|or|the|is|himself)\b")
_FIRST_PERSON = frozenset({"me", "my", "myself"})
_TIED = regex(r" (of|de|du|d'|von|van|bin|ibn|da|della|di|del) ?(?:the )?([^\W\d_a-z][\w'-]*)")
_WORD = regex(r"[^\W_][\w'.&-]{0,99}")
_SENTENCE_END = frozenset(".!?:;…•*|")
_OPENING = frozenset('"“«„([{¿¡')
_QUOTES = frozenset('"“«„')
_CLOSING = frozenset("'”»)]}")


@dataclass(frozen=True)
class Ground:
    """A folded text with what is covered in it.

    `starts` and `ends` are the covered stretches in order, none overlapping. `vocabulary` are the words
    that the whole text has in lower case. `titled` says that every word may have a capital. `names` are the
    words that are names in a text in which every noun has one, else None. `said` are the small words of the
    text's language that stand beside names.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    vocabulary: Collection[str]
    titled: bool = False
    names: frozenset[str] | None = None
    said: WordsBesideNames = field(default_factory=lambda: words_beside_names(""))

    def covers(self, place: int) -> bool:
        """Return whether the letter at `place` is inside a form or an ignored phrase."""
        found = bisect_right(self.starts, place) - 1
        return found >= 0 and place < self.ends[found]

    def begins_sentence(self, start: int) -> bool:
        """Return whether a word at `start` has its capital from a sentence that begins with it."""
        place = self._before(start, _CLOSING)
        if place >= 0 and self.text[place] in _OPENING:
            quoted = self.text[place] in _QUOTES
            place = self._before(place, _CLOSING | _OPENING)
            if quoted and place >= 0 and self.text[place] in ",:":
                return True
        if place < 0:
            return True
        if self.text[place] != ".":
            return self.text[place] in _SENTENCE_END
        return not is_abbreviation(word_before(self.text, place + 1)[0])

    def _before(self, start: int, passing: frozenset[str]) -> int:
        """Return where the last letter before `start` stands that is no space nor in `passing`, or -1."""
        place = start - 1
        while place >= 0 and (self.text[place] == " " or self.text[place] in passing):
            place -= 1
        return place

    def kind(self, word: str) -> Sort:
        """Return what kind of word a capitalised word is, wherever it stands.

        A noun that is no name is plain.
        """
        sort = sort_of(word)
        if self.names is None:
            return sort
        named = self.names.issuperset(word.split("-"))
        land = (
            named and sort is Sort.PLAIN and word.lower() in word_lists.PEOPLES
        )  # *Italien*, French for a people
        if land:
            return Sort.UNKNOWN
        return Sort.PLAIN if sort is Sort.UNKNOWN and not named else sort

    def sort(self, word: str, start: int) -> Sort:
        """Return what kind of word a capitalised word is where it stands."""
        sort = self.kind(word)
        if self.names is not None:
            pronoun = sort is Sort.UNKNOWN and word.lower() in self.said.pronouns  # *Seine* is a river too
            return Sort.PLAIN if pronoun and self.begins_sentence(start) else sort
        if sort is Sort.UNKNOWN and self.begins_sentence(start):
            opens = word.lower() in self.said.openers or is_ordinary(word, self.vocabulary)
            return Sort.PLAIN if opens else sort
        return sort


def run_after(ground: Ground, end: int) -> list[tuple[str, int]]:
    """Return the capitalised words after `end`, single spaces between, as far as nothing covers them."""
    found: list[tuple[str, int]] = []
    while end < len(ground.text) and ground.text[end] == " ":
        match = _WORD.match(ground.text, end + 1)
        if match is None or not match.group()[0].isupper() or ground.covers(match.start()):
            break
        word = match.group().rstrip(".'-")
        found.append((word, match.start()))
        end = match.start() + len(word)
        if word.endswith("'s"):
            break
    return found


def longer_name(ground: Ground, start: int, end: int, *, person: bool) -> tuple[int, int]:
    """Return the bounds of the longer name of which `start:end` is a part; its own when it is none."""
    single = " " not in ground.text[start:end]
    left = hyphen_left(ground, start)
    right = hyphen_right(ground, end)
    if left == start:
        left = longer_left(ground, start, person=person, single=single)
    if right == end:
        right = longer_right(ground, end, person=person, single=single)
    return left, right


def longer_right(ground: Ground, end: int, *, person: bool, single: bool) -> int:
    """Return where a longer name ends that begins with the form ending at `end`; `end` itself for none."""
    beside = ground.text[end : end + 2]
    if beside[:1] not in {" ", ","}:
        return end
    if beside[1:].islower():
        return _tied_right(ground, end) if person and single else end
    suffix = suffix_pattern().match(ground.text, end)
    if suffix and not ground.covers(suffix.end() - 1):
        return suffix.end()
    run = run_after(ground, end)
    if run and run[0][0] == "I" and not (person and single and is_numeral(ground, *run[0])):
        return end  # the pronoun: *from Trieste I went on*
    if run:
        return _run_right(ground, end, run)
    return _tied_right(ground, end) if person and single else end


def is_numeral(ground: Ground, word: str, start: int) -> bool:
    """Return whether a word behind a name is a ruler's numeral; *I* only where it can be no pronoun."""
    if word != "I" or _FIRST_PERSON.isdisjoint(ground.vocabulary):
        return is_roman(word)
    return _AFTER_A_KING.match(ground.text, start + 1) is not None


def longer_left(ground: Ground, start: int, *, person: bool, single: bool) -> int:
    """Return where a longer name begins that ends with the form at `start`; `start` itself for none."""
    if start < 2 or ground.text[start - 1] != " " or ground.text[start - 2] == "-":
        return start
    word, begin = word_before(ground.text, start - 1)
    if not word or word.endswith(("'s", "s'")) or ground.covers(start - 2) or ground.covers(begin):
        return start
    elided, _, rest = word.partition("'")
    if rest[:1].islower() and elided.lower() in ELIDED:  # *L'abbé Moll*
        return start
    if not word[0].isupper():
        return _small_left(ground, word, begin, person=person and single) if begin else start
    if is_initials(word):
        piece = person and single and word != "I." and not _is_monsieur(ground, word, begin)
    elif (word.endswith(".") and word not in word_lists.PLACE_ACRONYMS) or is_plural_feature(word.lower()):
        piece = False
    else:
        sort = ground.sort(word, begin)
        if sort is Sort.QUALIFIER:
            piece = not (person and ground.begins_sentence(begin))
        elif sort is Sort.BODY and person and not single:  # *in the Assembly Thomas Moll*
            piece = not ground.titled and ground.text[max(0, begin - 4) : begin].lower() != "the "
        else:
            piece = sort is not Sort.PLAIN and not ground.titled
    return begin if piece else start


def is_plural_feature(low: str) -> bool:
    """Return whether a word stands before several names and is part of none: *Forts Angelo and Elmo*."""
    return low not in word_lists.FEATURES and low.endswith("s") and low[:-1] in word_lists.FEATURES


def _is_monsieur(ground: Ground, word: str, begin: int) -> bool:
    """Return whether *M.* is a courtesy, as in *M. Hugo*, and not an initial after another: *A. M. Moll*."""
    before = word_before(ground.text, begin - 1)[0] if begin > 1 else ""
    return word == "M." and not is_initials(before)


def hyphen_left(ground: Ground, start: int) -> int:
    """Return where a hyphened name begins that ends with the form at `start`; `start` itself for none."""
    if (
        start < 2
        or ground.text[start - 1] != "-"
        or not ground.text[start - 2].isalnum() | (ground.text[start - 2] == ".")
    ):
        return start
    if ground.covers(start - 2):
        return start
    word, begin = word_before(ground.text, start - 1)
    part = word.rpartition("-")[2]
    if part[:1].islower():
        return (
            begin
            if part in word_lists.JOINERS and (begin < start - 1 - len(part) or part in {"al", "el", "ul"})
            else start
        )
    if not part[:1].isupper() or part.lower() in word_lists.COMBINING or part.lower() in word_lists.COMPASS:
        return start
    return begin if ground.kind(part) is Sort.UNKNOWN else start


def hyphen_right(ground: Ground, end: int) -> int:
    """Return where a hyphened name ends that begins with the form ending at `end`; `end` itself for none."""
    if end + 1 >= len(ground.text) or ground.text[end] != "-" or ground.covers(end + 1):
        return end
    match = _WORD.match(ground.text, end + 1)
    if match is None:
        return end
    word = match.group().rstrip(".'-")
    part, _, following = word.partition("-")
    if part[:1].islower():
        tied = part in word_lists.JOINERS and following[:1].isupper()
        return match.start() + len(word) if tied else end
    if part[:1].isdigit():
        return match.start() + len(word)
    if part.lower() in word_lists.COMPASS or ground.kind(part) is not Sort.UNKNOWN:
        return end
    return match.start() + len(part)


def _run_right(ground: Ground, end: int, run: list[tuple[str, int]]) -> int:
    last = run[-1][1] + len(run[-1][0])
    if any(ground.kind(word) is Sort.BODY for word, _ in run):
        return last
    first = run[0][0]
    if is_roman(first) or first in {"Jr", "Sr"}:
        return run[0][1] + len(first)
    return end if ground.titled or ground.kind(first) is not Sort.UNKNOWN else last


def _tied_right(ground: Ground, end: int) -> int:
    """Return where a longer name ends after a single one: *Peter the Great*, *Otto von Bismarck*."""
    epithet = AFTER_A_NAME.match(ground.text, end)
    if (
        epithet
        and is_bearer(word_before(ground.text, end)[0], epithet)
        and not ground.covers(epithet.start(1))
    ):
        return epithet.end()
    tied = _TIED.match(ground.text, end)
    if tied is None or ground.covers(tied.start(1)) or ground.covers(tied.start(2)):
        return end
    return tied.end() if ground.kind(tied.group(2)) is Sort.UNKNOWN else end


def _small_left(ground: Ground, word: str, begin: int, *, person: bool) -> int:
    """Return where a longer name begins with a small word: *The elder Abe*, *van Berg*, *Bank of Japan*."""
    start = begin + len(word) + 1
    if person and (word in word_lists.BEARERS or _is_particle(ground, word, begin)):
        return begin
    if word == "the":
        word, begin = word_before(ground.text, begin - 1)
    if word not in {"of", "de", "du", "del", "des"} or not begin or ground.text[begin - 1] != " ":
        return start
    head, head_start = word_before(ground.text, begin - 1)
    low = head.lower()
    if not head[:1].isupper() or ground.covers(head_start) or head.endswith((".", "'s")):
        return start
    if low in word_lists.LEGISLATURES and not person:
        return start
    if low in word_lists.STYLES or low in word_lists.GEOGRAPHY or low in word_lists.BODIES:
        return head_start
    plain = (
        ground.titled
        or (low.endswith("s") and low in word_lists.GROUND)  # *the Ports of Tripoli*
        or ground.begins_sentence(head_start)
        or ground.sort(head, head_start) is not Sort.UNKNOWN
    )
    return start if plain else head_start


def _is_particle(ground: Ground, word: str, begin: int) -> bool:
    """Return whether a small word is part of a surname, as a preposition is behind a title."""
    if word not in word_lists.STRONG_PARTICLES or word not in ground.said.prepositions:
        return word in word_lists.STRONG_PARTICLES
    before = word_before(ground.text, begin - 1)[0] if begin > 1 else ""
    titled = before.lower() in word_lists.TITLES and not is_over_a_place(ground, word, begin)
    return titled or is_given(before)


def is_over_a_place(ground: Ground, particle: str, begin: int) -> bool:
    """Return whether a preposition leads from an office to its place: *Bischof von Samland*."""
    title = word_before(ground.text, begin - 1)[0] if begin > 1 else ""
    return ground.said.leads_to_a_place(title, particle)


_AND = regex(r",? (?:and|or|&|y|e|et|und|ou|o) $")
_COMMA = regex(r", $")
_REACH = 8


def follows_sister(text: str, start: int) -> bool:
    """Return whether a form at `start` is joined to a word before it, which may be its sister."""
    return _AND.search(text, max(0, start - _REACH), start) is not None


def sisters_of(text: str, start: int, form: str, forms: Container[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the elder sisters of a form at `start`: their offsets and the form that each stands for."""
    ends = _shared_ends(form)
    link = _AND
    while tie := link.search(text, max(0, start - _REACH), start):
        found = _lookup(text, tie.start(), ends, forms)
        if found is None:
            return
        yield found
        start, link = found[0], _COMMA


def _lookup(text: str, end: int, ends: list[str], forms: Container[str]) -> tuple[int, int, str] | None:
    """Return the sister that ends at `end`: two words if they make a form with a shared end, else one."""
    word, begin = word_before(text, end)
    if not word:
        return None
    heads = [(begin, word)]
    if begin > 1 and text[begin - 1] == " ":
        before, start = word_before(text, begin - 1)
        if before:
            heads.insert(0, (start, f"{before} {word}"))
    for start, head in heads:
        for shared in ends:
            if f"{head} {shared}" in forms:
                return start, end, f"{head} {shared}"
    return None


def _shared_ends(form: str) -> list[str]:
    """Return what the form may lend, the longest first, a plural also in the singular."""
    names = form.split(" ")
    ends = [" ".join(names[count:]) for count in range(1, len(names))]
    singular = [end[:-3] + "y" if end.endswith("ies") else end[:-1] for end in ends if end.endswith("s")]
    return ends + singular


#: Endings after an apostrophe that leave the word what it was.
_ENDINGS = regex(r"'(?:s|S|d|ll|ve|re|LL|D|VE|RE)?(?![^\W_])")
_ADDRESS = regex(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|@\w+", re.IGNORECASE)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether `start:end` of a folded text begins and ends where words do."""
    if start and text[start - 1] == " " and text[end : end + 1] in {" ", ","}:
        return True  # as most do
    return _begins(text, start) and _ends(text, end)


def is_genitive(text: str, start: int, end: int) -> bool:
    """Return whether a form stands there with the *s* of a German genitive: *Humboldts Reisen*."""
    return text.startswith("s", end) and text[end - 1] not in "sxzß" and stands_alone(text, start, end + 1)


def addresses(text: str) -> list[tuple[int, int]]:
    """Return Web and mail addresses and handles, in which no name is meant."""
    if "@" not in text and "www." not in text and "://" not in text:
        return []
    return [match.span() for match in _ADDRESS.finditer(text)]


def _begins(text: str, start: int) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    if before.isalnum() or before in "_@":
        return False
    if before == "'" and start > 1 and text[start - 2].isalnum():
        head = start - 1
        while head > 0 and text[head - 1].isalnum():
            head -= 1
        return text[head : start - 1].lower() in ELIDED
    return True


def _ends(text: str, end: int) -> bool:
    if end == len(text):
        return True
    after = text[end]
    if after.isalnum() or after in "_@":
        return False
    if after == "'":
        return _ENDINGS.match(text, end) is not None
    # "kremlin.ru" is an address; "Europe.Abe" is two sentences whose space was lost.
    return not (after == "." and end + 1 < len(text) and text[end + 1].islower())
