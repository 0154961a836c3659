"""A first authority for a new book: candidates from the texts alone, each one proposed heading.

The proposals are complete: with all of them accepted, the audit of the same texts asks nothing. What looks
like a name and cannot be told is proposed with its doubt; what is only part of something longer, as a phrase
to ignore. The editor decides (`review.py`); nothing here reaches a printed index by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from florilegium.book.model import Authority, Book, Heading, Kind
from florilegium.names.index.audit import Audit, Uncovered, audit_survey
from florilegium.names.index.near_duplicates import near_duplicates
from florilegium.names.lexicon.gazetteer import Gazetteer, gazetteer_for
from florilegium.names.mentions.forms import forms_of
from florilegium.names.mentions.name_boundaries import SUFFIX
from florilegium.names.mentions.survey import survey
from florilegium.names.suggest.candidates import Seen, gather
from florilegium.names.suggest.classification import Guesser, parted
from florilegium.names.suggest.coreference import WATERS, Group, link
from florilegium.names.suggest.language_model import Finder, opinions
from florilegium.problems import Report

_CONTEXTS = 3
#: A feature of the map before its name, which an index turns round: *Etna, Mount* (CMOS 16.90).
_FEATURE = re.compile(r"((?:Mount|Lake|Cape|River)|(?:Gulf|Bay|Lake|Strait|Straits|Isle) of) ([A-Z].*)")
#: A peer, filed under the place of his title: *Devonshire, Duke of*.
_PEER = re.compile(r"(\w+ (?:of|de|du|d'|von|di|della)(?: the| la)?) ?([A-Z].*)")
#: After so many rounds of asking what is still uncovered, what is left is a phrase to ignore.
_ROUNDS = 5


@dataclass(frozen=True)
class Proposal:
    """One candidate. `heading` is also its name in the review file.

    `ignore` proposes it as a phrase that names nobody. `count` and `texts` say where it is named, `contexts`
    shows up to three places, `doubt` is what the editor should look at.
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


def suggest(book: Book, finder: Finder | None = None) -> tuple[Proposal, ...]:
    """Candidates for every name that the book's authority does not cover, in the order of the text.

    A book without an authority gets a whole one; with one, only what is new is proposed. A `finder` is asked
    about names whose kind the text does not tell.
    """
    language = book.metadata.language
    gazetteer = gazetteer_for(language)
    result = survey(book, Report())
    names = parted(gather(result), gazetteer)
    spoken = frozenset[str]().union(*{leaf.vocabulary for leaf, _ in result.read})
    guesser = Guesser(names, gazetteer, spoken, opinions(book, finder) if finder else None)
    turned = {text.key for text in book.texts if text.order == "family-first"}
    groups = link(names, gazetteer, guesser, language, turned)
    made = [_proposal(group, gazetteer) for group in groups if not _is_noise(group)]
    proposals = _merged(_settled(made))
    for turn in range(_ROUNDS):
        asked = _asked(book, proposals)
        idle = {heading.label for heading in asked.unmatched}
        proposals = [p for p in proposals if p.ignore or p.heading not in idle]
        left = asked.uncovered
        if not left:
            break
        proposals += [_phrase(name) for name in left]
        if turn == _ROUNDS - 2:
            proposals = [_as_phrase(p) if p.heading in {name.name for name in left} else p for p in proposals]
    return tuple(proposals)


def as_authority(proposals: Iterable[Proposal], known: Authority | None = None) -> Authority:
    """The authority in which all of these are accepted, added to the one that there is."""
    base = known or Authority()
    kept = list(proposals)
    headings = tuple(
        Heading(
            proposal.heading,
            proposal.kind,
            variants=proposal.variants,
            order=proposal.order,
            surname=proposal.surname,
            bare_in=proposal.bare_in,
        )
        for proposal in kept
        if not proposal.ignore
    )
    phrases = tuple(proposal.heading for proposal in kept if proposal.ignore)
    return replace(base, headings=(*base.headings, *headings), ignore=(*base.ignore, *phrases))


def _proposal(group: Group, gazetteer: Gazetteer) -> Proposal:
    heading = _heading(group, gazetteer)
    texts = tuple(dict.fromkeys(seen.key for seen in group.seen))
    doubt = group.doubt
    ignore = group.kind is Kind.OTHER and all(seen.opens for seen in group.seen)
    if ignore:
        doubt = "perhaps only the first word of a sentence"
    order = "family-first" if group.family_first else "western"
    proposal = Proposal(
        heading,
        group.kind,
        (),
        order,
        ignore=ignore,
        count=len(group.seen),
        texts=texts,
        contexts=_contexts(group.seen),
        doubt=doubt,
    )
    return _with_bare(_with_variants(proposal, group), group)


