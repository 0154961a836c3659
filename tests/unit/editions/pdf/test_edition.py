"""What is printed agrees with what the program says of it: read back from the finished file."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from reading_back import page_words
from tiny_book import FACTS, Printed, compositor

from florilegium.editions.documents import Matters, documents
from florilegium.editions.pagemap import LineStart
from florilegium.editions.pdf.edition import (
    PrintInput,
    make_up,
    notes_heads,
    set_rest,
    set_text,
    text_and_rest,
)
from florilegium.editions.pdf.pagination.pagination import PageRun, PrintedPage
from florilegium.editions.pdf.section.printed_section import Anchor, Layout
from florilegium.editions.sections import DEPENDENT, Matter, Section, SectionKind
from florilegium.problems import Report


@pytest.fixture(scope="module")
def pdf(printed: Printed) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(printed.edition.pdf))


def test_a_sound_book_gives_no_problem(printed: Printed) -> None:
    assert printed.report.problems == ()


def test_the_file_is_tagged_titled_and_in_its_language(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.Root.Lang) == "en"
    assert b"<pdfuaid:part>1<" in pdf.Root.Metadata.read_bytes()


def test_every_face_is_embedded_once_as_a_subset(pdf: pikepdf.Pdf) -> None:
    fonts = {
        str(font.BaseFont): font.objgen
        for page in pdf.pages
        for font in page.Resources.get("/Font", {}).values()
    }
    assert sorted(name.split("+")[1] for name in fonts) == ["EBGaramond-Italic", "EBGaramond-Regular"]


def test_every_link_leads_to_a_named_destination(pdf: pikepdf.Pdf) -> None:
    names = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}
    links = [link for page in pdf.pages for link in page.get("/Annots", ())]
    assert links
    assert {str(link.Dest) for link in links} <= names
    assert all(str(link.Contents).startswith("page ") for link in links)


def test_calls_and_notes_link_both_ways(pdf: pikepdf.Pdf) -> None:
    targets = {str(link.Dest) for page in pdf.pages for link in page.get("/Annots", ())}
    assert {"ford-n1", "ford-c1", "wall-n2", "wall-c2"} <= targets


def test_the_structure_has_one_document_and_every_page_finds_its_elements(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root.StructTreeRoot
    assert [str(child.S) for child in root.K] == ["/Document"]
    numbers = list(root.ParentTree.Nums)
    keys = [int(key) for key in numbers[::2]]
    assert keys == sorted(set(keys))
    used = [int(page.StructParents) for page in pdf.pages if "/StructParents" in page]
    links = [int(link.StructParent) for page in pdf.pages for link in page.get("/Annots", ())]
    assert sorted(used + links) == keys


def test_the_outline_nests_articles_under_their_chapters(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        titles = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert ("Gardens", ["Walled Gardens", "Wind and Mules"]) in titles


def test_page_labels_agree_with_the_folios_of_the_page_map(pdf: pikepdf.Pdf, printed: Printed) -> None:
    labels = list(pdf.Root.PageLabels.Nums)
    front = int(labels[2])
    assert str(labels[1].S) == "/r"
    assert str(labels[3].S) == "/D"
    starts = {start.label: start for start in printed.edition.starts}
    assert starts["1"].section == "roads"
    assert front % 2 == 0


def test_each_page_begins_with_the_words_that_the_page_list_says(printed: Printed) -> None:
    pages = page_words(printed.edition.pdf)
    labels = {start.label: start for start in printed.edition.starts}
    blocks = printed.paginated.texts
    checked = 0
    front = next(i for i, words in enumerate(pages) if "Chapter" in words or "CHAPTER" in words)
    for label, start in labels.items():
        if label.isdigit() and start.section in {"ford", "wall"} and start.offset:
            letters = "".join(blocks[start.block].split())[start.offset :][:24]
            printed_letters = "".join(pages[front + int(label) - 1].split())
            assert letters in printed_letters[:160], label
            checked += 1
    assert checked >= 3


def test_heads_of_notes_name_the_pages_they_answer(printed: Printed) -> None:
    """Two pages of notes: the head of each spans the pages whose calls its notes answer."""
    notes = Section("notes", SectionKind.NOTES, "Notes", Matter.BACK, "en")
    lines = (
        LineStart("ford-n1-p1", 0, 0, 64),
        LineStart("ford-n3-p1", 0, 0, 76),
        LineStart("wall-n1-p1", 0, 1, 64),
    )
    layout = Layout("notes", b"", 2, lines, {}, ())
    run = PageRun(
        (*(PrintedPage(str(n)) for n in range(1, 9)), PrintedPage("9", notes), PrintedPage("10", notes, 1)),
        {"notes": 8},
    )
    calls = {"ford-c1": 2, "ford-c3": 4, "wall-c1": 6}
    anchors = {name: Anchor(page, 0, 0) for name, page in calls.items()}
    heads = notes_heads(run, {"notes": layout}, anchors, printed.book)
    assert heads == {8: "Notes to pages 3–5", 9: "Notes to page 7"}


def test_the_same_book_gives_the_same_bytes(printed: Printed, tmp_path: Path) -> None:
    hired = compositor(tmp_path, Report())
    copy = PrintInput(printed.book, printed.sections, (), FACTS)
    early = documents(
        printed.book, [s for s in printed.sections if s.kind not in DEPENDENT], Matters(printed.sections)
    )

    def once() -> bytes:
        text, rest = text_and_rest(early, printed.sections)
        paginated = set_rest(set_text(hired.lay_out(text), early, copy), copy, hired.lay_out(rest))
        matters = Matters(printed.sections, (), paginated.folios)
        late = documents(printed.book, [s for s in printed.sections if s.kind in DEPENDENT], matters)
        return make_up(hired, paginated, late, copy, hired.lay_out(late)).pdf

    assert once() == once()


def test_a_mention_is_found_on_its_printed_page(printed: Printed, pdf: pikepdf.Pdf) -> None:
    names = dict(
        zip(
            (str(n) for n in list(pdf.Root.Names.Dests.Names)[::2]),
            list(pdf.Root.Names.Dests.Names)[1::2],
            strict=True,
        )
    )
    pages = page_words(printed.edition.pdf)
    place = {page.objgen: number for number, page in enumerate(pdf.pages)}
    for paragraph in range(1, 17):
        target = names[f"m-ford-p{paragraph}"][0]
        assert "Samarkand" in pages[place[target.objgen]]


def test_entries_of_outline_and_contents_lead_to_the_page_on_which_a_section_opens(
    printed: Printed, pdf: pikepdf.Pdf
) -> None:
    """A section over several pages has its anchor on the first."""
    place = {page.objgen: number for number, page in enumerate(pdf.pages)}
    plan = printed.edition.plan
    openings = {one.section.id: at for at, one in enumerate(plan.pages) if one.is_opening}
    pairs = list(pdf.Root.Names.Dests.Names)
    names = {str(name): place[target[0].objgen] for name, target in zip(pairs[::2], pairs[1::2], strict=True)}
    assert {name: names[name] for name in openings if name in names} == {
        name: at for name, at in openings.items() if name in names
    }
    assert plan.layouts["ford"].pages > 1
    assert "ford" in names
