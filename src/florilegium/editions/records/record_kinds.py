"""The records that a release carries, each with what it cannot be made without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from florilegium.editions.records.citations import bibtex, csl_json, ris
from florilegium.editions.records.crossref import crossref_deposit
from florilegium.editions.records.described_book import DescribedBook
from florilegium.editions.records.linked_data import dublin_core, json_ld
from florilegium.editions.records.marc import marc_record
from florilegium.editions.records.marc_files import to_iso_2709, to_marcxml
from florilegium.editions.records.onix import onix_message
from florilegium.system.values import dataclass

#: What a record may need: the key of the manifest, and whether a book has it.
_NEEDS: Final[dict[str, Callable[[DescribedBook], object]]] = {
    "publisher": lambda described: described.book.metadata.publisher,
    "publisher: contact": lambda described: described.book.metadata.record.publisher.contact,
    "doi": lambda described: described.book.metadata.record.doi,
    "site": lambda described: described.book.metadata.record.site,
    "isbns": lambda described: described.book.metadata.record.isbns,
    "articles: doi": lambda described: any(one.record.doi for one in described.book.articles),
}


@dataclass(frozen=True)
class Record:
    """A record: the name of its file, what it is called in a sentence, and who makes it.

    It `needs` keys of the manifest; a book that has none of those `for_those_with` does without it. What
    cannot be written in its form is None.
    """

    name: str
    title: str
    make: Callable[[DescribedBook], bytes | None]
    needs: tuple[str, ...] = ()
    for_those_with: tuple[str, ...] = ()

    def missing(self, described: DescribedBook) -> tuple[str, ...]:
        """Return the keys that the manifest has not."""
        return tuple(key for key in self.needs if not _NEEDS[key](described))

    def is_wanted(self, described: DescribedBook) -> bool:
        """Return whether a book is one of those that have such a record."""
        return not self.for_those_with or any(_NEEDS[key](described) for key in self.for_those_with)


_ONIX: Final = {"needs": ("publisher",), "for_those_with": ("publisher", "isbns")}

RECORDS: Final = (
    Record("onix-3.1.xml", "ONIX 3.1", lambda described: onix_message([described], "3.1"), **_ONIX),
    Record("onix-3.0.xml", "ONIX 3.0", lambda described: onix_message([described], "3.0"), **_ONIX),
    Record(
        "crossref.xml",
        "the deposit for Crossref",
        crossref_deposit,
        needs=("doi", "site", "publisher", "publisher: contact"),
        for_those_with=("doi", "articles: doi"),
    ),
    Record("marc.mrc", "MARC 21 (ISO 2709)", lambda described: to_iso_2709(marc_record(described))),
    Record("marc.xml", "MARC 21 (XML)", lambda described: to_marcxml(marc_record(described))),
    Record("book.ris", "RIS", ris),
    Record("book.bib", "BibTeX", bibtex),
    Record("csl.json", "CSL-JSON", csl_json),
    Record("dublin-core.xml", "Dublin Core", dublin_core),
    Record("book.jsonld", "JSON-LD", json_ld),
)


def records_of(described: DescribedBook) -> dict[str, bytes]:
    """Return every record that can be made of a book, by the names of their files."""
    complete = (record for record in RECORDS if not record.missing(described))
    made = {record.name: record.make(described) for record in complete}
    return {name: data for name, data in made.items() if data is not None}
