"""Pages end level where a paragraph can be set a line longer or shorter, and nothing is lost by it."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from random import Random

import pikepdf
import pypdfium2
import pytest

from florilegium.editions.pdf.proof.placed_glyphs import Reader
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.weasyprint.pages import levelling

Set = Callable[..., Layout]

TEXT = (
    "the keeper of northern lanterns counted every harbour boat again and wrote what the water said in his "
    "well kept ledger of contradictions while nobody noticed that on an evening without wind one of them "
    "came home before the others had even been lit or the tide had turned"
)


def prose(seed: int, paragraphs: int) -> list[str]:
    """Paragraphs of three to nine lines, the same every time."""
    random = Random(seed)
    return [" ".join(random.choices(TEXT.split(), k=random.randint(32, 100))) for _ in range(paragraphs)]


def body(texts: list[str]) -> str:
    return "".join(f'<p id="p{at}">{text}</p>' for at, text in enumerate(texts))


@pytest.fixture
def unlevelled(monkeypatch: pytest.MonkeyPatch, set_body: Set) -> Set:
    """As `set_body`, but pages end where they happen to."""

    def setter(text: str) -> Layout:
        with monkeypatch.context() as patch:
            patch.setattr(levelling, "composition_of", lambda fonts: None)
            return set_body(text)

    return setter


def feet(layout: Layout) -> list[float]:
    """Where the last line of each page begins, from the page's head."""
    return [max(line.top for line in layout.lines if line.page == page) for page in range(layout.pages)]


def short(layout: Layout) -> int:
    """How many pages but the last end above the others."""
    *full, _ = feet(layout)
    return sum(foot < max(full) - 1 for foot in full)


def words(layout: Layout) -> str:
    with pikepdf.open(io.BytesIO(layout.pdf)) as pdf:
        reader = Reader()
        text = "".join(glyph.text for page in pdf.pages for glyph in reader.page(page))
    return "".join(text.replace("\N{HYPHEN}", "").split())


def test_pages_end_level_and_nothing_is_lost(set_body: Set, unlevelled: Set) -> None:
    before = after = 0
    for seed in range(1, 5):
        texts = prose(seed, 60)
        plain, levelled = unlevelled(body(texts)), set_body(body(texts))
        assert words(levelled) == words(plain) == "".join("".join(texts).split())
        assert levelled.composed == plain.composed
        before, after = before + short(plain), after + short(levelled)
    assert after <= before / 3


def last_lines(layout: Layout) -> int:
    """How many lines the last page has."""
    return len({line.top for line in layout.lines if line.page == layout.pages - 1})


@pytest.mark.parametrize(
    ("seed", "paragraphs", "lines"), [(3, 14, (2, 3)), (4, 15, (2, 5)), (16, 14, (4, 5)), (19, 14, (2, 5))]
)
def test_a_last_page_with_few_lines_is_spared_or_filled(
    set_body: Set, unlevelled: Set, seed: int, paragraphs: int, lines: tuple[int, int]
) -> None:
    texts = prose(seed, paragraphs)
    plain, levelled = unlevelled(body(texts)), set_body(body(texts))
    held, least = lines
    assert last_lines(plain) == held
    assert last_lines(levelled) >= least
    assert levelled.pages <= plain.pages
    assert words(levelled) == words(plain)


def letter(at: int) -> str:
    """A letter of an index with two entries."""
    items = "".join(f'<li><p id="{name}{at}">An entry, 7</p></li>' for name in "yz")
    return f'<section class="group"><h3>A</h3><ul>{items}</ul></section>'


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f'<div style="columns: 2; column-gap: 18pt">{body(prose(2, 15))}</div>', (4, 5)),
        (f'<div style="columns: 2; column-gap: 18pt">{body(prose(23, 15))}</div>', (4, 5)),
        (f'<div class="index"><div class="groups">{"".join(map(letter, range(22)))}</div></div>', (2, 5)),
        (f'<div class="index"><div class="groups">{"".join(map(letter, range(23)))}</div></div>', (3, 5)),
    ],
    ids=("text", "other-text", "index", "longer-index"),
)
def test_a_last_page_in_columns_is_filled(
    set_text: Set, monkeypatch: pytest.MonkeyPatch, text: str, lines: tuple[int, int]
) -> None:
    """By paragraphs set a line longer, or by the white between the letters of an index."""
    with monkeypatch.context() as patch:
        patch.setattr(levelling, "composition_of", lambda fonts: None)
        plain = set_text(text)
    levelled = set_text(text)
    held, least = lines
    assert last_lines(plain) == held
    assert last_lines(levelled) >= least
    assert (levelled.pages, words(levelled)) == (plain.pages, words(plain))


@pytest.mark.parametrize("lines", [21, 22])
def test_a_last_page_with_hardly_a_line_is_given_more_by_the_white_between_entries(
    set_body: Set, unlevelled: Set, lines: int
) -> None:
    def section(count: int) -> str:
        return f"<section><h2>Entry</h2>{'<p>One short line.</p>' * count}</section>"

    white = "<style>h2 { margin: 28pt 0 0; font-size: 11pt; line-height: 14pt }</style>"
    text = f"{white}<section>{section(4)}{section(4)}{section(lines)}</section>"
    plain, levelled = unlevelled(text), set_body(text)
    assert last_lines(plain) < 3 <= last_lines(levelled)
    assert (levelled.pages, words(levelled)) == (plain.pages, words(plain))


