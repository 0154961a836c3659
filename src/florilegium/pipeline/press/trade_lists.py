"""The lists of a press for those who sell, catalogue and find its books: ONIX, KBART, news, site map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Final

from lxml import etree

from florilegium.editions.records.record_xml import add, add_all, to_xml
from florilegium.pipeline.press.listed_book import ListedBook, PressSite, in_pages
from florilegium.pipeline.release.changes import CHANGES

_ATOM: Final = "http://www.w3.org/2005/Atom"
_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"

#: Books in the feed of news, and letters of what has changed in each.
_NEWS: Final = 50
_CHANGES: Final = 4000

#: Addresses in one file of a map (sitemaps.org).
_ADDRESSES: Final = 50_000

#: The columns of KBART in their order (NISO RP-9-2014 6.6).
_COLUMNS: Final = (
    *("publication_title", "print_identifier", "online_identifier", "date_first_issue_online"),
    *("num_first_vol_online", "num_first_issue_online", "date_last_issue_online", "num_last_vol_online"),
    *("num_last_issue_online", "title_url", "first_author", "title_id", "embargo_info", "coverage_depth"),
    *("notes", "publisher_name", "publication_type", "date_monograph_published_print"),
    *("date_monograph_published_online", "monograph_volume", "monograph_edition", "first_editor"),
    *("parent_publication_title_id", "preceding_publication_title_id", "access_type"),
)
_PRINTED: Final = ("paperback", "hardback")
_ONLINE: Final = ("epub", "pdf", "web_edition")


def onix_files(site: PressSite) -> dict[str, bytes]:
    """Return ONIX of all books that have any, in both releases: the products of their own messages."""
    made = {}
    for release in ("3.1", "3.0"):
        name = f"metadata/onix-{release}.xml"
        whole = None
        for book in site.newest:
            if name not in book.files:
                continue
            message = etree.parse(site.folder / book.slug / name).getroot()
            if whole is None:
                # That of the newest book dates the message.
                whole = message
            else:
                whole.extend(deepcopy(one) for one in message.iterfind("{*}Product"))
        if whole is not None:
            made[name] = to_xml(whole)
    return made


def kbart_file(site: PressSite) -> dict[str, bytes]:
    """Return the holdings for link resolvers of libraries, under the name that KBART prescribes (6.3)."""
    rows = ["\t".join(_COLUMNS)]
    for book in site.books:
        row = _row(site, book)
        rows.append("\t".join(" ".join(row.get(column, "").split()) for column in _COLUMNS))
    provider = "".join(part.capitalize() for part in _plain(site.title).split()) or "Press"
    name = f"metadata/{provider}_Global_AllTitles_{site.made[:10]}.txt"
    return {name: ("\n".join(rows) + "\n").encode()}


def _plain(text: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in text)


def _row(site: PressSite, book: ListedBook) -> dict[str, str]:
    told = book.told
    isbns = told["isbns"]
    return {
        "publication_title": book.whole_title,
        "print_identifier": next((isbns[one] for one in _PRINTED if one in isbns), ""),
        "online_identifier": next((isbns[one] for one in _ONLINE if one in isbns), ""),
        "title_url": site.address(book.page),
        "first_author": _family(told["authors"]),
        "title_id": book.identifier,
        "coverage_depth": "fulltext",
        "publisher_name": told["publisher"],
        "publication_type": "monograph",
        "date_monograph_published_print": book.date if any(one in isbns for one in _PRINTED) else "",
        "date_monograph_published_online": book.date,
        "monograph_edition": book.edition,
        "first_editor": _family(told["editors"]),
        "access_type": "F" if told["licence"] else "P",
    }


def _family(people: list[list[str]]) -> str:
    return people[0][1].partition(",")[0] if people else ""


def news_file(site: PressSite) -> dict[str, bytes]:
    """Return the feed of what is new (RFC 4287): the books that were released last, with what has changed."""
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    add(feed, "id", site.address("news.xml") or f"tag:{_plain(site.title).strip().replace(' ', '-')},news")
    add(feed, "title", site.title)
    add(feed, "updated", site.made)
    add(add(feed, "author"), "name", site.title)
    add(feed, "link", rel="self", type="application/atom+xml", href=site.address("news.xml") or "news.xml")
    add(feed, "link", rel="alternate", type="text/html", href=site.address("index.html") or "index.html")
    for book in site.newest[:_NEWS]:
        entry = add(feed, "entry")
        add(entry, "id", f"{book.identifier}#{book.made}")
        add(entry, "title", book.whole_title)
        add(entry, "updated", book.made)
        for name, _ in book.told["authors"]:
            add(add(entry, "author"), "name", name)
        add(entry, "link", rel="alternate", type="text/html", href=site.address(book.page) or book.page)
        add_all(entry, {"summary": book.told["description"]})
        add(entry, "content", _changes(site, book), type="text")
    return {"news.xml": to_xml(feed)}


def _changes(site: PressSite, book: ListedBook) -> str:
    """Return what has changed in a book since the release before."""
    told = (site.folder / book.slug / CHANGES).read_text(encoding="utf-8")
    return told.partition("\n\n")[2].strip()[:_CHANGES]


def map_files(site: PressSite) -> dict[str, bytes]:
    """Return the map of the site for search engines; nothing without its address, which a map must have."""
    if not site.backlist.site:
        return {}
    pages = list(_mapped(site))
    maps = [_map("urlset", "url", part) for part in in_pages(pages, _ADDRESSES)]
    if len(maps) == 1:
        return {"sitemap.xml": maps[0]}
    names = [f"sitemap-{number}.xml" for number in range(1, len(maps) + 1)]
    index = _map("sitemapindex", "sitemap", [(site.address(name), site.made) for name in names])
    return {"sitemap.xml": index, **dict(zip(names, maps, strict=True))}


def _map(kind: str, item: str, addresses: Sequence[tuple[str, str]]) -> bytes:
    root = etree.Element(f"{{{_SITEMAP}}}{kind}", nsmap={None: _SITEMAP})
    for address, moment in addresses:
        entry = add(root, item)
        add(entry, "loc", address)
        add(entry, "lastmod", moment)
    return to_xml(root)


def _mapped(site: PressSite) -> Iterator[tuple[str, str]]:
    """Yield the pages that are worth finding: the catalogue, books and articles."""
    yield site.address(""), site.made
    for book in site.books:
        yield site.address(f"{book.slug}/"), book.made
        for key in book.told["articles"]:
            yield site.address(f"{book.slug}/articles/{key}/"), book.made
