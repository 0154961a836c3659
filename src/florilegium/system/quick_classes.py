"""Dataclasses that are made without compiling what needs no compiler.

Three hundred of them are made before a build begins, which is a third of the time that its imports take. For
each, Python writes out five functions and compiles them. Three need nothing of the class but the names of its
fields: how it is shown, and that nothing is assigned to it or deleted from it. These are closures here.
Python 3.13 compiles all functions of a class at once, and is left as it is.

Importing this module has every dataclass of this process made so from then on. The command line does, and the
process that others are forked from; a program that imports `florilegium` finds Python as it was.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Sequence
from dataclasses import Field, FrozenInstanceError
from inspect import signature
from reprlib import recursive_repr
from typing import Any, Final

_Method = Callable[..., Any]


def shown(fields: Sequence[Field[Any]], _globals: object) -> _Method:
    """Return the `__repr__` of a class that shows these fields (`dataclasses._repr_fn`)."""
    names = tuple(field.name for field in fields)

    @recursive_repr()
    def __repr__(self: Any) -> str:  # noqa: N807
        values = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
        return f"{self.__class__.__qualname__}({values})"

    return __repr__


def frozen(cls: Any, fields: Sequence[Field[Any]], _globals: object) -> tuple[_Method, _Method]:
    """Return the `__setattr__` and `__delattr__` of a frozen class (`dataclasses._frozen_get_del_attr`)."""
    names = frozenset(field.name for field in fields)

    def __setattr__(self: Any, name: str, value: object) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return __setattr__, __delattr__


#: What stands in for functions of `dataclasses` that no documentation promises.
_IN_PLACE_OF: Final[dict[str, Callable[..., object]]] = {"_repr_fn": shown, "_frozen_get_del_attr": frozen}


def _fits(name: str, ours: Callable[..., object]) -> bool:
    """Return whether this Python has such a function, and it takes as many values."""
    theirs = getattr(dataclasses, name, None)
    return theirs is not None and len(signature(theirs).parameters) == len(signature(ours).parameters)


if sys.version_info < (3, 13):
    for _name, _ours in _IN_PLACE_OF.items():
        if _fits(_name, _ours):
            setattr(dataclasses, _name, _ours)
