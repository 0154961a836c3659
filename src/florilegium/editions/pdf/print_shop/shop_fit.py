"""Whether a book is one that a printer makes, and where its pages stand on his paper.

What is set is never set again: the type area moves as it is, towards the outer edge or down, until it keeps
the margins that the printer asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import lcm
from typing import Any, Final

from florilegium.book.print_shops import LOOKED_UP, PrintShop, SafeMargins, Size, is_on
from florilegium.editions.pdf.output.see_through import seen_through
from florilegium.editions.pdf.pagination.running_heads import furniture_reach
from florilegium.editions.pdf.section.trim import POINTS, Page
from florilegium.problems import Place, Report
from florilegium.system.values import dataclass

#: Where a key of the manifest stands, of those under `editions`.
PlaceOf = Callable[..., Place]

#: Differences below this, in points, are none.
_NOTHING: Final = 0.05


def check_order(asked: Any, size: Size, place_of: PlaceOf, report: Report) -> None:
    """Look whether a printer offers what is asked for; `asked` are the keys under `print`.

    Reports:
        E022: he does not offer the page, the paper, the bleed, marks or the kind of PDF.
    """
    shop: PrintShop | None = asked.shop
    if shop is None:
        return
    for key, found, wanted in _refused(shop, asked, size):
        place = place_of("pdf", "trim") if key == "trim" else place_of("print", key)
        report.add("E022", place, f"{shop.title} does not take {found}", f"{wanted} ({_said(shop, key)}).")


def _refused(shop: PrintShop, asked: Any, size: Size) -> Iterator[tuple[str, str, str]]:
    """Yield what is refused: its key, what was found, and what would do."""
    written = asked.model_fields_set
    if not shop.offers(size):
        yield "trim", f"a page of {_measured(size)}", f"It takes {_offered(shop)}"
    paper = shop.papers.get(asked.stock)
    if paper is None and not asked.stock[:1].isdigit():
        yield "paper", f"the paper “{asked.stock}”", f"Its papers are {', '.join(shop.papers)}"
    elif paper is not None and not is_on(paper, size):
        found = f"{asked.stock} paper with a page of {_measured(size)}"
        yield "paper", found, f"That paper goes up to {_measured(paper.largest)}"
    if "bleed" in written and abs(asked.bleed_size - shop.bleed) > 0.2:
        yield "bleed", f"a bleed of {asked.bleed}", f"It asks for {shop.bleed:g} mm; leave the key out"
    if asked.marks:
        yield "marks", "crop marks", "Leave the key out"
    if asked.standard and asked.standard != shop.standard:
        yield "standard", f"PDF/{asked.standard.upper()}", f"It asks for {shop.standard}; leave the key out"


def _measured(size: Size) -> str:
    width, height = (f"{side:.4g}" for side in size)
    return f"{width} × {height} mm"


def _offered(shop: PrintShop) -> str:
    if shop.sizes:
        return ", ".join(_measured(one) for one in sorted(shop.sizes))
    return f"{_measured(shop.smallest)} to {_measured(shop.largest)}"


#: Under which of a printer's rules a key falls, if it is not called after it.
_RULE_OF: Final = {"paper": "pages", "bleed": "cover", "marks": "file", "standard": "file"}


def _said(shop: PrintShop, key: str) -> str:
    return f"{shop.rules[_RULE_OF.get(key, key)]}, {LOOKED_UP}"


def multiple_of(asked: Any) -> int:
    """Return of what number the pages are a multiple: the editor's and the printer's."""
    return lcm(asked.filled_up_to, asked.shop.multiple) if asked.shop else asked.filled_up_to


def check_pages(asked: Any, pages: int, size: Size, place_of: PlaceOf, report: Report) -> None:
    """Look whether a printer binds so many pages.

    Reports:
        E023: they are too few or too many.
    """
    shop: PrintShop | None = asked.shop
    paper = shop.papers.get(asked.stock) if shop else None
    if shop is None or paper is None:
        return
    if not shop.binds(pages, size, asked.stock):
        most = shop.most_pages(size, asked.stock)
        bounds = f"{paper.least} to {most}" if most else f"{paper.least} or more"
        message = (
            f"the book has {pages} pages, and on {asked.stock} paper of this size {shop.title} binds {bounds}"
        )
        few = "Let blank pages fill it up (“multiple”), or choose a smaller page."
        many = "Choose a larger page or another paper, or make it two volumes."
        report.add(
            "E023",
            place_of("print", "for"),
            message,
            f"{few if pages < paper.least else many} ({_said(shop, 'pages')}).",
        )


@dataclass(frozen=True)
class Placement:
    """How far the type area moves, in points: `out`, away from the spine, and `up`.

    `kept` is whether it then keeps the margins that are required, `advised` those that are advised.
    """

    out: float = 0.0
    up: float = 0.0
    kept: bool = True
    advised: bool = True


def placed(page: Page, shop: PrintShop, pages: int) -> Placement:
    """Return where the pages of a book stand on a printer's paper."""
    top, bottom = furniture_reach(page)
    across = _moved((page.inner, page.outer), _sides(shop, pages, upright=False))
    down = _moved((top, bottom), _sides(shop, pages, upright=True))
    return Placement(
        out=round(across[0], 3),
        up=round(-down[0], 3),
        kept=across[1] and down[1],
        advised=across[2] and down[2],
    )


