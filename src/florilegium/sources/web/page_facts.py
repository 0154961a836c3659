"""What a page says about itself where no reader sees it: titles, authors, the name of its site.

Read are schema.org's JSON-LD, the `meta` elements of Open Graph, Dublin Core, Highwire and the press, and
microdata. A title is taken from here only if no heading of the page is one; it helps to know that heading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.roles.features import folded, names_in
from florilegium.sources.tree.cutting import text_of
from florilegium.sources.tree.vocabulary import classes_of
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_TITLES: Final = (
    *("og:title", "twitter:title", "citation_title", "parsely-title", "sailthru.title", "headline"),
    *("dc.title", "dcterms.title", "dc:title", "hdl", "article.headline"),
)
_AUTHORS: Final = (
    *("dc:creator", "dcterm:creator", "dc.creator", "dcterms.creator", "citation_author", "author"),
    *("parsely-author", "sailthru.author", "article:author", "og:article:author", "byl", "authors"),
    *("article.author", "og:author"),
)
_SITES: Final = ("og:site_name", "application-name", "al:android:app_name", "cre")
_DESCRIPTIONS: Final = ("og:description", "description", "twitter:description", "dc.description")

#: Types of schema.org that are an article.
_ARTICLES: Final = regex(
    r"article|posting|report|review|chapter|creativework|webpage|recipe|howto", re.IGNORECASE
)
#: Where one object of JSON-LD holds others.
_INNER: Final = ("@graph", "mainEntity", "mainEntityOfPage")
#: What some sites write round their JSON-LD.
_WRAPPED: Final = regex(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$", re.ASCII
)

#: What parts a title from the name of its site.
_SEPARATOR: Final = regex(r"\s+(?:[|–—·»•«/\\_-]|::|<|>)+\s+|\s*\|\s*")
#: Names of elements that show the name of a site, and addresses of its front page.
_BRAND: Final = regex(
    r"(?:^|[-_ ])(?:logo(?:type)?|brand|branding|wordmark|site-?(?:title|name|logo|branding))(?:$|[-_ ])"
)
_FRONT: Final = regex(r"(?:https?:)?(?://[^/]+)?/?\Z")
#: What no name has in it.
_ADDRESS: Final = regex(r"https?://|www\.|@\w|^/")
#: Names of what somebody else has said or written on a page.
_OTHERS: Final = regex(r"comment|quot|testimonial")
_BYLINE: Final = regex(
    r"byline|(?:^|[\s_-])author(?:$|\s|[-_]?name)|(?:^|\s)p-author(?:$|\s)|(?:^|[\s_-])submitted(?:$|\s)|(?:^|\s)post-footers(?:$|\s)"
)

#: No JSON-LD is longer, in letters; no article has more authors; no byline is longer.
_LONGEST: Final = 300_000
_MOST: Final = 12
_LINE: Final = 100


@dataclass(frozen=True)
class PageFacts:
    """What a page says of itself: titles, the surest first; authors; names of the site; descriptions.

    `byline` is the line that its names of elements give away as such. A part of a title that the page shows
    as its sign is a name of the site too.
    """

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    byline: str = ""

    @property
    def title(self) -> str:
        """Return the surest title, without the site's name before or after it."""
        return without_site(self.titles[0], self.sites) if self.titles else ""


def facts_of(root: Element) -> PageFacts:
    """Read what a page says of itself."""
    meta = _meta_of(root)
    found = [one for one in _linked_data(root) if _ARTICLES.search(_type_of(one))]
    found.sort(key=lambda one: "page" in _type_of(one).lower())
    titles = [str(one["headline"]) for one in found if isinstance(one.get("headline"), str)]
    titles += [value for name in _TITLES for value in meta.get(name, ())]
    titles += [text_of(one) for one in root.iter("title") if next(one.iterancestors("svg"), None) is None][:1]
    sites = [value for name in _SITES for value in meta.get(name, ())]
    sites += [name for one in found for name in _names(one.get("publisher"))]
    shown = [text_of(one) for one in root.iter(etree.Element) if _is_byline(one) and not _is_commented(one)]
    shown = [text for text in shown if 0 < len(text) < _LINE]
    titles = list(_tidy(titles))
    sites = [site for site in _tidy(sites) if site not in titles[:1]]
    return PageFacts(
        titles=tuple(titles),
        authors=_authors(root, meta, found, sites),
        sites=_tidy([*sites, *_signs(root, titles)]),
        descriptions=_tidy(value for name in _DESCRIPTIONS for value in meta.get(name, ())),
        byline=next((text for text in shown if _names_somebody(text)), next(iter(shown), "")),
    )


