"""A proposed heading as a value, and the authority in which proposals are accepted.

Whatever is accepted makes an authority without contradictions: `consistent` takes from one of two proposals
the form that both would claim, and joins two that have the same heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from florilegium.book.model import Authority, Heading, Kind, Passage, Phrase
from florilegium.names.lexicon.folding import fold_form
from florilegium.names.mentions.authority import FormClaim, claims_of, rivals_among
from florilegium.names.mentions.forms import Rule
from florilegium.system.values import dataclass

#: Contexts that a proposal shows.
CONTEXTS = 3


@dataclass(frozen=True)
class Proposal:
    """One candidate. `heading` is also its name in the review file.

    `ignore` proposes it as a phrase that names nobody. `only_in` are words that mean it in some texts, by
    their keys; `add` are passages that treat of it without naming it. `count` and `texts` say where it is
    named, `contexts` shows up to three places. `speaks_for` and `speaks_against` are what its kind was taken
    from, `doubt` is what the editor should look at.
    """

    heading: str
    kind: Kind
    variants: tuple[str, ...] = ()
    order: str = "western"
    surname: bool = False
    bare_in: tuple[str, ...] = ()
    ignore: bool = False
    count: int = 0
    texts: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    doubt: str = ""
    only_in: tuple[tuple[str, tuple[str, ...]], ...] = ()
    speaks_for: tuple[str, ...] = ()
    speaks_against: tuple[str, ...] = ()
    add: tuple[Passage, ...] = ()

    @cached_property
    def as_heading(self) -> Heading:
        """Return the heading of the authority that it becomes."""
        return Heading(
            self.heading,
            self.kind,
            variants=self.variants,
            order=self.order,
            surname=self.surname,
            bare_in=self.bare_in,
            phrases=tuple(Phrase(said, tuple(map(Passage, keys))) for said, keys in self.only_in),
            add=self.add,
        )

    @property
    def identity(self) -> str:
        """Return what two headings have in common that are the same to a reader."""
        return fold_form(self.heading).casefold()

    def parted(self, context: str) -> tuple[str, str, str]:
        """Return what stands before it in a context, the name as it stands there, and what stands behind."""
        family, _, given = self.heading.partition(", ")
        forms = (self.heading, f"{given} {family}", *self.variants, family)
        return context.partition(next((form for form in forms if form in context), self.heading))

    def joined(self, other: Proposal, doubt: str = "") -> Proposal:
        """Return this proposal with all that another is named by and where."""
        return replace(
            self,
            variants=tuple(dict.fromkeys((*self.variants, other.heading, *other.variants))),
            surname=self.surname or other.surname,
            bare_in=tuple(dict.fromkeys((*self.bare_in, *other.bare_in))),
            only_in=(*self.only_in, *(one for one in other.only_in if one not in self.only_in)),
            count=self.count + other.count,
            texts=tuple(dict.fromkeys((*self.texts, *other.texts))),
            contexts=(*self.contexts, *other.contexts)[:CONTEXTS],
            doubt=doubt or self.doubt,
            add=tuple(dict.fromkeys((*self.add, *other.add))),
        )


def as_authority(proposals: Iterable[Proposal], known: Authority | None = None) -> Authority:
    """Return the authority in which all of these are accepted, added to the one that there is."""
    base = known or Authority()
    kept = list(proposals)
    headings = tuple(proposal.as_heading for proposal in kept if not proposal.ignore)
    phrases = tuple(proposal.heading for proposal in kept if proposal.ignore)
    return replace(base, headings=(*base.headings, *headings), ignore=(*base.ignore, *phrases))


def consistent(proposals: Iterable[Proposal], known: Authority | None = None) -> tuple[Proposal, ...]:
    """Return the proposals without forms that two headings claim in the same texts, or a known one has.

    Each round takes at least one form or one proposal away, so the rounds come to an end.
    """
    base = known or Authority()
    made = list(proposals)
    headings = _without_namesakes([one for one in made if not one.ignore], base)
    while contested := _contested(headings, base):
        headings = _settled(headings, contested)
    phrases = [one for one in made if one.ignore]
    order = {one.heading: number for number, one in reversed(list(enumerate(made)))}
    return tuple(sorted((*headings, *phrases), key=lambda one: order.get(one.heading, 0)))


def _without_namesakes(proposals: Sequence[Proposal], base: Authority) -> list[Proposal]:
    """Return headings that read alike joined; one that the authority has already is left to it."""
    taken = {fold_form(heading.label).casefold() for heading in base.headings}
    kept: dict[str, Proposal] = {}
    for one in proposals:
        if one.identity in taken:
            continue
        first = kept.get(one.identity)
        kept[one.identity] = first.joined(one) if first else one
    return list(kept.values())


def _contested(headings: Sequence[Proposal], base: Authority) -> list[tuple[str, FormClaim, FormClaim]]:
    """Return forms with the claims of two entries to each; known headings are counted from below 0."""
    known = [(number - len(base.headings), heading) for number, heading in enumerate(base.headings)]
    every = [*known, *((number, one.as_heading) for number, one in enumerate(headings))]
    forms, entries = _claimed_twice(every)
    claims: dict[str, list[FormClaim]] = {}
    for number, heading in every if forms else ():
        for form, claim in claims_of(heading, number) if number in entries else ():
            if not claim.loose and form in forms:
                claims.setdefault(form, []).append(claim)
    found = []
    for form, made in claims.items():
        for one, two in set(rivals_among(made)):
            pair = [next(c for c in made if c.entry == entry) for entry in (one, two)]
            if two >= 0:
                found.append((form, pair[0], pair[1]))
    return sorted(found, key=lambda item: (item[1].entry, item[2].entry, item[0]))


def _claimed_twice(headings: Iterable[tuple[int, Heading]]) -> tuple[set[str], set[int]]:
    """Return the forms that several headings claim, and the numbers of these; they are few among many."""
    owners: dict[str, int] = {}
    forms: set[str] = set()
    entries: set[int] = set()
    for number, heading in headings:
        for form, claim in claims_of(heading, number):
            owner = number if claim.loose else owners.setdefault(form, number)
            if owner != number:
                forms.add(form)
                entries |= {owner, number}
    return forms, entries


def _settled(
    headings: Sequence[Proposal], contested: Sequence[tuple[str, FormClaim, FormClaim]]
) -> list[Proposal]:
    """Return the headings with each contested form taken from the weaker one; at most one change for each."""
    changed: dict[int, Proposal | None] = {}
    for form, one, two in contested:
        if one.entry in changed or two.entry in changed:
            continue
        weaker, other = _weaker(headings, one, two)
        loser = headings[weaker.entry]
        less = _without(loser, form, weaker)
        changed[weaker.entry] = less
        if less is None and other.entry >= 0:
            changed[other.entry] = headings[other.entry].joined(loser)
    kept = [changed.get(number, one) for number, one in enumerate(headings)]
    return [one for one in kept if one is not None]


def _weaker(headings: Sequence[Proposal], one: FormClaim, two: FormClaim) -> tuple[FormClaim, FormClaim]:
    """Return two claims, the one that gives way first.

    It is never a known heading’s, else the bare word's, else the rarer.
    """

    def strength(claim: FormClaim) -> tuple[bool, int, int]:
        if claim.entry < 0:
            return True, 0, 0
        bare = claim.rule in {Rule.SURNAME, Rule.PHRASE}
        rank = 0 if bare else 1 if claim.rule is Rule.VARIANT else 2
        return False, rank, headings[claim.entry].count

    return (one, two) if strength(one) < strength(two) else (two, one)


def _without(proposal: Proposal, form: str, claim: FormClaim) -> Proposal | None:
    """Return the proposal without a form; None when its heading itself brings the form."""
    if claim.rule is Rule.PHRASE:
        return replace(
            proposal, only_in=tuple(one for one in proposal.only_in if form not in _phrase_forms(one[0]))
        )
    if claim.rule is Rule.SURNAME:
        return replace(proposal, surname=False, bare_in=())
    variants = tuple(one for one in proposal.variants if form not in _forms(proposal, one))
    return replace(proposal, variants=variants) if variants != proposal.variants else None


def _phrase_forms(said: str) -> tuple[str, ...]:
    folded = fold_form(said)
    return folded, folded[:1].upper() + folded[1:]


def _forms(proposal: Proposal, variant: str) -> set[str]:
    """Return the forms that a variant alone brings."""
    with_it = {form for form, _ in claims_of(replace(proposal, variants=(variant,)).as_heading, 0)}
    without = {form for form, _ in claims_of(replace(proposal, variants=()).as_heading, 0)}
    return (with_it - without) | {fold_form(variant)}
