"""The capitalised words of a text: what each is, and which hyphened ones are more than one.

`capitals.py` joins them to names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.family_names import comes_first
from florilegium.names.lexicon.given_names import is_given
from florilegium.names.lexicon.spelling import Sort, is_abbreviation, is_initials, is_roman, word_before
from florilegium.names.mentions.name_boundaries import Ground
from florilegium.system.patterns import regex

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_TOKEN = regex(
    rf"(?<!\w)(?:'s-{_CAPITAL}[\w']*|(?:{_CAPITAL}\.)+(?:-?[^\W\d_][\w'-]*)?|(?:a[dlnrstz]|ash|el)-{_CAPITAL}[\w']*"
    rf"|{_CAPITAL}[\w'&]*(?:-(?:(?:[^\W\d_]\.){{2,}}|[\w'&]+))*\.?)"
)
#: A name that an Arabic article holds together, its last word small or not: *Kheyr-ed-dīn*.
_ARABIC = regex(rf"{_CAPITAL}[\w']*-(?:[aeu][dlnrstz]|ash|esh|i)-[\w'-]+\.?")
_FOLLOWING = regex(rf" ({_CAPITAL}[\w-]*)")
#: A capital behind particles: the rest of *Jan van der Moll*.
_LED = regex(rf" (?:(?:van|von|ten|ter|de|den|der|z) ){{1,2}}{_CAPITAL}")
_NOUN = regex(r"[ -]([^\W\d_]+)")
_INITIAL = regex(rf" {_CAPITAL}\.")
#: Another initial before one, but for *H. M.*, his majesty.
_INITIAL_BEFORE = regex(rf"(?:^|[ (])(?!H){_CAPITAL}\. ?\Z")
#: A small letter with its stop before a capital one: *z. B.*, *u. A.*
_ABBREVIATED = regex(r"(?:^|[ (])[a-zäöü]\. ?\Z")
#: Words of grammar and months that are surnames too.
_SURNAMES_TOO = frozenset(
    {"read", "long", "little", "best", "early", "still", "more", "may", "march", "mars"}
)
_CAPITAL_PARTICLES = frozenset(["Da", "De", "Della", "Di", "Du", "La", "Le", "Van", "Von"])


class Token(NamedTuple):
    """A capitalised word of a text, or a part of a hyphened one.

    `text` is without the possessive and the stop that ends a sentence; `reach` is where the next word would
    be joined on; `closes` says that none is. `sort` is None for a word that is covered or has no capital.
    """

    text: str
    start: int
    reach: int
    closes: bool
    sort: Sort | None

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokens_in(ground: Ground) -> list[Token]:
    """Return every capitalised word of a text, in order."""
    found: list[Token] = []
    for match in _TOKEN.finditer(ground.text):
        word = match.group()
        if word.isalnum() and ground.covers(match.start()):
            found.append(Token(word, match.start(), match.end(), _is_owner(ground, word), None))
        elif word.isalnum():  # most are plain words
            found.append(_token(ground, word, match.start()))
        else:
            found += _tokens(ground, word, match.start())
    return found


def _tokens(ground: Ground, word: str, start: int) -> Iterator[Token]:
    """Yield the word itself, or the parts of one that is cut, by the first shape that it has."""
    elided, apostrophe, rest = word.partition("'")
    if apostrophe and rest[:1].isupper() and elided.lower() in word_lists.ELIDED:
        word, start = rest, start + len(elided) + 1
    elif apostrophe and rest[:1].islower() and elided.lower() in word_lists.ELIDED:
        yield Token(word, start, start + len(word), True, None)  # *L'abbé* at the head of a sentence
        return
    if "-" not in word and word[0].isupper():
        yield _token(ground, word, start)
        return
    cut = next(shape.cut for shape in _SHAPES if shape.holds(ground, word, start))
    yield from cut(ground, word, start)


class _Shape(NamedTuple):
    """A named way in which a capitalised word is one name or several, and how such a word is cut."""

    name: str
    holds: Callable[[Ground, str, int], bool]
    cut: Callable[[Ground, str, int], Iterator[Token]]


def _whole(ground: Ground, word: str, start: int) -> Iterator[Token]:
    """Yield *al-Rahman*, *Kheyr-ed-dīn*: one word with its article."""
    bare = word.removesuffix("'s").rstrip("'.")
    sort = None if ground.covers(start) else Sort.UNKNOWN
    yield Token(bare, start, start + len(word), _closes(word), sort)


def _head(ground: Ground, word: str, start: int) -> Iterator[Token]:
    """Yield *Malta* of *Malta-based*."""
    head = word.partition("-")[0]
    sort = None if ground.covers(start) else _sort(ground, head, start)
    yield Token(head, start, start + len(word), True, sort)


def _parts_of(ground: Ground, word: str, start: int) -> Iterator[Token]:
    """Yield each part of a compound of which something covers a part."""
    for part in re.finditer(r"[^-]+", word):
        yield _token(ground, part.group(), start + part.start())


def _plain(ground: Ground, word: str, start: int) -> Iterator[Token]:
    yield _token(ground, word, start)


def _token(ground: Ground, part: str, place: int) -> Token:
    bare = part if part.isalnum() or part in word_lists.PLACE_ACRONYMS else _bare(part)
    named = bare[:1].isupper() and not ground.covers(place) and not _is_site(ground, place + len(bare))
    sort = _sort(ground, bare, place) if named else None
    if sort is Sort.PLAIN and any(rule(ground, part, place) for rule in _AFTER_ALL):
        sort = Sort.UNKNOWN
    closes = (_is_owner(ground, bare) or _closes(part)) and not _is_ordinal(ground, part, place)
    return Token(bare, place, place + len(part), closes, sort)


def _is_ordinal(ground: Ground, part: str, place: int) -> bool:
    """Return whether it is as in *Gustav IV. Adolf*: in German the stop is the numeral's."""
    if ground.names is None or not part.endswith(".") or not is_roman(part[:-1]):
        return False
    following = _FOLLOWING.match(ground.text, place + len(part))
    return following is not None and is_given(following[1])


