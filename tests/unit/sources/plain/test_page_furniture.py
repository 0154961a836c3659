"""Project Gutenberg's head tells title and author; what stands between it and them is not the article's."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.sources.plain.page_furniture import furniture_of
from making.snapshot import read_file

PROSE = "The cart came up from the salt town on a Tuesday, and the driver, a man of few words, slept."
HEAD = """The Project Gutenberg EBook of The Salt Road; or, Winter, by Ruth Hale

Title: The Salt Road; or, Winter

Author: Ruth Hale

Release Date: May 1, 2003 [EBook #99999]

*** START OF THIS PROJECT GUTENBERG EBOOK THE SALT ROAD ***


Produced by A. Person and the Distributed Team


[Illustration: The road]


THE SALT ROAD

{}

{}

*** END OF THIS PROJECT GUTENBERG EBOOK THE SALT ROAD ***
"""


@pytest.mark.parametrize("by", ["BY RUTH HALE", "by\n\nRuth Hale"])
def test_title_and_author_are_those_of_the_head(tmp_path: Path, by: str) -> None:
    """A credit and a picture before the title are neither."""
    (tmp_path / "road.txt").write_text(HEAD.format(by, PROSE), encoding="utf-8")
    manuscript, report = read_file(tmp_path / "road.txt")
    assert report.problems == ()
    assert manuscript is not None
    assert manuscript.title == "THE SALT ROAD"
    assert "hale" in manuscript.byline.casefold()
    assert ["".join(block.itertext()) for block in manuscript.body] == ["[Illustration: The road]", PROSE]


@pytest.mark.parametrize(
    ("words", "stays"),
    [
        *[(words, True) for words in ("Ibid.", "op. cit., p. 4", "ibd.", "supra", "Tamże.")],
        *[(words, False) for words in ("A FERRY TALE", "TEN DAYS", "HE WENT")],
    ],
)
def test_words_that_cite_make_no_running_head(words: str, stays: bool) -> None:
    """Those of all languages, as their folders have them."""
    pages = "\n".join(f"{PROSE}\n\n{page} {words}\n" for page in (12, 13, 14))
    assert bool(furniture_of(pages)) is not stays


def test_what_a_transcriber_says_is_no_text(tmp_path: Path) -> None:
    """Nor is the place of a picture without words; a picture with some keeps them."""
    said = f"[Illustration]\n\n{PROSE}\n\nTRANSCRIBER'S NOTES\n\nPage 14: mended."
    (tmp_path / "road.txt").write_text(HEAD.format("BY RUTH HALE", said), encoding="utf-8")
    manuscript, _ = read_file(tmp_path / "road.txt")
    assert manuscript is not None
    assert ["".join(block.itertext()) for block in manuscript.body] == ["[Illustration: The road]", PROSE]
    assert "Page 14: mended." in [row.text for row in manuscript.ledger if row.is_left_out]
