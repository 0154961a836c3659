"""What the printed book says of itself is true: read back from the file, by its structure and its glyphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree
from printed_structure import Element, PrintedFile, letters

from florilegium.book.model import SIGNS, Mention
from florilegium.book.runs import leaves, text_of
from florilegium.editions.pdf.proof.placed_glyphs import PlacedGlyph, Reader
from florilegium.editions.pdf.section.trim import LEADING, Page, page_of
from florilegium.languages.labels import labels_for
from florilegium.pipeline.build import prepare
from florilegium.pipeline.prepare import Prepared
from florilegium.problems import Report
from projects import Made

pytestmark = pytest.mark.conformance

#: How far a sign may hang in the margin, in points.
HANGING = 6.0


@cache
def opened(path: Path) -> PrintedFile:
    return PrintedFile(path)


@cache
def prepared(root: Path) -> Prepared:
    return prepare(root / "anthology.yaml", Report())


@pytest.fixture
def book(made: Made) -> PrintedFile:
    """The anthology's PDF, open."""
    return opened(made.pdf)


@pytest.fixture(scope="session")
def archival(
    verapdf: Callable[[Sequence[Path], str], dict[Path, list[str]]], all_made: tuple[Made, ...]
) -> dict[Path, list[str]]:
    """veraPDF's findings for PDF/A-3a in every anthology."""
    return verapdf([made.pdf for made in all_made], "3a")


def test_pdf_can_be_kept(made: Made, archival: dict[Path, list[str]]) -> None:
    """veraPDF finds no failure against PDF/A-3a, which the file claims beside PDF/UA-1."""
    assert archival[made.pdf] == []


# ---- the index -----------------------------------------------------------------------------------


def entries(book: PrintedFile) -> Iterator[Element]:
    """Every entry of the printed index; subentries belong to theirs."""
    for index in book.document.all("Index"):
        for group in index.kids:
            for listed in group.kids:
                if listed.kind == "L":
                    yield from listed.kids


def heading(entry: Element) -> str:
    """An entry's heading: its words up to the first locator or reference, without the comma."""
    words = ""
    for token in next(entry.all("P")).tokens:
        if isinstance(token, Element):
            break
        words += token[1]
    return re.sub(r"[,.]?\s*(\.\s+\w[\w ]*)?\s*$", "", words.strip()).replace("\N{SOFT HYPHEN}", "")


def locators(entry: Element) -> Iterator[list[Element]]:
    """An entry's locators: one link, or the two of a range."""
    last: list[Element] = []
    ranged = False
    for token in entry.tokens:
        if not isinstance(token, Element):
            ranged = token[1].strip("\u2060 ") == "–"
        elif re.fullmatch(rf"[\divxlc]+(nn?[\d–{SIGNS}]+)?", token.text.strip()):
            if ranged and last:
                last.append(token)
            else:
                if last:
                    yield last
                last = [token]
    if last:
        yield last


def pages_of(locator: Sequence[Element]) -> set[int]:
    """The places of the pages that a locator names."""
    ends = [link.target for link in locator]
    assert None not in ends
    return set(range(ends[0] or 0, (ends[-1] or 0) + 1))


def test_every_locator_leads_to_the_page_that_it_names(made: Made, book: PrintedFile) -> None:
    """A locator's link opens the page whose label it prints; of `45n3` the page is 45."""
    count = 0
    for entry in entries(book):
        for locator in locators(entry):
            # Of 21nn1–2 the second half is a note, on the page of the first.
            for link in locator[:1] if "n" in locator[0].text else locator:
                label = re.match(r"[\divxlc]+", link.text)
                assert label and link.target is not None
                # The second half of a range may be shortened: 137–42.
                assert book.labels[link.target].endswith(label[0]), (heading(entry), link.text)
                count += 1
    assert bool(count) == bool(prepared(made.root).book.authority.headings)


