"""Items of a list in another order or another list, and keys a level further down: as they are written, with
their comments."""

from __future__ import annotations

from florilegium.manifest.reading.tree import Way
from florilegium.manifest.writing.stretches import (
    UneditableError,
    YamlStretch,
    column,
    find_stretch,
    line_end,
)
from florilegium.system.values import dataclass
from florilegium.system.yaml_text import block


@dataclass(frozen=True)
class Shift:
    """An item that goes to a place of a list, counted without it. `to` is the way to that list."""

    path: Way
    to: Way
    at: int


@dataclass(frozen=True)
class Nest:
    """A key that goes into the first item of a new list: `chapters` into a part that bears a `title`.

    The list is the value of the key `within`, and stands where the key stood.
    """

    path: Way
    within: str
    title: str


def nested(text: str, root: YamlStretch, change: Nest) -> str:
    """Return a text in which a key stands a level further down, its lines set in.

    Raises:
        UneditableError: it does not stand in lines of its own.
    """
    holder, key = find_stretch(root, change.path[:-1]), str(change.path[-1])
    pair = holder.pair(key) if holder else None
    if holder is None or pair is None or holder.flow:
        raise UneditableError("what is to be put into a list is not there, or in brackets; do so in the file")
    indent, end = column(text, pair[0].start), line_end(text, max(pair[0].end, pair[1].end))
    head = block({change.within: [{"title": change.title}]}, indent)
    head[0] = head[0][indent:]  # what is before the key on its line stays
    deeper = head[-1].index("title") - indent
    inside = _indented(" " * indent + text[pair[0].start : end], -deeper)
    newline = "\r\n" if "\r\n" in text else "\n"
    return text[: pair[0].start] + newline.join([*head, inside]) + text[end:]


def moved(text: str, root: YamlStretch, move: Shift) -> str:
    """Return a text in which an item stands elsewhere.

    Raises:
        UneditableError: it cannot be moved by itself.
    """
    here, there = find_stretch(root, move.path[:-1]), find_stretch(root, move.to)
    number = move.path[-1]
    if here is None or there is None or {here.kind, there.kind} != {"list"} or not isinstance(number, int):
        raise UneditableError("only an item of a list can be moved")
    if not 0 <= number < len(here.items):
        raise UneditableError("what is to be moved is not there any more")
    if here is there:
        return _reordered(text, here, number, move.at)
    return _to_another(text, here, number, there, move.at)


def _reordered(text: str, listed: YamlStretch, number: int, at: int) -> str:
    """Put the items of a list into the places of the others; what stands between them stays there."""
    places = [_whole(text, listed, item) for item in listed.items]
    written = [text[start:end] for start, end in places]
    written.insert(at, written.pop(number))
    parts, last = [], 0
    for (start, end), new in zip(places, written, strict=True):
        parts += [text[last:start], new]
        last = end
    return "".join([*parts, text[last:]])


def _to_another(text: str, here: YamlStretch, number: int, there: YamlStretch, at: int) -> str:
    if len(here.items) == 1:
        raise UneditableError("this is the last one there; a chapter needs an article, a part a chapter")
    if here.flow or there.flow or not there.items:
        raise UneditableError("a list in brackets is put in order in the file")
    start, end = _whole(text, here, here.items[number])
    follows = number + 1 < len(here.items)
    # With the item goes what parts it from the next, or, of the last, from the one before.
    cut = (
        (start, _whole(text, here, here.items[number + 1])[0])
        if follows
        else (_whole(text, here, here.items[number - 1])[1], end)
    )
    written = _indented(text[start:end], _dash(text, here) - _dash(text, there))
    newline = "\r\n" if "\r\n" in text else "\n"
    if at < len(there.items):
        place = _whole(text, there, there.items[at])[0]
        new = written + newline
    else:
        place = _whole(text, there, there.items[-1])[1]
        new = newline + written
    if place <= cut[0]:
        return text[:place] + new + text[place : cut[0]] + text[cut[1] :]
    return text[: cut[0]] + text[cut[1] : place] + new + text[place:]


def _whole(text: str, listed: YamlStretch, item: YamlStretch) -> tuple[int, int]:
    """Return where an item is written, whole lines with the comments right above it, or between brackets."""
    if listed.flow:
        return item.start, item.end
    start = text.rfind("\n", 0, item.start) + 1
    if text[start : item.start].strip(" ") != "-":
        raise UneditableError("items that share a line are put in order in the file")
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].lstrip().startswith("#"):
            break
        start = above
    return start, line_end(text, item.end)


def _dash(text: str, listed: YamlStretch) -> int:
    first = listed.items[0].start
    line = text.rfind("\n", 0, first) + 1
    return text.index("-", line) - line


def _indented(written: str, less: int) -> str:
    """Return lines that stand so much further to the left."""
    if not less:
        return written
    lines = written.split("\n")
    if less > 0:
        return "\n".join(line[less:] if not line[:less].strip() else line for line in lines)
    return "\n".join(" " * -less + line if line.strip() else line for line in lines)
