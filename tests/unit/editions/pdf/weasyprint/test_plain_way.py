"""A section set plainly: all of it is there, its places are told, and no part of WeasyPrint is replaced."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from florilegium.editions.pdf.proof.placed_glyphs import Reader
from florilegium.editions.pdf.section.printed_section import Layout, LayoutTask, Style
from florilegium.editions.pdf.weasyprint import contract, plain_way
from florilegium.editions.pdf.weasyprint.hooks import hook_list
from florilegium.editions.pdf.weasyprint.layout import lay_out
from florilegium.problems import EditionError

Set = Callable[..., Layout]

WORDS = "the keeper of northern lanterns counted every harbour boat again and wrote it in his ledger "

NOTED = (
    '<p id="a">The keeper counted<a class="call" href="anchor:n1" id="c1">1</a>'
    '<span class="footnote" id="n1"><p id="n1p"><span class="number">1. </span>He counted <em>twice</em>.</p>'
    '<ul><li id="n1l">once at dusk</li></ul></span> every boat that came.</p><p id="b">None was missing.</p>'
)
AT_FOOT = ".footnote { float: footnote } .footnote::footnote-call { content: none }"


def plain(set_body: Set, body: str, css: str = "") -> Layout:
    return set_body(body, css, composed=False)


def words(made: Layout) -> str:
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        reader = Reader()
        text = "".join(glyph.text for page in pdf.pages for glyph in reader.page(page))
    return "".join(text.replace("\N{HYPHEN}", "").split())


@pytest.fixture
def another_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "misfit", lambda: "it is release 71.0")
    monkeypatch.setattr(contract, "release", lambda: "71.0")


def test_nothing_is_replaced(set_body: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    """A section that is set plainly gets by without a single hook."""
    monkeypatch.setattr(hook_list, "HOOKS", ())
    made = plain(set_body, f'<p id="a">{WORDS * 20}</p>')
    assert made.pages == 1 and made.composed == 0 and made.problems == ()


def test_every_place_is_told(set_body: Set) -> None:
    """Lines come in order, and go on from page to page within one paragraph."""
    made = plain(set_body, f'<p id="a">{WORDS * 40}</p><p id="b">{WORDS} <em>gladly</em> {WORDS}</p>')
    offsets = [line.offset for line in made.lines if line.block == "a"]
    assert offsets == sorted(offsets) and offsets[0] == 0
    assert {line.page for line in made.lines if line.block == "a"} == {0, 1}
    assert made.anchors["b"].page == 1


def test_a_note_at_the_foot_is_whole_and_apart(set_body: Set) -> None:
    """HTML would end the paragraph where that of its note begins."""
    made = plain(set_body, NOTED, AT_FOOT)
    text = words(made)
    assert "Thekeepercounted1everyboatthatcame." in text
    assert text.endswith("1.Hecountedtwice.onceatdusk")
    places = {(line.block, line.offset) for line in made.lines}
    assert {("a", 0), ("n1p", 0), ("n1l", 0), ("b", 0)} <= places


def test_a_file_is_the_same_wherever_the_project_lies(tmp_path: Path) -> None:
    """WeasyPrint names a picture after its path."""
    files = []
    for name in ("one", "another"):
        folder = tmp_path / name
        folder.mkdir()
        Image.new("RGB", (40, 30), "navy").save(folder / "boat.png")
        style = Style(
            (), "@page { size: 200pt 200pt; margin: 20pt }", str(folder), str(folder), composed=False
        )
        xhtml = b'<html lang="en"><body><p id="a"><img src="boat.png" alt="A boat"/> at sea</p></body></html>'
        made = lay_out(LayoutTask("t", xhtml, style, "t.md"))
        assert [picture.source for picture in made.pictures] == ["boat.png"]
        files.append(made.pdf)
        shutil.rmtree(folder)
    assert files[0] == files[1]


def test_a_picture_that_cannot_be_read_is_told_by_its_name(tmp_path: Path) -> None:
    style = Style((), "@page { size: 200pt 200pt }", str(tmp_path), str(tmp_path), composed=False)
    (tmp_path / "boat.png").write_bytes(b"no picture")
    xhtml = b'<html lang="en"><body><p id="a"><img src="boat.png" alt="A boat"/></p></body></html>'
    (problem,) = lay_out(LayoutTask("t", xhtml, style, "t.md")).problems
    assert problem.code == "E003" and "boat.png" in problem.message and "base64" not in problem.message


def test_a_letter_that_no_font_has_is_told(set_body: Set) -> None:
    (problem,) = plain(set_body, '<p id="a">The sign \U0001e2ff here</p>').problems
    assert problem.code == "E002" and "U+1E2FF" in problem.message


def test_links_are_held_once(set_body: Set) -> None:
    """One annotation for each link, held by a Link, though WeasyPrint makes one for each box in it."""
    made = plain(
        set_body, '<p id="a">See <a href="anchor:b">the <em>other</em> one</a>.</p><p id="b">It.</p>'
    )
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        (link,) = pdf.pages[0].obj.Annots
        assert str(link.A.URI) == "anchor:b" and int(link.F) == 4 and "/StructParent" in link


@pytest.mark.usefixtures("another_release")
def test_another_release_is_set_plainly_and_says_so(set_body: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hook_list, "HOOKS", ())
    made = set_body(f'<p id="a">{WORDS * 20}</p>')
    assert [problem.code for problem in made.problems] == ["E020"]
    assert made.composed == 0 and len({line.top for line in made.lines}) > 10


@pytest.mark.usefixtures("another_release")
def test_pages_that_say_no_lines_still_say_where_paragraphs_begin(
    set_body: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> Any:
        raise AttributeError("_page_box")

    monkeypatch.setattr(plain_way, "PrintedText", unreadable)
    made = set_body(f'<p id="a">{WORDS * 40}</p><p id="b">{WORDS}</p>')
    assert [(line.block, line.offset, line.page) for line in made.lines] == [("a", 0, 0), ("b", 0, 1)]
    assert any("say where lines begin" in problem.message for problem in made.problems)


@pytest.mark.usefixtures("another_release")
def test_a_release_without_the_public_interface_stops_with_a_message(
    set_body: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> Any:
        raise ImportError("cannot import name “HTML”")

    monkeypatch.setattr(plain_way, "_for_html", gone)
    with pytest.raises(EditionError, match=r"WeasyPrint 71\.0 cannot set the book: .*weasyprint==70\.0"):
        set_body('<p id="a">Nothing.</p>')


def test_a_fault_of_ours_is_none_of_the_release(set_body: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a tested release nothing is taken for a difference of releases."""

    def wrong(*_: object) -> Any:
        raise AttributeError("ours")

    monkeypatch.setattr(plain_way, "PrintedText", wrong)
    with pytest.raises(AttributeError, match="ours"):
        plain(set_body, '<p id="a">Nothing.</p>')
