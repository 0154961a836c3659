"""What a reader made of a source, as two plain files that an editor can read and write."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

from lxml import etree

from florilegium.problems import Place, Report
from florilegium.sources.manuscript import Manuscript
from florilegium.sources.read import SourceRequest, read


def read_file(path: Path, language: str = "en") -> tuple[Manuscript | None, Report]:
    """The manuscript of a file, read with its folder as the project."""
    report = Report()
    request = SourceRequest(path.parent, path.name, Place("anthology.yaml", 1, 1), language)
    return read(request, report), report


def as_xml(manuscript: Manuscript) -> str:
    """The body and the notes of a manuscript, one block a line."""
    root = etree.Element("manuscript")
    for name in ("title", "deck", "byline", "dateline", "language"):
        if getattr(manuscript, name):
            root.set(name, getattr(manuscript, name))
    root.append(deepcopy(manuscript.body))
    for note in manuscript.notes:
        element = etree.SubElement(
            root, "note", {"label": note.label, "at": str(note.place).partition(":")[2]}
        )
        element.extend(list(deepcopy(note.body)))
    for holder in (root, *root):
        holder.text = "\n"
        for child in holder:
            child.tail = "\n"
    return etree.tostring(root, encoding="unicode") + "\n"


def as_ledger(manuscript: Manuscript | None, report: Report) -> str:
    """The ledger and the problems of a source, one line each."""
    lines = []
    for entry in manuscript.ledger if manuscript else ():
        span = str(entry.line) if entry.line == entry.last_line else f"{entry.line}-{entry.last_line}"
        lines.append(
            f"{span:>9}  {entry.role:<12}{entry.characters:>6}  {entry.words or '—'}  → {entry.fate}"
        )
    problems = [str(problem).partition("\n")[0] for problem in report.problems]
    return "\n".join([*lines, *problems]) + "\n"
