"""What a note says: only where something stands, or more.

A note with only a source is a *citation*; one that says more is *substantive*, and only the names in such
notes are indexed (CMOS 14.37, 16.110). No library reads citations of every style, so this is a rule of
thumb, and its doubts fall on the side of "substantive": a name too many in the index is seen and mended,
one too few is not.

The rule. Set aside what a citation may hold in any number: addresses, what stands in italics, titles in
quotation marks. Cut the rest into sentences and clauses. The note is substantive when a clause

- has a finite verb or a pronoun (`telling` in the languages' `citations.toml`) among at least four words,
  half of them in lower case; or
- has six words or more in lower case that are no words of citations (*see*, *edited*, *accessed*); or
- says who someone is, *Moll, one of the knights*, or that someone says something, *so says Moll*; or
- is a name and nothing else, which tells of whom the text speaks; or
- is a quotation of more than twenty-five words: longer than a title.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.passes.citations.citing_words import choice, word_set
from florilegium.system.patterns import regex

#: Inline elements that hold titles, addresses and foreign words rather than what the note says.
_SET_ASIDE: Final = frozenset({"em", "i", "cite", "q", "code"})

#: Stand round what is in italics in a text that shows them; no letters of Unicode, so that no text has them.
ON: Final = "\ufdd0"
OFF: Final = "\ufdd1"
_ITALICS: Final = frozenset({"em", "i", "cite"})

#: Stands for what is set aside, so that the words round it stay apart.
TITLE: Final = "\N{WHITE SQUARE}"

ADDRESS = regex(r"(?:https?://|www\.|doi:\s?|10\.\d{4,}/)\S+", re.IGNORECASE)

QUOTED = regex(
    r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|„[^„“”]*[“”]|(?<!\w)[‘'](?:[^‘’']|[’']\w){0,400}[’'](?!\w)|‚[^‚‘]*‘"
)

CLAUSE_END = regex(r"(?<![A-Z])(?<!\b[Nn]o)(?<!\b[Pp]p)(?<!\b[Vv]ol)(?<!\b[Ee]d)[.!?;](?:\s+|$)|\n")


@cache
def _source() -> re.Pattern[str]:
    """Match what a clause must have to look like a source."""
    said = choice("ibid", "ibid_first", "idem", "op_cit", "loc_cit", "behind_author")
    return re.compile(rf"[{TITLE}\d]|(?<!\w)(?:{said})", re.IGNORECASE)


@cache
def _who() -> re.Pattern[str]:
    """Match a name with who someone is behind it, or with a word before it for what someone says."""
    name = r"[^\W\d_a-zß-ÿ]\w*"
    before = rf"(?:{choice('who_before')})"
    office = rf"(?:{before} )?(?:{name} )?(?i:{choice('offices')}) (?:{choice('held_at')})"
    behind = rf"(?:{choice('who')})|{before} (?=[^\W\d_]{{3}})(?!{name})|{office}"
    return re.compile(rf"{name}\w, (?:{behind})|\b(?i:{choice('reported')}) {name}")


@cache
def _other_note() -> re.Pattern[str]:
    """Match a reference to another note, which cites nothing itself."""
    return re.compile(rf"(?<!\w)(?:{choice('note')})\s?\d+(?:\s?[-–]\s?\d+)?", re.IGNORECASE)


_WORD = regex(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def is_substantive(body: Element) -> bool:
    """Return whether a note says more than where something stands."""
    for block in runs.leaves(body):
        said = _said(block)
        if any(_is_long(quotation) for quotation in QUOTED.findall(said)):
            return True
        bare = QUOTED.sub(TITLE, ADDRESS.sub(TITLE, said))
        if _is_name(bare) or any(is_prose(clause) for clause in CLAUSE_END.split(bare)):
            return True
    return False


def _said(block: Element) -> str:
    """Return the text of a block, with a mark for each run in italics."""
    pieces = []
    for run in runs.runs(block):
        within = run.owner.getparent() if run.tail else run.owner
        aside = False
        while within is not None and within is not block:
            aside = aside or within.tag in _SET_ASIDE
            within = within.getparent()
        pieces.append(f"{TITLE} " if aside else run.text)
    return "".join(pieces)


def with_italics(block: Element) -> str:
    """Return the text of a block, with marks round each run in italics."""
    return "".join(_marked(run) for run in runs.runs(block)).replace(f"{OFF}{ON}", "")


def _marked(run: runs.Run) -> str:
    within = run.owner.getparent() if run.tail else run.owner
    while within is not None:
        if within.tag in _ITALICS:
            return f"{ON}{run.text}{OFF}"
        within = within.getparent()
    return run.text


def _is_long(quotation: str) -> bool:
    return len(_WORD.findall(quotation)) > 25


def is_prose(clause: str) -> bool:
    """Return whether a clause says something, titles being set aside."""
    if _who().search(clause):
        return True
    words = _WORD.findall(clause)
    lower = [word for word in words if word.islower()]
    if (
        len(words) >= 4
        and 2 * len(lower) >= len(words)
        and any(word in word_set("telling") for word in lower)
    ):
        return True
    return sum(word not in word_set("citing") and len(word) > 2 for word in lower) >= 6


_NAME = regex(r"(?:[A-Z][^\W\d_]+ )(?:(?:[A-Z]\.|[A-Z][^\W\d_]+|de|von|van|of) ){0,2}[A-Z][^\W\d_]+\.?")


def _is_name(note: str) -> bool:
    """Return whether a note is someone's name and nothing else: *Jonah Marlow.*"""
    named = note.strip()
    last = named.rstrip(".").rpartition(" ")[2].lower()
    return _NAME.fullmatch(named) is not None and last not in word_set("sources")


def sources_cited(block: Element) -> int:
    """Return how many sources a block cites: the clauses between semicolons that look like a source.

    A clause looks like one when it has a title (in italics or quotation marks), an address, a number or a
    word such as *ibid.*
    """
    bare = QUOTED.sub(TITLE, _other_note().sub("", ADDRESS.sub(TITLE, _said(block))))
    return sum(bool(_source().search(part)) for part in bare.split(";"))
