"""Dublin Core and schema.org."""

from __future__ import annotations

import json

from described import bare, full
from lxml import etree

from florilegium.editions.records.linked_data import dublin_core, json_ld
from florilegium.editions.records.record_kinds import RECORDS, records_of


def test_dublin_core_says_all_that_it_has_elements_for() -> None:
    root = etree.fromstring(dublin_core(full()))
    told: dict[str, list[str]] = {}
    for element in root:
        told.setdefault(etree.QName(element).localname, []).append(element.text or "")
    assert told["creator"] == ["Carberry, Josiah", "Plato"]
    assert told["contributor"] == ["Institute of Walks"]
    assert told["language"] == ["eng", "ita"]
    assert told["format"] == ["application/epub+zip", "application/pdf"]
    assert "https://doi.org/10.5555/walks" in told["identifier"]


def test_linked_book_has_parts_and_formats() -> None:
    book = json.loads(json_ld(full()))
    assert (book["@context"], book["@type"]) == ("https://schema.org", "Book")
    assert [part["name"] for part in book["hasPart"]] == ["On Pots & Pans: A First Look", "Dei vasi"]
    assert book["hasPart"][0]["pageEnd"] == "17"
    assert [one.get("isbn", "") for one in book["workExample"]] == ["9780306406157", "", "9783161484100"]
    assert book["author"][0]["sameAs"][0] == "https://orcid.org/0000-0002-1825-0097"
    assert book["funding"][1]["funder"]["@id"] == "https://doi.org/10.13039/100000001"


def test_a_chapter_names_what_it_cites() -> None:
    first, second = json.loads(json_ld(full()))["hasPart"]
    assert [(one["@type"], one["name"]) for one in first["citation"]] == [
        ("Book", "The Ferns of the Brook"),
        ("ScholarlyArticle", "On Locks"),
    ]
    assert first["citation"][1]["@id"] == "https://doi.org/10.5555/12345678"
    assert "citation" not in second


def test_what_is_not_known_is_not_said() -> None:
    book = json.loads(json_ld(bare()))
    assert set(book) == {"@context", "@type", "@id", "name", "inLanguage", "datePublished", "hasPart"}


def test_a_record_is_made_only_of_a_book_that_has_what_it_asks_for() -> None:
    """Shops and Crossref ask for a publisher; all else is made of any book."""
    assert list(records_of(full())) == [record.name for record in RECORDS]
    missing = {record.name: record.missing(bare()) for record in RECORDS}
    assert missing["crossref.xml"] == ("doi", "site", "publisher", "publisher: contact")
    assert set(records_of(bare())) == {name for name, keys in missing.items() if not keys}


def test_records_are_the_same_bytes_each_time() -> None:
    assert records_of(full()) == records_of(full())
