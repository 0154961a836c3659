"""Chemical formulas of mhchem, as parts that are lowered and raised."""

from __future__ import annotations

import pytest

from florilegium.sources.formulas.canonical import from_tex
from florilegium.sources.formulas.chemistry import as_tex, parts_of


@pytest.mark.parametrize(
    ("formula", "parts"),
    [
        ("H2O", "H lowered:2 O"),
        ("SO4^2-", "SO lowered:4 raised:2-"),
        ("Fe^{3+}", "Fe raised:3+"),
        ("^{14}C", "raised:14 C"),
        ("Ca(OH)2", "Ca(OH) lowered:2"),
        ("2 H2 + O2 -> 2 H2O", "2 H lowered:2 + O lowered:2 arrow:-> 2 H lowered:2 O"),
    ],
)
def test_parts(formula: str, parts: str) -> None:
    found = [f"{kind}:{said}" if kind != "plain" else said for kind, said in parts_of(formula)]
    assert " ".join(" ".join(found).split()) == parts


def test_a_formula_of_chemistry_is_one_of_tex() -> None:
    assert as_tex(r"x = \ce{H2O}") == r"x = {\mathrm{H}_{\mathrm{2}}\mathrm{O}}"
    formula = from_tex(r"\ce{2 H2 + O2 -> 2 H2O}", "en")
    assert "".join(formula.root.itertext()) == "2H2+O2→2H2O"


@pytest.mark.parametrize("name", ["aligned", "gathered", "split", "dcases"])
def test_environments_within_a_display(name: str) -> None:
    lines = rf"\begin{{{name}}}a=b\\c=d\end{{{name}}}"
    formula = from_tex(rf"x \qquad {lines}", "en", display=True)
    assert {"a", "b", "c", "d"} <= set("".join(formula.root.itertext()))
