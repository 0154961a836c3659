"""Citations of LaTeX, which pandoc leaves empty: what is printed for them, or how a style is to set them.

Where the manifest names a bibliography that has the works, its style sets them as it does those of Markdown.
Where the text has a list of works of its own, they show what LaTeX prints: a number, or author and year.
Else they stand as the keys of their works.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.citations.marks import CitationMark, Cite, placed
from florilegium.sources.converted.marked_runs import MARKUP, MarkedRun
from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import content_of
from florilegium.sources.tree.vocabulary import CITES, SET_AS

_CITED: Final = re.compile(
    r"\\(?P<name>[A-Za-z]*[cC]ite[A-Za-z]*)\*?\s*(?:\[(?P<first>[^\]]*)\])?\s*(?:\[(?P<second>[^\]]*)\])?"
    r"\s*\{(?P<keys>[^{}]*)\}"
)

#: Commands after which the author is a word of the sentence, and those that name the year alone.
_NARRATIVE: Final = frozenset(
    {"citet", "textcite", "Textcite", "Citet", "citeauthor", "Citeauthor", "citealt"}
)
_YEAR: Final = frozenset({"citeyear", "citeyearpar", "citedate"})

_GROUP: Final = re.compile(r"\{([^{}]*)\}\Z")
_LETTER: Final = re.compile(r"[^\W_]")

#: What natbib has for a label: the authors and the year in parentheses, perhaps all authors behind it.
_AUTHOR_YEAR: Final = re.compile(r"\{?([^()]+?)\}?\s*\((\d{4}\w?|[^()]*)\).*\Z", re.DOTALL)


@dataclass(frozen=True)
class _Cited:
    """A command that cites: its name, the words before and behind, the keys, and where it stands."""

    name: str
    before: str
    behind: str
    keys: tuple[str, ...]
    at: str


def show_citations(root: Element, latex: str, works: Mapping[str, str], reading: Reading) -> None:
    """Write into the empty citations of a page what is printed for them, in place.

    `works` are the keys of the list of works that the text has, and how it names each.

    Reports:
        S044: the first that stands as its key.
    """
    said: dict[tuple[str, ...], deque[_Cited]] = defaultdict(deque)
    for one in _commands(latex):
        said[one.keys].append(one)
    unnamed: _Cited | None = None
    for span in root.iter("span"):
        keys = tuple((span.get(CITES) or "").split())
        if not keys or content_of(span).strip() or not said[keys]:
            continue
        cited = said[keys].popleft()
        if reading.citations is not None:
            span.set(SET_AS, _mark(cited).to_text())
            span.set("data-at", cited.at)
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


def _commands(latex: str) -> Iterator[_Cited]:
    line, last = 1, 0
    for found in _CITED.finditer(latex):
        line, last = line + latex.count("\n", last, found.start()), found.start()
        column = found.start() - latex.rfind("\n", 0, found.start())
        first, second = found["first"], found["second"]
        before, behind = (first or "", second) if second is not None else ("", first or "")
        keys = tuple(key.strip() for key in found["keys"].split(",") if key.strip())
        if found["name"] != "nocite":
            yield _Cited(found["name"], _plain(before), _plain(behind), keys, f"{line}:{column}")


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
    unknown = (one.get("data-reference") for one in root.iter("a") if one.get("data-reference"))
    shown = {content_of(one).strip() for one in root.iter("a") if one.get("data-reference")}
    name = next((one for one in unknown if one and f"[{one}]" in shown), "")
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
