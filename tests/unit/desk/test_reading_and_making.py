"""The reader shows the EPUB as it is and runs nothing of it; the book and its release are made from here."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Visitor, lanterns, opened, until

from projects import REPOSITORY

LANTERNS = REPOSITORY / "tests" / "golden" / "lanterns"


@pytest.fixture(scope="module")
def desk(project: Path) -> Iterator[Visitor]:
    with opened(project) as visitor:
        visitor.enter()
        until(lambda: "data-file=" in visitor.get("/reader").text)
        yield visitor


def test_the_reader_has_every_document_of_the_epub(desk: Visitor) -> None:
    files = re.findall(r'data-file="([^"]+)"', desk.get("/reader").text)
    assert {"EPUB/cover.xhtml", "EPUB/text/wick.xhtml", "EPUB/text/index.xhtml"} <= set(files)
    for file in files:
        shown = desk.get(f"/reader/book/{file}")
        assert shown.status == 200 and shown.headers["content-type"].startswith("application/xhtml+xml")
    sheet = desk.get("/reader/book/EPUB/styles/epub.css")
    assert sheet.headers["content-type"].startswith("text/css")
    assert desk.get("/reader/book/EPUB/images/cover.jpg").headers["content-type"] == "image/jpeg"


def test_a_document_of_the_epub_runs_and_asks_nothing(desk: Visitor) -> None:
    """Its policy lets no script run and no other address be asked; only a frame of the desk shows it."""
    policy = desk.get("/reader/book/EPUB/text/wick.xhtml").headers["content-security-policy"]
    for rule in ("default-src 'none'", "sandbox allow-same-origin", "frame-ancestors 'self'"):
        assert rule in policy, rule
    assert "script" not in policy and "unsafe" not in policy and "http" not in policy
    assert "frame-ancestors 'none'" in desk.get("/reader").headers["content-security-policy"]


def test_no_path_of_the_reader_leads_to_the_disk(desk: Visitor, project: Path) -> None:
    (project.parent / "secret.txt").write_text("secret", encoding="utf-8")
    for path in ("../anthology.yaml", "..%2fanthology.yaml", "EPUB/../../secret.txt", "/etc/hosts"):
        assert desk.get(f"/reader/book/{path}").status == 404, path
        assert desk.get("/make/file", name=path).status == 404, path


def test_a_word_of_the_epub_leads_to_its_source(desk: Visitor) -> None:
    behind = desk.get("/reader/word", ids="m-dark-p1-1 dark-p1 dark").text
    assert "texts/dark.html:3:1" in behind and "Pruett, Tom" in behind
    found = json.loads(desk.get("/reader/find", block="dark-p1").text)
    assert found["file"] == "EPUB/text/dark.xhtml"
    assert "The program itself" in desk.get("/reader/word", ids="-").text
    assert desk.get("/reader/find", block="nowhere").status == 404


def test_the_book_is_made_and_can_be_taken(desk: Visitor, project: Path) -> None:
    assert not desk.wish("/make", editions="nothing")["ok"]
    assert desk.wish("/make", **{"edition-epub": "yes"})["ok"]
    until(lambda: "three-lanterns.epub</a>" in desk.get("/make").text)
    taken = desk.get("/make/file", name="three-lanterns.epub")
    assert taken.body == (project / "dist" / "three-lanterns.epub").read_bytes()
    assert "attachment" in taken.headers["content-disposition"]
    until(lambda: "Being made" not in desk.get("/make").text)


def test_a_release_is_made_or_refused_in_words(desk: Visitor, project: Path) -> None:
    assert not desk.wish("/make", release="yes", review="yes", printer="yes")["ok"]
    manifest = project / "anthology.yaml"
    before = manifest.read_bytes()
    assert desk.wish("/form/save", way="permission.status", value="not cleared")["ok"]
    assert desk.wish("/make", release="yes")["ok"]
    until(lambda: "came to nothing" in desk.get("/make").text)
    assert not (project / "dist" / "release").exists()
    told = desk.get("/problems").text  # the book itself is sound
    assert "Stopped what was made last" in told and "Stops the book" not in told
    assert 'href="/book?at=permission"' in told
    assert desk.wish("/undo")["ok"] and manifest.read_bytes() == before
    assert desk.wish("/make", release="yes")["ok"]
    assert not desk.wish("/make", release="yes")["ok"]
    until(lambda: "release/three-lanterns/SHA256SUMS" in desk.get("/make").text)
    until(lambda: "Being made" not in desk.get("/make").text)


def test_what_is_being_made_can_be_stopped(desk: Visitor, project: Path) -> None:
    """The last good files stay."""
    dist = project / "dist"
    before = {path: path.read_bytes() for path in dist.rglob("*") if path.is_file()}
    assert desk.wish("/make", release="yes")["ok"]
    assert desk.wish("/stop")["ok"]
    until(lambda: "Being made" not in desk.get("/make").text)
    assert "stopped; the last good files are untouched" in desk.get("/make").text
    assert {path: path.read_bytes() for path in dist.rglob("*") if path.is_file()} == before


def test_a_book_is_begun_from_a_folder(tmp_path: Path) -> None:
    """An empty project greets, shows what is there, and becomes a book in the folder that is chosen."""
    for name in ("texts", "images"):
        shutil.copytree(LANTERNS / name, tmp_path / "spring" / name)
    (tmp_path / "spring" / "letter.pdf").write_bytes(b"%PDF")
    lanterns(tmp_path)
    with opened(tmp_path) as desk:
        assert desk.enter().status == 303
        for view in ("", "reader", "sources", "notes", "index", "problems", "make"):
            assert desk.ask("GET", f"/{view}").headers["location"] == "/start", view
        page = desk.get("/start", folder="spring").text
        assert "texts/wick.txt" in page and "letter.pdf" in page and "a book already" in page
        for folder in ("..", "/etc", "spring/../../..", "nowhere"):
            assert not desk.wish("/start", folder=folder)["ok"], folder
        assert desk.wish("/start", folder="spring", title="Lamps: A Book")["leads"] == "/book"
        manifest = (tmp_path / "spring" / "anthology.yaml").read_text(encoding="utf-8")
        assert 'title: "Lamps: A Book"' in manifest
        until(lambda: 'data-mark="texts/wick.txt"' in desk.get("/book").text)
        until(lambda: 'id="page-0"' in desk.get("/pages").text)
        assert desk.wish("/form/save", way="title", value="Lamps")["ok"]
        assert not (tmp_path / "anthology.yaml").exists()


def test_pictures_that_are_missing_are_left_out_by_a_touch(tmp_path: Path) -> None:
    """The problem offers what can be done, and the book goes on."""
    project = lanterns(tmp_path)
    (project / "images" / "cup.png").unlink()
    with opened(project) as desk:
        desk.enter()
        until(lambda: "Leave such pictures out" in desk.get("/problems").text)
        wish = re.search(r'data-send="way=([\w.]+)&amp;value=drop"', desk.get("/problems").text)
        assert wish
        assert desk.wish("/form/save", way=wish[1], value="drop")["ok"]
        until(lambda: 'id="page-0"' in desk.get("/pages").text)


def test_the_first_spread_is_there_when_the_desk_is_opened_again(tmp_path: Path) -> None:
    """It stands in the page itself, before a text has been read; a kept file that is broken is none."""
    project = lanterns(tmp_path)
    with opened(project) as desk:
        desk.enter()
        until(lambda: 'id="page-0"' in desk.get("/pages").text)
        picture = b64encode(desk.get("/pages/0/picture", w=800).body).decode()
    (project / "anthology.yaml").write_text("title: [", encoding="utf-8")
    with opened(project) as desk:
        desk.enter()
        page = desk.get("/pages").text
        assert 'id="page-0"' in page and f'src="data:image/png;base64,{picture}"' in page
        assert desk.get("/pages/0/picture").status == 404
    (project / ".florilegium" / "desk" / "pages.json").write_text('{"facts": [', encoding="utf-8")
    with opened(project) as desk:
        desk.enter()
        assert 'id="page-0"' not in desk.get("/pages").text
