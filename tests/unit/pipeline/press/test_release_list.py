"""The site of a press: three books, one of them not cleared; then one more, which alone is made."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree, html

from florilegium.cli.main import main
from florilegium.manifest.reading.backlist import Backlist, load_list
from florilegium.pipeline.press.listed_book import ListedBook, PressSite
from florilegium.pipeline.press.opds import opds_files
from florilegium.problems import ManifestError, Report
from florilegium.system import native_libraries
from florilegium.system.tasks import fingerprint

MANIFEST = """\
title: {title}
language: {language}
identifier: urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c{number}
date: 2026-{month}-22
publisher: Fern Press
description: Ferns & <mosses>, looked at.
{more}contributors:
  bracken: {{name: Ann Bracken, sort: "Bracken, Ann"}}
chapters:
  - title: In the Wood
    articles:
      - source: walk.md
        authors: [bracken]
        permission: {permission}
editions:
  epub: {{fonts: none}}
"""
CLEARED = "{status: public domain, evidence: Written for this test.}"
NAMES = {"atom": "http://www.w3.org/2005/Atom", "dc": "http://purl.org/dc/terms/"}


def write(folder: Path, title: str, month: str, permission: str = CLEARED, more: str = "") -> None:
    folder.mkdir()
    language = "de" if "Farne" in title else "en"
    text = MANIFEST.format(
        title=title, language=language, number=month, month=month, permission=permission, more=more
    )
    (folder / "anthology.yaml").write_text(text, encoding="utf-8")
    (folder / "walk.md").write_text(f"# A Walk\n\nThe path of {title} goes down.\n", encoding="utf-8")


def release_all(folder: Path, *more: str) -> str:
    """Give the command, and return what it prints."""
    done = CliRunner().invoke(main, ["build-all", str(folder / "list.yaml"), "--release", "-j", "1", *more])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.output


def besides_the_project() -> tuple[str, str]:
    """Return what a release depends on besides its project: the program, its packages, the system's fonts.

    Somebody may work on them while they are tested; then every book is made again, and rightly so.
    """
    return fingerprint.program(), native_libraries.fonts()


@pytest.fixture(scope="module")
def first_standing() -> tuple[str, str]:
    """How the program stood before the first release."""
    return besides_the_project()


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory, first_standing: tuple[str, str]) -> Path:
    """The folder of a press whose list has been released."""
    folder = tmp_path_factory.mktemp("press")
    write(
        folder / "ferns", "A Book of Ferns", "10", more="licence: CC-BY-4.0\nisbns: {epub: 9780306406157}\n"
    )
    write(folder / "farne", "Farne", "11")
    write(folder / "secret", "A Secret Book", "12", permission="not cleared")
    (folder / "list.yaml").write_text(
        "title: Fern Press\nsite: https://fern.example\nbooks: [ferns, farne, secret]\n", encoding="utf-8"
    )
    output = release_all(folder)
    assert "3 books: 2 made, 1 failed" in output
    assert "M027" in output
    return folder


@pytest.fixture(scope="module")
def site(press: Path) -> Path:
    return press / "dist" / "press"


def feed(path: Path) -> etree._Element:
    return etree.parse(path).getroot()


def test_every_book_that_may_go_out_has_its_folder_and_no_other(site: Path) -> None:
    assert {path.name for path in site.iterdir()} == {
        *("a-book-of-ferns", "farne", "index.html", "metadata", "news.xml", "opds", "scripts"),
        *("sitemap.xml", "styles"),
    }
    everything = "".join(path.read_text(encoding="utf-8") for path in site.glob("*.*"))
    assert "Secret" not in everything


def test_the_catalogue_has_covers_and_links_that_lead_somewhere(site: Path) -> None:
    page = html.fromstring((site / "index.html").read_bytes())
    titles = [title.text_content() for title in page.find_class("title")]
    assert titles == ["A Book of Ferns", "Farne"]
    assert page.xpath("//span[@lang='de']/text()") == ["Farne"]
    for address in page.xpath("//@href | //@src"):
        assert address == "data:," or (site / address).is_file(), address


def test_opds_1_says_what_can_be_had_and_how_long_it_is(site: Path) -> None:
    start = feed(site / "opds" / "index.xml")
    leads = [link.get("href") for link in start.iterfind("atom:entry/atom:link", NAMES)]
    assert leads == ["new.xml", "all.xml"]
    books = feed(site / "opds" / "all.xml").findall("atom:entry", NAMES)
    assert [book.findtext("atom:title", "", NAMES) for book in books] == ["A Book of Ferns", "Farne"]
    ferns = {link.get("rel").rpartition("/")[2]: link for link in books[0].iterfind("atom:link", NAMES)}
    assert {"open-access", "sample", "image", "thumbnail", "alternate"} == set(ferns)
    assert books[0].findtext("dc:issued", "", NAMES) == "2026-10-22"
    for book in books:
        for link in book.iterfind("atom:link", NAMES):
            path = (site / "opds" / link.get("href")).resolve()
            assert path.is_file()
            assert link.get("length") in {None, str(path.stat().st_size)}
    assert "acquisition/open-access" not in etree.tostring(books[1]).decode()


def test_opds_2_says_the_same(site: Path) -> None:
    found = json.loads((site / "opds" / "all.json").read_text(encoding="utf-8"))
    assert found["metadata"]["numberOfItems"] == 2
    ferns, farne = found["publications"]
    assert ferns["metadata"]["title"] == "A Book of Ferns"
    assert farne["metadata"]["language"] == "de"
    assert {link["rel"].rpartition("/")[2] for link in ferns["links"]} == {
        "alternate",
        "open-access",
        "sample",
    }
    for link in (*ferns["links"], *ferns["images"]):
        path = (site / "opds" / link["href"]).resolve()
        assert link.get("size", path.stat().st_size) == path.stat().st_size


def test_new_books_come_first_and_dates_are_those_of_the_releases(site: Path) -> None:
    new = feed(site / "opds" / "new.xml")
    assert [book.findtext("atom:title", "", NAMES) for book in new.iterfind("atom:entry", NAMES)] == [
        "Farne",
        "A Book of Ferns",
    ]
    news = feed(site / "news.xml")
    assert news.findtext("atom:updated", "", NAMES) == "2026-11-22T00:00:00Z"
    assert "the first release" in (news.findtext("atom:entry/atom:content", "", NAMES) or "")
    assert news.find("atom:entry/atom:link", NAMES).get("href") == "https://fern.example/farne/index.html"


def test_onix_has_the_products_of_all_books(site: Path) -> None:
    for release in ("3.1", "3.0"):
        message = feed(site / "metadata" / f"onix-{release}.xml")
        of_books = [feed(path) for path in site.glob(f"*/metadata/onix-{release}.xml")]
        products = [one.findtext("{*}RecordReference") for one in message.iterfind("{*}Product")]
        assert sorted(products) == sorted(
            one.findtext("{*}RecordReference") for book in of_books for one in book.iterfind("{*}Product")
        )
        assert len(message.findall("{*}Header")) == 1


def test_kbart_has_a_line_a_book_under_its_columns(site: Path) -> None:
    (path,) = (site / "metadata").glob("*.txt")
    assert path.name == "FernPress_Global_AllTitles_2026-11-22.txt"
    head, *rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(head) == 25
    assert all(len(row) == 25 for row in rows)
    ferns = dict(zip(head, rows[0], strict=True))
    assert ferns["online_identifier"] == "9780306406157"
    assert ferns["title_url"] == "https://fern.example/a-book-of-ferns/index.html"
    assert (ferns["first_author"], ferns["access_type"]) == ("Bracken", "F")


def test_the_map_has_books_and_articles(site: Path) -> None:
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert re.findall("<loc>(.*?)</loc>", text) == [
        "https://fern.example/",
        "https://fern.example/a-book-of-ferns/",
        "https://fern.example/a-book-of-ferns/articles/walk/",
        "https://fern.example/farne/",
        "https://fern.example/farne/articles/walk/",
    ]


def test_one_book_more_makes_its_own_pages_and_the_lists_alone(
    press: Path, site: Path, first_standing: tuple[str, str]
) -> None:
    """The other books' files are not written again; the lists come out as if all were made at once."""
    before = {path: path.stat().st_mtime_ns for path in site.glob("*/release.json")}
    lists = {path: path.read_bytes() for path in site.glob("opds/*")}
    again = release_all(press)
    assert "3 books: 2 made" in again
    assert {path: path.read_bytes() for path in site.glob("opds/*")} == lists
    write(press / "moss", "A Book of Moss", "09")
    text = (press / "list.yaml").read_text(encoding="utf-8").replace("secret]", "secret, moss]")
    (press / "list.yaml").write_text(text, encoding="utf-8")
    assert "4 books: 3 made" in release_all(press)
    now = {path: path.stat().st_mtime_ns for path in before}
    assert now == before or besides_the_project() != first_standing
    assert (site / "a-book-of-moss" / "release.json").is_file()
    assert "A Book of Moss" in (site / "opds" / "all.xml").read_text(encoding="utf-8")
    # A file that is gone is made again.
    (site / "farne" / "index.html").unlink()
    release_all(press)
    assert (site / "farne" / "index.html").is_file()


