"""A paragraph's text in, its lines out.

A text is made of pieces, each in its own font. `compose` finds where its lines end and how much the word
spaces of each are widened. It knows nothing of how the pieces came to be, or what becomes of the lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from math import inf
from typing import Final

from florilegium.editions.pdf.fonts.shape import ShapedFont
from florilegium.editions.pdf.linebreak.break_opportunities import (
    BreakOpportunity,
    HyphenationRange,
    Hyphenator,
    break_opportunities,
)
from florilegium.editions.pdf.linebreak.breaking import BreakSearch, ParagraphLines
from florilegium.editions.pdf.linebreak.lines import (
    Break,
    BreakParameters,
    Demand,
    LineWidths,
)
from florilegium.editions.pdf.linebreak.optical_margins import STRAIGHT, Margins
from florilegium.editions.pdf.linebreak.rivers import RIVER, rivers
from florilegium.editions.pdf.linebreak.tokens import SPACES, LineEnds, tokens
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class TextPiece:
    """A piece of a paragraph's text that is set alike. A line break is a piece of its own, a newline.

    `hyphenator` divides its words, or None; `hyphen` is put where one is divided. `before` and `after` are
    the widths of box edges on its sides, in pixels. A box that is no text, such as a formula, is one letter
    of its `width`.
    """

    text: str
    font: ShapedFont
    hyphenator: Hyphenator | None = None
    hyphen: str = "\N{HYPHEN}"
    margins: Margins = STRAIGHT
    before: float = 0.0
    after: float = 0.0
    width: float | None = None


@dataclass(frozen=True)
class BreakableParagraph:
    """A paragraph to be set: its pieces, the font of its spaces, its measure and indent in pixels.

    `allowed` are the letters before which Unicode lets a line end. `next_indent` is the indent by which the
    next paragraph is known; no last line should fall short of it. Letters may be made wider or narrower by
    `expansion`, a part of their width.
    """

    pieces: tuple[TextPiece, ...]
    allowed: Sequence[int]
    font: ShapedFont
    measure: float
    indent: float
    next_indent: float
    expansion: float = 0.0

    @cached_property
    def measured(self) -> _MeasuredText:
        """Return its text measured."""
        measured = _MeasuredText(self)
        measured.measure()
        return measured

    @property
    def shape(self) -> LineWidths:
        """Return what its lines must fill."""
        first = self.measure - self.indent
        return LineWidths(
            first=first,
            other=self.measure,
            space=self.font.space,
            indent=self.next_indent,
            begin=self.measured.begin,
            expansion=self.expansion,
        )


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line: the letters from `start` to `end`, the space at its end among them, and a `hyphen` or none.

    `spacing` is what is added to each of its spaces, `hang` how far its beginning stands out to the left,
    `width` what it fills from there on, without its last space; all in pixels. Its letters are
    `expansion` times as wide as they are by nature; `spacing` is added to spaces of their natural width.
    """

    start: int
    end: int
    hyphen: bool
    spacing: float
    hang: float
    width: float
    expansion: float = 1.0


@dataclass(frozen=True, slots=True)
class Composed:
    """A paragraph's lines, and their demerits."""

    lines: tuple[SetLine, ...]
    demerits: float


def compose(
    paragraph: BreakableParagraph, parameters: BreakParameters, demand: Demand | None = None
) -> Composed | None:
    """Return the lines of a paragraph, or None when no break is within the tolerance.

    What a page asks, its neighbours ask too, so every answer is kept.
    """
    answers = paragraph.measured.answers
    if (parameters, demand) not in answers:
        answers[parameters, demand] = _composed(paragraph, parameters, demand)
    return answers[parameters, demand]


def _composed(
    paragraph: BreakableParagraph, parameters: BreakParameters, demand: Demand | None
) -> Composed | None:
    measured, shape = paragraph.measured, paragraph.shape
    if demand and not _is_near(measured, shape, parameters, demand.lines):
        return None
    found = ParagraphLines(measured.breaks, shape, parameters, measured.ends).search(demand)
    if found is None:
        return None
    chosen, cost = _Ways(measured, found.lines).without_rivers(found)
    return Composed(tuple(_lines(measured, chosen, found.lines)), cost)


#: In so many rounds a paragraph is broken otherwise, to be rid of its rivers one by one.
_ROUNDS: Final = 4


