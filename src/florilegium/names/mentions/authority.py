"""The editor's headings as forms: which words may mean which entry, and in which texts.

A claim is one entry's right to one form. Where several claims meet, a firm one goes before a loose one, and
one for some passages before one for some texts before one for the whole book. Two equal firm claims are the
editor's to settle (X004); two equal loose ones cancel each other: an ambiguous short form means nobody.

This module reads no text of the book; `matching.py` does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import NamedTuple

from florilegium.book.model import Authority, Heading, Kind, Passage
from florilegium.names.index.cross_references import (
    Headings,
    check_headings,
    check_references,
    check_texts,
    check_themes,
)
from florilegium.names.lexicon.folding import fold_form
from florilegium.names.mentions.forms import Rule, forms_of, surname_forms
from florilegium.problems import Report
from florilegium.system.values import dataclass

#: The owner of a phrase that names nobody at all.
NOBODY = -1


class FormClaim(NamedTuple):
    """One entry's right to a form. `entry` counts in the authority's headings, after every *see*.

    `texts` limits it to some texts, `passages` to some passages; `splits` and `shared` are as in `Form`.
    """

    entry: int
    rule: Rule
    loose: bool = False
    splits: bool = False
    shared: bool = False
    texts: frozenset[str] | None = None
    passages: tuple[Passage, ...] = ()

    @property
    def narrowness(self) -> int:
        """Return how narrowly it is meant: 0 for the whole book, 1 for some texts, 2 for some passages."""
        return 2 if self.passages else int(self.texts is not None)


@dataclass(frozen=True)
class Forms:
    """A compiled authority: form → claims, best first; ignored phrase → the entries that it disowns."""

    authority: Authority
    claims: Mapping[str, tuple[FormClaim, ...]]
    ignored: Mapping[str, frozenset[int]]
    headings: Headings = field(repr=False)

    @property
    def entries(self) -> tuple[Heading, ...]:
        return self.authority.headings

    @cached_property
    def adding(self) -> Mapping[str, tuple[tuple[int, Passage], ...]]:
        """Return the passages that the editor has added, each with its entry, by the texts that have them."""
        found: dict[str, list[tuple[int, Passage]]] = {}
        for number, heading in enumerate(self.entries):
            for passage in heading.add:
                found.setdefault(passage.text, []).append((number, passage))
        return {key: tuple(passages) for key, passages in found.items()}

    def claimant(self, form: str, key: str, inside: Callable[[Passage], bool]) -> FormClaim | None:
        """Return the claim that holds in the text `key`.

        `inside` is asked whether the block lies in a passage.
        """
        valid = [claim for claim in self.claims.get(form, ()) if _valid(claim, key, inside)]
        if len(valid) <= 1:
            return valid[0] if valid else None
        best = valid[0]
        if best.loose and any(
            claim.entry != best.entry for claim in valid if claim.narrowness == best.narrowness
        ):
            return None
        return best

    def sole_claim(self, form: str) -> FormClaim | None:
        """Return the only claim to a form, where it holds in every passage of every text."""
        made = self.claims.get(form, ())
        return made[0] if len(made) == 1 and made[0].texts is None and not made[0].passages else None

    @cached_property
    def printed(self) -> frozenset[int]:
        """Return the entries of the kinds that the index prints.

        Others only keep their names from being cut.
        """
        kinds = self.authority.kinds
        return frozenset(number for number, entry in enumerate(self.entries) if entry.kind in kinds)

    @cached_property
    def persons(self) -> frozenset[int]:
        return frozenset(number for number, entry in enumerate(self.entries) if entry.kind is Kind.PERSON)

    @cached_property
    def excluding(self) -> frozenset[int]:
        """Return the entries that pass over some passages."""
        return frozenset(number for number, entry in enumerate(self.entries) if entry.exclude)


def compile_authority(authority: Authority, report: Report, texts: Collection[str] | None = None) -> Forms:
    """Return every form of every heading, with the checks that need no text.

    `texts` are the keys of the book's texts; without them X007 is not looked for.

    Reports:
        X001: a *see* or *see also* names no heading.
        X002: *see* references run in a loop.
        X004: two entries claim the same form in the same texts; the first keeps it.
        X006: a heading stands twice.
        X007: an entry names an article that is not in the book.
        X012: an entry stands under a theme that there is not.
    """
    headings = Headings(authority.headings)
    check_headings(authority, report)
    check_references(headings, report)
    check_themes(headings, report)
    if texts is not None:
        check_texts(authority, texts, report)
    claims: dict[str, tuple[FormClaim, ...]] = {}
    shared: set[str] = set()
    for index, heading in enumerate(authority.headings):
        target = headings.target(index)
        for form, claim in claims_of(heading, index if target is None else target):
            if form in claims:
                claims[form] += (claim,)
                shared.add(form)
            else:
                claims[form] = (claim,)
    rivals = {form: made for form, made in claims.items() if form in shared}
    _report_rivals(authority, rivals, report)
    for form, made in rivals.items():
        claims[form] = tuple(sorted(made, key=lambda claim: (claim.loose, -claim.narrowness)))
    ignored = _ignored(authority, headings)
    named = (fold_form(title) for locus in authority.loci for title in locus.titles)
    works = {title: frozenset({NOBODY}) for title in named if title and title not in claims}
    return Forms(authority, claims, works | ignored, headings)


def claims_of(heading: Heading, entry: int) -> Iterator[tuple[str, FormClaim]]:
    """Yield every form that a heading claims; `entry` is its number."""
    scope = frozenset(heading.only) if heading.only else None
    for text, rule, loose, splits, shared in forms_of(heading):
        yield text, FormClaim(entry, rule, loose=loose, splits=splits, shared=shared, texts=scope)
    if heading.kind is Kind.PERSON and (heading.surname or heading.bare_in):
        for text in surname_forms(heading):
            if heading.surname:
                yield text, FormClaim(entry, Rule.SURNAME, texts=scope)
            if heading.bare_in:
                yield text, FormClaim(entry, Rule.SURNAME, texts=frozenset(heading.bare_in))
    for phrase in heading.phrases:
        for text in _capital_too(fold_form(phrase.words)):
            yield text, FormClaim(entry, Rule.PHRASE, texts=scope, passages=phrase.passages)


def _valid(claim: FormClaim, key: str, inside: Callable[[Passage], bool]) -> bool:
    if claim.texts is not None and key not in claim.texts:
        return False
    return not claim.passages or any(inside(passage) for passage in claim.passages)


def _ignored(authority: Authority, headings: Headings) -> dict[str, frozenset[int]]:
    owners: dict[str, set[int]] = {}
    for phrase in authority.ignore:
        for text in _capital_too(fold_form(phrase)):
            owners.setdefault(text, set()).add(NOBODY)
    for index, heading in enumerate(authority.headings):
        target = headings.target(index)
        for phrase in heading.ignore:
            for text in _capital_too(fold_form(phrase)):
                owners.setdefault(text, set()).add(index if target is None else target)
    return {text: frozenset(found) for text, found in owners.items()}


def _capital_too(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    return (text, text[0].upper() + text[1:]) if text[0].islower() else (text,)


def _report_rivals(authority: Authority, claims: Mapping[str, Sequence[FormClaim]], report: Report) -> None:
    """Report X004, once for each pair of entries."""
    rivals: dict[tuple[int, int], list[str]] = {}
    for form, made in claims.items():
        firm = [claim for claim in made if not claim.loose]
        if len({claim.entry for claim in firm}) > 1:
            for pair in set(rivals_among(firm)):
                rivals.setdefault(pair, []).append(form)
    for (first, second), forms in sorted(rivals.items()):
        one, two = authority.headings[first], authority.headings[second]
        if one.label.lower() == two.label.lower():
            continue  # X006 has told it
        shown = " and ".join(f"“{form}”" for form in forms[:2]) + (" and others" if len(forms) > 2 else "")
        message = f"“{one.label}” and “{two.label}” both claim {shown}"
        hint = "Take the form from one of them, or limit one to its texts with “only” or “bare_in”."
        report.add("X004", two.place, message, hint)


def rivals_among(claims: Sequence[FormClaim]) -> Iterator[tuple[int, int]]:
    """Yield pairs of entries with equally narrow firm claims to one form that meet in a text or passage."""
    for index, one in enumerate(claims):
        for two in claims[index + 1 :]:
            if one.entry != two.entry and one.narrowness == two.narrowness and _meet(one, two):
                yield min(one.entry, two.entry), max(one.entry, two.entry)


def _meet(one: FormClaim, two: FormClaim) -> bool:
    if one.passages or two.passages:
        return bool(set(one.passages) & set(two.passages))
    return one.texts is None or two.texts is None or bool(one.texts & two.texts)
