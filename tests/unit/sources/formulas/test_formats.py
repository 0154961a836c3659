"""Formulas of every format, read as an article: what is one, what stays text, no letter lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from florilegium.book.formula import Formula
from florilegium.problems import Place, Report
from florilegium.sources.formulas.page_formulas import serialised
from florilegium.sources.manuscript import Manuscript
from florilegium.sources.read import SourceRequest, read
from florilegium.sources.tree.broken_xml import read_broken

WORDS = "The old scale at the quay was a bar on an edge, and the clerk measured it with a rod."


def read_text(folder: Path, name: str, text: str) -> tuple[Manuscript, list[str]]:
    (folder / name).write_text(text, encoding="utf-8")
    report = Report()
    manuscript = read(SourceRequest(folder, name, Place("anthology.yaml"), "en"), report)
    assert manuscript is not None, report.problems
    return manuscript, [problem.code for problem in report.problems]


def lines_of(manuscript: Manuscript) -> list[tuple[str, bool]]:
    found = map(Formula.of, manuscript.body.iter("math"))
    return [(formula.line, formula.display) for formula in found]


def page(body: str, head: str = "") -> str:
    head = f"<head><title>Weights</title>{head}</head>"
    return f"<!DOCTYPE html><html lang='en'>{head}<body><article>{body}</article></body></html>"


KATEX = (
    '<span class="katex"><span class="katex-mathml"><math><semantics>'
    "<mrow><mi>a</mi><mo>=</mo><mn>2</mn></mrow>"
    '<annotation encoding="application/x-tex">a=2</annotation></semantics></math></span>'
    '<span class="katex-html" aria-hidden="true"><span>a</span><span>=</span><span>2</span></span></span>'
)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"So {KATEX} is.", [("a = 2", False)]),
        (f'<span class="katex-display">{KATEX}</span>', [("a = 2", True)]),
        (
            '<span class="MathJax_Preview"></span><span class="MathJax">x+y</span>'
            '<script type="math/tex">x+y</script>',
            [("x + y", False)],
        ),
        ('<script type="math/tex; mode=display">x+y</script>', [("x + y", True)]),
        (
            '<mjx-container display="true"><mjx-assistive-mml><math><mi>q</mi></math></mjx-assistive-mml>'
            "</mjx-container>",
            [("q", True)],
        ),
        (r'<span class="math inline">\(p \ge q\)</span>', [("p ≥ q", False)]),
        (r'<span class="math display">\[p\]</span>', [("p", True)]),
        ('<img class="latex" src="x.png" alt="E=mc^2">', [("E = mc^2", False)]),
        ("<math display='block'><mi>r</mi></math>", [("r", True)]),
        (r"Typed \(a^2\) and $b$ and $$c_1$$ it is.", [("a^2", False), ("b", False), ("c_1", True)]),
        ("It cost $5 and $6, and $x$ is alone.", []),
        ("<code>$a^2$</code> is code", []),
    ],
)
def test_formulas_of_pages(tmp_path: Path, markup: str, expected: list[tuple[str, bool]]) -> None:
    """Each formula stands once, whatever draws it in the page, and no letter of it is lost."""
    manuscript, codes = read_text(
        tmp_path, "a.html", page(f"<h1>Weights</h1><p>{WORDS}</p><p>{markup}</p><p>{WORDS}</p>")
    )
    assert lines_of(manuscript) == expected
    assert codes == []


def test_formulas_of_markdown(tmp_path: Path) -> None:
    """Dollars as pandoc has them, displays in blocks of their own, TeX's brackets where unmistakable."""
    text = (
        f"{WORDS} So $x$ and $5 and $10 and \\(a^2\\), but \\(c\\) and \\[1\\] are brackets.\n\n"
        "$$\na = b\n- c\n$$\n\nwords $$d^2$$ behind\n\n\\begin{align}\n a &= b\n\\end{align}\n"
    )
    manuscript, codes = read_text(tmp_path, "a.md", text)
    assert lines_of(manuscript) == [
        *(("x", False), ("a^2", False), ("a = b − c", True), ("d^2", True), ("a&= b", True)),
    ]
    assert "$5 and $10" in "".join(manuscript.body.itertext())
    assert "(c) and [1]" in "".join(manuscript.body.itertext())
    assert codes == []
    assert [block.get("class") for block in manuscript.body] == [
        None,
        "formula",
        None,
        "formula",
        None,
        "formula",
    ]


def test_formulas_of_plain_text(tmp_path: Path) -> None:
    """Only what is unmistakable is a formula, and a single letter beside such."""
    sure = "The weight $w$ is what $w = \\rho V$ says; it cost $5 and $10.\n\n$$\nV = r^3\n$$"
    sure = f"{WORDS}\n\n{sure}\n\n{WORDS}\n"
    manuscript, codes = read_text(tmp_path, "a.txt", sure)
    assert lines_of(manuscript) == [("w", False), ("w = ρV", False), ("V = r^3", True)]
    assert codes == []
    manuscript, codes = read_text(
        tmp_path, "b.txt", f"{WORDS}\n\nThe letter $w$ stands alone here.\n\n{WORDS}\n"
    )
    assert (lines_of(manuscript), codes) == ([], [])


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
def test_what_cannot_be_read_stays(tmp_path: Path, name: str) -> None:
    """It stands as it was written, as code, and the editor is told where."""
    text = f"So $\\foo{{x}}$ and $$\\frac{{a$$ are told. {WORDS}"
    body = (
        page(f"<h1>Weights</h1><p>{WORDS}</p><p>{text}</p>") if name == "a.html" else f"{WORDS}\n\n{text}\n"
    )
    manuscript, codes = read_text(tmp_path, name, body)
    assert codes == ["S045", "S045"]
    assert [code.text.strip("$") for code in manuscript.body.iter("code")] == ["\\foo{x}", "\\frac{a"]


def test_a_formula_in_a_heading_is_a_line_of_text(tmp_path: Path) -> None:
    manuscript, codes = read_text(tmp_path, "a.md", f"# On $E=mc^2$\n\n{WORDS}\n\n## Of $x^2$\n\n{WORDS}\n")
    assert (manuscript.title, codes) == ("On E = mc^2", ["S012", "S012"])
    assert manuscript.body.findtext("h2") == "Of x^2"


def test_hostile_formulas_are_bounded(tmp_path: Path) -> None:
    """A hundred thousand braces are told, and stand as text."""
    manuscript, codes = read_text(tmp_path, "a.md", f"{WORDS}\n\nSo ${'{' * 9000}x{'}' * 9000}$ is.\n")
    assert (lines_of(manuscript), codes) == ([], ["S045"])
    braces = "{" * 100_000
    manuscript, codes = read_text(tmp_path, "b.md", f"{WORDS}\n\nSo ${braces}x^2$ is.\n")
    assert lines_of(manuscript) == []
    assert braces in "".join(manuscript.body.itertext())


@pytest.mark.parametrize("name", ["msup:", "a:1b", "x:-y", "msup"])
def test_a_formula_with_a_broken_name_keeps_its_letters(name: str) -> None:
    """What a document names without a name, or with a sign that no name has, is a row."""
    read = read_broken(f'<math a:="b"><{name} c:="d"><mi>E</mi><mo>=</mo></{name}><mn>2</mn></math>'.encode())
    assert read.root is not None
    made = etree.fromstring(serialised(read.root))
    assert "".join(made.itertext()) == "E=2"
    assert {one.tag for one in made.iter()} <= {"math", "mrow", "msup", "mi", "mo", "mn"}
