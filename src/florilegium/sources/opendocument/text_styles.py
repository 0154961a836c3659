"""The styles of an OpenDocument text: what a paragraph of a style is, and how letters look under the cascade.

A style takes from its parent what it does not say itself (OpenDocument 1.3, Part 3, §16.2); automatic styles,
which have what was set by hand, are styles like others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.opendocument.text_package import FO, STYLE, TEXT, number_of
from florilegium.sources.word.ooxml.word_styles import MEANINGS, Look, ParagraphShape
from florilegium.system.values import dataclass

#: Twentieths of a point in each unit of a length.
_UNITS: Final = {"cm": 566.93, "mm": 56.693, "in": 1440.0, "pt": 20.0, "pc": 240.0, "px": 15.0}

#: Letters spaced out so far, in twentieths of a point, are spaced for emphasis.
_SPACED: Final = 20

#: Styles in a chain of styles; a longer one goes round in a circle.
_CHAIN: Final = 12

#: Meanings of LibreOffice's own styles that Word has not, and those that a style takes from its parent.
_OWN: Final = {
    "text": ("p", "caption"),
    "contents heading": ("p", "toc"),
    **{f"contents {level}": ("p", "toc") for level in range(1, 11)},
}
_INHERITED: Final = frozenset({("blockquote", ""), ("blockquote", "verse"), ("p", "caption")})


@dataclass(frozen=True)
class _TextStyle:
    name: str
    parent: str
    letters: Mapping[str, str]
    paragraph: Mapping[str, str]
    outline: int = 0


@dataclass
class TextStyles:
    """The styles of a document by family and name."""

    styles: dict[tuple[str, str], _TextStyle] = field(default_factory=dict)
    defaults: dict[str, _TextStyle] = field(default_factory=dict)

    @classmethod
    def of(cls, *roots: Element | None) -> TextStyles:
        """Return the styles that the parts of a document have, the later before the earlier."""
        found = cls()
        for root in (root for root in roots if root is not None):
            for element in root.iter(f"{STYLE}style", f"{STYLE}default-style"):
                family = element.get(f"{STYLE}family", "")
                if element.tag == f"{STYLE}default-style":
                    found.defaults[family] = _style(element)
                else:
                    found.styles[family, element.get(f"{STYLE}name", "")] = _style(element)
        return found

    def _chain(self, family: str, name: str) -> Iterator[_TextStyle]:
        """Yield a style and those that it goes back to, itself first, the default last."""
        seen: set[str] = set()
        while (style := self.styles.get((family, name))) and name not in seen and len(seen) < _CHAIN:
            yield style
            seen.add(name)
            name = style.parent
        if family in self.defaults:
            yield self.defaults[family]

    def meaning(self, name: str) -> tuple[str, str]:
        """Return the element and the class that a paragraph of a style becomes; `("p", "")` says nothing.

        An automatic style is its parent with something set by hand.
        """
        chain = self._chain("paragraph", name)
        # A style that the document does not define is one of the program's.
        names = [style.name for style in chain] if ("paragraph", name) in self.styles else [name]
        for count, named in enumerate(names):
            told = named.replace("_20_", " ").casefold()
            found = _OWN.get(told) or MEANINGS.get(told)
            if found and (count <= (1 if _is_automatic(name) else 0) or found in _INHERITED):
                return found
        return "p", ""

    def is_named(self, name: str, wanted: str) -> bool:
        """Return whether a style, or one that it goes back to, has a name."""
        return any(style.name.casefold() == wanted for style in self._chain("paragraph", name))

    def base(self, paragraph: str, *, said: bool) -> Look:
        """Return how the letters of a paragraph look that nothing marks.

        Where the style says what the paragraph is, its look is all its letters' and means nothing else.
        """
        chain = list(self._chain("paragraph", paragraph))
        return _look(chain if said else chain[-1:] if "paragraph" in self.defaults else (), Look())

    def paragraph_look(self, paragraph: str) -> Look:
        """Return how the letters of a paragraph look by all its styles."""
        return _look(self._chain("paragraph", paragraph), Look())

    def look(self, name: str, around: Look) -> Look:
        """Return how letters of a style look inside others."""
        chain = list(self._chain("text", name))
        return _look(chain[:-1] if "text" in self.defaults else chain, around)

    def shape(self, name: str) -> ParagraphShape:
        """Return the indents of a paragraph of a style, and where its lines range."""
        told: dict[str, str] = {}
        outline = 0
        for style in self._chain("paragraph", name):
            told = {**style.paragraph, **told}
            outline = outline or style.outline
        return ParagraphShape(
            style=name,
            left=length(told.get("margin-left", "")),
            right=length(told.get("margin-right", "")),
            first=length(told.get("text-indent", "")),
            aligned=told.get("text-align", ""),
            outline=outline,
        )

    def breaks_page(self, name: str) -> bool:
        """Return whether a paragraph of a style begins a page."""
        return any(style.paragraph.get("break-before") == "page" for style in self._chain("paragraph", name))


def _is_automatic(name: str) -> bool:
    """Return whether the name of a style is one that a program makes for what is set by hand: `P12`."""
    return name[:1].isalpha() and name[1:].isdigit()


def _style(element: Element) -> _TextStyle:
    letters = element.find(f"{STYLE}text-properties")
    paragraph = element.find(f"{STYLE}paragraph-properties")
    return _TextStyle(
        name=element.get(f"{STYLE}display-name", "") or element.get(f"{STYLE}name", ""),
        parent=element.get(f"{STYLE}parent-style-name", ""),
        letters=_properties(letters),
        paragraph=_properties(paragraph),
        outline=number_of(element.get(f"{STYLE}default-outline-level")),
    )


def _properties(element: Element | None) -> dict[str, str]:
    """Return the properties that an element has, by their names; those of other namespaces are none."""
    found = element.attrib.items() if element is not None else ()
    return {
        str(name).rpartition("}")[2]: str(value)
        for name, value in found
        if str(name).startswith((FO, STYLE, TEXT))
    }


def _look(chain: Iterator[_TextStyle] | list[_TextStyle] | tuple[()], around: Look) -> Look:
    """Return how letters look that a chain of styles marks inside others."""
    told: dict[str, str] = {}
    for style in chain:
        told = {**style.letters, **told}
    changes: dict[str, bool | int] = {}
    for name, key, means in (
        ("italic", "font-style", lambda value: value in {"italic", "oblique"}),
        ("bold", "font-weight", lambda value: value in {"bold", "600", "700", "800", "900"}),
        ("small_capitals", "font-variant", lambda value: value == "small-caps"),
        ("struck", "text-line-through-style", lambda value: value != "none"),
        ("underlined", "text-underline-style", lambda value: value != "none"),
        ("spaced", "letter-spacing", lambda value: length(value) >= _SPACED),
        ("hidden", "display", lambda value: value == "none"),
        ("raised", "text-position", _raised),
    ):
        if key in told:
            changes[name] = means(told[key])
    return replace(around, **changes)  # type: ignore[arg-type]


def _raised(position: str) -> int:
    """Return 1 for letters above the line, -1 below, else 0: `super 58%`, `sub`, `33% 58%`, `-33% 58%`."""
    height = (position.split() or ["0"])[0]
    if height in {"super", "sub"}:
        return 1 if height == "super" else -1
    try:
        number = float(height.rstrip("%"))
    except ValueError:
        return 0
    return (number > 0) - (number < 0)


def length(text: str) -> int:
    """Return a length such as `1.25cm` in twentieths of a point; 0 for one that is none."""
    for unit, factor in _UNITS.items():
        if text.endswith(unit):
            try:
                return int(float(text.removesuffix(unit)) * factor)
            except (ValueError, OverflowError):
                return 0
    return 0
