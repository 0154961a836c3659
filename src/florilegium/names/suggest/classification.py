"""What kind of thing a name is likely to name, from the name, its surroundings, and the gazetteer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from florilegium.book.model import Kind
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.family_names import comes_first, is_never_turned
from florilegium.names.lexicon.gazetteer import Gazetteer, Rank
from florilegium.names.lexicon.given_names import is_given
from florilegium.names.lexicon.spelling import Sort, is_roman, sort_of
from florilegium.names.suggest.candidates import Seen

_SAINTLY = frozenset({"saint", "st", "sainte", "ste", "san", "santa", "sankt"})
_EPITHETED = (" of ", " the ")
_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_]\.")
#: What a given name weighs against a place of the same name (`Rank`).
_GIVEN = 2.5
_MOST_PLACES = 3


class Guesser:
    """Guesses kinds over the names of one book; a name listed beside one of known kind is of that kind."""

    def __init__(
        self,
        names: Sequence[Seen],
        gazetteer: Gazetteer,
        vocabulary: Collection[str],
        opinions: Mapping[str, Kind] | None = None,
    ) -> None:
        """`opinions` are what a finder takes some names for (`language_model.py`)."""
        self._opinions = opinions or {}
        self._gazetteer = gazetteer
        self._vocabulary = vocabulary
        self._kinds: dict[str, Kind] = {}
        self._neighbours: dict[str, Counter[str]] = {}
        for seen in names:
            if seen.beside:
                self._neighbours.setdefault(seen.name, Counter())[seen.beside] += 1
                self._neighbours.setdefault(seen.beside, Counter())[seen.name] += 1
        written: dict[str, list[Seen]] = {}
        for seen in names:
            written.setdefault(seen.name, []).append(seen)
        self._kinds = {name: self._advised(name, self._alone(found)) for name, found in written.items()}
        for _ in range(2):
            self._kinds.update(dict(self._by_list()))

    def kind(self, found: Sequence[Seen]) -> Kind:
        return self._kinds[found[0].name]

    def is_rather_place(self, found: Sequence[Seen]) -> bool:
        """Whether a word that also ends a person's name means a place here."""
        if not self._gazetteer.knows(found[0].name) or any(seen.titled or seen.speaks for seen in found):
            return False
        return any(seen.whither for seen in found)

    def _by_list(self) -> Iterator[tuple[str, Kind]]:
        """Names of unknown kind that stand in a list with names of a known one."""
        for name, kind in self._kinds.items():
            if kind is Kind.OTHER and name in self._neighbours:
                beside = Counter(self._kinds[other] for other in self._neighbours[name].elements())
                likely = [known for known, _ in beside.most_common() if known in {Kind.PLACE, Kind.PERSON}]
                if likely:
                    yield name, likely[0]

    def _advised(self, name: str, kind: Kind) -> Kind:
        """The finder's word where the text does not say."""
        return self._opinions.get(name, kind) if kind is Kind.OTHER else kind

    def _alone(self, found: Sequence[Seen]) -> Kind:
        first = found[0]
        if first.body:
            return Kind.ORGANISATION
        if first.office:
            return Kind.PERSON
        if any(seen.afloat for seen in found):
            return Kind.OTHER
        weighed = self._full if first.is_full else self._single
        return weighed(found, _evidence(found))

    def _single(self, found: Sequence[Seen], evidence: Evidence) -> Kind:
        """A word alone: what is known of it, against what stands round it."""
        name, rank = found[0].name, self._gazetteer.rank(found[0].name)
        place = evidence.place + (rank if rank >= Rank.CITY or evidence.place >= 1 else 0)
        person = evidence.person + _GIVEN * is_given(name) + name[0].islower()  # *al-Hakim*
        if person > place:
            return Kind.PERSON
        if rank and place:
            return Kind.PLACE
        if evidence.steady or any(seen.local for seen in found):
            return Kind.PLACE
        return Kind.PLACE if evidence.place and not person else Kind.OTHER

    def _full(self, found: Sequence[Seen], evidence: Evidence) -> Kind:
        """A name of several words: a place only as a whole, or by a word of the map in it."""
        first, rank = found[0], self._gazetteer.rank(found[0].name)
        if not first.parts:
            return Kind.OTHER
        given = _GIVEN * (is_given(first.parts[0]) or _INITIAL.search(first.name) is not None)
        peculiar = comes_first(first.parts) or is_never_turned(first.parts)
        person = evidence.person + max(given, _GIVEN * peculiar)
        if rank and evidence.place + rank > person:
            return Kind.PLACE
        if peculiar or is_roman(first.parts[-1]):
            return Kind.PERSON
        return self._by_words(first, person, evidence.place)

    def _by_words(self, first: Seen, person: float, place: float) -> Kind:
        low = [part.lower() for part in first.parts]
        if low[0].rstrip(".") in _SAINTLY and place < 1:
            return Kind.PERSON
        spelled = all(
            part in self._vocabulary or part in word_lists.OPENERS
            for part in low
            if part not in word_lists.QUALIFIERS
        )
        if _is_mapped(low, person, place) and not (spelled and not place and _is_called_new(low)):
            return Kind.PLACE
        if person:
            return Kind.PERSON
        tied = any(tie in first.name for tie in _EPITHETED) and len(low) > 2
        if spelled or tied or first.definite or sort_of(first.parts[0]) is Sort.PLAIN:
            return Kind.OTHER
        return Kind.PLACE if place > 1 else Kind.PERSON