def _is_owner(ground: Ground, word: str) -> bool:
    """Return whether a word of a text in which every noun has a capital is a name's genitive: *Humboldts*."""
    return ground.names is not None and word.endswith("s") and word[:-1] in ground.names


def _bare(part: str) -> str:
    """Return a word without the stop or the possessive behind it."""
    return part.rstrip("'.-&").removesuffix("'s")


def _has_article(_ground: Ground, word: str, _start: int) -> bool:
    return word[0].islower() or word[0] == "'" or _ARABIC.fullmatch(word) is not None


def _is_half_small(_ground: Ground, word: str, _start: int) -> bool:
    head, hyphen, tail = word.partition("-")
    return bool(hyphen) and head[:1].isupper() and tail.islower() and len(tail) > 3


def _is_half_covered(ground: Ground, word: str, start: int) -> bool:
    return "-" in word and any(ground.covers(place) for place in range(start, start + len(word)))


_SHAPES: Final = (
    _Shape("with an Arabic article", _has_article, _whole),
    _Shape("with a common word behind a hyphen", _is_half_small, _head),
    _Shape("a compound that is covered in part", _is_half_covered, _parts_of),
    _Shape("a word", lambda _ground, _word, _start: True, _plain),
)


def _sort(ground: Ground, word: str, place: int) -> Sort:
    """Return what kind of word it is; the *Russo* of *Russo–Japanese* is none, despite the dash after it."""
    after, low = place + len(word), word.lower()
    if ground.text[max(0, place - 4) : place] in {" 's ", "'s "}:
        return Sort.PLAIN  # *'s Zomers*, in Dutch
    if low in word_lists.COMBINING and ground.text[after : after + 1] in {"–", "-"}:
        return Sort.PLAIN
    if word in word_lists.PLACE_ACRONYMS or (low in word_lists.SEAS and _is_sea(ground, place, after)):
        return Sort.UNKNOWN
    return ground.sort(word, place)


