"""The notes of a large book are laid out in portions, and are one section all the same."""

from __future__ import annotations

import io
import shutil
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from tiny_book import tiny_book

from florilegium.editions.documents import Document, Matters, documents
from florilegium.editions.pagemap import LineStart
from florilegium.editions.pdf.schedule import compositor, portions
from florilegium.editions.pdf.schedule.portions import divided
from florilegium.editions.pdf.section.printed_section import Anchor, Layout, bound
from florilegium.editions.sections import SectionKind, sections_of
from florilegium.pipeline.build import build
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from florilegium.system.tasks.engines import Here
from projects import REPOSITORY


@pytest.fixture(scope="module")
def notes() -> Document:
    """The notes of a book with five, of two texts."""
    book = tiny_book()
    sections = sections_of(book, with_index=False)
    wanted = [section for section in sections if section.kind is SectionKind.NOTES]
    return documents(book, wanted, Matters(sections))[0]


def test_a_section_of_ordinary_length_is_not_divided(notes: Document) -> None:
    assert divided(notes) == (notes,)


def test_notes_are_divided_between_texts_and_none_is_lost(notes: Document) -> None:
    parts = divided(notes, 60)
    assert len(parts) == 2
    assert [[note.get("id") for note in part.tree.iter("li")] for part in parts] == [
        ["ford-n1", "ford-n2", "ford-n3"],
        ["wall-n1", "wall-n2"],
    ]
    assert [len(part.tree.findall(".//h1")) for part in parts] == [1, 0]
    assert len(notes.tree.findall(".//li")) == 5


def test_bound_portions_count_their_pages_on() -> None:
    one = Layout("notes", b"1", 2, (LineStart("a", 0, 1, 10.0),), {"a": Anchor(1, 5, 6)}, ())
    two = Layout(
        "notes", b"2", 3, (LineStart("b", 0, 2, 10.0),), {"b": Anchor(2, 5, 6), "a": Anchor(0, 0, 0)}, ()
    )
    whole = bound([one, two])
    assert (whole.pages, [line.page for line in whole.lines]) == (5, [1, 4])
    assert whole.anchors == {"a": Anchor(1, 5, 6), "b": Anchor(4, 5, 6)}
    assert [part.pdf for part in whole.files] == [b"1", b"2"]
    assert bound([one]) is one


def test_a_book_with_divided_notes_has_every_note_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more page, and the same words, destinations and outline."""
    shutil.copytree(REPOSITORY / "tests" / "golden" / "lanterns", tmp_path / "lanterns")
    order = BuildRequest(tmp_path / "lanterns" / "anthology.yaml", frozenset({"pdf"}), cached=False)

    def made() -> pikepdf.Pdf:
        result = build(order, Report(), Silent(), Here())
        return pikepdf.open(io.BytesIO(result.files[0].read_bytes()))

    plain = made()
    monkeypatch.setattr(compositor, "divided", partial(portions.divided, most=100))
    parted = made()
    assert len(parted.pages) > len(plain.pages)
    assert names(parted) == names(plain)
    numbers = [int(page.StructParents) for page in parted.pages if "/StructParents" in page]
    assert len(numbers) == len(set(numbers)) > 5


def names(pdf: pikepdf.Pdf) -> list[str]:
    """The named destinations of a file."""
    return [str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]]