def _is_mapped(low: Sequence[str], person: float, place: float) -> bool:
    """Whether a word of a name, all in small letters, is one of the map: *Lake Antioch*, *West Africa*."""
    feature = {low[0], low[-1]} & word_lists.GENERIC or low[0] in word_lists.COMPASS
    if low[-1] in word_lists.ESTATES or low[0] in word_lists.QUALIFIERS:
        return place > person or (low[-1] not in word_lists.ESTATES and place >= person)
    return bool(feature) and person < Rank.LAND


def _is_called_new(low: Sequence[str]) -> bool:
    """Whether a word such as *New* makes the name, which may be an *approach* as well as a town."""
    return low[0] in word_lists.QUALIFIERS - word_lists.COMPASS and low[-1] not in word_lists.GENERIC


@dataclass(frozen=True)
class Evidence:
    """What stands round a name: how much of it speaks for a person, how much for a place.

    All the places of a name together weigh no more than three, so that no weak sign grows strong by being
    repeated. `steady` says that each of them speaks for a place.
    """

    person: float
    place: float
    steady: bool


def _evidence(found: Sequence[Seen]) -> Evidence:
    person = sum(3 * seen.titled + seen.speaks for seen in found)
    place = sum(2 * seen.whither + 2 * seen.local + 0.5 * seen.wayward for seen in found)
    share = min(len(found), _MOST_PLACES) / len(found)
    return Evidence(person * share, place * share, place >= len(found))


def parted(names: Sequence[Seen], gazetteer: Gazetteer) -> tuple[Seen, ...]:
    """Compounds cut into the names that they join: *Sato-Moll*, *U.S.-Japan*, *President Moll of Turkey*."""
    known = set(word_lists.PLACE_ACRONYMS) | {
        part for seen in names for part in (seen.name, *seen.parts) if "-" not in part
    }
    found: list[Seen] = []
    for seen in names:
        head, of, tail = seen.name.partition(" of ")
        came, de, whence = seen.name.partition(" de ")
        pieces = [_whole(piece) for piece in seen.name.split("-")] if not seen.is_full else []
        if of and seen.titled and gazetteer.knows(tail):
            found.append(replace(seen, name=head, parts=tuple(head.split())))
            found.append(Seen(tail, tuple(tail.split()), seen.key, seen.context, whither=True))
        elif de and not seen.office and " " not in came and not is_given(came) and gazetteer.knows(whence):
            # *Venía de Cádiz* at the head of a sentence, and no Venía of Cadiz
            found.append(Seen(whence, tuple(whence.split()), seen.key, seen.context, whither=True))
        elif len(pieces) > 1 and all(_is_known(piece, known, gazetteer) for piece in pieces):
            named = [piece for piece in pieces if not _is_prefix(piece)]
            found += [Seen(piece, (piece,), seen.key, seen.context) for piece in named]
        else:
            found.append(seen)
    return tuple(found)


def _whole(piece: str) -> str:
    """The piece with the full stop that the end of the compound has cost it: `U.S` is `U.S.`"""
    return f"{piece}." if f"{piece}." in word_lists.PLACE_ACRONYMS else piece


def _is_known(piece: str, known: Collection[str], gazetteer: Gazetteer) -> bool:
    return piece in known or gazetteer.knows(piece) or _is_prefix(piece)


def _is_prefix(piece: str) -> bool:
    low = piece.lower()
    return (
        low in word_lists.COMBINING
        or low in word_lists.COMPASS
        or low in word_lists.PEOPLES
        or piece.islower()
    )
