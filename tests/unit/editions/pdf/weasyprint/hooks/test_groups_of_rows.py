"""Groups of rows that a page may not begin between, and of which one page has no room for two."""

from __future__ import annotations

from collections.abc import Callable

from florilegium.editions.pdf.section.printed_section import Layout


def group(tag: str, style: str) -> str:
    """A group of one row, which stays whole and is more than half as high as a page."""
    text = " ".join(f"word{number}" for number in range(200))
    row = f'<tr style="break-inside: avoid"><td>{text}</td><td>two</td></tr>'
    return f'<{tag} style="{style}">{row}</{tag}>'


def test_a_high_row_stands_on_the_page_after_a_high_head_that_is_printed_once(
    set_body: Callable[..., Layout],
) -> None:
    head, body = group("thead", "display: table-row-group"), group("tbody", "break-before: avoid")
    made = set_body(f"<table>{head}{body}</table>")
    assert made.problems == ()
    assert made.pages == 2


def test_two_groups_that_belong_together_are_parted_where_one_page_cannot_hold_them(
    set_body: Callable[..., Layout],
) -> None:
    first, second = group("tbody", "break-after: avoid"), group("tbody", "")
    made = set_body(f"<table>{first}{second}</table>")
    assert made.problems == ()
    assert made.pages == 2
