"""Checks of a manifest as a whole: what is wrong though every key is right."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from written import codes, loaded, with_head

from florilegium.problems import ManifestError, Report

#: Two chapters with an article each; keys of their own are put in.
TWO = """\
contributors: {{fern: {{name: Ann Fern}}}}
chapters:
  - {{title: One, {one} articles: [{{source: a.txt, title: A, authors: [{author}] {first}}}]}}
  - {{title: Two, {two} articles: [{{source: b.txt, title: B, authors: [fern] {second}}}]}}
"""


def written(one: str = "", two: str = "", first: str = "", second: str = "", author: str = "fern") -> str:
    return with_head(TWO.format(one=one, two=two, first=first, second=second, author=author))


@pytest.mark.parametrize(
    "keys",
    [
        {"one": "key: moss,", "two": "key: Moss,"},
        {"first": ", key: moss", "second": ", key: moss"},
        {"one": "key: moss,", "second": ", key: moss"},
        {"one": "key: moss, introduction: Hear.,", "second": ", key: moss-introduction"},
        {"one": "key: notes,"},
    ],
)
def test_a_key_stands_for_one_text(keys: dict[str, str], tmp_path: Path) -> None:
    """Capitals aside, no two texts share a key, and none has that of a section of the book."""
    assert codes(tmp_path, written(**keys)) == ["M011"]


def test_a_stranger_is_reported_beside_other_mistakes(tmp_path: Path) -> None:
    """A manifest that goes no further still has its contributors looked up."""
    assert "C001" not in codes(tmp_path, written(author="fren"))
    assert sorted(codes(tmp_path, written(author="fren", one="colour: red,"))) == ["C001", "M002"]


def test_a_source_that_is_not_there_is_reported_beside_other_mistakes(tmp_path: Path) -> None:
    """Else it would be told when the others have been mended, and the editor has to go twice."""
    report = Report()
    with suppress(ManifestError):
        loaded(tmp_path, written(one="colour: red,", second=", key: moss").replace("b.txt", "B.txt"), report)
    found = {problem.code: problem for problem in report.problems}
    assert sorted(found) == ["M002", "S001"]
    assert found["S001"].place.line == 8 and "there is no file “B.txt”" in found["S001"].message
    assert found["S001"].hint == "Is “b.txt” meant?"


def test_half_a_value_that_a_comma_has_cut_is_reported(tmp_path: Path) -> None:
    """In *{title: Moss, Lichen}* the second word is a key that is empty; it was dropped without a word."""
    report = Report()
    with suppress(ManifestError):
        loaded(tmp_path, written(one="Lichen,"), report)
    (found,) = report.problems
    assert found.code == "M002" and "“Lichen” is not a key" in found.message
    assert "quotation marks" in found.hint


def test_an_unknown_key_that_is_left_empty_is_reported_as_a_key(tmp_path: Path) -> None:
    report = Report()
    with suppress(ManifestError):
        loaded(tmp_path, written(one="lichen: ,"), report)
    (found,) = report.problems
    assert found.code == "M002" and found.hint.startswith("The keys here are")
