"""Lines end where a careful compositor would end them."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.editions.pdf.linebreak.break_opportunities import (
    HyphenationRange,
    Hyphenator,
    break_opportunities,
)
from projects import REPOSITORY

FIXTURES = REPOSITORY / "tests" / "fixtures" / "paragraphs"

#: From this penalty on only need ends a line.
NEED = 1.0


def pairs(path: Path) -> tuple[str, list[tuple[str, str]]]:
    """The language of a fixture, and its texts with their places to break."""
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in rest if line and not line.startswith("#")]
    return first.removeprefix("# language: "), list(zip(kept[::2], kept[1::2], strict=True))


def marked(text: str, hyphenator: Hyphenator) -> str:
    """A text with its places to break. Unicode's own rules are taken to allow all that could be asked."""
    signs = " -–—/\N{SOFT HYPHEN}"
    allowed = [place for place in range(1, len(text)) if text[place - 1] in signs and text[place] != " "]
    marks = {
        cut.place: "!" if cut.penalty >= NEED else "|"
        for cut in break_opportunities(text, allowed, [HyphenationRange(0, len(text), hyphenator)])
    }
    return "".join(marks.get(place, "") + letter for place, letter in enumerate(text))


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.glob("*.txt")))
def test_lines_may_end_where_the_fixture_says(name: str) -> None:
    language, texts = pairs(FIXTURES / name)
    hyphenator = Hyphenator(language, (6, 2, 3), {}, frozenset())
    assert texts
    for text, expected in texts:
        assert marked(text, hyphenator) == expected


def test_an_exception_rules_over_the_patterns() -> None:
    hyphenator = Hyphenator("en-US", (6, 2, 3), {"harbourmaster": (7,)}, frozenset())
    assert hyphenator.places("Harbourmaster") == (7,)
    assert Hyphenator("en-US", (6, 2, 3), {}, frozenset()).places("Harbourmaster") == (3, 7, 10)


def test_a_spared_word_is_divided_at_need_only() -> None:
    """A name of the index costs more than any other word, at a sentence's beginning too."""
    hyphenator = Hyphenator("en-US", (6, 2, 3), {}, frozenset({"Thorvaldsen"}))
    text = "Thorvaldsen closed the harbour mouth."
    assert marked(text, hyphenator) == "Thor!vald!sen |closed |the |har|bour |mouth."


def test_a_written_soft_hyphen_alone_divides_its_word() -> None:
    text = "the lamp\N{SOFT HYPHEN}lighters came in"
    assert (
        marked(text, Hyphenator("en-US", (6, 2, 3), {}, frozenset()))
        == "the |lamp\N{SOFT HYPHEN}|lighters |came |in"
    )


def test_a_language_without_patterns_divides_nothing() -> None:
    assert Hyphenator("xx", (6, 2, 3), {}, frozenset()).places("lanterns") == ()


def test_a_hyphen_is_noted_as_one_whether_added_or_written() -> None:
    """So that neither kind makes a ladder."""
    text = "well-mannered lighthouses shone"
    allowed = [place for place in range(1, len(text)) if text[place - 1] in " -"]
    found = break_opportunities(
        text, allowed, [HyphenationRange(0, len(text), Hyphenator("en-US", (6, 2, 3), {}, frozenset()))]
    )
    assert [(cut.place, cut.hyphen) for cut in found if cut.divides] == [(5, False), (8, True), (19, True)]
