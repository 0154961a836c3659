"""Headings that are nearly the same: one letter apart, turned round, or different in accents only.

Linear in the number of headings: each is filed under its own letters and under every way of leaving one out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from florilegium.book.model import Heading
from florilegium.names.lexicon.folding import fold_form, unaccented

#: Below this many letters two different names are often one letter apart (*Iran*, *Iraq*).
_SHORTEST = 8
_NUMBERED = re.compile(r"\d|\b[ivx]+\b")


def near_duplicates(headings: Iterable[Heading]) -> tuple[tuple[Heading, Heading], ...]:
    """Return pairs that an editor should look at.

    A gloss, a *see* or a *see also* says that both are meant.
    """
    filed: dict[tuple[str, str], list[int]] = {}
    kept = [heading for heading in headings if not heading.see]
    pairs: set[tuple[int, int]] = set()
    for number, heading in enumerate(kept):
        for key in _keys(heading):
            filed.setdefault((heading.kind.value, key), []).append(number)
    for numbers in filed.values():
        for index, one in enumerate(numbers):
            pairs.update((one, two) for two in numbers[index + 1 :] if one != two)
    return tuple((kept[one], kept[two]) for one, two in sorted(pairs) if _undecided(kept[one], kept[two]))


def _keys(heading: Heading) -> Iterator[str]:
    plain = unaccented(fold_form(heading.name)).casefold()
    letters = re.sub(r"[^\w ]+", " ", plain)
    yield " ".join(sorted(letters.split()))
    whole = letters.replace(" ", "")
    if len(whole) < _SHORTEST or _NUMBERED.search(letters):
        return
    yield whole
    for place in range(len(whole)):
        yield whole[:place] + whole[place + 1 :]


def _undecided(one: Heading, two: Heading) -> bool:
    if one.gloss or two.gloss or one.label == two.label:
        return False
    return not ({one.name, one.label} & set(two.see_also) or {two.name, two.label} & set(one.see_also))