def _sides(shop: PrintShop, pages: int, *, upright: bool) -> tuple[tuple[float, float], ...]:
    """Return the margins that are required and those that are advised, in points: at the spine and outside,
    or at head and foot."""

    def pair(margins: SafeMargins) -> tuple[float, float]:
        near = margins.around if upright else margins.inner_for(pages)
        return near * POINTS, margins.around * POINTS

    return pair(shop.required), pair(shop.advised)


def _moved(have: tuple[float, float], wanted: tuple[tuple[float, float], ...]) -> tuple[float, bool, bool]:
    """Return how far to move away from the first side, and whether required and advised margins are kept."""
    required, advised = ((near - have[0], have[1] - far) for near, far in wanted)
    low, high = advised
    shift = min(max(0.0, low), high) if low <= high else (low + high) / 2
    least, most = required
    if least <= most:
        shift = min(max(shift, least), most)
    return shift, _holds(shift, required), _holds(shift, advised)


def _holds(shift: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] - _NOTHING <= shift <= bounds[1] + _NOTHING


def check_margins(shop: PrintShop, page: Page, pages: int, place: Place, report: Report) -> Placement:
    """Return where the pages stand.

    Reports:
        E024: text, running heads or folios stand nearer to an edge than the printer takes.
        E026: they stand nearer than he advises.
    """
    made = placed(page, shop, pages)
    margins = shop.advised if made.kept else shop.required
    wanted = f"{margins.inner_for(pages):.3g} mm at the spine and {margins.around:.3g} mm around"
    hint = f"Choose a larger page ({_said(shop, 'margins')})."
    if not made.kept:
        message = f"text stands too near to an edge: with {pages} pages {shop.title} asks for {wanted}"
        report.add("E024", place, message, hint)
    elif not made.advised:
        message = f"text stands nearer to an edge than {shop.title} advises for {pages} pages: {wanted}"
        report.add("E026", place, message, hint)
    return made


def check_flat(pages: Iterator[tuple[str, Any]], standard: str, place: Place, report: Report) -> None:
    """Look whether something is left that one sees through; `pages` are the labels with the pages.

    Reports:
        E025: a page has it, and the kind of PDF knows none.
    """
    for label, page in pages:
        for fault in dict.fromkeys(seen_through(page)):
            report.add(
                "E025",
                place,
                f"page {label} has {fault}, and {standard} knows nothing that one sees through",
                "Write a lighter colour into the style, instead of an opacity.",
            )
