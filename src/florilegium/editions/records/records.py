"""The records that a release carries, each with what it cannot be made without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from florilegium.editions.records.citations import bibtex, csl_json, ris
from florilegium.editions.records.crossref import crossref_deposit
from florilegium.editions.records.described_book import DescribedBook
from florilegium.editions.records.linked_data import dublin_core, json_ld
from florilegium.editions.records.marc import marc_record
from florilegium.editions.records.marc_files import to_iso_2709, to_marcxml
from florilegium.editions.records.onix import onix_message

#: What a record may need: the key of the manifest, and whether a book has it.
_NEEDS: Final[dict[str, Callable[[DescribedBook], object]]] = {
    "publisher": lambda described: described.book.metadata.publisher,
    "publisher: contact": lambda described: described.book.metadata.record.publisher.contact,
    "doi": lambda described: described.book.metadata.record.doi,
    "site": lambda described: described.book.metadata.record.site,
}


@dataclass(frozen=True)
class Record:
    """A record: the name of its file, what it is called in a sentence, the keys of the manifest that it
    `needs`, and who makes it. What cannot be written in its form is None."""

    name: str
    title: str
    make: Callable[[DescribedBook], bytes | None]
    needs: tuple[str, ...] = ()

    def missing(self, described: DescribedBook) -> tuple[str, ...]:
        """Return the keys that the manifest has not."""
        return tuple(key for key in self.needs if not _NEEDS[key](described))


_CROSSREF_NEEDS: Final = ("doi", "site", "publisher", "publisher: contact")

RECORDS: Final = (
    Record("onix-3.1.xml", "ONIX 3.1", lambda described: onix_message([described], "3.1"), ("publisher",)),
    Record("onix-3.0.xml", "ONIX 3.0", lambda described: onix_message([described], "3.0"), ("publisher",)),
    Record("crossref.xml", "the deposit for Crossref", crossref_deposit, _CROSSREF_NEEDS),
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
