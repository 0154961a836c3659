"""One part of a file of Markdown that holds several articles, with the notes that it calls.

A part is a heading and what follows until the next heading of its level or above. Lines of other parts are
emptied, so that every line keeps its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from florilegium.sources.excerpts.choice import FileHeading, chosen_heading, end_of, report_missing
from florilegium.sources.excerpts.extent import Belongs, Extent, FileUnit
from florilegium.sources.manuscript import PartChoice, Reading
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from markdown_it.token import Token

_LETTER: Final = regex(r"[^\W_]")
_ID: Final = regex(r"\s*\{[^{}]*#([\w.:-]+)[^{}]*\}\s*\Z")
_CALL: Final = regex(r"\[\^([^\]\s]+)\](?!:)")

#: The address of links, which may stand anywhere and serves all parts.
_ADDRESS: Final = regex(r" {0,3}\[(?!\^)[^\]]+\]:\s")


@dataclass(frozen=True)
class MarkdownExcerpt:
    """A text with the lines of one part only, and what of the file that part is."""

    text: str
    extent: Extent


@dataclass(frozen=True)
class _NoteLines:
    label: str
    first: int
    end: int


def cut_lines(
    text: str, tokens: Sequence[Token], choice: PartChoice, reading: Reading
) -> MarkdownExcerpt | None:
    """Return empty the lines that are not of one part; None when there is no such part.

    `tokens` are those of the text.

    Reports:
        S020, S021: as `chosen_heading`; no heading has the id.
    """
    lines = text.split("\n")
    found = list(_headings(tokens))
    headings = [one for one, _ in found]
    if choice.heading:
        heading = chosen_heading(headings, choice, reading)
    else:
        heading = next((one for one, name in found if name == choice.id), None)
        if heading is None:
            message = f"“{reading.name}” has no heading with the id “{choice.id}”"
            report_missing(message, headings, choice, reading)
    if heading is None:
        return None
    end = end_of(headings, heading)
    inside = range(_line(heading), _line(end) if end is not None else len(lines))
    belongs = _belonging(lines, tokens, inside)
    units = (
        FileUnit(line, f"{number + 1}:1", belongs[number])
        for number, line in enumerate(lines)
        if _LETTER.search(line)
    )
    kept = {Belongs.HERE, Belongs.OWN_NOTE}
    cut = [
        line if belongs[number] in kept or _ADDRESS.match(line) else "" for number, line in enumerate(lines)
    ]
    return MarkdownExcerpt("\n".join(cut), Extent.of(units))


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[FileHeading, str]]:
    """Yield the headings of a text, each with its id."""
    for number, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            content = tokens[number + 1].content
            named = _ID.search(content)
            content = _CALL.sub("", _ID.sub("", content))
            name = named[1] if named else str(token.attrs.get("id") or "")
            yield FileHeading(int(token.tag[1]), (content,), f"{token.map[0] + 1}:1"), name


def _line(heading: FileHeading) -> int:
    return int(heading.at.partition(":")[0]) - 1


def _belonging(lines: Sequence[str], tokens: Sequence[Token], inside: range) -> list[Belongs]:
    """Return to whom each line belongs."""
    belongs = [Belongs.HERE if number in inside else Belongs.ELSEWHERE for number in range(len(lines))]
    notes = list(_notes(tokens))
    for note in notes:
        belongs[note.first : note.end] = [Belongs.OTHER_NOTE] * (note.end - note.first)
    calling = [line for number, line in enumerate(lines) if belongs[number] is Belongs.HERE]
    by_label = {note.label: note for note in reversed(notes)}
    while calling:
        for label in _CALL.findall(calling.pop()):
            if label.upper() in by_label:
                note = by_label.pop(label.upper())
                belongs[note.first : note.end] = [Belongs.OWN_NOTE] * (note.end - note.first)
                calling += lines[note.first : note.end]
    for token in tokens:
        if token.type == "front_matter" and token.map:
            belongs[token.map[0] : token.map[1]] = [Belongs.FILE] * (token.map[1] - token.map[0])
    for number, line in enumerate(lines):
        if _ADDRESS.match(line) and belongs[number] is Belongs.ELSEWHERE:
            belongs[number] = Belongs.FILE
    return belongs


def _notes(tokens: Sequence[Token]) -> Iterator[_NoteLines]:
    for token in tokens:
        if token.type == "footnote_reference_open" and token.map:
            yield _NoteLines(str(token.meta.get("label", "")).upper(), token.map[0], token.map[1])
