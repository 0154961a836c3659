"""Wide tables say in each cell of what it tells; tables that fit a phone stay as they are."""

from __future__ import annotations

from lxml import etree

from florilegium.editions.epub.pages.cell_labels import label_cells


def table(heads: list[str], *rows: list[str]) -> etree._Element:
    """A table with its cells labelled."""
    head = "".join(f"<th>{text}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    tree = etree.fromstring(
        f"<body><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></body>"
    )
    label_cells(tree)
    return tree.find("table")


def test_many_columns_of_words_are_labelled() -> None:
    wide = table(
        ["Year", "Vessel", "Master", "End"], ["1887", "Patient Griselda", "Tobias Wend", "Sold for firewood"]
    )
    assert wide.get("class") == "wide"
    assert [cell.get("data-label") for cell in wide.iter("td")] == ["Year", "Vessel", "Master", "End"]


def test_many_columns_of_figures_fit() -> None:
    narrow = table(["Year", "Spring", "Summer", "Autumn", "Winter"], ["1887", "12", "14", "9", "11"])
    assert narrow.get("class") is None and not narrow.xpath(".//td[@data-label]")


def test_three_columns_fit_whatever_is_in_them() -> None:
    assert table(["A", "B", "C"], ["words " * 20] * 3).get("class") is None


def test_headings_say_that_they_are_of_columns() -> None:
    assert [head.get("scope") for head in table(["A", "B"], ["1", "2"]).iter("th")] == ["col", "col"]
