"""A release of a small book: through the gate, whole, the same each time, and verified."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from florilegium.cli.main import main
from florilegium.pipeline.build import BuildRequest
from florilegium.pipeline.release.comparison import differences, open_release
from florilegium.pipeline.release.make_release import ReleaseRequest, ReleaseResult, make_release
from florilegium.pipeline.session import Silent
from florilegium.problems import ReleaseError, Report

MANIFEST = """\
title: A Book of Ferns
language: de
identifier: urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e
date: 2026-11-22
publisher: Fern Press
contributors:
  bracken: {{name: Ann Bracken, sort: "Bracken, Ann"}}
chapters:
  - title: In the Wood
    articles:
      - source: walk.md
        authors: [bracken]
        permission: {permission}
index:
  entries: [Ann Bracken]
editions:
  epub: {{fonts: none}}
"""
CLEARED = "{status: public domain, evidence: Written for this test.}"
WALK = "# A Walk\n\nThe path goes down to the brook.[^1] Ann Bracken stood there.\n\n[^1]: In June.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A book of one article that is cleared."""
    return write(tmp_path / "ferns", CLEARED)


def write(folder: Path, permission: str, walk: str = WALK) -> Path:
    """Write a project, and return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / "anthology.yaml").write_text(MANIFEST.format(permission=permission), encoding="utf-8")
    (folder / "walk.md").write_text(walk, encoding="utf-8")
    return folder


def made(folder: Path, *, review: bool = False) -> ReleaseResult:
    """Make a release in this process."""
    request = ReleaseRequest(BuildRequest(folder / "anthology.yaml", jobs=1), is_review=review)
    return make_release(request, Report(), Silent())


def test_a_book_that_is_not_cleared_is_refused(project: Path) -> None:
    """The list has the place in the manifest; nothing is put anywhere."""
    write(project, "not cleared")
    with pytest.raises(ReleaseError) as refused:
        made(project)
    (problem,) = [one for one in refused.value.problems if one.code == "M027"]
    assert str(problem.place) == "anthology.yaml:13:21"
    assert refused.value.exit_status == 6
    assert not (project / "dist").exists()


def test_a_release_has_all_its_files_and_their_sums(project: Path) -> None:
    result = made(project)
    names = {
        path.relative_to(result.folder).as_posix() for path in result.folder.rglob("*") if path.is_file()
    }
    assert names == set(result.files)
    assert {"a-book-of-ferns.epub", "a-book-of-ferns.kepub.epub", "a-book-of-ferns.pdf"} <= names
    assert {"read/index.html", "read/text/walk.html"} <= names
    assert {f"articles/walk/{name}" for name in ("index.html", "walk.pdf", "walk.epub")} <= names
    assert {"cover.jpg", "cover-200.jpg", "metadata/onix-3.1.xml", "metadata/marc.mrc"} <= names
    for line in (result.folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((result.folder / name).read_bytes()).hexdigest() == digest
    record = json.loads((result.folder / "release.json").read_text(encoding="utf-8"))
    assert set(record["inputs"]) == {"anthology.yaml", "walk.md"}
    assert record["contents"]["index"] == {"Ann Bracken": "2"}
    assert record["contents"]["articles"]["walk"]["pages"] == ["2", "2"]
    assert b"<FirstPageNumber>2<" in result.files["metadata/onix-3.1.xml"]


def test_the_same_project_gives_the_same_bytes(project: Path, tmp_path: Path) -> None:
    """Made again over itself, and of a copy in another folder."""
    first = dict(made(project).files)
    assert made(project).files == first
    copy = write(tmp_path / "elsewhere", CLEARED)
    assert made(copy).files == first


def test_changes_are_told_against_the_release_before(project: Path) -> None:
    made(project)
    write(project, CLEARED, WALK.replace("In June", "In July").replace("brook", "sea"))
    told = made(project).files["CHANGES.md"].decode()
    assert "*A Walk*: text changed; notes changed (1 before, 1 now, 1 of them new or mended)" in told


def test_a_review_copy_is_marked_everywhere(project: Path) -> None:
    """On each page of the PDF, in each file of the EPUB; shops are told nothing."""
    write(project, "not cleared")
    result = made(project, review=True)
    notice = "Privates Prüfexemplar"
    document = pypdfium2.PdfDocument(result.files["a-book-of-ferns.pdf"])
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    assert pages and all(notice in page for page in pages)
    for page in (data.decode() for name, data in result.files.items() if name.endswith(".html")):
        assert notice in page and "noindex" in page
    for name in ("a-book-of-ferns.epub", "a-book-of-ferns.kepub.epub", "articles/walk/walk.epub"):
        path = result.folder / name
        with zipfile.ZipFile(path) as container:
            files = [one for one in container.namelist() if one.endswith(".xhtml")]
            assert all(notice in container.read(one).decode().replace("</span>", "") for one in files)
            assert f"<dc:rights>{notice}</dc:rights>" in container.read("EPUB/content.opf").decode()
    assert not any(name.startswith("metadata/") for name in result.files)


def test_a_cleared_book_bears_no_notice(project: Path) -> None:
    document = pypdfium2.PdfDocument(made(project).files["a-book-of-ferns.pdf"])
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    assert not any("Prüfexemplar" in page for page in pages)


def test_what_is_done_to_a_release_is_found(project: Path) -> None:
    """A file that is changed, one that is gone, a foreign one; and a sum that was changed with its file."""
    folder = made(project).folder
    assert list(differences(open_release(folder))) == []
    (folder / "cover.jpg").write_bytes(b"another")
    (folder / "cover-200.jpg").unlink()
    (folder / "note.txt").write_text("mine", encoding="utf-8")
    assert list(differences(open_release(folder))) == [
        "cover-200.jpg: missing",
        "cover.jpg: changed",
        "note.txt: not of this release",
    ]
    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8")
    digest = hashlib.sha256((folder / "a-book-of-ferns.pdf").read_bytes()).hexdigest()
    (folder / "a-book-of-ferns.pdf").write_bytes(b"%PDF-0")
    forged = sums.replace(digest, hashlib.sha256(b"%PDF-0").hexdigest())
    (folder / "SHA256SUMS").write_text(forged, encoding="utf-8")
    told = "a-book-of-ferns.pdf: release.json and SHA256SUMS contradict each other"
    assert told in list(differences(open_release(folder)))


def test_sums_cannot_name_files_elsewhere(project: Path) -> None:
    folder = made(project).folder
    (folder / "SHA256SUMS").write_text("0" * 64 + "  ../walk.md\n", encoding="utf-8")
    assert "../walk.md: SHA256SUMS names a file outside the folder" in list(differences(open_release(folder)))


@pytest.mark.parametrize(
    "damage", ["[]", "{}", "{", '{"form": 1, "tools": {}, "inputs": {}, "files": {"a": 1}}']
)
def test_a_folder_that_is_no_release_is_told(tmp_path: Path, damage: str) -> None:
    (tmp_path / "SHA256SUMS").write_text("0  a\n", encoding="utf-8")
    (tmp_path / "release.json").write_text(damage, encoding="utf-8")
    done = CliRunner().invoke(main, ["verify", str(tmp_path)])
    assert done.exit_code == 6 and "is no release" in done.output


def test_a_damaged_record_before_is_passed_over(project: Path) -> None:
    """The new release says that it is the first."""
    folder = made(project).folder
    for damage in ("{", "[]", '{"book": {}, "contents": {"articles": {"walk": 3}}}'):
        (folder / "release.json").write_text(damage, encoding="utf-8")
        assert b"first release" in made(project).files["CHANGES.md"]


def test_verify_makes_it_again(project: Path) -> None:
    """With the project as it was it comes out the same; with another text it says which input differs."""
    folder, manifest = made(project).folder, str(project / "anthology.yaml")
    done = CliRunner().invoke(main, ["verify", str(folder), "--manifest", manifest])
    assert done.exit_code == 0 and "come out the same again" in done.output
    write(project, CLEARED, WALK.replace("brook", "sea"))
    done = CliRunner().invoke(main, ["verify", str(folder), "--manifest", manifest, "--quiet"])
    assert done.exit_code == 6
    assert "input walk.md: differs" in done.output and "file a-book-of-ferns.pdf: differs" in done.output


def test_a_release_that_fails_leaves_the_last_one(project: Path) -> None:
    before = made(project)
    write(project, "not cleared")
    with pytest.raises(ReleaseError):
        made(project)
    assert list(differences(open_release(before.folder))) == []
    shutil.rmtree(before.folder.parent)
    before.folder.parent.write_text("a file", encoding="utf-8")
    write(project, CLEARED)
    request = ReleaseRequest(replace(BuildRequest(project / "anthology.yaml"), jobs=1))
    with pytest.raises(ReleaseError, match="is a file, not a folder"):
        make_release(request, Report(), Silent())


def test_the_epub_of_an_article_is_a_book_of_its_own(project: Path) -> None:
    """It has the article with its notes and pages, a title leaf, and the names of its own authors alone."""
    result = made(project)
    with zipfile.ZipFile(result.folder / "articles" / "walk" / "walk.epub") as container:
        names = {name.rpartition("/")[2] for name in container.namelist()}
        package = container.read("EPUB/content.opf").decode()
        nav = container.read("EPUB/nav.xhtml").decode()
        leaf = container.read("EPUB/text/walk--offprint.xhtml").decode()
        assert "In June." in container.read("EPUB/text/notes.xhtml").decode()
    assert "walk.xhtml" in names and not {"index.xhtml", "title-page.xhtml"} & names
    assert ">A Walk</dc:title>" in package and ">Ann Bracken</dc:creator>" in package
    with zipfile.ZipFile(result.folder / "a-book-of-ferns.epub") as book:
        whole = book.read("EPUB/content.opf").decode()
    assert identifier_in(package) != identifier_in(whole)
    assert nav.count(">A Walk<") == 2  # a line of the contents, and where the text begins
    assert "walk.xhtml#page-2" in nav
    assert "Ann Bracken, „A Walk“, in <cite>A Book of Ferns</cite> (Fern Press, 2026), 2." in leaf


def identifier_in(package: str) -> str:
    return package.partition('<dc:identifier id="identifier">')[2].partition("<")[0]
