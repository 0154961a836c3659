"""What is said for formulas."""

from __future__ import annotations

import pytest

from florilegium.sources.formulas.canonical import from_tex


@pytest.mark.parametrize(
    ("tex", "language", "said"),
    [
        (r"\binom{n}{k}", "en", "n choose k"),
        (r"\binom{n}{k} + 1", "de", "n über k plus 1"),
        (r"\binom{n}{k}", "fr", "k parmi n"),
        (
            r"a = \begin{cases}1 & x>0\\0\end{cases}",
            "en",
            "a equals one of these cases: row 1: 1, x is greater than 0",
        ),
        (r"\frac{n}{k}", "en", "n over k"),
        (r"(x + y)", "en", "( x plus y )"),
    ],
)
def test_said(tex: str, language: str, said: str) -> None:
    found = " ".join(from_tex(tex, language).said.split())
    assert found.replace(",", "").startswith(said.replace(",", ""))
