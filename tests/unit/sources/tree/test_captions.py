"""Captions that stand beside their table or picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.book import runs
from making.snapshot import read_file

PROSE = "The river moved in the night, and by morning the wheel hung over gravel, so that the miller laughed."
ROWS = "<tr><td>Year</td><td>Salt</td></tr><tr><td>Spring</td><td>Twelve</td></tr>"


@pytest.mark.parametrize(
    ("language", "words", "below"),
    [
        ("en", "Source: the keeper’s log.", True),
        ("en", "Note: in cups.", True),
        ("de", "Quelle: das Buch des Wärters.", True),
        ("fr", "Lecture : en tasses.", True),
        ("en", "Table 1. Salt sold", False),
        ("en", "Sources of salt", False),
    ],
)
@pytest.mark.parametrize(
    "shape",
    [
        '<table>{rows}</table><p class="caption">{words}</p>',
        "<figure><table>{rows}</table><figcaption>{words}</figcaption></figure>",
        "<table><caption>{words}</caption>{rows}</table>",
    ],
    ids=["named", "figure", "caption"],
)
def test_where_a_table_comes_from_stands_below_it(
    tmp_path: Path, shape: str, language: str, words: str, below: bool
) -> None:
    """A caption stands above it."""
    page = f"<h1>Salt</h1><p>{PROSE}</p>{shape.format(rows=ROWS, words=words)}<p>{PROSE}</p>"
    (tmp_path / "a.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    manuscript, _ = read_file(tmp_path / "a.html", language=language)
    assert manuscript is not None
    texts = [runs.text_of(leaf).strip() for leaf in runs.leaves(manuscript.body)]
    assert texts.index(words) == (texts.index("Twelve") + 1 if below else texts.index("Year") - 1)
    assert [one.text for one in manuscript.body.iter("figcaption")] == ([] if below else [words])
