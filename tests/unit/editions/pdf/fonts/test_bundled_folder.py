"""Where the typefaces' files stand when their usual folder cannot be written."""

from __future__ import annotations

from pathlib import Path

from florilegium.editions.pdf.fonts.select import FontRequest, select_faces


def test_typefaces_of_a_project_that_may_only_be_read_stand_elsewhere(tmp_path: Path) -> None:
    """A folder that cannot be made stops no build; the files stand in one of the process's own."""
    (tmp_path / "work").write_text("a file where the folder would be", encoding="utf-8")
    faces = select_faces(FontRequest(frozenset("a")), tmp_path / "work" / "faces").faces
    assert faces
    assert all(Path(face.path).is_file() and not Path(face.path).is_relative_to(tmp_path) for face in faces)
