"""The styles of a Word document: what a paragraph of a style is, and how letters look under the cascade.

A run's look comes from its own properties, else from its character style, its paragraph's style and the
document's defaults, each style together with those that it is based on (ECMA-376, Part 1, §17.7.2).
Properties that can be on or off are toggled by styles: two that both say italics say upright (§17.7.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.word.ooxml.wordml import W, is_on, switch, twips, value, whole
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: What a paragraph of a style becomes, by the style's name in lower case: an element, its class.
MEANINGS: Final[dict[str, tuple[str, str]]] = {
    "title": ("p", "msotitle"),
    "subtitle": ("p", "subtitle"),
    **dict.fromkeys(("author", "authors", "byline", "autor", "auteur", "autore"), ("p", "byline")),
    "date": ("p", "date"),
    **dict.fromkeys(("quote", "intense quote", "block text", "quotations"), ("blockquote", "")),
    **dict.fromkeys(("block quote", "blockquote", "block quotation", "extract"), ("blockquote", "")),
    **dict.fromkeys(
        ("epigraph", "zitat", "intensives zitat", "citation", "cita", "citazione"), ("blockquote", "")
    ),
    **dict.fromkeys(("citat", "citaat", "citação", "citation intense"), ("blockquote", "")),
    **dict.fromkeys(("caption", "image caption", "table caption", "beschriftung"), ("p", "caption")),
    **dict.fromkeys(("figure", "illustration", "table", "drawing"), ("p", "caption")),
    "footnote block text": ("blockquote", ""),
    **dict.fromkeys(("list heading", "definition term", "definition term tight"), ("dt", "")),
    **dict.fromkeys(("list contents", "definition"), ("dd", "")),
    **dict.fromkeys(("definition definition", "definition definition tight"), ("dd", "")),
    **dict.fromkeys(("verse", "poem", "poetry", "stanza"), ("blockquote", "verse")),
    **dict.fromkeys((*(f"toc {level}" for level in range(1, 10)), "toc heading"), ("p", "toc")),
    **dict.fromkeys(("table of figures", "table of authorities", "toa heading"), ("p", "toc")),
    **{f"heading {level}": (f"h{min(level, 6)}", "") for level in range(1, 10)},
}

#: Those that a style may inherit; a style based on the title's is not therefore a title.
_INHERITED: Final = regex(r"h\d|blockquote|p\.caption")

#: Properties that styles toggle.
_TOGGLES: Final = ("b", "i", "caps", "smallCaps", "strike", "vanish")

#: Styles in a chain of styles; a longer one goes round in a circle.
_CHAIN: Final = 12

#: Letters spaced out so far, in twentieths of a point, are spaced for emphasis, not to fit a line.
_SPACED: Final = 20

#: Letters raised or lowered so far, in half points, stand above or below the line.
_RAISED: Final = 4

_Properties = dict[str, "str | int | bool"]


@dataclass(frozen=True)
class Look:
    """How letters look: what of it can mean something."""

    bold: bool = False
    italic: bool = False
    capitals: bool = False
    small_capitals: bool = False
    struck: bool = False
    underlined: bool = False
    spaced: bool = False
    hidden: bool = False
    raised: int = 0
    font: str = ""


@dataclass(frozen=True)
class ParagraphShape:
    """What a paragraph's properties and its styles say of it: indents in twentieths of a point.

    `first` is negative for a hanging indent. `outline` is the level of a heading that the style tells,
    from 1, or 0. `number` is the id of its list and `level` its level there, from 0; None where none has it.
    """

    style: str = ""
    left: int = 0
    right: int = 0
    first: int = 0
    aligned: str = ""
    outline: int = 0
    number: str | None = None
    level: int | None = None


@dataclass(frozen=True)
class _Style:
    name: str
    base: str
    run: _Properties
    paragraph: Element | None


@dataclass
class WordStyles:
    """The styles of a document. `of_kind` has the default style of paragraphs and of characters."""

    styles: dict[str, _Style] = field(default_factory=dict)
    of_kind: dict[str, str] = field(default_factory=dict)
    defaults: _Properties = field(default_factory=dict)
    default_paragraph: Element | None = None
    _chains: dict[str, _Properties] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> WordStyles:
        """Return the styles of the part that has them."""
        found = cls()
        if root is None:
            return found
        for style in root.iter(f"{W}style"):
            key = style.get(f"{W}styleId", "")
            run = _run_properties(style.find(f"{W}rPr"))
            found.styles[key] = _Style(
                value(style, "name"), value(style, "basedOn"), run, style.find(f"{W}pPr")
            )
            if style.get(f"{W}default", "0") not in {"0", "false", "off"}:
                found.of_kind[style.get(f"{W}type", "")] = key
        found.defaults = _run_properties(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        found.default_paragraph = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        return found

    def name(self, key: str) -> str:
        """Return the name of a style in lower case; empty for one that nobody defines."""
        return self.styles[key].name.casefold() if key in self.styles else ""

    def chain(self, key: str) -> list[str]:
        """Return a style and those that it is based on, itself first."""
        found: list[str] = []
        while key in self.styles and key not in found and len(found) < _CHAIN:
            found.append(key)
            key = self.styles[key].base
        return found

    def meaning(self, key: str) -> tuple[str, str]:
        """Return the element and the class that a paragraph of a style becomes; `("p", "")` says nothing."""
        names = [self.name(one) for one in self.chain(key)]
        if names and names[0] in MEANINGS:
            return MEANINGS[names[0]]
        for name in names:
            tag, class_ = MEANINGS.get(name, ("", ""))
            if tag and _INHERITED.match(f"{tag}.{class_}" if class_ else tag):
                return tag, class_
        return "p", ""

    def look(self, run: Element | None, paragraph_style: str) -> Look:
        """Return how the letters of a run look, from its properties and the style of its paragraph."""
        direct = _run_properties(run)
        character = self._chained(value(run, "rStyle"))
        paragraph = self._chained(paragraph_style or self.of_kind.get("paragraph", ""))
        merged = {**self.defaults, **paragraph, **character, **direct}
        for name in _TOGGLES:
            if name not in direct:
                odd = bool(character.get(name)) != bool(paragraph.get(name))
                merged[name] = odd or bool(self.defaults.get(name))
        return _look(merged)

    def _chained(self, key: str) -> _Properties:
        """Return the properties of letters of a style, those of its bases included."""
        if key not in self._chains:
            found: _Properties = {}
            for one in reversed(self.chain(key)):
                found |= self.styles[one].run
            self._chains[key] = found
        return self._chains[key]

    def shape(self, properties: Element | None) -> ParagraphShape:
        """Return the shape of a paragraph with these properties of its own."""
        style = value(properties, "pStyle") or self.of_kind.get("paragraph", "")
        sources = [
            properties,
            *(self.styles[one].paragraph for one in self.chain(style)),
            self.default_paragraph,
        ]
        present = [one for one in sources if one is not None]
        styled = [one for one in present if one is not properties]
        outline = next((whole(text) + 1 for one in styled if (text := value(one, "outlineLvl"))), 0)
        return ParagraphShape(
            style=style,
            left=_indent(present, ("start", "left")),
            right=_indent(present, ("end", "right")),
            first=_indent(present, ("firstLine",)) - _indent(present, ("hanging",)),
            aligned=next((text for one in present if (text := value(one, "jc"))), ""),
            outline=outline if outline <= 9 else 0,
            number=next((text for one in present if (text := value(one.find(f"{W}numPr"), "numId"))), None),
            level=self._level(present),
        )

    def _level(self, present: list[Element]) -> int | None:
        found = next((text for one in present if (text := value(one.find(f"{W}numPr"), "ilvl"))), "")
        return whole(found) if found else None


def _indent(sources: list[Element], names: tuple[str, ...]) -> int:
    """Return the first indent of these names that is said, from the nearest source on."""
    for source in sources:
        element = source.find(f"{W}ind")
        for name in names if element is not None else ():
            told = element.get(f"{W}{name}") if element is not None else None
            if told is not None:
                return twips(told)
            opposite = {"firstLine": "hanging", "hanging": "firstLine"}.get(name)
            if opposite and element is not None and element.get(f"{W}{opposite}") is not None:
                return 0
    return 0


def _run_properties(element: Element | None) -> _Properties:
    """Return the properties of letters that an element of properties states."""
    found: _Properties = {}
    if element is None:
        return found
    for name in _TOGGLES:
        state = switch(element, name)
        if state is not None:
            found[name] = state
    if (double := switch(element, "dstrike")) is not None:
        found["dstrike"] = double
    if (kind := value(element, "u")) or element.find(f"{W}u") is not None:
        found["u"] = kind or "single"
    if kind := value(element, "em"):
        found["em"] = kind
    if kind := value(element, "vertAlign"):
        found["vertAlign"] = kind
    for name in ("spacing", "position"):
        if kind := value(element, name):
            found[name] = twips(kind)
    fonts = element.find(f"{W}rFonts")
    if fonts is not None and (font := fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")):
        found["font"] = font
    return found


def _look(found: Mapping[str, str | int | bool]) -> Look:
    """Return the look that merged properties give."""
    kind, position = found.get("vertAlign"), int(found.get("position", 0))
    raised = {"superscript": 1, "subscript": -1}.get(str(kind), 0)
    if not raised and abs(position) >= _RAISED:
        raised = 1 if position > 0 else -1
    return Look(
        bold=bool(found.get("b")),
        italic=bool(found.get("i")) or str(found.get("em", "none")) != "none",
        capitals=bool(found.get("caps")),
        small_capitals=bool(found.get("smallCaps")),
        struck=bool(found.get("strike")) or bool(found.get("dstrike")),
        underlined=str(found.get("u", "none")) != "none",
        spaced=int(found.get("spacing", 0)) >= _SPACED,
        hidden=bool(found.get("vanish")),
        raised=raised,
        font=str(found.get("font", "")),
    )


def is_mark_on(paragraph: Element, name: str) -> bool:
    """Return whether the mark at a paragraph's end has a property, such as `del` or `vanish`."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and (
        is_on(mark, name) if name == "vanish" else mark.find(f"{W}{name}") is not None
    )
