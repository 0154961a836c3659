"""Citations of LaTeX, which pandoc leaves empty: what is printed for them, or how a style is to set them.

Where the manifest names a bibliography that has the works, its style sets them as it does those of Markdown.
Where the text has a list of works of its own, they show what LaTeX prints: a number, or author and year.
Else they stand as the keys of their works.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.citations.marks import CitationMark, Cite, mark_at, placed
from florilegium.sources.converted.latex_shapes import groups_of
from florilegium.sources.converted.marked_runs import MARKUP, MarkedRun
from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import content_of
from florilegium.sources.tree.vocabulary import CITES, SET_AS
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_CITED: Final = regex(
    r"\\(?P<name>[A-Za-z]*[cC]ite[A-Za-z]*)\*?\s*(?:\[(?P<first>[^\]]*)\])?\s*(?:\[(?P<second>[^\]]*)\])?"
    r"\s*\{(?P<keys>[^{}]*)\}"
)

#: Commands after which the author is a word of the sentence, and those that name the year alone.
_NARRATIVE: Final = frozenset(
    {"citet", "textcite", "Textcite", "Citet", "citeauthor", "Citeauthor", "citealt"}
)
_YEAR: Final = frozenset({"citeyear", "citeyearpar", "citedate"})

#: A citation of Org: its style, and what it cites as pandoc's Markdown has it.
_ORG: Final = regex(r"\[cite((?:/[\w-]+)*):\s*(.*)\]")
_NOTE: Final = regex(
    r"\\(?:footnote|footnotetext|thanks|endnote|marginpar|sidenote|marginnote)\*?\s*(?:\[[^\]]*\])?\{"
)
_GROUP: Final = regex(r"\{([^{}]*)\}\Z")
_LETTER: Final = regex(r"[^\W_]")

#: What natbib has for a label: the authors and the year in parentheses, perhaps all authors behind it.
_AUTHOR_YEAR: Final = regex(r"\{?([^()]+?)\}?\s*\((\d{4}\w?|[^()]*)\).*\Z", re.DOTALL)


@dataclass(frozen=True)
class MarkedCitation:
    """An element that is a citation, how it is to be set, and where in the file it stands, if known."""

    span: Element
    mark: CitationMark
    at: str


@dataclass(frozen=True)
class _Cited:
    """A command that cites: its name, the words before and behind, the keys, and where it stands."""

    name: str
    before: str
    behind: str
    keys: tuple[str, ...]
    at: str
    in_note: bool


def _is_in_notes(span: Element) -> bool:
    """Return whether an element of a page stands among its notes, which pandoc puts behind the text."""
    return any(above.get("id") == "footnotes" for above in span.iterancestors("section"))


def show_citations(
    root: Element, latex: str, works: Mapping[str, str], reading: Reading
) -> list[MarkedCitation]:
    """Write into the empty citations of a page what is printed for them, in place.

    `latex` is the file with its remarks, code and addresses blank; `works` are the keys of the list of works
    that the text has, and how it names each. Returned are those that a style is to set.

    Reports:
        S044: the first that stands as its key.
    """
    said: dict[tuple[bool, tuple[str, ...]], deque[_Cited]] = defaultdict(deque)
    for one in _commands(latex):
        said[one.in_note, one.keys].append(one)
    marked: list[MarkedCitation] = []
    unnamed: _Cited | None = None
    for span in root.iter("span"):
        keys = tuple((span.get(CITES) or "").split())
        waiting = said[_is_in_notes(span), keys]
        if not keys or content_of(span).strip() or not waiting:
            continue
        cited = waiting.popleft()
        if reading.citations is not None:
            marked.append(MarkedCitation(span, _mark(cited), cited.at))
            span.text = _by_key(cited)
        elif all(key in works for key in keys):
            span.text = _by_label(cited, works)
        else:
            span.text = _by_key(cited)
            unnamed = unnamed or cited
    if unnamed is not None:
        message = f"citations such as “{_by_key(unnamed)}” stand as the keys of their works"
        hint = "Name a bibliography under “citations:” in the manifest, or let LaTeX print the list of works."
        reading.problem("S044", unnamed.at, message, hint)
    return marked


def org_citations(root: Element, reading: Reading) -> list[MarkedCitation]:
    """Return the citations of Org in a page that a style is to set.

    Reports:
        S044: the first that stands as it is typed, since there is no bibliography.
    """
    marked = []
    for span in root.iter("span"):
        found = _ORG.fullmatch(" ".join(content_of(span).split())) if span.get(CITES) else None
        mark = mark_at(f"[{found[2]}]", 0) if found else None
        if found is None or mark is None:
            continue
        if reading.citations is None:
            message = f"citations such as “{found[0]}” stand as they are typed"
            reading.problem("S044", "", message, "Name a bibliography under “citations:” in the manifest.")
            break
        style = found[1].lstrip("/").split("/")[0]
        narrative = style in {"t", "text"} and len(mark.cites) == 1
        alone = style in {"na", "noauthor"}
        cites = tuple(replace(cite, alone=cite.alone or alone) for cite in mark.cites)
        marked.append(MarkedCitation(span, replace(mark, cites=cites, narrative=narrative), ""))
    return marked


def mark_citations(marked: Iterable[MarkedCitation]) -> None:
    """Write on the elements of citations how they are to be set, in place; no page says so of itself."""
    for one in marked:
        one.span.set(CITES, " ".join(one.mark.keys))
        one.span.set(SET_AS, one.mark.to_text())
        if one.at:
            one.span.set("data-at", one.at)


def _commands(latex: str) -> Iterator[_Cited]:
    line, last = 1, 0
    notes = deque(_notes(latex))
    noted = 0
    for found in _CITED.finditer(latex):
        line, last = line + latex.count("\n", last, found.start()), found.start()
        column = found.start() - latex.rfind("\n", 0, found.start())
        first, second = found["first"], found["second"]
        before, behind = (first or "", second) if second is not None else ("", first or "")
        keys = tuple(key.strip() for key in found["keys"].split(",") if key.strip())
        while notes and notes[0][0] < found.start():
            noted = max(noted, notes.popleft()[1])
        if found["name"] != "nocite":
            in_note = found["name"].lower().startswith("foot") or found.start() < noted
            at = f"{line}:{column}"
            yield _Cited(
                name=found["name"],
                before=_plain(before),
                behind=_plain(behind),
                keys=keys,
                at=at,
                in_note=in_note,
            )


def _notes(latex: str) -> Iterator[tuple[int, int]]:
    """Yield where each note begins and ends."""
    ends = groups_of(latex)
    for found in _NOTE.finditer(latex):
        end = ends.get(found.end() - 1)
        if end is not None:
            yield found.start(), end


def _mark(cited: _Cited) -> CitationMark:
    """Return how a style is to set a citation: what stands before is the first's, what behind the last's."""
    label, place, rest = placed(cited.behind) if cited.behind else ("", "", "")
    last = len(cited.keys) - 1
    cites = tuple(
        Cite(
            key,
            f"{cited.before} " if cited.before and number == 0 else "",
            label if number == last else "",
            place if number == last else "",
            rest if number == last else "",
            alone=cited.name in _YEAR,
        )
        for number, key in enumerate(cited.keys)
    )
    return CitationMark(cites, 0, narrative=cited.name in _NARRATIVE and len(cites) == 1)


def _by_key(cited: _Cited) -> str:
    return _bracketed(cited, ", ".join(cited.keys))


def _by_label(cited: _Cited, works: Mapping[str, str]) -> str:
    """Return what LaTeX prints: `[see 1, 2, p. 5]`, `(Moss, 1900)`, `Moss (1900)`."""
    labels = [_AUTHOR_YEAR.match(works[key]) for key in cited.keys]
    if not all(labels):
        return _bracketed(cited, ", ".join(works[key] for key in cited.keys))
    pairs = [(found[1].strip(), found[2]) for found in labels if found]
    behind = f", {cited.behind}" if cited.behind else ""
    if cited.name in {"citeauthor", "Citeauthor"}:
        return "; ".join(author for author, _ in pairs)
    if cited.name in _YEAR:
        return "; ".join(year for _, year in pairs)
    if cited.name in _NARRATIVE:
        return "; ".join(f"{author} ({year}{behind})" for author, year in pairs)
    before = f"{cited.before} " if cited.before else ""
    return f"({before}{'; '.join(f'{author}, {year}' for author, year in pairs)}{behind})"


def _bracketed(cited: _Cited, works: str) -> str:
    shown = f"{cited.before} {works}".strip()
    return f"[{shown}, {cited.behind}]" if cited.behind else f"[{shown}]"


def _plain(words: str) -> str:
    """Return words of LaTeX without its spaces and commands."""
    return " ".join(re.sub(r"\\[A-Za-z]+\s*|[{}]", "", words).replace("~", " ").replace("--", "–").split())


def without_keys(runs: Iterable[MarkedRun], works: Collection[str]) -> Iterator[MarkedRun]:
    """Yield the runs of a file in which the keys of works that it names otherwise are no text."""
    for run in runs:
        found = _GROUP.search(run.text) if not run.fate else None
        if found is None or not all(key.strip() in works for key in found[1].split(",")):
            yield run
            continue
        if _LETTER.search(run.text, 0, found.start()):
            yield MarkedRun(run.text[: found.start()], run.at)
        yield MarkedRun(found[0], run.at, MARKUP)


def report_references(root: Element, latex: str, reading: Reading) -> None:
    """Report references that show a name instead of a number, and those to pages of another book.

    Reports:
        S044: the first of each.
    """
    names = ((one.get("data-reference") or "", one) for one in root.iter("a"))
    name = next((name for name, one in names if name and content_of(one).strip() == f"[{name}]"), "")
    for pattern, message in (
        (
            rf"\\\w*ref\*?\{{{re.escape(name)}\}}" if name else "",
            f"a reference shows the name “{name}”, which has no number",
        ),
        (r"\\pageref\s*\{", "a reference to a page is left out, since its page is none of this book"),
    ):
        found = re.search(pattern, latex) if pattern else None
        if found:
            line = latex.count("\n", 0, found.start()) + 1
            reading.problem("S044", f"{line}:1", message, "Name the place in words.")
