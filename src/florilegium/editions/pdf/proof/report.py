"""What an editor should know of the finished pages before they are printed: counts, and places to look at.

Figures of the lines come from the file itself (`figures.py`); what a page holds comes from the layouts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final

from florilegium.book.runs import leaves, letters, text_of
from florilegium.editions.documents import Document
from florilegium.editions.pagemap import LineStart
from florilegium.editions.pdf.edition import PrintedEdition
from florilegium.editions.pdf.fonts.select import has, is_drawn
from florilegium.editions.pdf.print_shop.printer import coarse_pictures
from florilegium.editions.pdf.proof.figures import LOOSE, Figures, Hanging, PrintedLine, measure
from florilegium.editions.pdf.proof.line_faults import (
    FaultKind,
    LineFault,
    ProofWords,
    counts,
    line_faults,
)
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.section.trim import LEADING
from florilegium.editions.sections import SectionKind
from florilegium.languages.orthography import conventions_for
from florilegium.languages.traits import traits_of
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: Sheets are printed in parts of so many pages.
_SIGNATURE: Final = 16

#: A page with fewer lines than this looks like a slip.
_FEW: Final = 3

#: More hyphens in a row than this are too many.
_MOST_HYPHENS: Final = 2

#: Lines whose tops differ by less than this many points are one.
_SAME_LINE: Final = 4.0

#: A line so much further in than the first of its page, in points, stands in another column.
_COLUMN: Final = 140.0

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})


@dataclass(frozen=True)
class ProofPlace:
    """Something to look at: on which page and in which of its lines, what is there, and the words there.

    The `line` is 0 for what is not in one line.
    """

    page: str
    what: str
    words: str = ""
    line: int = 0

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        return f"page {self.page}{line}: {self.what}" + (f": “{self.words}”" if self.words else "")


@dataclass(frozen=True)
class ProofSheet:
    """The report. `roman` pages come before the `arabic` ones; `blanks` are among them.

    `spreads` are by how many lines the text of facing pages ends apart, for pages that both are full.
    """

    roman: int
    arabic: int
    blanks: int
    figures: Figures
    composed: int
    greedy: int
    places: tuple[ProofPlace, ...]
    faults: tuple[LineFault, ...] = ()
    spreads: tuple[float, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield the report as an editor reads it."""
        pages, figures = self.roman + self.arabic, self.figures
        full, over = divmod(pages, _SIGNATURE)
        rest = f" and {over} pages over" if over else ""
        lines = len(figures.justified)
        yield f"pages          {pages}: {self.roman} roman, {self.arabic} arabic; {self.blanks} blank"
        yield f"signatures     {full} of {_SIGNATURE} pages{rest}"
        yield f"paragraphs     {self.composed} composed as a whole, {self.greedy} filled line by line"
        yield (
            f"justified      {lines} lines, "
            f"word space {figures.mean:.3f} em, standard deviation {figures.deviation:.3f} em"
        )
        yield f"loose          {len(figures.loose)} lines over {LOOSE:.2f} em, {figures.loose_share:.1%}"
        yield (
            f"hyphenated     {len(figures.hyphenated)} lines, {figures.hyphen_share:.1%}, "
            f"at most {figures.most_hyphens} in a row"
        )
        yield f"overfull       {len(figures.overfull)} lines"
        yield f"widows         {len(figures.widows)}; orphans {len(figures.orphans)}"
        yield from self._lines_on_faults()
        yield ""
        if not self.places:
            yield "nothing to look at"
        yield from (str(place) for place in self.places)

    def _lines_on_faults(self) -> Iterator[str]:
        found, kind = counts(self.faults), FaultKind
        divided = found[kind.OVER_THE_LEAF] + found[kind.ACROSS_THE_SPREAD]
        apart = sum(self.spreads) / len(self.spreads) if self.spreads else 0.0
        uneven = sum(lines > 1 for lines in self.spreads)
        yield (
            f"divided        {divided} words at the foot of a page, {found[kind.LAST_WORD]} last words of a "
            f"paragraph, {found[kind.NAME]} names"
        )
        yield (
            f"alike          {found[kind.SAME_BEGINNING]} lines begin and {found[kind.SAME_END]} end "
            "like the line above"
        )
        yield (
            f"spaces         {found[kind.RIVER]} rivers, {found[kind.CONTRAST]} contrasts of neighbours, "
            f"{found[kind.TIGHT]} tight lines"
        )
        yield (
            f"ends           {found[kind.SHORT]} lines short of the measure, {found[kind.NEARLY_FULL]} last "
            f"lines nearly full, {found[kind.LETTER]} single letters"
        )
        yield (
            f"spreads        {len(self.spreads)} of full pages, {apart:.1f} lines apart, "
            f"{uneven} of them by more than one"
        )


