"""What is too wide for its column: it goes over all of them, or is made smaller; what is not stays in one."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image
from printed_structure import PrintedFile

from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.weasyprint import composed_way

Set = Callable[..., Layout]

#: Two columns of 153 pt, of which the second begins at 231 pt from the edge of the page.
RULES = """
div { columns: 2; column-gap: 18pt } table { width: 100%; border-spacing: 0; hyphens: manual; margin: 14pt 0 }
td { padding: 0 8pt 0 0; line-height: 14pt } tr, figure { break-inside: avoid } figure { margin: 14pt 0 }
pre { white-space: pre-wrap; margin: 14pt 0 } blockquote { margin: 14pt 0 } .line { display: block }
figure img { display: block; max-width: 100% } ul { margin: 14pt 0; padding: 0 0 0 18pt }
"""
SECOND = 231
WORDS = "The keeper of the northern lanterns counted every boat in the harbour again. " * 4
BEFORE = f'<p id="before">{WORDS}</p>'
AFTER = f'<p id="after">{WORDS}</p>'


def picture(width: int, height: int, style: str = "") -> str:
    data = io.BytesIO()
    Image.new("L", (width, height), 200).save(data, "png")
    address = f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"
    return f'<img src="{address}" alt="Grey" style="{style}"/>'


def years(count: int, name: str = "y") -> str:
    cells = "".join(f'<td id="{name}{at}">{1780 + at}</td>' for at in range(count))
    return f"<table><tbody><tr>{cells}</tr></tbody></table>"


def verse(line: str) -> str:
    lines = "".join(f'<span class="line">{line} {at}</span><br/>' for at in range(6))
    return f'<blockquote class="verse"><p id="verse">{lines}</p></blockquote>'


def edges(layout: Layout, block: str) -> set[float]:
    """Where the lines of a block begin, in points from the edge of the page."""
    return {line.left for line in layout.lines if line.block == block}


def drawn(layout: Layout) -> list[tuple[float, float]]:
    """The width and the height of each picture, in points."""
    found = []
    with pikepdf.open(io.BytesIO(layout.pdf)) as pdf:
        for page in pdf.pages:
            sizes: list[tuple[float, float]] = []
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "cm":
                    sizes.append((float(operands[0]), float(operands[3])))
                elif str(operator) == "Do":
                    found.append((abs(sizes[-1][0]) * 0.75, abs(sizes[-1][1]) * 0.75))
    return found


def order(layout: Layout) -> list[str]:
    """The blocks in the order in which a screen reader says them, by their first words."""
    blocks = PrintedFile(io.BytesIO(layout.pdf)).document.all("P", "TD")
    return ["".join(words for _, words in block.pieces)[:3] for block in blocks]


@pytest.mark.parametrize(
    "wide",
    [
        pytest.param(years(7), id="a table that would be set smaller"),
        pytest.param(
            f'<table><tbody><tr><td id="y0">A</td><td>{WORDS[:60]}</td><td id="y6">{WORDS[:90]}</td></tr>'
            "</tbody></table>",
            id="a table that would be twice as high",
        ),
        pytest.param(f'<pre id="y6">{"x = counted + lanterns " * 2}</pre>', id="code"),
        pytest.param(verse("The keeper of the northern lanterns counted it"), id="verse"),
        pytest.param(f"<figure>{picture(1200, 400)}</figure>", id="a panorama"),
        pytest.param(f"<figure><figcaption>Years</figcaption>{years(7)}</figure>", id="with a caption"),
    ],
)
def test_what_is_wide_goes_over_both_columns(set_body: Set, wide: str) -> None:
    layout = set_body(f"<div>{BEFORE}{wide}{AFTER}</div>", RULES)
    assert layout.problems == ()
    for name in ("before", "after"):
        assert len(edges(layout, name)) >= 2
        tops = [line.top for line in layout.lines if line.block == name]
        assert max(edges(layout, name)) >= SECOND
        assert max(tops) - min(tops) < 14 * 5
    highest = min(line.top for line in layout.lines if line.block == "after")
    assert highest > max(line.top for line in layout.lines if line.block == "before") + 14


@pytest.mark.parametrize(
    "narrow",
    [
        pytest.param(years(3), id="a table"),
        pytest.param('<pre id="y">x = counted</pre>', id="code"),
        pytest.param(verse("The keeper"), id="verse"),
        pytest.param(f"<figure>{picture(1200, 900)}</figure>", id="a picture"),
        pytest.param(f"<figure>{picture(120, 40)}</figure>", id="a small panorama"),
    ],
)
def test_what_is_not_wide_stays_in_its_column(set_body: Set, narrow: str) -> None:
    layout = set_body(f"<div>{narrow}{BEFORE}{AFTER}</div>", RULES)
    assert layout.problems == ()
    assert min(line.top for line in layout.lines if line.left >= SECOND) < 75


def test_a_table_over_both_columns_and_two_pages_is_read_where_it_stands(set_body: Set) -> None:
    table = "".join(
        f'<tr><td id="r{row}">R{row:02}</td>' + "<td>1780</td>" * 6 + "</tr>" for row in range(50)
    )
    layout = set_body(f"<div>{BEFORE}<table><tbody>{table}</tbody></table>{AFTER}</div>", RULES)
    assert layout.problems == ()
    pages = [line.page for line in layout.lines if line.block in {"r0", "r49"}]
    assert pages == [0, 1]
    said = [one for one in order(layout) if one != "178"]
    assert said == ["The", *(f"R{row:02}" for row in range(50)), "The"]


def test_a_picture_keeps_its_proportions_in_what_is_narrower_than_the_page(set_body: Set) -> None:
    """Its height was found for the whole page."""
    tall = picture(800, 1000, "height: 400pt")
    layout = set_body(f"<div>{BEFORE}<ul><li><figure>{tall}</figure></li></ul></div>", RULES)
    ((width, height),) = drawn(layout)
    assert width <= 135
    assert height / width == pytest.approx(1.25, rel=0.01)
    assert (height + 6) % 14 == pytest.approx(0, abs=0.01)


def test_paragraphs_go_before_a_picture_that_finds_no_room_below_columns(set_body: Set) -> None:
    many = "".join(f'<p id="p{at}">N{at:02} {WORDS}</p>' for at in range(6))
    strip = f'<figure>{picture(1200, 600, "height: 160pt")}<figcaption id="c">Strip</figcaption></figure>'
    rest = "".join(f'<p id="q{at}">Q{at:02} {WORDS}</p>' for at in range(8))
    layout = set_body(f"<div>{many}{strip}{rest}</div>", RULES)
    assert layout.problems == ()
    feet = max(line.top for line in layout.lines if line.page == 0)
    assert feet > 588 - 3 * 14
    (caption,) = (line for line in layout.lines if line.block == "c")
    assert caption.page == 1
    assert caption.moved
    said = [one for one in order(layout) if one[0] in "NQ"]
    assert said == sorted(said)


@pytest.mark.parametrize(
    "block",
    [
        '<h2 id="b">Later</h2>',
        '<blockquote><p id="b">One</p></blockquote>',
    ],
)
def test_columns_begin_level(set_body: Set, block: str) -> None:
    rules = f"{RULES} h2 {{ font-size: 11pt; margin: 28pt 0 14pt; break-after: avoid }}"
    layout = set_body(f"<div>{BEFORE}{block}{'<p>Z</p>' * 7}</div>", rules)
    heads = {line.top for line in layout.lines if line.block == "b"}
    assert heads == {min(line.top for line in layout.lines)}


def test_columns_begin_level_below_what_has_changed_its_place(set_body: Set) -> None:
    """A paragraph goes before a picture that finds no room, so that a quotation begins the columns."""
    many = "".join(f'<p id="p{at}">N{at:02} {WORDS}</p>' for at in range(6))
    strip = f"<figure>{picture(1200, 600, 'height: 160pt')}</figure>"
    quoted = f'<blockquote><p id="b">{WORDS}</p></blockquote>'
    rest = "".join(f'<p id="q{at}">Q{at:02} {WORDS}</p>' for at in range(8))
    layout = set_body(f'<div>{many}{strip}<p id="passing">{WORDS}</p>{quoted}{rest}</div>', RULES)
    below = [line for line in layout.lines if line.page == 1]
    assert {line.page for line in layout.lines if line.block == "passing"} == {0}
    assert below[0].block == "b"
    assert below[0].top == min(line.top for line in below if line.left >= SECOND)


def test_a_table_with_a_caption_runs_over_pages_where_none_holds_it(set_body: Set) -> None:
    """It begins below what stands before it, its caption with the first of its rows; a lower one is whole."""
    rows = [f'<tr><td id="r{row}">R{row}</td></tr>' for row in range(60)]
    caption = '<figcaption id="c">Years</figcaption>'
    rules = f"{RULES} figcaption {{ break-after: avoid }}"
    tall = set_body(f"{BEFORE}<figure>{caption}<table><tbody>{''.join(rows)}</tbody></table></figure>", rules)
    pages = {line.block: line.page for line in tall.lines}
    assert pages["before"] == pages["c"] == pages["r0"] == 0
    assert pages["r59"] == 1
    many = "".join(f"<p>{WORDS}</p>" for _ in range(8))
    low = set_body(
        f"{many}<figure>{caption}<table><tbody>{''.join(rows[:9])}</tbody></table></figure>", rules
    )
    assert {line.page for line in low.lines if line.block[:1] in {"c", "r"}} == {1}


def test_a_table_without_a_caption_is_kept_where_it_is_low(set_body: Set) -> None:
    """One of four rows goes over as a whole; one of more than half a page is divided, as prose is."""
    rules = f"{RULES} table {{ break-inside: avoid }}"
    for count, paragraphs, pages in ((4, 8, {1}), (25, 6, {0, 1})):
        many = f"<p>{WORDS}</p>" * paragraphs
        rows = "".join(f'<tr><td id="r{row}">R{row}</td></tr>' for row in range(count))
        layout = set_body(f"{many}<table><tbody>{rows}</tbody></table>", rules)
        assert {line.page for line in layout.lines if line.block[:1] == "r"} == pages


def test_a_row_that_no_page_holds_goes_over_pages_at_the_first_layout(
    set_body: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composed_way, "_mend_tables", lambda _: False)
    row = f'<tr><td id="y">1780</td><td id="r">{WORDS * 20}</td></tr>'
    layout = set_body(
        f"{BEFORE}<table><thead><tr><th>Y</th><th>W</th></tr></thead><tbody>{row}</tbody></table>", RULES
    )
    assert layout.problems == ()
    assert {line.page for line in layout.lines if line.block == "r"} == {0, 1, 2}


def test_a_table_in_a_list_has_the_room_of_its_column(set_body: Set) -> None:
    """It is set smaller, and told where that does not help."""
    fits = set_body(f"<div>{BEFORE}<ul><li>{years(5)}</li></ul>{AFTER}</div>", RULES)
    assert fits.problems == ()
    word = f"<table><tbody><tr><td>{'Hochwasser' * 7}</td></tr></tbody></table>"
    (problem,) = set_body(f"<div>{BEFORE}<ul><li>{word}</li></ul>{AFTER}</div>", RULES).problems
    assert problem.code == "E013"
