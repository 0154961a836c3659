"""Signals that end the program: each unwinds it, whatever it is at."""

from __future__ import annotations

import subprocess
import sys

import pytest

#: A program that is sent a signal while an object is taken down, where Python loses what is raised.
TAKEN_DOWN = """
import os, signal, sys, time, weakref
from florilegium.system import interruption

class Lamp: pass

def put_out(_):
    os.kill(os.getpid(), int(sys.argv[1]))
    for _ in range(1000): pass

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
interruption.heed()
lamp = Lamp()
kept = weakref.ref(lamp, put_out)
try:
    del lamp
    time.sleep(20)
except interruption.Interruption as ended:
    print(ended.status)
"""

#: One in which something else is lost there, which Python tells.
FAULT = """
import weakref
from florilegium.system import interruption

class Lamp: pass

interruption.heed()
lamp = Lamp()
kept = weakref.ref(lamp, lambda _: 1 / 0)
del lamp
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no other system sends itself signals")
@pytest.mark.parametrize("number", [2, 15])
def test_an_interruption_that_python_loses_comes_again(number: int) -> None:
    command = [sys.executable, "-c", TAKEN_DOWN, str(number)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.stdout, ended.stderr, ended.returncode) == (f"{128 + number}\n", "", 0)


def test_another_fault_is_told() -> None:
    ended = subprocess.run([sys.executable, "-c", FAULT], capture_output=True, text=True, check=False)
    assert "ZeroDivisionError" in ended.stderr
