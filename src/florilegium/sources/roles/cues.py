"""The words by which a paragraph says what it is: a credit, a dateline, a way to read more.

The phrases are those of `cues.toml`. Those of the text’s own language count, and the English ones anywhere,
since the web’s furniture is English; for the language `und`, those of all. A cue must be sure: what is unsure
stays body.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from florilegium.languages.folders import ANY, all_tags, table_of
from florilegium.system.patterns import regex

_ENGLISH: Final = "en"

#: What somebody else did, behind the name of an author.
_OTHER_DEED: Final = regex(
    r"(?<=\w)[\s,;|•·–—-]+(?:[A-Z][a-z]+ed|[Pp]hotographs?|[Ii]llustrations?|Art|Photos?) by\b"
)

#: What may part the word for *by* from the name.
_AFTER_BY: Final = " :：\N{NO-BREAK SPACE}"


@cache
def _choice(kind: str, language: str) -> str:
    """Return all phrases of a kind, as one alternative of a pattern."""
    tags = all_tags() if language == ANY else (language,)
    own = [phrase for tag in tags for phrase in table_of(tag, "cues").get(kind, ())]
    return "|".join(dict.fromkeys((*own, *table_of(_ENGLISH, "cues")[kind])))


@cache
def _opening(kind: str, language: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_choice(kind, language)})", re.IGNORECASE)


@cache
def _word(kind: str, language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_choice(kind, language)})\b", re.IGNORECASE)


def opens(kind: str, text: str, language: str) -> int:
    """Return how many letters at the beginning of a text are a cue of this kind; 0 for none."""
    found = _opening(kind, language).match(text[:400])
    return found.end() if found else 0


def is_whole(kind: str, text: str, language: str) -> bool:
    """Return whether a short text is a cue of this kind and nothing else."""
    return 0 < len(text) <= 40 and _opening(kind, language).fullmatch(text) is not None


def after_by(text: str, language: str) -> str:
    """Return what stands behind a line's word for *by*; nothing where the line does not begin with it.

    It is a word of its own: *By Ron Moss* and *文：森* begin with it, *Byron Moss* and *By-ways* do not.
    """
    text = text.lstrip("/|•· ")
    skip = opens("byline", text, language)
    apart = text[skip : skip + 1] in _AFTER_BY or not text[skip - 1].isalnum() if skip else False
    return _names_alone(text[skip:].lstrip(_AFTER_BY), language) if apart else ""


def without_by(text: str, language: str) -> str:
    """Return a byline without its word for *by*, if it has one, and without what stands behind the names."""
    return after_by(text, language) or _names_alone(text, language)


def _names_alone(text: str, language: str) -> str:
    """Return a byline up to its date, or to what else somebody did: *Ann Moss Edited by Bo Weir*."""
    dated = _date(language).search(text[:400])
    text = _before_date(language).sub("", text[: dated.start()]) if dated and dated.start() else text
    other = _OTHER_DEED.search(text[:400])
    return (text[: other.start()] if other else text).rstrip(" \n|/•·—–,;(-") if dated or other else text


def without_words(kind: str, text: str, language: str) -> str:
    """Return a text with a space in the place of each word of this kind."""
    return _word(kind, language).sub(" ", text)


def has_word(kind: str, text: str, language: str) -> bool:
    """Return whether a word of this kind stands anywhere in a text."""
    return bool(_word(kind, language).search(text))


@cache
def _date(language: str) -> re.Pattern[str]:
    """Match a date: day, month and year in any usual order, or in figures."""
    month = rf"(?:{_choice('months', language)})\b\.?"
    day = r"\d{1,2}(?:st|nd|rd|th|\.|er|º)?"
    year = r"(?:1[5-9]|20)\d\d"
    return re.compile(
        rf"\b(?:{month}\s{day},?\s{year}|{day},?\s(?:de\s|of\s)?{month},?\s(?:de\s)?{year}|{month}\s{year}"
        rf"|{year}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]{year})",
        re.IGNORECASE,
    )


@cache
def _beside(language: str) -> re.Pattern[str]:
    """Match what a line that is nothing but a date may have beside the date: a weekday, a time, a stop."""
    days = rf"(?:{_choice('days', language)})\b\.?"
    small = _choice("beside_date", language)
    return re.compile(rf"\b(?:{days}|\d\d?[:.]\d\d(?::\d\d)?|{small})\b|[\s,.|/()–-]+", re.IGNORECASE)


@cache
def _before_date(language: str) -> re.Pattern[str]:
    """Match what leads from a name to a date: a weekday, a small word such as *on*."""
    led = rf"{_choice('days', language)}|{_choice('beside_date', language)}"
    return re.compile(rf"(?:[\s,]+(?:{led})\b\.?)+[\s,]*\Z", re.IGNORECASE)


#: A year, with what stands before it since the last comma or bracket: *Spring 1923*.
_YEAR: Final = regex(r"(?:(?<=[,;]\s)|(?<=\())[^,;()]{0,20}\b(?:1[5-9]|20)\d\d\b|\b(?:1[5-9]|20)\d\d\b")

#: What may stand before the name of a place: another title, and small words, as *in the*; and behind one,
#: before a date.
_BEFORE_PLACE: Final = regex(
    r"^(?:as\s)?(?:[“„«\"][^“”»\"]+[”“»\"],?\s(?=[a-zà-ÿ]{1,4}\s))?"
    r"(?:[a-zà-ÿ]{1,4}:?\s+){0,2}(?=[^\Wa-z_]|[\"“„«‘]|[\w-]+\.\w)"
)
_BEHIND_PLACE: Final = regex(r"[\s,(;:–-]+(?:[a-zà-ÿ]{1,3}\s*)?$")

#: A stop behind a long word, a year or a closing mark; others stand in *St. Andrews* and *No. 3*.
_SENTENCE_END: Final = regex(r"(?:(?<=\w{4})|(?<=[)”»’]))\.(?:\s|$)")


def appeared(text: str, language: str) -> tuple[str, str]:
    """Return where and when a text appeared, as far as a line that begins as one of provenance says it.

    Without a place it is ("", ""): the line says something else, or nothing that is sure.
    """
    skip = opens("provenance", text, language)
    said = _SENTENCE_END.split(text[skip:].strip(" :") if skip else "")[0].rstrip(" .")
    dated = list(_date(language).finditer(said)) or list(_YEAR.finditer(said))
    when = dated[-1].group().strip() if dated else ""
    before = said[: dated[-1].start()] if dated else said
    where = _BEHIND_PLACE.sub("", _BEFORE_PLACE.sub("", before.strip()))
    is_name = where[:1].isupper() or where[:1] in '"“„«‘' or re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", where)
    return (where, when) if 1 < len(where) <= 120 and is_name else ("", "")


def has_date(text: str, language: str) -> bool:
    """Return whether a date stands in a text."""
    return bool(_date(language).search(text[:400]))


def is_date(text: str, language: str) -> bool:
    """Return whether a text is nothing but a date, with its weekday and time perhaps."""
    rest, count = _date(language).subn(" ", text[:400])
    return len(text) <= 80 and count > 0 and not _beside(language).sub("", rest)
