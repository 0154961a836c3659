"""Markup of other dialects of Markdown: what is surely Obsidian's is read, what is not read is told.

Lines keep their numbers. What goes (a private remark, the name of a block) is kept with its line for the
account.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from florilegium.sources.formulas.tex_spans import ENVIRONMENTS, without_formulas
from florilegium.sources.manuscript import Reading
from florilegium.sources.markdown.code_stretches import fenced_lines, replace_outside
from florilegium.sources.markdown.divisions import balance, read_directives
from florilegium.sources.markdown.drawn_tables import lines_of_tables
from florilegium.sources.markdown.foreign_marks import as_text, read_liquid, read_reviews, read_shortcodes
from florilegium.sources.markdown.lettered_lists import number_examples, number_lettered
from florilegium.system.patterns import regex

_REMARK: Final = regex(r"%%.+?%%", re.DOTALL)
_EMBED: Final = regex(r"!\[\[([^\[\]|#\n]+)(?:#[^\[\]|\n]*)?((?:\|[^\[\]|\n]*)*)\]\]")
_LINK: Final = regex(r"(?<!!)\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
_CODE: Final = regex(r"(`+[^`]+`+)")
_SHORTCODE: Final = regex(r"\{\{<\s*figure\s+([^<>]*?)/?\s*>\}\}")
_SET: Final = regex(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s"]+))""")
_SHOWN: Final = frozenset({"src", "alt", "title", "caption"})
_MARKED: Final = regex(r"(?<![=\w])==(?=[^\s=])([^=\n]*[^\s=])==(?![=\w])")
#: A formula in a line as GitHub has it.
_GITHUB: Final = regex(r"\$`([^`\n]+)`\$")
_BLOCK: Final = regex(r"\s\^([A-Za-z0-9-]+)[ \t]*$")
_CALLOUT: Final = regex(r"((?:\s*>)+\s*)\[!([A-Za-z-]+)\][+-]?[ \t]*(.*)$")
_PICTURE: Final = regex(r"\.(?:png|jpe?g|gif|webp|svg)\Z", re.IGNORECASE)
_LINES: Final = regex(r"((?: {0,3}> ?)*)\|( [ \xa0]*)(?!.*\|)(\S.*)$")
_NO_LINE: Final = regex(r"(?: {0,3}> ?)*\|[ \t]*$")

#: A link of Hugo or Jekyll to another page of its site, which no book has: its words stay.
_TO_PAGE: Final = regex(
    r"(?<!!)\[([^\[\]\n]+)\]\(\s*(\{\{[<%]\s*(?:rel)?ref\s[^{}\n]*[>%]\}\}"
    r"|(?:\{\{[^<%{}\n][^{}\n]*\}\}|\{%[^{}\n]*%\})(?:[^()\s{}]|\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\})*)\s*\)"
)

#: A line that asks for space, or for the table of contents, which the book has.
_ALONE: Final = regex(
    r"(?:\\(?:newpage|clear(?:double)?page|pagebreak|(?:big|med|small)skip|noindent)"
    r"|\[\[?_?TOC_?\]\]?)[ \t]*",
    re.IGNORECASE,
)
#: What MultiMarkdown says of a picture behind the address that a name stands for: its width and height.
_SIZED: Final = regex(
    r"""( {0,3}\[[^\[\]^\n]+\]:[ \t]*\S+(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?)"""
    r"((?:[ \t]+\w+=\S+)+)[ \t]*"
)
_NO_INDENT: Final = regex(r"\\noindent[ \t]+(?=\S)")

#: Code of R Markdown and Quarto that is run and not shown.
_UNSHOWN: Final = regex(
    r"^(`{3,})[ \t]*\{[A-Za-z]+\b(?:[^{}\n]*\b(?:include|echo)[ \t]*=[ \t]*(?:FALSE|F)\b[^{}\n]*\}[ \t]*\n"
    r"|[^{}\n]*\}[ \t]*\n(?:\#\|[^\n]*\n)*?\#\|[ \t]*(?:include|echo):[ \t]*false[ \t]*\n)"
    r"(?:.*?\n)?\1[ \t]*$",
    re.MULTILINE | re.DOTALL,
)

