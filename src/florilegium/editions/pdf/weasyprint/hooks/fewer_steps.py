"""Steps of WeasyPrint that come to the same with less to do.

It makes sixteen boxes in the margins of each page, to see whether they have content. It goes through the
boxes of a page, a dozen times for each, by a generator within a generator for every level that they are deep,
and asks each again and again of five ways to stand out of the flow whether it does. It looks the height of a
line up for each line. It has Pango measure each word of a table's cells wherever it stands, to see how narrow
a column may be. And it names the type of every list of glyphs that a font is cut to with its length, a new
name for cffi to parse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

from florilegium.system.patterns import regex

#: The positions that leave a box in the flow.
_IN_FLOW: Final = frozenset({"static", "relative"})

#: The attribute under which a style has the height of its lines. No copy of a style has it.
_STRUT: Final = "florilegium_strut"

#: The boxes in the margins of a page (CSS Paged Media 3, 4.2).
_MARGIN_BOXES: Final = (
    *(f"@{side}-{place}" for side in ("top", "bottom") for place in ("left", "center", "right")),
    *(f"@{side}-{place}" for side in ("left", "right") for place in ("top", "middle", "bottom")),
    *(f"@{side}-{place}-corner" for side in ("top", "bottom") for place in ("left", "right")),
)

#: What `content` says where there is none.
_EMPTY: Final = ("normal", "inhibit", "none")


def fill_margins_as_asked(original: Callable[..., Iterable[Any]]) -> Callable[..., Iterable[Any]]:
    """Replace `make_margin_boxes`, which makes the boxes in the margins of a page."""

    def make_margin_boxes(context: Any, page: Any, state: Any) -> Iterable[Any]:
        styles = (context.style_for(page.page_type, name) for name in _MARGIN_BOXES)
        if any(style is not None and style["content"] not in _EMPTY for style in styles):
            return original(context, page, state)
        return ()

    return make_margin_boxes


def walk_flat(_original: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Replace `descendants`, which yields a box and all in it."""
    from weasyprint.formatting_structure.boxes import Box

    def descendants(box: Any, placeholders: bool = False) -> Iterator[Any]:
        waiting = [box]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Box):
                yield one
                waiting.extend(one.children[::-1])
            elif placeholders:
                waiting.append(one._box)
            else:
                yield one

    return descendants


def see_flow_at_once(original: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Replace `is_in_normal_flow`, which tells whether a box stands where the text has it."""

    def is_in_normal_flow(self: Any) -> bool:
        style = self.style
        # A position that takes a name is a tuple.
        return (style["float"] == "none" and style["position"] in _IN_FLOW) or original(self)

    return is_in_normal_flow


def keep_struts(original: Callable[[Any], tuple[float, float]]) -> Callable[[Any], tuple[float, float]]:
    """Replace `strut`, which gives the height of a style's lines, and where their base line is."""

    def strut(style: Any) -> tuple[float, float]:
        known: tuple[float, float] | None = style.__dict__.get(_STRUT)
        if known is None:
            known = style.__dict__[_STRUT] = original(style)
        return known

    return strut


#: The attribute under which a style has the widths of the words that were measured in it.
_WIDTHS: Final = "florilegium_word_widths"

#: A soft hyphen anywhere in a text changes what is made of its first word.
_SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"

#: What is asked of a text's first word: where the next line begins, in bytes, and how wide the first is.
_FirstLine: TypeAlias = tuple[None, None, int, float, None, None]


def measure_words_once(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace `split_first_line` where it is asked how narrow a text can be: up to its first place to break.

    What comes of it depends on the first word, the space and the letter behind, and the style.
    """

    def split_first_line(
        text: str, style: Any, context: Any, width: float | None, *rest: Any, **named: Any
    ) -> Any:
        space = text.find(" ")
        if width != 0 or not 0 < space < len(text) - 2 or _SOFT_HYPHEN in text:
            return original(text, style, context, width, *rest, **named)
        head = text[: space + 2]
        key = (head, rest, *named.items())
        known: dict[object, _FirstLine] = getattr(style, "model", style).__dict__.setdefault(_WIDTHS, {})
        if key not in known:
            made = original(text, style, context, width, *rest, **named)
            _, _, resume, wide, _, _ = made
            if resume is None or resume > len(head.encode()):
                return made
            known[key] = (None, None, resume, wide, None, None)
        return known[key]

    return split_first_line


#: The length at the end of an array's type.
_LENGTH: Final = regex(r"\[\d+\]\Z")


def name_arrays_alike(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace `new` of the gate to C, which gives memory of a type: an array that is filled has no length in
    its name."""

    def new(cdecl: Any, init: Any = None) -> Any:
        if init is not None and isinstance(cdecl, str) and cdecl.endswith("]"):
            cdecl = _LENGTH.sub("[]", cdecl)
        return original(cdecl, init)

    return new
