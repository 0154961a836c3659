"""Links that lead back from a note: they go, and words in them that say something else are told of."""

from __future__ import annotations

from pathlib import Path

import pytest
from snapshot import read_file

PAGE = """<html lang="en"><head><title>The Crate</title></head><body><article><h1>The Crate</h1>
<p>The crate stood on the quay for a week before the old porter asked<a href="#n1" id="r1">1</a> whose it
was.</p><ol><li id="n1">Ledger of the quay, leaf four. {back}</li></ol></article></body></html>"""


@pytest.mark.parametrize(
    "back",
    [
        '<a href="#r1">↩</a>',
        '<a href="#r1">Back to the text</a>',
        '<sup><a href="#r1">Return to reference 1</a></sup>',
        '<span class="footnote-backlink"><a href="#r1">Zurück zum Text</a></span>',
        '<a href="#r1">Tillbaka till texten</a>',
        '<a href="#r1">Назад к тексту</a>',
    ],
)
def test_a_way_back_goes(back: str, tmp_path: Path) -> None:
    note, rows = read(back, tmp_path)
    assert note == "Ledger of the quay, leaf four."
    assert not any("leads back" in fate for fate in rows)


@pytest.mark.parametrize("wrapped", ["{}", '<span class="backlink">{}</span>', "<b>{}</b>"])
def test_other_words_in_a_way_back_are_told_of(wrapped: str, tmp_path: Path) -> None:
    note, rows = read(wrapped.format('<a href="#r1">The porter never married.</a>'), tmp_path)
    assert note == "Ledger of the quay, leaf four."
    assert rows["left out: leads back from a note"] == "The porter never married."


def read(back: str, folder: Path) -> tuple[str, dict[str, str]]:
    """Return the text of the note with this way back, and what the ledger says of each fate."""
    page = folder / "crate.html"
    page.write_text(PAGE.format(back=back), encoding="utf-8")
    manuscript, report = read_file(page)
    assert manuscript is not None
    assert [str(problem) for problem in report.problems] == []
    (note,) = manuscript.notes
    return " ".join("".join(note.body.itertext()).split()), {row.fate: row.text for row in manuscript.ledger}
