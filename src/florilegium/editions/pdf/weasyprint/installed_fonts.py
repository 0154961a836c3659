"""The fonts of this machine, as the layout finds them: one of the doors to WeasyPrint.

Pango is asked, not the folders: what it takes for a family or a letter is what a page would be set in.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, Final

from florilegium.editions.pdf.fonts.instance import Font
from florilegium.editions.pdf.weasyprint import contract
from florilegium.problems import EditionError

#: Families that a book is set in rather than in others, by language: they have serifs, as the text has. What
#: another language writes with the same signs looks a little otherwise.
_PREFERRED: Final = {
    "zh-hant": "Noto Serif CJK TC",
    "zh-tw": "Noto Serif CJK TC",
    "zh-hk": "Noto Serif CJK HK",
    "zh": "Noto Serif CJK SC",
    "ko": "Noto Serif CJK KR",
    "ja": "Noto Serif CJK JP",
}

_STYLES: Final = (("normal", 400), ("italic", 400), ("normal", 700), ("italic", 700))


def fonts_of(family: str) -> tuple[Font, ...]:
    """Return the upright, italic, bold and bold italic of an installed family; none when it is not installed.

    Raises:
        EditionError: the release of WeasyPrint at hand cannot be asked.
    """
    if reason := contract.misfit():
        message = f"installed fonts are found with weasyprint=={contract.TESTED[-1]} only, and {reason}"
        raise EditionError(message)
    found: dict[Font, None] = {}
    for style, weight in _STYLES:
        css = f"font-family: {_quoted(family)}; font-style: {style}; font-weight: {weight}"
        for font, _ in _shaped("x", css, "en"):
            if font.is_of(family):
                found[font] = None
    return tuple(found)


def fonts_with(letters: frozenset[str], language: str) -> Iterator[tuple[Font, frozenset[str]]]:
    """Yield the installed fonts that have some letters, each with those that it is taken for.

    Where the release of WeasyPrint cannot be asked there are none, and layout takes what it finds by itself.
    """
    if contract.misfit():
        return
    found: dict[Font, set[str]] = {}
    named = language.lower()
    first = [family for tag, family in _PREFERRED.items() if named == tag or named.startswith(f"{tag}-")]
    families = dict.fromkeys([*first[:1], *reversed(_PREFERRED.values())])
    css = f"font-family: {', '.join(map(_quoted, families))}, serif"
    for font, text in _shaped("".join(sorted(letters)), css, language):
        found.setdefault(font, set()).update(letter for letter in text if ord(letter) in font.letters)
    for font, taken in found.items():
        if taken:
            yield font, frozenset(taken)


def _quoted(family: str) -> str:
    return '"' + family.replace("\\", "").replace('"', "") + '"'


def _shaped(text: str, css: str, language: str) -> Iterator[tuple[Font, str]]:
    """Yield the pieces of a text, each with the font in which it would be set."""
    import weasyprint
    from weasyprint.text.line_break import Layout

    html = f'<p lang="{escape(language)}" style="{escape(css)}; white-space: pre">{escape(text)}</p>'
    for page in weasyprint.HTML(string=html).render().pages:
        for box in page._page_box.descendants():
            if not hasattr(box, "pango_layout") or not getattr(box, "text", ""):
                continue
            layout = Layout(box.style)
            layout.set_text(box.text)
            line, _ = layout.get_first_line()
            encoded = box.text.encode()
            for run in _runs(line):
                item = run.item
                yield _font(item.analysis.font), encoded[item.offset : item.offset + item.length].decode()


def _runs(line: Any) -> Iterator[Any]:
    yield from (run.data for run in _linked(line.runs[0]))


def _linked(run: Any) -> Iterator[Any]:
    from weasyprint.text.ffi import ffi

    while run != ffi.NULL:
        yield run
        run = run.next


def _font(pango_font: Any) -> Font:
    from weasyprint.text.ffi import harfbuzz
    from weasyprint.text.fonts import get_hb_object_data, get_pango_font_hb_face

    face = get_pango_font_hb_face(pango_font)
    return Font(get_hb_object_data(face) or b"", int(harfbuzz.hb_face_get_index(face)))
