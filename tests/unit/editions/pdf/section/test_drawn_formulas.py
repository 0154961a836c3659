"""Formulas are drawn as large as the text, on its base line and its grid; what cannot be drawn is told."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.pdf.section.drawn_formulas import draw_formulas
from florilegium.editions.pdf.section.trim import LEADING, page_of
from florilegium.editions.pdf.weasyprint.layout_problems import formula_faults
from florilegium.sources.formulas.canonical import from_mathml, from_tex

PAGE = page_of((152.4, 228.6))


def drawn(tex: str, *, display: bool = False) -> Element:
    """Return a document with one formula, drawn."""
    tree = etree.fromstring("<html><body><p>So <math/> is.</p></body></html>")
    math = tree.find(".//math")
    math.attrib.update(from_tex(tex, "en", display).attributes())
    math.text = runs.OBJECT
    draw_formulas(tree, PAGE)
    return tree


def lengths(tree: Element) -> dict[str, list[float]]:
    """Return the lengths in the style of the picture, by property."""
    parts = (one.partition(":") for one in tree.find(".//img").get("style").split(";"))
    return {name.strip(): [float(one) for one in re.findall(r"-?[\d.]+", value)] for name, _, value in parts}


def test_a_letter_stands_on_its_base_line() -> None:
    """One with a descender hangs below it, and none is higher than its line."""
    plain, low = lengths(drawn("x")), lengths(drawn("y"))
    assert abs(plain["vertical-align"][0]) < 0.03 < -low["vertical-align"][0]
    assert plain["margin"] == low["margin"][:1] * 1 + [0.0, 0.0] or sum(plain["margin"]) == 0


@pytest.mark.parametrize("tex", [r"\frac{a}{b}", r"\begin{pmatrix}a\\b\end{pmatrix}", r"x^{y^{z^2}}"])
def test_a_high_formula_fills_whole_lines(tex: str) -> None:
    """With its margins it is no higher than a line, or a number of lines of the grid."""
    style = lengths(drawn(tex))
    box = 11 * (style["height"][0] + style["margin"][0] + style["margin"][-1])
    assert box < LEADING or abs(box / LEADING - round(box / LEADING)) < 0.02


@pytest.mark.parametrize("tex", ["x", r"\sum_{i=1}^{n} i", r"\frac{\frac{a}{b}}{c}"])
def test_a_display_fills_whole_lines(tex: str) -> None:
    style = lengths(drawn(tex, display=True))
    box = style["height"][0] + 2 * style["margin"][0]
    assert abs(box / LEADING - round(box / LEADING)) < 0.01


def test_a_formula_is_no_wider_than_the_page() -> None:
    tree = drawn("+".join("abcdefgh" * 12), display=True)
    assert lengths(tree)["width"][0] <= PAGE.measure + 0.01
    assert [problem.code for problem in formula_faults(tree, "a.md")] == ["E017"]


def test_what_no_outline_is_known_for_stands_as_text() -> None:
    tree = drawn(r"\text{日} = 1")
    assert "".join(tree.itertext()) == "So 日 = 1 is."
    (problem,) = formula_faults(tree, "a.md")
    assert "日 = 1" in problem.message


def test_the_same_formula_gives_the_same_bytes() -> None:
    assert etree.tostring(drawn(r"\sqrt{x}")) == etree.tostring(drawn(r"\sqrt{x}"))


def test_a_hyphen_among_signs_is_drawn_as_a_minus() -> None:
    """Word writes one; given as a text, the library's pattern for it took the elements before it along."""
    told = "<math><mo>(</mo><mi>n</mi><mo>-</mo><mn>1</mn><mo>)</mo><mo>=</mo><mn>-2</mn></math>"
    tree = etree.fromstring("<html><body><p>So <math/> is.</p></body></html>")
    math = tree.find(".//math")
    math.attrib.update(from_mathml(etree.fromstring(told), "en").attributes())
    draw_formulas(tree, PAGE)
    assert tree.find(".//img") is not None
    assert list(formula_faults(tree, "a.md")) == []


def test_a_binomial_coefficient_is_no_fraction() -> None:
    assert from_tex(r"\binom{n}{k}", "en", False).line == "(n¦k)"
    assert from_tex(r"\frac{n}{k}", "en", False).line == "n/k"
