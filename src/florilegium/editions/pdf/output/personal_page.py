"""A finished PDF made a personal copy: a line on its copyright page, and an identifier in its metadata.

Nothing is laid out or joined again. Once for all copies, the file gets a tagged paragraph at the foot of that
page, with room for the line, and a font that has the letters of every line. A copy is then that file with a
line and a packet of metadata written behind it, as an incremental update (ISO 32000-1 7.5.6).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from florilegium.editions.pdf.fonts.bundled import FontFace
from florilegium.editions.pdf.fonts.embed import BookFonts
from florilegium.editions.pdf.output.pdf_writer import written
from florilegium.editions.pdf.pagination.running_heads import Pen
from florilegium.editions.pdf.section.trim import POINTS, page_of
from florilegium.problems import EditionError

if TYPE_CHECKING:
    import pikepdf

#: How the names of the line's fonts begin in the page's resources.
_FONT: Final = "/FlorilegiumCopy"

#: The base line below the type area, in points; a copyright page has no folio there.
_DROP: Final = 34.0

#: Stands in the metadata for the identifier of a copy, which is as long.
_NO_COPY: Final = "urn:uuid:00000000-0000-0000-0000-000000000000"
_PACKET: Final = (
    '<xmp:Identifier xmlns:xmp="http://ns.adobe.com/xap/1.0/"><rdf:Bag><rdf:li>'
    f"{_NO_COPY}</rdf:li></rdf:Bag></xmp:Identifier></rdf:Description>"
)


class PersonalPdf:
    """A finished PDF of which personal copies are made."""

    def __init__(self, pdf: bytes, lines: Iterable[str], faces: Sequence[FontFace]) -> None:
        """Make it ready for copies with some `lines`, in `faces` that have their letters.

        Raises:
            EditionError: the file has no copyright page, or is none of ours.
        """
        import pikepdf

        self._pen = Pen(faces, called=_FONT)
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            page, place = _copyright_page(opened)
            binds_right = opened.Root.ViewerPreferences.get("/Direction") == "/R2L"
            self._drawn = self._draw(lines, page, recto=place % 2 == 0, binds_right=binds_right)
            fonts = dict(BookFonts(faces).embed(self._pen.used, opened))
            _put_paragraph(opened, page, {name: fonts[face] for name, face in self._pen.fonts.items()})
            _put_identifier(opened)
            self._file = written(opened, opened.pdf_version)
        with pikepdf.open(io.BytesIO(self._file)) as opened:
            page, _ = _copyright_page(opened)
            self._line, self._metadata = page.Contents[-1].objgen[0], opened.Root.Metadata.objgen[0]
            self._around = page.Contents[-1].read_bytes()
            self._packet = opened.Root.Metadata.read_bytes()
            self._trailer = _Trailer.of(opened, self._file)

    def _draw(self, lines: Iterable[str], page: Any, *, recto: bool, binds_right: bool) -> dict[str, bytes]:
        width, height = (float(side) for side in page.MediaBox[2:])
        shape = page_of((width / POINTS, height / POINTS), binds_right=binds_right)
        left = shape.left(recto=recto)
        middle, base = left + shape.measure / 2, shape.foot - _DROP
        return {line: self._pen.centred(line, middle, base, shape.measure) for line in lines}

    def copy(self, line: str, identifier: str) -> bytes:
        """Return the copy that bears one of the lines, and an identifier, a UUID as a URN."""
        content = self._around.replace(b"% line\n", self._drawn[line])
        packet = self._packet.replace(_NO_COPY.encode(), identifier.encode())
        out = io.BytesIO()
        out.write(self._file)
        places = {}
        for number, entries, data in (
            (self._line, b"", content),
            (self._metadata, b"/Type /Metadata /Subtype /XML ", packet),
        ):
            places[number] = out.tell()
            out.write(b"%d 0 obj\n<< %b/Length %d >>\nstream\n%b" % (number, entries, len(data), data))
            out.write(b"\nendstream\nendobj\n")
        out.write(self._trailer.after(places, out.tell(), identifier))
        return out.getvalue()


class _Trailer:
    """What an update's cross-reference stream says of the file before it."""

    def __init__(self, size: int, entries: bytes, first_id: bytes, start: int) -> None:
        self._size, self._entries, self._id, self._start = size, entries, first_id, start

    @classmethod
    def of(cls, pdf: pikepdf.Pdf, file: bytes) -> _Trailer:
        """Return the trailer of a file that has been written and opened again."""
        trailer = pdf.trailer
        entries = b"/Root %d 0 R" % trailer.Root.objgen[0]
        entries += b" /Info %d 0 R" % trailer.Info.objgen[0] if "/Info" in trailer else b""
        start = int(file.rpartition(b"startxref")[2].split()[0])
        return cls(int(trailer.Size), entries, bytes(trailer.ID[0]), start)

    def after(self, places: Mapping[int, int], start: int, identifier: str) -> bytes:
        """Return the cross-reference stream of objects at some places, which itself stands at `start`."""
        import hashlib

        known = sorted({**places, self._size: start}.items())
        index = b" ".join(b"%d 1" % number for number, _ in known)
        table = b"".join(struct.pack(">BQH", 1, place, 0) for _, place in known)
        second = hashlib.sha256(self._id + identifier.encode()).digest()[:16]
        head = b"/Type /XRef /Size %d /W [ 1 8 2 ] /Index [ %b ] /Prev %d %b /ID [ <%b> <%b> ] /Length %d" % (
            self._size + 1,
            index,
            self._start,
            self._entries,
            self._id.hex().encode(),
            second.hex().encode(),
            len(table),
        )
        stream = b"%d 0 obj\n<< %b >>\nstream\n%b\nendstream\nendobj\n" % (self._size, head, table)
        return stream + b"startxref\n%d\n%%%%EOF\n" % start


