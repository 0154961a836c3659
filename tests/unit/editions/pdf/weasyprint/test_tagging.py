"""The structure tree says what the XHTML says."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from tiny_book import Printed

from florilegium.editions.pdf.section.printed_section import LayoutTask, Style
from florilegium.editions.pdf.weasyprint.layout import lay_out

PROSE = "The ferry had not gone for a week, and nobody on the quay could say when it would. " * 30
RULES = "@page { size: 300pt 300pt; margin: 30pt } html { font: 11pt/14pt serif } h1, p { margin: 0 }"

BODY = f"""
<section><h1>On the Quay</h1>
<p>{PROSE}</p>
<p>They call it <em>the boat</em>, or <span lang="fr">le bac</span>.<a class="call" href="#n1">1</a></p>
<blockquote lang="de"><p>Die Fähre kommt.</p></blockquote>
<ol><li>First</li><li><p>Second</p><ul><li>inner</li></ul></li></ol>
<figure><img src="bac.png" alt="A flat boat" style="height: 60pt"/><figcaption>The ferry</figcaption></figure>
<table><thead><tr><th>Day</th><th>Hour</th></tr></thead>
<tbody><tr><th scope="row">Monday</th><td>six</td></tr></tbody></table>
<ol class="notes" xmlns:epub="http://www.idpf.org/2007/ops">
<li id="n1" epub:type="endnote"><p>A note.</p></li></ol>
</section>"""


def tree_of(body: str, folder: Path, rules: str = RULES) -> tuple[pikepdf.Pdf, Any]:
    """The PDF of a body and its Document element."""
    style = Style((), rules, str(folder), str(folder))
    xhtml = f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>'
    layout = lay_out(LayoutTask("t", xhtml.encode(), style, "t.md"))
    assert layout.problems == ()
    pdf = pikepdf.open(io.BytesIO(layout.pdf))
    return pdf, pdf.Root.StructTreeRoot.K[0]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> tuple[pikepdf.Pdf, Any]:
    folder = tmp_path_factory.mktemp("quay")
    Image.new("RGB", (80, 60), "gray").save(folder / "bac.png")
    return tree_of(BODY, folder)


def elements(element: Any, kind: str) -> Iterator[Any]:
    """Every element of a kind, in the order of the tree."""
    for kid in element.get("/K", ()):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if f"/{kind}" == kid.S:
                yield kid
            yield from elements(kid, kind)


def kinds(element: Any) -> list[str]:
    """The structure types right under an element."""
    return [str(kid.S)[1:] for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def test_a_paragraph_over_pages_is_one_element(tree: tuple[pikepdf.Pdf, Any]) -> None:
    pdf, document = tree
    assert len(pdf.pages) > 1
    long = next(elements(document, "P"))
    pages = {kid.Pg.objgen if isinstance(kid, pikepdf.Dictionary) else long.Pg.objgen for kid in long.K}
    assert len(pages) > 1


def test_the_order_is_that_of_the_text(tree: tuple[pikepdf.Pdf, Any]) -> None:
    (section,) = elements(tree[1], "Sect")
    assert kinds(section) == ["H1", "P", "P", "BlockQuote", "L", "Figure", "Table", "L"]


def test_another_language_is_told_and_the_same_is_not(tree: tuple[pikepdf.Pdf, Any]) -> None:
    document = tree[1]
    (span,) = elements(document, "Span")
    assert str(span.Lang) == "fr"
    (quote,) = elements(document, "BlockQuote")
    assert str(quote.Lang) == "de"
    assert "/Lang" not in quote.K[0]


def test_a_call_is_a_reference_with_its_link(tree: tuple[pikepdf.Pdf, Any]) -> None:
    (reference,) = elements(tree[1], "Reference")
    assert kinds(reference) == ["Link"]
    (link,) = elements(reference, "Link")
    assert any(isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR" for kid in link.K)


def test_an_item_has_its_label_before_its_body(tree: tuple[pikepdf.Pdf, Any]) -> None:
    items = list(elements(tree[1], "LI"))
    assert kinds(items[0]) == ["Lbl", "LBody"]
    numbered = next(elements(tree[1], "L"))
    assert str(numbered.A.ListNumbering) == "/Decimal"
    assert "L" in kinds(items[1].K[1])


def test_a_figure_has_words_a_caption_and_its_place(tree: tuple[pikepdf.Pdf, Any]) -> None:
    (figure,) = elements(tree[1], "Figure")
    assert str(figure.Alt) == "A flat boat"
    assert kinds(figure) == ["Caption"]
    left, low, right, high = (float(side) for side in figure.A.BBox)
    assert right - left == pytest.approx(80, abs=0.1)
    assert high - low == pytest.approx(60, abs=0.1)
    assert 0 <= low < high <= 300


def test_heads_of_a_table_say_what_they_head(tree: tuple[pikepdf.Pdf, Any]) -> None:
    scopes = [str(head.A.Scope) for head in elements(tree[1], "TH")]
    assert scopes == ["/Column", "/Column", "/Row"]


def test_a_note_has_a_name(tree: tuple[pikepdf.Pdf, Any]) -> None:
    (note,) = elements(tree[1], "Note")
    assert str(note.ID) == "n1"


def test_leaders_are_not_read_aloud(tmp_path: Path) -> None:
    """What a style draws between a line's words is an artifact, and every other piece has its element."""
    rules = f"{RULES} .folio::before {{ content: leader('.') }}"
    pdf, document = tree_of('<p>Quays<span class="folio">7</span></p>', tmp_path, rules)
    assert b"/Artifact" in pdf.pages[0].Contents.read_bytes()
    (block,) = elements(document, "P")
    owners = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    held = [int(kid) for kid in block.K]
    assert [owners[number].objgen for number in held] == [block.objgen] * len(held)
    assert len(held) == 2


def test_in_the_joined_file_every_name_is_once(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(printed.edition.pdf)) as pdf:
        names = [str(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]]
        assert names == sorted(set(names), key=lambda name: name.encode())
        assert "ford-n1" in names
