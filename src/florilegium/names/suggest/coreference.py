"""The joining of gathered names that mean one person or place: *Grant*, *President Grant*, *Ulysses Grant*.

A bare word goes to a longer name only where its own place in the text allows it (`antecedents.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from florilegium.book.model import Kind
from florilegium.languages.folders import primary
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.gazetteer import Gazetteer
from florilegium.names.lexicon.spelling import Sort, sort_of
from florilegium.names.suggest.antecedents import Bearers
from florilegium.names.suggest.candidates import Seen
from florilegium.names.suggest.classification import Guesser
from florilegium.names.suggest.inverted_headings import place_of
from florilegium.names.suggest.judgement import Judgement
from florilegium.names.suggest.persons import (
    DOUBLE,
    Group,
    add_places,
    doubt_of,
    find_surname,
    halves,
    join_aliases,
    join_partial,
    join_particles,
    join_styled,
    join_titled,
    people_named,
    turn_as_told,
    turn_family_first,
    with_short_forms,
)


def link(
    names: Sequence[Seen],
    gazetteer: Gazetteer,
    guesser: Guesser,
    language: str,
    turned: Collection[str] = (),
) -> list[Group]:
    """Return groups of names, each of one kind, in the order in which they first stand in the text.

    In the texts whose keys are `turned` the family's name comes first.
    """
    written: dict[str, list[Seen]] = {}
    for seen in names:
        written.setdefault(seen.name, []).append(seen)
    people = people_named(written, gazetteer, guesser, double=primary(language) in DOUBLE)
    for group in people:
        find_surname(group, written, language, gazetteer)
    turn_as_told(people, turned)
    turn_family_first(people)
    people = with_short_forms(people)
    join_aliases(people)
    join_particles(people)
    join_titled(people)
    join_styled(people)
    join_partial(people)
    order = {id(seen): number for number, seen in enumerate(names)}
    held = {name for group in people for name in group.full}
    others = _Others(gazetteer, written)
    firsts = {seen.key: number for number, seen in reversed(list(enumerate(names)))}
    bearers = Bearers(people, guesser, order, firsts)
    aliases = dict(_aliases(written, held, bearers))
    for name in sorted(written, key=bearers.ambiguity):
        found = written[name]
        if name in aliases:
            _add_alias(aliases[name], written, people, guesser, others)
        elif name not in held:
            for rest in bearers.take(name, found):
                judged = guesser.judge(rest) if len(rest) == len(found) else guesser.of_some(rest)
                called = rest[0].is_woman or all(one.is_reigning for one in rest)
                titled = _is_titled_alone(rest, found) or (called and bearers.has_namesake(name))
                others.add(rest, judged, titled=titled)
    made = [group for group in (*people, *others.groups.values()) if group.seen]
    return sorted(made, key=lambda group: min(order[id(seen)] for seen in group.seen))


def _aliases(
    written: Mapping[str, Sequence[Seen]], held: Collection[str], bearers: Bearers
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield names that the text gives as others of a name, each with itself and that one."""
    for name, found in written.items():
        others = {seen.alias for seen in found if seen.alias}
        if len(others) == 1 and name not in held and not bearers.ambiguity(name):
            (other,) = others
            if other in written and other != name and not any(seen.alias == name for seen in written[other]):
                yield name, (name, other)


def _add_alias(
    names: tuple[str, str],
    written: Mapping[str, Sequence[Seen]],
    people: Sequence[Group],
    guesser: Guesser,
    others: _Others,
) -> None:
    """Give the places of a name to the one who has it besides another."""
    name, other = names
    whose = next((group for group in people if other in group.full), None)
    if whose is not None:
        whose.bare.setdefault(name, []).extend(written[name])
        whose.seen += written[name]
    else:
        others.add_as(other, written[name], guesser.judge(written[other]))


class _Others:
    """The groups of all that is no person named in full."""

    def __init__(self, gazetteer: Gazetteer, names: Collection[str]) -> None:
        self._gazetteer = gazetteer
        self._halves = dict(halves(names))
        self.groups: dict[object, Group] = {}

    def add(self, found: Sequence[Seen], judged: Judgement, *, titled: bool = False) -> None:
        """Add the places of one name; `titled` ones count only with the title that stands before them."""
        kind, name = judged.kind, found[0].name
        if titled:
            group = self.groups.setdefault(
                (kind, name, found[0].is_woman), Group(Kind.PERSON, judgement=judged)
            )
            group.set_apart(found)
            return
        self.add_as(self._halves.get(name, name) if kind is Kind.PERSON else name, found, judged)

    def add_as(self, name: str, found: Sequence[Seen], judged: Judgement) -> None:
        """Add places of what is another name of a name."""
        kind = judged.kind
        identity = place_of(name, self._gazetteer) if kind is Kind.PLACE else name
        group = self.groups.setdefault((kind, identity), Group(kind, judgement=judged))
        add_places(group, found)
        group.doubt = group.doubt or doubt_of(kind, found, judged)


def _is_called(found: Sequence[Seen]) -> bool:
    """Return whether a title alone makes a name of the word: *Lord North*."""
    name = found[0].name
    if found[0].body or not all(seen.title for seen in found):
        return False
    return name.lower() in word_lists.COMPASS or sort_of(name) is not Sort.UNKNOWN


def _is_titled_alone(some: Sequence[Seen], found: Sequence[Seen]) -> bool:
    """Return whether some of a word's places name someone with the title before it, and only so."""
    if _is_called(some):
        return True
    apart = len(some) < len(found) and all(seen.title for seen in some)
    return apart and (some[0].is_woman or not all(seen.title for seen in found))
