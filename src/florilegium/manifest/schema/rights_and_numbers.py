"""What registers, shops and libraries ask of a book, as an editor writes it: rights, money, numbers."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from florilegium.book.bibliographic import Permission
from florilegium.manifest.schema.identifiers import Doi, IsbnNumber, Ror
from florilegium.manifest.schema.key_group import KeyGroup
from florilegium.manifest.schema.kinds import Address, Line, Passage, Year, words_of
from florilegium.manifest.schema.standards import ProjectFile

#: As `licence` was written before it had its present name.
_OLDER_WORD = "licensed"


def _present_word(value: Any) -> Any:
    return "licence" if isinstance(value, str) and value.strip().lower() == _OLDER_WORD else value


_check_word, _words_schema = words_of(Permission, guess=False)
Allowed = Annotated[Permission, _check_word, BeforeValidator(_present_word), _words_schema]


class PermissionKeys(KeyGroup):
    """By what right an article stands in the book; a text alone is the right itself."""

    bare: ClassVar[str] = "status"

    status: Allowed = Field(
        Permission.NOT_CLEARED,
        description="The right: not cleared, cleared, licence or public domain.",
    )
    evidence: Passage = Field("", description="How that is known, in words.")
    file: ProjectFile = Field("", description="A file of the project that shows it, such as a letter.")


class CopyrightKeys(KeyGroup):
    """Who holds a copyright; a text alone is the holder."""

    bare: ClassVar[str] = "holder"

    holder: Line = Field(description="The name of the person or body.")
    year: Year = Field(0, description="The year from which on.")


class AffiliationKeys(KeyGroup):
    """An institution at which somebody works or worked; a text alone is its name."""

    bare: ClassVar[str] = "name"

    name: Line = Field(description="The institution’s name.")
    ror: Ror = Field("", description="Its ROR ID, such as 05dxps055.")
    position: Line = Field("", description="What the contributor is there.")


class FundingKeys(KeyGroup):
    """Money that paid for the book; a text alone is the funder."""

    bare: ClassVar[str] = "funder"

    funder: Line = Field(description="The name of the person or body that gave it.")
    grant: Line = Field("", description="The number of the award.")
    project: Line = Field("", description="What it was given for.")
    ror: Ror = Field("", description="The funder’s ROR ID.")
    doi: Doi = Field("", description="The funder’s DOI in Crossref’s register of funders.")


class IsbnsKeys(KeyGroup):
    """The ISBN of each format; every format that is sold has one of its own (ISO 2108)."""

    epub: IsbnNumber = Field("", description="The ISBN of the EPUB.")
    pdf: IsbnNumber = Field("", description="The ISBN of the PDF.")
    paperback: IsbnNumber = Field("", description="The ISBN of the paperback.")
    hardback: IsbnNumber = Field("", description="The ISBN of the hardback.")
    web_edition: IsbnNumber = Field("", description="The ISBN of the web edition.")


class AccessibilityKeys(KeyGroup):
    """What a reader is told who cannot read a file; a text alone is the contact."""

    bare: ClassVar[str] = "contact"

    contact: Address = Field(description="The address or mailbox (mailto:) to write to.")
