"""The style sheets of an edition that carries all that it is made of: none may ask for another file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from florilegium.editions.style_requests import requests_of
from florilegium.editions.style_sheets import own_sheet
from florilegium.problems import Place, Report

#: What an address begins with that leads to no other file.
_OWN: Final = ("data:", "#")


def closed_sheet(root: Path, name: str, report: Report) -> str:
    """Return a style sheet by file name, the project's own before the program's; errors as `checked_sheet`.

    Raises:
        EditionError: there is one of the project's that cannot be read.
    """
    own = own_sheet(root, name)
    return checked_sheet(name, {} if own is None else {name: own}, report)


def checked_sheet(name: str, own: Mapping[str, str], report: Report) -> str:
    """Return a style sheet by file name: the program's, unless `own` has the project's.

    Reports:
        E001: a sheet asks for another file; such an edition carries only what it is made of.
    """
    text = own.get(name)
    if text is None:
        return (files("florilegium") / "styles" / name).read_text(encoding="utf-8")
    for request in requests_of(text):
        if request.text.startswith("@font-face") or request.address.startswith(_OWN):
            continue
        report.add(
            "E001",
            Place(f"styles/{name}", request.line, request.column),
            f"the style asks for another file: {request.text[:80]}",
            "Leave the rule out; fonts come with `fonts: embedded`, and images stand in the articles.",
        )
    return text
