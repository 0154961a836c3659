"""A finished book as every record needs it: who did what, how its titles are filed, on which pages it stands.

All of it comes from the book and from what its editions turned out to be. What the manifest does not say, no
record says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import Any, Final

from florilegium.book.model import Article, Book, Contributor
from florilegium.languages.traits import traits_of
from florilegium.system.values import dataclass


class Role(Enum):
    """What somebody did for a book; the value is the MARC relator."""

    AUTHOR = "aut"
    EDITOR = "edt"
    INTRODUCER = "aui"
    FOREWORD = "wfw"
    AFTERWORD = "waw"
    SUPPLEMENT = "wst"


#: What the author of an editors' text did, by the text's kind.
_ROLES: Final = {"introduction": Role.INTRODUCER, "foreword": Role.FOREWORD, "afterword": Role.AFTERWORD}


@dataclass(frozen=True)
class PageSpan:
    """The first and the last printed page of an article, as its folios say."""

    first: str
    last: str


@dataclass(frozen=True)
class DescribedBook:
    """A book with what is known once its editions are made.

    `formats` are those that exist, as the manifest names them under `isbns`. `pages` is how many printed
    pages there are and `spans` where each article stands, by its key; both are empty when no pages are set.
    `accessibility` are the features of the EPUB in schema.org's words, and `conforms_to` what it claims to
    conform to. `made` is the moment that every record bears.
    """

    book: Book
    made: datetime
    made_with: str
    formats: tuple[str, ...] = ()
    pages: int = 0
    spans: Mapping[str, PageSpan] = field(default_factory=dict)
    accessibility: tuple[str, ...] = ()
    conforms_to: str = ""

    @property
    def title(self) -> str:
        """Return title and subtitle in one line."""
        return whole_title(self.book.metadata.title, self.book.metadata.subtitle)

    @property
    def year(self) -> str:
        """Return the year of publication, of four digits."""
        return f"{self.book.metadata.date.year:04}"

    @property
    def description(self) -> str:
        """Return what the book says of itself to readers, in one line."""
        return one_line(self.book.metadata.description)

    @property
    def abstract(self) -> str:
        """Return the abstract, else the description, in one line."""
        return one_line(self.book.metadata.record.abstract) or self.description

    @property
    def rights(self) -> str:
        """Return the words on rights, in one line."""
        return one_line(self.book.metadata.rights)

    @property
    def keywords(self) -> tuple[str, ...]:
        """Return the editor's own words for the subject, each once: keywords, then subjects of no list."""
        free = (subject.label for subject in self.book.metadata.subjects if not subject.scheme)
        return tuple(dict.fromkeys((*self.book.metadata.record.keywords, *free)))

    @property
    def number(self) -> str:
        """Return the book's own identifier without `urn:` and its scheme."""
        return self.book.metadata.identifier.rpartition(":")[2]

    @cached_property
    def people(self) -> tuple[tuple[Contributor, tuple[Role, ...]], ...]:
        """Return everybody who did something, with all that they did, in the order of the book."""
        known = self.book.contributors
        return tuple((known[key], roles) for key, roles in roles_of(self.book).items() if key in known)

    @property
    def editors(self) -> tuple[Contributor, ...]:
        """Return the editors, in the order in which the title page names them."""
        known = self.book.contributors
        return tuple(known[key] for key in self.book.metadata.editors if key in known)

    @property
    def writers(self) -> tuple[Contributor, ...]:
        """Return the authors of the articles, in the order of the book."""
        return tuple(person for person, held in self.people if Role.AUTHOR in held)

    def authors(self, article: Article) -> tuple[Contributor, ...]:
        """Return the authors of an article."""
        known = self.book.contributors
        return tuple(known[key] for key in article.authors if key in known)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Return the number of each article in the order of the book, from 1, by its key."""
        return {article.key: number for number, article in enumerate(self.book.articles, start=1)}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Return the languages of the book and of its articles, each once, as ISO 639-2 names them for books.

        The book's own comes first.
        """
        tags = (self.book.metadata.language, *(text.language for text in self.book.texts))
        return tuple(dict.fromkeys(map(bibliographic_language, dict.fromkeys(tags))))

    def address_of(self, article: Article) -> str:
        """Return where an article's own page is to be found, or nothing when the book has no site."""
        site = self.book.metadata.record.site
        return f"{site.rstrip('/')}/articles/{article.key}/" if site else ""


def roles_of(book: Book) -> dict[str, tuple[Role, ...]]:
    """Return, for each contributor's key, what they did, in the order in which the book names them."""
    held: dict[str, dict[Role, None]] = {}
    for key, role in _named(book):
        held.setdefault(key, {})[role] = None
    return {key: tuple(roles) for key, roles in held.items()}


def _named(book: Book) -> Iterator[tuple[str, Role]]:
    for article in book.articles:
        yield from ((key, Role.AUTHOR) for key in article.authors)
    yield from ((key, Role.EDITOR) for key in book.metadata.editors)
    for one in book.introductions:
        yield from ((key, _ROLES.get(one.kind, Role.SUPPLEMENT)) for key in one.authors)


def article_prefix(title: str, language: str) -> str:
    """Return the article with which a title begins and that catalogues pass over (`The`), or nothing."""
    first, _, rest = title.partition(" ")
    return first if rest and first.lower() in traits_of(language).articles else ""


def filed_title(title: str, language: str) -> str:
    """Return a title as catalogues file it: `The Book` as `Book, The`."""
    prefix = article_prefix(title, language)
    return f"{title[len(prefix) + 1 :]}, {prefix}" if prefix else title


def whole_title(title: str, subtitle: str) -> str:
    """Return title and subtitle in one line, with a colon unless the title ends in a mark of its own."""
    if not subtitle:
        return title
    return f"{title} {subtitle}" if title.endswith(("?", "!", ":")) else f"{title}: {subtitle}"


def family_and_given(person: Contributor) -> tuple[str, str]:
    """Return the family name and the given names, as the filed form parts them (`Crane, Agnes`).

    A body, and a person with one name, have no given name.
    """
    family, comma, given = person.sort.partition(", ")
    return (family, given) if comma and not person.is_body else (person.name, "")


def one_line(text: str) -> str:
    """Return a text without line breaks and without more than one space in a row."""
    return " ".join(text.split())


def biography_of(person: Contributor) -> str:
    """Return what the book says of somebody, in one line without markup."""
    return "" if person.biography is None else one_line(" ".join(map(str, person.biography.itertext())))


def bibliographic_language(tag: str) -> str:
    """Return the three letters by which libraries and shops know a language (ISO 639-2/B), `und` for none."""
    import langcodes

    try:
        return langcodes.get(tag).to_alpha3(variant="B")
    except LookupError:
        return "und"


def text_in(data: Mapping[str, Any], name: str) -> str:
    """Return a variable of a work's CSL-JSON as text; empty where it has none."""
    return str(data.get(name) or "")


def authors_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the authors of a work's CSL-JSON."""
    return [one for one in data.get("author") or () if isinstance(one, dict)]


def year_of(data: Mapping[str, Any]) -> str:
    """Return the year of a work's CSL-JSON; empty where it is not known."""
    issued = data.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    return str(parts[0][0]) if isinstance(parts, list) and parts and parts[0] else ""
