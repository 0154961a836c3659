"""Patterns that are read when a word asks for them divide as those that are read at once."""

from __future__ import annotations

from pathlib import Path

import pyphen
import pytest

from florilegium.editions.pdf.linebreak.hyphenation_patterns import PatternsOnDemand, patterns

_FILE = """UTF-8
% a comment
LEFTHYPHENMIN 2
1ba
b1a0
a1b
c00d
2c3d/e
.a2b
asszony1/sz=sz,3,2
1é2b
12d3b.
"""

_WORDS = ("Abacd", "bcabdé", "asszony", "aabb", "éb", "db", "cd/e", "", "b")


def _divided(words: tuple[str, ...], found: pyphen.HyphDict) -> list[list[tuple[int, object]]]:
    return [[(int(place), place.data) for place in found.positions(word)] for word in words]


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO8859-2"])
def test_a_file_divides_as_pyphen_divides_by_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "hyph_xx.dic"
    path.write_bytes(_FILE.replace("UTF-8", encoding).encode(encoding))
    assert _divided(_WORDS, PatternsOnDemand(path)) == _divided(_WORDS, pyphen.HyphDict(path))


@pytest.mark.parametrize("language", ["en_US", "sv", "uk_UA"])
def test_a_language_divides_as_pyphen_divides_it(language: str) -> None:
    path = pyphen.LANGUAGES[language]
    words = ("anthology", "Hyphenation", "berättelse", "skjortknapp", "читання", "неопублікований")
    assert _divided(words, PatternsOnDemand(path)) == _divided(words, pyphen.HyphDict(path))


def test_no_language_has_letters_by_their_numbers() -> None:
    files = {path.read_bytes() for path in pyphen.LANGUAGES.values()}
    assert not [line for file in files for line in file.split(b"\n") if b"^^" in line and line[:1] != b"%"]


def test_the_nearest_language_is_taken() -> None:
    assert patterns("en-US-x-shop", 2, 3).positions("anthology") == patterns("en-US", 2, 3).positions(
        "anthology"
    )
    assert patterns("qya", 2, 3) is None
    assert patterns("", 2, 3) is None
