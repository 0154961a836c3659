"""A dataclass that is made quickly is the one that Python makes."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, dataclass, field, replace
from typing import Any

import pytest

from florilegium.system import quick_classes


def made(*, slots: bool) -> tuple[type, type]:
    """A class and one that inherits from it."""

    @dataclass(frozen=True, slots=slots)
    class Leaf:
        name: str
        count: int = 3
        secret: str = field(default="x", repr=False)

    @dataclass(frozen=True)
    class Twig(Leaf):
        leaves: tuple[Any, ...] = ()

    return Leaf, Twig


def told(slots: bool) -> list[object]:
    """What can be seen of two such classes."""
    leaf, twig = made(slots=slots)
    one, two = leaf("oak"), twig("ash", leaves=(leaf("elm"),))
    seen: list[object] = [repr(one), repr(two), one == leaf("oak"), hash(one) == hash(leaf("oak"))]
    seen += [replace(one, count=4) == leaf("oak", 4), copy.copy(two) == two, dataclasses.astuple(two)]
    for value in (one, two):
        for attempt in (lambda it: setattr(it, "count", 5), lambda it: delattr(it, "count")):
            with pytest.raises(FrozenInstanceError) as error:
                attempt(value)
            seen.append(str(error.value))
        with pytest.raises((FrozenInstanceError, TypeError)) as other:
            value.unknown = 1
        seen.append(type(other.value))
    functions = (leaf.__repr__, leaf.__setattr__, leaf.__delattr__)
    return seen + [(one.__name__, one.__qualname__) for one in functions]


@pytest.mark.parametrize("slots", [False, True])
def test_nothing_tells_it_from_pythons_own(monkeypatch: pytest.MonkeyPatch, slots: bool) -> None:
    with monkeypatch.context() as patch:
        if sys.version_info < (3, 13):
            patch.setattr(dataclasses, "_repr_fn", quick_classes.shown)
            patch.setattr(dataclasses, "_frozen_get_del_attr", quick_classes.frozen)
        ours = told(slots)
    own = subprocess.run(
        [sys.executable, "-c", OWN, str(slots)], capture_output=True, check=True, text=True
    ).stdout
    assert own.strip() == repr(ours)


#: Asked of a process in which Python makes its dataclasses itself.
OWN = """
import sys
sys.path.insert(0, "tests")
import florilegium.system
import dataclasses
plain = dataclasses._repr_fn, dataclasses._frozen_get_del_attr
from unit.system import test_quick_classes as asked
dataclasses._repr_fn, dataclasses._frozen_get_del_attr = plain
print(asked.told(sys.argv[1] == "True"))
"""


def test_one_that_holds_itself_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataclasses, "_repr_fn", quick_classes.shown, raising=False)

    @dataclass
    class Ring:
        inner: Any = None

    ring = Ring()
    ring.inner = ring
    assert repr(ring).endswith("Ring(inner=...)")


def test_the_library_leaves_python_as_it_is() -> None:
    """Only the command line and what it begins make classes so."""
    asked = (
        "import dataclasses, florilegium.pipeline.build, florilegium; print(dataclasses._repr_fn.__module__)"
    )
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True).stdout
    assert found.strip() == "dataclasses"


def test_a_value_goes_to_another_process_and_back() -> None:
    from florilegium.editions.pagemap import LineStart

    line = LineStart("a", 1, 2, 3.0, 4.0)
    assert pickle.loads(pickle.dumps(line)) == line
