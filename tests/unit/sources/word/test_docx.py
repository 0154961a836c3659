"""Word documents: notes of both kinds, styles, breaks, formulas, tracked changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from word import call, docx, drawing, paragraph, words

from florilegium.book import runs
from florilegium.book.formula import Formula
from florilegium.problems import Place, Report
from florilegium.sources.manuscript import Manuscript
from florilegium.sources.read import SourceRequest, read

LONG = "The kiln burned for a week at a time, and for that week nobody who worked at it went home at all."


def read_docx(tmp_path: Path, data: bytes) -> tuple[Manuscript, list[str]]:
    (tmp_path / "a.docx").write_bytes(data)
    report = Report()
    manuscript = read(SourceRequest(tmp_path, "a.docx", Place("anthology.yaml"), "en"), report)
    assert manuscript is not None
    return manuscript, [str(problem).partition("\n")[0] for problem in report.problems]


def texts(manuscript: Manuscript) -> list[tuple[str, str]]:
    return [(str(leaf.tag), runs.text_of(leaf)) for leaf in runs.leaves(manuscript.body)]


def test_footnotes_and_endnotes(tmp_path: Path) -> None:
    """Footnotes and endnotes are notes, numbered together in the order of their calls."""
    data = docx(
        paragraph(
            "First",
            call("footnote", 1),
            ", then last",
            call("endnote", 1),
            " and again",
            call("footnote", 2),
            ".",
        ),
        footnotes=("At the foot.", "At the foot again."),
        endnotes=("At the end.",),
    )
    manuscript, problems = read_docx(tmp_path, data)
    assert problems == []
    found = {note.label: runs.text_of(note.body[0]) for note in manuscript.notes}
    called = [found[element.get("note", "")] for element in manuscript.body.iter("call")]
    assert called == ["At the foot.", "At the end.", "At the foot again."]
    assert texts(manuscript) == [("p", "First, then last and again.")]


def test_styles_tell_roles(tmp_path: Path) -> None:
    """Word's styles give the title, the deck, the author, headings, quotations and verse."""
    data = docx(
        paragraph("The Kiln", style="Title"),
        paragraph("Clay and fire", style="Subtitle"),
        paragraph("Ann Example", style="Author"),
        paragraph(LONG),
        paragraph("The fire", style="heading1"),
        paragraph(words("Burn", "<w:i/>"), " well.", style="Quote"),
        paragraph("A line of verse", style="Verse"),
    )
    manuscript, _ = read_docx(tmp_path, data)
    assert (manuscript.title, manuscript.deck, manuscript.byline) == (
        "The Kiln",
        "Clay and fire",
        "Ann Example",
    )
    assert [str(block.tag) for block in manuscript.body] == ["p", "h2", "blockquote", "blockquote"]
    assert manuscript.body[3].get("class") == "verse"
    assert manuscript.body[2][0][0].tag == "em"


def test_unstyled_document(tmp_path: Path) -> None:
    """Where no style is used, a short first line is the title and a bold line a heading."""
    data = docx(
        paragraph("The Kiln"), paragraph(LONG), paragraph(words("The Fire", "<w:b/>")), paragraph(LONG)
    )
    manuscript, _ = read_docx(tmp_path, data)
    assert manuscript.title == "The Kiln"
    assert texts(manuscript) == [("p", LONG), ("h2", "The Fire"), ("p", LONG)]


def test_only_heading_of_its_level_is_the_title(tmp_path: Path) -> None:
    """A single first-level heading at the top is the title; several are headings."""
    one = docx(
        paragraph("The Kiln", style="heading1"),
        paragraph(LONG),
        paragraph("Fire", style="heading2"),
        paragraph(LONG),
    )
    assert read_docx(tmp_path, one)[0].title == "The Kiln"
    two = docx(
        paragraph("Clay", style="heading1"),
        paragraph(LONG),
        paragraph("Fire", style="heading1"),
        paragraph(LONG),
    )
    manuscript, _ = read_docx(tmp_path, two)
    assert manuscript.title == ""
    assert [str(block.tag) for block in manuscript.body] == ["h2", "p", "h2", "p"]


def test_empty_paragraph_is_a_break_where_it_is_rare(tmp_path: Path) -> None:
    """A rare empty paragraph parts sections; one between all paragraphs is a habit."""
    blank = paragraph()
    rare = docx(*[paragraph(LONG)] * 4, blank, paragraph(LONG), paragraph(LONG))
    tags = [str(block.tag) for block in read_docx(tmp_path, rare)[0].body]
    assert tags == ["p", "p", "p", "p", "hr", "p", "p"]
    habit = docx(*[paragraph(LONG), blank] * 5)
    assert {str(block.tag) for block in read_docx(tmp_path, habit)[0].body} == {"p"}


def test_paragraphs_are_counted_for_lines(tmp_path: Path) -> None:
    """A document has no lines: the places are its paragraphs, empty ones apart."""
    manuscript, _ = read_docx(tmp_path, docx(paragraph(LONG), paragraph(), paragraph(LONG), paragraph(LONG)))
    assert [block.get("at") for block in manuscript.body.iter("p")] == ["1:1", "2:1", "3:1"]
    assert [entry.line for entry in manuscript.ledger if entry.characters] == [1, 2, 3]


