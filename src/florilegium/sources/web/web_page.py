"""The article inside a saved page: which element holds it, and what round it and in it is of the site.

What a page hides goes first, then what the names of elements give away as the site's. Then the prose says
where the article is (`main_content.py`), the page's own titles which heading is its title (`page_title.py`),
and what stands beside both is looked at (`surroundings.py`). What is unsure stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import Piece, content_of
from florilegium.sources.roles.features import ends_sentence
from florilegium.sources.tree.cutting import cut, detach, mass, text_of
from florilegium.sources.tree.source_pages import PAGE_MARK, is_break
from florilegium.sources.tree.vocabulary import HEADINGS, classes_of, styles_of
from florilegium.sources.web.insets import take_insets
from florilegium.sources.web.main_content import (
    Prose,
    elect,
    is_document,
    is_links,
    is_prose,
    is_within,
    order,
    paragraphs,
)
from florilegium.sources.web.page_facts import PageFacts
from florilegium.sources.web.page_title import find_title, is_ordinal, mark_deck, mark_group
from florilegium.sources.web.site_names import (
    COMMENTED,
    COMMENTS,
    ELSEWHERE,
    HEADING_NAMES,
    HIDDEN,
    METAS,
    PLAYER,
    SITE,
    SITE_NAMES,
    SITE_ROLES,
    TELLING,
)
from florilegium.sources.web.surroundings import beside, boxes, cards, site_of
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: The most words that a block with such a role has.
_SHORT: Final = {
    "byline": 25,
    "dateline": 25,
    "deck": 60,
    "bio": 300,
    "credit": 40,
    "title": 40,
    "quote": 2000,
    "boilerplate": 40,
}

#: Elements that may be a part of the site by their name, and how many words such a part has at most.
_PARTS: Final = frozenset(
    {"div", "ul", "ol", "section", "aside", "footer", "header", "span", "form", "table", "dl"}
)
_WORDS: Final = 120

#: Names of a paragraph that is a title, or the number above one, as programs for layout write their styles.
_TITLED: Final = regex(r"(?:(?:chap(?:ter)?|article|essay|story)[-_ ]?)?(?:title|ttl)|ct")
_NUMBERS: Final = regex(r"(?:chap(?:ter)?|article|essay|story)[-_ ]?(?:num(?:ber)?|no)|cn")

#: When a page of the web may have appeared, as its markup says; the date of an old letter is text.
_PUBLISHED: Final = regex(r"(?:199|20)\d\d")

#: Elements that are no part of the site by their name; nor are these of a table that has a head, as pandoc's
#: rows of the class `header`.
_TEXTS: Final = frozenset({"body", "article", "main", "p", "h1", "call", "thead", "caption"})
_ROWS: Final = frozenset({"tbody", "tfoot", "tr", "th", "td"})

#: Words of a signature in a footer.
_SIGNATURE: Final = 12

#: Words of a paragraph that is told though the page hides it.
_SENTENCE: Final = 10

_YEAR: Final = regex(r"\b(?:1[5-9]|20)\d\d\b")

#: How pages of a printed original are named, and how their numbers stand in the text.
_PAGE: Final = regex(r"(?:page|pg|p|pp|seite|s)[-_.:]?([0-9]{1,4}|[ivxlc]{1,7})", re.IGNORECASE)
_NUMBERED: Final = regex(
    r"\s*[\[({]?\s*(?:page|pg|pp?|s)?\.?\s*([0-9]{1,4}|[ivxlc]{1,7})\s*[\])}]?\s*", re.IGNORECASE
)

#: What authors name their boxes too.
_ASIDE: Final = regex(r"(?:^|[-_])sidebar(?:$|[-_])")

#: Elements that hold no text of an article, and what they are.
_SITE_TAGS: Final = {"nav": "a menu", "dialog": "a window over the page"}

_UNSEEN: Final = "left out: hidden on the page"
_OUTSIDE: Final = "left out: stands outside the article"

#: A part of the site is less than this share of a page's text, or it is the article after all; readers may
#: have written more than the author, and what is hidden may be a film's words.
_SHARE: Final = 0.35
_COMMENTS_SHARE: Final = 0.9
_HIDDEN_SHARE: Final = 0.75


@dataclass(frozen=True)
class Article:
    """The element that holds the article, and all that was cut from round it and in it."""

    element: Element
    pieces: tuple[Piece, ...]


def find_article(root: Element, facts: PageFacts, language: str) -> Article:
    """Find the article of a page and cut away what is the site's, in place."""
    body, site = next(root.iter("body"), root), site_of(root)
    whole = max(mass(body), 1)
    alone = is_document(root, whole)
    pieces = [cut(element, "boilerplate", _UNSEEN) for element in _hidden(body, whole)]
    pieces += [cut(element, part.role, part.fate) for element, part in _site_parts(body, whole)]
    prose = Prose(body)
    article, best = elect(body, prose)
    title = find_title(body, article, best, facts)
    article = body if alone else article
    if title is not None and article is not body and not is_within(title, article):
        _move_to_front(title, article)
    pieces += _outside(article, root)
    mark_roles(article)
    _unmark_within(article, best)
    if title is not None and not any(one.get("data-role") == "title" for one in article.iter(etree.Element)):
        title.set("data-role", "title")
        mark_group(title)
        mark_deck(title, best, article, facts)
    if not alone:
        told = [(element, "left out: leads to other pages") for element in cards(article)]
        pieces += [cut(element, "boilerplate", why) for element, why in told]
        inside = boxes(article, prose, site, language)
        pieces += [cut(element, "boilerplate", why) for element, why in inside]
    around = list(beside(best, article, title, prose, alone=alone))
    pieces += [cut(element, "boilerplate", why) for element, why in around]
    pieces += take_insets(article)
    return Article(article, tuple(piece for piece in pieces if piece.characters))


