"""What a catalogue, a title page and a binder need to know of the book, as an editor writes it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationInfo, WithJsonSchema, field_validator, model_validator

from florilegium.book.print_shops import OFFSET, PRINT_SHOPS, SIGNATURE, PrintShop
from florilegium.manifest.schema.identifiers import Issn, Ror, subject_code
from florilegium.manifest.schema.key_group import KeyGroup
from florilegium.manifest.schema.kinds import (
    SINGLE,
    Divided,
    Line,
    Mailbox,
    Trim,
    WebAddress,
    Yes,
    fault,
    one_of,
    trim_size,
)
from florilegium.manifest.schema.measures import (
    Amount,
    Bleed,
    Levels,
    Multiple,
    Paper,
    millimetres,
    paper_thickness,
)
from florilegium.manifest.schema.standards import FontName, ProjectFile


class PublisherKeys(KeyGroup):
    """Who publishes the book."""

    bare: ClassVar[str] = "name"

    name: Line = Field(description="The publisher’s name.")
    place: Line = Field("", description="The city of the publisher.")
    address: WebAddress = Field("", description="The publisher’s address on the web.")
    contact: Mailbox = Field("", description="The mailbox to which registers of DOIs and shops answer.")
    ror: Ror = Field("", description="The publisher’s ROR ID.")


class SeriesKeys(KeyGroup):
    """The series in which the book appears."""

    bare: ClassVar[str] = "title"

    title: Line = Field(description="The title of the series.")
    number: Line = Field("", description="The number of the book in it.")
    issn: Issn = Field("", description="The ISSN of the series.")


class SubjectKeys(KeyGroup):
    """One subject of the book: words of your own, or a term of BISAC, Thema or LCSH."""

    bare: ClassVar[str] = "label"

    label: Line = Field("", description="The subject in words.")
    scheme: Annotated[Literal["", "BISAC", "Thema", "LCSH"], *one_of("BISAC", "Thema", "LCSH")] = Field(
        "", description="The list from which the code comes: BISAC, Thema or LCSH."
    )
    code: Line = Field("", description="The code in that list, such as POL011000.")

    @field_validator("code")
    @classmethod
    def _of_its_scheme(cls, code: str, info: ValidationInfo) -> str:
        return subject_code(info.data.get("scheme", ""), code)

    @model_validator(mode="after")
    def _has_what_its_scheme_asks(self) -> SubjectKeys:
        if self.scheme and not self.code and (self.scheme != "LCSH" or not self.label):
            raise fault(
                f"a subject with its code in {self.scheme}", "Write “code:” beside “scheme:”.", "M021"
            )
        return self


class CoverKeys(KeyGroup):
    """The cover’s image; without one the cover is drawn from the title."""

    bare: ClassVar[str] = "image"

    image: ProjectFile = Field(description="The image, a JPEG or PNG in the project.")
    alt: Line = Field("", description="What the image shows, for readers who cannot see it.")


class NotesKeys(KeyGroup):
    """How the notes are numbered and cite; a text alone is the numbering."""

    bare: ClassVar[str] = "numbering"

    numbering: Annotated[Literal["article", "chapter", "book"], *one_of("article", "chapter", "book")] = (
        Field(
            "article",
            description="Where numbers begin again at 1: with each article, each chapter, or never.",
        )
    )
    ibid: Annotated[Literal["keep", "expand"], *one_of("keep", "expand")] = Field(
        "keep", description="Whether “Ibid.” stays or the source that it means is written in its place."
    )
    place: Annotated[Literal["", "end", "foot"], *one_of("end", "foot")] = Field(
        "",
        description="Where notes are printed: at the end of the book, or at the foot of the page; "
        "by default as the design has them.",
    )


class VerseKeys(KeyGroup):
    """How verse is set; a text alone is its place."""

    bare: ClassVar[str] = "place"

    place: Annotated[Literal["centred", "indented"], *one_of("centred", "indented")] = Field(
        "centred",
        description="Where verse stands: centred on its longest line, or set in by a fixed measure.",
    )
    numbers: Annotated[int, Field(ge=0, le=100)] = Field(
        0, description="Which lines bear their number: 5 for every fifth, 0 for none."
    )


class CitationsKeys(KeyGroup):
    """How citations by keys are set, and from which works; a text alone is the bibliography."""

    bare: ClassVar[str] = "bibliography"

    bibliography: Annotated[tuple[ProjectFile, ...], SINGLE] = Field(
        (), description="Files of the project that have the works: .bib, .json (CSL-JSON) or .yaml."
    )
    style: Line = Field(
        "chicago-notes-bibliography-16th-edition",
        description="The style in CSL: a .csl file of the project, or the name of one of the Zotero styles.",
    )
    list: Annotated[Literal["none", "article", "book"], *one_of("none", "article", "book")] = Field(
        "none", description="Where the works cited are listed: nowhere, after each article, or after all."
    )
    title: Line = Field("", description="The heading of the list; by default the style’s word for it.")


class FontsKeys(KeyGroup):
    """The families of type of the printed edition; a text alone is that of the text."""

    bare: ClassVar[str] = "text"

    text: Annotated[tuple[FontName, ...], SINGLE] = Field(
        (), description="The family of the text: the name of an installed one, or its files in the project."
    )
    code: Annotated[tuple[FontName, ...], SINGLE] = Field(
        (), description="The family of code, written as that of the text."
    )
    others: Annotated[tuple[FontName, ...], SINGLE] = Field(
        (), description="Families for letters that the text’s lacks, before those of the program."
    )


class PdfKeys(KeyGroup):
    """The printed edition; a text alone is the trim."""

    bare: ClassVar[str] = "trim"

    trim: Trim = Field(
        "6x9in", description="The size of the page: 6x9in, a5, b-format, digest, or “W x H mm”."
    )
    fonts: FontsKeys = Field(
        FontsKeys(),
        description="The families of type; by default those of the design, with others for what they lack.",
    )
    style: ProjectFile = Field("", description="A CSS file of the project, read after the program’s own.")
    hyphenation: Annotated[tuple[Divided, ...], SINGLE] = Field(
        (), description="Words with hyphens where a line may divide them; a word without is never divided."
    )
    optical_margins: Yes = Field(
        False, description="Whether hyphens, points and quotation marks stand out into the margin a little."
    )
    composition: Annotated[Literal["fine", "plain"], *one_of("fine", "plain")] = Field(
        "fine",
        description="How lines are chosen: for whole paragraphs and level pages, or one by one.",
    )

    ua: Annotated[Literal["1", "2"], one_of("1", "2")[0], WithJsonSchema({"enum": [1, 2]})] = Field(
        "1", description="To which part of PDF/UA the file is made: 1, or 2, which few readers know as yet."
    )

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height of the page in millimetres."""
        return trim_size(self.trim) or (152.4, 228.6)


