"""The running text of an OpenDocument paragraph, written into a block with what its spans mean."""

from __future__ import annotations

from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.formulas.canonical import MATHML, SOURCE
from florilegium.sources.formulas.page_formulas import serialised
from florilegium.sources.opendocument.text_citations import is_of_program
from florilegium.sources.opendocument.text_package import (
    DRAW,
    MATH,
    SVG,
    TEXT,
    XLINK,
    is_hidden,
    is_of,
    name_of,
    number_of,
)
from florilegium.sources.opendocument.text_record import TextRecord
from florilegium.sources.story_record import HIDDEN, UNFILLED
from florilegium.sources.tree.vocabulary import CITES, Inline
from florilegium.sources.word.marked_text import MarkedText, Marks, is_linked, meaning_of
from florilegium.sources.word.ooxml.word_styles import Look
from florilegium.system.patterns import regex

#: White space that counts as one space; others are elements (OpenDocument 1.3, Part 3, §6.1.2).
_WHITE: Final = regex(r"[ \t\r\n]+")

#: Elements that show nothing.
_SILENT: Final = frozenset(
    {
        *("change", "change-start", "change-end", "soft-page-break"),
        *("number", "script", "alphabetical-index-mark", "alphabetical-index-mark-start"),
        *("alphabetical-index-mark-end", "toc-mark", "toc-mark-start", "toc-mark-end", "user-index-mark"),
        *("user-index-mark-start", "user-index-mark-end", "annotation-end", "dde-connection"),
    }
)
_ANCHORS: Final = frozenset({"bookmark", "bookmark-start", "reference-mark", "reference-mark-start"})
_ENDS: Final = frozenset({"bookmark-end", "reference-mark-end"})

#: Fields that name a page of the document.
_PAGES: Final = frozenset({"page-number", "page-count", "page-continuation"})
_REFERENCES: Final = frozenset({"bookmark-ref", "reference-ref", "sequence-ref", "note-ref"})

_DESCRIBED: Final = "left out: what the document says of a drawing"

#: Shapes that hold text.
_SHAPES: Final = frozenset({"frame", "custom-shape", "g", "rect", "ellipse", "line", "path", "connector"})
_MOST: Final = 1000

#: The elements of a formula that hold letters.
_TOKENS: Final = frozenset({"mi", "mn", "mo", "mtext"})


