"""Pages that are a text by themselves, as programs write the chapters of an EPUB, and their style sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from snapshot import read_file

from florilegium.problems import Place, Report
from florilegium.sources.manuscript import Manuscript
from florilegium.sources.read import SourceRequest, read
from making.archives import packed

PROSE = "<p>The oil ran out in the week of the great frost, and nobody could say when more would come.</p>"


def _read(tmp_path: Path, body: str, head: str = "") -> Manuscript:
    page = f"<html><head><title>Songs</title>{head}</head><body>{body}</body></html>"
    (tmp_path / "page.xhtml").write_text(page, encoding="utf-8")
    manuscript, _ = read_file(tmp_path / "page.xhtml")
    assert manuscript is not None
    return manuscript


def _lines(manuscript: Manuscript) -> list[str]:
    return ["".join(block.itertext()) for block in manuscript.body]


def test_nothing_stands_beside_a_text_that_is_in_no_site(tmp_path: Path) -> None:
    """Poems with their headings, none of which is prose; on a page with a menu the same would be its own."""
    poems = "".join(
        f"<h2>{title}</h2><div class='poem'><div class='stanza'><p class='line'>{first},</p>"
        "<p class='line'>and on</p></div></div>"
        for title, first in (("The Rower", "Pull"), ("The Sleeper", "Sleep"), ("The Bank", "Rest"))
    )
    assert [block.tag for block in _read(tmp_path, poems).body] == ["h2", "blockquote"] * 3


def test_sheets_that_a_chapter_names_are_read(tmp_path: Path) -> None:
    """Of an EPUB by their path in it; what they say of a class counts, what is not for screens does not."""
    named = ("../my%20styles/book.css", "https://example.org/a.css", "gone.css")
    links = "".join(f'<link rel="stylesheet" href="{name}"/>' for name in named)
    links += '<link rel="stylesheet" media="print" href="../my%20styles/print.css"/>'
    text = 'The <span class="x3">Gazette</span> <span class="x4">said</span> so, and nobody doubted it.'
    body = f'<h1>The Oil</h1>{PROSE}<p>{text}</p>{PROSE}<p class="in">No oil is to be had.</p>'
    page = f"<html><head><title>x</title>{links}</head><body>{body}</body></html>"
    sheet = '@charset "utf-8"; @import url(other.css);\n.x3 { font-style: italic }\np.in { margin: 1em 3em }'
    parts = {
        "OPS/text/a.xhtml": page,
        "OPS/my styles/book.css": sheet,
        "OPS/my styles/print.css": ".x4{font-weight:bold}",
    }
    (tmp_path / "a.epub").write_bytes(packed({name: text.encode() for name, text in parts.items()}))
    manuscript = read(
        SourceRequest(tmp_path, "a.epub/OPS/text/a.xhtml", Place("x"), "en"), report := Report()
    )
    assert manuscript is not None and report.problems == ()
    assert [one.text for one in manuscript.body.iter("i", "b")] == ["Gazette"]
    assert [block.tag for block in manuscript.body] == ["p", "p", "p", "blockquote"]


def test_a_page_reads_no_sheet_outside_its_project(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text(".x { font-style: italic }", encoding="utf-8")
    (tmp_path / "project").mkdir()
    manuscript = _read(
        tmp_path / "project",
        f"<h1>Oil</h1>{PROSE}<p>The <span class='x'>Gazette</span> said so in winter.</p>",
        "<link rel='stylesheet' href='../a.css'>",
    )
    assert manuscript.body.find(".//i") is None


def test_the_head_of_a_table_is_no_head_of_the_page(tmp_path: Path) -> None:
    """Pandoc names the row so."""
    row = "<tr class='header'><th>Kind</th><th>Fathoms</th></tr>"
    table = (
        f"<table><thead>{row}</thead><tbody><tr class='odd'><td>Hawser</td><td>120</td></tr></tbody></table>"
    )
    manuscript = _read(tmp_path, f"<h1>Rope</h1>{PROSE}{table}{PROSE}")
    assert [cell.text for cell in manuscript.body.iter("th", "td")] == ["Kind", "Fathoms", "Hawser", "120"]


@pytest.mark.parametrize(
    ("body", "title", "first"),
    [
        (
            f"<p class='chapnum'>CHAPTER VII</p><p class='chaptitle'>Oil</p>{PROSE}",
            "CHAPTER VII. Oil",
            "The oil",
        ),
        (f"<p class='Chapter-Number'>4</p><p class='Chapter-Title'>Oil</p>{PROSE}", "4. Oil", "The oil"),
        (f"<p class='chapter-title'>Oil</p>{PROSE}<p class='chapter-title'>Tar</p>{PROSE}", "Oil", "The oil"),
        (f"<p style='font-size: 1.5em'>Of Oil</p>{PROSE}<p>Tar</p>{PROSE}", "Of Oil", "The oil"),
        (f"<h1>Oil</h1><p style='font-size: 1.5em'>Of Tar</p>{PROSE}", "Oil", "Of Tar"),
    ],
    ids=["number and title", "of a layout", "several", "large", "below a heading"],
)
def test_titles_of_chapters_that_are_no_headings(tmp_path: Path, body: str, title: str, first: str) -> None:
    """They are named as titles, or are large and begin a page; a second one heads its part."""
    manuscript = _read(tmp_path, body)
    assert manuscript.title == title
    assert _lines(manuscript)[0].startswith(first)
    second = ["Tar"] if body.count("chapter-title") > 1 else []
    assert [block.text for block in manuscript.body.iter("h2", "h3") if block.text != "Of Tar"] == second


def test_the_date_of_a_letter_amid_the_text_stays(tmp_path: Path) -> None:
    """So does who said what is quoted; a date over the text is when the page appeared."""
    letter = "<p class='date'>4 May 1887</p><p class='salutation'>Dear Ned,</p>"
    quoted = "<p class='author'>By a clerk of the mill</p>"
    manuscript = _read(
        tmp_path, f"<h1>Oil</h1><p class='date'>3 March 2018</p>{PROSE}{letter}{quoted}{PROSE}"
    )
    assert manuscript.dateline == "3 March 2018"
    assert _lines(manuscript)[1:-1] == ["4 May 1887", "Dear Ned,", "By a clerk of the mill"]
    assert manuscript.body[1].get("class") == "right"


def test_a_note_loses_its_number_with_the_stop_behind_it(tmp_path: Path) -> None:
    """Vellum has the stop outside of the link; the heading of the notes may end the division of the text."""
    text = f"{PROSE}<p>It was cold.<sup><a id='c' href='#n'>1</a></sup></p><p>Notes</p>"
    note = "<div id='n'><p><span><a href='#c'>1</a>.</span> So it is told.</p></div>"
    manuscript = _read(tmp_path, f"<h1>Oil</h1><div>{PROSE}{text}</div><div class='endnotes'>{note}</div>")
    assert ["".join(one.body.itertext()) for one in manuscript.notes] == ["So it is told."]
    assert "Notes" not in _lines(manuscript)


def test_a_number_in_a_heading_goes_before_the_title_in_the_next(tmp_path: Path) -> None:
    """So Project Gutenberg has them, side by side in no group."""
    manuscript = _read(tmp_path, f"<h2>CHAPTER II</h2><h3>The Frost</h3>{PROSE}<h3>The Thaw</h3>{PROSE}")
    assert manuscript.title == "CHAPTER II. The Frost"
    assert [block.text for block in manuscript.body.iter("h2", "h3")] == ["The Thaw"]


def test_a_signature_stays_in_the_quotation_that_has_it(tmp_path: Path) -> None:
    """Also where a style sheet sets the quotation in, and the signature ranges right."""
    quoted = f"<div class='blockquot'>{PROSE}<p class='right'>R. Holm.</p></div>"
    sheet = "<style>.blockquot{margin-left:5%}.right{text-align:right}</style>"
    manuscript = _read(tmp_path, f"<h1>Oil</h1>{PROSE}{PROSE}{quoted}{PROSE}", sheet)
    (quotation,) = manuscript.body.iter("blockquote")
    assert [block.get("class") for block in quotation] == [None, "right"]


@pytest.mark.parametrize(
    ("named", "author"),
    [
        ("<footer class='node__meta'><div class='node__submitted'>{}</div></footer>", "Ann Moss"),
        ("<p class='byline'>{}</p>", "Ann Moss"),
    ],
)
def test_who_posted_a_page_is_its_author(tmp_path: Path, named: str, author: str) -> None:
    """A line that is named so, with the day behind the name."""
    line = named.format("Submitted by Ann Moss on Fri, 05/04/2012 - 09:00")
    manuscript = _read(tmp_path, f"<h1>Oil</h1><article>{line}{PROSE}{PROSE}</article>")
    assert manuscript.byline == author
    assert "Submitted" not in " ".join(_lines(manuscript))


def test_running_heads_of_a_scanned_page_go(tmp_path: Path) -> None:
    heads = ("<p class='runhead'>112 THE QUAYS</p>", "<p class='runhead'>THE FROST 113</p>")
    manuscript = _read(tmp_path, f"{heads[0]}<h1>Oil</h1>{PROSE}{heads[1]}{PROSE}")
    assert len(manuscript.body) == 2
