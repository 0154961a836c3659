"""Personal copies of a release, for people with whatever names."""

from __future__ import annotations

import csv
import email
import email.message
import email.policy
import io
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from lxml import etree

from florilegium.cli.main import main
from florilegium.manifest.reading.copy_list import load_recipients
from florilegium.pipeline.copies.make_copies import CopiesRequest, folder_name, ledger, make_copies
from florilegium.pipeline.release.make_release import ReleaseRequest, make_release
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import CompositionError, EditionError, ManifestError, ReleaseError, Report

MANIFEST = """\
title: A Book of Ferns
language: en-GB
identifier: urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e
date: 2026-11-22
publisher: {name: Fern Press, contact: press@example.org}
contributors:
  bracken: {name: Ann Bracken}
chapters:
  - title: In the Wood
    articles:
      - source: walk.md
        key: walk
        authors: [bracken]
        permission: {status: public domain, evidence: Written for this test.}
editions:
  epub: {fonts: none}
"""
HOSTILE = 'Robert"); <b>&amp; =1+1 %s {{ 7 * 7 }} ../../x'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its release."""
    root = tmp_path_factory.mktemp("ferns")
    (root / "anthology.yaml").write_text(MANIFEST, encoding="utf-8")
    (root / "walk.md").write_text("# A Walk\n\nThe path goes down to the brook.\n", encoding="utf-8")
    make_release(ReleaseRequest(BuildRequest(root / "anthology.yaml", jobs=1)), Report(), Silent())
    return root


def copies(project: Path, people: str, output: Path) -> dict[str, bytes]:
    """Make the copies of a list, and return their files by path."""
    listed = output.with_suffix(".csv")
    listed.write_text(people, encoding="utf-8")
    make_copies(CopiesRequest(project / "anthology.yaml", listed, output=output), Report(), Silent())
    files = (path for path in output.rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in files}


def listed(*names: str) -> str:
    """A list of names, as a spreadsheet writes it."""
    out = io.StringIO()
    csv.writer(out).writerows([["Name"], *([name] for name in names)])
    return out.getvalue()


def test_each_copy_bears_its_name_and_its_identifier(project: Path, tmp_path: Path) -> None:
    """In both files, on the copyright page, and nothing else is changed."""
    files = copies(project, listed("Žofie Θάλεια", HOSTILE), tmp_path / "out")
    rows = list(csv.DictReader(io.StringIO(files["ledger.csv"].decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["Žofie Θάλεια"] * 2 + [HOSTILE] * 2
    assert len({row["identifier"] for row in rows}) == 2
    for row in rows:
        data = files[f"{row['folder']}/{row['file']}"]
        told = _of_pdf(data) if row["file"].endswith(".pdf") else _of_epub(data)
        assert told == (f"Copy for {row['name']}", row["identifier"])


def _of_pdf(data: bytes) -> tuple[str, str]:
    document = pypdfium2.PdfDocument(data)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    (page,) = [page for page in pages if "Copy for" in page]
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert opened.check_pdf_syntax() == []
        packet = etree.fromstring(opened.Root.Metadata.read_bytes())
        found = packet.xpath("string(//*[local-name()='Identifier'])")
    return page.splitlines()[-1].strip(), str(found).strip()


def _of_epub(data: bytes) -> tuple[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        assert container.namelist()[0] == "mimetype" and container.testzip() is None
        page = etree.fromstring(container.read("EPUB/text/copyright.xhtml"))
        package = etree.fromstring(container.read("EPUB/content.opf"))
    (line,) = page.iterfind(".//{*}p[@class='copy-line']")
    identifiers = [one.text or "" for one in package.iter("{http://purl.org/dc/elements/1.1/}identifier")]
    assert identifiers[0].endswith("3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e")
    assert line.text == [one.text for one in package.iter("{http://purl.org/dc/elements/1.1/}rights")][-1]
    return line.text or "", identifiers[-1]


def test_copies_are_the_same_each_time(project: Path, tmp_path: Path) -> None:
    people = listed("Ada Pell", "Lena Moll")
    assert copies(project, people, tmp_path / "one") == copies(project, people, tmp_path / "two")


def test_no_name_leaves_its_folder(project: Path, tmp_path: Path) -> None:
    files = copies(project, listed(HOSTILE, "../../../etc/passwd", "CON"), tmp_path / "out")
    folders = {name.partition("/")[0] for name in files} - {"ledger.csv"}
    assert folders == {"0001-robert-b-amp-1-1-s-7-7-x", "0002-etc-passwd", "0003-con"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.csv"]


@pytest.mark.parametrize(("name", "folder"), [("李白", "0007"), ("É. d’Aubigné", "0007-e-daubigne")])
def test_folders_are_called_by_plain_letters(name: str, folder: str) -> None:
    assert folder_name(7, name) == folder


def text_of(letter: email.message.EmailMessage) -> str:
    """The text of a letter, without what the line ends of a letter are."""
    return str(letter.get_content()).replace("\r\n", "\n")


def test_letter_is_a_draft_to_the_person(project: Path, tmp_path: Path) -> None:
    people = "name;email;contributor\nAnn Bracken;ann@example.org;bracken\n"
    files = copies(project, people, tmp_path / "out")
    letter = email.message_from_bytes(files["0001-ann-bracken/letter.eml"], policy=email.policy.default)
    assert (letter["To"], letter["From"]) == (
        "Ann Bracken <ann@example.org>",
        "Fern Press <press@example.org>",
    )
    assert letter["Subject"] == "A Book of Ferns: your copy"
    assert "you are in it" in text_of(letter)
    assert "  a-book-of-ferns.epub\n  a-book-of-ferns.pdf\n" in text_of(letter)


def test_a_project_has_its_own_letter(project: Path, tmp_path: Path) -> None:
    """A name is text in it, never template; a template that cannot be used is told."""
    own = project / "letters" / "copy.txt"
    own.parent.mkdir()
    try:
        own.write_text("Subject: For {{ name }}\n\n{{ name }}!\n", encoding="utf-8")
        files = copies(project, listed(HOSTILE), tmp_path / "out")
        data = next(data for name, data in files.items() if name.endswith(".eml"))
        letter = email.message_from_bytes(data, policy=email.policy.default)
        assert (letter["Subject"], text_of(letter)) == (f"For {HOSTILE}", f"{HOSTILE}!\n")
        for text in ("{{ nobody }}\n", "{{", "No subject\n", "Subject: {{ name.__class__.__mro__ }}\n"):
            own.write_text(text, encoding="utf-8")
            with pytest.raises(EditionError, match=r"letters/copy\.txt"):
                copies(project, listed("Ada Pell"), tmp_path / "none")
    finally:
        own.unlink()
        own.parent.rmdir()


def test_offprints_go_to_their_contributor(project: Path, tmp_path: Path) -> None:
    """Those that the release has; nobody else gets them."""
    files = copies(project, "name,contributor\nAnn,bracken\nBea,\n", tmp_path / "out")
    made = project / "dist" / "release" / "a-book-of-ferns" / "articles" / "walk" / "walk.pdf"
    assert files["0001-ann/offprint-walk.pdf"] == made.read_bytes()
    assert "0002-bea/offprint-walk.pdf" not in files


def test_a_release_that_was_changed_is_not_copied(project: Path, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "release"
    shutil.copytree(project / "dist" / "release" / "a-book-of-ferns", folder)
    (folder / "a-book-of-ferns.pdf").write_bytes(b"%PDF-")
    people = tmp_path / "people.csv"
    people.write_text(listed("Ann"), encoding="utf-8")
    with pytest.raises(ReleaseError, match="not as it was made"):
        make_copies(CopiesRequest(project / "anthology.yaml", people, folder), Report(), Silent())
    with pytest.raises(ReleaseError, match="is no release"):
        make_copies(CopiesRequest(project / "anthology.yaml", people, tmp_path), Report(), Silent())


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (" ,", "M030"),
        ("Ann\x00Bracken,", "M030"),
        ("Ann\u2028Bracken,", "M030"),
        ('"Ann\nBcc: all@example.org",', "M030"),
        (f"{'x' * 101},", "M030"),
        ("\ue000,", "M030"),
        ("Ann,ann@example.org\x0bBcc: all", "M031"),
        ("Ann,ann@example", "M031"),
        ("Ann,Ann <ann@example.org>", "M031"),
    ],
)
def test_what_would_break_a_file_is_refused_with_its_line(tmp_path: Path, row: str, code: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"name,email\nFirst One,\n{row}\n", encoding="utf-8")
    report = Report()
    load_recipients(path, report)
    (problem,) = report.problems
    assert problem.code == code and problem.place.line >= 3


@pytest.mark.parametrize("data", [b"", b"name\n", b"email\na@example.org\n", b"name\n\xff\n", b'name\n"a'])
def test_a_list_that_cannot_be_used_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(data)
    report = Report()
    load_recipients(path, report)
    assert {problem.code for problem in report.problems} == {"M029"}


def test_letters_that_no_typeface_has_are_told(project: Path, tmp_path: Path) -> None:
    with pytest.raises(ManifestError) as refused:
        copies(project, listed("Ada Pell", "Ann \U00013000"), tmp_path / "out")
    (problem,) = [one for one in refused.value.problems if one.code == "M030"]
    assert problem.place.line == 3
    assert not (tmp_path / "out").exists()


def test_a_stranger_is_no_contributor(project: Path, tmp_path: Path) -> None:
    with pytest.raises(CompositionError):
        copies(project, "name,contributor\nAnn,stranger\n", tmp_path / "out")


def test_the_ledger_holds_no_formula() -> None:
    """A spreadsheet shows what it would else reckon."""
    told = ledger([(2, "=HYPERLINK(1)", "+1", "", "urn", "f", "x", "0")]).decode("utf-8-sig")
    assert "'=HYPERLINK(1),'+1," in told


def test_the_command_says_where_the_copies_are(project: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text(listed("Ada Pell"), encoding="utf-8")
    words = ["copies", str(people), "--manifest", str(project / "anthology.yaml"), "-o", str(tmp_path / "o")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0 and f"{tmp_path / 'o'}: 1 copy" in done.output, done.output
