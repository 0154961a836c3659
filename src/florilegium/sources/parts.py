"""The pieces of a source before they are a manuscript: one block each, with its role so far.

Every reader cuts its source into pieces that together hold all of its text; the classer and the manifest's
rules then change roles, never text. What is not text (an address, a comment of HTML) may be a piece too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.bibliographic import Reference
from florilegium.book.model import Note
from florilegium.sources.account.source_letters import SourceRun
from florilegium.sources.excerpts.extent import Extent
from florilegium.system.values import dataclass

#: Attributes that the readers use among themselves and that no manuscript keeps.
PRIVATE: Final = frozenset({"n", "weight", "role", "level", "was", "beside", "apart", "set", "term"})

#: Tag of a top block → its role when nothing else is known.
BY_TAG: Final[dict[str, str]] = {
    **dict.fromkeys(("h2", "h3", "h4"), "heading"),
    **dict.fromkeys(("ul", "ol"), "list"),
    "blockquote": "quote",
    "figure": "image",
    "table": "table",
    "hr": "break",
}


@dataclass(frozen=True)
class Piece:
    """A block of a source.

    `block` is None when nothing of it can be set; then `text` has all its words. `text` is its running text;
    `characters` counts what the source has of it, without white space. `beside` is what the source has of it
    beyond its text and is shown otherwise or not at all: the numbers of a list, addresses. `nodes` are the
    text nodes of what was cut from a page, one a line. `gap` counts the blank lines before it, `indent` its
    columns of indentation. `fixed` means that the markup or the manifest decided the role. `order` is its
    place in the source. `fate` is empty when the role says it all. `cut` is the element that was taken out of
    its page, of which a rule of the manifest may make text after all.
    """

    block: Element | None
    role: str
    line: int
    last_line: int
    text: str
    characters: int
    order: int = 0
    gap: int = 0
    indent: int = 0
    fixed: bool = False
    fate: str = ""
    cut: Element | None = None
    beside: str = ""
    nodes: str = ""

    @classmethod
    def row(cls, *, role: str, line: int, text: str, fate: str, order: int = 0) -> Piece:
        """Return the piece of what is not set: it stands on one line, and weighs what its text does."""
        return cls(
            block=None,
            role=role,
            line=line,
            last_line=line,
            text=text,
            characters=weigh(text),
            order=order,
            fixed=True,
            fate=fate,
        )

    def as_(self, role: str, fate: str = "") -> Piece:
        """Return the piece in another role, unless its role is fixed."""
        return self if self.fixed else replace(self, role=role, fate=fate)


@dataclass(frozen=True)
class Manner:
    """How much a format leaves to be guessed.

    `cues`: lines may say that they are a credit, a byline, a biography. `furniture`: short ones amid the text
    may be a page's own. `title`: the first lines may be title
    and deck. `headings`: a short line may be a heading; `bold`: one that is bold throughout may. `quotes`: a
    paragraph in quotation marks may be a block quotation. `notes`: a numbered list at the foot may be the
    notes. `breaks`: an unusual gap may be a break. `lists`: bullets may make a list.
    """

    cues: bool = True
    furniture: bool = True
    title: bool = False
    headings: bool = False
    bold: bool = False
    quotes: bool = False
    notes: bool = False
    breaks: bool = False
    lists: bool = False


#: Tells where in the source an offset of a block's text stands, as `LINE:COLUMN`.
Locate = Callable[[Element, int], str]


def at_block(block: Element, offset: int) -> str:
    """Return where a block stands, for formats that cannot tell more."""
    del offset
    return block.get("at", "")


#: Makes the pieces of a block that was cut out of its source.
Restore = Callable[[Piece], "list[Piece]"]


@dataclass(frozen=True)
class Draft:
    """A source cut into pieces, with the notes that its format knows as notes, and what is left to guess.

    `title`, `marked_title`, `deck`, `byline` and `dateline` stand in where no piece has such a role; `author`
    is who wrote it as the source's own metadata has it, which goes before a line of its text, `abstract` what
    it says there.
    `restore` makes pieces of what was cut. `references` are the works that it cites as data, `nocite` the
    keys of those that its list has besides. `extent` is what of the file it is, where that holds several
    articles, and `notes_extent` what it has of a file of notes. `letters` reads the letters of the file once
    more, independently, for the account.
    """

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...] = ()
    title: str = ""
    marked_title: Element | None = None
    deck: str = ""
    byline: str = ""
    author: str = ""
    dateline: str = ""
    abstract: str = ""
    language: str = ""
    manner: Manner = field(default_factory=Manner)
    notes_apart: str = ""
    extent: Extent | None = None
    notes_extent: Extent | None = None
    locate: Locate = at_block
    references: tuple[Reference, ...] = ()
    nocite: tuple[str, ...] = ()
    restore: Restore | None = None
    letters: Callable[[], Iterable[SourceRun]] | None = None


def piece_before(pieces: Sequence[Piece], index: int) -> Piece | None:
    """Return the nearest piece before one that is no break."""
    for place in range(index - 1, -1, -1):
        if pieces[place].role != "break":
            return pieces[place]
    return None


def piece_after(pieces: Sequence[Piece], index: int) -> Piece | None:
    """Return the nearest piece after one that is no break."""
    for place in range(index + 1, len(pieces)):
        if pieces[place].role != "break":
            return pieces[place]
    return None


def weigh(text: str) -> int:
    """Return how many characters of a text are not white space."""
    return len("".join(text.split()))


def content_of(element: Element) -> str:
    """Return all text in an element, that between comments too; the comments themselves are none."""
    # XPath's `string()` says the same, and takes five times as long for the few letters of a link.
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def whole_text(block: Element) -> str:
    """Return the running text of a block and of all that it holds, on one line."""
    return " ".join(" ".join(runs.text_of(leaf).split()) for leaf in _leaves(block))


def _leaves(block: Element) -> list[Element]:
    return [block] if runs.is_leaf(block) else list(runs.leaves(block))


def piece_of(block: Element) -> Piece:
    """Return the piece that a top block in the vocabulary makes; its private attributes tell the rest."""
    lines: list[int] = []
    weight, beside = 0, []
    for element in block.iter(etree.Element):
        if at := element.get("at"):
            lines.append(int(at.partition(":")[0]))
        weight += int(element.get("weight", 0))
        if said := element.get("beside"):
            beside.append(said)
    lines = lines or [0]
    role = block.get("role", "")
    return Piece(
        block=block,
        role=role or role_by_tag(block),
        line=lines[0],
        last_line=max(lines),
        text=whole_text(block),
        characters=weight,
        order=int(block.get("n", 0)),
        fixed=bool(role),
        beside=" ".join(beside),
    )


def role_by_tag(block: Element) -> str:
    """Return what a block is by its tag alone."""
    if block.tag == "figure" and block.find("table") is not None:
        return "table"
    return BY_TAG.get(str(block.tag), "body")
