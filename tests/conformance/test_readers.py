"""What published readers make of an EPUB: foliate-js and epub.js, on a phone's screen and a tablet's.

Both lay a file out in columns side by side, in a frame as wide as all of them, so what a style knows of the
window is no use there.
"""

from __future__ import annotations

import base64
import mimetypes
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from projects import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.conformance

_MODULES = REPOSITORY / ".tools" / "node_modules"

#: Pixels of CSS.
SCREENS = ((390, 780), (820, 1000))

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")

_MANIFEST = """title: The Port by Months
language: en-GB
identifier: urn:uuid:0f6bb0a2-6f3e-4a53-9d43-3d3f7d1f2c11
date: 2026-11-22
contributors:
  wend: {name: Griselda Wend}
chapters:
  - title: Counting
    articles:
      - {source: counts.html, authors: wend, title: Counts}
"""


def _article() -> str:
    """A text with a table of nine columns, one of twelve without headings, one with two rows of them."""
    heads = (
        "Month",
        "Ships in",
        "Ships out",
        "Tons landed",
        "Tons shipped",
        "Masters",
        "Mates",
        "Boys",
        "Fog",
    )
    counts = ("".join(f"<td>{at * 1204 + n * 977:,}</td>" for n in range(8)) for at in range(9, 19))
    rows = "".join(f"<tr><th>{month}</th>{row}</tr>" for month, row in zip(_MONTHS, counts, strict=True))
    words = "<p>Griselda Wend counted what came and went, and wrote it down before the lamp was lit.</p>" * 3
    nine = f"<table><thead><tr><th>{'</th><th>'.join(heads)}</th></tr></thead><tbody>{rows}</tbody></table>"
    years = f"<table><tbody><tr><td>{'</td><td>'.join(map(str, range(1880, 1892)))}</td></tr></tbody></table>"
    two = (
        "<table><thead><tr><th rowspan='2'>Port</th><th colspan='2'>Ships</th></tr><tr><th>inward bound</th>"
        "<th>outward bound</th></tr></thead><tbody><tr><td>Saltmere</td><td>1,204</td><td>1,203</td></tr>"
        "</tbody></table>"
    )
    return f"<html><body><article>{words}{nine}{words}{years}{words}{two}{words}</article></body></html>"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The EPUB of a small book of wide tables."""
    folder = tmp_path_factory.mktemp("tables")
    (folder / "anthology.yaml").write_text(_MANIFEST, encoding="utf-8")
    (folder / "counts.html").write_text(_article(), encoding="utf-8")
    command = [Path(sys.executable).with_name("florilegium"), "build", "epub", "--no-pages"]
    subprocess.run(
        [*command, "--manifest", folder / "anthology.yaml"], check=True, capture_output=True, cwd=folder
    )
    (path,) = (folder / "dist").glob("*.epub")
    return path.read_bytes()


@pytest.fixture(params=SCREENS, ids=str)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a size, which finds the readers' modules at an address of its own."""
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("http://reader.example/**", _serve)
    page.goto("http://reader.example/")
    yield page
    page.close()
    assert faults == []


def _serve(route: Route) -> None:
    name = route.request.url.removeprefix("http://reader.example/")
    path = _MODULES / name
    if not name:
        route.fulfill(body="<!DOCTYPE html><body style='margin: 0'>", content_type="text/html")
    else:
        assert path.is_file(), f"{path} is missing: run `make conformance`, which brings it"
        route.fulfill(body=path.read_bytes(), content_type=mimetypes.guess_type(name)[0] or "text/plain")


_FOLIATE = """async ([data, name]) => {
    await import('/foliate-js/view.js');
    const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
    const view = document.createElement('foliate-view');
    view.style.cssText = 'display: block; width: 100vw; height: 100vh';
    document.body.append(view);
    view.addEventListener('load', e => { window.shown = e.detail.doc });
    await view.open(new File([bytes], 'book.epub', {type: 'application/epub+zip'}));
    await view.goTo('EPUB/' + name);
    await shown.fonts.ready;
}"""

_EPUBJS = """async ([data, name]) => {
    const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
    const book = ePub(bytes.buffer);
    const target = document.createElement('div');
    document.body.append(target);
    const view = book.renderTo(target, {width: innerWidth, height: innerHeight, flow: 'paginated'});
    view.hooks.content.register(contents => { window.shown = contents.document });
    await book.ready;
    await view.display(name);
    await shown.fonts.ready;
}"""


def _open(page: Page, reader: str, epub: bytes, name: str) -> None:
    """Open a file of an EPUB in a reader; its document is then `shown`."""
    if reader == "epub.js":
        for script in ("jszip/dist/jszip.min.js", "epubjs/dist/epub.min.js"):
            page.add_script_tag(url=f"/{script}")
    page.evaluate(_EPUBJS if reader == "epub.js" else _FOLIATE, [base64.b64encode(epub).decode(), name])


#: Words of tables that stand on two lines, and tables that stand out of the column without being movable.
_CRUSHED = """() => {
    const found = [];
    for (const box of shown.querySelectorAll('.table')) {
        const table = box.firstElementChild;
        const movable = shown.defaultView.getComputedStyle(table).overflowX === 'auto';
        if (table.offsetWidth > box.offsetWidth + 1) found.push('a table stands out of its column');
        if (table.scrollWidth > table.offsetWidth + 1 && !movable) found.push('a table is cut off');
        const walk = shown.createTreeWalker(table, NodeFilter.SHOW_TEXT), range = shown.createRange();
        while (walk.nextNode())
            for (const word of walk.currentNode.data.matchAll(/\\S+/g)) {
                range.setStart(walk.currentNode, word.index);
                range.setEnd(walk.currentNode, word.index + word[0].length);
                if (range.getClientRects().length > 1) found.push(word[0]);
            }
    }
    return found;
}"""


@pytest.mark.parametrize("reader", ["foliate-js", "epub.js"])
def test_no_word_of_a_table_is_divided_and_none_is_out_of_reach(
    page: Page, reader: str, tables: bytes
) -> None:
    """At the size of type that the reader sets, and at twice that (WCAG 2.2, 1.4.4)."""
    _open(page, reader, tables, "text/counts.xhtml")
    assert page.evaluate("() => shown.querySelectorAll('.table').length") == 3
    for size in ("100%", "200%"):
        page.evaluate("size => { shown.documentElement.style.fontSize = size }", size)
        assert page.evaluate(_CRUSHED) == []


@pytest.mark.parametrize("reader", ["foliate-js", "epub.js"])
def test_a_wide_table_is_read_row_by_row_by_the_width_of_its_column(
    page: Page, reader: str, tables: bytes
) -> None:
    """The frame is much wider, and no measure; where foliate-js gives a tablet one column, the table fits."""
    _open(page, reader, tables, "text/counts.xhtml")
    (nine, small) = page.evaluate(
        "() => [...shown.querySelectorAll('.stacks tbody')]"
        ".map(rows => shown.defaultView.getComputedStyle(rows).display)"
    )
    width = page.viewport_size["width"]  # type: ignore[index]
    assert page.evaluate("() => shown.documentElement.scrollWidth") > width
    fits = reader == "foliate-js" and width == 820
    assert (nine, small) == ("table-row-group" if fits else "block", "table-row-group")
