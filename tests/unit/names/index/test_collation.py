"""How headings are filed: the lists of `tests/fixtures/names/collation-*.txt`, and the letters of groups."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from florilegium.names.index.collation import Collation

FIXTURES = Path(__file__).parents[3] / "fixtures" / "names"


def _lists() -> list[tuple[str, str, list[str]]]:
    found = []
    for method in ("letter-by-letter", "word-by-word"):
        text = (FIXTURES / f"collation-{method}.txt").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        for block in "\n".join(lines).strip().split("\n\n"):
            language, *headings = block.splitlines()
            found.append((method, language.removeprefix("lang: "), headings))
    return found


def _key(collation: Collation, line: str) -> object:
    return collation.key(line.removeprefix("!"), person=line.startswith("!"))


@pytest.mark.parametrize(("method", "language", "headings"), _lists())
def test_files_the_list_in_its_order(method: str, language: str, headings: list[str]) -> None:
    """The headings come out as the fixture has them, however they went in."""
    collation = Collation(language, method)
    shuffled = headings[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=lambda line: _key(collation, line)) == headings  # type: ignore[arg-type, return-value]


def _letters() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each language of `index-letters.txt` with its names in order, each with the letter above it."""
    text = (FIXTURES / "index-letters.txt").read_text(encoding="utf-8")
    blocks = text.partition("\n\n")[2].strip().split("\n\n")
    found = []
    for language, *lines in map(str.splitlines, blocks):
        groups = [line.split(": ") for line in lines]
        names = [(letter, name) for letter, listed in groups for name in listed.split(", ")]
        found.append((language.removeprefix("lang: "), names))
    return found


@pytest.mark.parametrize(("language", "names"), _letters())
def test_names_stand_under_the_letters_of_their_language(language: str, names: list[tuple[str, str]]) -> None:
    """A group stands in the place of its letter, and a name in its group."""
    collation = Collation(language)
    shuffled = [name for _, name in names]
    random.Random(7).shuffle(shuffled)
    ordered = sorted(shuffled, key=lambda name: collation.key(name, person=True))
    assert [(collation.letter(name, person=True), name) for name in ordered] == names


@pytest.mark.parametrize(
    ("heading", "language", "letter"),
    [
        ("Ångström, Anders", "en", "A"),
        ("Ångström, Anders", "sv", "Å"),
        ("Ñuble", "es", "Ñ"),
        ("Ñuble", "en", "N"),
        ("“Haifa”", "en", "H"),
        ("The Hague", "en", "H"),
        ("1984", "en", "0–9"),
        ("???", "en", "#"),
        ("Čapek, Karel", "cs", "Č"),
        ("Chodov", "cs", "Ch"),
        ("Петров, Иван", "en", "П"),
    ],
)
def test_letter_of_the_group(heading: str, language: str, letter: str) -> None:
    """A heading stands under the letter that its language files it by."""
    assert Collation(language).letter(heading) == letter


def test_editors_form_of_a_persons_article_is_kept() -> None:
    """A leading article is part of a person's name and is ignored in a place's."""
    collation = Collation("en")
    assert collation.letter("The Hague") == "H"
    assert collation.letter("The Edge", person=True) == "T"


def test_subentries_ignore_small_words() -> None:
    """Subentries sort by their first word of weight."""
    wanted = ["in the army", "as brother", "and the Church", "death of", "on exile"]
    assert sorted(wanted, key=Collation("en").subentry_key) == wanted


def test_signs_in_a_heading_do_not_upset_the_order() -> None:
    """A heading's own braces and exclamation marks count as punctuation."""
    collation = Collation("en")
    assert collation.key("Oklahoma!")[0] == collation.key("Oklahoma")[0]
    assert collation.letter("{Zed}") == "Z"
