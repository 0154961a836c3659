"""Fine typography: marks, dashes, ellipses and spaces as the text's language writes them.

Only quotation marks, apostrophes, primes, dashes, ellipses and spaces are changed; a letter, its case, a
figure and a name never are. Preformatted text, code and addresses stay as they are. The rules are in
`dashes.py`, `ranges.py`, `quotes.py` and `spaces.py`, and what differs by language in `orthography.toml`;
this module brings them to the strings and trees of a book.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.bibliographic import Correction, Epigraph, Metadata
from florilegium.book.model import (
    Article,
    Authority,
    Book,
    Chapter,
    Contributor,
    Heading,
    Introduction,
    Part,
    Text,
    Theme,
)
from florilegium.book.trees import language_at
from florilegium.languages.orthography import conventions_for
from florilegium.passes.typography import dashes, quotes, ranges, spaces
from florilegium.passes.typography.draft import UNTOUCHED, Draft, Edit, Rule
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: The rules in the order in which they are carried out: a later one reads what an earlier one has made.
_MARKS: Final[tuple[Rule, ...]] = (
    dashes.ellipses,
    dashes.dashes,
    ranges.ranges,
    quotes.hebrew_marks,
    quotes.tex_marks,
    quotes.quotes,
    spaces.strays,
    spaces.punctuation_spaces,
)
_ALL: Final[tuple[Rule, ...]] = (*_MARKS, spaces.ties)

_ADDRESS = regex(
    r"(?:[a-z][a-z0-9+.-]{0,20}://|www\.|mailto:|doi:|10\.\d{4,}/)[^\s<>“”«»\"]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)

#: What every address has one of, in small letters.
_SIGNS_OF_AN_ADDRESS: Final = (":", "@", "www.", "10.")

#: Rounds in which marks heaped up without sense come to rest.
_ROUNDS: Final = 5

#: Titles and names that are held: the desk refines those of one book again and again.
_LINES: Final = 4096

_WHOLE_BLOCKS_UNTOUCHED: Final = frozenset({"pre"})
_UNTOUCHED: Final = frozenset({"code", "pre"})


def refine_string(text: str, language: str) -> str:
    """Return a line of text by itself, such as a title, in fine typography."""
    return _refined(text, language, _ALL)


def refine_marks(text: str, language: str) -> str:
    """Return the same without no-break spaces between words, for names and titles that catalogues read."""
    return _refined(text, language, _MARKS)


@lru_cache(_LINES)
def _refined(text: str, language: str, rules: tuple[Rule, ...]) -> str:
    return _carry_out(rules, text, [(0, len(text), language)], _addresses(text)).text


def _addresses(text: str) -> list[tuple[int, int]]:
    """Return where the addresses of a text begin and end."""
    small = text.lower()
    if not any(sign in small for sign in _SIGNS_OF_AN_ADDRESS):
        return []
    return [found.span() for found in _ADDRESS.finditer(text)]


def refine_titles(book: Book) -> Book:
    """Return every title, name and biography of a book in fine typography, each by its own language.

    The texts are refined each by itself (`refine_text`).
    """
    language = book.metadata.language
    return replace(
        book,
        metadata=_metadata(book.metadata),
        contributors={key: _contributor(who, language) for key, who in book.contributors.items()},
        epigraph=_epigraph(book.epigraph, language),
        before=tuple(_titled(one) for one in book.before),
        introduction=_introduction(book.introduction),
        parts=tuple(_part(part, language) for part in book.parts),
        after=tuple(_titled(one) for one in book.after),
        authority=_authority(book.authority, language),
    )


def refine_text(text: Text) -> Text:
    """Return a text with its blocks and those of its notes in fine typography."""
    body = refine_tree(text.body, text.language)
    notes = tuple(replace(note, body=refine_tree(note.body, text.language)) for note in text.notes)
    heading = None if text.heading is None else refine_tree(text.heading, text.language)
    return replace(text, body=body, notes=notes, heading=heading)


def refine_tree(tree: Element, language: str) -> Element:
    """Return a copy of a tree with every block refined; a `lang` inside it wins over `language`."""
    tree = deepcopy(tree)
    for block in runs.leaves(tree):
        if block.tag not in _WHOLE_BLOCKS_UNTOUCHED:
            _refine_block(block, language)
    for picture in tree.iter("img"):
        _refine_picture(picture, language)
    return tree


def _refine_picture(picture: Element, language: str) -> None:
    """Refine a picture's description for readers who cannot see it, each paragraph by itself."""
    language = language_at(picture, language)
    for name in ("alt", "description"):
        if said := picture.get(name):
            picture.set(name, "\n".join(refine_marks(line, language) for line in said.split("\n")))


def _refine_block(block: Element, language: str) -> None:
    pieces = runs.runs(block)
    text = "".join(piece.text for piece in pieces)
    tongues: list[tuple[int, int, str]] = []
    kept = _addresses(text)
    for piece in pieces:
        tongue, untouched = _setting(piece, language)
        tongues.append((piece.start, piece.end, tongue))
        if untouched:
            kept.append((piece.start, piece.end))
    draft = _carry_out(_ALL, text, tongues, kept)
    if draft.text != text:
        for piece in pieces:
            piece.put(draft.between(piece.start, piece.end))


def _setting(piece: runs.Run, language: str) -> tuple[str, bool]:
    """Return the language of a piece of text, and whether it is code."""
    element = piece.owner.getparent() if piece.tail else piece.owner
    tongue, untouched = "", False
    while element is not None:
        tongue = tongue or element.get("lang", "")
        untouched = untouched or element.tag in _UNTOUCHED
        element = element.getparent()
    return tongue or language, untouched


