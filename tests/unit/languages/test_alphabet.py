"""Every alphabet files as Unicode's CLDR does at its first level; `tools/collation/make.py` asks it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from florilegium.languages.alphabet import alphabet_of
from florilegium.languages.folders import ANY, all_tags, own

CLDR = Path(__file__).parents[2] / "fixtures" / "languages" / "cldr-order.txt"
ORDERS = dict(
    line.split(": ", 1) for line in CLDR.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
)


@pytest.mark.parametrize("tag", ORDERS)
def test_words_stand_in_the_order_of_cldr(tag: str) -> None:
    """Words that differ in accents alone, by the language's measure, have equal keys; others are in order."""
    alphabet = alphabet_of(tag)
    levels = [[alphabet.key(word) for word in level.split(" = ")] for level in ORDERS[tag].split(" < ")]
    assert [level for level in levels if len(set(level)) > 1] == []
    assert [(one, two) for (one, *_), (two, *_) in pairwise(levels) if one >= two] == []


def test_every_alphabet_is_compared() -> None:
    """Only kana, which CLDR files by rules of their own, have no list."""
    assert {tag for tag in all_tags() if own(tag, "alphabet")} - set(ORDERS) == {"ja"}


@pytest.mark.parametrize("tag", [ANY, *all_tags()])
def test_a_letter_stands_in_an_alphabet_once(tag: str) -> None:
    letters = own(tag, "alphabet").get("letters", "").split()
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize(
    ("tag", "apart", "together"),
    [("hu", "mész-szag", "mészszag"), ("da", "A-aron", "Aaron"), ("cy", "Ban-gor", "Bangor")],
)
def test_a_hyphen_parts_two_letters_that_are_not_one(tag: str, apart: str, together: str) -> None:
    """So that a `sort:` can file a foreign name by its letters."""
    alphabet = alphabet_of(tag)
    plain = alphabet_of("en")
    assert len(alphabet.key(apart)) >= len(alphabet.key(together))
    assert (alphabet.key(apart) == alphabet.key(together)) == (tag == "hu")
    assert len(plain.key(apart)) == len(plain.key(together))


def test_signs_that_no_alphabet_has_are_filed_last_and_punctuation_not_at_all() -> None:
    alphabet = alphabet_of("en")
    assert alphabet.key("z") < alphabet.key("я") < alphabet.key("函") < alphabet.key("館")
    assert not alphabet.places(alphabet.key("函館"))
    assert alphabet.key("“!—…") == ""
    assert alphabet.key("ﬁn") == alphabet.key("fin")


def test_turkish_has_two_letters_i() -> None:
    turkish, english = alphabet_of("tr"), alphabet_of("en")
    assert turkish.key("I") == turkish.key("ı") < turkish.key("İ") == turkish.key("i")
    assert english.key("I") == english.key("İ") == english.key("ı")


def test_a_language_without_an_alphabet_says_so() -> None:
    assert not alphabet_of("eu").known
    assert alphabet_of("de-AT").known
