"""Pages with headings, figures, tables, quotations, lists and breaks end level too."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pikepdf
import pytest
from lxml import etree
from printed_structure import PrintedFile

from florilegium.editions.pdf.proof.placed_glyphs import PlacedGlyph, Reader
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.section.trim import LEADING, page_of
from florilegium.editions.pdf.weasyprint.composed_way import Typeset

Set = Callable[..., Layout]

PAGE = page_of((152.4, 228.6))
LINES = round((PAGE.height - PAGE.head - PAGE.foot) / LEADING)

#: A picture of one grey point.
PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5E"
    "rkJggg=="
)
TEXT = (
    "the keeper of northern lanterns counted every harbour boat again and wrote what the water said in his "
    "well kept ledger of contradictions while nobody noticed that on an evening without wind one of them "
    "came home before the others had even been lit or the tide had turned"
)


class Writer:
    """Writes blocks of text, the same for one seed every time. Paragraphs are named p1, p2 …"""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._paragraphs = 0

    def words(self, least: int, most: int) -> str:
        return " ".join(self._random.choices(TEXT.split(), k=self._random.randint(least, most)))

    def paragraph(self, least: int = 32, most: int = 110) -> str:
        self._paragraphs += 1
        return f'<p id="p{self._paragraphs}">{self.words(least, most)}</p>'

    def paragraphs(self, count: int) -> str:
        return "".join(self.paragraph() for _ in range(count))

    def figure(self, lines: int) -> str:
        style = f"height: {lines * LEADING - 6:g}pt; width: 100pt"
        picture = f'<img src="{PICTURE}" alt="Grey" style="{style}"/>'
        return f"<figure>{picture}<figcaption>{self.paragraph(5, 9)}</figcaption></figure>"

    def table(self) -> str:
        def row(cell: str) -> str:
            return f"<tr>{''.join(f'<{cell}>{self.words(1, 6)}</{cell}>' for _ in range(3))}</tr>"

        rows = "".join(row("td") for _ in range(self._random.randint(3, 8)))
        return f"<table><thead>{row('th')}</thead><tbody>{rows}</tbody></table>"

    def items(self) -> str:
        count = self._random.randint(2, 5)
        return f"<ul>{''.join(f'<li>{self.paragraph(5, 25)}</li>' for _ in range(count))}</ul>"

    def other(self) -> str:
        """A block of another kind, with what must follow it."""
        kinds = {
            "heading": lambda: f"<h2>{self.words(3, 7)}</h2>{self.paragraph()}",
            "quotation": lambda: f"<blockquote>{self.paragraph(20, 60)}</blockquote>",
            "list": self.items,
            "figure": lambda: self.figure(self._random.randint(6, 18)),
            "table": self.table,
            "break": lambda: f"<hr/>{self.paragraph()}",
        }
        return kinds[self._random.choice(sorted(kinds))]()

    def mixture(self, blocks: int) -> str:
        return "".join(
            self.paragraphs(self._random.randint(2, 6)) + self.other() for _ in range(blocks)
        ) + self.paragraphs(2)


def glyphs(layout: Layout) -> Iterator[list[PlacedGlyph]]:
    with pikepdf.open(io.BytesIO(layout.pdf)) as pdf:
        reader = Reader()
        for page in pdf.pages:
            yield [glyph for glyph in reader.page(page) if glyph.text.strip()]


def short(layout: Layout) -> list[int]:
    """How many lines each page but the last ends above the foot."""
    *full, _ = (min(glyph.base for glyph in page) for page in glyphs(layout))
    return [round((low - PAGE.foot - 3.1) / LEADING) for low in full]


def test_pages_with_anything_on_them_end_a_line_short_at_most(set_text: Set) -> None:
    """But for one in a hundred, on which nothing gives."""
    feet = [lines for seed in range(6) for lines in short(set_text(Writer(seed).mixture(25)))]
    assert len(feet) > 120
    assert sum(lines > 1 for lines in feet) <= len(feet) / 100


@pytest.mark.parametrize("seed", range(3))
def test_lines_stay_on_the_grid_whatever_stands_between_them(set_text: Set, seed: int) -> None:
    for page in glyphs(set_text(Writer(seed).mixture(25))):
        for glyph in page:
            if glyph.size == pytest.approx(11, abs=0.1):
                off = (PAGE.height - PAGE.head - glyph.base - 10.9 + LEADING / 2) % LEADING - LEADING / 2
                assert abs(off) <= 0.5, glyph


def moved(layout: Layout) -> set[int]:
    return {line.page for line in layout.lines if line.moved}


def figure_after(set_text: Set, before: int, after: str) -> tuple[Layout, str]:
    writer = Writer(5)
    blocks = writer.paragraphs(before) + writer.figure(20)
    blocks += {"text": writer.paragraphs(8), "heading": f"<h2>Later</h2>{writer.paragraphs(8)}"}[after]
    return set_text(blocks), blocks


@pytest.mark.parametrize("after", ["text", "heading"])
def test_a_figure_that_does_not_fit_changes_places_with_paragraphs(set_text: Set, after: str) -> None:
    """What comes after goes first; where that is a heading, what comes before goes last."""
    layout, _ = figure_after(set_text, 5, after)
    assert moved(layout) == ({1} if after == "text" else {0})
    assert short(layout)[0] <= 1


def test_a_figure_that_leaves_much_white_goes_behind_what_follows_it(set_text: Set) -> None:
    """A heading, a list and a quotation fill the page that a picture as high as a page would leave white."""
    writer = Writer(5)
    blocks = f"{writer.paragraph(90, 90)}{writer.figure(LINES - 6)}<h2>Later</h2>{writer.paragraph(60, 60)}"
    blocks += f"{writer.items()}<blockquote>{writer.paragraph(200, 200)}</blockquote>{writer.paragraphs(9)}"
    layout = set_text(blocks)
    assert moved(layout) == {1}
    assert short(layout)[0] <= 3
    text = "".join("".join(etree.fromstring(f"<b>{blocks}</b>").itertext()).split())
    said = PrintedFile(io.BytesIO(layout.pdf)).document.text
    assert "".join(said.replace("\N{HYPHEN}", "").replace("–", "").split()) == text


def test_a_table_is_never_passed_by_a_figure(set_text: Set) -> None:
    """Figures and tables keep their order; what stands before the next of them may go first."""
    writer = Writer(5)
    blocks = f"{writer.paragraph(90, 90)}{writer.figure(LINES - 6)}<h2>Later</h2>{writer.table()}"
    assert moved(set_text(blocks + writer.paragraphs(9))) == set()


def test_a_figure_that_fits_stays(set_text: Set) -> None:
    layout, _ = figure_after(set_text, 1, "text")
    assert moved(layout) == set()


@pytest.mark.parametrize("after", ["text", "heading"])
def test_what_was_moved_is_read_and_drawn_in_its_place(set_text: Set, tmp_path: Path, after: str) -> None:
    layout, blocks = figure_after(set_text, 5, after)
    path = tmp_path / "test.pdf"
    path.write_bytes(layout.pdf)
    book = PrintedFile(path)
    text = "".join("".join(etree.fromstring(f"<b>{blocks}</b>").itertext()).split())
    assert "".join(book.document.text.replace("\N{HYPHEN}", "").split()) == text
    read = list(book.document.marks)
    for place, page in enumerate(book.marked):
        assert [number for at, number in read if at == place and number in page] == [
            number for number in page if (place, number) in read
        ]


def test_white_is_added_above_a_heading_before_paragraphs_are_spoilt(set_text: Set) -> None:
    """A page of short paragraphs, which bear no line more, is filled by the white above its heading."""
    line = "<p>One short line.</p>"
    blocks = line * 10 + "<h2>A heading</h2>" + line * (LINES - 14 - 3) + "<h2>Next</h2>" + line * 20
    layout = set_text(blocks)
    assert short(layout)[0] <= 1


@pytest.mark.parametrize("words", [220, 340, 460, 640])
@pytest.mark.parametrize("lines", [12, 20, 26])
def test_a_figure_before_a_paragraph_that_began_a_page_ago_repeats_nothing(
    set_text: Set, monkeypatch: pytest.MonkeyPatch, words: int, lines: int
) -> None:
    """The page on which the paragraph goes on began in its midst; it cannot begin so any more."""
    monkeypatch.setattr(Typeset, "is_whole", True)  # nothing is made more plainly should it fail
    writer = Writer(7)
    text = writer.paragraph(200, 200) + writer.paragraph(words, words) + writer.figure(lines)
    pages = set_text(f"{text}<h2>Later</h2>{writer.paragraph(300, 300)}")
    assert not pages.problems


def test_words_that_layout_leaves_out_are_an_error(set_body: Set) -> None:
    cut = "#p2 { max-lines: 2; continue: discard }"
    (problem,) = set_body(Writer(3).paragraphs(3), cut).problems
    assert problem.code == "E011"
    assert str(problem.place) == "test.txt"


@pytest.mark.parametrize(
    "signed",
    [
        '<section class="editorial"><div class="text">{}</div><p class="signed">A. Vane</p></section>',
        '<div class="text">{}<p class="right">A. Vane</p></div>',
        '<div class="text">{}<p class="right">Yours,</p><p class="right">A. Vane</p><p>It rains.</p></div>',
    ],
)
def test_a_name_under_a_text_is_never_alone_on_a_page(set_text: Set, signed: str) -> None:
    """The text fills its page quite, so that the name goes over, and takes what is above it along."""
    layout = set_text(signed.format("<p id='p'>One short line.</p>" * LINES))
    assert len(list(glyphs(layout))) == 2
    assert len({glyph.base for glyph in list(glyphs(layout))[-1]}) > 1


def test_a_letter_begins_with_what_its_date_stands_above(set_text: Set) -> None:
    """The date would be the last line of a page, and the salutation too."""
    letter = (
        '<p class="right">4 March</p><p class="salutation">My dear Wend,</p><p id="p">The wall costs.</p>'
    )
    layout = set_text(f"<p id='q'>One short line.</p>{'<p>One short line.</p>' * (LINES - 2)}{letter}")
    first, second = glyphs(layout)
    assert len({glyph.base for glyph in first}) == LINES - 1
    assert len({glyph.base for glyph in second}) == 3


def test_a_list_may_begin_a_page_without_the_lines_that_lead_to_it(set_text: Set) -> None:
    """WeasyPrint keeps them together: three lines stayed white."""
    before = "".join(f'<p id="b{at}">One short line.</p>' for at in range(LINES - 4))
    item = f'<li><p id="i">{Writer(1).words(20, 20)}</p></li>'
    layout = set_text(f'{before}<p id="lead">{Writer(2).words(20, 20)}:</p><ul>{item}</ul>')
    pages = {line.block: line.page for line in layout.lines}
    assert sum(line.block == "lead" for line in layout.lines) == 2
    assert (pages["lead"], pages["i"]) == (0, 1)


def test_what_an_index_says_of_itself_stays_with_its_entries(set_text: Set) -> None:
    """Its name and headnote stood at the foot of a page, and the entries overleaf."""
    before = "".join(f'<p id="b{at}">One short line.</p>' for at in range(LINES - 5))
    entry = '<p id="e{0}">{0}rica, 7</p>'
    entries = "".join(
        f'<section class="group"><h3>{letter}</h3><ul><li>{entry.format(letter)}</li></ul></section>'
        for letter in "ABCD"
    )
    head = '<h2 class="title" id="title">Index of Places</h2><p class="headnote" id="head">Of all places.</p>'
    layout = set_text(
        f'{before}<div class="index"><div class="one">{head}<div class="groups">{entries}</div></div></div>'
    )
    pages = {line.block: line.page for line in layout.lines}
    assert pages["title"] == pages["head"] == pages["eA"] == 1


def test_a_chronology_has_the_size_of_the_text(set_text: Set) -> None:
    """It kept that of the classic design in all others."""
    rows = "<dl><div><dt>1620</dt><dd><p>Letters of one size.</p></dd></div></dl>"
    layout = set_text(
        f'<style>html {{ font-size: 9.5pt }}</style><p>Letters.</p><div class="chronology">{rows}</div>'
    )
    with pikepdf.open(io.BytesIO(layout.pdf)) as pdf:
        sizes = {
            round(glyph.size, 2) for page in pdf.pages for glyph in Reader().page(page) if glyph.text == "L"
        }
    assert sizes == {9.5}