def _is_noise(group: Group) -> bool:
    """A common noun with a capital, such as *the Party*, which the audit does not ask about either."""
    return group.kind is Kind.ORGANISATION and all(not seen.is_full for seen in group.seen)


def _with_variants(proposal: Proposal, group: Group) -> Proposal:
    """Add the written forms that the heading does not bring by itself."""
    brought = {form.text for form in forms_of(Heading(proposal.heading, proposal.kind, order=proposal.order))}
    variants = [name for name, _ in group.full.most_common() if name not in brought]
    variants += [name for name in group.bare if name != group.surname and name not in brought]
    return replace(proposal, variants=tuple(dict.fromkeys(variants)))


def _with_bare(proposal: Proposal, group: Group) -> Proposal:
    """Say where the bare surname means this one: where it was linked. `_settled` widens it."""
    if group.surname not in group.bare:
        return proposal
    return replace(proposal, bare_in=tuple(dict.fromkeys(seen.key for seen in group.bare[group.surname])))


def _settled(proposals: Sequence[Proposal]) -> list[Proposal]:
    """A surname that one alone bears means him everywhere; a form of two stays with the first."""
    bearers = Counter(p.heading.partition(",")[0].split(" ")[0] for p in proposals if p.bare_in)
    taken: set[str] = set()
    settled = []
    for proposal in proposals:
        kept = proposal
        surname = proposal.heading.partition(",")[0].split(" ")[0]
        if proposal.bare_in and bearers[surname] == 1:
            kept = replace(kept, surname=True, bare_in=())
        variants = tuple(name for name in kept.variants if name not in taken)
        kept = replace(kept, variants=variants)
        taken.update((kept.heading, *variants))
        settled.append(kept)
    return settled


def _merged(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Headings that are nearly the same, as one with a doubt: the first keeps its name."""
    kept = {proposal.heading: proposal for proposal in proposals if not proposal.ignore}
    pairs = near_duplicates(Heading(p.heading, p.kind) for p in kept.values())
    gone: set[str] = set()
    for one, two in pairs:
        if one.name in gone or two.name in gone:
            continue
        gone.add(two.name)
        first, second = kept[one.name], kept[two.name]
        kept[one.name] = replace(
            first,
            variants=(*first.variants, second.heading, *second.variants),
            surname=first.surname or second.surname,
            count=first.count + second.count,
            texts=tuple(dict.fromkeys((*first.texts, *second.texts))),
            contexts=(*first.contexts, *second.contexts)[:_CONTEXTS],
            doubt=f"is “{second.heading}” the same?",
        )
    return [kept.get(p.heading, p) for p in proposals if p.heading not in gone]


def _heading(group: Group, gazetteer: Gazetteer) -> str:
    """`Surname, Given` for a Western name, the order of the text for a family-first one or a ruler."""
    name = group.full.most_common(1)[0][0]
    if group.kind is Kind.PLACE:
        filed = gazetteer.heading(name)
        if filed != name and filed in group.full:
            return filed
        name = max((f for f in group.full if f.rpartition(" ")[2].lower() in WATERS), key=len, default=name)
        feature = next(filter(None, map(_FEATURE.fullmatch, [name, *group.full])), None)
        return f"{feature[2]}, {feature[1]}" if feature else name
    peer = _PEER.fullmatch(name) if any(seen.office for seen in group.seen) else None
    if peer:
        return f"{peer[2]}, {peer[1]}"
    if group.kind is not Kind.PERSON or not group.surname or group.family_first:
        return name
    longest = max(group.full, key=len)
    suffix = SUFFIX.search(longest)
    given, found, _ = longest.rpartition(f" {group.surname}")
    if not found or not given:
        return name
    return ", ".join([group.surname, given, *([suffix.group().strip(" ,")] if suffix else [])])


def _contexts(seen: Sequence[Seen]) -> tuple[str, ...]:
    """Up to three places, from different texts where there are several."""
    firsts = {found.key: found.context for found in reversed(seen)}
    chosen = [*reversed(firsts.values()), *(found.context for found in seen)]
    return tuple(dict.fromkeys(chosen))[:_CONTEXTS]


def _asked(book: Book, proposals: Sequence[Proposal]) -> Audit:
    """What the audit would still ask if all were accepted."""
    tried = replace(book, authority=as_authority(proposals, book.authority))
    return audit_survey(survey(tried, Report()), Report())


def _phrase(name: Uncovered) -> Proposal:
    doubt = "holds " + " and ".join(name.pieces) if name.pieces else "person, place or neither?"
    return Proposal(
        name.name,
        Kind.OTHER,
        ignore=True,
        count=len(name.places),
        contexts=tuple(dict.fromkeys(name.contexts))[:_CONTEXTS],
        doubt=doubt,
    )


def _as_phrase(proposal: Proposal) -> Proposal:
    return replace(proposal, ignore=True)
