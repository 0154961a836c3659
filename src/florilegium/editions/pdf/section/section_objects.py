"""The objects of a section's file, so written that another file takes them over without reading them.

A section is laid out once and bound again and again. What only the bound file knows of it is left blank when
its objects are written, and to bind them is to fill the blanks, text in text (`Blanks`): no object is read.
A blank is a reference; a text, which is left as it is, since nothing in it is meant; or one of these entries,
whose keys begin with a sign that no other key has:

    /@Contents 3                what is drawn on page 3 of the section, counted from 0
    /@StructParents 3           the page's number in the structure, moved on past the sections before it
    /@StructParent 17           the same of a link
    /@Number 17                 that number alone
    /@Rect [ 3 72 20 99 31 ]    where a link stands on page 3, which may be moved to the other side
    /@BBox [ 3 72 20 99 31 ]    the same of a picture
    /@Link 5                    what a link says that leads to the anchor 5 of `links`
    /@Fonts 0                   the fonts that the pages name
    /@Lang 0                    the section's language, where that is not the book's
    /@S /P, /@S [ /Note 2 ]     the type of a tag, of which PDF/UA-2 asks what entry 2 of `tags` says
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from florilegium.editions.pdf.section.printed_section import ANCHOR
from florilegium.editions.pdf.section.section_fonts import SectionFont, fonts_in
from florilegium.problems import EditionError
from florilegium.system.patterns import regex
from florilegium.system.tasks.codec import decode, encode
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    import pikepdf

#: What stands round a blank, and nowhere in what pikepdf gives as text.
_EDGE: Final = b"\x01"

#: A blank. pikepdf escapes every parenthesis inside a text.
_BLANK: Final = regex(
    rb"(\((?:[^\\()]|\\.)*\)|<[0-9a-fA-F]*>|\d+ 0 R\b|/@\w+ (?:\[[^\]]*\]|[^ ]+))", re.DOTALL
)

_REFERENCE: Final = regex(rb"(\d+) 0 R\b")

#: How pikepdf ends an element of the structure, with its type, and how it begins one that has a frame: keys
#: stand in the order of the alphabet. What stands at the end, or at the beginning, stands in no text.
_ELEMENT: Final = regex(rb"/S (/\w+) /Type /StructElem >>\Z")
_FRAMED: Final = regex(rb"\A<< /A << /BBox \[ ([^\]]+) \]")

#: An element as pikepdf has to print it for these two.
_PRINTED: Final = b"<< /A << /BBox [ 1 2 3 4 ] /O /Layout >> /Alt (\\(0 R) /S /Figure /Type /StructElem >>"

#: A number of the structure, and what it means: an element, or those that hold each piece of a page.
_MEANT: Final = regex(rb"(\d+) (\[[^\]]*\]|\d+ 0 R)")

#: What tags tell of an element beyond PDF's own keys; it is not taken over.
_TOLD: Final = regex(rb"/(MathML|Described) ")

#: The types of which PDF/UA-2 asks more than their names.
_ASKED: Final = frozenset({b"/Note", b"/TOCI", b"/Link", b"/L", b"/Div"})


@dataclass(frozen=True)
class SectionStream:
    """A stream: where its bytes stand in the section's file, the entries of its dictionary, and whether it is
    left as it is. `number` is that of the object, or of the page that it draws."""

    number: int
    start: int
    end: int
    entries: bytes
    packed: bool


@dataclass(frozen=True)
class TagFacts:
    """What PDF/UA-2 asks of a tag beyond its type (`output/well_tagged.py`).

    `number` is that of its object, `kind` its type in PDF 2.0. A tag that `refers` to others leads to
    anchors of the book, or is the note `name`, to which calls lead. A formula has its MathML, and in words,
    as PDF writes them, what it shows.
    """

    number: int
    kind: str
    attributes: str = ""
    refers: bool = False
    name: str | None = None
    is_call: bool = False
    leads_to: tuple[str, ...] = ()
    mathml: str | None = None
    shown: bytes = b""


@dataclass(frozen=True)
class SectionObjects:
    """The objects of a section, with blanks.

    The bound file has its own in the place of those that are `standing`: the page tree and the Document of
    the structure. `pages` are numbers too, in their order. `bodies` has all objects that are no streams, one
    a line, in the order of `numbers`; `parents` what each number of the structure means, one a line.
    `children` stand right in the Document; `names` are the elements that have one, each with the bytes by
    which it is found, and as PDF writes them; `anchors` the elements at the places that have a name.
    """

    standing: tuple[int, int]
    pages: tuple[int, ...]
    numbers: tuple[int, ...]
    bodies: bytes
    streams: tuple[SectionStream, ...]
    contents: tuple[SectionStream, ...]
    fonts: tuple[SectionFont, ...]
    links: tuple[str, ...]
    children: tuple[int, ...]
    parents: bytes
    names: tuple[tuple[bytes, bytes, int], ...]
    tags: tuple[TagFacts, ...]
    anchors: dict[str, int]

    @classmethod
    def unpacked(cls, objects: bytes) -> SectionObjects:
        """Return what `objects_of` has packed."""
        return decode(cls, zlib.decompress(objects))


class Blanks(dict[bytes, bytes]):
    """What fills the blanks of a section's objects, which have new `numbers`; entries are made by the
    `fillers` of their keys, from their values."""

    def __init__(self, numbers: Mapping[int, int], fillers: Mapping[bytes, Callable[[bytes], bytes]]) -> None:
        super().__init__({b"%d 0 R" % own: b"%d 0 R" % number for own, number in numbers.items()})
        self._fillers = fillers

    def __missing__(self, blank: bytes) -> bytes:
        if not blank.startswith(b"/@"):
            return blank
        key, _, value = blank.partition(b" ")
        self[blank] = entry = self._fillers[key](value)
        return entry

    def filled(self, text: bytes) -> bytes:
        """Return a text without blanks."""
        pieces = text.split(_EDGE)
        pieces[1::2] = map(self.__getitem__, pieces[1::2])
        return b"".join(pieces)

    def lines(self, text: bytes) -> list[bytes]:
        """Return the lines of a text without blanks."""
        return self.filled(text).split(b"\n") if text else []


def sides_of(value: bytes) -> tuple[int, list[float]]:
    """Return what a blank has of a rectangle: its page, and its sides in the order of the file."""
    page, *sides = value.strip(b"[ ]").split()
    return int(page), [float(side) for side in sides]


def objects_of(pdf: bytes) -> bytes:
    """Return the objects of a section's file, packed (`SectionObjects.unpacked`).

    Raises:
        EditionError: this release of pikepdf prints objects in another form than is read here.
    """
    import pikepdf

    _check_form()
    with pikepdf.open(io.BytesIO(pdf)) as source:
        return zlib.compress(encode(_Recorder(pdf, source).section()), level=1)


@cache
def _check_form() -> None:
    """See once in a process that pikepdf prints an element as it is read here; else blanks would be lost."""
    from pikepdf import Array, Dictionary, Name, String, __version__

    frame = Dictionary(O=Name.Layout, BBox=Array([1, 2, 3, 4]))
    printed = Dictionary(Type=Name.StructElem, S=Name.Figure, Alt=String("(0 R"), A=frame).unparse()
    if printed != _PRINTED:
        message = (
            f"pages cannot be bound with pikepdf {__version__}, which prints objects in a form of its own"
        )
        raise EditionError(f"{message}. To mend it: pip install pikepdf==10.17.0")


def show_as_they_are(resources: Any) -> None:
    """Have no picture, and nothing that it lets through, made smoother (PDF/A-3 6.2.8)."""
    for picture in resources.get("/XObject", {}).values():
        masks = [picture.SMask] if "/SMask" in picture else []
        for shown in (picture, *masks):
            if "/Interpolate" in shown:
                del shown["/Interpolate"]


def entries_of(stream: Any) -> bytes:
    """Return the entries of a stream's dictionary but for its length, which depends on who writes it."""
    return _without(stream.stream_dict, ("/Length",))[2:-2]


