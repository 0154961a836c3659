"""Fonts without the local forms that no reader of a language expects.

A font may have other forms of a letter for one language (OpenType, feature `locl`), and type is set with
them wherever a text says that it is of that language. So Turkish keeps the dot of its i, Serbian its б. A few
faces go further and spell: EB Garamond turns every u of a Latin passage into a v. An edition prints what its
text says, so these forms are taken out of the font before anything is set in it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

#: The languages, by their tags in OpenType, whose readers expect forms of their own.
EXPECTED: Final = frozenset(
    tag.ljust(4).encode()
    for tag in (
        *("TRK", "AZE", "CRT", "KAZ", "TAT", "BSH", "GAG", "KRM"),
        *("ROM", "MOL", "NLD", "FLE", "CAT", "PLK", "DEU", "VIT", "LTH", "HUN", "LVI", "GUA"),
        *("SRB", "MKD", "BGR", "BOS", "CHU", "MAH", "NAV"),
        *("NSM", "LSM", "ISM", "SKS", "EWE", "BMB", "FUL", "WLF"),
        *("APPH", "IPPH", "PGR"),
        *("URD", "SND", "FAR", "KUR", "UYG", "MLY", "KSH", "WLC"),
        *("MAR", "NEP", "HIN", "SAN", "KSM"),
        *("JAN", "KOR", "KOH", "ZHS", "ZHT", "ZHH", "ZHTM"),
    )
)

_FEATURE: Final = b"locl"
_COLLECTION: Final = b"ttcf"


class _Record(NamedTuple):
    """A tag, and where in the font what it names begins."""

    tag: bytes
    start: int


def without_unexpected_forms(data: bytes, number: int = 0) -> bytes:
    """Return a font file in which no language but the expected ones has forms of its own, otherwise the same.

    `number` is that of the face in a collection. Checksums are left to the writer of the font.
    """
    font = bytearray(data)
    try:
        for start in _unexpected(font, number):
            _drop_feature(font, start, frozenset(_local_features(font, number)))
    except (struct.error, IndexError):
        return data  # HarfBuzz will say what is wrong with it.
    return bytes(font)


def _unexpected(font: bytearray, number: int) -> Iterator[int]:
    """Yield where the lists of features of all other languages begin, unless an expected one shares them."""
    expected: set[int] = set()
    others: dict[int, None] = {}
    for table in _substitutions(font, number):
        for script in _records(font, table + _short(font, table + 4)):
            for language in _records(font, script.start, skipped=2):
                if language.tag in EXPECTED:
                    expected.add(language.start)
                else:
                    others[language.start] = None
    yield from (start for start in others if start not in expected)


def _local_features(font: bytearray, number: int) -> Iterator[int]:
    """Yield the numbers of the features that are local forms."""
    for table in _substitutions(font, number):
        for at, record in enumerate(_records(font, table + _short(font, table + 6))):
            if record.tag == _FEATURE:
                yield at


def _drop_feature(font: bytearray, start: int, dropped: frozenset[int]) -> None:
    """Take features out of a language's list, which begins with two numbers and the count of the others."""
    count = _short(font, start + 4)
    kept = [one for one in struct.unpack_from(f">{count}H", font, start + 6) if one not in dropped]
    struct.pack_into(f">{len(kept) + 1}H", font, start + 4, len(kept), *kept)


def _substitutions(font: bytearray, number: int) -> Iterator[int]:
    """Yield where the table of substitutions begins; none in a font without."""
    start = 0
    if font[:4] == _COLLECTION:
        (start,) = struct.unpack_from(">L", font, 12 + 4 * number)
    for at in range(_short(font, start + 4)):
        tag, _sum, table, _length = struct.unpack_from(">4sLLL", font, start + 12 + 16 * at)
        if tag == b"GSUB":
            yield table


def _records(font: bytearray, start: int, skipped: int = 0) -> Iterator[_Record]:
    """Yield the records of a list, whose count stands after `skipped` bytes (OpenType, Script List Table)."""
    for at in range(_short(font, start + skipped)):
        tag, offset = struct.unpack_from(">4sH", font, start + skipped + 2 + 6 * at)
        yield _Record(tag, start + offset)


def _short(font: bytearray, at: int) -> int:
    (value,) = struct.unpack_from(">H", font, at)
    return int(value)
