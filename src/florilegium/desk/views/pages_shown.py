"""The view of the pages: as they will be printed, with letters to select, and what stands behind a word."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

from florilegium.desk.answers import done, number, page, part, refused
from florilegium.desk.page_pictures import WIDEST

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk
    from florilegium.pipeline.live.block_places import BlockPlaces
    from florilegium.pipeline.live.sheet_facts import LetterBox


def pages(desk: Desk, request: Request) -> Response:
    """Show the pages."""
    read = desk.shown.read
    stamp = read.names_stamp if read else ""
    sheets = desk.shown.pages
    if sheets is not None:
        desk.keep_last(sheets)
    last = desk.last if sheets is None else None
    kept = last.pictures if last else ()
    shown = {"sheets": sheets or last, "kept": kept, "names_stamp": stamp, "widest": WIDEST}
    return page(desk, request, "pages.html", **shown)


def picture(desk: Desk, request: Request) -> Response:
    """Return a page's picture in a width of pixels. Its address has the page's stamp, so it stays good."""
    from starlette.responses import Response

    sheets = desk.shown.pages
    place = int(request.path_params["place"])
    if sheets is None or not 0 <= place < len(sheets.facts):
        return refused("There is no such page.", 404)
    data = desk.pictures.picture(sheets, place, int(number(request.query_params.get("w"), 800)))
    same = sheets.facts[place].stamp == request.query_params.get("s")
    kept = "private, max-age=86400, immutable" if same else "no-store"
    return Response(data, media_type="image/png", headers={"cache-control": kept})


def letters(desk: Desk, request: Request) -> Response:
    """Return the letters of a page as a layer to select, with marks for names, by kind, and for notes."""
    from starlette.responses import Response

    sheets, places = desk.shown.pages, desk.places
    place = int(request.path_params["place"])
    if sheets is None or places is None or not 0 <= place < len(sheets.facts):
        return refused("There is no such page.", 404)
    found = desk.pictures.letters(sheets, place)
    across, down = sheets.size
    drawn = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across:g} {down:g}">']
    drawn += _marks(places, found)
    drawn += _words(found)
    return Response("".join([*drawn, "</svg>"]), media_type="image/svg+xml; charset=utf-8")


def word(desk: Desk, request: Request) -> Response:
    """Return what stands behind a place of a page, or behind a block: a part of a page."""
    asked, sheets, places = request.query_params, desk.shown.pages, desk.places
    if sheets is None or places is None:
        return refused("There are no pages yet.", 404)
    block, letter = asked.get("block", ""), -1
    if not block:
        place = int(number(asked.get("place")))
        if not 0 <= place < len(sheets.facts):
            return refused("There is no such page.", 404)
        found = desk.pictures.letters(sheets, place)
        hit = _hit(found, number(asked.get("x")), number(asked.get("y")))
        block, letter = (hit.block, hit.offset) if hit else ("", -1)
    return behind(desk, places.neighbour(block, int(number(asked.get("step")))), letter)


def behind(desk: Desk, block: str, letter: int) -> Response:
    """Return what stands behind a letter of a block, or behind the whole of it with -1."""
    from starlette.responses import HTMLResponse

    sheets, places = desk.shown.pages, desk.places
    facts = places.facts(block) if places else None
    name = next((one for one in facts.names if one.first <= letter <= one.last), None) if facts else None
    shown = sheets.place_of(block, max(letter, 0)) if facts and sheets else None
    return HTMLResponse(part("word.html", facts=facts, name=name, shown=shown))


def find(desk: Desk, request: Request) -> Response:
    """Return the page on which a block stands, or the paragraph at a line of a source."""
    asked, sheets, places = request.query_params, desk.shown.pages, desk.places
    if sheets is None or places is None:
        return refused("There are no pages yet.", 404)
    block = asked.get("block") or places.at(asked.get("file", ""), int(number(asked.get("line"), 1)))
    shown = sheets.place_of(block)
    if shown is None:
        return refused("This stands on no page of the book.", 404)
    stamp, top = sheets.facts[shown.page].stamp, shown.top / sheets.size[1]
    return done(place=shown.page, top=top, block=block, folio=shown.label, stamp=stamp)


def marks(desk: Desk, _request: Request) -> Response:
    """Return what the proof says of the pages, each thing at its line."""
    shown = desk.shown
    if shown.pages is None or shown.read is None:
        return refused("There are no pages yet.", 404)
    found = desk.proof.marks(shown.read.prepared, shown.pages)
    return done(marks=[asdict(one) for one in found])


def _hit(found: list[LetterBox], x: float, y: float) -> LetterBox | None:
    """Return the letter of a block that stands at or nearest to a place, no further than a line away."""
    near = [
        (max(one.left - x, x - one.right, 0.0) + 2 * max(one.top - y, y - one.bottom, 0.0), at)
        for at, one in enumerate(found)
        if one.block
    ]
    distance, at = min(near, default=(99.0, 0))
    return found[at] if distance < 30 else None


def _words(found: list[LetterBox]) -> Iterator[str]:
    """Yield the words of a page as SVG, each as wide as it is printed."""
    word: list[LetterBox] = []
    for one in found:
        if word and not _goes_on(word[-1], one):
            yield _drawn(word)
            word = []
        word.append(one)
    if word:
        yield _drawn(word)


def _goes_on(last: LetterBox, one: LetterBox) -> bool:
    size = last.bottom - last.top
    return abs(one.bottom - last.bottom) < 0.3 * size and -0.5 * size < one.left - last.right < 0.12 * size


def _drawn(word: list[LetterBox]) -> str:
    first, last = word[0], word[-1]
    size = max(first.bottom - first.top, 1.0)
    signs = html.escape("".join(one.sign for one in word))
    return (
        f'<text x="{first.left:.1f}" y="{first.bottom - size * 0.25:.1f}" font-size="{size * 0.8:.1f}" '
        f'textLength="{max(last.right - first.left, 0.1):.1f}" '
        f'lengthAdjust="spacingAndGlyphs">{signs} </text>'
    )


def _marks(places: BlockPlaces, found: list[LetterBox]) -> Iterator[str]:
    """Yield a stroke under every name of a page, by kind, and a frame round every call of a note."""
    names = {block: places.names(block) for block in {one.block for one in found if one.block}}
    of_kind = [
        next((name.kind for name in names.get(one.block, ()) if name.first <= one.offset <= name.last), "")
        for one in found
    ]
    for (kind, _), run in groupby(
        enumerate(found), lambda pair: (of_kind[pair[0]], round(pair[1].bottom / 4))
    ):
        boxes = [one for _, one in run]
        if kind:
            left, right = min(one.left for one in boxes), max(one.right for one in boxes)
            low = boxes[0].bottom - 2
            yield (
                f'<rect class="name {kind}" x="{left:.1f}" y="{low:.1f}" '
                f'width="{right - left:.1f}" height="1.4"/>'
            )
    yield from _notes(places, found)
    for one in found:
        if not one.block and one.sign.isdigit() and one.bottom - one.top < 11:
            yield (
                f'<rect class="call" x="{one.left - 0.5:.1f}" y="{one.top:.1f}" '
                f'width="{one.right - one.left + 1:.1f}" height="{one.bottom - one.top:.1f}"/>'
            )


def _notes(places: BlockPlaces, found: list[LetterBox]) -> Iterator[str]:
    """Yield a tint behind every line of a note."""
    for (block, _), run in groupby(found, lambda one: (one.block, round(one.bottom / 4))):
        if block and places.is_note(block):
            boxes = list(run)
            left, right = min(one.left for one in boxes), max(one.right for one in boxes)
            yield (
                f'<rect class="note" x="{left - 2:.1f}" y="{boxes[0].top:.1f}" '
                f'width="{right - left + 4:.1f}" height="{boxes[0].bottom - boxes[0].top:.1f}"/>'
            )
