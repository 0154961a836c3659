"""Lines that are cast beforehand stand where WeasyPrint would have put them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from florilegium.editions.pdf.section.printed_section import Layout

Set = Callable[..., Layout]

SENTENCE = (
    "The keeper of the northern mole had kept his accounts in a ledger since the great storm and the flood. "
)
RAISED = f'{SENTENCE}<a class="call" href="#n">7</a> {SENTENCE}<b>{SENTENCE}</b> {SENTENCE}'
EDGED = f'{SENTENCE}<b style="padding: 0 3pt; margin: 0 2pt">{SENTENCE}{SENTENCE}</b> {SENTENCE}'


@pytest.mark.parametrize(
    "text", [f"{SENTENCE * 3}<br/><br/>{SENTENCE * 3}", RAISED, EDGED], ids=["breaks", "raised", "edged"]
)
def test_lines_stand_as_far_apart_as_without(set_body: Set, text: str) -> None:
    """An empty line has its height; a call that is raised, or a box with edges, changes none."""
    body = f'<p id="p">{text}</p><p id="n">A note.</p>'
    ours, plain = set_body(body), set_body(body, composed=False)
    assert (ours.composed, plain.composed) == (1, 0)
    tops, others = ({round(line.top - 60, 2) % 14 for line in one.lines} for one in (ours, plain))
    assert tops == others
    assert ours.anchors["n"].top % 14 == plain.anchors["n"].top % 14
    if "<br/>" in text:
        heights = sorted({line.top for line in ours.lines if line.block == "p"})
        assert 28 in {round(two - one) for one, two in pairwise(heights)}
