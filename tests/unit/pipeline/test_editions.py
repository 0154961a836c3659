"""What is made of one prepared book: the EPUB without pages, and its form for Kobo's readers."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from florilegium.book.runs import leaves
from florilegium.pipeline.build import build, prepare
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from florilegium.system.tasks.engines import Here
from projects import REPOSITORY

XHTML = "{http://www.w3.org/1999/xhtml}"

#: A book of one article with an index that has these keys alone.
LONE = """\
title: Walls
language: en-GB
identifier: urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e
date: 2026-11-22
contributors:
  moll: {{name: Anna Moll}}
chapters:
  - title: Stone
    articles:
      - {{source: wall.txt, title: The Wall, authors: moll}}
index:
  {index}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of a golden anthology: notes, and an index with a headnote of its editor's."""
    folder = tmp_path_factory.mktemp("workshop") / "lanterns"
    shutil.copytree(REPOSITORY / "tests" / "golden" / "lanterns", folder)
    return folder


def made(project: Path, *editions: str) -> dict[str, bytes]:
    """The files of a build without pages, by name."""
    order = BuildRequest(
        project / "anthology.yaml", frozenset(editions), project / "made", cached=False, paged=False
    )
    result = build(order, Report(), Silent(), Here())
    return {path.name: path.read_bytes() for path in result.files}


@pytest.fixture(scope="module")
def both(project: Path) -> dict[str, bytes]:
    """The EPUB and the kepub."""
    return made(project, "epub", "kepub")


def tree(files: dict[str, bytes], project: Path, page: str) -> etree._Element:
    """A page of the EPUB among some files."""
    path = project / "looked-at.epub"
    path.write_bytes(files["three-lanterns.epub"])
    with zipfile.ZipFile(path) as container:
        return etree.fromstring(container.read(f"EPUB/{page}"))


def test_an_epub_without_pages_says_that_its_index_counts_paragraphs(
    both: dict[str, bytes], project: Path
) -> None:
    """Also after an editor's headnote, who wrote it for the book with pages."""
    index = tree(both, project, "text/index.xhtml")
    headnote = "".join(index.find(f".//{XHTML}p[@class='headnote']").itertext())
    assert headnote.startswith("Everybody who carried a lamp, and where to.")
    assert "Numbers are those of paragraphs" in headnote


def test_a_locator_without_pages_reads_as_the_number_of_its_paragraph(
    both: dict[str, bytes], project: Path
) -> None:
    """Each plain locator is how many paragraphs stand before its mention, and one."""
    prepared = prepare(project / "anthology.yaml", Report())
    blocks = [block.get("id") for text in prepared.book.texts for block in leaves(text.body)]
    numbers = {
        mention.id: str(blocks.index(mention.block) + 1)
        for mention in prepared.survey.mentions
        if not mention.note
    }
    links = tree(both, project, "text/index.xhtml").iter(f"{XHTML}a")
    told = {str(link.get("href")).partition("#")[2]: link.text for link in links}
    checked = {anchor: told[anchor] for anchor in told.keys() & numbers.keys()}
    assert len(checked) > 3
    assert checked == {anchor: numbers[anchor] for anchor in checked}


def test_an_epub_without_pages_claims_none(both: dict[str, bytes], project: Path) -> None:
    package = etree.tostring(tree(both, project, "content.opf"), encoding="unicode")
    assert "pageBreakSource" not in package
    assert "pageBreakMarkers" not in package
    nav = etree.tostring(tree(both, project, "nav.xhtml"), encoding="unicode")
    assert "page-list" not in nav


def test_the_kepub_bears_kobos_name_and_spans(both: dict[str, bytes], tmp_path: Path) -> None:
    """Its name ends as Kobo's readers ask for; made alone, it is the same."""
    assert sorted(both) == ["three-lanterns.epub", "three-lanterns.kepub.epub"]
    path = tmp_path / "book.epub"
    path.write_bytes(both["three-lanterns.kepub.epub"])
    with zipfile.ZipFile(path) as container:
        assert b'class="koboSpan"' in container.read("EPUB/text/wick.xhtml")


def test_a_kepub_is_made_alone(project: Path, both: dict[str, bytes]) -> None:
    assert made(project, "kepub") == {"three-lanterns.kepub.epub": both["three-lanterns.kepub.epub"]}


@pytest.mark.parametrize(
    ("index", "entry"),
    [
        ("contributors: yes", "Moll, Anna"),
        ("loci:\n    - work: Homer, Iliad", "2.204"),
    ],
)
def test_an_index_that_follows_from_the_texts_needs_no_headings(
    tmp_path: Path, index: str, entry: str
) -> None:
    (tmp_path / "wall.txt").write_text("The wall stands as in Iliad 2.204, and nobody climbs it.\n")
    (tmp_path / "anthology.yaml").write_text(LONE.format(index=index))
    made(tmp_path, "epub")
    with zipfile.ZipFile(tmp_path / "made" / "walls.epub") as container:
        page = etree.fromstring(container.read("EPUB/text/index.xhtml"))
    assert entry in "".join(page.itertext())
    assert "Numbers are those of paragraphs" in "".join(page.itertext())
