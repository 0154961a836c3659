"""Whom a word alone means, text by text, among those who bear it in full.

A surname means the one whom the text names in full, a given name the one of whom that text treats; a place's
name never the peer who has his title from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from florilegium.book.model import Kind
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.given_names import is_a_mans, is_a_womans, is_given
from florilegium.names.suggest.candidates import Seen
from florilegium.names.suggest.classification import Guesser
from florilegium.names.suggest.judgement import Judgement
from florilegium.names.suggest.persons import Group, is_ruler
from florilegium.system.patterns import regex

#: One named in full so much seldomer than another of the name is not the one whom a text treats.
_OFTEN = 0.5
_ENGLISH_PEER = regex(r" (?:of|von) ")
#: What stands between a name and the land whence someone is called.
_WHENCE = ("von ", "zu ", "of ")
#: Signs that one is told whose kin someone is.
_KIN = frozenset({"kin", "kin behind"})
#: How the titles of peeresses end.
_LADY = regex(r"(?:ess|esse|ise|esa|essa|ina|in)\Z")
#: Signs that a sentence tells of someone.
_ACTING = frozenset({"subject", "action", "speaking"})
#: What a surname that someone bears in full weighs for a person.
_BORNE = 3.0


class Bearers:
    """Those who bear a name in full, and which of them a word alone means, text by text."""

    def __init__(
        self, people: Iterable[Group], guesser: Guesser, order: Mapping[int, int], firsts: Mapping[str, int]
    ) -> None:
        self._guesser = guesser
        self._order = order
        self._firsts = firsts
        self._named: dict[int, Counter[str]] = {}
        self._titles: dict[int, frozenset[str]] = {}
        self._surnames: dict[str, list[Group]] = {}
        self._given: dict[str, list[Group]] = {}
        self._peers: dict[str, list[Group]] = {}
        for group in people:
            for words, table in (
                (group.surnames, self._surnames),
                (group.given, self._given),
                (group.territories, self._peers),
            ):
                for word in words:
                    table.setdefault(word, []).append(group)

    def ambiguity(self, name: str) -> int:
        """Return how many bear a name.

        Those that one alone bears come first and show of whom a text treats.
        """
        return len(self._surnames.get(name, ())) + len(self._given.get(name, ()))

    def has_namesake(self, name: str) -> bool:
        """Return whether someone has a word in his name or in his title."""
        return self.ambiguity(name) > 0 or name in self._peers

    def take(self, name: str, found: Sequence[Seen]) -> Iterator[Sequence[Seen]]:
        """Give the places of a name to those who bear it; yield what none of them gets, by what it names."""
        if name in self._surnames and name in self._given and is_given(name):
            given, found = _divided(found, lambda seen: self._is_given_there(name, seen.key))
            if given:
                yield from self._by_given(name, given)
        if not found:
            return
        borne = name in self._surnames or name in self._given
        if borne and 2 * sum(seen.is_a_thing for seen in found) >= len(found):
            yield found  # *Moll's David*, where someone is *Gerard David*; *the James and Potomac rivers*
            return
        surnamed = name in self._surnames and not self._is_rather_given(name)
        if name in self._surnames and not surnamed:  # *Dr. Alexander* among many of that given name
            called, found = _divided(found, lambda seen: seen.is_surnamed)
            if called:
                yield from self._by_surname(name, called)
        if found:
            yield from self._taken(name, found, surnamed=surnamed)

    def _taken(self, name: str, found: Sequence[Seen], *, surnamed: bool) -> Iterator[Sequence[Seen]]:
        if surnamed:
            bearers = self._surnames[name]
            wives, others = _divided(found, lambda seen: self._is_his_wife(seen, bearers))
            if wives:
                yield wives
            early = self._texts_before_her(others, bearers) | self._texts_before_kin(others, bearers)
            men, others = _divided(others, lambda seen: seen.key in early)
            if men:
                yield men
            if others:
                yield from self._by_surname(name, others)
        elif name in self._given:
            yield from self._by_given(name, found)
        elif name in self._peers:
            yield from self._by_title(name, found)
        elif found[0].is_full:
            yield found
        else:
            wives, others = _wives_apart(found)
            if wives:
                yield wives
            yield from _by_kind(others, self._guesser)

    def _is_his_wife(self, seen: Seen, bearers: Sequence[Group]) -> bool:
        """Return whether *Mrs. Moll* is none of those who bear the name, since each of them is a man."""
        return seen.is_woman and all(map(self._is_a_man, bearers))

    def _texts_before_her(self, found: Sequence[Seen], bearers: Sequence[Group]) -> frozenset[str]:
        """Return the texts that have a surname alone before they name a woman by it, and nobody else.

        *Manet* of the first page is no *Julie Manet* of the last.
        """
        if not all(map(_is_a_woman, bearers)):
            return frozenset()
        firsts = {seen.key: self._order[id(seen)] for seen in reversed(found) if not seen.is_woman}
        named = self._first_in_full(bearers)
        earlier = min(named.values(), default=0)
        return frozenset(key for key, place in firsts.items() if place < earlier and key in named)

    def _texts_before_kin(self, found: Sequence[Seen], bearers: Sequence[Group]) -> frozenset[str]:
        """Return the texts that have a surname alone before they bring in one of the name as someone's kin.

        *Moll* before *his son Jan Moll* is the father.
        """
        named = self._first_in_full(bearers)
        kin = {
            seen.key
            for group in bearers
            for seen in group.seen
            if seen.is_full and "relation" in seen.signs and self._order[id(seen)] == named[seen.key]
        }
        firsts = {seen.key: self._order[id(seen)] for seen in reversed(found) if seen.key in kin}
        return frozenset(key for key, place in firsts.items() if place < named[key])

    def _is_a_man(self, group: Group) -> bool:
        """Return whether someone's title, or his given name where he has none, is a man's."""
        titles = {title.rstrip(".").lower() for title in self._called(group)}
        if titles:
            return word_lists.FEMININE.isdisjoint(titles)
        return any(map(is_a_mans, group.given))

    def _called(self, group: Group) -> frozenset[str]:
        """Return every title that stands before someone's full name."""
        return frozenset(seen.title for seen in group.seen if seen.is_full and seen.title)

    def _is_rather_given(self, name: str) -> bool:
        """Return whether a word that ends one full name begins others that the book has oftener."""

        def named(groups: Iterable[Group]) -> int:
            return sum(seen.is_full for group in groups for seen in group.seen)

        given = self._given.get(name, [])
        return bool(given) and is_given(name) and named(given) > named(self._surnames[name])

    def _is_given_there(self, name: str, key: str) -> bool:
        """Return whether a text names in full those alone whose given name a word is."""
        named = [one for one in self._given[name] if one.is_in_full(key)]
        given = any(one.parts[-1].lower() not in word_lists.BEHIND for one in named)  # no *Kemal Reïs*
        return given and not any(one.is_in_full(key) for one in self._surnames[name])

    def _by_surname(self, name: str, found: Sequence[Seen]) -> Iterator[Sequence[Seen]]:
        """Share a surname's places among its bearers, and yield the rest.

        A surname means its bearer, but in texts where it is a place's name and nobody is named in full.
        """
        bearers = self._surnames[name]
        personal = [seen for seen in found if seen.is_personal]
        rest = [seen for seen in found if not seen.is_personal]
        judged = self._guesser.of_some(rest) if rest else Judgement()
        landed = any(seen.is_local for seen in found) and all(_is_landed(name, one) for one in bearers)
        if landed and judged.kind is Kind.PLACE and not personal:
            yield found  # *in Ulm*, where someone is *Jan von Ulm*
            return
        judged.add(Kind.PERSON, _BORNE + 0.5 * min(len(personal), 4))
        local = [seen for seen in rest if seen.is_local]
        rare = 2 * len(local) <= len(found) or not self._guesser.is_known_place(name)
        if not local or (judged.kind is not Kind.PLACE and rare):
            self._share(name, found, bearers)
            return
        full = {seen.key for group in bearers for seen in group.seen if seen.is_full}
        lost = {seen.key for seen in local}
        stays = [seen for seen in found if seen.key in full - lost]
        leaves = [seen for seen in rest if seen.key not in full - lost]
        titled = [seen for seen in personal if seen.key not in full - lost]
        if stays:
            self._share(name, stays, bearers, partial=True)
        if titled:
            self._chief(bearers, titled).set_apart(titled)
        if leaves:
            yield leaves

    def _by_given(self, name: str, found: Sequence[Seen]) -> Iterator[Sequence[Seen]]:
        """Share a given name's places among its bearers, and yield the rest.

        It means the one whom that text names in full, unless it is rather a place's name.
        """
        bearers = [*self._given[name], *self._surnames.get(name, [])]
        if all(one.is_regnal for one in bearers):
            commoners, found = _divided(found, lambda seen: seen.plain_title in word_lists.COURTESIES)
            if commoners:  # *Sir Charles* is no *Charles V*
                yield commoners
        ruled = self._texts_of_other_kings(found, bearers)
        kings, found = _divided(found, lambda seen: seen.is_reigning and seen.key in ruled)
        if kings:
            yield kings
        strange = self._texts_of_strangers(found, bearers)
        strangers, found = _divided(found, lambda seen: seen.key in strange)
        if strangers:
            yield strangers
        if not found:
            return
        judged = self._guesser.judge(found)
        if judged.kind is Kind.PLACE or judged.fixed is not None:
            yield found
            return
        texts = {seen.key: [group for group in bearers if group.is_in_full(seen.key)] for seen in found}
        alone = all(one.is_regnal for one in bearers) or (
            len(bearers) == 1 and (len(texts) == 1 or not is_given(name))
        )
        taken = found if alone else [seen for seen in found if texts[seen.key]]
        his = [seen for seen in taken if self._is_ruler_there(bearers, seen.key)]
        if his and not alone:  # the others of the text are called by their surnames
            self._share(name, his, list(filter(is_ruler, bearers)), partial=True)
            taken = [seen for seen in taken if seen not in his]
        left = [seen for seen in found if not alone and not texts[seen.key]]
        rulers = [one for one in bearers if one.is_regnal]
        if left and rulers:  # a ruler is called by his first name alone
            self._share(name, left, rulers, partial=True)
            left = []
        if taken:
            self._share(name, taken, bearers, partial=bool(left) or len(bearers) > 1)
        if left:
            yield left

    def _texts_of_other_kings(self, found: Sequence[Seen], bearers: Sequence[Group]) -> frozenset[str]:
        """Return the texts whose *King Charles* is none of those who bear the name, since none of them rules.

        He may be one whom the text has named in full before: *Joseph Bonaparte*, *King Joseph*.
        """
        if any(one.is_regnal for one in bearers):
            return frozenset()
        kings = {seen.key: self._order[id(seen)] for seen in reversed(found) if seen.is_reigning}
        named = self._first_in_full(bearers)
        return frozenset(key for key, place in kings.items() if named.get(key, place) >= place)

    def _first_in_full(self, bearers: Sequence[Group]) -> Mapping[str, int]:
        """Return where each text first names one of some persons in full."""
        first: dict[str, int] = {}
        for seen in (seen for group in bearers for seen in group.seen if seen.is_full):
            place = self._order[id(seen)]
            first[seen.key] = min(place, first.get(seen.key, place))
        return first

    def _texts_of_strangers(self, found: Sequence[Seen], bearers: Sequence[Group]) -> frozenset[str]:
        """Return the texts that tell whose kin one of a given name is, before they name him in full.

        *Isabella, his bride* is no *Isabella Moll* of a later page, but where a *Moll* stands before her.
        """
        first = {seen.key: seen for seen in reversed(found)}
        kin = {key for key, seen in first.items() if not _KIN.isdisjoint(seen.signs)}
        if not kin:
            return frozenset()
        last = {seen.key: self._order[id(seen)] for seen in found}
        surnames = {word for group in bearers for word in group.surnames}
        families = [one for word in surnames for one in self._surnames.get(word, ())]
        named: dict[str, int] = {}
        for seen in (seen for group in (*bearers, *families) for seen in group.seen if seen.key in kin):
            place = self._order[id(seen)]
            named[seen.key] = min(place, named.get(seen.key, place))
        return frozenset(key for key in kin if named.get(key, -1) > last[key])

    def _is_ruler_there(self, bearers: Sequence[Group], key: str) -> bool:
        """Return whether a text names one ruler of a given name, and calls its others by their surnames."""
        named = [one for one in bearers if one.is_in_full(key)]
        others = [one for one in named if not is_ruler(one)]
        surnamed = (
            any(seen.key == key for word in one.surnames for seen in one.bare.get(word, ())) for one in others
        )
        return len(named) - len(others) == 1 and bool(others) and all(surnamed)

    def _by_title(self, name: str, found: Sequence[Seen]) -> Iterator[Sequence[Seen]]:
        """Share the places of a peer's title among its bearers, or yield them.

        A peer's place means him only where the text never treats it as a place's name.
        """
        if all(map(_is_a_lord, self._peers[name])):  # *Mme de Moll* is no duke
            wives, found = _divided(found, lambda seen: seen.is_woman)
            if wives:
                yield wives
            if not found:
                return
        judged = self._guesser.judge(found)
        foreign = all(not _ENGLISH_PEER.search(group.seen[0].name) for group in self._peers[name])
        if foreign and not self._guesser.is_known_place(name):  # *the Marquis de Montcalm*
            self._share(name, found, self._peers[name])
            return
        titled, bare = _divided(found, lambda seen: seen.is_personal)
        if titled and bare and self._guesser.of_some(bare).kind is Kind.PLACE:
            self._chief(self._peers[name], titled).set_apart(titled)
            yield bare  # *Lord Ulm went to Ulm*
        elif judged.kind is Kind.PERSON and not any(seen.is_local for seen in found):
            self._share(name, found, self._peers[name])
        else:
            yield from _by_kind(found, self._guesser)

    def _share(
        self, name: str, found: Sequence[Seen], bearers: Sequence[Group], *, partial: bool = False
    ) -> None:
        """Give each text's places of a word to one of its bearers."""
        texts: dict[str, list[Seen]] = {}
        for seen in found:
            texts.setdefault(seen.key, []).append(seen)
        owners: dict[int, Group] = {}
        for here in texts.values():
            bearer = self._chief(bearers, here, self._order[id(here[0])])
            rest = [seen for seen in here if not self._give_by_title(seen, bearer, bearers)]
            if rest:
                owners[id(bearer)] = bearer
                bearer.bare.setdefault(name, []).extend(rest)
                bearer.seen += rest
        for bearer in owners.values():
            if partial or len(owners) > 1:
                bearer.partial.add(name)
            rivals = [one for one in bearers if one is not bearer and self._rivals(name, one, bearer)]
            if rivals and name in bearer.surnames:
                bearer.doubt = f"several bear the name {name}"

    def _give_by_title(self, seen: Seen, chief: Group, bearers: Sequence[Group]) -> bool:
        """Give *General Lee* to the one bearer who is a general where the text's chief Lee is none.

        Return whether it was given; the text's others of that title go to him too.
        """
        called = [one for one in bearers if seen.title and seen.title in self._titles_of(one)]
        if not called or chief in called:
            return False
        named = [one for one in called if self._named_in_full(one)[seen.key]] or called
        if len(named) == 1:
            words = seen.titled
            named[0].bare.setdefault(words, []).append(seen)
            named[0].partial.add(words)
            named[0].seen.append(seen)
        return len(named) == 1

    def _rivals(self, name: str, one: Group, two: Group) -> bool:
        """Return whether the first of two may be meant where the second has a word.

        He may where that text names him in full nearly as often, or the second hardly and the whole book the
        first half as often.
        """
        first, second = self._named_in_full(one), self._named_in_full(two)
        half = 2 * first.total() > second.total()
        for key in {seen.key for seen in two.bare[name]}:
            if 4 * first[key] > max(second[key], 1) or (second[key] <= 1 and half):
                return True
        return False

    def _named_in_full(self, group: Group) -> Counter[str]:
        """Return how often each text names someone in full."""
        if id(group) not in self._named:
            self._named[id(group)] = Counter(seen.key for seen in group.seen if seen.is_full)
        return self._named[id(group)]

    def _titles_of(self, group: Group) -> frozenset[str]:
        """Return the titles that stand before someone's full name in the book, courtesies left out."""
        if id(group) not in self._titles:
            kept = (
                one for one in self._called(group) if one.rstrip(".").lower() not in word_lists.COURTESIES
            )
            self._titles[id(group)] = frozenset(kept)
        return self._titles[id(group)]

    def _chief(self, bearers: Sequence[Group], bare: Sequence[Seen], before: int | None = None) -> Group:
        """Return that of several bearers of a bare name whom its text names otherwise by then, else so far.

        One is not meant whom the text names in full much seldomer than another. Of equals it is the one of
        whom a sentence tells, then the one who was named last.
        """

        def rank(group: Group) -> tuple[bool, int, int, int, int, int, int]:
            here = [seen for seen in group.seen if seen.key == key]
            places = [self._order[id(seen)] for seen in here]
            earlier = [place for place in places if before is not None and place < before]
            before_it = sum(self._order[id(seen)] < self._firsts[key] for seen in group.seen)
            often = sum(seen.is_full for seen in here) >= _OFTEN * most
            whole = sum(seen.is_full for seen in group.seen)
            acting = sum(seen.is_full and not _ACTING.isdisjoint(seen.signs) for seen in here)
            return often, len(earlier), len(here), before_it, whole, acting, max(earlier, default=0)

        key = bare[0].key
        most = max(self._named_in_full(group)[key] for group in bearers)
        return max(bearers, key=rank)