def _copyright_page(pdf: pikepdf.Pdf) -> tuple[Any, int]:
    """Return the page to which the name `copyright` leads, and its place in the file."""
    import pikepdf

    try:
        target = pikepdf.NameTree(pdf.Root.Names.Dests)["copyright"]
        target = target.D if isinstance(target, pikepdf.Dictionary) else target
        places: dict[Any, int] = {page.obj.objgen: place for place, page in enumerate(pdf.pages)}
        return target[0], places[target[0].objgen]
    except (AttributeError, KeyError) as error:
        raise EditionError("the PDF has no copyright page, so no copy can bear a name") from error


def _put_paragraph(pdf: pikepdf.Pdf, page: Any, fonts: Mapping[str, Any]) -> None:
    """Put a paragraph with room for a line behind what the page has, in its content and in its structure."""
    import pikepdf

    parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    on_page = parents[int(page.StructParents)]
    section = on_page[-1].P
    paragraph = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.P, P=section, Pg=page, K=len(on_page))
    )
    section.K.append(paragraph)
    content = b"/P <</MCID %d>> BDC\nq 0 g\n%% line\nQ\nEMC\n" % len(on_page)
    on_page.append(paragraph)
    page.Contents = pikepdf.Array([page.Contents, pdf.make_stream(content)])
    # The page's resources may be those of others too, which have no such font and need none.
    page.Resources = pikepdf.Dictionary(page.Resources)
    page.Resources.Font = pikepdf.Dictionary({**page.Resources.get("/Font", {}), **fonts})


def _put_identifier(pdf: pikepdf.Pdf) -> None:
    """Put the place of a copy's identifier into the file's metadata (XMP basic, `xmp:Identifier`)."""
    packet = pdf.Root.Metadata.read_bytes().decode()
    head, end, tail = packet.rpartition("</rdf:Description>")
    if not end:
        raise EditionError("the PDF has no metadata, so no copy can bear an identifier")
    pdf.Root.Metadata.write(f"{head}{_PACKET}{tail}".encode())