def report_hidden(pieces: Sequence[Piece], reading: Reading) -> None:
    """Tell of paragraphs that a page hides amid its text, as it does with what opens at a click.

    Reports:
        S050: a page hides prose that stands between paragraphs of its text.
    """
    text = [piece.order for piece in pieces if piece.block is not None]
    for piece in pieces:
        if piece.fate != _UNSEEN or piece.cut is None or not text or not text[0] < piece.order < text[-1]:
            continue
        found = [(words, linked) for one, words, linked in paragraphs(piece.cut) if one.tag == "p"]
        said = (words for words, linked in found if is_prose(words, linked) and ends_sentence(words))
        first = next((words.split() for words in said), [])
        if len(first) >= _SENTENCE:
            message = f"the page hides a paragraph here, which is not in the text: “{' '.join(first[:6])} …”"
            hint = f"If it is of the article, say so: `roles: [{{line: {piece.line}, role: body}}]`."
            reading.problem("S050", str(piece.line), message, hint)


def _hidden(body: Element, whole: int) -> list[Element]:
    """Return the outermost elements that the page does not show; nearly all of it a script would show."""
    found: list[Element] = []
    events = etree.iterwalk(body, events=("start",))
    for _, element in events:
        if element is not body and _is_hidden(element) and mass(element) <= whole * _HIDDEN_SHARE:
            found.append(element)
            events.skip_subtree()
    return found


def _is_hidden(element: Element) -> bool:
    """Return whether a page does not show an element.

    What is kept from those who hear the page is mostly an ornament; a caption is one that repeats what its
    picture says to them, and is seen.
    """
    style = styles_of(element)
    unheard = element.get("aria-hidden") == "true" and element.tag not in {"figcaption", "caption"}
    said = element.get("hidden") is not None or unheard
    shown = style.get("display", "").startswith("none") or style.get("visibility", "").startswith("hidden")
    return said or shown


@dataclass(frozen=True)
class _SitePart:
    """What a part of the site is, and what becomes of it."""

    role: str
    fate: str = ""


_COMMENT: Final = _SitePart("comment")


def _site_parts(body: Element, whole: int) -> list[tuple[Element, _SitePart]]:
    """Return the outermost parts of a page that its names give away as the site's, with what they are."""
    found: list[tuple[Element, _SitePart]] = []
    events = etree.iterwalk(body, events=("start",))
    for _, element in events:
        part = _site_part(element)
        share = _COMMENTS_SHARE if part is _COMMENT else _SHARE
        if part and mass(element) <= whole * share and not _holds_title(element):
            found.append((element, part))
            events.skip_subtree()
    return found


def _site_part(element: Element) -> _SitePart | None:
    """Return what a part of the site is, or None for what may be of the article."""
    tag = str(element.tag)
    if tag in _TEXTS or tag == PAGE_MARK or (tag in _ROWS and _is_headed(element)):
        return None
    names = classes_of(element) | {(element.get("id") or "").lower()}
    if names & COMMENTS or (tag in _PARTS and COMMENTED.search(" ".join(sorted(names)))):
        return _COMMENT
    why = _site_reason(element, tag, names)
    return _SitePart("boilerplate", f"left out: {why}") if why else None


