"""Paragraphs of RTF that are set apart are quotations; what stands on the right stays there."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.sources.manuscript import Manuscript
from making.snapshot import read_file

pytest.importorskip("pypandoc")

PROSE = "The bank was raised in a wet summer, and fell in a dry one, as they had said."


def _read(folder: Path, inside: str) -> Manuscript:
    (folder / "a.rtf").write_text(f"{{\\rtf1\\ansi\\ansicpg1252\n{inside}\n}}", encoding="ascii")
    manuscript, report = read_file(folder / "a.rtf")
    assert [problem.code for problem in report.errors] == []
    assert manuscript is not None
    return manuscript


@pytest.mark.parametrize("end", ["\\par", "\\"], ids=["word", "textedit"])
def test_paragraphs_that_are_set_in_are_one_quotation(tmp_path: Path, end: str) -> None:
    usual = f"\\pard {PROSE}{end}\n" * 3
    quoted = f"\\pard\\li720 The water is high.{end}\n\\pard\\li720\\fi200 It will be higher.{end}\n"
    manuscript = _read(tmp_path, f"{usual}{quoted}\\pard {PROSE}{end}\n\\pard\\qr Ann{end}\n")
    (quotation,) = manuscript.body.iter("blockquote")
    assert ["".join(map(str, one.itertext())) for one in quotation] == [
        "The water is high.",
        "It will be higher.",
    ]
    assert manuscript.body[-1].get("class") == "right"
    assert "\uf8fe" not in "".join(map(str, manuscript.body.itertext()))


def test_a_text_that_is_set_in_as_a_whole_is_no_quotation(tmp_path: Path) -> None:
    manuscript = _read(tmp_path, f"\\pard\\li720 {PROSE}\\par\n" * 4)
    assert list(manuscript.body.iter("blockquote")) == []


def test_items_and_hanging_lines_are_no_quotations(tmp_path: Path) -> None:
    usual = f"\\pard {PROSE}\\par\n" * 4
    manuscript = _read(tmp_path, f"{usual}\\pard\\fi-720\\li720 Moss, A. Weirs.\\par\n\\pard {PROSE}\\par\n")
    assert list(manuscript.body.iter("blockquote")) == []
