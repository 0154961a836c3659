r"""Where TeX stands in a text: between `$`, `$$`, `\(` and `\)`, `\[` and `\]`, in an environment.

A dollar is money far more often than mathematics. The rule is pandoc's (`tex_math_dollars`): no space behind
the first sign, none before the last, no figure behind that. What pandoc's rule still takes for a formula in
`US$20 (A$30)` is told by the letters round it and by the words inside. Where a format does not say that
dollars mean formulas, as plain text and web pages, only what is unmistakable is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: No formula has more letters.
_MOST: Final = 20_000

#: Displays that amsmath has beside `\[ … \]`.
ENVIRONMENTS: Final = (
    "equation",
    "align",
    "gather",
    "multline",
    "eqnarray",
    "alignat",
    "flalign",
    "displaymath",
    "math",
)
_NAMED: Final = "|".join(ENVIRONMENTS)

_BEGINNING: Final = regex(rf"\$\$?|\\\(|\\\[|\\begin\{{(?:{_NAMED})\*?\}}")
_ENDS: Final = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}

#: What no prose has: a command, a raised or lowered part of one letter, a relation or a sum of terms.
_EVIDENT: Final = regex(
    r"\\[A-Za-z]+|(?<![A-Za-z])[A-Za-z)\]}][_^](?:\w|\{|\\)|[\d)\]}|]\^"
    r"|[A-Za-z\d)\]}]\s*[=<>≤≥+±×]\s*[-\w({\\|]"
)
_COMMAND: Final = regex(
    r"\\(?:text|mathrm|mbox|textrm|textit|operatorname|begin|end|ce|label|tag)\*?\s*\{[^{}]*\}|\\[A-Za-z]+"
)
_WORD: Final = regex(r"[A-Za-zÀ-ÿ]{3,}")
_MONEY: Final = regex(r"[\d.,\s]*\d[.,]?\s*(?:[A-Za-z]*|[-–/])\Z")
_LONE: Final = regex(r"[A-Za-zΑ-ωℓ]['′]?\Z")
_BEHIND: Final = regex(r"[A-Z0-9]|[a-z]{5}")


@dataclass(frozen=True)
class TexSpan:
    """A formula in a text: its place, its TeX without the signs round it, whether it is a display.

    One that is not `evident` may be something else.
    """

    start: int
    end: int
    tex: str
    display: bool
    evident: bool


def span_at(text: str, place: int) -> TexSpan | None:
    """Return the formula that begins at a place of a text, if one does."""
    begun = _BEGINNING.match(text, place)
    if begun is None or text[place - 1 : place] == "\\" or text.startswith("$$$", place):
        return None
    mark = begun[0]
    if mark == "$":
        return _between_dollars(text, place)
    ending = _ENDS.get(mark) or mark.replace("begin", "end", 1)
    end = _find(text, ending, begun.end())
    if end < 0:
        return None
    inside, after = text[begun.end() : end], end + len(ending)
    if not inside.strip() or re.search(r"\n[ \t]*\n", inside):
        return None
    tex = inside.strip() if mark in _ENDS else text[place:after]
    evident = mark not in _ENDS or bool(_EVIDENT.search(inside))
    if (mark == "$$" and text.startswith("$", after)) or is_prose(inside):
        return None
    return TexSpan(place, after, tex, mark != "\\(", evident)


def spans_in(text: str) -> Iterator[TexSpan]:
    """Yield the formulas of a text, in order, the doubtful ones too."""
    place = 0
    while (begun := _BEGINNING.search(text, place)) is not None:
        found = span_at(text, begun.start())
        if found is not None:
            yield found
        place = found.end if found else begun.end()


def display_of(text: str) -> TexSpan | None:
    """Return the unmistakable display of which a text consists, but for a stop behind it; else None."""
    text = text.strip()
    found = span_at(text, 0)
    whole = found is not None and found.display and found.evident and len(text) - found.end <= 1
    return found if whole else None


def without_formulas(text: str) -> str:
    """Return a text with spaces in the place of its formulas."""
    parts, last = [], 0
    for span in spans_in(text):
        parts += [text[last : span.start], " " * (span.end - span.start)]
        last = span.end
    return "".join([*parts, text[last:]])


def _between_dollars(text: str, place: int) -> TexSpan | None:
    """Return the formula between two single dollars, by pandoc's rule and what else speaks against money."""
    if text[place - 1 : place].isalnum() and place:
        return None
    end = _find(text, "$", place + 1)
    if end <= place + 1:
        return None
    inside = text[place + 1 : end]
    tight = not inside[0].isspace() and not inside[-1].isspace()
    doubled = text.startswith("$", end + 1)
    if not tight or doubled or _BEHIND.match(text, end + 1) or "\n\n" in inside:
        return None
    if is_prose(inside) or _is_money(inside):
        return None
    return TexSpan(place, end + 1, inside, display=False, evident=bool(_EVIDENT.search(inside)))


def _find(text: str, ending: str, start: int) -> int:
    """Return where an ending stands that no backslash makes a letter, or -1."""
    limit = start + _MOST
    while (end := text.find(ending, start, limit)) >= 0:
        before = len(text[:end]) - len(text[max(0, end - 8) : end].rstrip("\\")) - max(0, end - 8)
        if ending[0] == "\\" or before % 2 == 0:
            return end
        start = end + 1
    return -1


def is_prose(inside: str) -> bool:
    """Return whether what stands between two signs is a piece of a sentence."""
    return len(_WORD.findall(_COMMAND.sub(" ", inside))) > (3 if "\\" in inside else 1)


def _is_money(inside: str) -> bool:
    """Return whether a sum of money begins behind a dollar: `5`, `5m`, `20 million`, `5-`, `5 (not C`."""
    open_ = inside.count("(") != inside.count(")") and "\\" not in inside
    return inside[0].isdigit() and (open_ or _MONEY.match(inside) is not None)


def is_letter(tex: str) -> bool:
    """Return whether a formula is one letter, as `$x$`: a formula where the text has evident ones."""
    return _LONE.match(tex) is not None
