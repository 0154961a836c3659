"""Lines below a high formula stand on the grid, whatever size and face its text has."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from lxml import etree

from florilegium.book import runs
from florilegium.editions.pdf.section.drawn_formulas import draw_formulas
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.section.trim import page_of
from florilegium.sources.formulas.canonical import from_tex

PAGE = page_of((152.4, 228.6))
WORDS = "The keeper counted every boat of the harbour again and wrote down what the water said of it. "


@pytest.mark.parametrize("type_", ['9.5pt/14pt "EB Garamond"', '9.5pt/12pt "EB Garamond"', "10pt/14pt serif"])
@pytest.mark.parametrize("tex", [r"\frac{a}{b}", r"\frac{\frac{a}{b}}{c}", "x"])
def test_a_high_formula_makes_its_line_as_high_as_several(
    set_body: Callable[..., Layout], type_: str, tex: str
) -> None:
    tree = etree.fromstring(f"<p id='a'>{WORDS * 3}<math/> {WORDS * 3}</p>")
    math = tree.find(".//math")
    math.attrib.update(from_tex(tex, "en", False).attributes())
    math.text = runs.OBJECT
    draw_formulas(tree, PAGE)
    body = f"{etree.tostring(tree, encoding='unicode')}<p id='b'>{WORDS}</p>"
    made = set_body(body, f"html {{ font: {type_} }}")
    leading = float(type_.partition("/")[2].partition("pt")[0])
    tops = [line.top for line in made.lines]
    steps = [abs(one - two) / leading for one, two in pairwise(tops)]
    assert len(steps) > 6
    assert [step for step in steps if abs(step - round(step)) > 0.01] == []
    assert (max(steps) > 1.5) == tex.startswith(r"\frac{\frac")
