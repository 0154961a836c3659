"""Whole tiny anthologies, built, and every word of both editions compared with what is expected.

A folder holds a project and `expected/`: the EPUB's text files under `epub/`, the PDF's text, page by page
with each page's label, in `pdf.txt`, and what the build warns of, if anything, in `problems.txt`.
`pytest --update-golden tests/golden` writes what the program makes now; look at the difference before you
commit it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from difflib import unified_diff
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/anthology.yaml"))

#: What an EPUB holds besides the text of the book: listed by name, not compared.
OTHERS = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".ttf", ".otf", ".woff", ".woff2", ".css", ".txt"}


def make(folder: Path, output: Path) -> dict[str, str]:
    """Both editions of a folder's project as texts: file name under `expected/` → content."""
    project = output / "project"
    shutil.copytree(folder, project, ignore=shutil.ignore_patterns("expected"))
    command = [str(Path(sys.executable).with_name("florilegium")), "build", "epub", "pdf", "--quiet"]
    command += ["--manifest", str(project / "anthology.yaml"), "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    made = epub_texts(next(output.glob("*.epub"))) | {"pdf.txt": pdf_text(next(output.glob("*.pdf")))}
    return made | ({"problems.txt": done.stderr} if done.stderr else {})


def epub_texts(path: Path) -> dict[str, str]:
    """The EPUB's text files, and `files.txt` with the names of all in the order of the container."""
    with zipfile.ZipFile(path) as container:
        names = container.namelist()
        texts = {name: container.read(name) for name in names if Path(name).suffix not in OTHERS}
    found = {f"epub/{name}": data.decode("utf-8") for name, data in texts.items()}
    return found | {"epub/files.txt": "\n".join(names) + "\n"}


def pdf_text(path: Path) -> str:
    """The text of every page under a line with the page's label, as a reader that copies it gets it."""
    import pypdfium2

    pages = []
    document = pypdfium2.PdfDocument(path)
    for number, page in enumerate(document):
        text = page.get_textpage().get_text_bounded().replace("\r\n", "\n").replace("\ufffe", "\u00ad\n")
        lines = (line.strip() for line in text.splitlines())
        pages.append(f"=== {document.get_page_label(number)} ===\n" + "\n".join(filter(None, lines)))
    document.close()
    return "\n\n".join(pages) + "\n"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_editions_read_as_expected(folder: Path, tmp_path: Path, update_golden: bool) -> None:
    """Both editions have the expected files with the expected text, and no other."""
    expected = folder / "expected"
    made = make(folder, tmp_path)
    if update_golden:
        shutil.rmtree(expected, ignore_errors=True)
        for name, text in made.items():
            path = expected / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    paths = [path for path in expected.rglob("*") if path.is_file()]
    wanted = {str(path.relative_to(expected)): path.read_text(encoding="utf-8") for path in paths}
    assert sorted(made) == sorted(wanted)
    differences = [
        line
        for name in sorted(made)
        for line in unified_diff(
            wanted[name].splitlines(), made[name].splitlines(), f"expected/{name}", name, lineterm=""
        )
    ]
    assert not differences, "\n".join(differences)


def test_there_are_goldens() -> None:
    """The folders are found."""
    assert FOLDERS
