"""Capitalised names in running text: where they are, and which of them are no person's and no place's.

Used by the audit, which asks about what the authority does not cover, and by `suggest`, which proposes.
Headings are not read: in a title every word may have a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.given_names import is_given
from florilegium.names.lexicon.spelling import Sort, word_before
from florilegium.names.mentions.capital_words import Token, tokens_in
from florilegium.names.mentions.name_boundaries import Ground, is_numeral
from florilegium.system.patterns import regex

_GAP = regex(r" (?:([^\W\d_]+'?) )?(?:([^\W\d_]+'?) )?|-| (?:d|de l|dell|dall)'| '")
#: What closes a quotation that a single mark has opened.
_UNQUOTED = regex(r"[^\W_s.,;!?]'(?!\w)|[.,;!?]'(?!\w)")
_TIES = word_lists.PARTICLES | {"of"}
#: Articles in German, but particles behind *von* and in Dutch names.
_ARTICLES = frozenset({"der", "den", "dem", "des", "zu", "zum", "zur"})
#: Particles with a capital, with which no name ends.
_PARTICLES = frozenset({"Le", "La", "De", "Du", "Des", "Von", "Van", "Di", "Da", "Della"})
#: Titles behind which a surname stands, of clergymen too.
_BEFORE_SURNAMES = word_lists.BEFORE_SURNAMES | {"bishop", "archbishop", "sir", "father"}
#: Titles that begin or end the name of a body too: *General Council*, *President House*.
_OF_BODIES = frozenset("general gen president governor gov judge justice secretary senator".split())  # noqa: SIM905
#: Titles after whose bearers streets and parks are called.
_GIVING_NAMES = word_lists.REIGNING | {"regent", "bishop"}
_WIDEST_GAP = 16
_QUOTED = regex(r"“([^”]{8,200})”|\"([^\"]{8,200})\"|«([^»]{8,200})»")
_STOCK = regex("|".join(rf"\b{re.escape(phrase)}\b" for phrase in word_lists.STOCK))
_REGIONS = regex("|".join(rf"\b{phrase}\b" for phrase in word_lists.REGIONS))


class CapitalRun(NamedTuple):
    """Capitalised words that stand together; `start:end` are offsets of the folded text."""

    start: int
    end: int
    tokens: tuple[Token, ...]

    @property
    def is_body(self) -> bool:
        """Return whether the run names a body, an event or a work rather than a person or a place."""
        return any(token.sort is Sort.BODY for token in self.tokens)


def names_in(ground: Ground) -> Iterator[CapitalRun]:
    """Yield every run of capitals that nothing covers and that may name a person or a place, or a body.

    Words that name nobody are cut from its ends. A run of nothing else is no run.
    """
    runs = list(_runs(ground))
    silent = _silent(ground.text) if runs else []
    for tokens in runs:
        if len(tokens) == 1 and tokens[0].sort is not Sort.PLAIN:
            yield from _single(tokens, silent)
            continue
        for part in _parted([token for token in tokens if not _within(silent, token.start)]):
            for piece in _without_body(ground, part):
                run = _trimmed(ground, piece)
                if run is not None:
                    yield run


def _single(tokens: list[Token], silent: list[tuple[int, int]]) -> Iterator[CapitalRun]:
    """Yield a word that stands alone, if it may be a name or is the name of a body."""
    (token,) = tokens
    if token.sort is not Sort.QUALIFIER and len(token.text) > 1 and not _within(silent, token.start):
        yield CapitalRun(token.start, token.end, (token,))


def _runs(ground: Ground) -> Iterator[list[Token]]:
    """Yield capitalised words joined by a space, a hyphen, or small words such as *of* and *de la*."""
    tokens = tokens_in(ground)
    place = 0
    while place < len(tokens):
        if tokens[place].sort is None:
            place += 1
            continue
        run = [tokens[place]]
        following = _joined(ground, tokens, place)
        while following:
            owned = run[-1].closes
            run.append(tokens[following]._replace(sort=Sort.UNKNOWN) if owned else tokens[following])
            place = following
            following = 0 if owned else _joined(ground, tokens, place)
        yield run
        place += 1


def _parted(tokens: list[Token]) -> Iterator[list[Token]]:
    """Yield the run cut at titles: *Japan* and *Harry Moll* of *Japan Lt. Gen. Harry Moll*.

    The name of a body may have a title in it, *United Nations General Assembly*, but no courtesy.
    """
    tokens = list(_with_titled(tokens))
    if _is_called_after(tokens):
        yield [tokens[0]._replace(sort=Sort.UNKNOWN), *tokens[1:]]
        return
    body = any(token.sort is Sort.BODY for token in tokens)
    titles = word_lists.COURTESIES if body else word_lists.TITLES
    part: list[Token] = []
    called = False
    for token in tokens if body else _with_surnames(tokens):
        if token.sort is Sort.PLAIN and token.text.rstrip(".").lower() in titles:
            if part:
                yield part
            part, called = [], token.text.lower() in word_lists.PEERS
        else:
            lord = called and not part and token.sort is Sort.QUALIFIER  # *Lord North*
            part.append(token._replace(sort=Sort.UNKNOWN) if lord else token)
            called = False
    if part:
        yield part


def _with_titled(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the words of a run; what a title shows for a surname, or a street for its name, may be a name.

    So are *Bishop Stock*, *Dr. Welsh*, *General Lake*, and *Queen Street*.
    """
    last = len(tokens) - 1
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        if (
            (
                before is not None
                and place == last
                and before.reach + 1 == token.start
                and _has_surname(before, token)
            )
            or _is_given(before, token)
            or (place == last - 1 and _is_of_a_street(token, tokens[last]))
        ):
            yield token._replace(sort=Sort.UNKNOWN)
        else:
            yield token


