"""Records for those who cite: RIS, BibTeX and CSL-JSON, of the book and of each article in it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final

from florilegium.book.model import Article, Contributor
from florilegium.editions.records.described_book import (
    DescribedBook,
    family_and_given,
    one_line,
    whole_title,
)

#: Whose ISBN stands for the book where there is room for one.
_ISBN_ORDER: Final = ("epub", "pdf", "paperback", "hardback", "web_edition")

#: Signs of BibTeX that would be commands; all else is UTF-8, as biber and pandoc read it.
_BIBTEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "%": r"\%",
        "&": r"\&",
        "#": r"\#",
        "$": r"\$",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def ris(described: DescribedBook) -> bytes:
    """Return the book, then each article, in RIS (two letters, two blanks, a hyphen, a blank; CR LF)."""
    records = [_ris_record("BOOK", _ris_of_book(described))]
    for article in described.book.articles:
        lines = [
            *_ris_people("AU", described.authors(article)),
            ("TI", whole_title(article.title, article.subtitle)),
            ("T2", described.title),
            *_ris_people("A2", described.editors),
            *_ris_imprint(described),
            *_ris_pages(described, article),
            ("LA", article.text.language),
            ("DO", article.record.doi),
            ("UR", described.address_of(article)),
            ("AB", one_line(article.record.abstract)),
            *(("KW", word) for word in article.record.keywords),
        ]
        records.append(_ris_record("CHAP", lines))
    return "".join(records).encode()


def _ris_of_book(described: DescribedBook) -> Iterator[tuple[str, str]]:
    metadata = described.book.metadata
    editors, authors = described.editors, described.writers
    # As authors of the book, its editors would be cited for what others wrote.
    yield from _ris_people("A3", editors) if editors else _ris_people("A1", authors)
    yield "TI", described.title
    yield from _ris_imprint(described)
    yield "ET", metadata.edition
    yield "T3", metadata.series
    yield "LA", metadata.language
    yield "DO", metadata.record.doi
    yield "UR", metadata.record.site
    yield "AB", described.abstract
    yield from (("KW", word) for word in described.keywords)


def _ris_imprint(described: DescribedBook) -> Iterator[tuple[str, str]]:
    metadata = described.book.metadata
    yield "PY", described.year
    yield "DA", f"{metadata.date:%Y/%m/%d}"
    yield "PB", metadata.publisher
    yield "CY", metadata.publisher_place
    for _, isbn in metadata.record.isbns:
        yield "SN", isbn


def _ris_people(tag: str, people: Iterable[Contributor]) -> Iterator[tuple[str, str]]:
    return ((tag, person.name if person.is_body else person.sort) for person in people)


def _ris_pages(described: DescribedBook, article: Article) -> Iterator[tuple[str, str]]:
    span = described.spans.get(article.key)
    if span:
        yield "SP", span.first
        yield "EP", span.last


def _ris_record(kind: str, lines: Iterable[tuple[str, str]]) -> str:
    told = [f"{tag}  - {one_line(value)}" for tag, value in lines if value]
    return "\r\n".join([f"TY  - {kind}", *told, "ER  - ", "", ""])


def bibtex(described: DescribedBook) -> bytes:
    """Return the book as `@book` and each article as `@incollection`, in UTF-8."""
    keys = _cite_keys(described)
    entries = [_entry("book", keys[""], _bibtex_book(described))]
    for article in described.book.articles:
        entries.append(_entry("incollection", keys[article.key], _bibtex_article(described, article)))
    return "\n".join(entries).encode()


def _bibtex_book(described: DescribedBook) -> dict[str, str]:
    metadata = described.book.metadata
    editors = described.editors
    return {
        "title": _braced(described.title),
        "editor": _bibtex_names(editors),
        "author": "" if editors else _bibtex_names(described.writers),
        **_bibtex_imprint(described),
        # Styles of BibTeX add the word.
        "edition": _escaped(metadata.edition.removesuffix(" edition")),
        "series": _escaped(metadata.series),
        "number": _escaped(metadata.series_number) if metadata.series else "",
        "doi": metadata.record.doi,
        "url": metadata.record.site,
    }


def _bibtex_article(described: DescribedBook, article: Article) -> dict[str, str]:
    return {
        "title": _braced(whole_title(article.title, article.subtitle)),
        "author": _bibtex_names(described.authors(article)),
        "booktitle": _braced(described.title),
        "editor": _bibtex_names(described.editors),
        **_bibtex_imprint(described),
        "pages": _pages(described, article, "--"),
        "doi": article.record.doi,
        "url": described.address_of(article),
    }


def _bibtex_imprint(described: DescribedBook) -> dict[str, str]:
    metadata = described.book.metadata
    return {
        "publisher": _escaped(metadata.publisher),
        "address": _escaped(metadata.publisher_place),
        "year": described.year,
        "isbn": metadata.record.isbn(*_ISBN_ORDER),
    }


def _pages(described: DescribedBook, article: Article, dash: str) -> str:
    """Return the pages of an article; one page alone, and none where they are not known."""
    span = described.spans.get(article.key)
    return dash.join(dict.fromkeys((span.first, span.last))) if span else ""


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}}}\n"


def _escaped(text: str) -> str:
    return one_line(text).translate(_BIBTEX)


def _braced(title: str) -> str:
    """Return a title whose capitals no style may change."""
    return f"{{{_escaped(title)}}}" if title else ""


def _bibtex_names(people: Iterable[Contributor]) -> str:
    """Return names joined by `and`; a body stands in braces, which keep it whole."""
    return " and ".join(_bibtex_name(person) for person in people)


def _bibtex_name(person: Contributor) -> str:
    family, given = family_and_given(person)
    if given:
        return f"{_word(family)}, {_word(given)}"
    return f"{{{_escaped(family)}}}"


def _word(name: str) -> str:
    """Return a name of which `and` is no separator and a comma no boundary."""
    escaped = _escaped(name)
    return f"{{{escaped}}}" if re.search(r",|\band\b", escaped) else escaped


def _cite_keys(described: DescribedBook) -> dict[str, str]:
    """Return a key for the book (under the empty key) and for each article, all different, of ASCII."""
    keys = {"": _ascii(described.book.metadata.slug) or "book"}
    for number, article in enumerate(described.book.articles, 1):
        key = f"{keys['']}:{_ascii(article.key) or number}"
        keys[article.key] = key if key not in keys.values() else f"{key}-{number}"
    return keys


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9-]+", "-", plain).strip("-")


def csl_json(described: DescribedBook) -> bytes:
    """Return the book and each article as items of the Citation Style Language (schema 1.0)."""
    keys = _cite_keys(described)
    items = [_csl_book(described, keys[""])]
    items += [_csl_chapter(described, article, keys[article.key]) for article in described.book.articles]
    return to_json([{name: value for name, value in item.items() if value} for item in items])


def _csl_book(described: DescribedBook, key: str) -> dict[str, Any]:
    metadata = described.book.metadata
    has_editors = bool(described.editors)
    authors = () if has_editors else described.writers
    return {
        "id": key,
        "type": "book",
        "title": described.title,
        "author": [_csl_name(person) for person in authors],
        **_csl_imprint(described),
        "language": metadata.language,
        "number-of-pages": str(described.pages or ""),
        "DOI": metadata.record.doi,
        "URL": metadata.record.site,
        "abstract": described.abstract,
    }


def _csl_chapter(described: DescribedBook, article: Article, key: str) -> dict[str, Any]:
    return {
        "id": key,
        "type": "chapter",
        "title": whole_title(article.title, article.subtitle),
        "container-title": described.title,
        "author": [_csl_name(person) for person in described.authors(article)],
        **_csl_imprint(described),
        "language": article.text.language,
        "page": _pages(described, article, "-"),
        "DOI": article.record.doi,
        "URL": described.address_of(article),
        "abstract": one_line(article.record.abstract),
    }


def _csl_imprint(described: DescribedBook) -> dict[str, Any]:
    metadata = described.book.metadata
    return {
        "editor": [_csl_name(person) for person in described.editors],
        "issued": {"date-parts": [[metadata.date.year, metadata.date.month, metadata.date.day]]},
        "publisher": metadata.publisher,
        "publisher-place": metadata.publisher_place,
        "edition": metadata.edition,
        "collection-title": metadata.series,
        "collection-number": metadata.series_number if metadata.series else "",
        "ISBN": metadata.record.isbn(*_ISBN_ORDER),
    }


def _csl_name(person: Contributor) -> dict[str, str]:
    family, given = family_and_given(person)
    return {"family": family, "given": given} if given else {"literal": person.name}


def to_json(value: Any) -> bytes:
    """Return a value as indented JSON in UTF-8, with a line's end at its end."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
