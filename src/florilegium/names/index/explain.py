"""Why a heading has the locators it has: every mention with its rule, and what was passed over and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from florilegium.book.model import Heading, Mention
from florilegium.names.index.passages import Passages
from florilegium.names.index.significance import weigh
from florilegium.names.lexicon.folding import fold_form
from florilegium.names.mentions.indexable_text import IndexableBlock
from florilegium.names.mentions.matching import Findings
from florilegium.names.mentions.overlap import PassedOver
from florilegium.names.mentions.survey import Survey, hits_of
from florilegium.problems import Place
from florilegium.system.values import dataclass

#: Letters shown on each side of a mention.
_CONTEXT = 50


@dataclass(frozen=True)
class Occurrence:
    """A form of a heading where it stands. `reason` is the rule by which it counts, or why it does not.

    `block` and `start` are those of its `Mention`; `note` is the id of the note that holds it, or empty.
    """

    key: str
    place: Place
    before: str
    words: str
    after: str
    reason: str
    block: str
    start: int
    note: str = ""

    @property
    def mention(self) -> Mention:
        """Return the mention by which an edition finds the page."""
        return Mention(
            id="",
            heading="",
            text=self.words,
            block=self.block,
            start=self.start,
            end=self.start,
            note=self.note,
            key=self.key,
        )


@dataclass(frozen=True)
class Explanation:
    """All about one heading. `asked` is the heading as the editor asked for it, `label` the one that counts.

    They differ for a *see*. `forms` are what the heading brings, each with its rule and its limits.
    """

    asked: str
    label: str
    forms: tuple[tuple[str, str], ...]
    counted: tuple[Occurrence, ...]
    passed: tuple[Occurrence, ...]


def explain(result: Survey, heading: str) -> Explanation | None:
    """Return what the index knows of a heading, by its name or its name and gloss; None when there is none.

    `near(result, heading)` then gives the one that may be meant.
    """
    number = result.forms.headings.find(heading)
    if number is None:
        return None
    target = result.forms.headings.target(number)
    entry = number if target is None else target
    passages = Passages(lambda: (leaf for leaf, _ in result.read))
    weights = _weights(result, result.forms.entries[entry].label)
    counted = [
        _under(result.forms.entries[entry], found, passages)
        for leaf, findings in result.read
        for found in _counted(result, entry, leaf, findings, weights)
    ]
    passed = [found for leaf, findings in result.read for found in _passed(result, entry, leaf, findings)]
    entries = result.forms.entries
    return Explanation(
        entries[number].label, entries[entry].label, _forms(result, entry), tuple(counted), tuple(passed)
    )


def near(result: Survey, heading: str) -> str:
    """Return the heading most like one that is not there, by name or by a form it matches; or nothing."""
    named = result.forms.headings.near(heading)
    if named:
        return named
    entries = {fold_form(form): claims[0].entry for form, claims in result.forms.claims.items()}
    found = get_close_matches(fold_form(heading), entries, n=1)
    return result.forms.entries[entries[found[0]]].label if found else ""


def _forms(result: Survey, entry: int) -> tuple[tuple[str, str], ...]:
    found = []
    for form, claims in result.forms.claims.items():
        for claim in claims:
            if claim.entry == entry:
                where = sorted(claim.texts or {passage.text for passage in claim.passages})
                found.append((form, claim.rule.value + (f", in {', '.join(where)}" if where else "")))
    return tuple(dict.fromkeys(found))


def _weights(result: Survey, label: str) -> Mapping[tuple[str, int], str]:
    """Return, for each mention, whether it is substantial or passing, if the index prints only the former."""
    if result.forms.authority.mentions == "all":
        return {}
    own = [mention for mention in result.mentions if mention.heading == label]
    weights = weigh(own, result.forms.authority, lambda: (leaf for leaf, _ in result.read))
    return {(mention.block, mention.start): f"; {weights[mention.id].value}" for mention in own}


def _counted(
    result: Survey,
    entry: int,
    leaf: IndexableBlock,
    findings: Findings,
    weights: Mapping[tuple[str, int], str],
) -> Iterator[Occurrence]:
    for number, start, end, rule in hits_of(result.forms, leaf, findings):
        if number == entry:
            unprinted = "" if entry in result.forms.printed else "; its kind is not printed"
            weight = weights.get((leaf.id, start), "")
            yield _occurrence(leaf, start, end, rule.value + unprinted + weight)


def _under(heading: Heading, found: Occurrence, passages: Passages) -> Occurrence:
    """Return the same, with the subentry under which it stands, where the heading has themes."""
    if not heading.themes:
        return found
    theme = passages.theme(heading.themes, found.mention)
    under = f"under “{theme}”" if theme else "under no theme"
    return replace(found, reason=f"{found.reason}; {under}")


def _passed(result: Survey, entry: int, leaf: IndexableBlock, findings: Findings) -> Iterator[Occurrence]:
    for over in findings.passed:
        if over.hit.entry == entry:
            start, end = findings.folded.original(over.hit.start, over.hit.end)
            yield _occurrence(leaf, start, end, _reason(findings, over))
    if any(leaf.inside(passage) for passage in result.forms.entries[entry].exclude):
        for hit in findings.hits:
            if hit.entry == entry:
                start, end = findings.folded.original(hit.start, hit.end)
                yield _occurrence(leaf, start, end, "the passage is excluded")


def _reason(findings: Findings, over: PassedOver) -> str:
    whole = findings.ground.text[over.start : over.end]
    return f"the phrase “{whole}” is ignored" if over.ignored else f"part of “{whole}”"


def _occurrence(leaf: IndexableBlock, start: int, end: int, reason: str) -> Occurrence:
    before, after = leaf.words[:start], leaf.words[end:]
    if len(before) > _CONTEXT:
        before = f"…{before[-_CONTEXT:].partition(' ')[2]}"
    if len(after) > _CONTEXT:
        after = f"{after[:_CONTEXT].rpartition(' ')[0]}…"
    return Occurrence(
        key=leaf.key,
        place=leaf.place,
        before=before,
        words=leaf.words[start:end],
        after=after,
        reason=reason,
        block=leaf.id,
        start=start,
        note=leaf.note,
    )
