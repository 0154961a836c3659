"""Texts without a place to break take time in proportion to their length, read, edited and laid out."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from florilegium.pipeline.build import build, check
from florilegium.pipeline.request import BuildRequest
from florilegium.problems import FlorilegiumError, Report

MANIFEST: Final = """title: A Book
language: en
identifier: urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e
date: 2026-01-01
contributors: {ann: {name: Ann Example}}
chapters: [{title: One, articles: [{source: a.md, title: A, authors: [ann]}]}]
"""

#: One paragraph of each kind, by how many signs it has.
KINDS: Final[dict[str, Callable[[int], str]]] = {
    "an address": lambda length: "https://example.org/" + "a" * length,
    "quotation marks": lambda length: '"' * length,
    "soft hyphens": lambda length: "a\u00ad" * (length // 2),
    "calls": lambda length: "[1]" * (length // 3),
    "ampersands": lambda length: "&" * length,
    "combining marks": lambda length: "e" + "\u0301" * length,
}

#: Four doublings.
TIMES: Final = 16


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_is_read_and_edited_in_proportion(kind: str, tmp_path: Path) -> None:
    """Four doublings take sixteen times as long, and what is quadratic sixteen times that."""
    manifest = tmp_path / "anthology.yaml"
    manifest.write_text(MANIFEST, encoding="utf-8")
    _hold(lambda text: check(_with(manifest, text), Report()), KINDS[kind], 5_000)


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_is_laid_out_in_proportion(kind: str, tmp_path: Path) -> None:
    """So does a whole book, unless its bounds stop it, which a problem tells."""
    manifest = tmp_path / "anthology.yaml"
    manifest.write_text(MANIFEST, encoding="utf-8")
    request = BuildRequest(manifest, frozenset({"pdf"}), cached=False, jobs=1)

    def made(text: str) -> None:
        _with(manifest, text)
        try:
            build(request, Report())
        except FlorilegiumError as error:
            assert {one.code for one in error.problems} & {"S040", "E015"}, error.problems

    _hold(made, KINDS[kind], 2_000)


def _with(manifest: Path, text: str) -> Path:
    (manifest.parent / "a.md").write_text(f"A bank rose.\n\n{text}\n", encoding="utf-8")
    return manifest


def _hold(deed: Callable[[str], object], make: Callable[[int], str], length: int) -> None:
    """Hold that a text takes time in proportion to its length, beyond what a short one takes."""
    _seconds(deed, make(10))
    least = _seconds(deed, make(10))
    once = max(_seconds(deed, make(length)) - least, 0.1)
    assert _seconds(deed, make(length * TIMES)) - least < 3 * TIMES * once


def _seconds(deed: Callable[[str], object], text: str) -> float:
    """Return the time of the processor that a deed takes."""
    begun = time.process_time()
    deed(text)
    return time.process_time() - begun
