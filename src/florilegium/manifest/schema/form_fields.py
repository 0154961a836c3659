"""The keys of the manifest as the fields of forms: what each is for, how it is filled in, what it may say.

All is taken from the schema, so that a key that is added there has its field.
"""

from __future__ import annotations

from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import WithJsonSchema

from florilegium.manifest.reading.tree import Way
from florilegium.manifest.schema.contents import ProseKeys
from florilegium.manifest.schema.key_group import KeyGroup
from florilegium.manifest.schema.kinds import Exact, Markdown, Passage, Sought
from florilegium.manifest.schema.manifest import Manifest
from florilegium.system.values import dataclass

#: Words of keys that are written in capitals, or otherwise than their key.
_WORDS: Final = {
    **{word: word.upper() for word in ("doi", "orcid", "isni", "lcnaf", "ror", "pdf", "epub", "isbn")},
    "isbns": "ISBNs",
    "key": "Short name",
    "short": "Short title",
    "file": "File",
    "print": "Printer’s files",
    "web": "Web edition",
    "bare_in": "Surname alone in",
    "only": "Only in",
    "exclude": "Passed over in",
    "add": "Treated in",
    "main": "Main passages",
    "themes": "Subentries by theme",
    "subentries": "Page numbers divided",
    "authors": "Authors",
    "editors": "Editors",
    "contributors": "People",
    "sort": "Filed as",
}

#: What marks a text that may have several lines.
_LONG: Final = tuple(get_args(kind)[1] for kind in (Passage, Markdown, Exact, Sought))


class Control(Enum):
    """How a value is filled in: on a line, in a larger field, by choosing, one on each line; or on a form of
    its own, once, for each of a list, or for each under a name of the editor's choice."""

    LINE = "line"
    PASSAGE = "passage"
    CHOICE = "choice"
    LINES = "lines"
    GROUP = "group"
    GROUPS = "groups"
    NAMED = "named"
    PROSE = "prose"


@dataclass(frozen=True)
class FormField:
    """A key as a field. `choices` are the words that may be chosen, `usual` what holds if nothing is."""

    key: str
    label: str
    help: str
    control: Control
    choices: tuple[str, ...] = ()
    usual: str = ""
    needed: bool = False


@dataclass(frozen=True)
class FormPlace:
    """What stands at a way of the manifest: how it is filled in, and the group of keys, where it is one or
    holds some."""

    control: Control
    shape: type[KeyGroup] | None
    annotation: Any
    metadata: tuple[Any, ...] = ()
    help: str = ""


_TOP: Final = FormPlace(Control.GROUP, Manifest, Manifest, help="The book as a whole.")


def place_at(way: Way) -> FormPlace | None:
    """Return what stands at a way, or None where the schema has nothing."""
    here: FormPlace | None = _TOP
    for step in way:
        here = _below(here, step) if here else None
    return here


def fields_of(shape: type[KeyGroup]) -> tuple[FormField, ...]:
    """Return the fields of a group, in the order of the schema; those that must be filled in stand first."""
    found = [_field(shape, key) for key in shape.model_fields]
    return tuple(sorted(found, key=lambda field: not field.needed))


def first_fields(shape: type[KeyGroup]) -> tuple[FormField, ...]:
    """Return the fields without which a new group cannot be written."""
    keys = {field.key for field in fields_of(shape) if field.needed} | set(shape.exactly_one) or {shape.bare}
    return tuple(field for field in fields_of(shape) if field.key in keys)


def in_words(key: str) -> str:
    """Return a key in words."""
    return _WORDS.get(key) or key.replace("_", " ").capitalize()


def _field(shape: type[KeyGroup], key: str) -> FormField:
    info = shape.model_fields[key]
    place = _place(info.annotation, tuple(info.metadata))
    default = info.default
    usual = default if isinstance(default, str) else ""
    if isinstance(default, bool):
        usual = "yes" if default else "no"
    elif isinstance(default, Enum):
        usual = str(default.value)
    return FormField(
        key=key,
        label=in_words(key),
        help=info.description or "",
        control=place.control,
        choices=_choices(place),
        usual=usual,
        needed=info.is_required(),
    )


def _below(here: FormPlace, step: str | int) -> FormPlace | None:
    if here.control in {Control.GROUP, Control.PROSE} and here.shape and isinstance(step, str):
        info = here.shape.model_fields.get(step)
        return _place(info.annotation, tuple(info.metadata), info.description or "") if info else None
    inner = get_args(here.annotation)
    if here.control is Control.NAMED and isinstance(step, str):
        return _place(inner[1], ())
    if here.control in {Control.GROUPS, Control.LINES} and isinstance(step, int):
        return _place(inner[0], ())
    return None


def _place(annotation: Any, metadata: tuple[Any, ...], about: str = "") -> FormPlace:
    annotation, metadata = _plain(annotation, metadata)
    origin = get_origin(annotation)
    if isinstance(annotation, type) and issubclass(annotation, KeyGroup):
        control = Control.PROSE if issubclass(annotation, ProseKeys) else Control.GROUP
        return FormPlace(control, annotation, annotation, metadata, about)
    if origin is tuple:
        inner = _place(get_args(annotation)[0], ())
        control = Control.GROUPS if inner.shape else Control.LINES
        return FormPlace(control, inner.shape, annotation, metadata, about)
    if origin is dict:
        inner = _place(get_args(annotation)[1], ())
        return FormPlace(Control.NAMED, inner.shape, annotation, metadata, about)
    leaf = FormPlace(Control.LINE, None, annotation, metadata, about)
    if _choices(leaf):
        return FormPlace(Control.CHOICE, None, annotation, metadata, about)
    control = Control.PASSAGE if any(one in _LONG for one in metadata) else Control.LINE
    return FormPlace(control, None, annotation, metadata, about)


def _plain(annotation: Any, metadata: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """Return a type without what says that it may be absent, and all that has been noted of it."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            metadata = (*metadata, *more)
        elif origin in {Union, UnionType}:
            annotation = next(one for one in get_args(annotation) if one is not NoneType)
        else:
            return annotation, metadata


def _choices(place: FormPlace) -> tuple[str, ...]:
    if place.annotation is bool:
        return ("yes", "no")
    schemas = (one.json_schema or {} for one in place.metadata if isinstance(one, WithJsonSchema))
    return next((tuple(map(str, one["enum"])) for one in schemas if "enum" in one), ())
