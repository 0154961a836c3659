"""The joined file's fonts: each face embedded once, with just the glyphs that any section or head uses.

Every section comes with subsets of its own (`SectionFont`). They keep the numbers of the full font's glyphs,
so their union can be cut from the full font again and put in their place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from florilegium.editions.pdf.fonts.bundled import SELECTED, FontFace
from florilegium.editions.pdf.section.section_fonts import SectionFont
from florilegium.editions.shaping import Shaper, shaper_at

if TYPE_CHECKING:
    import pikepdf

#: The hyphen of a divided word is none of its letters: who reads the text must find a soft one
#: (ISO 32000-1 14.8.2.2.3). It has a glyph of its own, apart from hyphens that are written.
_READ_AS: Final = {"\N{HYPHEN}": "\N{SOFT HYPHEN}"}


@dataclass
class SharedFont:
    """One face, and what has been drawn in it: glyph number → the text it stands for."""

    face: FontFace
    glyphs: dict[int, str] = field(default_factory=dict)

    def add_section_font(self, font: SectionFont) -> None:
        """Take over the glyphs of a section's own subset."""
        for number, text in zip(font.glyphs, font.texts, strict=True):
            self.glyphs.setdefault(number, _READ_AS.get(text, text))

    def embed(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """Return the font as an object of the file (ISO 32000-1 9.7, PDF/UA-1 7.21)."""
        import pikepdf

        data = self._subset()
        name = pikepdf.Name(f"/{_tag(self.face.name, self.glyphs)}+{self.face.name}")
        stream = pdf.make_stream(data, Length1=len(data))
        descriptor = pdf.make_indirect(self._descriptor(name, stream))
        widths = pikepdf.Array()
        for number in sorted(self.glyphs):
            widths.append(number)
            widths.append(pikepdf.Array([round(self._shaper.width(number), 2)]))
        descendant = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            CIDToGIDMap=pikepdf.Name.Identity,
            FontDescriptor=descriptor,
            W=widths,
        )
        return pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type0,
                BaseFont=name,
                Encoding=pikepdf.Name("/Identity-H"),
                DescendantFonts=pikepdf.Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_stream(_to_unicode(self.glyphs)),
            )
        )

    def _subset(self) -> bytes:
        import uharfbuzz as hb

        plan = hb.SubsetInput()
        plan.sets(hb.SubsetInputSets.GLYPH_INDEX).update(self.glyphs)
        plan.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
            int.from_bytes(tag, "big") for tag in (b"GSUB", b"GPOS", b"GDEF", b"STAT", b"DSIG", b"BASE")
        )
        plan.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
        return bytes(hb.subset(self._shaper.face, plan).blob.data)

    def _descriptor(self, name: Any, stream: Any) -> Any:
        import pikepdf

        unit = 1000 / self._shaper.units
        extents = self._shaper.line_extents
        flags = 4 | 2 | (64 if self.face.italic else 0)
        return pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=name,
            FontFamily=self.face.family.removesuffix(SELECTED),
            Flags=flags,
            FontBBox=pikepdf.Array(
                [-600, round(extents.descender * unit), 1500, round(extents.ascender * unit)]
            ),
            ItalicAngle=-12 if self.face.italic else 0,
            Ascent=round(extents.ascender * unit),
            Descent=round(extents.descender * unit),
            CapHeight=650,
            StemV=80,
            StemH=40,
            FontFile2=stream,
        )

    @property
    def _shaper(self) -> Shaper:
        return shaper_at(self.face.path)


class BookFonts:
    """The faces of a joined file, each of which stands for the subsets of it that its sections have."""

    def __init__(self, faces: Sequence[FontFace]) -> None:
        self._fonts = {face.name: SharedFont(face) for face in faces}

    def take_section(self, fonts: Iterable[SectionFont]) -> dict[str, str]:
        """Take over the glyphs of a section's fonts.

        Return those for which a face of the book can stand: name in the resources → name of the face. A font
        that is not of the book stays as the section has it.
        """
        known = [font for font in fonts if font.name in self._fonts]
        for font in known:
            self._fonts[font.name].add_section_font(font)
        return {font.key: font.name for font in known}

    def embed(self, drawn: Mapping[str, Mapping[int, str]], pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
        """Yield the name and the object of every face that is used, by sections or in what was `drawn` over
        them: name of the face → glyph → text."""
        for name, used in drawn.items():
            for glyph, text in used.items():
                self._fonts[name].glyphs[glyph] = self._fonts[name].glyphs.get(glyph) or text
        for name, font in self._fonts.items():
            if font.glyphs:
                yield name, font.embed(pdf)


def _tag(name: str, glyphs: dict[int, str]) -> str:
    """Return the six letters that mark a subset (ISO 32000-1 9.6.4), the same for the same glyphs."""
    digest = hashlib.sha256(f"{name}{sorted(glyphs)}".encode()).digest()
    return "".join(chr(65 + letter % 26) for letter in digest[:6])


def _to_unicode(glyphs: dict[int, str]) -> bytes:
    """Return the map from glyphs back to text (ISO 32000-1 9.10.3), for reading and searching."""
    known = [(number, text) for number, text in sorted(glyphs.items()) if text]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    for start in range(0, len(known), 100):
        chunk = known[start : start + 100]
        lines.append(f"{len(chunk)} beginbfchar")
        lines += [f"<{number:04x}> <{text.encode('utf-16-be').hex()}>" for number, text in chunk]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()
