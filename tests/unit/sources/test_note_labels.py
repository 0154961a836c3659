"""The label that an author typed into a note goes with the number, whatever the format."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.book import runs
from making.snapshot import read_file
from making.word import call, docx, paragraph


def read_notes(folder: Path, *notes: str) -> list[str]:
    """The texts of the footnotes of a document of Word."""
    calls = [call("footnote", number) for number in range(1, len(notes) + 1)]
    text = docx(
        paragraph("The Weir", style="Title"), paragraph("The bank was raised.", *calls), footnotes=notes
    )
    (folder / "weir.docx").write_bytes(text)
    manuscript, report = read_file(folder / "weir.docx")
    assert report.problems == ()
    assert manuscript is not None
    return [
        " ".join(runs.text_of(leaf).strip() for leaf in runs.leaves(note.body)) for note in manuscript.notes
    ]


def test_labels_of_a_series(tmp_path: Path) -> None:
    """They need not be the numbers of the file."""
    labelled = ("25. Note 25 : In May.", "26. Note 26 : In June.")
    assert read_notes(tmp_path, *labelled) == ["In May.", "In June."]


@pytest.mark.parametrize("word", ["Anmerkung", "Anm.", "Voetnoot", "Przypis", "Виноска"])
def test_a_label_that_says_its_number(word: str, tmp_path: Path) -> None:
    """Its word may be of another language than the text."""
    assert read_notes(tmp_path, f"{word} 1: In May.", "So he said.", "And she.") == [
        "In May.",
        "So he said.",
        "And she.",
    ]


def test_a_note_on_another_keeps_its_words(tmp_path: Path) -> None:
    assert (
        read_notes(tmp_path, "In May.", "Note 3: he means the weir.", "And she.")[1]
        == "Note 3: he means the weir."
    )
