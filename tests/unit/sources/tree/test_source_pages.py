"""Pages of a printed original: known in every way that files mark them, kept where the manifest asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from florilegium.book import runs
from florilegium.editions.blocks import finish
from florilegium.problems import Place, Report
from florilegium.sources.manuscript import Manuscript
from florilegium.sources.read import SourceRequest, read

PROSE = "The weir was raised in a wet summer, and fell in a dry one, as they said."
WEB = (
    '<html><body><h1>On Weirs</h1><p><span class="pagenum"><a id="Page_11">[11]</a></span>{0} And '
    '<span class="pgnm">[pg 12]</span>then. <a id="page_13"></a>It is old.</p>'
    '<p><span epub:type="pagebreak" id="p14" title="14"></span>Typed [Pg 15] here, and tu'
    '<span role="doc-pagebreak" aria-label="16">16</span>rned.</p><span class="pageno">17</span><p>{0}</p>'
    "</body></html>"
)
TEI = (
    '<TEI><teiHeader/><text><body><pb n="1"/><head>On Weirs</head><p>{0}</p><pb n="[2]"/><p>* * *</p>'
    '<p>They turn.<pb n="iii"/>Then they stay.</p></body></text></TEI>'
)
PLAIN = "On Weirs\n\n{0}\n\nIt stood [p. 4] there, see [12] and [Song 3].\n"
MARKDOWN = "# On Weirs\n\n{0} It *stood [Pg 4] there*.\n"


def _read(folder: Path, name: str, text: str, source_pages: str = "mark") -> Manuscript:
    (folder / name).write_text(text.format(PROSE), encoding="utf-8")
    report = Report()
    request = SourceRequest(folder.resolve(), name, Place(name), "en", source_pages=source_pages)
    manuscript = read(request, report)
    assert [problem.code for problem in report.errors] == []
    assert manuscript is not None
    return manuscript


@pytest.mark.parametrize(
    ("name", "text", "pages"),
    [
        ("a.html", WEB, ["11", "12", "13", "14", "15", "16", "17"]),
        ("a.tei", TEI, ["1", "2", "iii"]),
        ("a.txt", PLAIN, ["4"]),
        ("a.md", MARKDOWN, ["4"]),
    ],
)
def test_pages_are_marked_where_the_manifest_asks(
    tmp_path: Path, name: str, text: str, pages: list[str]
) -> None:
    """And are no words: the text is the same as without them, but for numbers that are typed."""
    marked = _read(tmp_path, name, text)
    assert [one.get("page") for one in marked.body.iter("pagemark")] == pages
    plain = _read(tmp_path, name, text, "drop")
    assert list(plain.body.iter("pagemark")) == []
    words = ["".join(runs.text_of(leaf).split()) for leaf in runs.leaves(marked.body)]
    untyped = ["".join(runs.text_of(leaf).split()) for leaf in runs.leaves(plain.body)]
    for typed in ("[Pg15]", "[Pg4]", "[p.4]"):
        untyped = [each.replace(typed, "") for each in untyped]
    assert words == untyped


def test_a_page_begins_in_a_paragraph_and_never_in_a_title_or_a_break(tmp_path: Path) -> None:
    manuscript = _read(tmp_path, "a.tei", TEI)
    assert manuscript.title == "On Weirs"
    assert [str(one.getparent().tag) for one in manuscript.body.iter("pagemark")] == ["p", "p", "p"]
    assert [str(one.tag) for one in manuscript.body] == ["p", "hr", "p"]
    assert "turn.<pagemark" in etree.tostring(manuscript.body, encoding="unicode")


def test_a_number_that_a_page_shows_has_its_row(tmp_path: Path) -> None:
    manuscript = _read(tmp_path, "a.html", WEB)
    assert {"[11]", "[pg 12]", "16", "17"} <= {row.words for row in manuscript.ledger}


def test_a_page_of_the_original_is_shown_and_is_no_text() -> None:
    """It is no page of the book's own list either."""
    body = etree.fromstring('<body><p at="1:1">The we<pagemark page="12"/>ir is old.</p></body>')
    finish(body)
    assert etree.tostring(body, encoding="unicode") == (
        '<body><p>The we<span class="source-page">[12]</span>ir is old.</p></body>'
    )
    assert runs.text_of(body[0]) == "The weir is old."


def test_numbers_in_braces_are_pages_where_they_rise(tmp_path: Path) -> None:
    """Of two of which the second is not the higher, neither is."""
    text = "The Weir\n\nThe weir is {{{{{0}}}}} old.\n\nHe {{{{{1}}}}} was born there.\n"
    for numbers, pages in (((12, 13), ["12", "13"]), ((12, 12), [])):
        manuscript = _read(tmp_path, "a.txt", text.format(*numbers))
        assert [one.get("page") for one in manuscript.body.iter("pagemark")] == pages
