"""Changes of single values in a YAML text, by what stands where.

Each change is made twice: in the text, and in what the text means. Where the two do not agree afterwards, the
text is left as it was, so that no change can touch anything else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from florilegium.manifest.reading.tree import Value, Way
from florilegium.manifest.writing.item_moves import Nest, Shift, moved, nested
from florilegium.manifest.writing.stretches import (
    UneditableError,
    YamlStretch,
    column,
    find_stretch,
    line_end,
    stretches,
    written_way,
)
from florilegium.system.values import dataclass
from florilegium.system.yaml_text import Written, block, flow, scalar


@dataclass(frozen=True)
class Put:
    """A value for a key or an item that is there, or for a key that is not yet."""

    path: Way
    value: Written


@dataclass(frozen=True)
class Add:
    """A further item at the end of a list; the list is begun if it is not there, or is one value alone."""

    path: Way
    value: Written


@dataclass(frozen=True)
class Take:
    """A key with its value, or an item, that is taken out."""

    path: Way


Change = Put | Add | Take | Shift | Nest


def changed(text: str, changes: Iterable[Change]) -> str:
    """Return a text with some changes, one after another.

    Raises:
        UneditableError: one of them cannot be made by itself.
    """
    for change in changes:
        root = stretches(text)
        wanted = _meant(root.value, change)
        newline = "\r\n" if "\r\n" in text else "\n"
        if isinstance(change, Shift):
            made = moved(text, root, change)
        elif isinstance(change, Nest):
            made = nested(text, root, change)
        else:
            start, end, new = _cut(text, root, change)
            made = text[:start] + new.replace("\n", newline) + text[end:]
        if stretches(made).value != wanted:
            raise UneditableError(f"{_named(change.path)} cannot be changed by itself; change it in the file")
        text = made
    return text


def _named(path: Way) -> str:
    return "“" + " → ".join(str(step + 1) if isinstance(step, int) else step for step in path) + "”"


# ---- what is meant -----------------------------------------------------------------------------------------


def _meant(root: Value, change: Change) -> Value:
    """Return what a file means after a change."""
    if root is None:
        root = {}
    if isinstance(change, Shift):
        return _reordered(root, change)
    *above, last = change.path
    holder: Value = root
    for step in above:
        if isinstance(holder, dict) and isinstance(step, str) and holder.get(step) is None:
            holder[step] = {}
        holder = _under(holder, step)
    if isinstance(change, Nest):
        below = _under(holder, last)
        del holder[last]  # type: ignore[union-attr,arg-type]
        holder[change.within] = [{"title": change.title, str(last): below}]  # type: ignore[index,call-overload]
        return root
    old = holder.get(last) if isinstance(holder, dict) and isinstance(last, str) else _under(holder, last)
    if isinstance(change, Take):
        _under(holder, last)
        del holder[last]  # type: ignore[union-attr,arg-type]
        return root
    value = _plain(change.value)
    if isinstance(change, Add):
        value = [*(old if isinstance(old, list) else [] if old is None else [old]), value]
    holder[last] = value  # type: ignore[index]
    return root


def _reordered(root: Value, move: Shift) -> Value:
    here, there = root, root
    for step in move.path[:-1]:
        here = _under(here, step)
    for step in move.to:
        there = _under(there, step)
    if not isinstance(here, list) or not isinstance(there, list):
        raise UneditableError("only an item of a list can be moved")
    item = _under(here, move.path[-1])
    here.pop(int(move.path[-1]))
    there.insert(move.at, item)
    return root


def _under(holder: Value, step: str | int) -> Value:
    if isinstance(holder, dict) and isinstance(step, str) and step in holder:
        return holder[step]
    if isinstance(holder, list) and isinstance(step, int) and step < len(holder):
        return holder[step]
    raise UneditableError("what is to be changed is not there any more")


def _plain(value: Written) -> Value:
    """Return a value as it is read again: all texts."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(below) for key, below in value.items()}
    return flow(value) if isinstance(value, bool | int) else value


# ---- what is written ---------------------------------------------------------------------------------------


def _cut(text: str, root: YamlStretch, change: Put | Add | Take) -> tuple[int, int, str]:
    """Return which stretch of a text becomes which other."""
    if isinstance(change, Take):
        return _taken(text, root, change.path)
    if isinstance(change, Put):
        return _put(text, root, change.path, change.value)
    found = find_stretch(root, change.path)
    if found is None or (not found.items and (found.kind == "list" or found.value is None)):
        return _begun(text, root, change.path, change.value)
    return _added(text, found, change)


def _begun(text: str, root: YamlStretch, path: Way, value: Written) -> tuple[int, int, str]:
    """Return how a list gets its first item: on a line of its own where it can, since more will follow."""
    found, above, step = find_stretch(root, path), find_stretch(root, path[:-1]), path[-1] if path else None
    if found and found.flow and above and isinstance(step, str) and not _in_brackets(root, path):
        pair = above.pair(step)
        if pair:
            return _in_lines(text, pair[0], found.end, {step: [value]})
    return _put(text, root, path, [value])


def _added(text: str, found: YamlStretch, change: Add) -> tuple[int, int, str]:
    """Return how a list, or a value that stands for a list of one, gets another item."""
    if found.kind == "scalar":
        return found.start, found.end, f"[{text[found.start : found.end]}, {flow([change.value])[1:]}"
    if found.kind != "list":
        raise UneditableError(f"{_named(change.path)} is no list")
    if found.flow:
        end = found.items[-1].end
        return end, end, f", {flow([change.value])[1:-1]}"
    at = line_end(text, found.end)
    return at, at, "\n" + "\n".join(block([change.value], column(text, found.start)))


