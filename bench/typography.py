"""`make typography`: how evenly Florilegium sets its lines, beside the same text set greedily and by XeLaTeX.

Everything is measured from finished PDFs by `editions/pdf/proof.py`, in one run. Whole anthologies are set
twice, composed and greedy. Then the running paragraphs of the first alone are set three ways in the same
face, size and measure; XeLaTeX is left out, and said, where it is not installed.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import pikepdf

from florilegium.book.runs import leaves, text_of
from florilegium.build import prepare
from florilegium.editions.documents import Document, Matters, documents
from florilegium.editions.pdf import layout
from florilegium.editions.pdf.compositor import printed
from florilegium.editions.pdf.faces import Face, faces_for
from florilegium.editions.pdf.layout import Style, Task, lay_out
from florilegium.editions.pdf.paragraphs import typesetting
from florilegium.editions.pdf.proof import Figures, measure
from florilegium.editions.pdf.trim import page_of
from florilegium.editions.sections import DEPENDENT, sections_of
from florilegium.problems import Report

ROOT = Path(__file__).parents[1]
SHEETS = ("book.css", "print.css")
PAGE = page_of((152.4, 228.6))
SIZE, LEADING, INDENT = 11, 14, 14

#: Setting is timed so many times, in turn, and the quickest counts: the machine may be busy.
ROUNDS = 5

TEX = r"""\documentclass{article}
\usepackage[paperwidth=%gbp,paperheight=%gbp,left=%gbp,right=%gbp,top=%gbp,bottom=%gbp]{geometry}
\usepackage{fontspec}
\setmainfont{%s}[Path=%s/,Extension=.ttf,ItalicFont=%s,Numbers=OldStyle]
\pagestyle{empty}\frenchspacing\setlength{\parindent}{%gbp}\widowpenalty=10000 \clubpenalty=10000
\begin{document}\fontsize{%gbp}{%gbp}\selectfont
%s
\end{document}
"""


@dataclass(frozen=True)
class Book:
    """A text to set: sections as XHTML, by name, in one style."""

    name: str
    sections: tuple[tuple[str, bytes], ...]
    words: int


@dataclass(frozen=True)
class Row:
    """One way of setting a text. `seconds` is for laying it out and writing it, 0 when not compared."""

    name: str
    figures: Figures
    seconds: float = 0.0
    paragraphs: str = ""


class Press:
    """Sets books in the house's faces."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._styles: dict[bool, Style] = {}

    def style(self, book: Book, *, composed: bool) -> Style:
        """The house's style, with the faces that a book needs."""
        letters = frozenset("".join(xhtml.decode() for _, xhtml in book.sections))
        rules = [face.rule() for face in self.faces(letters)] + [PAGE.rule()]
        sheets = tuple((f"styles/{name}", (ROOT / "styles" / name).read_text()) for name in SHEETS)
        return Style(sheets, "\n".join(rules), str(ROOT), str(self.folder), composed)

    def faces(self, letters: frozenset[str]) -> tuple[Face, ...]:
        """The faces of some letters, as files."""
        return faces_for(letters, code=True, folder=self.folder)

    def rows(self, book: Book) -> list[Row]:
        """A book composed and greedy, timed in turn."""
        ways = [("composed", self.style(book, composed=True)), ("greedy", self.style(book, composed=False))]
        best = dict.fromkeys(("composed", "greedy"), float("inf"))
        made: dict[str, list[layout.Layout]] = {}
        for _, (name, style) in zip(range(ROUNDS * 2), cycle(ways), strict=False):
            began = time.process_time()
            made[name] = [lay_out(Task(key, xhtml, style, key)) for key, xhtml in book.sections]
            best[name] = min(best[name], time.process_time() - began)
        return [
            Row(name, measure(joined(one.pdf for one in made[name])), best[name], _counted(made[name]))
            for name, _ in ways
        ]

    def cost(self, book: Book) -> float:
        """Milliseconds to compose 100 words in a process that has seen none of them."""
        spent = 0.0
        plain: Callable[..., Any] = typesetting.compose_all

        def timed(*values: Any) -> Any:
            nonlocal spent
            began = time.process_time()
            try:
                return plain(*values)
            finally:
                spent += time.process_time() - began

        style = self.style(book, composed=True)
        layout._kit.cache_clear()
        typesetting.compose_all = timed  # type: ignore[assignment]
        try:
            for key, xhtml in book.sections:
                lay_out(Task(key, xhtml, style, key))
        finally:
            typesetting.compose_all = plain
        return spent * 1000 / (book.words / 100)


def _counted(layouts: Sequence[layout.Layout]) -> str:
    return f"{sum(one.composed for one in layouts)} / {sum(one.greedy for one in layouts)}"


