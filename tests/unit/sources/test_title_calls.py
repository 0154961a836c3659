"""Titles from which notes are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from florilegium.problems import Place, Report
from florilegium.sources.read import SourceRequest, read
from making.snapshot import read_file
from making.word import call, docx, paragraph

TEXT = (
    "\n\nThe kiln burned for a week at a time, and for that week nobody who worked at it went home at all.\n"
)


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("The *Beagle* burns[^1]", '<h1>The <em>Beagle</em> burns<call note="1" at="1:21"/></h1>'),
        ("The kiln[^1] burns", '<h1>The kiln<call note="1" at="1:11"/> burns</h1>'),
        ("*The kiln*[^1]", '<h1>The kiln<call note="1" at="1:13"/></h1>'),
        ("The *kiln*", None),
    ],
)
def test_a_title_keeps_its_calls(tmp_path: Path, title: str, heading: str | None) -> None:
    """A call stays where it stands in the title, with its italics; what marks all of it is only a look."""
    note = "\n[^1]: By night.\n" if "[^1]" in title else ""
    (tmp_path / "a.md").write_text(f"# {title}{TEXT}{note}", encoding="utf-8")
    report = Report()
    manuscript = read(SourceRequest(tmp_path, "a.md", Place("anthology.yaml"), "en"), report)
    assert manuscript is not None
    made = manuscript.called_title
    assert (None if made is None else etree.tostring(made, encoding="unicode")) == heading
    assert manuscript.body.find(".//call") is None
    assert report.problems == ()


def test_a_note_on_the_author_is_called_behind_the_title(tmp_path: Path) -> None:
    """Who wrote a text is printed elsewhere; the text has nothing to do with that note."""
    called, author = paragraph("The kiln", call("footnote", 1)), paragraph("Ann Moss", call("footnote", 2))
    data = docx(called, author, paragraph(TEXT.strip()), footnotes=("Read in 1887.", "Of Fen College."))
    (tmp_path / "a.docx").write_bytes(data)
    manuscript, report = read_file(tmp_path / "a.docx")
    assert report.problems == ()
    assert manuscript is not None and manuscript.called_title is not None
    assert manuscript.byline == "Ann Moss"
    assert [one.get("note") for one in manuscript.called_title.iter("call")] == ["1", "2"]
    assert manuscript.body.find(".//call") is None
