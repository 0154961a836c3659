"""What is kept of a text or a picture is the answer to that very question, or none."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from florilegium.editions.epub.media.images import Picture
from florilegium.pipeline.memory import Memory


def picture(kind: str, colour: str = "red") -> Picture:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, kind)
    return Picture.of(f"a.{kind.lower()}", out.getvalue())


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_is_fitted_once(tmp_path: Path, kind: str) -> None:
    """Whether it stays as it is or is made over. Another one under its name is another question."""
    memory, asked = Memory(tmp_path), picture(kind)
    assert memory.picture(asked) is None
    made = memory.fit(asked)
    assert (made == asked.data) == (kind == "PNG")
    assert memory.picture(asked) == made
    assert memory.picture(picture(kind, "blue")) is None


def test_what_stays_as_it_is_is_not_kept_twice(tmp_path: Path) -> None:
    asked = picture("PNG")
    Memory(tmp_path).fit(asked)
    (kept,) = tmp_path.iterdir()
    assert b"null" in kept.read_bytes()


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"asked": 1, "findings": {}, "answer": "%"}', b"\xff"])
def test_a_damaged_answer_is_none(tmp_path: Path, damage: bytes) -> None:
    memory, asked = Memory(tmp_path), picture("WEBP")
    memory.fit(asked)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(damage)
    assert memory.picture(asked) is None


def test_an_answer_of_another_program_is_none(tmp_path: Path) -> None:
    asked = picture("WEBP")
    Memory(tmp_path, "one").fit(asked)
    assert Memory(tmp_path, "another").picture(asked) is None
