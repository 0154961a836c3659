"""A paragraph's lines give the paragraph back, and fill their measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from florilegium.editions.pdf.fonts.shape import FontSpec, ShapedFont, ShapedWord
from florilegium.editions.pdf.linebreak.break_opportunities import Hyphenator
from florilegium.editions.pdf.linebreak.breaking import ParagraphLines
from florilegium.editions.pdf.linebreak.composing import (
    BreakableParagraph,
    SetLine,
    TextPiece,
    _Ways,
    compose,
)
from florilegium.editions.pdf.linebreak.lines import BreakParameters
from florilegium.editions.pdf.linebreak.optical_margins import Margins
from florilegium.editions.pdf.linebreak.tokens import line_beginning, line_end

PARAMETERS = BreakParameters()
SENTENCE = (
    "the keeper of northern lanterns counted every harbour boat again, and wrote (without a word) what the "
    "water said: “nothing—nobody—nowhere” in his well-kept ledger of contradictions and considerations"
)


class Wooden:
    """Type in which every letter is one wide."""

    size = space = 1.0

    def word(self, text: str) -> ShapedWord:
        return ShapedWord(float(len(text)))

    def width(self, text: str) -> float:
        return float(len(text))


WOOD = cast(ShapedFont, Wooden())
ENGLISH = Hyphenator("en-US", (6, 2, 3), {}, frozenset())


def paragraph(
    texts: Sequence[str], measure: float, indent: float = 0.0, expansion: float = 0.0, **kind: object
) -> BreakableParagraph:
    """A paragraph of pieces, broken at spaces, hyphens and dashes."""
    text = "".join(texts)
    ends = (before == "\n" or (before in " -—" and after != " ") for before, after in pairwise(text))
    allowed = [place for place, ended in enumerate(ends, start=1) if ended]
    pieces = tuple(TextPiece(one, WOOD, ENGLISH, **kind) for one in texts)  # type: ignore[arg-type]
    return BreakableParagraph(pieces, allowed, WOOD, measure, indent, 2.0, expansion)


def set_lines(
    paragraph: BreakableParagraph, parameters: BreakParameters = PARAMETERS
) -> tuple[SetLine, ...] | None:
    """The lines of a paragraph, or None."""
    composed = compose(paragraph, parameters)
    return composed.lines if composed else None


def said(text: str, lines: Sequence[SetLine]) -> list[str]:
    return [text[line.start : line.end].strip() + ("‐" if line.hyphen else "") for line in lines]


TEXTS = st.lists(st.sampled_from(SENTENCE.split()), min_size=8, max_size=60).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(
    text=TEXTS,
    cut=st.integers(0, 60),
    measure=st.integers(24, 60),
    indent=st.integers(0, 4),
    expansion=st.sampled_from((0.0, 0.02, 0.1)),
)
def test_lines_give_the_text_back_and_fill_the_measure(
    text: str, cut: int, measure: int, indent: int, expansion: float
) -> None:
    """Every letter is on one line, in order; every line but the last fills its measure, and none is wider."""
    texts = [part for part in (text[:cut], text[cut:]) if part]
    lines = set_lines(paragraph(texts, measure, indent, expansion))
    if lines is None:
        return
    assert "".join(text[line.start : line.end] for line in lines) == text
    assert [line.start for line in lines[1:]] == [line.end for line in lines[:-1]]
    for number, line in enumerate(lines):
        wanted = measure - indent if number == 0 else measure
        words = said(text, [line])[0]
        spaces = words.count(" ")
        assert line.width == pytest.approx(
            (len(words) - spaces) * line.expansion + spaces * (1 + line.spacing)
        )
        assert abs(line.expansion - 1) <= expansion * PARAMETERS.emergency_expansion + 1e-9
        assert line.width <= wanted + 1e-6
        assert -PARAMETERS.shrink - 1e-9 <= line.spacing <= PARAMETERS.emergency_stretch + 1e-9
        if number < len(lines) - 1:
            assert line.width == pytest.approx(wanted)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, measure=st.integers(24, 60))
def test_pieces_change_nothing(text: str, measure: int) -> None:
    """A text cut into pieces at its spaces has the lines of the same text in one piece."""
    pieces = [part + " " for part in text.split()[:-1]] + text.split()[-1:]
    assert compose(paragraph(pieces, measure), PARAMETERS) == compose(paragraph([text], measure), PARAMETERS)


def test_letters_help_the_spaces() -> None:
    """What the letters take, the spaces need not; and in a last line both are natural."""
    text = "the keeper of the lanterns counted boats and wrote nothing of it"
    rigid = set_lines(paragraph([text], 27.8), BreakParameters(tolerance=3, emergency_stretch=3))
    expandable = set_lines(
        paragraph([text], 27.8, expansion=0.02), BreakParameters(tolerance=3, emergency_stretch=3)
    )
    assert rigid is not None
    assert expandable is not None
    assert said(text, rigid)[0] == said(text, expandable)[0] == "the keeper of the lanterns"
    assert rigid[0].expansion == 1
    assert expandable[0].expansion > 1
    assert 0 < expandable[0].spacing < rigid[0].spacing
    assert (expandable[-1].spacing, expandable[-1].expansion) == (0, 1)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, measure=st.integers(24, 60))
def test_what_can_be_set_without_an_emergency_is_set_so(text: str, measure: int) -> None:
    made = paragraph([text], measure, expansion=0.02)
    strict = replace(PARAMETERS, emergency_expansion=1.0, emergency_stretch=PARAMETERS.tolerance)
    calm = set_lines(made, strict)
    assert calm is None or set_lines(made) == calm


def test_letters_give_more_before_a_line_is_loose() -> None:
    """A line whose spaces would be 1.04 times wider than natural has letters half as supple again."""
    text = "the keeper of the lanterns counted boats and wrote nothing of it"
    made = paragraph([text], 30.6, expansion=0.02)
    rigid = set_lines(made, replace(PARAMETERS, emergency_expansion=1.0))
    supple = set_lines(made)
    assert rigid is not None
    assert supple is not None
    assert max(line.spacing for line in rigid) > PARAMETERS.tolerance
    assert max(line.spacing for line in supple) <= PARAMETERS.tolerance
    assert 1.02 < max(line.expansion for line in supple) <= 1.03 + 1e-9


def test_rivers_are_looked_for_where_the_spaces_are_set() -> None:
    """Letters that are wider move the spaces behind them; the spaces themselves are widened by no more than
    their line's spacing."""
    text = "the keeper of the lanterns counted boats and wrote nothing of it"
    made = paragraph([text], 27.8, indent=1.0, expansion=0.02)
    lines = ParagraphLines(made.measured.breaks, made.shape, PARAMETERS)
    search = lines.search()
    composed = compose(made, PARAMETERS)
    assert search is not None
    assert composed is not None
    justified = composed.lines[:-1]
    assert {line.expansion for line in justified} != {1.0}
    left = 1.0
    for line, gaps in zip(justified, _Ways(made.measured, lines)._gaps(search.chosen), strict=True):
        words = text[line.start : line.end].split()
        assert len(gaps) == len(words) - 1
        for word, (begins, ends) in zip(words, gaps, strict=False):
            assert begins == pytest.approx(left + len(word) * line.expansion)
            assert ends == pytest.approx(begins + 1 + line.spacing)
            left = ends
        left = 0.0


