"""Archives from strangers (ZIP), opened within bounds: the one gate for every format that is an archive.

What an archive declares of itself is only believed when it holds: a part is inflated to the size that it
declares and one byte more, and refused when it has that byte, or another checksum. Refused is also what no
word processor writes and only a bomb needs: thousands of parts, parts that unpack to a hundred times their
size, two parts of one name, methods of packing other than the two of every program (APPNOTE 4.4.5).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from florilegium.system.patterns import regex

#: Limits of an archive: its parts, the bytes of all, the bytes of one XML part, times of its packed size.
_PARTS: Final = 4000
_WHOLE: Final = 200_000_000
_XML: Final = 25_000_000
_RATIO: Final = 200

#: A part smaller than this, unpacked, does no harm whatever its ratio.
_SMALL: Final = 1_000_000

#: A part's own header: 26 bytes that the directory says again, then the lengths of its name and its extras.
_HEADER: Final = struct.Struct("<26xHH")

_DECLARES: Final = regex(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


_ENCRYPTED: Final = regex(rb"""CipherReference\s[^>]*?URI\s*=\s*["']([^"']*)["']""")

#: How the files begin that bear an archive's name most often, and what an editor calls them.
_OTHERS: Final = (
    (b"PK", "a DOCX, an ODT or another packed file"),
    (b"\xd0\xcf\x11\xe0", "an old Word document (.doc), or one with a password"),
    (b"{\\rtf", "a document in RTF"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "packed with gzip"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"<", "a page of HTML or another file of XML"),
)


class BadArchiveError(Exception):
    """An archive is broken or more than an article can be; the message says what."""


class Archive:
    """An archive whose directory is sound. Its parts are inflated as they are read."""

    def __init__(self, data: bytes) -> None:
        """Read the directory.

        Raises:
            BadArchiveError: the archive is broken, locked, or declares more than an article can be.
        """
        self._data = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                entries = opened.infolist()
        except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, struct.error) as error:
            raise BadArchiveError(_told(data)) from error
        _check_directory(entries)
        self._entries = {entry.filename: entry for entry in entries}

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the parts, in the archive's order."""
        return tuple(self._entries)

    def size(self, name: str) -> int:
        """Return how many bytes a part has."""
        return self._entries[name].file_size

    def is_locked(self, name: str) -> bool:
        """Return whether an EPUB says that a part is encrypted (OCF 3.3, §4.2.6.3.2); fonts often are."""
        return name in self._locked

    def read(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            BadArchiveError: the part is not what the archive declares.
        """
        entry = self._entries[name]
        packed = self._packed(entry)
        try:
            content = packed if entry.compress_type == zipfile.ZIP_STORED else _inflated(packed, entry)
        except zlib.error as error:
            raise BadArchiveError(f"“{name}” in this archive is broken, and cannot be unpacked") from error
        if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            raise BadArchiveError(f"“{name}” in this archive is not what the archive says that it is")
        return content

    def content(self, name: str) -> bytes:
        """Return the bytes of a part as `read` does, and none of one that is not there or is broken."""
        try:
            return self.read(name) if name in self._entries else b""
        except BadArchiveError:
            return b""

    @cached_property
    def _locked(self) -> frozenset[str]:
        told = self.content("META-INF/encryption.xml")
        return frozenset(unquote(found[1].decode("utf-8", "replace")) for found in _ENCRYPTED.finditer(told))

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        try:
            return packed_part(self._data, entry)
        except struct.error as error:
            raise BadArchiveError(f"“{entry.filename}” in this archive is not there") from error


def packed_part(archive: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Return a part's bytes as they stand in an archive; raise `struct.error` where it has no header."""
    name, extra = _HEADER.unpack_from(archive, entry.header_offset)
    start = entry.header_offset + _HEADER.size + name + extra
    return archive[start : start + entry.compress_size]


def declares_entities(xml: bytes) -> bool:
    """Return whether XML declares a document type or an entity, or may do so in letters not looked at here.

    UTF-16 and UTF-32 are ASCII with zeros between; what is in other letters does not begin with `<`.
    """
    plain = xml.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return bool(plain) and (plain[:1] != b"<" or _DECLARES.search(plain) is not None)


def _inflated(packed: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Return a part's content, or one byte more than it may have."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.file_size + 1)


def _told(data: bytes) -> str:
    """Return what is wrong with bytes that are no archive, in an editor's words."""
    if data[:2] == b"PK":
        return "this file is damaged: its end is missing, as after a copy or a download that was broken off"
    kind = kind_of(data)
    return f"this is not what its name says: inside it is {kind}" if kind else "this file is damaged"


def kind_of(data: bytes) -> str:
    """Return what bytes are that are no archive, in an editor's words; empty when nothing tells."""
    begin = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = next((kind for start, kind in _OTHERS if begin.startswith(start)), "")
    return "a plain text" if not kind and data and b"\0" not in data[:2000] else kind


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > _PARTS:
        raise BadArchiveError(f"this archive has {len(entries)} files in it, more than any document")
    if sum(entry.file_size for entry in entries) > _WHOLE:
        raise BadArchiveError(f"this archive unpacks to more than {_WHOLE // 1_000_000} MB")
    names = set()
    for entry in entries:
        _check_entry(entry)
        if entry.filename.lower() in names:
            raise BadArchiveError(f"“{entry.filename}” is in this archive twice")
        names.add(entry.filename.lower())


def _check_entry(entry: zipfile.ZipInfo) -> None:
    """Raise what the directory says of one part that no document has."""
    name = entry.filename
    if entry.filename.endswith((".xml", ".rels")) and entry.file_size > _XML:
        raise BadArchiveError(f"“{name}” in this archive unpacks to more than {_XML // 1_000_000} MB")
    if entry.file_size > max(_SMALL, entry.compress_size * _RATIO):
        raise BadArchiveError(f"“{name}” in this archive unpacks to {_RATIO} times its size or more")
    if entry.flag_bits & 1:
        raise BadArchiveError("this archive is locked with a password")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise BadArchiveError(f"“{name}” in this archive is packed in a way that no program for texts uses")
