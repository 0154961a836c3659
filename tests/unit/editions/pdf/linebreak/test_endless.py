"""What runs on without an end costs time in proportion to its length, and no letter of it is lost."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.editions.pdf.linebreak.break_opportunities import break_opportunities
from florilegium.editions.pdf.linebreak.tokens import tokens
from florilegium.editions.pdf.section.long_words import divide_long_words

RUNS = ["a", '"', "[1]", "&", "ab\N{SOFT HYPHEN}", "e\N{COMBINING ACUTE ACCENT}", "https://example.org/a"]


@pytest.mark.parametrize("run", RUNS)
def test_a_run_without_an_end_may_be_divided(run: str) -> None:
    """No stretch of more than 64 letters is left whole, in any element, and the letters stay."""
    tree = etree.fromstring("<body><p><a>x</a></p></body>")
    text = run * 2000
    tree[0][0].text, tree[0][0].tail = text, text
    divide_long_words(tree)
    for done in (tree[0][0].text, tree[0][0].tail):
        assert done is not None
        pieces = done.split("\N{ZERO WIDTH SPACE}")
        assert max(map(len, pieces)) <= 64
        assert "".join(pieces) == text


def test_marks_stay_with_their_letter() -> None:
    tree = etree.fromstring("<body><p/></body>")
    tree[0].text = "a\N{COMBINING ACUTE ACCENT}" * 400
    divide_long_words(tree)
    pieces = (tree[0].text or "").split("\N{ZERO WIDTH SPACE}")
    assert len(pieces) > 20
    assert not any(piece.startswith("\N{COMBINING ACUTE ACCENT}") for piece in pieces)


def test_words_of_any_length_that_people_write_stay_whole() -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    assert tokens(f"a {word} b") == ["a", " ", word, " ", "b"]


@pytest.mark.parametrize("run", RUNS)
def test_steps_grow_with_the_text_and_not_with_its_square(run: str) -> None:
    """A word is measured once for each place in it; so it is taken in pieces that have a bound."""
    assert max(map(len, tokens(run * 5000))) <= 256
    text = run * 5000
    assert len(break_opportunities(text, range(1, len(text)), ())) <= len(text)
