"""The catalogue that reading programs read: OPDS 1.2 in Atom, and OPDS 2.0 in JSON.

A start that leads to the newest books and to all of them; long lists go over several files. Addresses are
relative, so that a catalogue can be moved with its site.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.editions.records.record_xml import add, add_all, to_xml
from florilegium.pipeline.press.listed_book import ListedBook, ListedFile, PressSite, in_pages

#: The folder of the site in which catalogues stand.
_FOLDER: Final = "opds"
_UP: Final = "../"

#: Books in one file.
_PAGE: Final = 100

#: Books that are called new.
_NEW: Final = 20

_ATOM: Final = "http://www.w3.org/2005/Atom"
_DC: Final = "http://purl.org/dc/terms/"
_OPDS: Final = "http://opds-spec.org/2010/catalog"
_NAMES: Final = {None: _ATOM, "dc": _DC, "opds": _OPDS}

_NAVIGATION: Final = "application/atom+xml;profile=opds-catalog;kind=navigation"
_ACQUISITION: Final = "application/atom+xml;profile=opds-catalog;kind=acquisition"
_JSON: Final = "application/opds+json"

_REL: Final = "http://opds-spec.org/"
_SCHEMES: Final = {
    "BISAC": "http://www.bisg.org/standards/bisac_subject/index.html",
    "Thema": "https://ns.editeur.org/thema",
    "LCSH": "http://id.loc.gov/authorities/subjects",
}

#: The lists: name of the file, what it is called, and the relation by which the start leads to it.
_LISTS: Final = (("new", "New books", f"{_REL}sort/new"), ("all", "All books", "subsection"))


def opds_files(site: PressSite) -> dict[str, bytes]:
    """Return the catalogues by their paths in the site."""
    made = {f"{_FOLDER}/index.xml": _start_1(site), f"{_FOLDER}/index.json": _start_2(site)}
    for name, title, _ in _LISTS:
        books = site.newest[:_NEW] if name == "new" else site.books
        pages = list(in_pages(books, _PAGE))
        for number, part in enumerate(pages, start=1):
            where = _Where(name, title, number, len(pages), len(books))
            made[f"{_FOLDER}/{where.file('xml')}"] = _list_1(site, where, part)
            made[f"{_FOLDER}/{where.file('json')}"] = _list_2(site, where, part)
    return made


class _Where:
    """Which page of which list."""

    def __init__(self, name: str, title: str, number: int, pages: int, books: int) -> None:
        self.name, self.title = name, title
        self.number, self.pages, self.books = number, pages, books

    def file(self, ending: str, number: int = 0) -> str:
        number = number or self.number
        return f"{self.name}.{ending}" if number == 1 else f"{self.name}-{number}.{ending}"

    def turns(self) -> Iterator[tuple[str, int]]:
        """Yield the relations to other pages of the list, with their numbers."""
        if self.pages > 1:
            yield "first", 1
            if self.number > 1:
                yield "previous", self.number - 1
            if self.number < self.pages:
                yield "next", self.number + 1
            yield "last", self.pages


def _id(site: PressSite, name: str) -> str:
    """Return the lasting name of a list of a site."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{site.backlist.site or site.title}#{name}')}"


def _acquisition(book: ListedBook, file: ListedFile) -> str:
    """Return by which relation a file is had: freely if the book is licensed so (OPDS 1.2 5.2.2)."""
    if file.is_sample:
        return f"{_REL}acquisition/sample"
    return f"{_REL}acquisition/open-access" if book.told["licence"] else f"{_REL}acquisition"


# OPDS 1.2


def _feed(site: PressSite, name: str, title: str, kind: str) -> Element:
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap=_NAMES)
    add(feed, "id", _id(site, name))
    add(feed, "title", title)
    add(feed, "updated", site.made)
    add(add(feed, "author"), "name", site.title)
    add(feed, "link", rel="start", type=_NAVIGATION, href="index.xml")
    add(feed, "link", rel="self", type=kind, href=f"{name}.xml")
    return feed


def _start_1(site: PressSite) -> bytes:
    feed = _feed(site, "index", site.title, _NAVIGATION)
    for name, title, relation in _LISTS:
        entry = add(feed, "entry")
        add(entry, "title", title)
        add(entry, "id", _id(site, name))
        add(entry, "updated", site.made)
        add(entry, "content", title, type="text")
        add(entry, "link", rel=relation, type=_ACQUISITION, href=f"{name}.xml")
    return to_xml(feed)