def test_a_last_page_of_one_line_gets_an_entry_though_the_page_before_it_ends_short(
    set_body: Set, unlevelled: Set
) -> None:
    """Entries of four lines: the last comes over whole, and its page ends some lines short."""
    style = "<style>h2 { margin: 28pt 0 0 } h2, p { break-after: avoid } p.free { break-after: auto }</style>"
    before = '<p class="free">Of all.</p>'
    lines = '<p>First.</p><p>Second.</p><p class="free">Third.</p>'
    entry = f'<div class="source"><h2>Entry</h2>{lines}</div>'
    last = f'<div class="source"><h2>Entry</h2>{lines}<p class="free">Fourth.</p></div>'
    for count in range(6):
        text = f"{style}<section>{before * count}{entry * 5}{last}</section>"
        plain = unlevelled(text)
        if plain.pages == 2 and last_lines(plain) == 1:
            levelled = set_body(text)
            assert (levelled.pages, last_lines(levelled)) == (2, 5)
            assert words(levelled) == words(plain)
            return
    raise AssertionError("no text ends so")


def test_lines_keep_their_places_in_the_text(set_body: Set) -> None:
    """The map of lines tells the truth about pages that were made more than once."""
    texts = prose(1, 60)
    layout = set_body(body(texts))
    places = [(int(line.block[1:]), line.offset) for line in layout.lines]
    assert places == sorted(places)
    assert {block for block, _ in places} == set(range(60))
    assert [line.page for line in layout.lines] == sorted(line.page for line in layout.lines)


def entries(seed: int) -> str:
    """Sources as the apparatus has them: a heading, and a paragraph of a few lines."""
    random = Random(seed)
    return "".join(
        f'<div class="source"><h3 id="h{at}">Entry</h3><p id="e{at}">'
        f"{' '.join(random.choices(TEXT.split(), k=random.choice((6, 16, 32))))}</p></div>"
        for at in range(70)
    )


def test_the_white_between_entries_of_a_page_is_the_same(set_body: Set, unlevelled: Set) -> None:
    """What is missing at a foot is shared out among all entries of the page."""
    for seed in (1, 2, 3):
        layout = set_body(f"<section>{entries(seed)}</section>")
        heads = {line.block: line for line in layout.lines if line.block.startswith("h")}
        for page in range(layout.pages - 1):
            own = [line for line in layout.lines if line.page == page]
            gaps = {
                round(line.top - before.top, 1)
                for before, line in pairwise(own)
                if line.block in heads and before.block not in heads
            }
            assert len(gaps) == 1, (seed, page, gaps)
        assert short(layout) <= short(unlevelled(f"<section>{entries(seed)}</section>"))


def test_the_white_within_entries_is_never_changed(set_body: Set) -> None:
    """The notes of some texts have headings within, which would stand apart from the others."""
    random = Random(5)
    white = "<style>h3 { margin: 14pt 0 0; font-size: 11pt; line-height: 14pt }</style>"
    text = "".join(
        f'<section class="source"><p id="t{at}">Title</p><h3 id="h{at}">Heading</h3><p id="e{at}">'
        f"{' '.join(random.choices(TEXT.split(), k=random.choice((6, 16, 32))))}</p></section>"
        for at in range(50)
    )
    css = "<style>.source { margin-top: 14pt }</style>"
    lines = set_body(f"{white}{css}<section>{text}</section>").lines
    pairs = [(one, two) for one, two in pairwise(lines) if two.block.startswith("h") and one.page == two.page]
    assert len({round(two.top - one.top, 1) for one, two in pairs}) == 1


@pytest.mark.parametrize(("missing", "lines"), [(1, 1), (2, 1), (3, 2), (4, 1)])
def test_what_a_break_gets_stands_half_above_and_half_below_and_is_two_lines_at_most(
    set_body: Set, missing: int, lines: int
) -> None:
    """Both of its sides had a white of their own: four lines more, and an ornament out of its place."""
    rule = "hr { border: 0; height: 28pt; line-height: 28pt; margin: 0; text-align: center }"
    count = 37 - 2 - missing  # lines of a page, without the break's two
    above, below = (["One short line."] * half for half in (10, count - 10))
    whole = f'<div style="break-inside: avoid">{body(["Of a whole."] * 12)}</div>'
    ornament = "hr::before { content: '*' }"
    layout = set_body(f"{body(above)}<hr/>{body(below)}{whole}", rule + ornament)
    assert {line.page for line in layout.lines[:count]} == {0}
    assert {line.page for line in layout.lines[count:]} == {1}
    last, first = layout.lines[9:11]
    assert first.top - last.top == pytest.approx(14 * (3 + lines), abs=0.1)
    with pypdfium2.PdfDocument(layout.pdf) as pdf:
        page = pdf[0].get_textpage()
        feet = [page.get_charbox(at)[1] for at, sign in enumerate(page.get_text_range()) if sign in "O*"]
    assert feet[9] - feet[11] == pytest.approx(14 * (3 + lines), abs=0.1)
    # An asterisk hangs at the height of capitals.
    middle = feet[10] - (feet[9] + feet[11]) / 2
    assert middle == pytest.approx(4.3, abs=0.5)
