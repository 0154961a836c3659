"""Books on pages of every size, and with notes in portions, are as sound as the others."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pikepdf
import pytest

from florilegium.editions.pdf.proof.placed_glyphs import Reader
from florilegium.editions.pdf.schedule import compositor, portions
from florilegium.editions.pdf.section.trim import page_of
from florilegium.pipeline.build import build
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from florilegium.system.tasks.engines import Here
from projects import REPOSITORY

pytestmark = pytest.mark.conformance

#: The trims that have names and that no anthology has, and the smallest and the largest page there may be.
TRIMS = ("b-format", "digest", "75 x 100 mm", "450 x 600 mm")

#: How far a sign may hang in the margin, in points.
HANGING = 6.0


def built(folder: Path, trim: str = "") -> Path:
    """The PDF of a small anthology with everything that a page is laid out for."""
    project = folder / "lanterns"
    shutil.copytree(REPOSITORY / "tests" / "golden" / "lanterns", project)
    manifest = project / "anthology.yaml"
    if trim:
        text = manifest.read_text(encoding="utf-8")
        manifest.write_text(f"{text}\neditions: {{pdf: {{trim: {trim}}}}}\n", encoding="utf-8")
    order = BuildRequest(manifest, frozenset({"pdf"}), cached=False)
    return build(order, Report(), Silent(), Here()).files[0]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The anthology on each trim, and with its notes in portions."""
    made = {trim: built(tmp_path_factory.mktemp("trim"), trim) for trim in TRIMS}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compositor, "divided", partial(portions.divided, most=100))
        made["portions"] = built(tmp_path_factory.mktemp("portions"))
    return made


@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_every_trim_is_accessible_and_can_be_kept(
    files: dict[str, Path], verapdf: Callable[[Sequence[Path], str], dict[Path, list[str]]], flavour: str
) -> None:
    found = verapdf([*files.values()], flavour)
    assert {name: found[path] for name, path in files.items() if found[path]} == {}


@pytest.mark.parametrize("trim", TRIMS)
def test_text_stays_within_the_margins_of_every_trim(files: dict[str, Path], trim: str) -> None:
    reader = Reader()
    with pikepdf.open(files[trim]) as pdf:
        for number, sheet in enumerate(pdf.pages):
            page = page_of((float(sheet.mediabox[2]) / 72 * 25.4, float(sheet.mediabox[3]) / 72 * 25.4))
            left, right = (page.inner, page.outer) if number % 2 == 0 else (page.outer, page.inner)
            for glyph in reader.page(sheet):
                if glyph.text.strip() and glyph.size > 2:
                    assert left - HANGING <= glyph.left, (number, glyph)
                    assert glyph.right <= page.width - right + HANGING, (number, glyph)
                    assert page.foot - 4 <= glyph.base <= page.height - page.head, (number, glyph)