def _is_headed(element: Element) -> bool:
    """Return whether an element stands in a table with a head, which is of the text and lays out no page."""
    table = next(element.iterancestors("table"), None)
    return table is not None and next(table.iter("th"), None) is not None


def _site_reason(element: Element, tag: str, names: set[str]) -> str:
    """Return why an element is a part of the site, or an empty text."""
    if names & HIDDEN or _is_page_number(element, tag) or (is_break(element) and _is_small(element)):
        unseen = min(names & HIDDEN, default="")
        return f"named “{unseen}”, which readers do not see" if unseen else "the number of a printed page"
    if tag in _SITE_TAGS or element.get("role") in SITE_ROLES:
        return _SITE_TAGS.get(tag) or f"its role is “{element.get('role')}”"
    kind = tag if tag != "div" else element.get("title") or ""  # as LibreOffice names them
    if kind in {"header", "footer"} and (tag == "div" or _is_page_level(element)):
        return "the head of the page" if kind == "header" else "the foot of the page"
    site_names = names & SITE_NAMES
    if site_names and site_names <= HEADING_NAMES and _is_heading(element):
        site_names = set()
    if site_names and _is_small(element):
        return f"named “{min(site_names)}”, a part of the site"
    if tag in _PARTS and (name := _site_name(element, names)):
        return f"named “{name}”, a part of the site"
    return "links beside the text" if tag == "aside" and is_links(element) else ""


def _is_heading(element: Element) -> bool:
    """Return whether an element is a heading, or holds all the words of one."""
    heading = next((one for one in (element, *element.iterancestors()) if one.tag in HEADINGS), None)
    return heading is not None and content_of(heading).split() == content_of(element).split()


def _is_page_number(element: Element, tag: str) -> bool:
    """Return whether an element is named as a page of a printed original, and shows only its number."""
    if tag not in {"a", "span", "sup", "div"}:
        return False
    named = _PAGE.fullmatch(element.get("id") or (element.get("name") if tag == "a" else "") or "")
    shown = _NUMBERED.fullmatch(content_of(element)) if named else None
    return bool(named and shown and named[1].lstrip("0") == shown[1].lstrip("0"))


def _site_name(element: Element, names: set[str]) -> str:
    """Return the name by which a block is of the site, if what it holds agrees; else an empty text."""
    player = next((name for name in sorted(names) if PLAYER.search(name)), "")
    if player:
        spoken = any(is_prose(text, linked) for _, text, linked in paragraphs(element))
        return "" if spoken else player
    told = (name for name in sorted(names) if SITE & set(re.split(r"[-_]+", name)) or ELSEWHERE.search(name))
    name = next(told, "")
    if name and _ASIDE.search(name) and _is_asides(element):
        return ""
    return name if name and (_is_small(element) or is_links(element)) else ""


def _is_asides(element: Element) -> bool:
    """Return whether a box has prose, and leads nowhere and asks for nothing, as an author's aside."""
    asks = next(element.iter("a", "form", "input", "button", "iframe", "img", "li"), None) is not None
    return not asks and any(is_prose(text, linked) for _, text, linked in paragraphs(element))


def _is_small(element: Element) -> bool:
    return len(content_of(element).split()) <= _WORDS


def _is_page_level(element: Element) -> bool:
    """Return whether a header or footer is the page's: outside the article and its sections, or mostly links.

    One that stands straight in the page and has a few words, none of them a link, may be a signature.
    """
    if is_links(element) or (element.tag == "header" and element.find(".//nav") is not None):
        return True
    above = [str(one.tag) for one in element.iterancestors()]
    if element.tag == "header" or {"article", "main", "blockquote", "section"} & set(above):
        return False
    signed = above[:1] == ["body"] and element.find(".//a") is None
    return not (signed and len(content_of(element).split()) <= _SIGNATURE and "©" not in content_of(element))


def _holds_title(element: Element) -> bool:
    """Return whether an element holds the page's title; a link to the site's front page is none."""
    heading = next(element.iter("h1"), None)
    return heading is not None and not is_links(heading)


def _move_to_front(title: Element, article: Element) -> None:
    """Move a title that stands outside the article into it."""
    if title in article.iterancestors() or title is article:
        return  # a heading that holds the article stands before it already
    detach(title)
    article.insert(0, title)
    title.tail, article.text = article.text, None


