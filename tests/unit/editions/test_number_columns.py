"""Columns of numbers stand right, and only those."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.editions.number_columns import align_numbers


def aligned(*columns: str, head: str = "", attributes: str = "") -> str:
    """How each column of a table stands, `.` for the usual; a column's cells are divided by `|`."""
    cells = [column.split("|") for column in columns]
    rows = "".join(
        f"<tr>{''.join(f'<td{attributes}>{cell}</td>' for cell in row)}</tr>"
        for row in zip(*cells, strict=True)
    )
    tree = etree.fromstring(f"<body><table>{head}<tbody>{rows}</tbody></table></body>")
    align_numbers(tree)
    return " ".join(cell.get("class", ".") for cell in tree.find(".//tbody/tr"))


@pytest.mark.parametrize(
    "amounts",
    [
        "305|1,288",
        "305|1 288",
        "12.5|7.0",
        "12,5 %|7,0 %",
        "£3|£12",
        "−4|+12",
        "1887|1901",
        "7|–",
        '305<a class="call" role="doc-noteref">1</a>|12',
    ],
)
def test_amounts_stand_right(amounts: str) -> None:
    assert aligned("Wend|Reach", amounts) == ". right"


@pytest.mark.parametrize(
    "words", ["305|twelve", "12.5|7", "–|–", "|", "3 cats|4 dogs", "1–2|3–4", "12 May|1 June"]
)
def test_words_and_uneven_decimals_stay(words: str) -> None:
    assert aligned("Wend|Reach", words) == ". ."


def test_the_column_that_names_the_rows_stays() -> None:
    assert aligned("1887|1901", "305|12") == ". right"


def test_a_heading_stands_over_its_column() -> None:
    head = "<thead><tr><th>Town</th><th>Tons</th></tr></thead>"
    tree = etree.fromstring(f"<table>{head}<tbody><tr><td>Wend</td><td>12</td></tr></tbody></table>")
    align_numbers(tree)
    assert [head.get("class") for head in tree.iter("th")] == [None, "right"]


def test_what_the_source_says_goes_before() -> None:
    assert aligned("Wend|Reach", "305|12", attributes=' class="center"') == "center center"


def test_joined_cells_are_left_alone() -> None:
    assert aligned("Wend|Reach", "305|12", head='<thead><tr><th colspan="2">x</th></tr></thead>') == ". ."
