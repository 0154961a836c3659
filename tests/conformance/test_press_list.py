"""The site of a press by published checkers and in a browser: its pages, its catalogues, its books' files."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import axe_faults
from described import full
from lxml import etree, html

from florilegium.editions.records.linked_data import linked_book
from florilegium.pipeline.release.comparison import differences, open_release
from projects import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.conformance

HERE = Path(__file__).parent
MODULES = REPOSITORY / ".tools" / "node_modules"
ATOM = {"atom": "http://www.w3.org/2005/Atom"}


# By published checkers


def test_every_page_is_valid_html(press: Path, java: tuple[str, ...]) -> None:
    """By the Nu Html Checker: the catalogue, the pages of releases, the web edition."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    assert jar.exists(), "the checker is missing: run `make conformance`, which brings it"
    pages = [str(path) for path in sorted(press.rglob("*.html"))]
    assert len(pages) > 20
    command = [*java, "-jar", str(jar), "--errors-only", "--format", "gnu", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def feeds(press: Path) -> list[Path]:
    return sorted(press.glob("opds/*.xml"))


def test_opds_1_is_a_catalogue(press: Path) -> None:
    """By a schema in RELAX NG; books can be had, and lists led to (OPDS 1.2 2 and 5)."""
    schema = etree.RelaxNG(etree.parse(HERE / "opds.rng"))
    assert len(feeds(press)) == 3
    for path in feeds(press):
        feed = etree.parse(path)
        assert schema.validate(feed), schema.error_log
        own = feed.getroot().xpath("atom:link[@rel='self']/@href", namespaces=ATOM)
        assert own == [path.name]
        kind = "subsection" if path.name == "index.xml" else "acquisition"
        for entry in feed.iterfind("{*}entry"):
            relations = entry.xpath("atom:link/@rel", namespaces=ATOM)
            assert any(kind in one or "sort/new" in one for one in relations)


LINK = {
    "type": "object",
    "required": ["href", "type"],
    "properties": {
        "href": {"type": "string", "minLength": 1},
        "type": {"type": "string", "pattern": "^[a-z]+/[a-z+.-]+$"},
        "rel": {"type": "string"},
        "size": {"type": "integer", "minimum": 1},
    },
}
PERSON = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "minLength": 1}}}
PUBLICATION = {
    "type": "object",
    "required": ["metadata", "links", "images"],
    "properties": {
        "metadata": {
            "type": "object",
            "required": ["@type", "title", "identifier", "language", "modified"],
            "properties": {
                "@type": {"const": "http://schema.org/Book"},
                "title": {"type": "string", "minLength": 1},
                "identifier": {"type": "string", "format": "uri"},
                "modified": {"type": "string", "format": "date-time"},
                "author": {"type": "array", "items": PERSON},
                "editor": {"type": "array", "items": PERSON},
                "numberOfPages": {"type": "integer", "minimum": 1},
                "subject": {"type": "array", "items": PERSON},
            },
        },
        "links": {
            "type": "array",
            "items": LINK,
            "contains": {
                "properties": {"rel": {"pattern": "^http://opds-spec.org/acquisition"}},
                "required": ["rel"],
            },
        },
        "images": {"type": "array", "items": LINK, "minItems": 1},
    },
}
#: What OPDS 2.0 asks of a feed: metadata with a title, a link to itself, and navigation or publications.
FEED = {
    "type": "object",
    "required": ["metadata", "links"],
    "anyOf": [{"required": ["navigation"]}, {"required": ["publications"]}],
    "properties": {
        "metadata": {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}},
        "links": {"type": "array", "items": LINK, "contains": {"properties": {"rel": {"const": "self"}}}},
        "navigation": {
            "type": "array",
            "minItems": 1,
            "items": {"allOf": [LINK, {"required": ["title"], "properties": {"title": {"type": "string"}}}]},
        },
        "publications": {"type": "array", "items": PUBLICATION},
    },
}