def stays_as_it_is(stream: Any) -> bool:
    """Return whether a stream is packed already, or must not be: what a file says of itself is found by
    programs that know nothing of PDF (ISO 16684-3)."""
    kept = stream.stream_dict
    return "/Filter" in kept or kept.get("/Type") == "/Metadata"


def anchor_of(annotation: Any) -> str | None:
    """Return the anchor of the book that a link names, or None when it leads out of the book."""
    address = str(annotation.A.URI) if "/A" in annotation else ""
    return address.removeprefix(ANCHOR) if address.startswith(ANCHOR) else None


def kids_of(element: Any) -> list[Any]:
    """Return what is right in an element: others, links, and pieces of content."""
    import pikepdf

    kids = element.get("/K", ())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


class _Recorder:
    """The objects of one open file in the making; `pdf` has its bytes."""

    def __init__(self, pdf: bytes, source: pikepdf.Pdf) -> None:
        self._pdf, self._source = pdf, source
        self._tree = source.Root.StructTreeRoot
        self._pages = [page.obj for page in source.pages]
        self._places = {_number(page): at for at, page in enumerate(self._pages)}
        self._standing = _number(source.Root.Pages), _number(self._tree.K[0])
        self._texts: dict[int, bytes] = {}
        self._streams: dict[int, Any] = {}
        self._links: dict[str, int] = {}
        self._leads: dict[int, str] = {}
        self._on_pages: dict[int, int] = {}

    def section(self) -> SectionObjects:
        """Return all objects that belong to the pages and to what is tagged on them."""
        contents = tuple(self._drawn(page, at) for at, page in enumerate(self._pages))
        for at, page in enumerate(self._pages):
            self._leave_links_open(page, at)
        resources = self._pages[0].Resources
        show_as_they_are(resources)
        fonts = fonts_in(resources)
        _leave_fonts_open(resources)
        children, places = self._children(), self._tree.get("/Anchors", ())
        meant = _MEANT.findall(self._tree.ParentTree.Nums.unparse())
        parents = b"\n".join(b"/@Number %b %b" % one for one in meant)
        self._gather([*self._places, *map(_number, children), *_references(parents)])
        elements = {
            number: kind[1] for number, text in self._texts.items() if (kind := _ELEMENT.search(text))
        }
        names = tuple(self._names(elements))
        facts = dict(self._facts(elements))
        bodies = b"\n".join(self._bodies(elements, facts))
        return SectionObjects(
            standing=self._standing,
            pages=tuple(self._places),
            numbers=tuple(self._texts),
            bodies=_with_blanks(bodies),
            streams=tuple(self._stream(number, one) for number, one in self._streams.items()),
            contents=contents,
            fonts=fonts,
            links=tuple(self._links),
            children=tuple(map(_number, children)),
            parents=_with_blanks(parents),
            names=names,
            tags=tuple(facts.values()),
            anchors={str(places[at]): _number(places[at + 1]) for at in range(0, len(places), 2)},
        )

    def _children(self) -> list[Any]:
        """Return what is right in the Document, with the languages of elements left open.

        Text that is in no block is a piece of content there, which is made an object of its own.
        """
        made = self._source.make_indirect
        children = [one if one.is_indirect else made(one) for one in self._tree.K[0].K]
        for child in children:
            if "/S" in child and "/Lang" not in child:
                _mark(child, "Lang", 0)
        return children

    def _drawn(self, page: Any, at: int) -> SectionStream:
        """Leave open what of a page the bound file decides; return what is drawn on it."""
        import pikepdf

        drawn = self._stream(at, page.Contents)
        _mark(page, "Contents", at)
        _mark(page, "StructParents", page.StructParents)
        page.Tabs = pikepdf.Name.S
        return drawn

    def _leave_links_open(self, page: Any, at: int) -> None:
        """Leave open what the links of a page say that lead into the book, and note that all are on it."""
        for annotation in page.get("/Annots", ()):
            self._on_pages[_number(annotation)] = at
            name = anchor_of(annotation)
            if name is not None:
                self._leads[_number(annotation)] = name
                for key in ("/A", "/Contents"):
                    if key in annotation:
                        del annotation[key]
                _mark(annotation, "Link", self._links.setdefault(name, len(self._links)))

    def _gather(self, wanted: Iterable[int]) -> None:
        """Take some objects and all that they refer to, those that are no streams as text."""
        import pikepdf

        known, wave = set(self._standing), set(wanted)
        while wave := wave - known:
            texts = []
            for number in wave:
                found = self._source.get_object((number, 0))
                if isinstance(found, pikepdf.Stream):
                    self._streams[number] = found
                    texts.append(found.stream_dict.unparse())
                else:
                    self._texts[number] = text = found.unparse(resolved=True)
                    texts.append(text)
            known |= wave
            wave = _references(b" ".join(texts))
        self._texts, self._streams = dict(sorted(self._texts.items())), dict(sorted(self._streams.items()))

    def _names(self, elements: Iterable[int]) -> Iterator[tuple[bytes, bytes, int]]:
        for number in elements:
            if b"/ID " in self._texts[number]:
                name = self._source.get_object((number, 0)).get("/ID")
                if name is not None:
                    yield bytes(name), name.unparse(), number

    def _facts(self, elements: Mapping[int, bytes]) -> Iterator[tuple[int, TagFacts]]:
        """Yield what PDF/UA-2 asks of elements; what tags tell for that alone is taken away."""
        for number, kind in elements.items():
            told = _TOLD.search(self._texts[number])
            if kind in _ASKED or told:
                element = self._source.get_object((number, 0))
                facts = _facts_of(element, self._leads)
                if facts:
                    yield number, TagFacts(number=number, **facts)
                if told:
                    self._texts[number] = _without(element, ("/MathML", "/Described"))

    def _bodies(self, elements: Mapping[int, bytes], asked: Collection[int]) -> Iterator[bytes]:
        """Yield the text of each object. Of elements type and frame are left open, of links place and number.

        More may be asked of some elements.
        """
        order = {number: at for at, number in enumerate(asked)}
        for number, text in self._texts.items():
            if number in elements:
                kind = elements[number]
                value = b"[ %b %d ]" % (kind, order[number]) if number in order else kind
                before = text.removesuffix(b"/S %b /Type /StructElem >>" % kind)
                yield self._with_frame(number, b"%b/@S %b /Type /StructElem >>" % (before, value))
            elif number in self._on_pages:
                before, _, place = text.rpartition(b"/Rect [ ")
                after = place.replace(b"/StructParent ", b"/@StructParent ", 1)
                yield b"%b/@Rect [ %d %b" % (before, self._on_pages[number], after)
            else:
                yield text

    def _with_frame(self, number: int, text: bytes) -> bytes:
        """Return the text of an element, in which the frame of a picture is left open."""
        framed = _FRAMED.match(text)
        if framed is None:
            return text
        page = self._places[_number(self._source.get_object((number, 0)).Pg)]
        return b"<< /A << /@BBox [ %d %b ]%b" % (page, framed[1], text[framed.end() :])

    def _stream(self, number: int, stream: Any) -> SectionStream:
        raw = stream.read_raw_bytes()
        start = self._pdf.index(raw)
        entries = _with_blanks(entries_of(stream))
        return SectionStream(number, start, start + len(raw), entries, stays_as_it_is(stream))


