"""The words that an edition, its index and its web pages add of their own: `labels.toml`, `index.toml` and
`website.toml`.

A language that has none gets English, and `Labels.language` says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from florilegium.book.bibliographic import FirstPublication, Permission
from florilegium.book.model import Article
from florilegium.languages.folders import nearest, table_of
from florilegium.system.values import dataclass

_ENGLISH: Final = "en"


@dataclass(frozen=True)
class Labels:
    """The fixed words of one language, named as in `labels.toml`.

    `language` is the tag for which they were asked, or `en` where that language has none.
    """

    language: str
    contents: str
    list_of_illustrations: str
    list_of_tables: str
    epigraph: str
    foreword: str
    introduction: str
    chapter: str
    part: str
    afterword: str
    plates: str
    appendix: str
    appendix_number: str
    chronology: str
    abbreviations: str
    glossary: str
    notes: str
    editorial_notes: str
    notes_to_page: str
    notes_to_pages: str
    contributors: str
    sources: str
    note_on_text: str
    index: str
    abstract: str
    keywords: str
    colophon: str
    copyright: str
    title_page: str
    half_title: str
    cover: str
    dedication: str
    landmarks: str
    pages: str
    edited_by: str
    conjunction: str
    and_others: str
    serial_comma: bool
    comma_in_quotes: bool
    see: str
    see_also: str
    see_under: str
    continued: str
    page: str
    set_in: str
    made_with: str
    description: str
    back_to_text: str
    copy_for: str
    review_copy: str
    permission_open: str
    credits_at: str
    published: str
    inside: str
    status_not_cleared: str
    status_cleared: str
    status_licensed: str
    status_public_domain: str
    unknown_origin: str
    no_author: str
    corrected_one: str
    corrected_many: str
    text_policy: str
    now_reads: str
    deleted: str
    quote_open: str
    quote_close: str

    def title_of(self, kind: str) -> str:
        """Return what an editor's text without a title of its own is called, by its kind."""
        return str(getattr(self, kind))

    def join(self, names: Sequence[str]) -> str:
        """Return names as a sentence lists them: `A`, `A and B`, `A, B, and C`."""
        if len(names) <= 1:
            return "".join(names)
        comma = "," if self.serial_comma and len(names) > 2 else ""
        return f"{', '.join(names[:-1])}{comma} {self.conjunction} {names[-1]}"

    def first_of(self, names: Sequence[str]) -> str:
        """Return names where room is short: of three or more only the first."""
        return self.join(names) if len(names) < 3 else f"{names[0]} {self.and_others}"

    def quoted(self, text: str) -> str:
        """Return a phrase in the language's quotation marks; the same marks inside become single ones."""
        inner = text.translate({ord("“"): "‘", ord("”"): "’"}) if self.quote_close == "”" else text
        return f"{self.quote_open}{inner}{self.quote_close}"

    def puts_comma_inside(self, term: str) -> bool:
        """Return whether the comma after a term goes inside its closing quotation mark (American style)."""
        return self.comma_in_quotes and term.endswith("”")

    def first_published(self, published: FirstPublication) -> str:
        """Return `First published in The Review, May 17, 2016`, or nothing when neither is known."""
        where = f"{self.inside} {published.where}".strip() if published.where else ""
        known = ", ".join(part for part in (where, published.when) if part)
        return self.published.format(where=known) if known else ""

    def provenance(self, article: Article) -> tuple[tuple[str, bool], ...]:
        """Return the sentences that account for an article: origin, rights, permission, corrections.

        Each says whether it is in the words of these labels; the others are the editor's.
        """
        origin = self.first_published(article.published)
        status = {
            Permission.NOT_CLEARED: self.status_not_cleared,
            Permission.CLEARED: self.status_cleared,
            Permission.LICENSED: self.status_licensed,
            Permission.PUBLIC_DOMAIN: self.status_public_domain,
        }[article.permission]
        lines = [
            (f"{origin}." if origin else "", True),
            (article.published.note, False),
            ("" if origin or article.published.note else self.unknown_origin, True),
            ("" if article.authors or article.published.note else self.no_author, True),
            (article.rights, False),
            (article.credit, False),
            (status, True),
            (self._corrected(len(article.corrections)), True),
        ]
        return tuple((line, ours) for line, ours in lines if line)

    def _corrected(self, count: int) -> str:
        if not count:
            return ""
        sentence = self.corrected_one if count == 1 else self.corrected_many
        return sentence.format(count=count, note_on_text=self.note_on_text)


@cache
def labels_for(tag: str) -> Labels:
    """Return the labels of a BCP 47 tag's language, or the English ones.

    Names in a language of which no word is known are joined by signs: `A, B & C`.
    """
    if nearest(tag, "labels"):
        return Labels(language=tag, **table_of(tag, "labels"))
    signs = {"conjunction": "&", "serial_comma": False, "comma_in_quotes": False}
    return Labels(language=_ENGLISH, **{**table_of(_ENGLISH, "labels"), **signs})


@cache
def index_words(tag: str) -> Mapping[str, str]:
    """Return the words of the index in a BCP 47 tag's language, or the English ones.

    What names texts in a language without words of its own has none: titles and names are joined by signs.
    """
    if nearest(tag, "index"):
        return table_of(tag, "index")
    return {**table_of(_ENGLISH, "index"), "introduction_to": "{quoted}", "conjunction": "&"}


@dataclass(frozen=True)
class WebsiteWords:
    """The words of a book's web pages, named as in `website.toml`. `language` is theirs, as for `Labels`."""

    language: str
    words: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.words[name]


@cache
def website_words(tag: str) -> WebsiteWords:
    """Return the words of web pages in a BCP 47 tag's language, or the English ones."""
    if nearest(tag, "website"):
        return WebsiteWords(tag, table_of(tag, "website"))
    return WebsiteWords(_ENGLISH, table_of(_ENGLISH, "website"))
