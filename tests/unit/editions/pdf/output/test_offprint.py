"""An article's own PDF: its pages are the book's, its notes are all there, and no link leads to nowhere."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from tiny_book import Printed, compositor, print_tiny_book

from florilegium.book.model import Article
from florilegium.editions.articles.title_leaf import title_leaf
from florilegium.editions.pdf.output.cut_pages import cut
from florilegium.editions.pdf.output.offprint import (
    MadeForIt,
    bound_file,
    cut_notes,
    notes_by_article,
    notes_files,
    offprint_of,
    pages_of,
    sample_of,
)
from florilegium.problems import Report

#: A glyph as it stands on a page: its sign and its box, in hundredths of a point.
Glyph = tuple[str, tuple[int, ...]]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_tiny_book(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def offprints(printed: Printed, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The offprint of each article by its key."""
    folder = tmp_path_factory.mktemp("leaves")
    return {article.key: offprint(printed, article, folder) for article in printed.book.articles}


def offprint(printed: Printed, article: Article, folder: Path) -> bytes:
    """The offprint of an article, whose leaf is laid out in a folder, by this process."""
    edition, book = printed.edition, printed.book
    shared = notes_files(edition, book.articles)
    keys = [one.key for one in book.articles]
    notes = dict(zip(keys, notes_by_article(shared, map(cut_notes, shared), keys), strict=True))
    leaf = title_leaf(book, article, pages_of(edition, article))
    made = MadeForIt(leaf, compositor(folder, Report()).one(leaf), notes[article.key])
    return bound_file(offprint_of(edition, book, article, made))


def glyphs(data: bytes) -> dict[str, list[Glyph]]:
    """The glyphs of each page by its label."""
    document = pypdfium2.PdfDocument(data)
    found = {}
    for number, page in enumerate(document):
        text = page.get_textpage()
        found[document.get_page_label(number)] = [
            (text.get_text_range(at, 1), tuple(round(side * 100) for side in text.get_charbox(at)))
            for at in range(text.count_chars())
        ]
    document.close()
    return found


def test_the_pages_are_those_of_the_book_glyph_for_glyph(
    printed: Printed, offprints: dict[str, bytes]
) -> None:
    """On their side of the opening, with their folios; only the leaf and blanks are added."""
    whole = glyphs(printed.edition.pdf)
    for key, data in offprints.items():
        cut = glyphs(data)
        own = [page.label for page in printed.edition.plan.pages if page.section and page.section.id == key]
        assert set(own) <= cut.keys()
        for label, found in cut.items():
            if label.isdecimal():
                assert found == whole[label], (key, label)
            elif label != "i":
                assert found == []


def test_all_notes_of_the_article_are_there(printed: Printed, offprints: dict[str, bytes]) -> None:
    for article in printed.book.articles:
        text = "".join(sign for page in glyphs(offprints[article.key]).values() for sign, _ in page)
        for note in article.text.notes:
            words = "".join("".join(note.body.itertext()).split())
            assert words in "".join(text.split())


def test_every_link_leads_to_a_page_of_the_file(offprints: dict[str, bytes]) -> None:
    for data in offprints.values():
        with pikepdf.open(io.BytesIO(data)) as pdf:
            names = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}
            links = [link for page in pdf.pages for link in page.obj.get("/Annots", ())]
            assert all(str(link.Dest) in names for link in links if "/Dest" in link)
            assert all("/Dest" in link or str(link.A.URI).startswith("http") for link in links)
            assert not pdf.check_pdf_syntax()


def test_the_tree_names_pages_of_the_file_alone(offprints: dict[str, bytes]) -> None:
    """Each page and each link finds its elements by a number of its own, and what is not kept has gone."""
    for data in offprints.values():
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = {page.obj.objgen for page in pdf.pages}
            found = {
                one.objgen
                for one in pdf.objects
                if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == pikepdf.Name.Page
            }
            assert found == pages
            numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
            keys = [int(number) for number in numbers[::2]]
            assert keys == list(range(len(keys)))
            used = [int(page.obj.StructParents) for page in pdf.pages if "/StructParents" in page.obj]
            used += [int(link.StructParent) for page in pdf.pages for link in page.obj.get("/Annots", ())]
            assert sorted(used) == keys
            for one in pdf.objects:
                if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/Pg" in one:
                    assert one.Pg.objgen in pages


def test_what_is_cut_has_nothing_of_other_pages(printed: Printed) -> None:
    """A file in which pages that are gone were left would be as large as the whole, for each article."""
    files = (file for layout in printed.edition.plan.layouts.values() for file in layout.files)
    long = next(file for file in files if file.pages > 1)
    with pikepdf.open(io.BytesIO(cut(long, (0,), lambda _: True).pdf)) as pdf:
        kinds = [one.get("/Type") for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        assert kinds.count(pikepdf.Name.Page) == 1


def test_the_leaf_says_what_to_cite(offprints: dict[str, bytes]) -> None:
    leaf = "".join(sign for sign, _ in glyphs(offprints["wall"])["i"]).replace("\r\n", " ")
    assert leaf.startswith("Walled Gardens Marco Polo")
    assert "Marco Polo, “Walled Gardens,” in Ways East (2020), " in leaf


def test_the_file_says_of_itself_what_the_article_is(offprints: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(offprints["ford"])) as pdf:
        assert str(pdf.trailer.Info.Title) == "The Third Ford"
        assert str(pdf.trailer.Info.Author) == "Marco Polo"
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["The Third Ford", "Notes"]


def test_the_same_book_gives_the_same_bytes(printed: Printed, tmp_path: Path) -> None:
    article = printed.book.articles[0]
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(offprint(printed, article, tmp_path / name))
    assert made[0] == made[1]


def test_a_sample_has_the_first_pages_of_the_book(printed: Printed) -> None:
    """Front matter and four pages, as they are, with no link to what is not there."""
    data, plan = bound_file(sample_of(printed.edition, "Ways East (Sample)")), printed.edition.plan
    whole, shown = glyphs(printed.edition.pdf), glyphs(data)
    assert list(shown) == [page.label for page in plan.pages[: plan.front + 4]]
    assert all(found == whole[label] for label, found in shown.items())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}
        links = [link for page in pdf.pages for link in page.obj.get("/Annots", ())]
        assert all(str(link.Dest) in names for link in links if "/Dest" in link)
        assert all("/Dest" in link or str(link.A.URI).startswith("http") for link in links)
        assert str(pdf.trailer.Info.Title) == "Ways East (Sample)"
