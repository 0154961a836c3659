"""Notes that a page sets as a list of definitions, their marks the terms; pages of sources behind calls."""

from __future__ import annotations

from pathlib import Path

import pytest
from snapshot import read_file

from florilegium.sources.manuscript import Manuscript

PROSE = "The crate stood on the quay for a week before somebody asked whose it was, and nobody could say."


def _read(folder: Path, inside: str) -> Manuscript:
    page = f'<html lang="en"><head><title>The Crate</title></head><body><article><h1>The Crate</h1>{inside}'
    (folder / "crate.html").write_text(f"{page}<p>{PROSE}</p></article></body></html>", encoding="utf-8")
    manuscript, report = read_file(folder / "crate.html")
    assert manuscript is not None
    assert [str(problem) for problem in report.problems] == []
    return manuscript


@pytest.mark.parametrize(
    ("called", "list_"),
    [
        (("*", "†"), "<dl><dt>*</dt><dd>Of the lower house.</dd><dt>†</dt><dd><p>A comet’s.</p></dd></dl>"),
        (
            ('<a href="#s1"><sup>1</sup></a>', '<a href="#s2"><sup>2</sup></a>'),
            '<dl><dt id="s1">1</dt><dd>Of the lower house.</dd>'
            '<dt><a id="s2">2</a></dt><dd>A comet’s.</dd></dl>',
        ),
    ],
)
def test_marks_that_are_terms_of_a_list(tmp_path: Path, called: tuple[str, str], list_: str) -> None:
    """Signs, and numbers that links lead to, number notes; each note has its own words."""
    text = f"<p>{PROSE} Then the monks{called[0]} came.</p><p>{PROSE} That was the year{called[1]} of it.</p>"
    manuscript = _read(tmp_path, text + list_)
    notes = {note.label: "".join(note.body.itertext()) for note in manuscript.notes}
    assert list(notes.values()) == ["Of the lower house.", "A comet’s."]
    assert [call.get("note") for call in manuscript.body.iter("call")] == list(notes)


def test_a_list_of_numbers_that_nothing_calls_stays(tmp_path: Path) -> None:
    manuscript = _read(
        tmp_path, f"<p>{PROSE}</p><dl><dt>1</dt><dd>The mill.</dd><dt>2</dt><dd>The inn.</dd></dl>"
    )
    assert [one.text for one in manuscript.body.iter("strong")] == ["1", "2"]
    assert manuscript.notes == ()


def test_the_page_of_a_source_stands_tight_behind_its_call(tmp_path: Path) -> None:
    """As Wikipedia has it, where one note is called for several pages of its source."""
    call = '<sup class="reference"><a href="#cite_note-1">[1]</a></sup>'
    page = '<sup class="reference"><span>:&#8202;14–15&#8202;</span></sup>'
    note = '<ol class="references"><li id="cite_note-1">Moss, <i>Quays</i>.</li></ol>'
    manuscript = _read(tmp_path, f"<p>It fell.{call}{page} {PROSE}</p>{note}")
    (raised,) = manuscript.body.iter("sup")
    assert (raised.text, (raised.tail or "")[:5]) == (":14–15", " The ")


def test_a_postscript_does_not_stand_on_the_right(tmp_path: Path) -> None:
    """The footer of a letter has its signature on the right; what is written below it is text."""
    manuscript = _read(
        tmp_path, f"<p>{PROSE}</p><footer><p>Ann Fen</p><p>P.S. Burn this.</p></footer><p>{PROSE}</p>"
    )
    shown = {one.text: one.get("class", "") for one in manuscript.body.iter("p")}
    assert (shown["Ann Fen"], shown["P.S. Burn this."]) == ("right", "")