def proof(
    edition: PrintedEdition,
    documents: Sequence[Document],
    hanging: Hanging | None = None,
    names: frozenset[str] = frozenset(),
) -> ProofSheet:
    """Return the report on an edition made of some documents.

    `hanging` is what its style lets stand out into the margin, `names` are words that should not be divided.
    """
    plan = edition.plan
    figures = measure(edition.pdf, hanging)
    labels = [printed.label for printed in plan.pages]
    faults = line_faults(figures, _reading(edition, names))
    found = [
        *(ProofPlace(labels[one.line.page], one.kind.value, one.words, one.number) for one in faults),
        *_of_lines(figures, labels),
        *_of_pages(edition, documents),
        *_of_letters(edition, documents),
        *_of_numbers(edition, documents),
        *(
            ProofPlace(label, f"{picture.source} has {picture.dpi} dots to the inch; print wants 300")
            for label, picture in coarse_pictures(edition)
        ),
    ]
    order = {label: place for place, label in enumerate(labels)}
    layouts = [
        plan.layouts[key] for key in {printed.section.id: 0 for printed in plan.pages if printed.section}
    ]
    return ProofSheet(
        roman=plan.front,
        arabic=len(labels) - plan.front,
        blanks=sum(printed.section is None for printed in plan.pages),
        figures=figures,
        composed=sum(layout.composed for layout in layouts),
        greedy=sum(layout.greedy for layout in layouts),
        places=tuple(sorted(found, key=lambda place: (order[place.page], place.line))),
        faults=faults,
        spreads=tuple(_spreads(edition)),
    )


def _reading(edition: PrintedEdition, names: frozenset[str]) -> ProofWords:
    """Return what must be known of the words on each page: its language says what a capital means."""
    of_page = [printed.section.language if printed.section else "und" for printed in edition.plan.pages]
    return ProofWords(
        names,
        nouns=lambda page: traits_of(of_page[page]).capital_nouns,
        clinging=lambda page: conventions_for(of_page[page]).clinging,
    )


def _spreads(edition: PrintedEdition) -> Iterator[float]:
    """Yield by how many lines the text of facing pages ends apart, where both are full."""
    pages, layouts = edition.plan.pages, edition.plan.layouts
    feet: dict[str, dict[int, float]] = {}
    for left, right in zip(pages[1::2], pages[2::2], strict=False):
        section = left.section
        if section is None or section is not right.section or section.kind is SectionKind.PLATES:
            continue
        layout = layouts[section.id]
        if right.number < layout.pages - 1:
            if section.id not in feet:
                feet[section.id] = _feet(layout)
            yield abs(feet[section.id].get(left.number, 0) - feet[section.id].get(right.number, 0)) / LEADING


def _feet(layout: Layout) -> dict[int, float]:
    """Return how far down the lowest line of each page stands, in points."""
    found: dict[int, float] = {}
    for line in layout.lines:
        found[line.page] = max(found.get(line.page, 0.0), line.top)
    return found


def _of_lines(figures: Figures, labels: Sequence[str]) -> Iterator[ProofPlace]:
    """Yield lines that a compositor would set again."""
    kinds: tuple[tuple[str, Sequence[PrintedLine]], ...] = (
        ("a widow at its head", figures.widows),
        ("an orphan at its foot", figures.orphans),
        ("a loose line", figures.loose),
        ("an overfull line", figures.overfull),
    )
    for what, lines in kinds:
        for line in lines:
            yield ProofPlace(labels[line.page], what, _shortened(line.text))
    for run in _hyphen_runs(figures.justified):
        yield ProofPlace(labels[run[0].page], f"{len(run)} hyphens in a row", _shortened(run[0].text))


