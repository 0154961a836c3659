"""The vocabulary of a manuscript: the one list of what an element, an attribute and an address may be.

A book carries running text and its structure, nothing that runs, asks, moves or fetches. What a source has
beyond the list is unwrapped (its text stays) or dropped (its text goes, and is accounted for) by
`conform.py`, which asks here. No other module knows a list of elements.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from lxml.etree import _Element as Element

from florilegium.book.model import LONGEST_LINK
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: Attributes by which our readers tell that a passage cites works: their keys, and how it is to be set.
CITES, SET_AS = "data-cites", "data-set"

#: Headings, the highest first.
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")

#: Blocks of running text. `h1` to `h6` are ranked later; `dt` and `summary` become bold paragraphs.
LEAVES: Final[dict[str, str]] = {
    **{tag: tag for tag in ("p", *HEADINGS, "pre")},
    "listing": "pre",
    "xmp": "pre",
    "plaintext": "pre",
    "dt": "p",
    "summary": "p",
    "legend": "p",
}

#: Blocks that hold blocks.
CONTAINERS: Final[dict[str, str]] = {
    **{tag: tag for tag in ("blockquote", "ul", "ol", "li", "figure", "figcaption")},
    **{tag: tag for tag in ("table", "caption", "thead", "tbody", "tr", "td", "th")},
    "tfoot": "tbody",
    "dir": "ul",
    "menu": "ul",
}

#: Blocks of a page that a manuscript has no need of; their content stays.
UNWRAPPED: Final = frozenset(
    {
        *("html", "body", "div", "section", "article", "main", "header", "footer", "aside", "nav", "address"),
        *("center", "details", "fieldset", "hgroup", "dl", "dd", "search", "form", "noframes", "optgroup"),
    }
)

#: Inline elements, and those that mean the same.
INLINE: Final[dict[str, str]] = {
    **{tag: tag for tag in ("em", "strong", "i", "b", "cite", "sup", "sub", "code", "a", "span")},
    **{tag: tag for tag in ("u", "s", "ins", "mark", "small")},
    **dict.fromkeys(("del", "strike"), "s"),
    "q": "span",  # its quotation marks are written by `conform.py`
    **dict.fromkeys(("kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("var", "dfn"), "i"),
}

#: Elements that go with all that they hold. True: a reader of the page would miss it, so it is reported.
DROPPED: Final[dict[str, bool]] = {
    **dict.fromkeys(("script", "style", "template", "noscript", "head", "title", "base", "basefont"), False),
    **dict.fromkeys(("link", "meta", "param", "source", "track", "col", "colgroup", "frame", "area"), False),
    **dict.fromkeys(("button", "datalist", "dialog", "input", "map", "meter", "progress"), False),
    **dict.fromkeys(("applet", "audio", "canvas", "embed", "frameset", "iframe", "object", "svg"), True),
    **dict.fromkeys(("video", "select", "textarea", "noembed"), True),
}

#: Names of struck-through text.
STRUCK: Final = frozenset({"del", "s", "strike"})

#: Attributes that a reader needs, by element; every other goes. `*` is for all.
ATTRIBUTES: Final[dict[str, tuple[str, ...]]] = {
    "*": ("lang", "dir"),
    "a": ("href", "title"),
    "img": ("src", "alt", "title", "description"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "ol": ("start", "type", "reversed"),
    "li": ("value", "data-marker"),
}

#: Names by which a cell tells where its text stands.
_ALIGNED: Final = {
    **dict.fromkeys(("has-text-align-right", "text-right", "text-end", "right"), "right"),
    **dict.fromkeys(("has-text-align-center", "text-center", "center"), "center"),
}

_NUMBERS: Final = {"colspan": 100, "rowspan": 1000}
_COUNT: Final = regex(r"-?\d{1,4}\Z", re.ASCII)
_LISTED: Final = {"start": _COUNT, "value": _COUNT, "type": regex(r"[aAiI]\Z")}
_LANGUAGE: Final = regex(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,6}\Z")
_SCOPES: Final = frozenset({"row", "col", "rowgroup", "colgroup"})
_UNPRINTED: Final = regex(r"[\x00-\x20\x7f]+")
_LINE_END: Final = regex(r"\s*[\r\n]\s*")
_PATH: Final = regex(r"(?:https?:)?//[^\s/?#]+[/?#]", re.IGNORECASE)
_VERSE: Final = frozenset(
    {
        "verse",
        "wp-block-verse",
        "poem",
        "poetry",
        "stanza",
        "line-block",
        "lineblock",
        "preformatted-block",
        "ws-poem",
    }
)
_QUOTATION: Final = frozenset(
    {"blockquot", "blockquote", "block-quote", "block_quote", "blockquotation", "quotation", "extract"}
)

#: Classes of blocks by which a source says what they are, and the names that manuscripts have for them.
_SHAPES: Final = {
    "p": {"ranged-right": "right"}
    | {name: name for name in ("salutation", "speech", "speaker", "stage")}
    | {"stage-direction": "stage", "persona": "speaker"},
    "blockquote": {"epigraph": "motto", "motto": "motto"},
}
_SMALL_CAPITALS: Final = frozenset({"smallcaps", "small-caps", "smcp", "sc"})

#: Letters spaced out so far are spaced for emphasis: from 0.08 em, 1 pt, 2 px.
_SPACED: Final = regex(
    r"(?:0?\.(?:0[89]|[1-9])\d*|[1-9]\d*(?:\.\d+)?)r?em\b|[1-9][\d.]*pt\b|(?:[2-9]|[1-9]\d)[\d.]*px\b"
)

#: What a style on an element means, as an inline element: (property, pattern, element).
_STYLES: Final = (
    ("font-style", regex(r"italic|oblique"), ("i", "")),
    ("font-weight", regex(r"bold|[6-9]00"), ("b", "")),
    ("vertical-align", regex(r"super"), ("sup", "")),
    ("vertical-align", regex(r"sub"), ("sub", "")),
    ("font-variant", regex(r"small-caps"), ("span", "smallcaps")),
    ("letter-spacing", _SPACED, ("span", "spaced")),
    ("text-decoration", regex(r"(?:.*\s)?underline"), ("u", "")),
    ("text-decoration", regex(r"(?:.*\s)?line-through"), ("s", "")),
)

#: Names of underlined and of marked words.
_NAMED_LOOKS: Final = {"underline": "u", "ul": "u", "mark": "mark"}
_PLAIN: Final = {"b": ("font-weight", "normal"), "strong": ("font-weight", "normal")}


@dataclass(frozen=True)
class Inline:
    """An inline element to be opened: its name and its attributes."""

    tag: str
    attributes: dict[str, str]


@dataclass(frozen=True)
class Links:
    """Where the links of a source may lead.

    `base` is the address of the page, against which relative links are read. `wanted` are the places in the
    source that its own links name; `known` are the places that it has, or None when a link may also name a
    heading or another text of the book, as in Markdown.
    """

    base: str = ""
    wanted: frozenset[str] = frozenset()
    known: frozenset[str] | None = None

    @classmethod
    def of(cls, trees: Sequence[Element], base: str = "", open_: bool = False) -> Links:
        """Return the links of a source's text and notes; `open_` ones may name what the source has not."""
        hrefs = ((link.get("href") or "").strip() for tree in trees for link in tree.iter("a"))
        wanted = frozenset(unquote(href[1:]) for href in hrefs if href.startswith("#"))
        known = frozenset(name for tree in trees for element in tree.iter("*") for name in names_of(element))
        return cls(base, wanted, None if open_ else known & wanted)

    def to(self, value: str) -> str:
        """Return the address for a value of `href`, or an empty text for one that leads nowhere."""
        if not value.startswith("#"):
            return address(value, self.base)
        name = unquote(value[1:])
        return f"#{name}" if name and (self.known is None or name in self.known) else ""


