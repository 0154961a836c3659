"""Running heads and folios: a layer over the pages, drawn when the page map is known.

What a page's head says depends on where the page falls, not on its text. So heads are shaped here and laid
over finished pages as artifacts: a chapter that grows changes the heads of those after it, not their layout.

The verso carries the chapter, the recto the article; openings carry only a drop folio at the foot; blanks and
pages to look at carry nothing (CMOS 1.10–1.16).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from florilegium.editions.pdf.fonts.bundled import FontFace
from florilegium.editions.pdf.pagination.pagination import PrintedPage
from florilegium.editions.pdf.section.trim import Page
from florilegium.editions.shaping import lacked, shaper_at
from florilegium.system.values import dataclass

#: How the names of the furniture's fonts begin in a page's resources.
FONT: Final = "/FlorilegiumHead"

#: What stands between an author's name and a title.
_BETWEEN: Final = " · "

#: Words in lower case of so many letters are little: *of*, *the*, *with*.
_LITTLE: Final = 4

#: Faces from this weight on are bold.
_BOLD: Final = 600

_SIZE: Final = 9.0
_TRACKING: Final = 0.5
_HEAD_RISE: Final = 24.0
_FOLIO_DROP: Final = 34.0
#: How far below the type area, and how far from the edge at least, a notice at the foot stands.
_NOTICE_DROP: Final = 48.0
_NOTICE_RISE: Final = 9.0


@dataclass(frozen=True)
class Furniture:
    """What one page carries; each may be empty. A `drop` folio stands at the foot, a `notice` below it."""

    head: str = ""
    folio: str = ""
    drop: bool = False
    notice: str = ""


@dataclass(frozen=True)
class HeadGlyph:
    """A glyph of a shaped line: its number, its advance in thousandths of an em, the text it stands for.

    `face` is the number of its face among the pen's.
    """

    number: int
    advance: float
    text: str
    face: int = 0


def furnish(
    pages: Sequence[PrintedPage], notes_heads: Mapping[int, str], notice: str = ""
) -> tuple[Furniture, ...]:
    """Return the furniture of every page.

    `notes_heads` gives the heads of pages of notes, by place in the file. A `notice` stands at the foot of
    all pages, blank ones too.
    """
    furnished = (_furniture(printed, place, notes_heads) for place, printed in enumerate(pages))
    return tuple(replace(one, notice=notice) for one in furnished)


def _furniture(printed: PrintedPage, place: int, notes_heads: Mapping[int, str]) -> Furniture:
    section = printed.section
    if section is None or section.is_display:
        return Furniture()
    if printed.is_opening:
        return Furniture(folio=printed.label, drop=True)
    head = notes_heads.get(place) or (section.recto if place % 2 == 0 else section.verso)
    return Furniture(head=head, folio=printed.label)


def furniture_reach(page: Page) -> tuple[float, float]:
    """Return how near heads and folios come to the upper and to the lower edge, in points."""
    return page.head - _HEAD_RISE - 0.75 * _SIZE, page.foot - _FOLIO_DROP - 0.25 * _SIZE


def shorter_forms(head: str) -> Iterator[str]:
    """Yield a running head, and what may stand for it, each shorter than the one before.

    A title gives up its subtitle first, then words from its end, but never ends with a little word. When
    too little of it would be left beside its author's name, it stands alone.
    """
    author, dot, title = head.rpartition(_BETWEEN)
    yield head
    yield from (f"{author}{dot}{form}" for form in _shorter_titles(title, least=2 if author else 1))
    if author:
        yield title
        yield from _shorter_titles(title, least=1)


def _shorter_titles(title: str, least: int) -> Iterator[str]:
    main = re.split(r"(?<=\w): | [–—] |(?<=[?!]) ", title, maxsplit=1)[0]
    if main != title and " " in main:
        yield main
    words = title.split()
    for count in range(len(words) - 1, least - 1, -1):
        if count == 1 or len(words[count - 1]) > _LITTLE or not words[count - 1].islower():
            yield f"{' '.join(words[:count]).rstrip(',;:.–—')}\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True)
class HeadStyle:
    """How running heads are set: the family before all others, if any, and whether in small capitals."""

    family: str = ""
    small_caps: bool = True


_USUAL: Final = HeadStyle()


class Pen:
    """A painter of furniture in the upright faces of a book: the first of them that has a letter.

    `called` is how the names of its fonts begin in a page's resources.
    `used` has the glyphs of each face by number, for the fonts that the file embeds, and `fonts` under
    which name a page calls each face; `missing` are letters that no face has.
    """

    def __init__(self, faces: Sequence[FontFace], style: HeadStyle = _USUAL, called: str = FONT) -> None:
        upright = [face for face in faces if not face.italic and face.weight < _BOLD]
        self._faces = sorted(upright, key=lambda face: face.family != style.family)
        self._small_caps = style.small_caps
        self._called = called
        self.used: dict[str, dict[int, str]] = {}
        self.missing: set[str] = set()
        self._shaped: dict[tuple[str, bool], tuple[HeadGlyph, ...]] = {}

    @property
    def fonts(self) -> dict[str, str]:
        """Return the faces that have been used: name in a page's resources to name of the face."""
        return {
            f"{self._called}{place}": face.name
            for place, face in enumerate(self._faces)
            if face.name in self.used
        }

    def draw(self, furniture: Furniture, page: Page, *, recto: bool) -> bytes:
        """Return the content of one page's furniture, as an artifact (PDF/UA-1 7.8)."""
        left = page.left(recto=recto)
        right = left + page.measure
        head, foot = [], []
        if furniture.head:
            line = self._fit(furniture.head, page.measure - 60)
            middle = (left + right - _width(line)) / 2
            head.append(self._show(line, middle, page.height - page.head + _HEAD_RISE))
        if furniture.folio:
            line = self._shape(furniture.folio, small_caps=False)
            if furniture.drop:
                foot.append(self._show(line, (left + right - _width(line)) / 2, page.foot - _FOLIO_DROP))
            else:
                side = left if recto == page.binds_right else right - _width(line)
                head.append(self._show(line, side, page.height - page.head + _HEAD_RISE))
        if furniture.notice:
            line = self._shape(furniture.notice, small_caps=self._small_caps)
            base = max(page.foot - _NOTICE_DROP, _NOTICE_RISE)
            foot.append(self._show(line, (left + right - _width(line)) / 2, base))
        return _artifact(b"/Header", head) + _artifact(b"/Footer", foot)

    def centred(self, text: str, middle: float, base: float, width: float) -> bytes:
        """Return a line around the `middle`, on a base line, made smaller when it is wider than `width`."""
        line = self._shape(text, small_caps=False)
        long = _width(line)
        scale = min(1.0, width / long) if long else 1.0
        at = b"q %.4f 0 0 %.4f %.2f %.2f cm\n" % (scale, scale, middle - long * scale / 2, base)
        return at + self._show(line, 0, 0) + b"Q\n"

    def _fit(self, text: str, width: float) -> tuple[HeadGlyph, ...]:
        """Return the longest of its shorter forms that fits; the last of them when none does."""
        line: tuple[HeadGlyph, ...] = ()
        for form in shorter_forms(text):
            line = self._shape(form, small_caps=self._small_caps)
            if _width(line) <= width:
                break
        return line

    def _shape(self, text: str, *, small_caps: bool) -> tuple[HeadGlyph, ...]:
        key = (text, small_caps)
        if key not in self._shaped:
            self._shaped[key] = self._shape_again(text, small_caps)
        return self._shaped[key]

    def _shape_again(self, text: str, small_caps: bool) -> tuple[HeadGlyph, ...]:
        """Return the glyphs of a line, piece by piece of one face each."""
        return tuple(
            glyph
            for face, piece in groupby(text, self._face_of)
            for glyph in self._piece(face, "".join(piece), small_caps)
        )

    def _face_of(self, letter: str) -> int:
        """Return the number of the first face that has a letter, the text's when none has."""
        found = (
            place for place, face in enumerate(self._faces) if ord(letter) in shaper_at(face.path).letters
        )
        return next(found, 0)

    def _piece(self, face: int, text: str, small_caps: bool) -> Iterator[HeadGlyph]:
        shaper = shaper_at(self._faces[face].path)
        glyphs = shaper.shape(text, {"kern": True, "liga": False, "onum": True, "smcp": small_caps})
        unit = 1000 / shaper.units
        self.missing.update(lacked(text, glyphs))
        for glyph in glyphs:
            yield HeadGlyph(glyph.number, glyph.advance * unit, glyph.letters, face)

    def _show(self, line: tuple[HeadGlyph, ...], left: float, base: float) -> bytes:
        """Return one line of glyphs at a place; the difference of advance and width is kerning."""
        drawn = [f"BT {_TRACKING:g} Tc 1 0 0 1 {left:.2f} {base:.2f} Tm\n"]
        for number, glyphs in groupby(line, lambda glyph: glyph.face):
            face = self._faces[number]
            used = self.used.setdefault(face.name, {})
            pieces = []
            for glyph in glyphs:
                if glyph.text or glyph.number not in used:
                    used[glyph.number] = glyph.text or used.get(glyph.number, "")
                kern = shaper_at(face.path).width(glyph.number) - glyph.advance
                pieces.append(f"<{glyph.number:04x}>" + (f"{kern:g}" if abs(kern) > 0.01 else ""))
            drawn.append(f"{self._called}{number} {_SIZE:g} Tf [{''.join(pieces)}] TJ\n")
        return f"{''.join(drawn)}ET\n".encode()


def _artifact(kind: bytes, lines: Sequence[bytes]) -> bytes:
    """Return lines as one artifact of a page's head or foot, which no reader is told (PDF/UA-1 7.8)."""
    if not lines:
        return b""
    mark = b"/Artifact <</Type /Pagination /Subtype " + kind + b">> BDC\nq 0 g\n"
    return mark + b"".join(lines) + b"Q\nEMC\n"


def _width(line: tuple[HeadGlyph, ...]) -> float:
    """Return the width of a line in points, tracking included but for the last glyph."""
    return sum(glyph.advance for glyph in line) * _SIZE / 1000 + _TRACKING * max(len(line) - 1, 0)
