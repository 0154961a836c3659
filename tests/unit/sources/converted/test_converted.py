"""Formats that pandoc reads: what is held against it, what it is given, and where its blocks stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from florilegium.book import runs
from florilegium.problems import Problem
from florilegium.sources.converted import pandoc
from florilegium.sources.converted.latex_letters import latex_runs
from florilegium.sources.converted.marked_runs import typed_runs
from florilegium.sources.converted.rtf_letters import rtf_runs
from florilegium.sources.manuscript import Manuscript
from florilegium.system.leash import Leashed
from making.snapshot import read_file
from making.word import PICTURE

PROSE = "The bank was raised in a wet summer, and fell in a dry one, as they had said."


def _read(folder: Path, name: str, text: str) -> tuple[Manuscript | None, tuple[Problem, ...]]:
    (folder / name).write_text(text, encoding="utf-8")
    manuscript, report = read_file(folder / name)
    return manuscript, report.problems


def _texts(text: str) -> list[tuple[str, str]]:
    return [(run.text.strip(), run.at) for run in latex_runs(text) if not run.fate]


def test_words_that_pandoc_drops_are_an_error_with_their_place(tmp_path: Path) -> None:
    _, problems = _read(tmp_path, "a.tex", f"{PROSE}\n\nSo \\strange{{said nobody at all}} then.\n")
    (problem,) = problems
    assert (problem.code, problem.place.line, problem.place.column) == ("S025", 3, 13)
    assert "said nobody at all" in problem.message


def test_a_missing_extra_is_told_with_its_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "program", lambda: None)
    manuscript, (problem,) = _read(tmp_path, "a.rtf", "{\\rtf1 A.\\par}")
    assert manuscript is None
    assert problem.code == "S042"
    assert 'pip install "florilegium[formats]"' in problem.hint


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (Leashed("", "pandoc: Heap exhausted;", 251), "megabytes of memory"),
        (Leashed("", "", -24, overran=True), "seconds"),
        (Leashed("", "", -11), "ended without a word"),
    ],
)
def test_a_converter_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: Leashed, said: str
) -> None:
    monkeypatch.setattr(pandoc, "run_leashed", lambda *_: done)
    manuscript, (problem,) = _read(tmp_path, "a.org", PROSE)
    assert manuscript is None
    assert problem.code == "S043"
    assert said in problem.message


def test_no_file_is_read_in(tmp_path: Path) -> None:
    """What a file names is not fetched, not even from its own folder."""
    (tmp_path / "secret.tex").write_text("Nobody may read this.")
    for name, text in (
        ("a.tex", f"{PROSE}\n\n\\input{{secret.tex}}\n"),
        ("a.rst", f"{PROSE}\n\n.. include:: secret.tex\n"),
        ("a.org", f'{PROSE}\n\n#+INCLUDE: "secret.tex"\n'),
        ("a.typ", f'{PROSE}\n\n#include "secret.tex"\n'),
    ):
        manuscript, problems = _read(tmp_path, name, text)
        told = " ".join(problem.message for problem in problems)
        assert manuscript is None or "Nobody" not in "".join(manuscript.body.itertext())
        assert "Nobody" not in told


@pytest.mark.parametrize("name", ["a.textile", "a.wiki"])
def test_numbers_of_control_characters_are_left_out_and_told(tmp_path: Path, name: str) -> None:
    """Pandoc resolves them, and no tree can hold what it makes of them. What parts words leaves a space."""
    numbers = (*range(1, 32), 127, 128, 0xFFFE, 0xFFFF)
    text = "\n\n".join(f"A bank&#{number};rose on the {place}." for place, number in enumerate(numbers))
    manuscript, problems = _read(tmp_path, name, f"{PROSE}\n\n{text}\n")
    assert manuscript is not None
    words = "".join(manuscript.body.itertext())
    assert not set(words) & {*map(chr, range(32)), "\ufffe", "\uffff"} - {"\n", "\t"}
    assert all(f"on the {place}." in words for place in range(len(numbers)))
    assert [problem.code for problem in problems] == ["S013"]


@pytest.mark.parametrize("name", ["a.textile", "a.org", "a.rst", "a.wiki"])
def test_what_cannot_be_printed_goes(tmp_path: Path, name: str) -> None:
    """Written as a reference, which a converter makes a letter of, it stops nothing."""
    manuscript, _ = _read(tmp_path, name, f"{PROSE} So&#1;be&#xFFFF;it now.\n")
    assert manuscript is not None
    assert "\x01" not in "".join(manuscript.body.itertext())


def test_letters_by_names_and_numbers_are_letters(tmp_path: Path) -> None:
    for name, text in (
        ("a.textile", "Caf&#233; and &#233;t&#233;."),
        ("a.wiki", "Caf&eacute; and &#233;té."),
    ):
        manuscript, problems = _read(tmp_path, name, f"{PROSE} {text}\n")
        assert problems == ()
        assert manuscript is not None
        assert "Café and été." in "".join(manuscript.body.itertext())


def test_rtf_of_text_edit_and_of_two_forms(tmp_path: Path) -> None:
    """A line end behind a backslash ends a paragraph; of words in two forms those in Unicode are read."""
    text = f"{{\\rtf1\\ansi {PROSE}\\\n{{\\upr{{A-O}}{{\\*\\ud{{\\u196 A\\u214 O}}}}}} stands.\\\n}}"
    manuscript, problems = _read(tmp_path, "a.rtf", text)
    assert problems == ()
    assert manuscript is not None
    assert [runs.text_of(one) for one in runs.leaves(manuscript.body)] == [PROSE, "ÄÖ stands."]


def test_what_is_no_rtf_is_told(tmp_path: Path) -> None:
    manuscript, (problem,) = _read(tmp_path, "a.rtf", PROSE)
    assert manuscript is None
    assert problem.code == "S004"
    assert problem.message.endswith("inside it is a plain text")


def test_the_letters_of_latex_are_those_outside_of_commands() -> None:
    text = (
        "\\section{A}\\label{x} caf\\'e na\\\"ive \\o{} % gone\n"
        "\\begin{tabular}{ll} a & b\\end{tabular} \\verb|v|"
    )
    found = "".join(run.text for run in latex_runs(text) if not run.fate)
    assert "".join(found.split()).replace("&", "") == "Acafe\u0301nai\u0308veøabv"
    fates = [run.fate for run in latex_runs(text) if "gone" in run.text]
    assert fates == ["left out: a remark of the source to itself"]


def test_the_letters_of_rtf_are_decoded() -> None:
    """Code pages of fonts, stand-ins, halves of letters, and groups that are no text."""
    fonts = "{\\fonttbl{\\f0 A;}{\\f1\\fcharset204 B;}}{\\*\\new words}{\\info{\\title T}}"
    text = (
        f"{{\\rtf1\\ansi\\ansicpg1252{fonts}\\uc2 \\u8212\\'97\\'97dash "
        "{\\uc0\\u233 }t\\'e9 {\\f1 \\'e4\\'e0} \\u-10179??\\u-8704??x\\tab y}"
    )
    found = list(rtf_runs(text))
    assert "".join(run.text for run in found if not run.fate).split() == ["—dash", "été", "да", "😀x", "y"]
    assert [run.text for run in found if run.fate] == ["T"]


def test_each_letter_of_typed_markup_is_text_or_has_a_reason() -> None:
    for form, text in (
        ("org", "#+TITLE: A\nb [[http://c.d][e]] [fn:1]\n"),
        ("rst", ".. a remark\n\nb `c <http://d.e>`_ [1]_\n"),
        ("mediawiki", "<ref name=a>b</ref> [[c|d]] <!-- e -->\n"),
    ):
        found = "".join(run.text for run in typed_runs(text, form))
        assert [one for one in found if one.isalnum()] == [one for one in text if one.isalnum()]


def test_blocks_stand_where_their_words_do(tmp_path: Path) -> None:
    note = "[fn:1] A note, at the end of all."
    text = f"First words here.\n\n* A heading\n\n{PROSE}[fn:1]\n\nLast words.\n\n{note}\n"
    manuscript, problems = _read(tmp_path, "a.org", text)
    assert problems == ()
    assert manuscript is not None
    assert [(one.get("at"), runs.text_of(one)[:5]) for one in runs.leaves(manuscript.body)] == [
        ("1:1", "First"),
        ("3:3", "A hea"),
        ("5:1", "The b"),
        ("7:1", "Last "),
    ]
    assert [str(note.place) for note in manuscript.notes] == ["a.org:9:8"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("#quote(attribution: [Roe], block: true)[A quote.] So.", "Roe A quote So"),
        ('#figure(image("a.png"), caption: [A #emph[red] cap])', "A red cap"),
        ("#let conf(title: none, doc) = {\n  block(width: 100%)[#title is]\n  doc\n}\nText.", "Text"),
        ("#show figure.where(\n  kind: table\n): set figure.caption(position: top)\nText.", "Text"),
        ("#show: doc => conf(\n  title: [The Ferry],\n  doc,\n)\nText.", "The Ferry Text"),
        ('#if a == 1 { [One] } else { "no" } and #b.c(1).d.', "One and"),
        (
            '#text(fill: red, "Red") words, \\#tag and `#raw[code]` // remark',
            "Red words tag and raw code",
        ),
    ],
)
def test_what_is_content_in_typst_is_text(text: str, shown: str) -> None:
    """In brackets of code too; a definition or a rule has none."""
    found = " ".join(run.text for run in typed_runs(text, "typst") if not run.fate)
    assert re.findall(r"\w+", found) == shown.split()


@pytest.mark.parametrize(("opened", "closed"), [("#strong[", "]"), ("#f(", ")"), ("#{", "}"), ("(", ")")])
def test_typst_in_very_deep_brackets_is_told_letter_by_letter(opened: str, closed: str) -> None:
    """However deep a file is nested, it ends in no error of ours, and each letter of it is told once."""
    text = f"A mole. #strong[{opened * 3000}deep{closed * 3000}] Last."
    runs_of = tuple(typed_runs(text, "typst"))
    assert "".join(run.text for run in runs_of).count("deep") == 1
    assert "".join(run.text for run in runs_of if not run.fate).split()[-1] == "Last."


def test_asciidoc_has_verse_breaks_and_a_remark_on_its_revision(tmp_path: Path) -> None:
    head = "= The Bank\nAnn Moss\nv1.2, 3 May 1887: first edition\n:lang: en\n"
    verse = "[verse, Poet]\n____\nThe bank it fell\n  in a dry year.\n____"
    quote = "[quote, Roe]\n____\nIt fell.\n____"
    text = f"{head}\n{PROSE}\n\n'''''\n\n{PROSE}\n\n{verse}\n\n{quote}\n"
    manuscript, problems = _read(tmp_path, "a.adoc", text)
    assert manuscript is not None
    assert problems == ()
    assert [one.tag for one in manuscript.body] == ["p", "hr", "p", "blockquote", "blockquote"]
    assert [one.get("class") for one in manuscript.body.iter("blockquote")] == ["verse", None]
    assert "first edition" in " ".join(row.text for row in manuscript.ledger)


def test_what_asciidoc_says_beside_its_text_and_its_boxes(tmp_path: Path) -> None:
    """A note called again stands once; remarks and conditions show nothing; boxes stand apart."""
    text = f"""= The Bank
