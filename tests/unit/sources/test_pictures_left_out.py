"""Pictures that cannot be had are a fault, or go as the manifest says, and the ledger tells of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.book import runs
from florilegium.problems import Place, Report
from florilegium.sources.read import SourceRequest, read

PAGE = """<html><body><article><h1>The Weir</h1>
<p>The weir was built of stone <img src="//cdn.example/a.png" alt="a stone"> and mended with wood.</p>
<figure><img src="//cdn.example/weir.jpg" alt="Weir"><figcaption>The weir in flood</figcaption></figure>
<p>It stands to this day, though the river has gone elsewhere, and only nettles lean upon it now.</p>
</article></body></html>
"""


@pytest.mark.parametrize(("pictures", "texts"), [("drop", 2), ("caption", 3)])
def test_they_go(tmp_path: Path, pictures: str, texts: int) -> None:
    """With its caption or without it, never silently."""
    (tmp_path / "weir.html").write_text(PAGE, encoding="utf-8")
    report = Report()
    request = SourceRequest(tmp_path, "weir.html", Place("weir.html"), "en", pictures=pictures)
    manuscript = read(request, report)
    assert manuscript is not None
    assert not report.problems
    assert manuscript.body.find(".//img") is None
    assert len(list(runs.leaves(manuscript.body))) == texts
    left = [entry for entry in manuscript.ledger if "is not in the project" in entry.fate]
    assert [entry.line for entry in left] == [2, 3]
    assert sum(entry.characters for entry in manuscript.ledger) == len("".join(_text(PAGE).split()))


def test_they_are_needed_by_default(tmp_path: Path) -> None:
    """Each is an error at its place."""
    (tmp_path / "weir.html").write_text(PAGE, encoding="utf-8")
    report = Report()
    read(SourceRequest(tmp_path, "weir.html", Place("weir.html"), "en"), report)
    assert [problem.code for problem in report.problems] == ["S011", "S011"]


def _text(page: str) -> str:
    from lxml import html

    return str(html.fromstring(page).text_content())
