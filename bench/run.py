"""`make bench`: how fast Florilegium is, beside pandoc with XeLaTeX and Typst on the same text, in one run.

Each row is the median of several runs, taken in turn so that a slow minute of the machine falls on all. What
is not installed is left out, and said. Then one run at each of several sizes, and the exponent of time in
size: 1.0 is linear.
"""

from __future__ import annotations

import argparse
import math
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bench import generator, measure

FLORILEGIUM = str(Path(sys.executable).with_name("florilegium"))
YARDSTICK = "pandoc with XeLaTeX: PDF without index"


@dataclass(frozen=True)
class Contender:
    """One row: what runs, what is done beforehand, and the PDF that it leaves, if any."""

    name: str
    command: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda _: None
    pdf: str = ""


def forget(folder: Path) -> None:
    """Make the next build a cold one."""
    shutil.rmtree(folder / ".florilegium", ignore_errors=True)
    shutil.rmtree(folder / "dist", ignore_errors=True)


def edit(folder: Path) -> None:
    """Change one word of one article, back and forth, by one as long."""
    path = folder / "articles" / "003.md"
    text = path.read_text(encoding="utf-8")
    old, new = ("while", "where") if "while" in text else ("where", "while")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def fonts(folder: Path) -> None:
    """Lay EB Garamond beside the text, under names that every program can read."""
    package = find_spec("fontpkg_eb_garamond")
    if package is None or package.origin is None:
        raise SystemExit("fontpkg-eb-garamond is not installed: run `make bench`")
    for path in (Path(package.origin).parent / "files").glob("*.ttf"):
        style = "Italic" if "Italic" in path.name else "Regular"
        shutil.copy(path, folder / f"EBGaramond-{style}.ttf")


def contenders() -> list[Contender]:
    """All that can run here; what cannot is named on standard error."""
    build = (FLORILEGIUM, "build", "--quiet")
    pdf = "dist/anthology.pdf"
    rows = [
        Contender("Florilegium: EPUB and PDF", build, forget, pdf),
        Contender("Florilegium: the same on one core", (*build, "--jobs", "1"), forget, pdf),
        Contender("Florilegium: one word of one article changed", build, edit, pdf),
        Contender("Florilegium: nothing changed", build, pdf=pdf),
    ]
    pandoc = ("pandoc", "book.md", "--toc", "--top-level-division=chapter")
    if shutil.which("pandoc") and shutil.which("xelatex"):
        style = ["documentclass=book", "fontsize=11pt", "mainfont=EBGaramond"]
        style += ["geometry:paperwidth=6in,paperheight=9in,inner=0.9in,outer=0.7in,vmargin=0.8in"]
        style += ["mainfontoptions:Path=./,Extension=.ttf,UprightFont=*-Regular,ItalicFont=*-Italic"]
        options = [word for value in style for word in ("-V", value)]
        made = ("--pdf-engine=xelatex", "-o", "pandoc.pdf")
        rows.append(Contender(YARDSTICK, (*pandoc, *options, *made), pdf="pandoc.pdf"))
        rows.append(Contender("pandoc: EPUB without index", (*pandoc, "-o", "pandoc.epub")))
    else:
        print("pandoc or xelatex is not installed: no comparison with it", file=sys.stderr)
    if find_spec("typst"):
        script = "import typst; typst.compile('book.typ', output='typst.pdf', font_paths=['.'])"
        rows.append(Contender("Typst: PDF without index", (sys.executable, "-c", script), pdf="typst.pdf"))
    else:
        print("typst is not installed: no comparison with it", file=sys.stderr)
    return rows


def pages(path: Path) -> int:
    import pikepdf

    with pikepdf.open(path) as document:
        return len(document.pages)


def median_costs(rows: Sequence[Contender], folder: Path, runs: int) -> dict[str, measure.Cost]:
    """Every contender's median time and greatest memory over some rounds of all."""
    costs: dict[str, list[measure.Cost]] = {row.name: [] for row in rows}
    for number in range(runs):
        for row in rows:
            print(f"run {number + 1} of {runs}: {row.name}", file=sys.stderr)
            row.prepare(folder)
            try:
                costs[row.name].append(measure.run(row.command, folder))
            except measure.CommandFailedError as failure:
                raise SystemExit(f"{row.name} failed:\n{failure}") from None
    return {
        name: measure.Cost(
            statistics.median(cost.seconds for cost in taken), max(cost.megabytes for cost in taken)
        )
        for name, taken in costs.items()
    }


def print_table(rows: Sequence[Contender], costs: dict[str, measure.Cost], folder: Path) -> None:
    """The figures as a table in Markdown; the ratio is to pandoc with XeLaTeX."""
    print("| | seconds | ratio | pages | peak memory, MB |\n|---|--:|--:|--:|--:|")
    base = costs.get(YARDSTICK)
    for row in rows:
        cost = costs[row.name]
        ratio = f"{cost.seconds / base.seconds:.2f}" if base else "–"
        count = str(pages(folder / row.pdf)) if row.pdf else "–"
        print(f"| {row.name} | {cost.seconds:.2f} | {ratio} | {count} | {cost.megabytes:.0f} |")


def print_growth(sizes: Sequence[int], runs: int) -> None:
    """Time and memory at each size, cold, and the exponent of time in size."""
    print("\n| articles | words | pages | seconds | peak memory, MB |\n|--:|--:|--:|--:|--:|")
    row = Contender("EPUB and PDF", (FLORILEGIUM, "build", "--quiet"), forget, "dist/anthology.pdf")
    points = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "book"
            generator.write(folder, size)
            cost = median_costs([row], folder, runs)[row.name]
            count = pages(folder / row.pdf)
        points.append((math.log(size), math.log(cost.seconds)))
        print(
            f"| {size} | {size * generator.WORDS:,} | {count} | {cost.seconds:.2f} | {cost.megabytes:.0f} |",
            flush=True,
        )
    slope = statistics.linear_regression(*zip(*points, strict=True)).slope
    print(f"\nTime grows with the number of articles to the power of {slope:.2f}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=20, help="size of the book (20)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each program (5)")
    parser.add_argument(
        "--growth", default="5,20,80", help="sizes for the table of growth (5,20,80; none: -)"
    )
    options = parser.parse_args()
    if options.articles < 3:
        parser.error("a book of fewer than three articles measures the start-up alone")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "book"
        generator.write(folder, options.articles)
        fonts(folder)
        rows = contenders()
        costs = median_costs(rows, folder, options.runs)
        words, notes = (options.articles * count for count in (generator.WORDS, generator.NOTES))
        headings = generator.PEOPLE + generator.PLACES
        print(f"{options.articles} articles, {words:,} words, {notes:,} notes, {headings} index headings\n")
        print_table(rows, costs, folder)
    if options.growth != "-":
        print_growth([int(size) for size in options.growth.split(",")], 1)


if __name__ == "__main__":
    main()
