"""The layout of a drawn cover, with lines of letters that are all equally wide."""

from __future__ import annotations

from dataclasses import dataclass

from florilegium.editions.cover.cover_layout import (
    COLOURS,
    FLOWERS,
    MEASURE,
    CoverStyle,
    colour_of,
    even_breaks,
    label_top,
    title_blocks,
)
from florilegium.editions.cover.words import Words


@dataclass(frozen=True)
class Plain:
    """A line whose letters are half as wide as its type is high."""

    text: str
    style: CoverStyle


class Typewriter:
    """Sets lines of such letters."""

    def lines(self, text: str, style: CoverStyle) -> tuple[Plain, ...]:
        words = text.split(" ")
        widths = [len(word) * style.size / 2 for word in words]
        breaks = even_breaks(widths, style.size / 2, MEASURE)
        return tuple(Plain(" ".join(words[first:after]), style) for first, after in breaks)

    def width(self, line: Plain) -> float:
        return len(line.text) * line.style.size / 2

    def size(self, line: Plain) -> float:
        return line.style.size


def laid_out(words: Words) -> list[Plain]:
    return [line for block in title_blocks(words, Typewriter()) for line in block.lines]


def test_words_stand_from_the_series_to_the_publisher() -> None:
    lines = laid_out(Words("Ferns", "A Walk", "Ann Bracken", "Small Books, 3", "Fernhill"))
    assert [line.text for line in lines] == [
        *("Small Books, 3", "Ferns", "A Walk", FLOWERS, "Ann Bracken", "Fernhill")
    ]
    assert [line.text for line in laid_out(Words("Ferns"))] == ["Ferns", FLOWERS]


def test_a_title_is_as_large_as_five_lines_allow() -> None:
    assert laid_out(Words("Ferns"))[0].style.size == 176
    *lines, _ = laid_out(Words(" ".join(["fern and bracken"] * 5)))
    assert 64 < lines[0].style.size < 176 and len(lines) == 5
    larger = CoverStyle(lines[0].style.size + 8)
    assert len(Typewriter().lines(" ".join(line.text for line in lines), larger)) > 5


def test_no_word_leaves_the_label() -> None:
    (title, _) = laid_out(Words("F" * 60))
    assert Typewriter().width(title) <= MEASURE + 1e-9


def test_a_name_is_broken_before_it_is_too_small_to_read() -> None:
    name = "Maximiliana\N{NO-BREAK SPACE}Featherstonehaugh-Worcestershire"
    whole = [line.text for line in laid_out(Words("T", names=name[:38]))[2:]]
    broken = laid_out(Words("T", names=f"{name}-Cholmondeley"))[2:]
    assert whole == [name[:38]]
    assert len(broken) > 1 or broken[0].style.size >= 56 * 0.7


def test_lines_are_few_and_even() -> None:
    assert even_breaks([4, 4, 4, 4], 1, 15) == [(0, 2), (2, 4)]
    assert even_breaks([30, 2], 1, 15) == [(0, 1), (1, 2)]
    assert even_breaks([], 1, 15) == []


def test_a_label_stands_a_little_above_the_middle_and_never_at_the_edge() -> None:
    assert label_top(2400, 1400) == 400
    assert label_top(2400, 2380) == 170


def test_a_seed_keeps_its_colour() -> None:
    assert colour_of("urn:uuid:1") == colour_of("urn:uuid:1")
    assert {colour_of(str(seed)) for seed in range(200)} == set(range(COLOURS))
