"""Formulas in TeX are found in a text, and money is not taken for one."""

from __future__ import annotations

import pytest

from florilegium.sources.formulas.tex_spans import spans_in


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $10.",
        "US$20 or A$30, or CA$40.",
        "The $x alone is none.",
        "First $20,000 and then $30,000 more.",
        "between $5m and $6m, or $5-$10, or $5/$6",
        "He paid $5 (not C$) and a $20 bill and a $5 coin (AU$).",
        "Set $HOME and $PATH before; $HOME_DIR/$ is none either.",
        r"It cost \$5, and \$6$ too.",
        "Make $$$ fast, $$$ at once.",
        "She had $1=£2; he had $3=£6.",
        "x$y$z",
        r"Open C:\(the old folder of mine\) there.",
        "$$ an empty line comes\n\nand ends it $$",
    ],
)
def test_what_is_no_formula(text: str) -> None:
    assert [span.tex for span in spans_in(text)] == []


@pytest.mark.parametrize(
    ("text", "tex", "display", "evident"),
    [
        ("Let $x$ be", "x", False, False),
        ("an $n$-th and", "n", False, False),
        ("so $E=mc^2$.", "E=mc^2", False, True),
        (r"so \(a+b\) is", "a+b", False, True),
        (r"so \[\frac12\]", r"\frac12", True, True),
        ("so $$x_1$$ is", "x_1", True, True),
        (r"\begin{align}a&=b\end{align}", r"\begin{align}a&=b\end{align}", True, True),
        ("$1+1=2$", "1+1=2", False, True),
        (r"$\text{the whole of all things} = 1$", r"\text{the whole of all things} = 1", False, True),
    ],
)
def test_what_is_a_formula(text: str, tex: str, display: bool, evident: bool) -> None:
    (span,) = spans_in(text)
    assert (span.tex, span.display, span.evident) == (tex, display, evident)
    assert span.tex in text[span.start : span.end]


def test_a_text_of_dollars_is_read_in_linear_time() -> None:
    """Every sign is looked at once, and none far ahead."""
    assert list(spans_in("$" * 50_000)) == []
    assert list(spans_in("a $b " * 20_000)) == []
