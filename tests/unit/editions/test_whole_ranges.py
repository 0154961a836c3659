"""Ranges of numbers are kept whole where they are looked up, and nowhere else."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.editions.sections import SectionKind
from florilegium.editions.whole_ranges import keep_ranges


def kept(body: str, kind: SectionKind = SectionKind.NOTES) -> str:
    tree = etree.fromstring(f"<html><body>{body}</body></html>")
    keep_ranges(tree, kind)
    return etree.tostring(tree.find("body"), encoding="unicode")[6:-7]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>pp. 49–50, 1914–18.</p>", "49–50 1914–18"),
        ("<li>See 5–7<i>, 8–9</i></li>", "5–7 8–9"),
        ("<p>A word–word, 3 – 4, a - b.</p>", ""),
    ],
)
def test_each_range_is_in_a_span(body: str, expected: str) -> None:
    tree = etree.fromstring(f"<b>{kept(body)}</b>")
    assert " ".join(span.text or "" for span in tree.iter("span")) == expected
    assert "".join(tree.itertext()) == "".join(etree.fromstring(body).itertext())


@pytest.mark.parametrize(
    "kind", [SectionKind.NOTES, SectionKind.WORKS_CITED, SectionKind.SOURCES, SectionKind.CONTENTS]
)
def test_ranges_are_kept_wherever_they_are_looked_up(kind: SectionKind) -> None:
    assert '<span class="range">29–31</span>' in kept("<p>1 (1920): 29–31.</p>", kind)


def test_a_range_between_two_links_is_joined() -> None:
    assert kept("<p><a>1</a>–<a>2</a></p>") == "<p><a>1</a>–\N{WORD JOINER}<a>2</a></p>"


def test_running_text_stays_as_it_is_but_for_notes_at_its_foot() -> None:
    assert kept("<p>In 1914–18.</p>", SectionKind.ARTICLE) == "<p>In 1914–18.</p>"
    foot = kept('<p>In<span class="footnote"><p>See 5–7.</p></span></p>', SectionKind.ARTICLE)
    assert '<span class="range">5–7</span>' in foot
