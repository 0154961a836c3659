"""The words that the index adds of its own: its headnote and the names of texts in subentries.

Each language is one section of `phrases.toml`, which a translator can add without knowing Python.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from florilegium.book.model import Article, Authority, Book, Introduction, Kind, Locator
from florilegium.names.index.locators import Unit

_NOTE = re.compile(r"(?P<number>.+?)n(?P<note>\d+)")


@cache
def phrases_for(language: str) -> dict[str, str]:
    """The phrases of a BCP 47 tag, by its primary language."""
    text = (files("florilegium.names.lexicon") / "phrases.toml").read_text(encoding="utf-8")
    known: dict[str, dict[str, str]] = tomllib.loads(text)
    return known.get(language.partition("-")[0].lower(), known["en"])


def headnote(
    authority: Authority, kinds: Sequence[Kind], language: str, locators: Iterable[Locator], unit: Unit
) -> str:
    """What is indexed and how locators read; the editor's own headnote stands in its place.

    An editor writes of pages; of a book without pages it is told all the same that its locators count
    paragraphs.
    """
    words = phrases_for(language)
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
    return " ".join(sentences)


def titles_of_texts(book: Book) -> dict[str, str]:
    """What a subentry calls each text: an article by its short title and authors, an introduction as such."""
    words = phrases_for(book.metadata.language)
    named: dict[str, str] = {}
    if book.introduction:
        named[book.introduction.text.key] = words["introduction"]
    for part in book.parts:
        named.update(_introduction(part.introduction, part.title, words))
        for chapter in part.chapters:
            named.update(_introduction(chapter.introduction, chapter.short or chapter.title, words))
            named.update({article.text.key: _article(book, article, words) for article in chapter.articles})
    return named


def _introduction(introduction: Introduction | None, title: str, words: dict[str, str]) -> dict[str, str]:
    if introduction is None:
        return {}
    quoted = words["quoted"].format(title=title)
    return {introduction.text.key: words["introduction_to"].format(quoted=quoted)}


def _article(book: Book, article: Article, words: dict[str, str]) -> str:
    quoted = words["quoted"].format(title=article.short or article.title)
    surnames = [
        book.contributors[key].sort.partition(",")[0] for key in article.authors if key in book.contributors
    ]
    return words["by"].format(quoted=quoted, authors=_listed(surnames, words)) if surnames else quoted


def _listed(names: Sequence[str], words: dict[str, str]) -> str:
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {words['conjunction']} {names[-1]}"
