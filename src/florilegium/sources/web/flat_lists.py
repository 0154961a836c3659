"""Lists written without nesting: Word's paragraphs with a typed sign, Google Docs' lists in a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import Piece, content_of
from florilegium.sources.tree.cutting import detach
from florilegium.sources.tree.vocabulary import classes_of, styles_of
from florilegium.sources.web.page_styles import points_of
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_LISTED: Final = regex(r"mso-list:\s*(l\d+)\s+level(\d+)", re.IGNORECASE)
_IGNORED: Final = regex(r"mso-list:\s*ignore", re.IGNORECASE)
_NUMBERED: Final = regex(r"[(]?(?:\d{1,3}|[a-zA-Z]|[ivxlcIVXLC]{1,6})[.)]")
#: A number that is shown as it stands; others are counted.
_COUNTED: Final = regex(r"\d{1,3}\.")
#: The gap behind a typed sign, in the filtered pages of Word, which have no other trace of a list.
_GAP: Final = regex(r"font:\s*7(?:\.0)?pt\b")
_SIGN: Final = 10
#: How far the next level of a list is set in, in points.
_STEP: Final = 36
_GOOGLE: Final = regex(r"lst-(kix_\w+)-(\d{1,3})\Z")


@dataclass(frozen=True)
class _Item:
    """One item of a list: which list it is of, how deep, whether it has a number, and which."""

    element: Element
    list: str
    level: int
    tag: str
    start: str = ""


def nest_lists(root: Element) -> tuple[Piece, ...]:
    """Make lists of what Word and Google Docs mean as such, in place.

    The bullet or number that Word typed goes, since the list has its own; returned is what they weigh. One in
    letters or with a parenthesis stays as the item's label.
    """
    _nest_google(root)
    signs: list[str] = []
    line = 0
    run: list[_Item] = []
    for paragraph in list(root.iter("p")):
        found = _LISTED.search((paragraph.get("style") or "")[:1000])
        sign = _take_sign(paragraph) if found else _take_typed(paragraph)
        if found is None and not sign:
            continue
        name, level = (found[1], int(found[2])) if found else ("typed", _level_of(paragraph))
        if _is_label(sign):
            paragraph.set("data-marker", sign)
        else:
            signs.append(sign)
        line = line or int(paragraph.get("data-at", "0").partition(":")[0] or 0)
        tag = "ol" if _NUMBERED.match(sign) or _is_label(sign) else "ul"
        start = sign.strip("(.)") if sign.strip("(.)").isdigit() else ""
        if run and not _follows(run[-1].element, paragraph):
            _nest(run)
            run = []
        run.append(_Item(paragraph, name, level, tag, start))
    _nest(run)
    fate = "left out: the signs of lists"
    text = " ".join(filter(None, signs))
    return (Piece.row(role="boilerplate", line=line, text=text, fate=fate),) if text else ()


def _is_label(sign: str) -> bool:
    """Return whether a sign is a number that is shown as it stands; others are counted, or are bullets."""
    return len(sign) > 1 and any(map(str.isalnum, sign)) and _COUNTED.fullmatch(sign) is None


def _take_typed(paragraph: Element) -> str:
    """Take the sign out with which a paragraph begins, and the gap in small letters that Word puts behind."""
    gaps = (one for one in paragraph.iter("span") if _GAP.search((one.get("style") or "")[:500]))
    gap = next(gaps, None)
    if gap is None or content_of(gap).strip():
        return ""
    holders: list[Element] = []
    inner = gap
    while inner is not paragraph:
        holder = inner.getparent()
        if holder is None or holder[0] is not inner:
            return ""
        holders.append(holder)
        inner = holder
    sign = "".join(one.text or "" for one in reversed(holders)).strip()
    if not 0 < len(sign) <= _SIGN or any(map(str.isspace, sign)):
        return ""
    for one in holders:
        one.text = None
    detach(gap)
    return sign


def _level_of(paragraph: Element) -> int:
    """Return how deep in lists a paragraph stands that a style sets in."""
    return max(round(points_of(styles_of(paragraph).get("margin-left", "")) / _STEP), 1)


def _take_sign(paragraph: Element) -> str:
    """Take the sign that Word typed out of a paragraph."""
    for element in paragraph.iter(etree.Element):
        if _IGNORED.search((element.get("style") or "")[:1000]):
            sign = content_of(element)
            detach(element)
            return sign.strip()
    return ""


def _follows(before: Element, after: Element) -> bool:
    """Return whether an element stands right after another."""
    return after.getprevious() is before and not (before.tail or "").strip()


def _nest(items: Sequence[_Item]) -> None:
    """Put items that stand in a row into lists, deeper ones into the item before them."""
    open_: list[tuple[_Item, Element]] = []
    for item in items:
        while open_ and (open_[-1][0].level > item.level or _is_other(open_[-1][0], item)):
            open_.pop()
        if not open_ or open_[-1][0].level < item.level:
            list_ = _begin(item, open_[-1][1] if open_ else None)
            open_.append((item, list_))
        else:
            list_ = open_[-1][1]
        if item.element.getparent() is not list_:
            item.element.tail = None
            list_.append(item.element)
        item.element.tag = "li"


def _is_other(open_: _Item, item: _Item) -> bool:
    """Return whether an item of the same depth begins another list."""
    return open_.level == item.level and (open_.list != item.list or open_.tag != item.tag)


def _begin(item: _Item, outer: Element | None) -> Element:
    """Return a new list in the place of its first item, or in the last item of the list round it."""
    marks = {name: item.element.get(name, "") for name in ("data-at", "data-n") if item.element.get(name)}
    list_ = etree.Element(item.tag, marks)
    if item.start not in {"", "1"}:
        list_.set("start", item.start)
    if outer is not None:
        outer[-1].append(list_)
    else:
        item.element.addprevious(list_)
    return list_


def _nest_google(root: Element) -> None:
    """Nest the deeper lists of Google Docs, which stand as lists of their own after those they belong to."""
    run: list[_Item] = []
    for list_ in [one for one in root.iter("ul", "ol") if _name_of(one)]:
        name = _name_of(list_)
        if name is None:
            continue
        last = run[-1].element.getparent() if run else None
        if last is not None and not _follows(last, list_):
            _regroup(run)
            run = []
        run += [
            _Item(item, name[1], int(name[2]), str(list_.tag), list_.get("start", ""))
            for item in list_.iterchildren("li")
        ]
    _regroup(run)


def _name_of(list_: Element) -> re.Match[str] | None:
    """Return which of Google's lists an element is, and how deep."""
    return next((found for name in sorted(classes_of(list_)) if (found := _GOOGLE.match(name))), None)


def _regroup(items: Sequence[_Item]) -> None:
    """Bring items out of the lists that they stand in, and into lists that nest."""
    old = {parent for item in items if (parent := item.element.getparent()) is not None}
    for item in items:
        parent = item.element.getparent()
        if parent is not None:
            item.element.tail = None
            parent.addprevious(item.element)
    _nest(items)
    for one in old:
        detach(one)
