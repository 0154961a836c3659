"""The numbers of an OpenDocument text's lists and headings, as programs show them (Part 3, §16.30)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.opendocument.text_package import STYLE, TEXT, number_of
from florilegium.sources.word.ooxml.number_words import in_format
from florilegium.sources.word.ooxml.numbering import ListLabel
from florilegium.system.values import dataclass

#: Kinds of numbers → their names in Word.
_FORMATS: Final = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_LEVELS: Final = 10


@dataclass(frozen=True)
class _Level:
    """A level of a list: the kind of its numbers (empty for a bullet), what stands round them."""

    kind: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1
    bullet: str = ""


@dataclass
class _Count:
    """A list that is counted: its style, and the last number of each level."""

    style: str
    numbers: dict[int, int] = field(default_factory=dict)


class TextLists:
    """Counts the items of a document's lists, and its headings."""

    def __init__(self, *roots: Element | None) -> None:
        """Read the kinds of lists that the parts of a document have."""
        self._kinds: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, _Count] = {}
        self._last: dict[str, str] = {}
        self._headings: dict[int, int] = {}
        for root in (root for root in roots if root is not None):
            for style in root.iter(f"{TEXT}list-style", f"{TEXT}outline-style"):
                outline = style.tag == f"{TEXT}outline-style"
                self._kinds["" if outline else style.get(f"{STYLE}name", "")] = _levels(style)

    def begin(self, element: Element, style: str) -> str:
        """Begin a list that stands in no other, and return by what name its items are counted."""
        key = element.get("{http://www.w3.org/XML/1998/namespace}id") or f"list {len(self._counts)}"
        goes_on = element.get(f"{TEXT}continue-list") or (
            self._last.get(style, "") if element.get(f"{TEXT}continue-numbering") == "true" else ""
        )
        self._counts[key] = self._counts.get(goes_on) or _Count(style)
        self._last[style] = key
        return key

    def begin_numbered(self, element: Element, style: str) -> str:
        """Return by what name a paragraph is counted that is numbered without a list round it (§5.3.6)."""
        key = element.get(f"{TEXT}list-id") or f"paragraphs of {style}"
        self._counts.setdefault(key, _Count(style))
        return key

    def next(self, key: str, level: int, style: str, start: str) -> ListLabel:
        """Return the label of the next item of a list; `level` counts from 0."""
        kinds = self._kinds.get(style, {})
        kind = kinds.get(level, _Level())
        numbers = self._counts[key].numbers
        number = number_of(start, numbers.get(level, kind.start - 1) + 1)
        numbers[level] = number
        for deeper in [one for one in numbers if one > level]:
            del numbers[deeper]
        if not kind.kind:
            return ListLabel(
                text=_box(kind.bullet), number=number, type="", plain=True, list_id=key, level=level, left=0
            )
        plain = not kind.prefix and kind.suffix in {".", ""} and kind.shown == 1 and kind.kind in _FORMATS
        return ListLabel(
            text=_text(kinds, numbers, level),
            number=number,
            type=kind.kind,
            plain=plain,
            list_id=key,
            level=level,
            left=0,
        )

    def heading(self, element: Element) -> str:
        """Return the number that a program sets before a heading; empty for none."""
        kinds = self._kinds.get("", {})
        told = number_of(element.get(f"{TEXT}outline-level"), 1)
        level = told - 1 if 0 < told <= _LEVELS else 0
        if element.get(f"{TEXT}is-list-header") == "true" or not kinds.get(level, _Level()).kind:
            return ""
        number = self._headings.get(level, kinds[level].start - 1) + 1
        if element.get(f"{TEXT}restart-numbering") == "true":
            number = number_of(element.get(f"{TEXT}start-value"), number)
        self._headings = {one: count for one, count in self._headings.items() if one < level}
        self._headings[level] = number
        return _text(kinds, self._headings, level).strip()


def _text(kinds: Mapping[int, _Level], numbers: Mapping[int, int], level: int) -> str:
    """Return the text of a label: the numbers of the levels that it shows, with what stands round them."""
    kind = kinds[level]
    shown = [at for at in range(max(level - kind.shown + 1, 0), level + 1) if kinds.get(at, _Level()).kind]
    parts = [
        in_format(numbers.get(at, kinds[at].start), _FORMATS.get(kinds[at].kind, "decimal")) for at in shown
    ]
    return f"{kind.prefix}{'.'.join(parts)}{kind.suffix}"


def _box(bullet: str) -> str:
    """Return the bullet that a reader ticks off, which says something; others do not."""
    return bullet if bullet in {"☐", "☑", "☒"} else ""


def _levels(style: Element) -> dict[int, _Level]:
    found = {}
    for one in style:
        at = number_of(one.get(f"{TEXT}level"), -1) if isinstance(one.tag, str) else -1
        if at < 0:
            continue
        found[at - 1] = _Level(
            kind=one.get(f"{STYLE}num-format", "") if not str(one.tag).endswith("bullet") else "",
            prefix=one.get(f"{STYLE}num-prefix", ""),
            suffix=one.get(f"{STYLE}num-suffix", ""),
            start=number_of(one.get(f"{TEXT}start-value"), 1),
            shown=number_of(one.get(f"{TEXT}display-levels"), 1),
            bullet=one.get(f"{TEXT}bullet-char", ""),
        )
    return found
