"""Data classes whose constructor is written when something is first made of them.

The standard library writes up to seven methods of a frozen class as text and compiles them where the class
stands: three quarters of a millisecond for each class, and a third of the time in which the readers are
imported. A run makes nothing of half the classes that it imports, and hardly compares or prints any. So
classes here share their methods, but for the constructor, which is compiled when it is first called.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable
from functools import cache, partial
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(kind=None, /, *, frozen=False, **options):
        """Return a class as `dataclasses.dataclass` would, which makes all but those only `frozen`."""
        if kind is None:
            return partial(dataclass, frozen=frozen, **options)
        if not frozen or options:
            return dataclasses.dataclass(kind, frozen=frozen, **options)
        own = set(vars(kind))
        made = dataclasses.dataclass(kind, init=False, repr=False, eq=False)
        for name, method in ({"__init__": _late_constructor(made)} | _METHODS).items():
            if name not in own:
                setattr(made, name, method)
        return made


#: Stands for a value that a factory makes.
_FRESH: Final = object()


def _late_constructor(kind: Any) -> Callable[..., None]:
    """Return what makes the first value of a class, and puts the class's own constructor in its place."""

    def construct(self: Any, /, *given: Any, **named: Any) -> None:
        kind.__init__ = constructor = _constructor(kind)
        constructor(self, *given, **named)

    return construct


def _constructor(kind: Any) -> Callable[..., None]:
    """Return the constructor of a data class, as the standard library would have written it.

    Raises:
        TypeError: a field is to be given by its name alone, for which nothing here has a use.
    """
    known: dict[str, Any] = {"_set": object.__setattr__, "_fresh": _FRESH}
    taken, lines = ["self"], []
    for one in dataclasses.fields(kind):
        if one.kw_only:
            raise TypeError(f"{kind.__qualname__}.{one.name} can only be given by its name")
        name, default, value = one.name, f"_default_{one.name}", one.name
        if one.default_factory is not dataclasses.MISSING:
            known[default] = one.default_factory
            made = f"{default}()"
            head, value = f"{name}=_fresh", f"{made} if {name} is _fresh else {name}" if one.init else made
        elif one.default is not dataclasses.MISSING:
            known[default] = one.default
            head = f"{name}={default}"
        else:
            head = name
        if one.init:
            taken.append(head)
        if one.init or value != name:
            lines.append(f"_set(self, {name!r}, {value})")
    if hasattr(kind, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({', '.join(taken)}):\n " + "\n ".join(lines or ["pass"]), known)  # noqa: S102 - names alone
    written: Callable[..., None] = known["__init__"]
    written.__qualname__, written.__module__ = f"{kind.__qualname__}.__init__", kind.__module__
    return written


@cache
def _compared(kind: Hashable) -> Any:
    """Return what reads of a value of a class that by which it equals another."""
    made: Any = kind
    names = [one.name for one in dataclasses.fields(made) if one.compare]
    return attrgetter(*names) if names else lambda _value: ()


def _equals(self: Any, other: object) -> Any:
    kind: Any = type(self)
    read = _compared(kind)
    return read(self) == read(other) if type(other) is kind else NotImplemented


def _hash(self: Any) -> int:
    kind: Any = type(self)
    return hash(_compared(kind)(self))


@recursive_repr()
def _written(self: Any) -> str:
    shown = (one.name for one in dataclasses.fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


def _refuse(self: Any, name: str, _value: Any = None) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot change “{name}” of {type(self).__qualname__}")


_METHODS: Final = {
    "__repr__": _written,
    "__eq__": _equals,
    "__hash__": _hash,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
}