def _number(found: Any) -> int:
    number: int = found.objgen[0]
    return number


def _references(text: bytes) -> set[int]:
    return set(map(int, _REFERENCE.findall(text)))


def _with_blanks(text: bytes) -> bytes:
    return _EDGE.join(_BLANK.split(text))


def _without(found: Any, keys: Collection[str]) -> bytes:
    """Return a dictionary as text, without some entries."""
    import pikepdf

    return pikepdf.Dictionary({key: one for key, one in found.items() if key not in keys}).unparse()


def _leave_fonts_open(resources: Any) -> None:
    if "/Font" in resources:
        for key in list(resources.Font.keys()):
            del resources.Font[key]
        _mark(resources.Font, "Fonts", 0)


def _mark(holder: Any, key: str, value: Any) -> None:
    """Leave an entry open: a blank with this value will stand for it."""
    if f"/{key}" in holder:
        del holder[f"/{key}"]
    holder[f"/@{key}"] = value


def _elements_in(element: Any) -> list[Any]:
    """Return the elements right in one."""
    return [kid for kid in _objects_in(element) if "/S" in kid]


def _objects_in(element: Any) -> list[Any]:
    """Return what is right in an element, but for its pieces of content, which are numbers."""
    import pikepdf

    return [kid for kid in kids_of(element) if isinstance(kid, pikepdf.Dictionary)]


