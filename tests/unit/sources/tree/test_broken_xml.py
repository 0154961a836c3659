"""XML as programs leave it: what no tree may hold is left out, counted and told."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from snapshot import read_file

from florilegium.sources.tree.broken_xml import read_broken
from projects import REPOSITORY

FIXTURES = REPOSITORY / "tests" / "fixtures" / "sources"
FORBIDDEN = ("&#1;", "&#x1F;", "&#xD800;", "&#57343;", "&#xFFFE;", "&#x110000;", "&#99999999;")
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("reference", FORBIDDEN)
def test_a_reference_to_what_xml_forbids_is_left_out(reference: str, encoding: str) -> None:
    xml = f'<a b="c{reference}d">e{reference}f<i/>g{reference}</a>'
    read = read_broken(xml.encode(encoding))
    assert read.root is not None
    assert ("".join(read.root.itertext()), read.root.get("b"), read.unprintable) == ("efg", "cd", 3)


@pytest.mark.parametrize("reference", ["&#228;", "&#xe4;", "&#x1F600;", "&#9;", "&#10;", "&#xFFFD;"])
def test_other_references_stay(reference: str) -> None:
    read = read_broken(f"<a>e{reference}f</a>".encode())
    assert read.root is not None
    assert read.unprintable == 0
    assert len("".join(read.root.itertext())) == 3


def test_control_characters_are_counted() -> None:
    read = read_broken(b"<a>e\x01f\x00g\th</a>")
    assert read.root is not None
    assert ("".join(read.root.itertext()), read.unprintable) == ("efg\th", 2)


def test_what_is_broken_is_read_as_far_as_it_goes() -> None:
    read = read_broken(b"<a>e<i>f</a>")
    assert read.root is not None
    assert "".join(read.root.itertext()) == "ef"
    assert read_broken(b" \n").root is None
    assert read_broken(b"no tree").root is None


def test_what_lies_too_deep_is_told() -> None:
    depth = 300
    assert read_broken(b"<a>" * depth + b"e" + b"</a>" * depth).is_cut


@pytest.mark.parametrize("reference", ["&#1;", "&#xD800;", "&#xFFFE;", "&#x110000;"])
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_document_that_has_them_is_read_and_told(kind: str, reference: str, tmp_path: Path) -> None:
    """In the text, and in a part of its own; an account of every letter is made of it as of any."""
    part = {"docx": "word/document.xml", "odt": "content.xml"}[kind]
    begins = {"docx": r"(<w:t(?: [^>]*)?>\w)", "odt": r"(<text:(?:p|span|h)[^>]*>\w)"}[kind]
    source = next(path for path in sorted(FIXTURES.glob(f"*.{kind}")))
    made = tmp_path / f"crate.{kind}"
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == part:
                text, count = re.subn(begins, rf"\1{reference}", data.decode(), count=5)
                data = text.encode()
            after.writestr(name, data)
    _, sound = read_file(source)
    manuscript, report = read_file(made)
    assert manuscript is not None
    assert count > 1
    told = [str(problem) for problem in report.problems]
    assert [one for one in told if "S013" in one and f"{count} control characters were left out" in one]
    assert len(told) == len(sound.problems) + 1
