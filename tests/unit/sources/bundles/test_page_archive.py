"""Pages that a browser has saved as one file: MHTML and the web archive of Safari, pictures included."""

from __future__ import annotations

import plistlib
import quopri
from base64 import b64encode
from pathlib import Path

from lxml import etree

from florilegium.book import runs
from florilegium.sources.manuscript import Manuscript
from making.snapshot import read_file

PICTURE = Path(__file__).resolve().parents[3] / "fixtures" / "sources" / "loom.png"
ADDRESS = "https://example.org/weirs"
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>On Weirs</title></head>
<body><article>
<h1>On Weirs</h1><p>The weir was raised in a wet summer, and fell in a dry one, as they said in the
café.<sup><a href="{ADDRESS}#fn1" id="r1">1</a></sup> It is
<span class="c1">old</span>, and much is told of it.</p>
<p><img src="https://example.org/w.png" srcset="https://example.org/large.png 2x" alt="A square of red"></p>
<p>It was mended again in the spring, they said, with what was left of the stone.</p>
<ol><li id="fn1">In oak. <a href="{ADDRESS}#r1">↩</a></li></ol></article>
<iframe src="cid:frame@mhtml.blink"></iframe></body></html>"""
FRAME = "<html><body><p>Buy a boat now.</p></body></html>"


def _part(kind: str, location: str, data: bytes, *, picture: bool = False) -> str:
    coding = "base64" if picture else "quoted-printable"
    content = b64encode(data) if picture else quopri.encodestring(data)
    return (
        f"------B\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n"
        f"Content-Location: {location}\r\n\r\n{content.decode()}\r\n"
    )


def _archive() -> str:
    head = (
        "From: <Saved by Blink>\r\nSubject: On Weirs\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B"\r\n\r\n\r\n'
    )
    return (
        head
        + _part("text/html", ADDRESS, PAGE.encode())
        + _part("image/png", "https://example.org/w.png", PICTURE.read_bytes(), picture=True)
        + _part("text/css", "cid:css-1@mhtml.blink", b".c1 { font-style: italic }")
        + _part("text/html", "https://example.net/", FRAME.encode())
        + "------B--\r\n"
    )


def _read(path: Path) -> Manuscript:
    manuscript, report = read_file(path)
    assert report.problems == ()
    assert manuscript is not None
    return manuscript


def _check(manuscript: Manuscript) -> None:
    assert manuscript.title == "On Weirs"
    (picture,) = manuscript.body.iter("img")
    assert picture.get("alt") == "A square of red"
    assert [runs.text_of(note.body[0]) for note in manuscript.notes] == ["In oak."]
    assert "café" in "".join(map(str, manuscript.body.itertext()))


def test_a_page_saved_as_mhtml_has_its_pictures_notes_and_looks(tmp_path: Path) -> None:
    """A frame is no part of the article, and is told."""
    path = tmp_path / "weirs.mhtml"
    path.write_text(_archive(), encoding="ascii", newline="")
    manuscript = _read(path)
    _check(manuscript)
    assert "<i>old</i>" in etree.tostring(manuscript.body, encoding="unicode")
    assert any("Buy a boat" in row.words and "frame" in row.fate for row in manuscript.ledger)


def test_a_page_saved_by_safari_has_its_pictures_and_notes(tmp_path: Path) -> None:
    main = {"WebResourceData": PAGE.encode(), "WebResourceMIMEType": "text/html", "WebResourceURL": ADDRESS}
    picture = {
        "WebResourceData": PICTURE.read_bytes(),
        "WebResourceMIMEType": "image/png",
        "WebResourceURL": "https://example.org/w.png",
    }
    path = tmp_path / "weirs.webarchive"
    content = {"WebMainResource": main, "WebSubresources": [picture]}
    path.write_bytes(plistlib.dumps(content, fmt=plistlib.FMT_BINARY))
    _check(_read(path))


def test_what_is_no_such_file_is_told(tmp_path: Path) -> None:
    for name, data in (
        ("a.mhtml", b"just words"),
        ("b.webarchive", b"bplist00broken"),
        ("c.mht", _part("image/png", "x", b"1", picture=True).encode()),
        ("d.webarchive", plistlib.dumps(["none"], fmt=plistlib.FMT_BINARY)),
    ):
        (tmp_path / name).write_bytes(data)
        manuscript, report = read_file(tmp_path / name)
        assert manuscript is None
        assert [problem.code for problem in report.problems] == ["S004"]


def test_a_mail_has_its_subject_for_a_title_and_its_plain_words_in_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "mail.mht"
    path.write_text(
        "Subject: On =?utf-8?q?B=C3=BChren?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="----B"\r\n\r\n'
        + _part("text/plain; charset=utf-8", "x", b"Bare words.")
        + _part("text/html", "y", b"<p>The weir was raised in a wet summer.</p>")
        + "------B--\r\n",
        encoding="ascii",
        newline="",
    )
    manuscript = _read(path)
    assert manuscript.title == "On Bühren"
    assert any("Bare words." in row.words and "markup" in row.fate for row in manuscript.ledger)
