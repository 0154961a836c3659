"""The one form in which values are kept and sent.

What is kept is bytes that hold data, and nothing that can run (`encode`). What goes to another process of
this build is pickled (`pack`).

A value becomes the list of all its fields, a tree its XML, a member of an enumeration its value. The list is
one line of JSON; bytes follow it as they are, and the line says where each piece begins and ends. The type
alone leads back, so the data names no class. Fields are taken from the declaration of the type: none can be
forgotten, and data with a field more or less is refused.

The library of trees is imported where a value holds one; the record of a build is read without it.
"""

from __future__ import annotations

import copyreg
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from operator import attrgetter
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from florilegium.system.files import hash_of

Kind = TypeVar("Kind")

#: Makes a value from its plain form and the bytes that follow the line.
_Maker: TypeAlias = Callable[[Any, memoryview], Any]

#: Makes the plain form of a value.
_Writer: TypeAlias = "Callable[[Any, _Tail], Any]"


class DamagedError(ValueError):
    """The data is not the coded form of a value of the wanted type."""


def encode(value: Any) -> bytes:
    """Return the bytes of a value.

    It may be made of text, bytes, numbers, enumerations, paths, dates, trees, tuples, sets of words, mappings
    from words, and dataclasses of these.

    Raises:
        TypeError: the value holds something else.
    """
    tail = _Tail()
    line = json.dumps(_plain(value, tail), ensure_ascii=False, separators=(",", ":"))
    return b"".join([line.encode(), b"\n", *tail.pieces])


def decode(kind: type[Kind], data: bytes) -> Kind:
    """Return the value of a type from its bytes.

    Raises:
        DamagedError: the data is not the coded form of such a value.
    """
    wanted: Any = kind
    end = data.find(b"\n")
    try:
        value: Kind = _maker(wanted)(json.loads(data[:end]), memoryview(data)[end + 1 :])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DamagedError(f"no {kind} is kept here: {error}") from error
    return value


def pack(value: Any) -> bytes:
    """Return the bytes in which a value of any type is sent to another process of our own, trees as XML."""
    import pickle

    send_trees()
    return pickle.dumps(value)


def unpack(data: bytes) -> Any:
    """Return a value that a process of our own has packed. Never to be called with bytes from elsewhere."""
    import pickle

    return pickle.loads(data)  # noqa: S301 - from a process of our own


def digest(value: Any) -> str:
    """Return a hash that is the same for equal values and for no others."""
    return hash_of(encode(value))


def shared(values: Iterable[Kind]) -> tuple[Kind, ...]:
    """Return the same values of one dataclass, in which equal words and fractions are one object.

    The lines of a book are many, and their places few.
    """
    found = tuple(values)
    if not found:
        return found
    kind: Any = type(found[0])
    read = attrgetter(*names_of(kind))
    known: dict[Any, Any] = {}
    return tuple(
        kind(*[known.setdefault(one, one) if type(one) in {str, float} else one for one in read(value)])
        for value in found
    )


@cache
def names_of(kind: Any) -> tuple[str, ...]:
    """Return the names of a dataclass's fields.

    Raises:
        TypeError: it has a field that its own constructor does not take, so that no copy can have it.
    """
    if not is_dataclass(kind):
        raise TypeError(f"{kind!r} cannot be kept: it is no dataclass")
    if odd := [one.name for one in fields(kind) if not one.init or one.kw_only]:
        raise TypeError(f"{kind!r} cannot be kept: its constructor does not take {odd} in their order")
    return tuple(one.name for one in fields(kind))


@dataclass
class _Tail:
    """The bytes that follow the line."""

    pieces: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, piece: bytes) -> list[int]:
        """Add a piece, and return where it begins and ends."""
        self.pieces.append(piece)
        self.size += len(piece)
        return [self.size - len(piece), self.size]


def _plain(value: Any, tail: _Tail) -> Any:
    """Return what JSON holds of a value; its bytes go into the tail."""
    kind: Any = type(value)
    return value if kind in _BARE else _writer(kind)(value, tail)


def _plain_all(values: Iterable[Any], tail: _Tail) -> list[Any]:
    """Return what JSON holds of some values. Most are words, for which nothing is called."""
    return [value if type(value) in _BARE else _plain(value, tail) for value in values]


#: Types whose values are themselves in JSON.
_BARE: Final = frozenset({str, int, float, bool, NoneType})


@cache
def _writer(kind: Any) -> _Writer:
    """Return what makes the plain form of a type's values."""
    if _is_tree(kind):
        return _plain_tree
    for some, write in _WRITERS:
        if issubclass(kind, some):
            return write
    names = names_of(kind)
    if len(names) < 2:  # of a single one `attrgetter` returns the value alone
        return lambda value, tail: [_plain(getattr(value, name), tail) for name in names]
    read = attrgetter(*names)
    return lambda value, tail: _plain_all(read(value), tail)


def _is_tree(kind: Any) -> bool:
    """Return whether a type is that of trees."""
    loaded: Any = sys.modules.get("lxml.etree")
    return loaded is not None and isinstance(kind, type) and issubclass(kind, loaded._Element)


def _plain_tree(tree: Any, _tail: _Tail) -> str:
    from lxml import etree

    return etree.tostring(tree, encoding="unicode", with_tail=False)


