"""`python -m bench.readers FOLDER`: what readers keep of real pages and Word files, beside other programs.

A folder of pages has one folder for each: `NAME/source.html`, `NAME/expected.html` (the text of the article)
and `NAME/expected-metadata.json` (`title`, `byline`, `lang`). Beside Florilegium stand trafilatura and
readability-lxml, given the same bytes in the same run. Any other folder is searched for Word files; their
truth is every `w:t` of text and notes, and beside Florilegium stand pandoc and mammoth. What is not installed
is left out, and said; so is a file that a program could not read. Beside a Word file may stand `NAME.json`
with its `title` and `byline`. Where pandoc is here, two more lines tell of Word files: how many of the
quotations that pandoc sets apart are set apart here, and how many of their notes are found and called when
pandoc has made plain text of them.

Words are compared as bags: casefolded, NFKC, signs of Chinese, Japanese and Korean one by one. Precision,
recall and F1 are means over the files. A title or author is *near* when it shares four fifths of the words of
the shorter of the two.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from typing import Any

from lxml import etree, html

from florilegium.problems import Place, Report
from florilegium.sources.converted.pandoc import program
from florilegium.sources.encoding import declared_in
from florilegium.sources.manuscript import Manuscript
from florilegium.sources.read import SourceRequest, read

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(f"[{_IDEOGRAPHS}]|[^\\W_{_IDEOGRAPHS}]+")

#: Elements that part words, in pages and in the vocabulary of a manuscript.
_PARTING = frozenset(
    {
        *("p", "div", "li", "ul", "ol", "td", "th", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "br"),
        *("hr", "blockquote", "pre", "figure", "figcaption", "section", "article", "header", "footer", "dt"),
        *("dd", "dl", "caption", "img", "body", "call", "center", "address", "tbody", "thead"),
    }
)
_NEAR = 0.8
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHOWN = re.compile(r"word/(?:document|footnotes|endnotes)\.xml\Z")


@dataclass(frozen=True)
class Kept:
    """What a program kept of a file: its text, and the title and author that it found."""

    text: str
    title: str = ""
    author: str = ""


@dataclass(frozen=True)
class Truth:
    """What is to be kept of a file; an empty title or author is not asked for."""

    text: str
    title: str = ""
    author: str = ""


Reader = Callable[[Path], Kept]


def words(text: str) -> Counter[str]:
    """The words of a text as a bag."""
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def scores(kept: str, truth: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of a text."""
    got, wanted = words(kept), words(truth)
    if not wanted:
        return (0.0, 1.0, 0.0) if got else (1.0, 1.0, 1.0)
    common = (got & wanted).total()
    precision = common / got.total() if got else 0.0
    recall = common / wanted.total()
    return precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0


def is_near(found: str, wanted: str) -> bool:
    """Whether two titles or names share four fifths of the words of the shorter."""
    one, other = words(found), words(wanted)
    return bool(one) and (one & other).total() >= _NEAR * min(one.total(), other.total())


def text_of(tree: etree._Element) -> str:
    """The text of a tree; blocks and line breaks part its words."""
    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if element.tag in _PARTING:
            parts.append(" ")
        if event == "start" and (formula := element.get("mathml")):
            parts.append(" ".join(etree.fromstring(formula).itertext()))
        elif event == "start":
            parts.append(element.text or "")
        elif element is not tree:
            parts.append(element.tail or "")
    return "".join(parts)


def read_ours(path: Path) -> Kept:
    """Florilegium's reading: body and notes, title and byline."""
    facts = path.with_name("expected-metadata.json")
    language = json.loads(facts.read_text(encoding="utf-8")).get("lang") if facts.exists() else None
    request = SourceRequest(path.parent, path.name, Place(path.name), str(language or "en"))
    manuscript: Manuscript | None = read(request, Report())
    if manuscript is None:
        return Kept("")
    trees = [manuscript.body, *(note.body for note in manuscript.notes)]
    return Kept(" ".join(map(text_of, trees)), manuscript.title, manuscript.byline)


def read_trafilatura(path: Path) -> Kept:
    import trafilatura

    data: Any = path.read_bytes()  # its types know of text alone
    found = trafilatura.extract_metadata(data)
    text = trafilatura.extract(data, include_comments=False) or ""
    return Kept(text, (found.title if found else "") or "", (found.author if found else "") or "")


def read_readability(path: Path) -> Kept:
    """The text that readability-lxml keeps; its release 0.8.4 takes no bytes, so it is given the letters."""
    from readability import Document

    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode(declared_in(data) or "latin-1", "replace")
    document = Document(text)
    return Kept(text_of(html.fromstring(document.summary())), document.short_title() or "")


def pandoc() -> str:
    """Where pandoc is, on the path or in its package; an empty text when it is not here."""
    return shutil.which("pandoc") or str(program() or "")


def converted(path: Path, form: str) -> str:
    """What pandoc makes of a file in another form, paragraphs on one line each."""
    command = [pandoc(), f"--to={form}", "--wrap=none", str(path)]
    return subprocess.run(command, capture_output=True, check=False).stdout.decode()


def converted_tree(path: Path) -> html.HtmlElement:
    """The tree of what pandoc makes of a file; an empty one where it makes nothing."""
    made = converted(path, "html")
    return html.fromstring(made if made.strip() else "<body></body>")


def read_pandoc(path: Path) -> Kept:
    return Kept(text_of(converted_tree(path)))


