"""ONIX says of each format what the book knows, and nothing more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from described import full
from lxml import etree

from florilegium.editions.records.onix import onix_message, sold_formats


def values(path: str, release: str = "3.1", product: int = 0) -> list[str]:
    """The texts of elements of one product of the full book, by a path of names."""
    root = etree.fromstring(onix_message([full()], release))
    entry = root.findall("{*}Product")[product]
    steps = "/".join(f"{{*}}{name}" for name in path.split("/"))
    return [found.text or "" for found in entry.findall(steps)]


def test_each_format_is_a_product() -> None:
    """What exists is one, and what has an ISBN."""
    assert sold_formats(full()) == ("epub", "pdf", "paperback")
    assert values("ProductIdentifier/IDValue") == ["9780306406157", "10.5555/walks"]
    assert values("ProductIdentifier/IDTypeName", product=1) == ["Florilegium"]
    assert values("DescriptiveDetail/ProductForm", product=2) == ["BC"]
    assert values("RelatedMaterial/RelatedProduct/ProductIdentifier/IDValue") == ["9783161484100"]


def test_title_is_filed_without_its_article() -> None:
    element = "DescriptiveDetail/TitleDetail/TitleElement"
    assert values(f"{element}/TitlePrefix") == ["The"]
    assert values(f"{element}/TitleWithoutPrefix") == ["Broken Pots"]


def test_articles_are_content_items_with_their_pages() -> None:
    item = "ContentDetail/ContentItem"
    assert values(f"{item}/TextItem/PageRun/FirstPageNumber") == ["3", "18"]
    assert values(f"{item}/TextItem/TextItemIdentifier/IDValue") == ["10.5555/walks.1"]
    assert values(f"{item}/Contributor/KeyNames") == ["Carberry", "Plato"]
    assert values(f"{item}/Language/LanguageCode") == ["eng", "ita"]
    assert values(f"{item}/TextContent/Text") == ["Of pots, and of <pans>."]


def test_accessibility_is_what_the_epub_says() -> None:
    """Only the EPUB's product has it, in the codes of list 196; the contact stands there too."""
    feature = "DescriptiveDetail/ProductFormFeature/ProductFormFeatureValue"
    assert values(feature) == ["11", "12", "41", "30", "04", "82", "85", "99"]
    assert values(feature, product=1) == []
    silent = replace(full(), accessibility=(), conforms_to="")
    root = etree.fromstring(onix_message([silent], "3.1"))
    assert [one.text for one in root.iter("{*}ProductFormFeatureValue")] == ["99"]


@pytest.mark.parametrize(("release", "count"), [("3.1", 2), ("3.0", 0)])
def test_an_affiliation_has_its_number_where_the_release_has_room(release: str, count: int) -> None:
    """The reader in psychoceramics is there in both."""
    people = ("DescriptiveDetail/Contributor", "ContentDetail/ContentItem/Contributor")
    places = [f"{person}/ProfessionalAffiliation" for person in people]
    names = [name for place in places for name in values(f"{place}/Affiliation", release)]
    assert names == ["The Institute of Walks"] * 2
    numbers = [one for place in places for one in values(f"{place}/AffiliationIdentifier/IDValue", release)]
    assert len(numbers) == count


def test_funders_are_named_with_their_awards() -> None:
    publisher = "PublishingDetail/Publisher"
    assert values(f"{publisher}/PublisherName") == ["Fictional & Sons", "The Fund", "A Friend"]
    assert values(f"{publisher}/Funding/FundingIdentifier/IDValue") == ["W-12", "Pots"]


def test_keywords_and_free_subjects_are_one_list() -> None:
    root = etree.fromstring(onix_message([full()], "3.1"))
    subjects = root.find("{*}Product/{*}DescriptiveDetail").findall("{*}Subject")  # type: ignore[union-attr]
    told = {one.findtext("{*}SubjectSchemeIdentifier"): one for one in subjects}
    assert list(told) == ["10", "93", "94", "04", "20"]
    assert told["20"].findtext("{*}SubjectHeadingText") == "pottery; sherds"
    assert [scheme for scheme, one in told.items() if one.find("{*}MainSubject") is not None] == ["10", "93"]
