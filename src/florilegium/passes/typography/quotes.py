"""Quotation marks and apostrophes: straight ones become the right curly ones, wrong ones are turned round.

The marks are read from left to right with a note of which are open, for the same straight mark opens, closes,
stands for left-out letters, or counts feet and minutes. Double and single marks are never exchanged: which
comes first is the author's choice (CMOS 6.115, 6.117, 13.30).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from florilegium.languages.orthography import Conventions
from florilegium.passes.typography.draft import Edit
from florilegium.system.patterns import regex

APOSTROPHE: Final = "’"
PRIME, DOUBLE_PRIME = "′", "″"

_MARK: Final = regex("[\"'“”„‟‘’‚‛«»‹›`´]")
_OPENING: Final = frozenset("([{<¿¡=") | frozenset("“„‘‚«‹")
_DASHES: Final = frozenset("—–―-‐‒/")

#: A double mark between two Hebrew letters, a single one behind one, and a single one that opens a quotation.
_GERSHAYIM = regex("(?<=[\u05d0-\u05ea])(?:\"|'')(?=[\u05d0-\u05ea])")
_GERESH = regex("(?<=[\u05d0-\u05ea])'(?!')")
_OPENS_HEBREW = regex(r"(?<![\w'])'(?=[\u05d0-\u05ea])")

_TEX_MARKS = regex(r"``|''")

#: Feet and inches, minutes and seconds of arc; straight or wrongly curled.
_PRIMED = regex(
    r"""(?<=\d)(?P<one>['’′])\s?(?:\d+(?:\.\d+)?[½¼¾]?|[½¼¾])(?P<two>["”″]|''|’’)   # 6'2", 40°26'46"
      | (?<=\d)(?P<arc>['’′])(?=\s?[NSEWO]\b)""",
    re.VERBOSE,
)

#: A few marks in a row and the letter after them; a single mark after a word.
_MARKS_ON = regex(r"[\"'“”„‟‘’‚‛«»‹›`´]{0,8}(.?)", re.DOTALL)
_WORD_END = regex(r"(?<=\S)['’](?!\w)")

#: Marks open at once are few; of more, the outermost are forgotten.
_DEPTH: Final = 20

_AFTER_FIGURE = regex(r"['’′](?<=\d.)")

_ARC_MINUTES = regex(r"°\s?\d+(?:\.\d+)?(?P<one>['’′])")


def hebrew_marks(text: str, rules: Conventions) -> Iterator[Edit]:
    """Yield edits that turn straight marks in and behind Hebrew words into gershayim and geresh."""
    del rules  # the letters decide, whatever the language round them
    for mark in _GERSHAYIM.finditer(text) if '"' in text or "''" in text else ():
        yield Edit(mark.start(), mark.end(), "\N{HEBREW PUNCTUATION GERSHAYIM}")
    for mark in _GERESH.finditer(text) if "'" in text else ():
        if text[mark.end() : mark.end() + 1].isalpha() or not _OPENS_HEBREW.search(text):
            yield Edit(mark.start(), mark.end(), "\N{HEBREW PUNCTUATION GERESH}")


def tex_marks(text: str, rules: Conventions) -> Iterator[Edit]:
    """Yield edits that turn two grave accents or two straight single marks into a typist's double mark."""
    del rules  # the straight mark that they become is given its form by `quotes`
    if "``" not in text and "''" not in text:
        return
    primes = {place for place, _ in _primes(text)}
    for mark in _TEX_MARKS.finditer(text):
        if mark.start() not in primes:
            yield Edit(mark.start(), mark.end(), '"')


def quotes(text: str, rules: Conventions) -> Iterator[Edit]:
    """Yield edits that give each straight mark its form and turn a mark that stands the wrong way round."""
    scene: _Scene | None = None
    for mark in _MARK.finditer(text):
        scene = scene or _Scene(text, rules, dict(_primes(text)))
        place = mark.start()
        form = scene.form_of(place)
        scene.done[place] = form
        if form != mark.group():
            yield Edit(place, place + 1, form)


def _primes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the places of primes and double primes that their surroundings make certain."""
    if not _AFTER_FIGURE.search(text):
        return
    for found in _PRIMED.finditer(text):
        for group, mark in (("one", PRIME), ("two", DOUBLE_PRIME), ("arc", PRIME)):
            if found[group]:
                yield found.start(group), mark
                yield from ((found.start(group) + 1, "") for _ in found[group][1:])
    for found in _ARC_MINUTES.finditer(text):
        yield found.start("one"), PRIME


@cache
def _elision(rules: Conventions) -> re.Pattern[str]:
    """Return a pattern for letters or figures whose beginning an apostrophe leaves out: `tis`, `80s`."""
    words = "|".join(sorted(map(re.escape, rules.elisions), key=len, reverse=True)) or r"(?!)"
    decades = "|".join(rf"\d{{{count}}}" for count in rules.decade_digits)
    return re.compile(rf"(?:(?i:{words})(?![^\W\d_])|(?:{decades})(?:s|er|ers)?(?!\w))")


@dataclass
class _Scene:
    """One text while its marks are read. `done` holds the forms given so far, `open` those not yet closed."""

    text: str
    rules: Conventions
    primes: dict[int, str]
    done: dict[int, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    last_end: int = -1

    def __post_init__(self) -> None:
        self.last_end = max((found.start() for found in _WORD_END.finditer(self.text)), default=-1)

    def form_of(self, place: int) -> str:
        """Return the right form of the mark at `place`."""
        letter = self.text[place]
        if place in self.primes:
            return self.primes[place]
        if letter == '"':
            return self._double(place)
        if letter in "'`´‘":
            return self._single(place)
        return self._curly(place, letter)

    # What stands round a mark

    def before(self, place: int) -> str:
        """Return the letter before, a mark in its right form; empty at the beginning."""
        while place:
            place -= 1
            form = self.done.get(place, self.text[place])
            if form:
                return form
        return ""

    def after(self, place: int) -> str:
        """Return the first letter after that is no mark; empty at the end."""
        rest = _MARKS_ON.match(self.text, place + 1)
        return rest[1] if rest else ""

    def may_open(self, place: int) -> bool:
        before = self.before(place)
        return not before or before.isspace() or before in _OPENING or before in _DASHES

    def ends_here(self, place: int) -> bool:
        """Return whether no word goes on after the mark."""
        after = self.after(place)
        return not after or not (after.isalnum() or after in _OPENING or after in "…$£€@&*§")

    # Marks of each kind

    def _double(self, place: int) -> str:
        is_open = self._is_open(self.rules.double)
        before, after = self.before(place), self.after(place)
        if not is_open and self._counts(place):
            return DOUBLE_PRIME
        if before == self.rules.double[0] and not after:
            opens = False
        elif not before or before.isspace():
            floating = (not after or after.isspace() or after in ",.;:!?)]") and is_open
            opens = not floating
        elif self.may_open(place):
            opens = not self.ends_here(place) and not (is_open and before in _DASHES)
            opens = opens or (before in _OPENING and not is_open)
        else:
            opens = not self.ends_here(place) and not is_open
        return self._double_form(opens)

    def _double_form(self, opens: bool) -> str:
        pairs = (self.rules.double, self.rules.within)
        if opens:
            pair = pairs[1] if self._is_open(self.rules.double) else pairs[0]
            self._now_open(pair[0])
            return pair[0]
        for mark in reversed(self.open):
            for pair in reversed(pairs):
                if mark == pair[0]:
                    self._close(mark)
                    return pair[1]
        return self.rules.double[1]

    def _single(self, place: int) -> str:
        letter, next_to = self.text[place], self.text[place + 1 : place + 2]
        if self._inside_word(place):
            return APOSTROPHE
        if letter in "`´" and not (letter == "`" and self.may_open(place) and next_to.isalpha()):
            return letter
        if self._is_elision(place) or self._is_middle_n(place):
            return APOSTROPHE
        return self._left_mark(place) if letter == "‘" else self._straight_single(place)

    def _straight_single(self, place: int) -> str:
        """Return a mark that is no apostrophe by the words round it."""
        before = self.before(place)
        if not self._is_open(self.rules.single) and self._counts(place):
            return PRIME
        if not self._single_opens(place):
            return self._single_close()
        if (before.isspace() or before in _DASHES) and before and not self._has_partner(place):
            return APOSTROPHE
        self._now_open(self.rules.single[0])
        return self.rules.single[0]

    def _single_opens(self, place: int) -> bool:
        is_open = self._is_open(self.rules.single)
        before = self.before(place)
        if self.may_open(place):
            if before in _DASHES and is_open:
                return False
            return not self.ends_here(place)
        return before in {",", ";", ":"} and not self.ends_here(place) and not is_open

    def _single_close(self) -> str:
        if self._is_open(self.rules.single):
            self._close(self.rules.single[0])
            return self.rules.single[1]
        return APOSTROPHE

    def _left_mark(self, place: int) -> str:
        """Return a left single mark: right where it opens or, in German, closes.

        Else it should be an apostrophe.
        """
        if self.rules.single[1] == "‘" or self.may_open(place):
            self._follow("‘")
            return "‘"
        return APOSTROPHE if self.ends_here(place) else "‘"

    def _curly(self, place: int, letter: str) -> str:
        if self.rules.double == ("“", "”") and letter in "“”":
            before = self.before(place)
            if letter == "“" and not self.may_open(place) and self.ends_here(place):
                letter = "”"
            elif letter == "”" and (not before or before.isspace()) and not self.ends_here(place):
                letter = "“"
        if not (letter == APOSTROPHE and self._inside_word(place)):
            self._follow(letter)
        return letter

    # Words that begin or end with an apostrophe

    def _inside_word(self, place: int) -> bool:
        return self.before(place).isalnum() and self.text[place + 1 : place + 2].isalnum()

    def _is_elision(self, place: int) -> bool:
        if not self.may_open(place):
            return False
        return _elision(self.rules).match(self.text, place + 1) is not None

    def _is_middle_n(self, place: int) -> bool:
        """Return whether the mark is one of the two of `rock ’n’ roll`, not of the letter ‘n’."""
        around = self.text[max(0, place - 12) : place + 5]
        offset = place - max(0, place - 12)
        for found in re.finditer(r"(\w+)\s?['‘’][nN]['’](?=\s?\w)", around):
            if found.start() < offset < found.end() and found[1].lower() not in {"letter", "letters", "the"}:
                return True
        return False

    def _counts(self, place: int) -> bool:
        """Return whether a small number stands before, as in `6' tall`; a longer one is a year."""
        number = re.search(r"(?<![\w.,])\d+(?:\.\d+)?$", self.text[max(0, place - 8) : place])
        return number is not None and len(number.group()) < 4 and self.ends_here(place)

    def _has_partner(self, place: int) -> bool:
        """Return whether a mark further on can close what this one opens."""
        return self.last_end > place + 1

    # The marks that are open

    def _is_open(self, pair: tuple[str, str]) -> bool:
        return pair[0] in self.open

    def _now_open(self, mark: str) -> None:
        self.open = [*self.open[1 - _DEPTH :], mark]

    def _close(self, mark: str) -> None:
        """Take the innermost `mark` off the open ones, with what was left open inside it."""
        while self.open and self.open.pop() != mark:
            pass

    def _follow(self, letter: str) -> None:
        """Keep count of a curly mark that stays."""
        for pair in (self.rules.double, self.rules.within, self.rules.single):
            if letter == pair[1] and pair[0] in self.open:
                self._close(pair[0])
                return
            if letter == pair[0]:
                self._now_open(letter)
                return
