"""The editor's review of proposed names: a file in which each is accepted, renamed, merged or ignored.

Decisions survive: what an editor has decided is written back as it stands, and a later run asks only about
what neither the authority nor a decision covers. The file is YAML with comments; this module writes it and
takes its parsed content, and leaves reading YAML to the manifest's loader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from typing import TypeVar

from florilegium.book.model import Authority, Book, Heading, Kind, Passage
from florilegium.names.index.cross_references import Headings
from florilegium.names.suggest.language_model import Finder
from florilegium.names.suggest.proposals import Proposal, as_authority
from florilegium.names.suggest.suggest import suggest
from florilegium.problems import CompositionError, ManifestError
from florilegium.system.values import dataclass
from florilegium.system.yaml_text import Written, block, scalar

_HELP = """\
# Names that the texts may owe to the index. For each, change “ask” into your decision:
#
#   accept   it becomes a heading, with the kind, variants and surname given here
#   ignore   the words name no person and no place
#   merge    it is another form of the heading that you write under “into”
#
# Where “advice: ignore” stands, “accept” takes the advice; strike that line to make a heading all the same.
# Change “heading” to rename it; leave “name” as it is, since by it your decision is found again. Add or
# strike variants as you like. Whatever you decide stays; a later run asks only about names that are new.
"""
_YES = frozenset({"yes", "true", "on"})


Choice = TypeVar("Choice", bound=Enum)


class Verdict(Enum):
    """What an editor says of a proposal."""

    ASK = "ask"
    ACCEPT = "accept"
    IGNORE = "ignore"
    MERGE = "merge"


@dataclass(frozen=True)
class Decision:
    """A proposal with its verdict. `name` is its first heading, by which it is known for good."""

    name: str
    verdict: Verdict
    proposal: Proposal
    into: str = ""


def renew(book: Book, decisions: Sequence[Decision], finder: Finder | None = None) -> tuple[Decision, ...]:
    """Return what to ask now, before all that has been decided. Questions without an answer are put again."""
    decided = tuple(decision for decision in decisions if decision.verdict is not Verdict.ASK)
    known = replace(book, authority=with_decisions(book.authority, decided))
    asked = [Decision(p.heading, Verdict.ASK, p) for p in suggest(known, finder)]
    names = {decision.name for decision in decided}
    return (*(question for question in asked if question.name not in names), *decided)


def with_decisions(authority: Authority, decisions: Iterable[Decision]) -> Authority:
    """Return the authority with all that was accepted, ignored or merged; its own headings stay."""
    decided = list(decisions)
    names = {heading.label for heading in authority.headings} | {
        heading.name for heading in authority.headings
    }
    taken = [
        replace(decision.proposal, ignore=decision.proposal.ignore or decision.verdict is Verdict.IGNORE)
        for decision in decided
        if decision.verdict in {Verdict.ACCEPT, Verdict.IGNORE} and decision.proposal.heading not in names
    ]
    grown = as_authority(taken, authority)
    merged = [decision for decision in decided if decision.verdict is Verdict.MERGE]
    return replace(grown, headings=tuple(_with_merged(grown.headings, merged))) if merged else grown


@dataclass(frozen=True)
class Gain:
    """What decisions add to an authority: headings, phrases, and new forms of headings that it has."""

    added: Authority
    merged: tuple[tuple[str, tuple[str, ...]], ...]


def gain(authority: Authority, decisions: Iterable[Decision]) -> Gain:
    """Return what the authority lacks of all that was decided.

    Raises:
        CompositionError: a name is merged into a heading that neither the authority nor a decision has.
    """
    decided = [decision for decision in decisions if decision.verdict is not Verdict.ASK]
    grown = with_decisions(authority, decided)
    found = Headings(grown.headings)
    for decision in decided:
        if decision.verdict is Verdict.MERGE and found.find(decision.into) is None:
            near = found.near(decision.into)
            hint = f"; is “{near}” meant?" if near else ""
            wish = f"“{decision.name}” is to be merged into “{decision.into}”"
            raise CompositionError(f"{wish}, but there is no such heading{hint}")
    count = len(authority.headings)
    phrases = tuple(dict.fromkeys(phrase for phrase in grown.ignore if phrase not in authority.ignore))
    pairs = zip(authority.headings, grown.headings[:count], strict=True)
    merged = (
        (old.label, tuple(form for form in new.variants if form not in old.variants)) for old, new in pairs
    )
    return Gain(
        Authority(grown.headings[count:], phrases), tuple((label, forms) for label, forms in merged if forms)
    )


def read_review(content: object, file: str) -> tuple[Decision, ...]:
    """Return the decisions in the parsed content of a review file.

    Raises:
        ManifestError: something in it is not what `write_review` writes and an editor may change.
    """
    listed = content.get("names") if isinstance(content, Mapping) else None
    if listed is None:
        raise ManifestError(f"{file}: no list of “names” was found")
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise ManifestError(f"{file}: under “names”, a list was expected")
    return tuple(_decision(item, f"{file}: name {number}") for number, item in enumerate(listed, start=1))


def write_review(decisions: Iterable[Decision]) -> str:
    """Return the review file: open questions first, as they come."""
    kept = list(decisions)
    if not kept:
        return f"{_HELP}\nnames: []\n"
    return "\n".join([_HELP, "names:", *(line for decision in kept for line in _lines(decision))]) + "\n"


def write_authority(authority: Authority) -> str:
    """Return the headings and ignored phrases as the `index` of a manifest has them, by kind and alphabet."""
    lines: list[str] = []
    if authority.ignore:
        lines += ["ignore:", *(f"  - {scalar(phrase)}" for phrase in authority.ignore), ""]
    for key, own in (("entries", Kind.PERSON), ("places", Kind.PLACE)):
        chosen = [h for h in authority.headings if (h.kind is Kind.PLACE) == (own is Kind.PLACE)]
        if chosen:
            ordered = sorted(chosen, key=lambda heading: heading.name.casefold())
            lines += [f"{key}:", *block([entry_of(heading, own) for heading in ordered], 2), ""]
    return "\n".join(lines)


def _with_merged(headings: Sequence[Heading], merged: Sequence[Decision]) -> Iterator[Heading]:
    """Yield the headings, each with the forms that were merged into it."""
    found = Headings(headings)
    for number, heading in enumerate(headings):
        forms = [
            form
            for decision in merged
            if found.find(decision.into) == number
            for form in (decision.proposal.heading, *decision.proposal.variants)
        ]
        new = tuple(form for form in dict.fromkeys(forms) if form != heading.name)
        yield replace(heading, variants=tuple(dict.fromkeys((*heading.variants, *new))))


def _lines(decision: Decision) -> Iterator[str]:
    proposal = decision.proposal
    yield f"  - name: {scalar(decision.name)}"
    yield f"    decision: {decision.verdict.value}"
    if decision.into:
        yield f"    into: {scalar(decision.into)}"
    yield f"    heading: {scalar(proposal.heading)}"
    yield f"    kind: {proposal.kind.value}"
    yield from _listed("variants", proposal.variants, 4)
    if proposal.order != "western":
        yield f"    order: {proposal.order}"
    if proposal.surname:
        yield "    surname: yes"
    yield from _listed("bare_in", proposal.bare_in, 4)
    yield from _limited(proposal.only_in)
    yield from _added(proposal.add)
    if proposal.ignore:
        yield "    advice: ignore"
    if proposal.doubt:
        yield f"    doubt: {scalar(proposal.doubt)}"
    yield from _listed("for", proposal.speaks_for, 4)
    yield from _listed("against", proposal.speaks_against, 4)
    if proposal.count:
        yield f"    count: {proposal.count}"
    yield from _listed("texts", proposal.texts, 4)
    yield from _listed("context", proposal.contexts, 4)


def _limited(only_in: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """Yield words that mean a heading in some texts only, as the manifest has them."""
    if only_in:
        yield "    phrases:"
    for said, keys in only_in:
        yield f"      - words: {scalar(said)}"
        yield from _listed("passages", keys, 8)


def _added(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield passages that treat of a heading without naming it, as the manifest has them."""
    if passages:
        yield "    add:"
        yield from block([_where(one) for one in passages], 6)