def test_index_and_pages_agree(made: Made, book: PrintedFile) -> None:
    """Each page with a mention is among its heading's locators, and each locator's page has a mention.

    Where a mention is printed is found in the finished file by the letters of its paragraph; what the index
    says is read from its own pages. An author may be named in the text and have works in the index of works.
    """
    kit = prepared(made.root)
    said: dict[str, set[int]] = {}
    for entry in entries(book):
        pages = said.setdefault(letters(heading(entry)), set())
        pages.update(*(pages_of(locator) for locator in locators(entry)))
    mentioned: dict[str, set[int]] = {}
    for mention in kit.survey.mentions:
        mentioned.setdefault(letters(mention.heading), set()).add(page_of_mention(made, book, mention))
    named = {letters(one.name) for one in kit.book.authority.headings}
    if kit.book.authority.works:  # its authors and titles are no headings of names
        said = {name: pages for name, pages in said.items() if name in named | mentioned.keys()}
    assert {name: pages for name, pages in said.items() if pages} == mentioned


def page_of_mention(made: Made, book: PrintedFile, mention: Mention) -> int:
    """The place of the page on which a mention's first letter is printed, by the letters before it."""
    text = block_texts(made.root)[mention.block]
    found = book.blocks.get(letters(text), [])
    assert found, f"not printed: {text[:60]}"
    before = len(letters(text[: mention.start]))
    for page, words in found[0].words:
        before -= len(letters(words))
        if before < 0:
            return page
    raise AssertionError(text)


@cache
def block_texts(root: Path) -> dict[str, str]:
    """Block id → its text, for the running text and the notes."""
    return {
        block.get("id", ""): text_of(block)
        for text in prepared(root).book.texts
        for body in (text.body, *(note.body for note in text.notes))
        for block in leaves(body)
    }


# ---- the order of reading ------------------------------------------------------------------------


def _with_page_marks(block: etree._Element) -> etree._Element:
    """A block with the marks of its source's pages as words, as they are printed."""
    marked = deepcopy(block)
    for mark in marked.iter("pagemark"):
        mark.tail = f"[{mark.get('page')}]{mark.tail or ''}"
    return marked


def test_the_text_is_read_in_its_order(made: Made, book: PrintedFile) -> None:
    """Every paragraph of every text stands in the structure, in the order of the book, letter for letter."""
    read = [letters("".join(words for _, words in element.words)) for element in book.with_words]
    for text in prepared(made.root).book.texts:
        at = 0
        for block in leaves(text.body):
            wanted = letters(text_of(_with_page_marks(block)))
            if wanted:
                assert wanted in read[at:], f"not in its place: {text_of(block)[:60]}"
                at = read.index(wanted, at) + 1


def test_the_text_is_drawn_in_its_order(book: PrintedFile) -> None:
    """Whoever copies from a page gets its words in the order in which they are read, list numbers too."""
    for place, page in enumerate(book.marked):
        read = [number for at, number in marks_of(book) if at == place and number in page]
        drawn = [number for number in page if number in set(read)]
        assert drawn == read, book.labels[place]


@cache
def marks_of(book: PrintedFile) -> list[tuple[int, int]]:
    return list(book.document.marks)


# ---- contents and notes --------------------------------------------------------------------------


def test_every_line_of_the_contents_is_true(book: PrintedFile) -> None:
    """A line's folio is the label of the page that its link opens, and that page begins with its title.

    A line of a list of illustrations or tables opens the page that has the caption.
    """
    lines = list(book.document.all("TOCI"))
    assert lines
    for line in lines:
        (link,) = line.all("Link")
        found = re.fullmatch(r"(.+?)\s+(\d+|[ivxlc]+)\s*", link.text, re.S)
        assert found and link.target is not None
        assert book.labels[link.target] == found[2]
        opening = letters("".join(text for page, text in book.document.pieces if page == link.target))
        captions = [one.text for one in book.document.all("Caption") if link.target in one.pages]
        begins = letters(found[1]) in opening[: len(letters(found[1])) + 40]
        assert begins or any(letters(found[1]) in letters(caption) for caption in captions), found[1]


def test_heads_of_notes_are_true(made: Made, book: PrintedFile) -> None:
    """`Notes to pages 34–41` names the first and the last page whose calls are answered on its page."""
    words = labels_for(prepared(made.root).book.metadata.language)
    answered: dict[int, list[int]] = {}
    for note in book.document.all("Note"):
        back = next(iter(note.all("Link")), None)
        if back is not None and back.target is not None:
            for page in note.pages:
                answered.setdefault(page, []).append(back.target)
    heads = {place: head for place, head in enumerate(running_heads(made.pdf)) if place in answered}
    for place, head in heads.items():
        low, high = book.labels[min(answered[place])], book.labels[max(answered[place])]
        one = words.notes_to_page.format(pages=low)
        many = words.notes_to_pages.format(pages=f"{low}–{high}")
        wanted = one if low == high else many
        # The page on which the notes open has a folio alone.
        assert not head or letters(wanted).lower() in letters(head).lower()
    assert len(answered) < 2 or any(heads.values())


