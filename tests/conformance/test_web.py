"""The web edition in a real browser: opened from disk and served below another address, with scripts and
without, on a telephone and on a wide screen, by day and by night."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from browsing import SCREENS, axe_faults, served_folder
from lxml import html

from florilegium.pipeline.build import build
from florilegium.pipeline.request import BuildRequest
from florilegium.system.tasks.engines import Here
from projects import lay_out

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.conformance


@pytest.fixture(scope="session", params=["atlas", "recueil"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The web edition of an anthology: one of everything, and one in French with many notes."""
    folder = tmp_path_factory.mktemp("web")
    manifest = lay_out(request.param, folder) / "anthology.yaml"
    asked = BuildRequest(manifest, frozenset({"web"}), folder / "books" / "shelf", strict=True, cached=False)
    (made,) = build(asked, engine=Here()).files
    return made


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the edition's opening on a server of this machine, two folders down."""
    with served_folder(site.parents[1]) as address:
        yield f"{address}/shelf/{site.name}/index.html"


@pytest.fixture(params=["disk", "server"])
def opening(request: pytest.FixtureRequest, site: Path, served: str) -> str:
    """The address at which the edition opens, on the disk or on a server."""
    return (site / "index.html").as_uri() if request.param == "disk" else served


def pages(site: Path) -> list[str]:
    return sorted(str(path.relative_to(site)) for path in site.rglob("*.html"))


def test_every_link_and_picture_is_there(site: Path) -> None:
    """A link leads to a page and to an id in it; no file is there for nothing."""
    trees = {name: html.fromstring((site / name).read_bytes()) for name in pages(site)}
    ids = {name: set(tree.xpath("//@id")) for name, tree in trees.items()}
    assert all(len(tree.xpath("//@id")) == len(ids[name]) for name, tree in trees.items())
    used = set()
    for name, tree in trees.items():
        for address in tree.xpath("//@href | //@src"):
            if re.match(r"(https?|mailto|data):", address):
                continue
            target, anchor = urldefrag(urljoin(name, address))
            assert (site / unquote(target)).is_file(), f"{name}: {address}"
            assert not anchor or anchor in ids[target], f"{name}: {address}"
            used.add(unquote(target))
    found = {str(path.relative_to(site)) for path in site.rglob("*") if path.is_file()}
    fonts = set(re.findall(r"fonts/[\w-]+\.woff2", (site / "styles" / "web.css").read_text()))
    assert found == used | fonts | {"fonts/OFL.txt", "scripts/search.js"}


