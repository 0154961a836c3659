"""Composed paragraphs on the page: even lines, true edges, and a text that is still the text."""

from __future__ import annotations

import gc
import io
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from lxml import etree

from florilegium.book import runs
from florilegium.editions.pdf.proof.figures import measure
from florilegium.editions.pdf.proof.placed_glyphs import PlacedGlyph, Reader
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.weasyprint import composed_way
from florilegium.editions.pdf.weasyprint import layout as layout_module
from florilegium.editions.pdf.weasyprint.boxes.box_writer import SetParagraph

Set = Callable[..., Layout]

PROSE = (
    "The lighthouse keeper of the northern mole had kept his accounts in a green ledger since the great "
    "storm, and nobody in the harbourmaster’s office had ever asked to see them. Every evening he noted the "
    "wind, the colour of the water, and the number of lanterns burning along the quay; every morning he "
    "crossed out whatever the night had contradicted. When at last the inspector arrived, a thoughtful man "
    "with an unreasonable quantity of luggage, he read the whole of it in a single afternoon, and declared "
    "that it was the most trustworthy description of an ordinary town that he had encountered."
)
MARKED = (
    '<p id="p1">The <em>lighthouse keeper</em> of the northern mole<a class="call" id="c1" href="#n1">1</a> '
    'had kept <span id="m1">his accounts</span> in a <strong>green ledger</strong> since the great storm, '
    'and nobody in the <a id="x" href="https://example.org/">harbourmaster’s office</a> had ever asked to '
    'see them.<a class="call" id="c2" href="#n1">2</a> Every evening he noted the wind, <em>the colour of '
    "the water, and the number of lanterns burning along the quay; every morning he struck out</em> all that "
    'the night had contradicted.</p><p id="n1">A note.</p>'
)


#: One dot.
PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVO"
    "RK5CYII="
)


def glyphs(layout: Layout) -> list[list[PlacedGlyph]]:
    """The glyphs of each page."""
    with pikepdf.open(io.BytesIO(layout.pdf)) as pdf:
        reader = Reader()
        return [reader.page(page) for page in pdf.pages]


def text(layout: Layout) -> str:
    """The text as the file gives it to a reader who knows nothing of lines."""
    return "".join(glyph.text for page in glyphs(layout) for glyph in page).replace("\N{HYPHEN}", "")


def paragraphs(count: int) -> str:
    return "".join(f'<p id="p{number}">{PROSE}</p>' for number in range(count))


def test_lines_are_even_and_their_edges_true(set_body: Set) -> None:
    """Set as a whole, text has evener spaces than set line by line, and every line ends at the margin."""
    body = "".join(f"<p>{PROSE[start:]}</p>" for start in range(0, 120, 10))
    ours, greedy = measure(set_body(body).pdf), measure(set_body(body, composed=False).pdf)
    assert ours.deviation < 0.8 * greedy.deviation
    assert ours.loose_share <= greedy.loose_share / 2
    assert ours.most_hyphens <= 2
    assert ours.off < 0.2
    assert ours.overfull == ()


def test_paragraphs_are_counted(set_body: Set) -> None:
    body = paragraphs(3) + "<p>One line.</p>"
    assert (set_body(body).composed, set_body(body).greedy) == (3, 0)
    assert set_body(body, composed=False).composed == 0


@pytest.mark.parametrize("composed", [True, False])
def test_every_line_of_the_map_begins_where_it_says(set_body: Set, composed: bool) -> None:
    """Locators and page marks count letters: the map of lines is exact in plain and in marked text."""
    for body in (paragraphs(4), MARKED):
        layout = set_body(body, composed=composed)
        tree = etree.fromstring(f"<body>{body}</body>")
        letters = {
            block.get("id"): "".join(runs.text_of(block).split()).replace("\N{NO-BREAK SPACE}", "")
            for block in runs.leaves(tree)
        }
        printed = [
            ("".join(glyph.text for glyph in page if _is_at(glyph, line.left, line.top))).strip()
            for line in layout.lines
            for page in [glyphs(layout)[line.page]]
        ]
        assert len(layout.lines) > 8
        for line, words in zip(layout.lines, printed, strict=True):
            start = "".join(words.split())[:6].rstrip("\N{HYPHEN}")
            assert letters[line.block][line.offset :].startswith(start), (line, words)


def _is_at(glyph: PlacedGlyph, left: float, top: float) -> bool:
    """Whether a glyph stands on the line whose box begins at a place, from there on."""
    return glyph.left > left - 0.1 and 0 < (648 - glyph.base) - top < 14


def test_the_text_stays_whole_words(set_body: Set) -> None:
    """Without lines the text is that of the source: divided words join, and lines end with their spaces."""
    layout = set_body(f"<p>{PROSE}</p>")
    assert layout.composed == 1
    assert text(layout) == PROSE


