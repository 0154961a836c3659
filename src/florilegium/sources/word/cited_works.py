"""Works that a Word document cites as data: the fields of Zotero, Mendeley and EndNote, and Word's own.

What is printed is what the field shows. What it knows of the works (CSL-JSON in the instruction of Zotero and
Mendeley, EndNote's XML there, Word's list of sources in a part of the package) becomes references.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.bibliographic import Reference
from florilegium.sources.tree.broken_xml import read_broken
from florilegium.sources.word.ooxml.fields import arguments_of
from florilegium.sources.word.ooxml.word_package import WordPackage
from florilegium.sources.word.ooxml.wordml import W

#: How Zotero names its bookmarks.
BOOKMARK: Final = "ZOTERO_BREF_"

#: No field has more letters of data.
_LONGEST: Final = 2_000_000

_SOURCES: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/bibliography}"

#: Word's and EndNote's names of kinds of works: CSL's.
_WORD_TYPES: Final = {
    "Book": "book",
    "BookSection": "chapter",
    "JournalArticle": "article-journal",
    "Report": "report",
    "ArticleInAPeriodical": "article-magazine",
    "ConferenceProceedings": "paper-conference",
    "InternetSite": "webpage",
    "DocumentFromInternetSite": "webpage",
    "Film": "motion_picture",
}
_ENDNOTE_TYPES: Final = {
    "Book": "book",
    "Edited Book": "book",
    "Book Section": "chapter",
    "Journal Article": "article-journal",
    "Report": "report",
    "Thesis": "thesis",
    "Web Page": "webpage",
    "Conference Paper": "paper-conference",
    "Magazine Article": "article-magazine",
    "Newspaper Article": "article-newspaper",
}
_WORD_FIELDS: Final = {
    "Title": "title",
    "JournalName": "container-title",
    "BookTitle": "container-title",
    "City": "publisher-place",
    "PeriodicalTitle": "container-title",
    "Publisher": "publisher",
    "Volume": "volume",
    "Issue": "issue",
    "Pages": "page",
    "Edition": "edition",
    "URL": "URL",
    "DOI": "DOI",
    "InternetSiteTitle": "container-title",
}


class CitedWorks:
    """The works that fields of a document cite, as they are met; a `package` may have a list of sources."""

    def __init__(self, package: WordPackage | None) -> None:
        self._package = package
        self._listed: dict[str, Reference] | None = None
        self._kept: dict[str, str] | None = None
        self.found: dict[str, Reference] = {}

    def of_field(self, instruction: str, begin: Element | None = None) -> tuple[str, ...] | None:
        """Return the keys of the works that a field cites; none for another field, None for broken data.

        `begin` is the element with which it begins, in which EndNote may keep its data.
        """
        words = instruction.split(None, 3)
        name = " ".join(words[:2]).upper()
        if name in {"ADDIN ZOTERO_ITEM", "ADDIN CSL_CITATION"} or instruction.upper().startswith(
            "ADDIN MENDELEY CITATION"
        ):
            works = _of_csl(instruction)
        elif name in {"ADDIN EN.CITE", "ADDIN EN.CITE.DATA"}:
            works = _of_endnote(f"{instruction} {_kept_data(begin)}")
        elif words[:1] and words[0].upper() == "CITATION":
            works = self._of_word(instruction)
        else:
            return ()
        if works is None:
            return None
        for work in works:
            self.found.setdefault(work.key, work)
        return tuple(dict.fromkeys(work.key for work in works))

    def of_bookmark(self, name: str) -> tuple[str, ...] | None:
        """Return the keys of the works that a bookmark of Zotero cites, as `of_field` does.

        What it knows of them stands in the properties of the document, cut into pieces.
        """
        if not name.startswith(BOOKMARK):
            return ()
        if self._kept is None:
            self._kept = joined(_properties(self._package)) if self._package is not None else {}
        data = self._kept.get(name, "")
        if not data:
            return None
        return self.of_mark(data) if "{" in data else ()

    def of_mark(self, data: str) -> tuple[str, ...] | None:
        """Return the same for what a program has set round words, with or without a field's first word."""
        return self.of_field(data if data.startswith("ADDIN ") else f"ADDIN {data}")

    def _of_word(self, instruction: str) -> list[Reference] | None:
        """Return the sources that a `CITATION` field names: its first word, and those behind `\\m`."""
        if self._listed is None:
            found = _sources(self._package) if self._package is not None else ()
            self._listed = {work.key: work for work in found}
        words = arguments_of(instruction)[1:]
        named = [word for at, word in enumerate(words) if not at or words[at - 1].lower() == "\\m"]
        known = [self._listed[key] for key in named if key in self._listed]
        return known if len(known) == len(named) else None


