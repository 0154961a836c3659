"""Marks of notes that are words of the text: the words stay, and the call stands behind them."""

from __future__ import annotations

from pathlib import Path

import pytest
from snapshot import read_file

PAGE = """<html lang="en"><head><title>The Crate</title></head><body><article><h1>The Crate</h1>
<p>The crate stood on the quay for a week before {mark} asked whose it was. Then somebody wrote to its owner,
who had died.</p></article></body></html>"""

NOTE = "Ledger of the quay, leaf four, in another hand"

MARKS = {
    "Modern Footnotes": '<sup class="modern-footnotes-footnote" data-mfn="1">the old porter</sup>'
    f'<span class="modern-footnotes-footnote__note">{NOTE}.</span>',
    "Footnotes": '<span class="footnote_referrer"><sup id="footnote_plugin_tooltip_1_1">the old porter</sup>'
    f'<span class="footnote_tooltip">{NOTE}.</span></span>',
    "the margin": '<label class="margin-toggle sidenote-number">the old porter</label>'
    f'<span class="sidenote">{NOTE}.</span>',
}


@pytest.mark.parametrize("kind", MARKS)
def test_words_that_call_a_note_stay(kind: str, tmp_path: Path) -> None:
    page = tmp_path / "crate.html"
    page.write_text(PAGE.format(mark=MARKS[kind]), encoding="utf-8")
    manuscript, report = read_file(page)
    assert manuscript is not None
    assert [str(problem) for problem in report.problems] == []
    (note,) = manuscript.notes
    assert NOTE in "".join(note.body.itertext())
    (call,) = manuscript.body.iter("call")
    said = " ".join("".join(call.getparent().itertext()).split())
    assert said.startswith("The crate stood on the quay for a week before the old porter asked whose it was.")
