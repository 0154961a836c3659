"""A campaign of broken inputs: `make fuzz ARGS="--minutes 10 --seed 1"`.

Articles of every format and manifests are mutated, read, and for a sample built whole. What must hold of
each: no exception but those of `florilegium.problems`, no more time than `--patience`, no more memory than
`--memory`, nothing scripted and nothing remote in a finished EPUB, the same bytes from a second build. A
failing input is shrunk and kept in `--keep`. The same seed makes the same inputs.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import random
import resource
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).resolve().parents[1]
FORMATS: Final = (".txt", ".md", ".html", ".xhtml", ".docx", ".odt")

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


@dataclass(frozen=True)
class Case:
    """One input: the file's name, its bytes, and whether it is built or only checked."""

    name: str
    data: bytes
    built: bool


def corpus() -> list[tuple[str, bytes]]:
    """Return every fixture that can be an article or a manifest."""
    folders = (
        "fixtures/sources",
        "fixtures/hostile",
        "fixtures/hostile-manifests",
        "fixtures/strange-manifests",
    )
    found = [path for folder in folders for path in sorted((TESTS / folder).rglob("*"))]
    kept = [path for path in found if path.is_file() and path.suffix in {*FORMATS, ".yaml"}]
    return [(path.name, path.read_bytes()) for path in kept if path.stat().st_size < 200_000]


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


def mutated_archive(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return an archive one of whose parts is mutated; now and then the archive's own bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            parts = {name: opened.read(name) for name in opened.namelist()}
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, EOFError, zlib.error):
        parts = {}
    if not parts or chance.random() < 0.1:
        return mutated(data, other, chance)
    name = chance.choice(sorted(parts))
    parts[name] = mutated(parts[name], other, chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            packed.writestr(zipfile.ZipInfo(part), content)
    return stream.getvalue()


def cases(seed: int, built: float) -> Iterator[Case]:
    """Yield mutated inputs without end, the same for a seed."""
    chance = random.Random(seed)
    files = corpus()
    while True:
        name, data = chance.choice(files)
        other = chance.choice(files)[1]
        make = mutated_archive if name.endswith((".docx", ".odt")) else mutated
        suffix = Path(name).suffix
        yield Case(f"a{suffix}", make(data, other, chance), chance.random() < built)


def try_case(case: Case, folder: Path) -> str:
    """Run one input as an editor would; return what is wrong, or an empty text.

    Raises nothing: what the program raises is what is wrong, unless it is one of its own errors.
    """
    import florilegium

    manifest = folder / "anthology.yaml"
    if case.name.endswith(".yaml"):
        (folder / "a.txt").write_text("A plain paragraph of text that ends here.\n", encoding="utf-8")
        manifest.write_bytes(case.data)
    else:
        (folder / case.name).write_bytes(case.data)
        manifest.write_text(MANIFEST.format(source=case.name, language="en"), encoding="utf-8")
    try:
        florilegium.check(manifest)
        if case.built:
            return _built(manifest, folder)
    except florilegium.FlorilegiumError as error:
        return "" if error.message else "an error without words"
    except Exception:  # noqa: BLE001 - whatever it is, it is a finding
        return traceback.format_exc(limit=-4)
    return ""


def _built(manifest: Path, folder: Path) -> str:
    import florilegium

    books = []
    for name in ("first", "second"):
        made = florilegium.build(manifest, output=folder / name, cached=False, jobs=1)
        books.append({path.name: path.read_bytes() for path in made.files})
    if books[0] != books[1]:
        return "a second build made other bytes"
    return next(
        (harm for name, data in books[0].items() if name.endswith(".epub") for harm in harms(data)), ""
    )


def harms(epub: bytes) -> Iterator[str]:
    """Yield what a finished EPUB may not have: scripts, handlers, resources from elsewhere."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(epub)) as opened:
        for name in opened.namelist():
            if not name.endswith((".xhtml", ".svg", ".opf", ".ncx")):
                continue
            for element in etree.fromstring(opened.read(name)).iter(etree.Element):
                tag = etree.QName(element).localname
                if tag in {"script", "iframe", "object", "embed", "form"}:
                    yield f"{name} has a <{tag}>"
                for key, value in element.attrib.items():
                    word = str(key).rpartition("}")[2].lower()
                    if word.startswith("on") or str(value).strip().lower().startswith(
                        ("javascript:", "file:")
                    ):
                        yield f"{name} has {word}={value!r}"
                    if word in {"src", "poster", "data"} and "://" in str(value):
                        yield f"{name} fetches {value!r}"


def serve(pipe: Connection, memory: int) -> None:
    """Try the inputs that come through a pipe, each in a folder of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    while True:
        case = pipe.recv()
        with tempfile.TemporaryDirectory(prefix="florilegium-fuzz-") as folder:
            pipe.send(try_case(case, Path(folder)))


class Server:
    """A process that tries inputs, and is replaced when it hangs or dies."""

    def __init__(self, patience: float, memory: int) -> None:
        self._patience, self._memory = patience, memory
        self._begin()

    def _begin(self) -> None:
        self._pipe, other = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=serve, args=(other, self._memory), daemon=True)
        self._process.start()
        other.close()

    def run(self, case: Case) -> str:
        """Return what is wrong with an input, or an empty text."""
        patience = self._patience * (8 if case.built else 1)
        try:
            self._pipe.send(case)
            if self._pipe.poll(patience):
                return str(self._pipe.recv())
            wrong = f"it took more than {patience:g} s"
        except (EOFError, OSError):
            wrong = "the process died"
        self.end()
        self._begin()
        return wrong

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def shrunk(case: Case, fails: Callable[[Case], bool], steps: int = 200) -> Case:
    """Return a smaller input that still fails: pieces are cut away while it does (delta debugging)."""
    data, size = case.data, len(case.data) // 2
    while size and steps:
        start = 0
        while start < len(data) and steps:
            steps -= 1
            smaller = Case(case.name, data[:start] + data[start + size :], case.built)
            if fails(smaller):
                data = smaller.data
            else:
                start += size
        size //= 2
    return Case(case.name, data, case.built)


def main() -> int:
    """Run the campaign; return how many inputs failed, at most 1."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--inputs", type=int, default=0, help="end after so many inputs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--built", type=float, default=0.02, help="share of inputs that are built whole")
    parser.add_argument("--patience", type=float, default=20.0, help="seconds for one input")
    parser.add_argument("--memory", type=int, default=2_000, help="MB for the process that reads")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    server = Server(options.patience, options.memory * 1_000_000)
    counts: Counter[str] = Counter()
    known: set[str] = set()
    until = time.monotonic() + options.minutes * 60
    for number, case in enumerate(cases(options.seed, options.built), start=1):
        wrong = server.run(case)
        counts["built" if case.built else "checked"] += 1
        if wrong:
            counts["failed"] += 1
            sort = wrong.strip().splitlines()[-1][:100]
            if sort not in known:
                known.add(sort)
                small = shrunk(case, lambda one: bool(server.run(one)))
                options.keep.mkdir(parents=True, exist_ok=True)
                kept = options.keep / f"{options.seed}-{number}{Path(case.name).suffix}"
                kept.write_bytes(small.data)
                print(f"{kept}: {wrong.strip()}\n", flush=True)
        if time.monotonic() > until or number == options.inputs:
            break
    server.end()
    print(f"{counts['checked']} inputs checked, {counts['built']} built whole, {counts['failed']} failed")
    return min(1, counts["failed"])


if __name__ == "__main__":
    sys.exit(main())
