"""Packed data that more is added to: what comes out is all of it, however it was packed."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest

from florilegium.editions.pdf.section.open_packing import added_to, packed_open

PAGE = b"BT /F0 11 Tf [<0024>-12<0025>] TJ ET\n" * 400


@pytest.mark.parametrize("page", [b"", b"q", PAGE], ids=["nothing", "a letter", "a page"])
@pytest.mark.parametrize("pack", [packed_open, zlib.compress], ids=["open", "closed"])
@pytest.mark.parametrize("after", [b"", b"\nQ\n", PAGE], ids=["no more", "little", "much"])
def test_all_of_it_is_there(page: bytes, pack: Callable[[bytes], bytes], after: bytes) -> None:
    assert zlib.decompress(pack(page)) == page
    assert zlib.decompress(added_to(pack(page), b"q 1 0 0 1 9 0 cm\n", after)) == (
        b"q 1 0 0 1 9 0 cm\n" + page + after
    )


def test_what_is_packed_open_is_not_packed_again() -> None:
    """Its blocks stand in what comes out as they are."""
    packed = packed_open(PAGE)
    assert packed[2:-6] in added_to(packed, b"q\n", b"\nQ")
    assert len(packed) <= len(zlib.compress(PAGE, 9)) + 8


def test_an_ending_that_only_looks_so_is_no_seam() -> None:
    """The sum tells whether all is in the blocks before the last one."""
    packed = zlib.compress(b"\x00\x00\xff\xff\x03\x00" * 3, 0)
    assert zlib.decompress(added_to(packed, b"<", b">")) == b"<" + zlib.decompress(packed) + b">"
