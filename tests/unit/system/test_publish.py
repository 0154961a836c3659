"""Finished files are put in place together; a folder is put in place as one, and nothing old stays in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.problems import ReleaseError
from florilegium.system import files, temporary
from florilegium.system.publish import places, publish, publish_folder

SITE = {"book.pdf": b"pages", "book-web/index.html": b"contents", "book-web/text/one.html": b"text"}


@pytest.fixture(params=[True, False], ids=["exchange", "aside"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where two folders can change places in one step, and as where they cannot."""
    if not request.param:
        monkeypatch.setattr(files, "_exchange", lambda one, other: False)


def found(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("either_way")
def test_a_folder_takes_the_place_of_the_last_one(tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    made = publish(SITE | {"book-web/text/old.html": b"gone tomorrow"}, dist)
    assert made == (dist / "book.pdf", dist / "book-web") == places(SITE, dist)
    publish(SITE, dist)
    assert found(dist) == SITE
    assert (dist / "book-web").stat().st_mode & 0o777 == dist.stat().st_mode & 0o777


@pytest.mark.usefixtures("either_way")
def test_what_cannot_be_written_leaves_the_last_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(SITE, tmp_path)
    monkeypatch.setattr(files, "_write", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(ReleaseError, match=r"No space left.*untouched"):
        publish({"book-web/index.html": b"new"}, tmp_path)
    assert found(tmp_path) == SITE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book-web", "book.pdf"]


def test_a_folder_that_a_killed_build_began_is_swept(tmp_path: Path) -> None:
    left = tmp_path / f".book-web.x{temporary.PART}"
    (left / "text").mkdir(parents=True)
    (left / "text" / "one.html").write_bytes(b"half")
    with files.Parcel() as parcel:
        parcel.add_folder(tmp_path / "book-web", {"index.html": b"whole"})
        temporary.sweep_parts(tmp_path)
        assert not left.exists()
        parcel.deliver()
    assert found(tmp_path) == {"book-web/index.html": b"whole"}


def test_what_is_of_the_other_kind_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "book-web").write_bytes(b"somebody's own")
    with pytest.raises(ReleaseError, match="is a file, and a folder is to be put there"):
        publish(SITE, tmp_path)
    assert found(tmp_path) == {"book-web": b"somebody's own"}
    (tmp_path / "other" / "book.pdf").mkdir(parents=True)
    with pytest.raises(ReleaseError, match="is a folder, and a file is to be put there"):
        publish(SITE, tmp_path / "other")
    assert found(tmp_path / "other") == {}


@pytest.mark.usefixtures("either_way")
def test_a_folder_is_put_in_place_alone(tmp_path: Path) -> None:
    """Its files need not be in memory together; a file in its place stays, and is told."""
    place = tmp_path / "release" / "book"
    publish_folder({"index.html": b"old", "old.html": b"gone tomorrow"}, place)
    publish_folder({"index.html": b"new"}, place)
    assert found(tmp_path) == {"release/book/index.html": b"new"}
    with pytest.raises(ReleaseError, match="is a file"):
        publish_folder({"index.html": b"new"}, place / "index.html")