@pytest.mark.parametrize(("screen", "theme"), [("phone", "light"), ("desk", "dark")])
def test_every_page_fits_and_can_be_used_by_all(
    site: Path, new_context: Callable[..., BrowserContext], screen: str, theme: str
) -> None:
    """No page scrolls sideways, and axe has nothing against any, targets' sizes too."""
    page = new_context(screen, color_scheme=theme).new_page()
    for name in pages(site):
        page.goto((site / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        assert axe_faults(page) == [], name


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_reader_goes_to_a_note_and_back(
    opening: str, new_context: Callable[..., BrowserContext], screen: str, scripts: bool
) -> None:
    """From the contents to a text, from a call to its note, which is in sight with it, and back."""
    page = new_context(screen, java_script_enabled=scripts).new_page()
    _open_text_with_notes(page, opening)
    call = page.locator("a[role=doc-noteref]").first
    call.click()
    note = page.locator("ol.notes > li:target")
    assert note.count() == 1
    box, said = note.bounding_box(), call.bounding_box()
    assert box and said
    height = SCREENS[screen][1]
    assert box["y"] >= 0 and box["y"] + min(box["height"], 40) <= height
    if screen == "desk":
        assert box["x"] > said["x"] + said["width"]
    note.locator("a[role=doc-backlink]").first.click()
    assert page.locator("a[role=doc-noteref]:target").count() == 1


def _open_text_with_notes(page: Page, opening: str) -> None:
    page.goto(opening)
    addresses = [
        urljoin(page.url, link.get_attribute("href") or "") for link in page.locator("main nav a").all()
    ]
    for address in addresses:
        page.goto(address)
        if page.locator("a[role=doc-noteref]").count():
            return
    pytest.fail("no text has notes")


def test_notes_beside_the_text_never_stand_on_one_another(
    site: Path, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context("desk").new_page()
    for name in pages(site):
        page.goto((site / name).as_uri())
        boxes = [note.bounding_box() for note in page.locator("ol.notes > li").all()]
        for above, below in pairwise(boxes):
            assert above and below
            assert above["y"] + above["height"] <= below["y"], name


def test_the_index_lands_on_the_word(opening: str, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context("phone", java_script_enabled=False).new_page()
    page.goto(urljoin(opening, "text/index.html"))
    link = page.locator(".locators a").first
    target = urldefrag(link.get_attribute("href") or "")[1]
    link.click()
    found = page.locator(f"[id='{target}']:target")
    assert found.count() == 1
    box = found.bounding_box()
    assert box and 0 <= box["y"] <= SCREENS["phone"][1]


def test_search_finds_every_paragraph_by_its_words(
    opening: str, site: Path, new_context: Callable[..., BrowserContext]
) -> None:
    """A word with its accents left off is found, and the way leads to its paragraph."""
    page = new_context("desk").new_page()
    page.goto(opening)
    page.locator("main nav a").nth(2).click()
    field = page.locator("input[type=search]")
    field.fill("zzqqx")
    page.wait_for_function("document.querySelector('[role=status]').textContent.length > 4")
    assert page.locator(".results li").count() == 0
    word = "gunter" if "atlas" in site.name else "ecluse"
    field.fill(word)
    page.wait_for_selector(".results li")
    first = page.locator(".results a").first
    found = first.locator("mark").text_content() or ""
    assert _without_accents(found) == word
    first.click()
    assert found in (page.locator(":target").text_content() or "")
    assert page.locator(".results").is_hidden()


def _without_accents(text: str) -> str:
    return unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()


def test_day_and_night_can_be_chosen(served: str, new_context: Callable[..., BrowserContext]) -> None:
    """The choice holds on the next page; without scripts the system's own holds, and nothing is offered."""
    page = new_context("desk", color_scheme="light").new_page()
    page.goto(served)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    by_day = page.evaluate(ground)
    page.locator("button.night").click()
    by_night = page.evaluate(ground)
    assert by_day != by_night
    page.locator("a[rel=next]").click()
    page.wait_for_load_state()
    assert page.evaluate(ground) == by_night
    plain = new_context("desk", java_script_enabled=False).new_page()
    plain.goto(served)
    assert plain.locator("#_tools").is_hidden()


def test_a_page_prints_its_notes_below_the_text(
    site: Path, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context("desk").new_page()
    _open_text_with_notes(page, (site / "index.html").as_uri())
    page.emulate_media(media="print")
    last = page.locator("main p").last.bounding_box()
    note = page.locator("ol.notes > li").first.bounding_box()
    text = page.locator(".text").last.bounding_box()
    assert last and note and text
    assert note["y"] >= text["y"] + text["height"] and note["width"] > 500
    assert page.locator("header.site").is_hidden()


@pytest.fixture
def release(press: Path) -> Path:
    """The release of the example."""
    return press / "on-foot"


@pytest.mark.parametrize(("screen", "theme"), [("phone", "dark"), ("desk", "light")])
def test_the_pages_of_a_release_fit_and_can_be_used_by_all(
    release: Path, new_context: Callable[..., BrowserContext], screen: str, theme: str
) -> None:
    page = new_context(screen, color_scheme=theme).new_page()
    for path in (release / "index.html", *sorted(release.glob("articles/*/index.html"))):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        assert axe_faults(page) == [], path


def test_every_file_that_a_release_offers_is_there(release: Path) -> None:
    for path in (release / "index.html", *release.glob("articles/*/index.html")):
        for address in html.fromstring(path.read_bytes()).xpath("//@href | //@src"):
            if not re.match(r"(https?|mailto|data):", address):
                assert (path.parent / urldefrag(address)[0]).is_file(), f"{path}: {address}"
