"""What published readers make of an EPUB on a phone and a tablet: foliate-js, epub.js and Readium's.

All lay a file out in columns side by side, in a frame as wide as all of them, so what a style knows of the
window is no use there.
"""

from __future__ import annotations

import base64
import io
import json
import mimetypes
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import FAINT
from lxml import etree
from PIL import Image

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
    return _epub(folder, _MANIFEST, {"counts.html": _article()})


def _epub(folder: Path, manifest: str, articles: Mapping[str, str]) -> bytes:
    """The EPUB that the program makes of a manifest and its articles."""
    for name, text in {"anthology.yaml": manifest, **articles}.items():
        (folder / name).write_text(text, encoding="utf-8")
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
    page.route("https://reader.example/**", _serve)
    page.goto("https://reader.example/")
    yield page
    page.close()
    assert faults == []


def _serve(route: Route) -> None:
    name = route.request.url.removeprefix("https://reader.example/")
    path = _MODULES / name
    if not name:
        modules = {one: f"/{one}/dist/index.js" for one in ("@readium/navigator", "@readium/shared")}
        names = f"<script type='importmap'>{json.dumps({'imports': modules})}</script>"
        route.fulfill(body=f"<!DOCTYPE html>{names}<body style='margin: 0'>", content_type="text/html")
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
    window.view = view;
    view.hooks.content.register(contents => { window.shown = contents.document });
    await book.ready;
    await view.display(name);
    await shown.fonts.ready;
}"""


_READIUM = """async ([manifest, name, colours]) => {
    const {EpubNavigator} = await import('@readium/navigator');
    const {HttpFetcher, Locator, LocatorLocations, Manifest, Publication} = await import('@readium/shared');
    const read = Manifest.deserialize(manifest);
    read.setSelfLink(location.href + 'book/manifest.json');
    const publication = new Publication({
        manifest: read, fetcher: new HttpFetcher(undefined, location.href + 'book/')});
    const places = manifest.readingOrder.map(({href, type}, at) => new Locator(
        {href, type, locations: new LocatorLocations({position: at + 1, progression: 0})}));
    const target = document.createElement('div');
    target.style.cssText = 'position: relative; width: 100vw; height: 100vh';
    document.body.append(target);
    const style = document.createElement('style');
    style.textContent = 'iframe { position: absolute; width: 100%; height: 100%; border: 0 }';
    document.head.append(style);
    let loaded;
    const told = new Promise(done => { loaded = done });
    const view = new EpubNavigator(target, publication, {frameLoaded: loaded}, places,
        places.find(one => one.href === name), {preferences: colours, defaults: {}});
    await view.load();
    await told;
    window.view = view;
    window.shown = view._cframes[0].iframe.contentDocument;
    await shown.fonts.ready;
}"""

READERS = ("foliate-js", "epub.js", "Readium")

#: Colours that a reader sets by night; Readium's word for them.
_NIGHT = {"backgroundColor": "#121212", "textColor": "#d6d6d6"}


def _open(page: Page, reader: str, epub: bytes, name: str, *, night: bool = False) -> None:
    """Open a file of an EPUB in a reader; its document is then `shown`."""
    if reader == "Readium":
        with zipfile.ZipFile(io.BytesIO(epub)) as container:
            files = {entry: container.read(entry) for entry in container.namelist()}
        page.route("https://reader.example/book/**", lambda route: _serve_book(route, files))
        page.evaluate(_READIUM, [_manifest(files["EPUB/content.opf"]), name, _NIGHT if night else {}])
        return
    if reader == "epub.js":
        for script in ("jszip/dist/jszip.min.js", "epubjs/dist/epub.min.js"):
            page.add_script_tag(url=f"/{script}")
    page.evaluate(_EPUBJS if reader == "epub.js" else _FOLIATE, [base64.b64encode(epub).decode(), name])


def _serve_book(route: Route, files: dict[str, bytes]) -> None:
    name = f"EPUB/{route.request.url.removeprefix('https://reader.example/book/')}"
    kind = "application/xhtml+xml" if name.endswith(".xhtml") else mimetypes.guess_type(name)[0]
    route.fulfill(body=files[name], content_type=kind or "application/octet-stream")


def _manifest(package: bytes) -> dict[str, object]:
    """The manifest that Readium's streamer makes of a package, as far as its navigator asks for it."""
    root = etree.fromstring(package)
    names = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
    items = {one.get("id"): one for one in root.iterfind(".//o:item", names)}
    spine = [items[one.get("idref")] for one in root.iterfind(".//o:itemref", names)]
    told = {name: root.findtext(f".//dc:{name}", namespaces=names) for name in ("title", "language")}
    progression = root.find("o:spine", names).get("page-progression-direction", "ltr")
    return {
        "@context": "https://readium.org/webpub-manifest/context.jsonld",
        "metadata": {
            **told,
            "conformsTo": "https://readium.org/webpub-manifest/profiles/epub",
            "readingProgression": progression,
        },
        "links": [],
        "readingOrder": [{"href": one.get("href"), "type": one.get("media-type")} for one in spine],
    }


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


@pytest.mark.parametrize("reader", READERS)
def test_no_word_of_a_table_is_divided_and_none_is_out_of_reach(
    page: Page, reader: str, tables: bytes
) -> None:
    """At the size of type that the reader sets, and at twice that (WCAG 2.2, 1.4.4)."""
    _open(page, reader, tables, "text/counts.xhtml")
    assert page.evaluate("() => shown.querySelectorAll('.table').length") == 3
    for size in ("100%", "200%"):
        page.evaluate("size => { shown.documentElement.style.fontSize = size }", size)
        assert page.evaluate(_CRUSHED) == []


