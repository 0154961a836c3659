"""Paragraphs of RTF that are set apart are quotations; what stands on the right stays there."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.converted import rtf_signs
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
    assert rtf_signs.SET_IN not in "".join(map(str, manuscript.body.itertext()))


def test_letters_of_private_use_stay_where_signs_stand(tmp_path: Path) -> None:
    """A Mac writes its apple so, and older fonts all their letters."""
    shown = "\\u-1793?\\u-1794?\\u-8192? moss"
    (folder := tmp_path / "in").mkdir()
    manuscript = _read(folder, f"\\pard {PROSE}\\par\n\\pard\\li720 {shown}\\par\n\\pard {PROSE}\\par\n")
    (quotation,) = manuscript.body.iter("blockquote")
    assert "".join(map(str, quotation.itertext())).strip() == "\uf8ff\uf8fe\ue000 moss"


def test_a_text_that_is_set_in_as_a_whole_is_no_quotation(tmp_path: Path) -> None:
    manuscript = _read(tmp_path, f"\\pard\\li720 {PROSE}\\par\n" * 4)
    assert list(manuscript.body.iter("blockquote")) == []


def test_items_and_hanging_lines_are_no_quotations(tmp_path: Path) -> None:
    usual = f"\\pard {PROSE}\\par\n" * 4
    manuscript = _read(tmp_path, f"{usual}\\pard\\fi-720\\li720 Moss, A. Weirs.\\par\n\\pard {PROSE}\\par\n")
    assert list(manuscript.body.iter("blockquote")) == []


def _texts(tree: Element) -> list[str]:
    return [runs.text_of(leaf).strip() for leaf in runs.leaves(tree)]


def test_a_note_in_a_cell_stays_there_and_its_table_in_the_text(tmp_path: Path) -> None:
    """A converter takes such a note, and one right behind a table, for a part of the table."""
    row = "\\trowd\\cellx2000\\cellx4000\\pard\\plain\\intbl {0}\\cell \\pard\\plain\\intbl {1}\\cell\\row\n"
    note = "{\\super\\chftn}{\\footnote \\pard\\plain {\\super\\chftn} In %s.}"
    table = row.format("Salt", "3d." + note % "pence") + row.format("Rope" + note % "yards", "4d.")
    after = f"\\pard\\plain So the table{note % 'short'} said.\\par\n"
    manuscript = _read(tmp_path, f"\\pard {PROSE}\\par\n{table}{after}\\pard\\plain {PROSE}\\par\n")
    (grid,) = manuscript.body.iter("table")
    assert _texts(grid) == ["Salt", "3d.", "Rope", "4d."]
    assert [str(next(call.iterancestors()).tag) for call in manuscript.body.iter("call")] == ["td", "td", "p"]
    said = [runs.text_of(note.body[0]).strip() for note in manuscript.notes]
    assert said == ["In pence.", "In yards.", "In short."]


def test_a_note_right_behind_a_letter_is_no_part_of_its_word(tmp_path: Path) -> None:
    """The account of letters parts them."""
    manuscript = _read(tmp_path, f"\\pard {PROSE} Salt{{\\footnote \\pard\\plain Rope.}} and oil.\\par\n")
    assert len(manuscript.notes) == 1


@pytest.mark.parametrize(
    ("items", "shown"),
    [
        (("c)", "d)"), [("c)", None), ("d)", None)]),
        (("7.", "8."), [(None, "7"), (None, "8")]),
        (("(1)", "(2)"), [("(1)", None), ("(2)", None)]),
    ],
)
@pytest.mark.parametrize("kind", ["listtext", "pntext"])
def test_items_have_the_numbers_of_the_file(
    tmp_path: Path, kind: str, items: tuple[str, ...], shown: list[tuple[str | None, str | None]]
) -> None:
    """Whether the file has a table of lists or not, and whoever wrote it."""
    shape = "\\ls1" if kind == "listtext" else "{\\*\\pn\\pnlvlbody\\pndec{\\pntxta .}}"
    listed = "".join(
        f"{{\\{kind}\\pard\\plain {label}\\tab}}\\pard\\plain{shape} Salt is dear.\\par\n" for label in items
    )
    manuscript = _read(tmp_path, f"\\pard {PROSE}\\par\n{listed}\\pard\\plain {PROSE}\\par\n")
    found = list(manuscript.body.iter("li"))
    assert [(one.get("data-marker"), one.get("value")) for one in found] == shown
    assert {str(next(one.iterancestors()).tag) for one in found} == {"ol"}
    assert [text for text in _texts(manuscript.body) if "Salt" in text] == ["Salt is dear."] * 2


def test_bullets_stay_bullets(tmp_path: Path) -> None:
    listed = "".join(
        f"{{\\listtext\\pard {sign}\\tab}}\\pard\\ls1 Salt is dear.\\par\n" for sign in ("\\'b7", "o")
    )
    manuscript = _read(tmp_path, f"\\pard {PROSE}\\par\n{listed}\\pard\\plain {PROSE}\\par\n")
    (list_,) = manuscript.body.iter("ul", "ol")
    assert list_.tag == "ul"
    assert [one for one in list_ if one.get("value") or one.get("data-marker")] == []


@pytest.mark.parametrize("note", ["\\footnote", "\\*\\footnote", "\\*\\footnote\\ftnalt"])
def test_a_note_with_a_star_is_a_note(tmp_path: Path, note: str) -> None:
    """So LibreOffice writes it, and pandoc; a star else marks what a reader may pass over."""
    manuscript = _read(
        tmp_path, f"It fell.{{\\super\\chftn}}{{{note}\\chftn\\pard\\plain In the flood.}}\\par"
    )
    assert ["".join(one.body.itertext()).strip() for one in manuscript.notes] == ["In the flood."]
    assert [one.get("note") for one in manuscript.body.iter("call")] == ["1"]


def test_an_item_right_behind_the_end_of_another_keeps_its_first_word(tmp_path: Path) -> None:
    """Its label stood between them, as older programs write it."""
    label = "{{\\pntext\\f0 {}.\\tab}}"
    inside = f"\\pard {PROSE}\\par\n\\pard{label.format(1)}one bank\\par{label.format(2)}two banks\\par\n"
    items = list(_read(tmp_path, inside).body.iter("li"))
    assert [runs.text_of(one) for one in items] == ["one bank", "two banks"]


@pytest.mark.parametrize("entry", [r"{\xe Bank}", r"{\tc Bank}", r"{\*\xe Bank}"])
def test_entries_of_an_index_are_no_text(tmp_path: Path, entry: str) -> None:
    """They have a row."""
    manuscript = _read(tmp_path, f"\\pard {PROSE}{entry} So.\\par")
    assert "".join(map(str, manuscript.body.itertext())) == f"{PROSE} So."
    assert "Bank" in [row.text for row in manuscript.ledger if "own index" in row.fate]


def test_a_style_of_letters_gives_nothing_to_the_styles_of_paragraphs(tmp_path: Path) -> None:
    """Word before 2000 bases its styles on the number 0, and a converter takes that of the calls for it."""
    styles = (
        "{\\stylesheet{\\s15 \\sbasedon0 footnote text;}{\\*\\cs16 \\additive \\super footnote reference;}}"
    )
    note = "{\\cs16\\super \\chftn {\\footnote \\pard\\plain \\s15 {\\cs16\\super \\chftn } On the weir.}}"
    manuscript = _read(
        tmp_path, f"{styles}\\pard\\plain {PROSE}{note}\\par\n\\pard\\plain \\s15 {PROSE}\\par"
    )
    assert [list(tree.iter("sup")) for tree in (manuscript.body, manuscript.notes[0].body)] == [[], []]


FONTS = "{\\fonttbl{\\f0\\fmodern Courier;}{\\f1\\fnil\\fcharset0 Optima;}{\\f2\\fnil\\fcharset2 Symbol;}}"


@pytest.mark.parametrize(("most", "code"), [("f0", 0), ("f1", 1)], ids=["a-manuscript", "code"])
def test_a_manuscript_in_letters_of_one_width_is_no_code(tmp_path: Path, most: str, code: int) -> None:
    inside = f"{FONTS}\\pard\\plain\\{most} {PROSE}\\par\n{{\\f0 weir}} {PROSE}\\par"
    body = _read(tmp_path, inside).body
    assert (
        len([one for one in body.iter("code", "pre") if "weir" in "".join(map(str, one.itertext()))]) == code
    )
    assert len(list(body.iter("code", "pre"))) == code


@pytest.mark.parametrize(
    "sign",
    [
        "{\\f2 q}",
        "{\\f2\\'71}",
        "{\\f2\\u-3983 q}",
        '{\\field{\\*\\fldinst SYMBOL 113 \\\\f "Symbol" \\\\s 12}{\\fldrslt\\f2\\fs24}}',
        '{\\field\\fldedit{\\*\\fldinst {SYMBOL 0x71 \\\\f "Symbol"}}{\\fldrslt {\\f2\\fs24}}}',
    ],
    ids=["letter", "byte", "number", "field", "field-in-a-group"],
)
def test_letters_of_a_font_of_signs_are_its_signs(tmp_path: Path, sign: str) -> None:
    body = _read(tmp_path, f"{FONTS}\\pard\\plain\\f1 {PROSE} An angle {sign}, and so on.\\par").body
    assert "An angle θ, and so on." in "".join(map(str, body.itertext()))