def test_a_hyphen_is_added_where_a_word_is_divided() -> None:
    text = "the keeper of the northern lanterns had considerations"
    lines = set_lines(
        paragraph([text + " of his own"], 48),
        BreakParameters(shrink=0.05, tolerance=0.2, emergency_stretch=0.2, ideal=0),
    )
    assert lines is not None
    assert said(text + " of his own", lines)[0] == "the keeper of the northern lanterns had consid‐"


def test_edges_of_boxes_are_part_of_the_line() -> None:
    """The padding of an inline box takes room from the words beside it."""
    texts = ["the keeper ", "of northern", " lanterns counted every harbour boat again and again, he said"]
    plain = set_lines(paragraph(texts, 40))
    boxed = paragraph(texts, 40)
    pieces = (boxed.pieces[0], TextPiece(texts[1], WOOD, ENGLISH, before=1.5, after=1.5), boxed.pieces[2])
    lines = set_lines(BreakableParagraph(pieces, boxed.allowed, WOOD, 40, 0, 2))
    assert plain is not None
    assert lines is not None
    assert lines[0].spacing < plain[0].spacing or lines[0].end < plain[0].end
    assert lines[0].width == pytest.approx(40)


def test_a_line_may_be_asked_for() -> None:
    """A newline ends its line, whose spaces stay natural, and the space after it is none."""
    texts = ["the keeper of lanterns", "\n", " counted every boat in the harbour and went to bed"]
    lines = set_lines(paragraph(texts, 30))
    assert lines is not None
    text = "".join(texts)
    assert said(text, lines)[0] == "the keeper of lanterns"
    assert lines[0].spacing == 0
    assert said(text, lines)[1].startswith("counted every")