def test_marks_keep_their_places(set_body: Set) -> None:
    """Anchors stand, links are links, calls follow their words, and italics are italic."""
    layout, greedy = set_body(MARKED), set_body(MARKED, composed=False)
    assert layout.composed == 1
    assert set(layout.anchors) == set(greedy.anchors) == {"p1", "c1", "m1", "x", "c2", "n1"}
    with pikepdf.open(io.BytesIO(layout.pdf)) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", ())]
        faces = {str(font.BaseFont).split("+")[1] for font in pdf.pages[0].Resources.Font.values()}
    assert len(links) >= 3
    assert len(faces) == 3
    assert "mole1 had" in text(layout)
    assert "them.2 Every" in text(layout)


def test_one_paragraph_is_one_in_the_structure(set_body: Set) -> None:
    with pikepdf.open(io.BytesIO(set_body(f"<p>{PROSE}</p>").pdf)) as pdf:
        found = [item.S for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
    assert found.count("/P") == 1
    assert "/NonStruct" not in found


def test_a_call_never_begins_a_line(set_body: Set) -> None:
    """Not even after a dash, where a line may end."""
    call = '—<a class="call" href="#n">7</a>'
    body = "".join(f"<p>{PROSE[start:]} And so{call}we sailed. {PROSE}</p>" for start in range(0, 60, 3))
    layout = set_body(f'{body}<p id="n">A note.</p>')
    assert layout.composed == 20
    every = [glyph for page in glyphs(layout) for glyph in page]
    sevens = [at for at, glyph in enumerate(every) if glyph.text == "7"]
    assert len(sevens) == 20
    assert all(every[at - 1].text == "—" and every[at - 1].left < every[at].left for at in sevens)


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("from right to left", f"<p>{'שלום עולם ' * 30}</p>"),
        ("Chinese", f"<p>{'北方的燈塔看守人' * 12}</p>"),
        (
            "a picture",
            f'<p>{PROSE} <img src="{PICTURE}" alt="A dot"/> {PROSE}</p>',
        ),
    ],
)
def test_what_cannot_be_measured_is_left_whole(set_body: Set, what: str, body: str) -> None:
    layout = set_body(body + f"<p>{PROSE}</p>")
    assert (layout.composed, layout.greedy) == (1, 1), what


def test_foreign_words_do_not_keep_a_paragraph_from_being_composed(set_body: Set) -> None:
    """A name in letters that the face lacks is measured in the face that has them."""
    layout = set_body(f"<p>{PROSE} Its name was 燈塔. {PROSE}</p>")
    assert (layout.composed, layout.greedy) == (1, 0)
    assert measure(layout.pdf).off < 0.3


def test_what_stands_beside_a_float_is_left(set_body: Set) -> None:
    """A line beside a picture is shorter than was thought: such paragraphs are greedy, others composed."""
    float_ = '<div style="float: left; width: 100pt; height: 60pt">x</div>'
    layout = set_body(paragraphs(2) + float_ + paragraphs(3).replace('id="p', 'id="q'))
    assert (layout.composed, layout.greedy) == (4, 1)


def test_pages_of_different_widths_are_left(set_body: Set) -> None:
    layout = set_body(paragraphs(2), "@page :left { margin-left: 90pt }")
    assert (layout.composed, layout.greedy) == (0, 0)


def test_a_quotation_is_set_to_its_own_measure(set_body: Set) -> None:
    layout = set_body(f"<blockquote><p>{PROSE}</p></blockquote>", "blockquote { margin: 0 36pt 0 18pt }")
    assert layout.composed == 1
    edges = [line.edge for line in measure(layout.pdf).justified]
    assert edges
    assert all(abs(edge - (384 - 36)) < 0.3 for edge in edges)


def test_columns_are_set_to_their_own_measure(set_body: Set) -> None:
    body = f'<div class="two">{paragraphs(6)}</div>'
    layout = set_body(body, ".two { columns: 2; column-gap: 24pt }")
    assert layout.composed == 6
    assert {round(line.edge) for line in measure(layout.pdf).justified} == {60 + 150, 384}


def test_a_line_break_ends_a_line_short_of_the_margin(set_body: Set) -> None:
    layout = set_body(f"<p>{PROSE}<br/>\nAnd so it went on. {PROSE}</p>")
    assert layout.composed == 1
    assert "encountered.And so it" in text(layout)
    line = next(one for one in glyphs(layout)[0] if one.text == "A")
    assert abs(line.left - 60) < 0.1


def test_what_must_not_wrap_stays_on_one_line(set_body: Set) -> None:
    phrase = "seven hundred and eleven lanterns"
    whole = f'<span style="white-space: nowrap">{phrase}</span>'
    body = "".join(f"<p>{PROSE[start:]} Then {whole} burned. {PROSE}</p>" for start in range(0, 60, 4))
    layout = set_body(body)
    assert layout.composed == 15
    assert sum(phrase in line.text for line in measure(layout.pdf).justified) == 15


