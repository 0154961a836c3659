"""A word put anywhere into any source is found again: in the book, in its ledger, or in a problem."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from snapshot import read_file

from florilegium.problems import Place, Report
from florilegium.sources.formats import CONVERTED, ENCODED, READERS
from florilegium.sources.read import SourceRequest, read
from making.archives import packed, parts_of

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "sources"

#: One source or more of each format that is read, as the endings of their names say.
SOURCES = sorted(
    path for suffix in READERS for path in FOLDER.glob(f"*{suffix}") if not path.name.endswith(".ledger.txt")
)

#: An EPUB with a chapter and its notes.
EPUB = FOLDER.parents[1] / "anthologies" / "lumber" / "texts" / "crate.epub"

#: Endings of which there are sources enough to be met by chance.
OFTEN = {".txt", ".md", ".html", ".htm", ".xhtml", ".docx"}

#: No source has this word.
WORD = "Quagzebrine"

#: How a word may be written in angle brackets: behind the name of an element, and bare.
BRACKETED = [f"<{name} {WORD}>" for name in ("a", "b and", "time", "title", "object", "em")] + [f"<{WORD}>"]

#: What no text stands in: tags, comments, scripts and style sheets, entities, addresses, declarations.
SILENT = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^<>]*>|&#?\w*;?|\]\([^)]*\)|https?:\S+",
    re.DOTALL | re.IGNORECASE,
)


#: The part of an archive that has the text, and where letters end in it.
PARTS = {".docx": "word/document.xml", ".odt": "content.xml"}
ENDS = {
    ".docx": r"(?<=[^>])</w:t>",
    ".odt": r"(?<=\w)(?=</text:(?:p|h|span|a)>)|(?<=\w) (?=\w[^<>]*</text:p)",
}


def text_of(path: Path) -> str:
    """The text of a source; of an archive the XML that has it."""
    if path.suffix in PARTS:
        return parts_of(path.read_bytes())[PARTS[path.suffix]].decode()
    return path.read_text("utf-8", "replace")


def write(path: Path, text: str, source: Path) -> None:
    """Write a source with another text."""
    if path.suffix not in PARTS:
        path.write_text(text, encoding="latin-1" if path.suffix == ".rtf" else "utf-8")
        return
    part = PARTS[path.suffix]
    path.write_bytes(packed({**parts_of(source.read_bytes()), part: text.encode()}))


def places(path: Path) -> list[int]:
    """The offsets of a source's text at which a word may stand: between words, outside of markup."""
    text = text_of(path)
    if path.suffix in PARTS:
        return [found.start() for found in re.finditer(ENDS[path.suffix], text)]
    if path.suffix == ".rtf":
        named = [found.span() for found in re.finditer(r"\\fldinst[^{}]*", text)]
        words = (one.start() for one in re.finditer(r"(?<=\w) (?=\w+[ .,])", text, re.ASCII))
        return [at for at in words if at > 350 and not any(start <= at < end for start, end in named)]
    closed = [found.span() for found in SILENT.finditer(text)] if path.suffix != ".txt" else []
    spaces = [found.start() for found in re.finditer(r"(?<=\w) |(?<=\n)(?=\w)|(?<=\w)$", text, re.MULTILINE)]
    return [place for place in spaces if not any(start < place < end for start, end in closed)]


def placings(count: int, seed: int, among: Sequence[Path] = SOURCES) -> Iterator[tuple[Path, int]]:
    """So many places, each in a source drawn by chance."""
    chance = random.Random(seed)
    known = {path: places(path) for path in among}
    sources = [path for path in among if known[path]]
    for _ in range(count):
        path = chance.choice(sources)
        yield path, chance.choice(known[path])


def lost(path: Path, place: int, folder: Path, written_as: str = WORD) -> str:
    """What a reader lost of a word at a place; an empty text when it is found."""
    text = text_of(path)
    copy = folder / path.name
    write(copy, f"{text[:place]} {written_as} {text[place:].lstrip(' ')}", path)
    language = Path(path.stem).suffix.lstrip(".")
    manuscript, report = read_file(copy, language if language.isalpha() and len(language) == 2 else "en")
    told = " ".join(f"{problem.message} {problem.hint}" for problem in report.problems)
    if manuscript is None:
        return "" if report.errors else f"{path.name}:{place}: refused without an error"
    trees = [manuscript.body, *(note.body for note in manuscript.notes)]
    written = ["".join(tree.itertext()) for tree in trees]
    written += [str(value) for tree in trees for one in tree.iter() for value in one.attrib.values()]
    written += [f"{entry.words} {entry.text}" for entry in manuscript.ledger]
    return (
        ""
        if WORD.casefold() in " ".join([*written, told]).casefold()
        else f"{path.name}:{place}: …{text[place - 30 : place + 30]}…"
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_word_is_found_wherever_it_stands(seed: int) -> None:
    """Of a hundred words put into sources of every format, none is lost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for picture in FOLDER.glob("*.png"):
            shutil.copy(picture, folder)
        assert [found for path, place in placings(100, seed) if (found := lost(path, place, folder))] == []


@pytest.mark.parametrize("suffix", sorted({path.suffix for path in SOURCES} - OFTEN))
def test_a_word_is_found_in_a_format_of_few_sources(suffix: str, tmp_path: Path) -> None:
    """Of fifteen words put into the sources of each format, none is lost."""
    for picture in FOLDER.glob("*.png"):
        shutil.copy(picture, tmp_path)
    among = [path for path in SOURCES if path.suffix == suffix]
    assert [found for path, place in placings(15, 7, among) if (found := lost(path, place, tmp_path))] == []


def test_a_word_is_found_in_an_epub(tmp_path: Path) -> None:
    """Of twelve words put into a page of an EPUB, none is lost."""
    name = "OPS/text/crate.xhtml"
    parts = parts_of(EPUB.read_bytes())
    page = parts[name].decode()
    chance = random.Random(5)
    spaces = [one.start() for one in re.finditer(r"(?<=\w) (?=\w+[ .,])(?![^<]*>)", page)]
    for place in chance.sample(spaces, 12):
        changed = f"{page[:place]} {WORD}{page[place:]}"
        (tmp_path / "a.epub").write_bytes(packed({**parts, name: changed.encode()}))
        report = Report()
        manuscript = read(SourceRequest(tmp_path, f"a.epub/{name}", Place("x"), "en"), report)
        assert manuscript is not None, place
        trees = (manuscript.body, *(note.body for note in manuscript.notes))
        written = "".join("".join(tree.itertext()) for tree in trees)
        told = " ".join(f"{entry.words} {entry.text}" for entry in manuscript.ledger)
        assert WORD in written + told + " ".join(one.message for one in report.problems), place


@pytest.mark.parametrize("written_as", BRACKETED)
def test_a_word_in_angle_brackets_is_found(written_as: str) -> None:
    """Of words in angle brackets put into pages and Markdown, none is lost."""
    marked = [path for path in SOURCES if path.suffix not in {".txt", *PARTS, *ENCODED, *CONVERTED}]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for picture in FOLDER.glob("*.png"):
            shutil.copy(picture, folder)
        put = placings(25, BRACKETED.index(written_as), marked)
        assert [found for path, place in put if (found := lost(path, place, folder, written_as))] == []