#: What makes the plain form of values that are no dataclass.
_WRITERS: Final[tuple[tuple[Any, _Writer], ...]] = (
    (Enum, lambda value, _tail: value.value),
    ((str, int, float, NoneType), lambda value, _tail: value),
    (tuple, _plain_all),
    (bytes, lambda value, tail: tail.add(value)),
    (frozenset, lambda value, _tail: sorted(value)),
    (Mapping, lambda value, tail: {name: _plain(item, tail) for name, item in value.items()}),
    (Path, lambda value, _tail: str(value)),
    (date, lambda value, _tail: value.isoformat()),
)


@cache
def _maker(kind: Any) -> _Maker:
    """Return what makes a value of a type from its plain form."""
    origin = get_origin(kind)
    if origin in _COMPOSITE:
        return _COMPOSITE[origin](get_args(kind))
    if kind in _LEAVES:
        return _LEAVES[kind]
    if is_dataclass(kind):
        return _dataclass_maker(kind)
    if _is_tree(kind):
        return _tree
    if issubclass(kind, Enum):
        return lambda plain, _tail: kind(plain)
    return lambda plain, _tail: _checked(kind, plain)


def _tuple_maker(kinds: tuple[Any, ...]) -> _Maker:
    if kinds[1:] == (...,):
        make = _maker(kinds[0])
        return lambda plain, tail: tuple([make(item, tail) for item in _checked(list, plain)])
    makers = tuple(map(_maker, kinds))
    return lambda plain, tail: tuple(
        [make(item, tail) for make, item in zip(makers, _checked(list, plain), strict=True)]
    )


def _optional_maker(kinds: tuple[Any, ...]) -> _Maker:
    (make,) = (_maker(kind) for kind in kinds if kind is not NoneType)
    return lambda plain, tail: None if plain is None else make(plain, tail)


def _mapping_maker(kinds: tuple[Any, ...]) -> _Maker:
    make = _maker(kinds[1])
    return lambda plain, tail: {name: make(item, tail) for name, item in _checked(dict, plain).items()}


def _set_maker(kinds: tuple[Any, ...]) -> _Maker:
    return lambda plain, _tail: frozenset(_checked(kinds[0], item) for item in _checked(list, plain))


#: What makes values of types that are made of others.
_COMPOSITE: Final[Mapping[Any, Callable[[tuple[Any, ...]], _Maker]]] = {
    tuple: _tuple_maker,
    **dict.fromkeys((UnionType, Union), _optional_maker),
    **dict.fromkeys((dict, Mapping), _mapping_maker),
    frozenset: _set_maker,
}


def _dataclass_maker(kind: Any) -> _Maker:
    """Return what makes a dataclass from the list of its fields. Its own type may stand among them."""
    names = names_of(kind)
    makers: list[_Maker] = []
    sound: set[tuple[type, ...]] = set()

    def make(plain: Any, tail: memoryview) -> Any:
        if not makers:
            hints = get_type_hints(kind)
            makers.extend(_maker(hints[name]) for name in names)
            sound.update(_bare_types(tuple(hints[name] for name in names)))
        # Lines are very many, and nothing in them is to be made.
        if tuple(map(type, plain)) in sound:
            return kind(*plain)
        return kind(*[of(item, tail) for of, item in zip(makers, _checked(list, plain), strict=True)])

    return make


def _bare_types(kinds: tuple[Any, ...]) -> tuple[tuple[type, ...], ...]:
    """Return the types that a value's plain fields have when each of them is itself in JSON."""
    return (kinds,) if set(kinds) <= {str, int, float, bool} else ()


def _checked(kind: type, plain: Any) -> Any:
    # A whole number is a fraction too, and stays the one that it was.
    if type(plain) is not kind and not (kind is float and type(plain) is int):
        raise TypeError(f"{plain!r} is no {kind.__name__}")
    return plain


def _tree(plain: Any, _tail: memoryview) -> Any:
    from lxml import etree

    try:
        return etree.fromstring(_checked(str, plain), _parser())
    except etree.XMLSyntaxError as error:
        raise ValueError("this is no tree") from error


def _piece(plain: Any, tail: memoryview) -> bytes:
    start, end = plain
    if not 0 <= start <= end <= len(tail):
        raise ValueError("bytes are lacking")
    return bytes(tail[start:end])


#: What makes the values that are neither numbers nor made of others.
_LEAVES: Final[dict[Any, _Maker]] = {
    bytes: _piece,
    Path: lambda plain, _tail: Path(_checked(str, plain)),
    date: lambda plain, _tail: date.fromisoformat(_checked(str, plain)),
    datetime: lambda plain, _tail: datetime.fromisoformat(_checked(str, plain)),
}


@cache
def _parser() -> Any:
    """Return the one parser of all trees: a tree holds on to its parser, which is larger than a note."""
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True)


@cache
def send_trees() -> None:
    """Have trees be pickled from now on: what is sent to another process, by any way, holds them."""
    from lxml import etree

    def send(tree: Any) -> tuple[Any, tuple[bytes]]:
        return _sent_tree, (etree.tostring(tree, encoding="utf-8", with_tail=False),)

    copyreg.pickle(etree._Element, send)


def _sent_tree(xml: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(xml, _parser())
