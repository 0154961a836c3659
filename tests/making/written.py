"""A small manifest that tests vary, and how it is loaded."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from textwrap import dedent

from florilegium.manifest.reading.load import load
from florilegium.manifest.schema.manifest import Manifest
from florilegium.problems import ManifestError, Report

HEAD = """\
title: A Book of Ferns
language: en-GB
identifier: urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e
date: 2026-11-22
"""
CHAPTERS = "chapters: [{title: One, articles: [a.txt]}]\n"


def loaded(folder: Path, text: str, report: Report | None = None) -> Manifest:
    """The manifest that `text` makes in `folder`; nothing may be wrong with it unless a report is given.

    Its articles are there, by the names that tests give them.
    """
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).touch()
    (folder / "anthology.yaml").write_text(dedent(text), encoding="utf-8")
    own = report or Report()
    manifest = load(folder / "anthology.yaml", own)
    assert report or own.problems == ()
    return manifest


def with_head(text: str) -> str:
    """A manifest with what every book needs, then `text`."""
    return HEAD + dedent(text)


def codes(folder: Path, text: str) -> list[str]:
    """The codes of what is wrong with a manifest."""
    report = Report()
    with suppress(ManifestError):
        loaded(folder, text, report)
    return [problem.code for problem in report.problems]
