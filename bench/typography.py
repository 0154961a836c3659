"""`make typography`: how evenly Florilegium sets its lines, beside the same text set greedily and by XeLaTeX.

Everything is measured from finished PDFs by `editions/pdf/proof.py`, in one run: the shipped anthology
and the three texts of `prose.py`, or anthologies of your own. Each is set composed, greedy, and composed
with optical margins. Then its running paragraphs alone are set composed, greedy and by XeLaTeX in the
same face, size and measure, with microtype where that is; XeLaTeX is left out, and said, where it or its
patterns for the language are not installed.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle
from pathlib import Path
from typing import Any

import pikepdf
from lxml import etree

from bench import prose
from florilegium.book.runs import leaves, text_of
from florilegium.editions.documents import Document, Matters, documents
from florilegium.editions.pdf.fonts.bundled import TEXT, FontFace, faces_of
from florilegium.editions.pdf.fonts.select import FontRequest, select_faces
from florilegium.editions.pdf.linebreak.optical_margins import hanging_in
from florilegium.editions.pdf.proof.figures import Figures, measure
from florilegium.editions.pdf.proof.line_faults import FaultKind, ProofWords, counts, line_faults
from florilegium.editions.pdf.section.hyphenation import names_in, names_of
from florilegium.editions.pdf.section.printed_blocks import set_for_print
from florilegium.editions.pdf.section.printed_section import Layout, LayoutTask, PrintForm, Style
from florilegium.editions.pdf.section.trim import Page, page_of
from florilegium.editions.pdf.weasyprint import composed_way, layout
from florilegium.editions.pdf.weasyprint.layout import lay_out
from florilegium.editions.sections import DEPENDENT, sections_of
from florilegium.languages.traits import traits_of
from florilegium.pipeline.build import prepare
from florilegium.problems import Report

ROOT = Path(__file__).parents[1]
SHEETS = ("book.css", "print.css")
MARGINS = "margins.css"
COMPOSED, GREEDY, OPTICAL = "composed", "greedy", "optical margins"
SIZE, LEADING, INDENT = 11, 14, 14

#: Setting is timed so many times, in turn, and the quickest counts: the machine may be busy.
ROUNDS = 2

TEX = r"""\documentclass{article}
\usepackage[paperwidth=%gbp,paperheight=%gbp,left=%gbp,right=%gbp,top=%gbp,bottom=%gbp]{geometry}
\usepackage{fontspec}
\setmainfont{%s}[Path=%s/,Extension=.ttf,ItalicFont=%s,Numbers=OldStyle]
\ifcsname l@%s\endcsname\else\csname end\endcsname\fi
\language=\csname l@%s\endcsname
\IfFileExists{microtype.sty}{\usepackage{microtype}}{}
\pagestyle{empty}\frenchspacing\setlength{\parindent}{%gbp}\widowpenalty=10000 \clubpenalty=10000
\begin{document}\fontsize{%gbp}{%gbp}\selectfont
%s
\end{document}
"""


#: XeLaTeX's names of patterns, by language.
TEX_PATTERNS = {"en": "english", "de": "ngerman", "fr": "french"}


@dataclass(frozen=True)
class Book:
    """A text to set: sections as XHTML, by name, in one style, on pages of one size."""

    name: str
    language: str
    page: Page
    sections: tuple[tuple[str, bytes], ...]
    words: int


@dataclass(frozen=True)
class Row:
    """One way of setting a text. `seconds` is for laying it out and writing it, 0 when not compared."""

    name: str
    figures: Figures
    seconds: float = 0.0
    paragraphs: str = ""
    language: str = "en"

    @cached_property
    def faults(self) -> Mapping[FaultKind, int]:
        """How many faults of each kind a proof-reader would mark."""
        nouns = traits_of(self.language).capital_nouns
        return counts(line_faults(self.figures, ProofWords(nouns=lambda _: nouns)))


class Press:
    """Sets books in the house's faces."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def style(self, book: Book, way: str) -> Style:
        """The house's style for one way of setting, with the faces that a book needs."""
        letters = frozenset("".join(xhtml.decode() for _, xhtml in book.sections))
        made = select_faces(FontRequest(letters, code=True, language=book.language), self.folder)
        names = (*SHEETS, MARGINS) if way == OPTICAL else SHEETS
        sheets = tuple((f"styles/{name}", sheet(name)) for name in names)
        return Style(
            sheets, f"{made.rules()}\n{book.page.rule()}", str(ROOT), str(self.folder), way != GREEDY
        )

    def faces(self) -> tuple[FontFace, ...]:
        """The faces of the house's own text, as files."""
        return faces_of(TEXT, self.folder)

    def rows(self, book: Book) -> list[Row]:
        """A book composed and greedy, timed in turn."""
        ways = [(way, self.style(book, way)) for way in (COMPOSED, GREEDY)]
        best = dict.fromkeys((COMPOSED, GREEDY), float("inf"))
        made: dict[str, list[Layout]] = {}
        for _, (way, style) in zip(range(ROUNDS * len(ways)), cycle(ways), strict=False):
            began = time.process_time()
            made[way] = _set(book, style)
            best[way] = min(best[way], time.process_time() - began)
        return [
            Row(
                way,
                measure(joined(one.pdf for one in made[way])),
                best[way],
                _counted(made[way]),
                book.language,
            )
            for way, _ in ways
        ]

    def hung(self, book: Book) -> Row:
        """A book composed with optical margins."""
        made = _set(book, self.style(book, OPTICAL))
        figures = measure(joined(one.pdf for one in made), hanging_in([sheet(MARGINS)]))
        return Row(OPTICAL, figures, paragraphs=_counted(made), language=book.language)

    def demerits(self, book: Book) -> float:
        """Milliseconds to compose 100 words in a process that has seen none of them."""
        spent = 0.0
        names = vars(composed_way)
        plain: Callable[..., Any] = names["compose_all"]

        def timed(*values: Any) -> Any:
            nonlocal spent
            began = time.process_time()
            try:
                return plain(*values)
            finally:
                spent += time.process_time() - began

        style = self.style(book, COMPOSED)
        layout._kit.cache_clear()
        names["compose_all"] = timed
        try:
            _set(book, style)
        finally:
            names["compose_all"] = plain
        return spent * 1000 / (book.words / 100)