def _is_given(title: Token | None, word: Token) -> bool:
    """Return whether a title shows a given name for one that is a people's too: *Dr. Norman Moll*."""
    titled = title is not None and title.text.rstrip(".").lower() in _BEFORE_SURNAMES
    return (
        titled and word.sort is Sort.PLAIN and word.text.lower() in word_lists.PEOPLES and is_given(word.text)
    )


def _is_of_a_street(title: Token, word: Token) -> bool:
    """Return whether it is as in *Queen Street*, *Regent's Park*: a title, and what is called after it."""
    noun = word_lists.OWNED if title.closes else word_lists.STREETS
    close = title.closes or title.reach + 1 == word.start
    return close and title.text.lower() in _GIVING_NAMES and word.text.lower() in noun


def _has_surname(title: Token, word: Token) -> bool:
    """Return whether a title shows a word for a surname that is else a people's, a body's or the map's."""
    low = title.text.rstrip(".").lower()
    if title.sort is not Sort.PLAIN or low not in _BEFORE_SURNAMES:
        return False
    if word.sort is Sort.BODY:
        return low not in _OF_BODIES
    return word.sort is Sort.QUALIFIER or word.text.lower() in word_lists.PEOPLES


def _without_body(ground: Ground, tokens: list[Token]) -> Iterator[list[Token]]:
    """Yield *Assembly* and *Thomas Moll* of *in the Assembly Thomas Moll*, else the words as they are."""
    place = next((number for number, token in enumerate(tokens) if token.sort is Sort.BODY), None)
    named = tokens[place + 1 :] if place is not None else []
    apart = len(named) > 1 and is_given(named[0].text) and all(one.sort is Sort.UNKNOWN for one in named)
    if place is None or not apart or not _is_definite(ground, tokens[0].start):
        yield tokens
        return
    close = named[0].start == tokens[place].reach + 1 and ground.text[named[0].start - 1] == " "
    yield from (tokens[: place + 1], named) if close else (tokens,)


def _is_definite(ground: Ground, start: int) -> bool:
    return ground.text[max(0, start - 4) : start].lower() == "the "


def _is_called_after(tokens: list[Token]) -> bool:
    """Return whether a place is called after one with a title: *Prince Edward County*."""
    if len(tokens) != 3 or tokens[1].sort is not Sort.UNKNOWN:
        return False
    last = tokens[2].text.lower().removesuffix("s")
    return tokens[0].text.lower() in word_lists.TITLES and (
        last in word_lists.MAPPED or last in word_lists.GENERIC
    )


def _with_surnames(tokens: list[Token]) -> Iterator[Token]:
    """Yield the words of a run; a title that ends a name, as in *Martin Luther King*, is a surname."""
    last = len(tokens) - 1
    while last > 0 and tokens[last].text.rstrip(".").lower() in {"jr", "sr"}:
        last -= 1
    for place, token in enumerate(tokens):
        ends = place == last > 0 and tokens[place - 1].sort is Sort.UNKNOWN
        adjoins = ends and tokens[place - 1].reach + 1 == token.start
        named = place > 0 and tokens[place - 1].text in {"Le", "La"}  # *Le Maître*, *Le Prince*
        surname = adjoins and (token.text.lower() in word_lists.SURNAMES or (ends and named))
        yield token._replace(sort=Sort.UNKNOWN) if surname else token


def _joined(ground: Ground, tokens: list[Token], place: int) -> int:
    """Return the number of the capitalised word that goes on the run after `place`, or 0."""
    if place + 1 == len(tokens):
        return 0
    one, two = tokens[place], tokens[place + 1]
    if two.sort is None or not 0 < two.start - one.reach <= _WIDEST_GAP:
        return 0
    ties = _is_owned(ground, one, two) if one.closes else _is_tied(ground, tokens, place)
    return place + 1 if ties else 0


def _is_tied(ground: Ground, tokens: Sequence[Token], place: int) -> bool:
    """Return whether only a space, a hyphen or small words of a name part two words."""
    one, two = tokens[place], tokens[place + 1]
    gap = _GAP.fullmatch(ground.text, one.reach, two.start)
    if gap is None or (gap.group() == " '" and _UNQUOTED.search(ground.text, two.start)):
        return False  # no quotation, but *Damad 'Ali*
    ties = [word for word in gap.groups() if word]
    if one.text.lower() in word_lists.COMPASS and "of" in ties:
        return False  # *North of Hoorn*
    article = ground.names is not None and bool(ties) and ties[0] in _ARTICLES
    return _TIES.issuperset(ties) and not article and not _are_parted(ground, tokens, place, ties)


