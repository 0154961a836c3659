"""A first authority for a new book: candidates from the texts alone, each one proposed heading.

The proposals are complete: with all of them accepted, the audit of the same texts asks nothing. What looks
like a name and cannot be told is proposed with its doubt; what is only part of something longer, as a phrase
to ignore. The editor decides (`review.py`); nothing here reaches a printed index by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from florilegium.book.model import Book, Heading, Kind, Passage
from florilegium.names.index.audit import Uncovered, open_names
from florilegium.names.index.near_duplicates import near_duplicates
from florilegium.names.lexicon.gazetteer import Gazetteer, gazetteer_for
from florilegium.names.mentions.forms import forms_of
from florilegium.names.mentions.indexable_text import IndexableBlock
from florilegium.names.mentions.survey import Survey, trial
from florilegium.names.suggest.candidates import Seen, gather
from florilegium.names.suggest.classification import Guesser
from florilegium.names.suggest.compounds import parted
from florilegium.names.suggest.coreference import link
from florilegium.names.suggest.inverted_headings import heading_of
from florilegium.names.suggest.language_model import Finder, opinions
from florilegium.names.suggest.persons import Group
from florilegium.names.suggest.proposals import CONTEXTS, Proposal, as_authority, consistent
from florilegium.names.suggest.quoted_persons import passages_quoted
from florilegium.names.suggest.titled_places import passages_entitled
from florilegium.system.memory import without_collecting
from florilegium.system.patterns import regex

#: After so many rounds of asking what is still uncovered, what is left is a phrase to ignore.
_ROUNDS = 5
#: A land as a state; a republic is seldom all of the land whose name it has.
_STATE = regex(
    r"(?:State|Commonwealth|Colony|Province|Kingdom|Freistaat|Provinz|Kolonie|Königreich|Colonie|Royaume)"
    r" (?:of |von |de |d')?(.+)"
)


@without_collecting()
def suggest(book: Book, finder: Finder | None = None) -> tuple[Proposal, ...]:
    """Return candidates for every name that the book's authority does not cover, in the order of the text.

    A book without an authority gets a whole one; with one, only what is new is proposed. A `finder` is asked
    about names whose kind the text does not show.
    """
    result = trial(book)
    blocks = [leaf for leaf, _ in result.read]
    made = _gathered(book, result, finder)
    del result
    merged = _merged(consistent(made, book.authority), gazetteer_for(book.metadata.language))
    proposals = list(consistent(merged, book.authority))
    settled: frozenset[str] = frozenset()
    asked: Sequence[IndexableBlock] = blocks
    treated: Mapping[str, tuple[Passage, ...]] = {}
    for turn in range(_ROUNDS):
        tried = trial(replace(book, authority=as_authority(proposals, book.authority)), asked)
        treated = treated if turn else _treated_unnamed(book, tried)
        left, unmatched = open_names(tried)
        idle = {heading.label for heading in unmatched} - settled
        proposals = [p for p in proposals if p.ignore or p.heading not in idle]
        if not left:
            break
        proposals += [_phrase(name) for name in left]
        asked, named = _parted(tried, left)
        settled |= named
        del tried  # else the next round is made beside it
        if turn == _ROUNDS - 2:
            proposals = [_as_phrase(p) if p.heading in {name.name for name in left} else p for p in proposals]
            asked, settled = blocks, frozenset()
    return tuple(
        replace(p, add=treated[p.heading]) if p.heading in treated and not p.ignore else p for p in proposals
    )


def _gathered(book: Book, result: Survey, finder: Finder | None) -> list[Proposal]:
    """Return what the names of a surveyed book that nothing covers are taken for.

    What is gathered for it takes more memory than the book, and goes before proposals are compared.
    """
    language = book.metadata.language
    gazetteer = gazetteer_for(language)
    names = parted(gather(result), gazetteer, language)
    spoken = frozenset[str]().union(*{leaf.vocabulary for leaf, _ in result.read})
    guesser = Guesser(names, gazetteer, spoken, opinions(book, finder) if finder else None, language)
    turned = {text.key for text in book.texts if text.order == "family-first"}
    groups = link(names, gazetteer, guesser, language, turned)
    return _without_states([_proposal(group, gazetteer) for group in groups if not _is_noise(group)])


def _treated_unnamed(book: Book, tried: Survey) -> Mapping[str, tuple[Passage, ...]]:
    """Return the passages that treat of someone or something without naming it all the while, by its heading.

    They quote a person at length, or belong to an article whose title names a place.
    """
    passages = {**passages_quoted(tried), **passages_entitled(book, tried)}
    return {tried.forms.entries[entry].label: found for entry, found in passages.items()}


def _proposal(group: Group, gazetteer: Gazetteer) -> Proposal:
    heading, judged = heading_of(group, gazetteer), group.judgement
    proposal = Proposal(
        heading,
        group.kind,
        order="family-first" if group.family_first else "western",
        ignore=group.kind is Kind.OTHER and not group.doubt.startswith("a ship"),
        count=len(group.seen),
        texts=tuple(dict.fromkeys(seen.key for seen in group.seen)),
        contexts=_contexts(group.seen),
        doubt=group.doubt,
        speaks_for=judged.speaks_for,
        speaks_against=judged.speaks_against,
    )
    return _with_bare(_with_variants(proposal, group), group)


def _without_states(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals with *State of Zorbia* joined to the Zorbia that is a place of the book too."""
    places = {one.heading: one for one in proposals if one.kind is Kind.PLACE and not one.ignore}
    kept: list[Proposal] = []
    for one in proposals:
        state = _STATE.fullmatch(one.heading)
        land = places.get(state[1]) if state and not one.ignore else None
        if land is None:
            kept.append(one)
        else:
            places[land.heading] = land.joined(one)
    return [places.get(one.heading, one) for one in kept]