def _is_sea(ground: Ground, place: int, after: int) -> bool:
    """Return whether *the Baltic* stands without a noun of which it would be the adjective."""
    definite = ground.text[max(0, place - 4) : place].lower() == "the "
    noun = _NOUN.match(ground.text, after)
    return definite and (noun is None or noun[1].lower() in word_lists.GRAMMAR)


def _is_site(ground: Ground, end: int) -> bool:
    """Return whether a word is part of an address, as *Zuqa.org*; no form counts in one either."""
    return ground.text.startswith(".", end) and ground.text[end + 1 : end + 2].islower()


def _is_surname(ground: Ground, part: str, place: int) -> bool:
    """Return whether a word of grammar ends a name, as in *George Read*, *Mlle Mars*.

    A given name or a title of courtesy stands before it.
    """
    if _bare(part).lower() not in _SURNAMES_TOO or place < 2:
        return False
    given = word_before(ground.text, place - 1)[0] if ground.text[place - 1] == " " else ""
    titled = given.rstrip(".").lower() in word_lists.COURTESIES
    return given[:1].isupper() and (titled or is_given(given))


def _is_particle(ground: Ground, part: str, place: int) -> bool:
    """Return whether a small word has its capital from a name that it begins: *Du Bois*."""
    word = _bare(part)
    following = _FOLLOWING.match(ground.text, place + len(word))
    if following is None:
        return False
    family = comes_first((word, following[1])) and not _opens_grammar(ground, word, place)  # *Su Song*
    return family or (word in _CAPITAL_PARTICLES and not ground.begins_sentence(place))


def _opens_grammar(ground: Ground, word: str, place: int) -> bool:
    """Return whether a small word has its capital from the sentence: *To* in *To Wirt he wrote*."""
    spoken = word.lower() in ground.vocabulary and word.lower() in word_lists.GRAMMAR
    return spoken and ground.begins_sentence(place)


def _is_initial(ground: Ground, part: str, place: int) -> bool:
    """Return whether a letter with its stop is a name's: *D. H. Lawrence*, but not *M. Hugo* (monsieur)."""
    if _ABBREVIATED.search(ground.text, max(0, place - 4), place):
        return False  # *z. B. Ziegel*
    following = _FOLLOWING.match(ground.text, place + len(part))
    if following and following[1].lower() in word_lists.GRAMMAR:
        return False  # the number of a section: *I. The Netherlands*
    behind = _INITIAL_BEFORE.search(ground.text[max(0, place - 4) : place])
    beside = _INITIAL.match(ground.text, place + len(part)) or behind
    alone = part == "M." and not beside
    return len(part) == 2 and is_initials(part) and not alone


def _is_forename(ground: Ground, part: str, place: int) -> bool:
    """Return whether *Jan* is a given name and no month: before another capital, without a full stop.

    Particles may stand between the two. *Mars* is one in French alone, and a harbour in Arabic: *Mars
    el-Kebir*.
    """
    end = place + len(part)
    if part == "Jan" and _LED.match(ground.text, end):
        return True
    if part == "August":  # *Kurfürst August von Sachsen*, *Karl August*
        before = word_before(ground.text, place - 1)[0] if place > 1 else ""
        return before[:1].isupper() and (before.lower() in word_lists.TITLES or is_given(before))
    return part in {"Jan", "Mars"} and _FOLLOWING.match(ground.text, end) is not None


#: What makes a name of a word that the lists take for none.
_AFTER_ALL: Final = (_is_particle, _is_initial, _is_forename, _is_surname)


def _closes(word: str) -> bool:
    """Return whether nothing after the word belongs to its name: a possessive, or the end of a sentence."""
    if word.endswith(("'s", "s'")):
        return True
    return word.endswith(".") and not is_abbreviation(word) and word not in word_lists.PLACE_ACRONYMS
