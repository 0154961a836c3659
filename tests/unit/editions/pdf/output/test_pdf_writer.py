"""What is taken over from one PDF into another is the same when it is read back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from florilegium.editions.pdf.output.pdf_writer import Output, Transfer, written

#: Texts in which something looks like what it is not.
TEXTS = ("plain", "12 0 R", "(12 0 R) and \\(", ")(", "a\r\nb", "Ω „so“", "\x00\xff", "<abc>", "")


def source() -> pikepdf.Pdf:
    """A file with texts, a circle of references, and streams, one of them packed already."""
    pdf = pikepdf.new()
    leaf = pdf.make_indirect(
        pikepdf.Dictionary(Texts=pikepdf.Array([pikepdf.String(text) for text in TEXTS]))
    )
    ring = pdf.make_indirect(
        pikepdf.Dictionary(Leaf=leaf, Number=1.25, Yes=True, Name=pikepdf.Name("/Named"))
    )
    leaf.Back = ring
    ring.Plain = pdf.make_stream(b"drawn " * 99, Of=leaf)
    ring.Binary = pikepdf.Array([pikepdf.String(bytes(range(256))), leaf])
    pdf.Root.Ring = ring
    return pdf


def taken_over(count: int = 1) -> bytes:
    """A file with the same catalogue, and `count` more objects."""
    with source() as pdf:
        output = Output("1.7")
        transfer = Transfer(pdf, output)
        many = [output.number() for _ in range(count)]
        for number in many:
            output.put(number, b"<< /Number %d >>" % number)
        pdf.Root.Many = pdf.make_indirect(pikepdf.Array())
        listed = output.number()
        output.put(listed, b"[ %b ]" % b" ".join(b"%d 0 R" % number for number in many))
        transfer.stand(pdf.Root.Many, listed)
        info = output.number()
        output.put(info, b"<< /Title (T) >>")
        root = transfer.take(pdf.Root)
        transfer.write()
        return output.finish(root, info)


@pytest.fixture
def ring() -> Iterator[Any]:
    with pikepdf.open(io.BytesIO(taken_over())) as pdf:
        yield pdf.Root.Ring


def test_texts_are_no_references(ring: Any) -> None:
    assert [str(text) for text in ring.Leaf.Texts] == list(TEXTS)
    assert bytes(ring.Binary[0]) == bytes(range(256))


def test_references_lead_where_they_led(ring: Any) -> None:
    assert ring.Leaf.Back.objgen == ring.objgen
    assert ring.Binary[1].objgen == ring.Leaf.objgen == ring.Plain.Of.objgen


def test_streams_and_plain_values_are_the_same(ring: Any) -> None:
    assert ring.Plain.read_bytes() == b"drawn " * 99
    assert ring.Plain.Filter == pikepdf.Name.FlateDecode
    assert (float(ring.Number), bool(ring.Yes), str(ring.Name)) == (1.25, True, "/Named")


def test_what_is_packed_is_not_packed_again() -> None:
    packed = pikepdf.open(io.BytesIO(taken_over()))
    output = Output("1.7")
    transfer = Transfer(packed, output)
    root = transfer.take(packed.Root)
    info = transfer.take(packed.trailer.Info)
    transfer.write()
    again = pikepdf.open(io.BytesIO(output.finish(root, info)))
    assert again.Root.Ring.Plain.read_raw_bytes() == packed.Root.Ring.Plain.read_raw_bytes()
    assert again.docinfo.Title == "T"


@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 1000])
def test_any_number_of_objects_is_found(count: int) -> None:
    pdf = pikepdf.open(io.BytesIO(taken_over(count)))
    assert len({one.Number for one in pdf.Root.Many}) == count


def test_the_same_objects_give_the_same_bytes() -> None:
    assert taken_over(7) == taken_over(7)
    assert taken_over(7)[-100:] != taken_over(8)[-100:]


@pytest.mark.parametrize("version", ["1.3", "1.4", "1.5", "1.7"])
def test_a_file_of_any_version_is_read_back(version: str) -> None:
    """One before 1.5 has a table of places, and no object in a stream, as the standards of print ask."""
    with source() as pdf:
        data = written(pdf, version)
        assert written(pdf, version) == data
    again = pikepdf.open(io.BytesIO(data), attempt_recovery=False)
    assert again.check_pdf_syntax() == []
    assert (again.pdf_version, [str(text) for text in again.Root.Ring.Leaf.Texts]) == (version, list(TEXTS))
    assert (b"/ObjStm" in data, b"/XRef" in data, b"\ntrailer\n" in data) == (
        (True, True, False) if version >= "1.5" else (False, False, True)
    )