def joined(files: Iterator[bytes]) -> bytes:
    """PDFs one after another."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for data in files:
            with pikepdf.open(io.BytesIO(data)) as part:
                pdf.pages.extend(part.pages)
        pdf.save(out)
    return out.getvalue()


def anthology(manifest: Path) -> tuple[Book, tuple[Document, ...]]:
    """An anthology without the sections that need to know pages."""
    prepared = prepare(manifest, Report())
    sections = sections_of(prepared.book, with_index=False)
    made = documents(prepared.book, [one for one in sections if one.kind not in DEPENDENT], Matters(sections))
    xhtml = tuple((document.section.id, printed(document, ROOT, PAGE)) for document in made)
    words = sum(len(text_of(block).split()) for document in made for block in leaves(document.tree))
    return Book(prepared.book.metadata.title, xhtml, words), made


def running(made: Sequence[Document], least: int = 200) -> list[str]:
    """The texts of all plain paragraphs of some length."""
    texts = (text_of(block) for document in made for block in leaves(document.tree) if block.tag == "p")
    return [" ".join(text.split(" ")) for text in texts if len(text) >= least]


def plain(paragraphs: Sequence[str]) -> Book:
    """Paragraphs alone, as one section."""
    from xml.sax.saxutils import escape

    body = "".join(f'<p id="p{at}">{escape(text)}</p>' for at, text in enumerate(paragraphs))
    xhtml = f'<html lang="en-US"><head><title>Paragraphs</title></head><body>{body}</body></html>'
    words = sum(len(text.split()) for text in paragraphs)
    return Book("Paragraphs", (("paragraphs", xhtml.encode()),), words)


def tex(paragraphs: Sequence[str], faces: Sequence[Face], folder: Path) -> bytes | None:
    """The same paragraphs by XeLaTeX, or None where it is not installed."""
    if not shutil.which("xelatex"):
        return None
    upright = next(face for face in faces if face.weight < 500 and not face.italic)
    italic = next(face for face in faces if face.weight < 500 and face.italic)
    sides = (PAGE.width, PAGE.height, PAGE.inner, PAGE.outer, PAGE.head, PAGE.foot)
    names = (Path(upright.path).stem, str(Path(upright.path).parent), Path(italic.path).stem)
    text = "\n\n".join(_escaped(one) for one in paragraphs)
    source = TEX % (*sides, *names, INDENT, SIZE, LEADING, text)
    (folder / "text.tex").write_text(source, encoding="utf-8")
    command = ["xelatex", "-interaction=batchmode", "text.tex"]
    subprocess.run(command, cwd=folder, check=False, stdout=subprocess.DEVNULL)
    return (folder / "text.pdf").read_bytes()


def _escaped(text: str) -> str:
    for sign in "\\{}":
        text = text.replace(sign, " ")
    for sign in "#$%&_":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("~", r"\textasciitilde{}").replace("^", r"\^{}").replace("\N{NO-BREAK SPACE}", "~")


def print_rows(rows: Sequence[Row]) -> None:
    """A table of figures, one column for each way of setting."""
    lines: list[tuple[str, Callable[[Row], str]]] = [
        ("pages", lambda row: str(row.figures.pages)),
        ("justified lines", lambda row: str(len(row.figures.justified))),
        ("paragraphs composed / left greedy", lambda row: row.paragraphs or "–"),
        ("spaces over 0.40 em", lambda row: f"{row.figures.loose_share:.2%}"),
        ("mean word space", lambda row: f"{row.figures.mean:.3f} em"),
        ("standard deviation", lambda row: f"{row.figures.deviation:.4f} em"),
        ("lines hyphenated", lambda row: f"{row.figures.hyphen_share:.1%}"),
        ("hyphens in a row", lambda row: str(row.figures.ladder)),
        ("overfull lines", lambda row: str(len(row.figures.overfull))),
        ("right edge off the margin", lambda row: f"{row.figures.off:.2f} pt"),
        ("widows, orphans", lambda row: f"{len(row.figures.widows)}, {len(row.figures.orphans)}"),
        ("processor time", lambda row: f"{row.seconds:.2f} s" if row.seconds else "–"),
    ]
    print("| | " + " | ".join(row.name for row in rows) + " |")
    print("|---|" + "---:|" * len(rows))
    for name, value in lines:
        print(f"| {name} | " + " | ".join(value(row) for row in rows) + " |")
    timed = [row.seconds for row in rows if row.seconds]
    if len(timed) == 2:
        ratio = timed[0] / timed[1]
        print(f"\nLaid out and written, composed lines take {ratio:.2f} times as long as greedy ones.")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("manifests", nargs="*", type=Path, default=[ROOT / "anthology.yaml"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        press = Press(folder / "faces")
        for number, manifest in enumerate(options.manifests):
            book, made = anthology(manifest)
            print(f"\n## {book.name}\n\n{book.words:,} words, without contents and index.\n")
            print_rows(press.rows(book))
            print(f"\nComposing costs {press.cost(book):.1f} ms for 100 words, none of them met before.")
            if number == 0:
                print_paragraphs(press, running(made), folder)


def print_paragraphs(press: Press, paragraphs: Sequence[str], folder: Path) -> None:
    """The table of paragraphs set three ways."""
    book = plain(paragraphs)
    rows = press.rows(book)
    data = tex(paragraphs, press.faces(frozenset()), folder)
    print(f"\n## Its {len(paragraphs)} longer paragraphs alone\n\n{book.words:,} words.\n")
    if data is None:
        print("XeLaTeX is not installed; its column is left out.", file=sys.stderr)
    print_rows(rows if data is None else [*rows, Row("XeLaTeX", measure(data))])


if __name__ == "__main__":
    main()
