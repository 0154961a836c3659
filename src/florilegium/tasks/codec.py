"""Our frozen values as plain data that JSON can hold, and back.

A value becomes the list of its fields, a tree its XML, the bytes of a text its letters. The way back is
told by the type alone: plain data holds no name of a class, so that nothing in it can run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

from lxml import etree

Kind = TypeVar("Kind")

#: What is plain data already.
_BARE: Final = (str, int, float)


def to_plain(value: Any) -> Any:
    """The plain form of a value: of text, its bytes, numbers, enumerations, trees, tuples and dataclasses."""
    if value is None or isinstance(value, _BARE):
        return value
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, etree._Element):
        return etree.tostring(value, encoding="unicode", with_tail=False)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return value.decode()
    kind: Any = type(value)
    return [to_plain(getattr(value, name)) for name in _names(kind)]


def from_plain(kind: type[Kind], plain: Any) -> Kind:
    """The value of a type from its plain form.

    Raises:
        ValueError, TypeError, KeyError: the data is not the plain form of such a value.
    """
    wanted: Any = kind
    value: Kind = _maker(wanted)(plain)
    return value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of a type from its plain form."""
    origin = get_origin(kind)
    if origin is tuple:
        make = _maker(get_args(kind)[0])
        return lambda plain: tuple([make(item) for item in plain])
    if origin is UnionType:
        (some,) = (_maker(one) for one in get_args(kind) if one is not NoneType)
        return lambda plain: None if plain is None else some(plain)
    if kind in _LEAVES:
        return _LEAVES[kind]
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        makers = tuple(_maker(hints[name]) for name in _names(kind))
        create: Callable[..., Any] = kind
        return lambda plain: create(*[make(item) for make, item in zip(makers, plain, strict=True)])
    if issubclass(kind, Enum):
        member: Callable[[Any], Any] = kind
        return member
    return lambda plain: _checked(kind, plain)


def _checked(kind: type, plain: Any) -> Any:
    if type(plain) is not kind:
        raise TypeError(f"{plain!r} is no {kind.__name__}")
    return plain


def _tree(plain: Any) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(plain, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("this is no tree") from error


#: What makes the values that are neither numbers nor made of others.
_LEAVES: Final[dict[Any, Callable[[Any], Any]]] = {etree._Element: _tree, bytes: str.encode}
