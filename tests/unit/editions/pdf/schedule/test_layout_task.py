"""A kept layout is used again only when nothing that it depends on has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from florilegium.editions.pagemap import LineStart
from florilegium.editions.pdf.schedule import layout_task as caching
from florilegium.editions.pdf.schedule.layout_task import Keys, is_sound
from florilegium.editions.pdf.section.printed_section import Anchor, Layout, LayoutTask, Style
from florilegium.problems import Place, Problem, Severity

PROBLEM = Problem("E003", Severity.WARNING, Place("styles/print.css", 3, 1), "no such property", "mend it")
LAYOUT = Layout(
    "ford", b"%PDF-1.7", 2, (LineStart("ford-p1", 0, 1, 64.0),), {"ford": Anchor(0, 60, 64)}, (PROBLEM,)
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
    monkeypatch.setattr(caching, "tools", caching.tools.__wrapped__)  # as another process
    assert key(project) != before


@pytest.mark.parametrize("severity", Severity)
def test_a_layout_with_an_error_is_not_sound(project: Path, severity: Severity) -> None:
    """It may be mended by what no fingerprint tells, as a new font."""
    style = Style((), "", str(project), str(project))
    task = LayoutTask("ford", b"<html/>", style, "ford.txt")
    layout = replace(LAYOUT, problems=(replace(PROBLEM, severity=severity),))
    assert is_sound(task, layout) == (severity is Severity.WARNING)
