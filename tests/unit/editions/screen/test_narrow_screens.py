"""Where addresses may end a line on a narrow screen, and which tables name their columns in each cell."""

from __future__ import annotations

from lxml import etree

from florilegium.book import runs
from florilegium.editions.screen.narrow_screens import label_cells, let_addresses_break


def broken(markup: str) -> str:
    tree = etree.fromstring(f"<p>{markup}</p>")
    let_addresses_break(tree)
    return etree.tostring(tree, encoding="unicode")[3:-4]


def test_address_may_break_at_its_signs() -> None:
    """The letters stay, so whoever copies the address has it whole."""
    link = '<a href="http://www.example.org/a/b.html">http://www.example.org/a/b.html</a>'
    assert broken(link) == (
        '<a href="http://www.example.org/a/b.html">http://<wbr/>www<wbr/>.example<wbr/>.org<wbr/>/a<wbr/>/b'
        "<wbr/>.html</a>"
    )
    tree = etree.fromstring(f"<p>See {link}, and so on.</p>")
    before = runs.text_of(tree)
    let_addresses_break(tree)
    assert runs.text_of(tree) == before


def test_words_of_other_links_stay_whole() -> None:
    """A link in words, a short address, and one that leads inside the book are left alone."""
    for link in (
        '<a href="http://www.example.org/a">the second edition of 1871</a>',
        '<a href="http://a.example">a.example</a>',
        '<a href="#notes">www.example.org/a/b/c/d</a>',
    ):
        assert broken(link) == link


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
