"""Plays are known by who speaks in them, in every format; lines that only look so are no speeches."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from florilegium.sources.manuscript import Manuscript
from making.snapshot import read_file
from making.word import docx, paragraph, words


def classes_of_blocks(manuscript: Manuscript | None) -> list[tuple[str, str]]:
    """The class and the text of each block of a body."""
    assert manuscript is not None
    return [(one.get("class", ""), "".join(one.itertext()).strip()) for one in manuscript.body]


def read_text(folder: Path, text: str, name: str = "play.txt") -> list[tuple[str, str]]:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    manuscript, report = read_file(file)
    assert [str(problem) for problem in report.problems] == []
    return classes_of_blocks(manuscript)


PLAY = """The Gate

Persons

JOAN, who keeps it
MARTIN, a carter

SCENE: A gate at dusk.

JOAN. Who goes?

MARTIN. (From the dark.) A man and a horse.

(She lifts the lamp.)

JOAN. Which is which?

MARTIN
(aside)
She asks like a hinge.
"""


def test_a_play_of_few_lines(tmp_path: Path) -> None:
    """Speeches, directions, and a name that stands alone over the words; the list of persons is neither."""
    found = read_text(tmp_path, PLAY)
    assert [kind for kind, _ in found] == [
        *("", "", "", "", "speech", "speech", "stage", "speech", "speaker", "stage", "")
    ]
    assert found[6] == ("stage", "(She lifts the lamp.)")


@pytest.mark.parametrize("name", ["play.md", "play.html"])
def test_a_play_of_markup(tmp_path: Path, name: str) -> None:
    """Names that stand out by their letters are speakers without capitals too."""
    speeches = [("Joan", "Who goes?"), ("Martin", "A man and a horse."), ("Joan", "Which is which?")]
    if name.endswith(".md"):
        text = "# The Gate\n\n" + "\n\n".join(f"**{who}:** {said}" for who, said in speeches)
    else:
        lines = "".join(f"<p><b>{who}:</b> {said}</p>" for who, said in speeches)
        text = f"<html><head><title>The Gate</title></head><body><h1>The Gate</h1>{lines}</body></html>"
    assert [kind for kind, _ in read_text(tmp_path, text, name)] == ["speech"] * 3


def test_a_play_of_word(tmp_path: Path) -> None:
    """So they are in a document of Word, where a paragraph in italics is a direction."""
    lines = (("JOAN", "Who goes?"), ("MARTIN", "A man."), ("JOAN", "And the horse?"), ("MARTIN", "That too."))
    said = [paragraph(words(who, "<w:b/>"), f": {text}") for who, text in lines]
    said[2:2] = [paragraph(words("She lifts the lamp.", "<w:i/>"))]
    file = tmp_path / "play.docx"
    file.write_bytes(docx(paragraph("The Gate", style="Title"), *said))
    manuscript, _ = read_file(file)
    assert [kind for kind, _ in classes_of_blocks(manuscript)] == [
        *("speech", "speech", "stage", "speech", "speech")
    ]
    assert manuscript is not None
    assert etree.tostring(manuscript.body[0], encoding="unicode").count("<strong>JOAN</strong>: Who") == 1


@pytest.mark.parametrize(
    "lines",
    [
        [
            "NOTE: The gate is shut in May.",
            "WARNING: The dog is not.",
            "NOTE: The cow is brown.",
        ],
        ["LONDON. It rained in May.", "PARIS. It rained in June.", "ROME. It did not rain at all this year."],
        ["JOAN: Who goes?", "MARTIN: A man.", "JOAN: Ah."],
    ],
)
def test_labels_are_no_speakers(tmp_path: Path, lines: list[str]) -> None:
    """Lines of which none comes again, or that stand far apart in prose, are what they were."""
    prose = "The gate was shut in May, and whoever came along the road had to wait for the keeper to wake up."
    text = f"\n\n{prose}\n\n{prose}\n\n".join(lines)
    assert {kind for kind, _ in read_text(tmp_path, f"The Gate\n\n{prose}\n\n{text}\n\n{prose}\n")} == {""}
