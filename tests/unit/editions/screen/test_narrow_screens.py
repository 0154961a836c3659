"""Where addresses may end a line on a narrow screen, and which tables name their columns in each cell."""

from __future__ import annotations

import re
from importlib import resources

from lxml import etree

from florilegium.book import runs
from florilegium.editions.screen.narrow_screens import LEVELS, fit_tables, let_addresses_break


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


def boxed(markup: str) -> etree._Element:
    """The box into which a table goes."""
    tree = etree.fromstring(f"<body><table>{markup}</table> after</body>")
    fit_tables(tree)
    (box,) = tree
    assert box.tail == " after"
    return box


def table(heads: list[str], *rows: list[str]) -> etree._Element:
    """The box of a table with one row of headings."""
    head = "".join(f"<th>{text}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return boxed(f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>")


def labels(box: etree._Element) -> list[str | None]:
    return [cell.get("data-label") for cell in box.iter("td")]


def test_cells_name_their_column() -> None:
    box = table(
        ["Year", "Vessel", "Master", "End"], ["1887", "Patient Griselda", "Tobias Wend", "Sold for firewood"]
    )
    assert box.get("class") == "table stacks below-20"
    assert labels(box) == ["Year", "Vessel", "Master", "End"]


def test_a_table_says_how_much_its_longest_words_need() -> None:
    """Each column has room for its longest word and a gap; running words have at least a short line."""
    year, words = ["1887"], ["words " * 20]
    assert table(["A"], year).get("class") == "table stacks below-10"
    assert table(list("ABCDE"), year * 5).get("class") == "table stacks below-14"
    assert table(list("ABC"), words * 3).get("class") == "table stacks below-20"
    assert table(list("ABCDEFGHI"), ["1,204,337"] * 9).get("class") == "table stacks below-44"
    assert table(["A"] * 16, ["1,204,337"] * 16).get("class") == "table stacks always"
    assert table(["A"], ["Donaudampfschifffahrtsgesellschaft"]).get("class") == "table stacks below-20"
    assert table(["A"], ["船上生活記錄" * 9]).get("class") == "table stacks below-10"


def test_a_cell_below_two_rows_of_headings_names_both() -> None:
    box = boxed(
        "<thead><tr><th rowspan='2'>Port</th><th colspan='2'>Ships</th></tr><tr><th>in</th><th>out</th></tr>"
        "</thead><tbody><tr><th>Saltmere</th><td>3</td><td>4</td></tr>"
        "<tr><td colspan='2'>none</td><td>1</td></tr></tbody>"
    )
    assert box.get("class", "").startswith("table stacks")
    assert labels(box) == ["Ships, in", "Ships, out", "Port", "Ships, out"]


def test_a_table_that_cannot_be_parted_is_moved_sideways() -> None:
    """By keys too (WCAG 2.2, 2.1.1)."""
    for markup in (
        "<tbody><tr><td>no</td><td>heading</td></tr></tbody>",
        "<thead><tr><th>A</th><th>B</th></tr></thead>"
        "<tbody><tr><td rowspan='2'>1</td><td>2</td></tr><tr><td>3</td></tr></tbody>",
    ):
        box = boxed(markup)
        assert box.get("class") == "table scrolls below-10"
        assert box[0].get("tabindex") == "0" and labels(box) == [None] * len(labels(box))


def test_each_width_is_one_that_the_styles_ask_for() -> None:
    style = (resources.files("florilegium") / "styles" / "tables.css").read_text(encoding="utf-8")
    asked = re.findall(r"@container \(max-width: (\d+)em\) \{ \.below-(\d+) ", style)
    assert [(int(width), int(name)) for width, name in asked] == [(level, level) for level in LEVELS]


def test_headings_say_that_they_are_of_columns() -> None:
    assert [head.get("scope") for head in table(["A", "B"], ["1", "2"]).iter("th")] == ["col", "col"]


def test_a_cell_names_its_column_without_the_number_of_a_note() -> None:
    """What a heading calls is no part of its name."""
    head = '<thead><tr><th>Toll<a class="call" href="#n">7</a></th><th>End</th></tr></thead>'
    box = boxed(f"{head}<tbody><tr><td>2d.</td><td>sold</td></tr></tbody>")
    assert labels(box) == ["Toll", "End"]
