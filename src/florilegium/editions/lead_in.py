"""The lead-in: the first words of a text, set in small capitals in every edition."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.sections import Section, SectionKind

#: A lead-in takes words until it has this many letters, and never more than the second number.
_LENGTH: Final = (16, 44)

#: `W.`, `K.V.`: a point that ends no sentence.
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)+")


def set_lead_in(tree: Element, section: Section) -> None:
    """Set the first words of a text in small capitals, never breaking a name in two.

    Scripts without capitals have no lead-in: there would be nothing to see but letters held apart.
    """
    body = tree.find(".//div[@class='text']")
    first = body[0] if body is not None and len(body) else None
    if first is None or first.tag != "p" or section.kind is SectionKind.PART:
        return
    text = runs.text_of(first)
    letter = next((letter for letter in text if letter.isalpha()), "")
    if letter.upper() == letter.lower():
        return
    least, most = _LENGTH
    end = 0
    for word in re.finditer(r"\S+", text):
        if end >= least and not _goes_on(text[:end], word.group()):
            break
        if word.end() > most and end:
            break
        end = word.end()
    runs.wrap(first, 0, end, etree.Element("span", {"class": "lead-in"}))


def _goes_on(before: str, word: str) -> bool:
    """Whether a name may run on from the words before into the next: both are capitalised."""
    last = before.rsplit(maxsplit=1)[-1]
    runs_on = last[-1:].isalnum() or _INITIALS.fullmatch(last) is not None
    return last[:1].isupper() and word[:1].isupper() and runs_on
