"""Joins gathered names that mean one person or place: *Grant*, *President Grant*, *Ulysses Grant*.

A bare name goes to the full name that ends or begins with it. Which end is the surname is read off the text:
the one that stands alone. Nothing here asks the editor; a doubt is written down beside the group.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from florilegium.book.model import Kind
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.family_names import comes_first, is_never_turned
from florilegium.names.lexicon.gazetteer import Gazetteer, Rank
from florilegium.names.lexicon.given_names import is_given
from florilegium.names.lexicon.spelling import is_roman
from florilegium.names.mentions.name_boundaries import SUFFIX
from florilegium.names.suggest.candidates import Seen
from florilegium.names.suggest.classification import Guesser

#: Capitalised words that begin a surname of two words: *La Fontaine*.
_OPENERS = frozenset(
    {"la", "le", "st", "st.", "san", "mac", "mc", "ben", "von", "van", "de", "du", "al", "el", "da"}
)
#: With these an Arabic name begins that has no surname: *Ibn Khaldun*, *Abu Bakr*.
_KIN = frozenset({"ibn", "abu", "abū", "umm", "bint"})
_SAINT = re.compile(r"(?:Saint|Sainte|St|Ste|San|Santa|Santo|Sankt)\.? ")
#: What ties a name to a place, which is then no surname: *Christine de Suède*.
_FROM = re.compile(r" (?:de|d'|von|di) ?(?=[^\W\d_a-z])")
#: Common nouns that a place may have or lack: *Kurils*, *Kuril Islands*.
WATERS = frozenset({"sea", "island", "islands", "ocean", "mountains"})
#: Words spelled as Japanese ones are in our letters.
_JAPANESE = re.compile(
    r"(?:(?:[kgnhbpmr]y|sh|ch|ts|[kgsztdnhbpmyrwjf])?[aiueoāīūēō]|n(?![aiueo])|k(?=k)|s(?=s)|t(?=[tc])|p(?=p))+"
)


@dataclass
class Group:
    """Names taken for one. `full` are the written forms with their counts; `bare` those of an end alone."""

    kind: Kind
    full: Counter[str] = field(default_factory=Counter)
    bare: dict[str, list[Seen]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    surname: str = ""
    family_first: bool = False
    doubt: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The words of its fullest form."""
        return max((seen.parts for seen in self.seen), key=len)

    @property
    def ends(self) -> frozenset[str]:
        """The names that may mean it: its surname or either end; of a ruler the first, of a bey his title."""
        if not self.surname:
            return frozenset(
                [*self.parts[:1], *(part for part in self.parts[1:] if part.lower() in word_lists.BEHIND)]
            )
        return frozenset({self.surname, self.surname.split()[0], self.parts[0], self.parts[-1]})


def link(
    names: Sequence[Seen],
    gazetteer: Gazetteer,
    guesser: Guesser,
    language: str,
    turned: Collection[str] = (),
) -> list[Group]:
    """Groups of names, each of one kind, in the order in which they first stand in the text.

    In the texts whose keys are `turned` the family's name comes first.
    """
    written: dict[str, list[Seen]] = {}
    for seen in names:
        written.setdefault(seen.name, []).append(seen)
    people: dict[object, Group] = {}
    surnames = _long_surnames([found[0] for found in written.values() if found[0].is_full])
    for name, found in written.items():
        if found[0].is_full and guesser.kind(found) is Kind.PERSON and name not in surnames:
            _add(people.setdefault(_person(found[0], gazetteer), Group(Kind.PERSON)), found)
    for group in people.values():
        _find_surname(group, written, language, gazetteer)
    _turn_as_told(people.values(), turned)
    _turn_family_first(list(people.values()))
    bearers: dict[str, list[Group]] = {}
    for group in people.values():
        for end in group.ends:
            bearers.setdefault(end, []).append(group)
    _join_particles(people, bearers)
    others: dict[object, Group] = {}
    order = {id(seen): number for number, seen in enumerate(names)}
    for name, found in written.items():
        if found[0].is_full and guesser.kind(found) is Kind.PERSON and name not in surnames:
            continue
        if name in bearers and not guesser.is_rather_place(found):
            _give(found, bearers[name], order)
            continue
        kind = guesser.kind(found)
        identity = _place(name, gazetteer) if kind is Kind.PLACE else name
        _add(others.setdefault((kind, identity), Group(kind, doubt=_doubt(kind, found))), found)
    return sorted([*people.values(), *others.values()], key=lambda g: min(order[id(seen)] for seen in g.seen))


def _join_particles(people: dict[object, Group], bearers: Mapping[str, list[Group]]) -> None:
    """Give *Frau von Stolberg*, a surname with its particle alone, to the one who bears it in full."""
    for key, group in list(people.items()):
        alone = len(group.parts) == 1 and group.seen[0].name[0].islower()
        fuller = [one for one in bearers[group.parts[0]] if len(one.parts) > 1] if alone else []
        if len(fuller) == 1:
            del people[key]
            bearers[group.parts[0]].remove(group)
            fuller[0].full += group.full
            fuller[0].seen += group.seen


def _add(group: Group, found: Sequence[Seen]) -> None:
    group.full[found[0].name] += len(found)
    group.seen += found


def _person(seen: Seen, gazetteer: Gazetteer) -> object:
    """What written forms of one full name have in common: its two ends, in either order; a saint's name."""
    saint = _SAINT.match(seen.name)
    if saint:
        return "Saint", seen.name[saint.end() :]
    if _is_whole(seen, gazetteer):
        return seen.name
    return frozenset({seen.parts[0], seen.parts[-1]}) if len(seen.parts) > 1 else seen.name


