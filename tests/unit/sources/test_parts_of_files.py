"""One file holds several articles: each is read with its own title and notes, and nothing of it is lost."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from florilegium.book import runs
from florilegium.cli.main import main
from florilegium.problems import Place, Report
from florilegium.sources.excerpts.extent import Belongs
from florilegium.sources.manuscript import Manuscript, PartChoice
from florilegium.sources.read import SourceRequest, read

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en">
<head><title>All the Essays</title></head>
<body>
<h1>Essays</h1>
<p>To the reader, who is begged to be patient with so small a book.</p>
<section id="moles"><h2>On <i>Moles</i></h2>
<p>The mole digs by night, and nobody sees him begin.{call1} He stops at dawn.</p>
<h3>His Hills</h3>
<p>They stand in rows, as anybody may see who walks there.</p>
</section>
<section><h2 id="owls">On Owls</h2>
<p>The owl says one thing only, and says it well.{call2} We hear her still.{call3}</p>
</section>
<section epub:type="endnotes"><h2>Notes</h2><ol>
<li id="n1" epub:type="endnote"><p>In a wet year. <a href="#c1" epub:type="backlink">↩</a></p></li>
<li id="n2" epub:type="endnote"><p>In June. <a href="#c2" epub:type="backlink">↩</a></p></li>
<li id="n3" epub:type="endnote"><p>And in July. <a href="#c3" epub:type="backlink">↩</a></p></li>
</ol></section></body></html>
"""
XHTML = PAGE.format(
    **{
        f"call{number}": f'<a epub:type="noteref" id="c{number}" href="#n{number}">{number}</a>'
        for number in (1, 2, 3)
    }
)
MARKDOWN = """---
title: All the Essays
---
# Essays

To the reader, who is begged to be patient.

## On *Moles*

The mole digs by night.[^1] He [stops][s] at dawn.

### His Hills

They stand in rows.

## On Owls {#owls}

The owl says one thing only.[^2] We hear her still.[^3]

[^1]: In a wet year.

[^2]: In June.

    And in a wet July.

[^3]: And in July.

[s]: https://example.org/stop
"""
TEXTS = {"essays.xhtml": XHTML, "essays.html": XHTML.partition("?>\n")[2], "essays.md": MARKDOWN}


def _read(folder: Path, name: str, choice: PartChoice, text: str = "") -> tuple[Manuscript | None, Report]:
    (folder / name).write_text(text or TEXTS[name], encoding="utf-8")
    report = Report()
    request = SourceRequest(folder, name, Place("anthology.yaml", 1), "en", part=choice)
    return read(request, report), report


@pytest.mark.parametrize("name", TEXTS)
def test_a_part_is_an_article_of_its_own(name: str, tmp_path: Path) -> None:
    """Its heading is its title, its headings and notes are its own, and nothing is told."""
    moles, report = _read(tmp_path, name, PartChoice(heading="on moles"))
    assert moles is not None
    assert not report.problems
    assert moles.title == "On Moles"
    assert [note.label for note in moles.notes] == ["1"]
    texts = [runs.text_of(leaf) for leaf in runs.leaves(moles.body)]
    assert "His Hills" in texts
    assert not any("owl" in text or "reader" in text for text in texts)


@pytest.mark.parametrize("name", TEXTS)
def test_an_id_names_a_part(name: str, tmp_path: Path) -> None:
    """The notes of the first article are not said to be uncalled."""
    owls, report = _read(tmp_path, name, PartChoice(id="owls"))
    assert owls is not None
    assert not report.problems
    assert owls.title == "On Owls"
    assert [note.label for note in owls.notes] == ["2", "3"]


