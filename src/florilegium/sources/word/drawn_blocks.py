"""What the drawings of a Word paragraph hold beside its lines: it stands as blocks behind the paragraph."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.word import drawings
from florilegium.sources.word.block_flow import Flow, ReadParagraph
from florilegium.sources.word.ooxml.wordml import CHART, DIAGRAM, A, V, W, local
from florilegium.sources.word.story_state import WordState


class DrawnBlocks:
    """Takes the drawings of a paragraph; `waiting` is what is to stand behind it.

    `read_box` reads the content of a box of text into a flow.
    """

    def __init__(self, state: WordState, part: str, read_box: Callable[[Element, Flow], None]) -> None:
        self.waiting: list[Element] = []
        self._state, self._part, self._read_box = state, part, read_box

    def place(self, flow: Flow) -> None:
        """Put what waits into a flow."""
        waiting, self.waiting = self.waiting, []
        for element in waiting:
            self._place(element, flow)

    def draw(self, drawing: Element) -> list[Element]:
        """Return the pictures of a drawing that stand in the lines; the rest stands after the paragraph."""
        pictures: list[Element] = []
        floating = drawings.is_floating(drawing)
        for one in drawings.parts_of(drawing):
            if local(one) not in {"blip", "imagedata"}:
                self.waiting.append(one)
                continue
            picture = drawings.picture(one, drawing, self._state, self._part)
            if picture is not None and (floating or self.waiting):
                holder = etree.Element("p")
                holder.append(picture)
                self.waiting.append(holder)
            elif picture is not None:
                pictures.append(picture)
        return pictures

    def _place(self, element: Element, flow: Flow) -> None:
        """Put what stands beside a paragraph behind it: a picture, a box of text, a diagram, a chart."""
        if element.tag == "p":
            self._add(element, flow)
        elif element.tag == f"{W}txbxContent":
            self._read_box(element, flow)
        elif element.tag in {f"{A}p", f"{V}textpath"}:
            words = drawings.words_of(element) if element.tag == f"{A}p" else element.get("string", "")
            self._add_words("p", words, flow)
        elif element.tag == f"{DIAGRAM}relIds":
            for line in drawings.diagram_lines(element, self._state, self._part):
                self._add_words("p", line, flow)
            self._report_drawing("a diagram", "its words stand as paragraphs")
        elif element.tag == f"{CHART}chart":
            self._chart(element, flow)

    def _chart(self, element: Element, flow: Flow) -> None:
        """Put the numbers of a chart as a table."""
        title, rows = drawings.chart_rows(element, self._state, self._part)
        self._report_drawing("a chart", "its numbers stand as a table")
        if not rows:
            self._add_words("p", title, flow)
            return
        table = self._state.make(None, "table")
        if title:
            self._state.make(table, "caption").text = title
        body = self._state.make(table, "tbody")
        for row in rows:
            made = self._state.make(body, "tr")
            for at, text in enumerate(row):
                heads = not at or (row is rows[0] and not row[0])
                self._state.make(made, "th" if heads else "td").text = text
        flow.add_block(table)
        self._state.count += 1

    def _report_drawing(self, what: str, so: str) -> None:
        """Report a drawing that Word makes from its data.

        Reports:
            S016: as said.
        """
        message = f"{what} of this document cannot be drawn here; {so}"
        hint = "Save it in Word as a picture (PNG) and put that in its place."
        self._state.reading.problem("S016", self._state.at, message, hint)

    def _add_words(self, tag: str, words: str, flow: Flow) -> None:
        if words.strip():
            block = etree.Element(tag)
            block.text = words
            self._add(block, flow)

    def _add(self, block: Element, flow: Flow) -> None:
        self._state.mark(block)
        flow.add(ReadParagraph(block))
        self._state.count += 1