def _hyphen_runs(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Yield runs of more hyphens, line under line, than a reader passes over."""
    run: list[PrintedLine] = []
    for line in lines:
        follows = run and run[-1].page == line.page and 0 < run[-1].base - line.base < 1.6 * line.size
        if run and not (line.is_hyphenated and follows):
            if len(run) > _MOST_HYPHENS:
                yield run
            run = []
        if line.is_hyphenated:
            run.append(line)
    if len(run) > _MOST_HYPHENS:
        yield run


def _of_pages(edition: PrintedEdition, documents: Sequence[Document]) -> Iterator[ProofPlace]:
    """Yield pages with hardly a line, and headings that their text does not follow."""
    plan = edition.plan
    headings = {
        block.get("id", ""): text_of(block)
        for document in documents
        for block in leaves(document.tree)
        if block.tag in _HEADINGS
    }
    for printed in plan.pages:
        if printed.section is None or printed.section.is_display:
            continue
        layout = plan.layouts[printed.section.id]
        lines = [line for line in layout.lines if line.page == printed.number]
        pictured = printed.section.kind is SectionKind.PLATES
        if lines and printed.number > 0 and not pictured and count_lines(lines) < _FEW:
            yield ProofPlace(printed.label, "fewer than three lines")
        if stranded := stranded_heading(layout, printed.number, headings):
            yield ProofPlace(printed.label, "a heading without its text", _shortened(stranded))
        elif printed.number < layout.pages - 1 and (low := low_heading(lines, headings)):
            yield ProofPlace(printed.label, "fewer than three lines below a heading", _shortened(low))


def _of_letters(edition: PrintedEdition, documents: Sequence[Document]) -> Iterator[ProofPlace]:
    """Yield letters that no face of the book has, once for each page."""
    plan = edition.plan
    folios = {
        (printed.section.id, printed.number): printed.label for printed in plan.pages if printed.section
    }
    for document in documents:
        key, words = document.section.id, document.words
        lacking = {sign for sign in words.letters if is_drawn(sign)}
        lacking = {sign for sign in lacking if not any(has(face, sign) for face in plan.faces)}
        found: dict[str, str] = {}
        for block, text in words.blocks.items() if lacking and key in plan.layouts else ():
            lines = _lines_of(plan.layouts[key], block)
            for at, sign in enumerate(text):
                if sign in lacking:
                    before = letters(text[:at])
                    page = max((line.page for line in lines if line.offset <= before), default=0)
                    found[folios[key, page]] = found.get(folios[key, page], "") + sign
        for folio, signs in found.items():
            yield ProofPlace(folio, "no font has this", _shortened("".join(dict.fromkeys(signs))))


def _of_numbers(edition: PrintedEdition, documents: Sequence[Document]) -> Iterator[ProofPlace]:
    """Yield numbers that the end of a line divides."""
    plan = edition.plan
    folios = {
        (printed.section.id, printed.number): printed.label for printed in plan.pages if printed.section
    }
    for document in documents:
        key = document.section.id
        if key in plan.layouts:
            for page, number in divided_numbers(document, plan.layouts[key]):
                yield ProofPlace(folios[key, page], "a divided number", number)


def _lines_of(layout: Layout, block: str) -> list[LineStart]:
    return [line for line in layout.lines if line.block == block]


def count_lines(lines: Sequence[LineStart]) -> int:
    """Return how many lines stand on a page, given the pieces of lines on it."""
    tops = sorted(line.top for line in lines)
    return sum(not at or top - tops[at - 1] > _SAME_LINE for at, top in enumerate(tops))


def stranded_heading(layout: Layout, page: int, headings: Mapping[str, str]) -> str:
    """Return the heading at a page's foot whose text begins on the next; nothing when there is none."""
    last = next((line for line in reversed(layout.lines) if line.page == page), None)
    if last is None or last.block not in headings or page == layout.pages - 1:
        return ""
    return headings[last.block]


def low_heading(page: Sequence[LineStart], headings: Mapping[str, str]) -> str:
    """Return the heading below which stand fewer than three lines of a page; nothing when there is none."""
    lines = [line for line in page if not line.moved]
    last = max((line.top for line in lines if line.block in headings), default=None)
    if last is None or any(line.left > lines[0].left + _COLUMN for line in lines):
        return ""
    below = [line for line in lines if line.top > last + _SAME_LINE and line.block not in headings]
    heading = next(line.block for line in lines if line.top == last and line.block in headings)
    return headings[heading] if 0 < count_lines(below) < _FEW else ""


def _shortened(text: str) -> str:
    return text if len(text) <= 48 else f"{text[:47].rstrip()}…"


#: Sections in which a range is one number that is looked up.
_LOOKED_UP: Final = frozenset(
    {SectionKind.NOTES, SectionKind.SOURCES, SectionKind.CONTENTS, SectionKind.INDEX}
)

#: A number, with signs between its figures, or with that of a note behind it.
_NUMBER: Final = regex(r"\d+(?:[.,n]?\d+)+")
_RANGE: Final = regex(r"\d+(?:[.,n\N{EN DASH}]\N{WORD JOINER}?\d+|\d)+")

#: The next line of a column is so much lower at least, in points; no call or index of a formula is.
_LOWER: Final = 8.0


def divided_numbers(document: Document, layout: Layout) -> Iterator[tuple[int, str]]:
    """Yield the page of its section, from 0, and the text of each number that the end of a line divides."""
    pattern = _RANGE if document.section.kind in _LOOKED_UP else _NUMBER
    lines = sorted(layout.lines, key=attrgetter("block"))
    of_block = {block: list(pieces) for block, pieces in groupby(lines, key=attrgetter("block"))}
    for block, text in document.words.blocks.items():
        begins = {line.offset: line.page for line in _first_pieces(of_block.get(block, []))}
        for found in pattern.finditer(text) if begins else ():
            start = letters(text[: found.start()])
            for place in range(start + 1, start + letters(found.group())):
                if place in begins:
                    yield begins[place], found.group().replace("\N{WORD JOINER}", "")


def _first_pieces(pieces: Sequence[LineStart]) -> Iterator[LineStart]:
    """Yield, of the pieces of a block's lines, those that begin a line, but for the block's first."""
    ordered = sorted(pieces, key=attrgetter("offset"))
    for before, line in pairwise(ordered):
        if line.page != before.page or line.left < before.left or abs(line.top - before.top) > _LOWER:
            yield line
