"""Values as YAML has them, for the files that the program writes for an editor to go on with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from florilegium.system.patterns import regex

#: What an editor's file is made of. Of keys that map to nothing, none is written.
Written = str | bool | int | list["Written"] | dict[str, "Written"]

_PLAIN: Final = regex(r"[^\W\d_][\w’'./–-]*(?:,? [\w(’'.–-][\w’'./)–-]*)*")
_WORDS: Final = frozenset({"yes", "no", "true", "false", "null", "on", "off", "y", "n"})


def scalar(text: str) -> str:
    """Return a text as a YAML value: plain where that is safe, else in double quotes (YAML 1.2 §7.3)."""
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


def block(value: Written, indent: int) -> list[str]:
    """Return a value in lines of its own, lists and keys one inside another by their indent.

    A text of several lines, and nothing else than a list or keys, can be no value here: it is one line.
    """
    if isinstance(value, list) and value:
        return [line for item in value for line in _with_mark(item, "- ", indent)]
    if isinstance(value, dict) and value:
        return [line for key, below in value.items() for line in _under(key, below, indent)]
    return [" " * indent + flow(value)]


def flow(value: Written) -> str:
    """Return a value in one line, lists in square brackets and keys in curly ones."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return f"[{', '.join(map(_in_flow, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{scalar(key)}: {_in_flow(below)}' for key, below in value.items())}}}"
    return str(value) if isinstance(value, int) else scalar(value)


def _in_flow(value: Written) -> str:
    """Return a value inside brackets, where a comma would end a plain text."""
    if isinstance(value, str) and "," in value:
        return json.dumps(value, ensure_ascii=False)
    return flow(value)


def _with_mark(value: Written, mark: str, indent: int) -> Iterator[str]:
    first, *rest = block(value, indent + len(mark))
    yield " " * indent + mark + first.lstrip(" ")
    yield from rest


def _under(key: str, value: Written, indent: int) -> Iterator[str]:
    head = f"{' ' * indent}{scalar(key)}:"
    if isinstance(value, list | dict) and value:
        yield head
        yield from block(value, indent + 2)
    elif isinstance(value, str) and "\n" in value.strip("\n"):
        yield f"{head} |{'' if value.endswith(chr(10)) else '-'}"
        yield from (f"{' ' * (indent + 2)}{line}".rstrip() for line in value.rstrip("\n").split("\n"))
    else:
        yield f"{head} {flow(value)}"
