"""Shapes of LaTeX that pandoc drops, or of which it prints the signs: verse, boxes, labels, epigraphs.

Lines stay lines. What LaTeX says with a sign of its own (`\\\\!` ends a stanza, `\\vin` sets a line in) is
written in a way that pandoc keeps; what it would drop with its words is left without the command.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from lxml.etree import _Element as Element

from florilegium.sources.parts import content_of
from florilegium.sources.tree.cutting import detach
from florilegium.system.patterns import regex

#: No letters of Unicode, which `decode` leaves in no file: round the label of an item until its list has it.
_OPEN: Final = "\U0001fffe"
_CLOSE: Final = "\U0001ffff"
#: Another: at the beginning of a poem until it is marked as one.
_POEM: Final = "\U0002fffe"
_LABELLED: Final = regex(f"\\s*{_OPEN}([^{_CLOSE}]*){_CLOSE}\\s*")

_VERSE: Final = regex(r"\\begin\{(verse|altverse)\}(?:\s*\[[^\[\]]*\])?(.*?)\\end\{\1\}", re.DOTALL)
_LINE_END: Final = regex(r"\\\\(\*|!|>)?(?:\[[^\[\]\n]*\])?")
_BLANK: Final = regex(r"[ \t]*\n[ \t]*\n|\s*\Z")
_POEM_TITLE: Final = regex(
    r"\\(?:poemtitle|PoemTitle)\*?\s*(?:\[[^\[\]\n]*\])?\s*(\{(?:[^{}]|\{[^{}]*\})*\})"
)
_SET_IN: Final = regex(
    r"(?P<before>\A\s*|\\\\\s*|\n[ \t]*)"
    r"(?P<signs>(?:\\(?:vin|q?quad|indent)(?![A-Za-z])[ \t]*|\\hspace\*?\s*\{[^{}]*\}[ \t]*)+)"
)
_SIGN: Final = regex(r"\\(vin|q?quad|indent)|\\hspace\*?\s*\{\s*([\d.]*)\s*(\w*)")
_WIDE: Final = {"vin": 2, "quad": 2, "qquad": 4, "indent": 2}

#: Commands of which pandoc drops the argument, or an option before it, and whose words are words.
_BOXES: Final = regex(
    r"\\(?:fbox|textmd|framebox|doublebox|shadowbox|ovalbox|makebox|poemtitle|PoemTitle|flagverse|speak|direct)\*?"
    r"(?![A-Za-z])(?:\s*\[[^\[\]\n]*\])*(?=\s*\{)|\\(?:colorbox|fcolorbox\s*\{[^{}]*\})\s*\{[^{}]*\}(?=\s*\{)"
)
#: Quotations of csquotes: in the sentence or apart, with the work that they cite or who said it behind them.
_OPTION: Final = r"\s*\[((?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\]"
_QUOTED: Final = regex(
    r"\\(?P<foreign>foreign|hyphen)?(?P<kind>text|block)(?P<cites>c)?quote\*?(?(foreign)\s*\{[^{}]*\})"
    rf"(?P<options>(?:{_OPTION}){{0,2}})(?P<key>(?(cites)\s*\{{[^{{}}]*\}}))"
    r"(?:\s*\[[^\[\]\n]*\])?(?=\s*\{)"
)
_QUOTATION: Final = regex(
    rf"\\begin\{{display(?P<cites>c)?quote\*?\}}(?P<options>(?:{_OPTION}){{0,2}})"
    r"(?P<key>(?(cites)\s*\{[^{}]*\}))|\\end\{displayc?quote\*?\}"
)
#: Several works cited at once, each with words of its own; and each of them.
_WORK: Final = r"(?:\s*\[[^\[\]{}]*\]){0,2}\s*\{[^{}]*\}"
_CITES: Final = regex(rf"\\(?P<kind>(?:paren|foot|auto|smart|text|super)?cite)s(?P<works>(?:{_WORK})+)")
_ONE: Final = regex(_WORK)
_SMALL: Final = regex(r"\{\s*\\sc(?![A-Za-z])[ \t]*")
#: Letters that are spaced, which a converter drops; a weight of letters that no book has stands for them.
_SPACED: Final = regex(r"\\(?:so|textls|textso|letterspace|sodef)\*?(?:\s*\[[^\[\]\n]*\])?(?=\s*\{)")
#: A box with a title among its options.
_BOX: Final = regex(
    r"\\begin\{(tcolorbox|mdframed)\}\s*\[((?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\}|\[[^\[\]]*\])*)\]"
)
_BOX_EDGE: Final = regex(r"\\(begin|end)\{(?:tcolorbox|mdframed)\}")
_BOX_TITLE: Final = regex(r"(?:\A|,)\s*(?:frame)?title\s*=\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|([^,{}]*))")

#: A heading or a caption with its label, and what refers to its words.
_NAMED: Final = regex(
    r"\\(?:part|chapter|(?:sub){0,2}section|(?:sub)?paragraph|caption)\*?\s*(?:\[[^\[\]]*\]\s*)?"
    r"\{((?:[^{}]|\{[^{}]*\})*)\}\s*\\label\s*\{([^{}]*)\}"
)
_NAME: Final = regex(r"\\[nN]ameref\*?\s*\{([^{}]*)\}")
_EPIGRAPH: Final = regex(r"\\epigraph\s*(?=\{)")

_LIST: Final = regex(r"\\(begin|end)\{([A-Za-z]+)\*?\}|\\item\s*\[((?:[^\[\]{}]|\{[^{}]*\})*)\]")
_LISTS: Final = frozenset({"enumerate", "itemize", "compactenum", "compactitem", "asparaenum", "inparaenum"})

_CLASS: Final = regex(r"\\documentclass\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}")
_OF_CHAPTERS: Final = regex(r"book|report|memoir|scrreprt|thesis", re.IGNORECASE)
_DEPTH: Final = regex(r"\\setcounter\s*\{secnumdepth\}\s*\{(-?\d)\}")
_APPENDIX: Final = regex(r"\\appendix(?![A-Za-z])|\\begin\{appendices\}")
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BRACE: Final = regex(r"\\.|[{}]", re.DOTALL)
_OPENED: Final = regex(r"\s*\{")
#: Marks of notes that stand apart from their words, by kind and label.
_Calls: TypeAlias = defaultdict[tuple[str, str], deque[re.Match[str]]]
_MARK: Final = regex(r"\\(footnote|endnote)(mark|text)(?![A-Za-z])\s*(?:\[([^\[\]]*)\])?")


def reshaped(text: str) -> str:
    """Return a text of LaTeX with its shapes as pandoc keeps them."""
    text = _join_notes(text)
    text = _VERSE.sub(_verse, text)
    text = _quotations(_displays(_CITES.sub(_one_by_one, text)))
    text = _SMALL.sub(r"\\textsc{", text)
    text = _SPACED.sub(r"\\textmd", _BOXES.sub("", text))
    text = _BOX_EDGE.sub(r"\\\1{quote}", _BOX.sub(_titled, text))
    names = {found[2].strip(): found[1] for found in _NAMED.finditer(text)} if "nameref" in text else {}
    text = _NAME.sub(lambda one: names.get(one[1].strip(), one[0]), text)
    text = _epigraphs(text)
    return "".join(_labelled(text))


def _one_by_one(found: re.Match[str]) -> str:
    """Return works that are cited at once as cited one after the other."""
    between = "" if found["kind"].startswith(("foot", "super")) else "; "
    return between.join(f"\\{found['kind']}{work.strip()}" for work in _ONE.findall(found["works"]))


def _displays(text: str) -> str:
    """Return a text whose quotations set apart have what they cite, or who said it, behind them."""
    cited: list[str] = []

    def edge(found: re.Match[str]) -> str:
        if found[0].startswith("\\begin"):
            cited.append(_cited(found))
            return "\\begin{quote}"
        return f"{cited.pop() if cited else ''}\\end{{quote}}"

    return _QUOTATION.sub(edge, text)


def _quotations(text: str) -> str:
    """Return a text whose quotations by csquotes are such as pandoc reads, with what each cites behind it."""
    changes: list[tuple[int, int, str]] = []
    ends = groups_of(text) if "quote" in text else {}
    for found in _QUOTED.finditer(text):
        group = _group_behind(text, found.end(), ends)
        if group is None:
            continue
        begin, end = ("\\begin{quote}", "\\end{quote}") if found["kind"] == "block" else ("\\enquote{", "}")
        changes.append((found.start(), group[0] + 1, begin))
        behind = f"{_cited(found)}{end}" if found["kind"] == "block" else f"{end}{_cited(found)}"
        changes.append((group[1] - 1, group[1], behind))
    return _changed(text, changes)


def _cited(found: re.Match[str]) -> str:
    """Return what a quotation cites, or who said it, as it stands behind the words."""
    options, key = found["options"].strip(), found["key"].strip()
    if found["cites"] and key:
        return f" \\cite{options}{key}"
    said = options[1:-1].strip()
    inner = said[1:-1] if said[:1] == "{" and said[-1:] == "}" else said
    return "" if not inner else f" {inner}" if inner.startswith("\\") else f" ({inner})"


def _titled(box: re.Match[str]) -> str:
    """Return the beginning of a box as that of a quotation, its title in bold letters, on as many lines."""
    title = _BOX_TITLE.search(box[2])
    said = " ".join((title[1] or title[2] or "").split()) if title else ""
    shown = f"\\textbf{{{said}}}\\par " if said else ""
    return f"\\begin{{quote}}{shown}" + "%\n" * box[0].count("\n")


def _verse(found: re.Match[str]) -> str:
    """Return a poem: stanzas end at blank lines, and lines are set in by spaces that stay."""
    inside = _POEM_TITLE.sub(r"\\textbf\1\\par ", found[2])
    inside = _LINE_END.sub(_line_end, inside)
    inside = _SET_IN.sub(lambda one: one["before"] + "~" * _width(one["signs"]), inside)
    return f"\\begin{{verse}}{_POEM} {inside}\\end{{verse}}"


def _line_end(sign: re.Match[str]) -> str:
    """Return what ends a line, or a stanza; where a blank line is behind that, it does."""
    if sign[1] != "!":
        return "\\\\"
    return "" if _BLANK.match(sign.string, sign.end()) else "\\par "


def _width(signs: str) -> int:
    """Return by how many spaces a line is set in; two are an em."""
    width = 0.0
    for sign in _SIGN.finditer(signs):
        size = float(sign[2]) if sign[2] and sign[2].replace(".", "", 1).isdigit() else 1.0
        width += _WIDE[sign[1]] if sign[1] else 2 * size * {"em": 1.0, "cm": 2.0, "in": 6.0}.get(sign[3], 1.0)
    return max(1, round(min(width, 24)))


def document_class(latex: str) -> str:
    """Return the class of documents that a file names, empty if it names none."""
    found = _CLASS.search(latex)
    return found[1].strip() if found else ""


def groups_of(text: str) -> dict[int, int]:
    """Return where each group ends by where it begins; one that nothing closes has no end."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}" and opened:
            ends[opened.pop()] = brace.end()
    return ends


