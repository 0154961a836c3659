"""The indexes in the shape of EPUB Indexes 1.0, from the document that all editions share.

A section has one index, or several under headings of their own. In that shape the locators of an entry must
be a list of their own, which print has no use for. An index can be thousands of lines long, so a reader also
gets a row of letters at its head.
"""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.namespaces import EPUB_TYPE
from florilegium.book.runs import text_of
from florilegium.editions.sections import Section
from florilegium.languages.labels import labels_for

_LOCATOR: Final = "index-locator"
_RANGE: Final = "index-locator-range"
#: The class of the words that tell notes of one number on one page apart; they belong to the locator before.
_WHOSE: Final = "whose"


def shape_index(tree: Element, page_word: str = "") -> None:
    """Bring the document of the indexes into its shape, in place.

    `page_word` is heard before each locator that is a page, where the language of the index has the word.

    Were the whole document an index, its type would belong on `<body>`, where no role may stand; so the
    title comes before the index. Headnotes must be a header or a sectioning element (EPUB Indexes 1.0).
    """
    for section in [one for one in tree.iter("section") if one.get(EPUB_TYPE) == "index"]:
        title = section.find("h1")
        if title is not None:
            for child in section[: section.index(title) + 1]:  # a page mark may come before
                section.addprevious(child)
        _shape_section(section)
    if page_word:
        for link in tree.iterfind(".//ul[@class='locators']//a"):
            link.set("aria-label", f"{page_word} {text_of(link)}")


def page_word(section: Section) -> str:
    """Return the word for a page in the language of a section; empty where none is known."""
    labels = labels_for(section.language)
    return labels.page if labels.language == section.language else ""


def _shape_section(section: Element) -> None:
    for line in tuple(section.iter("p")):
        if line.get("class") == "headnote":
            _wrap_headnote(line)
        elif line.find("span[@class='term']") is not None:
            _shape_entry(line)
    _add_letters(section)


def _wrap_headnote(line: Element) -> None:
    header = etree.Element("header", {EPUB_TYPE: "index-headnotes"})
    parent = line.getparent()
    if parent is not None:
        line.attrib.pop(EPUB_TYPE, None)
        parent.replace(line, header)
        header.tail, line.tail = line.tail, None
        header.append(line)


def _shape_entry(line: Element) -> None:
    """Turn a printed line into a `div`, its locators into a list, and the target of its `see` into a term."""
    line.tag = "div"
    line.set("class", "line")
    subentries = line.findall("span[@class='sub']")
    if subentries:
        _list_subentries(line, subentries)
    for one in [line, *subentries]:
        _shape_line(one)


def _list_subentries(line: Element, subentries: list[Element]) -> None:
    """Turn subentries that run in into a list of entries behind the line, each with the mark that ends it.

    A cross-reference behind them goes into a line of its own.
    """
    entry = line.getparent()
    assert entry is not None  # noqa: S101 - an entry's line stands in its item
    entry.set("class", "run-in")
    listed = etree.Element("ul", {EPUB_TYPE: "index-entry-list"})
    entry.insert(entry.index(line) + 1, listed)
    behind = line[line.index(subentries[-1]) + 1 :]
    for span in subentries:
        item = etree.SubElement(listed, "li", {"id": span.attrib.pop("id"), EPUB_TYPE: "index-entry"})
        ending, span.tail = span.tail or "", None
        span.tag = "div"
        span.set("class", "line")
        item.append(span)
        if len(span):
            span[-1].tail = f"{span[-1].tail or ''}{ending}"
    if behind:
        rest = etree.Element("div", {"class": "line"})
        rest.extend(behind)
        entry.insert(entry.index(listed) + 1, rest)
        for link in rest.iterfind("span[@class='xref']/a"):
            link.set(EPUB_TYPE, "index-term")


def _shape_line(line: Element) -> None:
    term = line.find("span[@class='term']")
    locators = line.find("span[@class='locators']")
    if term is not None and locators is not None:
        first = next((child for child in locators if child.tag in {"a", "span"}), None)
        if first is not None:
            _list_locators(line, term, locators)
    for link in line.iterfind("span[@class='xref']/a"):
        link.set(EPUB_TYPE, "index-term")


def _list_locators(line: Element, term: Element, locators: Element) -> None:
    """Turn `, 12, 34–36` into a list; each comma goes with what stands before it."""
    listed = etree.Element("ul", {"class": "locators", EPUB_TYPE: "index-locator-list"})
    term.tail = f"{term.tail or ''}{locators.text or ''}"
    listed.tail = locators.tail
    joined = False
    for child in tuple(locators):
        after, child.tail = child.tail or "", None
        if child.get("class") == _WHOSE:
            listed[-1].append(child)
            child.tail = after
            continue
        begins = _RANGE in (child.get(EPUB_TYPE) or "")
        child.set(EPUB_TYPE, _LOCATOR)
        if joined:
            _join_range(listed[-1], child, after)
        else:
            item = etree.SubElement(listed, "li")
            item.append(child)
            # What keeps a printed range on one line would be a box in an old reader's font.
            child.tail = after.replace("\N{WORD JOINER}", "")
        joined = begins
    line.replace(locators, listed)


def _join_range(item: Element, last: Element, after: str) -> None:
    """Make one locator of `12`, a dash and `14` (EPUB Indexes 1.0, index-locator-range)."""
    first = item[-1]
    span = etree.Element("span", {EPUB_TYPE: _RANGE})
    item.replace(first, span)
    span.extend([first, last])
    last.tail, span.tail = None, after


def _add_letters(section: Element) -> None:
    """Add a row of links to the groups, before the first; only where there are several.

    It is called by its first letter and its last: the index itself has the title. Each letter over a group
    leads to the row, so that it is at hand wherever one reads, also where pages are turned.
    """
    groups = section.find("div[@class='groups']")
    heads = [] if groups is None else [head for head in groups.iter("h2", "h3") if head.get("id")]
    if len(heads) < 2 or groups is None:
        return
    names = [text_of(head) for head in heads]
    place = f"{section.get('id')}-letters"
    row = etree.Element("nav", {"id": place, "class": "letters", "aria-label": f"{names[0]}–{names[-1]}"})
    letters = etree.SubElement(row, "ol")
    for head, name in zip(heads, names, strict=True):
        item = etree.SubElement(letters, "li")
        item.tail = "\n"
        etree.SubElement(item, "a", {"href": f"#{head.get('id')}"}).text = name
        to_row = etree.Element("a", {"href": f"#{place}"})
        to_row.text, head.text = head.text, None
        to_row.extend(list(head))
        head.append(to_row)
    row.tail = "\n"
    groups.addprevious(row)
