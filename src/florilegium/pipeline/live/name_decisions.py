"""What an editor decides of a name, as changes of the index that the manifest has or names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from florilegium.book.model import Authority, Book, Kind
from florilegium.manifest.reading.tree import Value, Way, bare_at
from florilegium.manifest.writing.stretches import UneditableError, find_stretch, stretches
from florilegium.manifest.writing.surgery import Add, Change, Put, Take
from florilegium.names.index.explain import explain
from florilegium.names.lexicon.folding import fold_form
from florilegium.names.mentions.survey import Survey
from florilegium.names.suggest.review import Decision, Verdict, entry_of, gain, renew, with_decisions

__all__ = [
    "Decision",
    "IndexHome",
    "Kind",
    "Survey",
    "Verdict",
    "decided",
    "explain",
    "index_home",
    "likely",
    "of_kind",
    "open_names",
    "renamed",
    "with_decisions",
    "with_wishes",
]

#: Headings that are shown beside a name because they are like it.
_NEAR: Final = 6

#: The list of the index for each kind of heading; what has no list of its own stands with the persons.
_LISTS: Final = ("entries", "places")


@dataclass(frozen=True)
class IndexHome:
    """Where the index of a book is written: a file of the project, and the way to it from the file's root."""

    file: str
    way: Way


def index_home(manifest: Path) -> IndexHome:
    """Return where the index of a manifest is written, or is to be."""
    try:
        root = stretches(manifest.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UneditableError(f"“{manifest.name}” cannot be read at present") from error
    named = find_stretch(root, ("index",))
    if named and named.kind == "scalar" and named.text.strip() and named.value is not None:
        return IndexHome(named.text.strip(), ())
    return IndexHome(manifest.name, ("index",))


def open_names(book: Book, authority: Authority) -> tuple[Decision, ...]:
    """Return the names of a book that an authority does not cover, with what is proposed for each."""
    return renew(replace(book, authority=authority), ())


def decided(authority: Authority, decision: Decision, home: IndexHome, written: Value) -> tuple[Change, ...]:
    """Return how a decision changes an index; `written` is what its file says now.

    Raises:
        CompositionError: a name is merged into a heading that there is not.
        UneditableError: the heading is not in the file any more.
    """
    found = gain(authority, [decision])
    changes: list[Change] = [Add((*home.way, "ignore"), phrase) for phrase in found.added.ignore]
    for heading in found.added.headings:
        own = Kind.PLACE if heading.kind is Kind.PLACE else Kind.PERSON
        changes.append(Add((*home.way, _list_of(heading.kind)), entry_of(heading, own)))
    for label, forms in found.merged:
        changes += _with_forms(entry_way(label, home, written), written, forms)
    return tuple(changes)


def renamed(label: str, heading: str, home: IndexHome, written: Value) -> tuple[Change, ...]:
    """Return how a heading that is there gets another name; its former one stays a form of it."""
    way = entry_way(label, home, written)
    entry = bare_at(written, way)
    if not isinstance(entry, dict):
        return (Put(way, {"heading": heading, "variants": [str(entry)]}),)
    return (Put((*way, "heading"), heading), Add((*way, "variants"), str(entry["heading"])))


def of_kind(label: str, kind: Kind, home: IndexHome, written: Value) -> tuple[Change, ...]:
    """Return how a heading that is there becomes one of another kind."""
    way = entry_way(label, home, written)
    entry = bare_at(written, way)
    usual = Kind.PLACE if way[-2] == "places" else Kind.PERSON
    if not isinstance(entry, dict):
        return (Put(way, {"heading": str(entry), "kind": kind.value}),)
    if kind is usual:
        return (Take((*way, "kind")),) if "kind" in entry else ()
    return (Put((*way, "kind"), kind.value),)


def entry_way(label: str, home: IndexHome, written: Value) -> Way:
    """Return the way to the entry of a heading.

    Raises:
        UneditableError: the file has no such entry now.
    """
    for name in _LISTS:
        listed = bare_at(written, (*home.way, name))
        for number, entry in enumerate(listed if isinstance(listed, list) else ()):
            if _label(entry) == label:
                return (*home.way, name, number)
    raise UneditableError(f"“{label}” is not in “{home.file}” any more")


def likely(decision: Decision, authority: Authority) -> tuple[str, ...]:
    """Return headings with which a name may be one: those that share a word with it, the most words first."""
    proposal = decision.proposal
    words = _words((proposal.heading, *proposal.variants))
    found = []
    for heading in authority.headings:
        shared = len(words & _words((heading.name, *heading.variants)))
        if shared and heading.label != proposal.heading:
            found.append((-shared, heading.label))
    return tuple(label for _, label in sorted(found)[:_NEAR])


def with_wishes(decision: Decision, verdict: Verdict, heading: str, kind: str, into: str) -> Decision:
    """Return a decision as the editor has made it; another heading keeps the proposed one as a form."""
    proposal, wished = decision.proposal, heading.strip() or decision.proposal.heading
    variants = proposal.variants
    if wished != proposal.heading and verdict is Verdict.ACCEPT:
        variants = tuple(dict.fromkeys((*variants, proposal.heading)))
    chosen = next((one for one in Kind if one.value == kind), proposal.kind)
    # The editor's word stands against the program's advice to ignore a name.
    made = replace(proposal, heading=wished, kind=chosen, variants=variants, ignore=False)
    return replace(decision, verdict=verdict, proposal=made, into=into.strip())


def _list_of(kind: Kind) -> str:
    return "places" if kind is Kind.PLACE else "entries"


def _with_forms(way: Way, written: Value, forms: Sequence[str]) -> Iterator[Change]:
    entry = bare_at(written, way)
    if isinstance(entry, dict):
        yield from (Add((*way, "variants"), form) for form in forms)
    else:
        yield Put(way, {"heading": str(entry), "variants": list(forms)})


def _label(entry: Value) -> str:
    if not isinstance(entry, dict):
        return str(entry)
    return f"{entry.get('heading')} ({entry['gloss']})" if entry.get("gloss") else str(entry.get("heading"))


def _words(forms: Sequence[str]) -> set[str]:
    words = (word for form in forms for word in fold_form(form).casefold().replace(",", " ").split())
    return {word for word in words if len(word) > 2}