@pytest.mark.parametrize("name", TEXTS)
def test_the_ledger_has_what_is_of_another_part(name: str, tmp_path: Path) -> None:
    """Every letter of the file is in the article or in a row, and the rows are marked as another's."""
    owls, _ = _read(tmp_path, name, PartChoice(heading="On Owls"))
    assert owls is not None
    assert owls.extent is not None
    others = [row for row in owls.ledger if row.fate == "left out: of another part of the file"]
    assert {stretch.belongs for stretch in owls.extent.outside} >= {Belongs.ELSEWHERE, Belongs.OTHER_NOTE}
    assert any("Essays" in row.words for row in others)
    assert any("wet year" in row.words for row in others)


def test_letters_of_a_part_that_are_lost_are_told(tmp_path: Path) -> None:
    """The account is held for the part: what a script without end hides in it is an error."""
    broken = XHTML.replace("He stops at dawn.", "He stops.</p><script>At dawn he sleeps <p>").partition(
        "?>\n"
    )[2]
    broken = broken.replace(' xmlns="http://www.w3.org/1999/xhtml"', "")
    _, report = _read(tmp_path, "broken.html", PartChoice(heading="On Moles"), broken)
    assert {problem.code for problem in report.problems} & {"S025", "S020", "S012"}


def test_headings_of_one_section_part_it(tmp_path: Path) -> None:
    """A part ends with the next heading of its level or above; a group of headings is one heading."""
    text = (
        "<html><body><div><hgroup><p>I</p><h2>The Fen</h2></hgroup><p>Water stands there all winter long.</p>"
        "<h3>Its Birds</h3><p>They come in March, and they go in October.</p>"
        "<hgroup><p>II</p><h2>The Down</h2></hgroup><p>Nothing stands there but the wind.</p>"
        "</div></body></html>"
    )
    fen, report = _read(tmp_path, "land.html", PartChoice(heading="The Fen"), text)
    assert fen is not None
    assert not report.problems
    words = " ".join(runs.text_of(leaf) for leaf in runs.leaves(fen.body))
    assert words.startswith("Water stands")
    assert words.endswith("in October.")


def test_a_file_without_the_part_says_which_it_has(tmp_path: Path) -> None:
    """The hint names the nearest heading; a format without parts is told."""
    missing, report = _read(tmp_path, "essays.md", PartChoice(heading="On Mole"))
    assert missing is None
    assert [(problem.code, problem.hint) for problem in report.problems] == [
        ("S020", "Is “On *Moles*” meant?")
    ]
    _, report = _read(tmp_path, "essays.txt", PartChoice(heading="On Moles"), "On Moles\n\nThey dig.\n")
    assert [problem.code for problem in report.problems] == ["S020"]


def test_a_book_is_built_of_one_file(tmp_path: Path) -> None:
    """Both articles stand in the EPUB, each with its notes; only the preface is told."""
    (tmp_path / "essays.xhtml").write_text(XHTML, encoding="utf-8")
    (tmp_path / "anthology.yaml").write_text(
        "title: Beasts\nlanguage: en\nidentifier: 5b1a2c3d-0000-4000-8000-00000000a101\ndate: 2026-01-01\n"
        "contributors: {ann: {name: Ann Example}}\nindex: false\nchapters:\n  - title: One\n    articles:\n"
        "      - {source: essays.xhtml, part: On Moles, authors: [ann]}\n"
        "      - {source: essays.xhtml, part: {id: owls}, authors: [ann]}\n",
        encoding="utf-8",
    )
    manifest = str(tmp_path / "anthology.yaml")
    result = CliRunner().invoke(main, ["build", "--manifest", manifest, "epub"])  # type: ignore[arg-type]
    assert result.exit_code == 0, result.output
    assert result.output.count("warning S023") == 1
    assert "warning N" not in result.output
    with zipfile.ZipFile(tmp_path / "dist" / "beasts.epub") as epub:
        pages = {Path(name).stem: epub.read(name).decode() for name in epub.namelist() if "xhtml" in name}
    assert "sees him begin" in pages["on-moles"]
    assert "says it well" in pages["owls"]
    assert pages["notes"].count("In a wet year.") == 1
    assert pages["notes"].count("In June.") == 1