def test_what_stands_out_gives_its_room_to_the_line() -> None:
    """A comma that hangs by half of its width leaves the spaces half a letter more."""
    text = "the keeper of the lanterns, counted boats and wrote nothing"
    straight = set_lines(paragraph([text], 27), BreakParameters(tolerance=3, emergency_stretch=3))
    hanging = set_lines(
        paragraph([text], 27, margins=Margins(right={",": 0.5})),
        BreakParameters(tolerance=3, emergency_stretch=3),
    )
    assert straight is not None
    assert hanging is not None
    assert said(text, straight)[0] == said(text, hanging)[0] == "the keeper of the lanterns,"
    assert straight[0].spacing == pytest.approx(0)
    assert hanging[0].spacing * 4 == pytest.approx(0.5)
    assert hanging[0].width == pytest.approx(27.5)


def test_an_indented_first_letter_does_not_hang() -> None:
    margins = Margins(left={"“": 0.5})
    text = "“the keeper of the lanterns counted all the boats and went to bed”"
    flush = set_lines(paragraph([text], 30, margins=margins))
    indented = set_lines(paragraph([text], 30, 2.0, margins=margins))
    assert flush is not None
    assert indented is not None
    assert flush[0].hang == 0.5
    assert indented[0].hang == 0


def test_a_paragraph_that_cannot_be_set_is_told() -> None:
    assert compose(paragraph(["a" * 30 + " and " + "b" * 30], 20), PARAMETERS) is None


def test_a_word_that_the_face_lacks_is_measured_elsewhere() -> None:
    """Without a file, and for any letter that the file does not have."""
    font = ShapedFont(FontSpec(b"", 0, 16.0, 0.0, {}, "en"), lambda word: 3.0 * len(word))
    assert font.width("abc") == 9.0
    assert font.space == 3.0


def test_lines_that_begin_or_end_alike_are_few() -> None:
    """Of the ways that are about as even, the one is taken with fewest lines like their neighbours."""
    words = SENTENCE.replace("—", " ").split()
    texts = [" ".join(words[at:] + words[:at] + words[at:]) for at in range(len(words))]
    faults = []
    for parameters in (PARAMETERS, replace(PARAMETERS, similar_demerits=0.0)):
        found = 0
        for text, measure in ((text, measure) for text in texts for measure in (44, 56, 68)):
            lines = set_lines(paragraph([text], measure), parameters) or ()
            found += sum(_alike(text, one, two) for one, two in pairwise(lines))
        faults.append(found)
    assert faults[0] < faults[1]


def _alike(text: str, one: SetLine, two: SetLine) -> int:
    small = text.lower()
    ends = line_end(small, one.end), line_end(small, two.end)
    beginnings = line_beginning(small, one.start), line_beginning(small, two.start)
    return sum(any(a and a == b for a, b in zip(*pair, strict=True)) for pair in (ends, beginnings))


def test_places_with_the_same_ends_share_them() -> None:
    """A text has places by the ten thousand, and its paragraphs are all held at once."""
    text = "of the sea and of the land"
    assert line_end(text, 6) == ("", "the")
    assert line_end(text, 6) is line_end(text, 21)
    assert line_beginning(text, 3) is line_beginning(text, 18)
