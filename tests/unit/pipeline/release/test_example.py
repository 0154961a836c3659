"""The example is cleared, has no fault, and is told of in full."""

from __future__ import annotations

from described import MOMENT

from florilegium.editions.records.described_book import DescribedBook
from florilegium.editions.records.record_kinds import RECORDS, records_of
from florilegium.pipeline.build import check
from florilegium.pipeline.release.gate import check_rights
from florilegium.problems import Report
from projects import EXAMPLE


def test_example_may_go_out_with_every_record() -> None:
    """Nothing is reported, no right is without evidence, and no record is missing."""
    report = Report()
    book = check(EXAMPLE / "anthology.yaml", report).book
    check_rights(book, report)
    assert [str(problem) for problem in report.problems] == []
    made = records_of(DescribedBook(book, MOMENT, "Florilegium", formats=("epub", "pdf")))
    assert list(made) == [record.name for record in RECORDS]
    assert {text.language for text in book.texts} == {"en-GB", "en-US", "de"}
