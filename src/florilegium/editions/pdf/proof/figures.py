"""How well a finished PDF is set: its figures, read back from the places of its glyphs.

The measure is geometry alone, so that files of any maker are measured alike. A line is what stands on one
base line; a margin is a right edge that many lines of a page share. A line that reaches a margin is
justified; what does not is the last line of a paragraph, a heading or a verse.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from enum import Enum, auto
from itertools import pairwise
from statistics import fmean, median, mode, pstdev
from typing import Final, TypeAlias

from florilegium.editions.pdf.proof.placed_glyphs import PlacedGlyph, Reader
from florilegium.problems import EditionError
from florilegium.system.values import dataclass

#: A line is loose when its word spaces are wider than this, in ems.
LOOSE: Final = 0.40

#: A line is overfull when it goes further than this past its margin, in points.
OVERFULL: Final = 0.2

#: Right edges so near to each other make a margin if so many lines share it; points.
_NEAR: Final = 0.75
_SHARED: Final = 4

#: A gap counts as a word space from this on, in ems, in a file without space glyphs.
_GAP: Final = 0.1

#: The spaces of a last line differ from natural ones by no more than this, in ems.
_NATURAL: Final = 0.004

#: A gap so wide, or so much wider than the others of its line, is none between words; ems.
_OPEN: Final = 2.0
_UNEVEN: Final = 0.3

#: A line with natural spaces so far off a margin ends there by chance, in points.
_TRUE: Final = 0.25

#: A first line is indented by no less than this and no more than that, in ems.
_INDENT: Final = (0.6, 3.0)

#: A space beside these signs that is not like the others of its line is a fixed one, as in French; ems.
_FRENCH: Final = frozenset("«‹»›;:!?")
_ALIKE: Final = 0.02

_SPACES: Final = frozenset(" \N{NO-BREAK SPACE}")

#: What parts of its width a sign may stand out at the right, in one face or another.
Hanging: TypeAlias = Mapping[str, Sequence[float]]

_HYPHENS: Final = frozenset("-\N{HYPHEN}\N{SOFT HYPHEN}\N{NON-BREAKING HYPHEN}")


@dataclass(frozen=True)
class PrintedLine:
    """A line as it stands on a page (counted from 0), in points; `spaces` are its word spaces in ems.

    `edge` is where it ends, and `hangs` how far its last sign may stand out of the measure, in points; none
    when it may not. `natural` is the natural word space in ems, 0 when not known. `gaps` are where its word
    spaces begin and end.
    """

    page: int
    text: str
    left: float
    edge: float
    base: float
    size: float
    spaces: tuple[float, ...]
    natural: float
    hangs: tuple[float, ...] = ()
    gaps: tuple[tuple[float, float], ...] = ()

    def past(self, margin: float) -> float:
        """Return how far it ends past a margin, hanging apart."""
        return min((self.edge - hang - margin for hang in self.hangs or (0.0,)), key=abs)

    @property
    def is_hyphenated(self) -> bool:
        """Return whether it ends with a hyphen."""
        return self.text[-1:] in _HYPHENS

    @property
    def space(self) -> float:
        """Return its mean word space in ems."""
        return fmean(self.spaces) if self.spaces else 0.0

    @property
    def is_text(self) -> bool:
        """Return whether its word spaces are nearly alike: not so in a contents line with its folio."""
        widest = max(self.spaces, default=_OPEN)
        return widest < _OPEN and widest - median(self.spaces) < _UNEVEN

    @property
    def is_natural(self) -> bool:
        """Return whether its spaces are as the font has them, as in a last line.

        Half of them are enough, for letters may be kerned to a space; to fill a line, all are widened.
        """
        as_given = sum(abs(space - self.natural) < _NATURAL for space in self.spaces)
        return bool(self.natural) and 2 * as_given >= len(self.spaces)


@dataclass(frozen=True)
class Figures:
    """What a proof reports. Lines are given whole, so that a report can name page and words.

    `spaces` are all word spaces of justified lines in ems, `off` the furthest that a justified line ends off
    its margin in points, `most_hyphens` how many stand in a row at most. `lines` are all in their order,
    each with whether it is justified.
    """

    pages: int
    justified: tuple[PrintedLine, ...]
    spaces: tuple[float, ...] = field(repr=False)
    loose: tuple[PrintedLine, ...]
    hyphenated: tuple[PrintedLine, ...]
    overfull: tuple[PrintedLine, ...]
    widows: tuple[PrintedLine, ...]
    orphans: tuple[PrintedLine, ...]
    most_hyphens: int
    off: float
    lines: tuple[tuple[PrintedLine, bool], ...] = field(default=(), repr=False)

    @property
    def loose_share(self) -> float:
        """Return the part of justified lines that is loose."""
        return len(self.loose) / max(len(self.justified), 1)

    @property
    def hyphen_share(self) -> float:
        """Return the part of justified lines that ends with a hyphen."""
        return len(self.hyphenated) / max(len(self.justified), 1)

    @property
    def deviation(self) -> float:
        """Return the standard deviation of the word space, in ems."""
        return pstdev(self.spaces) if self.spaces else 0.0

    @property
    def mean(self) -> float:
        """Return the mean word space, in ems."""
        return fmean(self.spaces) if self.spaces else 0.0


def measure(data: bytes, hanging: Hanging | None = None) -> Figures:
    """Return the figures of a PDF, in which signs hang as `hanging` says.

    Raises:
        EditionError: the file cannot be read.
    """
    pages = _read(data, hanging or {})
    known = [[margin for page in pages[side::2] for margin in _margins(page)] for side in (0, 1)]
    gathered = _GatheredLines()
    for number, page in enumerate(pages):
        gathered.add(page, _margins(page) or _distinct(known[number % 2]))
    return gathered.figures(len(pages))


def _read(data: bytes, hanging: Hanging) -> list[list[PrintedLine]]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            reader = Reader()
            return [list(_lines(reader.page(page), at, hanging)) for at, page in enumerate(pdf.pages)]
    except pikepdf.PdfError as error:
        raise EditionError(f"this is no PDF that can be read: {error}") from error


def _lines(glyphs: Sequence[PlacedGlyph], page: int, hanging: Hanging) -> Iterator[PrintedLine]:
    """Yield the lines of a page in the order of its content.

    What is raised or lowered belongs to its line.
    """
    line: list[PlacedGlyph] = []
    for glyph in glyphs:
        if line and (
            abs(glyph.base - line[0].base) > 0.5 * max(glyph.size, line[0].size)
            or glyph.left < line[-1].left - 0.5 * glyph.size
        ):
            yield from _line(line, page, hanging)
            line = []
        line.append(glyph)
    yield from _line(line, page, hanging)


def _line(glyphs: Sequence[PlacedGlyph], page: int, hanging: Hanging) -> Iterator[PrintedLine]:
    inked = [glyph for glyph in glyphs if glyph.text.strip() or not glyph.text]
    if not inked:
        return
    size = mode(glyph.size for glyph in inked)
    blanks = [glyph for glyph in glyphs if glyph.text in _SPACES and glyph.text]
    gaps = tuple(_gaps(inked, [glyph.left for glyph in blanks], size))
    yield PrintedLine(
        page=page,
        text=(
            "".join(glyph.text for glyph in glyphs) if _are_written(gaps) else _spaced(inked, gaps)
        ).strip(),
        left=inked[0].left,
        edge=inked[-1].right,
        base=inked[0].base,
        size=size,
        spaces=_word_spaces(gaps),
        gaps=tuple((gap.left, gap.right) for gap in gaps if gap.kind is not _GapKind.WITHIN),
        natural=blanks[0].advance / blanks[0].size if blanks and _are_written(gaps) else 0.0,
        hangs=tuple(part * inked[-1].advance for part in hanging.get(_read_as(inked[-1].text), ())),
    )


def _are_written(gaps: Iterable[_Gap]) -> bool:
    """Return whether a line has space glyphs between its words."""
    return all(gap.written is not None for gap in gaps)


def _spaced(inked: Sequence[PlacedGlyph], gaps: Sequence[_Gap]) -> str:
    """Return the text of a line in which no glyph is a space."""
    spaces = ("" if gap.kind is _GapKind.WITHIN else " " for gap in gaps)
    return "".join(f"{glyph.text}{space}" for glyph, space in zip(inked, (*spaces, ""), strict=True))


@dataclass(frozen=True)
class _Gap:
    """What is between two signs of a line: their letters, its width in ems, and whether a space glyph stands
    in it; None in a line that has none between words. `left` and `right` are where it begins and ends, in
    points."""

    before: str
    after: str
    width: float
    written: bool | None
    left: float = 0.0
    right: float = 0.0

    @property
    def is_beside_french(self) -> bool:
        """Return whether it is beside a sign that French sets apart."""
        return self.before in _FRENCH or self.after in _FRENCH

    @property
    def kind(self) -> _GapKind:
        """Return what it is by the first rule that holds for it."""
        return next(rule.kind for rule in _GAP_RULES if rule.holds(self))


class _GapKind(Enum):
    """What a gap between two signs is: none between words, a word space, or a space that may be fixed."""

    WITHIN = auto()
    WORDS = auto()
    FIXED = auto()


@dataclass(frozen=True)
class _GapRule:
    """A rule by its name: for which gaps it `holds`, and what `kind` they are then."""

    name: str
    kind: _GapKind
    holds: Callable[[_Gap], bool]


#: What a gap is: the first rule that holds says it.
_GAP_RULES: Final = (
    _GapRule("other gaps of the line have a space glyph", _GapKind.WITHIN, lambda gap: gap.written is False),
    _GapRule(
        "no gap has a space glyph, and this one is too narrow",
        _GapKind.WITHIN,
        lambda gap: gap.written is None and gap.width <= _GAP,
    ),
    _GapRule(
        "beside a sign that French sets apart",
        _GapKind.FIXED,
        lambda gap: gap.is_beside_french,
    ),
    _GapRule("any other", _GapKind.WORDS, lambda _: True),
)


def _gaps(inked: Sequence[PlacedGlyph], blanks: Sequence[float], size: float) -> Iterator[_Gap]:
    """Yield the gaps of a line, given where its space glyphs stand.

    A file may write the fixed spaces of French alone, and none between words.
    """
    gaps = [
        _Gap(
            before=one.text,
            after=two.text,
            width=(two.left - one.right) / size,
            written=any(one.left < place < two.left for place in blanks),
            left=one.right,
            right=two.left,
        )
        for one, two in pairwise(inked)
    ]
    if not any(gap.written and not gap.is_beside_french for gap in gaps):
        gaps = [gap if gap.written else replace(gap, written=None) for gap in gaps]
    yield from gaps


def _word_spaces(gaps: Iterable[_Gap]) -> tuple[float, ...]:
    """Return the widths of word spaces, and then of those that may be fixed and are like them; in ems."""
    widths: dict[_GapKind, list[float]] = {kind: [] for kind in _GapKind}
    for gap in gaps:
        widths[gap.kind].append(gap.width)
    words = widths[_GapKind.WORDS]
    usual = median(words) if words else 0.0
    return (*words, *(width for width in widths[_GapKind.FIXED] if abs(width - usual) < _ALIKE))


def _read_as(sign: str) -> str:
    """Return a sign as the style names it: in a finished file the hyphen of a divided word is a soft one."""
    return "\N{HYPHEN}" if sign == "\N{SOFT HYPHEN}" else sign


def _margins(lines: Sequence[PrintedLine]) -> list[float]:
    """Return the right edges that lines of a page share.

    One that only lines with natural spaces share is none: they end alike since they say the same.
    """
    known = [line for line in lines if len(line.spaces) > 1 and not line.hangs]
    found = _groups(sorted(line.edge for line in known), _SHARED)
    filled = [line.edge for line in known if not line.is_natural]
    return [margin for margin in found if any(abs(edge - margin) < _NEAR for edge in filled)]


def _distinct(margins: Sequence[float]) -> list[float]:
    return _groups(sorted(margins), 1)


def _groups(values: Sequence[float], least: int) -> list[float]:
    """Return the middles of groups of near values that have so many members."""
    groups: list[list[float]] = []
    for value in values:
        if groups and value - groups[-1][0] < _NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [median(group) for group in groups if len(group) >= least]


def _is_beside(one: PrintedLine, two: PrintedLine) -> bool:
    """Return whether two lines begin at the same place, in letters of one size."""
    return abs(one.left - two.left) < _NEAR and abs(one.size - two.size) < _NEAR


class _GatheredLines:
    """Lines gathered page by page, in the order of reading."""

    def __init__(self) -> None:
        self.justified: list[PrintedLine] = []
        self.overfull: list[PrintedLine] = []
        self.widows: list[PrintedLine] = []
        self.orphans: list[PrintedLine] = []
        self.lines: list[tuple[PrintedLine, bool]] = []
        self.off = 0.0
        self.most_hyphens = 0
        self._hyphens_so_far = 0
        self._continues = False

    def add(self, page: Sequence[PrintedLine], margins: Sequence[float]) -> None:
        """Take a page's lines, with the margins that count on it."""
        full = [self._is_full(line, margins) for line in page]
        self.lines += zip(page, full, strict=True)
        lefts = [line.left for line, reaches in zip(page, full, strict=True) if reaches]
        if not lefts:
            self._continues = False
            return
        self._edges_of_page(page, full, mode(round(left, 1) for left in lefts))

    def _is_full(self, line: PrintedLine, margins: Sequence[float]) -> bool:
        """Return whether a line is justified, and what it adds to the figures."""
        past = min((line.past(margin) for margin in margins), key=abs, default=0.0)
        reaches = bool(margins) and line.is_text and abs(past) < _NEAR
        if not reaches or (line.is_natural and abs(past) > _TRUE):
            self._hyphens_so_far = 0
            return False
        self.justified.append(line)
        self.off = max(self.off, abs(past))
        if past > OVERFULL:
            self.overfull.append(line)
        self._hyphens_so_far = self._hyphens_so_far + 1 if line.is_hyphenated else 0
        self.most_hyphens = max(self.most_hyphens, self._hyphens_so_far)
        return True

    def _edges_of_page(self, page: Sequence[PrintedLine], full: Sequence[bool], left: float) -> None:
        """Look for a widow at the head of a page and an orphan at its foot."""
        first, last = page[0], page[-1]
        within = len(page) > 1 and full[-2] and _is_beside(page[-2], last)
        low, high = _INDENT
        size = mode(line.size for line, reaches in zip(page, full, strict=True) if reaches)
        is_text = abs(first.size - size) < _NEAR
        if self._continues and is_text and not full[0] and abs(first.left - left) < low * size:
            self.widows.append(first)
        if full[-1] and not within and low < (last.left - left) / last.size < high:
            self.orphans.append(last)
        self._continues = full[-1]

    def figures(self, pages: int) -> Figures:
        """Return the figures of all that was taken."""
        justified = tuple(self.justified)
        return Figures(
            pages=pages,
            justified=justified,
            spaces=tuple(space for line in justified for space in line.spaces),
            loose=tuple(line for line in justified if line.space > LOOSE),
            hyphenated=tuple(line for line in justified if line.is_hyphenated),
            overfull=tuple(self.overfull),
            widows=tuple(self.widows),
            orphans=tuple(self.orphans),
            most_hyphens=self.most_hyphens,
            off=self.off,
            lines=tuple(self.lines),
        )
