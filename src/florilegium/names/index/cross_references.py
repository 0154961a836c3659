"""Cross-references between headings, and the checks that need no text: X001, X002, X006, X007, X012.

A *see* names another heading by its name, or by its name and gloss where the name alone is not one heading's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from florilegium.book.model import Authority, Heading
from florilegium.names.lexicon.folding import fold_form
from florilegium.problems import Report


class Headings:
    """Headings by the names that a cross-reference gives them."""

    def __init__(self, headings: Iterable[Heading]) -> None:
        self.all = tuple(headings)
        self._labels: dict[str, int] = {}
        self._names: dict[str, list[int]] = {}
        for index, heading in enumerate(self.all):
            self._labels.setdefault(fold_form(heading.label), index)
            self._names.setdefault(fold_form(heading.name), []).append(index)

    def find(self, name: str) -> int | None:
        """Return the heading of that label, or of that name when only one has it."""
        wanted = fold_form(name)
        if wanted in self._labels:
            return self._labels[wanted]
        namesakes = self._names.get(wanted, [])
        return namesakes[0] if len(namesakes) == 1 else None

    def target(self, index: int) -> int | None:
        """Return where a chain of *see* references ends; the heading itself without one; None for a fault."""
        seen = {index}
        while self.all[index].see:
            following = self.find(self.all[index].see)
            if following is None or following in seen:
                return None
            seen.add(following)
            index = following
        return index

    def namesakes(self, name: str) -> tuple[str, ...]:
        """Return the labels of the headings that share a name."""
        return tuple(self.all[index].label for index in self._names.get(fold_form(name), []))

    def near(self, name: str, but: Heading | None = None) -> str:
        """Return the label most like a misspelt one, other than a heading's own, or nothing."""
        others = [label for label in self._labels if but is None or label != fold_form(but.label)]
        found = get_close_matches(fold_form(name), others, n=1)
        return self.all[self._labels[found[0]]].label if found else ""


def check_references(headings: Headings, report: Report) -> None:
    """Report X001 for a reference to nothing, X002 for *see* references that run in a loop."""
    looped: set[int] = set()
    for index, heading in enumerate(headings.all):
        of_themes = (name for theme in heading.themes for name in theme.see_also)
        for name in (heading.see, *heading.see_also, *of_themes):
            if name and headings.find(name) is None:
                _report_missing(headings, heading, name, report)
            elif name and name in heading.see_also and headings.find(name) == index:
                message = f"“{heading.label}” has a see-also to itself; another heading was expected"
                report.add("X001", heading.place, message, "Strike the reference out.")
        loop = _loop(headings, index)
        if loop and index not in looped:
            looped.update(loop)
            chain = " → ".join(f"“{headings.all[step].label}”" for step in (*loop, loop[0]))
            report.add("X002", heading.place, f"see references run in a loop: {chain}",
                       "One of these headings must keep its locators: take its “see” away.")  # fmt: skip


def check_themes(headings: Headings, report: Report) -> None:
    """Report X012 for a theme that a heading does not have: of an entry `under` it, or of references."""
    for index, heading in enumerate(headings.all):
        target = headings.target(index)
        if heading.under and target is not None:
            _check_under(heading, headings.all[target], report)
        for theme in heading.themes:
            if not theme.signs:
                message = (
                    f"“{heading.label}” has references for the theme “{theme.name}”, which it does not have"
                )
                near = get_close_matches(theme.name, [one.name for one in heading.themes if one.signs], n=1)
                hint = (
                    f"Did you mean “{near[0]}”?"
                    if near
                    else "Give the theme its words or passages in “themes”."
                )
                report.add("X012", heading.place, message, hint)


def _check_under(heading: Heading, target: Heading, report: Report) -> None:
    themes = [theme.name for theme in target.themes]
    if not heading.see:
        message = f"“{heading.label}” stands under “{heading.under}”, but sees no heading"
        report.add("X012", heading.place, message, "Name the heading that has the theme in “see”.")
    elif heading.under not in themes:
        message = f"“{heading.label}” stands under “{heading.under}”, but “{target.label}” has no such theme"
        near = get_close_matches(heading.under, themes, n=1)
        hint = f"Give “{target.label}” the theme, or strike “under” out."
        report.add("X012", heading.place, message, f"Did you mean “{near[0]}”?" if near else hint)


def check_headings(authority: Authority, report: Report) -> None:
    """Report X006 for a heading that stands twice."""
    seen: dict[str, Heading] = {}
    for heading in authority.headings:
        label = fold_form(heading.label).lower()  # `casefold` would take ß for ss
        first = seen.setdefault(label, heading)
        if first is not heading:
            at = f" (first at {first.place})" if first.place.line else ""
            report.add("X006", heading.place, f"the heading “{heading.label}” stands twice{at}",
                       "Join the two entries, or give each namesake a gloss.")  # fmt: skip


def check_texts(authority: Authority, texts: Collection[str], report: Report) -> None:
    """Report X007 for an entry that names an article which the book does not have."""
    known = sorted(texts)
    for heading in authority.headings:
        named = [*heading.only, *heading.bare_in, *(passage.text for passage in heading.passages)]
        for key in dict.fromkeys(named):
            if key not in texts:
                near = get_close_matches(key, known, n=1)
                hint = f"Did you mean “{near[0]}”?" if near else f"The book’s texts are: {', '.join(known)}."
                report.add("X007", heading.place, f"“{heading.label}” names the article “{key}”, "
                           "which is not in the book", hint)  # fmt: skip


def _report_missing(headings: Headings, heading: Heading, name: str, report: Report) -> None:
    how = "see" if name == heading.see else "see also"
    message = f"“{heading.label}” says “{how} {name}”, but there is no such heading"
    namesakes = headings.namesakes(name)
    near = headings.near(name, heading)
    if namesakes:
        message = f"“{heading.label}” says “{how} {name}”, but {len(namesakes)} headings have that name"
        hint = "Name it with its gloss: " + ", ".join(f"“{label}”" for label in namesakes) + "."
    else:
        hint = f"Did you mean “{near}”?" if near else "Write the heading exactly as its own entry has it."
    report.add("X001", heading.place, message, hint)


def _loop(headings: Headings, index: int) -> tuple[int, ...]:
    """Return the headings of the loop that `index` itself stands in, or nothing."""
    chain = [index]
    while headings.all[chain[-1]].see:
        following = headings.find(headings.all[chain[-1]].see)
        if following is None:
            return ()
        if following == index:
            return tuple(chain)
        if following in chain:
            return ()
        chain.append(following)
    return ()
