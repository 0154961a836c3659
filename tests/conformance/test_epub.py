"""Every anthology's EPUB under EPUBCheck and Ace, and every page of it in a real browser.

A browser is the nearest thing to a reading system that runs here: its page is a phone's or a tablet's, by day
and by night, with the margins and the colours that a reading system sets.
"""

from __future__ import annotations

import base64
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

import pypdfium2
import pytest
from browsing import FAINT
from lxml import etree

from florilegium.editions.epub.kobo import to_kepub
from projects import NAMES, REPOSITORY, Made

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.conformance

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"

TOOLS = REPOSITORY / ".tools"
_AXE = TOOLS / "node_modules" / "@daisy" / "axe-core-for-ace" / "axe.min.js"

#: Pixels of CSS: a small phone, a tablet.
SCREENS = {"phone": (360, 720), "tablet": (820, 1180)}

#: What a reading system sets before the book may speak: margins, and by night its own colours.
THEMES = {
    "light": "body { margin: 16px }",
    "dark": "html { background: #121212; color: #d6d6d6 } body { margin: 16px }",
}


@dataclass(frozen=True)
class Opened:
    """An EPUB unzipped: its folder, its pages in reading order, each as a tree; its navigation document."""

    root: Path
    pages: dict[str, Any]
    nav: Any

    def address(self, page: str) -> str:
        return (self.root / page).as_uri()


@pytest.fixture(scope="session")
def opener(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Opened]:
    """Unzips an EPUB, once in a run."""

    @cache
    def opened(path: Path) -> Opened:
        folder = tmp_path_factory.mktemp("epub")
        with zipfile.ZipFile(path) as container:
            container.extractall(folder)
        package = etree.parse(folder / "EPUB" / "content.opf")
        names = {"o": "http://www.idpf.org/2007/opf"}
        hrefs = {item.get("id"): str(item.get("href")) for item in package.iterfind(".//o:item", names)}
        spine = [hrefs[ref.get("idref")] for ref in package.iterfind(".//o:itemref", names)]
        trees = {name: etree.parse(folder / "EPUB" / name) for name in (*spine, "nav.xhtml")}
        return Opened(folder / "EPUB", {name: trees[name] for name in spine}, trees["nav.xhtml"])

    return opened


@pytest.fixture
def epub(made: Made, opener: Callable[[Path], Opened]) -> Opened:
    """The anthology's EPUB, unzipped."""
    return opener(made.epub)


@dataclass(frozen=True)
class Looks:
    """What is wrong with an EPUB's pages in a browser, each line with its page, screen and theme."""

    faint: tuple[str, ...]
    beyond: tuple[str, ...]
    small: tuple[str, ...]


@pytest.fixture(scope="session")
def looks(made: Made, opener: Callable[[Path], Opened], browser: Browser) -> Looks:
    """Every page of an anthology on every screen by day and by night; each page is loaded once."""
    book = opener(made.epub)
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.add_init_script(path=_AXE)
    page.add_init_script(f"window.faint = {FAINT}; window.beyond = {_BEYOND}")
    faint, beyond, small = list[str](), list[str](), list[str]()
    for name in book.pages:
        page.goto(book.address(name))
        for screen, (width, height) in SCREENS.items():
            page.set_viewport_size({"width": width, "height": height})
            for theme, style in THEMES.items():
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                seen = page.evaluate(_LOOK, style)
                where = f"{name} on a {screen}, {theme}"
                faint += [f"{where}: {text}" for text in seen["faint"]]
                beyond += [f"{where} at {size}: {text}" for size, text in seen["beyond"]]
        page.evaluate("document.getElementById('reading-system').remove()")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 390, "height": 844})
        small += [f"{name}: {target}" for target in page.evaluate(_SMALL_TARGETS)]
    context.close()
    return Looks(tuple(faint), tuple(beyond), tuple(small))


