"""A pattern that is compiled late does all that one of the standard library does."""

from __future__ import annotations

import pickle
import re
from copy import copy

import pytest

from florilegium.system import patterns
from florilegium.system.patterns import regex


def test_it_does_what_a_compiled_one_does() -> None:
    late, compiled = (
        regex(r"(?P<word>[a-z]+)", re.IGNORECASE),
        re.compile(r"(?P<word>[a-z]+)", re.IGNORECASE),
    )
    assert late.pattern == compiled.pattern
    assert (late.flags, late.groups, late.groupindex) == (
        compiled.flags,
        compiled.groups,
        compiled.groupindex,
    )
    for member in patterns._MEMBERS:
        assert type(getattr(late, member)) is type(getattr(compiled, member))
    found = late.match("Ulm 1881")
    assert found is not None
    assert found["word"] == "Ulm"
    assert late.sub("x", "a1b") == "x1x"


def test_nothing_is_compiled_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    compile_ = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: made.append(given) or compile_(*given))
    late = regex("a+")
    assert (late.pattern, made) == ("a+", [])
    assert late.search("caab")
    assert late.search("b") is None
    assert made == [("a+", 0)]


def test_a_copy_and_a_pickle_are_patterns() -> None:
    late = regex(rb"\d+", re.ASCII)
    for other in (copy(late), pickle.loads(pickle.dumps(late))):
        assert other.findall(b"1 22") == [b"1", b"22"]


def test_it_has_no_members_of_its_own() -> None:
    with pytest.raises(AttributeError, match="serach"):
        _ = regex("a").serach  # type: ignore[attr-defined]
