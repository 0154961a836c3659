"""Columns into which nothing fits, beside one that is full."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from florilegium.editions.pdf.section.printed_section import Layout

#: A picture of one grey point.
PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5E"
    "rkJggg=="
)


@pytest.mark.parametrize("count", [2, 3])
def test_a_page_keeps_its_first_column_when_the_next_can_hold_nothing(
    set_body: Callable[..., Layout], count: int
) -> None:
    """A picture as high as a page comes after a few words, below a title, and what no picture changes places
    with after it."""
    rules = f"div {{ columns: {count} }} h1, figure {{ margin: 0 }}"
    rules += " img { display: block; height: 520pt; width: 80px }"
    words = "".join(f'<p id="p{number}">The {number}th of some words.</p>' for number in range(5))
    picture = f'<figure><img src="{PICTURE}" alt="Grey"/></figure><h2 id="after">After it.</h2>'
    layout = set_body(f"<section><h1>Pictures</h1><div>{words}{picture}</div></section>", rules)
    pages = {line.block: line.page for line in layout.lines}
    assert layout.problems == ()
    assert {pages[f"p{number}"] for number in range(5)} == {0}
    assert pages["after"] == 1
    assert layout.pages == 2
