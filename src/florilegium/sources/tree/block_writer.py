"""The body as it is written: open containers, the open block of text, and the inline elements open in it.

An outline is told what begins and what ends, in the order of the source, and keeps the structure sound: text
stands in blocks, blocks in containers that may hold them, list items in lists, cells in rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.formula import Formula
from florilegium.languages.scripts import is_right_to_left
from florilegium.sources.parts import weigh
from florilegium.sources.tree import vocabulary
from florilegium.sources.tree.inline_writer import RunningText
from florilegium.sources.tree.source_pages import PAGE_MARK
from florilegium.sources.tree.vocabulary import Inline
from florilegium.system.values import dataclass

#: No container and no inline element nests deeper; what does is unwrapped.
_CONTAINERS: Final = 24
_INLINES: Final = 12

_PARENTS: Final[dict[str, frozenset[str]]] = {
    "li": frozenset({"ul", "ol"}),
    "tr": frozenset({"thead", "tbody"}),
    **dict.fromkeys(("td", "th"), frozenset({"tr"})),
    **dict.fromkeys(("thead", "tbody", "caption"), frozenset({"table"})),
    "figcaption": frozenset({"figure"}),
}

#: The chain of containers that a table or a list needs before it can hold text.
_BETWEEN: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("ul", "ol"), ("li",)),
    "table": ("tbody", "tr", "td"),
    **dict.fromkeys(("thead", "tbody"), ("tr", "td")),
    "tr": ("td",),
}

#: Containers beyond which a list item or a row does not look for its list or table.
_WALLS: Final = frozenset({"blockquote", "td", "th", "figcaption", "caption", "figure"})

#: Blocks in which no page of the source is marked: titles, code, captions.
_UNMARKED: Final = frozenset({"h2", "pre", "figcaption", "caption"})

Undo = Callable[[], None]


@dataclass(frozen=True)
class _Open:
    """An open container. `implied`: no element of the source stands for it."""

    element: Element
    implied: bool = False


class Outline:
    """Writes a body. Each of `leaf`, `container`, `division` and `inline` returns what ends it."""

    def __init__(self, language: str) -> None:
        self.body = etree.Element("body")
        self._language = language.partition("-")[0].lower()
        self._direction = "rtl" if is_right_to_left(language) else "ltr"
        self._open = [_Open(self.body)]
        self._running: RunningText | None = None
        self._inlines: list[Inline] = []
        self._inherited: list[dict[str, str]] = []
        self._marks: dict[str, str] = {}
        self._names: list[str] = []  # of places that have no block yet
        self._aliases: dict[str, str] = {}
        self._page = ""
        self._pages: list[str] = []  # of the source, that begin before the next paragraph

    def finish(self) -> Element:
        """End what is open and give the body, its links leading to the names that its blocks have."""
        self._close_leaf()
        for link in self.body.iter("a"):
            name = link.get("href", "")[1:]
            if name in self._aliases:
                link.set("href", f"#{self._aliases[name]}")
        return self.body

    def moved(self, element: Element, names: list[str]) -> None:
        """Remember where in the source the walk is; blocks that begin here will tell it.

        `names` are those that links of the source use for this place.
        """
        self._names += names
        marks = {"at": element.get("data-at"), "n": element.get("data-n")}
        self._marks |= {name: value for name, value in marks.items() if value}

    # ---- blocks

    def leaf(self, tag: str, element: Element) -> Undo:
        """Begin a block of running text; a heading keeps the level that it has in the source."""
        level = tag[1:] if tag[0] == "h" else ""
        block = self._begin_leaf("h2" if level else tag, element).block
        if level:
            block.set("level", level)
        if element.tag == "dt":
            block.set("term", "")
        bold = self.inline((Inline("strong", {}),)) if element.tag in {"dt", "summary"} else _nothing

        def undo() -> None:
            bold()
            self._close_leaf()

        return undo

    def container(self, tag: str, element: Element) -> Undo:
        """Begin a block that holds blocks; where it has no place, its content stands in what is open."""
        self._close_leaf()
        if len(self._open) > _CONTAINERS or not self._has_place(tag, element):
            return self.division(element)
        depth = len(self._open)
        self._push(tag, self._attributes(tag, element))

        def undo() -> None:
            self._close_leaf()
            del self._open[depth:]

        return undo

    def division(self, element: Element) -> Undo:
        """Begin a block of the source that is none here; its language goes to the blocks in it."""
        self._close_leaf()
        self._inherited.append(self._attributes("", element))

        def undo() -> None:
            self._close_leaf()
            self._inherited.pop()

        return undo

    def rule(self) -> None:
        """Write a break between sections; inside a quotation or a list it is none."""
        self._close_leaf()
        if len(self._open) == 1:
            etree.SubElement(self.body, "hr", self._marks)

    # ---- what stands in a block

    def text(self, text: str, weight: int | None = None) -> None:
        """Write running text; white space alone begins no block. `weight` is the source's, if it differs."""
        says = bool(text) and not text.isspace()
        if self._running is None and not says:
            return
        self._run().text(text, self._inlines, weigh(text) if weight is None else weight)
        if says and self._names:
            self._name()

    def inline(self, found: tuple[Inline, ...]) -> Undo:
        """Begin inline elements; each is written when text for it comes."""
        depth = len(self._inlines)
        self._inlines += found[: max(_INLINES - depth, 0)]

        def undo() -> None:
            del self._inlines[depth:]
            if self._running is not None:
                self._running.leave(depth)

        return undo

    def line_break(self) -> None:
        """Write a line break; two in a row divide a paragraph."""
        running = self._running
        if running is None:
            return
        if running.block.tag == "pre":
            running.text("\n", self._inlines, 0)
        elif running.line_break(self._inlines) and running.block.tag == "p":
            self._close_leaf()

    def call(self, element: Element) -> None:
        """Write a note call with its `note`, `at` and `weight`."""
        at = element.get("at") or self._marks.get("at", "")
        marks = {"note": element.get("note", ""), "at": at, "was": element.get("was", "")}
        self._run().put(
            "call", {name: value for name, value in marks.items() if value or name != "was"}, self._inlines
        )
        self._run().weight += int(element.get("weight", 0))

    def beside(self, text: str) -> None:
        """Note what the source has here beyond the text that was written."""
        self._run().beside.append(text)

    def formula(self, formula: Formula, source: dict[str, str]) -> None:
        """Write a formula; a display is a paragraph of its own. `source` has its letters in the source."""
        attributes = {"at": self._marks.get("at", ""), **formula.attributes(), **source}
        if formula.display:
            running = self._begin_leaf("p", None)
            running.block.attrib.update({"class": "formula", "role": "body"})
            inlines: list[Inline] = []
        else:
            running, inlines = self._run(), self._inlines
        running.put("math", attributes, inlines, runs.OBJECT)
        running.weight += weigh(source.get("was", ""))
        if self._names:
            self._name()
        if formula.display:
            self._close_leaf()

    @property
    def is_plain(self) -> bool:
        """Return whether what is open holds words alone: a heading, code."""
        return self._running is not None and self._running.block.tag in {"h2", "pre"}

    def page(self, number: str) -> None:
        """Write where a page of the source begins: in running text, else where the next begins."""
        if number in {self._page, ""}:
            return
        self._page = number
        if self._running is not None and self._running.block.tag not in _UNMARKED:
            self._running.put(PAGE_MARK, {"page": number}, self._inlines)
        else:
            self._pages.append(number)

    def image(self, image: Inline) -> None:
        """Write a picture: straight in a figure, or in the running text."""
        attributes = {"at": self._marks.get("at", ""), **image.attributes}
        top = self._open[-1].element
        if self._running is None and top.tag == "figure":
            etree.SubElement(top, "img").attrib.update(attributes)
        else:
            self._run().put("img", attributes, self._inlines)

    # ---- how it holds together

    def _run(self) -> RunningText:
        """Return the open block of text, or a new paragraph."""
        return self._running or self._begin_leaf("p", None)

    def _name(self) -> None:
        """Give the open block the names of the places that it begins or holds; it keeps the first."""
        block = self._run().block
        block.set("id", block.get("id") or self._names[0])
        self._aliases |= dict.fromkeys(self._names, block.get("id", ""))
        self._names = []

    def _begin_leaf(self, tag: str, element: Element | None) -> RunningText:
        self._close_leaf()
        self._make_room()
        attributes = self._attributes(tag, element)
        self._running = RunningText(etree.SubElement(self._open[-1].element, tag, attributes))
        for number in self._pages if tag not in _UNMARKED else ():
            self._running.put(PAGE_MARK, {"page": number}, ())
        self._pages = self._pages if tag in _UNMARKED else []
        return self._running

    def _close_leaf(self) -> None:
        if self._running is not None:
            self._running.close()
        self._running = None

    def _push(self, tag: str, attributes: dict[str, str], implied: bool = False) -> None:
        self._open.append(_Open(etree.SubElement(self._open[-1].element, tag, attributes), implied))

    def _attributes(self, tag: str, element: Element | None) -> dict[str, str]:
        """Return the attributes of a new block: its own, those of the divisions round it, and its place."""
        found = dict(self._inherited[-1]) if self._inherited else {}
        found |= self._marks
        if element is not None:
            own = vocabulary.attributes_of(element, tag)
            for name, usual in (("lang", self._language), ("dir", self._direction)):
                if name not in found and own.get(name, "").partition("-")[0].lower() == usual:
                    own.pop(name, None)
            found |= own
            role = element.get("data-role")
            found |= {"role": role} if role else {}
            cell = tag in {"td", "th"}
            shape = vocabulary.alignment_of(element) if cell else vocabulary.shape_of(element, tag)
            found |= {"class": shape} if shape else {}
        return found

    def _make_room(self) -> None:
        """See to it that what is open can hold a block of text or a container."""
        while self._open[-1].implied and self._open[-1].element.tag in {"ul", "ol"}:
            self._open.pop()
        top = self._open[-1].element
        last = next(top.iterchildren(reversed=True), None)
        if top.tag in {"ul", "ol"} and last is not None:
            self._open.append(_Open(last, implied=True))
            return
        for tag in _BETWEEN.get(str(top.tag), ()):
            self._push(tag, dict(self._marks), implied=True)

    def _has_place(self, tag: str, element: Element) -> bool:
        """Find or make the place of a container; False when it can have none here."""
        parents = _PARENTS.get(tag)
        if parents is None:
            self._make_room()
            return tag != "figure" or self._open[-1].element.tag != "figure"
        if self._back_to(parents):
            return True
        if tag == "li":
            self._make_room()
            listed = element.get("data-list")
            self._push("ol" if listed == "ol" else "ul", dict(self._marks), implied=True)
            return True
        return self._imply_row(tag)

    def _imply_row(self, tag: str) -> bool:
        """Make the row or the table's body that a row or a cell lacks."""
        chain = {"tr": ("tbody",), "td": ("tr",), "th": ("tr",)}.get(tag, ())
        if chain and self._back_to(frozenset({"tbody", "thead"})):
            for name in chain if tag != "tr" else ():
                self._push(name, dict(self._marks), implied=True)
            return True
        if chain and self._back_to(frozenset({"table"})):
            for name in ("tbody",) if tag == "tr" else ("tbody", "tr"):
                self._push(name, dict(self._marks), implied=True)
            return True
        return False

    def _back_to(self, parents: frozenset[str]) -> bool:
        """Close containers up to the nearest of `parents`, if there is one before a wall."""
        for depth in range(len(self._open) - 1, -1, -1):
            tag = str(self._open[depth].element.tag)
            if tag in parents:
                del self._open[depth + 1 :]
                return True
            if tag in _WALLS:
                return False
        return False


def _nothing() -> None:
    """Do nothing: the end of an inline element that was not begun."""
