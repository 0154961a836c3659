"""An entry that breaks over columns says its heading again."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from reading_back import page_words
from tiny_book import compositor, tiny_book

from florilegium.book.model import Index, IndexEntry, IndexGroup, Locator
from florilegium.editions.documents import Document, Matters, documents
from florilegium.editions.pdf.pagination.continued_lines import AGAIN, Columns, with_continued_lines
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.sections import SectionKind, sections_of
from florilegium.languages.labels import labels_for
from florilegium.problems import Report


def index_of(subentries: int, name: str = "Camels") -> Index:
    """An index with one entry of many subentries and a plain one after it."""
    place, stem = Locator("4", "", "m-ford-p1"), name.lower()
    subs = tuple(IndexEntry(f"x-{stem}-{n}", f"at the {n}th ford", "", (place,)) for n in range(subentries))
    long = IndexEntry(f"x-{stem}", name, "", (), subentries=subs)
    short = IndexEntry(f"x-{stem}-cups", f"{name[0]}ups", "", (place,))
    return Index(f"Index of {name}", "", (IndexGroup(name[0], (long, short)),))


def set_in_columns(subentries: int, folder: Path) -> list[str]:
    return set_indexes((index_of(subentries),), folder)


def set_indexes(indexes: tuple[Index, ...], folder: Path) -> list[str]:
    """The words of each page of a section of indexes."""
    layout, _ = laid_out(indexes, folder)
    return page_words(layout.pdf)


def laid_out(indexes: tuple[Index, ...], folder: Path) -> tuple[Layout, int]:
    """A section of indexes with its headings said again, and how often it was laid out for them."""
    hired = compositor(folder, Report())
    sections = sections_of(tiny_book(), with_index=True)
    wanted = [section for section in sections if section.kind is SectionKind.INDEX]
    document = documents(tiny_book(), wanted, Matters(sections, indexes))[0]
    layout = hired.lay_out([document])[document.section.id]
    tried: list[Document] = []

    def lay_out(again: Document) -> Layout:
        tried.append(again)
        return hired.one(again)

    return with_continued_lines(document, layout, Columns(hired.page, labels_for("en"), lay_out)), len(tried)


def test_a_heading_is_said_again_at_the_head_of_every_column_it_runs_into(tmp_path: Path) -> None:
    pages = set_in_columns(85, tmp_path)
    assert [page.count("Camels (continued)") for page in pages] == [1, 2]


def test_an_entry_that_fits_its_column_is_not_said_again(tmp_path: Path) -> None:
    assert not any("continued" in page for page in set_in_columns(0, tmp_path))


def test_a_long_index_is_laid_out_a_few_times_not_once_for_each_column(tmp_path: Path) -> None:
    """Eleven columns begin with a subentry, each under its heading; no heading is said again within one."""
    layout, times = laid_out((index_of(400),), tmp_path)
    pages = page_words(layout.pdf)
    assert sum(page.count("(continued)") for page in pages) > 8
    columns = [
        [line.block for line in lines]
        for _, lines in groupby(layout.lines, lambda line: (line.page, line.left > 216))
    ]
    assert all(column[0].endswith(AGAIN) for column in columns[1:-1])
    assert not any(block.endswith(AGAIN) for column in columns for block in column[1:])
    assert times < 6


def test_each_of_two_indexes_takes_its_headings_up_again(tmp_path: Path) -> None:
    """The second index begins where the first ends, in columns of its own under its own title."""
    pages = set_indexes((index_of(85), index_of(85, "Mules")), tmp_path)
    words = "\n".join(pages)
    assert words.index("Index of Camels") < words.index("Index of Mules")
    assert words.count("Camels (continued)") >= 2
    assert words.count("Mules (continued)") >= 2
    assert words.rindex("Camels (continued)") < words.index("Index of Mules")