@dataclass(frozen=True)
class _Ways:
    """The ways to break a paragraph, told apart by more than one line beside the next: by their rivers."""

    measured: _MeasuredText
    lines: ParagraphLines

    def without_rivers(self, search: BreakSearch) -> tuple[tuple[int, ...], float]:
        """Return the breaks with the fewest demerits of those looked at, rivers counted, and the demerits.

        A river goes when one of its three lines ends elsewhere.
        """
        found = self._rivers(search)
        cost = self._cost(search, found)
        stays = 0  # so many rivers, counted from above, go at no gain
        for _ in range(_ROUNDS):
            if stays >= len(found):
                break
            ends = search.chosen[max(found[stays] - RIVER, 0) : found[stays] + 1]
            others = filter(None, (search.without(end, cost) for end in ends))
            ways = [(way, self._rivers(way)) for way in others]
            weighed = [(self._cost(*way), place) for place, way in enumerate(ways)]
            if not weighed or min(weighed)[0] >= cost:
                stays += 1
                continue
            cost, best = min(weighed)
            search, found = ways[best]
        return search.chosen, cost

    def _cost(self, search: BreakSearch, found: Sequence[int]) -> float:
        own = self.lines.demerits(search.chosen) or 0.0
        return own + len(found) * self.lines.parameters.river_demerits

    def _rivers(self, search: BreakSearch) -> list[int]:
        return list(rivers(self._gaps(search.chosen)))

    def _gaps(self, chosen: tuple[int, ...]) -> list[list[tuple[float, float]]]:
        """Return where the spaces of each justified line stand."""
        measured, shape, found = self.measured, self.lines.shape, []
        begin, supple, first, indent = shape.begin, 0.0, 0, shape.other - shape.first
        for place, span in zip(chosen, self.lines.spans(chosen), strict=True):
            end = measured.breaks[place]
            if end.forced:
                break
            ratio = span.ratio(shape, self.lines.parameters)
            wide, spacing = span.expansion(ratio, shape, self.lines.parameters), ratio * shape.space
            lefts = (
                indent + x - begin + (here - supple) * (wide - 1) + k * spacing
                for k, (x, here) in enumerate(measured.spaces[first : end.spaces])
            )
            found.append([(left, left + shape.space + spacing) for left in lefts])
            begin, supple, first, indent = end.start, end.expandable_after, end.spaces_after, 0.0
        return found


def _is_near(measured: _MeasuredText, shape: LineWidths, parameters: BreakParameters, lines: int) -> bool:
    """Return whether a text may have so many lines at all, told from its whole width."""
    last, space = measured.breaks[-1], shape.space
    width = last.end - shape.begin
    give = last.expandable * shape.expansion
    least = width - give - (lines - 1 + parameters.shrink * last.spaces) * space
    most = width + give + parameters.tolerance * last.spaces * space + lines * measured.font.size
    return (
        least <= shape.first + (lines - 1) * shape.other and most >= shape.first + (lines - 2) * shape.other
    )


def _lines(measured: _MeasuredText, chosen: tuple[int, ...], lines: ParagraphLines) -> Iterator[SetLine]:
    shape, parameters = lines.shape, lines.parameters
    letter, hang = 0, shape.begin
    for place, span in zip(chosen, lines.spans(chosen), strict=True):
        cut = measured.taken[place]
        ratio = span.ratio(shape, parameters)
        wide = span.expansion(ratio, shape, parameters)
        right, next_hang = measured.hangs[place]
        spacing = ratio * shape.space
        width = span.natural + span.expandable * (wide - 1) + span.spaces * spacing + right + hang
        yield SetLine(
            start=letter,
            end=cut.place,
            hyphen=cut.hyphen,
            spacing=spacing,
            hang=hang,
            width=width,
            expansion=wide,
        )
        letter, hang = cut.place, next_hang


