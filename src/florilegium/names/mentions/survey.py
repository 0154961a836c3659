"""Who is named where: one pass over every text of the book with the editor's authority.

A mention is a stretch of running text that names a heading. It may cross inline markup, never a block. What
the text says inside another name, an ignored phrase or a bare citation is no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from florilegium.book.model import Book, Heading, Mention, Passage, Text
from florilegium.names.index.collation import check_order
from florilegium.names.mentions.authority import Forms, compile_authority
from florilegium.names.mentions.forms import Rule
from florilegium.names.mentions.indexable_text import IndexableBlock, read_book, read_text
from florilegium.names.mentions.matching import Findings, Matcher, SearchedBlock
from florilegium.problems import Report
from florilegium.system.memory import without_collecting
from florilegium.system.patterns import regex
from florilegium.system.tasks.at_hand import Once, made_anew
from florilegium.system.values import dataclass

#: So many letters, fewer than a page has, part the mentions of a passage that the editor added.
_STRIDE = 600
_WORD = regex(r"(?<!\S)\S+")
_LAST_WORD = regex(r"(?<!\S)\S+(?=\s*\Z)")


@dataclass(frozen=True)
class Survey:
    """The book read with its authority: each block with all that was found in it, and the mentions."""

    forms: Forms
    read: tuple[tuple[IndexableBlock, Findings], ...]
    mentions: tuple[Mention, ...] = ()


def find_mentions(book: Book, report: Report) -> tuple[Mention, ...]:
    """Return every mention of a heading that the index prints, in text order, each text's notes last.

    Blocks have their ids by now (`passes/anchors.py`); an id `m-BLOCK-N` stays the same when other blocks
    change.

    Reports:
        X001, X002, X004, X006, X007, X012: as `compile_authority`.
        X003: an entry matches nothing, unless an article is unread: it may be named there.
        X010: an entry names a passage that no paragraph begins with.
        X011: the order of headings is not known.
    """
    return survey(book, report).mentions


@without_collecting()
def survey(book: Book, report: Report, blocks: Iterable[IndexableBlock] | None = None) -> Survey:
    """Survey a book as `find_mentions` does, keeping what was passed over and what nothing covers.

    `blocks` are those of its texts, where they have been read already.
    """
    surveyor = Surveyor(book, report)
    surveyor.search(read_book(book) if blocks is None else blocks)
    return surveyor.survey()


def trial(book: Book, blocks: Iterable[IndexableBlock] | None = None) -> Survey:
    """Survey a book with an authority that is only tried: nothing is reported, and no mention is made."""
    surveyor = Surveyor(book, Report())
    surveyor.search(read_book(book) if blocks is None else blocks)
    return surveyor.tried()


class Surveyor:
    """A reader of a book's texts with its authority, one after the other, in their order.

    Only the keys of the book's own texts count: they may come before they are in it. `once` takes over what
    was found in a text that is the same.
    """

    def __init__(self, book: Book, report: Report, once: Once = made_anew) -> None:
        """Report what is wrong with the authority itself."""
        self._report = report
        self._once = once
        self._whole = not book.unread
        self._texts = [text.key for text in book.texts]
        self._cites = book.authority.citations == "indexed"
        keys = (*self._texts, *book.unread)
        forms = compile_authority(book.authority, report, keys)
        self._forms = once("forms of names", (book.authority, keys), lambda: forms)
        check_order(book.authority.headings, book.metadata.language, report)
        self._matcher = Matcher(self._forms)
        self._read: list[tuple[IndexableBlock, Findings]] = []

    def read(self, text: Text) -> None:
        """Read the next text."""
        parts = text, self._cites, self._forms
        self._read += self._once(
            f"names in {text.key}", parts, lambda: self._found(read_text(text, citations=self._cites))
        )

    def search(self, blocks: Iterable[IndexableBlock]) -> None:
        """Search the next blocks."""
        self._read += self._found(blocks)

    def _found(self, blocks: Iterable[IndexableBlock]) -> tuple[tuple[IndexableBlock, Findings], ...]:
        read = []
        for leaf in blocks:
            found = self._matcher.search(_block(leaf))
            read.append((leaf, _authors_alone(self._forms, leaf, found) if leaf.cites else found))
        return tuple(read)

    def tried(self) -> Survey:
        """Return what was found in all texts, without mentions."""
        return Survey(self._forms, tuple(self._read))

    def survey(self) -> Survey:
        """Return what was found in all texts, and report what was not found."""
        read = tuple(self._read)
        mentions = tuple(mention for leaf, found in read for mention in _mentions(self._forms, leaf, found))
        result = Survey(self._forms, read, mentions)
        if self._whole:
            _report_unmatched(result, self._report)
        _report_passages(result, set(self._texts), self._report)
        return result


def _authors_alone(forms: Forms, leaf: IndexableBlock, found: Findings) -> Findings:
    """Return the persons whom a note cites: no places, and nobody in the title of a work."""
    said = found.ground.text
    kept = [
        hit
        for hit in found.hits
        if hit.entry in forms.persons
        and said.count("“", 0, hit.start) <= said.count("”", 0, hit.start)
        and not any(
            start <= found.folded.original(hit.start, hit.end)[0] < end for start, end in leaf.slanted
        )
    ]
    return replace(found, hits=tuple(kept), passed=())


def hits_of(forms: Forms, leaf: IndexableBlock, found: Findings) -> Iterator[tuple[int, int, int, Rule]]:
    """Yield what counts in a block, as (entry, start, end, rule) in the offsets of its own text.

    Excluded passages are left out. A passage that the editor added stands at its first word, and every so
    many letters again, so that no page of it is without a mention.
    """
    excluding, folded = forms.excluding, found.folded
    for start, end, _, entry, rule in found.hits:
        if entry in excluding and any(leaf.inside(passage) for passage in forms.entries[entry].exclude):
            continue
        begin, stop = folded.original(start, end)
        yield entry, begin, stop, rule
    if leaf.key not in forms.adding:
        return
    named = {hit.entry for hit in found.hits}
    added = dict.fromkeys(entry for entry, passage in forms.adding[leaf.key] if _opens(leaf, passage))
    for entry in added:
        for word in _words_throughout(leaf.words):
            if word.start() or entry not in named:
                yield entry, word.start(), word.end(), Rule.ADDED


def _words_throughout(words: str) -> Iterator[re.Match[str]]:
    """Yield the first word of a block, one after every so many letters, and the last of a long one."""
    place = 0
    while (word := _WORD.search(words, place)) is not None:
        yield word
        place = word.start() + _STRIDE
    last = _LAST_WORD.search(words) if place > _STRIDE else None
    if last is not None and last.start() > place - _STRIDE:
        yield last


def _mentions(forms: Forms, leaf: IndexableBlock, found: Findings) -> Iterator[Mention]:
    if not found.hits and leaf.key not in forms.adding:
        return
    printed = forms.printed
    kept = sorted(
        [(start, end, entry) for entry, start, end, _ in hits_of(forms, leaf, found) if entry in printed]
    )
    for number, (start, end, entry) in enumerate(kept, start=1):
        yield Mention(
            id=f"m-{leaf.id}-{number}",
            heading=forms.entries[entry].label,
            text=leaf.words[start:end],
            block=leaf.id,
            start=start,
            end=end,
            note=leaf.note,
            key=leaf.key,
        )


def _block(leaf: IndexableBlock) -> SearchedBlock:
    return SearchedBlock(
        leaf.words,
        leaf.key,
        vocabulary=leaf.vocabulary,
        titled=leaf.titled,
        inside=leaf.inside,
        names=leaf.names,
        capitals=leaf.capitals,
        language=leaf.language,
    )


def _opens(leaf: IndexableBlock, passage: Passage) -> bool:
    """Return whether an added passage begins with this block; a whole text begins with its first."""
    if not passage.starts:
        return passage.text == leaf.key and leaf.number == 1
    return leaf.inside(passage)


def _report_unmatched(result: Survey, report: Report) -> None:
    """Report X003, with what was found and passed over as a hint."""
    named = {hit.entry for _, found in result.read for hit in found.hits}
    passed: dict[int, str] = {}
    for _, found in result.read:
        for over in found.passed:
            whole = found.ground.text[over.start : over.end]
            passed.setdefault(over.hit.entry, whole)
    told = {problem.place for problem in report.problems if problem.code in {"X004", "X006", "X007"}}
    for entry, heading in enumerate(result.forms.entries):
        if heading.see or heading.add or entry in named or heading.place in told:
            continue
        message = f"“{heading.label}” is named nowhere in the book"
        report.add("X003", heading.place, message, _unmatched_hint(heading, passed.get(entry, "")))


def _unmatched_hint(heading: Heading, inside: str) -> str:
    if inside:
        return f"It was found only inside “{inside}”; if that means it, add these words as a variant."
    if heading.only:
        return "It is limited by “only”; see whether those texts name it, or strike it out."
    return "Add the form that the text uses as a variant, or strike the entry out."


def _report_passages(result: Survey, texts: set[str], report: Report) -> None:
    """Report X010 for a passage of a known text that no paragraph begins with."""
    wanted: dict[Passage, Heading] = {}
    for heading in result.forms.entries:
        wanted.update({one: heading for one in heading.passages if one.starts and one.text in texts})
    if not wanted:
        return
    for leaf, _ in result.read:
        for passage in [passage for passage in wanted if leaf.inside(passage)]:
            del wanted[passage]
    for passage, heading in wanted.items():
        message = f"“{heading.label}”: no paragraph of “{passage.text}” begins “{passage.starts}”"
        if passage.through:
            message += f", or none after it begins “{passage.through}”"
        hint = "Copy the first words of the paragraph as the text has them."
        report.add("X010", heading.place, message, hint)
