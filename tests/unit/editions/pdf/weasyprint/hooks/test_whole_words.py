"""A word is broken at any letter only where its line has no other place to end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from florilegium.editions.pdf.section.printed_section import Layout

Set = Callable[..., Layout]

LOCATORS = ", ".join(
    f'<a href="anchor:x">{page}</a>\N{EN DASH}\N{WORD JOINER}<a href="anchor:x">{page + 1}</a>'
    for page in range(12, 400, 3)
)
RAGGED = "p { text-align: start; hyphens: manual; overflow-wrap: break-word; text-indent: 0 }"


def line_starts(layout: Layout, text: str) -> list[str]:
    """The letters with which lines begin."""
    letters = "".join(text.split()).replace("\N{WORD JOINER}", "")
    starts, last = [], 0.0
    for line in layout.lines:
        if line.top > last:
            starts.append(letters[line.offset : line.offset + 3])
        last = line.top
    return starts


@pytest.mark.parametrize("indent", range(0, 30, 3))
def test_numbers_in_a_box_over_several_lines_stay_whole(set_body: Set, indent: int) -> None:
    from lxml import etree

    body = f'<p id="a" style="margin-right: {indent}pt"><b>Malta</b><span>, {LOCATORS}</span></p>'
    layout = set_body(body, RAGGED)
    text = "".join(etree.fromstring(body).itertext())
    numbers = {f"{page}" for page in range(12, 400, 3)}
    for start in line_starts(layout, text)[1:]:
        assert start[:2] in numbers or start in numbers


def test_an_address_behind_a_parenthesis_is_broken_where_it_has_to_be(set_body: Set) -> None:
    word = "a" * 120
    layout = set_body(f'<p id="a">(<i>{word}</i>) and then</p>', RAGGED)
    assert not layout.problems
    assert max(line.left for line in layout.lines) < 384
