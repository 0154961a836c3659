"""What the commands of the index print: its open questions, and why a heading has its places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from florilegium.problems import CompositionError

if TYPE_CHECKING:
    from florilegium.names.index.audit import Audit, Uncovered
    from florilegium.names.index.explain import Explanation, Occurrence
    from florilegium.names.index.locators import FolioOf
    from florilegium.names.index.report_card import Point
    from florilegium.names.mentions.survey import Survey

#: Places that a point of the report card shows.
_SHOWN = 12


def audit_lines(audit: Audit) -> Iterator[str]:
    """Yield the open questions, each with its places; nothing when there is none."""
    if audit.uncovered:
        yield "Names that no entry and no ignored phrase covers:"
        for name in audit.uncovered:
            yield from _uncovered(name)
        yield ""
    if audit.unmatched:
        yield "Entries that nothing in the book names:"
        yield from (f"  {heading.place}: {heading.label}" for heading in audit.unmatched)
        yield ""
    if audit.similar:
        yield "Headings that are nearly the same:"
        yield from (
            f"  {two.place}: {two.label}  and  {one.place}: {one.label}" for one, two in audit.similar
        )
        yield ""


def questions_in(audit: Audit) -> int:
    """Return how many open questions an audit has."""
    return len(audit.uncovered) + len(audit.unmatched) + len(audit.similar)


def explanation_of(survey: Survey, heading: str) -> Explanation:
    """Return the explanation of a heading.

    Raises:
        CompositionError: there is no such heading.
    """
    from florilegium.names.index.explain import explain, near

    told = explain(survey, heading)
    if told is None:
        meant = near(survey, heading)
        hint = f"; is “{meant}” meant?" if meant else ""
        raise CompositionError(f"“{heading}” is no heading of the index{hint}")
    return told


def explanation_lines(told: Explanation, page_of: FolioOf | None = None) -> Iterator[str]:
    """Yield the forms of a heading, its mentions with their pages and rules, and what was passed over and
    why."""
    yield told.label if told.asked == told.label else f"{told.asked}: see {told.label}"
    yield ""
    yield "What it matches:"
    yield from (f"  {form}  [{rule}]" for form, rule in told.forms)
    yield ""
    yield f"Counted: {len(told.counted)}"
    yield from _occurrences(told.counted, page_of)
    yield ""
    yield f"Passed over: {len(told.passed)}"
    yield from _occurrences(told.passed, page_of)


def report_card_lines(points: Sequence[Point]) -> Iterator[str]:
    """Yield each point with its verdict, who asks for it, and the first of the places that do not meet it."""
    for point in points:
        count = "" if point.passes else f": {len(point.places)}"
        figure = f" ({point.figure})" if point.figure else ""
        yield f"{'met ' if point.passes else 'look'}  {point.asked}{count}{figure}  [{point.source}]"
        yield from (f"        {place}" for place in point.places[:_SHOWN])
        if len(point.places) > _SHOWN:
            yield f"        and {len(point.places) - _SHOWN} more"
    met = sum(point.passes for point in points)
    yield f"{met} of {len(points)} points met"


def _occurrences(found: Sequence[Occurrence], page_of: FolioOf | None) -> Iterator[str]:
    key = ""
    for one in found:
        if one.key != key:
            key = one.key
            yield f"  {key}"
        where = f"{one.place}, in a note" if one.note else f"{one.place}"
        page = f"p. {page_of(one.mention)}, " if page_of else ""
        yield f"    {page}{where}: {one.before}|{one.words}|{one.after}  [{one.reason}]"


def _uncovered(name: Uncovered) -> Iterator[str]:
    within = f"  [holds a form of {'; '.join(name.pieces)}]" if name.pieces else ""
    yield f"  {name.name}{within}"
    for place, context in zip(name.places, name.contexts, strict=True):
        yield f"    {place}: {context}"