def _put(text: str, root: YamlStretch, path: Way, value: Written) -> tuple[int, int, str]:
    depth = written_way(root, path)
    found = find_stretch(root, path[:depth])
    if found is None:
        raise UneditableError(f"{_named(path)} is not there any more")
    if depth < len(path):
        for step in reversed(path[depth + 1 :]):
            value = {str(step): value}
        if found.kind == "scalar" and found.value is None and depth:
            return _replaced(text, root, path[:depth], {str(path[depth]): value})
        return _new_key(text, found, str(path[depth]), value, is_top=not depth)
    return _replaced(text, root, path, value)


def _replaced(text: str, root: YamlStretch, path: Way, value: Written) -> tuple[int, int, str]:
    """Replace a value that is written, in the manner of what stands there."""
    span = find_stretch(root, path)
    above = find_stretch(root, path[:-1])
    if span is None or above is None:
        raise UneditableError(f"{_named(path)} is not there any more")
    if _in_brackets(root, path) or span.flow:
        return span.start, span.end, _beside(text, span, flow([value])[1:-1])
    several = isinstance(value, str) and "\n" in value.strip("\n")
    if isinstance(value, str | bool | int) and not several:
        new = _like(span, value) if span.kind == "scalar" else flow(value)
        return _from(text, span, above, path), span.end, _beside(text, span, new)
    step = path[-1]
    if isinstance(step, int):
        lines = block(value, column(text, span.start))
        return span.start, span.end, "\n".join(lines).lstrip(" ")
    pair = above.pair(step)
    key = pair[0] if pair else span
    return _in_lines(text, key, span.end, {step: value})


def _in_lines(text: str, key: YamlStretch, end: int, pair: dict[str, Written]) -> tuple[int, int, str]:
    """Return how a value in lines of its own stands behind its key, in the place of what ends at `end`."""
    (step,) = pair
    written = "\n".join(block(pair, column(text, key.start)))
    return key.end, end, written[column(text, key.start) + len(scalar(step)) :]


def _from(text: str, span: YamlStretch, above: YamlStretch, path: Way) -> int:
    """Return where a value begins that was a block: behind its key's colon."""
    if span.kind == "scalar":
        return span.start
    pair = above.pair(path[-1]) if isinstance(path[-1], str) else None
    return text.index(":", pair[0].end) + 1 if pair else span.start


def _beside(text: str, span: YamlStretch, new: str) -> str:
    """Return a value with a space before it where it stands against a colon or a hyphen."""
    bare = span.start == span.end and text[: span.start].endswith((":", "-"))
    return f" {new}" if bare else new


def _like(span: YamlStretch, value: str | bool | int) -> str:
    """Return a text in the quotation marks of what it replaces."""
    if not isinstance(value, str):
        return flow(value)
    if span.style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False) if span.style == '"' else scalar(value)


def _new_key(
    text: str, holder: YamlStretch, key: str, value: Written, *, is_top: bool
) -> tuple[int, int, str]:
    if holder.kind != "keys":
        raise UneditableError(f"“{key}” has no place there; write it in the file")
    if holder.flow:
        new = flow({key: value})[1:-1]
        if not holder.pairs:
            return holder.start, holder.end, f"{{{new}}}"
        end = holder.pairs[-1][1].end
        return end, end, f", {new}"
    if not holder.pairs:
        before = "" if not text or text.endswith("\n") else "\n"
        return len(text), len(text), before + "\n".join(block({key: value}, 0)) + "\n"
    indent = column(text, holder.pairs[0][0].start)
    # Comments behind the last key of a file are its own.
    at = len(text.rstrip()) if is_top and not _is_closed(text) else line_end(text, holder.end)
    return at, at, "\n" + "\n".join(block({key: value}, indent))


def _is_closed(text: str) -> bool:
    """Return whether a text says where its document ends."""
    return text.rstrip().endswith(("\n...", "\n---"))


def _taken(text: str, root: YamlStretch, path: Way) -> tuple[int, int, str]:
    above = find_stretch(root, path[:-1])
    whole = _wholes(above, path[-1]) if above else None
    if above is None or whole is None:
        raise UneditableError(f"{_named(path)} is not there any more")
    every, number = whole
    start, end = every[number]
    if len(every) == 1:
        empty = "[]" if above.kind == "list" else "{}"
        if not path[:-1]:
            raise UneditableError("the last key of a file is taken out there")
        return above.start, above.end, empty
    if above.flow:
        return (start, every[1][0], "") if number == 0 else (every[number - 1][1], end, "")
    begin = text.rfind("\n", 0, start) + 1
    if text[begin:start].strip(" -" if above.kind == "list" else " "):
        if number + 1 == len(every) or "#" in text[end : every[number + 1][0]]:
            raise UneditableError(f"{_named(path)} is taken out in the file")
        return start, every[number + 1][0], ""
    behind = line_end(text, end)
    return (
        (begin, behind + _break(text, behind), "") if behind < len(text) else (max(begin - 1, 0), behind, "")
    )


def _wholes(above: YamlStretch, step: str | int) -> tuple[list[tuple[int, int]], int] | None:
    """Return where the items or the keys with their values stand, and the number of the one that is meant."""
    if isinstance(step, int):
        every = [(item.start, item.end) for item in above.items]
        return (every, step) if 0 <= step < len(every) else None
    names = [key.text for key, _ in above.pairs]
    every = [(key.start, max(below.end, key.end)) for key, below in above.pairs]
    return (every, names.index(step)) if step in names else None


def _in_brackets(root: YamlStretch, path: Way) -> bool:
    """Return whether something above the end of a path is written in brackets."""
    return any((above := find_stretch(root, path[:depth])) and above.flow for depth in range(len(path)))


def _break(text: str, at: int) -> int:
    return 2 if text.startswith("\r\n", at) else 1
