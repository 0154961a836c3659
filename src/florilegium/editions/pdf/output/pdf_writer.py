"""A PDF written object by object (ISO 32000-1 7.5), so that of it no more is held than one section.

Every PDF that the program hands out is written here. pikepdf reads the sections and gives each object as
text; here references get the numbers of the new file. What is no stream is gathered in object streams
(7.5.7), and a cross-reference stream (7.5.8) ends the file. A file of a version before 1.5, which knows
neither, has its objects one by one and a table of their places (7.5.4).
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Mapping
from functools import cache
from struct import Struct
from typing import TYPE_CHECKING, Any, Final

from florilegium.editions.pdf.section.section_objects import entries_of, stays_as_it_is
from florilegium.system.patterns import regex

if TYPE_CHECKING:
    import pikepdf

#: The version that brought object streams and cross-reference streams.
_WITH_STREAMS: Final = "1.5"

#: Objects of one object stream; readers must unpack all of them to see one.
_TOGETHER: Final = 200

#: A row of a cross-reference stream.
_ROW: Final = Struct(">BBIH")

#: Texts, in which nothing is a reference, and references. pikepdf escapes every parenthesis inside a text.
_REFERENCE: Final = regex(rb"\((?:[^\\()]|\\.)*\)|<[0-9a-fA-F]*>|(\d+) (\d+) R\b", re.DOTALL)


class Output:
    """A file in the making. The same objects in the same order give the same bytes."""

    def __init__(self, version: str) -> None:
        self._out = io.BytesIO()
        self._gathers = version >= _WITH_STREAMS
        self._out.write(f"%PDF-{version}\n%\u00bf\u00f7\u00a2\u00fe\n".encode("latin-1"))
        self._places: list[tuple[int, int, int]] = [(0, 0, 65535)]
        self._waiting: list[tuple[int, bytes]] = []

    def number(self) -> int:
        """Return the number of a new object."""
        return self.numbers(1)[0]

    def numbers(self, count: int) -> range:
        """Return the numbers of some new objects, which follow one another."""
        first = len(self._places)
        self._places += [(0, 0, 0)] * count
        return range(first, first + count)

    def put(self, number: int, body: bytes) -> None:
        """Write an object that is no stream."""
        if not self._gathers:
            self._places[number] = (1, self._out.tell(), 0)
            self._out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
            return
        self._waiting.append((number, body))
        if len(self._waiting) == _TOGETHER:
            self._put_waiting()

    def put_stream(self, number: int, data: bytes, entries: bytes = b"", *, packed: bool = False) -> None:
        """Write a stream with some entries of its dictionary; one that is `packed` is left as it is."""
        if not packed:
            data, entries = zlib.compress(data), entries + b" /Filter /FlateDecode"
        self._places[number] = (1, self._out.tell(), 0)
        self._out.write(b"%d 0 obj\n<<%b /Length %d >>\nstream\n" % (number, entries, len(data)))
        self._out.write(data)
        self._out.write(b"\nendstream\nendobj\n")

    def finish(self, root: int, info: int | None) -> bytes:
        """Return the whole file, with its catalogue and the dictionary of its facts, if it has one."""
        self._put_waiting()
        name, start = hashlib.sha256(self._out.getbuffer()).hexdigest()[:32].encode(), self._out.tell()
        told = b"" if info is None else b" /Info %d 0 R" % info
        known = b" /Root %d 0 R%b /ID [ <%b> <%b> ]" % (root, told, name, name)
        if self._gathers:
            number = self.number()
            self._places[number] = (1, start, 0)
            entries = b" /Type /XRef /W [ 1 4 2 ] /Size %d%b /DecodeParms << /Predictor 12 /Columns 7 >>"
            self.put_stream(number, self._rows(), entries % (len(self._places), known))
        else:
            self._out.write(self._table())
            self._out.write(b"trailer\n<< /Size %d%b >>\n" % (len(self._places), known))
        self._out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return self._out.getvalue()

    def _table(self) -> bytes:
        """Return where each object is, in twenty bytes each (7.5.4); a number that was not used is free."""
        rows = [
            b"%010d 00000 n \n" % place if kind else b"%010d %05d f \n" % (place, generation)
            for kind, place, generation in self._places
        ]
        return b"xref\n0 %d\n%b" % (len(rows), b"".join(rows))

    def _rows(self) -> bytes:
        """Return where each object is, each row as its difference from the one before (7.4.4.4, PNG “up”)."""
        # A byte more before each row, for the number of the way in which it is predicted.
        plain = b"".join([_ROW.pack(0, *place) for place in self._places])
        rows = bytearray(_byte_differences(plain, bytes(_ROW.size) + plain[: -_ROW.size]))
        rows[:: _ROW.size] = b"\x02" * len(self._places)
        return bytes(rows)

    def _put_waiting(self) -> None:
        if not self._waiting:
            return
        stream, places, bodies = self.number(), [], bytearray()
        for index, (number, body) in enumerate(self._waiting):
            self._places[number] = (2, stream, index)
            places.append(b"%d %d" % (number, len(bodies)))
            bodies += body + b"\n"
        head = b" ".join(places) + b"\n"
        entries = b" /Type /ObjStm /N %d /First %d" % (len(places), len(head))
        self._waiting.clear()
        self.put_stream(stream, head + bodies, entries)


def _byte_differences(some: bytes, others: bytes) -> bytes:
    """Return each byte less the one that stands at its place in others, modulo 256: all of them at once, as
    one long number. The highest bit of each is left out while it could be borrowed, and put in again."""
    highest = int.from_bytes(b"\x80" * len(some), "big")
    one, other = int.from_bytes(some, "big"), int.from_bytes(others, "big")
    less = (one | highest) - (other & (highest ^ int.from_bytes(b"\xff" * len(some), "big")))
    return (less ^ ((one ^ other ^ highest) & highest)).to_bytes(len(some), "big")


def reals(*values: float) -> bytes:
    """Return numbers as PDF writes them, to a thousandth."""
    return " ".join(f"{value:.3f}".rstrip("0").rstrip(".") for value in values).encode()


def references(numbers: Mapping[str, int]) -> bytes:
    """Return the entries of a dictionary, each of which refers to an object of a number."""
    return b" ".join(b"%b %d 0 R" % (key.encode(), number) for key, number in numbers.items())


@cache
def text_string(words: str) -> bytes:
    """Return a text as PDF writes it."""
    import pikepdf

    return pikepdf.String(words).unparse()


def written(pdf: pikepdf.Pdf, version: str) -> bytes:
    """Return the bytes of a file that was drawn or changed in memory, the same for the same content."""
    return Transfer(pdf, Output(version)).end()


class Transfer:
    """The transfer of objects from one open file into another, with all that they refer to."""

    def __init__(self, source: pikepdf.Pdf, output: Output) -> None:
        self.source = source
        self._output = output
        self._numbers: dict[tuple[int, int], int] = {}
        self._waiting: list[tuple[int, int]] = []

    def stand(self, found: Any, number: int) -> None:
        """Have an object of the new file stand for one of the source, which is not taken over."""
        self._numbers[found.objgen] = number

    def take(self, found: Any, number: int | None = None) -> int:
        """Take an object over, and return its number in the new file."""
        return self._number(found.objgen, number)

    def write(self) -> None:
        """Write all that was taken over."""
        while self._waiting:
            place = self._waiting.pop()
            self._write(self._numbers[place], self.source.get_object(place))

    def end(self) -> bytes:
        """Return the whole new file, whose catalogue and facts are those of the source."""
        root = self.take(self.source.Root)
        info = self.take(self.source.trailer.Info) if "/Info" in self.source.trailer else None
        self.write()
        return self._output.finish(root, info)

    def _write(self, number: int, found: Any) -> None:
        import pikepdf

        if not isinstance(found, pikepdf.Stream):
            body = found.unparse(resolved=True)
            self._output.put(number, _REFERENCE.sub(self._renumbered, body))
            return
        text = _REFERENCE.sub(self._renumbered, entries_of(found))
        self._output.put_stream(number, found.read_raw_bytes(), text, packed=stays_as_it_is(found))

    def _renumbered(self, found: re.Match[bytes]) -> bytes:
        if not found[1]:
            return found[0]
        return b"%d 0 R" % self._number((int(found[1]), int(found[2])))

    def _number(self, place: tuple[int, int], number: int | None = None) -> int:
        if place not in self._numbers:
            self._numbers[place] = self._output.number() if number is None else number
            self._waiting.append(place)
        return self._numbers[place]
