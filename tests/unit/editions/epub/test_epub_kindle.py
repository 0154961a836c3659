"""What Kindle's converter is known to reject or to spoil (Kindle Publishing Guidelines) is not in our EPUBs.

The converter itself runs nowhere but on its maker's systems, so this is the list and no more.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from harbour_book import OPF, XHTML, Opened
from lxml import etree
from PIL import Image

from florilegium.editions.epub.edition import EpubInput, EpubOptions

NCX = "{http://www.daisy.org/z3986/2005/ncx/}"


@pytest.fixture
def epub(order: EpubInput, make: Callable[..., Opened]) -> Opened:
    return make(order, options=EpubOptions(embed_fonts=True))


def pages(epub: Opened) -> list[etree._Element]:
    return [epub.tree(name) for name in epub.pages]


def test_the_cover_is_a_jpeg_named_twice_and_large_enough(epub: Opened) -> None:
    """Kindle takes the cover from EPUB 2's `meta` or EPUB 3's property; 500 pixels at least, 1600 wanted."""
    (old,) = [meta.get("content") for meta in epub.package.iter(f"{OPF}meta") if meta.get("name") == "cover"]
    (item,) = [item for item in epub.package.iter(f"{OPF}item") if item.get("properties") == "cover-image"]
    assert (item.get("id"), item.get("media-type")) == (old, "image/jpeg")
    with Image.open(io.BytesIO(epub.entries[f"EPUB/{item.get('href')}"])) as image:
        assert min(image.size) >= 1600
        assert image.mode == "RGB"


def test_contents_are_in_the_nav_the_ncx_and_the_guide(epub: Opened) -> None:
    """Without them the converter warns, and the book has no menu."""
    assert epub.package.find(f"{OPF}spine").get("toc") == "ncx"
    assert {place.get("type") for place in epub.package.iter(f"{OPF}reference")} == {"cover", "toc", "text"}


def test_the_ncx_follows_the_files(epub: Opened) -> None:
    """E24011 and its like: a line that leads backwards, or a part that does not hold its chapters."""
    files = [item.get("href") for item in epub.package.iter(f"{OPF}item")]
    lines = [
        content.get("src") for content in epub.tree("toc.ncx").iterfind(f".//{NCX}navPoint/{NCX}content")
    ]
    places = [files.index(str(line).partition("#")[0]) for line in lines]
    assert places == sorted(places)


def test_nothing_runs_moves_or_comes_from_elsewhere(epub: Opened) -> None:
    """Scripts, forms, frames, sound and remote files are refused or dropped."""
    banned = {
        "script",
        "form",
        "input",
        "button",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "base",
    }
    for page in pages(epub):
        assert not list(page.iter(*(f"{XHTML}{name}" for name in banned)))
        sources = [str(source) for source in page.xpath("//@src")]
        assert not [source for source in sources if re.match(r"\w+:", source)]


def test_links_do_not_nest_and_are_never_empty(epub: Opened) -> None:
    for page in pages(epub):
        for link in page.iter(f"{XHTML}a"):
            assert link.get("href") and not list(link.iterancestors(f"{XHTML}a"))


def test_no_named_entity_and_no_processing_instruction(epub: Opened) -> None:
    """Only XML's five entities are defined; a `&nbsp;` stops the converter."""
    for name in epub.pages:
        text = epub.entries[f"EPUB/{name}"].decode()
        assert not re.search(r"&(?!amp;|lt;|gt;|quot;|apos;|#)", text)
        assert text.count("<?") == 1 and "<!--" not in text


def test_styles_hide_nothing_that_matters_and_place_nothing_by_hand(epub: Opened) -> None:
    """Kindle rejects large hidden texts and negative margins; fixed places break its pages.

    The break between lines of verse that are blocks of their own has no text.
    """
    style = epub.entries["EPUB/styles/epub.css"].decode()
    assert not re.search(r"position\s*:|float\s*:|margin[^;{}]*:\s*[^;{}]*-\d", style)
    hidden = re.findall(r"([^{}]+)\{[^{}]*display:\s*none", style)
    assert hidden == ["\n.verse .line + br ", "\n.contents .dash "]


def test_styles_leave_the_reader_her_settings(epub: Opened) -> None:
    """No colour, face, size or leading is set on the running text, and nothing is said to be important."""
    for name in ("epub.css", "epub-modern.css"):
        style = re.sub(r"/\*.*?\*/", "", epub.entries[f"EPUB/styles/{name}"].decode(), flags=re.DOTALL)
        assert "!important" not in style
        assert not re.search(r"(?<![-\w])color\s*:(?!\s*inherit)", style)
        for selectors, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", style):
            plain = {selector.strip() for selector in selectors.split(",")}
            if plain & {"html", "body", "p"}:
                assert not re.search(
                    r"(?<!-)font-size|font-family|line-height|text-align|background", rules
                ), selectors


def test_ids_are_plain(epub: Opened) -> None:
    """Letters, figures, points, hyphens and underscores alone: others are lost in the conversion."""
    for page in pages(epub):
        for anchor in page.xpath("//@id"):
            assert re.fullmatch(r"[A-Za-z0-9._-]+", str(anchor))