def _outside(article: Element, root: Element) -> list[Piece]:
    """Cut all that stands round the article."""
    pieces = []
    inner = article
    while inner is not root and (parent := inner.getparent()) is not None:
        for sibling in [one for one in parent if one is not inner and isinstance(one.tag, str)]:
            part = _site_part(sibling) or _SitePart("boilerplate", _OUTSIDE)
            pieces.append(cut(sibling, part.role, part.fate))
        pieces.append(_loose_text(parent, inner))
        inner = parent
    return pieces


def _loose_text(parent: Element, inner: Element) -> Piece:
    """Return the text that stands between the elements round the article."""
    loose = " ".join([parent.text or "", *(child.tail or "" for child in parent)])
    line = int(parent.get("data-at", "0").partition(":")[0] or 0)
    order = int(inner.get("data-n", 0))
    words = " ".join(loose.split())
    return Piece.row(role="boilerplate", line=line, text=words, order=order, fate=_OUTSIDE)


def mark_roles(tree: Element) -> None:
    """Give the elements of a tree the roles that their names tell, in place."""
    for time in list(tree.iter("time")):
        _mark_time(time)
    for element in tree.iter(etree.Element):
        _mark(element)
    _settle_titles(tree)


def _settle_titles(tree: Element) -> None:
    """Let only the first of the paragraphs that are named titles be one, with a number above it, in place.

    Those further on head what follows.
    """
    first = None
    for title in [one for one in tree.iter("p") if one.get("data-role") == "title"]:
        before = title.getprevious()
        if first is None:
            first = title
            numbered = before is not None and before.tag == "p" and is_ordinal(text_of(before))
            if before is not None and numbered and any(map(_NUMBERS.fullmatch, classes_of(before))):
                before.set("data-role", "title")
        elif before is not first:
            title.attrib.pop("data-role")
            title.tag = "h2"
        else:
            first = title


def _unmark_within(article: Element, best: Element) -> None:
    """Let what stands amid the prose of an article be text though it is named a date or an author, in place.

    So are the date of a letter that it prints, and who said what it quotes.
    """
    named = [one for one in article.iter(etree.Element) if one.get("data-role") in {"byline", "dateline"}]
    if not named:
        return
    prose = [
        order(one) for one, text, linked in paragraphs(best) if one.tag == "p" and is_prose(text, linked)
    ]
    for one in named:
        after = next(one.itersiblings(etree.Element), None)
        if prose and min(prose) < order(one) < max(prose):
            one.attrib.pop("data-role")
        if "salutation" in (classes_of(after) if after is not None else ()) and not one.get("data-role"):
            one.set("class", f"{one.get('class')} ranged-right")


def _mark_time(time: Element) -> None:
    """Make a dateline of a moment that stands by itself in the head of an article, in place."""
    holder, words = time, content_of(time).strip()
    published = _PUBLISHED.match(time.get("datetime") or "")
    if not published or not words or next(time.iterancestors("header"), None) is None:
        return
    while (parent := holder.getparent()) is not None and content_of(parent).strip() == words:
        if parent.tag == "header":
            break
        holder = parent
    alone = parent is not None and not _beside(holder).strip()
    if holder.tag in {"p", "div"} or (alone and parent is not None and parent.tag in {"header", "div"}):
        holder.tag = "p"
        holder.set("data-role", "dateline")


def _beside(element: Element) -> str:
    """Return the words that stand straight before and behind an element."""
    before, parent = element.getprevious(), element.getparent()
    said = before.tail if before is not None else parent.text if parent is not None else ""
    return f"{said or ''}{element.tail or ''}"


def _mark(element: Element) -> None:
    """Give an element the role that its name tells."""
    if not (element.get("class") or element.get("data-type") or element.get("rel")):
        return
    names = classes_of(element) | {(element.get("data-type") or "").lower()}
    role = next((TELLING[name] for name in sorted(names) if name in TELLING), "")
    if element.tag == "p" and any(map(_TITLED.fullmatch, names)):
        role = "title"
    if element.get("rel") == "author" and element.tag in {"p", "div", "address"}:
        role = "byline"
    if METAS & names and _YEAR.search(text_of(element)[:300]):
        role = "dateline"
    words = len(content_of(element).split()) if role else 0
    fit = bool(words) and words <= _SHORT.get(role, 0)
    if role == "dateline":
        fit = fit and any(map(str.isdigit, text_of(element)))
    if fit and (element.tag in {"p", "div", "h1", "h2", "h3", "h4", "section", "address", "aside", "header"}):
        element.set("data-role", role)
