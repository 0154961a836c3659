"""The `index:` of a manifest, or of the file it names: the authority for names and places."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from florilegium.book.model import Kind
from florilegium.manifest.schema.key_group import KeyGroup
from florilegium.manifest.schema.kinds import SINGLE, Key, Line, Passage, Yes, fault, one_of, words_of


class WhereKeys(KeyGroup):
    """A whole text, or those paragraphs of it that begin with some words; a text alone is the key."""

    bare: ClassVar[str] = "text"

    text: Key = Field(description="The key of an article or of an introduction.")
    starts: Annotated[tuple[Line, ...], SINGLE] = Field(
        (), description="The first words of the paragraph that is meant, or of each."
    )
    through: Line = Field(
        "", description="The first words of the paragraph to which the passage goes on; of several, the last."
    )


class PhraseKeys(KeyGroup):
    """Words that mean a heading in some passages only."""

    words: Line = Field(description="The words, such as “the disputed islands”.")
    passages: Annotated[tuple[WhereKeys, ...], SINGLE] = Field(
        min_length=1, description="Where they mean it: keys of texts, or text and first words of a paragraph."
    )


class MarkKeys(KeyGroup):
    """By what a theme is known: words, a passage, or words within a passage; a text alone is the words."""

    bare: ClassVar[str] = "words"

    words: Line = Field("", description="Words that stand near a mention, such as “the treaty”.")
    text: Key = Field("", description="The key of an article or of an introduction.")
    starts: Annotated[tuple[Line, ...], SINGLE] = Field(
        (), description="The first words of the paragraph that is meant, or of each."
    )
    through: Line = Field(
        "", description="The first words of the paragraph to which the passage goes on; of several, the last."
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text and (self.starts or self.through or not self.words):
            raise fault("words, or the “text” in which the paragraphs stand")
        return self


class EntryKeys(KeyGroup):
    """One heading of the index: a heading alone, or keys."""

    bare: ClassVar[str] = "heading"

    heading: Line = Field(
        description="The heading as printed. “Surname, Given” also matches “Given Surname” in the text."
    )
    gloss: Line = Field("", description="What tells it from its namesakes; printed in parentheses after it.")
    sort: Line = Field("", description="The form by which it is filed, where that is not the heading.")
    variants: Annotated[tuple[Line, ...], SINGLE] = Field((), description="Other forms that mean the same.")
    only: Annotated[tuple[Key, ...], SINGLE] = Field(
        (), description="Keys of the texts in which this entry holds; everywhere by default."
    )
    exact: Yes = Field(False, description="Match only the heading and the variants, letter by letter.")
    ignore: Annotated[tuple[Line, ...], SINGLE] = Field(
        (), description="Phrases in which a form of this entry means something else."
    )
    see: Line = Field("", description="The heading to which this one sends the reader; it has no pages then.")
    under: Line = Field(
        "", description="The theme of the heading to see under which the mentions of this one stand."
    )
    see_also: Annotated[tuple[Line, ...], SINGLE] = Field(
        (), description="Further headings that the reader may want."
    )
    kind: Annotated[Kind, *words_of(Kind)] = Field(
        Kind.PERSON, description="What the heading names: person, place, organisation or other."
    )
    surname: Yes = Field(False, description="Whether the surname alone means this person, everywhere.")
    bare_in: Annotated[tuple[Key, ...], SINGLE] = Field(
        (), description="Keys of the texts in which the surname alone means this person."
    )
    phrases: tuple[PhraseKeys, ...] = Field((), description="Words that mean it in some passages only.")
    exclude: Annotated[tuple[WhereKeys, ...], SINGLE] = Field(
        (), description="Passages in which mentions are passed over."
    )
    add: Annotated[tuple[WhereKeys, ...], SINGLE] = Field(
        (), description="Passages that treat of it without naming it."
    )
    main: Annotated[tuple[WhereKeys, ...], SINGLE] = Field(
        (), description="Main passages, whose page numbers are set bold."
    )
    long: Yes = Field(False, description="Whether more than seven plain page numbers are meant.")
    subentries: Annotated[Literal["", "by-article"], *one_of("by-article")] = Field(
        "", description="How page numbers are divided under the heading: by-article."
    )
    themes: dict[Line, Annotated[tuple[MarkKeys, ...], SINGLE]] = Field(
        {}, description="Subentries: a theme, and the words or passages by which it is known."
    )
    theme_see_also: dict[Line, Annotated[tuple[Line, ...], SINGLE]] = Field(
        {}, description="Further headings that the reader of a theme may want, by the theme."
    )
    order: Annotated[Literal["western", "family-first"], *one_of("western", "family-first")] = Field(
        "western", description="Which name comes first in the heading when it has no comma."
    )


class FootnoteKeys(KeyGroup):
    """A note of a text, by the number that the book prints."""

    text: Key = Field(description="The key of an article or of an introduction.")
    note: Line = Field(description="The number or the sign of the note, as the book prints it.")


class CitedEntryKeys(KeyGroup):
    """What you know better of a work that the notes cite; a text alone is its title."""

    bare: ClassVar[str] = "title"

    title: Line = Field(
        description="The title as the index has it: “Tides” in its marks, *Soundings* in italics."
    )
    authors: Annotated[tuple[Line, ...], SINGLE] = Field(
        (), description="Its authors as they are filed, surname first; by default those that the note names."
    )
    variants: Annotated[tuple[Line, ...], SINGLE] = Field(
        (), description="Other titles under which notes are taken to cite it."
    )
    cited_in: tuple[FootnoteKeys, ...] = Field((), description="Notes that cite it and are not taken to.")
    omit: Yes = Field(False, description="Whether it is left out of the index.")


class LocusKeys(KeyGroup):
    """A work whose cited passages have an index; a text alone is the work."""

    bare: ClassVar[str] = "work"

    work: Line = Field(
        description="The work as it heads its passages: Homer, Iliad; all in asterisks it is set in italics."
    )
    variants: Annotated[tuple[Line, ...], SINGLE] = Field(
        (), description="Other forms before the numbers of a passage, such as “Il.”"
    )


class PlaceEntryKeys(EntryKeys):
    """One place of the index: a heading alone, or keys."""

    kind: Annotated[Kind, *words_of(Kind)] = Field(
        Kind.PLACE, description="What the heading names; a place, unless you say otherwise."
    )


class IndexKeys(KeyGroup):
    """The index of names and places."""

    title: Line = Field("", description="The title of the index; by default one in the book’s language.")
    headnote: Passage = Field("", description="What stands under the title: what is indexed, and how.")
    kinds: Annotated[tuple[Annotated[Kind, *words_of(Kind)], ...], SINGLE] = Field(
        (Kind.PERSON, Kind.PLACE), min_length=1, description="Which kinds of heading are printed."
    )
    sorting: Annotated[
        Literal["letter-by-letter", "word-by-word"], *one_of("letter-by-letter", "word-by-word")
    ] = Field("letter-by-letter", description="How headings are filed (CMOS 16.58).")
    ranges: Annotated[Literal["full", "chicago", "minimal"], *one_of("full", "chicago", "minimal")] = Field(
        "chicago", description="How the second number of a range is shortened: 123–125, 123–25 or 123–5."
    )
    metonyms: Annotated[Literal["", "indexed", "left out"], *one_of("indexed", "left out")] = Field(
        "", description="Whether a capital that stands for its government is indexed or left out."
    )
    long_entries: Annotated[Literal["warn", "by-article"], *one_of("warn", "by-article")] = Field(
        "warn", description="What becomes of an entry with many page numbers: warn, or divide it by-article."
    )
    mentions: Annotated[Literal["all", "substantial"], *one_of("all", "substantial")] = Field(
        "all", description="Whether every mention is printed, or those only that treat of a heading."
    )
    citations: Annotated[Literal["left out", "indexed"], *one_of("left out", "indexed")] = Field(
        "left out", description="Whether persons are indexed in notes that say no more than a source."
    )
    style: Annotated[Literal["indented", "run-in"], *one_of("indented", "run-in")] = Field(
        "indented", description="How subentries stand: each in a line of its own, or all run in (CMOS 16.25)."
    )
    illustrations: Annotated[Literal["plain", "italic"], *one_of("plain", "italic")] = Field(
        "plain", description="How pages are printed on which only a figure or a table names the heading."
    )
    divided: Yes = Field(False, description="Whether names and places have an index each.")
    contributors: Yes = Field(
        False, description="Whether an index of the contributors, with the pages of their texts, is added."
    )
    works: Yes = Field(
        False, description="Whether an index of the works that the notes cite, with those notes, is added."
    )
    cited: tuple[CitedEntryKeys, ...] = Field((), description="Works cited of which you know better.")
    loci: tuple[LocusKeys, ...] = Field(
        (), description="Works whose passages, cited in texts and notes, have an index (index locorum)."
    )
    ignore: Annotated[tuple[Line, ...], SINGLE] = Field(
        (), description="Phrases that name nobody and no place, though a heading occurs in them."
    )
    entries: tuple[EntryKeys, ...] = Field(
        (), description="Persons and whatever else is no place, in any order."
    )
    places: tuple[PlaceEntryKeys, ...] = Field((), description="Places, in any order.")