def _group_behind(text: str, at: int, ends: Mapping[int, int]) -> tuple[int, int] | None:
    """Return where a group begins and ends before which nothing but white space stands at an offset."""
    opened = _OPENED.match(text, at)
    begin = opened.end() - 1 if opened else -1
    return (begin, ends[begin]) if begin in ends else None


def _changed(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with other words in the place of stretches of it, none of which overlap."""
    parts, last = [], 0
    for begin, end, words in sorted(changes):
        parts += [text[last:begin], words]
        last = end
    return "".join([*parts, text[last:]])


def _join_notes(text: str) -> str:
    """Put the words of `\\footnotetext` where `\\footnotemark` calls them; the lines stay where they were."""
    calls: _Calls = defaultdict(deque)
    notes: list[tuple[re.Match[str], int, int]] = []
    behind = 0
    if "notetext" not in text:
        return text
    ends = groups_of(text)
    for mark in _MARK.finditer(text):
        if mark.start() < behind:  # among the words of a note, which move as they are
            continue
        group = _group_behind(text, mark.end(), ends) if mark[2] == "text" else None
        if mark[2] == "mark":
            calls[mark[1], mark[3] or ""].append(mark)
        elif group is not None:
            notes.append((mark, *group))
            behind = group[1]
    changes: list[tuple[int, int, str]] = []
    for note, start, end in notes:
        call = _call_of(calls, note[1], note[3] or "")
        if call is not None:
            words = re.sub(r"\n[ \t]*\n\s*", r" \\par ", text[start:end]).replace("\n", " ")
            changes.append((call.start(), call.end(), f"\\footnote{words}"))
            changes.append((note.start(), end, "\n" * text.count("\n", note.start(), end)))
    return _changed(text, changes)


def _call_of(calls: _Calls, kind: str, label: str) -> re.Match[str] | None:
    """Take the first call that waits for a note with such a label; one without may have any."""
    wanted: tuple[str, str] | None = (kind, label)
    if wanted not in calls:
        wanted = None if label else next((one for one in calls if one[0] == kind), None)
    if wanted is None:
        return None
    call = calls[wanted].popleft()
    if not calls[wanted]:
        del calls[wanted]
    return call


def _epigraphs(text: str) -> str:
    """Write epigraphs as divisions, with who said it on the right."""
    changes: list[tuple[int, int, str]] = []
    ends = groups_of(text) if _EPIGRAPH.search(text) else {}
    for found in _EPIGRAPH.finditer(text):
        middle = ends.get(found.end(), -1)
        by = _group_behind(text, middle, ends) if middle >= 0 else None
        if by is None:
            continue
        source, end = by
        named = text[source + 1 : end - 1].strip() != ""
        right, closed = ("\\begin{flushright}", "\\end{flushright}") if named else ("", "")
        gap = "\n" * text.count("\n", middle, source)
        changes.append((found.start(), found.end() + 1, "\\begin{epigraph}"))
        changes.append((middle - 1, source + 1, f"\\par{gap} {right}"))
        changes.append((end - 1, end, f"{closed}\\end{{epigraph}}"))
    return _changed(text, changes)


def _labelled(text: str) -> Iterator[str]:
    """Yield a text in which the labels that items of lists have are kept; those of a list of terms stay."""
    around: list[str] = []
    last = 0
    for found in _LIST.finditer(text):
        if found[1] == "begin":
            around.append(found[2])
        elif found[1] == "end":
            around = _without_last(around, found[2])
        elif next((one for one in reversed(around) if one in _LISTS or one == "description"), "") in _LISTS:
            label = _unbraced(found[3].strip())
            shown = any(map(str.isalnum, re.sub(r"\\[A-Za-z]+", "", label)))
            plain = "\\" not in label and "{" not in label
            yield text[last : found.start()] + "\\item "
            yield f"{_OPEN}{label}{_CLOSE} " if shown and plain else f"{{}}{label} " if shown else ""
            last = found.end()
    yield text[last:]


def _unbraced(label: str) -> str:
    """Return a label without the braces round all of it."""
    inner = label[1:-1]
    return inner if label[:1] == "{" and label[-1:] == "}" and not set("{}") & set(inner) else label


def _without_last(around: list[str], name: str) -> list[str]:
    """Return the environments that are open once the last of a name has ended, with those in it."""
    ended = max((at for at, one in enumerate(around) if one == name), default=len(around))
    return around[:ended]


def drop_deep_numbers(page: Element, latex: str) -> None:
    """Take the numbers out of headings that pandoc counts and LaTeX does not, in place."""
    depth = _depth(latex)
    for one in list(page.iter("span")):
        if one.get("class") == "header-section-number" and content_of(one).count(".") >= depth:
            one.text = None
            detach(one)


def letter_appendices(page: Element, latex: str) -> None:
    """Give headings behind `\\appendix` letters, where pandoc counts on, and what refers to them."""
    begun = _APPENDIX.search(latex)
    if begun is None:
        return
    top = "chapter" if _OF_CHAPTERS.search(document_class(latex)) and "\\chapter" in latex else "section"
    before = len(re.findall(rf"\\{top}\s*[\[{{]", latex[: begun.start()]))
    headings = {one.get("id") for one in page.iter("h1", "h2", "h3", "h4", "h5", "h6")}
    for one in page.iter("span", "a"):
        if one.get("class") == "header-section-number" or one.get("data-reference") in headings - {None}:
            number, dot, rest = (one.text or "").partition(".")
            if number.isdecimal() and before < int(number) <= before + len(_LETTERS):
                one.text = f"{_LETTERS[int(number) - before - 1]}{dot}{rest}"


def _depth(latex: str) -> int:
    """Return how many parts the number of a heading has at most; below that LaTeX prints none."""
    kind = document_class(latex)
    chapters = _OF_CHAPTERS.search(kind) is not None
    told = list(_DEPTH.finditer(latex))
    usual = 1 if kind == "memoir" else 2 if chapters else 3
    return (int(told[-1][1]) if told else usual) + chapters


def take_shapes(root: Element) -> None:
    """Give what pandoc made the shapes that the file has, in place: labels of items, epigraphs, sides."""
    for one in list(root.iter("div")):
        named = (one.get("class") or "").split()
        if "epigraph" in named:
            one.tag = "blockquote"
        if "flushright" in named:
            for inner in one.iterchildren("p"):
                inner.set("class", "ranged-right")
    for poem in root.iter("blockquote"):
        first = next((one for one in poem.iter("p") if _POEM in (one.text or "")), None)
        if first is not None:
            first.text = (first.text or "").replace(_POEM, "").lstrip()
            poem.set("class", "verse")
    for one in root.iter("span"):
        if one.get("class") == "medium":
            one.set("class", "spaced")
    _take_labels(root)


def _take_labels(root: Element) -> None:
    """Give the items of lists the labels of the file, in place."""
    for item in root.iter("li"):
        first = item[0] if not (item.text or "").strip() and len(item) and item[0].tag == "p" else item
        found = _LABELLED.match(first.text or "")
        if found is not None:
            item.set("data-marker", " ".join(found[1].split()))
            first.text = (first.text or "")[found.end() :]
            list_ = item.getparent()
            if list_ is not None:
                list_.tag = "ol"