def _facts_of(element: Any, leads: Mapping[int, str]) -> dict[str, Any]:
    """Return what PDF/UA-2 asks of an element beyond its type, if anything.

    `leads` says to which anchors of the book links lead.
    """
    kind, found = str(element.S), dict[str, Any]()
    if kind == "/Note":
        place = "Endnote" if element.P.S == "/LBody" else "Footnote"
        found = {"attributes": f"/O /FENote /NoteType /{place}", "kind": "/FENote", "refers": True}
        found["name"] = str(element.get("/ID", ""))
    elif kind == "/TOCI":
        found = {"refers": True, "leads_to": _anchors_in(element, leads)}
    elif kind == "/Link" and element.P.S == "/Reference":
        leads_to = _anchors_in(element, leads)
        found = {"refers": True, "is_call": True, "leads_to": leads_to} if leads_to else {}
    elif kind == "/L" and "/A" not in element:
        numbering = "Description" if "/Described" in element else "Unordered"
        found = {"attributes": f"/O /List /ListNumbering /{numbering}"}
    elif kind == "/Div" and any(kid.S == "/Caption" for kid in _elements_in(element)):
        found = {"kind": "/Aside"}  # through a Div its caption would be that of what is round it
    if "/MathML" in element:
        shown = element.Alt.unparse() if "/Alt" in element else b""
        found |= {"mathml": str(element.MathML), "shown": shown}
    return {"kind": kind, **found} if found else {}


def _anchors_in(element: Any, leads: Mapping[int, str]) -> tuple[str, ...]:
    """Return the anchors of the book to which the links in an element lead, each once.

    A link that goes over a line has one annotation for each.
    """
    found, waiting = [], [element]
    while waiting:
        one = waiting.pop(0)
        waiting += _elements_in(one)
        found += [leads.get(_number(kid.Obj)) for kid in _objects_in(one) if "/Obj" in kid]
    return tuple(dict.fromkeys(filter(None, found)))
