"""What a release says of itself: the sums of its files, and of what and by what it was made.

`release.json` has inputs, tools and files with their hashes, and what `CHANGES.md` compares: texts, notes,
pages and entries of the index.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.model import Book, Text
from florilegium.book.namespaces import EPUB_TYPE
from florilegium.book.trees import parsed
from florilegium.editions.documents import Document
from florilegium.editions.records.described_book import DescribedBook
from florilegium.editions.sections import SectionKind
from florilegium.system.files import FileRefusedError, hash_of, read

RELEASE: Final = "release.json"
SUMS: Final = "SHA256SUMS"

#: The version of the form of `release.json`.
FORM: Final = 1

#: Bytes of a `release.json` that is still read.
_LARGEST_RECORD: Final = 100_000_000

#: Packages on whose versions the bytes of an edition depend.
_TOOLS: Final = (
    *("babel", "EbookLib", "fonttools", "Jinja2", "lxml", "markdown-it-py", "pikepdf", "pillow", "pydyf"),
    *("pyphen", "tinycss2", "uharfbuzz", "weasyprint"),
    *("fontpkg-amiri", "fontpkg-eb-garamond", "fontpkg-frank-ruhl-libre", "fontpkg-noto-serif"),
    "fontpkg-source-code-pro",
)

#: Bytes of an input of which a hash is taken once more, when a build only looked whether it is there.
_LARGEST_INPUT: Final = 200_000_000


def inputs_of(root: Path, findings: Mapping[str, str]) -> dict[str, str]:
    """Return the files that a build was made of, with their hashes, from what its witness found."""
    hashes = {name: _hash(root, name, finding) for name, finding in sorted(findings.items())}
    return {name: found for name, found in hashes.items() if found}


def _hash(root: Path, name: str, finding: str) -> str:
    """Return the hash of an input; nothing for a file that was looked for and was not there."""
    if len(finding) == 64:
        return finding
    try:
        return hash_of(read(root, name, _LARGEST_INPUT)) if finding == "there" else ""
    except FileRefusedError:
        return ""


def head_of(described: DescribedBook) -> dict[str, Any]:
    """Return with what a record begins: which book it is, when and by what it was made."""
    metadata = described.book.metadata
    return {
        "form": FORM,
        "book": {
            "title": described.title,
            "slug": metadata.slug,
            "identifier": metadata.identifier,
            "date": metadata.date.isoformat(),
            "edition": metadata.edition,
        },
        "manifest": metadata.manifest,
        "made": f"{described.made:%Y-%m-%dT%H:%M:%SZ}",
        "tools": tools(described.made_with),
    }


def listing_of(described: DescribedBook) -> dict[str, Any]:
    """Return what the lists of a press say of a book (`pipeline/press`), so that none is read again."""
    book, record = described.book, described.book.metadata.record
    metadata = book.metadata
    return {
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "language": metadata.language,
        "authors": [[person.name, person.sort] for person in described.writers],
        "editors": [[person.name, person.sort] for person in described.editors],
        "publisher": metadata.publisher,
        "description": described.description,
        "subjects": [[one.scheme, one.code, one.label] for one in metadata.subjects],
        "keywords": list(described.keywords),
        "isbns": dict(record.isbns),
        "doi": record.doi,
        "licence": record.licence.address if record.licence else "",
        "rights": described.rights,
        "site": record.site,
        "pages": described.pages,
        "articles": [article.key for article in book.articles],
    }


def listed(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """Return the files of a release with their sizes and hashes."""
    return {name: _listed(files[name]) for name in sorted(files)}


def _listed(data: bytes) -> dict[str, Any]:
    return {"bytes": len(data), "sha256": hash_of(data)}


def tools(program: str) -> dict[str, str]:
    """Return the versions of all that decides on the bytes of a release."""
    from florilegium.system import native_libraries

    known = {"florilegium": program.partition(" ")[2], "python": platform.python_version()}
    for name in _TOOLS:
        try:
            known[name] = version(name)
        except PackageNotFoundError:  # a frozen program has no metadata of its packages
            known[name] = "unknown"
    return known | {"libraries": " ".join(native_libraries.versions()), "byte order": sys.byteorder}


def contents_of(described: DescribedBook, documents: Iterable[Document]) -> dict[str, Any]:
    """Return what of a book a later release is compared in."""
    return {
        "articles": {
            article.key: {
                "title": article.title,
                "text": _digest(article.text.body),
                "notes": [_digest(note.body) for note in article.text.notes],
                "pages": _pages(described, article.key),
            }
            for article in described.book.articles
        },
        "texts": {text.key: _digest(text.body) for text in _others(described.book)},
        "index": dict(_index(documents)),
        "pages": described.pages,
    }


def _index(documents: Iterable[Document]) -> Iterator[tuple[str, str]]:
    """Yield the entries of the indexes as printed: heading, under its main heading, and numbers."""
    for document in documents:
        if document.section.kind is SectionKind.INDEX:
            for entry in parsed(document.xhtml).iterfind(f".//li[@{EPUB_TYPE}='index-entry']"):
                term, numbers = entry.find("p/span[@class='term']"), entry.find("p/span[@class='locators']")
                around = entry.xpath("ancestor::li[1]/p/span[@class='term']")
                heading = [*around, *([] if term is None else [term])]
                yield ": ".join(map(_letters, heading)), "" if numbers is None else _letters(numbers)


def _letters(element: Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split()).strip(", ")


def _others(book: Book) -> tuple[Text, ...]:
    articles = {article.key for article in book.articles}
    return tuple(text for text in book.texts if text.key not in articles)


def _pages(described: DescribedBook, key: str) -> list[str]:
    span = described.spans.get(key)
    return [span.first, span.last] if span else []


def _digest(body: Element) -> str:
    """Return the first half of the hash of a text's letters, marks and structure."""
    return hashlib.sha256(etree.tostring(body, method="c14n")).hexdigest()[:32]


def record_in(folder: Path) -> dict[str, Any] | None:
    """Return the record of the release that stands in a folder, if there is one that can be read."""
    path = folder / RELEASE
    try:
        if path.stat().st_size > _LARGEST_RECORD:
            return None
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def to_bytes(record: Mapping[str, Any]) -> bytes:
    """Return a record as the bytes of `release.json`."""
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def hashes_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the hashes of the files that a record lists, by their paths."""
    return {name: one["sha256"] for name, one in record["files"].items()}


def sums(hashes: Mapping[str, str]) -> bytes:
    """Return the file that `sha256sum --check` reads."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items())).encode()
