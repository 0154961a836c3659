"""Encoded texts: what their formats say, and what is no sound one."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.book import runs
from florilegium.problems import Problem
from florilegium.sources.manuscript import Manuscript
from making.snapshot import read_file

PROSE = "The bank was raised in a wet summer, and fell in a dry one, as they had said."
JATS = "<article><front><article-meta/></front><body><p>{}</p></body></article>"
TEI = "<TEI><teiHeader/><text><body>{}</body></text></TEI>"


def _read(folder: Path, text: str, name: str = "a.xml") -> tuple[Manuscript | None, tuple[Problem, ...]]:
    (folder / name).write_text(text, encoding="utf-8")
    manuscript, report = read_file(folder / name)
    return manuscript, report.problems


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("<TEI><p>open</TEI>", "cannot be read", 1),
        (f'<!DOCTYPE a [<!ENTITY b "c">]>{JATS.format(PROSE)}', "declares entities", 0),
        (JATS.format("&unheard;"), "unheard", 1),
        (f"<recipe>\n<step>{PROSE}</step></recipe>", "begins with “recipe”", 0),
        ("<TEI>" + "<p>" * 300 + PROSE + "</p>" * 300 + "</TEI>", "cannot be read", 1),
    ],
)
def test_what_is_no_sound_text_is_told(tmp_path: Path, text: str, said: str, line: int) -> None:
    manuscript, (problem,) = _read(tmp_path, text)
    assert manuscript is None
    assert (problem.code, problem.place.line) == ("S004", line)
    assert said.lower() in problem.message.lower()


def test_a_document_type_of_elsewhere_is_not_asked_for(tmp_path: Path) -> None:
    """Named letters are those of HTML."""
    head = '<?xml version="1.0"?>\n<!DOCTYPE article PUBLIC "x" "http://example.org/a.dtd">\n'
    manuscript, problems = _read(tmp_path, head + JATS.format(f"{PROSE} &mdash; So&nbsp;be it."))
    assert problems == ()
    assert manuscript is not None
    assert "— So be it." in "".join(manuscript.body.itertext())


def test_names_of_html_that_mean_something_else_give_their_words(tmp_path: Path) -> None:
    """TEI's `s` is a sentence, `u` an utterance, `form` a word's, and none is underlined or a question."""
    inside = (
        f"<p>{PROSE} <s>One.</s> <u>Two.</u> <form>three</form> <object>four</object> <map>five</map></p>"
    )
    manuscript, problems = _read(tmp_path, TEI.format(inside))
    assert problems == ()
    assert manuscript is not None
    (paragraph,) = runs.leaves(manuscript.body)
    assert runs.text_of(paragraph) == f"{PROSE} One. Two. three four five"
    assert len(paragraph) == 0


def test_a_note_is_called_from_each_place_that_points_to_it(tmp_path: Path) -> None:
    inside = f'<p>{PROSE}<ref target="#a">x</ref> And<ptr target="#a"/> so.<note>Inline.</note></p>'
    inside += '<note xml:id="a" n="x">Far.</note>'
    manuscript, problems = _read(tmp_path, TEI.format(inside))
    assert [problem.code for problem in problems if problem.severity.name == "ERROR"] == []
    assert manuscript is not None
    assert [call.get("note") for call in manuscript.body.iter("call")] == ["1", "1", "2"]
    assert [runs.text_of(note.body[0]) for note in manuscript.notes] == ["Far.", "Inline."]


def test_formulas_in_tex_are_formulas(tmp_path: Path) -> None:
    """With their signs, or with the document round them that JATS often has."""
    wrapped = "\\documentclass{minimal}\\begin{document}$$a^2$$\\end{document}"
    inside = f"{PROSE} <inline-formula><tex-math>$\\frac{{a}}{{b}}$</tex-math></inline-formula></p>"
    inside += f"<disp-formula><tex-math>{wrapped}</tex-math></disp-formula><p>{PROSE}"
    manuscript, problems = _read(tmp_path, JATS.format(f"{PROSE}</p><p>{inside}"))
    assert problems == ()
    assert manuscript is not None
    assert [one.get("tex") for one in manuscript.body.iter("math")] == [r"\frac{a}{b}", "a^2"]


def test_formulas_keep_their_form(tmp_path: Path) -> None:
    """MathML goes on as it is, without the other forms of the same."""
    math = '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>x</mml:mi></mml:math>'
    forms = f"<alternatives><tex-math>x^2</tex-math>{math}</alternatives>"
    inside = f"{PROSE} <inline-formula>{forms}</inline-formula>"
    manuscript, _ = _read(tmp_path, JATS.format(inside))
    assert manuscript is not None
    assert [row.fate for row in manuscript.ledger if "x^2" in row.words] == [
        "left out: another form of the same formula"
    ]
