"""What the index says of itself: its headnote and the names of texts in subentries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from florilegium.book.model import Article, Authority, Book, IndexEntry, Introduction, Kind, Locator
from florilegium.languages.labels import index_words, labels_for
from florilegium.names.index.locators import Folio, Unit
from florilegium.system.patterns import regex

_NOTE = regex(r"(?P<number>.+?)n(?P<note>\d+)")


def headnote(
    authority: Authority, kinds: Sequence[Kind], language: str, locators: Iterable[Locator], unit: Unit
) -> str:
    """Return what is indexed and how locators read; the editor's own headnote stands in its place.

    An editor writes of pages; of a book without pages it is told all the same that its locators count
    paragraphs.
    """
    words = index_words(language)
    if authority.headnote:
        return " ".join([authority.headnote, *([words["paragraphs"]] if unit is Unit.PARAGRAPH else [])])
    sentences = [words["headnote"].format(kinds=_listed([words[kind.value] for kind in kinds], words))]
    if Kind.PLACE in kinds:
        sentences.append(words["adjectives"])
        policy = {"indexed": "metonyms_indexed", "left out": "metonyms_left_out"}.get(authority.metonyms)
        sentences += [words[policy]] if policy else []
    if unit is Unit.PARAGRAPH:
        sentences.append(words["paragraphs"])
    printed = list(locators)
    note = next((match for locator in printed if (match := _NOTE.fullmatch(locator.first))), None)
    if note:
        explained = words[f"note_on_{unit.value}"].format(number=note["number"], note=note["note"])
        sentences.append(words["notes"].format(example=note.group(), explained=explained))
    if any(locator.main for locator in printed):
        sentences.append(words["main"])
    if any(locator.italic for locator in printed):
        sentences.append(words["illustrations"])
    return " ".join(sentences)


def note_on_units(folios: Iterable[Folio], language: str) -> str:
    """Return the headnote of an index that nobody writes: that it counts paragraphs, where it does."""
    counted = any(folio.unit is Unit.PARAGRAPH for folio in folios)
    return index_words(language)["paragraphs"] if counted else ""


def titles_of_texts(book: Book) -> dict[str, IndexEntry]:
    """Return, for each text's key, what a subentry calls it, as an entry without locators.

    An article goes by its short title and authors, an introduction by what it introduces.
    """
    words = index_words(book.metadata.language)
    named: dict[str, IndexEntry] = {}
    labels = labels_for(book.metadata.language)
    other = labels.language if labels.language != book.metadata.language else ""
    if book.introduction:
        named[book.introduction.text.key] = IndexEntry("", words["introduction"], "", (), language=other)
    for one in (*book.before, *book.after):
        title, ours = one.title or labels.title_of(one.kind), "" if one.title else other
        named[one.text.key] = IndexEntry("", title, "", (), language=ours)
    for part in book.parts:
        named.update(_introduction(part.introduction, part.title, words))
        for chapter in part.chapters:
            named.update(_introduction(chapter.introduction, chapter.short or chapter.title, words))
            named.update({article.text.key: _article(book, article, words) for article in chapter.articles})
    return named


def short_titles(book: Book) -> dict[str, str]:
    """Return the shortest title of each text by its key; an introduction has that of what it introduces."""
    labels = labels_for(book.metadata.language)
    named = {one.text.key: one.title or labels.title_of(one.kind) for one in (*book.before, *book.after)}
    if book.introduction:
        named[book.introduction.text.key] = labels.introduction
    for part in book.parts:
        introduced = [(part.introduction, part.title)]
        introduced += [(chapter.introduction, chapter.short or chapter.title) for chapter in part.chapters]
        named.update({one.text.key: title for one, title in introduced if one})
        for chapter in part.chapters:
            named.update({one.text.key: one.short or one.title for one in chapter.articles})
    return named


def _introduction(
    introduction: Introduction | None, title: str, words: Mapping[str, str]
) -> dict[str, IndexEntry]:
    if introduction is None:
        return {}
    quoted = words["quoted"].format(title=title)
    return {introduction.text.key: IndexEntry("", words["introduction_to"].format(quoted=quoted), "", ())}


def _article(book: Book, article: Article, words: Mapping[str, str]) -> IndexEntry:
    quoted = words["quoted"].format(title=article.short or article.title)
    surnames = [
        book.contributors[key].sort.partition(",")[0] for key in article.authors if key in book.contributors
    ]
    named = words["by"].format(quoted=quoted, authors=_listed(surnames, words)) if surnames else quoted
    return IndexEntry("", named, "", ())


def _listed(names: Sequence[str], words: Mapping[str, str]) -> str:
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {words['conjunction']} {names[-1]}"