def _where(passage: Passage) -> Written:
    """Return a passage as the manifest has it: a text's key, or with the words that begin it."""
    keys: dict[str, Written] = {"text": passage.text, "starts": passage.starts}
    keys |= {"through": passage.through} if passage.through else {}
    return keys if passage.starts else passage.text


def entry_of(heading: Heading, own: Kind) -> str | dict[str, Written]:
    """Return a heading as the list of its own kind has it: its name alone, or with keys."""
    keys: dict[str, Written] = {"kind": heading.kind.value} if heading.kind is not own else {}
    keys |= {"gloss": heading.gloss} if heading.gloss else {}
    keys |= {"order": heading.order} if heading.order != "western" else {}
    keys |= {"surname": True} if heading.surname else {}
    for key in ("bare_in", "variants", "ignore", "see_also"):
        keys |= {key: list(getattr(heading, key))} if getattr(heading, key) else {}
    keys |= {"see": heading.see} if heading.see else {}
    limited: list[Written] = [
        {"words": one.words, "passages": [where.text for where in one.passages]} for one in heading.phrases
    ]
    keys |= {"phrases": limited} if limited else {}
    added = [_where(one) for one in heading.add]
    keys |= {"add": added} if added else {}
    return {"heading": heading.name, **keys} if keys else heading.name


