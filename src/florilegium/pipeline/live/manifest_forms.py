"""The forms of the manifest: what each says now, and what is filled in, as changes of its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from florilegium.manifest.reading.tree import Value, Way, bare_at, items_at
from florilegium.manifest.schema.contents import ArticleKeys
from florilegium.manifest.schema.form_fields import (
    Control,
    FormField,
    FormPlace,
    fields_of,
    first_fields,
    in_words,
    place_at,
)
from florilegium.manifest.schema.key_group import KeyGroup
from florilegium.manifest.writing.stretches import UneditableError
from florilegium.manifest.writing.surgery import Add, Change, Put, Take
from florilegium.pipeline.live.name_decisions import index_home
from florilegium.system.values import dataclass
from florilegium.system.yaml_text import Written

__all__ = [
    "Control",
    "FormField",
    "FormLine",
    "FormPlace",
    "FormRow",
    "added",
    "fields_of",
    "file_of_way",
    "first_fields",
    "lines_of",
    "name_of",
    "people_of",
    "place_at",
    "prose_files",
    "rows_of",
    "said_at",
    "way_in_words",
    "way_of",
    "way_text",
    "with_lines",
    "with_values",
    "without",
]

#: Keys by which an item of a list is called, the first that it has.
_NAMES: Final = ("title", "name", "heading", "source", "words", "find", "starts", "text", "line", "code")

#: Keys of which the tree of the book is made.
_TREE: Final = frozenset({"chapters", "parts", "articles"})

#: What is filled in on a form of its own.
_WITH_FORM: Final = frozenset({Control.GROUP, Control.GROUPS, Control.NAMED, Control.PROSE})


@dataclass(frozen=True)
class FormLine:
    """A field with what the manifest says: `value` as a form shows it, or `says` for what has a form of its
    own. `way` leads there."""

    field: FormField
    value: str
    says: str
    way: str


@dataclass(frozen=True)
class FormRow:
    """An item of a list, or what stands under a name: what it is called, and the way there."""

    name: str
    way: str
    value: str = ""


def way_text(way: Way) -> str:
    """Return a way as it stands in an address."""
    return ".".join(quote(str(step), safe="").replace(".", "%2E") for step in way)


def way_of(text: str) -> Way:
    """Return the way that an address means; numbers where the manifest has a list."""
    way: Way = ()
    for step in filter(None, text.split(".")):
        here = place_at(way)
        listed = here is not None and here.control in {Control.GROUPS, Control.LINES}
        way = (*way, int(step) if listed and step.isdecimal() else unquote(step))
    return way


def form_way(way: Way) -> Way:
    """Return the way to the form in which what stands at a way is filled in."""
    while way and ((here := place_at(way)) is None or here.control not in _WITH_FORM):
        way = way[:-1]
    return way


def file_of_way(manifest: Path, way: Way) -> tuple[str, Way]:
    """Return the file that says what stands at a way, and the way in it: the index may have its own."""
    if way[:1] == ("index",):
        home = index_home(manifest)
        return home.file, (*home.way, *way[1:])
    return manifest.name, way


def lines_of(shape: type[KeyGroup], way: Way, said: Value) -> Iterator[FormLine]:
    """Yield the fields of a group with what it says; chapters and articles have the tree."""
    keys = _keys(shape, said)
    for field in fields_of(shape):
        if field.key not in _TREE:
            value = keys.get(field.key)
            yield FormLine(field, _shown(value), _summary(value), way_text((*way, field.key)))


def rows_of(way: Way, said: Value) -> Iterator[FormRow]:
    """Yield the items of a list, or what stands under names."""
    if isinstance(said, dict):
        for key, value in said.items():
            yield FormRow(key, way_text((*way, key)), _shown(value) or _name_under(key, value))
        return
    items = said if isinstance(said, list) else [] if said is None else [said]
    for number, item in enumerate(items):
        yield FormRow(name_of(item), way_text((*way, number)), _shown(item))


def name_of(item: Value) -> str:
    """Return what an item is called; of a list, its items."""
    if isinstance(item, dict):
        named = (str(item[key]) for key in _NAMES if item.get(key))
        return " ".join(next(named, ", ".join(item)).split())
    if isinstance(item, list):
        return ", ".join(map(name_of, item))
    return " ".join(str(item or "").split())


def _name_under(key: str, item: Value) -> str:
    """Return what stands under a short name: a person by his own."""
    named = isinstance(item, dict) and any(item.get(one) for one in _NAMES)
    return name_of(item) if named else key


def way_in_words(way: Way, written: Value) -> list[tuple[str, str]]:
    """Return each step of a way in words, with the way to it."""
    found = []
    for depth in range(1, len(way) + 1):
        step, here = way[depth - 1], way[:depth]
        if isinstance(step, str) and step in _TREE:
            continue
        item = bare_at(written, here)
        said = name_of(item) if isinstance(step, int) else in_words(step)
        named = place_at(here[:-1])
        if named and named.control is Control.NAMED:
            said = _name_under(str(step), item)
        found.append((said or str(step), way_text(here)))
    return found


def said_at(way: Way, written: Value) -> Value:
    """Return what a file says at a way; one value may stand for a list of one."""
    said = bare_at(written, way)
    if said is None and way and way[-1] == 0:
        above = bare_at(written, way[:-1])
        return None if isinstance(above, list) else above
    return said


def with_values(way: Way, texts: Mapping[str, str], written: Value, within: Way) -> tuple[Change, ...]:
    """Return how fields of the group at a way are filled in, by their keys; empty takes one out.

    `within` is the way to the group in the file that `written` is what is said in.
    """
    place = place_at(way)
    if place is None or place.shape is None:
        raise UneditableError("there is no such key")
    fields = {field.key: field for field in fields_of(place.shape)}
    values = {key: _written(fields[key], text) for key, text in texts.items() if key in fields}
    filled = {key: value for key, value in values.items() if value not in ("", [])}
    changes, said = _listed(within, written), said_at(within, written)
    if said is not None and not isinstance(said, dict):
        bare = place.shape.bare
        if not filled:
            return ()
        whole = filled[bare] if set(filled) == {bare} else {bare: str(said), **filled}
        return (*changes, Put(within, whole))
    gone = [key for key in values if key not in filled and isinstance(said, dict) and key in said]
    if gone and not filled and set(gone) == set(said or ()) and within and isinstance(within[-1], str):
        return (*changes, Take(within))
    puts = [Put((*within, key), value) for key, value in filled.items()]
    return (*changes, *puts, *(Take((*within, key)) for key in gone))


def added(way: Way, given: Mapping[str, str], written: Value, within: Way) -> tuple[Change, ...]:
    """Return how a list gets another item, or a name what stands under it, from what a form has sent.

    Raises:
        UneditableError: there is no list, or the name is missing or taken.
    """
    place = place_at(way)
    if place is None or place.control not in {Control.GROUPS, Control.NAMED}:
        raise UneditableError("nothing can be added there")
    item = _item(place, given)
    if place.control is Control.GROUPS:
        return (Add(within, item),)
    name = given.get("name of it", "").strip()
    if not name:
        raise UneditableError("a name is needed")
    there = bare_at(written, within)
    if isinstance(there, dict) and name in there:
        raise UneditableError(f"“{name}” is there already")
    return (Put((*within, name), item),)


def with_lines(within: Way, text: str) -> tuple[Change, ...]:
    """Return how a list of lines under a name becomes another; an empty one goes with its name."""
    lines = _lines_in(text)
    return (Put(within, lines),) if lines else (Take(within),)


def without(way: Way, written: Value, was: str) -> tuple[Change, ...]:
    """Return how an item of a list, or what stands under a name, is taken out."""
    item = said_at(way, written)
    if not way or item is None or was not in {name_of(item), str(way[-1])}:
        raise UneditableError("this is not there any more")
    alone = bare_at(written, way) is None or len(items_at(written, way[:-1])) == 1
    return (Take(way[:-1] if alone else way),)


def people_of(written: Value) -> list[tuple[str, str]]:
    """Return the short name and the name of each contributor."""
    found = bare_at(written, ("contributors",))
    people = found.items() if isinstance(found, dict) else ()
    return [(key, str(one.get("name") if isinstance(one, dict) else one)) for key, one in people]


def prose_files(written: Value) -> frozenset[str]:
    """Return the files that have introductions, lives, appendices: an editor's own texts, no sources."""
    sources: set[str] = set()
    found: set[str] = set()

    def walk(value: Value, way: Way) -> None:
        place = place_at(way)
        if place is None or way[:1] == ("index",):
            return
        if isinstance(value, list):
            for number, item in enumerate(value):
                walk(item, (*way, number))
        elif place.shape is ArticleKeys and place.control is Control.GROUP:
            sources.add(str(value.get("source") if isinstance(value, dict) else value))
        if isinstance(value, dict):
            if place.control is Control.PROSE and isinstance(value.get("file"), str):
                found.add(str(value["file"]))
            for key, below in value.items():
                walk(below, (*way, key))

    walk(written, ())
    return frozenset(found - sources)


