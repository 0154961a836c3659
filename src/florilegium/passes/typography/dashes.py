"""Ellipses and dashes: full points in a row, hyphens in a row, and a hyphen that stands for a dash.

Ranges of numbers are in `ranges.py`. A hyphen inside a word is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from florilegium.languages.orthography import NO_BREAK, Conventions
from florilegium.passes.typography.draft import Edit
from florilegium.passes.typography.ranges import is_span_of_years
from florilegium.system.patterns import regex

#: Three or four full points, all close or all spaced. Five or more are leaders of a table.
_POINTS = regex(rf"(?<![.…])(?:\.{{3,4}}|\.(?:[ {NO_BREAK}]\.){{2,3}})(?![.…]|[ {NO_BREAK}]\.)")

_HYPHENS = regex(rf"[ {NO_BREAK}]?(?<!-)(?<![<!])-{{2,}}(?!>)[ {NO_BREAK}]?")

_SPACED_HYPHEN = regex(rf"(?<=\S)[ {NO_BREAK}]-[ {NO_BREAK}](?=[^\s-])")

_OPENING_HYPHEN = regex(rf"^-(?=[ {NO_BREAK}][^\W\d_])")


def ellipses(text: str, rules: Conventions) -> Iterator[Edit]:
    """Yield edits that make points of omission one mark.

    Of four after a word, the first is the full point.
    """
    del rules  # every language of the table has the same mark
    if ".." not in text and not re.search(r"\.\s\.", text):
        return
    for points in _POINTS.finditer(text):
        mark = "…"
        if points.group().count(".") == 4:
            mark = ".…" if text[: points.start()][-1:].strip() else "…."
        yield Edit(points.start(), points.end(), mark)


def dashes(text: str, rules: Conventions) -> Iterator[Edit]:
    """Yield edits that turn hyphens (two or more, or one between spaces) into the dash they stand for."""
    for hyphens in _HYPHENS.finditer(text) if "--" in text else ():
        yield _dash(text, hyphens, rules)
    apart = rules.dash_spaced.strip() != rules.dash_spaced
    spaced = rules.dash_spaced if apart else f"{NO_BREAK}– "
    for hyphen in _SPACED_HYPHEN.finditer(text) if re.search(r"-\s", text) else ():
        before, after = text[hyphen.start() - 1], text[hyphen.end()]
        if before.isdigit() and after.isdigit():
            if is_span_of_years(text, hyphen.start(), hyphen.end()):
                yield Edit(hyphen.start(), hyphen.end(), "–")
        elif not _is_sum(text, hyphen.start(), hyphen.end()):
            yield Edit(hyphen.start(), hyphen.end(), spaced)
    opening = _OPENING_HYPHEN.match(text)
    if opening:
        yield Edit(0, 1, "—")


def _is_sum(text: str, start: int, end: int) -> bool:
    """Return whether single letters or figures stand on both sides, as in `x - y`."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return re.search(r"(?<!\w)\w$", before) is not None and re.match(r"\w(?!\w)", after) is not None


def _dash(text: str, hyphens: re.Match[str], rules: Conventions) -> Edit:
    """Return the edit for a row of hyphens with the spaces round it."""
    start, end, row = hyphens.start(), hyphens.end(), hyphens.group().strip()
    left, right = text[start] != "-", text[end - 1] != "-"
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if len(row) > 3:  # a name or word left out: one long dash for each two hyphens
        return Edit(start + left, end - right, "—" * (len(row) // 2))
    if not left and not right:
        between_figures = len(row) == 2 and before.isdigit() and after.isdigit()
        mark = "–" if between_figures else "—" if len(row) == 3 else rules.dash_closed
        return Edit(start, end, mark)
    if before in {"", "\n"}:  # speech in a dialogue, or the name under a quotation
        return Edit(start + left, end - right, "—")
    if rules.dash_leaning and left != right and (before or after):
        return Edit(start + left, end - right, rules.dash_closed)
    mark = rules.dash_spaced.strip()
    if mark == rules.dash_spaced:
        return Edit(start, end, mark)
    left, right = left or before.isalnum(), right or after.isalnum()
    return Edit(
        start, end, f"{NO_BREAK if left else ''}{'—' if len(row) == 3 else mark}{' ' if right else ''}"
    )
