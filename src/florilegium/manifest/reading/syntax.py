"""YAML's complaints in an editor's words: what was found, where to look, how to mend it.

A YAML parser reports what its grammar wanted at the point where it gave up, which is often the line after the
slip. Here the line is looked at again with the slips that people make in mind: a second colon, a colon left
out, a tab, a quotation mark that never closes. This module knows no parser; it gets words and places.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

Spot = tuple[int, int]
"""A line and a column, both counted from 0, as parsers do."""


@dataclass(frozen=True)
class Stumble:
    """Where and why a parser gave up. `since` is where the thing it was reading began."""

    problem: str
    context: str
    at: Spot
    since: Spot | None
    lines: tuple[str, ...]

    def line(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""


@dataclass(frozen=True)
class Complaint:
    """A slip in the editor's words, at a line and column counted from 0."""

    spot: Spot
    message: str
    hint: str


_QUOTE_IT: Final = "Put the whole text in quotation marks"
_BREAKS: Final = regex(r"\r\n|[\n\r\x85\u2028\u2029]")
_KEY: Final = regex(r"^(?P<lead>[\s-]*)(?P<key>[^\s:#'\"][^:#]*?):\s+(?P<text>\S.*)$")


def split_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text as YAML counts them."""
    return tuple(_BREAKS.split(text))


def explain(stumble: Stumble) -> Complaint:
    """Say what is wrong, in the order in which people make such slips."""
    for judge in _JUDGES:
        complaint = judge(stumble)
        if complaint:
            return complaint
    return Complaint(
        stumble.at,
        "this cannot be read as YAML",
        "Look at this line and the one above it: keys of one group stand under one another, each has a colon "
        "and a space after it, and a text with unusual signs stands in quotation marks.",
    )


def _tab(stumble: Stumble) -> Complaint | None:
    for number in (stumble.at[0], stumble.at[0] - 1):
        lead = re.match(r"[ \-]*\t", stumble.line(number))
        if lead:
            spot = (number, lead.end() - 1)
            return Complaint(
                spot,
                "the line begins with a tab; expected spaces",
                "Indent with two spaces for each step. Most writing programs can turn tabs into spaces.",
            )
    return None


def _open_quote(stumble: Stumble) -> Complaint | None:
    if "quoted scalar" not in stumble.context or stumble.since is None:
        return None
    if "escape" in stumble.problem or "hexdecimal" in stumble.problem or "hexadecimal" in stumble.problem:
        return Complaint(
            stumble.at,
            "a backslash stands in a text with double quotation marks, where it has a meaning of its own",
            "Write the text in single quotation marks, or the backslash twice.",
        )
    return Complaint(
        stumble.since,
        "a quotation mark opens here and never closes",
        "Write a second one of the same kind at the end of the text. Inside single quotation marks an "
        "apostrophe is written twice ('').",
    )


def _second_colon(stumble: Stumble) -> Complaint | None:
    if "mapping values are not allowed" not in stumble.problem:
        return None
    number, column = stumble.at
    line = stumble.line(number)
    found = _KEY.match(line)
    if found and found.start("text") <= column + 1:
        text = found["text"].replace("'", "''")
        shown = f": {found['key']}: '{text}'" if len(text) <= 80 else ""
        return Complaint(
            (number, found.start("text")),
            "the text has a colon in it, so YAML takes it for another key",
            f"{_QUOTE_IT}{shown}",
        )
    above = number - 1
    while above > 0 and not stumble.line(above).strip():
        above -= 1
    before = stumble.line(above)
    if before.strip() and not _KEY.match(before) and not before.rstrip().endswith(":"):
        return Complaint(
            (above, len(before) - len(before.lstrip())),
            f"“{_short(before)}” has no colon with a space after it; expected “key: value”",
            "Write a colon and a space between the key and its value, or indent the line if it goes on from "
            "the one above.",
        )
    return Complaint(
        (number, len(line) - len(line.lstrip())),
        "this key stands further in than the line above allows",
        "Begin it under the first letter of the key above. A key that has a text of its own cannot have "
        "further keys under it.",
    )


def _no_colon(stumble: Stumble) -> Complaint | None:
    if "could not find expected ':'" not in stumble.problem:
        return None
    spot = stumble.since or stumble.at
    return Complaint(
        spot,
        f"“{_short(stumble.line(spot[0])[spot[1] :])}” has no colon after it; expected “key: value”",
        "Write a colon and a space after the key. A text of several lines stands further in than its key.",
    )


def _reserved_sign(stumble: Stumble) -> Complaint | None:
    if "cannot start any token" not in stumble.problem:
        return None
    sign = stumble.line(stumble.at[0])[stumble.at[1] :][:1]
    return Complaint(
        stumble.at,
        f"a text cannot begin with “{sign}”, which has a meaning in YAML",
        f"{_QUOTE_IT}.",
    )


def _anchor_sign(stumble: Stumble) -> Complaint | None:
    signs = {"anchor": "&", "alias": "*", "tag": "!"}
    about = f"{stumble.context} {stumble.problem}"
    sign = next((sign for word, sign in signs.items() if word in about), "")
    if not sign:
        return None
    return Complaint(
        stumble.since or stumble.at,
        f"a text that begins with “{sign}” has a meaning in YAML, and this one has none",
        f"{_QUOTE_IT}.",
    )


def _bracket(stumble: Stumble) -> Complaint | None:
    if "flow" not in stumble.context or stumble.since is None:
        return None
    opened = stumble.line(stumble.since[0])[stumble.since[1] :][:1]
    close = {"[": "]", "{": "}"}.get(opened)
    if close is None:
        return None
    return Complaint(
        stumble.since,
        f"“{opened}” opens here, and the list in it breaks off at line {stumble.at[0] + 1}",
        f"Write a comma between two items and “{close}” at the end; put items that hold commas or "
        "colons in quotation marks.",
    )


def _lone_bracket(stumble: Stumble) -> Complaint | None:
    if "node content" not in stumble.problem:
        return None
    sign = stumble.line(stumble.at[0])[stumble.at[1] :][:1]
    return Complaint(
        stumble.at,
        f"a text or a list was expected; found “{sign}”" if sign else "the text breaks off here",
        f"{_QUOTE_IT} if it begins with this sign.",
    )


def _block_head(stumble: Stumble) -> Complaint | None:
    if "block scalar" not in stumble.context:
        return None
    return Complaint(
        stumble.since or stumble.at,
        "after “|” or “>” the text must begin on the next line",
        "Move the text to the next line, further in than its key.",
    )


def _ragged_list(stumble: Stumble) -> Complaint | None:
    if "block collection" not in stumble.context and "block sequence" not in stumble.context:
        return None
    return Complaint(
        stumble.at,
        "a list has a line here that does not begin with a hyphen",
        "Begin each item with “- ”, all hyphens under one another; what goes on from it stands further in.",
    )


def _ragged_keys(stumble: Stumble) -> Complaint | None:
    if "block mapping" not in stumble.context:
        return None
    number, column = stumble.at
    if stumble.line(number)[:column].strip():
        return Complaint(
            stumble.at,
            "something follows where the text has ended",
            "If the quotation marks belong to the text, put all of it in quotation marks of the other kind.",
        )
    return Complaint(
        stumble.at,
        "this line does not stand under the keys to which it belongs",
        "Give keys of one group the same number of spaces before them.",
    )


def _short(line: str) -> str:
    line = line.strip()
    return line if len(line) <= 60 else f"{line[:57]}…"


_JUDGES: Final[tuple[Callable[[Stumble], Complaint | None], ...]] = (
    _tab,
    _open_quote,
    _second_colon,
    _no_colon,
    _reserved_sign,
    _anchor_sign,
    _bracket,
    _lone_bracket,
    _block_head,
    _ragged_list,
    _ragged_keys,
)
