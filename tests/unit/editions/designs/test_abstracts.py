"""The journal's articles open with abstract and keywords; those of other designs do not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from florilegium.pipeline.build import build
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from florilegium.system.tasks.engines import Here

MANIFEST = """\
title: Salt Roads
language: {language}
identifier: urn:uuid:0d6f7a3e-51f5-4a3f-9d0c-2f4f2f1f7a11
date: 2026-11-22
design: {design}
editions: {{epub: {{pages: false}}}}
chapters:
  - title: Inland
    articles:
      - key: roads
        source: seeds/roads.md
        title: The Roads
        authors: []
        abstract: How salt came over the hills.
        keywords: [salt, roads]
"""


@pytest.mark.parametrize(
    ("design", "language", "expected"),
    [
        ("journal", "en-GB", ("Abstract.", "How salt came over the hills.", "Keywords:", "salt, roads")),
        ("journal", "de", ("Zusammenfassung.", "Schlagwörter:")),
        ("classic", "en-GB", ()),
    ],
)
def test_abstracts(tmp_path: Path, design: str, language: str, expected: tuple[str, ...]) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "roads.md").write_text("Carts went by night.\n", encoding="utf-8")
    manifest = tmp_path / "anthology.yaml"
    manifest.write_text(MANIFEST.format(design=design, language=language), encoding="utf-8")
    (file,) = build(
        BuildRequest(manifest, frozenset({"epub"}), paged=False, cached=False), Report(), Silent(), Here()
    ).files
    with zipfile.ZipFile(file) as container:
        page = container.read("EPUB/text/roads.xhtml").decode()
    assert ("doc-abstract" in page) == bool(expected)
    assert [words for words in expected if words not in page] == []
