"""The container: the same bytes wherever, whenever and however the program runs."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from harbour_book import Opened, documents_of, opened, small_book
from lxml import etree

from florilegium.book.model import Mention
from florilegium.editions.documents import Document
from florilegium.editions.epub.edition import EpubInput, EpubOptions, make_epub
from florilegium.problems import Report

HERE = Path(__file__).parents[3] / "making"

_MAKE = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from harbour_book import MENTIONS, PAGES, documents_of, small_book
from florilegium.editions.epub.edition import EpubInput, make_epub
from florilegium.problems import Report
book = small_book()
order = EpubInput(book, documents_of(book), Path.cwd(), datetime(2026, 11, 22, tzinfo=UTC), MENTIONS, PAGES)
sys.stdout.buffer.write(make_epub(order, Report()))
"""


def test_the_media_type_comes_first_and_stored(order: EpubInput) -> None:
    data = make_epub(order, Report())
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        assert container.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_entries_are_sorted_and_carry_no_clock_and_no_owner(order: EpubInput) -> None:
    with zipfile.ZipFile(io.BytesIO(make_epub(order, Report()))) as container:
        entries = container.infolist()[1:]
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.create_system for entry in entries} == {3}
    assert not any(entry.extra or entry.comment for entry in entries)


def test_the_same_order_gives_the_same_bytes(order: EpubInput) -> None:
    assert make_epub(order, Report()) == make_epub(order, Report())


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "Asia/Vladivostok", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Caracas", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4711"},
    ],
)
def test_hash_seed_zone_locale_folder_and_umask_change_nothing(
    surroundings: dict[str, str], tmp_path: Path
) -> None:
    def made(folder: Path, mask: int, more: dict[str, str]) -> bytes:
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", _MAKE],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])} | more,
            umask=mask,
            capture_output=True,
            check=True,
        )
        return done.stdout

    plain = made(tmp_path / "one", 0o022, {"PYTHONHASHSEED": "0"})
    assert plain[:2] == b"PK"
    assert made(tmp_path / "two ü", 0o077, surroundings) == plain


def test_the_documents_are_not_changed(order: EpubInput) -> None:
    before = ["".join(document.tree.itertext()) for document in order.documents]
    make_epub(order, Report())
    assert ["".join(document.tree.itertext()) for document in order.documents] == before


def test_every_file_is_in_the_manifest_with_its_type(order: EpubInput, make: Callable[..., Opened]) -> None:
    epub = make(order, options=EpubOptions(embed_fonts=True))
    items = epub.package.iterfind(".//{http://www.idpf.org/2007/opf}item")
    listed = {f"EPUB/{item.get('href')}" for item in items}
    assert listed == set(epub.entries) - {"mimetype", "META-INF/container.xml", "EPUB/content.opf"}


def test_the_index_and_the_contents_say_what_they_are(order: EpubInput, make: Callable[..., Opened]) -> None:
    items = make(order).package.iterfind(".//{http://www.idpf.org/2007/opf}item")
    properties = {item.get("href"): item.get("properties") for item in items if item.get("properties")}
    assert properties == {
        "images/cover.jpg": "cover-image",
        "nav.xhtml": "nav",
        "text/index.xhtml": "index",
    }


def test_a_book_of_sixty_thousand_words_takes_a_second_or_so(order: EpubInput) -> None:
    """The bound is generous: what it is there to catch is a loop that is not linear."""
    documents = list(documents_of(small_book()))
    at = next(at for at, document in enumerate(documents) if document.section.id == "lamps")
    tree = documents[at].tree
    text = tree.find(".//div[@class='text']")
    assert text is not None
    for number in range(600):
        block = etree.SubElement(text, "p", {"id": f"long-{number}"})
        block.text = "Nobody in Saltmere could say as much of the almanac. " * 10
    documents[at] = Document.of(documents[at].section, tree)
    mentions = [
        Mention(f"long-m{number}-{n}", "Saltmere", "Saltmere", f"long-{number}", 10 + 53 * n, 18 + 53 * n)
        for number in range(600)
        for n in range(10)
    ]
    began = time.process_time()
    made = opened(make_epub(replace(order, documents=documents, mentions=mentions), Report()))
    assert time.process_time() - began < 5
    assert len(made.tree("text/lamps.xhtml").findall(".//*[@class='mention']")) == 6000
