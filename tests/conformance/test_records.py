"""Records under the schemas of those who take them: ONIX, Crossref, MARC."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from described import MOMENT, bare, full

from florilegium.editions.records.described_book import DescribedBook
from florilegium.editions.records.marc import marc_record
from florilegium.editions.records.marc_files import to_iso_2709, to_marcxml
from florilegium.editions.records.record_kinds import records_of
from florilegium.pipeline.build import prepare
from florilegium.problems import Report
from projects import NAMES, REPOSITORY, lay_out

pytestmark = pytest.mark.conformance

CROSSREF = REPOSITORY / ".tools" / "commonmeta" / "commonmeta" / "resources" / "crossref"


def without_series() -> DescribedBook:
    """Everything is known, but the book stands in no series and has no ISBN."""
    whole = full()
    metadata = whole.book.metadata
    record = replace(metadata.record, issn="", isbns=())
    return replace(whole, book=replace(whole.book, metadata=replace(metadata, series="", record=record)))


def without_pages() -> DescribedBook:
    """No page is known, and nobody edited the book."""
    whole = full()
    metadata = replace(whole.book.metadata, editors=())
    return replace(whole, book=replace(whole.book, metadata=metadata), spans={}, pages=0)


MADE_UP = {"full": full, "bare": bare, "without-series": without_series, "without-pages": without_pages}


@pytest.fixture(params=(*MADE_UP, *NAMES))
def described(request: pytest.FixtureRequest, tmp_path: Path) -> DescribedBook:
    """Each book in turn: the made-up ones, and the anthologies as their manifests describe them."""
    if request.param in MADE_UP:
        return MADE_UP[request.param]()
    manifest = lay_out(request.param, tmp_path) / "anthology.yaml"
    return DescribedBook(prepare(manifest, Report()).book, MOMENT, "Florilegium", formats=("epub", "pdf"))


@pytest.fixture
def records(described: DescribedBook) -> dict[str, bytes]:
    """The records of the book."""
    return records_of(described)


@pytest.mark.parametrize("release", ["3.1", "3.0"])
def test_onix_is_valid(records: dict[str, bytes], release: str, tmp_path: Path) -> None:
    """By EDItEUR's XML Schema, with its code lists, and its RELAX NG; the books of nobody have none."""
    import onixcheck

    name = f"onix-{release}.xml"
    if name not in records:
        assert not any(one.startswith("onix") for one in records)
        return
    path = tmp_path / name
    path.write_bytes(records[name])
    assert [str(fault) for fault in onixcheck.validate(str(path), ("xsd", "rng"))] == []


@pytest.fixture(scope="session")
def crossref_schema() -> Callable[[bytes], list[str]]:
    """Crossref's XML Schema: `crossref_schema(deposit)` gives its complaints."""
    import xmlschema

    assert CROSSREF.exists(), "the schema is missing: run `make conformance`, which brings it"
    locations = {
        "http://www.w3.org/1998/Math/MathML": CROSSREF / "standard-modules" / "mathml3" / "mathml3.xsd",
        "http://www.w3.org/XML/1998/namespace": CROSSREF / "standard-modules" / "xml.xsd",
    }
    with warnings.catch_warnings(action="ignore"):
        schema = xmlschema.XMLSchema11(
            str(CROSSREF / "crossref5.5.0.xsd"),
            locations={name: str(path) for name, path in locations.items()},
            allow="local",
        )
    return lambda deposit: [fault.reason or "" for fault in schema.iter_errors(BytesIO(deposit))]


def test_deposit_is_valid(
    records: dict[str, bytes], described: DescribedBook, crossref_schema: Callable[[bytes], list[str]]
) -> None:
    """By Crossref's own schema, if the book has a DOI; else there is no deposit."""
    if not described.book.metadata.record.doi:
        assert "crossref.xml" not in records
        return
    assert crossref_schema(records["crossref.xml"]) == []
    assert crossref_schema(records["crossref.xml"].replace(b"edited_book", b"cookery_book")) != []


def test_marc_is_read_back(records: dict[str, bytes], described: DescribedBook) -> None:
    """Both files hold the same record, field by field."""
    import pymarc

    (exchanged,) = pymarc.MARCReader(BytesIO(records["marc.mrc"]))
    (marked_up,) = pymarc.parse_xml_to_array(BytesIO(records["marc.xml"]))
    assert exchanged is not None and len(exchanged["008"].data) == 40
    assert list(_fields(exchanged)) == list(_fields(marked_up))
    written = marc_record(described)
    assert [field.tag for field in written.fields] == [field.tag for field in exchanged.fields]
    # Written again by pymarc, it is the same to the last byte.
    assert exchanged.as_marc() == to_iso_2709(written)
    assert records["marc.xml"] == to_marcxml(written)


def _fields(record: Any) -> Iterator[tuple[str, str]]:
    return ((field.tag, str(field)) for field in record.fields)
