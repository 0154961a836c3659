"""What the styles of a Word document mean, beside what mammoth knows of them.

A style that somebody made tells by the style that it is based on; a paragraph without a telling style may
be told by its shape: set in on both sides it is a quotation. The classes are those of
`sources/web/site_names.py`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

#: What a paragraph of a style becomes, by the style's name.
_PARAGRAPHS: Final[dict[str, str]] = {
    "Title": "p.msotitle:fresh",
    "Subtitle": "p.subtitle:fresh",
    **dict.fromkeys(("Author", "Authors", "Byline", "Autor", "Auteur", "Autore"), "p.byline:fresh"),
    "Date": "p.date:fresh",
    **dict.fromkeys(("Quote", "Intense Quote", "Block Text", "Quotations"), "blockquote > p:fresh"),
    **dict.fromkeys(("Block Quote", "Blockquote", "Block Quotation", "Extract"), "blockquote > p:fresh"),
    **dict.fromkeys(("Caption", "caption", "Image Caption", "Table Caption"), "p.caption:fresh"),
    **dict.fromkeys(("Figure", "Illustration", "Table"), "p.caption:fresh"),
    **dict.fromkeys(("Verse", "Poem", "Poetry"), "blockquote.verse > p:fresh"),
    **dict.fromkeys((*(f"toc {level}" for level in range(1, 10)), "TOC Heading"), "p.toc:fresh"),
    "table of figures": "p.toc:fresh",
    **{f"heading {level}": f"h{level}:fresh" for level in range(1, 7)},
}

#: Those that a style may inherit; a style based on the title's is not therefore a title.
_INHERITED: Final = re.compile(r"h\d|blockquote|p\.caption")

_RUNS: Final = """
r[style-name='Emphasis'] => em
r[style-name='Book Title'] => em
small-caps => span.smallcaps
strike => s
"""

#: What a paragraph's shape tells, as names of styles.
_SHAPES: Final = {
    "Set in by hand": "blockquote > p:fresh",
    "Ranged right": "p.has-text-align-right:fresh",
    "Centred": "p.has-text-align-center:fresh",
}

#: A paragraph set in so far on both sides, in twentieths of a point, is a quotation.
_SET_IN: Final = 280

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def style_map(data: bytes) -> str:
    """The rules for mammoth: what each style of a document becomes."""
    known = {name.casefold(): target for name, target in _PARAGRAPHS.items()}
    targets = {**_PARAGRAPHS, **_inherited(data, known), **_SHAPES}
    rules = [f"p[style-name='{name}'] => {target}" for name, target in targets.items()]
    return "\n".join([*rules, _RUNS])


def _inherited(data: bytes, known: Mapping[str, str]) -> dict[str, str]:
    """What the styles that somebody made become, by the styles that they are based on."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("word/styles.xml") if "word/styles.xml" in archive.namelist() else b"<none/>"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(content, parser)
    names: dict[str, str] = {}
    bases: dict[str, str] = {}
    for style in root.iter(f"{_W}style") if root is not None else ():
        name, base = style.find(f"{_W}name"), style.find(f"{_W}basedOn")
        if name is not None:
            names[style.get(f"{_W}styleId") or ""] = name.get(f"{_W}val") or ""
        if base is not None:
            bases[style.get(f"{_W}styleId") or ""] = base.get(f"{_W}val") or ""
    found = {}
    for style_id, own in names.items():
        target, base_id = "", style_id
        for _ in range(10):
            base_id = bases.get(base_id, "")
            target = target or known.get(names.get(base_id, "").casefold(), "")
        plain = re.fullmatch(r"[\w .,+-]{1,80}", own) is not None
        if plain and own.casefold() not in known and _INHERITED.match(target):
            found[own] = target
    return found


def tell_shapes(document: Any) -> Any:
    """A document of mammoth's in which paragraphs without a telling style have one for their shape."""
    from mammoth import transforms

    return transforms.paragraph(_shaped)(document)


def _shaped(paragraph: Any) -> Any:
    """One paragraph, with the style of its shape."""
    style = (paragraph.style_name or "Normal").casefold()
    if style not in {"normal", "body text", "standard", "text body", "table contents", "compact"}:
        return paragraph
    start, end = (_twips(getattr(paragraph.indent, side, None)) for side in ("start", "end"))
    name = ""
    if start >= _SET_IN and end >= _SET_IN and not paragraph.numbering:
        name = "Set in by hand"
    elif paragraph.alignment in {"right", "end"}:
        name = "Ranged right"
    elif paragraph.alignment == "center":
        name = "Centred"
    return paragraph.copy(style_name=name) if name else paragraph


def _twips(value: str | None) -> int:
    return int(value) if value and value.lstrip("-").isdigit() else 0