def joined(properties: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what properties of a document say, of which each has a piece: `ZOTERO_BREF_x_1` is the first."""
    pieces: dict[str, dict[int, str]] = {}
    for whole, text in properties:
        name, _, number = whole.rpartition("_")
        if name.startswith(BOOKMARK) and number.isascii() and number.isdigit():
            pieces.setdefault(name, {})[int(number[:6])] = text
    return {name: "".join(own[at] for at in sorted(own)) for name, own in pieces.items()}


def _properties(package: WordPackage) -> Iterator[tuple[str, str]]:
    """Yield the names and the texts of a document's own properties."""
    parts = [one.target for one in package.relations("").values() if one.kind == "custom-properties"]
    for root in (package.tree(part) for part in parts):
        for one in root if root is not None else ():
            yield one.get("name", ""), "".join(map(str, one.itertext()))


def _of_csl(instruction: str) -> list[Reference] | None:
    """Return the works of a citation in CSL-JSON."""
    start = instruction.find("{")
    if start < 0 or len(instruction) > _LONGEST:
        return None
    try:
        data, _ = json.JSONDecoder().raw_decode(instruction, start)
    except (ValueError, RecursionError):
        return None
    items = data.get("citationItems") if isinstance(data, dict) else None
    works = []
    for item in items if isinstance(items, list) else ():
        work = item.get("itemData") if isinstance(item, dict) else None
        if not isinstance(work, dict) or not work.get("title"):
            return None
        uris = item.get("uris") or item.get("uri") or [item.get("id") or work.get("id") or work["title"]]
        named = str(uris[0] if isinstance(uris, list) and uris else uris)
        works.append(
            Reference.of(key_of(named), {name: value for name, value in work.items() if name != "id"})
        )
    return works or None


def key_of(name: str) -> str:
    """Return a key without spaces for what a program calls a work, such as an address."""
    return re.sub(r"[^\w.-]+", "-", name.rpartition("/items/")[2] or name).strip("-") or "work"


def _kept_data(begin: Element | None) -> str:
    """Return what EndNote keeps in the data of a field, which is coded in base 64."""
    data = begin.findtext(f"{W}fldData") if begin is not None else None
    if not data or len(data) > _LONGEST:
        return ""
    try:
        return b64decode(data, validate=False).decode("utf-8", "replace").replace("\0", "")
    except ValueError:
        return ""


def _of_endnote(instruction: str) -> list[Reference] | None:
    """Return the works of a citation in EndNote's XML."""
    start, end = instruction.find("<EndNote>"), instruction.rfind("</EndNote>")
    if start < 0 or end < start or len(instruction) > _LONGEST:
        return [] if "EN.CITE.DATA" in instruction.upper() else None
    root = read_broken(instruction[start : end + len("</EndNote>")].encode()).root
    works = [_endnote_work(record) for record in root.iter("record")] if root is not None else []
    return works or None


def _endnote_work(record: Element) -> Reference:
    def text(path: str) -> str:
        found = record.find(path)
        return " ".join("".join(map(str, found.itertext())).split()) if found is not None else ""

    kind = record.find("ref-type")
    work = {
        "type": _ENDNOTE_TYPES.get(kind.get("name", "") if kind is not None else "", "document"),
        "title": text("titles/title"),
        "container-title": text("titles/secondary-title"),
        "publisher": text("publisher"),
        "publisher-place": text("pub-location"),
        "volume": text("volume"),
        "issue": text("number"),
        "page": text("pages"),
        "DOI": text("electronic-resource-num"),
    }
    people = {"author": "authors/author", "editor": "secondary-authors/author"}
    named = {
        role: [
            person_of("".join(map(str, one.itertext()))) for one in record.iterfind(f"contributors/{path}")
        ]
        for role, path in people.items()
    }
    number = text("rec-number") or work["title"]
    return _reference(f"endnote-{number}", {**work, **named}, text("dates/year"))


def _sources(package: WordPackage) -> Iterator[Reference]:
    """Yield the list of sources that Word keeps in a part of the document."""
    for part in package.related("customXml"):
        root = package.tree(part)
        for source in root.iter(f"{_SOURCES}Source") if root is not None else ():
            told = {
                str(one.tag).rpartition("}")[2]: (one.text or "").strip()
                for one in source.iterchildren(etree.Element)
            }
            work: dict[str, Any] = {
                _WORD_FIELDS[name]: value for name, value in told.items() if name in _WORD_FIELDS
            }
            work["type"] = _WORD_TYPES.get(told.get("SourceType", ""), "document")
            for role in ("Author", "Editor"):
                people = source.iterfind(f"{_SOURCES}Author/{_SOURCES}{role}//{_SOURCES}Person")
                work[role.lower()] = [_word_person(one) for one in people]
                bodies = source.iterfind(f"{_SOURCES}Author/{_SOURCES}{role}/{_SOURCES}Corporate")
                work[role.lower()] += [{"literal": (one.text or "").strip()} for one in bodies]
            if told.get("Tag"):
                yield _reference(told["Tag"], work, told.get("Year", ""))


def _word_person(person: Element) -> dict[str, str]:
    names = {"family": "Last", "given": "First"}
    told = {part: (person.findtext(f"{_SOURCES}{name}") or "").strip() for part, name in names.items()}
    middle = (person.findtext(f"{_SOURCES}Middle") or "").strip()
    told["given"] = " ".join(filter(None, (told["given"], middle)))
    return {part: name for part, name in told.items() if name}


def person_of(name: str) -> dict[str, str]:
    """Return the parts of a person's name, the family's before a comma, as CSL has them."""
    family, comma, given = (part.strip() for part in name.partition(","))
    return {"family": family, "given": given} if comma else {"literal": family}


def _reference(key: str, work: Mapping[str, Any], year: str) -> Reference:
    data = {name: value for name, value in work.items() if value}
    if found := re.search(r"\d{4}", year):
        data["issued"] = {"date-parts": [[int(found[0])]]}
    return Reference.of(key_of(key), data)
