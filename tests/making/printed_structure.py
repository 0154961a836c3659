"""A tagged PDF read by its structure: what an element says, on which pages, and where its links lead."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from reading_back import _decode, _to_unicode

from florilegium.book.model import SIGNS

HYPHENS = "\N{SOFT HYPHEN}\N{HYPHEN}-"


@dataclass(frozen=True)
class Element:
    """A structure element of an open file."""

    file: PrintedFile
    object: Any

    @property
    def kind(self) -> str:
        """`P`, `H1`, `Link` …"""
        return str(self.object.S)[1:]

    @property
    def kids(self) -> Iterator[Element]:
        """The elements right under this one."""
        for kid in _kids(self.object):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield Element(self.file, kid)

    def all(self, *kinds: str) -> Iterator[Element]:
        """Every element below that is of some kinds, in the order of the tree."""
        for kid in self.kids:
            if kid.kind in kinds:
                yield kid
            yield from kid.all(*kinds)

    @property
    def pieces(self) -> Iterator[tuple[int, str]]:
        """The text, as (place of the page, words of one piece of a line)."""
        for kid in _kids(self.object):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from Element(self.file, kid).pieces
            elif isinstance(kid, int) or kid.get("/Type") == "/MCR":
                yield from self._piece(kid)

    @property
    def parts(self) -> Iterator[str | Element]:
        """What is right under this element, in its order: elements, and the words of pieces of a line."""
        for kid in _kids(self.object):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield Element(self.file, kid)
            elif isinstance(kid, int) or kid.get("/Type") == "/MCR":
                yield from (text for _, text in self._piece(kid))

    @property
    def marks(self) -> Iterator[tuple[int, int]]:
        """The pieces of content in the order of the tree, as (place of the page, number on it)."""
        for kid in _kids(self.object):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from Element(self.file, kid).marks
            elif isinstance(kid, int):
                yield self.file.place(self.object.Pg), kid
            elif kid.get("/Type") == "/MCR":
                yield self.file.place(kid.Pg), int(kid.MCID)

    @property
    def words(self) -> Iterator[tuple[int, str]]:
        """As `pieces`, without the numbers of calls and of notes."""
        for token in self.tokens:
            if isinstance(token, tuple):
                yield token
            elif not _is_number(token):
                yield from token.pieces

    @property
    def tokens(self) -> Iterator[tuple[int, str] | Element]:
        """Words and links in their order; of other elements inside, their words and links."""
        for kid in _kids(self.object):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                element = Element(self.file, kid)
                if element.kind == "Link":
                    yield element
                else:
                    yield from element.tokens
            elif isinstance(kid, int) or kid.get("/Type") == "/MCR":
                yield from self._piece(kid)

    def _piece(self, kid: Any) -> Iterator[tuple[int, str]]:
        """A piece of content; what is drawn backwards says its words itself."""
        page = self.file.place(self.object.Pg if isinstance(kid, int) else kid.Pg)
        if "/ActualText" in self.object:
            yield page, str(self.object.ActualText)
        else:
            yield page, self.file.marked[page].get(kid if isinstance(kid, int) else int(kid.MCID), "")

    @property
    def text(self) -> str:
        """What it says; a word that is divided is whole again."""
        return "".join(text for _, text in self.pieces).replace("\N{SOFT HYPHEN}", "")

    @property
    def pages(self) -> list[int]:
        """The places of its pages."""
        return sorted({page for page, text in self.pieces if text.strip()})

    @property
    def target(self) -> int | None:
        """The place of the page to which a link within the book leads."""
        for kid in _kids(self.object):
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
                dest = kid.Obj.get("/Dest")
                return None if dest is None else self.file.place(self.file.names[str(dest)][0])
        return None


def _is_number(link: Element) -> bool:
    """Whether a link is the number or sign of a call or a note, or the letter of a way back."""
    signs = re.escape(SIGNS)
    return re.fullmatch(rf"\s*(\d+\.?|[a-z]|([{signs}])\2*)\s*", link.text) is not None


def _kids(thing: Any) -> list[Any]:
    kids = thing.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


class PrintedFile:
    """A PDF opened for its structure and its text."""

    def __init__(self, path: Path | io.BytesIO) -> None:
        self.pdf = pikepdf.open(path)
        self._places = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        with pypdfium2.PdfDocument(path) as document:
            self.labels = [document.get_page_label(number) for number in range(len(document))]

    def place(self, page: Any) -> int:
        """A page's place in the file, from 0."""
        return self._places[page.objgen]

    @cached_property
    def names(self) -> dict[str, Any]:
        """The named destinations."""
        pairs = list(self.pdf.Root.Names.Dests.Names)
        return {str(name): target for name, target in zip(pairs[::2], pairs[1::2], strict=True)}

    @cached_property
    def document(self) -> Element:
        """The root of the structure."""
        return Element(self, self.pdf.Root.StructTreeRoot.K[0])

    @cached_property
    def marked(self) -> list[dict[int, str]]:
        """For every page what each marked piece of its content says."""
        maps: dict[tuple[int, int], dict[int, str]] = {}
        return [_marked(page, maps) for page in self.pdf.pages]

    @cached_property
    def blocks(self) -> dict[str, list[Element]]:
        """Every element that holds words itself, by its letters without those of calls and notes' numbers."""
        found: dict[str, list[Element]] = {}
        for element in self.with_words:
            found.setdefault(letters("".join(text for _, text in element.words)), []).append(element)
        return found

    @cached_property
    def with_words(self) -> list[Element]:
        """Every element that holds words itself, in the order of the tree."""
        return list(_with_words(self.document))


def _with_words(element: Element) -> Iterator[Element]:
    for kid in element.kids:
        if any(not isinstance(one, pikepdf.Dictionary) or "/MCID" in one for one in _kids(kid.object)):
            yield kid
        yield from _with_words(kid)


def _marked(page: pikepdf.Page, maps: dict[tuple[int, int], dict[int, str]]) -> dict[int, str]:
    if "/Contents" not in page or "/Resources" not in page:
        return {}
    fonts = {}
    for name, font in page.Resources.get("/Font", {}).items():
        if font.objgen not in maps:
            maps[font.objgen] = _to_unicode(font.ToUnicode.read_bytes())
        fonts[name] = maps[font.objgen]
    found: dict[int, str] = {}
    open_marks: list[int | None] = []
    glyphs: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        kind = str(operator)
        if kind in {"BDC", "BMC"}:
            mark = operands[1] if kind == "BDC" else None
            known = isinstance(mark, pikepdf.Dictionary) and "/MCID" in mark
            open_marks.append(int(mark.MCID) if known else None)
        elif kind == "EMC":
            open_marks.pop()
        elif kind == "Tf":
            glyphs = fonts[str(operands[0])]
        elif kind == "TJ" and open_marks and open_marks[-1] is not None:
            text = "".join(
                _decode(bytes(piece), glyphs)
                for piece in operands[0]
                if isinstance(piece, pikepdf.String | bytes)
            )
            found[open_marks[-1]] = found.get(open_marks[-1], "") + text
    return found


def letters(text: str) -> str:
    """A text without white space, hyphens, what only guides the setting of lines, and places of formulas."""
    passed_over = f"{HYPHENS}\u2060\u200b\u2011\ufffc"
    return "".join(sign for sign in text if not sign.isspace() and sign not in passed_over)
