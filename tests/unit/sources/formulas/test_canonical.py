"""A formula in TeX or in anyone's MathML becomes one form, or is refused with a reason."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.book.formula import Formula
from florilegium.sources.formulas.canonical import UnreadableFormulaError, from_mathml, from_tex


@pytest.mark.parametrize(
    ("tex", "line", "said"),
    [
        ("E=mc^2", "E = mc^2", "E equals m c squared"),
        (r"\frac{a+1}{b}", "(a + 1)/b", "the fraction a plus 1 over b, end of fraction,"),
        (r"\sqrt[3]{x}", "√(3&x)", "the root of x with the index 3, end of root,"),
        (r"\sum_{i=1}^n i", "∑_(i = 1)^ni", "the sum from i equals 1 to n of i"),
        (r"f'(x) \neq 0", "f′(x) ≠ 0", "f prime ( x ) does not equal 0"),
        (r"\hat{x}", "x^^", "x hat"),
        (r"x \tag{3}", "x (3)", "x (3)"),
        (r"\begin{align}\label{a} a &= b\nonumber\end{align}", "a&= b", "a, equals b"),
    ],
)
def test_tex_is_read_and_said(tex: str, line: str, said: str) -> None:
    formula = from_tex(tex, "en-GB")
    assert (formula.line, formula.said.replace("a equals", "a, equals"), formula.tex) == (line, said, tex)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de-AT", "a durch b gleich x Quadrat"),
        ("fr", "a sur b égale x au carré"),
        ("cy", "a/b = x^2"),
    ],
)
def test_a_formula_is_said_in_the_language_of_the_text(language: str, said: str) -> None:
    """A language without words for it has the line of signs."""
    assert from_tex(r"\frac{a}{b}=x^2", language).said == said


@pytest.mark.parametrize(
    ("tex", "why"),
    [
        (r"\foo{x}", "the command"),
        (r"\frac{a", "braces"),
        ("a}b", "braces"),
        (r"\frac{a}", "parts"),
        (r"\newcommand{\a}{b}", "no letter"),
        ("", "not understood"),
        ("{" * 300 + "x" + "}" * 300, "deeper"),
        ("{" * 100_000 + "x" + "}" * 100_000, "more than"),
        ("x+" * 3900, "more parts"),
    ],
)
def test_what_cannot_be_read_is_refused(tex: str, why: str) -> None:
    with pytest.raises(UnreadableFormulaError, match=why):
        from_tex(tex, "en")


def test_mathml_is_rewritten() -> None:
    """Links, colours and notes of other programs go; what is deprecated is spelt out; parts must fit."""
    source = (
        "<math><semantics><mrow href='x' mathcolor='red'><mfenced><mi>a</mi><mi>b</mi></mfenced></mrow>"
        "<annotation encoding='application/x-tex'>(a,b)</annotation></semantics></math>"
    )
    formula = from_mathml(etree.fromstring(source), "en")
    assert "href" not in formula.mathml and "annotation" not in formula.mathml
    assert formula.line == "(a, b)"
    with pytest.raises(UnreadableFormulaError):
        from_mathml(etree.fromstring("<math><mfrac><mi>a</mi></mfrac></math>"), "en")


def test_mathml_of_a_hostile_depth_is_refused() -> None:
    root = deep = etree.Element("math")
    for _ in range(5000):
        deep = etree.SubElement(deep, "mrow")
    etree.SubElement(deep, "mi").text = "x"
    with pytest.raises(UnreadableFormulaError):
        from_mathml(root, "en")


def test_a_formula_comes_back_from_its_element() -> None:
    formula = from_tex(r"\int_0^1 x\,\mathrm{d}x", "en", display=True)
    assert Formula.of(etree.Element("math", formula.attributes())) == formula
    assert '<mi mathvariant="normal">d</mi>' in formula.mathml


@pytest.mark.parametrize(
    ("alternative", "said"),
    [
        ("the area of the weir", "the area of the weir"),
        (r"x^{2}", "x squared"),
        ("x2", "x squared"),
        ("sqrt(x) over two", "x squared"),
    ],
)
def test_what_an_author_says_of_a_formula_is_said(alternative: str, said: str) -> None:
    element = etree.fromstring("<math><msup><mi>x</mi><mn>2</mn></msup></math>")
    element.set("alttext", alternative)
    assert from_mathml(element, "en").said == said
