"""What an editor may write in `anthology.yaml`, as types. Each key has the words that explain it.

Values are checked one by one; what concerns several of them at once (a key that stands twice, one key of
two) is the business of `manifest/reading/complaints.py`. Nothing here reads an article.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar, Final

from pydantic import BeforeValidator, Field, PrivateAttr

from florilegium.manifest.reading import tree
from florilegium.manifest.schema import keys
from florilegium.manifest.schema.contents import (
    AppendixKeys,
    ArticleKeys,
    ChapterKeys,
    ContributorKeys,
    EpigraphKeys,
    EventKeys,
    IntroductionKeys,
    Keys,
    PartKeys,
    Pictures,
    PlateKeys,
    SourcePages,
    TermKeys,
)
from florilegium.manifest.schema.identifiers import Doi, LicenceName
from florilegium.manifest.schema.imprint import (
    BoundsKeys,
    CitationsKeys,
    CoverKeys,
    EditionsKeys,
    NotesKeys,
    PublisherKeys,
    SeriesKeys,
    SubjectKeys,
    VerseKeys,
)
from florilegium.manifest.schema.index_settings import IndexKeys
from florilegium.manifest.schema.key_group import KeyGroup
from florilegium.manifest.schema.kinds import (
    SINGLE,
    Day,
    Key,
    Line,
    OptionalLine,
    Passage,
    Stem,
    WebAddress,
    Yes,
    one_of,
)
from florilegium.manifest.schema.rights_and_numbers import (
    AccessibilityKeys,
    CopyrightKeys,
    FundingKeys,
    IsbnsKeys,
    PermissionKeys,
)
from florilegium.manifest.schema.standards import Identifier, Language
from florilegium.problems import Place

#: The designs that the program has; each is a folder of `styles/`.
DESIGNS: Final = ("classic", "modern", "literary", "scholarly", "journal")


def _index_or_none(value: object) -> object:
    return None if isinstance(value, str) and value.strip().lower() in {"false", "no", "off"} else value


class Manifest(KeyGroup):
    """The manifest of an anthology."""

    exactly_one: ClassVar[tuple[str, ...]] = ("chapters", "parts")

    title: Line = Field(description="The title of the book.")
    subtitle: OptionalLine = Field("", description="The subtitle.")
    language: Language = Field(description="The language of the book, such as en-US or de.")
    identifier: Identifier = Field(description="The ISBN of the book, or a UUID made for it.")
    date: Day = Field(description="The day of publication, such as 2026-11-22.")
    slug: Stem = Field("", description="The name of the finished files; by default from the title.")
    edition: Line = Field("", description="The edition, such as “Second edition”.")
    editors: Keys = Field((), description="Keys of the contributors who edit the book.")
    publisher: PublisherKeys | None = Field(
        None, description="Who publishes the book: a name, or name and place."
    )
    series: SeriesKeys | None = Field(None, description="The series: a title, or title and number.")
    description: Passage = Field("", description="What the book is about, for catalogues.")
    subjects: Annotated[tuple[SubjectKeys, ...], SINGLE] = Field((), description="What it is filed under.")
    design: Annotated[str, *one_of(*DESIGNS)] = Field(
        "classic", description="How the book looks, in all its editions."
    )
    rights: Passage = Field("", description="The copyright line of the book as a whole.")
    dedication: Passage = Field("", description="To whom the book is dedicated.")
    epigraph: EpigraphKeys | None = Field(None, description="A quotation on a page of its own.")
    list_of_illustrations: Yes = Field(
        False, description="Whether a list of the pictures stands behind the contents."
    )
    list_of_tables: Yes = Field(False, description="Whether a list of the tables stands behind the contents.")
    foreword: IntroductionKeys | None = Field(
        None, description="The foreword, which stands before the introduction."
    )
    afterword: IntroductionKeys | None = Field(
        None, description="The afterword, which ends the text of the book."
    )
    plates: Annotated[tuple[PlateKeys, ...], SINGLE] = Field(
        (), description="Pictures on pages of their own, behind the text."
    )
    appendices: tuple[AppendixKeys, ...] = Field((), description="The appendices, in their order.")
    chronology: tuple[EventKeys, ...] = Field((), description="The chronology, in its order.")
    abbreviations: tuple[TermKeys, ...] = Field((), description="The list of abbreviations.")
    glossary: tuple[TermKeys, ...] = Field((), description="The words that the book explains.")
    permission: PermissionKeys = Field(
        PermissionKeys(),
        description="By what right articles stand in the book that do not say so themselves.",
    )
    licence: LicenceName = Field(
        "", description="The licence under which the book is published: an SPDX identifier or an address."
    )
    copyright: CopyrightKeys | None = Field(
        None, description="Who holds the copyright of the book: a name, or holder and year."
    )
    doi: Doi = Field("", description="The DOI of the book.")
    isbns: IsbnsKeys = Field(IsbnsKeys(), description="The ISBN of each format that has one.")
    abstract: Passage = Field("", description="What the book says, longer than the description.")
    keywords: Annotated[tuple[Line, ...], SINGLE] = Field(
        (), description="Words by which the book is to be found."
    )
    funding: tuple[FundingKeys, ...] = Field((), description="Who paid for the book.")
    site: WebAddress = Field("", description="The address of the book’s own page on the web.")
    accessibility: AccessibilityKeys | None = Field(
        None, description="Whom a reader asks who cannot read a file: an address, or contact."
    )
    pictures: Pictures = Field(
        "need", description="What becomes of pictures that cannot be had, where an article does not say so."
    )
    source_pages: SourcePages = Field(
        "drop",
        description="What becomes of the page numbers that a source has from a printed original, where an "
        "article does not say so.",
    )
    cover: CoverKeys | None = Field(None, description="The cover’s image: a file, or image and alt.")
    contributors: dict[Key, ContributorKeys] = Field(
        {}, description="Everybody who made something of the book, each under a key of your choice."
    )
    introduction: IntroductionKeys | None = Field(None, description="The general introduction.")
    chapters: tuple[ChapterKeys, ...] = Field(
        (), min_length=1, description="The chapters, in the order of the book."
    )
    parts: tuple[PartKeys, ...] = Field(
        (), min_length=1, description="The parts of a book that has a level above chapters."
    )
    notes: NotesKeys = Field(NotesKeys(), description="How notes are numbered.")
    verse: VerseKeys = Field(VerseKeys(), description="How verse is set.")
    citations: CitationsKeys = Field(
        CitationsKeys(), description="How citations by keys are set, and from which works."
    )
    index: Annotated[IndexKeys | None, BeforeValidator(_index_or_none)] = Field(
        None, description="The index of names and places: keys, the file that has them, or false."
    )
    editions: EditionsKeys = Field(EditionsKeys(), description="Options of the editions.")
    bounds: BoundsKeys = Field(
        BoundsKeys(), description="What a text may use of the machine while it is read or laid out."
    )

    _root: Path = PrivateAttr(Path())
    _name: str = PrivateAttr("anthology.yaml")
    _tree: tree.Node = PrivateAttr(tree.Mapping({}, {}, Place("anthology.yaml")))

    @property
    def root(self) -> Path:
        """Return the project’s folder, in which every file is named."""
        return self._root

    @property
    def name(self) -> str:
        """Return the manifest’s own file name."""
        return self._name

    @property
    def node(self) -> tree.Node:
        """Return the tree of what the editor wrote."""
        return self._tree

    @property
    def stem(self) -> str:
        """Return the name of the finished files without ending."""
        return self.slug or keys.book_slug(self.title)

    @property
    def articles(self) -> tuple[tuple[tree.Way, ArticleKeys], ...]:
        """Return each article with its path in the manifest, in the order of the book."""
        of_parts = ((("parts", number, "chapters"), part.chapters) for number, part in enumerate(self.parts))
        lists: tuple[tuple[tree.Way, tuple[ChapterKeys, ...]], ...] = (
            (("chapters",), self.chapters),
            *of_parts,
        )
        return tuple(
            ((*way, place, "articles", number), article)
            for way, chapters in lists
            for place, chapter in enumerate(chapters)
            for number, article in enumerate(chapter.articles)
        )

    def place(self, *path: str | int) -> Place:
        """Return where the value at `path` stands: `place("chapters", 0, "articles", 1, "source")`.

        Of what the editor did not write, the place of the nearest thing above it.
        """
        return tree.place_of(self._tree, path)

    def key_place(self, *path: str | int) -> Place:
        """Return where the last key of `path` stands; for an item of a list, where the item does."""
        return tree.key_place(self._tree, path) or self.place(*path)

    def first_line(self, *path: str | int) -> int:
        """Return the line on which the first letter of a text stands (after the `|` of a block)."""
        node = tree.nearest(self._tree, path)
        return node.first_line if isinstance(node, tree.Scalar) else self.place(*path).line

    @classmethod
    def remember(cls, manifest: Manifest, root: Path, name: str, node: tree.Node) -> Manifest:
        """Return the manifest with its folder, file name and places."""
        manifest._root, manifest._name, manifest._tree = root, name, node
        return manifest
