"""What the manifest's `roles` say of a paragraph is done in every format, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.book import runs
from florilegium.problems import Place, Report
from florilegium.sources.manuscript import Manuscript, RoleRule
from florilegium.sources.read import SourceRequest, read

PAGE = """<html><body><article>
<h1>The Weir</h1>
<p>The weir was built of stone and mended with whatever the flood had left upon the bank that year.</p>
</article>
<footer>
<p>Set up by hand <a href="/x">at the mill</a> <a href="/y">and the inn</a>.</p>
<p>Nobody has signed it.</p>
</footer></body></html>
"""
NOTED = """A text of some length, with a note in its middle,[^1] and then an end that is no end.

[^1]: The note.
"""


def _read(folder: Path, name: str, text: str, *rules: RoleRule) -> tuple[Manuscript | None, Report]:
    (folder / name).write_text(text, encoding="utf-8")
    report = Report()
    return read(SourceRequest(folder, name, Place(name), "en", roles=rules), report), report


@pytest.mark.parametrize("rule", [RoleRule("body", "Nobody has"), RoleRule("body", "", 7, 7)])
def test_what_was_cut_comes_back(tmp_path: Path, rule: RoleRule) -> None:
    """One paragraph of a footer is text, the other stays out, and the ledger says so."""
    manuscript, report = _read(tmp_path, "weir.html", PAGE, rule)
    assert manuscript is not None
    assert not report.problems
    assert runs.text_of(manuscript.body[-1]) == "Nobody has signed it."
    fates = {entry.words[:6]: entry.fate for entry in manuscript.ledger}
    assert fates["Nobody"] == "in the text"
    assert fates["Set up"].startswith("left out")


def test_a_note_cannot_be_body(tmp_path: Path) -> None:
    """A note of Markdown is refused as text, with its fate."""
    manuscript, report = _read(tmp_path, "note.md", NOTED, RoleRule("body", "", 3, 3))
    assert manuscript is not None
    assert [problem.code for problem in report.problems] == ["S008"]
    assert "note 1" in report.problems[0].message
    assert {entry.role for entry in manuscript.ledger} == {"body", "note"}
