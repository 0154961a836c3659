"""Whether a DOCX, a ZIP archive of XML files, is sound, and small enough when unpacked, before it is read.

Refused is what no word processor writes and only a bomb needs: thousands of files, files that unpack to a
hundred times their size, XML that declares entities.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

#: Limits of an archive: files in it, bytes of all, bytes of one XML file, times of its packed size.
_FILES: Final = 4000
_WHOLE: Final = 200_000_000
_XML: Final = 25_000_000
_RATIO: Final = 200

#: A file smaller than this, unpacked, does no harm whatever its ratio.
_SMALL: Final = 1_000_000

_DECLARES: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)

#: What names the part of an archive that has the text, wherever that is.
_DOCUMENT: Final = b"/relationships/officeDocument"


class BadArchiveError(Exception):
    """An archive is broken, no DOCX, or more than an article can be; the message says what."""


def check_archive(data: bytes) -> None:
    """See that the bytes are a sound DOCX that unpacks to a sane size.

    Raises:
        BadArchiveError: as said.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive.infolist())
            names = set(archive.namelist())
            if not _has_document(archive, names):
                raise BadArchiveError("this archive is no DOCX: it has no word/document.xml")
            for name in names:
                if name.endswith((".xml", ".rels")):
                    _check_xml(archive.read(name))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise BadArchiveError(f"this is no sound DOCX: {error}") from error


def _has_document(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Return whether an archive says which of its parts is the document, or has one in the usual place."""
    if "[Content_Types].xml" not in names:
        return False
    relations = archive.read("_rels/.rels") if "_rels/.rels" in names else b""
    return "word/document.xml" in names or _DOCUMENT in relations


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    """The sizes that the archive itself states; unpacking stops at them."""
    if len(entries) > _FILES:
        raise BadArchiveError(f"this archive has {len(entries)} files in it, more than any DOCX")
    if sum(entry.file_size for entry in entries) > _WHOLE:
        raise BadArchiveError(f"this archive unpacks to more than {_WHOLE // 1_000_000} MB")
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")) and entry.file_size > _XML:
            raise BadArchiveError(
                f"“{entry.filename}” in this archive unpacks to more than {_XML // 1_000_000} MB"
            )
        if entry.file_size > max(_SMALL, entry.compress_size * _RATIO):
            raise BadArchiveError(
                f"“{entry.filename}” in this archive unpacks to {_RATIO} times its size or more"
            )
        if entry.flag_bits & 1:
            raise BadArchiveError("this archive is locked with a password")


def _check_xml(content: bytes) -> None:
    """An XML file of a DOCX declares no document type and no entity."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        content = content.decode("utf-16", "replace").encode()
    if _DECLARES.search(content):
        raise BadArchiveError("this archive has XML in it that declares entities, which no DOCX does")
