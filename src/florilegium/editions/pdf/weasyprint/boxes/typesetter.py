"""From a computed style to what setting type needs: the font, the hyphenation, the margins.

One of the doors to WeasyPrint: the face that a style means is the one that its Pango chooses, from the files
that the style sheets load, so that a change of style needs no change here.

Beside CSS's own properties a style may say: `--hang-left` and `--hang-right`, tables of what stands out of
the measure (`"," 0.7, "-" 0.6`); `--divisions`, words with their own hyphens (`"ja-pan"`); `--undivided`,
words, capitals and all, that should stay whole; `--expansion`, by how much letters may be made wider or
narrower to fill a line (`2%`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final

from lxml.etree import _Element as Element

from florilegium.editions.pdf.fonts.shape import FontSpec, PangoFont, ShapedFont
from florilegium.editions.pdf.linebreak.break_opportunities import Hyphenator
from florilegium.editions.pdf.linebreak.lines import BreakParameters
from florilegium.editions.pdf.linebreak.optical_margins import STRAIGHT, Margins, table
from florilegium.system.values import dataclass

#: All properties on which the look and the width of a word depend.
_FEATURES: Final = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
_FACE: Final = (
    "font_family",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_variation_settings",
    "font_language_override",
    "lang",
)


#: The attribute under which a font configuration of WeasyPrint bears the composition: every style and every
#: layout context refers to one.
_COMPOSITION: Final = "florilegium_composition"


class Typesetter:
    """The fonts of one style, and every word that has been measured or divided in them."""

    def __init__(self, parameters: BreakParameters | None = None) -> None:
        self.parameters = parameters or BreakParameters()
        self._fonts: dict[object, ShapedFont] = {}
        self._hyphenators: dict[object, Hyphenator] = {}
        self._margins: dict[object, Margins] = {}

    def font(self, style: Any) -> ShapedFont:
        """Return the font that a style means."""
        key = (
            *(str(style[name]) for name in (*_FACE, *_FEATURES)),
            style["font_size"],
            style["letter_spacing"],
            str(style["text_decoration_line"]),
        )
        if key not in self._fonts:
            self._fonts[key] = ShapedFont(_font_spec(style), _measured_by_pango(style))
        return self._fonts[key]

    def hyphenator(self, style: Any) -> Hyphenator | None:
        """Return the hyphenator of a style's words, or None when they are not to be divided."""
        if style["hyphens"] != "auto" or not style["lang"]:
            return None
        divisions, undivided = _strings(style["__divisions"]), _strings(style["__undivided"])
        key = (style["lang"], style["hyphenate_limit_chars"], divisions, undivided)
        if key not in self._hyphenators:
            own = {word.replace("-", "").lower(): _places(word) for word in divisions}
            spared = frozenset(undivided)
            self._hyphenators[key] = Hyphenator(style["lang"], style["hyphenate_limit_chars"], own, spared)
        return self._hyphenators[key]

    def expansion(self, style: Any) -> float:
        """Return by what part of their width letters may be made wider or narrower."""
        numbers = [token.value for token in style["__expansion"] or () if token.type == "percentage"]
        return float(numbers[0]) / 100 if numbers else 0.0

    def margins(self, style: Any) -> Margins:
        """Return what stands out of the measure in a style."""
        left, right = table(style["__hang_left"] or ()), table(style["__hang_right"] or ())
        if not left and not right:
            return STRAIGHT
        key = (left, right)
        if key not in self._margins:
            self._margins[key] = Margins(dict(left), dict(right))
        return self._margins[key]


@dataclass(frozen=True)
class Composition:
    """What replaced functions of WeasyPrint must know while a section is laid out.

    Footnotes are composed to the `measure`, in pixels, but for the paragraphs of the elements `apart`; None
    when they are not. With `level` the pages are made level.
    """

    typesetter: Typesetter
    measure: float | None = None
    apart: Collection[Element] = ()
    level: bool = False

    def begin(self, fonts: Any) -> None:
        """Let the styles and the context of a document with this font configuration know it."""
        setattr(fonts, _COMPOSITION, self)


def composition_of(fonts: Any) -> Composition | None:
    """Return what a font configuration of WeasyPrint bears; None when nothing is composed with it."""
    return getattr(fonts, _COMPOSITION, None)


def _places(word: str) -> tuple[int, ...]:
    """Return the places of the hyphens: `ja-pan` gives (2,)."""
    places, count = [], 0
    for part in word.split("-")[:-1]:
        count += len(part)
        places.append(count)
    return tuple(places)


def _strings(tokens: Any) -> tuple[str, ...]:
    """Return the strings in a property of our own."""
    return tuple(token.value for token in tokens or () if token.type == "string")


def _font_spec(style: Any) -> FontSpec:
    """Return the face that Pango chooses for a style.

    A font that varies or has colours is left for Pango to set, and so is text with lines under or through it.
    """
    from weasyprint.text.ffi import harfbuzz
    from weasyprint.text.fonts import font_features, get_hb_object_data, get_pango_font_hb_face
    from weasyprint.text.line_break import Layout, line_size

    layout = Layout(style)
    layout.set_text("x")
    line, _ = layout.get_first_line()
    font = line.runs[0].data.item.analysis.font
    face = get_pango_font_hb_face(font)
    data = get_hb_object_data(face) or b""
    is_ours = style["text_decoration_line"] == "none" and _is_plain(data)
    tracking = 0.0 if style["letter_spacing"] == "normal" else float(style["letter_spacing"])
    return FontSpec(
        data=data if is_ours else b"",
        number=int(harfbuzz.hb_face_get_index(face)),
        size=float(style["font_size"]),
        tracking=tracking,
        features={tag: int(value) for tag, value in font_features(*(style[n] for n in _FEATURES)).items()},
        language=style["lang"] or "",
        height=float(line_size(line, style)[1]),
        pango=PangoFont(font, layout),
    )


#: Tables of fonts that vary, or have colours.
_NOT_PLAIN: Final = frozenset({"fvar", "COLR", "SVG ", "CBDT", "sbix"})


def _is_plain(data: bytes) -> bool:
    import uharfbuzz as hb

    return not _NOT_PLAIN & set(hb.Face(hb.Blob(data)).table_tags)


def _measured_by_pango(style: Any) -> Callable[[str], float]:
    """Return a function that measures a word as WeasyPrint does: slower, but with any face."""

    def width(word: str) -> float:
        from weasyprint.text.line_break import Layout, line_size

        plain = style.copy()
        plain["word_spacing"] = 0
        layout = Layout(plain)
        layout.set_text(word)
        line, _ = layout.get_first_line()
        return float(line_size(line, plain)[0])

    return width
