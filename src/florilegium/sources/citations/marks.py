"""Pandoc's citations in Markdown: `[see @moss1887, pp. 3-5; -@quill]`, `@moss1887 [p. 3]`.

What a mark says is kept as data on its place (`to_text`, `of_text`) until the whole text is read, since what
is printed for it depends on what was cited before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Final

from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: A key as pandoc has it: letters and figures, with single marks inside; or anything in braces.
_KEY: Final = r"@(?:\{(?P<braced>[^{}\n]+)\}|(?P<key>[\w](?:[\w]|[:.#$%&+?<>~/-](?=[\w]))*))"
_MARK: Final = regex(rf"(?P<bare>-?){_KEY}")
_BRACKETED: Final = regex(r"\[([^\[\]]*?-?@[\w{][^\[\]]*)\](?![(\[])")
_BEHIND: Final = regex(r"\s\[([^\[\]@\n]{1,80})\](?![(\[])")

#: What a place in a work is called, by the beginning of its name: CSL's word for it.
_LABELS: Final = {
    **dict.fromkeys(("p", "pp", "page", "pages", "s", "seite", "seiten"), "page"),
    **dict.fromkeys(("ch", "chap", "chaps", "chapter", "chapters", "kap", "kapitel"), "chapter"),
    **dict.fromkeys(("sec", "secs", "section", "sections", "§", "§§"), "section"),
    **dict.fromkeys(("vol", "vols", "volume", "volumes", "bd"), "volume"),
    **dict.fromkeys(("fig", "figs", "figure", "figures"), "figure"),
    **dict.fromkeys(("n", "nn", "note", "notes"), "note"),
    **dict.fromkeys(("bk", "book", "books"), "book"),
    **dict.fromkeys(("l", "ll", "line", "lines"), "line"),
    **dict.fromkeys(("v", "vv", "verse", "verses"), "verse"),
    **dict.fromkeys(("fol", "fols", "folio", "folios"), "folio"),
    **dict.fromkeys(("col", "cols", "column"), "column"),
    **dict.fromkeys(("para", "paras", "¶", "¶¶"), "paragraph"),
    **dict.fromkeys(("pt", "part", "parts"), "part"),
    **dict.fromkeys(("no", "nos", "number"), "issue"),
}
_LOCATOR: Final = regex(
    r"\s*,?\s*(?:(?P<label>[^\W\d_]{1,9}(?=[.\s])|[§¶]{1,2})\.?\s*)?"
    r"(?P<place>(?:\d[\w.:]*|(?:[ivxlcdm]+\b))(?:\s*[-–,]\s*(?:\d[\w.:]*|[ivxlcdm]+\b))*)"
)


@dataclass(frozen=True)
class Cite:
    """One work as a mark cites it, at a place in it. `alone` says that its author is named already."""

    key: str
    prefix: str = ""
    label: str = ""
    place: str = ""
    suffix: str = ""
    alone: bool = False


@dataclass(frozen=True)
class CitationMark:
    """What a mark cites, and where it ends in its text.

    The author of a `narrative` one is a word of the text.
    """

    cites: tuple[Cite, ...]
    end: int
    narrative: bool = False

    def to_text(self) -> str:
        """Return it in one line."""
        told = [{name: value for name, value in asdict(cite).items() if value} for cite in self.cites]
        return json.dumps({"cites": told, "narrative": self.narrative}, ensure_ascii=False)

    @classmethod
    def of_text(cls, text: str) -> CitationMark:
        """Return the mark that a line stands for."""
        told = json.loads(text)
        return cls(tuple(Cite(**cite) for cite in told["cites"]), 0, told["narrative"])

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(cite.key for cite in self.cites)


def mark_at(text: str, place: int) -> CitationMark | None:
    """Return the mark of a citation that begins at a place of a text, if one does."""
    if text[place] == "[":
        found = _BRACKETED.match(text, place)
        cites = tuple(_cites(found[1].split(";"))) if found else ()
        return CitationMark(cites, found.end()) if found and cites else None
    before = text[place - 1 : place]
    found = _MARK.match(text, place)
    if found is None or (place and (before.isalnum() or before in "\\@._")):
        return None
    behind = _BEHIND.match(text, found.end())
    label, where, suffix = placed(behind[1]) if behind else ("", "", "")
    cite = Cite(_key(found), "", label, where, suffix, alone=bool(found["bare"]))
    end = behind.end() if behind and where else found.end()
    return CitationMark((cite,), end, narrative=not cite.alone)


def _cites(parts: Iterable[str]) -> list[Cite]:
    """Return the works of a bracket; none where one of its parts names no work."""
    cites = []
    for part in parts:
        found = _MARK.search(part)
        if found is None:
            return []
        label, place, suffix = placed(part[found.end() :])
        prefix = part[: found.start()].strip()
        cites.append(
            Cite(
                key=_key(found),
                prefix=f"{prefix} " if prefix else "",
                label=label,
                place=place,
                suffix=suffix,
                alone=bool(found["bare"]),
            )
        )
    return cites


def _key(found: re.Match[str]) -> str:
    return found["braced"] or found["key"]


def placed(text: str) -> tuple[str, str, str]:
    """Return the place in a work that words behind its key name: CSL's label, the place, and the rest."""
    found = _LOCATOR.match(text)
    label = _LABELS.get((found["label"] or "p").lower(), "") if found else ""
    if found is None or not label:
        rest = text.strip()
        return "", "", f"{'' if rest[:1] in ',;:.' else ' '}{rest}" if rest else ""
    rest = text[found.end() :].rstrip()
    return label, found["place"].replace(" ", "").replace(",", ", "), rest
