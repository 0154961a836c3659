"""The typefaces of the printed book, as plain static fonts.

The text is set in EB Garamond, code in Source Code Pro. A letter that these lack is set in the first of the
fall-back families that has it; Chinese, Japanese and Korean come from the fonts installed on the machine.

Most of these families are published as variable fonts. Each style that the book uses is cut out of them once:
a static font costs nothing per section, where a variable one would be cut again in each. The same files set
the text, the running heads and the joined file's fonts.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from florilegium.errors import EditionError
from florilegium.files import replace_whole


@dataclass(frozen=True)
class Face:
    """One style of a family, as a static TrueType file. `name` is its PostScript name, unique in a book."""

    family: str
    name: str
    path: str
    weight: int
    italic: bool

    def rule(self) -> str:
        """The face as a rule of CSS."""
        style = "italic" if self.italic else "normal"
        weight = "bold" if self.weight > 500 else "normal"
        return (
            f'@font-face {{ font-family: "{self.family}"; src: url("{Path(self.path).as_uri()}"); '
            f"font-style: {style}; font-weight: {weight}; }}"
        )


@dataclass(frozen=True)
class Cut:
    """A style as published: file, weight, posture, and the PostScript name that the cut gets."""

    name: str
    file: str
    weight: int = 400
    italic: bool = False


@dataclass(frozen=True)
class Family:
    """A family as published in a package of PyPI."""

    name: str
    package: str
    cuts: tuple[Cut, ...]

    def has(self, letter: str) -> bool:
        """Whether the upright regular has a letter."""
        return ord(letter) in _repertoire(self.package, self.cuts[0].file)


def _four(stem: str, upright: str, italic: str) -> tuple[Cut, ...]:
    return (
        Cut(f"{stem}-Regular", upright),
        Cut(f"{stem}-Italic", italic, italic=True),
        Cut(f"{stem}-SemiBold", upright, 600),
        Cut(f"{stem}-SemiBoldItalic", italic, 600, italic=True),
    )


TEXT: Final = Family(
    "EB Garamond",
    "fontpkg_eb_garamond",
    _four("EBGaramond", "EBGaramond[wght].ttf", "EBGaramond-Italic[wght].ttf"),
)
CODE: Final = Family(
    "Source Code Pro",
    "fontpkg_source_code_pro",
    _four("SourceCodePro", "SourceCodePro[wght].ttf", "SourceCodePro-Italic[wght].ttf"),
)

#: Families for letters that the text face lacks, in the order in which the style sheet names them.
FALL_BACKS: Final = (
    Family(
        "Noto Serif",
        "fontpkg_noto_serif",
        _four("NotoSerif", "NotoSerif[wdth,wght].ttf", "NotoSerif-Italic[wdth,wght].ttf"),
    ),
    Family("Amiri", "fontpkg_amiri", (Cut("Amiri-Regular", "Amiri-Regular.ttf"),)),
    Family(
        "Frank Ruhl Libre",
        "fontpkg_frank_ruhl_libre",
        (Cut("FrankRuhlLibre-Regular", "FrankRuhlLibre[wght].ttf"),),
    ),
)


def faces_for(letters: frozenset[str], *, code: bool, folder: Path) -> tuple[Face, ...]:
    """The faces in which a book of these letters is set, as files in `folder`, made when not there yet.

    The first is the upright text face. `code` says whether the book has any. Where `folder` cannot be
    written, as in a project that may only be read, the files stand in a folder of this process.

    Raises:
        EditionError: the files cannot be written there either, as on a full disk.
    """
    families = [TEXT, *([CODE] if code else [])]
    lacking = {letter for letter in letters if not letter.isspace() and not TEXT.has(letter)}
    for family in FALL_BACKS:
        if any(family.has(letter) for letter in lacking):
            families.append(family)
            lacking = {letter for letter in lacking if not family.has(letter)}
    try:
        return _all_faces(families, folder)
    except OSError:
        try:
            return _all_faces(families, _own_folder())
        except OSError as error:
            message = f"the typefaces cannot be written to “{folder}”: {error.strerror or error}"
            raise EditionError(f"{message}. The last good files are untouched.") from error


def _all_faces(families: list[Family], folder: Path) -> tuple[Face, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(face for family in families for face in _faces(family, folder))


@cache
def _own_folder() -> Path:
    """A folder that goes when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="florilegium-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _faces(family: Family, folder: Path) -> Iterator[Face]:
    for cut in family.cuts:
        data = _published(family.package, cut.file)
        stamp = hashlib.sha256(data + cut.name.encode()).hexdigest()[:16]
        path = folder / f"{cut.name}-{stamp}.ttf"
        if not path.is_file():
            replace_whole(path, _static(data, cut))
        yield Face(family.name, cut.name, str(path), cut.weight, cut.italic)


@cache
def _published(package: str, name: str) -> bytes:
    return (files(package) / "files" / name).read_bytes()


@cache
def _repertoire(package: str, name: str) -> frozenset[int]:
    import uharfbuzz as hb

    return frozenset(hb.Face(hb.Blob(_published(package, name))).unicodes)


def _static(data: bytes, cut: Cut) -> bytes:
    """One weight of a font, every glyph in its old place, under a name of its own."""
    import io

    import uharfbuzz as hb
    from fontTools.ttLib import TTFont

    face = hb.Face(hb.Blob(data))
    plan = hb.SubsetInput()
    plan.keep_everything()
    for axis in face.axis_infos:
        plan.pin_axis_location(face, axis.tag, cut.weight if axis.tag == "wght" else axis.default_value)
    plan.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NOTDEF_OUTLINE
    static = TTFont(io.BytesIO(hb.subset(face, plan).blob.data), recalcTimestamp=False)
    for record in static["name"].names:
        if record.nameID == 6:
            record.string = cut.name
    out = io.BytesIO()
    static.save(out)
    return out.getvalue()
