"""LaTeX as pandoc writes it: what its own reader takes for something else, said more simply.

A template defines commands again that the reader knows, and wraps pictures; a definition in a list numbers
its items; a long table has its head twice. Lines stay lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from florilegium.sources.word.ooxml.number_words import in_format

#: Commands that a template defines and a reader knows better.
_DEFINED: Final = re.compile(
    r"\\(?:provide|new|renew)command\*?\s*\{?\s*\\(?:subtitle|pandocbounded|tightlist|passthrough)\s*\}?"
    r"\s*(?:\[[^\[\]]*\]\s*)*(?=\{)"
)
#: What is only wrapped round a picture, or only sets white space.
_WRAPPED: Final = re.compile(r"\\pandocbounded\s*(?=\{)|\\(?:tightlist|strut)(?![A-Za-z])[ \t]?")

#: The head of a long table on its further pages, and its foot there.
FURTHER: Final = re.compile(r"(?<=\\endfirsthead)(.*?)\\endhead(?![A-Za-z])", re.DOTALL)

_STEP: Final = re.compile(
    r"\\(?P<edge>begin|end)\s*\{enumerate\}(?P<option>\s*\[[^\[\]]*\])?"
    r"|\\(?:def\s*\\labelenum(?P<level>i{1,3}|iv)|renewcommand\*?\s*\{\s*\\labelenum(?P<again>i{1,3}|iv)\s*\})"
    r"\s*\{(?P<shown>(?:[^{}]|\{[^{}]*\})*)\}"
    r"|\\setcounter\s*\{enum(?:i{1,3}|iv)\}\s*\{(?P<count>\d{1,6})\}"
    r"|\\item(?![A-Za-z])(?!\s*\[)"
)
_NUMBER: Final = re.compile(r"\\(arabic|alph|Alph|roman|Roman)\s*(?:\{enum[iv]+\}|\*)")
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


def _labelled(text: str) -> Iterator[str]:
    open_: list[tuple[str, int, bool]] = []  # what lists show, how far they have counted, whether they say so
    levels: dict[str, str] = {}
    last = 0
    for step in _STEP.finditer(text):
        shown = step["shown"]
        if step["edge"] == "begin":
            own = levels.get(("i", "ii", "iii", "iv")[min(len(open_), 3)], "")
            open_.append((own, 0, bool(own)))
        elif step["edge"] == "end":
            open_[-1:] = []
        elif shown is not None and not open_:
            levels[step["level"] or step["again"]] = shown
        elif shown is not None:
            open_[-1] = (shown, open_[-1][1], True)
            yield text[last : step.start()]
            last = step.end()
        elif step["count"] is not None and open_:
            open_[-1] = (open_[-1][0] or r"\arabic*.", int(step["count"]), True)
            yield text[last : step.start()]
            last = step.end()
        elif open_ and step["count"] is None:
            pattern, count, says = open_[-1]
            open_[-1] = (pattern, count + 1, says)
            if says and _NUMBER.search(pattern):
                label = _NUMBER.sub(lambda one: in_format(count + 1, _FORMATS[one[1]]), pattern)  # noqa: B023
                yield f"{text[last : step.end()]}[{label}]"
                last = step.end()
    yield text[last:]
