"""Packed data to which more can be added before and behind it, without packing all of it again.

What is drawn on a page of a section is most of its file, and stays as it is when the book is bound: only what
moves it to its side, and the running head, are added. Packed data is a chain of blocks, of which the last one
says that it is the last (RFC 1951 3.2.3). So data is packed here with an empty last block behind all others,
which can be left out.
"""

from __future__ import annotations

import zlib
from typing import Final

#: How the blocks end before the last one (an empty one that begins a new byte), the last one, and how many
#: bytes stand round the blocks: the head, and the sum of all that is packed (RFC 1950 2.2).
_SEAM: Final = b"\x00\x00\xff\xff"
_LAST: Final = b"\x03\x00"
_HEAD: Final = b"\x78\xda"
_SUM: Final = 4

#: Bare blocks, without head and sum.
_BARE: Final = -zlib.MAX_WBITS


def packed_open(data: bytes) -> bytes:
    """Return data packed in the usual form, so that `added_to` need not pack it again."""
    packer = zlib.compressobj(zlib.Z_BEST_COMPRESSION)
    return packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH) + packer.flush()


def added_to(packed: bytes, before: bytes, after: bytes) -> bytes:
    """Return packed data with some more before and behind it. It may have been packed in whatever way."""
    blocks = packed[len(_HEAD) : -len(_LAST) - _SUM]
    unpacker = zlib.decompressobj(_BARE)
    data = unpacker.decompress(blocks)
    if unpacker.eof or not packed.endswith(_SEAM + _LAST + _sum_of(data)):
        return zlib.compress(b"%b%b%b" % (before, zlib.decompress(packed), after))
    ending = zlib.compressobj(zlib.Z_BEST_COMPRESSION, wbits=_BARE)
    last = ending.compress(after) + ending.flush()
    total = _sum_of(b"%b%b%b" % (before, data, after))
    return b"".join((_HEAD, _unpacked_block(before), blocks, last, total))


def _unpacked_block(data: bytes) -> bytes:
    """Return a block of few bytes as they are (RFC 1951 3.2.4)."""
    size = len(data).to_bytes(2, "little")
    return b"\x00" + size + bytes(byte ^ 0xFF for byte in size) + data


def _sum_of(data: bytes) -> bytes:
    return zlib.adler32(data).to_bytes(_SUM, "big")
