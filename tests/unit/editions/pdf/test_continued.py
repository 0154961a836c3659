"""An entry that breaks over columns says its heading again."""

from __future__ import annotations

from pathlib import Path

from florilegium.book.model import Index, IndexEntry, IndexGroup, Locator
from florilegium.editions.documents import Document, Matters, documents
from florilegium.editions.pdf.continued import Columns, with_continued_lines
from florilegium.editions.sections import SectionKind, sections_of
from florilegium.problems import Report
from reading_back import page_words
from tiny_book import compositor, tiny_book


def index_of(subentries: int) -> Document:
    """An index with one entry of many subentries and a plain one after it."""
    place = Locator("4", "", "m-ford-p1")
    subs = tuple(IndexEntry(f"x-s{n}", f"at the {n}th ford", "", (place,)) for n in range(subentries))
    camels = IndexEntry("x-camels", "Camels", "", (), subentries=subs)
    index = Index("Index", "", (IndexGroup("C", (camels, IndexEntry("x-cups", "Cups", "", (place,)))),))
    sections = sections_of(tiny_book(), with_index=True)
    wanted = [section for section in sections if section.kind is SectionKind.INDEX]
    return documents(tiny_book(), wanted, Matters(sections, index))[0]


def set_in_columns(subentries: int, folder: Path) -> list[str]:
    hired = compositor(folder, Report())
    document = index_of(subentries)
    layout = hired.lay_out([document])[document.section.id]
    columns = Columns(hired.page, "continued", hired.one)
    return page_words(with_continued_lines(document, layout, columns).pdf)


def test_a_heading_is_said_again_at_the_head_of_every_column_it_runs_into(tmp_path: Path) -> None:
    pages = set_in_columns(85, tmp_path)
    assert [page.count("Camels (continued)") for page in pages] == [1, 2]


def test_an_entry_that_fits_its_column_is_not_said_again(tmp_path: Path) -> None:
    assert not any("continued" in page for page in set_in_columns(0, tmp_path))
