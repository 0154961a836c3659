"""How headings sort: letter by letter or word by word (CMOS 16.58–16.61), by the rules of the book's language.

Case, accents, quotation marks and a leading article are ignored; a comma or a parenthesis ends the first
round, and a heading alone goes before the same heading with a parenthesis, that before one with a comma.
Numbers sort as numbers, before letters, and so do the numerals of rulers. Two different headings never have
equal keys, so that the order does not depend on how the entries were written down.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: Letters that a language counts as letters of their own: each is filed after the letter that its key begins
#: with, `{` being the first sign after `z`.
_LETTERS: dict[str, dict[str, str]] = {
    "cs": {"ch": "h{", "č": "c{", "ř": "r{", "š": "s{", "ž": "z{"},
    "da": {"æ": "{1", "ø": "{2", "å": "{3"},
    "es": {"ñ": "n{"},
    "et": {"š": "s{", "ž": "s{z", "õ": "w{1", "ä": "w{2", "ö": "w{3", "ü": "w{4"},
    "fi": {"å": "{1", "ä": "{2", "ö": "{3"},
    "hr": {"č": "c{", "ć": "c{{", "đ": "d{", "š": "s{", "ž": "z{"},
    "nb": {"æ": "{1", "ø": "{2", "å": "{3"},
    "nn": {"æ": "{1", "ø": "{2", "å": "{3"},
    "no": {"æ": "{1", "ø": "{2", "å": "{3"},
    "pl": {
        "ą": "a{",
        "ć": "c{",
        "ę": "e{",
        "ł": "l{",
        "ń": "n{",
        "ó": "o{",
        "ś": "s{",
        "ź": "z{",
        "ż": "z{{",
    },
    "ro": {"ă": "a{", "â": "a{{", "î": "i{", "ș": "s{", "ț": "t{"},
    "sk": {"ch": "h{", "č": "c{", "š": "s{", "ž": "z{"},
    "sl": {"č": "c{", "š": "s{", "ž": "z{"},
    "sv": {"å": "{1", "ä": "{2", "ö": "{3"},
    "tr": {"ç": "c{", "ğ": "g{", "ı": "h{", "ö": "o{", "ş": "s{", "ü": "u{"},
}
_LIGATURES = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)

_ARTICLES = {
    "en": r"the|an?",
    "de": r"der|die|das|eine?",
    "fr": r"les?|la|une?|l['’]",
    "es": r"el|las?|los|una?",
    "it": r"il|lo|la|i|gli|le|un[ao]?|l['’]",
}
_SMALL_WORDS = {
    "en": "about above across after against along among and around as at before behind between beyond by during "
    "for from in into near of off on onto or over since the through to toward towards under until upon versus via "
    "vs with within without a an",
    "de": "am an auf aus bei bis das der die durch ein eine für gegen im in mit nach oder ohne über um und unter "
    "vom von vor zu zum zur zwischen",
    "fr": "à au aux avec chez contre dans de des du en entre et la le les ou par pour sans sous sur un une vers",
    "es": "a al ante bajo con contra de del desde el en entre hacia hasta la las los o para por según sin sobre "
    "tras un una y",
    "it": "a al alla con contro da dal dalla de del della di e fra il in la le nel nella o per su sul sulla tra un "
    "una",
}
_ARABIC_ARTICLE = re.compile(r"^(?:al|el)-(?=\w)", re.IGNORECASE)
_ROMAN = re.compile(r"(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})")
_BREAK = re.compile(r"[,(]")

#: First round, later rounds, and what makes the order total.
Key = tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...], str, str]


@dataclass(frozen=True)
class Collation:
    """The order of one index. `method` is `letter-by-letter` or `word-by-word`."""

    language: str = "en"
    method: str = "letter-by-letter"

    @property
    def _tongue(self) -> str:
        return self.language.partition("-")[0].lower()

    def key(self, heading: str, *, person: bool = False) -> Key:
        """The sort key of a heading, gloss and all. A person's leading particle is part of the name."""
        text = _ARABIC_ARTICLE.sub("", unicodedata.normalize("NFC", heading).strip())
        articles = _ARTICLES.get(self._tongue)
        if articles and not person:
            text = re.sub(rf"^(?:(?:{articles})\s+|l['’])(?=\S)", "", text, flags=re.IGNORECASE) or text
        rounds = self._rounds(text, person=person)
        return rounds[0][1], rounds[1:], heading.casefold(), heading

    def subentry_key(self, heading: str) -> Key:
        """The key of a subentry: leading prepositions, conjunctions and articles do not count (CMOS 16.68)."""
        small = frozenset(_SMALL_WORDS.get(self._tongue, "").split())
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
        for letter, code in _LETTERS.get(self._tongue, {}).items():
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
        folded = unicodedata.normalize("NFC", text).casefold()
        for letter, code in _LETTERS.get(self._tongue, {}).items():
            folded = folded.replace(letter, code)
        plain = unicodedata.normalize("NFKD", folded.translate(_LIGATURES))
        numbered = re.sub(r"\d+", lambda m: f"!{len(m.group().lstrip('0')):03}{m.group().lstrip('0')}", plain)
        if self.method != "word-by-word":
            return (_kept(numbered),)
        return tuple(word for word in map(_kept, re.split(r"[\s–—/]+", numbered)) if word)


def _kept(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum() or letter in "{!")


def _regnal(name: str) -> str:
    """`Louis XIV` with its numeral as a number: CMOS 16.71 files rulers by number, not by letter."""
    head, _, last = name.rstrip().rpartition(" ")
    if not head or not last or not _ROMAN.fullmatch(last):
        return name
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    total = 0
    for letter, following in zip(last, f"{last[1:]} ", strict=True):
        value = values[letter]
        total += -value if values.get(following, 0) > value else value
    return f"{head} {total}"
