"""Names that share a word: *East and South China Seas*, *Pierre and Marie Curie*, *North and South America*.

The last of the list is a form of the authority. What stands before *and*, with the end of that form added,
is looked up as a form of its own.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from florilegium.names.lexicon.spelling import word_before

_AND = re.compile(r",? (?:and|or|&|y|e|et|und|ou|o) $")
_COMMA = re.compile(r", $")
_REACH = 8


def sisters_of(text: str, start: int, form: str, forms: Container[str]) -> Iterator[tuple[int, int, str]]:
    """The elder sisters of a form that begins at `start`: their offsets and the form that each stands for."""
    ends = _shared_ends(form)
    link = _AND
    while True:
        tie = link.search(text, max(0, start - _REACH), start)
        if tie is None:
            return
        found = _lookup(text, tie.start(), ends, forms)
        if found is None:
            return
        yield found
        start, link = found[0], _COMMA


def _lookup(text: str, end: int, ends: list[str], forms: Container[str]) -> tuple[int, int, str] | None:
    """The sister that ends at `end`: two words if they make a form with a shared end, else one."""
    word, begin = word_before(text, end)
    if not word:
        return None
    heads = [(begin, word)]
    if begin > 1 and text[begin - 1] == " ":
        before, start = word_before(text, begin - 1)
        if before:
            heads.insert(0, (start, f"{before} {word}"))
    for start, head in heads:
        for shared in ends:
            if f"{head} {shared}" in forms:
                return start, end, f"{head} {shared}"
    return None


def _shared_ends(form: str) -> list[str]:
    """What the form may lend, the longest first, a plural also in the singular."""
    names = form.split(" ")
    ends = [" ".join(names[count:]) for count in range(1, len(names))]
    singular = [end[:-3] + "y" if end.endswith("ies") else end[:-1] for end in ends if end.endswith("s")]
    return ends + singular
