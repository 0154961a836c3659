"""Letters of a file in a format of typed markup: what is text, and what is markup, data or a remark.

Each letter of a file is in one or the other: text must stand in the manuscript, and the rest has a row in the
ledger with its reason. A format is a list of patterns of what is no text; all else is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Final

from florilegium.sources.account.source_letters import Places, SourceRun
from florilegium.sources.converted.typst_letters import code_spans
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

MARKUP: Final = "left out: markup"
REMARK: Final = "left out: a remark of the source to itself"
DATA: Final = "left out: what the source says of itself"
ADDRESS: Final = "left out: an address"
UNSHOWN: Final = "left out: marked by the source as not to be shown"

_LETTER: Final = regex(r"[^\W_]")


def _unshown_headings() -> Iterator[tuple[str, str]]:
    """Yield what headings of Org that are not exported look like, each with all that stands below it."""
    for level in range(1, 9):
        end = rf".*?(?=^\*{{1,{level}}}[ \t]|\Z)"
        yield rf"(?ms)^\*{{{level}}}[ \t][^\n]*:(?:noexport|ARCHIVE):[^\n]*${end}", UNSHOWN
        yield rf"(?ms)^\*{{{level}}}[ \t]+COMMENT\b{end}", UNSHOWN


#: What reStructuredText says for an index of its own, which is none of the text.
INDEX_OF_RST: Final = r"(?m)^([ \t]*)\.\. index::[^\n]*(?:\n\1[ \t]+\S[^\n]*)*"

#: Format → what in it is no text, the first that fits; of a pattern with a group `it` that group alone.
_PATTERNS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "org": (
        (r"(?ims)^[ \t]*#\+begin_(comment|export)\b.*?^[ \t]*#\+end_\1[^\n]*", REMARK),
        (r"(?im)^[ \t]*#\+(?:title|author|date|subtitle|caption)(?:\[[^\]\n]*\])?:", MARKUP),
        (r"(?m)^[ \t]*#\+[^\n]*", MARKUP),
        (r"(?m)^[ \t]*#(?: [^\n]*)?$", REMARK),
        (r"(?ims)^[ \t]*:(?:properties|logbook):.*?^[ \t]*:end:", DATA),
        (r"(?m)^[ \t]*(?:CLOSED|SCHEDULED|DEADLINE):[^\n]*", DATA),
        *_unshown_headings(),
        (r"\[\[(?:file:|\.{0,2}/)[^\[\]\n]*\]\]", ADDRESS),
        (r"\[\[[^\[\]\n]*\](?=\[)", ADDRESS),
        (r"\[fn:[^\[\]:\s]*[\]:]|\[@\d+\]", MARKUP),
        (r"(?m)^[ \t]*(?:[-+*]|\d+[.)])[ \t]+(?:\[@\d+\][ \t]+)?(?P<it>\[[Xx]\])", MARKUP),
        (r"(?s)@@\w+:.*?@@|\bsrc_\w+(?:\[[^\]\n]*\])?(?=\{)", MARKUP),
        (r"<<<?[^<>\n]+>?>>", ADDRESS),
        (r"\\(?:begin|end)\{\w+\*?\}|\\[A-Za-z]+(?:\{\})?", MARKUP),
    ),
    "asciidoc": (
        (r"(?ms)^////[^\n]*\n.*?^////[^\n]*$", REMARK),
        (r"(?m)^//(?!/)[^\n]*", REMARK),
        (r"(?m)^:!?[\w-]+!?:[^\n]*", DATA),
        (r"<[^<>\s]+@[^<>\s]+>", ADDRESS),
        (r"\bicon:[\w.-]+\[[^\]\n]*\]|\((?:C|R|TM)\)|(?<=\+\+\+)<[^<>\n]*>|<[^<>\n]*>(?=\+\+\+)", MARKUP),
        (r"indexterm:\[[^\]\n]*\]|\(\(\([^()\n]*\)\)\)", DATA),
        (r"(?m)^(?:include|ifn?def|ifeval|endif|toc)::[^\n]*", MARKUP),
        (r"\[\[[^\]\n]*\]\]", ADDRESS),
        (r"(?m)^[ \t]*[*-]+[ \t]+(?P<it>\[[xX*]\])", MARKUP),
        (r"(?m)^\[(?:quote|verse)(?=[,\]])", MARKUP),
        (r"(?m)^\[(?!quote|verse)[^\]\n]*\][ \t]*$", MARKUP),
        (r"\[[.#][\w.#-]+\](?=[#_*`])|\[[\w -]+\](?=#\S)", MARKUP),
        (r"(?m)^(?:NOTE|TIP|WARNING|CAUTION|IMPORTANT)(?=:)", MARKUP),
        (r"\b(?:link|mailto|image|xref):{1,2}[^\s\[\]]+(?=\[)", ADDRESS),
        (r"\b(?:https?|ftp)://[^\s\[\]]+(?=\[)", ADDRESS),
        (r"(?m)^v\d[\w.]*(?=,)", MARKUP),
        (r"\A=[^\n]*\n(?:[^\n]+\n)?v?\d[^\n:]*(?P<it>:[ \t][^\n]*)", DATA),
        (r"\bimage::?[^\s\[\]]+\[[^\],\n]*(?P<it>,[^\]\n]*)", MARKUP),
        (r"footnote(?:ref)?:[\w.-]*(?=\[)", MARKUP),
        (r"\b(?:kbd|btn|menu|stem|latexmath|asciimath|pass|icon):{1,2}[\w.-]*(?=\[)", MARKUP),
        (r"<<[^<>,\n]*,", ADDRESS),
        (r"\{[\w-]+\}", MARKUP),
    ),
    "dokuwiki": (
        (r"(?i)</?(?:code|file|sub|sup|del|nowiki|html|php)\b[^<>]*>", MARKUP),
        (r"~~[A-Z:]+~~", MARKUP),
        (r"\{\{[^{}|\n]*\|?", ADDRESS),
        (r"\[\[[^\[\]|\n]*\|", ADDRESS),
    ),
    "rst": (
        (r"(?m)^[ \t]*\.\. _[^\n]*", ADDRESS),
        (r"(?m)^[ \t]*\.\. (?:literal)?include::[^\n]*", ADDRESS),
        (INDEX_OF_RST, DATA),
        (r"(?m)^[ \t]*\.\. \[[^\]\n]+\]", MARKUP),
        (r"(?m)^[ \t]*\.\. \|[^|\n]+\| [\w-]+::", MARKUP),
        (r"(?m)^[ \t]*\.\. [\w:-]+::(?: +\S+\.(?:png|jpe?g|gif|svg|webp)$)?", MARKUP),
        (r"(?m)^[ \t]*\.\.(?:[ \t][^\n]*|$)(?:\n+[ \t]+[^\n]+)*", REMARK),
        (r"(?im)^[ \t]+:(?!author|date)[\w-]+:[^\n]*", MARKUP),
        (r"(?im)^:(?:authors?|date|subtitle|abstract|dedication):", MARKUP),
        (r"(?m)^:[\w -]+:[^\n`]*", DATA),
        (r":[\w:+.-]+:(?=`)", MARKUP),
        (r"<[^<>\s]+>(?=`_)", ADDRESS),
        (r"\[[^\[\]\s]+\]_|\|[^|\s\n](?:[^|\n]*[^|\s\n])?\|_{0,2}", MARKUP),
    ),
    "mediawiki": (
        (r"(?s)<!--.*?-->", REMARK),
        (r"(?i)</?[a-z][a-z0-9]*\b[^<>]*>", MARKUP),
        (r"(?i)\[\[(?:file|image|datei|bild|fichier|archivo)\s*:[^\[\]|]*\|?", ADDRESS),
        (
            r"(?i)(?:thumb|thumbnail|frame|frameless|border|left|right|center|none|upright|\d+px)\s*(?=\|)",
            MARKUP,
        ),
        (r"(?im)^[ \t]*(?:file|image|datei|bild|fichier|archivo)\s*:[^\[\]|\n]*(?:\||$)", ADDRESS),
        (r"(?i)(?<=[^{]\|)\s*link\s*=[^|\[\]]*", ADDRESS),
        (r"(?i)(?<=[^{]\|)\s*(?:alt|class|lang|page|upright)\s*=(?=[^|\[\]\n]*(?:\||\]\]))", MARKUP),
        (r"(?i)\{\{\s*(?:reflist|notelist|refbegin|refend|clear|toc)\s*(?:\|[^{}]*)?\}\}", MARKUP),
        (r"\[\[[^\[\]|\n]*\|", ADDRESS),
        (r"\[(?:https?:)?//\S+(?=[ \t])", ADDRESS),
        (r"__[A-Z]+__", MARKUP),
        (r"(?m)^(?:\{\||\|-)[^\n]*", MARKUP),
        (r"(?m)(?:^[|!]|\|\||!!)[ \t]*\w+[ \t]*=[^|\n]*\|(?!\|)", MARKUP),
    ),
    "textile": (
        (r"(?s)<!--.*?-->", REMARK),
        (r"(?i)</?[a-z][a-z0-9]*\b[^<>]*>", MARKUP),
        (r"(?m)^###\.[^\n]*", REMARK),
        (r"(?m)^(?:h[1-6]|p|bq|bc|pre|fn\d+)(?:[<>=()\[\]{}#:;\w-]*?)\.\.?(?:(?=\s)|:\S+)", MARKUP),
        (r"\((?:c|r|tm)\)", MARKUP),
        (r'(?<="):(?:https?|mailto|/|#|\.)\S+', ADDRESS),
        (r"!\S+?(?:\([^)\n]*\))?!(?::\S+)?", ADDRESS),
        (r"\[\d+\]", MARKUP),
        (r"%\{[^}\n]*\}|%\([^)\n]*\)", MARKUP),
    ),
    "typst": (
        (r"(?s)/\*.*?\*/", REMARK),
        (r"(?m)(?<!:)//[^\n]*", REMARK),
        (r"(?<!\w)@[\w:.-]+|<[A-Za-z][\w:.-]*>", MARKUP),
    ),
}


#: Formats in which letters are written as in HTML, by names and numbers or, as pandoc has it, numbers alone.
_CODED: Final = {"mediawiki": regex(r"&#?\w{1,31};"), "textile": regex(r"&#\w{1,8};")}


@dataclass(frozen=True)
class MarkedRun:
    """Letters as they stand in a file, at `LINE:COLUMN`; with a `fate` they are no text and have that row."""

    text: str
    at: str
    fate: str = ""


def typed_runs(text: str, form: str) -> Iterator[MarkedRun]:
    """Yield the runs of a file in one of the formats of typed markup, in order."""
    patterns = [(re.compile(pattern), fate) for pattern, fate in _PATTERNS[form]]
    spans: list[tuple[int, int, str]] = []
    taken = bytearray(len(text))
    for start, end in code_spans(text) if form == "typst" else ():
        taken[start:end] = b"\1" * (end - start)
        spans.append((start, end, MARKUP))
    for pattern, fate in patterns:
        for found in pattern.finditer(text):
            start, end = found.span("it" if "it" in pattern.groupindex else 0)
            if end > start and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                spans.append((start, end, fate))
    place = Places(text)
    coded = _CODED.get(form)

    def shown(stretch: str) -> str:
        return coded.sub(lambda found: unescape(found[0]), stretch) if coded else stretch

    last = 0
    for start, end, fate in sorted(spans):
        if _LETTER.search(text, last, start):
            yield MarkedRun(shown(text[last:start]), place.of(last))
        if _LETTER.search(text, start, end):
            yield MarkedRun(text[start:end], place.of(start), fate)
        last = end
    if _LETTER.search(text, last):
        yield MarkedRun(shown(text[last:]), place.of(last))


def as_letters(runs: Iterable[MarkedRun]) -> Iterator[SourceRun]:
    """Yield runs as the account takes them; what is no text is looked for as a unit of its own."""
    for run in runs:
        yield SourceRun(run.text, run.at, apart=bool(run.fate))
