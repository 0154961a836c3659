"""What programs write that save a text as a page: Word, LibreOffice, Notion, Ghost, Medium, Wikisource."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.manuscript import Manuscript
from making.snapshot import read_file

PROSE = "The river moved in the night, and by morning the wheel hung over gravel, so that the miller laughed."


def _read(folder: Path, inside: str, *, head: str = "") -> Manuscript:
    page = f"<html><head><title>The Mill</title>{head}</head><body><h1>The Mill</h1>{inside}</body></html>"
    (folder / "mill.html").write_text(page, encoding="utf-8")
    manuscript, report = read_file(folder / "mill.html")
    assert report.problems == ()
    assert manuscript is not None
    return manuscript


def _words(element: Element) -> str:
    return " ".join(runs.text_of(element).split())


def _left_out(manuscript: Manuscript) -> dict[str, str]:
    return {row.text: row.fate for row in manuscript.ledger if row.is_left_out}


def _item(sign: str, words: str, style: str = "") -> str:
    gap = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span>"
    return f"<p class=MsoListParagraph style='{style}text-indent:-.25in'>{sign.format(gap)}{words}</p>"


def test_items_in_the_filtered_pages_of_word_are_lists(tmp_path: Path) -> None:
    """Only a gap in small letters is left of them; numbers that are shown so stay."""
    items = [
        _item("1.{}", "One"),
        _item("2.{}", "Two"),
        _item("<span style='font-family:Symbol'>·{}</span>", "Inner", "margin-left:1.0in;"),
        _item("<b><span>§&nbsp;4{}</span></b>", "No item"),
        _item("1.2.{}", "Shown"),
    ]
    body = _read(tmp_path, f"<p>{PROSE}</p>{''.join(items)}<p>{PROSE}</p>").body
    assert [
        (str(one.tag), _words(one.find("li")))
        for one in body.iter("ol", "ul")
        if one.find("li").find("*") is None
    ] == [
        ("ol", "One"),
        ("ul", "Inner"),
        ("ol", "Shown"),
    ]
    assert [one.get("data-marker") for one in body.iter("li") if _words(one) == "Shown"] == ["1.2."]
    assert "§ 4 No item" in "".join(map(str, body.itertext()))


@pytest.mark.parametrize(
    "sign",
    [
        "<span style='font-family:Symbol'>q</span>",
        '<span style="font-size:12pt;font-family:Symbol">&#113;</span>',
        '<font face="Symbol">q</font>',
    ],
)
def test_letters_of_a_font_of_signs_are_its_signs(tmp_path: Path, sign: str) -> None:
    body = _read(tmp_path, f"<p>{PROSE}</p><p>An angle {sign}, and so on. {PROSE}</p>").body
    assert "An angle θ, and so on." in "".join(map(str, body.itertext()))


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ('<p class="MsoToc1">I. The weir</p>', "I. The weir"),
        ('<div title="footer"><p>Page 12</p></div>', "Page 12"),
        ('<div class="transnote"><p>Mended.</p></div>', "Mended."),
        ('<div class="licenseContainer"><p>Free for all.</p></div>', "Free for all."),
    ],
    ids=["contents", "foot", "transcriber", "licence"],
)
def test_what_a_program_adds_is_no_text(tmp_path: Path, part: str, words: str) -> None:
    manuscript = _read(tmp_path, f"<p>{PROSE}</p><p>{PROSE}</p>{part}")
    assert words in _left_out(manuscript)
    assert len(manuscript.body) == 2


@pytest.mark.parametrize(
    "box",
    [
        '<figure class="callout"><div><span class="icon">💡</span></div><div><p>{}</p></div></figure>',
        '<div class="kg-card kg-callout-card"><div class="kg-callout-emoji">💡</div><div>{}</div></div>',
        '<div class="admonition note"><p>{}</p></div>',
    ],
)
def test_boxes_are_set_apart_without_their_signs(tmp_path: Path, box: str) -> None:
    manuscript = _read(tmp_path, f"<p>{PROSE}</p>{box.format('Nobody counted.')}<p>{PROSE}</p>")
    assert [str(one.tag) for one in manuscript.body] == ["p", "blockquote", "p"]
    assert _words(manuscript.body[1][0]) == "Nobody counted."


def test_a_box_has_its_title_above_its_words(tmp_path: Path) -> None:
    box = '<div class="admonition"><p class="admonition-title">Of <i>wheels</i></p><p>They turn.</p></div>'
    body = _read(tmp_path, f"<p>{PROSE}</p>{box}<p>{PROSE}</p>").body
    assert [_words(one) for one in body[1].iter("strong")] == ["Of wheels"]


def test_the_subtitle_of_medium_is_the_deck(tmp_path: Path) -> None:
    manuscript = _read(
        tmp_path, f'<h4 class="graf graf--subtitle">A river moves</h4><p>{PROSE}</p><p>{PROSE}</p>'
    )
    assert (manuscript.deck, len(manuscript.body)) == ("A river moves", 2)


def test_gaps_of_wikisource_set_lines_in(tmp_path: Path) -> None:
    gap = '<span style="display:inline-block; width:2em;">&nbsp;</span>'
    poem = f'<div class="poem"><p>The reed is long,<br>{gap}The day is short.</p></div>'
    line = '<span class="ws-poem-line">{}<br></span>'
    inset = '<span style="padding-left:2em"></span>The night.'
    lines = f'<div class="ws-poem"><div class="ws-poem-stanza">{line.format("Cold is")}{line.format(inset)}'
    lines += "</div></div>"
    body = _read(tmp_path, f"<p>{PROSE}</p>{poem}<p>{PROSE}</p>{lines}<p>{PROSE}</p>").body
    verse = [one for one in body if one.get("class") == "verse"]
    assert ["".join(map(str, one.itertext())).split("\n")[-1] for one in verse] == [
        "\u2003\u2003The day is short.",
        "\u2003\u2003The night.",
    ]
