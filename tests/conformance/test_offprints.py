"""The PDF and the EPUB of each article under the published checkers, and their size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from florilegium.pipeline.build import BuildRequest
from florilegium.pipeline.release.make_release import ReleaseRequest, make_release
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from projects import lay_out

pytestmark = pytest.mark.conformance

#: Bytes that an offprint may have.
LARGEST = 5_000_000


@pytest.fixture(scope="module", params=["atlas", "recueil"])
def release(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("offprints")
    manifest = lay_out(request.param, folder) / "anthology.yaml"
    asked = ReleaseRequest(BuildRequest(manifest, cached=False), is_review=True, folder=folder / "out")
    return make_release(asked, Report(), Silent()).folder


@pytest.fixture
def offprints(release: Path) -> list[Path]:
    return sorted((*release.glob("articles/*/*.pdf"), *release.glob("*-sample.pdf")))


def test_epubcheck_and_ace_find_nothing_in_an_articles_epub(
    release: Path, epubcheck: Callable[..., list[str]], ace: Callable[[Path], list[str]]
) -> None:
    """The one with most in it; they are made alike."""
    path = max(release.glob("articles/*/*.epub"), key=lambda path: path.stat().st_size)
    assert epubcheck(path) == []
    assert ace(path) == []


@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_verapdf_finds_nothing(
    offprints: list[Path], verapdf: Callable[[Sequence[Path], str], dict[Path, list[str]]], flavour: str
) -> None:
    found = verapdf(offprints, flavour)
    assert found == {path: [] for path in offprints}


def test_none_is_large(offprints: list[Path]) -> None:
    assert offprints
    assert max(path.stat().st_size for path in offprints) < LARGEST