def _carry_out(
    rules: tuple[Rule, ...], text: str, tongues: list[tuple[int, int, str]], kept: list[tuple[int, int]]
) -> Draft:
    """Carry out rules on a text, each where its language is spoken, until none has anything to change.

    One round is enough for prose; a second finds nothing. Marks heaped up without sense may need another.
    """
    draft = Draft.of(text)
    spoken = tuple(dict.fromkeys(tongue for _, _, tongue in tongues))
    by_letter = (tongue for start, end, tongue in tongues for _ in range(start, end))
    setting = _Setting(
        untouched=frozenset(place for start, end in kept for place in range(start, end)),
        spoken=spoken,
        tongues=tuple(by_letter) if len(spoken) > 1 else (),
    )
    for _ in range(_ROUNDS):
        before = draft.text
        for rule in rules:
            draft = draft.edited(setting.edits(rule, draft))
        if draft.text == before:
            break
    return draft


@dataclass(frozen=True)
class _Setting:
    """By offset in the source: what is not to be touched, and, of several languages `spoken`, which one."""

    untouched: frozenset[int]
    spoken: tuple[str, ...]
    tongues: tuple[str, ...]

    def edits(self, rule: Rule, draft: Draft) -> list[Edit]:
        """Return what a rule would change, each language keeping to its own words."""
        seen = draft.text
        if self.untouched:
            letters = zip(draft.text, draft.origin, strict=True)
            seen = "".join(UNTOUCHED if came in self.untouched else letter for letter, came in letters)
        if len(self.spoken) == 1:
            return list(rule(seen, conventions_for(self.spoken[0])))
        return [
            edit
            for tongue in self.spoken
            for edit in rule(seen, conventions_for(tongue))
            if self.tongues[draft.origin[edit.start]] == tongue
        ]


# The strings of a book


def _metadata(metadata: Metadata) -> Metadata:
    names = (
        *("title", "subtitle", "publisher", "publisher_place", "edition", "series", "description"),
        *("rights", "dedication", "cover_alt"),
    )
    refined: dict[str, Any] = {
        name: refine_marks(getattr(metadata, name), metadata.language) for name in names
    }
    return replace(metadata, **refined)


def _contributor(person: Contributor, language: str) -> Contributor:
    biography = None if person.biography is None else refine_tree(person.biography, language)
    name, sort = refine_marks(person.name, language), refine_marks(person.sort, language)
    return replace(person, name=name, sort=sort, biography=biography)


def _introduction(introduction: Introduction | None) -> Introduction | None:
    return None if introduction is None else _titled(introduction)


def _titled(introduction: Introduction) -> Introduction:
    return replace(introduction, title=refine_string(introduction.title, introduction.text.language))


def _epigraph(epigraph: Epigraph | None, language: str) -> Epigraph | None:
    if epigraph is None:
        return None
    source = refine_string(epigraph.source, language)
    return replace(epigraph, body=refine_tree(epigraph.body, language), source=source)


def _marked(title: Element | None, language: str) -> Element | None:
    return None if title is None else refine_tree(title, language)


def _part(part: Part, language: str) -> Part:
    return replace(
        part,
        title=refine_string(part.title, language),
        marked_title=_marked(part.marked_title, language),
        introduction=_introduction(part.introduction),
        chapters=tuple(_chapter(chapter, language) for chapter in part.chapters),
    )


def _chapter(chapter: Chapter, language: str) -> Chapter:
    return replace(
        chapter,
        title=refine_string(chapter.title, language),
        marked_title=_marked(chapter.marked_title, language),
        subtitle=refine_string(chapter.subtitle, language),
        short=refine_string(chapter.short, language),
        introduction=_introduction(chapter.introduction),
        articles=tuple(_article(article, language) for article in chapter.articles),
    )


def _article(article: Article, language: str) -> Article:
    """Return an article with titles in its own language; what the editor says of it is in the book's."""
    own = article.text.language
    told = article.published
    return replace(
        article,
        title=refine_string(article.title, own),
        marked_title=_marked(article.marked_title, own),
        subtitle=refine_string(article.subtitle, own),
        short=refine_string(article.short, own),
        published=replace(
            told,
            where=refine_string(told.where, language),
            when=refine_string(told.when, language),
            note=refine_string(told.note, language),
        ),
        rights=refine_string(article.rights, language),
        credit=refine_string(article.credit, language),
        corrections=tuple(_correction(correction, own, language) for correction in article.corrections),
    )


def _correction(correction: Correction, own: str, language: str) -> Correction:
    return Correction(
        find=refine_marks(correction.find, own),
        replace=refine_marks(correction.replace, own),
        reason=refine_string(correction.reason, language),
    )


def _authority(authority: Authority, language: str) -> Authority:
    """Return the headings as they are printed.

    The forms sought in the text are left as the editor wrote them.
    """
    return replace(
        authority,
        title=refine_string(authority.title, language),
        headnote=refine_string(authority.headnote, language),
        headings=tuple(_heading(heading, language) for heading in authority.headings),
    )


def _theme(theme: Theme, language: str) -> Theme:
    return replace(theme, see_also=tuple(refine_marks(other, language) for other in theme.see_also))


def _heading(heading: Heading, language: str) -> Heading:
    return replace(
        heading,
        name=refine_marks(heading.name, language),
        gloss=refine_marks(heading.gloss, language),
        see=refine_marks(heading.see, language),
        themes=tuple(_theme(theme, language) for theme in heading.themes),
        see_also=tuple(refine_marks(other, language) for other in heading.see_also),
    )
