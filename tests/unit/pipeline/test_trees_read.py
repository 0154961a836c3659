"""How often the text of an article is read as XML and written again on its way to both editions.

A word that stands in one article alone marks what is read and written of it. Every way of lxml into a tree
and out of one is watched.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from florilegium.pipeline import printing
from florilegium.pipeline.build import build
from florilegium.pipeline.request import BuildRequest
from florilegium.system.tasks.engines import Here

WORD = "quillwortlike"

READING = ("fromstring", "fromstringlist", "XML", "XMLID", "HTML", "parse", "iterparse", "parseid")
READING_HTML = ("document_fromstring", "fragment_fromstring", "fragments_fromstring", "fromstring", "parse")
WRITING = ("tostring", "tostringlist", "tounicode", "canonicalize")

#: The check of a finished page reads the page and its document for itself.
CHECK = "whole_text"

MANIFEST = """
title: The Pond
language: en
identifier: urn:uuid:0d9c1f6e-6c3a-4a52-9f51-3f6f6a2a7b11
date: 2026-01-01
contributors: {ford: Ada Ford}
chapters:
  - title: Water
    articles: [{source: pond.txt, title: The Pond, authors: ford}]
index: {places: [Malta]}
"""


class Watch:
    """Counts calls that read or write the marked word once a book’s text is begun to be set, by what they
    do."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.on = False

    def over(self, real: Callable[..., Any], kind: str) -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:
            result = real(*given, **named)
            text = result if kind == "written" else next(iter(given), "")
            if self.on and WORD.encode() in (text if isinstance(text, bytes) else str(text).encode()):
                self.counts["checked" if CHECK in self._callers() else kind] += 1
            return result

        return watched

    @staticmethod
    def _callers() -> set[str]:
        frame, names = sys._getframe(2), set()
        while frame is not None:
            names.add(Path(frame.f_code.co_filename).stem)
            frame = frame.f_back  # type: ignore[assignment]
        return names


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    for module, names, kind in (
        (etree, READING, "read"),
        (html, READING_HTML, "read"),
        (etree, WRITING, "written"),
        (html, ("tostring",), "written"),
    ):
        for name in names:
            if hasattr(module, name):
                monkeypatch.setattr(module, name, watch.over(getattr(module, name), kind))
    real = printing.begin_text

    def begun(*given: Any) -> Any:
        watch.on = True
        return real(*given)

    monkeypatch.setattr(printing, "begin_text", begun)
    return watch


def test_an_article_is_read_thrice_and_written_twice(tmp_path: Path, watch: Watch) -> None:
    """Its words for the index and the faces, its pages, its file of the EPUB; its document, that file."""
    (tmp_path / "anthology.yaml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "pond.txt").write_text(f"The Pond\n\nRain fell on Malta, {WORD}.\n\nIt fell again.\n")
    build(BuildRequest(tmp_path / "anthology.yaml", frozenset({"epub", "pdf"}), cached=False), engine=Here())
    assert watch.counts == {"read": 3, "written": 2, "checked": 2}
