"""What a page's style sheets say of the look of its elements, as if they said it themselves.

Its own stand in it; others it names, as do the chapters of an EPUB, and pages that a browser has saved with a
folder of their files. Google Docs, LibreOffice and most makers of EPUB write italics as a class
(`.c1 { font-style: italic }`). Read are rules for one class, with or without the name of an element, and only
what has a meaning in a book; of rules for some media those for a screen of any kind.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import content_of, weigh
from florilegium.sources.tree.cutting import detach
from florilegium.sources.tree.symbols import font_of, shown
from florilegium.sources.tree.vocabulary import classes_of, is_quotation, is_verse, styles_of
from florilegium.sources.tree.white_space import LONGEST_LINE
from florilegium.system import files
from florilegium.system.patterns import regex

_RULE: Final = regex(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_SELECTOR: Final = regex(r"([a-z][a-z0-9]*)?\.([\w-]+)\Z", re.IGNORECASE)
_COMMENT: Final = regex(
    r"/\*.*?\*/|<!--|-->|@(?:charset|import|namespace)\b[^;{}]*;", re.DOTALL | re.IGNORECASE
)
_MEDIA: Final = regex(
    r"@media\b(?!\s*(?:screen|all)\s*\{)[^{}]{0,500}\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE
)

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
    "font-size": frozenset({"p"}),
    "white-space": frozenset({"p", "div"}),
    "margin": frozenset({"p", "div"}),
    **dict.fromkeys(("display", "visibility"), frozenset({"span", "p", "div", "section", "aside"})),
    **dict.fromkeys(("margin-left", "padding-left", "text-indent"), frozenset({"span", "p", "div"})),
    **dict.fromkeys(("list-style-type", "list-style"), frozenset({"ol", "ul", "li"})),
}

#: What hides an element, unless a script may show it again; no other value of `display` has a meaning here.
_UNSHOWN: Final = frozenset({"none", "hidden"})

#: Lengths, in points; a hundredth of a line is about so much.
_LENGTH: Final = regex(r"(-?\d{0,4}\.?\d{1,4})\s*(em|rem|px|pt|pc|in|cm|mm|%)")
_POINTS: Final = {
    "em": 12.0,
    "rem": 12.0,
    "px": 0.75,
    "pt": 1.0,
    "pc": 12.0,
    "in": 72.0,
    "cm": 28.35,
    "mm": 2.835,
    "%": 4.0,
}

#: Sizes of letters far beyond the usual.
_LARGE: Final = regex(
    r"(?:1\.[2-9]|[2-9])\d{0,3}(?:\.\d+)?r?em|(?:1[2-9]\d|[2-9]\d\d)(?:\.\d+)?%|(?:x{1,2}-)?large"
)

#: A paragraph set in so many points beyond the usual is a quotation; a short one far to the right ranges so.
_SET_IN: Final = 14
_FAR_RIGHT: Final = 180
_FEW: Final = 14

#: What is set in is no more than this share of a text; where lines range that do not begin on the left.
_MOST: Final = 0.35
_ALIGNED: Final = frozenset({"center", "right", "end"})

#: What has indents of its own, and how the text of an item begins.
_INDENTED: Final = frozenset({"blockquote", "li", "dl", "table", "figure", "pre", "figcaption", "details"})
_ITEM: Final = regex(r"[\W_]*(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)\]]\s|[•·▪◦‣●○*–—-]\s")

#: Names of a paragraph that is quoted, or is a line of verse, as programs for layout write their styles.
_PLACE: Final = r"(?:[-_]?(?:first|last|mid(?:dle)?|single|only|text|body|para|line|indent|\d{1,2}))*"
_NAMED_QUOTE: Final = regex(rf"(?:extract|(?:display-?|block-?)?quot(?:e|ation)){_PLACE}\Z")
_NAMED_LINE: Final = regex(rf"(?:verse|poem|poetry){_PLACE}\Z")

#: Names of a signature, and the most words of one, or of a date or source that stands on the right.
_SIGNED: Final = frozenset({"signature", "signed", "signoff", "sig"})
_SIGNATURE: Final = 25
_POSTSCRIPT: Final = regex(r"\s*(?:P\s?[.-]*\s?S\b|N\.\s?B\.|Post[ -]?script)", re.IGNORECASE)

#: For what a sheet is that is for screens.
_ON_SCREENS: Final = regex(r"\s*(?:$|all\b|screen\b(?!\s+and)|only screen\s*$)", re.IGNORECASE)

#: No style sheet of an article is longer, in letters.
_LONGEST: Final = 500_000


def apply_styles(root: Element, reading: Reading) -> None:
    """Write what the style sheets of a page say of a class into its elements' own `style`, in place."""
    own = (content_of(one) for one in root.iter("style"))
    sheet = "\n".join((*_named_sheets(root, reading), *own))[:_LONGEST]
    rules: dict[str, list[tuple[str, str, str]]] = {}
    for selectors, declarations in _RULE.findall(_MEDIA.sub("", _COMMENT.sub("", sheet))):
        for selector in selectors.split(","):
            found = _SELECTOR.match(selector.strip())
            if found:
                told = [(found[1] or "", name, value) for name, value in _told(declarations)]
                rules.setdefault(found[2].lower(), []).extend(told)
    scripted = any("json" not in (one.get("type") or "") for one in root.iter("script"))
    for element in root.iter(etree.Element) if rules else ():
        told = [rule for name in sorted(classes_of(element)) for rule in rules.get(name, ())]
        if scripted:
            told = [rule for rule in told if rule[2].partition(" ")[0] not in _UNSHOWN]
        _apply(element, told)


