"""The printing conditions that the files for a press name (ICC.1:2001-04, ISO 15930-7 6.2).

The inside of a book is printed in black alone. Its profile is made here: a curve that says how dark a share
of dots comes out. The cover is printed in four colours, on coated paper; its profile is that of a library of
free ones (`profiles/README.md`).
"""

from __future__ import annotations

import struct
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from florilegium.problems import EditionError
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    import pikepdf

#: How much darker half-covered paper looks than it is, for ink sinks in and spreads: usual on book paper.
_DOT_GAIN: Final = 0.20

#: The light of the profile connection space, D50.
_D50: Final = (0.9642, 1.0, 0.8249)


@dataclass(frozen=True)
class Condition:
    """A printing condition: its name, what it is in words, its colours, and its profile.

    `registry` is where the name is registered, if it is.
    """

    name: str
    meaning: str
    colours: int
    profile: bytes
    registry: str = ""

    def intent(self, pdf: pikepdf.Pdf) -> Any:
        """Return the output intent of a PDF/X file (ISO 32000-1 14.11.5)."""
        import pikepdf

        told = {"/RegistryName": self.registry} if self.registry else {}
        return pikepdf.Dictionary(
            {
                "/Type": pikepdf.Name.OutputIntent,
                "/S": pikepdf.Name.GTS_PDFX,
                "/OutputConditionIdentifier": pikepdf.String(self.name),
                "/OutputCondition": pikepdf.String(self.meaning),
                "/Info": pikepdf.String(self.meaning),
                "/DestOutputProfile": pdf.make_stream(self.profile, N=self.colours),
                **{key: pikepdf.String(value) for key, value in told.items()},
            }
        )


def black_ink() -> Condition:
    """Return black ink on uncoated paper."""
    return Condition("Florilegium black", "Black ink on uncoated paper, dot gain 20 %", 1, black_profile())


def four_colours() -> Condition:
    """Return offset on coated paper."""
    data = (files("florilegium.editions.pdf.output") / "profiles" / "FOGRA39L_coated.icc").read_bytes()
    return Condition(
        "FOGRA39", "Offset on coated paper (ISO 12647-2:2004/Amd 1)", 4, data, "http://www.color.org"
    )


def srgb() -> bytes:
    """Return the profile of screens, as the reader's file names it (PDF/A-3 6.2.3)."""
    # Found without importing WeasyPrint, which a build of kept layouts never needs.
    place = find_spec("weasyprint")
    if place is None or place.origin is None:
        raise EditionError("WeasyPrint is not installed")
    return (Path(place.origin).parent / "pdf" / "sRGB2014.icc").read_bytes()


def black_profile(gain: float = _DOT_GAIN) -> bytes:
    """Return a monochrome output profile; `gain` is what a tint of one half gains.

    The same bytes each time. The curve goes from full black at 0 to bare paper at 1.
    """
    curve = [round(65535 * (1 - _covered(1 - step / 255, gain))) for step in range(256)]
    tags = {
        b"desc": _description("Black ink, dot gain 20 %"),
        b"cprt": b"text\0\0\0\0No copyright\0",
        b"wtpt": b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in _D50),
        b"kTRC": b"curv\0\0\0\0" + struct.pack(">I256H", len(curve), *curve),
    }
    table, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return _header(start + len(body)) + struct.pack(">I", len(tags)) + table + body


def _covered(tint: float, gain: float) -> float:
    """Return how much of the paper a tint covers once it is printed."""
    return tint + 4 * gain * tint * (1 - tint)


def _header(size: int) -> bytes:
    head = struct.pack(">I4sI4s4s4s", size, b"\0" * 4, 0x02400000, b"prtr", b"GRAY", b"XYZ ")
    head += struct.pack(">6H", 2020, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    head += b"".join(struct.pack(">i", round(value * 65536)) for value in _D50)
    return head.ljust(128, b"\0")


def _description(text: str) -> bytes:
    """Return a text as version 2 of the format has it: ASCII, and two other scripts left empty."""
    data = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (4 + 4 + 2 + 1 + 67)
