"""Running text under change, where every letter knows from which letter of the source it came.

Rules of typography read a string and answer with edits. A draft carries them out one rule after the other
and so keeps the way back to the pieces of the tree, whatever the edits do to the length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable

from florilegium.languages.orthography import Conventions
from florilegium.system.values import dataclass

#: Stands in a rule's text for a letter that no rule may touch: code, an address.
UNTOUCHED = "x"


@dataclass(frozen=True, order=True)
class Edit:
    """`start:end` of a text becomes `text`. It takes the markup of the first letter that it replaces."""

    start: int
    end: int
    text: str


#: A rule of typography: what it would change in a text, in the manner of a language.
Rule = Callable[[str, Conventions], Iterable[Edit]]


@dataclass(frozen=True)
class Draft:
    """`text` as it now reads; `origin[i]`, which never falls, is the offset from which letter `i` came."""

    text: str
    origin: tuple[int, ...]

    @staticmethod
    def of(text: str) -> Draft:
        return Draft(text, tuple(range(len(text))))

    def edited(self, edits: Iterable[Edit]) -> Draft:
        """Return the draft with the edits made; of two that overlap the first is made."""
        chosen: list[Edit] = []
        for edit in sorted(edits):
            if not chosen or edit.start >= chosen[-1].end:
                chosen.append(edit)
        if not chosen:
            return self
        pieces: list[str] = []
        origin: list[int] = []
        done = 0
        for edit in chosen:
            pieces += [self.text[done : edit.start], edit.text]
            origin += [*self.origin[done : edit.start], *[self.origin[edit.start]] * len(edit.text)]
            done = edit.end
        pieces.append(self.text[done:])
        origin += self.origin[done:]
        return Draft("".join(pieces), tuple(origin))

    def between(self, start: int, end: int) -> str:
        """Return what now stands for `start:end` of the source."""
        return self.text[bisect_left(self.origin, start) : bisect_left(self.origin, end)]