def sheet(name: str) -> str:
    """A style sheet of the house."""
    return (ROOT / "styles" / name).read_text(encoding="utf-8")


def _set(book: Book, style: Style) -> list[Layout]:
    return [lay_out(LayoutTask(key, xhtml, style, key)) for key, xhtml in book.sections]


def _counted(layouts: Sequence[Layout]) -> str:
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
    page = page_of(prepared.manifest.editions.pdf.size)
    names = names_of(prepared.book.authority)
    xhtml = []
    for document in made:
        tree = document.tree
        form = PrintForm(document.section.kind, page, names_in(document.xhtml, names))
        set_for_print(tree, form, manifest.resolve().parent)
        xhtml.append((document.section.id, etree.tostring(tree)))
    words = sum(len(text_of(block).split()) for document in made for block in leaves(document.tree))
    about = prepared.book.metadata
    return Book(about.title, about.language, page, tuple(xhtml), words), made


def running(made: Sequence[Document], least: int = 200) -> list[str]:
    """The texts of all plain paragraphs of some length."""
    texts = (text_of(block) for document in made for block in leaves(document.tree) if block.tag == "p")
    return [" ".join(text.split(" ")) for text in texts if len(text) >= least]


def plain(paragraphs: Sequence[str], book: Book) -> Book:
    """Paragraphs of a book alone, as one section."""
    from xml.sax.saxutils import escape

    body = "".join(f'<p id="p{at}">{escape(text)}</p>' for at, text in enumerate(paragraphs))
    xhtml = f'<html lang="{book.language}"><head><title>Paragraphs</title></head><body>{body}</body></html>'
    words = sum(len(text.split()) for text in paragraphs)
    return Book("Paragraphs", book.language, book.page, (("paragraphs", xhtml.encode()),), words)


