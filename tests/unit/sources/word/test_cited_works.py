"""What fields of Word documents know of the works that they cite."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from word import docx, paragraph, words

from florilegium.problems import Place, Report
from florilegium.sources.read import SourceRequest, read

WORDS = "The weir was counted twice, and nobody who lived beside it doubted the number of its piles. "
WORK = {"type": "book", "title": "The Ferns", "author": [{"family": "Moss", "given": "Ellen"}]}
ITEM = {"citationItems": [{"uris": ["http://zotero.org/users/1/items/AB12"], "itemData": WORK}]}
ENDNOTE = (
    '<EndNote><Cite><record><rec-number>7</rec-number><ref-type name="Book">6</ref-type>'
    "<contributors><authors><author>Moss, Ellen</author></authors></contributors>"
    "<titles><title>The Ferns</title></titles></record></Cite></EndNote>"
)


def field(instruction: str, shown: str, data: str = "") -> str:
    """Return a complex field with what it shows; `data` is kept with its beginning."""
    kept = f"<w:fldData>{b64encode(data.encode()).decode()}</w:fldData>" if data else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{kept}</w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{words(shown)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("shown", "key"),
    [
        (field(f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(ITEM)} RND1", "(Moss)"), "AB12"),
        (field(f"ADDIN CSL_CITATION {json.dumps(ITEM)}", "(Moss)"), "AB12"),
        (field(f" ADDIN EN.CITE {ENDNOTE}", "(Moss)"), "endnote-7"),
        (field(" ADDIN EN.CITE ", "(Moss)", ENDNOTE), "endnote-7"),
    ],
)
def test_fields_keep_what_they_cite(tmp_path: Path, shown: str, key: str) -> None:
    """The words are those that the field shows; the work is data beside them."""
    (tmp_path / "a.docx").write_bytes(docx(paragraph(WORDS), paragraph(WORDS, shown, " it says.")))
    report = Report()
    manuscript = read(SourceRequest(tmp_path, "a.docx", Place("anthology.yaml"), "en"), report)
    assert manuscript is not None and report.problems == ()
    (span,) = manuscript.body.iter("span")
    assert (span.text, span.get("cites")) == ("(Moss)", key)
    (work,) = manuscript.references
    assert work.key == key
    assert {name: work.data[name] for name in WORK} == WORK


@pytest.mark.parametrize(
    "instruction", ["ADDIN ZOTERO_ITEM CSL_CITATION {", "ADDIN EN.CITE x", " CITATION Mos87 "]
)
def test_broken_data_is_told(tmp_path: Path, instruction: str) -> None:
    """The words stay."""
    (tmp_path / "a.docx").write_bytes(docx(paragraph(WORDS), paragraph(WORDS, field(instruction, "(Moss)"))))
    report = Report()
    manuscript = read(SourceRequest(tmp_path, "a.docx", Place("anthology.yaml"), "en"), report)
    assert manuscript is not None
    assert [problem.code for problem in report.problems] == ["S046"]
    assert "(Moss)" in "".join(manuscript.body.itertext())


def test_a_citation_in_a_title_is_words_of_the_title(tmp_path: Path) -> None:
    """What tells readers of a citation stands in no heading and in no list of titles."""
    shown = field(f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(ITEM)}", "(Moss)")
    title = paragraph("Of Ferns ", shown, '<w:r><w:footnoteReference w:id="1"/></w:r>', style="Title")
    (tmp_path / "a.docx").write_bytes(docx(title, paragraph(WORDS), footnotes=("A note.",)))
    manuscript = read(SourceRequest(tmp_path, "a.docx", Place("anthology.yaml"), "en"), Report())
    assert manuscript is not None and manuscript.title == "Of Ferns (Moss)"
    for title_tree in (manuscript.marked_title, manuscript.called_title):
        assert title_tree is not None
        assert [span.attrib for span in title_tree.iter("span")] == [{"class": "citation"}]
