"""The families of type that designs name, as packages of PyPI publish them.

All are under the SIL Open Font License without a reserved name, so that what is cut from them may keep its
name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class PublishedStyle:
    """A style as published: file, weight, posture, and the PostScript name that the cut gets."""

    name: str
    file: str
    weight: int = 400
    italic: bool = False


@dataclass(frozen=True)
class Family:
    """A family as published: its package, and its regular, italic, bold and bold italic."""

    name: str
    package: str
    styles: tuple[PublishedStyle, ...]


def variable(name: str, package: str, stem: str, upright: str, italic: str) -> Family:
    """Return a family published as two variable fonts, whose bold is a semi-bold."""
    return Family(
        name,
        package,
        (
            PublishedStyle(f"{stem}-Regular", upright),
            PublishedStyle(f"{stem}-Italic", italic, italic=True),
            PublishedStyle(f"{stem}-SemiBold", upright, 600),
            PublishedStyle(f"{stem}-SemiBoldItalic", italic, 600, italic=True),
        ),
    )


def _static(name: str, package: str, stem: str, bold: str, weight: int) -> Family:
    """Return a family published as a file for each style."""
    return Family(
        name,
        package,
        (
            PublishedStyle(f"{stem}-Regular", f"{stem}-Regular.ttf"),
            PublishedStyle(f"{stem}-Italic", f"{stem}-Italic.ttf", italic=True),
            PublishedStyle(f"{stem}-{bold}", f"{stem}-{bold}.ttf", weight),
            PublishedStyle(f"{stem}-{bold}Italic", f"{stem}-{bold}Italic.ttf", weight, italic=True),
        ),
    )


#: The family of the classic design. Covers are lettered in it and take their ornaments from it.
GARAMOND: Final = variable(
    "EB Garamond",
    "fontpkg_eb_garamond",
    "EBGaramond",
    "EBGaramond[wght].ttf",
    "EBGaramond-Italic[wght].ttf",
)

#: Families by the names that designs use.
FAMILIES: Final[Mapping[str, Family]] = {
    family.name: family
    for family in (
        GARAMOND,
        variable(
            "Literata",
            "fontpkg_literata",
            "Literata",
            "Literata[opsz,wght].ttf",
            "Literata-Italic[opsz,wght].ttf",
        ),
        variable(
            "Vollkorn",
            "fontpkg_vollkorn",
            "Vollkorn",
            "Vollkorn[wght].ttf",
            "Vollkorn-Italic[wght].ttf",
        ),
        _static("Alegreya Sans", "fontpkg_alegreya_sans", "AlegreyaSans", "Bold", 700),
        variable(
            "Cormorant Garamond",
            "fontpkg_cormorant_garamond",
            "CormorantGaramond",
            "CormorantGaramond[wght].ttf",
            "CormorantGaramond-Italic[wght].ttf",
        ),
    )
}
