"""Headings that are nearly the same: one letter apart, turned round, or different in accents only.

Linear in the number of headings: each is filed under its own letters and under every way of leaving one out,
those of one length after the other, so that no more of them are held than of the commonest length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from florilegium.book.model import Heading
from florilegium.names.lexicon.folding import fold_form, unaccented
from florilegium.system.patterns import regex

#: Below this many letters two different names are often one letter apart (*Iran*, *Iraq*).
_SHORTEST = 8
_MARKS = regex(r"[^\w ]+")
_NUMBERED = regex(r"\d|\b[ivx]+\b")


def near_duplicates(headings: Iterable[Heading]) -> tuple[tuple[Heading, Heading], ...]:
    """Return pairs that an editor should look at.

    A gloss, a *see* or a *see also* says that both are meant.
    """
    kept = [heading for heading in headings if not heading.see]
    spelled = [_spelled(heading) for heading in kept]
    alike_in_length: dict[tuple[str, int], list[int]] = {}
    for number, letters in enumerate(spelled):
        kind = kept[number].kind.value
        for length in {len(key) for key in letters} | {len(letters[-1]) - 1}:
            alike_in_length.setdefault((kind, length), []).append(number)
    pairs: set[tuple[int, int]] = set()
    for (_, length), numbers in alike_in_length.items():
        pairs.update(_alike((key, number) for number in numbers for key in _keys(spelled[number], length)))
    return tuple((kept[one], kept[two]) for one, two in sorted(pairs) if _undecided(kept[one], kept[two]))


def _alike(filed: Iterable[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of numbers that are filed under the same key, of which nearly all have one alone."""
    first: dict[str, int] = {}
    several: dict[str, list[int]] = {}
    for key, number in filed:
        if first.setdefault(key, number) != number:
            several.setdefault(key, [first[key]]).append(number)
    for alike in several.values():
        for index, one in enumerate(alike):
            yield from ((one, two) for two in alike[index + 1 :] if one != two)


def _spelled(heading: Heading) -> tuple[str, ...]:
    """Return a heading's words in order, and its letters where one of them may be another."""
    plain = unaccented(fold_form(heading.name)).casefold()
    letters = _MARKS.sub(" ", plain)
    words = " ".join(sorted(letters.split()))
    whole = letters.replace(" ", "")
    return (words,) if len(whole) < _SHORTEST or _NUMBERED.search(letters) else (words, whole)


def _keys(spelled: tuple[str, ...], length: int) -> Iterator[str]:
    """Yield what is as long among the spellings of a heading and those that lack one letter."""
    yield from (key for key in spelled if len(key) == length)
    whole = spelled[-1]
    if len(spelled) > 1 and len(whole) == length + 1:
        for place in range(len(whole)):
            yield whole[:place] + whole[place + 1 :]


def _undecided(one: Heading, two: Heading) -> bool:
    if one.gloss or two.gloss or one.label == two.label:
        return False
    return not ({one.name, one.label} & set(two.see_also) or {two.name, two.label} & set(one.see_also))
