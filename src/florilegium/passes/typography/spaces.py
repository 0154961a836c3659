"""Spaces: which may not break, which are narrow, and which no-break spaces are left over from a web page.

Only spaces are changed here, and for the languages that have it one is put before high punctuation. Rules
that are the same in all languages are in this module, words of one language in `orthography.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from florilegium.languages.orthography import NARROW, NO_BREAK, Conventions
from florilegium.passes.typography.draft import Edit
from florilegium.system.patterns import regex

#: Any space between words that a line may or may not break at; a line break of verse is none.
_S: Final = f"[ {NO_BREAK}{NARROW}]"

_UPPER: Final = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
_LOWER: Final = "".join(chr(code) for code in range(0x61, 0x530) if chr(code).islower())

#: Two capital letters with points that are no initials of a person.
_NO_INITIALS: Final = r"(?:U\.S|U\.K|U\.N|E\.U|D\.C|U\.A\.E|U\.S\.A|U\.S\.S\.R|A\.D|B\.C|A\.M|P\.M|L\.A|N\.Y)"

#: What a text must hold for a tie to be found in it. Prose has few figures and initials; to see that there is
#: none costs a tenth of looking for all that may stand beside one.
_ANYTHING: Final = regex("")
_FIGURE: Final = regex(r"\d")
_BEHIND: Final = regex(rf"{_S}\d")
_BEFORE: Final = regex(rf"\d{_S}")
_INITIAL: Final = regex(rf"\.(?<=[{_UPPER}]\.)")
_JUNIOR: Final = regex("Jr")
_SENIOR: Final = regex("Sr")
_ELLIPSIS: Final = regex("…")
_NUMBER: Final = regex(rf"{_S}(?:\d|[IVXLCivxlc]+(?!\w))")
_POINTED: Final = regex(rf"\.{_S}(?:\d|[IVXLCivxlc]+(?!\w))")
_COUNTED: Final = regex(rf"{_S}(?:\d|[IVXLC]+(?!\w))")

_SIGNS: Final = (
    *(_ANYTHING, _FIGURE, _BEHIND, _BEFORE, _INITIAL, _JUNIOR, _SENIOR, _ELLIPSIS),
    *(_NUMBER, _POINTED, _COUNTED),
)


class Tie(NamedTuple):
    """Words that stay together: all spaces of a match are tied. A text without the `sign` has no match, and
    the pattern is compiled when one has it."""

    pattern: str
    sign: re.Pattern[str] = _ANYTHING


#: What never breaks in any language.
_TIES: Final = tuple(
    Tie(pattern, sign)
    for pattern, sign in (
        (
            rf"(?<![\w.])(?:[{_UPPER}]\.{_S}){{1,6}}"
            rf"(?=(?:(?:de|di|da|du|le|la|van|von){_S}(?:der{_S}|den{_S})?)?[{_UPPER}][\w’'])",
            _INITIAL,
        ),
        (
            rf"(?<![\w.])(?!{_NO_INITIALS}\.)(?:[{_UPPER}]\.){{2,6}}{_S}(?=[{_UPPER}][{_LOWER}])",
            _INITIAL,
        ),
        # Louis XIV, World War II
        (rf"(?<!\w)[{_UPPER}][{_LOWER}]+{_S}(?=(?:[IVX]{{2,}}|V|X)(?!\w))", _NUMBER),
        (rf",?{_S}(?=Jr(?!\w))", _JUNIOR),
        (rf",?{_S}(?=Sr(?!\w))", _SENIOR),
        (rf"[§¶№&]{_S}(?=\w)", _ANYTHING),
        (rf"(?<!\w)(?:USD|EUR|GBP|JPY|CHF|RUB|CNY|INR|CAD|AUD|US\$|[$€£¥₹₽]){_S}(?=\d)", _BEHIND),
        (rf"\d{_S}(?=[$€£¥₹₽%‰°′″](?!\w))", _BEFORE),
        (rf"\d{_S}(?=(?:USD|EUR|GBP|JPY|CHF|RUB|CNY|INR|CAD|AUD)(?!\w))", _BEFORE),
        (rf"(?<!\w)(?:AD|A\.D\.){_S}(?=\d)", _BEHIND),
        (rf"{_S}(?=[–—](?:{_S}|$))", _ANYTHING),
        (rf"^[–—]{_S}(?=\S)", _ANYTHING),
        (rf"{_S}(?=…(?:{_S}|$))", _ELLIPSIS),
    )
)

_THOUSANDS = regex(rf"(?<![\d.,])\d{{1,3}}(?:{_S}\d{{3}})+(?![\d.,]\d|\d)")

#: A no-break space with a whole word on either side, or beside another space.
_LEFT_OVER = regex(
    rf"(?<=[^\W\d_]{{2}})(?P<end>[,;:!?)\]”’]*){NO_BREAK}(?=[(\[“‘]?(?![IVXLCM]+\b)[^\W\d_]{{2}})"
    rf"|(?<=[{_LOWER}]{{3}})\.{NO_BREAK}(?=\S)"
)
_DOUBLED = regex(rf"[ {NO_BREAK}]*(?: {NO_BREAK}|{NO_BREAK} |{NO_BREAK}{{2}})[ {NO_BREAK}]*")


def strays(text: str, rules: Conventions) -> Iterator[Edit]:
    """Yield edits that turn no-break spaces, scattered by saved web pages between common words, into spaces.

    One beside a figure, an initial, an abbreviation or a dash stays: an editor may have meant it.
    """
    del rules  # what stays in a language's abbreviations is tied again by `ties`
    if NO_BREAK not in text:
        return
    for space in _LEFT_OVER.finditer(text):
        yield Edit(space.end() - 1, space.end(), " ")
    for spaces in _DOUBLED.finditer(text):
        yield Edit(spaces.start(), spaces.end(), " ")


def punctuation_spaces(text: str, rules: Conventions) -> Iterator[Edit]:
    """Yield the spaces that belong to the marks themselves, in languages that have them."""
    if rules.spaced_before:
        yield from _spaced(text, rules.spaced_before, NARROW)
    if rules.wide_before:
        yield from _spaced(text, rules.wide_before, NO_BREAK)
    if rules.inside:
        yield from _inside(text, rules)


def _spaced(text: str, marks: str, space: str) -> Iterator[Edit]:
    """Yield `space` before each high mark that ends a word; `10:30` and the second of `?!` get none."""
    pattern = rf"(?P<space>{_S}?)(?P<mark>[{marks}])(?=[{marks}]{{0,6}}(?:[\s.…)\]»”’\"'—–]|$))"
    for found in re.finditer(pattern, text):
        before = text[found.start() - 1] if found.start() else ""
        if not (before.isalnum() or (before and before in ")]»”’%°…._\"'″′")):
            continue
        if found["space"] != space:
            yield Edit(found.start(), found.end(), space + found["mark"])


def _inside(text: str, rules: Conventions) -> Iterator[Edit]:
    opening, closing = rules.double
    for found in re.finditer(rf"{opening}{_S}?(?=\S)", text):
        if found.group() != opening + rules.inside:
            yield Edit(found.start(), found.end(), opening + rules.inside)
    for found in re.finditer(rf"(?<=[^\s{opening}]){_S}?{closing}", text):
        if found.group() != rules.inside + closing:
            yield Edit(found.start(), found.end(), rules.inside + closing)


def ties(text: str, rules: Conventions) -> Iterator[Edit]:
    """Yield edits that tie what a line's end would jar: initials, titles, numbers with what they count."""
    held = {id(sign) for sign in _SIGNS if sign.search(text)}  # to hash a pattern is to read all of it
    for pattern, sign in ties_of(rules):
        for found in _compiled(pattern).finditer(text) if id(sign) in held else ():
            for offset, letter in enumerate(found.group()):
                if letter == " ":
                    place = found.start() + offset
                    yield Edit(place, place + 1, NO_BREAK)
    if rules.grouped_digits:
        for found in _THOUSANDS.finditer(text):
            yield Edit(found.start(), found.end(), re.sub(_S, NARROW, found.group()))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def ties_of(rules: Conventions) -> tuple[Tie, ...]:
    """Return the ties of all languages and those that the words of one give."""
    months, units = _any(rules.months), _any(rules.units)
    ordinal = _any(tuple(unit for unit in rules.units if len(unit) > 4 or unit == "Jh."))
    own = [
        (rf"(?<!\w)(?:{months}){_S}(?=\d{{1,2}}(?:st|nd|rd|th)?(?!\w))", _BEHIND),  # May 6
        # 6 May, 6. Mai
        (
            rf"(?<!\w)\d{{1,2}}(?:\.|st|nd|rd|th|er|º|°)?{_S}(?:de{_S})?(?=(?:{months})(?!\w))",
            _FIGURE,
        ),
        (rf"(?<!\w)(?:{_any(rules.titles)})\.?{_S}(?=[{_UPPER}])", _ANYTHING),
        (rf"(?<!\w)(?i:{_any(rules.abbreviations)})\.{_S}(?=\d|[IVXLCivxlc]+(?!\w))", _POINTED),
        (rf"(?<!\w)(?i:{_any(rules.counted)}){_S}(?=\d|[IVXLC]+(?!\w))", _COUNTED),
        (rf"\d{_S}(?=(?:{units})(?!\w))", _BEFORE),
        (rf"\d\.{_S}(?=(?:{ordinal})(?!\w))", _FIGURE),  # 19. Jahrhundert
    ]
    if rules.phrases:
        own.append((rf"(?<!\w)(?:{_any(rules.phrases)})(?!\w)", _ANYTHING))
    if rules.clinging:
        own.append((rf"(?<!\w)[{rules.clinging}]{_S}(?=\w)", _ANYTHING))
    return (*_TIES, *(Tie(pattern, sign) for pattern, sign in own))


def _any(words: tuple[str, ...]) -> str:
    """Return a pattern for any of some words, longest first; their own spaces match any space."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", _S) for word in ordered) or r"(?!)"
