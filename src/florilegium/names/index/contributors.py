"""The index of contributors: who wrote what, by the pages on which their articles and introductions stand.

Nobody writes it: it follows from the authors that the manifest gives. A locator is a whole text, so two texts
that follow each other are never drawn together into one range.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from florilegium.book.model import Book, Contributor, Index, IndexEntry, IndexGroup, Locator, Mention, Text
from florilegium.book.runs import leaves, text_of
from florilegium.languages.labels import index_words
from florilegium.names.index.collation import Collation
from florilegium.names.index.locators import Folio, FolioOf, folio_at, second_number
from florilegium.names.index.phrasing import note_on_units


def has_authors(book: Book) -> bool:
    """Return whether an index of contributors is wanted and has anybody in it."""
    return book.authority.contributors and any(True for _ in _written(book))


def make_authors_index(book: Book, folio_of: FolioOf) -> Index:
    """Return each contributor with the pages of all texts that he or she signed, in the order of the book.

    In a book without pages a headnote says that paragraphs are counted.
    """
    collation = Collation(book.metadata.language, book.authority.sorting)
    locators: dict[str, list[Locator]] = {}
    firsts: list[Folio] = []
    for key, text in _written(book):
        first, last = _span(text, folio_of)
        firsts.append(first)
        locators.setdefault(key, []).append(_locator(text, first, last, book.authority.ranges))
    people = sorted(
        (book.contributors[key] for key in locators),
        key=lambda person: collation.key(person.sort, person=True),
    )
    groups: dict[str, list[IndexEntry]] = {}
    for person in people:
        letter = collation.letter(person.sort, person=True)
        groups.setdefault(letter, []).append(_entry(person, tuple(locators[person.key])))
    language = book.metadata.language
    made = tuple(IndexGroup(letter, tuple(found)) for letter, found in groups.items())
    return Index(index_words(language)["contributors"], note_on_units(firsts, language), made)


def _entry(person: Contributor, locators: tuple[Locator, ...]) -> IndexEntry:
    return IndexEntry(f"x-by-{person.key}", person.sort, "", locators)


def _written(book: Book) -> Iterator[tuple[str, Text]]:
    """Yield every author of every text that has something to be found."""
    for authors, text in _texts(book):
        if any(True for _ in leaves(text.body)):
            yield from ((key, text) for key in dict.fromkeys(authors) if key in book.contributors)


def _texts(book: Book) -> Iterator[tuple[tuple[str, ...], Text]]:
    """Yield every text with its authors, in the order of the book."""
    authors = {one.text.key: one.authors for one in book.introductions}
    authors.update({article.text.key: article.authors for article in book.articles})
    for text in book.texts:
        yield authors.get(text.key, ()), text


def _span(text: Text, folio_of: FolioOf) -> tuple[Folio, Folio]:
    """Return where the first letter of a text stands, and where its last."""
    blocks = list(leaves(text.body))
    end = max(0, len(text_of(blocks[-1])) - 1)
    return _folio(text, blocks[0], 0, folio_of), _folio(text, blocks[-1], end, folio_of)


def _locator(text: Text, first: Folio, last: Folio, style: str) -> Locator:
    """Return the pages of a text; it leads to the first paragraph, and its second number to the last."""
    blocks = [str(block.get("id")) for block in leaves(text.body)]
    opening, closing = blocks[0], blocks[-1]
    if first.page == last.page:
        return Locator(first.page, "", opening)
    end = last.label or second_number(first.number, last.number, style)
    return Locator(first.page, end, opening, closing)


def _folio(text: Text, block: Element, at: int, folio_of: FolioOf) -> Folio:
    return folio_at(
        Mention(
            id="", heading="", text="", block=str(block.get("id")), start=at, end=at, note="", key=text.key
        ),
        folio_of,
    )
