"""Memory that was freed goes back to the system."""

from __future__ import annotations

import gc
import platform
from pathlib import Path

import pytest
from lxml import etree

from florilegium.system.memory import give_back, look_seldom, without_collecting


def _resident() -> int:
    """The bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


def test_what_trees_have_left_is_given_back() -> None:
    """Every thousandth tree stays, so that the heap cannot shrink from its end alone."""
    trees = [etree.fromstring("<p>a <b>bank</b> of the weir</p>") for _ in range(60_000)]
    kept = trees[::1000]
    del trees
    give_back()
    if platform.libc_ver()[0] == "glibc":
        before = _resident()
        trees = [etree.fromstring("<p>a <b>bank</b> of the weir</p>") for _ in range(60_000)]
        kept += trees[::1000]
        full = _resident()
        del trees
        give_back()
        assert _resident() - before < (full - before) / 2
    assert len(kept) in {60, 120}


def test_circles_are_looked_for_seldom() -> None:
    before = gc.get_threshold()
    try:
        look_seldom()
        assert gc.get_threshold() > before
    finally:
        gc.set_threshold(*before)


def test_it_can_be_asked_for_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda _name: object())
    give_back()


def test_cycles_are_looked_for_again_afterwards() -> None:
    """Also when the work fails; and where nothing looked for them before, nothing does afterwards."""

    @without_collecting()
    def fail() -> None:
        assert not gc.isenabled()
        raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert gc.isenabled()
    gc.disable()
    try:
        with without_collecting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
