"""Divisions of pandoc, `::: {.epigraph}` to `:::`, and directives of MyST, as the parser reads them.

Pandoc lets a division stand in another with as many colons; the parser wants more round those within, and
gets them. A fence that closes nothing, or is never closed, stays as it is. A directive becomes a division on
the same lines: a box with its title, a quotation, a picture with its caption.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, Final

from florilegium.system.patterns import regex

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_OPEN: Final = regex(r"( {0,3}):{3,}[ \t]*(\{[^{}\n]*\}|[\w-]+)[ \t]*:*[ \t]*$")
_CLOSE: Final = regex(r"( {0,3}):{3,}[ \t]*$")
_SAID: Final = regex(r"""\.([\w-]+)|#([\w:.-]+)|\b(lang|dir)=["']?([\w-]+)""")
#: The words over a division, which Quarto shows.
_TITLE: Final = regex(r"""\btitle=(?:"([^"]*)"|'([^']*)'|([^\s"'{}]+))""")

_PICTURE: Final = regex(r"""\b(src|alt)="([^"]*)\"""")

#: The class of what is quoted, and of boxes; a division of it is a quotation.
_QUOTED: Final = frozenset({"epigraph", "quote", "quotation", "blockquote", "admonition"})
_FIGURE: Final = "figure"

#: Directives of MyST that are boxes: those whose kind is their title, and others.
_KINDS: Final = frozenset(
    {"note", "warning", "tip", "hint", "important", "caution", "attention", "danger", "error", "seealso"}
)
_BOXES: Final = _KINDS | {"admonition", "topic", "sidebar", "margin", "aside", "card", "dropdown"}
_QUOTES: Final = {"epigraph": "epigraph", "pull-quote": "quote", "highlights": "quote", "blockquote": "quote"}
_CODES: Final = frozenset({"code", "code-block", "sourcecode"})
_LINES: Final = frozenset({"rubric", "centered"})
_READ: Final = _BOXES | _QUOTES.keys() | _CODES | _LINES | {_FIGURE, "image", "math"}

_DIRECTIVE: Final = regex(r"( {0,3})(`{3,}|~{3,}|:{3,})[ \t]*\{([a-z][a-z-]*)\}[ \t]*(.*?)[ \t]*$")
_FENCE: Final = regex(r" {0,3}(`{3,}|~{3,}|:{3,})[ \t]*(.*)$")
_OPTION: Final = regex(r"[ \t]*:([\w-]+):[ \t]*(.*?)[ \t]*$")
_FIELD: Final = regex(r"[ \t]*([\w-]+):[ \t]*(.*?)[ \t]*$")
_SOURCE: Final = regex(r"( {0,3})--(?=[ \t]*[^\s-])")
#: What in a text of MyST shows nothing: a remark, a cut between blocks, the name of what follows.
_SILENT: Final = regex(r"%(.*)$|\+\+\+(.*)$|\(([\w:. -]+)\)=[ \t]*$")
_ROLE: Final = regex(r"\{(su[bp])(?:script)?\}`([^`\n]+)`")

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


def read_directives(lines: list[str], gone: dict[int, list[str]]) -> None:
    """Write directives of MyST as CommonMark and as divisions, in place.

    Their options and what else shows nothing in a text that has any goes to `gone`, by its line. What is not
    read, such as a table or another file, stays.
    """
    code: set[int] = set()
    read = [one for one in _directives(lines, code) if _write_directive(lines, *one, gone)]
    if not read and not any((found := _SILENT.match(line)) and found[3] for line in lines):
        return
    for number, line in enumerate(lines):
        found = None if number in code else _SILENT.match(line)
        if found:
            gone[number].append(next(filter(None, found.groups()), ""))
            lines[number] = ""
        elif number not in code and "{su" in line:
            lines[number] = _ROLE.sub(lambda one: f"<{one[1]}>{one[2]}</{one[1]}>", line)


