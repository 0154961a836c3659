"""Words, the spaces between them that justification widens, what lines begin and end with; letters from the
right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from florilegium.languages.scripts import RIGHT_TO_LEFT_LETTERS, TURNING_MARKS
from florilegium.system.patterns import regex

#: Space and no-break space; the spaces of fixed width are parts of words.
SPACES: Final = frozenset(" \N{NO-BREAK SPACE}")

#: A word is shaped again for each place where it may be divided. So that the cost stays linear in the text,
#: what runs on without a space for longer than any word is taken in pieces of 256 letters.
TOKEN: Final = regex(r"[ \N{NO-BREAK SPACE}]|[^ \N{NO-BREAK SPACE}]{1,256}")

#: A text in words and single spaces.
tokens = TOKEN.findall

#: Letters of scripts that run from right to left, and marks that turn a text round, as in a set of `re`.
LEFTWARD: Final = f"{RIGHT_TO_LEFT_LETTERS}{TURNING_MARKS}"

#: Neighbouring lines look alike that begin or end with so many letters in common.
_ALIKE: Final = 3

#: Signs within which they are looked for: in a text of figures and brackets alone there are none anywhere.
_NEAR: Final = 100


def line_end(text: str, place: int) -> tuple[str, str]:
    """Return the last word of a line that ends at a place, if it is a short one, and its last letters.

    The text is in lower case. Of words that are longer than the letters these say enough.
    """
    end = place - (place > 0 and text[place - 1] == " ")
    if (near := text[max(end - _ALIKE, 0) : end]).isalpha() and len(near) == _ALIKE:
        return _shared(("", near))
    return _shared(_end((text[at] for at in range(place - 1, max(place - _NEAR, 0) - 1, -1)), backwards=True))


def line_beginning(text: str, place: int) -> tuple[str, str]:
    """Return the first word of a line that begins at a place, if it is a short one, and its first letters."""
    if (near := text[place : place + _ALIKE]).isalpha() and len(near) == _ALIKE:
        return _shared(("", near))
    return _shared(_end((text[at] for at in range(place, min(place + _NEAR, len(text)))), backwards=False))


class LineEnds:
    """What lines of a text end and begin with at some places: the last word and letters of a line that ends
    there, the first ones of the next.

    The text is in lower case. Found when it is asked for, since at most places no line ends, and kept.
    """

    def __init__(self, text: str, places: Sequence[int]) -> None:
        self._text = text
        self._places = places
        self._known = {-1: (("", ""), line_beginning(text, 0))}

    def at(self, number: int) -> tuple[tuple[str, str], tuple[str, str]]:
        """Return the ends of the lines on both sides of a place, told by its number; -1 is the beginning."""
        known = self._known.get(number)
        if known is None:
            place = self._places[number]
            known = line_end(self._text, place), line_beginning(self._text, place)
            self._known[number] = known
        return known


@lru_cache(4096)
def _shared(ends: tuple[str, str]) -> tuple[str, str]:
    """Return the same ends of a line for all that are equal: a text has places by the ten thousand, and some
    hundred of these."""
    return ends


def _end(signs: Iterator[str], *, backwards: bool) -> tuple[str, str]:
    letters = word = ""
    for sign in signs:
        if sign.isalpha():
            letters += sign
            if len(letters) == _ALIKE:
                break
        elif sign in SPACES and letters and not word:
            word = letters
    whole = letters if len(letters) == _ALIKE else ""
    return (word[::-1], whole[::-1]) if backwards else (word, whole)
