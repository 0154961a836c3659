"""Any font as the plain static TrueType file that the printed book is set with.

Fonts come as variable fonts, as collections, with the curves of PostScript. One weight of one face is cut out
of them, its letters cut down where only some are wanted, and its curves are drawn again as TrueType's, to a
thousandth of an em. So a section's layout, the running heads and the joined file have one kind of font.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from florilegium.editions.local_forms import without_unexpected_forms
from florilegium.problems import EditionError
from florilegium.system.files import Parcel, hash_of
from florilegium.system.values import dataclass

#: The bits of OS/2 fsType that forbid to embed a font, a part of it, or its outlines (OpenType, OS/2).
_FORBIDDEN: Final = {0x0002: "it must not be embedded", 0x0100: "no part of it may be embedded alone"}

#: Features of text that a style of the book asks for, as they are called in a font and in an editor's words.
WANTED: Final = {"smcp": "small capitals", "onum": "old-style figures"}

#: Weights from this one on are bold.
_BOLD: Final = 600


@dataclass(frozen=True)
class Font:
    """A font as it is published: a file, and the number of the face in it."""

    data: bytes
    number: int = 0

    @cached_property
    def expected(self) -> bytes:
        """Return its file without the forms of letters that no reader expects."""
        return without_unexpected_forms(self.data, self.number)

    @cached_property
    def _face(self) -> Any:
        import uharfbuzz as hb

        return hb.Face(hb.Blob(self.expected), self.number)

    @cached_property
    def _tables(self) -> Any:
        from fontTools.ttLib import TTFont, TTLibError

        try:
            return TTFont(io.BytesIO(self.data), fontNumber=self.number, lazy=True)
        except (TTLibError, OSError, AssertionError) as error:
            raise EditionError(f"it is no font that can be read: {error}") from error

    @cached_property
    def letters(self) -> frozenset[int]:
        """Return the letters that it has."""
        return frozenset(self._face.unicodes)

    @property
    def family(self) -> str:
        """Return the name of its family.

        Raises:
            EditionError: it is no font.
        """
        names = self._tables["name"]
        return str(names.getDebugName(16) or names.getDebugName(1) or "Unnamed")

    def is_of(self, family: str) -> bool:
        """Return whether it belongs to a family, in any language in which that has a name."""
        names = {str(name).casefold() for name in self._tables["name"].names if name.nameID in {1, 4, 16}}
        return family.casefold() in names

    @property
    def name(self) -> str:
        """Return its PostScript name, in the letters that every program takes."""
        return re.sub(r"[^A-Za-z0-9-]", "", self._tables["name"].getDebugName(6) or self.family) or "Font"

    @property
    def italic(self) -> bool:
        """Return whether it is slanted."""
        return bool(self._tables["OS/2"].fsSelection & 0x201)

    @property
    def weight(self) -> int:
        """Return its weight; 400 is regular. A variable one has many."""
        return int(self._tables["OS/2"].usWeightClass)

    @property
    def weights(self) -> tuple[int, ...]:
        """Return the weights that the book can have of it: a variable font gives a regular and a bold."""
        if "fvar" not in self._tables:
            return (self.weight,)
        axes = {axis.axisTag: axis for axis in self._tables["fvar"].axes}
        if "wght" not in axes:
            return (self.weight,)
        return tuple(
            weight for weight in (400, _BOLD) if axes["wght"].minValue <= weight <= axes["wght"].maxValue
        )

    @property
    def refusal(self) -> str:
        """Return why its maker does not let it be embedded; empty when he does."""
        bits = self._tables["OS/2"].fsType
        return next((why for bit, why in _FORBIDDEN.items() if bits & bit), "")

    @property
    def features(self) -> frozenset[str]:
        """Return the OpenType features that it has for text."""
        if "GSUB" not in self._tables:
            return frozenset()
        found = self._tables["GSUB"].table.FeatureList
        return frozenset(record.FeatureTag for record in found.FeatureRecord) if found else frozenset()

    def instance(self, name: str, weight: int, letters: frozenset[str] = frozenset()) -> bytes:
        """Return one weight of it as a static TrueType font of that PostScript name.

        With `letters`, it has just those.
        """
        import uharfbuzz as hb
        from fontTools.ttLib import TTFont

        plan = hb.SubsetInput()
        plan.keep_everything()
        if letters:
            plan.sets(hb.SubsetInputSets.GLYPH_INDEX).clear()
            wanted = plan.sets(hb.SubsetInputSets.UNICODE)
            wanted.clear()
            wanted.update(ord(letter) for letter in letters)
        for axis in self._face.axis_infos:
            plan.pin_axis_location(self._face, axis.tag, weight if axis.tag == "wght" else axis.default_value)
        plan.flags = hb.SubsetFlags.NOTDEF_OUTLINE | (0 if letters else hb.SubsetFlags.RETAIN_GIDS)
        static = TTFont(io.BytesIO(hb.subset(self._face, plan).blob.data), recalcTimestamp=False)
        if "glyf" not in static:
            _draw_as_truetype(static)
        _make_spaces_alike(static)
        for record in static["name"].names:
            if record.nameID == 6:
                record.string = name
        out = io.BytesIO()
        static.save(out)
        return out.getvalue()


def keep(path: Path, make: Callable[[], bytes]) -> None:
    """Have a font stand at `path`: made when it is not there, or is not what was put there.

    Its hash stands beside it, since a damaged font is read without a word and sets other letters.

    Raises:
        OSError: it cannot be written.
    """
    beside = path.with_suffix(".sum")
    with suppress(OSError):
        if hash_of(path.read_bytes()).encode() == beside.read_bytes():
            return
    data = make()
    with Parcel() as parcel:
        parcel.add(path, data, flushed=False)
        parcel.add(beside, hash_of(data).encode(), flushed=False)
        parcel.deliver()


def is_bold(weight: int) -> bool:
    """Return whether a weight counts as bold."""
    return weight >= _BOLD


def _make_spaces_alike(font: Any) -> None:
    """Let a no-break space be as wide as a space; in Latin Modern, for one, it is half as wide again."""
    letters, widths = font.getBestCmap(), font["hmtx"].metrics
    if {0x20, 0xA0} <= letters.keys():
        widths[letters[0xA0]] = widths[letters[0x20]]


def _draw_as_truetype(font: Any) -> None:
    """Draw the cubic curves of a font as quadratic ones, to a thousandth of an em."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, font["head"].unitsPerEm / 1000, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    for tag in ("CFF ", "CFF2", "VORG"):
        if tag in font:
            del font[tag]
    font["loca"], font["glyf"] = newTable("loca"), table
    widths = font["hmtx"].metrics
    for name in order:
        glyph = table[name]
        glyph.recalcBounds(table)
        widths[name] = (widths[name][0], getattr(glyph, "xMin", 0) if glyph.numberOfContours else 0)
    _size_tables(font, order)


def _size_tables(font: Any, order: list[str]) -> None:
    """Set the tables that a TrueType font sizes its interpreter by; without hints all of it is nothing."""
    most = font["maxp"]
    most.tableVersion = 0x00010000
    most.maxZones = 1
    for name in (
        *("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements"),
        *("SizeOfInstructions", "ComponentElements", "ComponentDepth", "Points", "Contours"),
        *("CompositePoints", "CompositeContours"),
    ):
        setattr(most, f"max{name}", 0)
    most.recalc(font)
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\000\001\000\000"
    font.setGlyphOrder(order)
