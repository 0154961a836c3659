"""A wide table is set smaller as far as may be, then divided between columns."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.editions.pdf.section.table_parts import REPEATED, WideTable, let_break, narrow, print_once


def table(*rows: str, head: str = "") -> etree._Element:
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    return etree.fromstring(f'<b><table id="t">{head}<tbody>{body}</tbody></table></b>')[0]


def cells(*texts: str) -> str:
    return "".join(f'<td id="c{text}">{text}</td>' for text in texts)


def wide(element: etree._Element, *widths: float, room: float) -> WideTable:
    return WideTable(element, widths, room)


@pytest.mark.parametrize(("room", "size"), [(95, "8.5pt"), (80, "7.5pt"), (70, "6.5pt"), (20, "6.5pt")])
def test_a_table_gets_the_largest_size_that_may_do(room: float, size: str) -> None:
    element = table(cells("a", "b"))
    assert narrow(wide(element, 50, 50, room=room))
    assert f"font-size: {size}" in element.get("style", "")


def divided(element: etree._Element, *widths: float, room: float) -> list[list[list[str]]]:
    """The texts of each row of each part, when the table has its smallest size already."""
    element.set("narrowed", "3")
    around = element.getparent()
    narrow(wide(element, *widths, room=room))
    return [[["".join(cell.itertext()) for cell in row] for row in part.iter("tr")] for part in around]


def test_each_part_has_the_first_column_again() -> None:
    element = table(cells("a", "b", "c", "d"), cells("e", "f", "g", "h"), head=cells("A", "B", "C", "D"))
    assert divided(element, 10, 20, 20, 20, room=35) == [
        [["A", "B"], ["a", "b"], ["e", "f"]],
        [["A", "C"], ["a", "c"], ["e", "g"]],
        [["A", "D"], ["a", "d"], ["e", "h"]],
    ]


def test_what_is_repeated_is_marked_and_has_no_id_and_no_note() -> None:
    first = '<td id="x">a<a class="call" id="k">1</a><span class="footnote" id="n">N</span>z</td>'
    element = table(f"{first}{cells('b', 'c')}")
    assert divided(element, 10, 20, 20, room=35)[1] == [["az", "c"]]
    again = element.getnext().find(".//td")
    assert again.get(REPEATED) is not None
    assert not again.xpath("descendant-or-self::*/@id")


def test_no_cell_over_several_columns_is_cut() -> None:
    element = table(f'{cells("a", "b")}<td colspan="2">cd</td>', cells("e", "f", "g", "h"))
    assert divided(element, 10, 20, 20, 20, room=55) == [
        [["a", "b"], ["e", "f"]],
        [["a", "cd"], ["e", "g", "h"]],
    ]


def test_a_cell_over_several_rows_keeps_its_place() -> None:
    element = table(f'<td rowspan="2">a</td>{cells("b", "c")}', cells("f", "g"))
    assert divided(element, 10, 20, 20, room=35) == [[["a", "b"], ["f"]], [["a", "c"], ["g"]]]


def test_a_table_whose_head_goes_over_all_columns_cannot_be_divided() -> None:
    element = table(cells("a", "b", "c"), head='<th colspan="3">All</th>')
    element.set("narrowed", "3")
    assert not narrow(wide(element, 10, 20, 20, room=35))


def test_a_row_is_let_go_over_pages_once() -> None:
    row = etree.fromstring("<tr/>")
    assert let_break(row)
    assert not let_break(row)


def test_a_head_that_is_too_high_is_the_first_rows_of_its_table() -> None:
    element = table(cells("a"), head=cells("A"))
    print_once(element.find("thead"))
    assert element.find("thead").get("style") == "display: table-row-group"
    assert element.find("thead/tr").get("style")
