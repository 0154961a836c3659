"""Identifiers and language tags in every way in which they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import CHAPTERS, HEAD, codes, loaded

from florilegium.manifest.schema.standards import isbn_13

UUID = "3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (UUID, f"urn:uuid:{UUID}"),
        (f"urn:uuid:{UUID.upper()}", f"urn:uuid:{UUID}"),
        (f"URN:UUID:{UUID}", f"urn:uuid:{UUID}"),
        ("9780306406157", "urn:isbn:9780306406157"),
        ("978-0-306-40615-7", "urn:isbn:9780306406157"),
        ("978 0 306 40615 7", "urn:isbn:9780306406157"),
        ("ISBN 978-0-306-40615-7", "urn:isbn:9780306406157"),
        ("'ISBN: 0-306-40615-2'", "urn:isbn:9780306406157"),
        ("0-8044-2957-X", "urn:isbn:9780804429573"),
        ("urn:isbn:9790000000001", "urn:isbn:9790000000001"),
    ],
)
def test_identifier_becomes_a_urn(written: str, expected: str, tmp_path: Path) -> None:
    """A UUID is written small; an ISBN-10 becomes the ISBN-13 of the same book."""
    text = HEAD.replace(f"urn:uuid:{UUID}", written) + CHAPTERS
    assert loaded(tmp_path, text).identifier == expected


@given(st.integers(0, 999_999_999), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_never_passes(number: int, place: int, change: int) -> None:
    """The check digit finds every single mistyped digit (ISO 2108)."""
    right = isbn_13(f"978{number:09d}0")
    digit = (int(right[place]) + change) % 10
    wrong = f"{right[:place]}{digit}{right[place + 1 :]}"
    assert isbn_13(wrong) != wrong


@pytest.mark.parametrize(
    ("written", "expected"),
    [("en", "en"), ("EN-us", "en-US"), ("zh-hant-tw", "zh-Hant-TW"), ("sr-Latn", "sr-Latn"), ("no", "no")],
)
def test_language_is_written_as_usual(written: str, expected: str, tmp_path: Path) -> None:
    """A tag's capitals are put right without a word."""
    assert loaded(tmp_path, HEAD.replace("en-GB", written) + CHAPTERS).language == expected


@pytest.mark.parametrize("written", ["english", "xx", "en_GB", "e", "root", "en--GB", "🦆", "''", "en GB"])
def test_word_that_is_no_tag_is_refused(written: str, tmp_path: Path) -> None:
    """Only registered tags pass."""
    assert codes(tmp_path, HEAD.replace("en-GB", written) + CHAPTERS) == ["M007"]
