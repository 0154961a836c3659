"""The typefaces of the printed book, as plain static fonts.

EB Garamond is published as variable fonts. Each style that the book uses is cut out of them once: a static
font costs nothing per section, where a variable one would be cut again in each. The same files set the text,
the running heads and the joined file's fonts.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final


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


_UPRIGHT: Final = "EBGaramond[wght].ttf"
_ITALIC: Final = "EBGaramond-Italic[wght].ttf"
_STYLES: Final = (
    ("EBGaramond-Regular", _UPRIGHT, 400, False),
    ("EBGaramond-Italic", _ITALIC, 400, True),
    ("EBGaramond-SemiBold", _UPRIGHT, 600, False),
    ("EBGaramond-SemiBoldItalic", _ITALIC, 600, True),
)


def text_faces(folder: Path) -> tuple[Face, ...]:
    """The four styles of EB Garamond as files in `folder`, made when they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    faces = []
    for name, source, weight, italic in _STYLES:
        data = _source(source)
        stamp = hashlib.sha256(data + name.encode()).hexdigest()[:16]
        path = folder / f"{name}-{stamp}.ttf"
        if not path.is_file():
            from florilegium.files import replace_whole

            replace_whole(path, _static(data, weight, name))
        faces.append(Face("EB Garamond", name, str(path), weight, italic))
    return tuple(faces)


@cache
def _source(name: str) -> bytes:
    return (files("fontpkg_eb_garamond") / "files" / name).read_bytes()


def _static(data: bytes, weight: int, name: str) -> bytes:
    """One weight of a variable font, every glyph in its old place, under a name of its own."""
    import io

    import uharfbuzz as hb
    from fontTools.ttLib import TTFont

    face = hb.Face(hb.Blob(data))
    plan = hb.SubsetInput()
    plan.keep_everything()
    plan.pin_axis_location(face, "wght", weight)
    plan.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NOTDEF_OUTLINE
    cut = TTFont(io.BytesIO(hb.subset(face, plan).blob.data), recalcTimestamp=False)
    for record in cut["name"].names:
        if record.nameID == 6:
            record.string = name
    out = io.BytesIO()
    cut.save(out)
    return out.getvalue()