@pytest.mark.parametrize("reader", READERS)
def test_a_wide_table_is_read_row_by_row_by_the_width_of_its_column(
    page: Page, reader: str, tables: bytes
) -> None:
    """The frame is much wider, and no measure; where a tablet is given one column, the table fits."""
    _open(page, reader, tables, "text/counts.xhtml")
    (nine, small) = page.evaluate(
        "() => [...shown.querySelectorAll('.stacks tbody')]"
        ".map(rows => shown.defaultView.getComputedStyle(rows).display)"
    )
    width = page.viewport_size["width"]  # type: ignore[index]
    fits = reader != "epub.js" and width == 820
    if not (fits and reader == "Readium"):  # there the whole text stands in the one column
        assert page.evaluate("() => shown.documentElement.scrollWidth") > width
    assert (nine, small) == ("table-row-group" if fits else "block", "table-row-group")


# By night


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The EPUB of a small book with a black drawing on no ground, a link, a table and a note."""
    folder = tmp_path_factory.mktemp("drawings")
    picture = Image.new("RGBA", (120, 120))
    picture.paste((0, 0, 0, 255), (40, 40, 80, 80))
    picture.save(folder / "mole.png")
    text = (
        "![The mole.](mole.png)\n\n"
        "The mole was drawn by Wend, and [a copy](https://example.org/) is kept.[^1]\n\n"
        "| Ships | In |\n|---|---|\n| Gulls | 12 |\n\n[^1]: In a drawer.\n"
    )
    return _epub(folder, _MANIFEST.replace("counts.html", "counts.md"), {"counts.md": text})


#: What a reader is told so that its pages are dark.
_DARKEN = {
    "foliate-js": "css => document.querySelector('foliate-view').renderer.setStyles(css)",
    "epub.js": "css => { view.themes.registerCss('night', css); view.themes.select('night') }",
}


@pytest.mark.parametrize("reader", READERS)
def test_what_is_drawn_and_written_is_seen_in_colours_that_a_reader_injects(
    page: Page, reader: str, drawings: bytes
) -> None:
    """No media query tells of them: the reader alone knows that it is night."""
    _open(page, reader, drawings, "text/counts.xhtml", night=True)
    if reader in _DARKEN:
        page.evaluate(_DARKEN[reader], "html { background: #121212 !important; color: #d6d6d6 !important }")
    page.evaluate("() => { window.ground = [18, 18, 18] }")
    page.wait_for_function("() => getComputedStyle(shown.querySelector('p')).color === 'rgb(214, 214, 214)'")
    assert page.evaluate(FAINT) == []
    with Image.open(io.BytesIO(_picture_at_rest(page))) as seen:
        darkest, lightest = seen.convert("L").getextrema()
    assert darkest < 20
    assert lightest > 240


def _picture_at_rest(page: Page) -> bytes:
    """What the first picture of a page looks like when it changes no more: readers fade a page in."""
    before = b""
    for _ in range(50):
        now = page.screenshot(clip=page.evaluate(_ON_THE_SCREEN))
        if now == before:
            return now
        before = now
        page.wait_for_timeout(100)
    raise AssertionError("the page does not come to rest")


#: Where the middle of the picture is, in the reader's window.
_ON_THE_SCREEN = """() => {
    const box = shown.querySelector('img').getBoundingClientRect();
    const frame = shown.defaultView.frameElement.getBoundingClientRect();
    return {x: frame.x + box.x + 4, y: frame.y + box.y + 4, width: box.width - 8, height: box.height - 8};
}"""


# From the right


_HEBREW = "הגן עומד בין שתי חומות, והשער נפתח אל הים בכל בוקר של קיץ."
_ENGLISH = "The garden lies between two walls, and its gate is opened to the sea on summer mornings."


@pytest.fixture(scope="module", params=["en", "he"])
def turned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The EPUB of a book whose article, with its note, runs against the book."""
    folder = tmp_path_factory.mktemp("turned")
    book, article = request.param, {"en": "he", "he": "en"}[request.param]
    words = {"en": _ENGLISH, "he": _HEBREW}
    manifest = _MANIFEST.replace("language: en-GB", f"language: {book}").replace("counts.html", "counts.md")
    manifest = manifest.replace("title: Counts}", f"title: Counts, language: {article}}}")
    text = f"{words[article] * 6}[^1]\n\n- {words[article]}\n\n[^1]: {words[article] * 3}\n"
    return _epub(folder, manifest, {"counts.md": text})


@pytest.mark.parametrize("reader", READERS)
def test_a_note_that_runs_against_the_book_is_whole_and_its_number_stands_where_it_begins(
    page: Page, reader: str, turned: bytes
) -> None:
    _open(page, reader, turned, "text/notes.xhtml")
    (note,) = page.evaluate(_NOTES)
    assert note["number"]["left"] >= note["item"]["left"] - 1
    assert note["number"]["right"] <= note["item"]["right"] + 1
    assert note["back"]["left"] >= note["item"]["left"] - 1
    assert note["back"]["right"] <= note["item"]["right"] + 1
    near = "right" if note["leftward"] else "left"
    assert abs(note["number"][near] - note["item"][near]) < 4
    assert note["item"]["right"] - note["item"]["left"] <= page.viewport_size["width"]  # type: ignore[index]


_NOTES = """() => {
    const box = one => { const {left, right} = one.getBoundingClientRect(); return {left, right} };
    return [...shown.querySelectorAll('ol.notes > li')].map(item => ({
        item: box(item), number: box(item.querySelector('.number')), back: box(item.querySelector('.back')),
        leftward: shown.defaultView.getComputedStyle(item).direction === 'rtl',
    }));
}"""