def _are_parted(ground: Ground, tokens: Sequence[Token], place: int, ties: Sequence[str]) -> bool:
    """Return whether small words that tie a name in other languages part two names in this one.

    *Pola e Zara* are two; *y* ties the surnames of one whose given name or title stands before them.
    """
    if not ties:
        return False
    if ties[0] in ground.said.coupling:
        return len(ties) > 1 or not _has_two_surnames(ground, tokens, place)
    called = ties[0] in ground.said.called and not is_given(tokens[place].text)
    return called or not ground.said.parting.isdisjoint(ties)


def _has_two_surnames(ground: Ground, tokens: Sequence[Token], place: int) -> bool:
    """Return whether *José Moll y Guerra*, *el virrey Gil y Lemos* may name one."""
    one, two = tokens[place], tokens[place + 1]
    goes_on = place + 2 < len(tokens) and tokens[place + 2].start == two.reach + 1
    if one.sort is not Sort.UNKNOWN or (is_given(two.text) and goes_on):
        return False
    before, begin = word_before(ground.text, one.start - 1) if one.start > 1 else ("", 0)
    if before in word_lists.PARTICLES and begin > 1:
        before = word_before(ground.text, begin - 1)[0]
    return before.lower() in word_lists.TITLES or (before[:1].isupper() and is_given(before))


def _is_owned(ground: Ground, one: Token, two: Token) -> bool:
    """Return whether a place is called after its owner: *Hudson's Bay*, *Carpenters' Hall*."""
    called = one.sort is Sort.UNKNOWN or one.text.lower() in _GIVING_NAMES
    owner = called and ground.text[one.end : two.start] in {"'s ", "' "}
    return owner and two.text.lower() in word_lists.OWNED


def _trimmed(ground: Ground, tokens: list[Token]) -> CapitalRun | None:
    region = _REGIONS.search(ground.text, tokens[0].start, tokens[-1].end) if tokens else None
    if region:
        held = tuple(token for token in tokens if region.start() <= token.start < region.end())
        beyond = [token for token in tokens if token not in held]
        if held and all(token.sort is Sort.PLAIN for token in beyond):
            return CapitalRun(*region.span(), tuple(token._replace(sort=Sort.UNKNOWN) for token in held))
    body = any(token.sort is Sort.BODY for token in tokens)
    first, last = 0, len(tokens)
    while first < last and tokens[first].sort is Sort.PLAIN:
        if _is_measured(ground, tokens[first:last]):
            break
        first += 1
    while last > first and tokens[last - 1].sort is Sort.PLAIN:
        if _is_ruled(ground, tokens[max(first, last - 2) : last]):
            break
        last -= 1
    while last - first > 1 and tokens[last - 1].text in _PARTICLES:
        last -= 1  # *Antoine Le*, of *Antoine Le Maître*
    kept = tokens[first:last]
    if not kept or (not body and all(_alone_is_nothing(token) for token in kept)):
        return None
    if all(len(token.text) == 1 for token in kept):
        return None  # the pronoun, an article, *H.* for a name that is not told
    return CapitalRun(kept[0].start, kept[-1].end, tuple(kept))


def _is_ruled(ground: Ground, last: list[Token]) -> bool:
    """Return whether of two words the second is the numeral of a ruler, *Louis XV*."""
    if len(last) < 2 or last[0].sort is not Sort.UNKNOWN:
        return False
    return is_numeral(ground, last[1].text, last[1].start)


def _is_measured(ground: Ground, tokens: Sequence[Token]) -> bool:
    """Return whether *Long* makes a name of a word of the map: *Long Island*."""
    if len(tokens) != 2 or tokens[0].text != "Long" or ground.begins_sentence(tokens[0].start):
        return False
    low = tokens[1].text.lower()
    return low in word_lists.GENERIC or low in word_lists.MAPPED


def _alone_is_nothing(token: Token) -> bool:
    return token.sort in {Sort.PLAIN, Sort.QUALIFIER}


def _silent(text: str) -> list[tuple[int, int]]:
    """Return stretches whose capitals show nothing: ages and wars, and titles of works in quotation marks."""
    stock = any(phrase in text for phrase in word_lists.STOCK)  # a tenth of the time of the pattern
    found = [match.span() for match in _STOCK.finditer(text)] if stock else []
    for match in _QUOTED.finditer(text):
        inside = [word for word in re.findall(r"[^\W\d_][\w'-]*", match.group()) if len(word) > 3]
        if len(inside) >= 3 and all(word[0].isupper() for word in inside):
            found.append(match.span())
    return found


def _within(spans: list[tuple[int, int]], place: int) -> bool:
    return any(start <= place < end for start, end in spans)
