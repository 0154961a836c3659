"""The offprints of an anthology with one of everything, under veraPDF, and in size."""

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
def offprints(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("offprints")
    manifest = lay_out(request.param, folder) / "anthology.yaml"
    asked = ReleaseRequest(BuildRequest(manifest, cached=False), is_review=True, folder=folder / "out")
    made = make_release(asked, Report(), Silent())
    return sorted(made.folder.glob("articles/*/*.pdf"))


@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_verapdf_finds_nothing(
    offprints: list[Path], verapdf: Callable[[Sequence[Path], str], dict[Path, list[str]]], flavour: str
) -> None:
    found = verapdf(offprints, flavour)
    assert found == {path: [] for path in offprints}


def test_none_is_large(offprints: list[Path]) -> None:
    assert offprints
    assert max(path.stat().st_size for path in offprints) < LARGEST
