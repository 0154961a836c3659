"""What a publication may say of its accessibility: found out from its finished pages, never assumed.

EPUB Accessibility 1.1 §2 asks for the metadata, §3.6 for the claim of conformance. A claim is made only when
all that a program can see bears it out; what only people can judge stays out of the summary.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.namespaces import EPUB_TYPE, MATHML, XML_LANG
from florilegium.editions.epub.package import Statement
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: EPUB Accessibility 1.1 §3.6: the form of the claim is fixed.
CONFORMANCE: Final = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"

_CLAIM: Final = "conformance"

_MATH: Final = f"{{{MATHML}}}math"
_HEADING: Final = regex(r"h[1-6]")


@dataclass(frozen=True)
class Facts:
    """What was found in the pages. `images` counts pictures in the text, the cover left out.

    `own_styles` is whether the project brings style sheets: what those do to contrast and to the size of
    what is touched, nobody has checked.
    """

    images: int = 0
    images_without_text: int = 0
    descriptions: int = 0
    moving_images: bool = False
    tables_without_headers: int = 0
    skipped_headings: int = 0
    links_without_text: int = 0
    formulas: int = 0
    pages: int = 0
    notes: bool = False
    index: bool = False
    own_styles: bool = False

    def __add__(self, other: Facts) -> Facts:
        """Return what was found here and there: counts are added up, and what is anywhere is there."""
        both = ((name, getattr(self, name), getattr(other, name)) for name in self.__dataclass_fields__)
        return Facts(**{name: one or two if isinstance(one, bool) else one + two for name, one, two in both})

    @property
    def conforms(self) -> bool:
        """Return whether nothing found stands against WCAG 2.2 at level AA."""
        return not (
            self.images_without_text
            or self.moving_images
            or self.tables_without_headers
            or self.skipped_headings
            or self.links_without_text
            or self.own_styles
        )


def facts_of(tree: Element, starts: int = 0) -> Facts:
    """Look through a page on which so many printed ones start, all but whether a picture moves."""
    pictures: list[Element] = []
    tables = silent = formulas = 0
    types: set[str] = set()
    levels = [0]
    for element in tree.iter(etree.Element):
        tag = str(element.tag)
        types.update((element.get(EPUB_TYPE) or "").split())
        if tag == "img":
            pictures.append(element)
        elif tag == _MATH:
            formulas += 1
        elif tag == "table":
            tables += element.find(".//th") is None
        elif tag == "a" and element.get("href"):
            silent += not _is_named(element)
        elif _HEADING.fullmatch(tag):
            levels.append(int(tag[1]))
    return Facts(
        images=len(pictures),
        images_without_text=sum(not picture.get("alt", "").strip() for picture in pictures),
        descriptions=sum(bool(picture.get("aria-details")) for picture in pictures),
        tables_without_headers=tables,
        skipped_headings=sum(later > before + 1 for before, later in pairwise(levels)),
        links_without_text=silent,
        formulas=formulas,
        pages=starts,
        notes="endnotes" in types,
        index="index" in types,
    )


def _is_named(link: Element) -> bool:
    """Return whether a link says where it leads: by words, a label, or a picture's alternative text."""
    words = "".join(str(piece) for piece in link.itertext()).strip()
    pictures = any(picture.get("alt", "").strip() for picture in link.iter("img"))
    return bool(words or link.get("aria-label") or pictures)


def statements(facts: Facts, publisher: str) -> tuple[Statement, ...]:
    """Return the accessibility metadata of a package.

    A claim of conformance must name who certifies it (EPUB Accessibility 1.1 §3.6): the publisher. Without
    one no claim is made.
    """
    lines = [_schema("accessMode", "textual")]
    if facts.images:
        lines.append(_schema("accessMode", "visual"))
        lines.append(_schema("accessModeSufficient", "textual,visual"))
    if not facts.images_without_text:
        lines.append(_schema("accessModeSufficient", "textual"))
    lines += [_schema("accessibilityFeature", feature) for feature in _features(facts)]
    hazard = "unknown" if facts.moving_images else "none"
    lines.append(_schema("accessibilityHazard", hazard))
    claimed = facts.conforms and bool(publisher)
    lines.append(_schema("accessibilitySummary", summary(facts, claimed=claimed), "en"))
    if claimed:
        lines.append(Statement("meta", CONFORMANCE, {"property": "dcterms:conformsTo", "id": _CLAIM}))
        certifier = {"property": "a11y:certifiedBy", "refines": f"#{_CLAIM}"}
        lines.append(Statement("meta", publisher, certifier))
    return tuple(lines)


def _features(facts: Facts) -> list[str]:
    features = ["ARIA", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents"]
    if not facts.images_without_text:
        features.append("alternativeText")
    if facts.descriptions:
        features.append("longDescription")
    if facts.formulas:
        features.append("MathML")
    if facts.index:
        features.append("index")
    if facts.pages:
        features += ["pageBreakMarkers", "pageNavigation"]
    return sorted(features, key=str.casefold)


def summary(facts: Facts, *, claimed: bool) -> str:
    """Return the same in plain words. `claimed` is whether conformance is claimed."""
    words = [
        "The text can be read aloud, enlarged and recoloured.",
        "Headings, contents and landmarks lead through it.",
    ]
    if facts.pages:
        words.append("The page numbers of the printed edition are marked.")
    if facts.notes:
        words.append("Each note leads back to its place in the text.")
    if facts.index:
        words.append("The index leads to the words that it names.")
    if facts.images_without_text:
        count = facts.images_without_text
        lacking = "One image has" if count == 1 else f"{count} images have"
        words.append(f"{lacking} no alternative text, so not everything can be had without seeing.")
    elif facts.images:
        words.append("Every image has alternative text.")
    else:
        words.append("There are no images but the cover, which has alternative text.")
    if facts.formulas:
        words.append("Formulas are in MathML, each with its alternative in words.")
    if facts.descriptions:
        count = facts.descriptions
        words.append("One has a long description." if count == 1 else f"{count} have long descriptions.")
    if facts.moving_images:
        words.append("Some images move; whether they flash has not been examined.")
    if not claimed:
        words.append("No claim of conformance is made.")
    return " ".join(words)


def _schema(name: str, value: str, language: str = "") -> Statement:
    attributes = {"property": f"schema:{name}"}
    if language:
        attributes[XML_LANG] = language
    return Statement("meta", value, attributes)
