"""Fields: instructions of which Word shows what it last made of them (ECMA-376, Part 1, §17.16).

A complex field stands in runs: begin, instruction, separator, result, end; it may go on over paragraphs, and
others may stand in it. What stands in an instruction is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.tree.symbols import sign_of
from florilegium.sources.word.ooxml.wordml import W, is_on, switch, value, whole
from florilegium.system.patterns import regex

#: Fields that show nothing, whatever is kept as their result.
_SILENT: Final = frozenset({"XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE"})

#: Fields that show something that Word makes each time and keeps nowhere.
UNKEPT: Final = frozenset({"LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "BARCODE", "DISPLAYBARCODE"})

#: Fields whose result names pages.
PAGES: Final = frozenset({"PAGEREF"})

_ARGUMENTS: Final = regex(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_FRACTION: Final = regex(r"\\f\s*\(([^,;()]*)[,;]([^()]*)\)", re.IGNORECASE)
_SWITCH: Final = regex(r"\\(?:\*\s*(?:\"[^\"]*\"|\S+)|(?:up|do|ai|di|fo|ba)\s*\d+|[A-Za-z]+)", re.IGNORECASE)
#: The reading above letters, as Word’s phonetic guide has it, and signs for its brackets meanwhile.
_READING: Final = regex(
    r"\\o\s*(?:\\a[a-z]\s*)?\(\s*\\s\s*\\up\s*\d+\s*\(([^()]*)\)\s*[,;]([^()]*)\)", re.IGNORECASE
)
_BRACKETS: Final = str.maketrans("\x02\x03", "()")

#: Fields whose instruction has what is shown, also where a result has begun and is empty.
TOLD: Final = frozenset({"EQ", "SYMBOL", "MACROBUTTON", "GOTOBUTTON", "FORMCHECKBOX", "FORMDROPDOWN"})


@dataclass
class OpenField:
    """A field that has begun: its instruction as far as it is read, and whether its result has begun.

    `cites` are the keys of the works that it cites, once they are asked for. `shown` says that its result has
    letters.
    """

    begin: Element | None = None
    parts: list[str] = field(default_factory=list)
    in_result: bool = False
    shown: bool = False
    cites: tuple[str, ...] | None = None

    @property
    def instruction(self) -> str:
        return "".join(self.parts).strip()

    @property
    def kind(self) -> str:
        return self.instruction.partition(" ")[0].partition("\\")[0].strip().upper()

    @property
    def is_silent(self) -> bool:
        """Return whether what is read now is not shown."""
        return not self.in_result or self.kind in _SILENT


class FieldStack:
    """The fields that are open at a place of a story; `met`: the kinds whose results began in its paragraph.

    A field that never ends is passed over.
    """

    def __init__(self, story: Element) -> None:
        self.open: list[OpenField] = []
        self.met: set[str] = set()
        self._endless = _endless(story)

    def meet(self, character: Element) -> OpenField | None:
        """Take a `w:fldChar`; returns the field that ends here, if one does."""
        kind = character.get(f"{W}fldCharType", "")
        if kind == "begin" and character not in self._endless:
            self.open.append(OpenField(character))
        elif kind == "separate" and self.open:
            self.open[-1].in_result = True
            self.met.add(self.open[-1].kind)
        elif kind == "end" and self.open:
            return self.open.pop()
        return None

    def instruct(self, text: str) -> None:
        """Take a piece of an instruction."""
        if self.open and not self.open[-1].in_result:
            self.open[-1].parts.append(text)

    @property
    def is_silent(self) -> bool:
        """Return whether text that stands here is not shown."""
        return any(one.is_silent for one in self.open)

    def begin_paragraph(self) -> None:
        """Forget which results began in the paragraph before."""
        self.met.clear()

    def within(self, kind: str) -> bool:
        """Return whether a field of this kind shows its result in this paragraph."""
        return kind in self.met or any(one.kind == kind and one.in_result for one in self.open)

    def showing(self) -> Iterator[OpenField]:
        """Yield the open fields whose result is being read, the innermost first."""
        yield from (one for one in reversed(self.open) if one.in_result)

    def link(self) -> str:
        """Return where the innermost open link leads, or an empty text."""
        found = (link_of(one.instruction) for one in reversed(self.open) if one.kind == "HYPERLINK")
        return next((link for link in found if link), "")


def _endless(story: Element) -> frozenset[Element]:
    """Return the beginnings of fields that never end."""
    open_: list[Element] = []
    for character in story.iter(f"{W}fldChar"):
        kind = character.get(f"{W}fldCharType")
        if kind == "begin":
            open_.append(character)
        elif kind == "end" and open_:
            open_.pop()
    return frozenset(open_)


def arguments_of(instruction: str) -> list[str]:
    """Return the words of an instruction, its name and its switches among them; quoted ones are one word."""
    found = _ARGUMENTS.findall(instruction)
    return [re.sub(r"\\(.)", r"\1", quoted) if quoted else plain for quoted, plain in found]


def link_of(instruction: str) -> str:
    r"""Return where a `HYPERLINK` leads: an address, with the place in it that `\l` names."""
    address, place, waiting = "", "", ""
    for word in arguments_of(instruction)[1:]:
        if re.fullmatch(r"\\[a-z]", word, re.IGNORECASE):
            waiting = word[1].lower()
        elif waiting in {"l", "o", "t", "s"}:
            place = word if waiting in {"l", "s"} else place
            waiting = ""
        elif not address:
            address, waiting = word, ""
    return f"{address}#{place}" if place else address


def made_of(ended: OpenField) -> str | None:
    """Return what a field shows that keeps no result; None when that cannot be said here."""
    words = arguments_of(ended.instruction)
    if ended.kind == "SYMBOL" and len(words) > 1:
        font = next((words[at + 1] for at, word in enumerate(words[:-1]) if word.lower() == "\\f"), "")
        code = int(words[1], 16) if words[1].lower().startswith("0x") else whole(words[1])
        return sign_of(code, font)
    if ended.kind == "EQ":
        return equation(ended.instruction)
    if ended.kind == "FORMCHECKBOX":
        return _checkbox(ended.begin)
    if ended.kind == "FORMDROPDOWN":
        return _choice(ended.begin)
    if ended.kind in {"MACROBUTTON", "GOTOBUTTON"}:
        return ended.instruction.split(None, 2)[2] if len(ended.instruction.split(None, 2)) > 2 else ""
    return None if ended.kind in UNKEPT else ""


def equation(instruction: str) -> str:
    r"""Return an `EQ` field on one line: fractions with a stroke, of other forms what stands in them.

    The reading of Chinese or Japanese letters stands in parentheses behind them.
    """
    text = _READING.sub("\\2\x02\\1\x03", instruction.partition(" ")[2])
    while (changed := _FRACTION.sub(r"\1/\2", text)) != text:
        text = changed
    text = _SWITCH.sub("", text).replace("(", "").replace(")", "")
    return " ".join(text.translate(_BRACKETS).split())


def _checkbox(begin: Element | None) -> str:
    """Return the box of a form as it is ticked."""
    box = begin.find(f"{W}ffData/{W}checkBox") if begin is not None else None
    state = switch(box, "checked")
    return "☒" if (is_on(box, "default") if state is None else state) else "☐"


def _choice(begin: Element | None) -> str:
    """Return the entry of a form's list that is chosen."""
    list_ = begin.find(f"{W}ffData/{W}ddList") if begin is not None else None
    entries = [one.get(f"{W}val", "") for one in list_.iter(f"{W}listEntry")] if list_ is not None else []
    chosen = whole(value(list_, "result") or value(list_, "default"))
    return entries[chosen] if chosen < len(entries) else ""
