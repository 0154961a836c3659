"""What is between two signs of a finished line: nothing, a word space, or a space that may be fixed."""

from __future__ import annotations

import pytest

from florilegium.editions.pdf.proof import figures
from florilegium.editions.pdf.proof.figures import PrintedLine, _Gap, _GapKind, _word_spaces
from florilegium.editions.pdf.proof.placed_glyphs import PlacedGlyph


@pytest.mark.parametrize(
    ("gap", "kind"),
    [
        (_Gap("a", "b", 0.5, False), _GapKind.WITHIN),
        (_Gap("a", "b", 0.01, True), _GapKind.WORDS),
        (_Gap("a", "b", 0.1, None), _GapKind.WITHIN),
        (_Gap("a", "b", 0.11, None), _GapKind.WORDS),
        (_Gap("\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}", "b", 0.2, True), _GapKind.FIXED),
        (_Gap("a", "?", 0.2, None), _GapKind.FIXED),
        (_Gap("a", "?", 0.0, None), _GapKind.WITHIN),
        (_Gap("a", "?", 0.2, False), _GapKind.WITHIN),
    ],
)
def test_the_first_rule_that_holds_says_what_a_gap_is(gap: _Gap, kind: _GapKind) -> None:
    assert gap.kind is kind


def test_every_rule_has_a_name_of_its_own_and_the_last_holds_for_all() -> None:
    names = [rule.name for rule in figures._GAP_RULES]
    assert len(set(names)) == len(names)
    assert figures._GAP_RULES[-1].holds(_Gap("", "", 0.0, None))


def test_a_fixed_space_counts_where_it_is_like_the_others_of_its_line() -> None:
    line = [_Gap("a", "b", 0.25, True), _Gap("c", ";", 0.26, True), _Gap("d", "!", 0.12, True)]
    assert _word_spaces(line) == (0.25, 0.26)


def test_fixed_spaces_alone_are_none_between_words() -> None:
    assert _word_spaces([_Gap("a", ";", 0.2, True)]) == ()


def placed(text: str, left: float) -> PlacedGlyph:
    return PlacedGlyph(text=text, left=left, advance=5.0, base=100.0, size=10.0)


def test_a_line_in_which_fixed_spaces_alone_are_written_has_its_word_spaces_too() -> None:
    """XeTeX writes the narrow space beside `»` as a glyph, and leaves gaps between words."""
    signs = [placed("a", 0), placed("b", 7.5), placed(" ", 12.5), placed("»", 14), placed("c", 21.5)]
    gaps = list(figures._gaps([sign for sign in signs if sign.text != " "], [12.5], 10.0))
    assert [gap.kind for gap in gaps] == [_GapKind.WORDS, _GapKind.FIXED, _GapKind.FIXED]
    assert _word_spaces(gaps) == (0.25, 0.25)


def ending_at(edge: float, space: float) -> PrintedLine:
    return PrintedLine(0, "a b c", 50.0, edge, 100.0, 10.0, (space, space), 0.2)


def test_lines_that_say_the_same_make_no_margin() -> None:
    """Four last lines of the same words end at the same place, with the spaces that their face has."""
    alike = [ending_at(253.0 + at / 10, 0.2) for at in range(4)]
    filled = [ending_at(389.8, 0.2 + at / 50) for at in range(4)]
    assert figures._margins([*alike, *filled]) == [389.8]
