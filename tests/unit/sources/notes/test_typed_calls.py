"""Calls that are typed as marks, whatever their notes look like: nothing is left where they stood."""

from __future__ import annotations

from pathlib import Path

import pytest
from snapshot import read_file

PAGE = """<html lang="en"><head><title>The Crate</title></head><body><article><h1>The Crate</h1>
<p>The crate stood on the quay for a week before anybody asked whose it was.<sup>{call}</sup> Then the
porter wrote to its owner, who had died.</p><p>{note}</p></article></body></html>"""


@pytest.mark.parametrize(
    ("call", "note"),
    [
        ("[1]", "[Footnote 1: Ledger of the quay, leaf 4.]"),
        ("[a]", "[a] Ledger of the quay, leaf 4."),
        ("*", "* Ledger of the quay, leaf 4."),
    ],
)
def test_a_raised_call_leaves_no_empty_element(call: str, note: str, tmp_path: Path) -> None:
    """The call stands in the text itself, and the note has lost its mark."""
    page = tmp_path / "crate.html"
    page.write_text(PAGE.format(call=call, note=note), encoding="utf-8")
    manuscript, report = read_file(page)
    assert manuscript is not None
    assert [str(problem) for problem in report.problems] == []
    assert [one.tag for one in manuscript.body.iter("sup", "call")] == ["call"]
    assert ["".join(note.body.itertext()) for note in manuscript.notes] == ["Ledger of the quay, leaf 4."]


def test_an_argument_of_tex_is_no_call(tmp_path: Path) -> None:
    """A formula that is not read stays whole, and what it holds calls nothing."""
    text = (
        "The crate was half full.{1} Its weight was $$\\frac{1}{2}$$ of a load, as they said.\n\n"
        "Notes\n\n{1} Ledger."
    )
    (tmp_path / "crate.txt").write_text(f"The Crate\n\n{text}\n", encoding="utf-8")
    manuscript, report = read_file(tmp_path / "crate.txt")
    assert manuscript is not None
    assert [str(problem) for problem in report.problems] == []
    assert [call.get("note") for call in manuscript.body.iter("call")] == ["1"]
