"""Names made of names: keys and file names from titles, and the form by which a person is filed."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

from florilegium.system.patterns import regex

#: Names of the book's own sections, which no text may take (see `editions/sections.py`).
RESERVED: Final = frozenset(
    {
        *("half-title", "title-page", "copyright", "dedication", "contents", "introduction", "notes"),
        *("contributors", "sources", "note-on-the-text", "index", "colophon", "cover", "nav", "toc"),
        *("epigraph", "list-of-illustrations", "list-of-tables", "foreword", "afterword", "plates"),
        *("chronology", "abbreviations", "glossary"),
    }
)

#: The keys of the appendices, which no text may take either.
_APPENDIX: Final = regex(r"appendix-\d+")


def is_reserved(key: str) -> bool:
    """Return whether a key names a section of the book's own."""
    return key in RESERVED or _APPENDIX.fullmatch(key) is not None


#: Letters that Unicode does not take apart, and their usual Latin.
_LATIN: Final = "ß ss æ ae œ oe ø o ł l đ d ð d þ th ı i ħ h ŋ ng"
_CYRILLIC: Final = (
    "а a б b в v г g ґ g д d е e ё e є ye ж zh з z и i й y і i ї yi к k л l м m н n о o п p р r с s т t у u "
    "ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya"
)
_GREEK: Final = (
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o"
)
_PAIRS: Final = f"{_LATIN} {_CYRILLIC} {_GREEK}".split()
_SILENT: Final = frozenset("ъь")
_LETTERS: Final = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))


def slug(text: str) -> str:
    """Return a text in plain small letters, digits and hyphens.

    The slug is empty when none of its letters has a Latin one.

    Greek and Cyrillic are written in Latin letters; other scripts are not turned, since a wrong reading
    of a name is worse than none.
    """
    found = []
    for letter in unicodedata.normalize("NFC", text).lower():
        whole = _LETTERS.get(letter)
        if whole is None:
            base = unicodedata.normalize("NFKD", letter)
            whole = "".join(_LETTERS.get(part, part) for part in base if not unicodedata.combining(part))
        found.append("" if letter in _SILENT else whole)
    plain = re.sub("['’ʼ]", "", "".join(found))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def book_slug(title: str) -> str:
    """Return the stem of the book's files: the title's slug, cut at a word after 60 letters; else `book`."""
    return _shortened(slug(title), 60) or "book"


def text_key(name: str, kind: str) -> str:
    """Return the key of a text that the editor gave none: the slug of `name`, made a key by its `kind`.

    `kind` is `part`, `chapter` or `article`. A key begins with a letter and is no name of a section of the
    book's own, since it becomes an id and a file of the EPUB.
    """
    found = _shortened(slug(name), 60)
    if not found or not found[0].isalpha():
        return f"{kind}-{found}".rstrip("-")
    return f"{found}-{kind}" if is_reserved(found) else found


def source_key(source: str) -> str:
    """Return the key of an article from its file's name without folder and ending."""
    return text_key(PurePosixPath(source).stem, "article")


def _shortened(found: str, limit: int) -> str:
    if len(found) <= limit:
        return found
    head, _, _ = found[: limit + 1].rpartition("-")
    return head or found[:limit]


_TITLES: Final = frozenset(
    {"dr", "prof", "professor", "sir", "dame", "lord", "lady", "rev", "mr", "mrs", "ms"}
)
_SUFFIXES: Final = regex(r"(?:Jr|Sr|jun|sen|II|III|IV|PhD|MD|OBE|CBE)\.?")
_PARTICLES: Final = frozenset(
    {
        *(
            "de",
            "del",
            "della",
            "di",
            "da",
            "dos",
            "das",
            "du",
            "des",
            "la",
            "le",
            "van",
            "von",
            "der",
            "den",
        ),
        *("ter", "ten", "zu", "zur", "af", "av", "bin", "ibn", "al", "el"),
    }
)


def sort_form(name: str) -> str:
    """Return the form by which a Western name is filed: `Woolf, Virginia`, `Davis, Sammy, Jr.`

    Titles fall away and a suffix goes last (CMOS 16.41). Particles written small stay with the surname, as
    writers of English are filed. A name of one word, or one that has a comma, stays as it is. Family-first
    names and Spanish double surnames cannot be told from their letters: their `sort` must be given.
    """
    words = name.replace(",", " ,").split()
    while len(words) > 1 and words[0].rstrip(".").lower() in _TITLES:
        words = words[1:]
    suffix = ""
    if len(words) > 1 and _SUFFIXES.fullmatch(words[-1]):
        suffix = f", {words.pop()}"
        words = words[:-1] if words[-1] == "," else words
    if "," in words or len(words) < 2:
        return " ".join(words).replace(" ,", ",") + suffix
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return f"{' '.join(words[start:])}, {' '.join(words[:start])}{suffix}"