#: A note of MultiMarkdown in its sentence: what would be its name is a sentence of its own.
_SPOKEN: Final = regex(r"\[\^([^\[\]\n^]*\S[ ][^\[\]\n]*)\](?![:(\[])")

#: A picture of iA Writer: its path and caption, alone on a line.
_BLOCK_PICTURE: Final = regex(
    r"""/?(\S+\.(?:png|jpe?g|gif|webp))(?:[ \t]+(?:"([^"]*)"|'([^']*)'|\(([^()]*)\)))?[ \t]*$""",
    re.IGNORECASE,
)

_CITATION: Final = "a citation of pandoc"

#: What is surely markup and is not read: how it looks, and what it is called.
_UNREAD: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (regex(r"\{\{[<%].{0,300}?[>%]\}\}"), "a shortcode of Hugo"),
    (regex(r"\{%.{0,300}?%\}|\{\{.{0,300}?\}\}"), "a tag of Liquid"),
    (regex(r"\{::?/?[^{}\n]*\}"), "an extension of kramdown"),
    (regex(r"^:{3,}\s*(?:\{[^{}]*\}|[\w-]+)?\s*:*$"), "a fenced division of pandoc"),
    (regex(r"\[[^\[\]\n]*@[\w][\w:.#$%&+?<>~/-]*[^\[\]\n]*\](?![(\[])"), _CITATION),
    (regex(r"^\(@[\w-]*\)\s"), "a numbered example of pandoc without an empty line before it"),
    (
        regex(
            rf"^\\(?:newpage|clearpage|pagebreak|(?:begin|end)(?!\{{(?:{'|'.join(ENVIRONMENTS)})\*?\}})|vspace"
            r"|noindent)\b"
        ),
        "a command of TeX",
    ),
    (regex(r"\\(?:eqref|ref|cref|autoref|pageref|cite[a-z]*)\{[^{}\n]*\}"), "a reference of LaTeX"),
    (regex(r"^ *-{2,}(?: +-{2,})+ *$"), "drawn for a table whose words do not keep to its columns"),
    (regex(r"^\*\[[^\]\n]+\]:"), "what kramdown says of an abbreviation"),
    (regex(r"^\+[-=:]{3,}(?:\+[-=:]{3,})*\+$"), "drawn for a table whose cells do not close"),
    (
        regex(r"(?<![\w@\\])@(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|def|exm)-[\w-]+"),
        "a reference of Quarto",
    ),
    (regex(r"!\[\[[^\]\n]+\]\]"), "a note of Obsidian that is shown inside another"),
)
#: What looks like code and is none: what pandoc hands on to one format of its own as it is, with that format
#: for its language, and the directives and roles of MyST.
_NO_CODE: Final = (
    (regex(r"`[ \t]*\{=[\w+-]+\}"), "raw text of pandoc for one format"),
    (
        regex(
            r"^\s*`{3,}[ \t]*\{(?:note|warning|tip|hint|important|caution|attention|danger|error|seealso"
            r"|admonition|figure|image|epigraph|pull-quote|highlights|margin|sidebar|aside|topic|math|list-table"
            r"|csv-table|table|glossary|code-block|code|bibliography|toctree|tableofcontents|contents|include"
            r"|card|grid|tab-set|dropdown|index|only|rubric|centered|prf:[a-z]+|iframe|embed|mermaid)\}"
        ),
        "a directive of MyST",
    ),
    (regex(r"\{(?!=)[a-z][\w:-]*\}(?=`[^`])"), "a role of MyST"),
    (
        regex(r"(?<!`)`(?:r|\{r\}|\{python\}) (?!Sys\.|format\(Sys\.)[^`\n]*[($\[][^`\n]*`"),
        "code that R Markdown or Quarto runs",
    ),
)
_MYST: Final = regex(r"^ {0,3}(?:`{3,}|~{3,}|:{3,})[ \t]*\{[a-z]|^\([\w:. -]+\)=[ \t]*$", re.MULTILINE)
#: Without one of these a line has no such markup.
_SIGNS: Final = ("{", "`r ", ":::", "@", "\\", "+-", "+=", "![[", "--", "*[")
_HINT: Final = "It stands as text. Write it in CommonMark, or take it out."


