"""A press's list from its manifests to its site: every book released into its folder, then the lists of all.

A book of which nothing has changed is not made again; the lists are made of the records of all releases, and
bear their moments, not the clock's. A book that cannot be made stops no other, and one that may not go out is
on no list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from florilegium.manifest.reading.backlist import Backlist
from florilegium.pipeline.book_list import BookOutcome, build_all, outcome_of
from florilegium.pipeline.build import BuildResult
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Place, ReleaseError, Report
from florilegium.system.publish import publish
from florilegium.system.values import dataclass

#: Folders of the site that are no book's.
_OWN_FOLDERS: Final = frozenset({"metadata", "opds", "scripts", "styles"})

#: A book with the folder in which it stands or would stand, if that is known.
_Placed = tuple[BookOutcome, tuple[Path, ...]]


@dataclass(frozen=True)
class PressRequest:
    """What is asked for: which list, how books are made, and whether with the printer's files.

    `folder` is where the site stands; by default `dist/press` beside the list.
    """

    backlist: Backlist
    build: BuildRequest
    for_printer: bool = False
    folder: Path | None = None

    @property
    def place(self) -> Path:
        """Return the folder of the site."""
        return self.folder or self.backlist.path.parent / "dist" / "press"


def release_all(request: PressRequest) -> Iterator[BookOutcome]:
    """Release every book of a list; outcomes as they come. Lists are made by `publish_lists` afterwards."""
    make = partial(release_one, request.place, request.for_printer)
    yield from build_all(request.backlist.books, replace(request.build, output=None), make)


def release_one(folder: Path, for_printer: bool, build: BuildRequest) -> BookOutcome:
    """Release one book of a list into the folder of the site, and return what became of it."""

    def make(report: Report) -> BuildResult:
        from florilegium.pipeline.release.make_release import ReleaseRequest, make_release

        asked = ReleaseRequest(build, for_printer=for_printer, folder=folder)
        result = make_release(asked, report, Silent())
        return BuildResult((result.folder,), 0, result.problems)

    return outcome_of(build.manifest, make)


def publish_lists(request: PressRequest, outcomes: Sequence[BookOutcome], report: Report) -> tuple[Path, ...]:
    """Put the lists of all books in their place, and return it. Nothing is listed that may not go out.

    A book that could not be made for another reason than its rights is listed as it was released last.

    Reports:
        E034: the site still has a release that no list leads to.
        M025: the list names no site, without which a map of it, and addresses in KBART, cannot be.

    Raises:
        ReleaseError: two books would stand in one folder, or the lists cannot be written.
    """
    from florilegium.pipeline.press.catalogue import catalogue_files
    from florilegium.pipeline.press.listed_book import PressSite, listed_book
    from florilegium.pipeline.press.opds import opds_files
    from florilegium.pipeline.press.trade_lists import kbart_file, map_files, news_file, onix_files

    places = [(outcome, _place_of(request, outcome)) for outcome in outcomes]
    found = [listed_book(folder) for folder in _folders(places)]
    _report_what_is_left(request, places, report)
    site = PressSite.of(request.backlist, request.place, filter(None, found))
    if not site.books:
        return ()
    if not request.backlist.site:
        message = "the map of the site is not made, and KBART has no addresses: they ask for “site”"
        place = Place(request.backlist.path.name)
        report.add("M025", place, message, "Add the key, or leave it: all other lists are made.")
    lists = (catalogue_files, opds_files, onix_files, kbart_file, news_file, map_files)
    made = {name: data for make in lists for name, data in make(site).items()}
    return publish(made, request.place)


def _folders(places: Iterable[_Placed]) -> list[Path]:
    """Return the folders of the books that are listed, each once."""
    taken: dict[Path, Path] = {}
    for outcome, standing in places:
        for folder in () if _is_refused(outcome) else standing:
            if folder in taken:
                raise ReleaseError(
                    f"“{taken[folder]}” and “{outcome.manifest}” would both stand in “{folder.name}”. "
                    "Give one of them another `slug`."
                )
            if folder.name in _OWN_FOLDERS:
                raise ReleaseError(
                    f"“{outcome.manifest}” would stand in “{folder.name}”, which the site itself has. "
                    "Give it another `slug`."
                )
            taken[folder] = outcome.manifest
    return list(taken)


def _is_refused(outcome: BookOutcome) -> bool:
    """Return whether the gate refuses a book, so that it may not go out."""
    return outcome.result is None and any(problem.code == "M027" for problem in outcome.problems)


def _place_of(request: PressRequest, outcome: BookOutcome) -> tuple[Path, ...]:
    """Return the folder in which a book stands or would stand; nothing where its manifest cannot be read."""
    if outcome.result is not None:
        return outcome.result.files
    from florilegium.manifest.reading.load import load
    from florilegium.problems import FlorilegiumError

    try:
        return (request.place / load(outcome.manifest, Report()).stem,)
    except FlorilegiumError:
        return ()


def _report_what_is_left(request: PressRequest, places: Sequence[_Placed], report: Report) -> None:
    """Report releases in the site to which no list leads. They are the press's: nothing is deleted.

    Where the manifest of a book cannot be read, nobody knows which folder is its own, and those that no book
    has are not told.
    """
    refused = {folder for outcome, standing in places if _is_refused(outcome) for folder in standing}
    known = {folder for _, standing in places for folder in standing}
    are_all_known = all(standing for _, standing in places)
    for folder in sorted(record.parent for record in request.place.glob("*/release.json")):
        if folder in refused:
            said = "is still in the site as it was released last, and may not go out now"
            mend = "clear the book"
        elif are_all_known and folder not in known:
            said = "is in the site, and no book of the list stands there"
            mend = "put the book on the list again"
        else:
            continue
        report.add(
            "E034",
            Place(request.backlist.path.name),
            f"“{folder.name}” {said}",
            f"All who know its address can read it. Delete “{folder}”, here and on the server, or {mend}.",
        )
