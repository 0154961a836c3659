"""The words of a laid-out section: where each line of them begins, and that each letter is printed once.

A text box knows its element but not its place in the text. Boxes of one element come in order, so the letters
that earlier boxes have taken decide where the next one begins. The same walk gathers the letters of each
block, and compares them with the text: what layout left out, printed twice or put elsewhere is found before a
page is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.pagemap import LineStart
from florilegium.editions.pdf.section.footnotes import FOOTNOTE
from florilegium.editions.pdf.section.table_parts import REPEATED
from florilegium.editions.pdf.section.trim import POINTS_PER_PIXEL
from florilegium.editions.pdf.weasyprint.pages.moving import MOVABLE, is_moved
from florilegium.problems import CATALOGUE, Place, Problem

#: The parts of a table that each page with rows of it prints again.
_REPEATED: Final = frozenset({"thead", "tfoot"})

#: Elements whose text is drawn as a picture, or printed in the place of one.
_PICTURES: Final = frozenset({"img", "svg"})

#: A style sheet may set the first letter of a block apart. It stays a part of the block's text.
_FIRST_LETTER: Final = "::first-letter"

#: How far letters may stand past the edge of the sheet, in pixels.
_PAST: Final = 0.5

#: So many letters at a difference are quoted.
_QUOTED: Final = 50

#: The computed style of an element, as WeasyPrint has it.
StyleOf: TypeAlias = Callable[[Element], Any]

#: From an element to which a box refers to that of the section's tree; None for one that this has not.
Own: TypeAlias = Callable[[Any], Element | None]


def itself(element: Any) -> Any:
    """Return the element: a composed section is laid out as the tree that it is."""
    return element


@dataclass
class _Block:
    """A block's text as it should be and as its boxes have it; `first` is the number of its first box.

    Cells that go over a page do not follow one another, so they share the place of `row`, the outermost row
    of a table round them.
    """

    element: Element
    row: Element | None = None
    is_note: bool = False
    is_repeated: bool = False
    is_moved: bool = False
    wanted: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    first: int = -1

    @classmethod
    def of(cls, element: Element, above: _Block | None) -> _Block:
        """Return an empty block inside another."""
        own = cls(
            element,
            row=element if element.tag == "tr" else None,
            is_note=_is_note(element),
            is_repeated=element.tag in _REPEATED,
            is_moved=element.tag in MOVABLE and is_moved(element),
        )
        if above:
            own.row = above.row if above.row is not None else own.row
            own.is_note |= above.is_note
            own.is_repeated |= above.is_repeated
            own.is_moved |= above.is_moved
        return own

    def is_whole(self, hyphen: str = "") -> bool:
        """Return whether its letters are printed once and in order.

        Those of a table's head are printed as often as need be.

        `hyphen` is what the style puts where a word is divided, if it is none that is meant for that.
        """
        wanted, found = (_letters(text).replace(hyphen or " ", "") for text in (self.wanted, self.found))
        times = len(found) // len(wanted) if self.is_repeated and wanted else 1
        return found == wanted * max(times, 1)


class PrintedText:
    """What stands on the pages of a section. `pages` are page boxes of WeasyPrint, `root` is the document.

    Boxes may refer to the elements of another tree: `own` gives that of the document.
    """

    def __init__(self, pages: Sequence[Any], root: Element, own: Own = itself) -> None:
        self._own = own
        self.lines: list[LineStart] = []
        self._outside: list[str] = []
        self._owners: dict[Element, _Block] = {}
        self._blocks = tuple(self._read(root.find("body")))
        self._places = _places_in(root)
        self._given: dict[Element, int] = {}
        self._boxes = 0
        for number, page in enumerate(pages):
            self._take_page(page, number)

    def is_whole(self, style_of: StyleOf) -> bool:
        """Return whether every letter of the text stands on the pages once and in its order."""
        return not any((*self._differences(style_of), *self._misplaced(style_of)))

    def problems(self, style_of: StyleOf, source: str) -> Iterator[Problem]:
        """Yield what the pages have otherwise than the text. `source` is the file to name.

        Reports:
            E011: words are left out, printed twice or put elsewhere.
            E012: words stand past the edge of the sheet.
        """
        for message in (*self._differences(style_of), *self._misplaced(style_of)):
            hint = (
                "See whether a style sheet of the project hides or moves these words. If none does, this is "
                "a fault of Florilegium: report it together with the text."
            )
            yield Problem("E011", CATALOGUE["E011"][0], Place(source), message, hint)
        if self._outside:
            message = f"“{_quoted(self._outside, 0)}” stands past the edge of the page"
            hint = "Make it narrower, or divide it: what is past the edge would be cut off."
            yield Problem("E012", CATALOGUE["E012"][0], Place(source), message, hint)

    def _read(self, body: Element | None) -> Iterator[_Block]:
        """Yield the blocks of the document in their order, with the text that each should have."""
        walk = etree.iterwalk(body, events=("start", "end")) if body is not None else None
        for event, element in walk or ():
            parent = element.getparent()
            above = self._owners.get(parent) if parent is not None else None
            if event == "end":
                if above and element.tail:
                    above.wanted.append(element.tail)
                continue
            if walk and element.get(REPEATED) is not None:
                walk.skip_subtree()
                continue
            owner = above
            if owner is None or element.tag in runs.BLOCKS or _is_note(element):
                owner = _Block.of(element, above)
                yield owner
            self._owners[element] = owner
            if element.text and element.tag not in _PICTURES:
                owner.wanted.append(element.text)

    def _take_page(self, page: Any, number: int) -> None:
        from weasyprint.formatting_structure.boxes import MarginBox, TextBox

        right, foot = page.margin_width() + _PAST, page.margin_height() + _PAST
        for part in page.children:
            if isinstance(part, MarginBox):
                continue
            for box in part.descendants(placeholders=True):
                if isinstance(box, TextBox) and self._take(box, number):
                    left, top = box.position_x, box.position_y
                    if min(left, top) < -_PAST or left + box.width > right or top + box.height > foot:
                        self._outside.append(f"{box.text} ")

    def _take(self, box: Any, page: int) -> bool:
        """Take a text box, unless the style has put it there; whether it was taken."""
        element = self._own(box.element)
        owner = self._owners.get(element) if element is not None else None
        is_added = "::" in box.element_tag
        if element is None or owner is None or element.tag in _PICTURES:
            return False
        if is_added and not box.element_tag.endswith(_FIRST_LETTER):
            return False
        owner.found.append(box.text)
        self._boxes += 1
        if owner.first < 0:
            owner.first = self._boxes
        if element in self._places and not is_added:
            self._add_line(box, element, page, moved=owner.is_moved)
        return True

    def _add_line(self, box: Any, element: Element, page: int, *, moved: bool) -> None:
        """Note with which letter of its block a text box begins."""
        name, pieces = self._places[element]
        before, letters = self._given.get(element, 0), runs.letters(box.text)
        self._given[element] = before + letters
        offset = _offset(pieces, before)
        if letters and offset is not None:
            top, left = (round(at * POINTS_PER_PIXEL, 2) for at in (box.position_y, box.position_x))
            self.lines.append(
                LineStart(block=name, offset=offset, page=page, top=top, left=left, moved=moved)
            )

    def _differences(self, style_of: StyleOf) -> Iterator[str]:
        """Yield a sentence for each block whose letters are not those of the text."""
        for block in self._blocks:
            if block.is_whole():
                continue
            block.wanted = list(self._shown(block, block.element, style_of))
            if not block.is_whole(style_of(block.element)["hyphenate_character"]):
                yield _difference(block)

    def _shown(self, block: _Block, element: Element, style_of: StyleOf) -> Iterator[str]:
        """Yield the text of a block that the style does not hide, nor print in the margins."""
        if _is_hidden(element, style_of) or self._owners.get(element) is not block:
            return
        if element.text and element.tag not in _PICTURES:
            yield element.text
        for child in element:
            yield from self._shown(block, child, style_of)
            if child.tail:
                yield child.tail

    def _misplaced(self, style_of: StyleOf) -> Iterator[str]:
        """Yield a sentence for each block that begins before what stands before it in the text."""
        if not any(_disordered(self._blocks)):
            return
        # Only now is it asked which blocks the style takes out of the flow.
        in_flow = [block for block in self._blocks if not _is_taken_out(block.element, style_of)]
        for block in _disordered(in_flow):
            yield f"“{_quoted(block.wanted, 0)}” stands elsewhere on the pages than in the text"


def _disordered(blocks: Sequence[_Block]) -> Iterator[_Block]:
    """Yield the blocks that are out of order: notes follow notes, and what was moved is free."""
    firsts: dict[Element, int] = {}
    for block in blocks:
        if block.row is not None and block.first >= 0 and not block.is_note:
            firsts[block.row] = min(firsts.get(block.row, block.first), block.first)
    last = {True: -1, False: -1}
    for block in blocks:
        first = block.first
        if block.row is not None and not block.is_note:
            first = firsts.get(block.row, first)
        if first < 0 or block.is_moved:
            continue
        if first < last[block.is_note]:
            yield block
        last[block.is_note] = max(first, last[block.is_note])


def _is_note(element: Element) -> bool:
    return element.tag == "span" and element.get("class") == FOOTNOTE


def _is_hidden(element: Element, style_of: StyleOf) -> bool:
    if not isinstance(element.tag, str):
        return True
    style = style_of(element)
    return bool(style["display"] == ("none",) or style["position"][0] == "running()")


def _is_taken_out(element: Element, style_of: StyleOf) -> bool:
    """Return whether the style takes an element, or what is round it, out of the flow."""
    styles = (style_of(one) for one in (element, *element.iterancestors()))
    return any(
        style["float"] in {"left", "right"} or style["position"] in {"absolute", "fixed"} for style in styles
    )


def _letters(pieces: Iterable[str]) -> str:
    """Return the letters of a text, as a style may not change them: it may set them in capitals."""
    text = "".join("".join(pieces).split())
    for sign in runs.UNCOUNTED if not text.isascii() else "":
        text = text.replace(sign, "")
    return text.casefold()


def _difference(block: _Block) -> str:
    """Return what is wrong with a block's letters, with the words at which it begins."""
    wanted, found = _letters(block.wanted), _letters(block.found)
    same = next((at for at, pair in enumerate(zip(wanted, found, strict=False)) if len({*pair}) > 1), None)
    at = min(len(wanted), len(found)) if same is None else same
    if len(found) < len(wanted):
        return f"“{_quoted(block.wanted, at)}” is not on the pages"
    if len(found) > len(wanted):
        return f"“{_quoted(block.found, at)}” stands on the pages once more than in the text"
    return f"“{_quoted(block.wanted, at)}” stands on the pages as “{_quoted(block.found, at)}”"


def _quoted(pieces: Iterable[str], letter: int) -> str:
    """Return the words of a text from a letter on, or from the beginning of its word."""
    text = " ".join("".join(pieces).split())
    place = 0
    while place < len(text) and letter > 0:
        letter -= len(_letters(text[place]))
        place += 1
    place = text.rfind(" ", 0, place + 1) + 1
    return text[place : place + _QUOTED].strip()


def _places_in(root: Element) -> dict[Element, tuple[str, list[tuple[int, int]]]]:
    """Return, for each element with text, its block's id and pieces: (first letter in the block, count)."""
    found: dict[Element, tuple[str, list[tuple[int, int]]]] = {}
    body = root.find("body")
    for block in runs.leaves(body) if body is not None else ():
        name, count = block.get("id", ""), 0
        for run in runs.runs(block):
            parent = run.owner.getparent() if run.tail else run.owner
            size = runs.letters(run.text)
            if parent is not None:
                found.setdefault(parent, (name, []))[1].append((count, size))
            count += size
    return found


def _offset(pieces: list[tuple[int, int]], given: int) -> int | None:
    """Return the place in its block of the letter after `given` letters of an element."""
    for first, size in pieces:
        if given < size:
            return first + given
        given -= size
    return None
