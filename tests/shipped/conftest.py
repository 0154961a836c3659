"""The shipped anthology, built once in a run."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree
from reading_back import page_words

from florilegium.manifest.reading.load import load
from florilegium.pipeline.build import build, prepare
from florilegium.pipeline.compose import compose
from florilegium.pipeline.prepare import Prepared
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from florilegium.sources.manuscript import Manuscript

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Shipped:
    """The anthology prepared, and the text of both editions."""

    prepared: Prepared
    manuscripts: Mapping[str, Manuscript]
    report: Report
    pages: list[str]
    files: dict[str, etree._Element]


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    folder, report = tmp_path_factory.mktemp("dist"), Report()
    manifest = REPOSITORY / "anthology.yaml"
    epub, pdf = build(BuildRequest(manifest, output=folder), report, Silent()).files
    with zipfile.ZipFile(epub) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        files = {Path(name).stem: etree.fromstring(archive.read(name)) for name in names}
    _, manuscripts = compose(load(manifest, Report()), Report())
    return Shipped(prepare(manifest, Report()), manuscripts, report, page_words(pdf.read_bytes()), files)
