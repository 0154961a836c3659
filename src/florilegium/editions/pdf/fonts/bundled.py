"""The typefaces that the program brings along, as plain static fonts.

The text is set in the family of the book's design, code in Source Code Pro. A letter that these lack is set
in the first of the fall-back families that has it. What a book is set in beside them says `select.py`.

Most of these families are published as variable fonts. Each style that the book uses is cut out of them once:
a static font costs nothing per section, where a variable one would be cut again in each. The same files set
the text, the running heads and the joined file's fonts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache, partial
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from florilegium.editions.designs.families import GARAMOND, Family, PublishedStyle, variable
from florilegium.editions.pdf.fonts.instance import Font, keep
from florilegium.system.values import dataclass

#: How the name of a family ends whose faces were cast for one book.
SELECTED: Final = " (cast)"


@dataclass(frozen=True)
class FontFace:
    """One style of a family, as a static TrueType file. `name` is its PostScript name, unique in a book."""

    family: str
    name: str
    path: str
    weight: int
    italic: bool

    def rule(self) -> str:
        """Return the face as a rule of CSS."""
        style = "italic" if self.italic else "normal"
        weight = "bold" if self.weight > 500 else "normal"
        return (
            f'@font-face {{ font-family: "{self.family}"; src: url("{Path(self.path).as_uri()}"); '
            f"font-style: {style}; font-weight: {weight}; }}"
        )


#: The family of the text, unless design or manifest name another.
TEXT: Final = GARAMOND
CODE: Final = variable("Source Code Pro", "fontpkg_source_code_pro")

#: Families for letters that the text face lacks, in the order in which the style sheet names them.
FALL_BACKS: Final = (
    GARAMOND,
    variable("Noto Serif", "fontpkg_noto_serif", "wdth,wght"),
    Family("Amiri", "fontpkg_amiri", (PublishedStyle("Amiri-Regular", "Amiri-Regular.ttf"),)),
    Family(
        "Frank Ruhl Libre",
        "fontpkg_frank_ruhl_libre",
        (PublishedStyle("FrankRuhlLibre-Regular", "FrankRuhlLibre[wght].ttf"),),
    ),
)


def has_letter(family: Family, letter: str) -> bool:
    """Return whether the upright regular of a family has a letter."""
    return ord(letter) in _repertoire(family.package, family.styles[0].file)


@dataclass(frozen=True)
class Extra:
    """Fonts that an extra of the program brings: its name, its package, and the files in their order."""

    name: str
    package: str
    files: tuple[str, ...]


#: One font for Chinese, Japanese and Korean, which has each in its own forms.
CJK: Final = Extra("cjk", "cvttf_NotoSansCJK_Regular", ("NotoSansCJKtc-Regular.otf",))

#: Signs of text, those of messages in one colour, and scripts that the families above lack.
_LETTERS: Final = ("letters", "manimgx_fonts")
SYMBOLS: Final = Extra(*_LETTERS, ("NotoSansSymbols[wght].ttf",))
EMOJI: Final = Extra(*_LETTERS, ("NotoEmoji[wght].ttf",))
SCRIPTS: Final = Extra(
    *_LETTERS,
    tuple(
        f"NotoSans{script}[wght].ttf"
        for script in (
            *("Armenian", "Georgian", "Ethiopic", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya"),
            *("Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Myanmar", "Khmer"),
        )
    ),
)


def fonts_of_extra(extra: Extra) -> Iterator[Font]:
    """Yield the fonts that come with an extra; none when that is not installed."""
    for name in extra.files if find_spec(extra.package) else ():
        yield Font((files(extra.package) / name).read_bytes())


def faces_of(family: Family, folder: Path) -> tuple[FontFace, ...]:
    """Return the faces of a family as files in `folder`, made when not there yet.

    The first is the upright one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_faces(family, folder))


def _faces(family: Family, folder: Path) -> Iterator[FontFace]:
    for style in family.styles:
        data = _published(family.package, style.file)
        font = Font(data)
        stamp = hashlib.sha256(font.expected + style.name.encode()).hexdigest()[:16]
        path = folder / f"{style.name}-{stamp}.ttf"
        keep(path, partial(font.instance, style.name, style.weight))
        yield FontFace(family.name, style.name, str(path), style.weight, style.italic)


def _published(package: str, name: str) -> bytes:
    return (files(package) / "files" / name).read_bytes()


@cache
def _repertoire(package: str, name: str) -> frozenset[int]:
    return Font(_published(package, name)).letters