def test_every_language_divides_its_own_words(set_body: Set) -> None:
    """A German word in an English paragraph is divided by German rules."""
    word = "Leuchtturmwärter"
    german = f'<i lang="de">{word} {word} {word}</i>'
    body = "".join(f"<p>{PROSE[start:250]} {german} {PROSE[:200]}</p>" for start in range(0, 90, 4))
    ends = {line.text.split()[-1] for line in measure(set_body(body).pdf).hyphenated}
    found = {end for end in ends if word.startswith(end[:-1])}
    assert found
    assert found <= {"Leucht‐", "Leuchtturm‐", "Leuchtturmwär‐"}


def test_signs_hang_where_the_style_says(set_body: Set) -> None:
    """Commas and hyphens stand out by their part, all else ends at the margin."""
    table = {",": (0.7,), "\N{HYPHEN}": (0.6,)}
    css = 'html { --hang-right: "," 0.7, "‐" 0.6; --hang-left: "T" 0.5 } p { text-indent: 0 }'
    layout = set_body(paragraphs(8), css)
    assert layout.composed == 8
    hanging = measure(layout.pdf, table)
    assert hanging.off < 0.2
    out = [line for line in hanging.justified if line.text[-1] in table]
    assert out
    signs = [glyph for page in glyphs(layout) for glyph in page if glyph.text == "\N{HYPHEN}"]
    assert signs
    assert all(sign.right == pytest.approx(384 + 0.6 * sign.advance, abs=0.2) for sign in signs)
    firsts = {round(page[0].left, 1) for page in glyphs(layout) if page[0].text.startswith("T")}
    assert firsts
    assert all(first < 59 for first in firsts)


def test_own_properties_rule_over_divisions(set_body: Set) -> None:
    """A word's own hyphens count, and a word that is spared is not divided while the spaces bear it."""
    body = "".join(f"<p>{PROSE[start:]}</p>" for start in range(0, 150, 10))

    def ends(css: str) -> set[str]:
        lines = measure(set_body(body, css).pdf).hyphenated
        return {line.text.split()[-1].rstrip("‐") for line in lines}

    word = min(ends(""))
    whole = next(one for one in re.findall(r"\w+", PROSE) if one.startswith(word))
    assert word not in ends(f'html {{ --undivided: "{whole}" }}')
    assert not {part for part in ends(f'html {{ --divisions: "{whole}" }}') if whole.startswith(part)}


def test_the_same_text_gives_the_same_file(set_body: Set) -> None:
    assert set_body(paragraphs(3)).pdf == set_body(paragraphs(3)).pdf


def test_what_lines_were_made_from_is_let_go_before_they_are_written(
    set_body: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paragraphs hold themselves by their lines, and nothing is swept up in a layout: so they are parted."""
    alive: list[int] = []
    plain = composed_way._written

    def counted(document: Any) -> bytes:
        alive.append(sum(isinstance(one, SetParagraph) for one in gc.get_objects()))
        return plain(document)

    gc.collect()
    monkeypatch.setattr(composed_way, "_written", counted)
    body = "".join(f"<p>{'A sentence of a paragraph that has several lines. ' * 9}</p>" for _ in range(40))
    layout = set_body(f"<section>{body}</section>")
    assert layout.composed == 40
    assert alive == [0]


@pytest.mark.parametrize(("mended", "asked"), [(True, 1), (False, 2)])
def test_a_section_is_not_set_more_plainly_for_what_its_tables_lose(
    mended: bool, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that is cut off is made to break at the next layout, in whatever way that sets the rest."""
    monkeypatch.setattr(composed_way, "_mend_tables", lambda _pages: mended)
    made = [SimpleNamespace(is_whole=whole, document=SimpleNamespace(pages=())) for whole in (False, True)]
    ways = iter(made)
    assert composed_way._set_or_mended(ways, mend=True) == (made[asked - 1], mended)
    assert len(list(ways)) == 2 - asked


def test_a_section_in_portions_has_each_line_where_it_is_in_one(
    set_text: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And as many composed paragraphs; its files follow one another."""
    sentences = [sentence.strip() for sentence in re.split(r"(?<=[;.])", PROSE) if sentence.strip()]
    blocks = []
    for number in range(200):
        words = " ".join(sentences[(number * number + at) % len(sentences)] for at in range(number % 3 + 1))
        blocks.append(f'<p id="p{number}">{words}</p>')
        if number % 17 == 3:
            blocks.append(f'<h2 id="h{number}">Of {number} lanterns</h2>')
    whole = set_text("".join(blocks))
    monkeypatch.setattr(layout_module, "LETTERS", 14_000)
    parted = set_text("".join(blocks))
    assert len(parted.files) > 1 and not whole.portions
    assert sum(file.pages for file in parted.files) == parted.pages == whole.pages
    assert parted.lines == whole.lines
    assert (parted.composed, parted.greedy) == (whole.composed, whole.greedy)
    assert parted.problems == whole.problems == ()
