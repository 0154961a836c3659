"""Pages of the web become articles of the project: with their pictures, their addresses and the day."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from browsing import served_folder
from click.testing import CliRunner

from florilegium.cli.main import main
from florilegium.pipeline.beginning.page_collection import PageCollection
from florilegium.pipeline.build import prepare
from florilegium.problems import Report
from florilegium.system.fetching import FetchBounds

PROSE = " ".join(["The miller rose before the sun, and was asleep before the owl had said a word."] * 4)
PAGE = (
    '<html lang="en"><head><meta charset="iso-8859-1"><title>{0}</title></head><body><article><h1>{0}</h1>'
    '<p class="byline">By Ann Bracken</p><p>{1} Caf\N{LATIN SMALL LETTER E WITH ACUTE}.</p>'
    '<p><img src="dot.gif" data-src="red.png" srcset="large.png 2x" alt="A square of red">'
    '<img src="/gone.png" alt="Gone"></p><p>{1} So be it.</p></article></body></html>'
)
PICTURE = Path(__file__).resolve().parents[3] / "fixtures" / "sources" / "loom.png"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a site on this machine, with two pages and a picture."""
    folder = tmp_path / "site"
    folder.mkdir()
    for name, title in (("weirs.html", "On Weirs"), ("mills.html", "On Mills")):
        (folder / name).write_bytes(PAGE.format(title, PROSE).encode("iso-8859-1"))
    (folder / "red.png").write_bytes(PICTURE.read_bytes())
    (folder / "notes.txt").write_text("no page")
    with served_folder(folder) as address:
        yield address


def _collect(book: Path, *words: str, name: str = "anthology.yaml") -> tuple[int, str]:
    book.mkdir(exist_ok=True)
    result = CliRunner().invoke(main, ["collect", "--manifest", str(book / name), *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, result.output


def test_pages_become_articles_with_where_and_when_they_were_taken(tmp_path: Path, site: str) -> None:
    """The first begins a manifest, the second goes into it; each has its picture, its letters, its author."""
    book = tmp_path / "book"
    status, said = _collect(book, "--private", f"{site}/weirs.html")
    assert (status, "gone.png" in said) == (0, True)
    status, _ = _collect(book, "--private", f"{site}/mills.html")
    assert status == 0
    manifest = (book / "anthology.yaml").read_text(encoding="utf-8")
    assert f"{site}/weirs.html" in manifest
    assert f"Taken from there on {date.today().isoformat()}." in manifest
    assert (book / "articles/weirs-pictures/001.png").read_bytes() == PICTURE.read_bytes()
    report = Report()
    articles = prepare(book / "anthology.yaml", report).book.articles
    assert [article.title for article in articles] == ["On Weirs", "On Mills"]
    assert [article.authors for article in articles] == [("bracken",), ("bracken",)]
    assert "Café." in "".join(map(str, articles[0].text.body.itertext()))
    assert all(article.text.body.find(".//img") is not None for article in articles)


def test_pages_go_into_the_manifest_that_is_named(tmp_path: Path, site: str) -> None:
    """One of another name is begun under it; one that begins with a mark keeps it, one in Latin-1 is left."""
    book = tmp_path / "book"
    assert _collect(book, "--private", f"{site}/weirs.html", name="tales.yaml")[0] == 0
    assert [path.name for path in book.glob("*.yaml")] == ["tales.yaml"]
    manifest = book / "tales.yaml"
    manifest.write_bytes(BOM_UTF8 + manifest.read_bytes())
    assert _collect(book, "--private", f"{site}/mills.html", name="tales.yaml")[0] == 0
    assert manifest.read_bytes().startswith(BOM_UTF8 + b"#")
    report = Report()
    assert [one.title for one in prepare(manifest, report).book.articles] == ["On Weirs", "On Mills"]
    manifest.write_bytes(old := b"# Caf\xe9\n" + manifest.read_bytes())
    status, said = _collect(book, "--private", f"{site}/mills.html", name="tales.yaml")
    assert (status, "enter the files yourself" in said, manifest.read_bytes()) == (0, True, old)


@pytest.mark.parametrize(
    ("page", "letters"),
    [
        ('<meta charset="iso-8859-1"><p>“Weirs” – Café</p>', "cp1252"),
        ('<?xml version="1.0" encoding="iso-8859-2"?><p>Łódź</p>', "iso-8859-2"),
        ("<p>“Weirs” – Café</p>", "utf-8"),
    ],
)
def test_pages_are_read_in_the_letters_that_browsers_take(
    tmp_path: Path, site: str, page: str, letters: str
) -> None:
    """Latin-1 means Windows's letters, whose quotation marks old pages have; XML says its own."""
    (tmp_path / "site" / "old.html").write_bytes(page.encode(letters))
    saved = PageCollection(tmp_path, "articles", FetchBounds(private=True), "test").save(f"{site}/old.html")
    assert page in (tmp_path / saved.name).read_text(encoding="utf-8-sig")


def test_what_cannot_be_taken_is_told_and_the_rest_is_taken(tmp_path: Path, site: str) -> None:
    book = tmp_path / "book"
    status, said = _collect(book, "--private", f"{site}/notes.txt", f"{site}/none.html", f"{site}/weirs.html")
    assert status == 1
    assert "text/plain" in said
    assert "404" in said
    assert (book / "articles/weirs.html").exists()
    status, said = _collect(book, "--private", f"{site}/weirs.html")
    assert "weirs-2.html" in said


def test_nothing_is_taken_from_this_machine_unasked_or_written_elsewhere(tmp_path: Path, site: str) -> None:
    book = tmp_path / "book"
    status, said = _collect(book, f"{site}/weirs.html")
    assert (status, "--private" in said) == (1, True)
    status, said = _collect(book, "--private", "--into", "../elsewhere", f"{site}/weirs.html")
    assert status != 0
    assert list(book.iterdir()) == []
