"""What stands in the head of a saved article, and cards of a site amid its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from making.snapshot import read_file

PROSE = "The river moved in the night, and by morning the wheel hung over gravel, so that the miller laughed."
PAGE = """<html lang="en"><head><title>The Mill</title></head><body><article>
<header><h1>The Mill</h1>{}</header>
<p>{}</p>{}<p>{}</p></article></body></html>"""


def read_page(folder: Path, head: str = "", amid: str = "") -> tuple[str, list[str]]:
    """The text that is made of a page, and the roles of what was left out."""
    (folder / "mill.html").write_text(PAGE.format(head, PROSE, amid, PROSE), encoding="utf-8")
    manuscript, report = read_file(folder / "mill.html")
    assert report.errors == ()
    assert manuscript is not None
    gone = [row.role for row in manuscript.ledger if row.fate.startswith("left out")]
    return "".join(manuscript.body.itertext()), gone


@pytest.mark.parametrize(
    "head",
    [
        '<time datetime="2021-02-03">Wed 3 Feb 2021 06.00 GMT</time>',
        '<div><span><time datetime="2021-02-03">Wed 3 Feb 2021 06.00 GMT</time></span></div>',
    ],
)
def test_the_moment_in_the_head_is_when_it_appeared(tmp_path: Path, head: str) -> None:
    """However it is written, its markup says it."""
    text, gone = read_page(tmp_path, head)
    assert "GMT" not in text
    assert "dateline" in gone


def test_the_date_of_an_old_letter_is_text(tmp_path: Path) -> None:
    text, _ = read_page(tmp_path, '<p>Dunmere, <time datetime="1790-05-04">the fourth of May</time></p>')
    assert "the fourth of May" in text


def test_a_numbered_heading_under_the_title_names_nobody(tmp_path: Path) -> None:
    """`I. First` looks like an initial and a name."""
    page = f"<title>The Mill</title><body><p class=MsoTitle>The Mill</p><h1>I. First</h1><p>{PROSE}</p>"
    (tmp_path / "mill.html").write_text(page, encoding="utf-8")
    manuscript, _ = read_file(tmp_path / "mill.html")
    assert manuscript is not None
    assert [one.text for one in manuscript.body.iter("h2")] == ["I. First"]


def test_a_table_in_the_layout_of_a_page_stays_one(tmp_path: Path) -> None:
    """Only the outer table is unfolded, in the order of the page."""
    inner = "<table><tr><th>Name</th><th>Paid</th></tr><tr><td>Tull</td><td>1/6</td></tr></table>"
    cells = f"<td><p>{PROSE}</p>{inner}<p>{PROSE}</p><p>So it was.</p></td>"
    page = f"<title>The Mill</title><body><h1>The Mill</h1><table><tr>{cells}</tr></table>"
    (tmp_path / "mill.html").write_text(page, encoding="utf-8")
    manuscript, _ = read_file(tmp_path / "mill.html")
    assert manuscript is not None
    assert [one.tag for one in manuscript.body] == ["p", "table", "p", "p"]
    assert [len(row) for row in manuscript.body.iter("tr")] == [2, 2]


@pytest.mark.parametrize("name", ["digest-post-embed", "embedded-post-wrap", "wp-embedded-content"])
def test_the_card_of_another_post_goes(tmp_path: Path, name: str) -> None:
    """It stands in the ledger."""
    card = f'<div class="{name}"><h4>A Letter</h4><p>It rained on the moor.</p><a href="#">More</a></div>'
    text, gone = read_page(tmp_path, amid=card)
    assert "moor" not in text
    assert "boilerplate" in gone


def test_a_caption_that_is_not_heard_is_seen(tmp_path: Path) -> None:
    """Pandoc keeps a caption that says what the picture's words say from those who hear the page."""
    page = (
        '<html lang="en"><head><title>Quay</title></head><body><article><h1>The Quay</h1>'
        "<p>The quay was built of oak, and of the oak nothing is left but the name of the inn beside it.</p>"
        '<figure><img src="data:image/png;base64,x" alt="A quay">'
        '<figcaption aria-hidden="true">A quay'
        '<a href="#fn1" class="footnote-ref" id="r1" role="doc-noteref"><sup>1</sup></a>'
        "</figcaption></figure>"
        "<p>The quay was built of oak, and of the oak nothing is left but the name of the inn beside it.</p>"
        '<section role="doc-endnotes"><ol><li id="fn1"><p>In 1841.'
        '<a href="#r1" role="doc-backlink">b</a></p></li></ol></section></article></body></html>'
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    manuscript, _ = read_file(tmp_path / "a.html")
    assert manuscript is not None
    assert [row.text for row in manuscript.ledger if "hidden" in row.fate] == []
    assert [call.get("note") for call in manuscript.body.iter("call")] == ["1"]


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Moss, Keeper of Weirs, Fen College",
        "// By Ann Moss • 3 May 2015",
        "By Ann Moss<br>May 3, 2015",
    ],
)
def test_a_byline_may_say_more_than_a_name(tmp_path: Path, line: str) -> None:
    text, gone = read_page(tmp_path, amid="", head=f"<p>{line}</p>")
    assert "Moss" not in text
    assert "byline" in gone


@pytest.mark.parametrize("line", ["By Ann Moss, he knew, the weir had stood.", "By Weir Road, Ann went on."])
def test_a_sentence_that_begins_like_a_byline_stays(tmp_path: Path, line: str) -> None:
    assert line in read_page(tmp_path, head=f"<p>{line}</p>")[0]


def test_the_foot_says_where_to_reach_the_author(tmp_path: Path) -> None:
    head = '<meta name="author" content="By Ann Moss">'
    foot = "<p>Ann Moss: 555 0100 or moss@example.org</p>"
    page = PAGE.format("", PROSE, "", PROSE).replace("</article>", f"{foot}</article>")
    (tmp_path / "mill.html").write_text(page.replace("<head>", f"<head>{head}"), encoding="utf-8")
    manuscript, _ = read_file(tmp_path / "mill.html")
    assert manuscript is not None
    assert manuscript.byline == "Ann Moss"
    assert len(manuscript.body) == 2
    assert "bio" in {row.role for row in manuscript.ledger}


def test_a_section_that_is_not_marked_is_a_heading_beside_others(tmp_path: Path) -> None:
    amid = f"<h2>The wheel</h2><p>{PROSE}</p><p>Conclusion</p><p>{PROSE}</p><p>References</p>"
    (tmp_path / "mill.html").write_text(PAGE.format("", PROSE, amid, PROSE), encoding="utf-8")
    manuscript, _ = read_file(tmp_path / "mill.html")
    assert manuscript is not None
    assert [one.text for one in manuscript.body.iter("h2")] == ["The wheel", "Conclusion", "References"]
