"""What a browser shows of a page beside its plain tree: shadow trees written in it, frames."""

from __future__ import annotations

from pathlib import Path

from florilegium.book import runs
from making.snapshot import read_file

PROSE = "The loom stood at the window, and whoever wove at it saw the whole quay and the ferry come over."


def test_a_shadow_tree_stands_where_it_is_shown(tmp_path: Path) -> None:
    """What the host holds stands in the slots; other templates show nothing."""
    shadow = (
        f"<template shadowrootmode='open'><p>First. {PROSE}</p><slot name='s'>Unseen.</slot><slot></slot>"
        f"<p>Last. {PROSE}</p></template>"
    )
    host = f"<my-box>{shadow}<p>Third. {PROSE}</p><p slot='s'>Second. {PROSE}</p></my-box>"
    page = f"<article><h1>The Loom</h1>{host}<template><p>Never.</p></template><p>{PROSE}</p></article>"
    path = tmp_path / "loom.html"
    path.write_text(f"<html lang='en'><body>{page}</body></html>", encoding="utf-8")
    manuscript, report = read_file(path)
    assert report.problems == ()
    assert manuscript is not None
    texts = [runs.text_of(leaf).split(".")[0] for leaf in runs.leaves(manuscript.body)]
    assert texts[:4] == ["First", "Second", "Third", "Last"]
    assert {row.text for row in manuscript.ledger if row.is_left_out} == {"Unseen.", "Never."}


def test_a_page_of_frames_says_where_its_text_is(tmp_path: Path) -> None:
    path = tmp_path / "loom.html"
    path.write_text(
        "<html><frameset cols='1,2'><frame src='menu.html'><frame src='text.html'></frameset></html>",
        encoding="utf-8",
    )
    manuscript, report = read_file(path)
    assert manuscript is None
    assert [problem.code for problem in report.problems] == ["S002"]
    assert "“menu.html”, “text.html”" in report.problems[0].message
