"""What catalogues, libraries and shops are told of a book, its texts and its people.

Every field may be empty.
Identifiers are in the one form that their agencies give them, without an address; `address` properties add
it. All values have been checked by the manifest's schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import Enum
from typing import Any, Final

from lxml.etree import _Element as Element

from florilegium.problems import Place
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class Locus:
    """A work whose passages have an index: `work` as it heads them, `variants` as texts name it too."""

    work: str
    variants: tuple[str, ...] = ()
    italic: bool = False
    place: Place = field(default_factory=lambda: Place(""))

    @property
    def author(self) -> str:
        """Return who stands before the title, if anybody does."""
        return self.work.rpartition(", ")[0]

    @property
    def titles(self) -> tuple[str, ...]:
        """Return how texts call it: by its title, and as the editor says, the title first."""
        return tuple(dict.fromkeys((self.work.rpartition(", ")[2], *self.variants)))


@dataclass(frozen=True)
class WorksCited:
    """A list of works, each a paragraph of `body`, and its title."""

    title: str
    body: Element


@dataclass(frozen=True)
class Reference:
    """A work that is cited, as data: `csl` is its record in CSL-JSON, its variables by their names."""

    key: str
    csl: str

    @classmethod
    def of(cls, key: str, data: Mapping[str, Any]) -> Reference:
        """Return the reference of a record; who is named by one text, and no list of parts, is so called."""
        told = {name: _people(value) if name in _NAMES else value for name, value in data.items()}
        return cls(key, json.dumps(told, ensure_ascii=False, sort_keys=True))

    @property
    def data(self) -> dict[str, Any]:
        """Return its variables by name."""
        found: dict[str, Any] = json.loads(self.csl)
        return found


#: Variables that hold people (CSL 1.0.2, Appendix IV, "Name Variables").
_NAMES: Final = frozenset(
    {
        *("author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor"),
        *("curator", "director", "editor", "editor-translator", "editorial-director", "executive-producer"),
        *("guest", "host", "illustrator", "interviewer", "narrator", "organizer", "original-author"),
        *("performer", "producer", "recipient", "reviewed-author", "script-writer", "series-creator"),
        "translator",
    }
)


def _people(value: Any) -> list[dict[str, Any]]:
    """Return people as CSL-JSON has them: a list of names, each in parts that are text."""
    return [person for one in (value if isinstance(value, list) else [value]) if (person := _person(one))]


def _person(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return {"literal": str(value)} if value and isinstance(value, str | int) else {}
    parts = {name: part for name, part in value.items() if isinstance(part, str | int | float)}
    return {name: part if isinstance(part, bool) else str(part) for name, part in parts.items()}


def people_of(data: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the authors of a reference's data, else its editors."""
    people: Sequence[Mapping[str, Any]] = data.get("author") or data.get("editor") or ()
    return people


def surname_of(person: Mapping[str, Any]) -> str:
    """Return the family name of a person in CSL-JSON, with the particle that belongs to it."""
    return " ".join(filter(None, (person.get("non-dropping-particle", ""), person.get("family", ""))))


class Permission(Enum):
    """By what right an article stands in the book."""

    NOT_CLEARED = "not cleared"
    CLEARED = "cleared"
    LICENSED = "licence"
    PUBLIC_DOMAIN = "public domain"


@dataclass(frozen=True)
class Evidence:
    """How it is known by what right an article stands in the book.

    `words` say it; `file` is a document of the project, such as a letter. `place` is where the manifest says
    by what right, or where it could.
    """

    words: str = ""
    file: str = ""
    place: Place = field(default_factory=lambda: Place(""))

    @property
    def is_given(self) -> bool:
        """Return whether something is named that anybody could look at."""
        return bool(self.words or self.file)


@dataclass(frozen=True)
class Licence:
    """A public licence: its SPDX identifier, and the address at which it can be read."""

    name: str
    address: str


@dataclass(frozen=True)
class Copyright:
    """Who holds the copyright, and from which year on (0 when that is not said)."""

    holder: str = ""
    year: int = 0


@dataclass(frozen=True)
class Affiliation:
    """An institution at which a person works or worked. `ror` is its identifier at ror.org."""

    name: str
    ror: str = ""
    position: str = ""

    @property
    def address(self) -> str:
        return f"https://ror.org/{self.ror}" if self.ror else ""


