"""The families of type that designs name, as packages of PyPI publish them.

All are under the SIL Open Font License without a reserved name, so that what is cut from them may keep its
name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from florilegium.system.values import dataclass


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

    def style(self, *, italic: bool = False, bold: bool = False) -> PublishedStyle:
        """Return its regular, italic, bold or bold italic style; the regular where it has no other."""
        place = (2 if bold else 0) + (1 if italic else 0)
        return self.styles[place] if place < len(self.styles) else self.styles[0]


def variable(name: str, package: str, axes: str = "wght") -> Family:
    """Return a family published as two variable fonts with these axes, whose bold is a semi-bold."""
    stem = _stem(name)
    upright, italic = f"{stem}[{axes}].ttf", f"{stem}-Italic[{axes}].ttf"
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


def _static(name: str, package: str, bold: str, weight: int) -> Family:
    """Return a family published as a file for each style; its bold is the style of that name and weight."""
    stem = _stem(name)
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


def _stem(name: str) -> str:
    """Return how a family's files and PostScript names begin."""
    return name.replace(" ", "")


#: The family of the classic design. Covers are lettered in it and take their ornaments from it.
GARAMOND: Final = variable("EB Garamond", "fontpkg_eb_garamond")

#: Families by the names that designs use.
FAMILIES: Final[Mapping[str, Family]] = {
    family.name: family
    for family in (
        GARAMOND,
        variable("Literata", "fontpkg_literata", "opsz,wght"),
        variable("Vollkorn", "fontpkg_vollkorn"),
        variable("Cormorant Garamond", "fontpkg_cormorant_garamond"),
        _static("Alegreya Sans", "fontpkg_alegreya_sans", "Bold", 700),
    )
}