@dataclass
class Translated:
    """A text in the dialect that is read, words that went and marks of items, by their line from 0."""

    text: str
    gone: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    markers: dict[int, str] = field(default_factory=dict)


def translate(text: str, reading: Reading) -> Translated:
    """Read what other dialects mark as CommonMark's own markup; report what is not read.

    Reports:
        S026: markup of another dialect, each kind at its first place.
    """
    found = Translated(text)
    if "%%" in text:
        found.text = replace_outside(_REMARK, lambda one: _without(one, found, one[0].strip("%")), text)
    if "```{" in text or "``` {" in text:
        found.text = _UNSHOWN.sub(lambda one: _without(one, found, one[0].strip("`")), found.text)
    for read in (read_reviews, read_liquid, read_shortcodes):
        found.text = read(found.text, lambda one, words: _without(one, found, words))
    lines = found.text.split("\n")
    if _MYST.search(found.text):
        read_directives(lines, found.gone)
        found.text = "\n".join(lines)
    code = fenced_lines(found.text)
    fences, loose = balance(lines, code)
    found.markers = number_lettered(lines, code)
    if "@" in found.text:
        works = {work.key for work in reading.citations.references} if reading.citations else set()
        found.markers |= number_examples(lines, code, found.gone, works)
    passed = code | lines_of_tables(lines, code) if "--" in found.text else code
    signs = [sign for sign in _SIGNS if sign in found.text]
    told: set[str] = set()
    for number, line in enumerate(lines):
        if not line:
            continue
        if number not in passed and not line.startswith(("    ", "\t")):
            after = lines[number + 1] if number + 1 < len(lines) else ""
            lines[number] = _line(line, number, after, found)
            if number not in fences and any(sign in lines[number] for sign in signs):
                _report(lines[number], number, told, reading)
        elif number in code:
            _tell(line, number, _NO_CODE, told, reading)
    for number in loose:
        lines[number] = lines[number].replace(":::", "\\:::", 1)
    found.text = as_text("\n".join(lines))
    return found


def _without(mark: re.Match[str], found: Translated, words: str) -> str:
    """Return the line ends of what goes, and keep its words."""
    found.gone[mark.string.count("\n", 0, mark.start())].append(words)
    return "\n" * mark[0].count("\n")


def _line(line: str, number: int, after: str, found: Translated) -> str:
    """Return one line, its markup as that of CommonMark."""
    if "|" in line and _NO_LINE.match(line) and _LINES.match(after):
        return line.rstrip().removesuffix("|")  # between two stanzas
    if line[0] in "\\[":
        if _ALONE.fullmatch(line):
            found.gone[number].append(line.strip("\\[]_ "))
            return ""
        if _NO_INDENT.match(line):
            found.gone[number].append("noindent")
            line = _NO_INDENT.sub("", line)
        sized = _SIZED.fullmatch(line) if "]:" in line else None
        if sized:
            found.gone[number].append(sized[2])
            line = sized[1]
    if "$`" in line:
        line = _GITHUB.sub(r"$\1$", line)
    if any(sign in line for sign in ("{{", "{%", "[[", "==", "[^")):
        parts = _CODE.split(line) if "`" in line else [line]
        line = "".join(part if at % 2 else _words(part, number, found) for at, part in enumerate(parts))
    picture = _BLOCK_PICTURE.fullmatch(line) if line.startswith("/") else None
    if picture:
        caption = picture[2] or picture[3] or picture[4] or ""
        line = f'![](<{picture[1]}> "{caption}")' if caption else f"![](<{picture[1]}>)"
    block = _BLOCK.search(line) if "^" in line else None
    if block:
        found.gone[number].append(block[1])
        line = line[: block.start()]
    callout = _CALLOUT.match(line) if "[!" in line else None
    if callout:
        found.gone[number].append(callout[2])
        more = "\\" if after.lstrip().startswith(">") else ""
        line = f"{callout[1]}**{callout[3].strip() or callout[2].capitalize()}**{more}"
    verse = _LINES.match(line) if line.lstrip(" >").startswith("|") else None
    if verse:
        indent = "\N{NO-BREAK SPACE}" * (len(verse[2]) - 1)
        line = verse[1] + indent + verse[3] + ("\\" if _LINES.match(after) else "")
    return line


