"""How long the commands take that are given most often: `--help`, `check`, and the reading of new texts.

The shipped book is checked with its texts kept, as it is between two builds. Texts that nobody has read are
read and edited by a `check` of a book without an index, in one process; beside it stands pandoc, which reads
the same files in one process.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import contenders, generator, measure

#: The project whose book is shipped, and what of it makes the book.
_SHIPPED = Path(__file__).resolve().parents[1]
_PARTS = ("anthology.yaml", "index.yaml", "introductions", "seeds", "styles")

#: Goals in seconds.
HELP, CHECK = 0.15, 0.5

#: Of each format: its name, its ending, how an article is written in it, what pandoc calls it, and the goal
#: in pandoc's time: 1.1 times what it took (0.55, 0.80, 0.86) before each letter was accounted for.
_FORMATS: tuple[tuple[str, str, Callable[[generator.Article], str], str, float], ...] = (
    ("HTML", "html", generator.as_html, "html", 0.60),
    ("Markdown", "md", lambda article: generator.as_markdown(article, "", 1), "markdown", 0.88),
    ("plain text", "txt", generator.as_plain_text, "markdown", 0.94),
)


@dataclass(frozen=True)
class CommandRow:
    """One command: its goal, what was measured, and their unit."""

    name: str
    goal: float
    found: float
    unit: str

    def __str__(self) -> str:
        verdict = "reached" if self.found <= self.goal else "not reached"
        return f"| {self.name} | ≤ {self.goal:.2f} {self.unit} | {self.found:.2f} {self.unit} | {verdict} |"


def rows(folder: Path, articles: int, runs: int) -> Iterator[CommandRow]:
    """Measure every command in an empty folder."""
    yield CommandRow(
        "`florilegium --help`", HELP, _median((contenders.FLORILEGIUM, "--help"), folder, runs), "s"
    )
    book = folder / "shipped"
    book.mkdir()
    for name in _PARTS:
        copy = shutil.copytree if (_SHIPPED / name).is_dir() else shutil.copy
        copy(_SHIPPED / name, book / name)
    check = (contenders.FLORILEGIUM, "check")
    measure.run(check, book)
    yield CommandRow("`florilegium check`, the shipped book", CHECK, _median(check, book, runs), "s")
    if shutil.which("pandoc") is None:
        print("pandoc is not installed: reading is not compared", file=sys.stderr)
        return
    for name, ending, written, pandoc, goal in _FORMATS:
        texts = folder / ending
        files = _write(texts, articles, ending, written)
        theirs = ("pandoc", "--file-scope", "-f", pandoc, "-t", "native", "-o", "read.txt", *files)
        ratio = statistics.median(
            _read_anew(texts, check) / measure.run(theirs, texts).seconds for _ in range(runs)
        )
        yield CommandRow(
            f"reading and editing {articles} articles of {name}, to pandoc’s reading", goal, ratio, "×"
        )


def _median(command: tuple[str, ...], folder: Path, runs: int) -> float:
    return statistics.median(measure.run(command, folder).seconds for _ in range(runs))


def _read_anew(folder: Path, check: tuple[str, ...]) -> float:
    shutil.rmtree(folder / ".florilegium", ignore_errors=True)
    return measure.run(check, folder).seconds


def _write(folder: Path, count: int, ending: str, written: Callable[[generator.Article], str]) -> list[str]:
    """Write a book of so many articles without an index; return their files."""
    writer = generator.Writer()
    (folder / "articles").mkdir(parents=True)
    titles = []
    for number in range(1, count + 1):
        article = writer.article(number)
        titles.append(article.title)
        (folder / f"articles/{number:03}.{ending}").write_text(written(article), encoding="utf-8")
    lines = "\n".join(generator.manifest(writer, titles)).partition("\nindex:")[0]
    (folder / "anthology.yaml").write_text(lines.replace(".md", f".{ending}") + "\n", encoding="utf-8")
    return [f"articles/{number:03}.{ending}" for number in range(1, count + 1)]


def print_table(articles: int, runs: int) -> None:
    """Print the rows as a table in Markdown, with the goals and whether they were reached."""
    print("\n| command | goal | measured | |\n|---|--:|--:|---|", flush=True)
    with tempfile.TemporaryDirectory() as name:
        for row in rows(Path(name), articles, runs):
            print(row, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=20, help="articles of each format (20)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each command (5)")
    options = parser.parse_args()
    print_table(options.articles, options.runs)


if __name__ == "__main__":
    main()
