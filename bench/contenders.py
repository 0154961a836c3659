"""Who is measured: Florilegium in several states of a project, pandoc with XeLaTeX, Typst."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bench import generator

FLORILEGIUM = str(Path(sys.executable).with_name("florilegium"))
PDF = "dist/anthology.pdf"

#: The article that is changed.
ARTICLE = "articles/003.md"

#: About two printed pages.
GROWTH = 620

COLD = "Florilegium: EPUB and PDF, cold"
ONE_CORE = "Florilegium: the same with one process"
EDITED = "Florilegium: one word of one article changed"
GROWN = "Florilegium: one article grown by two pages"
UNCHANGED = "Florilegium: nothing changed"
RELEASED = "Florilegium: release, both editions built"
EPUB = "Florilegium: EPUB alone, without pages, cold"
XELATEX = "pandoc with XeLaTeX: PDF without index"
PANDOC_EPUB = "pandoc: EPUB without index"
TYPST = "Typst: PDF without index"


@dataclass(frozen=True)
class Contender:
    """One row: what runs, what is done beforehand, and the PDF that it leaves, if any."""

    name: str
    command: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda _: None
    pdf: str = ""


def forget(folder: Path) -> None:
    """Make the next build a cold one, of the text as it was written first."""
    shutil.rmtree(folder / ".florilegium", ignore_errors=True)
    shutil.rmtree(folder / "dist", ignore_errors=True)
    kept, article = folder / "article.md", folder / ARTICLE
    if kept.exists():
        shutil.copy(kept, article)
    else:
        shutil.copy(article, kept)


def edit(folder: Path) -> None:
    """Change one word of one article by another as long."""
    path = folder / ARTICLE
    text = path.read_text(encoding="utf-8")
    assert "while" in text
    path.write_text(text.replace("while", "where", 1), encoding="utf-8")


def grow(folder: Path) -> None:
    """Let one article grow by two pages, before its notes."""
    writer = generator.Writer()
    more: list[str] = []
    while sum(len(paragraph.split()) for paragraph in more) < GROWTH:
        more.append(writer.paragraph())
    path = folder / ARTICLE
    text, mark, notes = path.read_text(encoding="utf-8").partition("[^1]: ")
    path.write_text("\n\n".join([text.rstrip(), *more, mark + notes]), encoding="utf-8")


def fonts(folder: Path) -> None:
    """Lay EB Garamond beside the text, under names that every program can read."""
    package = find_spec("fontpkg_eb_garamond")
    if package is None or package.origin is None:
        raise SystemExit("fontpkg-eb-garamond is not installed: run `make bench`")
    for path in (Path(package.origin).parent / "files").glob("*.ttf"):
        style = "Italic" if "Italic" in path.name else "Regular"
        shutil.copy(path, folder / f"EBGaramond-{style}.ttf")


def ours() -> tuple[Contender, ...]:
    """Florilegium. The order counts: what is changed and built again was built cold in the same round."""
    build = (FLORILEGIUM, "build", "--quiet")
    return (
        Contender(EPUB, (*build, "epub", "--no-pages"), forget),
        Contender(ONE_CORE, (*build, "--jobs", "1"), forget, PDF),
        Contender(COLD, build, forget, PDF),
        Contender(RELEASED, (FLORILEGIUM, "release", "--quiet"), pdf=PDF),
        Contender(EDITED, build, edit, PDF),
        Contender(GROWN, build, grow, PDF),
        Contender(UNCHANGED, build, pdf=PDF),
    )


def others() -> Iterator[Contender]:
    """The other programs that are installed; what is not is named on standard error."""
    pandoc = ("pandoc", "book.md", "--toc", "--top-level-division=chapter")
    if shutil.which("pandoc") and shutil.which("xelatex"):
        style = ["documentclass=book", "fontsize=11pt", "mainfont=EBGaramond"]
        style += ["geometry:paperwidth=6in,paperheight=9in,inner=0.9in,outer=0.7in,vmargin=0.8in"]
        style += ["mainfontoptions:Path=./,Extension=.ttf,UprightFont=*-Regular,ItalicFont=*-Italic"]
        options = [word for value in style for word in ("-V", value)]
        made = ("--pdf-engine=xelatex", "-o", "pandoc.pdf")
        yield Contender(XELATEX, (*pandoc, *options, *made), pdf="pandoc.pdf")
        yield Contender(PANDOC_EPUB, (*pandoc, "-o", "pandoc.epub"))
    else:
        print("pandoc or xelatex is not installed: no comparison with it", file=sys.stderr)
    if find_spec("typst"):
        script = "import typst; typst.compile('book.typ', output='typst.pdf', font_paths=['.'])"
        yield Contender(TYPST, (sys.executable, "-c", script), pdf="typst.pdf")
    else:
        print("typst is not installed: no comparison with it", file=sys.stderr)
