"""The persons whom a book names in full: their written forms, and which end of each name is the surname.

Which end it is, is read off the text: the one that stands alone. Whom a word alone means is the question of
`coreference.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from florilegium.book.model import Kind
from florilegium.languages.folders import primary
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.epithets import is_epithet
from florilegium.names.lexicon.family_names import comes_first, is_never_turned
from florilegium.names.lexicon.gazetteer import Gazetteer, Rank
from florilegium.names.lexicon.given_names import is_given
from florilegium.names.lexicon.spelling import is_roman
from florilegium.names.lexicon.words_beside_names import suffix_pattern
from florilegium.names.suggest.candidates import Seen
from florilegium.names.suggest.classification import Guesser
from florilegium.names.suggest.judgement import Judgement
from florilegium.system.patterns import regex

#: Capitalised words that begin a surname of two words: *La Fontaine*.
_OPENERS = frozenset(
    {"la", "le", "st", "st.", "san", "mac", "mc", "ben", "von", "van", "de", "du", "al", "el", "da"}
)
#: With these an Arabic name begins that has no surname: *Ibn Khaldun*, *Abu Bakr*.
_KIN = frozenset({"ibn", "abu", "abū", "umm", "bint"})
SAINT = regex(r"(?:Saint|Sainte|St|Ste|San|Santa|Santo|Sankt)\.? ")
#: What ties a name to a place, which is then no surname: *Christine de Suède*.
_FROM = regex(r" (?:de|d'|von|di) ?(?=[^\W\d_a-z])")
#: Words spelled as Japanese ones are in our letters.
_JAPANESE = regex(
    r"(?:(?:[kgnhbpmr]y|sh|ch|ts|[kgsztdnhbpmyrwjf])?[aiueoāīūēō]|n(?![aiueo])|k(?=k)|s(?=s)|t(?=[tc])|p(?=p))+"
)
#: What tells a ruler from others of his name: *Ernst der Bekenner*.
_EPITHET = regex(r"(?<!van)(?<!von)(?<!zu) (?:(der|die|the)|le|la|el|il|de) ([^\W\d_a-z][\w]+)\Z")
#: What ties a peer's title to his place.
_OF = regex(r" (?:of|de|du|von|di|della)(?: the| la)? | d'")
_INITIALS = regex(r"(?:[^\W\d_]\. ?)+")
_GIVEN_WORD = regex(r"[^\W\d_][\w'-]*\.?")
#: Languages in which a surname of two words is usual.
DOUBLE = frozenset({"es", "pt"})


@dataclass
class Group:
    """Names taken for one. `full` are the written forms with their counts.

    `bare` are the places of an end of the name that stands alone, by that word; `partial` are the words that
    mean it in these places' texts only. `apart` are the forms with a title, for a word that alone means
    another. `judgement` is that of its commonest form.
    """

    kind: Kind
    full: Counter[str] = field(default_factory=Counter)
    bare: dict[str, list[Seen]] = field(default_factory=dict)
    partial: set[str] = field(default_factory=set)
    apart: Counter[str] = field(default_factory=Counter)
    seen: list[Seen] = field(default_factory=list)
    surname: str = ""
    family_first: bool = False
    doubt: str = ""
    judgement: Judgement = field(default_factory=Judgement)

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the words of its fullest form."""
        return max((seen.parts for seen in self.seen), key=len)

    @property
    def surnames(self) -> frozenset[str]:
        """Return the words that mean it alone as a surname does."""
        if not self.surname:
            return frozenset()
        last = self.parts[0] if self.family_first else self.parts[-1]
        return frozenset({self.surname, self.surname.split()[0], last, *_particled(self.full)})

    @property
    def given(self) -> frozenset[str]:
        """Return the words that mean it alone as a given name does; none of a peer's or a saint's."""
        first = self.seen[0]
        if first.office or SAINT.match(first.name):
            return frozenset()
        return frozenset(self.parts[:1] if not self.family_first else self.parts[-1:]) - self.surnames

    @property
    def territories(self) -> frozenset[str]:
        """Return the place of which a peer has his title."""
        tail = _OF.split(self.seen[0].name, maxsplit=1)[1:]
        styled = {seen.styled for seen in self.seen if seen.styled}
        halves_of = {one.partition("-")[0] for one in tail if " of " not in self.seen[0].name}
        return frozenset({*tail, *halves_of, *styled}) if self.seen[0].office else frozenset(styled)

    @property
    def is_regnal(self) -> bool:
        """Return whether its first word is all that one calls it by, as with rulers."""
        return not self.surname

    def is_in_full(self, key: str) -> bool:
        """Return whether a text names it in full."""
        return any(seen.is_full and seen.key == key for seen in self.seen)

    def set_apart(self, titled: Sequence[Seen]) -> None:
        """Give it the places where a title stands before the name, and no others."""
        self.apart.update(seen.titled for seen in titled if seen.title)
        self.seen += titled


