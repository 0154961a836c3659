"""The citations of a text that were marked for a style to set: printed in their places, or as notes.

They are set in the order in which a reader meets them, a note's where it is called, so that the style can say
*ibid.*
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.bibliographic import Reference, WorksCited
from florilegium.book.model import Note
from florilegium.languages.labels import labels_for
from florilegium.problems import Report
from florilegium.sources.citations.marks import CitationMark, Cite
from florilegium.sources.citations.processor import CitationProcessor, StyleError, year_letters
from florilegium.sources.manuscript import CitationRules, Manuscript, Reading
from florilegium.sources.tree.conform import conform
from florilegium.sources.tree.vocabulary import Links
from florilegium.sources.web.parse import parse_scrap
from florilegium.system.values import dataclass

#: With what the notes begin that a style makes of citations.
_LABEL: Final = "cited-"

_ENDS: Final = (".", "!", "?", "…", ".”", ".’")


def set_citations(manuscript: Manuscript, reading: Reading) -> Manuscript:
    """Return a manuscript whose marked citations are set, with the works that it cites.

    Reports:
        S047: the style cannot be used.
        S048: a citation names a work that no bibliography has.
    """
    rules = reading.citations
    found = list(_in_order(manuscript)) if rules is not None else []
    if rules is None or not (found or manuscript.nocite):
        return manuscript
    known = {reference.key: reference for reference in rules.references}
    marked = [one for one in found if _check(one, known, reading)]
    cited = [key for one in marked for key in one.mark.keys]
    uncited = list(_uncited(manuscript.nocite, known, reading))
    references = tuple(dict.fromkeys(known[key] for key in (*cited, *uncited)))
    letters = year_letters(references) if rules.listed else dict(rules.letters)
    try:
        processor = CitationProcessor(rules.style, references, reading.language, letters)
        setter = _Setter(processor, reading)
    except StyleError as error:
        report_style(reading, str(error))
        return manuscript
    for one in marked:
        setter.set(one)
    processor.register(Cite(key) for key in uncited)
    body = deepcopy(manuscript.body) if rules.listed else manuscript.body
    if rules.listed and references:
        listed = works_cited(setter.processor, rules, reading)
        etree.SubElement(body, "h2").text = listed.title
        body.extend(list(listed.body))
    own = (*manuscript.references, *references)
    return replace(manuscript, body=body, notes=(*manuscript.notes, *setter.notes), references=own)


def _uncited(keys: Iterable[str], known: Mapping[str, Reference], reading: Reading) -> Iterator[str]:
    """Yield the keys of works that a list has besides those that are cited; `*` stands for all.

    Reports:
        S048: no bibliography has one of them.
    """
    for key in keys:
        if key == "*":
            yield from known
        elif key in known:
            yield key
        else:
            message = f"“{key}” is to be listed, and no bibliography of the manifest has it"
            reading.problem("S048", "", message, "Add the work to the bibliography.")


def report_style(reading: Reading, message: str) -> None:
    """Report a style of citations that cannot be used.

    Reports:
        S047: as said.
    """
    hint = "Name a style in CSL under “citations: style:”; `pip install florilegium[citations]` brings some."
    reading.report.add("S047", reading.place(), f"the style of citations: {message}", hint)


def list_of_works(
    references: tuple[Reference, ...], rules: CitationRules, language: str, report: Report
) -> WorksCited | None:
    """Return the list of some works, as a style has it; None where the style has no list.

    Reports:
        S047: the style cannot be used.
    """
    reading = Reading("", language, report)
    try:
        processor = CitationProcessor(rules.style, references, language, dict(rules.letters))
        processor.register(Cite(reference.key) for reference in references)
    except StyleError as error:
        report_style(reading, str(error))
        return None
    listed = works_cited(processor, rules, reading)
    return listed if len(listed.body) else None


def works_cited(processor: CitationProcessor, rules: CitationRules, reading: Reading) -> WorksCited:
    """Return the list of the works that a processor has cited."""
    body = etree.Element("body")
    for work in processor.works():
        paragraph = etree.SubElement(body, "p", {"class": "reference"})
        _write(paragraph, work, reading)
    return WorksCited(rules.title or processor.heading(), body)


@dataclass(frozen=True)
class _Marked:
    """A marked citation: its place, what it says, whether it stands in a note."""

    span: Element
    mark: CitationMark
    in_note: bool


def _in_order(manuscript: Manuscript) -> Iterator[_Marked]:
    """Yield the marked citations as a reader meets them."""
    notes = {note.label: note for note in reversed(manuscript.notes)}
    title = () if manuscript.called_title is None else (manuscript.called_title,)
    for tree in (*title, manuscript.body):
        for element in tree.iter("span", "call"):
            if element.tag == "span":
                yield from _marked(element, in_note=False)
            elif (note := notes.pop(element.get("note", ""), None)) is not None:
                for span in note.body.iter("span"):
                    yield from _marked(span, in_note=True)


def _marked(span: Element, *, in_note: bool) -> Iterator[_Marked]:
    if said := span.get("set"):
        yield _Marked(span, CitationMark.of_text(said), in_note)


def _check(marked: _Marked, known: dict[str, Reference], reading: Reading) -> bool:
    """Return whether all works of a citation are known; the first that is not is reported."""
    span = marked.span
    for key in marked.mark.keys:
        if key in known:
            continue
        line, _, column = span.get("at", "").partition(":")
        offset = max("".join(map(str, span.itertext())).find(f"@{key}"), 0)
        at = f"{line}:{int(column or 1) + offset}" if line else ""
        near = get_close_matches(key, known, 1, 0.6)
        hint = f"Is “{near[0]}” meant?" if near else "Add the work to the bibliography."
        message = f"“@{key}” cites a work that no bibliography of the manifest has"
        reading.problem("S048", at, message, f"{hint} A sign that cites nothing is written \\@.")
        return False
    return True


class _Setter:
    """Writes what a processor makes of citations into their places."""

    def __init__(self, processor: CitationProcessor, reading: Reading) -> None:
        self.processor = processor
        self.notes: list[Note] = []
        self._reading = reading
        self._conjunction = labels_for(reading.language).conjunction

    def set(self, marked: _Marked) -> None:
        """Set one citation."""
        span, mark = marked.span, marked.mark
        named = mark.narrative and not (self.processor.is_note and marked.in_note)  # a note names him itself
        author = self.processor.author(mark.keys[0], self._conjunction) if named else ""
        cites = tuple(replace(cite, alone=True) for cite in mark.cites) if author else mark.cites
        markup = self.processor.cite(cites)
        if self.processor.is_note and not marked.in_note:
            self._as_note(span, author, markup)
            return
        if self.processor.is_note:
            markup = markup.rstrip(".")
        _empty(span)
        _write(span, f"{author} {markup}" if author else markup, self._reading)

    def _as_note(self, span: Element, author: str, markup: str) -> None:
        """Make a note of a citation; the call stands where it stood, behind the author if he is named."""
        label, at = f"{_LABEL}{len(self.notes) + 1}", span.get("at", "")
        body = etree.Element("body")
        paragraph = etree.SubElement(body, "p", {"at": at})
        text = markup[:1].upper() + markup[1:]
        _write(paragraph, text if text.endswith(_ENDS) else f"{text}.", self._reading)
        inner = etree.SubElement(paragraph, "span", {"class": "citation", "cites": span.get("cites", "")})
        inner.text, paragraph.text = paragraph.text, None
        inner.extend([one for one in paragraph if one is not inner])
        self.notes.append(Note(label, body, self._reading.place_at(at)))
        _empty(span)
        call = etree.Element("call", {"note": label, "at": at})
        if author:
            span.text = author
        else:
            _trim_before(span)
        call.tail, span.tail = span.tail, None
        span.addnext(call)
        runs.unwrap(span)


def _empty(span: Element) -> None:
    for child in list(span):
        span.remove(child)
    span.text = None
    for name in ("set", "at"):
        span.attrib.pop(name, None)


def _trim_before(span: Element) -> None:
    """Take away the white space before a call, which belongs to the word before it."""
    before, parent = span.getprevious(), span.getparent()
    if before is not None:
        before.tail = (before.tail or "").rstrip() or None
    elif parent is not None:
        parent.text = (parent.text or "").rstrip() or None


def _write(target: Element, markup: str, reading: Reading) -> None:
    """Write markup of a processor into an empty element, in the vocabulary of the book."""
    quiet = replace(reading, report=type(reading.report)())
    conformed = conform(parse_scrap(f"<p>{markup}</p>"), quiet, Links())
    block = next(iter(conformed.body), None)
    if block is not None:
        target.text = block.text
        target.extend(list(block))
