"""A book gets the faces that its manifest names, and a face for every letter."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from made_fonts import ASCII, block_font

from florilegium.editions.pdf.fonts import select
from florilegium.editions.pdf.fonts.bundled import CJK, EMOJI, SELECTED, SYMBOLS, TEXT
from florilegium.editions.pdf.fonts.instance import Font
from florilegium.editions.pdf.fonts.select import (
    Choice,
    FontRequest,
    SelectedFaces,
    has,
    select_faces,
    typeface_of,
)
from florilegium.editions.pdf.weasyprint import installed_fonts


def faces(folder: Path, letters: str = "abc", **fonts: tuple[str, ...]) -> SelectedFaces:
    """The faces of a book of some letters in a project's folder."""
    order = FontRequest(frozenset(letters), choice=Choice(**fonts), root=folder, manifest="anthology.yaml")
    return select_faces(order, folder / "faces")


def test_a_book_is_set_in_the_programs_face(tmp_path: Path) -> None:
    made = faces(tmp_path)
    assert made.text == (TEXT.name,)
    assert made.faces[0].name == "EBGaramond-Regular"
    assert made.problems == ()


def test_letters_that_it_lacks_come_from_the_next_that_has_them(tmp_path: Path) -> None:
    made = faces(tmp_path, "aжأש")
    assert made.text == (TEXT.name, "Amiri", "Frank Ruhl Libre")
    assert all(any(has(face, letter) for face in made.faces) for letter in "aжأש")


@pytest.mark.parametrize("curves", ["glyf", "CFF "])
def test_a_family_of_the_project_sets_the_text(tmp_path: Path, curves: str) -> None:
    """Whatever curves it is drawn with; the program's stands in for what it lacks."""
    (tmp_path / "own.otf").write_bytes(block_font("Own", curves=curves))
    (tmp_path / "own-italic.otf").write_bytes(block_font("Own", curves=curves, italic=True))
    made = faces(tmp_path, "aé", text=("own.otf", "own-italic.otf"))
    assert made.text[:2] == (f"Own{SELECTED}", TEXT.name)
    assert [(face.name, face.italic) for face in made.faces[:2]] == [
        ("Own-Regular", False),
        ("Own-Italic", True),
    ]
    assert typeface_of(Choice(text=("own.otf",)), tmp_path) == "Own"
    assert made.rules().count("@font-face") == len(made.faces)


def test_a_family_tells_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "own.ttf").write_bytes(block_font("Own"))
    (problem,) = faces(tmp_path, text=("own.ttf",)).problems
    assert problem.code == "E010"
    assert "small capitals, old-style figures, italics, bold" in problem.message


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"no font at all", "no font that can be read"), (block_font(rights=2), "must not be embedded")],
)
def test_a_font_that_cannot_be_used_is_told(tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "own.ttf").write_bytes(data)
    made = faces(tmp_path, text=("own.ttf",))
    assert [problem.code for problem in made.problems] == ["E009"]
    assert told in made.problems[0].message
    assert made.text == (TEXT.name,)


def test_a_family_that_is_not_installed_is_told(tmp_path: Path) -> None:
    (problem,) = faces(tmp_path, text=("No Such Family",)).problems
    assert problem.code == "E009" and "not installed" in problem.message


def test_another_family_brings_just_the_letters_that_are_lacking(tmp_path: Path) -> None:
    (tmp_path / "signs.otf").write_bytes(block_font("Signs", letters="a𒀀𒀁", curves="CFF "))
    made = faces(tmp_path, "a𒀀", others=("signs.otf",))
    face = made.faces[-1]
    assert face.family == f"Signs{SELECTED}"
    assert [has(face, letter) for letter in "a𒀀𒀁"] == [False, True, False]


def test_the_same_face_is_madeonce(tmp_path: Path) -> None:
    (tmp_path / "own.ttf").write_bytes(block_font("Own"))
    first = faces(tmp_path, text=("own.ttf",)).faces[0]
    made = Path(first.path).stat().st_mtime_ns
    assert faces(tmp_path, text=("own.ttf",)).faces[0] == first
    assert Path(first.path).stat().st_mtime_ns == made


