"""Pictures that a page loads late are those that it names elsewhere, never the dot in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.problems import Place, Report
from florilegium.sources.read import SourceRequest, read

PICTURE = Path(__file__).parents[3] / "fixtures" / "sources" / "loom.png"
DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
PROSE = "The loom stood at the window, and whoever wove at it saw the whole quay and the ferry come over."


def pictures(tmp_path: Path, markup: str) -> tuple[list[str], list[str]]:
    """Return the pictures of a page with this markup in it, and the codes of its problems."""
    (tmp_path / "pics").mkdir(exist_ok=True)
    (tmp_path / "pics" / "loom.png").write_bytes(PICTURE.read_bytes())
    page = f"<article><h1>The Loom</h1><p>{PROSE}</p>{markup}<p>{PROSE}</p></article>"
    (tmp_path / "loom.html").write_text(f"<html lang='en'><body>{page}</body></html>", encoding="utf-8")
    report = Report()
    manuscript = read(SourceRequest(tmp_path, "loom.html", Place("loom.html"), "en"), report)
    assert manuscript is not None
    return [one.get("src", "") for one in manuscript.body.iter("img")], [one.code for one in report.problems]


@pytest.mark.parametrize(
    "markup",
    [
        f"<p><img src='{DOT}' data-src='pics/loom.png' alt='A loom'></p>",
        f"<p><img src='{DOT}' data-lazy-src='pics/loom.png' alt='A loom'></p>",
        "<p><img src='blank.gif' data-original='pics/loom.png' alt='A loom'></p>",
        f"<p><img src='{DOT}' srcset='pics/small.gif 100w, pics/loom.png 900w' alt='A loom'></p>",
        f"<p><img src='{DOT}' alt='A loom'><noscript><img src='pics/loom.png' alt='A loom'></noscript></p>",
        "<p><img data-original='pics/loom.png' alt='A loom'>"
        "<noscript><img src='pics/loom.png' alt='A loom'></noscript></p>",
        "<figure><picture><source srcset='pics/loom.png 2x'><img alt='A loom'></picture></figure>",
        "<picture><source srcset='gone.gif 1x'><img alt='A loom' srcset='pics/loom.png 2x'></picture>",
        "<p><noscript><img src='pics/loom.png' alt='A loom'></noscript></p>",
        "<amp-img src='pics/loom.png' alt='A loom' width='3' height='3'></amp-img>",
        "<amp-img src='gone.png'><img src='pics/loom.png' alt='A loom'></amp-img>",
        "<p><img loading='lazy' src='pics/loom.png' alt='A loom'></p>",
    ],
)
def test_the_picture_is_found_once(tmp_path: Path, markup: str) -> None:
    """In an attribute, a set of sizes, or the copy for browsers without scripts."""
    assert pictures(tmp_path, markup) == (["pics/loom.png"], [])


def test_a_dot_with_nothing_behind_it_is_reported(tmp_path: Path) -> None:
    """A picture that is named nowhere is an error at its place."""
    assert pictures(tmp_path, "<p><img src='' alt='A loom'></p>")[1] == ["S011"]