def quotations(paths: Sequence[Path]) -> str:
    """How many of the quotations that pandoc sets apart are set apart here."""
    found = wanted = 0
    for path in paths:
        tree = converted_tree(path)
        for call in [one for one in tree.iter("a") if "footnote-ref" in (one.get("class") or "")]:
            call.drop_tree()
        theirs = [text for one in tree.iter("blockquote") if (text := letters(text_of(one)))]
        manuscript = read(SourceRequest(path.parent, path.name, Place(path.name), "en"), Report())
        ours = [letters(text_of(one)) for one in manuscript.body.iter("blockquote")] if manuscript else []
        wanted += len(theirs)
        found += sum(any(one in other for other in ours) for one in theirs)
    return f"quotations set apart as pandoc does: {found} of {wanted}"


def plain_notes(paths: Sequence[Path]) -> str:
    """How many notes of Word files are found, and called, in the plain text that pandoc makes of them."""
    found = wanted = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            tree = converted_tree(path)
            wanted += sum("footnote-ref" in (one.get("class") or "") for one in tree.iter("a"))
            (Path(folder) / "essay.txt").write_text(converted(path, "plain"), encoding="utf-8")
            request = SourceRequest(Path(folder), "essay.txt", Place("essay.txt"), "en")
            manuscript = read(request, Report())
            notes = manuscript.notes if manuscript else ()
            trees = [manuscript.body, *(note.body for note in notes)] if manuscript else []
            called = {call.get("note") for tree in trees for call in tree.iter("call")}
            found += sum(note.label in called for note in notes)
    return f"notes found in plain text: {found} of {wanted}"


def letters(text: str) -> str:
    """The letters and figures of a text."""
    return "".join(filter(str.isalnum, text.casefold()))


def read_mammoth(path: Path) -> Kept:
    import mammoth

    with path.open("rb") as file:
        made = mammoth.convert_to_html(file).value
    return Kept(text_of(html.fromstring(made)) if made.strip() else "")


def page_truth(path: Path) -> Truth:
    """The text of the article of a page, its title and its author."""
    parser = html.HTMLParser(encoding="utf-8")
    tree = html.document_fromstring(path.with_name("expected.html").read_bytes(), parser=parser)
    for element in list(tree.iter("script", "style")):
        element.drop_tree()
    facts = json.loads(path.with_name("expected-metadata.json").read_text(encoding="utf-8"))
    return Truth(text_of(tree), facts.get("title") or "", facts.get("byline") or "")


def word_truth(path: Path) -> Truth:
    """Every letter of a Word file's text and notes."""
    parts: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if _SHOWN.match(name):
                root = etree.fromstring(archive.read(name))
                for element in root.iter(f"{_W}p", f"{_W}t", f"{_W}tab", f"{_W}br"):
                    parts.append((element.text or "") if element.tag == f"{_W}t" else " ")
    beside = path.with_suffix(".json")
    facts = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
    return Truth("".join(parts), facts.get("title") or "", facts.get("byline") or "")


def tried(reader: Reader, path: Path) -> Kept:
    """What a program kept of a file; nothing where it fails, which is said."""
    try:
        return reader(path)
    except Exception as error:  # noqa: BLE001 - whatever a program of others raises
        print(f"{reader.__name__} failed on {path}: {error}", file=sys.stderr)
        return Kept("")


def measured(paths: Sequence[Path], truth: Callable[[Path], Truth], reader: Reader) -> Iterator[str]:
    """The cells of one program's row: precision, recall, F1, near titles, near authors."""
    wanted = [truth(path) for path in paths]
    kept = [tried(reader, path) for path in paths]
    found = [scores(one.text, other.text) for one, other in zip(kept, wanted, strict=True)]
    yield from (f"{mean(row[place] for row in found):.3f}" for place in range(3))
    for name in ("title", "author"):
        pairs = [(getattr(one, name), getattr(other, name)) for one, other in zip(kept, wanted, strict=True)]
        asked = [pair for pair in pairs if pair[1]]
        yield f"{sum(is_near(*pair) for pair in asked)} of {len(asked)}" if asked else "–"


def contenders(pages: bool) -> Iterator[tuple[str, Reader]]:
    """The programs that are here, ours first."""
    yield "Florilegium", read_ours
    rows = (("trafilatura", read_trafilatura), ("readability", read_readability))
    rows = rows if pages else (("pandoc", read_pandoc), ("mammoth", read_mammoth))
    missing = [name for name, _ in rows if find_spec(name) is None and not (name == "pandoc" and pandoc())]
    yield from ((name, reader) for name, reader in rows if name not in missing)
    for name in missing:
        print(f"{name} is not installed, and left out")


def main() -> None:
    """Print one table for the files of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    logging.disable(logging.CRITICAL)
    paths = sorted(folder.glob("*/source.html")) or sorted(folder.rglob("*.docx"))
    if not paths:
        raise SystemExit(f"no NAME/source.html and no Word file is in {folder}")
    pages = paths[0].name == "source.html"
    print(f"{len(paths)} files\n")
    print("| | precision | recall | F1 | title near | author near |\n|---|--:|--:|--:|--:|--:|")
    for name, reader in contenders(pages):
        cells = measured(paths, page_truth if pages else word_truth, reader)
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    if not pages and pandoc():
        print(f"\n{quotations(paths)}\n{plain_notes(paths)}")


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main()