def tex(paragraphs: Sequence[str], book: Book, faces: Sequence[FontFace], folder: Path) -> bytes | None:
    """The same paragraphs by XeLaTeX, or None where it or its patterns are not installed."""
    patterns = TEX_PATTERNS.get(book.language.split("-")[0])
    if patterns is None or not shutil.which("xelatex"):
        return None
    upright = next(face for face in faces if face.weight < 500 and not face.italic)
    italic = next(face for face in faces if face.weight < 500 and face.italic)
    page = book.page
    sides = (page.width, page.height, page.inner, page.outer, page.head, page.foot)
    names = (Path(upright.path).stem, str(Path(upright.path).parent), Path(italic.path).stem)
    text = "\n\n".join(_escaped(one) for one in paragraphs)
    source = TEX % (*sides, *names, patterns, patterns, INDENT, SIZE, LEADING, text)
    (folder / "text.tex").write_text(source, encoding="utf-8")
    command = ["xelatex", "-interaction=batchmode", "text.tex"]
    finished = folder / "text.pdf"
    finished.unlink(missing_ok=True)
    subprocess.run(command, cwd=folder, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return finished.read_bytes() if finished.is_file() else None


def _escaped(text: str) -> str:
    for sign in "\\{}":
        text = text.replace(sign, " ")
    for sign in "#$%&_":
        text = text.replace(sign, f"\\{sign}")
    text = text.replace("~", r"\textasciitilde{}").replace("^", r"\^{}").replace("\N{NO-BREAK SPACE}", "~")
    # The face has no narrow space, and XeTeX would print its sign for a missing letter.
    return text.replace("\N{NARROW NO-BREAK SPACE}", r"\,")


def _counter(kind: FaultKind) -> Callable[[Row], str]:
    """What gives the number of faults of a kind in a row."""
    return lambda row: str(row.faults[kind])


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
        ("hyphens in a row", lambda row: str(row.figures.most_hyphens)),
        ("overfull lines", lambda row: str(len(row.figures.overfull))),
        ("right edge off the margin", lambda row: f"{row.figures.off:.2f} pt"),
        *((kind.value, _counter(kind)) for kind in FaultKind if kind is not FaultKind.LETTER),
        ("widows, orphans", lambda row: f"{len(row.figures.widows)}, {len(row.figures.orphans)}"),
        ("processor time", lambda row: f"{row.seconds:.2f} s" if row.seconds else "–"),
    ]
    print("| | " + " | ".join(row.name for row in rows) + " |")
    print("|---|" + "---:|" * len(rows))
    for name, value in lines:
        print(f"| {name} | " + " | ".join(value(row) for row in rows) + " |")
    timed = {row.name: row.seconds for row in rows}
    if timed.get(GREEDY):
        ratio = timed[COMPOSED] / timed[GREEDY]
        print(f"\nLaid out and written, composed lines take {ratio:.2f} times as long as greedy ones.")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("manifests", nargs="*", type=Path)
    parser.add_argument(
        "--pictures", type=Path, help="a folder for two pictures of a page, greedy and composed"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        press = Press(folder / "faces")
        manifests = options.manifests or (ROOT / "anthology.yaml", *prose.write_all(folder / "prose"))
        if options.pictures:
            picture(press, manifests[0], options.pictures)
            return
        for manifest in manifests:
            print_book(press, manifest, folder)


#: The paragraphs of the first anthology that make the page in the pictures, its dots to the inch, and the
#: white round the text in points.
PICTURED, DOTS, WHITE = slice(20, 29), 130, 14


def picture(press: Press, manifest: Path, folder: Path) -> None:
    """Draw a page of some running paragraphs, greedy and composed."""
    import pypdfium2

    book, made = anthology(manifest)
    page, scale = book.page, DOTS / 72
    edges = (
        page.inner - WHITE,
        page.head - WHITE,
        page.width - page.outer + WHITE,
        page.height - page.foot + WHITE,
    )
    alone = plain(running(made)[PICTURED], book)
    for way in (GREEDY, COMPOSED):
        (laid_out,) = _set(alone, press.style(alone, way))
        with pypdfium2.PdfDocument(laid_out.pdf) as document:
            image = document[0].render(scale=scale, grayscale=True).to_pil().convert("L")
        image.crop(tuple(round(edge * scale) for edge in edges)).quantize(16).save(
            folder / f"lines-{way}.png", optimize=True
        )


def print_book(press: Press, manifest: Path, folder: Path) -> None:
    """The tables of one anthology."""
    book, made = anthology(manifest)
    print(f"\n## {book.name}\n\n{book.words:,} words, without contents and index.\n")
    print_rows([*press.rows(book), press.hung(book)])
    print(f"\nComposing costs {press.demerits(book):.1f} ms for 100 words, none of them met before.")
    paragraphs = running(made)
    alone = plain(paragraphs, book)
    data = tex(paragraphs, book, press.faces(), folder) if paragraphs else None
    if data is None:
        print(f"XeLaTeX or its patterns for {book.language} are not installed.", file=sys.stderr)
        return
    print(f"\n### Its {len(paragraphs)} longer paragraphs alone\n\n{alone.words:,} words.\n")
    print_rows([*press.rows(alone), Row("XeLaTeX", measure(data), language=book.language)])


if __name__ == "__main__":
    main()
