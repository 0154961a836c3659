"""Cells that go over pages of which a high head leaves a line or two."""

from __future__ import annotations

from collections.abc import Callable

from florilegium.editions.pdf.section.printed_section import Layout


def words(stem: str, count: int) -> str:
    return " ".join(f"{stem}{number}" for number in range(count))


def test_a_cell_that_finds_no_room_on_a_page_goes_on_where_it_was(set_body: Callable[..., Layout]) -> None:
    """The head leaves so few lines that a page holds none of one cell, whose last two stay together."""
    head = f"<tr><th>{words('word', 105)}</th><th>two</th><th>three</th></tr>"
    cells = "".join(
        f"<td>{words(stem, count)}</td>" for stem, count in (("long", 120), ("short", 61), ("third", 97))
    )
    made = set_body(f"<table><thead>{head}</thead><tbody><tr>{cells}</tr></tbody></table>")
    assert made.problems == ()
    assert made.pages < 20