Ann Moss
v2, 2020-01-01: mended

{PROSE} footnote:bank[Of clay.] So. footnote:bank[]

include::mill.adoc[]
ifdef::print[]
Printed.
endif::[]

// A word.
////
Not this.
////

.Deep
[WARNING]
====
Mind *it*.
====

.A bank
image::a.png[Clay,200,100]
"""
    (tmp_path / "a.png").write_bytes(PICTURE)
    manuscript, problems = _read(tmp_path, "a.adoc", text)
    assert [(one.code, one.place.line) for one in problems] == [("S044", 7)]
    assert "“mill.adoc” is put in here" in problems[0].message
    assert manuscript is not None
    shown = [runs.text_of(one) for one in runs.leaves(manuscript.body)]
    assert shown == [f"{PROSE} So.", "Printed.", "Deep", "Mind it.", "A bank"]
    assert [one.get("note") for one in manuscript.body.iter("call")] == ["1", "1"]
    assert [runs.text_of(one) for one in manuscript.body.find("blockquote")] == ["Deep", "Mind it."]
    assert manuscript.body.find("blockquote/p/strong") is not None


@pytest.mark.parametrize(
    ("name", "line"),
    [("a.rst", ".. include:: mill.rst"), ("a.typ", '#include "mill.typ"'), ("a.tex", "\\input{mill}")],
)
def test_a_file_that_is_put_in_is_told_and_the_rest_is_read(tmp_path: Path, name: str, line: str) -> None:
    manuscript, problems = _read(tmp_path, name, f"{PROSE}\n\n{line}\n\nAnd dry.\n")
    assert manuscript is not None
    assert [runs.text_of(one) for one in runs.leaves(manuscript.body)] == [PROSE, "And dry."]
    assert [one.code for one in problems] == ["S044"]
    assert "mill" in problems[0].message
