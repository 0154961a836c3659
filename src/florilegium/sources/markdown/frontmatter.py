"""The front matter of a Markdown file: what it says of the title, the authors and the date."""

from __future__ import annotations

import re
from typing import Any, Final

#: Keys of front matter → the field of a draft.
_FIELDS: Final = {
    **dict.fromkeys(("subtitle", "deck"), "deck"),
    **dict.fromkeys(("author", "authors"), "byline"),
    **dict.fromkeys(("lang", "language"), "language"),
    "title": "title",
    "date": "dateline",
}

#: Front matter in TOML, as Hugo has it; what fences it becomes YAML's.
_TOML: Final = re.compile(r"\A\+\+\+[ \t]*(\n(?:(?!\+\+\+).*\n){0,200})\+\+\+[ \t]*(\n|\Z)")
_LINE: Final = re.compile(r"([A-Za-z][\w-]*)\s*[:=]\s*(.*)\Z")
_ITEM: Final = re.compile(r"\s*-\s+(?:name:\s*)?([^:]+)\Z")


def as_yaml(text: str) -> str:
    """A text whose front matter in TOML, if it has any, stands between the signs of YAML's."""
    return _TOML.sub(r"---\1---\2", text)


def fields_of(text: str) -> dict[str, Any]:
    """The fields of front matter that a draft has, from its simple lines `key: value` or `key = value`.

    Front matter is YAML or TOML, which only the manifest's reader reads; a title needs no more than this.
    """
    found: dict[str, Any] = {}
    list_ = ""  # the field whose items follow, one a line
    for line in text.split("\n"):
        item, pair = _ITEM.match(line), _LINE.match(line)
        if item and list_:
            value = _plain_value(item[1].strip())
            found[list_] = f"{found[list_]}, {value}" if list_ in found else value
        elif pair:
            name, value = _FIELDS.get(pair[1].lower()), _plain_value(pair[2].strip())
            list_ = name if name and not value and name not in found else ""
            if name and value:
                found.setdefault(name, value)
    return found


def _plain_value(value: str) -> str:
    """A value without its quotes, a short list as a text; what is more than that is empty."""
    if not value or value[0] in "|>&*!{":
        return ""
    if value[0] == "[" and value[-1] == "]":
        return ", ".join(part.strip(" \"'") for part in value[1:-1].split(","))
    if value[0] in "\"'" and value[-1] == value[0]:
        return value[1:-1]
    return value