def without_site(title: str, sites: Sequence[str]) -> str:
    """Return a page's title without the name of its site."""
    parts = parts_of(title)
    names = {folded(site) for site in sites}
    kept = [part for part in parts if folded(part) not in names]
    if len(kept) < len(parts) and kept:
        return title[title.find(kept[0]) : title.rfind(kept[-1]) + len(kept[-1])]
    return _longer(*parts) if len(parts) == 2 else title


def parts_of(title: str) -> list[str]:
    """Return the parts of a page's title that its separators tell apart."""
    return [part for part in _SEPARATOR.split(title) if part and part.strip()]


def _longer(first: str, last: str) -> str:
    """Return the part of a title that is the article's: the longer, and of two alike the first."""
    one, other = len(first.split()), len(last.split())
    if one == other == 1:
        return max(first, last, key=len)
    return first if one >= other else last


def _signs(root: Element, titles: Sequence[str]) -> list[str]:
    """Return the parts of titles that the page shows as the name of its site, or has in its address."""
    parts = {folded(part): part for title in titles for part in parts_of(title) if part != title}
    if not parts:
        return []
    shown = set()
    for one in root.iter("a", "img", "div", "span", "p", "h1", "h2", "header"):
        if (one.tag == "a" and _FRONT.match((one.get("href") or "-").strip())) or _is_sign(one):
            pictures = [one] if one.tag == "img" else one.iter("img")
            shown |= {folded(text_of(one)), *(folded(img.get("alt") or "") for img in pictures)}
    return [part for words, part in parts.items() if words in shown]


def _is_sign(element: Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return len(names) > 1 and bool(_BRAND.search(names))


def _tidy(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))


def _meta_of(root: Element) -> dict[str, list[str]]:
    """Return the contents of the `meta` elements, by their names in lower case."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        names = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower().split()
        content = (meta.get("content") or "").strip()
        for name in names if content else ():
            found.setdefault(name, []).append(content)
    return found


def _linked_data(root: Element) -> Iterator[dict[str, Any]]:
    """Yield every object of the page's JSON-LD; what is no JSON says nothing."""
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(text) > _LONGEST:
            continue
        try:
            waiting = [json.loads(_WRAPPED.sub("", text), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict):
                yield one
                waiting += [one[key] for key in _INNER if isinstance(one.get(key), list | dict)]


def _type_of(one: Mapping[str, Any]) -> str:
    kind = one.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _names(value: Any) -> list[str]:
    """Return the names in what JSON-LD gives as a person or body."""
    if isinstance(value, list):
        return [name for one in value[:_MOST] for name in _names(one)]
    if isinstance(value, dict):
        return _names(value.get("name"))
    return [value] if isinstance(value, str) else []


def _authors(
    root: Element,
    meta: Mapping[str, list[str]],
    found: Sequence[Mapping[str, Any]],
    sites: Sequence[str],
) -> tuple[str, ...]:
    """Return the authors as the surest of the places that tell any has them."""
    linked = [name for one in found for name in _names(one.get("author") or one.get("creator"))]
    marked = [text_of(one) for one in root.iter(etree.Element) if _is_author(one) and not _is_commented(one)]
    names = {folded(site) for site in sites}
    for candidates in (linked, *(meta.get(name, []) for name in _AUTHORS), marked):
        tidy = [name.strip(" ,;|") for name in _tidy(candidates)]
        sound = [
            name
            for name in tidy
            if 1 < len(name) < _LINE and not _ADDRESS.search(name) and folded(name) not in names
        ]
        if sound:
            return tuple(dict.fromkeys(sound))[:_MOST]
    return ()


def _is_author(element: Element) -> bool:
    """Return whether an element is marked as the name of the author."""
    if "author" in (element.get("rel") or "").split():
        return True
    props = (element.get("itemprop") or "").split()
    if not props:
        return False
    if "name" in props:
        return any("author" in (above.get("itemprop") or "").split() for above in element.iterancestors())
    return "author" in props and element.find(".//*[@itemprop='name']") is None


def _is_commented(element: Element) -> bool:
    """Return whether an element stands among what readers wrote."""
    return any("comment" in name for above in element.iterancestors() for name in classes_of(above))


def _names_somebody(text: str) -> bool:
    """Return whether a line is the names of persons, after a word for *by* perhaps."""
    return bool(names_in(text) or names_in(text.partition(" ")[2]))


def _is_byline(element: Element) -> bool:
    """Return whether an element, and none in it, is named as the line that names the author."""
    return _is_named(element) and not any(_is_named(one) for one in element.iterdescendants(etree.Element))


def _is_named(element: Element) -> bool:
    if not element.get("class") and not element.get("id"):
        return False
    names = " ".join([*sorted(classes_of(element)), (element.get("id") or "").lower()])
    return bool(_BYLINE.search(names)) and not _OTHERS.search(names)
