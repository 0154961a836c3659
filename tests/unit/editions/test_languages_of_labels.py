"""In a language without labels of its own, every English word of the program says that it is English."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner
from lxml import etree

from florilegium.cli.main import main
from florilegium.languages.labels import index_words, labels_for

PROJECT = {
    "anthology.yaml": """
title: Bi Portu
subtitle: Hiru Testu
language: eu
identifier: urn:uuid:6f1d1c54-7b7c-4b1e-9f43-0c4b1a3d2e11
date: 2026-11-22
editors: [pell]
dedication: Maitasunez
publisher: Portu Zaharra
rights: Eskubide guztiak
contributors:
  pell: {name: Ada Pell, biography: Ada Pellek bi liburu idatzi zituen.}
  drew: {name: John Drew}
introduction: Hemen hasten da Vallettako liburua.
parts:
  - title: Itsasoa
    chapters:
      - title: Portuan
        introduction: Portua zaharra da. Valletta urrun dago.
        articles:
          - source: bidaia.md
            authors: [pell, drew]
            published: {where: Portuko Aldizkaria, when: "1911"}
            corrections: [{find: itsasontzia, replace: itsasuntzia, reason: akatsa}]
            editors_notes: ["2"]
          - {source: traversee.md, authors: [], language: fr, permission: cleared}
index:
  contributors: true
  works: true
  places:
    - {heading: Valletta, subentries: by-article, see_also: [Gozo]}
    - Gozo
    - {heading: Melita, see: Gozo}
""",
    "bidaia.md": """# Bidaia

Goizean itsasontzia Vallettatik atera zen.[^1] Gozo aldera joan zen, eta Valletta atzean gelditu zen.[^2]

[^1]: Ada Pell, *Portu Luzea* (Donostia, 1901), 12.
[^2]: Gozo uharte bat da, eta itsasoa zabala.
""",
    "traversee.md": """# La traversée

Le bateau quitta Valletta à midi.[^1] On vit Gozo avant la nuit.

[^1]: C’était un beau jour, et Gozo brillait.
""",
}

#: Words of labels that no text of the project has.
ENGLISH = re.compile(
    "|".join(
        rf"\b{re.escape(piece)}\b"
        for words in (asdict(labels_for("en")), dict(index_words("en")))
        for text in words.values()
        for piece in re.findall(r"[A-Za-z][A-Za-z ]{3,}", re.sub(r"\{\w+\}", "", str(text)))
        if piece not in {"True", "False"}
    )
)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the book's two editions."""
    folder = tmp_path_factory.mktemp("eu")
    for name, text in PROJECT.items():
        (folder / name).write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["build", "--manifest", str(folder / "anthology.yaml")])
    assert done.exit_code == 0, done.output
    return folder / "dist"


def spoken(tree: Any) -> Iterator[tuple[str, str]]:
    """Every text and every name for assistive technology with its language."""
    for element in tree.iter(etree.Element):
        around = [outer.get("lang", "") for outer in (element, *element.iterancestors())]
        language = next(filter(None, around), "")
        yield from ((language, element.get(name, "")) for name in ("aria-label", "alt"))
        yield language, element.text or ""
        yield next(filter(None, around[1:]), ""), element.tail or ""


def test_every_english_word_of_the_epub_is_marked(dist: Path) -> None:
    """The cover, the navigation document and every page: WCAG 2.2, 3.1.2."""
    found: list[tuple[str, str, str]] = []
    with zipfile.ZipFile(dist / "bi-portu.epub") as book:
        for name in book.namelist():
            if name.endswith(".xhtml"):
                said = spoken(etree.fromstring(book.read(name)))
                found += [(name, language, text) for language, text in said if ENGLISH.search(text)]
    assert len(found) > 60
    assert [line for line in found if line[1] != "en"] == []


def test_no_word_of_the_book_is_marked_english(dist: Path) -> None:
    """What stands inside an element of labels says that the book goes on."""
    own = (
        "Hiru Testu",
        "Maitasunez",
        "Portu Zaharra",
        "Eskubide",
        "Bidaia",
        "Portua",
        "Itsasoa",
        "La traversée",
    )
    with zipfile.ZipFile(dist / "bi-portu.epub") as book:
        pages = [etree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")]
    wrong = [
        text for page in pages for language, text in spoken(page) if language == "en" and text.startswith(own)
    ]
    assert wrong == []


def test_structure_and_links_of_the_pdf_say_it_too(dist: Path) -> None:
    """Headings that are labels have Lang; so have the names of links (ISO 32000-2, 12.5.2)."""
    with pikepdf.open(dist / "bi-portu.pdf") as pdf:
        told = list(languages_of(pdf.Root.StructTreeRoot.K))
        links = [note for page in pdf.pages for note in page.get("/Annots", []) if "/Contents" in note]
        assert str(pdf.Root.Lang) == "eu"
        assert links
        assert {str(note.Lang) for note in links} == {"en"}
    # Contents, introduction, notes, contributors, sources, note on the text, index.
    assert told.count(("/H1", "en")) == 7
    assert ("/H1", "eu") in told  # the title, inside the title page


def languages_of(tree: Any) -> Iterator[tuple[str, str]]:
    """The type and language of every structure element that has one."""
    if isinstance(tree, pikepdf.Array):
        for kid in tree:
            yield from languages_of(kid)
    elif isinstance(tree, pikepdf.Dictionary) and "/S" in tree:
        if "/Lang" in tree:
            yield str(tree.S), str(tree.Lang)
        yield from languages_of(tree.get("/K"))


@pytest.mark.parametrize("language", ["de", "de-CH", "nn", "hu"])
def test_a_language_with_labels_marks_none(language: str) -> None:
    assert labels_for(language).language == language
    assert labels_for("eu").join(["A", "B", "C"]) == "A, B & C"