def test_a_release_to_which_no_list_leads_is_told_and_left(press: Path, site: Path) -> None:
    """One that the list no longer names, and one that may not go out any more; nothing that is no release."""
    (site / "notes").mkdir()
    text = (press / "list.yaml").read_text(encoding="utf-8").replace(", moss]", "]")
    (press / "list.yaml").write_text(text, encoding="utf-8")
    farne = press / "farne" / "anthology.yaml"
    farne.write_text(farne.read_text(encoding="utf-8").replace(CLEARED, "not cleared"), encoding="utf-8")
    said = [line for line in release_all(press).splitlines() if "E034" in line]
    assert [re.search("“(.*?)” (.*)", line).groups() for line in said] == [  # type: ignore[union-attr]
        ("a-book-of-moss", "is in the site, and no book of the list stands there"),
        ("farne", "is still in the site as it was released last, and may not go out now"),
    ]
    assert (site / "a-book-of-moss" / "index.html").is_file()
    assert "Farne" not in (site / "opds" / "all.xml").read_text(encoding="utf-8")
    # Nobody knows which folder a book has whose manifest cannot be read.
    (press / "ferns" / "anthology.yaml").write_text("title: [", encoding="utf-8")
    assert release_all(press).count("E034") == 1


def test_options_that_contradict_each_other_are_refused(press: Path) -> None:
    for words in (["--release", "epub"], ["--release", "--no-pages"], ["--print"], ["--output", "x"]):
        done = CliRunner().invoke(main, ["build-all", str(press / "list.yaml"), *words])
        assert done.exit_code == 2, words


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("books: [ferns]\ntitel: Fern\n", ["M002"]),
        ("books: [ferns]\nsite: fern.example\n", ["M004"]),
        ("title: Fern\n", ["M004"]),
        ("title: [Fern]\nbooks: [ferns, ferns]\n", ["M004", "M005"]),
    ],
)
def test_mistakes_of_a_list_are_told(tmp_path: Path, text: str, codes: list[str]) -> None:
    (tmp_path / "list.yaml").write_text(text, encoding="utf-8")
    report = Report()
    with pytest.raises(ManifestError):
        load_list(tmp_path / "list.yaml", report)
    assert [problem.code for problem in report.problems] == codes


