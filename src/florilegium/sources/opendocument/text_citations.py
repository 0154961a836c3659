"""What an OpenDocument text cites as data: marks of Zotero and Mendeley, entries of its own bibliography.

Zotero's add-in names the marks round the words that it shows with the data of the works, or keeps the data in
the properties of the document, cut in pieces, under the name of a bookmark. LibreOffice's own mark has the
work in its attributes (OpenDocument 1.3, Part 3, §7.4.3 and §19.2).
"""

from __future__ import annotations

import re
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book.bibliographic import Reference
from florilegium.sources.opendocument.text_package import TEXT, TextPackage
from florilegium.sources.word.cited_works import BOOKMARK, CitedWorks, joined, key_of, person_of
from florilegium.system.patterns import regex

#: How names of marks begin that a program of citations has set, and the bookmarks whose data lies elsewhere.
_OF_PROGRAMS: Final = regex(r"(?:ADDIN )?(?:ZOTERO_|CSL_|Mendeley |JABREF_)")
_CITED: Final = regex(r"(?:ADDIN )?(?:ZOTERO_ITEM|CSL_CITATION|Mendeley Citation)")

_META: Final = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"

#: OpenDocument's kinds of works: CSL's.
_TYPES: Final = {
    "book": "book",
    "booklet": "pamphlet",
    "article": "article-journal",
    "journal": "article-journal",
    "inbook": "chapter",
    "incollection": "chapter",
    "conference": "paper-conference",
    "inproceedings": "paper-conference",
    "proceedings": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "www": "webpage",
    "unpublished": "manuscript",
}
_FIELDS: Final = {
    "title": "title",
    "journal": "container-title",
    "booktitle": "container-title",
    "publisher": "publisher",
    "address": "publisher-place",
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "edition": "edition",
    "url": "URL",
    "isbn": "ISBN",
}


class TextCitations:
    """The works that a text cites, as they are met, and the marks that are open round the words that cite."""

    def __init__(self, package: TextPackage) -> None:
        self._package = package
        self._works = CitedWorks(None)
        self._open: dict[str, tuple[str, ...]] = {}
        self._kept: dict[str, str] | None = None

    @property
    def found(self) -> tuple[Reference, ...]:
        """Return the works, in the order in which they are first cited."""
        return tuple(self._works.found.values())

    @property
    def keys(self) -> str:
        """Return the keys of the works that the open marks cite, parted by spaces."""
        return " ".join(dict.fromkeys(key for keys in self._open.values() for key in keys))

    def begin(self, name: str) -> bool | None:
        """Take the beginning of a mark: whether it has sound data, or None for a mark that cites nothing."""
        data = self._data().get(name, "") if name.startswith(BOOKMARK) else name
        if not _CITED.match(data):
            return None
        keys = self._works.of_mark(data)
        self._open[name] = keys or ()
        return bool(keys)

    def end(self, name: str) -> None:
        """Take the end of a mark."""
        self._open.pop(name, None)

    def entry(self, mark: Element) -> str:
        """Return the key of the work that a mark of the document's own bibliography cites, or nothing."""
        told = {
            str(name).removeprefix(TEXT): " ".join(str(value).split())
            for name, value in mark.attrib.items()
            if str(name).startswith(TEXT)
        }
        work: dict[str, object] = {
            _FIELDS[name]: value for name, value in told.items() if name in _FIELDS and value
        }
        if "title" not in work:
            return ""
        work["type"] = _TYPES.get(told.get("bibliography-type", ""), "document")
        for role in ("author", "editor"):
            people = [person_of(one) for one in told.get(role, "").split(";") if one.strip()]
            work |= {role: people} if people else {}
        if year := re.search(r"\d{4}", told.get("year", "")):
            work["issued"] = {"date-parts": [[int(year[0])]]}
        key = key_of(told.get("identifier", "") or str(work["title"]))
        self._works.found.setdefault(key, Reference.of(key, work))
        return key

    def _data(self) -> dict[str, str]:
        """Return what the properties of the document keep under the names of bookmarks."""
        if self._kept is None:
            root = self._package.tree("meta.xml")
            told = root.iter(f"{_META}user-defined") if root is not None else ()
            self._kept = joined((one.get(f"{_META}name", ""), one.text or "") for one in told)
        return self._kept


def is_of_program(name: str) -> bool:
    """Return whether the name of a mark is a program's, to which nothing in the text leads."""
    return _OF_PROGRAMS.match(name) is not None