def _list_1(site: PressSite, where: _Where, books: Sequence[ListedBook]) -> bytes:
    feed = _feed(site, where.file("xml").removesuffix(".xml"), where.title, _ACQUISITION)
    add(feed, "link", rel="up", type=_NAVIGATION, href="index.xml")
    for relation, number in where.turns():
        add(feed, "link", rel=relation, type=_ACQUISITION, href=where.file("xml", number))
    for book in books:
        _entry(add(feed, "entry"), book)
    return to_xml(feed)


def _entry(entry: Element, book: ListedBook) -> None:
    told = book.told
    add(entry, "title", book.whole_title)
    add(entry, "id", book.identifier)
    add(entry, "updated", book.made)
    for name, _ in told["authors"]:
        add(add(entry, "author"), "name", name)
    for name, _ in told["editors"]:
        add(add(entry, "contributor"), "name", name)
    add(entry, f"{{{_DC}}}language", told["language"])
    add(entry, f"{{{_DC}}}issued", book.date)
    add_all(entry, {f"{{{_DC}}}publisher": told["publisher"]})
    for isbn in told["isbns"].values():
        add(entry, f"{{{_DC}}}identifier", f"urn:isbn:{isbn}")
    for scheme, code, label in told["subjects"]:
        scheme_of = {"scheme": _SCHEMES[scheme]} if scheme in _SCHEMES else {}
        add(entry, "category", term=code or label, label=label or code, **scheme_of)
    if told["description"]:
        add(entry, "summary", told["description"], type="text")
    add_all(entry, {"rights": told["rights"]})
    add(entry, "link", rel="alternate", type="text/html", href=f"{_UP}{book.page}")
    for relation, picture in _pictures(book):
        add(entry, "link", rel=relation, type=picture.type, href=f"{_UP}{picture.path}")
    for file in book.downloads:
        relation, href = _acquisition(book, file), f"{_UP}{file.path}"
        add(entry, "link", rel=relation, type=file.type, href=href, length=str(file.size))


def _pictures(book: ListedBook) -> Iterator[tuple[str, ListedFile]]:
    for relation, width in ((f"{_REL}image", 0), (f"{_REL}image/thumbnail", 200)):
        picture = book.cover(width)
        if picture is not None:
            yield relation, picture


# OPDS 2.0


def _start_2(site: PressSite) -> bytes:
    return _json(
        {
            "metadata": {"title": site.title, "modified": site.made},
            "links": [{"rel": "self", "href": "index.json", "type": _JSON}],
            "navigation": [
                {"href": f"{name}.json", "title": title, "type": _JSON, "rel": relation}
                for name, title, relation in _LISTS
            ],
        }
    )


def _list_2(site: PressSite, where: _Where, books: Sequence[ListedBook]) -> bytes:
    links = [{"rel": "self", "href": where.file("json"), "type": _JSON}]
    links += [{"rel": "start", "href": "index.json", "type": _JSON}]
    links += [
        {"rel": relation, "href": where.file("json", number), "type": _JSON}
        for relation, number in where.turns()
    ]
    return _json(
        {
            "metadata": {
                "title": where.title,
                "modified": site.made,
                "numberOfItems": where.books,
                "itemsPerPage": _PAGE,
                "currentPage": where.number,
            },
            "links": links,
            "publications": [_publication(book) for book in books],
        }
    )


def _publication(book: ListedBook) -> dict[str, Any]:
    told = book.told
    known = {
        "subtitle": told["subtitle"],
        "author": [{"name": name, "sortAs": filed} for name, filed in told["authors"]],
        "editor": [{"name": name, "sortAs": filed} for name, filed in told["editors"]],
        "publisher": told["publisher"],
        "description": told["description"],
        "numberOfPages": told["pages"],
        "subject": [_subject(*one) for one in told["subjects"]],
    }
    pictures = [picture for _, picture in _pictures(book)]
    links = [{"rel": "alternate", "href": f"{_UP}{book.page}", "type": "text/html"}]
    return {
        "metadata": {
            "@type": "http://schema.org/Book",
            "title": book.title,
            "identifier": book.identifier,
            "language": told["language"],
            "published": book.date,
            "modified": book.made,
            **{key: value for key, value in known.items() if value},
        },
        "links": [
            *links,
            *(
                {
                    "rel": _acquisition(book, file),
                    "href": f"{_UP}{file.path}",
                    "type": file.type,
                    "size": file.size,
                }
                for file in book.downloads
            ),
        ],
        "images": [{"href": f"{_UP}{picture.path}", "type": picture.type} for picture in pictures],
    }


def _subject(scheme: str, code: str, label: str) -> dict[str, str]:
    known = {"code": code, "scheme": _SCHEMES.get(scheme, "")}
    return {"name": label or code, **{key: value for key, value in known.items() if value}}


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
