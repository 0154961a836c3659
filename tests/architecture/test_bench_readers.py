"""The scores of `bench.readers` are what they are said to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import readers


@pytest.mark.parametrize(
    ("kept", "truth", "expected"),
    [
        ("one two", "one two", (1.0, 1.0, 1.0)),
        ("One, TWO three four", "one two", (0.5, 1.0, 2 / 3)),
        ("", "one", (0.0, 0.0, 0.0)),
        ("鐘樓", "樓鐘", (1.0, 1.0, 1.0)),
    ],
)
def test_bags_of_words(kept: str, truth: str, expected: tuple[float, float, float]) -> None:
    """Order and case do not count, signs of Chinese count one by one."""
    assert readers.scores(kept, truth) == pytest.approx(expected)


def test_a_folder_of_pages_is_measured(tmp_path: Path) -> None:
    """A page whose article is all that was wanted has all marks."""
    page = tmp_path / "mill"
    page.mkdir()
    body = (
        "<p>The mill stood on the brook, and its wheel, which was the fourth, turned for a hundred years.</p>"
    )
    (page / "source.html").write_text(f"<html><body><h1>The Mill</h1>{body}</body></html>", encoding="utf-8")
    (page / "expected.html").write_text(f"<div>{body}</div>", encoding="utf-8")
    (page / "expected-metadata.json").write_text('{"title": "The mill", "byline": null}', encoding="utf-8")
    cells = readers.measured([page / "source.html"], readers.page_truth, readers.read_ours)
    assert list(cells) == ["1.000", "1.000", "1.000", "1 of 1", "–"]
