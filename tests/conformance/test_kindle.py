"""What calibre makes of the EPUB for Kindle (AZW3), unpacked again: the same words, and links to the same.

Amazon's own converter is not to be had; calibre's `ebook-convert` writes the same form, KF8.
"""

from __future__ import annotations

import os
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from lxml import etree

from projects import Made

pytestmark = pytest.mark.conformance

XHTML = "{http://www.w3.org/1999/xhtml}"

#: How many letters tell a place in a book from others.
WORDS = 30


@dataclass
class Letters:
    """An EPUB as one row of letters in reading order, and at which of them each anchor and link stands."""

    text: str = ""
    anchors: dict[str, int] = field(default_factory=dict)
    links: list[tuple[int, str, str]] = field(default_factory=list)
    contents: list[tuple[int, str, str]] = field(default_factory=list)

    def read(self, name: str, page: bytes) -> None:
        """Add a page."""
        self.anchors[name] = len(self.text)
        body = etree.fromstring(page).find(f"{XHTML}body")
        for event, element in etree.iterwalk(body, events=("start", "end")):
            if event == "start":
                self._begin(name, element)
            elif element is not body:
                self.text += squeezed(element.tail)

    def _begin(self, name: str, element: Any) -> None:
        if element.get("id"):
            self.anchors[f"{name}#{element.get('id')}"] = len(self.text)
        if element.tag == f"{XHTML}a" and element.get("href"):
            target = unquote(urljoin(name, element.get("href")))
            self.links.append((len(self.text), squeezed("".join(element.itertext())), target))
        self.text += squeezed(element.text)

    def at(self, anchor: str) -> str:
        """The words at an anchor."""
        return self.text[self.anchors[anchor] :][:WORDS]

    def leads(self) -> Iterator[tuple[str, str, str]]:
        """Each link within the book: the words where it stands, its own, and those to which it leads."""
        for place, words, target in self.links:
            if not target.startswith(("http:", "https:", "mailto:")):
                yield self.text[place:][:WORDS], words, self.at(target)


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def letters_of(path: Path) -> Letters:
    """Read an EPUB by its package, and its contents by its `toc.ncx`, which both have."""
    found = Letters()
    with zipfile.ZipFile(path) as container:
        start = etree.fromstring(container.read("META-INF/container.xml"))
        package = start.find(".//{*}rootfile").get("full-path")
        tree = etree.fromstring(container.read(package))
        items = {item.get("id"): urljoin(package, item.get("href")) for item in tree.iter("{*}item")}
        for reference in tree.iter("{*}itemref"):
            name = items[reference.get("idref")]
            found.read(name, container.read(name))
        ncx = items[tree.find("{*}spine").get("toc")]
        for point in etree.fromstring(container.read(ncx)).iter("{*}navPoint"):
            depth = sum(1 for _ in point.iterancestors("{*}navPoint"))
            target = unquote(urljoin(ncx, point.find("{*}content").get("src")))
            found.contents.append((depth, point.findtext("{*}navLabel/{*}text"), target))
    return found


@pytest.fixture(scope="module", params=["on-foot", "shipped"])
def both(
    request: pytest.FixtureRequest,
    builder: Callable[[str], Made],
    ebook_convert: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Letters, Letters]:
    """Our EPUB, and the one that calibre makes of the AZW3 that it makes of ours."""
    ours, folder = builder(request.param).epub, tmp_path_factory.mktemp("kindle")
    steps = (ours, folder / "book.azw3", folder / "again.epub")
    # No screen is needed, and settings of the one who runs it count for nothing.
    surroundings = os.environ | {
        "CALIBRE_CONFIG_DIRECTORY": str(folder / "settings"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    for given, wanted in pairwise(steps):
        command = [ebook_convert, str(given), str(wanted)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)
        assert done.returncode == 0 and wanted.is_file(), done.stdout[-2000:] + done.stderr[-2000:]
    return letters_of(ours), letters_of(steps[-1])


def test_no_word_is_lost(both: tuple[Letters, Letters]) -> None:
    ours, theirs = both
    assert theirs.text == ours.text


def test_contents_lead_to_the_same_words(both: tuple[Letters, Letters]) -> None:
    ours, theirs = ([(depth, label, book.at(to)) for depth, label, to in book.contents] for book in both)
    assert ours and theirs == ours


def test_notes_and_index_lead_to_the_same_words(both: tuple[Letters, Letters]) -> None:
    """Every link of the book, those of notes and locators among them, in its order."""
    ours, theirs = (list(book.leads()) for book in both)
    assert len(ours) > 60
    assert theirs == ours
