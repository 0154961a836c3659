"""How headings sort: letter by letter or word by word (CMOS 16.58–16.61), by the book's language.

Case, accents, quotation marks and a leading article are ignored; a comma or a parenthesis ends the first
round, and a heading alone goes before the same heading with a parenthesis, that before one with a comma.
Numbers sort as numbers, before letters, and so do the numerals of rulers. `alphabets.toml` has what differs
from language to language, which a translator can add without knowing Python. Two different headings never
have equal keys, so that the order does not depend on how the entries were written down.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

_LIGATURES = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)

_ARABIC_ARTICLE = re.compile(r"^(?:al|el)-(?=\w)", re.IGNORECASE)
_ROMAN = re.compile(r"(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})")
_BREAK = re.compile(r"\(|,(?!\d)")

#: First round, later rounds, and what makes the order total.
Key = tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...], str, str]


@dataclass(frozen=True)
class Alphabet:
    """What a language does differently; the fields are explained in `alphabets.toml`."""

    letters: dict[str, str] = field(default_factory=dict)
    articles: str = ""
    small: str = ""


@cache
def _alphabets() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("florilegium.names.lexicon") / "alphabets.toml").read_text(encoding="utf-8"))


@cache
def alphabet_of(language: str) -> Alphabet:
    """The alphabet of a BCP 47 tag, by its primary language."""
    return Alphabet(**_alphabets().get(language.partition("-")[0].lower(), {}))


@dataclass(frozen=True)
class Collation:
    """The order of one index. `method` is `letter-by-letter` or `word-by-word`."""

    language: str = "en"
    method: str = "letter-by-letter"

    @property
    def alphabet(self) -> Alphabet:
        return alphabet_of(self.language)

    def key(self, heading: str, *, person: bool = False) -> Key:
        """The sort key of a heading, gloss and all. A person's leading particle is part of the name."""
        text = _ARABIC_ARTICLE.sub("", unicodedata.normalize("NFC", heading).strip())
        if self.alphabet.articles and not person:
            article = rf"^(?:{self.alphabet.articles})\s+(?=\w)"
            text = re.sub(article, "", text, count=1, flags=re.IGNORECASE)
        rounds = self._rounds(text, person=person)
        return rounds[0][1], rounds[1:], heading.casefold(), heading

    def inverted(self, title: str) -> str:
        """A title with its leading article behind it: `Financial Times, The`."""
        article = re.match(rf"(?:{self.alphabet.articles})\s+(?=\w)", title, re.IGNORECASE)
        if not self.alphabet.articles or article is None:
            return title
        return f"{title[article.end() :]}, {article.group().strip()}"

    def subentry_key(self, heading: str) -> Key:
        """The key of a subentry: leading prepositions, conjunctions and articles do not count."""
        small = frozenset(self.alphabet.small.split())
        names = heading.split()
        while len(names) > 1 and names[0].casefold() in small:
            names.pop(0)
        first, later, *_ = self.key(" ".join(names), person=True)
        return first, later, heading.casefold(), heading

    def letter(self, heading: str, *, person: bool = False) -> str:
        """The letter of the group that a heading stands in: `0–9` for figures, `#` for what has no letter."""
        joined = "".join(self.key(heading, person=person)[0])
        if not joined:
            return "#"
        if joined.startswith("!"):
            return "0–9"
        for letter, code in self.alphabet.letters.items():
            if joined.startswith(code):
                return letter.title() if len(letter) > 1 else letter.upper()
        return joined[0].upper()

    def _rounds(self, text: str, *, person: bool) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The text cut at commas (rank 2) and parentheses (rank 1); the first round has rank 0."""
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
        """The letters that count: one string, or one for each word when sorting word by word."""
        folded = unicodedata.normalize("NFC", text).casefold().replace("{", "").replace("!", "")
        for letter, code in self.alphabet.letters.items():
            folded = folded.replace(letter, code)
        plain = unicodedata.normalize("NFKD", folded.translate(_LIGATURES))
        numbered = re.sub(r"\d[\d,]*", lambda figures: _number(figures.group()), plain)
        if self.method != "word-by-word":
            return (_kept(numbered),)
        return tuple(word for word in map(_kept, re.split(r"[\s–—/]+", numbered)) if word)


def _number(figures: str) -> str:
    """Figures so spelled that their order as text is their order as numbers."""
    value = figures.replace(",", "").lstrip("0")
    return f"!{len(value):03}{value}"


def _kept(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum() or letter in "{!")


def _regnal(name: str) -> str:
    """`Louis XIV` with its numeral as a number: rulers are filed by number, not by letter."""
    head, _, last = name.rstrip().rpartition(" ")
    if not head or not last or not _ROMAN.fullmatch(last):
        return name
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    total = 0
    for letter, following in zip(last, f"{last[1:]} ", strict=True):
        value = values[letter]
        total += -value if values.get(following, 0) > value else value
    return f"{head} {total}"
