"""The breaks that are found are the best there are, by any other way of finding them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from florilegium.editions.pdf.linebreak import breaking
from florilegium.editions.pdf.linebreak.breaking import ParagraphLines
from florilegium.editions.pdf.linebreak.lines import (
    Break,
    BreakParameters,
    LineWidths,
    adjustment_ratio,
)

#: A letter is one wide, a space too; so widths can be counted.
SHAPE = LineWidths(first=20, other=20, space=1, indent=2)
PARAMETERS = BreakParameters(shrink=0.5, tolerance=1.0, emergency_expansion=1.0, emergency_stretch=3.0)


def breaks_of(text: str, hyphens: str = "|") -> list[Break]:
    """A text with its places to break: spaces, and bars where a word may be divided."""
    found, at, spaces = [], 0.0, 0
    for letter in text:
        expandable = at - spaces
        if letter == " ":
            found.append(
                Break(at, at + 1, spaces, spaces + 1, expandable=expandable, expandable_after=expandable)
            )
            at, spaces = at + 1, spaces + 1
        elif letter in hyphens:
            found.append(
                Break(
                    at + 1,
                    at,
                    spaces,
                    spaces,
                    divides=True,
                    expandable=expandable + 1,
                    expandable_after=expandable,
                )
            )
        else:
            at += 1
    return [*found, Break(at, at, spaces, spaces, forced=True, expandable=at - spaces)]


def broken(text: str, places: Sequence[int]) -> list[str]:
    """A text's lines when it is broken at some of its places."""
    ends = [at for at, letter in enumerate(text) if letter in " |"] + [len(text)]
    taken = [ends[place] for place in places]
    return [text[start:end].strip(" |").replace("|", "") for start, end in pairwise([0, *taken])]


def best_breaks(
    breaks: Sequence[Break], shape: LineWidths, parameters: BreakParameters
) -> tuple[int, ...] | None:
    """The breaks to take, or None."""
    found = ParagraphLines(breaks, shape, parameters).search()
    return found.chosen if found else None


def demerits(
    breaks: Sequence[Break], chosen: Sequence[int], shape: LineWidths, parameters: BreakParameters
) -> float | None:
    """What a choice of breaks costs; None when one of its lines cannot be set."""
    return ParagraphLines(breaks, shape, parameters).demerits(chosen)


def lines(text: str, measure: float, parameters: BreakParameters) -> list[str]:
    """The text's best lines in a measure of so many letters."""
    chosen = best_breaks(breaks_of(text), LineWidths(measure, measure, 1, 4), parameters)
    assert chosen is not None
    return broken(text, chosen)


def every_way(breaks: Sequence[Break], shape: LineWidths, parameters: BreakParameters) -> Iterator[float]:
    """What each possible choice of breaks costs, the hard way."""
    places = range(len(breaks) - 1)
    for count in range(len(breaks)):
        for chosen in combinations(places, count):
            found = demerits(breaks, (*chosen, len(breaks) - 1), shape, parameters)
            if found is not None:
                yield found


def greedy(breaks: Sequence[Break], shape: LineWidths) -> tuple[int, ...]:
    """As a browser breaks: each line takes what fits with natural spaces."""
    chosen: list[int] = []
    start, width, last = shape.begin, shape.first, -1
    for place, end in enumerate(breaks):
        if end.end - start > width and last >= 0 and last not in chosen:
            chosen.append(last)
            start, width = breaks[last].start, shape.other
        last = place
    return (*chosen, len(breaks) - 1)


def test_a_line_gives_up_a_word_that_the_next_one_needs() -> None:
    """Filled one by one, the lines of these two would stand wide open; both are set evenly by giving way."""
    loose = BreakParameters(shrink=0.4, tolerance=1.6, emergency_stretch=1.6)
    text = "she counted the lanterns along the quay and found that one of the boats had not returned"
    assert broken(text, greedy(breaks_of(text), LineWidths(23, 23, 1, 2))) == [
        "she counted the",
        "lanterns along the quay",
        "and found that one of",
        "the boats had not",
        "returned",
    ]
    assert lines(text, 23, loose) == [
        "she counted the lanterns",
        "along the quay and found",
        "that one of the boats",
        "had not returned",
    ]
    assert lines(
        "no one in the village could remember a harder winter or a longer wait for the thaw", 22, loose
    ) == [
        "no one in the village",
        "could remember a harder",
        "winter or a longer wait",
        "for the thaw",
    ]


