"""A project in a design and on a trim, and what the proof says of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from florilegium.manifest.schema.manifest import DESIGNS
from florilegium.pipeline.build import proof
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from projects import REPOSITORY, set_keys

#: The trims that have names.
NAMED = ("6x9in", "a5", "b-format", "digest")

_COUNTS = re.compile(r"(?m)^(pages|justified|loose|hyphenated|overfull)\s+([\d.]+)")
_ENDS = re.compile(r"(?m)^widows\s+(\d+); orphans (\d+)")


@dataclass(frozen=True)
class ProofOfDesign:
    """The figures of a proof, and the problems of the build, of one design on one trim."""

    design: str
    trim: str
    pages: int
    lines: int
    loose: int
    hyphenated: int
    faults: tuple[str, ...]

    def __str__(self) -> str:
        share = f"{self.hyphenated / max(self.lines, 1):.1%}"
        cells = (self.trim, self.pages, self.lines, self.loose, share, "; ".join(self.faults) or "–")
        return f"| `{self.design}` | {' | '.join(map(str, cells))} |"


def designed(source: Path, folder: Path, design: str, trim: str) -> Path:
    """The manifest of a copy of a project in a design and on a trim."""
    project = folder / f"{source.name}-{design}-{trim}"
    names = ("anthology.yaml", "index.yaml", "seeds", "introductions") if source == REPOSITORY else ()
    project.mkdir(parents=True)
    for one in (source / name for name in names) if names else source.iterdir():
        if one.name not in {"dist", ".florilegium", "expected"}:
            (shutil.copytree if one.is_dir() else shutil.copy)(one, project / one.name)
    manifest = project / "anthology.yaml"
    set_keys(manifest, {"trim": trim}, design=design)
    return manifest


def proof_of_design(source: Path, folder: Path, design: str, trim: str) -> ProofOfDesign:
    """What the proof says of a project in a design and on a trim."""
    manifest, report = designed(source, folder, design, trim), Report()
    sheet = "\n".join(proof(BuildRequest(manifest, frozenset({"pdf"}), cached=False), report, Silent()))
    found = {name: int(float(count)) for name, count in _COUNTS.findall(sheet)}
    ends = _ENDS.search(sheet)
    assert ends, sheet
    faults = [f"{found['overfull']} overfull"] if found["overfull"] else []
    ended = zip(("widows", "orphans"), ends.groups(), strict=True)
    faults += [f"{count} {name}" for name, count in ended if int(count)]
    faults += [str(problem) for problem in report.problems if problem.code.startswith("E")]
    figures = (found["pages"], found["justified"], found["loose"], found["hyphenated"])
    return ProofOfDesign(design, trim, *figures, tuple(faults))


def proofs(source: Path, folder: Path) -> Iterator[ProofOfDesign]:
    """What the proof says of a project in every design on every trim."""
    for design in DESIGNS:
        for trim in NAMED:
            yield proof_of_design(source, folder, design, trim)
