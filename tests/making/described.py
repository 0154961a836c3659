"""A book with everything that a register could be told of, and one with hardly anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from lxml import etree

from florilegium.book.bibliographic import (
    Affiliation,
    ArticleRecord,
    BookRecord,
    Copyright,
    Grant,
    Identities,
    Licence,
    Metadata,
    PublisherRecord,
    Reference,
    Subject,
)
from florilegium.book.model import (
    Article,
    Authority,
    Book,
    Chapter,
    Contributor,
    Introduction,
    Part,
    Text,
)
from florilegium.editions.records.described_book import DescribedBook, PageSpan

CC_BY = Licence("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
#: Works that the first article cites.
CITED = (
    Reference.of(
        "moss1887",
        {
            "type": "book",
            "title": "The Ferns of the Brook",
            "author": [{"family": "Moss", "given": "Ellen"}],
            "issued": {"date-parts": [[1887]]},
        },
    ),
    Reference.of(
        "vane1901",
        {
            "type": "article-journal",
            "title": "On Locks",
            "container-title": "Journal of Locks",
            "volume": "12",
            "issue": "3",
            "page": "34-56",
            "DOI": "10.5555/12345678",
            "author": [{"literal": "The Lock Office"}],
        },
    ),
)
MOMENT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


def text(key: str, language: str = "en-GB") -> Text:
    """Return a text of one paragraph."""
    body = etree.fromstring("<body><p>Words &amp; signs.</p></body>")
    return Text(key, body, (), language, f"{key}.txt")


def full_book() -> Book:
    """Return an anthology in two languages of which everything is known."""
    people = (
        Contributor(
            "carberry",
            "Josiah Carberry",
            "Carberry, Josiah",
            etree.fromstring("<body><p>Josiah Carberry <em>never</em> came.</p></body>"),
            identities=Identities(
                orcid="0000-0002-1825-0097", isni="0000000121034996", wikidata="Q40909", lcnaf="n79041870"
            ),
            affiliations=(Affiliation("The Institute of Walks", "05dxps055", "Reader in Psychoceramics"),),
        ),
        Contributor("anon", "Plato", "Plato"),
        Contributor("walks", "The Institute of Walks", "Institute of Walks", is_body=True),
    )
    articles = (
        Article(
            "pots",
            "On Pots & Pans",
            "A First Look",
            "On Pots",
            ("carberry", "anon"),
            replace(text("pots"), references=CITED),
            record=ArticleRecord(
                "10.5555/walks.1",
                "Of pots,\n and of <pans>.",
                ("pots", "pans"),
                CC_BY,
                Copyright("The Estate", 1930),
            ),
        ),
        Article("vasi", "Dei vasi", "", "Dei vasi", (), text("vasi", "it")),
    )
    metadata = Metadata(
        title="The Broken Pots",
        subtitle="Essays 50% off",
        language="en-GB",
        identifier="urn:uuid:6f1d1c54-7b7c-4b1e-9f43-0c4b1a3d2e10",
        slug="the-broken-pots",
        date=date(2026, 11, 22),
        editors=("walks", "carberry"),
        publisher="Fictional & Sons",
        publisher_place="Nowhere",
        edition="Second edition",
        series="The Common Walker",
        series_number="7",
        description="What broke,\nand who broke it.",
        subjects=(
            Subject("ART / Ceramics", "BISAC", "ART006000"),
            Subject("Ceramics", "Thema", "AFP"),
            Subject("Italy", "Thema", "1DST"),
            Subject("Pottery", "LCSH", "sh85105873"),
            Subject("sherds"),
        ),
        rights="All rights are told.",
        record=BookRecord(
            doi="10.5555/walks",
            isbns=(("epub", "9780306406157"), ("paperback", "9783161484100")),
            abstract="Pots break. These essays ask why.",
            keywords=("pottery", "sherds"),
            licence=CC_BY,
            copyright=Copyright("Fictional & Sons", 2026),
            grants=(
                Grant("The Fund", "W-12", "Pots", "05dxps055"),
                Grant("A Friend", doi="10.13039/100000001"),
            ),
            publisher=PublisherRecord("https://example.org", "press@example.org", "05dxps055"),
            site="https://example.org/pots",
            accessibility_contact="mailto:access@example.org",
            issn="0028-0836",
        ),
    )
    introduction = Introduction("Introduction", ("carberry",), text("introduction"))
    chapter = Chapter("one", 1, "One", "", "One", None, articles)
    part = Part("", 1, "", None, (chapter,))
    contributors = {person.key: person for person in people}
    return Book(metadata, contributors, introduction, (part,), Authority())


def full() -> DescribedBook:
    """Return that book with what is known once its editions are made."""
    return DescribedBook(
        full_book(),
        MOMENT,
        "Florilegium",
        formats=("epub", "pdf"),
        pages=212,
        spans={"pots": PageSpan("3", "17"), "vasi": PageSpan("18", "18")},
        accessibility=("tableOfContents", "index", "pageNavigation", "ARIA"),
        conforms_to="EPUB Accessibility 1.1 - WCAG 2.2 Level AA",
    )


def bare() -> DescribedBook:
    """Return a book of one article by nobody, of which nothing is known that need not be."""
    whole = full_book()
    known = whole.metadata
    metadata = Metadata(
        title=known.title,
        subtitle="",
        language="en",
        identifier=known.identifier,
        slug=known.slug,
        date=known.date,
    )
    article = Article("pots", "On Pots", "", "On Pots", (), text("pots", "en"))
    chapter = Chapter("one", 1, "One", "", "One", None, (article,))
    book = replace(
        whole,
        metadata=metadata,
        contributors={},
        introduction=None,
        parts=(Part("", 1, "", None, (chapter,)),),
    )
    return DescribedBook(book, MOMENT, "Florilegium")