def test_opds_2_has_what_it_must(press: Path) -> None:
    """By our own statement of the members that OPDS 2.0 and the Readium manifest require."""
    from jsonschema import Draft202012Validator  # takes seconds, and every run reads this file

    Draft202012Validator.check_schema(FEED)
    for path in sorted(press.glob("opds/*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        assert [error.message for error in Draft202012Validator(FEED).iter_errors(found)] == []


def test_a_published_parser_reads_the_catalogue(press: Path, node: str) -> None:
    """opds-ts finds every book, and every way to have it."""
    script = (
        "const { Feed } = require(process.argv[1]);"
        "const feed = Feed.fromXml(require('fs').readFileSync(process.argv[2], 'utf8'));"
        "console.log(JSON.stringify(feed.getEntries().map((entry) => entry.getLinks().length)));"
    )
    library = str(MODULES / "opds-ts" / "dist" / "v1.2.js")
    for path in feeds(press):
        command = [node, "-e", script, library, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        entries = etree.parse(path).getroot().findall("atom:entry", ATOM)
        assert json.loads(done.stdout) == [len(entry.findall("atom:link", ATOM)) for entry in entries]


def test_readium_reads_the_catalogue(press: Path, node: str) -> None:
    """r2-opds-js finds every title, author, way to have a book, and picture, and the way to each list."""
    paths = sorted(press.glob("opds/*.json"))
    command = [node, str(HERE / "read_opds.js"), str(MODULES), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for path, found in zip(paths, json.loads(done.stdout), strict=True):
        feed = json.loads(path.read_text(encoding="utf-8"))
        assert found["title"] == feed["metadata"]["title"]
        assert found["links"] == links_in(feed["links"])
        assert found["navigation"] == [[one["title"], one["href"]] for one in feed.get("navigation", ())]
        for read, book in zip(found["publications"], feed.get("publications", ()), strict=True):
            assert read["title"] == book["metadata"]["title"]
            assert read["authors"] == [person["name"] for person in book["metadata"]["author"]]
            assert read["languages"] == [book["metadata"]["language"]]
            assert read["links"] == links_in(book["links"])
            assert read["images"] == [[one["href"], one["type"]] for one in book["images"]]
    assert {len(found["publications"]) for found in json.loads(done.stdout)} == {0, 2}


def links_in(links: list[dict[str, Any]]) -> list[list[str]]:
    return [[one["rel"], one["href"], one["type"]] for one in links]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every thing that JSON-LD describes, the outermost first."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(one)


def test_json_ld_is_in_the_words_of_schema_org(press: Path) -> None:
    """By the vocabulary that pydantic2-schemaorg carries.

    Each class is known, each of its words is one of its own, and leads to a class that it may lead to.
    """
    linked = [json.loads(path.read_text(encoding="utf-8")) for path in press.glob("*/metadata/book.jsonld")]
    for path in press.glob("*/**/index.html"):
        found = html.fromstring(path.read_bytes()).xpath("//script[@type='application/ld+json']/text()")
        linked += [json.loads(one) for one in found]
    linked.append(linked_book(full()))
    seen = [node for one in linked for node in nodes(one) if node]
    assert {"Book", "Chapter", "Person"} <= {node["@type"] for node in seen}
    for node in seen:
        kind = class_of(node["@type"])
        for word, value in node.items():
            if not word.startswith("@"):
                allowed = ranges(kind, word)
                assert allowed, f"{node['@type']} has no “{word}”"
                for one in value if isinstance(value, list) else [value]:
                    if isinstance(one, dict):
                        names = {each.__name__ for each in class_of(one["@type"]).__mro__}
                        assert names & allowed, f"“{word}” does not lead to {one['@type']}"


def class_of(name: str) -> type[Any]:
    found: type[Any] = getattr(import_module(f"pydantic2_schemaorg.{name}"), name)
    return found


def ranges(kind: type[Any], word: str) -> set[str]:
    """The names of the classes that a word of a class may lead to."""
    told = (str(vars(one).get("__annotations__", {}).get(word, "")) for one in kind.__mro__)
    return set(re.findall(r"\w+", next(filter(None, told), "")))


def test_every_release_is_as_its_sums_say(press: Path) -> None:
    releases = sorted(path.parent for path in press.glob("*/SHA256SUMS"))
    assert len(releases) == 2
    for release in releases:
        assert list(differences(open_release(release))) == []


def test_epub_with_its_linked_record_passes(press: Path, epubcheck: Callable[..., list[str]]) -> None:
    """ONIX stands in the container, and the metadata lead to it (EPUB 3.3 5.5.7)."""
    path = press / "on-foot" / "on-foot.epub"
    assert epubcheck(path) == []
    with zipfile.ZipFile(path) as container:
        package = container.read("EPUB/content.opf").decode()
        record = container.read("EPUB/metadata/onix.xml")
    assert record == (press / "on-foot" / "metadata" / "onix-3.1.xml").read_bytes()
    assert 'rel="record" href="metadata/onix.xml"' in package


# In a browser


@pytest.fixture(params=["disk", "server"])
def catalogue(request: pytest.FixtureRequest, press: Path, served_press: str) -> str:
    """The address of the catalogue, on the disk or in a subfolder of a server."""
    return (press / "index.html").as_uri() if request.param == "disk" else f"{served_press}/index.html"


@pytest.mark.parametrize(("screen", "theme"), [("phone", "dark"), ("desk", "light")])
def test_the_catalogue_fits_finds_and_can_be_used_by_all(
    catalogue: str, new_context: Callable[..., BrowserContext], screen: str, theme: str
) -> None:
    page = new_context(screen, color_scheme=theme).new_page()
    page.goto(catalogue)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe_faults(page) == []
    books = page.locator(".books > li")
    for words, count in (("wordsw", 1), ("wordsw nothing", 0), ("walks or farne", 0), ("farn", 1), ("", 2)):
        page.fill("#find", words)
        assert books.filter(visible=True).count() == count, words
    page.fill("#find", "gärten weg")
    page.fill("#find", "WEG")
    assert page.locator(".found").inner_text() == "1 book"


def test_the_catalogue_is_whole_without_scripts(
    catalogue: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context("phone", java_script_enabled=False).new_page()
    page.goto(catalogue)
    assert not page.locator("#find").is_visible()
    assert page.locator(".books > li").count() == 2
    page.locator(".books a", has_text="On Foot").click()
    assert page.locator("h1").inner_text() == "On Foot"


def test_downloads_are_what_the_page_says(
    press: Path, served_press: str, new_context: Callable[..., BrowserContext]
) -> None:
    """What a release's page offers comes over the net as it lies on the disk, of the size that is said."""
    page = new_context("desk").new_page()
    page.goto(f"{served_press}/on-foot/index.html")
    offered = page.locator(".files a")
    assert offered.count() >= 4
    for link in offered.all():
        name = link.get_attribute("href")
        assert name
        data = page.request.get(f"{served_press}/on-foot/{name}").body()
        assert data == (press / "on-foot" / name).read_bytes()
        said = re.search(r"\((\d+) (kB|MB)\)", link.locator("..").inner_text())
        assert said
        unit = 1000 if said[2] == "kB" else 1_000_000
        assert abs(len(data) / unit - int(said[1])) <= 0.5 or len(data) < 1000


def test_opds_leads_from_its_start_to_every_file(press: Path) -> None:
    """By relative addresses alone: start, lists, books, covers, with the lengths that are said."""
    found = 0
    for path in feeds(press):
        for link in etree.parse(path).getroot().iterfind(".//atom:link", ATOM):
            target = (path.parent / link.get("href")).resolve()
            assert target.is_file() and target.is_relative_to(press.resolve())
            assert link.get("length") in {None, str(target.stat().st_size)}
            found += 1
    assert found > 20
