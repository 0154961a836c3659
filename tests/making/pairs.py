"""Reads fixtures: pairs of `in:` and `out:` (see tests/fixtures/typography/README.md), and cases of notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "fixtures"


@dataclass(frozen=True)
class Pair:
    """What a source has and what the book prints, in a language; `place` is the fixture's file and line."""

    place: str
    language: str
    source: str
    printed: str


def pairs(folder: Path, names: str = "*.txt") -> Iterator[Pair]:
    """Every pair of a folder's files."""
    for path in sorted(folder.glob(names)):
        language = source = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            mark, _, words = line.partition(":")
            words = words.strip().replace("~", "\N{NO-BREAK SPACE}").replace("^", "\N{NARROW NO-BREAK SPACE}")
            if mark == "language":
                language = words
            elif mark == "in":
                source = words
            elif mark == "out":
                yield Pair(f"{path.stem}:{number}", language, source, words)
            elif line and not line.startswith("#"):
                raise ValueError(f"{path}:{number}: neither in: nor out:")


def marked(path: Path) -> Iterator[tuple[str, str]]:
    """Every line of a fixture of cases as its mark, `==` or `word:`, and the words after it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            mark, _, words = line.partition(" ")
            yield mark, words
