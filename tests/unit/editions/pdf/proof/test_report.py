"""The proof names every place that an editor should look at."""

from __future__ import annotations

from tiny_book import Printed

from florilegium.book.runs import leaves
from florilegium.editions.documents import Document
from florilegium.editions.pagemap import LineStart
from florilegium.editions.pdf.proof.report import count_lines, proof, stranded_heading
from florilegium.editions.pdf.section.printed_section import Layout


def test_the_sheet_counts_the_pages_of_the_book(printed: Printed) -> None:
    sheet = proof(printed.edition, printed.documents)
    assert sheet.roman + sheet.arabic == printed.edition.pages
    assert sheet.blanks == sum(one.section is None for one in printed.edition.plan.pages)
    assert sheet.composed > 20


def test_the_report_says_its_figures_in_words(printed: Printed) -> None:
    text = "\n".join(proof(printed.edition, printed.documents).lines())
    for word in ("pages", "signatures", "justified", "loose", "hyphenated", "overfull", "widows"):
        assert word in text


def with_letters(document: Document, block_id: str, letters: str) -> Document:
    """The document with some letters after one of its blocks."""
    tree = document.tree
    for block in leaves(tree):
        if block.get("id") == block_id:
            block.text = f"{block.text}{letters}"
    return Document.of(document.section, tree)


def test_letters_without_a_face_are_told_with_their_page(printed: Printed) -> None:
    documents = [with_letters(document, "ford-p16", " ꙮ𒀀ꙮ") for document in printed.documents]
    lines = list(proof(printed.edition, documents).lines())
    one = next(
        one
        for one in reversed(printed.edition.plan.pages)
        if one.section is not None and one.section.id == "ford"
    )
    assert f"page {one.label}: no font has this: “ꙮ𒀀”" in lines


def test_pieces_of_one_line_are_counted_once() -> None:
    pieces = [LineStart("a", 0, 0, 64.0), LineStart("a", 9, 0, 64.4, 120.0), LineStart("b", 0, 0, 78.0)]
    assert count_lines(pieces) == 2
    assert count_lines([]) == 0


def test_a_heading_at_a_foot_is_found_unless_the_section_ends_there() -> None:
    lines = (
        LineStart("p1", 0, 0, 64),
        LineStart("h", 0, 0, 500),
        LineStart("p2", 0, 1, 64),
        LineStart("h", 9, 1, 80),
    )
    layout = Layout("s", b"", 2, lines, {}, ())
    assert stranded_heading(layout, 0, {"h": "The Ferry"}) == "The Ferry"
    assert stranded_heading(layout, 1, {"h": "The Ferry"}) == ""
    assert stranded_heading(layout, 0, {"x": "Other"}) == ""
