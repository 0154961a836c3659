"""A release takes over what a build has left, if that is what it would make itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from florilegium.editions.protocol import Edition, Needs
from florilegium.pipeline.build import build
from florilegium.pipeline.build_record import taken_over
from florilegium.pipeline.editions import EDITIONS
from florilegium.pipeline.release.make_release import ReleaseRequest, make_release
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from projects import REPOSITORY


@pytest.fixture
def request_of_book(tmp_path: Path) -> BuildRequest:
    """A book of several articles that is cleared."""
    folder = tmp_path / "on-foot"
    shutil.copytree(REPOSITORY / "examples" / "on-foot", folder, ignore=shutil.ignore_patterns("dist", ".*"))
    return BuildRequest(folder / "anthology.yaml", jobs=1)


def sets_no_pages(editions: tuple[Edition, ...]) -> bool:
    return all(edition.needs is Needs.MARKS for edition in editions if edition.usual)


def test_release_is_the_same_with_and_without_a_build_before_it(request_of_book: BuildRequest) -> None:
    first = make_release(ReleaseRequest(request_of_book), Report(), Silent())
    alone = dict(first.files)
    shutil.rmtree(request_of_book.root / "dist")
    build(request_of_book)
    assert sets_no_pages(taken_over(EDITIONS, request_of_book, Report()))
    after = make_release(ReleaseRequest(request_of_book), Report(), Silent())
    assert after.is_new and dict(after.files) == alone


@pytest.mark.parametrize("changed", ["texts/cloud.md", "dist/on-foot.pdf"])
def test_nothing_is_taken_over_that_has_changed(request_of_book: BuildRequest, changed: str) -> None:
    build(request_of_book)
    path = request_of_book.root / changed
    path.write_bytes(path.read_bytes() + b"\nMore.\n")
    assert taken_over(EDITIONS, request_of_book, Report()) is EDITIONS


def test_what_the_build_reported_is_reported(request_of_book: BuildRequest) -> None:
    path = request_of_book.manifest
    path.write_text(path.read_text(encoding="utf-8").replace("[Gowbarrow,", "[Nowhere-on-Sea,"), "utf-8")
    built, report = build(request_of_book), Report()
    taken_over(EDITIONS, request_of_book, report)
    assert report.problems == built.problems and built.problems
