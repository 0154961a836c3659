"""The typefaces that books for screens bring: those of the design, cut down to the letters of the book.

Cutting is HarfBuzz's, which takes milliseconds; a font keeps the times of its maker, so the same letters give
the same bytes. The licences have no reserved names, so the subsets may keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from lxml.etree import _Element as Element

from florilegium.editions.designs.design import Design
from florilegium.editions.designs.families import GARAMOND, Family
from florilegium.editions.local_forms import without_unexpected_forms
from florilegium.languages.labels import labels_for
from florilegium.problems import EditionError
from florilegium.system.tasks.task import Task
from florilegium.system.values import dataclass

#: The published fonts in which covers are drawn, as package and file.
UPRIGHT: Final = f"{GARAMOND.package}/{GARAMOND.styles[0].file}"
ITALIC: Final = f"{GARAMOND.package}/{GARAMOND.styles[1].file}"

#: What the styles may ask of the font, and what shaping needs.
_FEATURES: Final = (
    *("ccmp", "locl", "kern", "liga", "mark", "mkmk", "rlig", "calt"),
    *("smcp", "c2sc", "onum", "lnum", "pnum", "tnum", "sups"),
)

#: Tables that a static font has no use for.
_DROPPED: Final = ("STAT", "DSIG", "meta")

#: Names kept in a font: family, style, version, licence, …
_NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 13, 14)

#: Letters that reading systems and style sheets add on their own: hyphen, figures, marks of cut-off text.
_ALWAYS: Final = frozenset(" -‐0123456789.,:;…–—‘’“”()[]")

#: What is set in bold type: elements, and the chief locators of the index.
_BOLD: Final = "//strong | //b | //th | //*[@class='main']"


@dataclass(frozen=True)
class ScreenFont:
    """One style to embed, of a family; `source` is package and file of the published font."""

    family: str
    name: str
    source: str
    weight: int
    css: str


@dataclass(frozen=True)
class FontCut:
    """What is wanted of a published font, named by package and file: one weight, and some letters."""

    source: str
    weight: int
    letters: frozenset[str]


#: Where a family has its regular, italic and bold style.
_REGULAR, _SLANTED, _HEAVY = range(3)


def letters_of(trees: Iterable[Element]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the letters of the pages, and those that stand in bold type."""
    letters, heavy = set(_ALWAYS), set[str]()
    for tree in trees:
        letters.update("".join(tree.itertext()))
        for element in tree.xpath(_BOLD):
            heavy.update("".join(element.itertext()))
    # Small capitals and capitalised styles need the other case of a letter.
    letters |= {turned for letter in letters for turned in letter.upper() + letter.lower()}
    return frozenset(letters), frozenset(heavy | _ALWAYS) if heavy else frozenset()


def name_typeface(tree: Element, language: str, family: str) -> None:
    """Let a colophon name the family of a book for screens, not of the printed pages; none when it brings
    none."""
    for line in tree.iterfind(".//p[@class='typeface']"):
        if family:
            line.text = f"{labels_for(language).set_in} {family}."
        elif (around := line.getparent()) is not None:
            around.remove(line)


def fonts_for(
    letters: frozenset[str], heavy: frozenset[str], design: Design
) -> dict[ScreenFont, frozenset[str]]:
    """Return the styles that a book needs, each with its letters; `heavy` are those in bold type.

    Titles may be in any letters, and in bold.
    """
    text = {_font(design.text, _REGULAR): letters, _font(design.text, _SLANTED): letters}
    bold = {_font(design.text, _HEAVY): heavy} if heavy else {}
    titles = (
        {}
        if design.display == design.text
        else {_font(design.display, style): letters for style in (_REGULAR, _SLANTED, _HEAVY)}
    )
    return text | bold | titles


def cuts_of(wanted: Mapping[ScreenFont, frozenset[str]]) -> list[FontCut]:
    """Return how the fonts of a book are cut, in their order."""
    return [FontCut(font.source, font.weight, letters) for font, letters in wanted.items()]


def _font(family: Family, place: int) -> ScreenFont:
    style = family.styles[place]
    posture, weight = "italic" if style.italic else "normal", "bold" if place == _HEAVY else "normal"
    return ScreenFont(
        family=family.name,
        name=style.name,
        source=f"{family.package}/{style.file}",
        weight=style.weight,
        css=f"font-style: {posture}; font-weight: {weight}",
    )


def licences(design: Design) -> dict[str, bytes]:
    """Return the licences that go with the fonts, by the names that they have beside these."""
    return {
        f"OFL{'-' + family.name.replace(' ', '-') if at else ''}.txt": (
            files(family.package) / "LICENSE"
        ).read_bytes()
        for at, family in enumerate(design.families)
    }


@cache
def source(name: str) -> bytes:
    """Return a font, named by package and file, but for forms of letters that no reader expects."""
    package, _, file = name.partition("/")
    return without_unexpected_forms((files(package) / "files" / file).read_bytes())


def subset(wanted: FontCut) -> bytes:
    """Return a static font of one weight with no more than some letters and what shapes them.

    Raises:
        EditionError: HarfBuzz refused the font.
    """
    import uharfbuzz as hb

    face = hb.Face(hb.Blob(source(wanted.source)))
    plan = hb.SubsetInput()
    plan.unicode_set.update(sorted(map(ord, wanted.letters)))
    plan.layout_feature_tag_set.clear()
    plan.layout_feature_tag_set.update(tag(feature) for feature in _FEATURES)
    plan.drop_table_tag_set.update(tag(table) for table in _DROPPED)
    plan.name_id_set.update(_NAMES)
    for axis in face.axis_infos:
        plan.pin_axis_location(face, axis.tag, wanted.weight if axis.tag == "wght" else axis.default_value)
    # Hints are for the whole font's instructions; a page of today is drawn without.
    plan.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    try:
        return bytes(hb.subset(face, plan).blob.data)
    except (RuntimeError, AttributeError) as error:
        raise EditionError(f"the typeface {wanted.source} could not be embedded: {error}") from error


#: Cut a font. It takes five megabytes, for which the process that holds the pages has no room.
CUT_FONT: Final[Task[FontCut, bytes]] = Task(name="font", do=subset, kind=bytes)


def tag(name: str) -> int:
    """Return an OpenType tag as the number that it is."""
    return int.from_bytes(name.encode("ascii"), "big")
