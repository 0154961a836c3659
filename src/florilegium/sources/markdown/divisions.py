"""Divisions of pandoc, `::: {.epigraph}` to `:::`, as the parser reads them.

Pandoc lets a division stand in another with as many colons; the parser wants more round those within, and
gets them. A fence that closes nothing, or is never closed, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_OPEN: Final = re.compile(r"( {0,3}):{3,}[ \t]*(\{[^{}\n]*\}|[\w-]+)[ \t]*:*[ \t]*$")
_CLOSE: Final = re.compile(r"( {0,3}):{3,}[ \t]*$")
_SAID: Final = re.compile(r"""\.([\w-]+)|#([\w:.-]+)|\b(lang|dir)=["']?([\w-]+)""")
#: The words over a division, which Quarto shows.
_TITLE: Final = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)'|([^\s"'{}]+))""")

#: The class of what is quoted; a division of it is a quotation.
_QUOTED: Final = frozenset({"epigraph", "quote", "quotation", "blockquote"})

#: The fewest colons that the parser takes.
_COLONS: Final = 3


def balance(lines: list[str], code: Collection[int]) -> tuple[set[int], list[int]]:
    """Give each division more colons than those within it, in place; lines of `code` are none of it.

    Returns:
        The lines of their fences, and those of fences that nothing closes.
    """
    open_: list[int] = []
    pairs: list[tuple[int, int, int]] = []
    for number, line in enumerate(lines):
        if number in code or ":::" not in line:
            continue
        if _OPEN.match(line):
            open_.append(number)
        elif _CLOSE.match(line) and open_:
            pairs.append((open_.pop(), number, len(open_)))
    deepest = max((depth for _, _, depth in pairs), default=0)
    for first, last, depth in pairs:
        colons = ":" * (_COLONS + deepest - depth)
        lines[first] = _OPEN.sub(lambda found: f"{found[1]}{colons} {found[2]}", lines[first])  # noqa: B023
        lines[last] = colons
    return {number for first, last, _ in pairs for number in (first, last)}, open_


def read_divisions(parser: MarkdownIt) -> None:
    """Have a parser read divisions, as `div` or `blockquote` with the class, name and language they say."""
    from mdit_py_plugins.container import container_plugin

    def is_division(said: str, *_: Any) -> bool:
        return re.fullmatch(r"\s*(?:\{[^{}\n]*\}|[\w-]+)\s*", said) is not None

    parser.use(container_plugin, name="division", validate=is_division)
    parser.core.ruler.push("divisions", _name)


def _name(state: StateCore) -> None:
    """Say in the elements of divisions what their fences say."""
    open_: list[Token] = []
    found: list[Token] = []
    for token in state.tokens:
        found.append(token)
        if token.type == "container_division_open":
            token.tag = _say(token)
            open_.append(token)
            title = _TITLE.search(token.info)
            if title:
                found += _titled(next(filter(None, title.groups()), ""), token)
        elif token.type == "container_division_close" and open_:
            token.tag = open_.pop().tag
    state.tokens = found


def _titled(title: str, division: Token) -> list[Token]:
    """Return the paragraph that has the title of a division."""
    from markdown_it.token import Token

    words = Token("text", "", 0, content=title)
    strong = [Token("strong_open", "strong", 1), words, Token("strong_close", "strong", -1)]
    line = Token("inline", "", 0, children=strong, content=title, map=division.map, level=division.level + 2)
    level = division.level + 1
    opened = Token("paragraph_open", "p", 1, map=division.map, level=level, block=True)
    return [opened, line, Token("paragraph_close", "p", -1, level=level, block=True)]


def _say(token: Token) -> str:
    """Write what the fence of a division says into its attributes; return the name of its element."""
    said = token.info.strip()
    classes = re.findall(r"[\w-]+", said) if not said.startswith("{") else []
    for found in _SAID.finditer(_TITLE.sub("", said) if not classes else ""):
        if found[1]:
            classes.append(found[1])
        else:
            token.attrs["id" if found[2] else found[3]] = found[2] or found[4]
    if classes:
        token.attrs["class"] = " ".join(classes)
    return "blockquote" if _QUOTED & set(classes) else "div"
