"""What a book is made of, as an editor writes it: people, introductions, articles, chapters, parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from florilegium.manifest.schema import keys
from florilegium.manifest.schema.identifiers import Doi, Isni, Lcnaf, LicenceName, Orcid, Ror, Wikidata
from florilegium.manifest.schema.key_group import KeyGroup
from florilegium.manifest.schema.kinds import (
    SINGLE,
    Address,
    Exact,
    Key,
    Line,
    Lines,
    Markdown,
    OptionalLine,
    Passage,
    Sought,
    one_of,
)
from florilegium.manifest.schema.rights_and_numbers import AffiliationKeys, CopyrightKeys, PermissionKeys
from florilegium.manifest.schema.standards import Language, ProjectFile

Keys = Annotated[tuple[Key, ...], SINGLE]

#: What becomes of pictures that cannot be had.
Pictures = Annotated[Literal["need", "drop", "caption"], *one_of("need", "drop", "caption")]

#: What becomes of the numbers of pages that a source has from a printed original.
SourcePages = Annotated[Literal["drop", "mark"], *one_of("drop", "mark")]

#: The roles that a paragraph of a source can have.
ROLES = (
    *("title", "deck", "byline", "dateline", "heading", "body", "quote", "note", "bio", "credit"),
    *("provenance", "boilerplate", "comment", "image"),
)


class ProseKeys(KeyGroup):
    """A text in Markdown, here or in a file."""

    bare: ClassVar[str] = "text"
    exactly_one: ClassVar[tuple[str, ...]] = ("text", "file")

    text: Markdown = Field("", description="The text itself, in Markdown.")
    file: ProjectFile = Field("", description="The Markdown file that has the text.")


def brings_prose(value: object) -> bool:
    """Return whether a value of the manifest is or holds such a text."""
    if isinstance(value, KeyGroup):
        return isinstance(value, ProseKeys) or any(brings_prose(one) for _key, one in value)
    if isinstance(value, Mapping):
        return any(map(brings_prose, value.values()))
    return isinstance(value, tuple) and any(map(brings_prose, value))


class ContributorKeys(KeyGroup):
    """A person or body that made something of the book; a text alone is the name."""

    bare: ClassVar[str] = "name"

    name: Line = Field(description="The name as printed.")
    sort: Line = Field(
        "", description="The form by which the name is filed; by default the name turned round."
    )
    kind: Annotated[Literal["person", "organisation"], *one_of("person", "organisation")] = Field(
        "person", description="An organisation’s name is not turned round for filing."
    )
    biography: ProseKeys | None = Field(None, description="A note on the contributor, in Markdown.")
    links: Annotated[tuple[Address, ...], SINGLE] = Field(
        (), description="Addresses of the contributor’s pages."
    )
    orcid: Orcid = Field("", description="The contributor’s ORCID iD, such as 0000-0002-1825-0097.")
    isni: Isni = Field("", description="The contributor’s ISNI, such as 0000 0001 2103 4996.")
    wikidata: Wikidata = Field("", description="The contributor’s item in Wikidata, such as Q7251.")
    lcnaf: Lcnaf = Field(
        "", description="The contributor’s record in the Library of Congress Name Authority File."
    )
    ror: Ror = Field("", description="An organisation’s ROR ID, such as 05dxps055.")
    affiliations: Annotated[tuple[AffiliationKeys, ...], SINGLE] = Field(
        (), description="The institutions at which the contributor works or worked."
    )

    @property
    def filed(self) -> str:
        """Return the form by which the name is filed."""
        return self.sort or (self.name if self.kind == "organisation" else keys.sort_form(self.name))


class IntroductionKeys(ProseKeys):
    """An editorial introduction in Markdown; a text alone is its Markdown."""

    title: Line = Field(
        "", description="Its title; by default what the text is, such as “Introduction” or “Foreword”."
    )
    authors: Keys = Field((), description="Keys of the contributors who wrote it.")


class EpigraphKeys(KeyGroup):
    """A quotation on a page of its own; a text alone is its words."""

    bare: ClassVar[str] = "text"

    text: Markdown = Field(description="The quotation, in Markdown.")
    source: Line = Field("", description="Whose words they are, and where they stand.")


class AppendixKeys(IntroductionKeys):
    """An appendix in Markdown."""

    title: Line = Field(description="The title of the appendix.")


class PlateKeys(KeyGroup):
    """A picture on a page of its own; a text alone is its file."""

    bare: ClassVar[str] = "image"

    image: ProjectFile = Field(description="The picture, a JPEG, PNG, GIF or WebP in the project.")
    caption: Markdown = Field("", description="What stands below it, in Markdown.")
    alt: Line = Field("", description="What the plate shows, for readers who cannot see it.")


class TermKeys(KeyGroup):
    """A word or an abbreviation and what it means."""

    term: Line = Field(description="The word or the abbreviation.")
    meaning: Markdown = Field(description="What it means, in Markdown.")


class EventKeys(KeyGroup):
    """A line of the chronology."""

    when: Line = Field(description="The day, the year or the years, as they are to be printed.")
    what: Markdown = Field(description="What happened then, in Markdown.")


class PublishedKeys(KeyGroup):
    """Where and when an article first appeared, as far as is known; a text alone is the place."""

    bare: ClassVar[str] = "where"

    where: Line = Field("", description="The journal, newspaper, site or book.")
    when: Line = Field("", description="The day, month or year, as it is to be printed.")
    address: Address | None = Field(None, description="Its address on the web.")
    note: Passage = Field("", description="What else is known, or is not.")


class RoleKeys(KeyGroup):
    """What a paragraph of the source is, where the reader’s guess is wrong."""

    exactly_one: ClassVar[tuple[str, ...]] = ("starts", "line")

    starts: Sought = Field("", description="The first words of the paragraph.")
    line: Lines = Field("", description="Its line in the source, or its lines: 12 or 12-15.")
    role: Annotated[str, *one_of(*ROLES)] = Field(description=f"What it is: {', '.join(ROLES)}.")

    @property
    def lines(self) -> tuple[int, int]:
        """Return first and last line, or (0, 0) when the paragraph is given by its words."""
        first, _, last = self.line.partition("-")
        return (int(first), int(last or first)) if first else (0, 0)


class PartOfFileKeys(KeyGroup):
    """The part of a file that is the article; a text alone is its heading."""

    bare: ClassVar[str] = "heading"
    exactly_one: ClassVar[tuple[str, ...]] = ("heading", "id")

    heading: Line = Field("", description="Its heading, as the file has it.")
    id: Line = Field("", description="The id of its element or heading.")


class PictureFileKeys(KeyGroup):
    """The file that stands for a picture of the source that cannot be had."""

    exactly_one: ClassVar[tuple[str, ...]] = ("address", "line")

    address: Line = Field("", description="The picture’s address, as the source has it.")
    line: Lines = Field("", description="Its line in the source, where it has no address or one too long.")
    file: ProjectFile = Field(description="The picture, a JPEG, PNG, GIF or WebP in the project.")

    @property
    def first_line(self) -> int:
        """Return its line, or 0 when the picture is given by its address."""
        return int(self.line.partition("-")[0] or 0)


class CorrectionKeys(KeyGroup):
    """A slip of the source that the book mends; the note on the text lists it."""

    find: Sought = Field(description="The words as the source has them; they must occur exactly once.")
    replace: Exact = Field(description='The words that the book has; "" takes the others out.')
    reason: Line = Field("", description="Why, in a few words.")


class ArticleKeys(KeyGroup):
    """One article; a text alone is its source."""

    bare: ClassVar[str] = "source"

    source: Line = Field(
        description="The file of the article: .txt, .md, .html, .docx, .odt …, or one in an .epub or .zip."
    )
    part: PartOfFileKeys | None = Field(
        None, description="The part of the file that is the article, where the file holds several."
    )
    key: Key = Field(
        "",
        description="The name by which the manifest refers to it; by default from the part or file.",
    )
    title: Line = Field("", description="The title; by default the one in the source.")
    subtitle: OptionalLine | None = Field(
        None, description='The subtitle; by default the deck that the source has, "" for none.'
    )
    short: Line = Field("", description="A shorter title for running heads.")
    authors: Keys | None = Field(
        None, description="Keys of the contributors who wrote it; [] when it is unsigned."
    )
    language: Language = Field("", description="The article’s language, where it is not the book’s.")
    order: Annotated[Literal["western", "family-first"], *one_of("western", "family-first")] = Field(
        "western", description="Which name it puts first in the names of persons."
    )
    published: PublishedKeys | None = Field(None, description="Where and when it first appeared.")
    rights: Passage = Field("", description="The line of copyright.")
    credit: Passage = Field("", description="The credit line that the owner of the rights asks for.")
    permission: PermissionKeys | None = Field(
        None, description="By what right it stands in the book; by default the book’s `permission`."
    )
    licence: LicenceName = Field(
        "", description="The licence under which it is published; by default the book’s `licence`."
    )
    copyright: CopyrightKeys | None = Field(
        None, description="Who holds its copyright: a name, or holder and year."
    )
    doi: Doi = Field("", description="The DOI of the article in this book.")
    abstract: Passage = Field("", description="What it says, in a paragraph.")
    keywords: Annotated[tuple[Line, ...], SINGLE] = Field((), description="Words by which it is to be found.")
    roles: tuple[RoleKeys, ...] = Field(
        (), description="What paragraphs are, where the reader’s guess is wrong."
    )
    notes: Line = Field("", description="The file that has its notes, where they stand apart.")
    bibliography: Annotated[tuple[ProjectFile, ...], SINGLE] = Field(
        (), description="Files with works that it cites, beside those of the book’s `citations`."
    )
    pictures: Pictures | None = Field(
        None, description="What becomes of pictures that cannot be had; by default the book’s `pictures`."
    )
    source_pages: SourcePages | None = Field(
        None,
        description="What becomes of the page numbers that it has from a printed original; by default the "
        "book’s `source_pages`.",
    )
    picture_files: tuple[PictureFileKeys, ...] = Field(
        (), description="Files that stand for pictures of the source that cannot be had."
    )
    corrections: tuple[CorrectionKeys, ...] = Field(
        (), description="Slips of the source that the book mends."
    )
    editors_notes: Annotated[tuple[Line, ...], SINGLE] = Field(
        (), description="Numbers or labels of the notes that are the editors’ and not the author’s."
    )

    @classmethod
    def unfold(cls, data: Any) -> Any:
        """Return the article with its key."""
        data = super().unfold(data)
        if isinstance(data, dict) and "key" not in data and isinstance(data.get("source"), str):
            named = PartOfFileKeys.unfold(data.get("part"))
            part = (named.get("heading") or named.get("id")) if isinstance(named, dict) else ""
            key = keys.text_key(part, "article") if isinstance(part, str) and part else ""
            return {**data, "key": key or keys.source_key(data["source"])}
        return data


class TitledKeys(KeyGroup):
    """A part or a chapter: something with a title whose key comes from it."""

    kind: ClassVar[str]

    title: Line = Field(description="The title.")
    key: Key = Field(
        "", description="The name by which the manifest refers to it; by default from the title."
    )
    introduction: IntroductionKeys | None = Field(None, description="Its editorial introduction.")

    @classmethod
    def unfold(cls, data: Any) -> Any:
        """Return the part or chapter with its key."""
        data = super().unfold(data)
        if isinstance(data, dict) and "key" not in data and isinstance(data.get("title"), str):
            return {**data, "key": cls.key_of(data)}
        return data

    @classmethod
    def key_of(cls, data: dict[str, Any]) -> str:
        """Return the key that comes from the title."""
        return keys.text_key(data["title"], cls.kind)


class ChapterKeys(TitledKeys):
    """Articles under one title."""

    kind: ClassVar[str] = "chapter"

    subtitle: OptionalLine = Field("", description="The subtitle.")
    short: Line = Field("", description="A shorter title for running heads.")
    articles: tuple[ArticleKeys, ...] = Field(
        min_length=1, description="The articles, in the order of the book."
    )

    @classmethod
    def key_of(cls, data: dict[str, Any]) -> str:
        """Return the key that comes from the title; an article of the same name has it before its chapter."""
        key = super().key_of(data)
        below = data.get("articles")
        articles = [ArticleKeys.unfold(each) for each in below] if isinstance(below, list) else []
        taken = any(isinstance(each, dict) and each.get("key") == key for each in articles)
        return f"{key}-chapter" if taken else key


class PartKeys(TitledKeys):
    """Chapters under one title."""

    kind: ClassVar[str] = "part"

    chapters: tuple[ChapterKeys, ...] = Field(
        min_length=1, description="The chapters of the part, in their order."
    )
