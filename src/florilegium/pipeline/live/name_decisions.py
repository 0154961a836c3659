"""What an editor decides of a name, as changes of the index that the manifest has or names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from florilegium.book.model import Authority, Book, Heading, Kind
from florilegium.manifest.as_book.index_authority import authority_of
from florilegium.manifest.reading.load import load
from florilegium.manifest.reading.tree import Value, Way, bare_at, items_at
from florilegium.manifest.writing.stretches import UneditableError, find_stretch, stretches
from florilegium.manifest.writing.surgery import Add, Change, Put, Take
from florilegium.names.index.explain import explain
from florilegium.names.index.near_duplicates import near_duplicates
from florilegium.names.lexicon.folding import fold_form
from florilegium.names.mentions.survey import Survey
from florilegium.names.suggest.review import Decision, Verdict, entry_of, gain, renew, with_decisions
from florilegium.problems import Report
from florilegium.system.values import dataclass
from florilegium.system.yaml_text import Written

__all__ = [
    "Decision",
    "HeadingPair",
    "IndexHome",
    "Kind",
    "Survey",
    "Verdict",
    "as_both_meant",
    "authority_now",
    "decided",
    "explain",
    "grown",
    "index_home",
    "likely",
    "merged",
    "of_kind",
    "open_names",
    "pairs_of",
    "passage_at",
    "renamed",
    "sent_to",
    "under_theme",
    "with_also",
    "with_passage",
    "with_wishes",
]

#: Headings that are shown beside a name because they are like it.
_NEAR: Final = 6

#: Mentions that are shown of a heading that is nearly another, and letters on each side of one.
_SHOWN: Final = 3
_BESIDE: Final = 45

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


def authority_now(manifest: Path) -> Authority:
    """Return the authority as the files say it now, whatever book was read last.

    Raises:
        ManifestError: they cannot be read.
    """
    return authority_of(load(manifest, Report()))


def grown(authority: Authority, decision: Decision) -> Authority:
    """Return the authority as the files say it once a decision has been written; new headings stand last."""
    return with_decisions(authority, [decision])


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


def merged(label: str, into: str, home: IndexHome, written: Value) -> tuple[Change, ...]:
    """Return how a heading becomes another form of a second one, and its own forms with it; what sent to it
    sends there."""
    way, other = entry_way(label, home, written), entry_way(into, home, written)
    entry = bare_at(written, way)
    forms = [str(entry.get("heading"))] if isinstance(entry, dict) else [str(entry)]
    forms += _texts(bare_at(entry, ("variants",)))
    return (*_with_forms(other, written, forms), *_sent_on(label, into, home, written), Take(way))


def _sent_on(label: str, into: str, home: IndexHome, written: Value) -> Iterator[Change]:
    """Yield how headings that send the reader to one send to another."""
    for way, entry in _entries(home, written):
        if not isinstance(entry, dict):
            continue
        if entry.get("see") == label:
            yield Put((*way, "see"), into)
        others = _texts(entry.get("see_also"))
        if label in others:
            kept = [one for one in others if one != label]
            wanted = list(dict.fromkeys([*kept, *(() if _label(entry) == into else (into,))]))
            yield Put((*way, "see_also"), [*wanted]) if wanted else Take((*way, "see_also"))


def sent_to(label: str, other: str, home: IndexHome, written: Value) -> tuple[Change, ...]:
    """Return how a heading sends the reader to another (*see*); with no other it has its own pages again."""
    way = entry_way(label, home, written)
    if not other:
        entry = bare_at(written, way)
        return (Take((*way, "see")),) if isinstance(entry, dict) and "see" in entry else ()
    entry_way(other, home, written)
    return (*_keyed(way, written), Put((*way, "see"), other))


def with_also(label: str, other: str, home: IndexHome, written: Value) -> tuple[Change, ...]:
    """Return how a heading names another one besides (*see also*)."""
    way = entry_way(label, home, written)
    entry_way(other, home, written)
    return (*_keyed(way, written), Add((*way, "see_also"), other))


def as_both_meant(one: str, two: str, home: IndexHome, written: Value) -> tuple[Change, ...]:
    """Return how two headings that are nearly the same are said to be two: each names the other besides."""
    return (*with_also(one, two, home, written), *with_also(two, one, home, written))


def with_passage(
    label: str, key: str, passage: Written, home: IndexHome, written: Value
) -> tuple[Change, ...]:
    """Return how a passage comes under a key of a heading (`main`, `exclude`); one that is there is taken
    out."""
    way = entry_way(label, home, written)
    there = items_at(written, (*way, key))
    places = [place for place, one in enumerate(there) if one == passage]
    if places:
        return (Take((*way, key) if len(there) == 1 else (*way, key, places[0])),)
    return (*_keyed(way, written), Add((*way, key), passage))


def under_theme(
    label: str, theme: str, passage: Written, home: IndexHome, written: Value
) -> tuple[Change, ...]:
    """Return how a passage comes under a subentry of a heading, which is made if it is not there."""
    way = entry_way(label, home, written)
    return (*_keyed(way, written), Add((*way, "themes", theme), passage))


def passage_at(survey: Survey, block: str) -> dict[str, Written] | None:
    """Return how an index names the paragraph of a block: by its text and words with which it begins."""
    here = next((leaf for leaf, _ in survey.read if leaf.id == block), None)
    if here is None:
        return None
    beside = [leaf.words for leaf, _ in survey.read if leaf.key == here.key and leaf.id != block]
    words = here.words.split()
    for count in range(min(4, len(words)), len(words) + 1):
        starts = " ".join(words[:count])
        if not any(" ".join(other.split()).startswith(starts) for other in beside):
            break
    return {"text": here.key, "starts": " ".join(words[:count])}


@dataclass(frozen=True)
class HeadingPair:
    """Two headings that are nearly the same, each with how often it is named and some words round it."""

    one: str
    two: str
    counts: tuple[int, int]
    contexts: tuple[tuple[str, ...], tuple[str, ...]]


def pairs_of(authority: Authority, survey: Survey) -> tuple[HeadingPair, ...]:
    """Return the headings that are nearly the same, two by two."""
    return tuple(_pair(survey, one, two) for one, two in near_duplicates(authority.headings))


def _pair(survey: Survey, *both: Heading) -> HeadingPair:
    named = [[found for found in survey.mentions if found.heading == one.label] for one in both]
    leaves = {leaf.id: leaf.words for leaf, _ in survey.read}
    contexts = [
        tuple(_round(leaves[found.block], found.start, found.end) for found in all_of_one[:_SHOWN])
        for all_of_one in named
    ]
    return HeadingPair(
        both[0].label, both[1].label, (len(named[0]), len(named[1])), (contexts[0], contexts[1])
    )


def _round(words: str, start: int, end: int) -> str:
    return " ".join(words[max(start - _BESIDE, 0) : end + _BESIDE].split())


def _keyed(way: Way, written: Value) -> tuple[Change, ...]:
    """Give keys to an entry that is written as its heading alone."""
    entry = bare_at(written, way)
    return () if isinstance(entry, dict) else (Put(way, {"heading": str(entry)}),)


def entry_way(label: str, home: IndexHome, written: Value) -> Way:
    """Return the way to the entry of a heading.

    Raises:
        UneditableError: the file has no such entry now.
    """
    for way, entry in _entries(home, written):
        if _label(entry) == label:
            return way
    raise UneditableError(f"“{label}” is not in “{home.file}” any more")


def _entries(home: IndexHome, written: Value) -> Iterator[tuple[Way, Value]]:
    """Yield the entries of an index, each with the way to it."""
    for name in _LISTS:
        for number, entry in enumerate(items_at(written, (*home.way, name))):
            yield (*home.way, name, number), entry


def _texts(said: Value) -> list[str]:
    """Return the texts of a list, for which one text may stand."""
    return list(map(str, said if isinstance(said, list) else [said] if said else []))


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
