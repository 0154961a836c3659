"""The front matter of a Markdown file: what it says of the title, the authors and the date."""

from __future__ import annotations

import re
from typing import Any, Final

from florilegium.system.patterns import regex

#: Keys of front matter → the field of a draft.
_FIELDS: Final = {
    **dict.fromkeys(("subtitle", "deck"), "deck"),
    **dict.fromkeys(("author", "authors"), "byline"),
    **dict.fromkeys(("lang", "language"), "language"),
    "title": "title",
    "date": "dateline",
    "abstract": "abstract",
}

#: Front matter in TOML, as Hugo has it; what fences it becomes YAML's.
_TOML: Final = regex(r"\A\+\+\+[ \t]*(\n(?:(?!\+\+\+).*\n){0,200})\+\+\+[ \t]*(\n|\Z)")
_LINE: Final = regex(r"([A-Za-z][\w-]*)\s*[:=]\s*(.*)\Z")
_ITEM: Final = regex(r"\s*-\s+(?:name:\s*)?([^:]+)\Z")


#: A title block of pandoc: three fields at most, each a `%` and lines that are set in.
_PERCENT: Final = regex(r"\A(?:%(?:[ \t].*|[ \t]*)\n(?:[ \t]+\S.*\n)*){1,3}(?=\s*\n)")
_PERCENT_FIELD: Final = regex(r"^%[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_PERCENT_NAMES: Final = ("title", "author", "date")

#: A head of MultiMarkdown: lines `Key: value` from the first on, more of a value set in, a blank line behind.
_KEYS: Final = regex(r"\A(?:[A-Za-z][\w -]{0,40}:[ \t].*\n(?:[ \t]+\S.*\n)*){2,40}(?=[ \t]*\n)")
_KEY: Final = regex(r"^([A-Za-z][\w -]*?)[ \t]*:[ \t]+(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_FIRST_KEYS: Final = frozenset(
    {"title", "author", "authors", "subtitle", "date", "format", "language", "css", "copyright", "keywords"}
    | {"abstract", "lang", "affiliation", "publisher", "base header level", "latex config"}
)


def as_yaml(text: str) -> str:
    """Return a text whose front matter in TOML, if it has any, stands between the signs of YAML's."""
    return _TOML.sub(r"---\1---\2", text)


def head_without_fence(text: str) -> tuple[int, str]:
    """Return how many lines a head of pandoc (`% title`) or MultiMarkdown takes, and its fields one a line.

    A head of MultiMarkdown begins with a key that such heads have, and has a title; other lines with a colon
    are text. No lines and an empty text stand for no head.
    """
    found = _PERCENT.match(text)
    pairs: list[tuple[str, str]] = []
    if found:
        values = _PERCENT_FIELD.findall(found[0])
        pairs = list(zip(_PERCENT_NAMES, values, strict=False))
    else:
        found = _KEYS.match(text)
        pairs = _KEY.findall(found[0]) if found else []
        names = [name.lower() for name, _ in pairs]
        if "title" not in names or names[0] not in _FIRST_KEYS:
            return 0, ""
    fields = (f'{name}: "{_one_line(name, value)}"' for name, value in pairs if value.strip())
    return (found[0].count("\n") if found else 0), "\n".join(fields)


def _one_line(name: str, value: str) -> str:
    """Return a value on one line; authors stand there between commas."""
    if name.lower() in {"author", "authors"}:
        return ", ".join(part.strip() for part in re.split(r"[;\n]", value) if part.strip())
    return " ".join(value.split())


#: Works that are listed though nothing cites them, as pandoc has it: `nocite: "@moss, @quill"`, `@*` for all.
_NOCITE: Final = regex(r"^nocite[ \t]*:[^\n]*(?:\n[ \t]+[^\n]*)*", re.MULTILINE | re.IGNORECASE)
_UNCITED: Final = regex(r"@(\*|[\w](?:[\w]|[:.#$%&+?<>~/-](?=\w))*)")


#: A value of YAML on the lines below its key, which are set in: `title: >`.
_BLOCK: Final = regex(
    r"^([A-Za-z][\w-]*[ \t]*:[ \t]*)[>|][+-]?[ \t]*\n((?:[ \t]+\S.*(?:\n|\Z)|[ \t]*\n)+)", re.MULTILINE
)


#: A value of YAML that goes on over lines which are set in.
_FOLDED: Final = regex(
    r"^([A-Za-z][\w-]*[ \t]*:[ \t]+[^\s|>#&*!][^\n]*)((?:\n[ \t]+(?!-[ \t])[^\s#][^\n]*)+)", re.MULTILINE
)


def fields_of(text: str) -> dict[str, Any]:
    """Return the fields of front matter that a draft has, from its lines `key: value` or `key = value`.

    Front matter is YAML or TOML, which only the manifest's reader reads; a title needs no more than this.
    """
    found: dict[str, Any] = {}
    text = _BLOCK.sub(lambda block: f'{block[1]}"{" ".join(block[2].split())}"\n', text)
    text = _FOLDED.sub(lambda value: " ".join(value[0].split()), text)
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
    if (uncited := _NOCITE.search(text)) is not None:
        found["nocite"] = tuple(_UNCITED.findall(uncited[0]))
    return found


def _plain_value(value: str) -> str:
    """Return a value without its quotes, a short list as a text; what is more than that is empty."""
    if not value or value[0] in "|>&*!{":
        return ""
    if value[0] == "[" and value[-1] == "]":
        return ", ".join(part.strip(" \"'") for part in value[1:-1].split(","))
    if value[0] in "\"'" and value[-1] == value[0]:
        return value[1:-1]
    return value
