"""Write `tests/fixtures/languages/cldr-order.txt`: words of every language as Unicode's CLDR files them.

Run it with a Python that has PyICU (`pip install PyICU`, which needs a compiler and ICU's headers) and with
`src` on its path. The words are made of the language's letters by chance, the same on every run, and the file
says of which ICU the order is. The tests compare the program's order with it, without ICU.
"""

from __future__ import annotations

import random
import re
from functools import cmp_to_key
from itertools import groupby
from pathlib import Path

import icu

from florilegium.languages.folders import all_tags, own, table_of

KEPT = Path(__file__).parents[2] / "tests" / "fixtures" / "languages" / "cldr-order.txt"

#: Letters that are filed otherwise in some language, met in foreign names of any.
FOREIGN = "áéíóúàèçñäöüåæøœßšž"

#: ICU takes the two halves of an accented letter apart and finds `aa` in `aá`; no name has that.
APART = re.compile("a[áàäå]|c[ś]")

#: ICU has no rules of its own for these tags.
SAME = {"no": "nb"}


def words_of(tag: str) -> list[str]:
    """Return sixty words made of the letters that a language files in some way of its own, and of others."""
    table = table_of(tag, "alphabet")
    letters = table["letters"].split()
    pool = [*letters, *(same for same, letter in table.get("equal", {}).items() if letter and same != "ٱ")]
    if "a" in letters:
        pool += [*"abcdefghijklmnopqrstuvwxyz", *FOREIGN]
    chance = random.Random(tag)  # noqa: S311 - nothing here is secret
    made = dict.fromkeys("".join(chance.choices(pool, k=chance.randint(1, 4))) for _ in range(400))
    return [word for word in made if not APART.search(word)][:60]


def order_of(tag: str) -> str:
    """Return the words of a language in its order, ` < ` between two and ` = ` where accents alone differ."""
    collator = icu.Collator.createInstance(icu.Locale(SAME.get(tag, tag.replace("-", "_"))))
    collator.setStrength(icu.Collator.PRIMARY)
    ordered = sorted(words_of(tag), key=cmp_to_key(collator.compare))
    levels = groupby(ordered, key=lambda word: bytes(collator.getSortKey(word)))
    return " < ".join(" = ".join(words) for _, words in levels)


def main() -> None:
    """Write the file."""
    known = [tag for tag in all_tags() if own(tag, "alphabet") and "groups" not in own(tag, "alphabet")]
    head = f"# Made by tools/collation/make.py with ICU {icu.ICU_VERSION} (Unicode {icu.UNICODE_VERSION}).\n"
    lines = [f"{tag}: {order_of(tag)}\n" for tag in known]
    KEPT.write_text(head + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
