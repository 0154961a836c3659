"""Lines that stay lines, in verse and letters: their emphasis, their notes, what is no heading among them."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from making.snapshot import read_file

PROSE = "The carters sang as they went along the road, and what they sang was written down by a clerk."


def read_body(folder: Path, text: str) -> str:
    """The body that is made of a plain text, without places."""
    file = folder / "road.txt"
    file.write_text(f"The Salt Road\n\n{PROSE}\n\n{text}\n\n{PROSE}\n", encoding="utf-8")
    manuscript, report = read_file(file)
    assert manuscript is not None
    assert [str(problem) for problem in report.problems] == []
    for element in manuscript.body.iter():
        element.attrib.pop("at", None)
    return etree.tostring(manuscript.body, encoding="unicode")


@pytest.mark.parametrize(
    ("verse", "expected"),
    [
        ("    O the _road_ is long,\n    And the *toll* is dear,", "O the <em>road</em> is long,<br/>"),
        ("    _O the road is long,\n    And the toll is dear._", "<em>O the road is long,<br/>\nAnd"),
    ],
)
def test_emphasis_in_verse(tmp_path: Path, verse: str, expected: str) -> None:
    """What is emphasised in a line is, and may go on over several."""
    body = read_body(tmp_path, f"{verse}\n    And the night is strong,\n    And the end is near.")
    assert expected in body
    assert "_" not in body
    assert "*" not in body


def test_emphasis_in_lines_on_the_right(tmp_path: Path) -> None:
    """So it is in place and date of a letter."""
    body = read_body(tmp_path, " " * 60 + "Dunmere, _May 4_.")
    assert '<p class="right">Dunmere, <em>May 4</em>.</p>' in body


def test_a_call_at_the_end_of_a_line_of_verse_stays_on_it(tmp_path: Path) -> None:
    """It does not go over to the next line."""
    verse = "    The road is long[1]\n    And the toll is dear,\n    O the night is strong,[2]\n    And by."
    body = read_body(tmp_path, f"{verse}\n\n{PROSE}\n\n[1] Eleven miles.\n[2] In May.")
    assert 'long<call note="1"/><br/>' in body
    assert 'strong,<call note="2"/><br/>' in body


def test_a_sentence_that_somebody_broke_is_one_paragraph(tmp_path: Path) -> None:
    """Its first half is no heading, and its second no paragraph."""
    assert "<p>We are all well, except for the cow.</p>" in read_body(
        tmp_path, "We are all well, except\nfor the cow."
    )


def test_a_name_below_the_close_of_a_letter_is_no_heading(tmp_path: Path) -> None:
    """A line right below another of its block goes with it."""
    assert "<p>Jonas</p>" in read_body(tmp_path, "Your loving brother,\nJonas")
    cast = read_body(tmp_path, "Persons\n\nJoan, a keeper of the gate\nMartin, a carter")
    assert "<p>Martin, a carter</p>" in cast


def test_a_heading_of_two_lines_stays_one(tmp_path: Path) -> None:
    """Where the first line is a heading, so may the second be."""
    body = read_body(tmp_path, "Chapter Two\nThe Toll")
    assert "<h2>Chapter Two</h2><h2>The Toll</h2>" in body


def test_what_a_mail_quotes_is_a_quotation_without_its_signs(tmp_path: Path) -> None:
    """Lines with nothing but the sign part its paragraphs."""
    quoted = "> The road is long, and the toll\n> is dear in the month of May.\n>\n>> So they said."
    body = read_body(tmp_path, quoted)
    said = "<p>The road is long, and the toll is dear in the month of May.</p><p>So they said.</p>"
    assert f"<blockquote>{said}</blockquote>" in body
    assert "&gt;" not in body