def _is_noise(group: Group) -> bool:
    """Return whether it is a common noun with a capital, such as *the Party*, which the audit skips too."""
    return group.kind is Kind.ORGANISATION and all(not seen.is_full for seen in group.seen)


def _with_variants(proposal: Proposal, group: Group) -> Proposal:
    """Add the forms that the heading does not bring by itself, and words that mean it in some texts."""
    brought = {form.text for form in forms_of(Heading(proposal.heading, proposal.kind, order=proposal.order))}
    bare = [name for name in group.bare if name != group.surname and name not in brought]
    names = [
        *(name for name, _ in group.full.most_common()),
        *(name for name, _ in group.apart.most_common()),
    ]
    names += [name for name in bare if name not in group.partial]
    limited = tuple((name, _keys(group.bare[name])) for name in bare if name in group.partial)
    return replace(
        proposal,
        variants=tuple(dict.fromkeys(name for name in names if name not in brought)),
        only_in=limited,
    )


def _with_bare(proposal: Proposal, group: Group) -> Proposal:
    """Say where the bare surname means this one: everywhere, or in the texts in which it was linked."""
    if group.surname not in group.bare:
        return proposal
    if group.surname not in group.partial:
        return replace(proposal, surname=True)
    return replace(proposal, bare_in=_keys(group.bare[group.surname]))


def _keys(found: Sequence[Seen]) -> tuple[str, ...]:
    """Return the texts of some places, each once."""
    return tuple(dict.fromkeys(seen.key for seen in found))


def _merged(proposals: Sequence[Proposal], gazetteer: Gazetteer) -> list[Proposal]:
    """Return nearly equal headings as one with a doubt: the first keeps its name.

    Two places that are both known are two: *Weilheim* and *Welzheim*.
    """
    kept = {proposal.heading: proposal for proposal in proposals if not proposal.ignore}
    pairs = near_duplicates(Heading(p.heading, p.kind) for p in kept.values())
    gone: set[str] = set()
    for one, two in pairs:
        known = one.kind is Kind.PLACE and gazetteer.has(one.name) and gazetteer.has(two.name)
        if known or one.name in gone or two.name in gone:
            continue
        gone.add(two.name)
        kept[one.name] = kept[one.name].joined(kept[two.name], f"is “{two.name}” the same?")
    return [kept.get(p.heading, p) for p in proposals if p.heading not in gone]


def _contexts(seen: Sequence[Seen]) -> tuple[str, ...]:
    """Return up to three places, from different texts where there are several."""
    firsts = {found.key: found.context for found in reversed(seen)}
    chosen = [*reversed(firsts.values()), *(found.context for found in seen)]
    return tuple(dict.fromkeys(chosen))[:CONTEXTS]


def _parted(tried: Survey, left: Sequence[Uncovered]) -> tuple[list[IndexableBlock], frozenset[str]]:
    """Return the blocks that hold one of the names that are left, and the headings that the others name.

    Only in those blocks can a phrase to ignore change anything.
    """
    from ahocorasick_rs import AhoCorasick

    names = AhoCorasick([name.name for name in left])
    again: list[IndexableBlock] = []
    named: set[int] = set()
    for leaf, found in tried.read:
        if names.find_matches_as_indexes(found.ground.text):
            again.append(leaf)
        else:
            named.update(hit.entry for hit in found.hits)
    return again, frozenset(tried.forms.entries[entry].label for entry in named)


def _phrase(name: Uncovered) -> Proposal:
    doubt = "holds " + " and ".join(name.pieces) if name.pieces else "person, place or neither?"
    return Proposal(
        name.name,
        Kind.OTHER,
        ignore=True,
        count=len(name.places),
        contexts=tuple(dict.fromkeys(name.contexts))[:CONTEXTS],
        doubt=doubt,
    )


def _as_phrase(proposal: Proposal) -> Proposal:
    return replace(proposal, ignore=True)