def test_a_word_is_divided_where_nothing_else_will_do() -> None:
    parameters = BreakParameters(shrink=0.4, tolerance=1.0, emergency_stretch=1.0)
    text = "she counted the lan|terns along the quay"
    assert lines(text, 20, parameters) == ["she counted the lan", "terns along the quay"]
    assert lines(text, 24, parameters) == ["she counted the lanterns", "along the quay"]


def test_the_dearer_of_two_breaks_is_left() -> None:
    """A penalty on a break moves it elsewhere, even at some cost to the spaces."""
    text = "she counted the lanterns along the quay and found that one of the boats had not returned"
    loose = BreakParameters(shrink=0.4, tolerance=9.0, emergency_stretch=9.0)
    shape, breaks = LineWidths(23, 23, 1, 2), breaks_of(text)
    free = best_breaks(breaks, shape, loose)
    assert free is not None
    penalised = [one._replace(penalty=2000.0) if at == free[0] else one for at, one in enumerate(breaks)]
    assert free[0] not in (best_breaks(penalised, shape, loose) or ())


def test_three_hyphens_never_stand_in_a_row() -> None:
    """Where only three in a row would do there is no way at all."""
    text = "|".join(["a" * 19] * 4)
    rigid = BreakParameters(shrink=0.01, tolerance=0.01, emergency_stretch=0.01)
    assert best_breaks(breaks_of(text), SHAPE, rigid) is None
    assert best_breaks(breaks_of(text), SHAPE, replace(rigid, consecutive_hyphens=3)) == (
        0,
        1,
        2,
        3,
    )


def test_no_way_is_told_as_none() -> None:
    assert best_breaks(breaks_of("a" * 30 + " b"), SHAPE, PARAMETERS) is None


def test_a_second_try_allows_wider_spaces() -> None:
    text = "aaaaaaa bbbbbb cccccccccccccc dddd"
    assert (
        best_breaks(breaks_of(text), SHAPE, BreakParameters(shrink=0.1, tolerance=1, emergency_stretch=1))
        is None
    )
    assert (
        best_breaks(breaks_of(text), SHAPE, BreakParameters(shrink=0.1, tolerance=1, emergency_stretch=6))
        is not None
    )


def test_a_last_line_is_longer_than_the_indent_where_it_can_be() -> None:
    """A syllable alone on a line looks like a gap between paragraphs."""
    text = "old men drew their boats up from the water before the first storms of autumn came so"
    loose = BreakParameters(shrink=0.4, tolerance=3.0, emergency_stretch=3.0)
    assert lines(text, 28, replace(loose, short_line_demerits=0.0))[-1] == "so"
    assert lines(text, 28, replace(loose, short_line_demerits=99.0))[-1] == "first storms of autumn came so"


def test_no_word_stands_alone_on_the_last_line() -> None:
    """Not even a long one, where the lines before it can give it company."""
    text = (
        "old men drew their boats up from the water before the first storms of the autumn came considerably"
    )
    loose = BreakParameters(shrink=0.4, tolerance=3.0, emergency_stretch=3.0)
    assert lines(text, 30, replace(loose, short_line_demerits=0.0))[-1] == "considerably"
    assert lines(text, 30, loose)[-1] == "came considerably"


def test_neighbours_are_set_alike() -> None:
    """With each line by itself the best, the spaces of two neighbours differ by more than a space."""
    text = "came quay had and had all the and night had quay by us late before"
    alone = replace(PARAMETERS, tolerance=3.0, emergency_stretch=3.0, adjacent_demerits=0.0)

    def contrast(parameters: BreakParameters) -> float:
        breaks = breaks_of(text)
        chosen = best_breaks(breaks, SHAPE, parameters) or ()
        spans = ParagraphLines(breaks, SHAPE, parameters).spans(chosen)
        ratios = [span.ratio(SHAPE, parameters) for span in spans if not span.forced]
        return max(abs(one - two) for one, two in pairwise(ratios))

    assert contrast(alone) > 1
    assert contrast(replace(alone, adjacent_demerits=9.0)) == 0


WORDS = st.lists(st.integers(1, 9), min_size=3, max_size=11)


