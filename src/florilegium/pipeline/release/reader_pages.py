"""The pages of a release that lead readers to its files: its first page, and one for each article.

They are styled by the web edition in `read/`, need no script, and link to nothing but the release's own files
and what the manifest names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from florilegium.book.bibliographic import Licence
from florilegium.book.model import Article
from florilegium.editions.articles.reference import edited_and_published, reference_of
from florilegium.editions.documents import language_mark
from florilegium.editions.pagemap import page_range
from florilegium.editions.records.described_book import DescribedBook, one_line
from florilegium.editions.records.linked_data import linked_book, linked_chapter
from florilegium.editions.sections import byline
from florilegium.editions.templating import environment
from florilegium.languages.labels import labels_for, website_words
from florilegium.languages.scripts import is_right_to_left
from florilegium.pipeline.release.offprints import ARTICLES, SAMPLE

#: The page of a folder.
PAGE: Final = "index.html"

#: Endings of files that readers are offered: what they are called, and for what they are.
_OFFERED: Final = {
    ".kepub.epub": ("EPUB (Kobo)", ""),
    ".epub": ("EPUB", ""),
    "-print.pdf": ("PDF", "printer"),
    "-cover.pdf": ("PDF", "printer"),
    SAMPLE: ("PDF", "sample"),
    ".pdf": ("PDF", ""),
}

_KILO: Final = 1000


@dataclass(frozen=True)
class OfferedFile:
    """A file to be downloaded: its address, what it is, its size in words, and the name of its use."""

    name: str
    format: str
    size: str
    use: str


def pages_of_release(
    described: DescribedBook, files: Mapping[str, bytes], cover: str, *, is_review: bool
) -> dict[str, bytes]:
    """Return the pages by their paths; `files` are those of the release so far, `cover` the path of one."""
    made = {PAGE: _book_page(described, files, cover, is_review=is_review)}
    for article in described.book.articles:
        made[f"{ARTICLES}/{article.key}/{PAGE}"] = _article_page(
            described, article, files, is_review=is_review
        )
    return made


def _book_page(described: DescribedBook, files: Mapping[str, bytes], cover: str, *, is_review: bool) -> bytes:
    book, metadata = described.book, described.book.metadata
    linked = {} if is_review else linked_book(described)
    return _page("release-book.html", described, metadata.language, linked, is_private=is_review).render(
        facts=[("description", described.description)] if described.description else [],
        root="",
        cover=cover,
        editors=byline(book, metadata.editors),
        articles=[{"article": one, "byline": byline(book, one.authors)} for one in book.articles],
        files=list(_offered(files, "")),
        citation=_citation(described),
        rights=list(filter(None, [described.rights])),
        licence=metadata.record.licence,
        contacts=list(_contacts(described)),
    )


def _article_page(
    described: DescribedBook, article: Article, files: Mapping[str, bytes], *, is_review: bool
) -> bytes:
    book, folder = described.book, f"{ARTICLES}/{article.key}/"
    linked = {} if is_review else _linked_article(described, article)
    page = _page("release-article.html", described, article.text.language, linked, is_private=is_review)
    return page.render(
        facts=[] if is_review else list(citation_facts(described, article)),
        root="../../",
        article=article,
        byline=byline(book, article.authors),
        files=list(_offered(files, folder)),
        reference=reference_of(book, article, _pages(described, article)),
        rights=list(filter(None, [one_line(article.rights) or described.rights])),
        licence=_licence(described, article),
    )


@dataclass(frozen=True)
class _Page:
    """A template with what all pages of a release are given."""

    template: str
    shared: Mapping[str, Any]

    def render(self, **own: Any) -> bytes:
        return environment().get_template(self.template).render(**self.shared, **own).encode()


def _page(
    template: str, described: DescribedBook, language: str, linked: dict[str, Any], *, is_private: bool
) -> _Page:
    """Return a page in a language; our words say theirs where it is another."""
    metadata = described.book.metadata
    labels, words = labels_for(language), website_words(language)
    return _Page(
        template,
        {
            "described": described,
            "metadata": metadata,
            "language": language,
            "direction": "rtl" if is_right_to_left(language) else "",
            "labels": labels if labels.language == words.language else labels_for(words.language),
            "words": words,
            "said": language_mark(words.language, language),
            "is_private": is_private,
            "linked": _script(linked) if linked else "",
        },
    )


def _script(linked: dict[str, Any]) -> Markup:
    """Return JSON that may stand in a page: no text in it can end its element (HTML 13.1.3)."""
    text = json.dumps({"@context": "https://schema.org", **linked}, ensure_ascii=False, indent=1)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no sign of markup is left in it


def _linked_article(described: DescribedBook, article: Article) -> dict[str, Any]:
    book = linked_book(described)
    whole = {name: book[name] for name in ("@type", "@id", "name", "publisher", "url") if name in book}
    return {**linked_chapter(described, article), "isPartOf": whole}


def citation_facts(described: DescribedBook, article: Article) -> Iterator[tuple[str, str]]:
    """Yield what Google Scholar, Zotero and their like read in the head of a page, as far as it is known."""
    metadata, record = described.book.metadata, article.record
    span, address = described.spans.get(article.key), described.address_of(article)
    told = [
        ("citation_title", f"{article.title}: {article.subtitle}" if article.subtitle else article.title),
        *(
            ("citation_author", person.name if person.is_body else person.sort)
            for person in described.authors(article)
        ),
        ("citation_publication_date", f"{metadata.date:%Y/%m/%d}"),
        ("citation_inbook_title", described.title),
        *(("citation_editor", person.name) for person in described.editors),
        ("citation_publisher", metadata.publisher),
        *(("citation_isbn", isbn) for _, isbn in metadata.record.isbns),
        ("citation_firstpage", span.first if span else ""),
        ("citation_lastpage", span.last if span else ""),
        ("citation_doi", record.doi),
        ("citation_language", article.text.language),
        *(("citation_keywords", word) for word in record.keywords),
        ("citation_abstract_html_url", address),
        ("citation_pdf_url", f"{address}{article.key}.pdf" if address else ""),
    ]
    yield from ((name, value) for name, value in told if value)


def _offered(files: Mapping[str, bytes], folder: str) -> Iterator[OfferedFile]:
    """Yield the files of a folder of the release that a reader may want."""
    for path in sorted(files):
        name = path.removeprefix(folder)
        if path.startswith(folder) and "/" not in name:
            for ending, (kind, use) in _OFFERED.items():
                if name.endswith(ending):
                    own = "offprint" if folder and kind == "PDF" else use
                    yield OfferedFile(name, kind, size_of(files[path]), own)
                    break


def size_of(data: bytes) -> str:
    """Return the size of a file as readers are told it, in kilobytes or megabytes of a thousand."""
    kilobytes = max(1, round(len(data) / _KILO))
    return f"{kilobytes} kB" if kilobytes < _KILO else f"{round(kilobytes / _KILO)} MB"


def _pages(described: DescribedBook, article: Article) -> str:
    span = described.spans.get(article.key)
    return page_range((span.first, span.last)) if span else ""


def _licence(described: DescribedBook, article: Article) -> Licence | None:
    return article.record.licence or described.book.metadata.record.licence


def _citation(described: DescribedBook) -> str:
    """Return the reference to the book as a whole (CMOS 14.103)."""
    doi = described.book.metadata.record.doi
    address = f" https://doi.org/{doi}" if doi else ""
    return f"{described.title}{edited_and_published(described.book)}.{address}"


def _contacts(described: DescribedBook) -> Iterator[dict[str, str]]:
    """Yield where readers can turn to, each once: the accessibility contact, and the publisher's mailbox."""
    record = described.book.metadata.record
    mailbox = record.publisher.contact
    addresses = (record.accessibility_contact, f"mailto:{mailbox}" if mailbox else "")
    for address in dict.fromkeys(filter(None, addresses)):
        whole = address if ":" in address else f"mailto:{address}"
        yield {"address": whole, "shown": whole.removeprefix("mailto:")}
