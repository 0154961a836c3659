"""LaTeX as pandoc writes it: what its own reader takes for something else, said more simply.

A template defines commands again that the reader knows, and wraps pictures; a definition in a list numbers
its items; a long table has its head twice. Lines stay lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from florilegium.sources.word.ooxml.number_words import in_format
from florilegium.system.patterns import regex

#: Commands that a template defines and a reader knows better.
_DEFINED: Final = regex(
    r"\\(?:provide|new|renew)command\*?\s*\{?\s*\\(?:subtitle|pandocbounded|tightlist|passthrough)\s*\}?"
    r"\s*(?:\[[^\[\]]*\]\s*)*(?=\{)"
)
#: What is only wrapped round a picture, or only sets white space.
_WRAPPED: Final = regex(r"\\pandocbounded\s*(?=\{)|\\(?:tightlist|strut)(?![A-Za-z])[ \t]?")

#: The head of a long table on its further pages, and its foot there.
FURTHER: Final = regex(r"(?<=\\endfirsthead)(.*?)\\endhead(?![A-Za-z])", re.DOTALL)

_STEP: Final = regex(
    r"\\(?P<edge>begin|end)\s*\{(?P<kind>enumerate|itemize|description)\}"
    r"(?:\s*\[(?P<option>(?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\])?"
    r"|\\(?:def\s*\\labelenum(?P<level>i{1,3}|iv)|renewcommand\*?\s*\{\s*\\labelenum(?P<again>i{1,3}|iv)\s*\})"
    r"\s*\{(?P<shown>(?:[^{}]|\{[^{}]*\})*)\}"
    r"|\\setcounter\s*\{enum(?:i{1,3}|iv)\}\s*\{(?P<count>\d{1,6})\}"
    r"|\\item(?![A-Za-z])(?!\s*\[)"
)
_NUMBER: Final = regex(r"\\(arabic|alph|Alph|roman|Roman)\s*(?:\{enum[iv]+\}|\*)")
#: What LaTeX has for lists within lists, by their depth.
_USUAL: Final = ("", r"(\alph*)", r"\roman*.", r"\Alph*.")
#: Options that say how a list is numbered: those of `enumitem`, and the shape of a number, for `enumerate`.
_LABEL: Final = regex(r"\blabel\s*=\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|([^,]*))")
_START: Final = regex(r"\bstart\s*=\s*(\d{1,6})")
_RESUME: Final = regex(r"\bresume\*?(?![A-Za-z=])")
_SHAPE: Final = regex(r"(?<![A-Za-z\\*])([AaIi1])(?![A-Za-z*])")
_SHAPES: Final = {"A": "Alph", "a": "alph", "I": "Roman", "i": "roman", "1": "arabic"}
_FONT: Final = regex(
    r"\\text(?:bf|it|rm|sf|tt|up|normal)\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
    r"|\\(?:bfseries|itshape|upshape|rmfamily|sffamily|normalfont|bf|it|rm)(?![A-Za-z])\s*"
)
_FORMATS: Final = {
    "arabic": "decimal",
    "alph": "lowerLetter",
    "Alph": "upperLetter",
    "roman": "lowerRoman",
    "Roman": "upperRoman",
}


def without_template(text: str, ends: dict[int, int]) -> str:
    """Return a file without definitions of what a reader knows, `ends` being where its groups end."""
    parts, last = [], 0
    for found in _DEFINED.finditer(text):
        end = ends.get(found.end())
        if end is not None and found.start() >= last:
            parts += [text[last : found.start()], "\n" * text.count("\n", found.start(), end)]
            last = end
    text = _WRAPPED.sub("", "".join([*parts, text[last:]]))
    return FURTHER.sub(lambda found: "\n" * found[0].count("\n"), text)


def with_labels(text: str) -> str:
    """Return a file whose numbered lists say at each item what a definition in the list says of all."""
    return "".join(_labelled(text)) if "labelenum" in text or "{enum" in text else text


@dataclass
class _OpenList:
    """A list that is open: what its numbers show, how far it has counted, whether its items say so."""

    shown: str = ""
    count: int = 0
    says: bool = False
    depth: int = 0


def _labelled(text: str) -> Iterator[str]:
    open_: list[_OpenList] = []
    levels: dict[str, str] = {}
    counts: dict[int, int] = {}  # how far the last list of each depth has counted
    last = 0
    for step in _STEP.finditer(text):
        shown = step["shown"]
        if step["edge"] == "begin":
            open_.append(_begun(step, open_, levels, counts))
            if "[" in (step["option"] or ""):  # pandoc reads no list then
                yield text[last : step.start("option")] + "]"
                last = step.end()
        elif step["edge"] == "end":
            for one in open_[-1:]:
                counts[one.depth] = one.count
            open_[-1:] = []
        elif shown is not None and not open_:
            levels[step["level"] or step["again"]] = shown
        elif (shown is not None or step["count"] is not None) and open_:
            here = open_[-1]
            here.shown = shown if shown is not None else here.shown or r"\arabic*."
            here.count = here.count if shown is not None else int(step["count"])
            here.says = True
            yield text[last : step.start()]
            last = step.end()
        elif open_ and open_[-1].depth and step["count"] is None:
            here = open_[-1]
            here.count += 1
            if here.says and _NUMBER.search(here.shown):
                yield f"{text[last : step.end()]}[{{{_label(here)}}}]"
                last = step.end()
    yield text[last:]


def _label(list_: _OpenList) -> str:
    """Return what stands before the item up to which a list has counted."""
    return _NUMBER.sub(lambda one: in_format(list_.count, _FORMATS[one[1]]), list_.shown)


def _begun(
    step: re.Match[str], open_: Sequence[_OpenList], levels: Mapping[str, str], counts: Mapping[int, int]
) -> _OpenList:
    """Return the list that begins; only a numbered one has a depth."""
    if step["kind"] != "enumerate":
        return _OpenList()
    depth = 1 + sum(one.depth > 0 for one in open_)
    level = min(depth, 4) - 1
    option = step["option"] or ""
    own = _label_of(option) or levels.get(("i", "ii", "iii", "iv")[level], "") or _USUAL[level]
    start = _START.search(option)
    count = int(start[1]) - 1 if start else counts.get(depth, 0) if _RESUME.search(option) else 0
    return _OpenList(own or (r"\arabic*." if count else ""), count, bool(own) or bool(count), depth)


def _label_of(option: str) -> str:
    """Return what the option of a list says that its numbers show, without what only looks so."""
    label = _LABEL.search(option)
    if label is not None:
        said = label[1] if label[1] is not None else label[2].strip()
    else:
        said = "" if "=" in option else option.strip()
        shape = _SHAPE.search(said)
        said = f"{said[: shape.start()]}\\{_SHAPES[shape[1]]}*{said[shape.end() :]}" if shape else ""
    while (plain := _FONT.sub(lambda found: found[1] or "", said)) != said:
        said = plain
    return said
