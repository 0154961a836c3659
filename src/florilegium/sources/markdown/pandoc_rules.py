r"""The rules by which the parser of Markdown finds formulas in TeX, and citations.

Dollars are as pandoc has them (`tex_math_dollars`); `\(…\)` and `\[…\]` are escaped brackets to CommonMark,
and formulas only when what they hold is unmistakable. A display may begin a block of its own, so that no line
of it is taken for a list or a heading. Citations are pandoc's too, where there is a bibliography.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from florilegium.sources.citations.marks import mark_at
from florilegium.sources.formulas.tex_spans import TexSpan, span_at
from florilegium.system.patterns import regex

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

#: With what a display begins a line.
_DISPLAY: Final = regex(r"\$\$|\\\[|\\begin\{")


def read_formulas(parser: MarkdownIt) -> None:
    """Have a parser read formulas, in a sentence and in blocks of their own."""
    parser.inline.ruler.before("escape", "math_inline", _inline)
    parser.block.ruler.before(
        "fence", "math_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _meant(text: str, place: int) -> TexSpan | None:
    """Return the formula at a place of a text, unless it may be escaped brackets."""
    found = span_at(text, place)
    escaped = text.startswith("\\", place) and found is not None and not found.evident
    return None if escaped else found


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    found = _meant(state.src, state.pos)
    if found is None or found.end > state.posMax:
        return False
    if not silent:
        _mark(state.push("math_inline", "math", 0), found, state.src[found.start : found.end])
    state.pos = found.end
    return True


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a display that begins a line and ends one."""
    if state.is_code_block(start):
        return False
    first = state.bMarks[start] + state.tShift[start]
    if not _DISPLAY.match(state.src, first):
        return False
    text = _lines(state, start, end)
    found = _meant(text, 0)
    if found is None or not found.display or text[found.end :].partition("\n")[0].strip():
        return False
    if not silent:
        after = start + text.count("\n", 0, found.end) + 1
        token = state.push("math_block", "math", 0)
        token.map, token.block = [start, after], True
        _mark(token, found, text[: found.end])
        state.line = after
    return True


def _lines(state: StateBlock, start: int, end: int) -> str:
    """Return the text of a block from a line to the next empty one, without what stands before its lines."""
    lines = []
    for line in range(start, end):
        if state.isEmpty(line) or (line > start and state.sCount[line] < state.blkIndent):
            break
        lines.append(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])
    return "\n".join(lines)


def _mark(token: Token, found: TexSpan, source: str) -> None:
    token.content = found.tex
    token.meta = {"display": found.display, "source": source}


def read_citations(parser: MarkdownIt) -> None:
    """Have a parser read citations: in brackets, and as words of a sentence."""
    parser.inline.ruler.before("link", "citation", _cited)
    parser.inline.ruler.before("text", "citation_word", _word)


def _cited(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "[@-":
        return False
    found = mark_at(state.src, state.pos)
    if found is None or found.end > state.posMax:
        return False
    if not silent:
        token = state.push("citation", "span", 0)
        token.content = state.src[state.pos : found.end]
        token.meta = {"mark": found}
    state.pos = found.end
    return True


def _word(state: StateInline, silent: bool) -> bool:
    """Stop before a citation that the parser would take for part of a run of text."""
    end = state.src.find("@", state.pos, state.posMax)
    if end <= state.pos or not _is_plain(state.src[state.pos : end]):
        return False
    if mark_at(state.src, end) is None:
        return False
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def _is_plain(text: str) -> bool:
    """Return whether a run has no sign at which another rule may begin."""
    return not any(sign in text for sign in "\\`*_[]!<>&~^$\n{}:@-+=\"'")
