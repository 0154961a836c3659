"""Files packed once for every container that holds them."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from florilegium.editions.epub.packed_files import PackedFile, packed, packed_in, zipped

_FILES: Final = {
    "mimetype": b"application/epub+zip",
    "EPUB/text/one.xhtml": b"<p>One and one.</p>" * 99,
    "EPUB/images/dör.jpg": bytes(range(256)),
    "EPUB/empty.css": b"",
}


def _zip() -> bytes:
    return zipped({name: packed(name, data) for name, data in _FILES.items()})


def _by_python() -> bytes:
    """Return what Python's own module makes of the same files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        for name, data in _FILES.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            stored = name.endswith((".jpg", "mimetype"))
            container.writestr(entry, data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED, 9)
    return stream.getvalue()


def test_container_is_that_of_pythons_own_module() -> None:
    assert _zip() == _by_python()


def test_files_are_taken_from_a_container_as_they_are_packed() -> None:
    taken = packed_in(_zip())
    assert {name: file.content for name, file in taken.items()} == _FILES
    assert zipped(taken) == _zip()


def test_extra_fields_of_other_programs_are_passed_over() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        entry = zipfile.ZipInfo("one.txt")
        entry.extra = b"\x99\x99\x04\x00more"
        container.writestr(entry, b"One.")
    assert packed_in(stream.getvalue())["one.txt"].content == b"One."


def test_what_is_packed_by_its_own_format_is_stored() -> None:
    assert packed("cover.jpg", b"12") == PackedFile(b"12", 2, 0x4F5344CD, zipfile.ZIP_STORED)
