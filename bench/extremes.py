"""How a build grows in texts that no anthology is: `python -m bench.extremes`, an hour of a machine for all.

One essay of a million words, thousands of short articles, of notes, of headings, of rows of a table: each at
some parts of its size, cold, both editions. Prints seconds, processor seconds of all processes, the memory of
the largest, and by which power of the size processor seconds grow, where 1.0 is linear.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bench import contenders, generator, measure
from bench.curves import Point
from bench.generator import Article, Writer
from bench.run import pages, print_exponent

#: Words of a text that is about something else than its length.
_SHORT = 200

#: The largest process may take so many megabytes.
MEMORY = 500


def essay(words: int) -> Iterator[Article]:
    """One essay of so many words."""
    writer = Writer()
    yield Article("Of everything", tuple(_prose(writer, words)), ())


def articles(count: int) -> Iterator[Article]:
    """So many articles of 200 words."""
    writer = Writer()
    for number in range(count):
        yield Article(f"Of little, {number + 1}", tuple(_prose(writer, _SHORT)), ())


def notes(count: int) -> Iterator[Article]:
    """One article with so many notes, each of a sentence, called behind sentences."""
    writer = Writer()
    called = (f"{writer.sentence()}{{{number}}}" for number in range(1, count + 1))
    yield Article("Of notes", tuple(called), tuple(writer.sentence() for _ in range(count)))


def rows(count: int) -> Iterator[Article]:
    """One table of four columns and so many rows."""
    writer = Writer()
    lines = ["| year | place | what | of whom |", "|--:|---|---|---|"]
    for number in range(count):
        place = writer.places[number % len(writer.places)]
        who = writer.people[number % len(writer.people)]
        lines.append(
            f"| {1500 + number % 400} | {place} | {' '.join(writer.sentence().split()[:4])} | {who} |"
        )
    yield Article("Of rows", (writer.paragraph(), "\n".join(lines), writer.paragraph()), ())


def headings(count: int) -> Iterator[Article]:
    """One article of so many headings, each above a sentence."""
    writer = Writer()
    blocks = (block for number in range(count) for block in (f"# Of {number + 1}", writer.sentence()))
    yield Article("Of headings", tuple(blocks), ())


def _prose(writer: Writer, words: int) -> Iterator[str]:
    while words > 0:
        paragraph = writer.paragraph()
        words -= len(paragraph.split())
        yield paragraph


#: A form, and its whole size.
FORMS: Mapping[str, tuple[Callable[[int], Iterator[Article]], int]] = {
    "words of one essay": (essay, 1_000_000),
    "short articles": (articles, 2_000),
    "notes of one article": (notes, 20_000),
    "rows of one table": (rows, 3_000),
    "headings of one article": (headings, 10_000),
}


def write(folder: Path, made: Iterator[Article]) -> None:
    """Write a project of some articles."""
    (folder / "articles").mkdir(parents=True)
    titles = []
    for number, article in enumerate(made, 1):
        source = folder / "articles" / f"{number:03}.md"
        source.write_text(generator.as_markdown(article, "", 1), encoding="utf-8")
        titles.append(article.title)
    lines = "\n".join(generator.manifest(Writer(), titles))
    (folder / "anthology.yaml").write_text(f"{lines}\n", encoding="utf-8")


def print_form(name: str, parts: list[int]) -> None:
    """Measure a form at some parts of its size, and print a row of each."""
    make, whole = FORMS[name]
    row = next(row for row in contenders.ours() if row.name == contenders.COLD)
    points = []
    for part in sorted(parts, reverse=True):
        size = whole // part
        print(f"{size:,} {name}", file=sys.stderr)
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made) / "book"
            write(folder, make(size))
            cost = measure.run(row.command, folder)
            count = pages(folder / row.pdf)
        points.append(Point(size, cost.processor, cost.megabytes))
        figures = f"{cost.seconds:.0f} | {cost.processor:.0f} | {cost.megabytes:.0f}"
        print(f"| {size:,} {name} | {count:,} | {figures} |", flush=True)
    if len(points) > 1:
        print_exponent("Processor time", points, MEMORY, name)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--parts", type=int, nargs="+", default=[8, 4, 2, 1], help="parts of the sizes (8 4 2 1)"
    )
    parser.add_argument("--forms", nargs="+", default=list(FORMS), choices=list(FORMS), help="which (all)")
    options = parser.parse_args()
    print("| | pages | seconds | of processors | peak memory, MB |\n|---|--:|--:|--:|--:|", flush=True)
    for name in options.forms:
        print_form(name, options.parts)


if __name__ == "__main__":
    main()
