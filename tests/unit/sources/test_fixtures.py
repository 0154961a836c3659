"""Sources of every kind beside what is to be made of them.

To add a case: put the source into tests/fixtures/sources, run the tests with --update-golden, then read
NAME.expected.xml (body and notes) and NAME.ledger.txt (what each paragraph was, and the problems), and see
that they are right.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from snapshot import as_ledger, as_xml, read_file

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "sources"
OTHER = {".xml", ".png", ".jpg", ".gif", ".svg"}
SOURCES = sorted(
    path for path in FOLDER.iterdir() if path.suffix not in OTHER and not path.name.endswith(".ledger.txt")
)

#: Sources whose language is told by the end of their name: `text-notes.de.txt`.
LANGUAGES = {f".{tag}": tag for tag in ("de", "fr", "es", "ja", "ar", "it", "pl", "ru")}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_source_gives_what_is_expected(path: Path, update_golden: bool) -> None:
    """A reader gives the body, the notes, the ledger and the problems that stand beside the source."""
    manuscript, report = read_file(path, LANGUAGES.get(Path(path.stem).suffix, "en"))
    made = {".ledger.txt": as_ledger(manuscript, report)}
    if manuscript is not None:
        made[".expected.xml"] = as_xml(manuscript)
    for suffix, text in made.items():
        beside = path.with_name(path.name + suffix)
        if update_golden:
            beside.write_text(text, encoding="utf-8")
        assert text == beside.read_text(encoding="utf-8")


def test_what_the_table_of_cases_names_is_there() -> None:
    """Each fixture, folder and test in tests/fixtures/cases.md exists."""
    tests = FOLDER.parents[1]
    table = (tests / "fixtures" / "cases.md").read_text(encoding="utf-8").partition("|--:|")[2]
    named = [one for line in table.split("\n") for one in re.findall("`([^`]+)`", line.rpartition(" | ")[2])]
    assert named
    for one in named:
        path, _, test = one.partition("::")
        places = (tests.parent / path, tests / "unit" / "sources" / path, FOLDER / path)
        found = [place for place in places if place.exists()]
        assert found, one
        assert f"def {test}(" in found[0].read_text(encoding="utf-8") if test else True, one