@cache
def running_heads(path: Path) -> list[str]:
    """The words in the head of every page."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        found = []
        for page in document:
            width, height = page.get_size()
            low = height * 0.908
            found.append(page.get_textpage().get_text_bounded(0, low, width, height).strip())
        return found


# ---- the page ------------------------------------------------------------------------------------


@cache
def glyphs(path: Path) -> list[list[PlacedGlyph]]:
    """What is printed on every page, furniture apart."""
    reader = Reader()
    return [
        [glyph for glyph in reader.page(page) if glyph.text.strip() and glyph.size > 2]
        for page in opened(path).pdf.pages
    ]


def page_shape(book: PrintedFile) -> Page:
    box = [float(side) for side in book.pdf.pages[0].mediabox]
    return page_of((box[2] / 72 * 25.4, box[3] / 72 * 25.4))


def test_no_text_stands_in_the_margins(made: Made, book: PrintedFile) -> None:
    """But for signs that hang by design, nothing of the text leaves the type area on any page."""
    page = page_shape(book)
    for number, found in enumerate(glyphs(made.pdf)):
        left, right = (page.inner, page.outer) if number % 2 == 0 else (page.outer, page.inner)
        for glyph in found:
            assert glyph.left >= left - HANGING, (number, glyph)
            assert glyph.right <= page.width - right + HANGING, (number, glyph)
            assert page.foot - 4 <= glyph.base <= page.height - page.head, (number, glyph)


def base_lines(found: Sequence[PlacedGlyph]) -> dict[float, float]:
    """Base line → the size of its largest glyph; raised and lowered signs belong to their lines."""
    lines: dict[float, float] = {}
    for glyph in found:
        near = next((base for base in lines if abs(base - glyph.base) < 5), None)
        if near is None or glyph.size > lines[near]:
            lines.pop(near, None)
            lines[glyph.base] = glyph.size
    return lines


def test_a_page_with_fewer_than_three_lines_ends_its_section(made: Made, book: PrintedFile) -> None:
    """Nobody turns a page for two lines, unless a section ends there, or it or the next shows a picture."""
    ends = {max(element.pages) for element in book.document.kids if element.pages}
    pictured = {page for figure in book.document.all("Figure") for page in [book.place(figure.object.Pg)]}
    for number, found in enumerate(glyphs(made.pdf)):
        if 0 < len(base_lines(found)) < 3:
            assert number in ends | pictured | {page - 1 for page in pictured}, book.labels[number]


def test_lines_stand_on_the_grid(made: Made, book: PrintedFile) -> None:
    """Lines of running text stand at the same heights on every page, within half a point.

    The grid of the text has 14 points.
    """
    page = page_shape(book)
    sections = [element for element in book.document.kids if element.kind == "Art"]
    assert sections
    strays, count = [], 0
    for number in {at for element in sections for at in element.pages}:
        for base, size in base_lines(glyphs(made.pdf)[number]).items():
            if size == pytest.approx(11, abs=0.1):
                off = (page.height - page.head - base - 10.9 + LEADING / 2) % LEADING - LEADING / 2
                count += 1
                if abs(off) > 0.5:
                    strays.append((book.labels[number], round(off, 2)))
    assert count
    assert strays == []


def test_facing_pages_end_level(made: Made, book: PrintedFile) -> None:
    """The feet of facing pages differ by a line at most, whatever stands on them, where the text runs on."""
    for element in book.document.kids:
        inside = sorted(set(element.pages))
        for left, right in pairwise(inside):
            if left % 2 == 1 and right < inside[-1]:
                low, lower = (foot(made, book, at) for at in (left, right))
                # Smaller type of a table or of code stands a little higher within its line.
                assert abs(low - lower) <= LEADING + 1.5, book.labels[left]


def foot(made: Made, book: PrintedFile, at: int) -> float:
    """The height of a page's last line, or of the lower edge of a picture below it."""
    figures = [one.object for one in book.document.all("Figure") if book.place(one.object.Pg) == at]
    edges = [float(figure.A.BBox[1]) for figure in figures]
    return min([*base_lines(glyphs(made.pdf)[at]), *edges])
