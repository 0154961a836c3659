"""Pandoc, a program apart that makes HTML of other formats, kept on a short leash.

It is the one that the extra `florilegium[formats]` brings, never another of the machine's, so that the same
file gives the same text. It reads its input and nothing else, writes to a pipe and nowhere else, reaches no
network, and has bounds on time and memory (`system/leash.py`; `--sandbox` in pandoc's manual).
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from florilegium.system.leash import Leashed, run_leashed
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: What converting may use: seconds of the processor, and for each megabyte of the file; megabytes of memory.
_SECONDS, _EACH_MEGABYTE, _MEGABYTES = 30, 60, 1_000

_WARNING: Final = regex(r"^\[WARNING\] (.*(?:\n(?!\[).*)*)", re.MULTILINE)
_LINE: Final = regex(r"\bline (\d+),? col(?:umn)? (\d+)")

#: What pandoc says of things that our own readers report or mend, or that mean nothing here.
_IDLE: Final = regex(
    r"Could not fetch resource|requires a nonempty|Could not convert TeX math|deprecated"
    r"|Unsupported code page"
)


@dataclass(frozen=True)
class Remark:
    """What pandoc says of a file, and where: `LINE:COLUMN`, or an empty text for the whole."""

    message: str
    at: str


@dataclass(frozen=True)
class Conversion:
    """The HTML of a file and what was said of it; `failure` is why there is none."""

    html: str
    remarks: tuple[Remark, ...]
    failure: Remark | None = None


@cache
def program() -> Path | None:
    """Return the pandoc of the extra; None when that is not installed."""
    spec = find_spec("pypandoc")
    where = Path(spec.origin).parent / "files" if spec is not None and spec.origin else None
    names = ("pandoc", "pandoc.exe")
    return next((where / name for name in names if (where / name).is_file()), None) if where else None


def release() -> str:
    """Return the release of pandoc's package; an empty text where it is not installed."""
    try:
        return version("pypandoc_binary")
    except PackageNotFoundError:
        return ""


def convert(data: bytes, form: str) -> Conversion:
    """Make HTML of a file in one of pandoc's formats, its formulas as MathML, its pictures as data.

    The extra must be installed.
    """
    command = [str(program()), "--sandbox", "-f", form, "-t", "html5", "--mathml", "--wrap=preserve"]
    command += ["--standalone", "--embed-resources", "--metadata=pagetitle=x", "--syntax-highlighting=none"]
    command += ["--number-sections"] if form == "latex" else []
    command += ["+RTS", f"-M{_MEGABYTES}M", "-RTS"]
    seconds = _SECONDS + _EACH_MEGABYTE * len(data) // 1_000_000
    done = run_leashed(command, data, seconds)
    remarks = tuple(
        _remark(one)
        for found in _WARNING.findall(done.errors)
        if not _IDLE.search(one := " ".join(found.split()))
    )
    return Conversion(done.output, remarks, _failure(done, seconds))


def _failure(done: Leashed, seconds: int) -> Remark | None:
    if done.overran:
        return Remark(f"it takes more than {seconds} seconds", "")
    if done.status == 0:
        return None
    if "heap" in done.errors.lower():
        return Remark(f"it takes more than {_MEGABYTES} megabytes of memory", "")
    lines = [line.strip() for line in _WARNING.sub("", done.errors).splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith(("Error at", "^")) and set(line) - set(" ^|")]
    return Remark("; ".join(said[-2:])[:200] or "pandoc ended without a word", _place(" ".join(lines)))


def _remark(said: str) -> Remark:
    """Return a remark with its place; names of files are pandoc's own and say nothing to an editor."""
    message = re.sub(r"\s+at (?:\S+ )?line \d+,? column \d+", "", said)
    return Remark(message[:200], _place(said))


def _place(said: str) -> str:
    found = _LINE.search(said)
    return f"{found[1]}:{found[2]}" if found else ""