def _listed(key: str, values: Sequence[str], indent: int) -> Iterator[str]:
    if values:
        yield f"{' ' * indent}{key}:"
        yield from (f"{' ' * indent}  - {scalar(value)}" for value in values)


def _decision(item: object, place: str) -> Decision:
    if not isinstance(item, Mapping) or not item.get("name"):
        raise ManifestError(f"{place}: a “name” with its decision was expected")
    name = str(item["name"])
    place = f"{place} (“{name}”)"
    verdict = _one_of(Verdict, item.get("decision", "ask"), f"{place}: the decision")
    into = str(item.get("into") or "")
    if verdict is Verdict.MERGE and not into:
        raise ManifestError(f"{place}: “merge” needs the other heading under “into”")
    counted = str(item.get("count") or 0)
    proposal = Proposal(
        str(item.get("heading") or name),
        _one_of(Kind, item.get("kind", "person"), f"{place}: the kind"),
        _texts(item, "variants"),
        order=str(item.get("order") or "western"),
        surname=str(item.get("surname", "no")).lower() in _YES,
        bare_in=_texts(item, "bare_in"),
        ignore=item.get("advice") == "ignore",
        count=int(counted) if counted.isdecimal() else 0,
        texts=_texts(item, "texts"),
        contexts=_texts(item, "context"),
        doubt=str(item.get("doubt") or ""),
        only_in=tuple(_phrases(item, place)),
        speaks_for=_texts(item, "for"),
        speaks_against=_texts(item, "against"),
        add=tuple(_passages(item, place)),
    )
    return Decision(name, verdict, proposal, into)


def _one_of(choices: type[Choice], value: object, what: str) -> Choice:
    for choice in choices:
        if choice.value == str(value).strip().lower():
            return choice
    known = ", ".join(f"“{choice.value}”" for choice in choices)
    raise ManifestError(f"{what} “{value}” is none; expected is one of {known}")


def _phrases(item: Mapping[str, object], place: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield words with the texts in which they mean the heading."""
    listed = item.get("phrases") or ()
    for one in listed if isinstance(listed, Sequence) and not isinstance(listed, str) else (listed,):
        if not isinstance(one, Mapping) or not one.get("words"):
            raise ManifestError(f"{place}: under “phrases”, “words” with their “passages” were expected")
        yield str(one["words"]), _texts(one, "passages")


def _passages(item: Mapping[str, object], place: str) -> Iterator[Passage]:
    """Yield the passages under `add`, each a text's key or keys that say where it begins."""
    listed = item.get("add") or ()
    for one in listed if isinstance(listed, Sequence) and not isinstance(listed, str) else (listed,):
        if isinstance(one, Mapping) and one.get("text"):
            yield Passage(str(one["text"]), str(one.get("starts") or ""), str(one.get("through") or ""))
        elif isinstance(one, str):
            yield Passage(one)
        else:
            raise ManifestError(f"{place}: under “add”, a “text” with the words that begin it was expected")


def _texts(item: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = item.get(key) or ()
    if isinstance(value, str):
        return (value,)
    return tuple(str(part) for part in value) if isinstance(value, Sequence) else ()