def test_curves_are_drawn_as_truetypes() -> None:
    """Each glyph keeps its place, its width and its shape."""
    font = Font(block_font(curves="CFF "))
    drawn = TTFont(io.BytesIO(font.instance("Own", 400)))
    assert "CFF " not in drawn
    letter = drawn.getBestCmap()[ord("a")]
    assert drawn["glyf"][letter].xMax == 450
    assert drawn["hmtx"][letter] == (500, 50)
    assert drawn["name"].getDebugName(6) == "Own"
    assert font.instance("Own", 400) == font.instance("Own", 400)


def test_spaces_are_as_wide_whether_lines_may_break_there_or_not() -> None:
    drawn = TTFont(io.BytesIO(block_font(letters=f"{ASCII}\N{NO-BREAK SPACE}")))
    drawn["hmtx"].metrics["u00A0"] = (750, 0)
    uneven = io.BytesIO()
    drawn.save(uneven)
    made = TTFont(io.BytesIO(Font(uneven.getvalue()).instance("Own", 400)))
    space, no_break = (made["hmtx"][made.getBestCmap()[code]] for code in (0x20, 0xA0))
    assert space == no_break


def test_what_no_installed_font_has_is_taken_from_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra = Font(block_font("Extra", letters=" 直骨"))
    monkeypatch.setattr(select, "fonts_of_extra", lambda of: [extra] if of is CJK else [])
    monkeypatch.setattr(installed_fonts, "fonts_with", lambda letters, language: iter(()))
    made = faces(tmp_path, "a直")
    assert made.text == (TEXT.name, f"Extra{SELECTED}")
    assert has(made.faces[-1], "直")
    assert not has(made.faces[-1], "骨")


def test_the_extra_is_left_alone_where_letters_are_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Font(block_font("Own", letters=" 直"))
    monkeypatch.setattr(
        select, "fonts_of_extra", lambda of: [] if of in {SYMBOLS, EMOJI} else pytest.fail("not wanted")
    )
    monkeypatch.setattr(installed_fonts, "fonts_with", lambda letters, language: iter([(own, letters)]))
    assert faces(tmp_path, "a直").text == (TEXT.name, f"Own{SELECTED}")


def test_signs_of_messages_are_taken_from_the_extra_before_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine's emoji are coloured pictures; what joins several to one sign comes with their face."""
    made = {
        SYMBOLS: Font(block_font("Symbols", letters=" \u2b50\U0001f600")),
        EMOJI: Font(block_font("Emoji", letters=" \u2b50\U0001f600\u200d\ufe0f")),
    }
    monkeypatch.setattr(select, "fonts_of_extra", lambda of: [made[of]] if of in made else [])
    monkeypatch.setattr(installed_fonts, "fonts_with", lambda letters, language: pytest.fail("not wanted"))
    symbols, emoji = faces(tmp_path, "a\u2b50\ufe0f\U0001f600").faces[-2:]
    assert has(symbols, "\u2b50") and not has(symbols, "\U0001f600")
    assert has(emoji, "\U0001f600") and has(emoji, "\u200d") and has(emoji, "\ufe0f")


def test_a_damaged_face_is_made_again(tmp_path: Path) -> None:
    """A bit that flips in a kept font, which no reader of fonts notices, prints no other letters."""
    faces = select_faces(FontRequest(frozenset("a")), tmp_path).faces
    before = {face.path: Path(face.path).read_bytes() for face in faces}
    path = Path(faces[0].path)
    for damaged in (
        before[faces[0].path][:-40],
        bytes([*before[faces[0].path][:-9], 255, *before[faces[0].path][-8:]]),
    ):
        path.write_bytes(damaged)
        again = select_faces(FontRequest(frozenset("a")), tmp_path).faces
        assert {face.path: Path(face.path).read_bytes() for face in again} == before