def names_of(element: Element) -> tuple[str, ...]:
    """Return the names by which links may lead to an element."""
    id_, name = element.get("id"), element.get("name") if element.tag == "a" else None
    return tuple(filter(None, (id_, name))) if id_ or name else ()


def inline_of(element: Element, links: Links) -> tuple[Inline, ...]:
    """Return what an inline element of a source becomes: none, one, or (a styled `span`) several."""
    tag = INLINE.get(str(element.tag))
    style, classes = styles_of(element), classes_of(element)
    attributes = attributes_of(element, tag or "span", links)
    if tag == "a" and "href" not in attributes:
        return ()
    if tag in _PLAIN and style.get(_PLAIN[tag][0], "").startswith(_PLAIN[tag][1]):
        tag = None
    found = [Inline(tag, attributes)] if tag and tag != "span" else []
    for name, pattern, (styled, class_) in _STYLES if style else ():
        idle = class_ == "spaced" and style.get("font-variant", "").startswith("small-caps")
        if pattern.match(style.get(name, "")) and (class_ or styled != tag) and not idle:
            if name == "text-decoration" and _has_link(element):
                continue
            found.append(Inline(styled, {"class": class_} if class_ else {}))
    if _SMALL_CAPITALS & classes:
        found.append(Inline("span", {"class": "smallcaps"}))
    if tag in {None, "span"}:
        named = {_NAMED_LOOKS[name] for name in classes & _NAMED_LOOKS.keys()}
        found += [Inline(name, {}) for name in sorted(named) if not _has_link(element)]
    if tag in {None, "span"} and "spaced" in classes:
        found.append(Inline("span", {"class": "spaced"}))
    if element.get(CITES):
        told = {"class": "citation", "cites": element.get(CITES, ""), "set": element.get(SET_AS, "")}
        at = element.get("data-at", "") if element.get(SET_AS) else ""
        found.append(Inline("span", {name: value for name, value in (*told.items(), ("at", at)) if value}))
    if tag in {None, "span"} and {"lang", "dir"} & attributes.keys():
        found.append(
            Inline("span", {name: attributes[name] for name in ("lang", "dir") if name in attributes})
        )
    return tuple(found)