def _words(text: str, number: int, found: Translated) -> str:
    """Return what of a line is no code, its pictures, links and marked words as those of CommonMark."""
    if "]({" in text:
        text = _TO_PAGE.sub(lambda one: _without_page(one, number, found), text)
    if "{{<" in text:
        text = _SHORTCODE.sub(lambda one: _figure(one, number, found), text)
    if "[[" in text:
        text = _EMBED.sub(lambda one: _picture(one, number, found), text)
        text = _LINK.sub(lambda one: _linked(one, number, found), text)
    if "[^" in text:
        text = _SPOKEN.sub(r"^[\1]", text)
    return _MARKED.sub(r"<mark>\1</mark>", text) if "==" in text else text


def _picture(embed: re.Match[str], number: int, found: Translated) -> str:
    """Return a picture that Obsidian shows; its width goes. What is no picture stands as it is."""
    name = embed[1].strip()
    if not _PICTURE.search(name):
        return embed[0]
    options = [one.strip() for one in embed[2].split("|") if one.strip()]
    said = [one for one in options if not re.fullmatch(r"\d+(?:x\d+)?", one)]
    found.gone[number] += [one for one in options if one not in said]
    return f"![{said[-1] if said else ''}](<{name}>)"


def _figure(code: re.Match[str], number: int, found: Translated) -> str:
    """Return a picture from Hugo's shortcode `figure`; its words are the caption, all else of it goes."""
    told = {one[1].lower(): one[2] if one[2] is not None else one[3] for one in _SET.finditer(code[1])}
    if not told.get("src"):
        return code[0]
    found.gone[number] += [f"{name} {value}" for name, value in told.items() if name not in _SHOWN]
    caption = " ".join(filter(None, (told.get("title", ""), told.get("caption", ""))))
    quoted = f' "{caption}"' if caption and '"' not in caption else ""
    return f"![{told.get('alt', '')}](<{told['src']}>{quoted})"


def _without_page(link: re.Match[str], number: int, found: Translated) -> str:
    """Return the words of a link to another page of a site."""
    found.gone[number].append(link[2])
    return link[1]


def _linked(link: re.Match[str], number: int, found: Translated) -> str:
    """Return the words of a link to another note: those that it shows, or the note's name and heading."""
    if link[2]:
        found.gone[number].append(link[1])
        return link[2]
    return re.sub(r"\s*#\^?\s*", " › ", link[1].lstrip("# ")).strip()


def _report(line: str, number: int, told: set[str], reading: Reading) -> None:
    """Report markup of a line that is not read, each kind once."""
    _tell(line, number, _NO_CODE, told, reading)
    line = without_formulas(_CODE.sub(lambda code: " " * len(code[0]), line))
    cited = reading.citations is not None
    _tell(line, number, [one for one in _UNREAD if not (cited and one[1] == _CITATION)], told, reading)


def _tell(
    line: str, number: int, kinds: Sequence[tuple[re.Pattern[str], str]], told: set[str], reading: Reading
) -> None:
    """Report the first kind of markup in a line that has not been told yet."""
    for pattern, kind in kinds:
        found = pattern.search(line)
        if found and kind in told:
            line = pattern.sub(lambda one: " " * len(one[0]), line)
        elif found:
            told.add(kind)
            place = f"{number + reading.first_line}:{found.start() + 1}"
            reading.problem("S026", place, f"“{found[0].strip()[:40]}” is {kind}, which is not read", _HINT)
            return
