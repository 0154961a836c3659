"""The numbers that Word writes in front of paragraphs, counted as Word counts them (ECMA-376, Part 1, §17.9).

A list is an instance (`w:num`) of a definition (`w:abstractNum`). All instances of a definition count on
together, unless an instance says that it starts by itself.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.tree.symbols import shown
from florilegium.sources.word.ooxml.number_words import in_format
from florilegium.sources.word.ooxml.wordml import W, is_on, twips, value, whole
from florilegium.system.values import dataclass

#: Levels of a list (§17.9.6).
_LEVELS: Final = 9

#: Formats that HTML's `ol` can number by itself, and their `type`.
_TYPES: Final = {"decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


#: Bullets that say something: boxes, ticked or not.
_BOXES: Final = frozenset("☐☑☒✓✔✗✘")


@dataclass(frozen=True)
class ListLabel:
    """What stands in front of a paragraph of a list.

    `text` is the label as Word shows it, such as `(b)`; of bullets it is a box alone. `number` counts on its
    level. `type` is HTML's name for the kind of number, empty for a bullet. `plain`: number and stop say all.
    `left` is where the lines of its text begin, in twentieths of a point; 0 where the list does not say.
    """

    text: str
    number: int
    type: str
    plain: bool
    list_id: str
    level: int
    left: int


@dataclass(frozen=True)
class _Level:
    start: int
    format: str
    text: str
    restart: int | None
    legal: bool
    style: str
    font: str
    left: int = 0


@dataclass
class Numbering:
    """The lists of a document, and how far each has counted."""

    definitions: dict[str, dict[int, _Level]] = field(default_factory=dict)
    instances: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, _Level]] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None) -> Numbering:
        """Return the lists that the part of numbering definitions has."""
        found = cls()
        if root is None:
            return found
        linked: dict[str, str] = {}
        styled: dict[str, str] = {}
        for definition in root.iter(f"{W}abstractNum"):
            key = definition.get(f"{W}abstractNumId", "")
            found.definitions[key] = dict(map(_level, definition.findall(f"{W}lvl")))
            if style := value(definition, "numStyleLink"):
                linked[key] = style
            if style := value(definition, "styleLink"):
                styled[style] = key
        for key, style in linked.items():
            if style in styled and not found.definitions[key]:
                found.definitions[key] = found.definitions[styled[style]]
        for instance in root.iter(f"{W}num"):
            found._add_instance(instance)
        return found

    def _add_instance(self, instance: Element) -> None:
        key = instance.get(f"{W}numId", "")
        self.instances[key] = value(instance, "abstractNumId")
        for override in instance.iter(f"{W}lvlOverride"):
            level = whole(override.get(f"{W}ilvl"))
            own = override.find(f"{W}lvl")
            if own is not None:
                self.overrides.setdefault(key, {})[level] = _level(own)[1]
            if start := value(override, "startOverride"):
                self.starts.setdefault(key, {})[level] = whole(start, 1)

    def level_of(self, number: str, level: int | None, style: str) -> int:
        """Return the level of a paragraph in a list: as it says, else the one that belongs to its style."""
        if level is not None:
            return min(max(level, 0), _LEVELS - 1)
        levels = self.definitions.get(self.instances.get(number, ""), {})
        return next((key for key, one in levels.items() if one.style == style and style), 0)

    def next(self, number: str | None, level: int | None, style: str) -> ListLabel | None:
        """Count a paragraph of a list and return its label; None for one that is in none, or has no label."""
        definition = self.instances.get(number or "0", "")
        if not number or number == "0" or definition not in self.definitions:
            return None
        at = self.level_of(number, level, style)
        levels = {**self.definitions[definition], **self.overrides.get(number, {})}
        own = levels.get(at) or _Level(1, "decimal", f"%{at + 1}.", None, legal=False, style="", font="")
        counts = self._count(definition, number, at, levels)
        if own.format == "bullet" and not own.text.strip():
            return None
        if own.format == "bullet":
            sign = shown(own.text, own.font).strip()
            sign = sign if sign in _BOXES else ""
            return ListLabel(
                sign, counts[at], "", plain=not sign, list_id=definition, level=at, left=own.left
            )
        text = _label(own, levels, counts)
        if not text:
            return None
        type_ = _TYPES.get(own.format, "1")
        plain = own.format in _TYPES and own.text.strip() == f"%{at + 1}." and counts[at] > 0
        return ListLabel(text, counts[at], type_, plain, list_id=definition, level=at, left=own.left)

    def goes_on(self, number: str | None, level: int | None, style: str) -> bool:
        """Return whether a paragraph has a bullet that shows nothing, as the rest of an item has."""
        levels = self.definitions.get(self.instances.get(number or "0", ""), {})
        levels = {**levels, **self.overrides.get(number or "0", {})}
        own = levels.get(self.level_of(number, level, style)) if number else None
        return own is not None and own.format == "bullet" and not own.text.strip()

    def _count(self, definition: str, number: str, at: int, levels: dict[int, _Level]) -> dict[int, int]:
        """Count one paragraph on a level; returns the counts of all levels."""
        counts = self._counts.setdefault(definition, {})
        starts = {key: one.start for key, one in levels.items()}
        if number in self.starts:
            starts |= self.starts[number]
            if number not in self._begun:
                for key in self.starts[number]:
                    counts.pop(key, None)
        self._begun.add(number)
        for above in range(at):
            counts.setdefault(above, starts.get(above, 1))
        counts[at] = counts[at] + 1 if at in counts else starts.get(at, 1)
        for below in range(at + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or at < restart:
                counts.pop(below, None)
        return counts


def _level(element: Element) -> tuple[int, _Level]:
    """Return one level of a list, with its place."""
    restart = value(element, "lvlRestart")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    level = _Level(
        start=whole(value(element, "start"), 1 if not value(element, "start") else 0),
        format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText"),
        restart=whole(restart) if restart else None,
        legal=is_on(element, "isLgl"),
        style=value(element, "pStyle"),
        font=(fonts.get(f"{W}ascii") or "") if fonts is not None else "",
        left=_left(element),
    )
    return whole(element.get(f"{W}ilvl")), level


def _left(element: Element) -> int:
    """Return where a level's text begins."""
    properties = element.find(f"{W}pPr")
    return twips(value(properties, "ind", "start") or value(properties, "ind", "left"))


def _label(own: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    """Return the text of a label: its pattern with the number of each level that it names."""

    def number(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        level = levels.get(at)
        count = counts.get(at, level.start if level else 1)
        format_ = level.format if level else "decimal"
        return in_format(count, "decimal" if own.legal and format_ != "none" else format_)

    return shown(re.sub(r"%([1-9])", number, own.text), own.font).strip()