def _directives(lines: list[str], code: set[int]) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Yield the first and the last line of each directive that is read, the inner before the outer.

    Lines of code go to `code`.
    """
    open_: list[tuple[int, str, re.Match[str] | None]] = []
    for number, line in enumerate(lines):
        fence = _FENCE.match(line)
        first, sign, within = open_[-1] if open_ else (0, "", None)
        holds = not sign or sign[0] == ":" or (within is not None and within[3] not in {*_CODES, "math"})
        if fence and sign and not fence[2] and fence[1].startswith(sign):
            open_.pop()
            if within is not None:
                yield first, number, within
            if not holds:
                code.update(range(first, number + 1))
        elif fence and holds and (fence[2] or fence[1][0] != ":"):
            found = _DIRECTIVE.match(line)
            open_.append((number, fence[1], found if found and found[3] in _READ else None))


def _write_directive(
    lines: list[str], first: int, last: int, found: re.Match[str], gone: dict[int, list[str]]
) -> bool:
    """Write one directive in place; False when it stays as it is, since a fence cannot say what it does."""
    margin, sign, name, said = found.groups()
    end, options = _options(lines, first + 1, last)
    held = any(line.strip() for line in lines[end:last])
    ending, kind = f"{margin}:::", "See also" if name == "seealso" else name.capitalize()
    if any(one in value for one in '"{}' for value in (said, options.get("alt", ""))):
        return False
    if name in _BOXES and (held or not said):
        title = said or (kind if name in _KINDS else "")
        opening = f'::: {{.admonition title="{title}"}}' if title else "::: {.admonition}"
    elif name in _BOXES:
        opening, ending = f"> **{kind}** {said}", ""
    elif name in _QUOTES and not said:
        opening = f"::: {{.{_QUOTES[name]}}}"
        lines[end:last] = [_SOURCE.sub(r"\1—", line) for line in lines[end:last]]
    elif name == _FIGURE and said:
        opening = f'::: {{.{_FIGURE} src="{said}" alt="{options.get("alt", "")}"}}'
    elif name == "image" and said:
        opening, ending = f"![{options.get('alt', '')}](<{said}>)", ""
    elif name in _LINES and said:
        opening, ending = f"**{said}**", ""
    elif name in _CODES and sign[0] != ":":
        opening, ending = f"{sign}{said}", f"{margin}{sign}"
    elif name == "math" and not said:
        opening, ending = "$$", f"{margin}$$"
    else:
        return False
    for number in range(first + 1, end):
        gone[number].append(lines[number])
        lines[number] = ""
    gone[first].append(name)
    lines[first], lines[last] = "", ending
    lines[end - 1 if name in _CODES or name == "math" else first] = margin + opening
    return True


def _options(lines: list[str], first: int, last: int) -> tuple[int, dict[str, str]]:
    """Return the line behind a directive's options, and the options: `:alt: …`, or fields between `---`."""
    is_block = first < last and lines[first].strip() == "---"
    fields = _FIELD if is_block else _OPTION
    end, found = first + is_block, {}
    while end < last and (one := fields.match(lines[end])):
        found[one[1]] = one[2]
        end += 1
    if not is_block:
        return end, found
    return (end + 1, found) if end < last and lines[end].strip() == "---" else (first, {})


def read_divisions(parser: MarkdownIt) -> None:
    """Have a parser read divisions, as `div` or `blockquote` with the class, name and language they say."""
    from mdit_py_plugins.container import container_plugin

    def is_division(said: str, *_: Any) -> bool:
        return re.fullmatch(r"\s*(?:\{[^{}\n]*\}|[\w-]+)\s*", said) is not None

    parser.use(container_plugin, name="division", validate=is_division)
    parser.core.ruler.push("divisions", _name)


def _name(state: StateCore) -> None:
    """Say in the elements of divisions what their fences say."""
    from markdown_it.token import Token

    open_: list[Token] = []
    found: list[Token] = []
    for token in state.tokens:
        found.append(token)
        if token.type == "container_division_open":
            token.tag = _say(token)
            open_.append(token)
            title = _TITLE.search(token.info)
            if token.tag == _FIGURE:
                found += [*_pictured(token), Token("figcaption_open", "figcaption", 1, map=token.map)]
            elif title:
                words = state.md.parseInline(next(filter(None, title.groups()), ""), state.env)
                found += _titled([one for token in words for one in token.children or ()], token)
        elif token.type == "container_division_close" and open_:
            token.tag = open_.pop().tag
            if token.tag == _FIGURE:
                found.insert(-1, Token("figcaption_close", "figcaption", -1))
    state.tokens = found


def _pictured(division: Token) -> list[Token]:
    """Return the picture of a figure."""
    from markdown_it.token import Token

    picture = Token("image", "img", 0, attrs=dict(_PICTURE.findall(division.info)), children=[])
    line = Token("inline", "", 0, children=[picture], map=division.map, level=division.level + 1)
    return [line]


def _titled(words: list[Token], division: Token) -> list[Token]:
    """Return the paragraph that has the title of a division."""
    from markdown_it.token import Token

    strong = [Token("strong_open", "strong", 1), *words, Token("strong_close", "strong", -1)]
    title = "".join(one.content for one in words)
    line = Token("inline", "", 0, children=strong, content=title, map=division.map, level=division.level + 2)
    level = division.level + 1
    opened = Token("paragraph_open", "p", 1, map=division.map, level=level, block=True)
    return [opened, line, Token("paragraph_close", "p", -1, level=level, block=True)]


def _say(token: Token) -> str:
    """Write what the fence of a division says into its attributes; return the name of its element."""
    said = token.info.strip()
    classes = re.findall(r"[\w-]+", said) if not said.startswith("{") else []
    for found in _SAID.finditer(_PICTURE.sub("", _TITLE.sub("", said)) if not classes else ""):
        if found[1]:
            classes.append(found[1])
        else:
            token.attrs["id" if found[2] else found[3]] = found[2] or found[4]
    if classes:
        token.attrs["class"] = " ".join(classes)
    if _FIGURE in classes and _PICTURE.search(said):
        return _FIGURE
    boxed = any(name.partition("-")[0] == "callout" for name in classes)  # as Quarto names them
    return "blockquote" if boxed or _QUOTED & set(classes) else "div"