#: Set what a reading system sets, and look at the page in two sizes of type.
_LOOK = """theme => {
    const id = 'reading-system', root = document.documentElement;
    let style = document.getElementById(id);
    if (!style) {
        style = document.createElementNS('http://www.w3.org/1999/xhtml', 'style');
        style.id = id;
        document.head.prepend(style);
    }
    style.textContent = theme;
    const found = {faint: faint(), beyond: []};
    for (const size of ['200%', '100%']) {
        root.style.fontSize = size;
        found.beyond.push(...beyond().map(text => [size, text]));
    }
    root.style.fontSize = '';
    return found;
}"""

#: Elements of running text whose box ends beyond the window, and the window when it can be scrolled sideways.
_BEYOND = """() => {
    const width = window.innerWidth + 1;
    const found = [...document.body.querySelectorAll('*')]
        .filter(e => e.getBoundingClientRect().right > width && !e.closest('[hidden]') && !e.closest('thead'))
        .map(e => e.localName + '.' + e.className + ': ' + e.textContent.slice(0, 40));
    if (document.documentElement.scrollWidth > width) found.push('the page scrolls sideways');
    return found;
}"""

_SMALL_TARGETS = (
    "async () => (await axe.run({runOnly: ['target-size'], rules: {'target-size': {enabled: true}}}))"
    ".violations.flatMap(rule => rule.nodes.map(node => node.html))"
)


def test_epubcheck_finds_nothing(made: Made, epubcheck: Callable[..., list[str]]) -> None:
    """No fatal, no error, no warning; the index, which says that it is one, under the index rules too."""
    assert epubcheck(made.epub) == []


def test_checker_finds_faults(
    builder: Callable[[str], Made], epubcheck: Callable[..., list[str]], tmp_path: Path
) -> None:
    """The checker that passes our files fails one with a broken link and an index out of shape."""
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(builder("shipped").epub) as whole, zipfile.ZipFile(broken, "w") as spoilt:
        for entry in whole.infolist():
            data = whole.read(entry)
            if entry.filename == "EPUB/text/index.xhtml":
                data = data.replace(b'epub:type="index-term"', b"").replace(
                    b'href="notes.xhtml#', b'href="gone.xhtml#'
                )
            spoilt.writestr(entry, data)
    faults = epubcheck(broken)
    assert any("index-term" in fault for fault in faults)


def test_kepub_is_a_sound_epub(
    builder: Callable[[str], Made], epubcheck: Callable[..., list[str]], tmp_path: Path
) -> None:
    """Kobo's form of the book that has one of everything has nothing that EPUBCheck reports."""
    kepub = tmp_path / "book.kepub.epub"
    kepub.write_bytes(to_kepub(builder("atlas").epub.read_bytes()))
    assert epubcheck(kepub) == []


def test_ace_finds_no_violation(made: Made, ace: Callable[[Path], list[str]]) -> None:
    """Ace by DAISY has nothing against the accessibility of any anthology."""
    assert ace(made.epub) == []


def test_text_stands_out_from_its_ground(looks: Looks) -> None:
    """Text has the contrast of WCAG 2.2 AA (1.4.3), by day and by night."""
    assert looks.faint == ()


def test_every_page_fits_the_screen(looks: Looks) -> None:
    """No text leaves the screen, large type either (1.4.4)."""
    assert looks.beyond == ()


def test_a_finger_hits_what_it_touches(looks: Looks) -> None:
    """The rule of WCAG 2.2 AA (2.5.8) for the size of targets, on a phone, by axe; Ace leaves it out."""
    assert looks.small == ()


def test_looks_see_what_is_wrong(browser: Browser) -> None:
    """What passes our pages sees pale words, a line that is too long and a target that is too small."""
    page = browser.new_page(viewport={"width": 360, "height": 720})
    small = '<a href="#a" style="display: inline-block; width: 9px; height: 9px; overflow: hidden">a</a>'
    pale = '<p style="color: #ccc; white-space: nowrap">' + "pale and long " * 20 + "</p>"
    page.set_content(f"<body>{pale}<p>{small}{small}</p></body>")
    page.add_script_tag(path=_AXE)
    page.evaluate(f"() => {{ window.faint = {FAINT}; window.beyond = {_BEYOND} }}")
    by_day, by_night = (page.evaluate(_LOOK, THEMES[theme]) for theme in ("light", "dark"))
    assert [text[:4] for text in by_day["faint"]] == ["pale"] and by_night["faint"]
    assert {size for size, _ in by_day["beyond"]} == {"100%", "200%"}
    assert len(page.evaluate(_SMALL_TARGETS)) == 2
    page.close()


