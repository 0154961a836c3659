"""The kind of each name of a book: weighed by itself (`evidence.py`), then by the other names of the book.

A name is of the kind of those beside which it is listed; a fort's saint is a fort, the plural of a surname
no person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from florilegium.book.model import Kind
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.gazetteer import Gazetteer, Rank
from florilegium.names.lexicon.given_names import is_given
from florilegium.names.signs.surroundings import ARTICLES
from florilegium.names.suggest.candidates import Seen
from florilegium.names.suggest.evidence import SAINTLY, Weigher
from florilegium.names.suggest.judgement import CLEAR, LISTED, Judgement

#: What begins a name that a fort or an isle has from a saint or from its own article.
_HEADS = SAINTLY | ARTICLES
#: What a list of persons weighs against a town of the name, of which nothing else speaks.
_AMONG_PERSONS = 2.5
#: One that outweighs it by no more is weighed by the lists in which it stands.
_LISTABLE = 1.1
#: What a last word that is no name takes a longer name for none.
_NOUN_LAST = 2.0
#: What an article before each place of a word weighs for a ship among others.
_AMONG_SHIPS = 1.5
#: What a fort called after a saint weighs for his name's being the fort's.
_FORT = 3.0


class Guesser:
    """Judges the names of one book; a name listed beside one of known kind is of that kind."""

    def __init__(
        self,
        names: Sequence[Seen],
        gazetteer: Gazetteer,
        vocabulary: Collection[str],
        opinions: Mapping[str, Kind] | None = None,
        language: str = "",
    ) -> None:
        """Take the names of a book in a language.

        `opinions` are what a language model takes some of them for (`language_model.py`).
        """
        self._opinions = opinions or {}
        self._scale = Weigher(gazetteer, vocabulary, language)
        self._gazetteer = gazetteer
        self._neighbours: dict[str, Counter[str]] = {}
        for listed in _lists_among(names):
            written_so = [seen.name for seen in listed]
            for name in written_so:
                self._neighbours.setdefault(name, Counter()).update(one for one in written_so if one != name)
        written: dict[str, list[Seen]] = {}
        for seen in names:
            written.setdefault(seen.name, []).append(seen)
        self._judged = {name: self._alone(found) for name, found in written.items()}
        self._weigh_beside_others(names, written)

    def _weigh_beside_others(self, names: Sequence[Seen], written: Mapping[str, Sequence[Seen]]) -> None:
        """Weigh each name by the other names of the book."""
        for name in self._forts(written):
            self._judged[name].add(Kind.PLACE, _FORT, "a fort or the like of that name is in the book")
        for name in list(self._ships(written)):
            self._judged[name].add(Kind.OTHER, _AMONG_SHIPS, "it has an article among ships")
        for name in list(self._under_articles(written)):
            self._judged[name].add(Kind.PLACE, _FORT, "without its article it is a place of the book")
        for name in list(self._ending_in_nouns(written)):
            self._judged[name].add(Kind.OTHER, _NOUN_LAST, "its last word alone is no name")
        self._surnames = {
            found[0].parts[-1]
            for name, found in written.items()
            if found[0].is_full and not found[0].office and self._is_clearly(Kind.PERSON, name)
        }
        for name in list(self._tribes(names)):
            self._judged[name].add(Kind.OTHER, _NOUN_LAST, "it is listed among plurals behind an article")
        for name in list(self._families()):
            self._judged[name].add(Kind.OTHER, _NOUN_LAST, "it is the plural of a surname")
        for _ in range(2):
            for name, kind, weight in list(self._by_list()):
                self._judged[name].add(kind, weight, LISTED)

    def _is_clearly(self, kind: Kind, name: str) -> bool:
        return self._judged[name].kind is kind and self._judged[name].is_clear

    def _forts(self, written: Mapping[str, Sequence[Seen]]) -> Iterator[str]:
        """Yield what a fort or an isle is called after: *St. Elmo* beside *Fort St. Elmo*, *La Sangle*."""
        for name in written:
            feature, _, rest = name.partition(" ")
            saint = rest.removeprefix("of ")
            mapped = feature.lower() in word_lists.FEATURES and self._judged[name].kind is Kind.PLACE
            if mapped and saint in self._judged and saint.partition(" ")[0].lower().rstrip(".") in _HEADS:
                yield saint

    def _ships(self, written: Mapping[str, Sequence[Seen]]) -> Iterator[str]:
        """Yield what always has an article in texts that name ships, and is told of as no place is."""
        fleets: dict[str, set[str]] = {}
        for name, found in written.items():
            for seen in found:
                if seen.is_a_ship:
                    fleets.setdefault(seen.key, set()).add(name)
        for name, found in written.items():
            among = all(seen.definite and len(fleets.get(seen.key, set()) - {name}) > 1 for seen in found)
            land = found[0].is_full or self._gazetteer.rank(name) >= Rank.REALM
            if among and not land and not any(seen.is_told_as_place for seen in found):
                yield name

    def _under_articles(self, written: Mapping[str, Sequence[Seen]]) -> Iterator[str]:
        """Yield *La Zorbia* beside the place *Zorbia*, and *Lazorbia* beside the place *La Zorbia*."""
        joined = {
            name.replace(" ", "").lower()
            for name in written
            if name.partition(" ")[0].lower() in ARTICLES and self._judged[name].kind is Kind.PLACE
        }
        for name in written:
            article, _, rest = name.partition(" ")
            place = rest in self._judged and self._judged[rest].kind is Kind.PLACE
            if (rest and article.lower() in ARTICLES and place) or (not rest and name.lower() in joined):
                yield name

    def _ending_in_nouns(self, written: Mapping[str, Sequence[Seen]]) -> Iterator[str]:
        """Yield a place and a word that is no name by itself, in the plural at least: *Barbary Corsair*."""
        for name, found in written.items():
            first, last = found[0].parts[0], found[0].parts[-1]
            alone = [one for one in (last, f"{last}s") if one in self._judged and one != name]
            local = found[0].is_full and self._gazetteer.knows(first) and not is_given(first)
            if local and any(self._judged[one].kind is Kind.OTHER for one in alone):
                yield name

    def _tribes(self, names: Sequence[Seen]) -> Iterator[str]:
        """Yield the peoples of *the Puans, Renards, and Miamis*."""
        for listed in _lists_among(names):
            if listed[0].definite and all(one.name.endswith("s") and not one.is_full for one in listed):
                yield from (one.name for one in listed)

    def _families(self) -> Iterator[str]:
        """Yield plurals of surnames that are no given names: *the two Randolphs*."""
        for name in self._judged:
            stem = name.removesuffix("s")
            if stem != name and stem in self._surnames and not is_given(stem):
                yield name

    def judge(self, found: Sequence[Seen]) -> Judgement:
        """Return what the name of these places is taken for; a name that is new is judged by these alone."""
        name = found[0].name
        return self._judged[name] if name in self._judged else self._alone(found)

    def kind(self, found: Sequence[Seen]) -> Kind:
        return self.judge(found).kind

    def of_some(self, found: Sequence[Seen]) -> Judgement:
        """Return what a name is taken for in some of its places only."""
        return self._alone(found)

    def is_known_place(self, name: str) -> bool:
        """Return whether the gazetteer has a place of that name, however small."""
        return self._gazetteer.rank(name) > Rank.UNKNOWN

    def _by_list(self) -> Iterator[tuple[str, Kind, float]]:
        """Yield names of doubtful kind that stand in a list with names of a clear one."""
        for name, judged in self._judged.items():
            if judged.fixed or judged.is_listed or name not in self._neighbours:
                continue
            known = judged.kind is Kind.PLACE and judged.is_only_known
            if judged.margin >= _LISTABLE and not known:
                continue
            beside: dict[Kind, float] = dict.fromkeys(Kind, 0.0)
            for word, times in self._neighbours[name].items():
                other = self._judged.get(word)
                clear = word in self._surnames or (other is not None and other.is_clear)
                kind = Kind.PERSON if word in self._surnames or other is None else other.kind
                beside[kind] += times if clear else 0.25 * times
            likely = max((Kind.PERSON, Kind.PLACE), key=lambda kind: beside[kind])
            told = beside[likely] >= 1 or not judged.is_clear
            if told and 3 * beside[likely] > 2 * sum(beside.values()):
                yield name, likely, _AMONG_PERSONS if known and beside[likely] >= 2 else 1.0

    def _alone(self, found: Sequence[Seen]) -> Judgement:
        judged = self._scale.weigh(found)
        opinion = self._opinions.get(found[0].name)
        if opinion is not None and judged.fixed is None and not judged.is_clear:
            lacks = max(judged.weights.values()) - judged.weights[opinion]
            judged.add(opinion, lacks + CLEAR, "the language model takes it so")
        return judged


def _lists_among(names: Sequence[Seen]) -> Iterator[list[Seen]]:
    """Yield the names that stand in one list, two at least: *Sinope, Kaffa, and Azov*."""
    listed: list[Seen] = []
    for seen in names:
        if listed and seen.beside == listed[-1].name and seen.key == listed[-1].key:
            listed.append(seen)
            continue
        if len(listed) > 1:
            yield listed
        listed = [seen]
    if len(listed) > 1:
        yield listed
