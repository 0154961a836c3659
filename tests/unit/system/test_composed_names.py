"""Names of files whose accents are coded otherwise than the manifest's."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from florilegium.system import files


@pytest.mark.parametrize(("there", "wanted"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_a_name_is_found_however_its_accents_are_coded(tmp_path: Path, there: str, wanted: str) -> None:
    """A Mac decomposes the names of files, an editor types them composed; folders and files are found."""
    name = "Müller/Über den Fluß.txt"
    made = tmp_path / unicodedata.normalize(there, name)  # type: ignore[arg-type]
    made.parent.mkdir()
    made.write_bytes(b"text")
    assert files.read(tmp_path, unicodedata.normalize(wanted, name), 10) == b"text"  # type: ignore[arg-type]