class ParagraphRuns:
    """Writes the text of one paragraph. `waiting` is what is to stand behind it: pictures, boxes, objects.

    `base` is the look that means nothing, `own` that of letters which nothing in the paragraph marks.
    """

    def __init__(self, block: Element, record: TextRecord, base: Look, own: Look) -> None:
        self.out = MarkedText(block)
        self.waiting: list[Element] = []
        self._record, self._base = record, base
        self._own = own
        self._fresh = True

    def read(self, paragraph: Element) -> None:
        """Read a paragraph's text."""
        self._inside(paragraph, (), self._own)
        self.out.close()

    def _inside(self, element: Element, outer: Marks, look: Look) -> None:
        """Read what stands in an element, in the marks round it."""
        self._write(element.text, outer, look)
        for child in element:
            self._child(child, outer, look)
            self._write(child.tail, outer, look)

    def _write(self, text: str | None, outer: Marks, look: Look) -> None:
        if not text:
            return
        text = _WHITE.sub(" ", text)
        text = text.lstrip(" ") if self._fresh else text
        self._fresh = text.endswith(" ") if text else self._fresh
        self._put(text, outer, look)

    def _put(self, text: str, outer: Marks, look: Look) -> None:
        """Write letters as their look means; hidden ones are left out."""
        if look.hidden:
            self._record.leave_out("boilerplate", HIDDEN, text)
            return
        told = meaning_of(look, self._base, linked=is_linked(outer))
        cites = self._record.cited.keys
        cited = (Inline("span", {CITES: cites}),) if cites else ()
        self.out.write(text, (*cited, *outer, *(one for one in told if one not in outer)))

    def _child(self, element: Element, outer: Marks, look: Look) -> None:
        name = name_of(element)
        if not name or name in _SILENT:
            return
        if name == "span":
            self._inside(element, outer, self._record.styles.look(element.get(f"{TEXT}style-name", ""), look))
        elif name in {"s", "tab", "line-break"}:
            self._white(element, name, outer, look)
        elif name == "a":
            self._link(element, outer, look)
        elif name in _ANCHORS:
            self._anchor(element.get(f"{TEXT}name", ""))
        elif name in _ENDS:
            self._record.cited.end(element.get(f"{TEXT}name", ""))
        elif name == "note":
            called = self._record.call(element)
            self.out.put("call", {"note": called.label, "at": called.at}, outer)
            self._fresh = False
        elif name == "annotation":
            self._record.leave_comment(element)
        elif name == "ruby":
            self._ruby(element, outer, look)
        elif name in _SHAPES and is_of(element, DRAW):
            self._drawn(element, outer)
        else:
            self._field(element, name, outer, look)

    def _white(self, element: Element, name: str, outer: Marks, look: Look) -> None:
        """Write white space that counts: spaces, a tab, the end of a line."""
        if name == "line-break":
            self.out.put("br", {}, outer)
            self._fresh = True
            return
        count = min(number_of(element.get(f"{TEXT}c"), 1), _MOST)
        self._put(" " * count if name == "s" else "\t", outer, look)
        self._fresh = False

    def _link(self, element: Element, outer: Marks, look: Look) -> None:
        """Read a link; one to a heading or a table by its words leads nowhere in a book."""
        href = element.get(f"{XLINK}href", "")
        inside = href.startswith("#") and "|" in href
        marks = outer if inside or not href else (*outer, Inline("a", {"href": href}))
        self._inside(element, marks, look)

    def _anchor(self, name: str) -> None:
        """Name a place of the text, or begin the words of a citation.

        Reports:
            S046: its mark has no sound data of what it cites.
        """
        sound = self._record.cited.begin(name)
        if sound is None and not is_of_program(name):
            self.out.put("a", {"id": name}, ())
        elif sound is False:
            message = "the mark round a citation here has no sound data of what it cites"
            hint = "The words stay; only the index of works and the records lack the work."
            self._record.reading.problem("S046", self._record.at, message, hint)

    def _ruby(self, element: Element, outer: Marks, look: Look) -> None:
        ruby = Inline("ruby", {})
        for part in element.findall(f"{TEXT}ruby-base"):
            self._inside(part, (*outer, ruby), look)
        for part in element.findall(f"{TEXT}ruby-text"):
            self._inside(part, (*outer, ruby, Inline("rt", {})), look)

    def _field(self, element: Element, name: str, outer: Marks, look: Look) -> None:
        """Read a field, whose text is what it shows, or what is wrapped round text."""
        if is_hidden(element):
            self._record.hide(element)
            return
        if name == "placeholder":
            self._record.leave_out("boilerplate", UNFILLED, "".join(map(str, element.itertext())))
            return
        page = element.get(f"{TEXT}reference-format") == "page"
        if name in _PAGES or (name in _REFERENCES and page):
            self._record.pages.append(self._record.at)
        cites = self._record.cited.entry(element) if name == "bibliography-mark" else ""
        outer = (*outer, Inline("span", {CITES: cites})) if cites else outer
        self._inside(element, outer, look)

    # ---- drawings

    def _drawn(self, element: Element, outer: Marks) -> None:
        """Read a drawing: a formula and a picture in the line stand there, the rest behind the paragraph."""
        formula = formula_of(element, self._record)
        if formula is not None:
            self.out.put("math", marks_of(formula), outer)
            leave_description(element, self._record)
            self._fresh = False
        elif element.get(f"{TEXT}anchor-type") == "as-char" and _is_picture(element):
            self.out.put("img", picture_of(element, self._record), outer)
            self._fresh = False
        else:
            self.waiting.append(element)


def _is_picture(frame: Element) -> bool:
    held = [name_of(one) for one in frame]
    return "image" in held and not {"object", "object-ole", "text-box"} & set(held)


def picture_of(frame: Element, record: TextRecord) -> dict[str, str]:
    """Return the attributes of the `img` for a frame; of several forms of one picture the first that fits."""
    for told in frame.iter(f"{SVG}title", f"{SVG}desc"):
        if told.getparent() is not frame:
            record.leave_out("boilerplate", _DESCRIBED, f"{told.text or ''} ")
    sources = [record.package.picture(image) for image in frame.iterchildren(f"{DRAW}image")]
    kinds = ("data:image/png", "data:image/jpeg", "data:image/gif")
    source = next((one for one in sources if one.startswith(kinds)), next(iter(sources), ""))
    title = " ".join((frame.findtext(f"{SVG}title") or "").split())
    description = (frame.findtext(f"{SVG}desc") or "").strip()
    if title and description.split() and title.split() != description.split():
        return {"src": source, "alt": title, "description": description}
    record.leave_out("boilerplate", _DESCRIBED, title if description else "")
    return {"src": source, "alt": description or title}


def leave_description(drawing: Element, record: TextRecord) -> None:
    """Leave out what a document says of a drawing that is no picture: LibreOffice names each formula one."""
    for name in ("title", "desc"):
        for told in drawing.iterchildren(f"{SVG}{name}"):
            record.leave_out("boilerplate", _DESCRIBED, f"{told.text or ''} ")


def formula_of(frame: Element, record: TextRecord) -> Element | None:
    """Return the formula that a frame holds, in MathML."""
    for one in frame.iterchildren(f"{DRAW}object"):
        root = record.package.object_of(one)
        inside = next(one.iterchildren(f"{MATH}math"), None)
        if inside is not None or (root is not None and root.tag == f"{MATH}math"):
            return root if inside is None else inside
    return None


def marks_of(formula: Element) -> dict[str, str]:
    """Return the attributes of the `math` for a formula."""
    letters = ["".join(map(str, one.itertext())) for one in formula.iter() if name_of(one) in _TOKENS]
    return {MATHML: serialised(formula), SOURCE: "\n".join(letters)}
