"""What there is of every language: tables that can be read, and the table of the docs."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from florilegium.languages.folders import ANY, TABLES, all_tags, nearest, own, table_of
from florilegium.languages.overview import missing, overview
from florilegium.languages.traits import traits_of

DOCS = Path(__file__).parents[3] / "docs" / "languages.md"
HOME = Path(__file__).parents[3] / "src" / "florilegium" / "languages"


def test_the_docs_show_what_there_is() -> None:
    """`docs/languages.md` has the table that `python -m florilegium.languages.overview` prints."""
    command = [sys.executable, "-m", "florilegium.languages.overview"]
    printed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    assert printed == overview()
    assert printed in DOCS.read_text(encoding="utf-8"), "copy the table above into docs/languages.md"


def test_what_is_missing_is_printed() -> None:
    """`pytest -s` shows, for each language, what is there and what is missing; English lacks nothing."""
    for tag in all_tags():
        lacking = missing(tag)
        print(f"{tag}: {'lacks ' + ', '.join(lacking) if lacking else 'lacks nothing'}")
    assert missing("en") == ()
    assert "labels" in missing("cy")


def test_a_language_with_an_orthography_has_words() -> None:
    """No book carries English words in a language that the program claims to know."""
    known = [tag for tag in all_tags() if own(tag, "orthography")]
    assert len(known) > 20
    assert [tag for tag in known if {"labels", "index", "alphabet"} & set(missing(tag))] == []


def test_a_language_has_labels_and_words_of_the_index_or_neither() -> None:
    assert [tag for tag in all_tags() if bool(own(tag, "labels")) != bool(own(tag, "index"))] == []


@pytest.mark.parametrize("tag", [ANY, *all_tags()])
def test_every_file_of_a_folder_is_a_table_with_known_keys(tag: str) -> None:
    """`und` and `en` have every key; another says none that they do not."""
    for path in (HOME / tag).iterdir():
        assert path.suffix == ".toml" and path.stem in TABLES, path
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        keys = {*own(ANY, path.stem), *own("en", path.stem), "base"}
        assert set(said) <= keys, f"{path}: {set(said) - keys}"
        base = said.get("base")
        assert base is None or own(base, path.stem), f"{path}: {base} has no such table"


@pytest.mark.parametrize("tag", [tag for tag in all_tags() if own(tag, "language")])
def test_a_language_says_its_name_and_its_script(tag: str) -> None:
    assert {"name", "script"} <= set(own(tag, "language"))
    assert len(traits_of(tag).script) == 4


@pytest.mark.parametrize(
    ("tag", "table", "folder"),
    [
        ("de-AT", "orthography", "de"),
        ("de-CH", "orthography", "de-CH"),
        ("de-CH", "labels", "de"),
        ("en-Latn-GB", "orthography", "en-GB"),
        ("en_gb", "orthography", "en-GB"),
        ("sr-Latn-RS", "alphabet", "sr-Latn"),
        ("sr-RS", "alphabet", "sr"),
        ("tlh", "labels", ""),
        ("", "labels", ""),
        ("../de", "labels", ""),
    ],
)
def test_the_nearest_folder(tag: str, table: str, folder: str) -> None:
    assert nearest(tag, table) == folder


def test_a_table_takes_from_its_base_what_it_does_not_say() -> None:
    assert table_of("no", "labels") == table_of("nb", "labels")
    assert "base" not in table_of("no", "labels")
    assert traits_of("fr-CA").spine_reads_up
    assert traits_of("tlh").script == "Latn"
