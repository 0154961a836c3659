"""A personal copy is as sound as the book: EPUBCheck and veraPDF over that of somebody with a hard name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from florilegium.pipeline.copies.make_copies import CopiesRequest, make_copies
from florilegium.pipeline.release.make_release import ReleaseRequest, make_release
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from projects import EXAMPLE, lay_out

pytestmark = pytest.mark.conformance


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a copy of the example."""
    folder = tmp_path_factory.mktemp("copies")
    manifest = lay_out(EXAMPLE.name, folder) / "anthology.yaml"
    make_release(ReleaseRequest(BuildRequest(manifest)), Report(), Silent())
    people = folder / "people.csv"
    people.write_text('name\n"Žofie <Θάλεια> & ""Иван"""\n', encoding="utf-8")
    made, _ = make_copies(CopiesRequest(manifest, people), Report(), Silent())
    (copy,) = [path for path in made.iterdir() if path.is_dir()]
    return copy


def test_epub_of_a_copy_passes(copied: Path, epubcheck: Callable[..., list[str]]) -> None:
    assert epubcheck(copied / "on-foot.epub") == []


@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_pdf_of_a_copy_passes(
    copied: Path, verapdf: Callable[[Sequence[Path], str], dict[Path, list[str]]], flavour: str
) -> None:
    assert verapdf([copied / "on-foot.pdf"], flavour) == {copied / "on-foot.pdf": []}
