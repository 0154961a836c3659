"""The anthologies that tests build: shipped, example, seven of tests/anthologies; and how one is made."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from anthologies.many import write_many

REPOSITORY = Path(__file__).resolve().parents[1]
ANTHOLOGIES = REPOSITORY / "tests" / "anthologies"
EXAMPLE = REPOSITORY / "examples" / "on-foot"

#: Every anthology that the checkers see. `many` is generated; the others are folders.
NAMES = ("shipped", "on-foot", "atlas", "letter", "lumber", "many", "recueil", "scales", "voices")


@dataclass(frozen=True)
class Made:
    """An anthology's project and the two editions made of it."""

    name: str
    root: Path
    epub: Path
    pdf: Path


def lay_out(name: str, folder: Path) -> Path:
    """The project folder of an anthology; all but the shipped one are copied or generated under `folder`."""
    if name == "shipped":
        return REPOSITORY
    project = folder / name
    if name == "many":
        write_many(project)
    else:
        left_out = shutil.ignore_patterns("dist", ".florilegium")
        shutil.copytree(EXAMPLE if name == EXAMPLE.name else ANTHOLOGIES / name, project, ignore=left_out)
    return project


def set_keys(manifest: Path, printed: dict[str, Any], **others: Any) -> None:
    """Write keys of the PDF into a manifest, beside those that it has, and others of the whole book."""
    keys = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    pdf = keys.setdefault("editions", {}).get("pdf", {})
    keys["editions"]["pdf"] = {**(pdf if isinstance(pdf, dict) else {"trim": pdf}), **printed}
    manifest.write_text(yaml.safe_dump(keys | others, allow_unicode=True, sort_keys=False), encoding="utf-8")


def make(name: str, folder: Path) -> Made:
    """Build both editions of an anthology with the command an editor would give; any problem is a failure."""
    project = lay_out(name, folder)
    output = folder / f"{name}-dist"
    manifest = project / "anthology.yaml"
    command = [str(Path(sys.executable).with_name("florilegium")), "build", "epub", "pdf", "--strict"]
    command += ["--manifest", str(manifest), "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=project, check=False)
    assert done.returncode == 0, f"{name} is not built:\n{done.stdout}{done.stderr}"
    (epub,) = output.glob("*.epub")
    (pdf,) = output.glob("*.pdf")
    return Made(name, project, epub, pdf)
