"""The program as other programs call it: `florilegium.build`, `release` and `check`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from florilegium.pipeline.request import BuildRequest
from florilegium.problems import Problem, Report

if TYPE_CHECKING:
    from florilegium.editions.protocol import Edition
    from florilegium.pipeline.build import BuildResult
    from florilegium.pipeline.release.make_release import ReleaseResult
    from florilegium.pipeline.session import Progress


def build(
    manifest: str | os.PathLike[str] | BuildRequest,
    *,
    editions: Iterable[str | Edition] = (),
    progress: Progress | None = None,
    **options: Any,
) -> BuildResult:
    """Make editions of the book that a manifest describes, and put them in their place.

    `manifest` is a path, or a whole `BuildRequest`. `editions` are names, as those of `EDITIONS`, or
    editions of your own; by default the EPUB and the PDF. `options` are the other fields of `BuildRequest`:
    `output`, `strict`, `cached`, `paged`, `jobs`, `executor`. `progress` is told how far the build is.

    A program that has processes at work must be importable: call this below `if __name__ == "__main__":`, or
    with `jobs=1`.

    Returns:
        The files, the number of printed pages (0 when none were set), and the problems, all of them warnings.

    Raises:
        FlorilegiumError: the book cannot be made. Its `problems` say what is wrong with the texts, and where;
            the last good files are untouched.
    """
    from florilegium.pipeline.build import build as build_book

    return build_book(request_of(manifest, editions, options), progress=progress)


def release(
    manifest: str | os.PathLike[str] | BuildRequest,
    *,
    review: bool = False,
    for_printer: bool = False,
    progress: Progress | None = None,
    **options: Any,
) -> ReleaseResult:
    """Make the release of the book that a manifest describes: the folder that readers and shops are given.

    `review` makes a private review copy of a book that is not cleared; `for_printer` adds a printer's files.
    `output` is the folder in which the release's own folder stands; the other options are those of `build`.

    Returns:
        Its folder, its files by path, and the problems, all of them warnings. `is_new` is
        false when nothing has changed since it was made.

    Raises:
        ReleaseError: an article is not cleared, or the folder cannot be written.
        FlorilegiumError: as `build`.
    """
    from florilegium.pipeline.release.make_release import ReleaseRequest, make_release
    from florilegium.pipeline.session import Silent

    build = request_of(manifest, (), options)
    asked = ReleaseRequest(build, is_review=review, for_printer=for_printer, folder=build.output)
    return make_release(asked, Report(), progress or Silent())


def check(manifest: str | os.PathLike[str]) -> tuple[Problem, ...]:
    """Return every problem of the texts that shows without making an edition: errors and warnings, by place.

    Raises:
        ManifestError: the manifest cannot be read.
    """
    from florilegium.pipeline.build import check as check_book

    report = Report()
    check_book(_path(manifest), report)
    return report.problems


def request_of(
    manifest: str | os.PathLike[str] | BuildRequest,
    editions: Iterable[str | Edition],
    options: dict[str, Any],
) -> BuildRequest:
    """Return what is asked for by a call of `build`.

    Raises:
        TypeError: a whole request comes with options, or there is no such option.
    """
    asked = tuple(editions)
    if isinstance(manifest, BuildRequest):
        if asked or options:
            raise TypeError("a BuildRequest has editions and options of its own")
        return manifest
    own = tuple(one for one in asked if not isinstance(one, str))
    names = frozenset(one if isinstance(one, str) else one.name for one in asked)
    if options.get("output") is not None:
        options = {**options, "output": Path(options["output"])}
    return BuildRequest(
        _path(manifest),
        editions=names or BuildRequest.editions,
        registry=(*BuildRequest.registry, *own),
        **options,
    )


def _path(manifest: str | os.PathLike[str]) -> Path:
    """Return the manifest's path; a folder stands for the anthology.yaml in it."""
    from florilegium.manifest.manifest_file import manifest_at

    return manifest_at(Path(manifest))
