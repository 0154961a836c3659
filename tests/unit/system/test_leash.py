"""A program on a leash reads a pipe, writes a pipe, and can do no more."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from florilegium.system import sandbox
from florilegium.system.leash import run_leashed

HELD = sandbox.available()


def _python(code: str, seconds: int = 10) -> tuple[str, int, bool]:
    done = run_leashed([sys.executable, "-I", "-S", "-c", code], b"reeds", seconds)
    return done.output.strip(), done.status, done.overran


def test_it_gets_its_input_and_gives_its_output() -> None:
    assert _python("import sys; print(sys.stdin.read().upper())") == ("REEDS", 0, False)


@pytest.mark.skipif(not HELD.writing, reason="this system cannot take the right to write away")
def test_it_writes_nothing(tmp_path: Path) -> None:
    output, status, _ = _python(f"open({str(tmp_path / 'x')!r}, 'w')")
    assert (output, status) == ("", 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not HELD.network, reason="this system cannot take the network away")
def test_it_reaches_no_network() -> None:
    assert _python("import socket; socket.socket()")[:2] == ("", 1)


def test_it_ends_when_its_seconds_are_over() -> None:
    _, status, overran = _python("while True: pass", 1)
    assert status != 0
    assert overran
