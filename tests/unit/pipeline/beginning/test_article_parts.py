"""A folder as strangers have it: books of Project Gutenberg and of Standard Ebooks become manifests."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from florilegium.pipeline.build import prepare
from florilegium.pipeline.scaffold import FirstManifest, start
from florilegium.problems import Report

PROSE = " ".join(["The miller rose before the sun, and was asleep before the owl had said a word."] * 8)
XHTML = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"{0}><head>{1}</head>{2}</html>'
EPUB = ' xmlns:epub="http://www.idpf.org/2007/ops"'


def _page(body: str, title: str = "") -> str:
    return XHTML.format(EPUB, f"<title>{title}</title>", f"<body>{body}</body>")


def _package(pages: Mapping[str, str], creator: str) -> str:
    items = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"'
        f"{' properties=' + chr(34) + 'nav' + chr(34) if name.startswith('toc') else ''}/>"
        for number, name in enumerate(pages)
    )
    spine = "".join(
        f'<itemref idref="i{number}"/>' for number, name in enumerate(pages) if not name.startswith("toc")
    )
    return (
        '<package xmlns="http://www.idpf.org/2007/opf">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{creator}</dc:creator></metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )


GUTENBERG = {
    "1_h-0.htm.xhtml": _page(
        '<section class="pg-boilerplate pgheader" id="pg-header"><h2>The Project Gutenberg eBook</h2>'
        "<p>This ebook is for the use of anyone anywhere.</p></section>"
        '<h1 id="pgepubid00000">Of Mills and Millers</h1><h2 id="pgepubid00001">CONTENTS</h2>'
        '<p><a href="1_h-0.htm.xhtml#ch1" class="pginternal">I. The Weir</a></p>'
        f'<div class="chapter" id="ch1"><h2 id="pgepubid00002">I. THE WEIR</h2><p>{PROSE} One.</p></div>'
        f'<div class="chapter"><h2 id="pgepubid00003">II. THE WHEEL</h2><p>{PROSE} Two.</p>'
        f'<h3 id="pgepubid00004">The Pit</h3><p>{PROSE} Pit.</p></div>'
    ),
    "1_h-1.htm.xhtml": _page(
        f'<div class="chapter"><h2 id="pgepubid00005">III. THE LOFT</h2><p>{PROSE} Three.</p></div>'
        f'<div class="chapter"><h2 id="pgepubid00006">IV. THE ROAD</h2><p>{PROSE} Four.</p></div>'
        '<section class="pg-boilerplate pgfooter" id="pg-footer"><h2 id="pgepubid00007">THE FULL PROJECT '
        "GUTENBERG™ LICENSE</h2><p>Please read this before you distribute.</p></section>"
    ),
    "toc.xhtml": _page(
        '<nav epub:type="toc"><ol><li><a href="1_h-0.htm.xhtml#pgepubid00000">Of Mills and Millers</a><ol>'
        + "".join(
            f'<li><a href="1_h-{file}.htm.xhtml#pgepubid0000{number}">{label}</a></li>'
            for file, number, label in (
                (0, 1, "CONTENTS"),
                (0, 2, "I. THE WEIR"),
                (0, 3, "II. THE WHEEL"),
                (1, 5, "III. THE LOFT"),
                (1, 6, "IV. THE ROAD"),
                (1, 7, "THE FULL PROJECT GUTENBERG™ LICENSE"),
            )
        )
        + "</ol></li></ol></nav>"
    ),
}

STANDARD = {
    "text/titlepage.xhtml": _page(
        '<section epub:type="titlepage"><h1>Mills</h1><p>By Ann Bracken</p></section>'
    ),
    "text/imprint.xhtml": _page(
        '<section epub:type="imprint"><h2>Imprint</h2><p>Made with care.</p></section>'
    ),
    "text/halftitlepage.xhtml": _page('<section epub:type="halftitlepage"><h2>Mills</h2></section>'),
    "text/the-weir.xhtml": _page(
        '<article epub:type="se:short-story" id="the-weir"><h2 epub:type="title">The Weir</h2>'
        f'<p>{PROSE} <a href="endnotes.xhtml#note-1" epub:type="noteref" id="noteref-1">1</a></p></article>'
    ),
    "text/the-wheel.xhtml": _page(
        f'<article id="the-wheel"><h2 epub:type="title">The Wheel</h2><p>{PROSE} Two.</p></article>'
    ),
    "text/endnotes.xhtml": _page(
        '<section epub:type="endnotes" id="endnotes"><h2 epub:type="title">Endnotes</h2><ol>'
        '<li id="note-1" epub:type="endnote"><p>It has been mended. '
        '<a href="the-weir.xhtml#noteref-1" epub:type="backlink">↩</a></p></li></ol></section>'
    ),
    "text/colophon.xhtml": _page(
        '<section epub:type="colophon"><h2>Colophon</h2><p>Set by hand.</p></section>'
    ),
    "text/uncopyright.xhtml": _page(
        '<section epub:type="copyright-page"><h2>Uncopyright</h2><p>May you do good.</p></section>'
    ),
    "toc.xhtml": _page(
        '<nav epub:type="toc"><ol><li><a href="text/the-weir.xhtml">The Weir</a></li></ol></nav>'
    ),
}


def _checked(begun: FirstManifest) -> tuple[list[str], list[str]]:
    """Return the titles of the book and the codes of what is told of it, but for the index and the rest."""
    report = Report()
    book = prepare(begun.path, report).book
    codes = [one.code for one in report.problems if one.code[0] in "SN"]
    return [article.title for article in book.articles], codes


def test_a_book_of_project_gutenberg_becomes_its_chapters(tmp_path: Path) -> None:
    """Its files are cut anywhere; its contents say what begins where."""
    with zipfile.ZipFile(tmp_path / "pg1-images-3.epub", "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("OEBPS/content.opf", _package(GUTENBERG, "Ann Bracken"))
        for name, page in GUTENBERG.items():
            archive.writestr(f"OEBPS/{name}", page)
    begun = start(tmp_path, date(2020, 1, 1))
    titles, codes = _checked(begun)
    assert [re.sub(r"^[IV]+\.\s", "", title).casefold() for title in titles] == [
        "the weir",
        "the wheel",
        "the loft",
        "the road",
    ]
    assert set(codes) <= {"S023"}
    assert begun.path.read_text(encoding="utf-8").count("part: {id:") == 4


def test_a_production_of_standard_ebooks_becomes_its_stories(tmp_path: Path) -> None:
    """It lies unpacked, with its notes in a file of their own."""
    base = tmp_path / "src" / "epub"
    for name, page in STANDARD.items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text(page, encoding="utf-8")
    (base / "content.opf").write_text(_package(STANDARD, "Ann Bracken"), encoding="utf-8")
    (base / "css").mkdir()
    (base / "css" / "core.css").write_text("p { margin: 0 }")
    begun = start(tmp_path, date(2020, 1, 1))
    titles, codes = _checked(begun)
    assert titles == ["The Weir", "The Wheel"]
    assert codes == []
    passed = {one.name: one.why for one in begun.passed}
    assert {name for name in passed if name.endswith(".xhtml")} == {
        f"src/epub/{name}" for name in STANDARD if "/the-" not in name
    }
    assert "notes of" in passed["src/epub/text/endnotes.xhtml"]
    assert begun.path.read_text(encoding="utf-8").count("notes: src/epub/text/endnotes.xhtml") == 1


def test_a_page_of_several_headings_of_the_first_level_is_several_articles(tmp_path: Path) -> None:
    one = f"<h1>On Moles</h1><p>{PROSE} Moles.</p>"
    (tmp_path / "essays.html").write_text(f"<html><body>{one}{one.replace('Moles', 'Owls')}</body></html>")
    (tmp_path / "page.html").write_text(
        f"<html><body><h1>The Gazette</h1><p>Menu</p><h1>On Weirs</h1><p>{PROSE}</p></body></html>"
    )
    begun = start(tmp_path, date(2020, 1, 1))
    titles, codes = _checked(begun)
    assert titles[:2] == ["On Moles", "On Owls"]
    assert len(titles) == 3
    assert codes == []


def test_texts_of_encoded_xml_are_proposed(tmp_path: Path) -> None:
    each = f"<text><body><head>On {{0}}</head><p>{PROSE} {{0}}.</p></body></text>"
    group = f"<group>{each.format('Moles')}{each.format('Owls')}</group>"
    (tmp_path / "tracts.xml").write_text(f"<TEI><teiHeader/><text>{group}</text></TEI>", encoding="utf-8")
    begun = start(tmp_path, date(2020, 1, 1))
    assert "part: On Moles" in begun.path.read_text(encoding="utf-8")
    assert _checked(begun) == (["On Moles", "On Owls"], [])