def _particled(forms: Iterable[str]) -> Iterator[str]:
    """Yield the surnames of some names with their particles in capitals: *De Robles*, *La Valette*."""
    for form in forms:
        words = form.split()
        for count in range(1, len(words)):
            if words[count].islower() and words[count] in word_lists.PARTICLES:
                yield " ".join([words[count].capitalize(), *words[count + 1 :]])


def people_named(
    written: Mapping[str, Sequence[Seen]], gazetteer: Gazetteer, guesser: Guesser, *, double: bool
) -> list[Group]:
    """Return the persons named in full with their written forms; `double` surnames may be usual."""
    people: dict[object, Group] = {}
    surnames = _long_surnames([found[0] for found in written.values() if found[0].is_full], double=double)
    for name, found in written.items():
        judged = guesser.judge(found)
        if found[0].is_full and judged.kind is Kind.PERSON and name not in surnames:
            group = people.setdefault(_person(found, gazetteer), Group(Kind.PERSON, judgement=judged))
            add_places(group, found)
            if not judged.is_clear and not group.doubt:
                group.doubt = doubt_of(Kind.PERSON, found, judged)
    return list(people.values())


def with_short_forms(people: Sequence[Group]) -> list[Group]:
    """Join *R. H. Lee* to *Richard Henry Lee*, then *Arthur Lee* to *W. Arthur Lee*.

    Each is joined only where one alone of the name can be meant by it.
    """
    return _joined(_joined(people, _is_short_for), _is_called)


def _joined(
    people: Sequence[Group], stands_for: Callable[[Sequence[str], Sequence[str]], bool]
) -> list[Group]:
    """Return the persons, each whose given names stand for those of one other of the family joined to him."""
    families: dict[str, list[Group]] = {}
    for group in people:
        if group.surname and not group.family_first:
            families.setdefault(group.surname, []).append(group)
    gone: set[int] = set()
    for family in families.values():
        if len(family) == 1:
            continue
        given = {id(one): _given_words(one) for one in family}
        for group in sorted(family, key=lambda one: len(given[id(one)])):
            words = given[id(group)]
            others = [one for one in family if one is not group and id(one) not in gone]
            fuller = [one for one in others if words and stands_for(words, given[id(one)])]
            alike = [one for one in fuller if _suffix(one) == _suffix(group)]
            signed = not alike and all(map(_INITIALS.fullmatch, words))  # *P. Henry, Jr.*
            fuller = [one for one in fuller if not _suffix(one)] if signed else alike
            if len(fuller) == 1:
                gone.add(id(group))
                fuller[0].full += group.full
                fuller[0].seen += group.seen
                given[id(fuller[0])] = _given_words(fuller[0])
    return [group for group in people if id(group) not in gone]


def _is_called(short: Sequence[str], full: Sequence[str]) -> bool:
    """Return whether given names are others but for an initial before these: *Arthur*, *W. Arthur*."""
    return len(full) > 1 and list(short) == list(full[1:]) and _INITIALS.fullmatch(full[0]) is not None


def _given_words(group: Group) -> list[str]:
    """Return the given names of a person as the fullest form has them, initials included."""
    fullest = max(group.full, key=lambda name: (len(name.split()), len(name)))
    return _GIVEN_WORD.findall(fullest.partition(group.surname)[0])


def _is_short_for(short: Sequence[str], full: Sequence[str]) -> bool:
    """Return whether given names are initials or fewer of others."""
    if not full or len(short) > len(full) or short == full or sum(map(len, short)) >= sum(map(len, full)):
        return False
    return _abbreviates(short[0], full[0]) and all(
        any(_abbreviates(word, other) for other in full[1:]) for word in short[1:]
    )


def _abbreviates(short: str, full: str) -> bool:
    bare = short.rstrip(".")
    if full in word_lists.SHORTENED.get(bare, ()):
        return True
    return bare == full.rstrip(".") or (full.startswith(bare) and (short.endswith(".") or len(bare) == 1))


def _suffix(group: Group) -> str:
    found = suffix_pattern().search(max(group.full, key=len))
    return found.group().strip(" ,.") if found else ""


def join_aliases(people: list[Group]) -> None:
    """Give *whom they called the Princess of Zorbia* to the one of whom it is said."""
    for group in list(people):
        others = {seen.alias for seen in group.seen}
        if len(others) == 1 and "" not in others:
            named = [one for one in people if one is not group and others & one.full.keys()]
            _give(group, [one for one in named if len(one.parts) >= len(group.parts)], people)


