"""What a style sheet may ask for while it is parsed: files of the project, however it writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.editions.pdf.weasyprint.layout_problems import REFUSED
from florilegium.editions.pdf.weasyprint.styling import gate, parsed
from making.archives import packed


@pytest.mark.parametrize("keyword", ["@import", "@IMPORT", r"@\69mport", r"@im\70ort", r"@\000069 mport"])
@pytest.mark.parametrize("address", ["http://127.0.0.1:9/fern.css", "file:///etc/fern.css"])
def test_a_sheet_from_outside_the_project_is_refused(tmp_path: Path, keyword: str, address: str) -> None:
    text = f'{keyword} url("{address}"); p {{ color: red }}'
    _, told = parsed("styles/own.css", text, tmp_path, gate(tmp_path), None)
    assert len(told) == 1 and told[0].endswith(f"{REFUSED} {address}")


@pytest.mark.parametrize("keyword", ["@import", r"@\69mport"])
def test_a_sheet_of_the_project_is_taken_as_it_is_now(tmp_path: Path, keyword: str) -> None:
    """A sheet that asks for another is not kept: the other may change."""
    text = f"{keyword} 'fern.css';"
    told = []
    for words in ("p { color: red }", "p { colour: red }"):
        (tmp_path / "fern.css").write_text(words, encoding="utf-8")
        told.append(parsed("own.css", text, tmp_path, gate(tmp_path), None)[1])
    assert told[0] == () and "colour" in told[1][0]


def test_a_sheet_that_is_its_text_alone_is_parsed_once(tmp_path: Path) -> None:
    text = r'p::before { content: "\201C" }'
    first, again = (parsed("styles/own.css", text, tmp_path, gate(tmp_path), None) for _ in range(2))
    assert first[0] is again[0]


def test_a_picture_in_an_archive_of_the_project_is_given_out(tmp_path: Path) -> None:
    """An archive is a folder; a file that it has not is missing."""
    (tmp_path / "a.zip").write_bytes(packed({"b/c.png": b"red"}))
    given = gate(tmp_path).fetch((tmp_path / "a.zip" / "b" / "c.png").as_uri())
    assert given.read() == b"red"
    with pytest.raises(FileNotFoundError):
        gate(tmp_path).fetch((tmp_path / "a.zip" / "d.png").as_uri())
