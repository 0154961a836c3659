"""Notes at the foot of a page stand on the page of their call."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from florilegium.editions.pdf.section.printed_section import Layout

WORDS = "The keeper of the northern lanterns counted every boat in the harbour again. "


@pytest.mark.parametrize("lines", range(31, 34))
def test_a_note_stays_with_its_call_where_the_next_paragraph_lacks_room(
    set_text: Callable[..., Layout], lines: int
) -> None:
    """Its first two lines find no room above the note, and one would."""
    note = '<span class="footnote" id="n"><p id="note"><span class="number">1. </span>Of tin.</p></span>'
    called = f'<p id="called">Counted<a class="call" href="#n">1</a>{note}.</p>'
    short = '<p class="line">Boats.</p>' * lines
    made = set_text(f'{called}{short}<p id="next">{WORDS * 8}</p>')
    assert made.problems == ()
    pages = {line.block: line.page for line in made.lines if line.block in {"called", "note"}}
    assert pages == {"called": 0, "note": 0}