@settings(max_examples=150, deadline=None)
@given(
    words=WORDS,
    divided=st.sets(st.integers(0, 10)),
    indent=st.integers(0, 4),
    expansion=st.sampled_from((0.0, 0.02, 0.1)),
)
def test_no_choice_is_better(words: list[int], divided: set[int], indent: int, expansion: float) -> None:
    """On short texts every choice of breaks can be tried: none costs less; none exists when none is found."""
    text = " ".join(
        "a" * (size // 2) + "|" + "a" * (size - size // 2) if at in divided and size > 5 else "a" * size
        for at, size in enumerate(words)
    )
    shape = LineWidths(first=16 - indent, other=16, space=1, indent=2, expansion=expansion)
    breaks = breaks_of(text)
    for tolerance in (PARAMETERS.tolerance, PARAMETERS.emergency_stretch):
        parameters = replace(PARAMETERS, tolerance=tolerance, emergency_stretch=tolerance)
        chosen = best_breaks(breaks, shape, parameters)
        costs = list(every_way(breaks, shape, parameters))
        if chosen is None:
            assert not costs
        else:
            found = demerits(breaks, chosen, shape, parameters)
            assert found == pytest.approx(min(costs))


@settings(max_examples=150, deadline=None)
@given(words=st.lists(st.integers(1, 9), min_size=8, max_size=80))
def test_greedy_lines_never_cost_less(words: list[int]) -> None:
    breaks = breaks_of(" ".join("a" * size for size in words))
    parameters = BreakParameters(shrink=0.5, tolerance=9, emergency_stretch=9)
    chosen = best_breaks(breaks, SHAPE, parameters)
    other = demerits(breaks, greedy(breaks, SHAPE), SHAPE, parameters)
    if other is not None:
        assert chosen is not None
        own = demerits(breaks, chosen, SHAPE, parameters)
        assert own is not None
        assert own <= other + 1e-9


@settings(max_examples=100, deadline=None)
@given(words=st.lists(st.integers(1, 9), min_size=8, max_size=80))
def test_no_line_is_wider_than_its_measure(words: list[int]) -> None:
    """With its spaces shrunk as far as they may, every line fits."""
    breaks = breaks_of(" ".join("a" * size for size in words))
    chosen = best_breaks(breaks, SHAPE, PARAMETERS)
    if chosen is None:
        return
    start, spaces = 0.0, 0
    for place in chosen:
        end = breaks[place]
        least = end.end - start - (end.spaces - spaces) * SHAPE.space * PARAMETERS.shrink
        assert least <= SHAPE.other + 1e-9
        start, spaces = end.start, end.spaces_after


@settings(max_examples=150, deadline=None)
@given(
    words=st.lists(st.integers(1, 9), min_size=3, max_size=60),
    divided=st.sets(st.integers(0, 60)),
    expansion=st.sampled_from((0.0, 0.02, 0.1)),
    ideal=st.sampled_from((0.0, 0.14, 0.5)),
    shrink=st.sampled_from((0.01, 0.375, 0.6)),
)
def test_no_line_is_passed_over_that_could_be_set(
    words: list[int], divided: set[int], expansion: float, ideal: float, shrink: float
) -> None:
    """The same breaks are found when nothing is told of a line from its ends, and each is weighed."""
    text = " ".join("a" * size + "|aa" * (at in divided) for at, size in enumerate(words))
    shape = LineWidths(first=14, other=16, space=1, indent=2, expansion=expansion)
    breaks = breaks_of(text)
    parameters = BreakParameters(shrink=shrink, ideal=ideal, tolerance=1.0, emergency_stretch=3.0)
    found = best_breaks(breaks, shape, parameters)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(breaking, "_TRIFLE", 1e9)
        assert best_breaks(breaks, shape, parameters) == found


def test_work_grows_with_the_length_of_the_paragraph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the words are ten times the lines to weigh, not a hundred."""
    weighed = 0
    plain = adjustment_ratio

    def counting(*line: Any) -> float | None:
        nonlocal weighed
        weighed += 1
        return plain(*line)

    monkeypatch.setattr(breaking, "adjustment_ratio", counting)
    counts = []
    for times in (1, 10):
        weighed = 0
        text = " ".join("a" * (2 + at * at % 7) for at in range(150 * times))
        assert best_breaks(breaks_of(text), SHAPE, PARAMETERS)
        counts.append(weighed)
    assert counts[1] < 11 * counts[0]
