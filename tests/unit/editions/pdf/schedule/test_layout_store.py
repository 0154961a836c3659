"""A kept layout is used again only when nothing that it depends on has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from florilegium.editions.pagemap import Line
from florilegium.editions.pdf.schedule import layout_store as caching
from florilegium.editions.pdf.schedule.layout_store import Cache, Keys
from florilegium.editions.pdf.section.printed_section import Anchor, Layout, LayoutTask, Style
from florilegium.problems import Place, Problem, Severity

PROBLEM = Problem("E003", Severity.WARNING, Place("styles/print.css", 3, 1), "no such property", "mend it")
LAYOUT = Layout(
    "ford", b"%PDF-1.7", 2, (Line("ford-p1", 0, 1, 64.0),), {"ford": Anchor(0, 60, 64)}, (PROBLEM,)
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "face.ttf").write_bytes(b"glyphs")
    (tmp_path / "map.png").write_bytes(b"pixels")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "rule.png").write_bytes(b"dots")
    return tmp_path


def key(project: Path, **changes: str) -> str:
    sheet = changes.get("sheet", "hr { background: url('rule.png') }")
    style = Style(
        (("styles/print.css", sheet),), changes.get("rules", "@page {}"), str(project), str(project)
    )
    xhtml = changes.get("xhtml", '<html><img src="map.png"/></html>').encode()
    task = LayoutTask("ford", xhtml, style, "ford.txt")
    return Keys.of(style, (project / "face.ttf",)).key(task)


def test_the_same_task_has_the_same_key(project: Path) -> None:
    assert key(project) == key(project)


@pytest.mark.parametrize(
    "change", [{"xhtml": "<html><p/></html>"}, {"sheet": "p { margin: 0 }"}, {"rules": "@page { size: a5 }"}]
)
def test_a_changed_text_style_or_page_has_another_key(project: Path, change: dict[str, str]) -> None:
    assert key(project, **change) != key(project)


@pytest.mark.parametrize("file", ["face.ttf", "map.png", "styles/rule.png"])
def test_a_changed_font_or_image_has_another_key(project: Path, file: str) -> None:
    before = key(project)
    (project / file).write_bytes(b"other")
    assert key(project) != before


def test_another_version_of_a_tool_has_another_key(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(project)
    monkeypatch.setattr(caching, "version", lambda tool: "99")
    assert key(project) != before


def test_what_is_kept_is_found_whole(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "layouts")
    cache.keep("k", LAYOUT)
    assert cache.find("k") == LAYOUT


@pytest.mark.parametrize("damage", [lambda data: data[:-3], lambda data: b"x" + data, lambda data: b""])
def test_a_damaged_entry_is_as_good_as_none(tmp_path: Path, damage: object) -> None:
    cache = Cache(tmp_path)
    cache.keep("k", LAYOUT)
    path = tmp_path / "k.layout"
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert cache.find("k") is None


def test_pruning_drops_what_was_not_used_longest(tmp_path: Path) -> None:
    import os

    cache = Cache(tmp_path)
    for age, name in enumerate(("new", "old")):
        cache.keep(name, replace(LAYOUT, pdf=b"x" * 1000))
        os.utime(tmp_path / f"{name}.layout", (1000 - age, 1000 - age))
    cache.prune(limit=1800)
    assert cache.find("old") is None
    assert cache.find("new") is not None


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file")
    cache.keep("k", LAYOUT)
    assert cache.find("k") is None
