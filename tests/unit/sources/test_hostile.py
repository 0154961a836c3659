"""Odd and hostile files: each is read without harm, or refused with its reason; none makes the tool stumble.

tests/fixtures/hostile/expected.txt says which; to add a case, put the file there and a line into that list.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from lxml import etree
from snapshot import read_file

from florilegium.problems import Place, Report
from florilegium.sources.read import SourceRequest, read

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "hostile"
EXPECTED = {
    line.split()[0]: line.split()[1:]
    for line in (FOLDER / "expected.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
}


def test_every_file_is_expected() -> None:
    """No file of the folder is forgotten in the list."""
    assert {path.name for path in FOLDER.iterdir()} - {"expected.txt"} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_hostile_file(name: str) -> None:
    """The file is read or refused as the list says, with these problems and no other."""
    manuscript, report = read_file(FOLDER / name)
    said = ["read"] if manuscript is not None else []
    assert sorted(said) + sorted(problem.code for problem in report.problems) == EXPECTED[name]
    for problem in report.problems:
        assert problem.message and problem.hint


@pytest.mark.parametrize("name", [name for name, said in EXPECTED.items() if "read" in said])
def test_nothing_hostile_is_left(name: str) -> None:
    """What is read has no script, no address but of the web, no secret of the machine."""
    manuscript, _ = read_file(FOLDER / name)
    assert manuscript is not None
    text = etree.tostring(manuscript.body, encoding="unicode")
    for bad in ("javascript", "vbscript", "onclick", "root:", "style=", "file:", "weight=", "data-"):
        assert bad not in text


def test_a_depth_of_thousands_of_digits_is_none(tmp_path: Path) -> None:
    """Google Docs says in a class how deep a list is; Python makes no number of so many digits."""
    page = f'<p>Salt.</p><ul class="lst-kix_a-{"9" * 5000}"><li>Oil</li></ul>'
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    manuscript, _ = read_file(tmp_path / "a.html")
    assert manuscript is not None
    assert [item.text for item in manuscript.body.iter("li")] == ["Oil"]


#: Texts that make a careless reader take minutes: name and how to make one.
SLOW = {
    "stars.txt": "*" * 50_000,
    "brackets.txt": "[" * 1_000_000,
    "digits.txt": "a.1 " * 20_000,
    "items.txt": "1. x\n" * 6_000,
    "quotes.txt": "a:\n\n“b\n\n" * 4_000,
    "spaces.txt": " \u00a0" * 100_000 + "x",
    "hyphens.txt": "ab-\n" * 6_000,
    "accents.txt": "e" + "\u0301" * 100_000,
    "stars.md": "*a " * 10_000,
    "brackets.md": "[" * 100_000,
    "notes.md": "[^1]" * 3_000,
    "definitions.md": "".join(f"[^{number}]: x\n\n" for number in range(1_000)),
    "quotes.md": ">" * 20_000,
    "tags.md": "<b>" * 4_000,
    "scripts.md": "<script>" * 5_000,
    "scripts.html": "<script>" * 20_000,
    "styles.md": "<style></script" * 5_000,
    "lines.md": "a\n" * 20_000,
    "deep.html": "<div>" * 100_000,
    "bold.html": "<p>" + "<b>a</b>" * 8_000,
    "fonts.html": "<p>" + "<font>a</font>" * 15_000,
    "breaks.html": "a<br>" * 10_000,
    "links.html": "<a href=#x>1</a>" * 4_000 + "<p id=x>y",
    "notes.html": "".join(f"<a href='#fn{n}'>{n}</a>" for n in range(1_000))
    + "".join(f"<span id='fn{n}'>n</span>" for n in range(1_000)),
    "lists.html": "<ul class=footnotes><li>x</ul>" * 2_000,
    "rows.html": "<table>" + "<tr><td>a<td>b" * 2_000,
    "types.html": "<!DOCTYPE a [<!b '" * 20_000,
    "declared.html": "<!DOCTYPE a [" + "<!ENTITY b 'c'> " * 20_000,
}


@pytest.mark.parametrize("name", SLOW)
def test_patience(name: str, tmp_path: Path) -> None:
    """A text made to be slow is read in seconds of the processor's time, and overflows nothing."""
    (tmp_path / name).write_text(SLOW[name], encoding="utf-8")
    begun = time.process_time()
    read(SourceRequest(tmp_path, name, Place("anthology.yaml"), "en"), Report())
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<!DOCTYPE[>The bank]><p>rose.", "The bank]> rose."),
        ('<!DOCTYPE[<!ENTITY""">The bank">]><p>rose.', 'The bank">]> rose.'),
        ('<!DOCTYPE html [<!ENTITY "a">The bank">]><p>rose.', 'The bank">]> rose.'),
        ('<!DOCTYPE html [<!ENTITY a "&b;<p>The bank</p>">]><p>rose.', 'The bank">]> rose.'),
        ("<!DOCTYPE html [ the bank <p>rose.", "rose."),
        ("<!DOCTYPE[<!'>The bank'>]><p>rose.", "The bank'>]> rose."),
        ("<!DOCTYPE html [<!ENTITY a '<b>'> %c; <!-- it's -->]><p>The bank rose.", "The bank rose."),
    ],
)
def test_a_type_ends_where_a_page_begins(tmp_path: Path, page: str, shown: str) -> None:
    """Brackets with declarations belong to it; with anything else they are what a browser shows."""
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    manuscript, report = read_file(tmp_path / "a.html")
    assert manuscript is not None, report.problems
    assert " ".join(" ".join(manuscript.body.itertext()).split()) == shown
