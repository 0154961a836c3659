"""The pages of a release that lead readers to its files: its first page, and one for each article.

They are styled by the web edition in `read/`, need no script, and link to nothing but the release's own files
and what the manifest names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from florilegium.book.bibliographic import Licence
from florilegium.book.model import Article
from florilegium.editions.articles.reference import FullReference, edited_and_published, reference_of
from florilegium.editions.documents import language_mark
from florilegium.editions.pagemap import page_range
from florilegium.editions.records.described_book import DescribedBook, one_line
from florilegium.editions.records.linked_data import linked_book, linked_chapter, linked_whole
from florilegium.editions.sections import byline
from florilegium.editions.templating import environment
from florilegium.languages.labels import labels_for, website_words
from florilegium.languages.scripts import is_right_to_left
from florilegium.pipeline.release.offprints import ARTICLES, SAMPLE
from florilegium.system.values import dataclass

#: The page of a folder.
PAGE: Final = "index.html"

#: Endings of files that readers are offered, in that order: what they are called, and for what they are.
_OFFERED: Final = {
    ".epub": ("EPUB", ""),
    ".kepub.epub": ("EPUB (Kobo)", ""),
    ".pdf": ("PDF", ""),
    SAMPLE: ("PDF", "sample"),
    "-print.pdf": ("PDF", "printer"),
    "-cover.pdf": ("PDF", "printer_cover"),
}

#: The records that programs for citing read, and those for libraries and shops: what they are called.
_FOR_CITING: Final = {"book.ris": "RIS", "book.bib": "BibTeX", "csl.json": "CSL-JSON"}
_FOR_TRADE: Final = {
    "onix-3.1.xml": "ONIX 3.1",
    "onix-3.0.xml": "ONIX 3.0",
    "marc.mrc": "MARC 21",
    "marc.xml": "MARCXML",
    "crossref.xml": "Crossref",
    "dublin-core.xml": "Dublin Core",
}

#: What the features of schema.org’s list mean to a reader, by the names of our words, in the order in which
#: they are told. Those that no reader asks for by themselves (`ARIA`) have none.
_MEANT: Final = {
    "displayTransformability": "can_be_enlarged",
    "readingOrder": "can_be_heard",
    "structuralNavigation": "has_headings",
    "pageNavigation": "has_pages",
    "index": "has_index",
    "alternativeText": "has_alternatives",
    "longDescription": "has_descriptions",
    "MathML": "has_formulas",
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
    folders = _by_folder(files)
    for article in described.book.articles:
        folder = f"{ARTICLES}/{article.key}"
        made[f"{folder}/{PAGE}"] = _article_page(
            described,
            article,
            list(_offered(files, folders.get(folder, ()), "offprint")),
            is_review=is_review,
        )
    return made


def _by_folder(paths: Iterable[str]) -> dict[str, list[str]]:
    """Return the paths of each folder."""
    folders: dict[str, list[str]] = {}
    for path in sorted(paths):
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    return folders


def _book_page(described: DescribedBook, files: Mapping[str, bytes], cover: str, *, is_review: bool) -> bytes:
    book, metadata = described.book, described.book.metadata
    linked = {} if is_review else linked_book(described)
    return _page("release-book.html", described, metadata.language, linked, is_private=is_review).render(
        facts=[("description", described.description)] if described.description else [],
        root="",
        cover=cover,
        editors=byline(book, metadata.editors),
        parts=list(_contents(described)),
        files=list(_offered(files, _by_folder(files)[""])),
        trade=list(_records(files, _FOR_TRADE)),
        reference=_reference(described),
        citing=list(_records(files, _FOR_CITING)),
        features=list(_meant(described.accessibility)),
        rights=list(filter(None, [described.rights])),
        licence=metadata.record.licence,
        contacts=list(_contacts(described)),
    )


def _article_page(
    described: DescribedBook, article: Article, offered: Sequence[OfferedFile], *, is_review: bool
) -> bytes:
    book = described.book
    linked = {} if is_review else _linked_article(described, article)
    page = _page("release-article.html", described, article.text.language, linked, is_private=is_review)
    return page.render(
        facts=[] if is_review else list(citation_facts(described, article)),
        root="../../",
        article=article,
        byline=byline(book, article.authors),
        files=offered,
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
    return {**linked_chapter(described, article), "isPartOf": linked_whole(described)}


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


def _contents(described: DescribedBook) -> Iterator[dict[str, Any]]:
    """Yield the parts of the book with their chapters and articles, as its page of contents has them."""
    book = described.book
    for part in book.parts:
        chapters = [
            {
                "title": chapter.title,
                "articles": [
                    {"article": one, "byline": byline(book, one.authors)} for one in chapter.articles
                ],
            }
            for chapter in part.chapters
            if chapter.articles
        ]
        yield {"title": part.title, "chapters": chapters}


def _offered(files: Mapping[str, bytes], paths: Sequence[str], pdf: str = "") -> Iterator[OfferedFile]:
    """Yield those of some files of a folder that a reader may want: what most want first.

    `pdf` is what a PDF is for, where all are for the same.
    """
    for ending, (kind, use) in _OFFERED.items():
        for path in paths:
            if max(filter(path.endswith, _OFFERED), key=len, default="") == ending:
                own = pdf if pdf and kind == "PDF" else use
                yield OfferedFile(path.rpartition("/")[2], kind, size_of(files[path]), own)


def _records(files: Mapping[str, bytes], wanted: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the address and the name of each record that the release has."""
    paths = ((f"metadata/{name}", called) for name, called in wanted.items())
    yield from ((path, called) for path, called in paths if path in files)


def _meant(features: Sequence[str]) -> Iterator[str]:
    """Yield the names of our words for what an EPUB says that it has; also that it lacks descriptions.

    A feature that we have no words for stays out: the records have it.
    """
    yield from (words for feature, words in _MEANT.items() if feature in features)
    if features and "alternativeText" not in features:
        yield "lacks_alternatives"


def size_of(data: bytes) -> str:
    """Return the size of a file as readers are told it, in kilobytes or megabytes of a thousand."""
    kilobytes = max(1, round(len(data) / _KILO))
    return f"{kilobytes} kB" if kilobytes < _KILO else f"{round(kilobytes / _KILO)} MB"


def _pages(described: DescribedBook, article: Article) -> str:
    span = described.spans.get(article.key)
    return page_range((span.first, span.last)) if span else ""


def _licence(described: DescribedBook, article: Article) -> Licence | None:
    return article.record.licence or described.book.metadata.record.licence


def _reference(described: DescribedBook) -> FullReference:
    """Return the reference to the book as a whole (CMOS 14.103)."""
    record = described.book.metadata.record
    return FullReference(
        before="",
        book=described.title,
        after=f"{edited_and_published(described.book)}.",
        address=f"https://doi.org/{record.doi}" if record.doi else record.site,
        language=labels_for(described.book.metadata.language).language,
    )


def _contacts(described: DescribedBook) -> Iterator[dict[str, str]]:
    """Yield where readers can turn to, each once: the accessibility contact, and the publisher's mailbox."""
    record = described.book.metadata.record
    mailbox = record.publisher.contact
    addresses = (record.accessibility_contact, f"mailto:{mailbox}" if mailbox else "")
    for address in dict.fromkeys(filter(None, addresses)):
        whole = address if ":" in address else f"mailto:{address}"
        yield {"address": whole, "shown": whole.removeprefix("mailto:")}
