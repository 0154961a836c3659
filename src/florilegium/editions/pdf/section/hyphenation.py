"""What the editor says of dividing words, told to layout as properties of style.

`--divisions` and `--undivided` are explained in `editions/pdf/weasyprint/boxes/typesetter.py`. The
manifest's words go into a sheet of the whole book. The names of the index go with each section that has
them, so that a new heading changes the layout of no other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book.model import Authority
from florilegium.system.patterns import regex

#: What is hyphenated as one word, as in `editions/pdf/linebreak/break_opportunities.py`.
_WORD: Final = regex(r"[^\W\d_]{4,}")
_TAG: Final = regex("<[^>]*>")

#: Documents whose names are held: the desk asks again after each change of one.
_HELD: Final = 128


def divisions_sheet(words: Iterable[str]) -> str:
    """Return a style sheet with the words that have their own hyphens (`ki-ri-ba-ti`); empty for none."""
    strings = " ".join(f'"{word}"' for word in words)
    return f"html {{ --divisions: {strings} }}" if strings else ""


def names_of(authority: Authority) -> frozenset[str]:
    """Return the words with a capital in the headings of the index, and in the forms that mean them."""
    return frozenset(
        word
        for heading in authority.headings
        for form in (heading.name, *heading.variants)
        for word in _WORD.findall(form)
        if word[0].isupper()
    )


def names_in(xhtml: bytes, names: Collection[str]) -> tuple[str, ...]:
    """Return which of some names stand in a document that we have written, in their order."""
    return _names_in(xhtml, frozenset(names))


@lru_cache(_HELD)
def _names_in(xhtml: bytes, names: frozenset[str]) -> tuple[str, ...]:
    words = set(_WORD.findall(_TAG.sub(" ", xhtml.decode())))
    return tuple(sorted(words.intersection(names)))


def spare(tree: Element, names: Sequence[str]) -> None:
    """Say of a section's tree which of its words are names."""
    if names:
        strings = " ".join(f'"{word}"' for word in names)
        tree.set("style", f"--undivided: {strings}")