def _is_landed(name: str, group: Group) -> bool:
    """Return whether someone has a place's name behind *von* or *of*."""
    ends = tuple(f" {tie}{name}" for tie in _WHENCE)
    return all(seen.name.endswith(ends) for seen in group.seen if seen.is_full)


def _is_a_woman(group: Group) -> bool:
    """Return whether a woman's given name, and no man's title, names someone."""
    titled = any(seen.title and not seen.is_woman for seen in group.seen)
    return any(map(is_a_womans, group.given)) and not titled


def _is_a_lord(peer: Group) -> bool:
    """Return whether a peer's title is a man's: *Duke of Moll*, but not *duchesse de Moll*."""
    title = peer.seen[0].name.partition(" ")[0].lower() if peer.seen[0].office else ""
    return bool(title) and title != "lady" and _LADY.search(title) is None


def _by_kind(found: Sequence[Seen], guesser: Guesser) -> Iterator[Sequence[Seen]]:
    """Yield the places of one word parted in those of a person with a title and those of a place."""
    titled = [seen for seen in found if seen.title]
    rest = [seen for seen in found if not seen.title]
    if titled and rest and any(seen.is_local for seen in rest):
        other = guesser.of_some(rest)
        if other.kind is Kind.PLACE and other.is_clear:
            yield titled
            yield rest
            return
    yield found


def _wives_apart(found: Sequence[Seen]) -> tuple[list[Seen], list[Seen]]:
    """Return the places of *Lady Moll* that mean another than *Moll* does, and the others.

    She is another where the text has a man of that title, or has named *Moll* before.
    """
    wives, others = _divided(found, lambda seen: seen.is_woman)
    if not wives or not others:
        return [], list(found)
    earlier = any(seen is found[0] and seen.key == wives[0].key for seen in others)
    return (wives, others) if earlier or any(seen.title for seen in others) else ([], list(found))


def _divided(found: Sequence[Seen], rule: Callable[[Seen], bool]) -> tuple[list[Seen], list[Seen]]:
    """Return the places that keep a rule, and the others."""
    kept: list[Seen] = []
    others: list[Seen] = []
    for seen in found:
        (kept if rule(seen) else others).append(seen)
    return kept, others