class _MeasuredText:
    """A text measured from its beginning: every break with its cut and what hangs there."""

    def __init__(self, paragraph: BreakableParagraph) -> None:
        self.pieces = paragraph.pieces
        self.font = paragraph.font
        self.text = "".join(piece.text for piece in paragraph.pieces)
        self.end = len(self.text.rstrip(" \n"))
        self._opportunities = break_opportunities(
            self.text, paragraph.allowed, _hyphenation_ranges(self.pieces)
        )
        self._cut = 0
        self._next = self._opportunities[0].place if self._opportunities else inf
        self.breaks: list[Break] = []
        self.taken: list[BreakOpportunity] = []
        self.hangs: list[tuple[float, float]] = []
        self.answers: dict[tuple[BreakParameters, Demand | None], Composed | None] = {}
        self.begin = 0.0 if paragraph.indent > 0 else self._left(self.text[:1], self.pieces[0])
        self._x = 0.0
        self._supple = 0.0
        self._spaces = 0
        self.spaces: list[tuple[float, float]] = []  # where each begins, and how much before it is supple
        self._before_space = (0.0, 0)
        self._at_beginning = True
        self._last = self.pieces[0]

    @cached_property
    def ends(self) -> LineEnds:
        """Return what lines begin and end with at the breaks."""
        small, places = self.text.lower(), [cut.place for cut in self.taken]
        return LineEnds(small if len(small) == len(self.text) else self.text, places)

    def measure(self) -> None:
        """Go through the text once."""
        offset = 0
        for piece in self.pieces:
            edge, place = piece.before, offset
            for token in tokens(piece.text):
                if place >= self.end:
                    break
                if place >= self._next:
                    self._boundary(place, piece)
                self._x += edge
                edge = 0.0
                self._pass(token, place, piece)
                place += len(token)
            self._x += edge + piece.after
            offset += len(piece.text)
        here = (self._x, self._supple)
        self._note(BreakOpportunity(len(self.text), forced=True), here, here, 0.0)

    def _pass(self, word: str, place: int, piece: TextPiece) -> None:
        """Go over a word or a space. Spaces at a line's certain beginning are none."""
        if word == "\n":
            self._at_beginning = True
        elif word not in SPACES:
            self._word(word, place, piece)
            self._at_beginning = False
            self._last = piece
        elif not self._at_beginning:
            self._before_space = (self._x, self._spaces)
            self.spaces.append((self._x, self._supple))
            self._x += piece.font.space
            self._spaces += 1

    def _boundary(self, place: int, piece: TextPiece) -> None:
        """Note the break between two tokens, if there is one."""
        cut = self._taken(place)
        if cut is None or (self._at_beginning and not cut.forced):
            return
        left = self._left(self.text[place], piece)
        if cut.space:
            before, spaces = self._before_space
            self._note(cut, (before, self._supple), (self._x, self._supple), left, spaces)
        else:
            hyphen = self._last.font.word(self._last.hyphen if cut.hyphen else "")
            end = (self._x + hyphen.width, self._supple + hyphen.whole * hyphen.width)
            self._note(cut, end, (self._x, self._supple), left)

    def _word(self, text: str, start: int, piece: TextPiece) -> None:
        """Go over a word and note the breaks in it."""
        self._last = piece
        if piece.width is not None:
            self._x += piece.width
            return
        word, width = piece.font.word(text), piece.font.width
        while self._next < start + len(text):
            cut = self._opportunity()
            head, tail = text[: cut.place - start], text[cut.place - start :]
            end = width(f"{head}{piece.hyphen}" if cut.hyphen else head)
            begin = word.width - width(tail)
            self._note(
                cut,
                (self._x + end, self._supple + word.whole * end),
                (self._x + begin, self._supple + word.whole * begin),
                self._left(tail[0], piece),
            )
        self._x += word.width
        self._supple += word.whole * word.width

    def _taken(self, place: int) -> BreakOpportunity | None:
        """Return the cut at a place, if there is one; those before it are over."""
        while self._next < place:
            self._opportunity()
        return self._opportunity() if self._next == place else None

    def _opportunity(self) -> BreakOpportunity:
        """Return the next cut, and go on to the one after it."""
        cut = self._opportunities[self._cut]
        self._cut += 1
        more = self._cut < len(self._opportunities)
        self._next = self._opportunities[self._cut].place if more else inf
        return cut

    def _note(
        self,
        cut: BreakOpportunity,
        end: tuple[float, float],
        start: tuple[float, float],
        left: float,
        spaces: int | None = None,
    ) -> None:
        """Note a break: the width to its end and to the next line's start, and how much of it is supple."""
        right = 0.0 if cut.forced else self._right(cut)
        counted = self._spaces if spaces is None else spaces
        (x, expandable), (next_x, expandable_after) = end, start
        self.breaks.append(
            Break(
                end=x - right,
                start=next_x + left,
                spaces=counted,
                spaces_after=self._spaces,
                penalty=cut.penalty,
                divides=cut.divides,
                forced=cut.forced,
                expandable=expandable,
                expandable_after=expandable_after,
            )
        )
        self.taken.append(cut)
        self.hangs.append((right, left))

    def _left(self, letter: str, piece: TextPiece) -> float:
        part = piece.margins.left.get(letter)
        return part * piece.font.width(letter) if part else 0.0

    def _right(self, cut: BreakOpportunity) -> float:
        """Return how far the last sign of a line that ends here stands out."""
        piece = self._last
        sign = piece.hyphen if cut.hyphen else self.text[cut.place - 1 - cut.space]
        part = piece.margins.right.get(sign)
        return part * piece.font.width(sign) if part else 0.0


def _hyphenation_ranges(pieces: tuple[TextPiece, ...]) -> tuple[HyphenationRange, ...]:
    found, start = [], 0
    for piece in pieces:
        found.append(HyphenationRange(start, start + len(piece.text), piece.hyphenator))
        start += len(piece.text)
    return tuple(found)
