"""What may stand round the chapters: in CMOS's order in both editions, with the folios that it has."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image

from florilegium.cli.main import main
from florilegium.editions.sections import sections_of
from florilegium.manifest.reading.load import load
from florilegium.pipeline.compose import compose
from florilegium.problems import Report

MANIFEST = """
title: A Book of Ferries
language: en
identifier: urn:uuid:6f1d1c54-7b7c-4b1e-9f43-0c4b1a3d2e12
date: 2026-11-22
permission: public domain
dedication: To the ferrymen
epigraph: {text: "No *river* waits.", source: A ferryman}
list_of_illustrations: true
list_of_tables: true
contributors:
  pell: Ada Pell
foreword:
  authors: [pell]
  text: |
    The ferry at Nether Wend is the oldest.[^1]

    [^1]: Older than the ferry of Upper Reach, which is in every book.
introduction: Here is what ferries are.
afterword: {title: On the Other Bank, text: Nether Wend is far behind.}
plates:
  - {image: plate.png, alt: A boat, caption: "*Plate I.* The boat of Nether Wend."}
appendices:
  - {title: Fares, text: Upper Reach asks a penny.}
  - {title: Bells, text: One is rung.}
chronology:
  - {when: "1820", what: The first ferry.}
  - {when: "1790", what: A bridge is planned.}
abbreviations:
  - {term: NW, meaning: Nether Wend}
  - {term: FB, meaning: "*Ferry Book*"}
glossary:
  - {term: wherry, meaning: A light boat.}
  - {term: "*bac*", meaning: A flat boat.}
chapters:
  - title: Boats
    articles:
      - {source: boats.md, authors: [pell]}
index:
  places: [Nether Wend, Upper Reach]
"""
BOATS = """# Of Boats

At Nether Wend a boat is a plank with a man on it, and the man is asleep.

| boat | men |
|---|---:|
| wherry | 1 |
| barge | 4 |

![A barge](plate.png "A barge in the lock")
"""

ORDER = [
    *("half-title", "title-page", "copyright", "dedication", "epigraph", "contents"),
    *("list-of-illustrations", "foreword", "introduction", "boats-chapter", "boats", "afterword", "plates"),
    *("appendix-1", "appendix-2", "chronology", "abbreviations", "notes", "glossary"),
    *("sources", "index", "colophon"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project with both editions made."""
    root = tmp_path_factory.mktemp("ferries")
    (root / "anthology.yaml").write_text(MANIFEST, encoding="utf-8")
    (root / "boats.md").write_text(BOATS, encoding="utf-8")
    Image.new("L", (900, 600), 160).save(root / "plate.png")
    made = CliRunner().invoke(main, ["build", "epub", "pdf", "--manifest", str(root / "anthology.yaml")])
    assert made.exit_code == 0, made.output
    assert "M033: “list_of_tables” is true, and no table of the book has a caption" in made.output
    return root


def text_of_pages(path: Path) -> dict[str, str]:
    """The text of each page of a PDF by its label."""
    document = pypdfium2.PdfDocument(path)
    return {
        document.get_page_label(number): " ".join(page.get_textpage().get_text_range().split())
        for number, page in enumerate(document)
    }


def test_sections_stand_in_the_order_of_cmos(built: Path) -> None:
    book, _ = compose(load(built / "anthology.yaml", Report()), Report())
    assert [section.id for section in sections_of(book, with_index=True)] == ORDER


def test_front_matter_has_roman_folios_in_contents_index_and_heads(built: Path) -> None:
    (path,) = (built / "dist").glob("*.pdf")
    pages = text_of_pages(path)
    assert "The ferry at Nether Wend is the oldest" in " ".join(pages["ix"].split()).replace("FERRY", "ferry")
    contents = " ".join(pages["vii"].replace(". ", "").split())
    assert "Illustrations viii" in contents
    assert "Foreword ix" in contents
    assert "Appendix 2: Bells" in contents
    assert "A barge in the lock" in pages["viii"]
    assert "Plate I" in pages["viii"]
    index = " ".join(next(text for text in pages.values() if "Nether Wend, " in text).split())
    assert "Nether Wend, ix, 4–5, 8" in index
    assert "Upper Reach, 9, 15n1" in index


def test_words_are_filed_and_dates_are_not(built: Path) -> None:
    (path,) = (built / "dist").glob("*.pdf")
    text = " ".join(text_of_pages(path).values())
    assert text.index("A flat boat") < text.index("A light boat")
    assert text.index("Ferry Book") < text.index("NW")
    assert text.index("The first ferry") < text.index("A bridge is planned")


def test_the_epub_says_what_each_is(built: Path) -> None:
    (path,) = (built / "dist").glob("*.epub")
    with zipfile.ZipFile(path) as epub:
        files = {Path(name).stem: epub.read(name).decode() for name in epub.namelist() if "/text/" in name}
        nav = next(epub.read(name).decode() for name in epub.namelist() if name.endswith("nav.xhtml"))
        package = next(epub.read(name).decode() for name in epub.namelist() if name.endswith(".opf"))
    for name in ("foreword", "afterword", "epigraph", "glossary"):
        assert f'epub:type="{name}" role="doc-{name}"' in files[name]
        assert f'epub:type="{name}"' in nav
    assert 'role="doc-appendix"' in files["appendix-1"]
    assert 'epub:type="glossterm"' in files["glossary"]
    assert 'epub:type="loi"' in nav
    assert '<body class="foreword" epub:type="frontmatter">' in files["foreword"]
    assert '<body class="afterword" epub:type="bodymatter">' in files["afterword"]
    assert ">wfw<" in package


def test_a_list_of_words_is_a_list_for_those_who_hear_it(built: Path) -> None:
    (path,) = (built / "dist").glob("*.pdf")
    with pikepdf.open(path) as pdf:
        lists = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/L"]
        items = [kid for one in lists for kid in one.K]
    assert sum([str(part.S) for part in item.K] == ["/Lbl", "/LBody"] for item in items) >= 6
