"""Files as a ZIP holds them: packed once, into however many containers they go.

An entry bears neither clock nor user nor machine, so that the same files give the same bytes
(PKWARE's APPNOTE.TXT 4.3).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from florilegium.system.archive import packed_part
from florilegium.system.values import dataclass

#: Files that are compressed already, as their own formats have it, and the one that readers ask for as it is.
_STORED: Final = frozenset({"jpg", "png", "gif", "webp", "woff2", "mimetype"})

_LEVEL: Final = 9

#: The first moment that a ZIP can hold, as its headers have it; an EPUB's true date is `dcterms:modified`.
_TIME, _DATE = 0, 1 << 5 | 1

#: Version 2.0, made on Unix: it says there that a file is regular, and `-rw-r--r--`.
_VERSION, _UNIX, _PERMISSIONS = 20, 3, 0o100644 << 16

#: The flag of a name that is UTF-8 because it is no ASCII.
_UTF_8: Final = 0x800

#: What the two headers of a file share, from its flags to the length of its name.
_SHARED: Final = struct.Struct("<HHHHLLLH")
_LOCAL: Final = struct.Struct("<4sH")
_CENTRAL: Final = struct.Struct("<4sBBH")
_END: Final = struct.Struct("<4sHHHHLLH")


@dataclass(frozen=True)
class PackedFile:
    """A file's bytes as they stand in a ZIP by a method, with the size and the checksum of what it holds."""

    data: bytes
    size: int
    crc: int
    method: int

    @property
    def content(self) -> bytes:
        """Return what the file holds."""
        return self.data if self.method == zipfile.ZIP_STORED else zlib.decompress(self.data, -zlib.MAX_WBITS)


def packed(name: str, data: bytes) -> PackedFile:
    """Return a file packed, unless its format is so already."""
    if name.rpartition(".")[2] in _STORED:
        return PackedFile(data, len(data), zlib.crc32(data), zipfile.ZIP_STORED)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return PackedFile(
        packer.compress(data) + packer.flush(), len(data), zlib.crc32(data), zipfile.ZIP_DEFLATED
    )


def packed_in(container: bytes) -> dict[str, PackedFile]:
    """Return the files of a ZIP by name, packed as they are."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(container)) as opened:
        for entry in opened.infolist():
            data = packed_part(container, entry)
            found[entry.filename] = PackedFile(data, entry.file_size, entry.CRC, entry.compress_type)
    return found


def zipped(files: Mapping[str, PackedFile]) -> bytes:
    """Return a ZIP of some files in their order."""
    out, listed = io.BytesIO(), []
    for name, file in files.items():
        place, encoded = out.tell(), name.encode()
        flags = 0 if name.isascii() else _UTF_8
        shared = _SHARED.pack(
            flags, file.method, _TIME, _DATE, file.crc, len(file.data), file.size, len(encoded)
        )
        out.write(b"%b%b\0\0%b" % (_LOCAL.pack(b"PK\3\4", _VERSION), shared, encoded))
        out.write(file.data)
        head = _CENTRAL.pack(b"PK\1\2", _VERSION, _UNIX, _VERSION)
        listed.append(
            b"%b%b%b%b" % (head, shared, struct.pack("<HHHHLL", 0, 0, 0, 0, _PERMISSIONS, place), encoded)
        )
    start, directory = out.tell(), b"".join(listed)
    out.write(directory)
    out.write(_END.pack(b"PK\5\6", 0, 0, len(listed), len(listed), len(directory), start, 0))
    return out.getvalue()