def test_no_link_is_broken(epub: Opened) -> None:
    """Every link inside the book leads to an anchor that is there; no file asks for one from outside."""
    anchors = {name: {str(anchor) for anchor in tree.xpath("//@id")} for name, tree in epub.pages.items()}
    for name, tree in (*epub.pages.items(), ("nav.xhtml", epub.nav)):
        for link in map(str, tree.xpath("//@href | //@src")):
            target, anchor = urldefrag(urljoin(name, link))
            if re.match(r"(https?|mailto):", target):
                assert tree.xpath("//*[local-name()='a'][@href=$link]", link=link), f"{name} loads {link}"
                continue
            assert (epub.root / target).is_file(), f"{name}: {link}"
            assert not anchor or anchor in anchors[target], f"{name}: {link}"


def test_a_call_leads_to_its_note_and_back(epub: Opened, browser: Browser) -> None:
    """A reader touches a call, sees the note, touches its number and is where the call stands."""
    calls = [
        (name, call.get("id"))
        for name, tree in epub.pages.items()
        for call in tree.iterfind(f".//{XHTML}a[@role='doc-noteref']")
    ]
    notes = epub.pages.get("text/notes.xhtml")
    backs = 0 if notes is None else len(notes.findall(f".//{XHTML}a[@role='doc-backlink']"))
    assert len(calls) == backs
    page = browser.new_page(viewport={"width": 360, "height": 720})
    for name, call in calls[:: max(len(calls) // 5, 1)]:
        page.goto(epub.address(name))
        note = str(epub.pages[name].xpath("string(//*[@id=$call]/@href)", call=call)).partition("#")[2]
        page.locator(f"[id='{call}']").click()
        page.wait_for_function("id => document.querySelector(':target')?.id === id", arg=note)
        assert _in_sight(page)
        page.locator(f":target a[role='doc-backlink'][href$='#{call}']").first.click()
        page.wait_for_function("id => document.querySelector(':target')?.id === id", arg=call)
        assert _in_sight(page)
    page.close()


def _in_sight(page: Page) -> bool:
    """Whether the target of the page's address is in the window."""
    return bool(
        page.evaluate(
            "() => { const box = document.querySelector(':target').getBoundingClientRect();"
            " return box.top >= -1 && box.top < window.innerHeight }"
        )
    )


def test_a_locator_leads_to_the_very_mention(epub: Opened, browser: Browser) -> None:
    """Every locator's target is a mention, a citation or a note, with words; a reader sees it marked."""
    index = epub.pages.get("text/index.xhtml")
    if index is None:
        assert not [name for name in epub.pages if "index" in name]
        return
    links = [
        urldefrag(urljoin("text/index.xhtml", str(link.get("href"))))
        for link in index.iterfind(f".//{XHTML}a")
        if "index-locator" in (link.get(f"{OPS}type") or "")
    ]
    assert links
    for name, anchor in links:
        (target,) = epub.pages[name].xpath("//*[@id=$anchor]", anchor=anchor)
        in_note = target.xpath("ancestor-or-self::*[local-name()='li' and @id]")
        assert target.get("class") in {"mention", "citation"} or in_note
        assert "".join(target.itertext()).strip()
    page = browser.new_page(viewport={"width": 360, "height": 720})
    for name, anchor in links[:: len(links) // 5 + 1]:
        page.goto(f"{epub.address(name)}#{anchor}")
        assert _in_sight(page)
        ground = page.evaluate("getComputedStyle(document.querySelector(':target')).backgroundColor")
        assert ground not in {"rgba(0, 0, 0, 0)", "transparent"}
    page.close()


def test_contents_and_landmarks_lead_to_their_headings(epub: Opened) -> None:
    """Each line of the contents leads to a page whose chief heading begins the line."""
    (toc,) = epub.nav.xpath("//*[@role='doc-toc']")
    lines = list(toc.iter(f"{XHTML}a"))
    for line in lines:
        name, _, anchor = line.get("href").partition("#")
        page = epub.pages[name]
        heading = page.xpath("//*[@id=$anchor]", anchor=anchor)[0] if anchor else page.find(f".//{XHTML}h1")
        title = _plain(line.find(f"{XHTML}span[@class='entry']"))
        assert title and (heading is None or _plain(heading).startswith(title) or "title-page" in name)
    listed = [line.get("href") for line in lines if "#" not in line.get("href")]
    assert listed == [name for name in epub.pages if name not in {"cover.xhtml", "text/contents.xhtml"}]


def test_a_reader_that_shows_what_is_hidden_has_nothing_to_show(made: Made) -> None:
    """MuPDF shows elements that are hidden: the list of the printed pages is in no text of the book.

    Of the styles it understands all that it reads.
    """
    import pymupdf  # of the extra for conformance alone, and this module is read for every test

    pymupdf.TOOLS.reset_mupdf_warnings()
    with pymupdf.open(made.epub) as document:
        lines = [line.strip() for page in document for line in page.get_text().splitlines()]
    assert "css syntax error" not in pymupdf.TOOLS.mupdf_warnings()
    runs = [len(list(run)) for bare, run in groupby(lines, key=str.isdecimal) if bare]
    assert max(runs, default=0) < 8


def _plain(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def test_twenty_printed_pages_begin_with_the_words_of_their_marks(made: Made, epub: Opened) -> None:
    """A page mark stands at the very word with which the PDF's page begins."""
    marks = [
        (name, mark)
        for name, tree in epub.pages.items()
        if tree.getroot().find(f"{XHTML}body").get("class") in {"article", "chapter", "introduction"}
        for mark in tree.iterfind(f".//{XHTML}span[@role='doc-pagebreak']")
    ]
    assert marks
    printed = _printed(made.pdf)
    for name, mark in marks[:: max(len(marks) // 20, 1)]:
        label = mark.get("aria-label")
        words = _letters("".join(mark.xpath(f"following::text()[{_DRAWN}]")))[:24]
        if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in words):
            continue  # a PDF's letters stand in the order of the page, not of reading
        assert printed[label].startswith(words[: len(printed[label])]), f"{name}, page {label}: {words}"


def test_the_page_list_has_every_printed_page_whose_text_is_there(made: Made, epub: Opened) -> None:
    """Roman and arabic, in order: all but the half title, blanks, and the contents' later pages."""
    nav = epub.nav
    listed = [link.text for link in nav.xpath("//*[@role='doc-pagelist']//*[local-name()='a']")]
    printed = [label for label, letters in _printed(made.pdf).items() if letters]
    assert listed == [label for label in printed if label in listed]
    behind = ("list-of-illustrations", "list-of-tables", "foreword")
    opened = [_opens_on(epub, name) for name in behind if f"text/{name}.xhtml" in epub.pages]
    contents, text = (printed.index(label) for label in (_opens_on(epub, "contents"), [*opened, "1"][0]))
    assert [label for label in printed if label not in listed] == ["i", *printed[contents + 1 : text]]


def _opens_on(epub: Opened, name: str) -> str:
    """The label of the first printed page in a file of the text."""
    marks = epub.pages[f"text/{name}.xhtml"].xpath("string(//*[@role='doc-pagebreak']/@aria-label)")
    return str(marks)


#: What is no letter of a formula, which print draws.
_DRAWN = "not(ancestor::*[local-name()='math'])"


@cache
def _printed(path: Path) -> dict[str, str]:
    """The letters of each page's type area, by the page's label."""
    document = pypdfium2.PdfDocument(path)
    found = {}
    for number, page in enumerate(document):
        width, height = page.get_size()
        text = page.get_textpage().get_text_bounded(0, 0.115 * height, width, 0.908 * height)
        found[document.get_page_label(number)] = _letters(text)
    document.close()
    return found


def _letters(text: str) -> str:
    """Letters alone, in one case: figures are note numbers, and hyphens come and go with lines."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain.casefold() if letter.isalpha())


def test_the_same_words_stand_in_both_editions(made: Made, epub: Opened) -> None:
    """Every word of an article's pages in the EPUB is on the PDF's pages, in order."""
    printed = "".join(_printed(made.pdf).values())
    for name, tree in epub.pages.items():
        body = tree.getroot().find(f"{XHTML}body")
        if body.get("class") != "article":
            continue
        for block in body.iterfind(f".//{XHTML}p"):
            if next(block.iterancestors(f"{XHTML}details"), None) is not None:
                continue  # what is said of a picture for those who cannot see it is not printed
            words = _letters("".join(block.xpath(f".//text()[{_DRAWN}]")))
            if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in words):
                continue  # a PDF's letters stand in the order of the page, not of reading
            # A page's end may part a block, with a table or a figure moved between.
            assert words[:60] in printed and words[-60:] in printed, f"{name}: {words[:60]}"


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A browser's page with epub.js in it, as large as a phone's; an error of the reader's is a failure."""
    scripts = [
        TOOLS / "node_modules" / name for name in ("jszip/dist/jszip.min.js", "epubjs/dist/epub.min.js")
    ]
    for script in scripts:
        assert script.exists(), f"{script} is missing: run `make conformance`, which brings it"
    page = browser.new_page(viewport={"width": 400, "height": 700})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_content('<div id="view"></div>')
    for script in scripts:
        page.add_script_tag(path=script)
    yield page
    page.close()
    assert faults == []


def test_a_published_reader_reads_it(made: Made, epub: Opened, reader: Page) -> None:
    """epub.js opens the book, pages to its end, finds words and follows the contents."""
    reader.evaluate(_OPEN, base64.b64encode(made.epub.read_bytes()).decode())
    assert reader.evaluate(_LEAF_THROUGH) == list(epub.pages)
    title = _plain(epub.pages["text/title-page.xhtml"].find(f".//{XHTML}h1"))
    assert "text/title-page.xhtml" in reader.evaluate(_SEARCH, title)
    lines = reader.evaluate("() => book.navigation.toc.flatMap(l => [l, ...l.subitems]).map(l => l.href)")
    assert lines and {line.partition("#")[0] for line in lines} <= set(epub.pages)
    for line in lines[:: max(len(lines) // 6, 1)]:
        assert reader.evaluate(_GO, line) == line.partition("#")[0]


_OPEN = """async data => {
    const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
    window.book = ePub(bytes.buffer);
    await book.ready;
    window.view = book.renderTo('view', {width: 380, height: 660, flow: 'paginated'});
    await view.display();
}"""

#: Turn page after page; the files met, in order.
_LEAF_THROUGH = """async () => {
    const seen = new Set();
    for (let turns = 0; turns < 5000; turns++) {
        const here = view.currentLocation();
        seen.add(here.start.href);
        if (here.atEnd) return [...seen];
        await view.next();
    }
    return ['no end in 5000 pages'];
}"""

_SEARCH = """async words => {
    const found = [];
    for (const section of book.spine.spineItems) {
        await section.load(book.load.bind(book));
        if (section.find(words).length) found.push(section.href);
        section.unload();
    }
    return found;
}"""

_GO = "async line => { await view.display(line); return view.currentLocation().start.href }"


def test_names_of_files_are_plain(epub: Opened) -> None:
    """Names that every file system and every shop takes: small letters, figures, hyphens."""
    for path in epub.root.rglob("*"):
        if path.is_file():
            name = PurePosixPath(path.relative_to(epub.root)).as_posix()
            assert re.fullmatch(r"[A-Za-z0-9/._-]+", name), name


def test_all_anthologies_are_checked() -> None:
    """The shipped anthology and at least four that stress the EPUB."""
    assert len(NAMES) >= 5