def _has_link(element: Element) -> bool:
    """Return whether an element is a link, or stands in one or round one: links are underlined as such."""
    return element.tag == "a" or any(True for _ in (*element.iterancestors("a"), *element.iter("a")))


def attributes_of(element: Element, tag: str, links: Links | None = None) -> dict[str, str]:
    """Return the attributes of an element that a manuscript keeps, made safe."""
    found: dict[str, str] = {}
    for name in (*ATTRIBUTES["*"], *ATTRIBUTES.get(tag, ())):
        value = element.get(name) or (element.get("xml:lang") if name == "lang" else None) or ""
        if name == "reversed" and element.get(name) is not None:
            value = name
        if value:
            value = _value(name, value, links or Links())
        if value or (name == "alt" and element.get("alt") is not None):
            found[name] = value
    return found


def _value(name: str, value: str, links: Links) -> str:
    """Return one attribute's value, or an empty text when it is of no use."""
    if name == "href":
        return links.to(_LINE_END.sub("", value).strip())
    lines = (" ".join(line.split()) for line in value.splitlines())
    value = ("\n" if name == "description" else " ").join(line for line in lines if line)
    if name in _LISTED:
        return value if _LISTED[name].match(value) and (name, value) != ("start", "1") else ""
    if name in _NUMBERS:
        sound = value.isascii() and value.isdigit() and 1 <= int(value[:6]) <= _NUMBERS[name]
        return value if sound and value != "1" else ""
    if name == "dir":
        return value.lower() if value.lower() in {"ltr", "rtl"} else ""
    if (name == "scope" and value not in _SCOPES) or (name == "lang" and not _LANGUAGE.match(value)):
        return ""
    return value


def address(value: str, base: str = "") -> str:
    """Return an address outside the book to which it may lead, or an empty text.

    One that is too long to be a link leads nowhere. Only `http`, `https` and `mailto` lead somewhere from a
    book. Spaces and control characters inside are how another scheme is hidden; in the path of a page a space
    is one of its letters, as in the name of a file.
    """
    if _PATH.match(value.strip()):
        value = value.strip().replace(" ", "%20")
    value = _UNPRINTED.sub("", value)
    if not value or len(value) > LONGEST_LINK:
        return ""
    try:
        joined = urljoin(base, value) if base else value
        parts = urlsplit(f"https:{joined}" if joined.startswith("//") else joined)
        _ = parts.port
    except ValueError:
        return ""
    aim = parse_qs(parts.query).get("q", [""])[0] if _is_detour(parts.hostname, parts.path) else ""
    if aim.startswith(("http://", "https://")):
        return address(aim)
    if parts.scheme == "mailto":
        return parts.geturl() if "@" in parts.path else ""
    return parts.geturl() if parts.scheme in {"http", "https"} and parts.hostname else ""


def _is_detour(host: str | None, path: str) -> bool:
    """Return whether an address only leads on to another, as Google Docs writes every link."""
    return host in {"www.google.com", "google.com"} and path == "/url"


def styles_of(element: Element) -> dict[str, str]:
    """Return the declarations of an element's `style`, lower case."""
    found: dict[str, str] = {}
    style = element.get("style")
    for declaration in style[:2000].lower().split(";") if style else ():
        name, _, value = declaration.partition(":")
        found[name.strip()] = value.strip()
    return found


def classes_of(element: Element) -> set[str]:
    """Return the classes of an element, lower case."""
    classes = element.get("class")
    return set(classes.lower().split()) if classes else set()


def alignment_of(cell: Element) -> str:
    """Return where a cell, or its paragraph, says that its text stands: `right`, `center`, or nothing."""
    for element in (cell, *cell.iterchildren("p", "div")):
        named = next((_ALIGNED[name] for name in sorted(classes_of(element)) if name in _ALIGNED), "")
        told = styles_of(element).get("text-align") or element.get("align") or element.get("data-align") or ""
        value = named or told.strip().lower().rpartition("-")[2]
        if value in {"right", "center", "end"}:
            return "center" if value == "center" else "right"
    return ""


def is_verse(element: Element) -> bool:
    """Return whether a block says that it is verse."""
    return bool(_VERSE & classes_of(element))


def shape_of(block: Element, tag: str) -> str:
    """Return what a block says that it is, where it is set otherwise than its kind; empty for the usual.

    A paragraph ranges right (a signature, a date, the source of an epigraph), or is a salutation or a part of
    a play; a quotation is verse, or the epigraph of a text (a `motto`, for the book's has a page).
    """
    if tag == "blockquote" and is_verse(block):
        return "verse"
    said = classes_of(block) | set((block.get("data-epub-type") or "").split())
    if not said:
        return ""
    return next((shape for name, shape in _SHAPES.get(tag, {}).items() if name in said), "")


def is_quotation(element: Element) -> bool:
    """Return whether a division is a quotation by its class, and holds none that is so by its tag."""
    return bool(_QUOTATION & classes_of(element)) and element.find(".//blockquote") is None
