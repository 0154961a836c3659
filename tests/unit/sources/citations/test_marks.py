"""Pandoc's citations: what a mark cites, at which place, and what is none."""

from __future__ import annotations

import pytest

from florilegium.sources.citations.marks import CitationMark, Cite, mark_at


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        ("[@moss]", [Cite("moss")]),
        (
            "[see @moss, pp. 3-5, and more; -@vane]",
            [Cite("moss", "see ", "page", "3-5", ", and more"), Cite("vane", alone=True)],
        ),
        ("[@moss, chap. 2]", [Cite("moss", "", "chapter", "2")]),
        ("[@moss, 12]", [Cite("moss", "", "page", "12")]),
        ("[@moss, xiv-xv]", [Cite("moss", "", "page", "xiv-xv")]),
        ("[@moss, passim]", [Cite("moss", suffix=", passim")]),
        ("[@{a key/of:mine}]", [Cite("a key/of:mine")]),
        ("[@moss:1887_a.]", [Cite("moss:1887_a", suffix=".")]),
    ],
)
def test_a_bracket_cites_works(text: str, cites: list[Cite]) -> None:
    mark = mark_at(text, 0)
    assert mark is not None
    assert (list(mark.cites), mark.end, mark.narrative) == (cites, len(text), False)
    assert CitationMark.of_text(mark.to_text()).cites == mark.cites


def test_a_word_cites_a_work() -> None:
    """Its author is a word of the sentence; a place may stand in brackets behind it."""
    mark = mark_at("@moss [p. 3] says", 0)
    assert mark is not None
    assert (mark.cites, mark.end, mark.narrative) == ((Cite("moss", "", "page", "3"),), 12, True)
    assert mark_at("so @moss.", 3) is not None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a@b.org", 1),
        ("[a@b.org](x)", 0),
        ("[moss]", 0),
        ("[@a; b]", 0),
        ("\\@moss", 1),
        ("@ moss", 0),
        ("[x](@y)", 0),
    ],
)
def test_what_is_no_citation(text: str, place: int) -> None:
    assert mark_at(text, place) is None
