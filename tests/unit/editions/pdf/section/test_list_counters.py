"""Numbers of lists in terms of CSS."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.editions.pdf.section.list_counters import count_lists


@pytest.mark.parametrize(
    ("listed", "rules"),
    [
        ("<ol><li/><li/></ol>", ["", "", ""]),
        ('<ol start="3"><li/><li/></ol>', ["counter-reset: list-item 2", "", ""]),
        ('<ol start="0"><li/></ol>', ["counter-reset: list-item -1", ""]),
        ('<ol type="I"><li/></ol>', ["counter-reset: list-item 0; list-style-type: upper-roman", ""]),
        (
            '<ol><li/><li value="7"/></ol>',
            ["counter-reset: list-item 0", "", "counter-increment: list-item 6"],
        ),
        (
            '<ol reversed="reversed"><li/><li/></ol>',
            ["counter-reset: list-item 3", *["counter-increment: list-item -1"] * 2],
        ),
        ('<ol class="notes" start="3"><li/></ol>', ["", ""]),
    ],
)
def test_lists_count_as_they_say(listed: str, rules: list[str]) -> None:
    """A list begins, steps and is lettered as its attributes say; the book's own lists are left alone."""
    tree = etree.fromstring(f"<div>{listed}</div>")
    count_lists(tree)
    assert [element.get("style") or "" for element in tree.iter("ol", "li")] == rules
