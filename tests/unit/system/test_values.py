"""Data classes that are written late are those of the standard library in all that one can see."""

from __future__ import annotations

import dataclasses
import pickle
from copy import deepcopy
from dataclasses import FrozenInstanceError, field, replace
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from florilegium.system.values import dataclass

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Page(Generic[Kind]):
    """One with all that a field may be."""

    of: ClassVar[str] = "book"

    number: Kind
    lines: tuple[str, ...] = ()
    marks: list[int] = field(default_factory=list)
    seen: str = field(default="", compare=False, repr=False)
    note: Any = None
    found: list[int] = field(default_factory=list, init=False, compare=False, repr=False)
    closed: bool = field(default=False, init=False)

    @cached_property
    def length(self) -> int:
        return len(self.lines)


@dataclass(frozen=True)
class Plate(Page[int]):
    """One below another, which looks at what it is given."""

    picture: str = ""

    def __post_init__(self) -> None:
        if self.picture == "none":
            raise ValueError(self.picture)


@dataclass(frozen=True)
class Empty:
    """One without fields."""


def standard(kind: type) -> Any:
    """Return the same class as the standard library makes it."""
    names = {one.name: one for one in dataclasses.fields(kind)}
    rows = [(one.name, one.type, field(**_said(one))) for one in names.values()]
    return dataclasses.make_dataclass(kind.__qualname__, rows, frozen=True)


def _said(one: dataclasses.Field[Any]) -> dict[str, Any]:
    given = {"compare": one.compare, "repr": one.repr, "init": one.init}
    if one.default is not dataclasses.MISSING:
        return {**given, "default": one.default}
    return (
        {**given, "default_factory": one.default_factory}
        if one.default_factory is not dataclasses.MISSING
        else given
    )


@pytest.mark.parametrize(
    "given",
    [
        ((1,), {}),
        ((1, ("a",)), {"marks": [2], "seen": "yes"}),
        ((), {"number": 1, "note": 2}),
        (("one",), {"lines": ("a", "b")}),
    ],
)
def test_values_are_made_shown_and_compared_as_elsewhere(
    given: tuple[tuple[Any, ...], dict[str, Any]],
) -> None:
    words, named = given
    ours, theirs = Page(*words, **named), standard(Page)(*words, **named)
    assert repr(ours) == repr(theirs)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert ours == Page(*words, **named)
    assert ours == replace(ours, seen="something else")
    assert ours != replace(ours, number="another")
    assert ours != theirs
    assert Page.__match_args__ == theirs.__match_args__


def test_values_can_be_kept_in_sets_and_sent() -> None:
    one, other = Plate(1, ("a",), note="n", picture="p"), Plate(1, ("a",), note="n", picture="q")
    assert deepcopy(one) == pickle.loads(pickle.dumps(one)) == one
    assert {Empty(), Empty()} == {Empty()}
    alike = [replace(value, marks=()) for value in (one, one, other)]
    assert len({*alike}) == 2
    assert one.length == 1


def test_nothing_of_a_value_can_be_changed() -> None:
    plate: Any = Plate(1)
    with pytest.raises(FrozenInstanceError, match="cannot change “number” of Plate"):
        plate.number = 2
    with pytest.raises(FrozenInstanceError):
        del plate.number


def test_no_two_values_share_what_a_factory_makes() -> None:
    assert Page(1).marks is not Page(1).marks
    assert Page(1).found == [] and Page(1).found is not Page(1).found


def test_a_class_may_look_at_what_it_is_given() -> None:
    with pytest.raises(ValueError, match="none"):
        Plate(1, picture="none")


def test_what_is_not_a_field_is_refused_the_first_time_too() -> None:
    """By the name of the class."""

    @dataclass(frozen=True)
    class Leaf:
        """One of which nothing has been made."""

        side: str

    wrong: Any = Leaf
    for _ in range(2):
        with pytest.raises(TypeError, match=r"Leaf\.__init__\(\) got an unexpected keyword argument 'size'"):
            wrong("recto", size=1)
    with pytest.raises(TypeError, match=r"missing 1 required positional argument: 'side'"):
        wrong()


def test_what_else_a_class_asks_for_the_standard_library_makes() -> None:
    @dataclass(frozen=True, order=True)
    class Place:
        """One that has an order."""

        line: int

    assert Place(1) < Place(2)
    assert "__lt__" in vars(Place)


def test_a_field_that_is_given_by_name_alone_is_refused() -> None:
    @dataclass(frozen=True)
    class Spread:
        """One with such a field."""

        left: int = field(kw_only=True)

    with pytest.raises(TypeError, match=r"Spread\.left can only be given by its name"):
        Spread(left=1)
