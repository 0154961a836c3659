"""`make bench`: how fast Florilegium is, beside pandoc with XeLaTeX and Typst on the same text, in one run.

Each row is the median of several runs, taken in turn so that a slow minute of the machine falls on all; a
ratio is the median of the ratios of each round. What is not installed is left out, and said. Then whether all
ways to build give the same bytes, where the time goes, and one run at each of several sizes with the exponent
of time in size: 1.0 is linear.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import commands, contenders, desk, generator, identity, measure, stages, whole
from bench.contenders import Contender
from bench.curves import Point, draw

#: The costs of every round, by contender.
Costs = Mapping[str, Sequence[measure.Cost]]


@dataclass(frozen=True)
class Goal:
    """One program's time in that of another, at most or, where `least`, at least `bound`."""

    name: str
    one: str
    other: str
    bound: float
    least: bool = False


GOALS = (
    Goal("both editions, cold, to pandoc with XeLaTeX", contenders.COLD, contenders.XELATEX, 0.5),
    Goal("one article edited, to Typst", contenders.EDITED, contenders.TYPST, 1.0),
    Goal("one article grown by two pages, to one edited", contenders.GROWN, contenders.EDITED, 1.35),
    Goal("EPUB alone, to pandoc’s EPUB", contenders.EPUB, contenders.PANDOC_EPUB, 0.6),
    Goal("one process, to two", contenders.ONE_CORE, contenders.COLD, 1.75, least=True),
    Goal("release, both editions built, to both editions, cold", contenders.RELEASED, contenders.COLD, 0.6),
)

#: Seconds for a build of which nothing has changed; megabytes for the largest process; growth's exponent.
UNCHANGED, MEMORY, EXPONENT = 0.6, 300, 1.05


def pages(path: Path) -> int:
    import pikepdf

    with pikepdf.open(path) as document:
        return len(document.pages)


def measured(rows: Sequence[Contender], folder: Path, runs: int) -> Costs:
    """What every contender costs, in some rounds of all."""
    costs: dict[str, list[measure.Cost]] = {row.name: [] for row in rows}
    for number in range(runs):
        for row in rows:
            print(f"run {number + 1} of {runs}: {row.name}", file=sys.stderr)
            row.prepare(folder)
            try:
                costs[row.name].append(measure.run(row.command, folder))
            except measure.CommandFailedError as failure:
                raise SystemExit(f"{row.name} failed:\n{failure}") from None
    return costs


def seconds(taken: Sequence[measure.Cost]) -> float:
    return statistics.median(cost.seconds for cost in taken)


def megabytes(taken: Sequence[measure.Cost]) -> float:
    return max(cost.megabytes for cost in taken)


def ratio(costs: Costs, one: str, other: str) -> float | None:
    """The median of the ratios of each round, or None when one of the two was not measured."""
    if not costs.get(one) or not costs.get(other):
        return None
    return statistics.median(a.seconds / b.seconds for a, b in zip(costs[one], costs[other], strict=True))


def print_table(rows: Sequence[Contender], costs: Costs, folder: Path) -> None:
    """The figures as a table in Markdown; the ratio is to pandoc with XeLaTeX."""
    print("| | seconds | ratio | pages | peak memory, MB |\n|---|--:|--:|--:|--:|")
    for row in rows:
        taken = costs[row.name]
        to_base = ratio(costs, row.name, contenders.XELATEX)
        told = "–" if to_base is None else f"{to_base:.2f}"
        count = str(pages(folder / row.pdf)) if row.pdf else "–"
        print(f"| {row.name} | {seconds(taken):.2f} | {told} | {count} | {megabytes(taken):.0f} |")


def print_goals(costs: Costs) -> None:
    """What was to be reached, and what was."""
    print("\n| | goal | measured | |\n|---|--:|--:|---|")
    for goal in GOALS:
        found = ratio(costs, goal.one, goal.other)
        if found is not None:
            met = found >= goal.bound if goal.least else found <= goal.bound
            sign = "≥" if goal.least else "≤"
            print(f"| {goal.name} | {sign} {goal.bound:.2f} × | {found:.2f} × | {_verdict(met)} |")
    last = seconds(costs[contenders.UNCHANGED])
    print(f"| nothing changed | ≤ {UNCHANGED} s | {last:.2f} s | {_verdict(last <= UNCHANGED)} |", flush=True)


def _verdict(met: bool) -> str:
    return "reached" if met else "not reached"


def print_growth(sizes: Sequence[int], runs: int, drawing: Path | None) -> None:
    """Time and memory at each size, cold, and of a release after it, and the exponents of time in size.

    Those of the cold build are drawn as curves in a `drawing` too.
    """
    print("\n| articles | words | pages | seconds | peak memory, MB | release, seconds | peak memory, MB |")
    print("|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    row, released = (
        next(row for row in contenders.ours() if row.name == name)
        for name in (contenders.COLD, contenders.RELEASED)
    )
    points: list[Point] = []
    releases: list[Point] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "book"
            generator.write(folder, size)
            taken = measured([row, released], folder, runs)
            count = pages(folder / row.pdf)
        for kept, name in ((points, row.name), (releases, released.name)):
            kept.append(Point(size, seconds(taken[name]), megabytes(taken[name])))
        figures = (f"{one.seconds:.2f} | {one.megabytes:.0f}" for one in (points[-1], releases[-1]))
        print(f"| {size} | {size * generator.WORDS:,} | {count} | {' | '.join(figures)} |", flush=True)
    if drawing:
        draw(points, drawing)
    if len(points) > 1:
        print_exponent("Time", points)
        print_exponent("That of a release", releases)


def print_exponent(what: str, points: Sequence[Point], memory: int = MEMORY, of: str = "articles") -> None:
    """How time grows with the size of a book, and memory at most; `of` is what the size counts."""
    logarithms = ((math.log(point.articles), math.log(point.seconds)) for point in points)
    slope = statistics.linear_regression(*zip(*logarithms, strict=True)).slope
    peak = max(point.megabytes for point in points)
    print(f"\n{what} grows with the number of {of} to the power of {slope:.2f}", end=" ")
    print(f"(goal ≤ {EXPONENT}: {_verdict(slope <= EXPONENT)}),", end=" ")
    print(f"memory to {peak:.0f} MB (goal ≤ {memory}: {_verdict(peak <= memory)}).")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=20, help="size of the book (20)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each program (5)")
    parser.add_argument(
        "--growth", default="5,20,80,320", help="sizes for the table of growth (5,20,80,320; none: -)"
    )
    parser.add_argument("--curves", type=Path, help="where the curves of growth are drawn (SVG)")
    options = parser.parse_args()
    if options.articles < 3:
        parser.error("a book of fewer than three articles measures the start-up alone")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "book"
        generator.write(folder, options.articles)
        contenders.fonts(folder)
        rows = [*contenders.ours(), *contenders.others()]
        costs = measured(rows, folder, options.runs)
        words, notes = (options.articles * count for count in (generator.WORDS, generator.NOTES))
        headings = generator.PEOPLE + generator.PLACES
        print(f"{options.articles} articles, {words:,} words, {notes:,} notes, {headings} index headings\n")
        print_table(rows, costs, folder)
        print_goals(costs)
        identity.print_table(folder)
        whole.print_line(folder)
        stages.print_table(folder)
    commands.print_table(options.articles, options.runs)
    desk.print_table(options.articles, options.runs)
    if options.growth != "-":
        print_growth([int(size) for size in options.growth.split(",")], 1, options.curves)


if __name__ == "__main__":
    main()