def _named_sheets(root: Element, reading: Reading) -> Iterator[str]:
    """Yield the style sheets of the project that a page names; one that is not there is missed by nobody."""
    folder = reading.root
    if folder is None:
        return
    for link in root.iter("link"):
        kinds = (link.get("rel") or "").lower().split()
        if (
            "stylesheet" not in kinds
            or "alternate" in kinds
            or not _ON_SCREENS.match(link.get("media") or "")
        ):
            continue
        try:
            address = urlsplit((link.get("href") or "").strip())
        except ValueError:
            continue
        if address.scheme or address.netloc or not address.path:
            continue
        name = posixpath.normpath(posixpath.join(posixpath.dirname(reading.name), unquote(address.path)))
        try:
            yield files.read(folder, name, _LONGEST).decode("utf-8", "replace")
        except files.FileRefusedError:
            continue


def show_signs(root: Element) -> None:
    """Write the letters of a font of signs, as Word names it, as the signs that it shows, in place."""
    for one in root.iter("span", "font"):
        font = font_of(f"{one.get('style') or ''} {one.get('face') or ''}") if one.attrib else ""
        if font:
            one.text = shown(one.text or "", font) or None


def range_right(root: Element) -> None:
    """Mark the short paragraphs of a page that stand on the right, and its signatures, in place.

    In a page that is written from right to left everything does.
    """
    leftwards = any(one.get("dir", "").lower() == "rtl" for one in root.iter("html", "body"))
    for paragraph in root.iter("p") if not leftwards else ():
        style = styles_of(paragraph).get("text-align") or paragraph.get("align") or ""
        signed = bool(_SIGNED & classes_of(paragraph)) or (
            next(paragraph.iterancestors("footer"), None) is not None
            and not _POSTSCRIPT.match(content_of(paragraph))
        )
        if (signed or style.strip() in {"right", "end"}) and len(content_of(paragraph).split()) <= _SIGNATURE:
            paragraph.set("class", f"{paragraph.get('class') or ''} ranged-right".strip())


def set_apart(article: Element) -> None:
    """Make quotations of the paragraphs of an article that stand further in than its text does, in place.

    So do those of a list of definitions without any terms, as MediaWiki sets them in.
    """
    for list_ in [one for one in article.iter("dl") if _is_indented_prose(one)]:
        list_.tag = "blockquote"
    _set_named(article)
    left = {one: _left(one, article) for one in article.iter("p") if not _stands_in(one, _INDENTED, article)}
    letters = {one: weigh(content_of(one)) for one in left}
    usual = _usual(left, letters)
    further = [one for one, far in left.items() if far - usual >= _SET_IN and _may_be_set_in(one)]
    if sum(letters[one] for one in further) > sum(letters.values()) * _MOST:
        return
    for paragraph in further:
        if left[paragraph] - usual >= _FAR_RIGHT and len(content_of(paragraph).split()) <= _FEW:
            paragraph.set("class", f"{paragraph.get('class') or ''} ranged-right".strip())
        else:
            _quote(paragraph)


def _set_named(article: Element) -> None:
    """Make quotations of paragraphs that are named so, and verse of those named as its lines, in place."""
    lines: list[Element] = []
    for one in list(article.iter("p")):
        names = classes_of(one)
        if not names or _stands_in(one, _INDENTED, article) or one.get("data-role"):
            continue
        if any(map(_NAMED_QUOTE.match, names)) and content_of(one).strip():
            _quote(one)
        elif any(map(_NAMED_LINE.match, names)) and one.find(".//br") is None:
            if lines and one.getprevious() is not lines[-1]:
                _set_lines(lines)
                lines = []
            lines.append(one)
    _set_lines(lines)


