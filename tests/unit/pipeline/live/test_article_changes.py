"""Roles, slips and facts of an article, as the manifest gets them; the book then says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from desks import lanterns

from florilegium.manifest.reading.tree import Value, Way, bare_at
from florilegium.manifest.writing.stretches import UneditableError, stretches
from florilegium.manifest.writing.surgery import Change, changed
from florilegium.pipeline.build import prepare
from florilegium.pipeline.live.article_changes import (
    ArticleAt,
    articles_of,
    corrected,
    of_role,
    published,
    with_picture,
)
from florilegium.pipeline.live.manifest_forms import lines_of, place_at, with_values
from florilegium.problems import Report


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    return lanterns(tmp_path) / "anthology.yaml"


def read(manifest: Path) -> dict[str, ArticleAt]:
    report = Report()
    prepared = prepare(manifest, report)
    assert report.errors == ()
    return {article.key: article for article in articles_of(prepared)}


def written(manifest: Path) -> Value:
    return stretches(manifest.read_text(encoding="utf-8")).value


def make(manifest: Path, changes: Sequence[Change]) -> list[str]:
    """Make some changes; return the lines that they bring."""
    before = manifest.read_text(encoding="utf-8")
    manifest.write_text(changed(before, changes), encoding="utf-8")
    after = manifest.read_text(encoding="utf-8")
    return [line for line in after.splitlines() if line not in before.splitlines()]


def test_each_paragraph_stands_with_all_its_words(manifest: Path) -> None:
    wick = read(manifest)["wick"]
    smoke = next(row for row in wick.rows if row.words.startswith("It is not the oil"))
    assert smoke.kept and smoke.role == "body" and smoke.words.endswith("Nobody blames the hand.")
    assert not wick.rows[0].kept and wick.rows[0].role == "title"


def test_a_picture_that_was_left_out_is_not_said_to_be_kept(manifest: Path) -> None:
    """Its row says what it was and why it went; in Markdown there is one for it, as in every format."""
    with (manifest.parent / "texts" / "oil.md").open("a", encoding="utf-8") as source:
        source.write("\n![The lamp room](room.png)\n")
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(
        text.replace("texts/oil.md\n", "texts/oil.md\n        pictures: drop\n"), encoding="utf-8"
    )
    rows = [row for row in read(manifest)["oil"].rows if "room" in row.words + row.fate]
    assert [(row.words, row.kept) for row in rows] == [("The lamp room", False)]
    assert "room.png" in rows[0].fate


def test_a_paragraph_gets_another_role(manifest: Path) -> None:
    wick = read(manifest)["wick"]
    row = next(row for row in wick.rows if row.words.startswith("What Agnes"))
    assert make(manifest, of_role(wick, row, "body", written(manifest))) == [
        f'          - line: "{row.line}"',
        "            role: body",
    ]
    again = read(manifest)["wick"]
    (row,) = [one for one in again.rows if one.line == row.line]
    assert row.role == "body"
    assert make(manifest, of_role(again, row, "quote", written(manifest))) == ["            role: quote"]
    assert [one.role for one in read(manifest)["wick"].rows if one.line == row.line] == ["quote"]


def test_a_role_that_the_editor_wrote_is_changed_where_it_stands(manifest: Path) -> None:
    wick = read(manifest)["wick"]
    row = next(row for row in wick.rows if row.role == "dateline")
    assert make(manifest, of_role(wick, row, "body", written(manifest))) == [
        '          - {starts: "Saltmere, 4 March", role: body}'
    ]


def test_paragraphs_of_one_line_are_named_by_their_words(manifest: Path) -> None:
    path = manifest.parent / "texts" / "dark.html"
    path.write_text(path.read_text(encoding="utf-8").replace("\n", " "), encoding="utf-8")
    dark = read(manifest)["dark"]
    row = next(row for row in dark.rows if row.words.startswith("That was at"))
    make(manifest, of_role(dark, row, "comment", written(manifest)))
    assert [one.role for one in read(manifest)["dark"].rows if one.words.startswith("That was")] == [
        "comment"
    ]


def test_a_slip_is_mended(manifest: Path) -> None:
    wick = read(manifest)["wick"]
    changes = corrected(wick, "Nobody blames", "No one blames", "House style.", written(manifest))
    assert make(manifest, changes) == [
        "          - find: Nobody blames",
        "            replace: No one blames",
        "            reason: House style.",
    ]
    (row,) = [row for row in read(manifest)["wick"].rows if row.mended]
    assert [words for words, is_put in row.pieces if is_put] == ["the lamp. The wick", "No one blames"]
    assert "".join(words for words, _ in row.pieces) == row.words
    assert (row.mended[1].find, row.mended[1].reason) == ("Nobody blames", "House style.")


def test_several_slips_of_a_paragraph_are_marked_where_they_stand_now(manifest: Path) -> None:
    """What a correction takes out, or makes longer, moves what stands behind it."""
    wick = read(manifest)["wick"]
    slips = {"but the hand": "but all the hands", "It is not": "It was not", " the oil": ""}
    for find, put in slips.items():
        make(manifest, corrected(wick, find, put, "", written(manifest)))
    (row,) = [row for row in read(manifest)["wick"].rows if row.mended]
    now = ["It was not", "", "but all the hands", "the lamp. The wick"]
    assert [row.words[one.start : one.end] for one in row.mended] == now
    assert [one.find for one in row.mended[:3]] == ["It is not", " the oil", "but the hand"]


def test_words_that_were_mended_are_mended_again_in_their_correction(manifest: Path) -> None:
    """A correction names what the source has: another would find nothing there."""
    make(manifest, corrected(read(manifest)["wick"], "Nobody blames", "No one blames", "", written(manifest)))
    make(manifest, corrected(read(manifest)["wick"], "No one", "No man", "Truer.", written(manifest)))
    (_, row) = read(manifest)["wick"].manuscript.mended
    assert (row.find, row.reason) == ("Nobody blames", "Truer.")
    assert any("No man blames the hand" in row.words for row in read(manifest)["wick"].rows)
    with pytest.raises(UneditableError, match="a correction stands there already"):
        corrected(read(manifest)["wick"], "blames the hand", "is to blame", "", written(manifest))


def test_where_a_source_says_that_it_first_appeared_is_taken_once(manifest: Path) -> None:
    """It is offered, and never written where the manifest says something of its own."""
    with (manifest.parent / "texts" / "oil.md").open("a", encoding="utf-8") as source:
        source.write("\nFirst published in *The Whale*, May 1844.\n")
    oil, wick = read(manifest)["oil"], read(manifest)["wick"]
    assert (oil.appeared, wick.appeared) == (("The Whale", "May 1844"), ("", ""))
    make(manifest, published(oil, written(manifest)))
    assert said(manifest, (*oil.way, "published")) == {"where": "The Whale", "when": "May 1844"}
    for one in (oil, wick):
        with pytest.raises(UneditableError):
            published(one, written(manifest))


def fill(manifest: Path, way: Way, **texts: str) -> None:
    """Fill in fields of a form."""
    make(manifest, with_values(way, texts, written(manifest), way))


def said(manifest: Path, way: Way) -> dict[str, str]:
    """Return the fields of a form in which something is said."""
    place = place_at(way)
    assert place is not None and place.shape is not None
    lines = lines_of(place.shape, way, bare_at(written(manifest), way))
    return {line.field.key: line.value or line.says for line in lines if line.value or line.says}


def test_an_article_that_is_its_source_alone_gets_keys(manifest: Path) -> None:
    text = manifest.read_text(encoding="utf-8")
    bare = text.replace("      - source: texts/oil.md\n        authors: [wren]\n", "      - texts/oil.md\n")
    assert bare != text
    manifest.write_text(bare, encoding="utf-8")
    oil = read(manifest)["oil"]
    fill(manifest, oil.way, authors="wren\nmoth")
    assert said(manifest, oil.way)["authors"] == "wren\nmoth"
    fill(manifest, (*oil.way, "published"), where="The Saltmere Almanack", when="1842")
    assert said(manifest, (*oil.way, "published"))["when"] == "1842"
    fill(manifest, (*oil.way, "published"), when="")
    assert said(manifest, (*oil.way, "published")) == {"where": "The Saltmere Almanack"}
    fill(manifest, (*oil.way, "published"), where="")
    assert "published" not in said(manifest, oil.way)
    read(manifest)


@pytest.mark.parametrize("words", ["the", "words that stand nowhere in it", ""])
def test_words_that_do_not_stand_once_are_refused(manifest: Path, words: str) -> None:
    with pytest.raises(UneditableError, match="mark some that stand once"):
        corrected(read(manifest)["wick"], words, "x", "", written(manifest))


def test_what_is_not_there_any_more_is_refused(manifest: Path) -> None:
    wick = read(manifest)["wick"]
    text = manifest.read_text(encoding="utf-8").replace("texts/wick.txt", "texts/oil.md")
    with pytest.raises(UneditableError, match="any more"):
        of_role(wick, wick.rows[0], "body", stretches(text).value)
    with pytest.raises(UneditableError, match="no role"):
        of_role(wick, wick.rows[0], "hero", written(manifest))


def test_a_picture_gets_a_file_and_another_one_later(manifest: Path) -> None:
    wick = read(manifest)["wick"]
    assert make(manifest, with_picture(wick, 9, "images/a.png", written(manifest))) == [
        "        picture_files:",
        '          - line: "9"',
        "            file: images/a.png",
    ]
    assert make(manifest, with_picture(wick, 9, "images/b.png", written(manifest))) == [
        "            file: images/b.png"
    ]
