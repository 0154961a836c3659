"""Where code stands in a text of Markdown, between fences or in a line: no mark in it is one.

Code that is only set in is not told here, since a paragraph of a list looks the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from florilegium.system.patterns import regex

#: What may stand before a fence: quotations and the signs of items.
_BEFORE: Final = r"^(?:[ \t>]|[*+-][ \t]|\d{1,9}[.)][ \t])*+"

_CODE: Final = regex(
    rf"{_BEFORE}(?P<fence>`{{3,}}(?=[^`\n]*$)|~{{3,}})[^\n]*"
    r"(?:\n(?![ \t>]*(?P=fence)[`~]*[ \t]*$)[^\n]*)*+(?:\n[^\n]*|\Z)"
    r"|(?<![`\\])(?P<run>`+)(?!`)(?:[^`\n]|\n(?![ \t]*\n)|(?!(?P=run)(?!`))`++)*+(?P=run)(?!`)",
    re.MULTILINE,
)


def replace_outside(pattern: re.Pattern[str], write: Callable[[re.Match[str]], str], text: str) -> str:
    """Return a text with what a pattern finds as `write` has it, but for what begins in code."""
    parts: list[str] = []
    place = done = 0
    code = _CODE.search(text)
    while (found := pattern.search(text, place)) is not None:
        while code is not None and code.end() <= found.start():
            code = _CODE.search(text, code.end())
        if code is not None and code.start() <= found.start():
            place = code.end()
            continue
        parts += [text[done : found.start()], write(found)]
        place = done = found.end()
        if code is not None and code.start() < done:
            code = _CODE.search(text, done)
    return "".join([*parts, text[done:]])


def fenced_lines(text: str) -> frozenset[int]:
    """Return the lines, from 0, of code between fences, and of the fences."""
    found: set[int] = set()
    line = counted = 0
    for code in _CODE.finditer(text) if "```" in text or "~~~" in text else ():
        if code["fence"]:
            line, counted = line + text.count("\n", counted, code.start()), code.start()
            found.update(range(line, line + code[0].count("\n") + 1))
    return frozenset(found)