def _set_lines(lines: list[Element]) -> None:
    """Make verse of paragraphs that are a line each; an empty one, or one named a first, begins a stanza."""
    said = [content_of(one).strip() for one in lines]
    if sum(map(bool, said)) < 2 or max(map(len, said)) > LONGEST_LINE:
        return
    verse = etree.Element("blockquote", {"class": "verse"})
    lines[0].addprevious(verse)
    for line, words in zip(lines, said, strict=True):
        first = not len(verse) or any("first" in name for name in classes_of(line))
        if not words or first:
            verse.append(etree.Element("p", {name: line.get(name, "") for name in ("data-at", "data-n")}))
        if words:
            if len(verse[-1]):
                etree.SubElement(verse[-1], "br")
            verse[-1].append(line)
            line.tag = "span"
        else:
            detach(line)
        line.tail = None


def _usual(left: Mapping[Element, float], letters: Mapping[Element, int]) -> float:
    """Return how far in half of the letters of a text stand at the most."""
    half = sum(letters.values()) / 2
    for paragraph in sorted(left, key=lambda one: left[one]):
        half -= letters[paragraph]
        if half <= 0:
            return left[paragraph]
    return 0.0


def _may_be_set_in(paragraph: Element) -> bool:
    """Return whether a paragraph has words that begin on the left, and is no item of a typed list."""
    text = content_of(paragraph).strip()
    aligned = styles_of(paragraph).get("text-align", "")
    return bool(text) and not _ITEM.match(text) and not is_verse(paragraph) and aligned not in _ALIGNED


def _is_indented_prose(list_: Element) -> bool:
    """Return whether a list of definitions has no terms, and running text in each."""
    items = list(list_.iterchildren(etree.Element))
    plain = all(
        one.tag == "dd" and len(list(one.iter("a", "math", "img", "table", "dl"))) == 0 for one in items
    )
    return plain and bool(items) and all(content_of(one).strip().endswith(_ENDS) for one in items)


_ENDS: Final = (".", "!", "?", "”", "’", "»", "…", '"', ":", ";", ",")


def _left(paragraph: Element, article: Element) -> float:
    """Return how far the lines of a paragraph are set in, in points, with all that it stands in."""
    far = min(points_of(styles_of(paragraph).get("text-indent", "")), 0.0)
    for element in (paragraph, *paragraph.iterancestors("div", "section")):
        style = styles_of(element)
        far += points_of(style.get("margin-left") or _side(style.get("margin", "")))
        far += points_of(style.get("padding-left", ""))
        if element is article:
            break
    return far


def _side(margin: str) -> str:
    """Return the left one of the margins that a style gives together."""
    parts = margin.split()[:4]
    return parts[(0, 0, 1, 1, 3)[len(parts)]] if parts else ""


def is_large(paragraph: Element) -> bool:
    """Return whether a style sets the letters of a paragraph a fifth beyond the usual, or more."""
    return bool(_LARGE.match(styles_of(paragraph).get("font-size", "")))


def points_of(length: str) -> float:
    """Return a length in points; what is none is nothing."""
    found = _LENGTH.match(length)
    return float(found[1]) * _POINTS[found[2]] if found else 0.0


def _stands_in(element: Element, tags: frozenset[str], article: Element) -> bool:
    """Return whether an element stands, within an article, in one of these or in verse."""
    for above in element.iterancestors():
        if above is article:
            return False
        if above.tag in tags or is_verse(above) or is_quotation(above):
            return True
    return False


def _quote(paragraph: Element) -> None:
    """Put a paragraph into a quotation of its own, or into that before it."""
    before = paragraph.getprevious()
    opened = before is not None and "set-in" in classes_of(before) and not (before.tail or "").strip()
    if before is not None and opened:
        before.append(paragraph)
    else:
        quotation = etree.Element("blockquote", {"class": "set-in"})
        quotation.attrib.update({name: paragraph.get(name, "") for name in ("data-at", "data-n")})
        paragraph.addprevious(quotation)
        quotation.append(paragraph)
        before = quotation
    before.tail, paragraph.tail = paragraph.tail, None


def _told(declarations: str) -> list[tuple[str, str]]:
    """Return the declarations of a rule that have a meaning in a book."""
    pairs = (one.partition(":") for one in declarations.lower().split(";"))
    told = [(name.strip(), value.strip()) for name, _, value in pairs if name.strip() in _PROPERTIES]
    return [
        (name, value)
        for name, value in told
        if name not in {"display", "visibility"} or value.partition(" ")[0] in _UNSHOWN
    ]


def _apply(element: Element, rules: list[tuple[str, str, str]]) -> None:
    """Give an element what the rules of its classes say; its own word comes after theirs."""
    tag = str(element.tag)
    told = [
        f"{name}: {value}" for only, name, value in rules if only in {"", tag} and tag in _PROPERTIES[name]
    ]
    if told:
        element.set("style", "; ".join([*told, element.get("style") or ""]))