def test_a_list_of_hundreds_goes_over_several_files() -> None:
    """A hundred books a file, each file with its neighbours."""
    told = {
        **dict.fromkeys(("subtitle", "publisher", "description", "licence", "rights"), ""),
        **{key: [] for key in ("authors", "editors", "subjects", "keywords", "articles")},
        "language": "en",
        "isbns": {},
        "pages": 0,
    }
    moment = "2026-01-01T00:00:00Z"
    books = [
        ListedBook(f"b{n:03}", f"urn:uuid:{n}", moment[:10], "", moment, {**told, "title": f"B {n:03}"}, {})
        for n in range(250)
    ]
    files = opds_files(PressSite.of(Backlist(Path("list.yaml"), ()), Path("site"), books))
    assert {"opds/all.xml", "opds/all-2.xml", "opds/all-3.xml", "opds/all-3.json"} <= set(files)
    middle = etree.fromstring(files["opds/all-2.xml"])
    turns = {link.get("rel"): link.get("href") for link in middle.iterfind("atom:link", NAMES)}
    assert turns["previous"] == "all.xml" and turns["next"] == turns["last"] == "all-3.xml"
    assert len(middle.findall("atom:entry", NAMES)) == 100
    assert len(etree.fromstring(files["opds/new.xml"]).findall("atom:entry", NAMES)) == 20
