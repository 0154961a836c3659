"""A MARC record in bytes and in XML."""

from __future__ import annotations

from dataclasses import replace

from described import bare, full
from lxml import etree

from florilegium.book.bibliographic import BookRecord
from florilegium.editions.records.described_book import DescribedBook
from florilegium.editions.records.marc import MarcField, MarcRecord, marc_record
from florilegium.editions.records.marc_files import to_iso_2709, to_marcxml


def told(tag: str, described: DescribedBook | None = None) -> list[str]:
    """The fields of a tag, as indicators and subfields in one line."""
    fields = [field for field in marc_record(described or full()).fields if field.tag == tag]
    return [one.indicators + "".join(f"${code}{value}" for code, value in one.subfields) for one in fields]


def test_the_fixed_field_has_forty_positions() -> None:
    (field,) = [field for field in marc_record(full()).fields if field.tag == "008"]
    assert (len(field.value), field.value[23], field.value[35:38]) == (40, "o", "eng")


def test_fields_stand_in_the_order_of_their_tags() -> None:
    """Codes of subjects too, which are made beside the subjects; the leader says that ISBD punctuates."""
    record = marc_record(full())
    tags = [field.tag for field in record.fields]
    assert tags == sorted(tags) and "072" in tags
    assert record.level[1] == "i"


def test_title_passes_over_its_article() -> None:
    statement = "$cedited by The Institute of Walks, Josiah Carberry"
    assert told("245") == [f"04$aThe Broken Pots :$bEssays 50% off /{statement}"]
    assert told("245", bare()) == ["04$aThe Broken Pots"]


def test_people_have_all_that_they_did_and_their_numbers() -> None:
    first, second = told("700")
    assert first.startswith("1 $aCarberry, Josiah,$eauthor.$eeditor.$ewriter of introduction.")
    assert first.endswith("$0http://id.loc.gov/authorities/names/n79041870")
    assert second == "0 $aPlato,$eauthor.$4http://id.loc.gov/vocabulary/relators/aut"
    assert told("710")[0].startswith("2 $aThe Institute of Walks,$eeditor.")


def test_contents_name_titles_and_authors() -> None:
    assert told("505") == ["00$tOn Pots & Pans: A First Look /$rJosiah Carberry, Plato --$tDei vasi."]


def test_a_long_abstract_goes_on_in_a_second_field() -> None:
    """A field's length has four digits; no word is lost."""
    words = "sherd " * 4_000
    whole = full()
    metadata = replace(whole.book.metadata, record=BookRecord(abstract=words))
    longer = replace(whole, book=replace(whole.book, metadata=metadata))
    fields = told("520", longer)
    assert len(fields) == 4 and " ".join(fields).count("sherd") == 4_000
    assert to_iso_2709(marc_record(longer)) is not None


def test_a_record_that_is_too_long_has_no_exchange_file() -> None:
    """Its length would need six digits; in XML it is whole."""
    fields = tuple(MarcField("520", "  ", (("a", "é" * 4_000),)) for _ in range(20))
    record = MarcRecord("nam a", "3  ", fields)
    assert to_iso_2709(record) is None
    assert len(etree.fromstring(to_marcxml(record)).findall("{*}record/{*}datafield")) == 20