def join_particles(people: list[Group]) -> None:
    """Give *Frau von Stolberg*, a surname with its particle alone, to the one who bears it in full."""
    for group in list(people):
        if len(group.parts) != 1 or not group.seen[0].name[0].islower():
            continue
        fuller = [one for one in people if len(one.parts) > 1 and group.parts[0] in one.surnames | one.given]
        _give(group, fuller, people)


def join_titled(people: list[Group]) -> None:
    """Give *Kemal Reïs*, a given name with the title behind it, to the one whose given name it is."""
    titled = [one for one in people if len(one.parts) == 2 and one.parts[-1].lower() in word_lists.BEHIND]
    for group in titled:
        called = [one for one in people if one is not group and group.parts[0] in one.parts]
        fuller = [one for one in called if one.surname and one.given == {group.parts[0]}]
        if len(called) == 1:
            _give(group, fuller, people)


def join_styled(people: list[Group]) -> None:
    """Give *Duke of Zorbia* to the only one behind whose name that title stands."""
    styled: dict[str, dict[int, Group]] = {}
    for one in people:
        for place in {seen.styled for seen in one.seen if seen.styled}:
            styled.setdefault(place, {})[id(one)] = one
    for group in list(people) if styled else ():
        if group.seen[0].office:
            bearers = [one for place in group.territories for one in styled.get(place, {}).values()]
            _give(group, [one for one in bearers if one is not group and not one.seen[0].office], people)


def join_partial(people: list[Group]) -> None:
    """Give *Jean Paul* to the only one of these given names, *Jean de la Moll Sato* to *Jean de la Moll*."""
    given: dict[tuple[str, ...], list[Group]] = {}
    whole: dict[str, list[Group]] = {}
    for one in people:
        if one.surname and len(one.parts) > 1:
            given.setdefault(tuple(_given_words(one)), []).append(one)
        whole.setdefault(one.seen[0].name, []).append(one)
    for group in list(people):
        name, parts = group.seen[0].name, group.parts
        called = len(parts) > 1 and parts in given and all(map(is_given, parts)) and not group.seen[0].title
        keys = {seen.key for seen in group.seen} if called else set()
        bearers = [
            one
            for one in (given[parts] if called else ())
            if one is not group and keys <= {seen.key for seen in one.seen}
        ]
        shorter = [one for one in whole.get(name.rpartition(" ")[0], ()) if one is not group]
        tied = bool(shorter) and _OF.search(shorter[0].seen[0].name) is not None
        longer = tied and len(group.seen) <= len(shorter[0].seen)
        _give(group, bearers or (shorter if longer else []), people)


def _give(group: Group, bearers: Sequence[Group], people: list[Group]) -> None:
    """Give the names of someone to the only one who bears them."""
    if len(bearers) == 1:
        people.remove(group)
        bearers[0].full += group.full
        bearers[0].seen += group.seen


def add_places(group: Group, found: Sequence[Seen]) -> None:
    group.full[found[0].name] += len(found)
    group.seen += found


def _person(found: Sequence[Seen], gazetteer: Gazetteer) -> object:
    """Return what written forms of a full name share: its two ends, in either order; a saint's name."""
    seen = found[0]
    saint = SAINT.match(seen.name)
    if saint:
        return "Saint", seen.name[saint.end() :]
    if _is_whole(found, gazetteer):
        return _with_numeral(seen.name)
    suffix = suffix_pattern().search(seen.name)
    first = seen.name.partition(" ")[0]
    begin = seen.parts[0] if seen.name.startswith(seen.parts[0]) else _INITIALS.match(seen.name)
    begin = begin if isinstance(begin, str) else begin.group().replace(" ", "") if begin else first
    ends = frozenset({begin, seen.parts[-1]}) if len(seen.parts) > 1 or begin != seen.parts[0] else seen.name
    return (ends, suffix.group().strip(" ,.")) if suffix else ends


def is_ruler(group: Group) -> bool:
    """Return whether a numeral or an epithet tells someone from others of his given name."""
    name = group.seen[0].name
    return not group.surname and (is_roman(group.parts[-1]) or _has_epithet(name))


def _has_epithet(name: str) -> bool:
    """Return whether it is as in *Karl der Kühne*, *Philippe le Bel*, but not as in *Jean le Zuqeur*."""
    told = _EPITHET.search(name)
    return told is not None and (told[1] is not None or is_epithet(told[2]))


