"""The letters of a file in LaTeX: the words outside of commands, and the rest with the reason why it is none.

One walk from the beginning to the end, which knows for some commands that their arguments are no words. Every
other argument is text, so that a command that nobody knows loses no word unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from florilegium.sources.account.source_letters import Places
from florilegium.sources.converted.latex_template import FURTHER
from florilegium.sources.converted.marked_runs import DATA, MARKUP, REMARK, MarkedRun
from florilegium.sources.tex_letters import TEX_ACCENTS, TEX_LETTERS
from florilegium.system.patterns import regex

_TOKEN: Final = regex(
    r"(?P<remark>(?<!\\)%[^\n]*|\\iffalse(?![A-Za-z]).*?\\fi(?![A-Za-z]))"
    r"|(?P<command>\\(?:[A-Za-z@]+\*?|.))|(?P<open>\{)|(?P<close>\})"
    r"|(?P<begin>\[)|(?P<words>[^\\{}%\[]+)",
    re.DOTALL,
)
_OPTION: Final = regex(r"\s*\[((?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\]")
_GROUP: Final = regex(r"\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_DEFINED: Final = regex(r"\s*\\[A-Za-z@]+(?:#\d)*")
_LETTER: Final = regex(r"[^\W_]")

#: Commands whose first arguments, so many, are no words.
_SILENT: Final = {
    **dict.fromkeys(
        ("label", "vspace", "hspace", "includegraphics", "bibliography", "bibliographystyle", "input"), 1
    ),
    **dict.fromkeys(("include", "pagestyle", "thispagestyle", "usepackage", "documentclass", "ref"), 1),
    **dict.fromkeys(("pageref", "autoref", "nameref", "cref", "Cref", "eqref", "href", "hypertarget"), 1),
    **dict.fromkeys(("hyperlink", "hyperref", "color", "textcolor", "selectlanguage", "foreignlanguage"), 1),
    **dict.fromkeys(("index", "glossary", "addvspace", "linespread", "fontsize", "cline", "bibitem"), 1),
    **dict.fromkeys(("counterwithin", "pagenumbering", "graphicspath", "hyphenation", "phantom"), 1),
    **dict.fromkeys(
        ("vphantom", "hphantom", "raisebox", "parbox", "colorbox", "columnbreak", "markright"), 1
    ),
    **dict.fromkeys(("settowidth", "settoheight", "fcolorbox"), 2),
    **dict.fromkeys(("setlength", "addtolength", "setcounter", "addtocounter", "rule"), 2),
    **dict.fromkeys(("multicolumn", "newcommand", "renewcommand", "providecommand", "markboth"), 2),
    **dict.fromkeys(("newtheorem", "DeclareMathOperator", "addcontentsline", "titleformat", "def"), 2),
    **dict.fromkeys(("multirow", "newenvironment", "renewenvironment"), 3),
    **dict.fromkeys(("hypersetup", "nocite", "addbibresource"), 1),
    **dict.fromkeys(("foreignquote", "hyphenquote", "foreigntextquote", "foreignblockquote"), 1),
}

_NOTES: Final = frozenset({"footnote", "footnotetext"})

#: Commands that name works: their keys stand as they are where no bibliography is at hand.
_CITES: Final = regex(r"\\(?!nocite)[A-Za-z]*[cC]ite[A-Za-z]*\*?\Z")

#: Environments whose argument is no words.
_SHAPED: Final = frozenset(
    {"tabular", "tabular*", "tabularx", "array", "minipage", "longtable", "multicols", "multicols*"}
    | {"thebibliography", "otherlanguage", "otherlanguage*", "foreigndisplay"}
)

_ACCENT: Final = regex(r"\\(?:([`'^\"~=.])\s*|([uvHcrkdb])(?:\s+|(?=\{)))(?:\{\\?([^\W_])\}|\\?([^\W_]))")
_PREAMBLE: Final = regex(r"\\begin\s*\{document\}")
_END: Final = regex(r"\\end\s*\{document\}")
#: What stands as it is typed, and what is not read at all.
_CODE: Final = regex(
    r"\\begin\{(?P<name>verbatim\*?|lstlisting|Verbatim|comment)\}(?P<block>.*?)\\end\{(?P=name)\}"
    r"|\\(?:verb\*?(?P<edge>[^\sA-Za-z*])|lstinline\*?(?P<bound>[^\sA-Za-z*{\[]))"
    r"(?P<inline>[^\n]*?)(?(edge)(?P=edge)|(?P=bound))",
    re.DOTALL,
)
#: Remarks, code and addresses: no command in them does anything, and `%` in an address begins no remark.
UNREAD: Final = regex(
    rf"(?<!\\)%[^\n]*|\\iffalse(?![A-Za-z]).*?\\fi(?![A-Za-z])|\\(?:url|nolinkurl|path|href)\s*\{{[^{{}}\n]*\}}|{_CODE.pattern}",
    re.DOTALL,
)
_INK: Final = regex(r"\S")

_FURTHER: Final = "left out: the head of a table on its further pages"

#: Commands of a preamble whose argument is text.
_TITLES: Final = regex(r"\\(?:title|author|date|subtitle)\s*(?=[\[{])")


def commands_alone(text: str) -> str:
    """Return a file in which what is not read is spaces, each in its place."""
    return UNREAD.sub(lambda found: _INK.sub(" ", found[0]), text)


def latex_runs(text: str) -> Iterator[MarkedRun]:
    """Yield the runs of a file, in order."""
    place = Places(text)
    begin = _PREAMBLE.search(text)
    start = begin.end() if begin else 0
    end_found = _END.search(text, start)
    end = end_found.start() if end_found else len(text)
    if begin:
        yield from _preamble(text, start, place)
    yield from _Body(text, end, place).runs(start)
    if _LETTER.search(text, end):
        yield MarkedRun(text[end:], place.of(end), DATA)


def _preamble(text: str, end: int, place: Places) -> Iterator[MarkedRun]:
    """Yield what stands before the text: title, author and date are words, all else is none."""
    last = 0
    for found in _TITLES.finditer(text, 0, end):
        group = _GROUP.match(
            text, (option.end() if (option := _OPTION.match(text, found.end())) else found.end())
        )
        if found.start() < last or group is None or group.end() > end:
            continue
        if _LETTER.search(text, last, group.start(1)):
            yield MarkedRun(text[last : group.start(1)], place.of(last), DATA)
        yield from _Body(text, group.end(1), place).runs(group.start(1))
        last = group.end(1)
    if _LETTER.search(text, last, end):
        yield MarkedRun(text[last:end], place.of(last), DATA)


class _Body:
    """Walks a stretch of text."""

    def __init__(self, text: str, end: int, place: Places) -> None:
        self._text, self._end, self._place = text, end, place

    def runs(self, start: int) -> Iterator[MarkedRun]:
        """Yield the runs from an offset to the end of the stretch."""
        at = start
        further = {found.start(): found.end(1) for found in FURTHER.finditer(self._text, start, self._end)}
        while at < self._end:
            if at in further:
                yield from self._run(at, further[at], _FURTHER)
                at = further[at]
            token = _TOKEN.match(self._text, at, self._end)
            if token is None:
                at += 1
                continue
            if token["words"] is not None:
                yield from self._run(at, token.end(), "")
                at = token.end()
            elif token["remark"] is not None:
                yield from self._run(at, token.end(), REMARK)
                at = token.end()
            elif token["command"] is not None and (letter := self._letter(token)):
                yield MarkedRun(letter[0], self._place.of(at))
                at = letter[1]
            elif token["command"] is not None:
                stretch, fate, at = self._command(token)
                yield from self._run(*stretch, fate)
            else:
                at = token.end()

    def _letter(self, token: re.Match[str]) -> tuple[str, int] | None:
        """Return the letter that a command stands for, with its accent, and where it ends."""
        accent = _ACCENT.match(self._text, token.start(), self._end)
        if accent is not None:
            return (accent[3] or accent[4]) + TEX_ACCENTS[accent[1] or accent[2]], accent.end()
        letter = TEX_LETTERS.get(token["command"][1:])
        return (letter, token.end()) if letter else None

    def _run(self, start: int, end: int, fate: str) -> Iterator[MarkedRun]:
        if _LETTER.search(self._text, start, end):
            yield MarkedRun(self._text[start:end], self._place.of(start), fate)

    def _command(self, token: re.Match[str]) -> tuple[tuple[int, int], str, int]:
        """Return the stretch of a command, why it is no text (empty for text), and where the command ends."""
        begun, start = token.start(), token.end()
        whole = _CODE.match(self._text, begun, self._end)
        if whole is not None and whole["name"] == "comment":
            return (start, whole.end()), REMARK, whole.end()
        if whole is not None:
            return whole.span("block" if whole["name"] else "inline"), "", whole.end()
        if token["command"].rstrip("*") in {"\\begin", "\\end"}:
            end = self._environment(token)
            return (start, end), MARKUP, end
        end = self._arguments(token)
        return (start, end), "" if _CITES.match(token["command"]) else MARKUP, end

    def _arguments(self, token: re.Match[str]) -> int:
        """Return where a command ends with its arguments that are no words, or are the keys of works."""
        name = token["command"].lstrip("\\").rstrip("*")
        count = _SILENT.get(name, 0)
        is_cite = _CITES.match(token["command"]) is not None
        keeps = name == "item" or is_cite or (name in _NOTES and not self._is_number(token.end()))
        at = self._options(token.end(), keeps=keeps)
        if is_cite:
            at = self._options(self._options(token.end()))
            count = 1
        for _ in range(count):
            group = _GROUP.match(self._text, at, self._end)
            word = _DEFINED.match(self._text, at, self._end)
            at = group.end() if group else word.end() if word and name in {"def", "newcommand"} else at
            at = self._options(at) if name in {"newcommand", "renewcommand", "providecommand"} else at
        return at

    def _is_number(self, at: int) -> bool:
        """Return whether an option at an offset is a number, as a note has."""
        option = _OPTION.match(self._text, at, self._end)
        return option is not None and option[1].strip().isdecimal()

    def _options(self, at: int, *, keeps: bool = False) -> int:
        option = None if keeps else _OPTION.match(self._text, at, self._end)
        return option.end() if option is not None and "\n\n" not in option[0] else at

    def _environment(self, token: re.Match[str]) -> int:
        """Return where the name of an environment ends, with its option and its shape."""
        named = _GROUP.match(self._text, token.end(), self._end)
        if named is None:
            return token.end()
        at = self._options(named.end())
        name = named[1].strip()
        if token["command"] == "\\begin" and name in _SHAPED:
            for _ in range(2 if name in {"tabular*", "tabularx"} else 1):
                shape = _GROUP.match(self._text, at, self._end)
                at = shape.end() if shape else at
        return at
