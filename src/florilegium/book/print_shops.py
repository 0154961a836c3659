"""What printing services ask of a paperback in black ink: each rule with the page that says it.

These are facts of others, and they change: docs/printing.md has the addresses, and when they were last looked
up. Lengths are in millimetres, and a paper's thickness is that of one page, half a leaf.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from florilegium.system.values import dataclass

#: When the pages of the printers were last looked up.
LOOKED_UP: Final = "November 2026"

Size = tuple[float, float]


def _inches(value: float) -> float:
    return round(value * 25.4, 4)


@dataclass(frozen=True)
class PaperStock:
    """A paper: how thick a `page` is, what binding adds to the spine, the least and most pages.

    `most` is 0 where nothing says it. A thickness that is not `published` by the printer was worked out by
    others, and is to be compared with the printer's own template. `largest` is the page up to which it is
    offered, if that is less than the printer's.
    """

    page: float
    least: int
    most: int
    binding: float = 0.0
    published: bool = True
    largest: Size = (10_000.0, 10_000.0)


@dataclass(frozen=True)
class SafeMargins:
    """How near to the edges text may stand: to the spine by the number of pages, `around` the rest."""

    inner: tuple[tuple[int, float], ...]
    around: float

    def inner_for(self, pages: int) -> float:
        """Return the margin at the spine of a book of so many pages."""
        return next((margin for most, margin in self.inner if pages <= most), self.inner[-1][1])


@dataclass(frozen=True)
class PrintShop:
    """One printer. `required` margins make him refuse a file, `advised` ones are his advice.

    `standard` is the kind of PDF/X. The spine bears words from `spine_from` pages on, so far from its edges
    as `spine_clear`. `most_ink` is what the four inks may be together. A page is one of `sizes` or, without
    them, between `smallest` and `largest`; a book on one of the `limited` sizes has fewer pages, by paper.
    `blank_end` tells whether the last page must be blank, `barcode` who prints that of the cover: `book` or
    `printer`. `rules` are the pages that say all this.
    """

    name: str
    title: str
    standard: str
    papers: Mapping[str, PaperStock]
    required: SafeMargins
    advised: SafeMargins
    bleed: float
    spine_from: int
    spine_clear: float
    most_ink: float
    rules: Mapping[str, str]
    sizes: tuple[Size, ...] = ()
    smallest: Size = (0.0, 0.0)
    largest: Size = (10_000.0, 10_000.0)
    limited: Mapping[Size, Mapping[str, int]] = field(default_factory=dict)
    multiple: int = 2
    blank_end: bool = False
    barcode: str = "book"

    def rule(self, name: str) -> str:
        """Return the page that has a rule. One that has none of its own stands on a page with others."""
        return self.rules.get(name) or self.rules[_STANDS_WITH[name]]

    def offers(self, size: Size) -> bool:
        """Return whether books of a page are made, which may differ by half a millimetre."""
        if self.sizes:
            return any(_is_near(size, one) for one in self.sizes)
        return _fits(self.smallest, size) and _fits(size, self.largest)

    def most_pages(self, size: Size, paper: str) -> int:
        """Return the most pages of a book on a paper, 0 where nothing says it."""
        for limited, most in self.limited.items():
            if _is_near(size, limited):
                return most.get(paper, self.papers[paper].most)
        return self.papers[paper].most

    def binds(self, pages: int, size: Size, paper: str) -> bool:
        """Return whether a book of so many pages is made on a paper."""
        most = self.most_pages(size, paper)
        return self.papers[paper].least <= pages and (not most or pages <= most)


#: Rules that most printers have on the page with others: of the colours and pictures of the inside, of how
#: much ink there is on the cover, of its barcode.
_STANDS_WITH: Final = {"colours": "file", "pictures": "file", "inks": "cover", "barcode": "cover"}

#: How far a size may be off, in millimetres: printers give inches and rounded millimetres side by side.
_NEAR: Final = 0.5


def _is_near(one: Size, other: Size) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))


def _fits(small: Size, large: Size) -> bool:
    return all(a <= b + _NEAR for a, b in zip(small, large, strict=True))


def is_on(paper: PaperStock, size: Size) -> bool:
    """Return whether a paper is offered for a page."""
    return _fits(size, paper.largest)


def _inch_sizes(*sizes: Size) -> tuple[Size, ...]:
    return tuple((_inches(width), _inches(height)) for width, height in sizes)


_KDP_MARGINS: Final = SafeMargins(
    tuple(
        (most, _inches(inner))
        for most, inner in ((150, 0.375), (300, 0.5), (500, 0.625), (700, 0.75), (828, 0.875))
    ),
    _inches(0.25),
)

KDP: Final = PrintShop(
    name="kdp",
    title="KDP",
    standard="x-1a",
    papers={
        "white": PaperStock(_inches(0.002252), 24, 828),
        "cream": PaperStock(_inches(0.0025), 24, 776),
        "groundwood": PaperStock(_inches(0.00235), 24, 0, published=False),
    },
    required=_KDP_MARGINS,
    advised=_KDP_MARGINS,
    bleed=_inches(0.125),
    spine_from=79,
    spine_clear=_inches(0.0625),
    most_ink=2.7,
    smallest=(_inches(4), _inches(6)),
    largest=(_inches(8.5), _inches(11.69)),
    limited={
        **{size: {"white": 800, "cream": 750} for size in _inch_sizes((8.25, 6), (8.25, 8.25))},
        **{size: {"white": 590, "cream": 550} for size in _inch_sizes((8.5, 8.5), (8.5, 11))},
        **{size: {"white": 780, "cream": 730} for size in _inch_sizes((8.27, 11.69))},
    },
    barcode="printer",
    rules={
        "trim": "KDP Help, Print Options (G201834180)",
        "pages": "KDP Help, Print Options (G201834180)",
        "margins": "KDP Help, Set Trim Size, Bleed, and Margins (GVBQ3CMEQW3W2VL6)",
        "file": "KDP Help, Save Your Manuscript File (GYEKAVKMSE23PFTM)",
        "cover": "KDP Help, Create a Paperback Cover (G201953020)",
        "spine": "KDP Help, Create a Paperback Cover (G201953020)",
    },
)

INGRAMSPARK: Final = PrintShop(
    name="ingramspark",
    title="IngramSpark",
    standard="x-1a",
    papers={
        "white": PaperStock(_inches(1 / 472), 18, 1200, _inches(0.002), published=False),
        "cream": PaperStock(
            page=_inches(1 / 472),
            least=18,
            most=1050,
            binding=_inches(0.002),
            published=False,
            largest=(_inches(6.14), _inches(9.252)),
        ),
        "groundwood": PaperStock(
            page=_inches(1 / 550),
            least=18,
            most=900,
            binding=_inches(0.002),
            published=False,
            largest=(_inches(6.14), _inches(9.252)),
        ),
    },
    required=SafeMargins(((10_000, _inches(0.125)),), _inches(0.0625)),
    advised=SafeMargins(((10_000, _inches(0.5)),), _inches(0.5)),
    bleed=_inches(0.125),
    spine_from=48,
    spine_clear=_inches(0.0625),
    most_ink=2.4,
    smallest=(_inches(4), _inches(6)),
    largest=(_inches(8.5), _inches(11)),
    blank_end=True,
    rules={
        "trim": "IngramSpark, File Creation Guide, trim sizes",
        "pages": "IngramSpark, File Creation Guide, trim size matrix",
        "margins": "IngramSpark, File Requirements for Print Books",
        "file": "IngramSpark, File Creation Guide 5.11.26",
        "cover": "IngramSpark, File Creation Guide 5.11.26",
        "spine": "IngramSpark’s cover template; no page publishes how thick its papers are",
    },
)

_LULU_PAPER: Final = PaperStock(_inches(1 / 444), 32, 800, _inches(0.06))

LULU: Final = PrintShop(
    name="lulu",
    title="Lulu",
    standard="x-3",
    papers={"white": _LULU_PAPER, "cream": _LULU_PAPER},
    required=SafeMargins(((10_000, _inches(0.2)),), _inches(0.125)),
    advised=SafeMargins(
        tuple(
            (most, _inches(0.5 + more))
            for most, more in ((60, 0.0), (150, 0.125), (400, 0.5), (600, 0.625), (10_000, 0.75))
        ),
        _inches(0.5),
    ),
    bleed=_inches(0.125),
    spine_from=81,
    spine_clear=_inches(0.125),
    most_ink=2.7,
    sizes=_inch_sizes(
        *((4.25, 6.875), (5, 8), (5.5, 8.5), (5.83, 8.27), (6.14, 9.21), (6, 9), (6.63, 10.25), (7, 10)),
        *((7.44, 9.68), (7.5, 7.5), (8.27, 11.69), (8.5, 8.5), (8.5, 11), (9, 7), (11, 8.5), (11.69, 8.27)),
    ),
    rules={
        "trim": "Lulu, Products",
        "pages": "Lulu Developer Portal, binding types (64000254625)",
        "margins": "Lulu, Book Creation Guide, gutter additions",
        "file": "Lulu, PDF Creation Settings (64000255519)",
        "cover": "Lulu, Book Creation Guide, cover layout",
        "spine": "Lulu Developer Portal, How is spine width calculated? (64000254616)",
    },
)

#: The printers whose rules are known, by the name that a manifest has for them.
PRINT_SHOPS: Final[Mapping[str, PrintShop]] = {shop.name: shop for shop in (KDP, INGRAMSPARK, LULU)}

#: Offset printing, of which every printer has rules of his own: the usual signature alone is assumed.
OFFSET: Final = "offset"
SIGNATURE: Final = 16


def offset_printer(standard: str, bleed: float, multiple: int, most_ink: float) -> PrintShop:
    """Return what an offset printer is asked for as if it were his rules: what the manifest says, and the
    standard of the file, in whose parts of ISO 15930 the rest stands."""
    any_margin = SafeMargins(((0, 0.0),), 0.0)
    return PrintShop(
        name=OFFSET,
        title="an offset printer",
        standard=standard,
        papers={},
        required=any_margin,
        advised=any_margin,
        bleed=bleed,
        spine_from=0,
        spine_clear=0.0,
        most_ink=most_ink,
        multiple=multiple,
        rules={
            "trim": "the manifest, editions: pdf: trim, and print: bleed, marks",
            "pages": "the manifest, editions: print: multiple",
            "file": _STANDARDS.get(standard, "ISO 15930"),
            "colours": "the book is made in black; ask the printer",
            "pictures": "usual in offset printing; ask the printer",
            "inks": "a bound of ours; ask the printer",
            "cover": "the manifest, editions: print: bleed, marks",
            "barcode": "what shops ask for",
            "spine": "the manifest, editions: print: paper",
        },
    )


#: Where the kinds of PDF/X are laid down.
_STANDARDS: Final = {
    "x-1a": "ISO 15930-1:2001",
    "x-3": "ISO 15930-3:2002",
    "x-4": "ISO 15930-7:2010",
}