def _keys(shape: type[KeyGroup], said: Value) -> dict[str, Value]:
    """Return what a group says, its shorthand written out."""
    if isinstance(said, dict):
        return said
    return {shape.bare: said} if said is not None and shape.bare else {}


def _shown(value: Value) -> str:
    if isinstance(value, list):
        return "\n".join(map(name_of, value))
    return "" if value is None or isinstance(value, dict) else value


def _summary(value: Value) -> str:
    if isinstance(value, list):
        return f"{len(value)}" if value else ""
    if isinstance(value, dict):
        return ", ".join(f"{name_of(below)}" for below in value.values() if name_of(below))[:160]
    return " ".join(str(value or "").split())[:160]


def _lines_in(text: str) -> list[Written]:
    """Return a list as a form sends it, one item on each line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _written(field: FormField, text: str) -> Written:
    if field.control is Control.LINES:
        return _lines_in(text)
    if field.choices == ("yes", "no"):
        return text if not text else text == "yes"
    if field.control is Control.PASSAGE and "\n" in text.strip():
        return text.replace("\r\n", "\n").strip("\n") + "\n"
    return text.strip() if field.control is not Control.PASSAGE else text


def _item(place: FormPlace, given: Mapping[str, str]) -> Written:
    if place.shape is None:
        return _lines_in(given.get("value", ""))
    values = {field.key: _written(field, given.get(field.key, "")) for field in first_fields(place.shape)}
    filled = {key: value for key, value in values.items() if value not in ("", [])}
    if not filled:
        raise UneditableError("nothing has been written yet")
    # Where a name leads to several items, one stands for a list of one.
    return filled[place.shape.bare] if set(filled) == {place.shape.bare} else filled


def _listed(way: Way, written: Value) -> tuple[Change, ...]:
    """Return how one value that stands for a list of one becomes that list, where a way leads into it."""
    above = bare_at(written, way[:-1]) if way and isinstance(way[-1], int) else []
    if above is None or isinstance(above, list):
        return ()
    return (Put(way[:-1], [_as_written(above)]),)


def _as_written(value: Value) -> Written:
    if isinstance(value, dict):
        return {key: _as_written(below) for key, below in value.items()}
    return [_as_written(item) for item in value] if isinstance(value, list) else str(value or "")