class PrintKeys(KeyGroup):
    """The files for a printer; a text alone is the paper."""

    bare: ClassVar[str] = "paper"

    printer: Annotated[str, *one_of(*PRINT_SHOPS, OFFSET)] = Field(
        "",
        alias="for",
        description="Who prints the book, whose rules the files are made to: kdp, ingramspark, lulu or "
        "offset.",
    )
    paper: Paper = Field(
        "0.1 mm",
        description="The paper, which decides how thick the spine is: white, cream, groundwood, offset-80, "
        "bookwove-80, or the thickness of a leaf.",
    )
    standard: Annotated[Literal["", "x-1a", "x-3", "x-4"], *one_of("x-1a", "x-3", "x-4")] = Field(
        "", description="The kind of PDF/X that the printer asks for: x-1a, x-3 or x-4."
    )
    bleed: Bleed = Field("3 mm", description="How much is printed beyond the edge that is cut.")
    marks: Yes = Field(False, description="Whether crop marks show where to cut.")
    multiple: Multiple = Field(
        1, description="Of what number the number of pages is to be a multiple; blank pages fill up."
    )

    @property
    def shop(self) -> PrintShop | None:
        """Return the printer, if it is one whose rules are known."""
        return PRINT_SHOPS.get(self.printer)

    @property
    def stock(self) -> str:
        """Return the name of the paper; a printer's usual one where the editor names none."""
        named = self.paper.strip().lower()
        return "white" if self.shop and "paper" not in self.model_fields_set else named

    @property
    def filled_up_to(self) -> int:
        """Return of what number the number of pages is to be a multiple."""
        if self.printer == OFFSET and "multiple" not in self.model_fields_set:
            return SIGNATURE
        return self.multiple

    @property
    def bleed_size(self) -> float:
        """Return the bleed in millimetres."""
        return millimetres(self.bleed) or 0.0

    @property
    def thickness(self) -> float:
        """Return the thickness of a leaf in millimetres."""
        return paper_thickness(self.stock) or 0.1


class EpubKeys(KeyGroup):
    """The edition for e-readers."""

    fonts: Annotated[Literal["embedded", "none"], *one_of("embedded", "none")] = Field(
        "embedded", description="Whether the book brings its typeface along: embedded or none."
    )
    pages: Yes = Field(True, description="Whether it carries the page numbers of the printed edition.")
    headings: Levels = Field(
        1, description="How many levels of the articles’ own headings stand in its contents, from 0 to 3."
    )


class WebKeys(KeyGroup):
    """The edition for browsers."""

    pages: Yes = Field(True, description="Whether it carries the page numbers of the printed edition.")
    headings: Levels = Field(
        1, description="How many levels of the articles’ own headings stand in its contents, from 0 to 3."
    )


class EditionsKeys(KeyGroup):
    """Options of the editions."""

    pdf: PdfKeys = Field(PdfKeys(), description="The printed edition.")
    print: PrintKeys = Field(PrintKeys(), description="The files for a printer.")
    epub: EpubKeys = Field(EpubKeys(), description="The edition for e-readers.")
    web: WebKeys = Field(WebKeys(), description="The edition for browsers.")


class BoundsKeys(KeyGroup):
    """What one text may use of the machine while it is read, and again while it is laid out."""

    seconds: Amount = Field(
        0.0, description="Seconds of the processor; by default a minute and more, by the length of the text."
    )
    megabytes: Amount = Field(
        0.0, description="Megabytes of memory; by default a thousand and more, by the length of the text."
    )
