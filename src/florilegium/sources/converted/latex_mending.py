"""LaTeX as pandoc reads it well: what pandoc drops or takes for something else is written so that it stays.

Lines stay lines, so that a place in what pandoc reads is one in the file. Done here is what LaTeX does when
it prints: notes at the side are notes, works of a bibliography and displays have their numbers, and what
names one of them shows it. The date of the day is no part of a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from itertools import count
from typing import Final

from florilegium.sources.converted.latex_letters import UNREAD, commands_alone
from florilegium.sources.converted.latex_shapes import document_class, groups_of, reshaped
from florilegium.sources.converted.latex_template import with_labels, without_template
from florilegium.sources.formulas.chemistry import Chemical, rewritten
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: Notes beside the text and at its end; an option has what stands on the other side.
_BESIDE: Final = regex(
    r"\\(?:marginpar|marginnote|sidenote|endnote|margincomment)\*?\s*(?:\[[^\[\]]*\]\s*)*(?=\{)"
)

#: An accent over a letter without its dot, which LaTeX sets with the dot's place taken.
_DOTLESS: Final = regex(r"\\([\"'`^=.~])\s*(?:\{\s*\\([ij])\s*\}|\\([ij])(?![A-Za-z])(?:\{\}|[ \t]+)?)")
_TODAY: Final = regex(r"\\today(?![A-Za-z])(?:\{\})?")
_COLUMNS: Final = regex(r"(\\begin\{multicols\*?\})\s*\{\d\}")
_MATH: Final = regex(r"\\[$\\]|\$\$.*?\$\$|\$(?:\\.|[^$\\])*\$|\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)

#: What holds the place of what is not read while a text is mended; no file has this letter.
_HELD: Final = regex("\0(\\d+)\0")

_NUMBERED: Final = regex(
    r"\\begin\{(equation|align|gather|multline|eqnarray|alignat|flalign)\}(.*?)\\end\{\1\}", re.DOTALL
)
_OF_LINES: Final = frozenset({"align", "gather", "eqnarray", "alignat", "flalign"})
_LABEL: Final = regex(r"\\label\s*\{([^{}]*)\}")
_TAG: Final = regex(r"\\tag(\*?)\s*\{([^{}]*)\}")
_UNNUMBERED: Final = regex(r"\\(?:nonumber|notag)(?![A-Za-z])")
_STEP: Final = regex(
    r"(?P<deeper>\\begin\{[^{}]*\}|\{)|(?P<higher>\\end\{[^{}]*\}|\})|(?P<line>\\\\(?:\[[^\]]*\])?)|\\.",
    re.DOTALL,
)
_BROKEN: Final = regex(r"\\\\(?:\[[^\]]*\])?\s*\Z")
_ENDED: Final = regex("(?:\\\\\\\\)?(?:\\s|\0\\d+\0)*\\Z")
_REFERENCE: Final = regex(r"\\(eqref|ref|autoref|cref|Cref)\s*\{([^{}]*)\}")

_WORKS: Final = regex(r"\\begin\{thebibliography\}\s*(?:\{[^{}]*\})?(.*?)\\end\{thebibliography\}", re.DOTALL)
_ITEM: Final = regex(r"\\bibitem\s*(?:\[((?:[^\[\]{}]|\{[^{}]*\})*)\])?\s*\{([^{}]*)\}")
_AUTHOR_YEAR: Final = regex(r"\(\d{4}")
_NOCITE: Final = regex(r"\\nocite\s*\{([^{}]*)\}")
_HEADING: Final = regex(r"\\(?:re)?newcommand\*?\s*\{?\\(?:refname|bibname)\}?\s*\{([^{}]*)\}")


@dataclass(frozen=True)
class MendedLatex:
    """A file as pandoc is to read it; `works` are the keys of its bibliography and how it names each.

    `uncited` are the keys of works that belong to the list and are cited nowhere (`\\nocite`); `*` is all.
    `commands` is the file as it was, its remarks, code and addresses blank.
    """

    text: str
    works: Mapping[str, str] = field(default_factory=dict)
    uncited: tuple[str, ...] = ()
    commands: str = ""


def mended(text: str) -> MendedLatex:
    """Return a file of LaTeX as pandoc is to read it."""
    commands = commands_alone(text)
    works = dict(_named_works(commands))
    heading = _heading(commands)
    numbers: dict[str, str] = {}
    counter = count(1)
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[0])
        return f"\0{len(held) - 1}\0"

    text = _mend(UNREAD.sub(hold, text))
    text = _NUMBERED.sub(lambda one: _with_numbers(one, counter, numbers), text)
    text = _WORKS.sub(lambda one: _list_of_works(one[1], works, heading), text)
    text = _REFERENCE.sub(lambda one: _referred(one, numbers), text)
    text = _HELD.sub(lambda one: held[int(one[1])], text)
    keys = (key.strip() for found in _NOCITE.finditer(commands) for key in found[1].split(","))
    return MendedLatex(text, works, tuple(filter(None, keys)), commands)


def _mend(text: str) -> str:
    text = reshaped(with_labels(without_template(text, groups_of(text))))
    text = _BESIDE.sub(r"\\footnote", text)
    text = _DOTLESS.sub(lambda one: f"\\{one[1]}{{{one[2] or one[3]}}}", text)
    text = _TODAY.sub("", text)
    text = _COLUMNS.sub(r"\1", text)
    return _outside_math(text, lambda part: rewritten(part, _written))


def _outside_math(text: str, change: Callable[[str], str]) -> str:
    parts, last = [], 0
    for found in _MATH.finditer(text):
        parts += [change(text[last : found.start()]), found[0]]
        last = found.end()
    return "".join([*parts, change(text[last:])])


# ---- the numbers of displays


def _with_numbers(found: re.Match[str], counter: Iterator[int], numbers: dict[str, str]) -> str:
    """Return a display with the numbers that LaTeX prints beside it, and keep which label has which."""
    name, inside = found[1], found[2]
    lines = list(_lines(inside)) if name in _OF_LINES else [inside]
    made = []
    for number, line in enumerate(lines):
        tag = _TAG.search(line)
        plain = _TAG.sub("", line)
        empty = not _HELD.sub("", plain).replace("\\\\", "").strip()
        if tag:
            shown = tag[2]
        elif empty or _UNNUMBERED.search(line):
            made.append(_UNNUMBERED.sub("", plain))
            continue
        else:
            shown = str(next(counter))
        for label in _LABEL.findall(line):
            numbers[label] = shown
        written = shown if tag and tag[1] else f"({shown})"
        made.append(_numbered(_LABEL.sub("", plain), written, last=number == len(lines) - 1))
    return f"\\begin{{{name}}}{''.join(made)}\\end{{{name}}}"


def _numbered(line: str, shown: str, *, last: bool) -> str:
    """Return a line of a display with its number at the end, before the sign that breaks it and a remark."""
    cut = (_ENDED if last else _BROKEN).search(line)
    at = cut.start() if cut else len(line)
    return f"{line[:at]} \\qquad\\text{{{shown}}}{line[at:]}"


def _lines(inside: str) -> Iterator[str]:
    """Yield the lines of a display, each with the sign that ends it; those of a part within it are none."""
    depth, last = 0, 0
    for step in _STEP.finditer(inside):
        depth += bool(step["deeper"]) - bool(step["higher"])
        if step["line"] and depth == 0:
            yield inside[last : step.end()]
            last = step.end()
    yield inside[last:]


def _referred(found: re.Match[str], numbers: Mapping[str, str]) -> str:
    """Return the number of a display in the place of what refers to it; other references stay."""
    shown = [numbers.get(one.strip(), "") for one in found[2].split(",")]
    if not all(shown):
        return found[0]
    joined = ", ".join(shown)
    return f"({joined})" if found[1] == "eqref" else joined


# ---- the works of a bibliography


def _named_works(text: str) -> Iterator[tuple[str, str]]:
    """Yield the keys of the works in a bibliography, and what LaTeX prints where one is cited."""
    number = count(1)
    for works in _WORKS.finditer(text):
        for item in _ITEM.finditer(works[1]):
            yield item[2].strip(), item[1].strip() if item[1] else str(next(number))


def _list_of_works(inside: str, works: Mapping[str, str], heading: str) -> str:
    """Return a bibliography as paragraphs under a heading; a work shows its number or label.

    What natbib has in its place, author and year, stands in the work itself.
    """

    def item(found: re.Match[str]) -> str:
        label = works.get(found[2].strip(), "")
        return "\\par " if not label or _AUTHOR_YEAR.search(label) else f"\\par {{}}[{label}] "

    return f"\\section*{{{heading}}}{_ITEM.sub(item, inside)}\\par "


def _heading(text: str) -> str:
    """Return the heading that LaTeX sets over a bibliography."""
    own = _HEADING.search(text)
    return own[1] if own else "Bibliography" if document_class(text) in {"book", "report"} else "References"


# ---- chemistry


def _written(kind: Chemical, said: str) -> str:
    """Return a part of a chemical formula as letters of a text."""
    shapes = {Chemical.LOWERED: "textsubscript", Chemical.RAISED: "textsuperscript"}
    if kind is Chemical.ARROW:
        return " \\textrightarrow{} "
    return f"\\{shapes[kind]}{{{said}}}" if kind in shapes else said
