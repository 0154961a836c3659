"""What a paragraph looks like: how long it is, whether it ends as a sentence does, whether it is a name.

Small questions about one text, without its surroundings. Nothing here decides a role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from florilegium.languages.scripts import CJK_LETTERS
from florilegium.system.patterns import regex

#: Closing marks that may stand after the stop of a sentence.
_CLOSERS: Final = "”’\"'»›)]}“‘"
_STOPS: Final = ".!?…;:。！？．；："
_OPENERS: Final = "“‘\"'«»„‚‹›「『"
_PAIRS: Final = {
    "“": "”",
    "‘": "’",
    "«": "»",
    "„": "“”",
    "»": "«",
    '"': '"',
    "‹": "›",
    "「": "」",
    "『": "』",
}

#: Small words inside names.
_PARTICLES: Final = frozenset(
    {
        *(
            "de",
            "da",
            "di",
            "do",
            "du",
            "des",
            "del",
            "della",
            "dos",
            "von",
            "vom",
            "van",
            "der",
            "den",
            "zu",
        ),
        *(
            "zur",
            "bin",
            "ibn",
            "al",
            "el",
            "la",
            "le",
            "y",
            "e",
            "ter",
            "ten",
            "af",
            "av",
            "d’",
            "ben",
            "bint",
        ),
    }
)
_BETWEEN_NAMES: Final = regex(r"[,;/]\s(?:(?:and|und|et|y)\s)?|\s(?:and|und|et|y|&|with|mit)\s")
_DEGREES: Final = regex(
    r",?\s+(?:Ph\.?\s?D\.?|M\.?D\.?|M\.?A\.?|Dr\.?|Jr\.?|Sr\.?|Esq\.?|[IVX]+)(?=[\s,(]|$)"
)
_TITLES: Final = regex(r"(?:(?:Dr|Prof|Professor|Sir|Dame|Mr|Mrs|Ms|Rev|Hon|PD|Mag)\.?\s+)+")
#: Letters that a name may have with all its titles and degrees.
_LONGEST_NAME: Final = 200
_TRAILING_CALL: Final = regex(r"(?<=[^\s\d])\s?(?:\d{1,3}|\[\d{1,3}\]|[⁰¹²³⁴-⁹]{1,3}|[*†‡])$")
#: Letters at the end of a text in which such a call and the letter before it stand.
_CALL_LENGTH: Final = 8
_CJK: Final = regex(f"[{CJK_LETTERS}]")


@lru_cache(maxsize=512)  # each question about a paragraph's role asks it again
def count_words(text: str) -> int:
    """Return how many words a text has; two signs of Chinese, Japanese or Korean count as one."""
    signs = 0 if text.isascii() else len(_CJK.findall(text))
    return len(text.split()) + signs // 2


def without_call(text: str) -> str:
    """Return a text without the number of a note at its end."""
    text = text.rstrip()
    return text[:-_CALL_LENGTH] + _TRAILING_CALL.sub("", text[-_CALL_LENGTH:])


def ends_sentence(text: str) -> bool:
    """Return whether a text ends with the stop of a sentence, closing quotes and a note's number apart."""
    return without_call(text).rstrip(_CLOSERS).endswith(tuple(_STOPS))


def ends_with(text: str, stops: str) -> bool:
    """Return whether a text, closing quotes and a note's number apart, ends with one of the stops."""
    return without_call(text).rstrip(_CLOSERS).endswith(tuple(stops))


def is_prose(text: str) -> bool:
    """Return whether a text is long enough, and ends, as a paragraph of an article does."""
    words = count_words(text)
    return words >= 40 or (words >= 12 and ends_sentence(text))


def sentences(text: str) -> int:
    """Return about how many sentences a text has."""
    return len(re.findall(r"[.!?…](?=[\s”’\"'»)]|$)", text)) or 1


def is_quoted(text: str) -> bool:
    """Return whether a text stands in quotation marks as a whole."""
    text = without_call(text)
    return len(text) > 2 and text[0] in _PAIRS and text[-1] in _PAIRS[text[0]]


def opens_quotation(text: str) -> bool:
    """Return whether a text opens a quotation and does not close it."""
    if not text or text[0] not in _PAIRS or text[0] in "\"'":
        return False
    closers = sum(text.count(mark) for mark in _PAIRS[text[0]])
    return text.count(text[0]) > closers


#: Words with which a heading of two words may begin (*On Moles*, *The Weir*), and no name of a person does.
_OPEN_NO_NAME: Final = frozenset(
    {
        "on",
        "of",
        "in",
        "at",
        "the",
        "an",
        "from",
        "for",
        "with",
        "after",
        "before",
        "about",
        "under",
        "our",
        "my",
    }
    | {"über", "zur", "zum", "vom", "ein", "eine", "im", "am", "les", "sur", "dans", "une", "des", "aux"}
)


def is_name(text: str) -> bool:
    """Return whether a text may be a person's name: two to five capitalised words, initials, particles."""
    if len(text) > _LONGEST_NAME:
        return False
    text = _TITLES.sub("", _DEGREES.sub("", text.strip()), count=1)
    words = text.replace("\N{NO-BREAK SPACE}", " ").split(" ")
    if not 2 <= len(words) <= 6 or len(text) > 60:
        return False
    if words[0].lower() in _OPEN_NO_NAME:
        return False
    proper = [word for word in words if word.lower() not in _PARTICLES]
    owned = any(word.endswith(("’s", "'s")) for word in proper)
    return len(proper) >= 2 and all(map(_is_proper, proper)) and not _is_initial(proper[-1]) and not owned


def names_beside(line: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the names of a list of authors, none of whose words stands in small letters in the texts.

    Those of *Market Day*, which looks like a name too, mostly do.
    """
    names = names_in(line)
    words = {word.strip(".,").lower() for name in names for word in name.split()} - _PARTICLES
    small = (word for text in texts for word in re.findall(r"[^\W\d_]+", text) if word in words)
    return () if names and any(small) else names


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of a list of authors, `Ann Example, Bo Sample and Cy Case`; none if it is none."""
    parts = [part.strip() for part in _BETWEEN_NAMES.split(text[:400].strip(" .")) if part.strip()]
    return tuple(parts) if parts and all(is_name(part) for part in parts) else ()


def _is_proper(word: str) -> bool:
    letters = word.strip(".,")
    inner = letters.replace("-", "").replace("’", "").replace("'", "").replace(".", "")
    return bool(inner) and inner.isalpha() and letters[0].isupper() and len(word) <= 25


def _is_initial(word: str) -> bool:
    return len(word.strip(".")) <= 1


def first_name(text: str) -> str:
    """Return the name with which a text begins, as its longest run of capitalised words, or an empty text."""
    words = _TITLES.sub("", text[:200], count=1).split()[:6]
    for count in range(len(words), 1, -1):
        name = " ".join(words[:count]).rstrip(",")
        if is_name(name):
            return _DEGREES.sub("", name)
    return ""


def folded(name: str) -> str:
    """Return a name for comparing: letters only, in one case."""
    return "".join(filter(str.isalnum, name.casefold()))


def is_title_case(text: str) -> bool:
    """Return whether the long words of a text, the first apart, are mostly capitalised."""
    words = [word.strip("“”‘’\"'«»(),:;?!.") for word in text.split()[1:]]
    long = [word for word in words if len(word) >= 4]
    return len(long) >= 1 and sum(word[:1].isupper() for word in long) >= len(long) * 0.6
