"""What an element of the XHTML is in the structure of a PDF (ISO 32000-1 14.8.4)."""

from __future__ import annotations

from typing import Final

from lxml.etree import _Element as Element

#: The classes of a formula’s picture, of one that is too small to read, and of a formula without one.
DRAWN, SMALL, UNDRAWN = "formula", "small", "undrawn"

#: The attribute of a formula’s picture that has its MathML.
MATHML_OF: Final = "data-mathml"

#: What each element is (ISO 32000-1 14.8.4). What is not here has no structure element of its own.
_STRUCTURE: Final = {
    "section": "Sect",
    "article": "Art",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "ul": "L",
    "ol": "L",
    "li": "LI",
    "dl": "L",
    "dt": "Lbl",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figure": "Div",
    "figcaption": "Caption",
    "img": "Figure",
    "a": "Link",
    "q": "Quote",
    "code": "Code",
}

#: How the `type` of a list is said in its structure (ISO 32000-1 14.8.5.5).
LIST_NUMBERINGS: Final = {"a": "/LowerAlpha", "A": "/UpperAlpha", "i": "/LowerRoman", "I": "/UpperRoman"}

#: Elements that other classes or kinds make something else.
_CONTENTS: Final = {"ol": "TOC", "li": "TOCI"}
_CLASSES: Final = {("div", "groups"): "Index", ("span", "byline"): "P", ("", "footnote"): "Note"}


def structure_type(element: Element) -> str:
    """Return the structure type of an element, or nothing."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _CONTENTS and is_in_contents(element):
        return _CONTENTS[tag]
    if tag == "div" and is_explained(element):
        return "LI"
    classes = (element.get("class") or "").split()
    if tag == "img" and DRAWN in classes:
        return "Formula"
    if tag == "figure" and len(element.findall(".//img")) == 1 and element.find(".//table") is None:
        return "Figure"
    if tag == "img" and (around := _figure_of(element)) is not None and structure_type(around) == "Figure":
        return ""
    by_class = (_CLASSES.get((tag, name), _CLASSES.get(("", name), "")) for name in classes)
    return next(filter(None, by_class), _STRUCTURE.get(tag, ""))


def _figure_of(image: Element) -> Element | None:
    return next(image.iterancestors("figure"), None)


def is_explained(element: Element) -> bool:
    """Return whether an element holds a term and what it means."""
    around = element.getparent()
    return around is not None and around.tag == "dl"


def is_in_contents(element: Element) -> bool:
    if element.get("class") == "contents" and element.tag == "ol":
        return True
    return any(above.get("class") == "contents" for above in element.iterancestors("ol"))


def facts_of_cell(cell: Element) -> dict[str, str | int]:
    """Return what a table must say of a cell: its spans, what it is the heading of (PDF/UA-1 7.2, 7.5)."""
    facts: dict[str, str | int] = {}
    for key, name in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        if cell.get(key, "1") != "1":
            facts[name] = int(cell.get(key, "1"))
    if cell.tag == "th":
        facts["Scope"] = f"/{_scope_of(cell)}"
    return facts


def _scope_of(cell: Element) -> str:
    """Return what a heading cell is the heading of (PDF/UA-1 7.5)."""
    if cell.get("scope") in {"row", "rowgroup"}:
        return "Row"
    row = cell.getparent()
    first = row is not None and row[0] is cell
    beside_data = row is not None and row.find("td") is not None
    return "Row" if first and beside_data and cell.get("scope") is None else "Column"
