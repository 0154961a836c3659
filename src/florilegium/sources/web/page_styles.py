"""What a page's own style sheet says of the look of its elements, as if they said it themselves.

Google Docs, LibreOffice and most makers of EPUB write italics as a class (`.c1 { font-style: italic }`). Read
are rules for one class, with or without the name of an element, and only what has a meaning in a book.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import content_of
from florilegium.sources.tree.vocabulary import classes_of, styles_of

_RULE: Final = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_SELECTOR: Final = re.compile(r"([a-z][a-z0-9]*)?\.([\w-]+)\Z", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)

#: What is read of a rule, and on which elements: a site may set its links bold, and its headings in italics.
_PROPERTIES: Final = {
    **dict.fromkeys(
        (
            *("font-style", "font-weight", "font-variant", "vertical-align", "letter-spacing"),
            "text-decoration",
        ),
        frozenset({"span", "font"}),
    ),
    "text-align": frozenset({"td", "th", "p"}),
    "white-space": frozenset({"p", "div"}),
    **dict.fromkeys(("margin-left", "padding-left", "text-indent"), frozenset({"span", "p", "div"})),
    **dict.fromkeys(("list-style-type", "list-style"), frozenset({"ol", "ul", "li"})),
}

#: Names of a signature, and the most words of one, or of a date or source that stands on the right.
_SIGNED: Final = frozenset({"signature", "signed", "signoff", "sig"})
_SIGNATURE: Final = 25

#: No style sheet of an article is longer, in letters.
_LONGEST: Final = 500_000


def apply_styles(root: Element) -> None:
    """Write what the style sheets of a page say of a class into its elements' own `style`, in place."""
    sheet = "\n".join(content_of(one) for one in root.iter("style"))[:_LONGEST]
    rules: dict[str, list[tuple[str, str, str]]] = {}
    for selectors, declarations in _RULE.findall(_COMMENT.sub("", sheet)):
        for selector in selectors.split(","):
            found = _SELECTOR.match(selector.strip())
            if found:
                told = [(found[1] or "", name, value) for name, value in _told(declarations)]
                rules.setdefault(found[2].lower(), []).extend(told)
    for element in root.iter(etree.Element) if rules else ():
        _apply(element, [rule for name in sorted(classes_of(element)) for rule in rules.get(name, ())])


def range_right(root: Element) -> None:
    """Mark the short paragraphs of a page that stand on the right, and its signatures, in place.

    In a page that is written from right to left everything does.
    """
    leftwards = any(one.get("dir", "").lower() == "rtl" for one in root.iter("html", "body"))
    for paragraph in root.iter("p") if not leftwards else ():
        style = styles_of(paragraph).get("text-align") or paragraph.get("align") or ""
        signed = (
            bool(_SIGNED & classes_of(paragraph)) or next(paragraph.iterancestors("footer"), None) is not None
        )
        if (signed or style.strip() in {"right", "end"}) and len(content_of(paragraph).split()) <= _SIGNATURE:
            paragraph.set("class", f"{paragraph.get('class') or ''} ranged-right".strip())


def _told(declarations: str) -> list[tuple[str, str]]:
    """Return the declarations of a rule that have a meaning in a book."""
    pairs = (one.partition(":") for one in declarations.lower().split(";"))
    return [(name.strip(), value.strip()) for name, _, value in pairs if name.strip() in _PROPERTIES]


def _apply(element: Element, rules: list[tuple[str, str, str]]) -> None:
    """Give an element what the rules of its classes say; its own word comes after theirs."""
    tag = str(element.tag)
    told = [
        f"{name}: {value}" for only, name, value in rules if only in {"", tag} and tag in _PROPERTIES[name]
    ]
    if told:
        element.set("style", "; ".join([*told, element.get("style") or ""]))
