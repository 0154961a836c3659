"""Markup of other dialects of Markdown: what is read, what has its row, what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.book import runs
from florilegium.problems import Problem
from florilegium.sources.manuscript import Manuscript
from making.snapshot import read_file

PROSE = "The bank was raised in a wet summer, and fell in a dry one, as they had said."


def _read(folder: Path, text: str) -> tuple[Manuscript, tuple[Problem, ...]]:
    (folder / "a.md").write_text(f"{PROSE}\n\n{text}\n", encoding="utf-8")
    manuscript, report = read_file(folder / "a.md")
    assert manuscript is not None
    return manuscript, report.problems


@pytest.mark.parametrize(
    ("text", "shown", "row"),
    [
        ("See [[Deep Ditch|the *ditch*]] now.", "See the ditch now.", "Deep Ditch"),
        ("See the bank %%is it so?%% now.", "See the bank now.", "is it so?"),
        ("It stands here. ^old-bank", "It stands here.", "old-bank"),
        ("Write `[[Deep Ditch|so]]` here.", "Write [[Deep Ditch|so]] here.", ""),
    ],
)
def test_what_goes_has_a_row_of_its_own(tmp_path: Path, text: str, shown: str, row: str) -> None:
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    assert " ".join(runs.text_of(list(runs.leaves(manuscript.body))[-1]).split()) == shown
    assert [entry.text for entry in manuscript.ledger if "dialect" in entry.fate] == ([row] if row else [])


def test_the_figure_of_hugo_is_a_picture(tmp_path: Path) -> None:
    code = '{{< figure src="bank.png" alt="A bank" caption="The bank, before" class="wide" >}}'
    manuscript, (problem,) = _read(tmp_path, code)
    assert problem.code == "S011"
    assert "bank.png" in problem.message
    assert "The bank, before" in "".join(manuscript.body.itertext())
    assert [entry.text for entry in manuscript.ledger if "dialect" in entry.fate] == ["class wide"]


def test_each_kind_of_markup_is_told_once_under_its_name(tmp_path: Path) -> None:
    text = (
        "{{< gist 1 >}}\n\n{{% note %}}Words.{{% /note %}}\n\n{% include a.html %}\n\nAnd {{ page.title }}."
    )
    manuscript, problems = _read(tmp_path, text)
    assert [problem.message.partition(" is ")[2] for problem in problems] == [
        "a shortcode of Hugo, which is not read",
        "a tag of Liquid, which is not read",
    ]
    assert "Words." in "".join(manuscript.body.itertext())
