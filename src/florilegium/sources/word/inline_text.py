"""The running text of a Word paragraph: its runs, links, calls, pictures, fields, formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.parts import weigh
from florilegium.sources.story_record import HIDDEN, STRUCK
from florilegium.sources.tree.symbols import shown, sign_of
from florilegium.sources.tree.vocabulary import CITES, Inline
from florilegium.sources.word.formulas import formula
from florilegium.sources.word.marked_text import MarkedText, Marks, is_linked, meaning_of
from florilegium.sources.word.ooxml.fields import PAGES, TOLD, FieldStack, OpenField, made_of
from florilegium.sources.word.ooxml.word_styles import Look
from florilegium.sources.word.ooxml.wordml import MC, M, R, W, is_math, local
from florilegium.sources.word.story_state import CalledNote, WordState
from florilegium.system.patterns import regex

#: Elements that hold no text, or none that is shown.
_SILENT: Final = frozenset(
    {
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "proofErr", "permStart", "permEnd"),
        *("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "footnoteRef"),
        *("endnoteRef", "separator", "continuationSeparator", "lastRenderedPageBreak", "smartTagPr"),
        *("customXmlPr", "fldData", "ffData", "rubyPr", "moveFromRangeStart", "moveFromRangeEnd"),
        *("moveToRangeStart", "moveToRangeEnd", "dirPr", "delInstrText", "pgNum"),
    }
)

#: Signs that are elements of their own.
_SIGNS: Final = {
    "noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    "softHyphen": "\N{SOFT HYPHEN}",
    "tab": "\t",
    "ptab": "\t",
}

#: A mark that an author types for a note: signs, or a few letters with nothing after them in their run.
_TYPED_MARK: Final = regex(r"\s*(?:[^\s]{1,4}\s*\Z|[*†‡§¶#]{1,4}\s*)")


class ParagraphText:
    """Writes the text of one paragraph, or of several whose marks are gone, into a block.

    `base` is how letters of the paragraph look anyway; what differs from it means something. `draw` takes
    drawings; it returns pictures for the running text.
    """

    def __init__(
        self,
        block: Element,
        state: WordState,
        part: str,
        fields: FieldStack,
        draw: Callable[[Element], list[Element]],
    ) -> None:
        self.out = MarkedText(block)
        self._state, self._part, self._fields, self._draw = state, part, fields, draw
        self._look, self._base, self._style = Look(), Look(), ""
        self._fixed = False  # the look of letters means nothing
        self._awaiting: CalledNote | None = None  # a call whose own mark follows

    def read(self, paragraph: Element, style: str, base: Look, outer: Marks = ()) -> None:
        """Read the content of a paragraph of a style."""
        self._style, self._base = style, base
        self.walk(paragraph, outer)

    def read_plain(self, paragraph: Element) -> None:
        """Read the letters of a paragraph without what their look means."""
        self._fixed = True
        self.walk(paragraph, ())
        self._fixed = False

    # ---- what stands in a paragraph

    def walk(self, parent: Element, marks: Marks) -> None:
        """Read what stands in an element, in its order."""
        for child in parent:
            name = local(child)
            if name in _SILENT or not name:
                continue
            if is_math(child):
                self._formula(child, marks)
            elif child.tag == f"{MC}AlternateContent":
                self.walk(self._state.branch_of(child), marks)
            elif name == "r":
                self._run(child, marks)
            else:
                self._wrapper(child, name, marks)

    def _wrapper(self, element: Element, name: str, marks: Marks) -> None:
        """Read an element that holds runs."""
        if name in {"del", "moveFrom"}:
            self._strike(element)
        elif name == "sdt" and self._state.leave_unfilled(element):
            return
        elif name == "hyperlink":
            link = self._link(element)
            self.walk(element, (*marks, link) if link and not is_linked(marks) else marks)
        elif name == "fldSimple":
            self._simple_field(element, marks)
        elif name in {"bdo", "dir"}:
            way = element.get(f"{W}val", "")
            turned = way in {"rtl", "ltr"}
            self.walk(element, (*marks, Inline("span", {"dir": way})) if turned else marks)
        elif name == "bookmarkStart":
            self._bookmark(element)
        elif name == "bookmarkEnd":
            self._state.marked.pop(element.get(f"{W}id", ""), None)
        elif name == "ruby":
            self._ruby(element, marks)
        else:
            self._in_run(element, name, marks)

    def _run(self, run: Element, marks: Marks) -> None:
        """Read a run, with what its look means."""
        properties = run.find(f"{W}rPr")
        before = self._look
        self._look = self._state.styles.look(properties, self._style)
        linked = is_linked(marks) or bool(self._fields.link())
        means = [] if self._fixed else meaning_of(self._look, self._base, linked=linked)
        inner = (*marks, *means)
        self.walk(run, inner)
        self._look = before

    def _in_run(self, child: Element, name: str, marks: Marks) -> None:
        """Read one thing of a run."""
        if name == "t":
            self._text(shown(child.text or "", self._look.font), marks)
        elif name in _SIGNS:
            self._text(_SIGNS[name], marks)
        elif name in {"br", "cr"}:
            self._line_break(child, marks)
        elif name == "sym":
            self._symbol(child, marks)
        elif name == "fldChar":
            self._field(child, marks)
        elif name == "instrText":
            self._fields.instruct(child.text or "")
        elif name == "delText":
            self._state.leave_out("boilerplate", STRUCK, child.text or "")
        elif name in {"footnoteReference", "endnoteReference"}:
            self._call(child, name.removesuffix("Reference"), marks)
        elif name in {"drawing", "pict", "object"}:
            self._drawing(child, marks)
        elif name == "ruby":
            self._ruby(child, marks)
        else:
            self.walk(child, marks)

    # ---- letters

    def _text(self, text: str, marks: Marks) -> None:
        """Write letters, unless they are hidden or stand in an instruction."""
        if self._look.capitals and not self._base.capitals:
            text = text.upper()
        if self._look.hidden:
            self._state.leave_out("boilerplate", HIDDEN, "" if self._fields.is_silent else text)
        elif not self._fields.is_silent:
            if self._awaiting is not None and weigh(text):
                text = self._without_mark(text)
            for field in self._fields.open if weigh(text) else ():
                field.shown = True
            link = self._fields.link()
            linked = (Inline("a", {"href": link}),) if link and not is_linked(marks) else ()
            self.out.write(text, (*self._cited(text), *linked, *marks))

    def _symbol(self, element: Element, marks: Marks) -> None:
        """Write a sign of a symbol font.

        Reports:
            S015: Unicode has no such sign.
        """
        code, font = element.get(f"{W}char", ""), element.get(f"{W}font", "")
        try:
            sign = sign_of(int(code, 16), font)
        except ValueError:
            sign = ""
        if not sign and not self._fields.is_silent and not self._look.hidden:
            message = f"the sign {code} of the font “{font}” was left out: no letter is known for it"
            hint = "Put the sign in as a letter of an ordinary font, or in words."
            self._state.reading.problem("S015", self._state.at, message, hint)
        self._text(sign, marks)

    def _line_break(self, element: Element, marks: Marks) -> None:
        """Keep a line break; let the end of a page or a column only part words."""
        if self._look.hidden or self._fields.is_silent:
            return
        if element.get(f"{W}type") in {"page", "column"}:
            self.out.write(" ", marks)
        else:
            self.out.put("br", {}, marks)

    def _strike(self, element: Element) -> None:
        """Enter what a tracked change has struck or moved away; its fields are met all the same."""
        for one in element.iter(f"{W}delText", f"{W}t", f"{W}fldChar", f"{W}instrText"):
            if one.tag == f"{W}fldChar":
                self._fields.meet(one)
            elif one.tag == f"{W}instrText":
                self._fields.instruct(one.text or "")
            elif not self._fields.is_silent:
                self._state.leave_out("boilerplate", STRUCK, one.text or "")
        self._state.uncall(element)

    def _ruby(self, element: Element, marks: Marks) -> None:
        """Write letters with their reading above them."""
        ruby = Inline("ruby", {})
        for part in element.findall(f"{W}rubyBase"):
            self.walk(part, (*marks, ruby))
        for part in element.findall(f"{W}rt"):
            self.walk(part, (*marks, ruby, Inline("rt", {})))
        self.out.enter(marks)

    # ---- fields and links

    def _cited(self, text: str) -> Marks:
        """Return the mark of letters in which a field shows the works that it cites.

        Reports:
            S046: the field has no sound data of them.
        """
        for field in self._fields.showing() if weigh(text) else ():
            if field.cites is None:
                cites = self._state.works.of_field(field.instruction, field.begin)
                field.cites = cites or ()
                if cites is None:
                    message = f"the field that shows “{text.strip()[:40]}” has no sound data of what it cites"
                    hint = "The words stay; only the index of works and the records lack the work."
                    self._state.reading.problem("S046", self._state.at, message, hint)
            if field.cites:
                return (Inline("span", {CITES: " ".join(field.cites)}),)
        marked = dict.fromkeys(key for keys in self._state.marked.values() for key in keys)
        return (Inline("span", {CITES: " ".join(marked)}),) if marked and weigh(text) else ()

    def _bookmark(self, element: Element) -> None:
        """Write a place to which links may lead, or begin what a bookmark of Zotero cites.

        Reports:
            S046: the document has no sound data of it.
        """
        name = element.get(f"{W}name", "")
        cites = self._state.works.of_bookmark(name)
        if cites:
            self._state.marked[element.get(f"{W}id", "")] = cites
        elif cites is None:
            message = "the document has no sound data of what is cited here"
            hint = "The words stay; only the index of works and the records lack the work."
            self._state.reading.problem("S046", self._state.at, message, hint)
        elif name not in {"", "_GoBack"}:
            self.out.put("a", {"id": name}, self.out.open)

    def _link(self, element: Element) -> Inline | None:
        """Return the link of a `w:hyperlink`, which names a relation, a place of the document, or both."""
        relation = self._state.package.relations(self._part).get(element.get(f"{R}id", ""))
        address = relation.target if relation and relation.external else ""
        link = "#".join([address, *filter(None, [element.get(f"{W}anchor")])])
        return Inline("a", {"href": link}) if link else None

    def _field(self, character: Element, marks: Marks) -> None:
        """Take a field's beginning, separator or end; one without a kept result is made here.

        Reports:
            S015: a field whose text Word keeps nowhere.
        """
        silent = any(one.is_silent for one in self._fields.open[:-1])
        ended = self._fields.meet(character)
        if ended is None or silent:
            return
        self._note_pages(ended)
        if ended.in_result and (ended.shown or ended.kind not in TOLD):
            return
        made = made_of(ended)
        if made is None:
            message = f"what the field {ended.kind} shows is not kept in this file; it was left out"
            hint = "In Word select the field and press Ctrl+Shift+F9, which makes plain text of it."
            self._state.reading.problem("S015", self._state.at, message, hint)
        else:
            self._text(made, marks)

    def _note_pages(self, ended: OpenField) -> None:
        """Note where the text names pages of the source, which are no pages of the book."""
        if ended.kind in PAGES and not self._fields.within("TOC"):
            self._state.pages.append(self._state.at)

    def _simple_field(self, element: Element, marks: Marks) -> None:
        """Read a field that holds its result."""
        begun = OpenField(None, [element.get(f"{W}instr", "")], in_result=True)
        self._fields.open.append(begun)
        if begun.kind == "INDEX":
            self._state.indexes.append(self._state.at)
        if len(element):
            self.walk(element, marks)
        else:
            self._text(made_of(begun) or "", marks)
        self._fields.open.pop()
        self._note_pages(begun)

    # ---- what is no letter

    def _call(self, element: Element, kind: str, marks: Marks) -> None:
        """Write a note's call; a mark that the author typed for it gives way to the number."""
        if self._fields.is_silent or self._look.hidden:
            self._state.uncalled.add((kind, element.get(f"{W}id", "")))
            return
        note = self._state.call(kind, element.get(f"{W}id", ""))
        raised = {"sup", "sub"}
        outer = tuple(mark for mark in marks if mark.tag not in raised)
        self.out.put("call", {"note": note.label, "at": self._state.at}, outer)
        if element.get(f"{W}customMarkFollows", "0") not in {"0", "false", "off"}:
            self._awaiting = note

    def _without_mark(self, text: str) -> str:
        """Return a text without the mark that the author typed behind the call before it."""
        note, self._awaiting = self._awaiting, None
        found = _TYPED_MARK.match(text)
        if note is None or found is None:
            return text
        note.mark = found[0].strip()
        self._state.leave_out("note", "left out: a note’s own mark", note.mark)
        return text[found.end() :]

    def _drawing(self, element: Element, marks: Marks) -> None:
        """Read pictures; what else a drawing holds stands after the paragraph."""
        if self._look.hidden or self._fields.is_silent:
            return
        for picture in self._draw(element):
            self.out.put("img", {name: str(text) for name, text in picture.attrib.items()}, marks)

    def _formula(self, element: Element, marks: Marks) -> None:
        """Write a formula, as an element with its words."""
        if self._look.hidden or self._fields.is_silent:
            return
        display = element.tag == f"{M}oMathPara"
        for one in element.iter(f"{M}oMath"):
            made = formula(one, display=display)
            if made is not None:
                self.out.put("math", made, marks)
