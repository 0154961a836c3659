"""A page is drawn in the order in which it is read."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from reading_back import page_words

from florilegium.editions.pdf.section.printed_section import LayoutTask, Style
from florilegium.editions.pdf.weasyprint.layout import lay_out

RULES = """@page { size: 300pt 300pt; margin: 30pt } html { font: 11pt/14pt serif } p { margin: 0 }
ol { padding-left: 20pt } pre { position: relative; top: 1pt }
table { width: 100% } p[dir=rtl] { text-indent: 40pt; text-align: start }"""


def laid_out(body: str, folder: Path) -> bytes:
    style = Style((), RULES, str(folder), str(folder))
    xhtml = f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>'
    return lay_out(LayoutTask("t", xhtml.encode(), style, "t.md")).pdf


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>one</li><li>two</li></ol><p>end</p>", "1. one 2. two end"),
        ("<ol><li><p>one</p><ol><li>inner</li></ol></li><li>two</li></ol>", "1. one 1. inner 2. two"),
        ("<p>before</p><pre>code</pre><p>after</p>", "before code after"),
    ],
)
def test_numbers_and_code_stand_where_they_are_read(body: str, expected: str, tmp_path: Path) -> None:
    (page,) = page_words(laid_out(body, tmp_path))
    assert page.split() == expected.split()


def test_headings_of_a_table_are_said_again_and_heard_once(tmp_path: Path) -> None:
    """On the next page they stand over the rows, and are no part of the structure."""
    rows = "".join(f"<tr><td>row {number}</td></tr>" for number in range(30))
    body = f"<table><thead><tr><th>Heading</th></tr></thead><tbody>{rows}</tbody></table>"
    data = laid_out(body, tmp_path)
    assert [page.split()[0] for page in page_words(data)] == ["Heading", "row", "row"]
    with pypdfium2.PdfDocument(data) as document:
        assert all("Heading" in page.get_textpage().get_text_bounded() for page in document)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        dictionaries = (thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary))
        (heading,) = (thing for thing in dictionaries if thing.get("/S") == "/TH")
        assert len(heading.K) == 1


def test_arabic_paragraphs_are_indented_on_the_right(tmp_path: Path) -> None:
    """The first line begins further left than the next."""
    words = (
        "كان القارب ينتظر عند الجسر وكان الحارس يعد الحجارة مرتين قبل أن يعود المد ثم مشى إلى البيت القديم"
    )
    with pypdfium2.PdfDocument(laid_out(f'<p dir="rtl" lang="ar">{words}</p>', tmp_path)) as document:
        text = document[0].get_textpage()
        edges: dict[int, float] = {}
        for number in range(text.count_chars()):
            _, low, right, _ = text.get_charbox(number)
            edges[round(low / 14)] = max(edges.get(round(low / 14), 0.0), right)
    first, *others = (edges[line] for line in sorted(edges, reverse=True))
    assert max(others) - first > 30