def _with_numeral(name: str) -> str:
    """Return *George the Third* as *George III*."""
    head, _, ordinal = name.rpartition(" the ")
    return f"{head} {word_lists.ORDINALS[ordinal]}" if head and ordinal in word_lists.ORDINALS else name


def _is_whole(found: Sequence[Seen], gazetteer: Gazetteer) -> bool:
    """Return whether a name is never turned: a ruler's, peer's, Burmese, with an epithet or an origin.

    *The Black Prince* has no surname either.
    """
    seen = found[0]
    first, last = seen.parts[0], seen.parts[-1]
    definite = 2 * sum(one.definite for one in found) > len(found) and not is_given(first)
    tied = definite or seen.office or " of " in seen.name or " the " in suffix_pattern().sub("", seen.name)
    ruled = any(map(is_roman, seen.parts[1:])) or last.lower() in word_lists.BEHIND  # *Gustav IV. Adolf*
    kin = first.lower() in _KIN and len(seen.parts) == 2
    origin = _FROM.search(seen.name)
    royal = origin is not None and gazetteer.rank(seen.name[origin.end() :]) >= Rank.REALM
    called = len(seen.parts) == 1 or is_epithet(last)
    tied = tied or (is_given(first) and called and _has_epithet(seen.name))
    reigns = all(map(is_given, seen.parts)) and any(one.plain_title in word_lists.REIGNING for one in found)
    return tied or ruled or kin or royal or reigns or is_never_turned(seen.parts)


def _long_surnames(full: Sequence[Seen], *, double: bool) -> frozenset[str]:
    """Return full names that only end a fuller one: *García Márquez* beside *Tomás García Márquez*.

    *Henry Lee* is someone else than *Richard Henry Lee*, but where surnames of two words are usual.
    """
    ends: set[str] = set()
    for seen in full:
        words = seen.name.split()
        called = not double and len(words) == 3 and _INITIALS.fullmatch(words[0])  # *W. Arthur Lee*
        starts = [count for count in range(1, len(words) - 1) if words[count][0].isupper() and not called]
        ends.update(" ".join(words[count:]) for count in starts)
    ends |= set(_particled(seen.name for seen in full))
    return frozenset(
        seen.name for seen in full if seen.name in ends and (double or not is_given(seen.parts[0]))
    )


def find_surname(
    group: Group, written: Mapping[str, Sequence[Seen]], language: str, gazetteer: Gazetteer
) -> None:
    """Find the surname's end of a full name: the one that stands alone more often, the last by default."""
    parts = group.parts
    if _is_whole(group.seen, gazetteer):
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
    fullest = suffix_pattern().sub("", max(group.full, key=len))
    alone = [part for part in parts[1:-1] if part in written and last not in written]
    if len(parts) == 1:
        group.surname = last
        return
    if len(parts) == 2 and first.lower() in _OPENERS and primary(language) != "en":
        group.surname = f"{first} {last}"
        return
    opened = parts[-2].lower() in _OPENERS and not fullest.startswith(parts[-2])
    double = primary(language) in DOUBLE and len(parts) > 2
    begin = alone[0] if alone else parts[-2] if opened or double else last
    group.surname = fullest[fullest.rindex(begin) :]


def turn_as_told(people: Iterable[Group], turned: Collection[str]) -> None:
    """Take the names of some texts family-first, but for those that a given name begins."""
    for group in people:
        whole = [seen for seen in group.seen if seen.is_full]
        told = bool(whole) and all(seen.key in turned for seen in whole)
        if told and group.surname and len(group.parts) > 1 and not is_given(group.parts[0]):
            group.family_first, group.surname = True, group.parts[0]


def turn_family_first(people: Sequence[Group]) -> None:
    """Take undecided Japanese names of a text for family-first where one of them is shown to be so."""
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


def doubt_of(kind: Kind, found: Sequence[Seen], judged: Judgement) -> str:
    if kind is Kind.OTHER:
        return "a ship?" if any(seen.afloat for seen in found) else "person, place or neither?"
    if kind is Kind.ORGANISATION or judged.is_clear:
        return ""
    rivals = sorted(judged.weights, key=lambda one: judged.weights[one], reverse=True)
    return f"{rivals[0].value} or {'neither' if rivals[1] is Kind.OTHER else rivals[1].value}?"


def halves(names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the first half of a name that a hyphen joins where it stands alone: *Moll*, *Moll-Sato*."""
    joined: dict[str, list[str]] = {}
    for name in names:
        head, _, tail = name.partition("-")
        if head in names and tail[:1].isupper() and " " not in name and not is_given(head):
            joined.setdefault(head, []).append(name)
    yield from ((head, whole[0]) for head, whole in joined.items() if len(whole) == 1)
