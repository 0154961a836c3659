"""The two files in which a MARC record travels: ISO 2709, counted in bytes, and MARCXML."""

from __future__ import annotations

from typing import Final

from lxml import etree

from florilegium.editions.records.marc import MarcField, MarcRecord
from florilegium.editions.records.record_xml import add, to_xml

_NAMESPACE: Final = "http://www.loc.gov/MARC21/slim"
_END_OF_RECORD, _END_OF_FIELD, _SUBFIELD = "\x1d", "\x1e", "\x1f"

#: Bytes of a record and of a field for which ISO 2709 has digits.
_LONGEST_RECORD, _LONGEST_FIELD = 99_999, 9_999


def to_iso_2709(record: MarcRecord) -> bytes | None:
    """Return a record in UTF-8, or None when it has more bytes than the form has digits for."""
    directory, data = "", b""
    for field in record.fields:
        written = _field_text(field).encode()
        if len(written) > _LONGEST_FIELD:
            return None
        directory += f"{field.tag}{len(written):04}{len(data):05}"
        data += written
    base = 24 + len(directory) + 1
    length = base + len(data) + 1
    if length > _LONGEST_RECORD:
        return None
    leader = _leader(record, length, base)
    return f"{leader}{directory}{_END_OF_FIELD}".encode() + data + _END_OF_RECORD.encode()


def _leader(record: MarcRecord, length: int, base: int) -> str:
    """Return the twenty-four positions: two indicators, two letters for a subfield's code, a map of 4500."""
    return f"{length:05}{record.status}22{base:05}{record.level}4500"


def _field_text(field: MarcField) -> str:
    if field.value:
        return field.value + _END_OF_FIELD
    subfields = "".join(f"{_SUBFIELD}{code}{value}" for code, value in field.subfields)
    return f"{field.indicators}{subfields}{_END_OF_FIELD}"


def to_marcxml(record: MarcRecord) -> bytes:
    """Return a record as MARCXML, in a collection of one."""
    root = etree.Element(f"{{{_NAMESPACE}}}collection", nsmap={None: _NAMESPACE})
    entry = add(root, "record")
    add(entry, "leader", _leader(record, 0, 0))
    for field in record.fields:
        if field.value:
            add(entry, "controlfield", field.value, tag=field.tag)
            continue
        first, second = field.indicators[0], field.indicators[1]
        data = add(entry, "datafield", tag=field.tag, ind1=first, ind2=second)
        for code, value in field.subfields:
            add(data, "subfield", value, code=code)
    return to_xml(root)