def _is_whole(seen: Seen, gazetteer: Gazetteer) -> bool:
    """Whether the name is never turned: a ruler's, a peer's, a Burmese one, one with an epithet or an origin.

    *The Black Prince* has no surname either.
    """
    first, last = seen.parts[0], seen.parts[-1]
    tied = seen.definite or seen.office or " of " in seen.name or " the " in seen.name
    ruled = is_roman(last) or last.lower() in word_lists.BEHIND
    kin = first.lower() in _KIN and len(seen.parts) == 2
    origin = _FROM.search(seen.name)
    royal = origin is not None and gazetteer.rank(seen.name[origin.end() :]) >= Rank.REALM
    return tied or ruled or kin or royal or is_never_turned(seen.parts)


def _place(name: str, gazetteer: Gazetteer) -> str:
    """What written forms of one place have in common: *Kurils*, *Kuril Islands*, *Kuril Island*."""
    feature, _, rest = name.partition(" ")
    if feature in {"Mount", "River"} and rest:
        name = rest
    head, _, last = gazetteer.heading(name).rpartition(" ")
    stem = head if head and last.lower() in WATERS else gazetteer.heading(name)
    return stem.removesuffix("s").lower()


def _long_surnames(full: Sequence[Seen]) -> frozenset[str]:
    """Full names that are only the end of a fuller one: *García Márquez* beside *Tomás García Márquez*."""
    ends = {seen.parts[count:] for seen in full for count in range(1, len(seen.parts) - 1)}
    return frozenset(seen.name for seen in full if seen.parts in ends)


def _doubt(kind: Kind, found: Sequence[Seen]) -> str:
    if kind is Kind.PERSON and not found[0].is_full:
        return "the given name is missing"
    if kind is Kind.OTHER and any(seen.afloat for seen in found):
        return "a ship?"
    return "person, place or neither?" if kind is Kind.OTHER else ""


def _find_surname(
    group: Group, written: Mapping[str, Sequence[Seen]], language: str, gazetteer: Gazetteer
) -> None:
    """Which end of a full name is the surname: the one that stands alone more often, the last by default."""
    parts = group.parts
    if _is_whole(group.seen[0], gazetteer):
        return
    first, last = parts[0], parts[-1]
    if comes_first(parts) and len(written.get(last, ())) <= len(written.get(first, ())):
        group.family_first, group.surname = True, first
        return
    alone_more = len(written.get(first, ())) > len(written.get(last, ()))
    group.family_first = first != last and alone_more and not is_given(first)
    if group.family_first:
        group.surname = first
        return
    fullest = SUFFIX.sub("", max(group.full, key=len))
    alone = [part for part in parts[1:-1] if part in written and last not in written]
    if len(parts) == 1:
        group.surname = last
        group.doubt = "the given name is missing" if group.full.most_common(1)[0][0][0].islower() else ""
        return
    if len(parts) == 2 and first.lower() in _OPENERS and language.partition("-")[0] != "en":
        group.surname = f"{first} {last}"
        return
    opened = parts[-2].lower() in _OPENERS and not fullest.startswith(parts[-2])
    double = language.partition("-")[0] in {"es", "pt"} and len(parts) > 2
    begin = alone[0] if alone else parts[-2] if opened or double else last
    group.surname = fullest[fullest.rindex(begin) :]


def _turn_as_told(people: Iterable[Group], turned: Collection[str]) -> None:
    """Take the names of some texts family-first, but for those that a given name begins."""
    for group in people:
        whole = [seen for seen in group.seen if seen.is_full]
        told = bool(whole) and all(seen.key in turned for seen in whole)
        if told and group.surname and len(group.parts) > 1 and not is_given(group.parts[0]):
            group.family_first, group.surname = True, group.parts[0]


def _turn_family_first(people: Sequence[Group]) -> None:
    """Where a text has one Japanese name family-first, its others that nothing decides are taken so too."""
    proved = {
        seen.key for group in people if group.family_first and _is_japanese(group) for seen in group.seen
    }
    western = {group.surname for group in people if not group.family_first}
    for group in people:
        alone = all(seen.key in proved for seen in group.seen) and len(group.full) == 1
        if (
            alone
            and not group.family_first
            and _is_japanese(group)
            and not group.bare
            and group.surname in western
        ):
            group.family_first, group.surname = True, group.parts[0]
            group.doubt = "which name comes first?"


def _is_japanese(group: Group) -> bool:
    return len(group.parts) == 2 and all(_JAPANESE.fullmatch(part.lower()) for part in group.parts)


def _give(found: Sequence[Seen], bearers: Sequence[Group], order: Mapping[int, int]) -> None:
    """Give a single name to its bearers, text by text."""
    name = found[0].name
    texts: dict[str, list[Seen]] = {}
    for seen in found:
        texts.setdefault(seen.key, []).append(seen)
    for key, here in texts.items():
        bearer = _bearer(bearers, key, order[id(here[0])], order)
        bearer.bare.setdefault(name, []).extend(here)
        bearer.seen += here
    if len(bearers) > 1:
        for bearer in bearers:
            bearer.doubt = f"several bear the name {name}"


def _bearer(bearers: Sequence[Group], key: str, before: int, order: Mapping[int, int]) -> Group:
    """Of several who bear a name, the one whom the text has named in full by then, else the book's chief."""

    def introduced(group: Group) -> int:
        return sum(seen.is_full and seen.key == key and order[id(seen)] < before for seen in group.seen)

    return max(bearers, key=lambda group: (introduced(group), sum(seen.is_full for seen in group.seen)))
