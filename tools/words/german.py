"""Makes src/florilegium/names/lexicon/german.txt, the words of German that a capital makes no names of.

Run `python tools/words/german.py NOUNS DICTIONARY`: NOUNS is the unpacked package german-nouns of PyPI,
DICTIONARY the unpacked package dictionary-de of npm; docs/adr/0011 says why the words are kept as an extract.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Collection, Sequence
from pathlib import Path

from florilegium.names.lexicon.gazetteer import Rank, gazetteer_for
from florilegium.names.lexicon.given_names import is_given

LEXICON = Path(__file__).parents[2] / "src" / "florilegium" / "names" / "lexicon"
_SMALL = re.compile(r"[a-zäöüß]{3,}")
_WORD = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{2,}")
_NAMES = frozenset({"Eigenname", "Toponym", "Vorname", "Nachname", "Abkürzung", "Straßenname"})
#: Flags of the dictionary that inflect a noun or join it to others, and hardly a name.
_OF_NOUNS = frozenset("NTPEFJMQpij")
#: Endings that make nouns of other words, which the program knows.
_DERIVED = re.compile(
    r".+(?:heit|keit|ung|schaft|tum|ion|tät|ismus|chen|lein|erin|istin|logie|grafie|graphie|metrie)"
)
_LINKS = ("", "s", "es", "n", "en", "er", "ns", "e", "ens")
_SHORTEST = 3

HEAD = """\
# Nouns of German that are no names, but for compounds and usual endings, and words that are never inflected.
# Made by tools/words/german.py from german-nouns {nouns} (Wiktionary, CC BY-SA 4.0), and from
# dictionary-de {dictionary} (igerman98, copyright 1999-2016 by Björn Jacke, GPL 2 or 3), which says what
# nouns are surnames or places too, and has the other words.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("nouns", type=Path)
    parser.add_argument("dictionary", type=Path)
    wanted = parser.parse_args()
    lines = (wanted.dictionary / "index.dic").read_text(encoding="utf-8").splitlines()[1:]
    found = _plain_nouns(wanted.nouns / "german_nouns" / "nouns.csv", lines)
    small = [word for word in lines if _SMALL.fullmatch(word)]
    simple = [word for word in found if not _DERIVED.fullmatch(word) and not _is_compound(word, found)]
    folder = next(wanted.nouns.glob("german_nouns-*.dist-info"))
    dictionary = json.loads((wanted.dictionary / "package.json").read_text(encoding="utf-8"))["version"]
    nouns = folder.name.removeprefix("german_nouns-").removesuffix(".dist-info")
    made = HEAD.format(nouns=nouns, dictionary=dictionary) + "".join(
        f"{word}\n" for word in sorted({*simple, *small})
    )
    (LEXICON / "german.txt").write_text(made, encoding="utf-8")


def _plain_nouns(nouns: Path, dictionary: Sequence[str]) -> frozenset[str]:
    """Return nouns that are no names, and those names that a dictionary inflects as nouns."""
    plain: set[str] = set()
    names: set[str] = set()
    with nouns.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if _WORD.fullmatch(row["lemma"]):
                (plain if _NAMES.isdisjoint(row["pos"].split(",")) else names).add(row["lemma"])
    parted = (line.partition("/") for line in dictionary)
    plain |= {word for word, _, flags in parted if word in names and not _OF_NOUNS.isdisjoint(flags)}
    places = gazetteer_for("de")
    return frozenset(
        word.lower() for word in plain if not is_given(word) and places.rank(word) is not Rank.LAND
    )


def _is_compound(word: str, nouns: Collection[str]) -> bool:
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        head = word[:cut]
        if word[cut:] in nouns and any(
            head.endswith(link) and head[: len(head) - len(link)] in nouns for link in _LINKS
        ):
            return True
    return False


if __name__ == "__main__":
    main()