@dataclass(frozen=True)
class Identities:
    """The numbers under which registers know a person or body.

    `orcid` has hyphens (`0000-0002-1825-0097`), `isni` sixteen signs without, `wikidata` is an item (`Q42`),
    `lcnaf` a record of the Library of Congress's names (`n79021164`), `ror` an organisation's.
    """

    orcid: str = ""
    isni: str = ""
    wikidata: str = ""
    lcnaf: str = ""
    ror: str = ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the address of each record, the best known register first."""
        known = {
            "https://orcid.org/": self.orcid,
            "https://isni.org/isni/": self.isni,
            "http://www.wikidata.org/entity/": self.wikidata,
            "http://id.loc.gov/authorities/names/": self.lcnaf,
            "https://ror.org/": self.ror,
        }
        return tuple(f"{register}{number}" for register, number in known.items() if number)


@dataclass(frozen=True)
class Grant:
    """Money that paid for the book: who gave it, the number of the award, and what it was given for.

    `doi` is the funder's in Crossref's register, `ror` at ror.org.
    """

    funder: str
    number: str = ""
    project: str = ""
    ror: str = ""
    doi: str = ""


@dataclass(frozen=True)
class PublisherRecord:
    """Where a publisher is found. `contact` is a mailbox, to which registers answer."""

    address: str = ""
    contact: str = ""
    ror: str = ""


@dataclass(frozen=True)
class ArticleRecord:
    """What a register is told of one article beside its title, its authors and its text."""

    doi: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    licence: Licence | None = None
    copyright: Copyright = field(default_factory=Copyright)
    evidence: Evidence = field(default_factory=Evidence)


@dataclass(frozen=True)
class BookRecord:
    """What a register is told of the book beside what its title pages say.

    `isbns` are thirteen digits by the format that has them, as the manifest names it (`epub`, `paperback`).
    `site` is the address of the book's own page; `accessibility_contact` an address or mailbox for readers
    who cannot read a file. `issn` is that of the series.
    """

    doi: str = ""
    isbns: tuple[tuple[str, str], ...] = ()
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    licence: Licence | None = None
    copyright: Copyright = field(default_factory=Copyright)
    grants: tuple[Grant, ...] = ()
    publisher: PublisherRecord = field(default_factory=PublisherRecord)
    site: str = ""
    accessibility_contact: str = ""
    issn: str = ""

    def isbn(self, *formats: str) -> str:
        """Return the ISBN of the first of some formats that has one, or nothing."""
        known = dict(self.isbns)
        return next((known[one] for one in formats if one in known), "")


@dataclass(frozen=True)
class Subject:
    """A subject term; `scheme` is `BISAC`, `Thema`, `LCSH` or empty for the editor's own words."""

    label: str
    scheme: str = ""
    code: str = ""


@dataclass(frozen=True)
class Metadata:
    """What a catalogue and a copyright page need.

    `identifier` is a URN: `urn:uuid:…` or `urn:isbn:…`. `date` is the day of publication. `manifest` is the
    name of the file that says all this, for problems. `notice` is a line that every page and every file of
    a review copy bears; of any other book it is empty.
    """

    title: str
    subtitle: str
    language: str
    identifier: str
    slug: str
    date: date
    editors: tuple[str, ...] = ()
    publisher: str = ""
    publisher_place: str = ""
    edition: str = ""
    series: str = ""
    series_number: str = ""
    description: str = ""
    subjects: tuple[Subject, ...] = ()
    rights: str = ""
    dedication: str = ""
    cover: str = ""
    cover_alt: str = ""
    manifest: str = "anthology.yaml"
    record: BookRecord = field(default_factory=BookRecord)
    notice: str = ""


@dataclass(frozen=True)
class FirstPublication:
    """Where and when an article first appeared, as far as is known; every field may be empty."""

    where: str = ""
    when: str = ""
    address: str = ""
    note: str = ""


@dataclass(frozen=True)
class Correction:
    """A slip of the source that the book mends; the note on the text lists it."""

    find: str
    replace: str
    reason: str


@dataclass(frozen=True)
class Epigraph:
    """The quotation on a page of its own before the contents, a `<body>`, and whose words it has."""

    body: Element
    source: str = ""


@dataclass(frozen=True)
class VerseStyle:
    """How verse is set: `place` is `centred`, on its longest line, or `indented` by a fixed measure.

    Every line whose number is a multiple of `numbers` has it beside it; 0 is for none.
    """

    place: str = "centred"
    numbers: int = 0
