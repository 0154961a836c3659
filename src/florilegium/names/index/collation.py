"""How headings sort: letter by letter or word by word (CMOS 16.58–16.61), by the book's language.

Case, accents, quotation marks and a leading article are ignored; a comma or a parenthesis ends the first
round, and a heading alone goes before the same heading with a parenthesis, that before one with a comma.
Numbers sort as numbers, before letters, and so do the numerals of rulers. The order of the letters is the
language's (`languages/alphabet.py`). Two different headings never have equal keys, so that the order does not
depend on how the entries were written down.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

from florilegium.book.model import Heading
from florilegium.languages.alphabet import Alphabet, alphabet_of
from florilegium.problems import Report
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_ARABIC_ARTICLE = regex(r"^(?:al|el)-(?=\w)", re.IGNORECASE)
_ROMAN = regex(r"(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})")
_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_BREAK = regex(r"\(|,(?!\d)")
_FIGURES: Final = regex(r"(\d[\d,]*)")

#: First round, later rounds, and what makes the order total.
Key = tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...], str, str]


@dataclass(frozen=True)
class Collation:
    """The order of one index. `method` is `letter-by-letter` or `word-by-word`."""

    language: str = "en"
    method: str = "letter-by-letter"

    @property
    def alphabet(self) -> Alphabet:
        return alphabet_of(self.language)

    def key(self, heading: str, *, person: bool = False) -> Key:
        """Return the sort key of a heading, gloss and all.

        A person's leading particle is part of the name.
        """
        text = _ARABIC_ARTICLE.sub("", unicodedata.normalize("NFC", heading).strip())
        if not person:
            text = text[self._length_of_article(text) :]
        rounds = self._rounds(text, person=person)
        return rounds[0][1], rounds[1:], heading.casefold(), heading

    def inverted(self, title: str) -> str:
        """Return a title with its leading article behind it: `Financial Times, The`."""
        length = self._length_of_article(title)
        return f"{title[length:]}, {title[:length].strip()}" if length else title

    def subentry_key(self, heading: str) -> Key:
        """Return the key of a subentry: leading prepositions, conjunctions and articles do not count."""
        names = heading.split()
        while len(names) > 1 and names[0].casefold() in self.alphabet.small:
            names.pop(0)
        first, later, *_ = self.key(" ".join(names), person=True)
        return first, later, heading.casefold(), heading

    def letter(self, heading: str, *, person: bool = False) -> str:
        """Return the letter of the group of a heading: `0–9` for figures, `#` for what has no letter."""
        joined = "".join(self.key(heading, person=person)[0])
        if not joined:
            return "#"
        return "0–9" if joined[0].isdecimal() else self.alphabet.letter(joined)

    def places(self, heading: str) -> bool:
        """Return whether a heading has a known place: it begins with a figure or a known letter."""
        joined = "".join(self.key(heading, person=True)[0])
        return not joined or self.alphabet.places(joined)

    def _length_of_article(self, title: str) -> int:
        """Return how many letters of a title are its leading article and the space behind it."""
        article = re.match(r"(\w+)\s+(?=\w)", title)
        return article.end() if article and article[1].lower() in self.alphabet.articles else 0

    def _rounds(self, text: str, *, person: bool) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Return the text cut at commas (rank 2) and parentheses (rank 1); the first round has rank 0."""
        found: list[tuple[int, tuple[str, ...]]] = []
        rank, rest = 0, text
        while True:
            cut = _BREAK.search(rest)
            piece = rest[: cut.start()] if cut else rest
            found.append((rank, self._letters(_regnal(piece) if person else piece)))
            if cut is None:
                return tuple(found)
            rank, rest = (1 if cut.group() == "(" else 2), rest[cut.end() :]

    def _letters(self, text: str) -> tuple[str, ...]:
        """Return the letters that count: one string, or one for each word when sorting word by word."""
        if self.method != "word-by-word":
            return (self._letters_of(text),)
        return tuple(word for word in map(self._letters_of, re.split(r"[\s–—/]+", text)) if word)

    def _letters_of(self, text: str) -> str:
        """Return the key of a text, with figures spelled so that they sort as numbers do."""
        pieces = _FIGURES.split(text)
        return "".join(
            _number(piece) if place % 2 else self.alphabet.key(piece) for place, piece in enumerate(pieces)
        )


def check_order(headings: Iterable[Heading], language: str, report: Report) -> None:
    """Report X011, once, for headings whose order is not known: by their language or by their letters."""
    collation = Collation(language)
    if not collation.alphabet.known:
        lost = [heading for heading in headings if not heading.sort]
        message = (
            f"how the book’s language, “{language}”, files its letters is not known; the index goes by the "
            "order that most languages share, and accents do not count"
        )
        hint = "Give a heading that stands wrong a “sort:”; docs/languages.md says how to add an alphabet."
    else:
        places = _by_first_letter(collation)
        lost = [heading for heading in headings if not places(heading.sort or heading.name)]
        more = f" and {len(lost) - 1} more begin" if len(lost) > 1 else " begins"
        message = f"“{lost[0].label}”{more} with a letter of no known alphabet" if lost else ""
        hint = "Such a heading is filed last; give it a “sort:” in known letters, such as its reading."
    if lost:
        report.add("X011", lost[0].place, message, hint)


def _by_first_letter(collation: Collation) -> Callable[[str], bool]:
    """Return `places` of a collation, which asks once for each letter with which headings begin."""
    asked: dict[str, bool] = {}

    def places(heading: str) -> bool:
        first = heading[:1]
        if not first.isalnum() or "-" in heading[:4]:  # an Arabic article does not count
            return collation.places(heading)
        if first not in asked:
            asked[first] = collation.places(first)
        return asked[first]

    return places


def _number(figures: str) -> str:
    value = "".join(str(unicodedata.decimal(figure)) for figure in figures if figure != ",").lstrip("0")
    return f"{len(value):03}{value}"


def _regnal(name: str) -> str:
    """Return `Louis XIV` with its numeral as a number: rulers are filed by number, not by letter."""
    head, _, last = name.rstrip().rpartition(" ")
    if not head or not last or not _ROMAN.fullmatch(last):
        return name
    return f"{head} {roman_value(last)}"


def roman_value(numeral: str) -> int:
    """Return the number of a Roman numeral below 400, in small letters or capitals."""
    values = [_VALUES[letter] for letter in numeral.lower()]
    return sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))