def test_formulas_are_mathml(tmp_path: Path) -> None:
    """A formula stands in the text as one thing, or in a paragraph of its own."""
    half = "<m:f><m:num><m:r><m:t>x+1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    display = f"<m:oMathPara><m:oMath>{half}</m:oMath></m:oMathPara>"
    blocks = (paragraph(LONG), paragraph(LONG, f"<m:oMath>{half}</m:oMath>"), paragraph(display))
    manuscript, problems = read_docx(tmp_path, docx(*blocks))
    assert problems == []
    first, second = map(Formula.of, manuscript.body.iter("math"))
    assert (first.line, first.display, second.display) == ("(x + 1)/2", False, True)
    assert first.said == "the fraction x plus 1 over 2, end of fraction,"
    assert [block.get("class") for block in manuscript.body] == [None, None, "formula"]


def test_a_formula_by_itself_is_no_title(tmp_path: Path) -> None:
    """A document of formulas alone has no title, and loses none of them."""
    square = "<m:oMathPara><m:oMath><m:r><m:t>x=y</m:t></m:r></m:oMath></m:oMathPara>"
    manuscript, problems = read_docx(tmp_path, docx(paragraph(square), paragraph(square), paragraph(LONG)))
    assert (manuscript.title, problems) == ("", [])
    assert [block.get("class") for block in manuscript.body] == ["formula", "formula", None]


@pytest.mark.parametrize(("kind", "line"), [("bar", "n/k"), ("noBar", "n¦k"), ("lin", "n/k"), ("skw", "n/k")])
def test_a_fraction_without_a_bar_is_none(tmp_path: Path, kind: str, line: str) -> None:
    """What Word sets without a bar is no division: a binomial coefficient."""
    parts = "<m:num><m:r><m:t>n</m:t></m:r></m:num><m:den><m:r><m:t>k</m:t></m:r></m:den>"
    fraction = f'<m:f><m:fPr><m:type m:val="{kind}"/></m:fPr>{parts}</m:f>'
    manuscript, _ = read_docx(tmp_path, docx(paragraph(LONG, f"<m:oMath>{fraction}</m:oMath>")))
    (found,) = map(Formula.of, manuscript.body.iter("math"))
    assert found.line == line


def test_text_in_a_strange_element_stays(tmp_path: Path) -> None:
    """What is wrapped in an element that nobody knows is text all the same."""
    strange = "<w:unknownThing><w:r><w:t>unheard of</w:t></w:r></w:unknownThing>"
    manuscript, problems = read_docx(tmp_path, docx(paragraph(LONG), strange))
    assert (texts(manuscript), problems) == ([("p", LONG), ("p", "unheard of")], [])


def test_deleted_text_is_gone(tmp_path: Path) -> None:
    """A tracked deletion is no text, a tracked insertion is."""
    changed = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
    manuscript, problems = read_docx(tmp_path, docx(paragraph("It is ", changed, ".")))
    assert texts(manuscript) == [("p", "It is new.")]
    assert problems == []


def test_a_title_and_a_description_of_a_picture_are_told_apart(tmp_path: Path) -> None:
    """Word's title of a picture is its alternative text when there is a description too; else either is."""
    (tmp_path / "a.docx").write_bytes(
        docx(
            paragraph(LONG),
            *(
                paragraph(drawing(attributes))
                for attributes in (
                    'title="The kiln" descr="A dome of brick.&#10;Its door is open."',
                    'title="The kiln"',
                    'descr="A dome of brick"',
                )
            ),
        )
    )
    manuscript = read(SourceRequest(tmp_path, "a.docx", Place("anthology.yaml"), "en"), Report())
    assert manuscript is not None
    assert [(image.get("alt"), image.get("description")) for image in manuscript.body.iter("img")] == [
        ("The kiln", "A dome of brick.\nIts door is open."),
        ("The kiln", None),
        ("A dome of brick", None),
    ]


def test_a_name_below_the_title_of_a_document_with_headings(tmp_path: Path) -> None:
    """Headings that the file marks, or bold ones, are not like a plain line; a line between is the deck."""
    prose = paragraph(
        "The kiln burned for a week, and for that week nobody who worked at it went home at all."
    )
    head = (paragraph(words("The Kilns", "<w:b/>")), paragraph("A short account"), paragraph("RUTH HALE"))
    for heading in (paragraph("Fire", style="heading1"), paragraph(words("Fire", "<w:b/>"))):
        (tmp_path / "kilns.docx").write_bytes(docx(*head, prose, heading, prose))
        request = SourceRequest(tmp_path, "kilns.docx", Place("anthology.yaml"), "en")
        manuscript = read(request, Report())
        assert manuscript is not None
        assert (manuscript.title, manuscript.deck, manuscript.byline) == (
            "The Kilns",
            "A short account",
            "RUTH HALE",
        )


@pytest.mark.parametrize(("declared", "found"), [("en-GB", "en-GB"), ("de-DE", "")])
def test_the_language_of_a_document(tmp_path: Path, declared: str, found: str) -> None:
    """It is that of its runs, where its words are in it; Word declares what it is set to."""
    prose = (
        "The kiln burned for a week, and for that week nobody who worked at it went home from the hill. " * 3
    )
    text = docx(
        paragraph("The Kilns", style="Title"), paragraph(words(prose, f'<w:lang w:val="{declared}"/>'))
    )
    (tmp_path / "kilns.docx").write_bytes(text)
    manuscript = read(SourceRequest(tmp_path, "kilns.docx", Place("anthology.yaml"), "en"), Report())
    assert manuscript is not None
    assert manuscript.language == found
