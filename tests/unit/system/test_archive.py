"""An archive is opened within bounds, and what it declares of itself is only believed when it holds."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

from florilegium.system.archive import Archive, BadArchiveError, declares_entities


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def declaring(data: bytes, size: int, claimed: int) -> bytes:
    """An archive whose one part of `size` bytes is said to have `claimed`."""
    return data.replace(size.to_bytes(4, "little"), claimed.to_bytes(4, "little"))


def test_parts_are_read() -> None:
    archive = Archive(packed({"a.xml": b"<a/>", "b/c.bin": b"\0" * 500}))
    assert archive.names == ("a.xml", "b/c.bin")
    assert archive.read("b/c.bin") == b"\0" * 500


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("claimed", [3, 70_001])
def test_a_size_that_is_not_true_is_refused(method: int, claimed: int) -> None:
    archive = Archive(declaring(packed({"a.bin": b"x" * 70_000}, method), 70_000, claimed))
    with pytest.raises(BadArchiveError, match=r"a\.bin"):
        archive.read("a.bin")


def test_a_bomb_that_declares_three_bytes_takes_no_memory() -> None:
    """Sixty megabytes that are said to be three bytes are not inflated."""
    bomb = declaring(packed({"a.bin": bytes(60_000_000)}), 60_000_000, 3)
    tracemalloc.start()
    with pytest.raises(BadArchiveError):
        Archive(bomb).read("a.bin")
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_what_no_word_processor_writes_is_refused() -> None:
    with pytest.raises(BadArchiveError, match="in a way"):
        Archive(packed({"a.xml": b"<a/>" * 100}, zipfile.ZIP_BZIP2))
    with pytest.raises(BadArchiveError, match="200 times"):
        Archive(packed({"a.bin": bytes(5_000_000)}))
    with pytest.raises(BadArchiveError, match="more than any"):
        Archive(packed({f"{number}": b"" for number in range(4001)}, zipfile.ZIP_STORED))
    with pytest.raises(BadArchiveError, match="twice"):
        Archive(packed({"a.xml": b"<a/>", "A.xml": b"<b/>"}))
    with pytest.raises(BadArchiveError, match="its end is missing"):
        Archive(b"PK\x03\x04 torn")


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037"]
)
def test_entities_are_seen_in_any_encoding(encoding: str) -> None:
    assert declares_entities(BOMB.encode(encoding))
    assert not declares_entities("<a>no entity</a>".encode("utf-16"))
