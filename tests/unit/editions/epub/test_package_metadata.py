"""What shops and shelves are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from harbour_book import DC, OPF, Opened, body, small_book
from PIL import Image

from florilegium.book.model import Book
from florilegium.editions.documents import Document
from florilegium.editions.epub.accessibility import CONFORMANCE, Facts, summary
from florilegium.editions.epub.accessibility import statements as accessibility_statements
from florilegium.editions.epub.edition import EpubInput
from florilegium.editions.epub.package_metadata import author_of, statements


def told(book: Book, *, pages: bool = True) -> list[tuple[str, str, dict[str, str]]]:
    return [(line.name, line.value, dict(line.attributes)) for line in statements(book, "F", pages=pages)]


def refined(book: Book, value: str) -> dict[str, list[str]]:
    """What is said of the element with a value: property → values."""
    lines = told(book)
    (anchor,) = [
        attributes["id"] for name, text, attributes in lines if text == value and name.startswith("dc:")
    ]
    said: dict[str, list[str]] = {}
    for _, text, attributes in lines:
        if attributes.get("refines") == f"#{anchor}":
            said.setdefault(attributes["property"], []).append(text)
    return said


def with_metadata(**changes: Any) -> Book:
    book = small_book()
    return replace(book, metadata=replace(book.metadata, **changes))


def test_each_contributor_stands_once_with_every_role() -> None:
    book = small_book()
    people = [(name, value) for name, value, _ in told(book) if name in {"dc:creator", "dc:contributor"}]
    assert people == [
        ("dc:creator", "Ada Lovell"),
        ("dc:creator", "Jonas Pell"),
        ("dc:contributor", "Ruth Orde"),
    ]
    assert refined(book, "Ruth Orde")["role"] == ["edt", "aui"]
    assert refined(book, "Ada Lovell") == {"role": ["aut"], "file-as": ["Lovell, Ada"], "display-seq": ["1"]}


def test_where_no_author_is_known_the_editors_are_creators() -> None:
    book = small_book()
    (part,) = book.parts
    (chapter,) = part.chapters
    nameless = tuple(replace(article, authors=()) for article in chapter.articles)
    book = replace(book, parts=(replace(part, chapters=(replace(chapter, articles=nameless),)),))
    assert ("dc:creator", "Ruth Orde") in [(name, value) for name, value, _ in told(book)]
    assert author_of(book) == "Ruth Orde"


def test_title_and_subtitle_are_two_titles_and_the_first_is_the_main_one() -> None:
    book = small_book()
    assert [value for name, value, _ in told(book) if name == "dc:title"] == [
        "The Harbour Book",
        "Two Essays",
    ]
    assert refined(book, "The Harbour Book") == {
        "title-type": ["main"],
        "display-seq": ["1"],
        "file-as": ["Harbour Book, The"],
    }
    assert refined(book, "Two Essays")["title-type"] == ["subtitle"]


@pytest.mark.parametrize(
    ("title", "language", "filed"),
    [
        ("L", "fr", None),
        ("Die Lampen", "de-AT", "Lampen, Die"),
        ("Die Lampen", "en", None),
        ("A", "en", None),
    ],
)
def test_a_title_is_filed_without_its_leading_article(title: str, language: str, filed: str | None) -> None:
    said = refined(with_metadata(title=title, language=language), title)
    assert said.get("file-as", [None])[0] == filed


@pytest.mark.parametrize(
    ("identifier", "scheme"),
    [
        ("urn:isbn:9780306406157", ["15"]),
        ("urn:isbn:0306406152", ["02"]),
        ("urn:uuid:3f2a1c9e-8c57-4f0e-9a53-6b1f0a7d2e41", None),
    ],
)
def test_an_isbn_says_what_it_is(identifier: str, scheme: list[str] | None) -> None:
    assert refined(with_metadata(identifier=identifier), identifier).get("identifier-type") == scheme


def test_series_and_subjects_carry_their_schemes() -> None:
    lines = told(small_book())
    assert ("meta", "Small Harbours", {"property": "belongs-to-collection", "id": "series"}) in lines
    assert ("meta", "2", {"refines": "#series", "property": "group-position"}) in lines
    assert refined(small_book(), "Seafaring") == {"authority": ["Thema"], "term": ["WGG"]}
    assert refined(small_book(), "harbours") == {}


def test_a_series_number_that_is_no_number_is_left_out() -> None:
    lines = told(with_metadata(series_number="second"))
    assert not [line for line in lines if line[2].get("property") == "group-position"]


def test_the_source_of_the_pages_is_named() -> None:
    name = "The Harbour Book: Two Essays, print edition (PDF), 2026-11-22"
    lines = told(small_book())
    assert ("dc:source", name, {"id": "print"}) in lines
    assert ("meta", name, {"property": "pageBreakSource"}) in lines
    assert not [line for line in told(small_book(), pages=False) if "print edition" in line[1]]


def test_the_date_of_change_is_the_one_given(order: EpubInput, make: Callable[..., Opened]) -> None:
    (modified,) = make(order).package.xpath(
        "//o:meta[@property='dcterms:modified']", namespaces={"o": OPF[1:-1]}
    )
    assert modified.text == "2026-11-22T10:30:00Z"


def test_the_package_says_its_language_and_direction(order: EpubInput, make: Callable[..., Opened]) -> None:
    package = make(order).package
    assert package.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
    assert package.find(f"{OPF}spine").get("page-progression-direction") == "ltr"
    assert package.findtext(f"{OPF}metadata/{DC}language") == "en-GB"


def accessibility(epub: Opened) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for meta in epub.package.iter(f"{OPF}meta"):
        said.setdefault(meta.get("property", ""), []).append(meta.text)
    return said


def with_figure(order: EpubInput, alt: str) -> EpubInput:
    """The order with an image at the end of its first article."""
    documents = list(order.documents)
    at = next(at for at, document in enumerate(documents) if document.section.id == "tides")
    tree = documents[at].tree
    text = tree.find(".//div[@class='text']")
    assert text is not None
    text.append(body(f'<figure><img src="plan.png" alt="{alt}"/></figure>')[0])
    documents[at] = Document.of(documents[at].section, tree)
    Image.new("L", (4, 4)).save(order.root / "plan.png")
    return replace(order, documents=documents)


def test_a_book_without_images_is_wholly_text(order: EpubInput, make: Callable[..., Opened]) -> None:
    said = accessibility(make(order))
    assert said["schema:accessMode"] == ["textual"]
    assert said["schema:accessModeSufficient"] == ["textual"]
    assert said["schema:accessibilityHazard"] == ["none"]
    assert said["dcterms:conformsTo"] == [CONFORMANCE]
    assert {"pageBreakMarkers", "pageNavigation", "index", "tableOfContents"} <= set(
        said["schema:accessibilityFeature"]
    )


def test_described_images_are_claimed(order: EpubInput, make: Callable[..., Opened]) -> None:
    said = accessibility(make(with_figure(order, "A plan of the mole")))
    assert said["schema:accessMode"] == ["textual", "visual"]
    assert said["schema:accessModeSufficient"] == ["textual,visual", "textual"]
    assert "alternativeText" in said["schema:accessibilityFeature"]


def test_one_image_without_text_ends_every_claim_of_it(order: EpubInput, make: Callable[..., Opened]) -> None:
    said = accessibility(make(with_figure(order, "")))
    assert said["schema:accessModeSufficient"] == ["textual,visual"]
    assert "alternativeText" not in said["schema:accessibilityFeature"]
    assert "dcterms:conformsTo" not in said
    assert "One image has no alternative text" in said["schema:accessibilitySummary"][0]


def test_pages_are_claimed_only_where_they_are(order: EpubInput, make: Callable[..., Opened]) -> None:
    features = accessibility(make(order, pages=()))["schema:accessibilityFeature"]
    assert not {"pageBreakMarkers", "pageNavigation"} & set(features)


@pytest.mark.parametrize(
    "fault",
    [
        Facts(images=2, images_without_text=1),
        Facts(moving_images=True),
        Facts(tables_without_headers=1),
        Facts(skipped_headings=1),
        Facts(links_without_text=1),
        Facts(own_styles=True),
    ],
)
def test_any_fault_ends_the_claim_of_conformance(fault: Facts) -> None:
    assert not fault.conforms
    assert "No claim of conformance" in summary(fault, claimed=False)
    assert Facts().conforms


def test_the_publisher_certifies_and_without_one_nothing_is_claimed() -> None:
    """The program is no party that could answer for it (EPUB Accessibility 1.1 §3.6)."""
    lines = {line.attributes["property"]: line for line in accessibility_statements(Facts(), "Quay Press")}
    claim, certifier = lines["dcterms:conformsTo"], lines["a11y:certifiedBy"]
    assert certifier.value == "Quay Press"
    assert certifier.attributes["refines"] == f"#{claim.attributes['id']}"
    lines = {line.attributes["property"]: line for line in accessibility_statements(Facts(), "")}
    assert not {"dcterms:conformsTo", "a11y:certifiedBy"} & lines.keys()
    assert "No claim of conformance" in lines["schema:accessibilitySummary"].value
