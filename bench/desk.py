"""How soon the editor's desk shows what has changed, measured in headless Chromium: `python -m bench.desk`.

Each row is the median of several rounds, from the save or the key to what is shown. Beside it stands Typst on
the same text, which compiles it again in one process, as `typst watch` does. Memory is that of all processes
of the desk together; what they share counts once.
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bench import contenders, generator, measure

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: Milliseconds that a thing may take before it counts as failed.
_LONG = 300_000

#: Goals in seconds, and of memory in megabytes.
WORD, BOOK, NAME, KEY, OPENED, MEMORY = 1.0, 1.6, 0.3, 0.1, 1.0, 600.0

#: Headings that are taken out of the index, so that there are names to decide.
_OPEN = 40

_STAMPS = "() => [...document.querySelectorAll('.sheet')].map((one) => one.dataset.stamp).join()"
_CHANGED = f"(old) => ({_STAMPS})() !== old"
_DONE = "() => document.getElementById('status').textContent === ''"
_PAINTED = "() => performance.getEntriesByType('paint').length"
_DRAWN = "() => [...document.querySelectorAll('.sheet img[src]')].every((one) => one.complete)"


_NAMED = """(name) =>
  [...document.querySelectorAll("[data-heading]")].some((one) => one.dataset.heading === name)"""

#: Promises the milliseconds from the next key to the next name on the screen, by the browser's own clock.
_ANSWERING = """() => {
  const shown = () => document.querySelector("#card h2")?.textContent;
  const name = shown();
  let began = 0;
  addEventListener("keydown", (event) => { began = event.timeStamp; }, { once: true, capture: true });
  window.answered = new Promise((done) => {
    const look = () => {
      if (began && shown() !== name) done(performance.now() - began);
      else requestAnimationFrame(look);
    };
    look();
  });
}"""

#: What Typst does in a process of its own.
_TYPST = """\
import pathlib, statistics, time, typst
path = pathlib.Path("book.typ")
text = path.read_text(encoding="utf-8")
at = text.index(". ", len(text) // 2) + 2
end = text.index(" ", at)
compiler = typst.Compiler("book.typ", font_paths=["."])
compiler.compile(output="typst.pdf")
taken = []
for number in range({rounds}):
    path.write_text(text[:at] + "Quondam" + chr(97 + number) + text[end:], encoding="utf-8")
    began = time.perf_counter()
    compiler.compile(output="typst.pdf")
    taken.append(time.perf_counter() - began)
path.write_text(text, encoding="utf-8")
print(statistics.median(taken))
"""


@dataclass(frozen=True)
class DeskRow:
    """A row of the table: its name, the goal, what was measured, and the unit of both."""

    name: str
    goal: float
    found: float
    unit: str = "s"

    def __str__(self) -> str:
        verdict = "reached" if self.found <= self.goal else "not reached"
        shape = ".2f" if self.unit == "s" else ".0f"
        return f"| {self.name} | ≤ {self.goal:g} {self.unit} | {self.found:{shape}} {self.unit} | {verdict} |"


@contextmanager
def desk_of(folder: Path) -> Iterator[tuple[str, int]]:
    """Run a desk; give its address and its process."""
    command = [sys.executable, "-m", "florilegium", "desk", "--no-browser", "--jobs", "2"]
    around = {**measure.surroundings(), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=folder, env=around, text=True) as desk:
        try:
            found = re.search(r"http://\S+", next(iter(desk.stdout or ()), ""))
            if not found:
                raise SystemExit("the desk did not open")
            yield found[0], desk.pid
        finally:
            desk.send_signal(signal.SIGINT)


def megabytes(parent: int) -> float:
    """Return the memory of a process and of all that it has begun."""
    total = 0
    for process in _family(parent):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1024


def _family(parent: int) -> set[int]:
    parents = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(process.name)] = int((process / "stat").read_text().rpartition(") ")[2].split()[1])
        except OSError:
            continue
    found = {parent}
    while more := {one for one, above in parents.items() if above in found} - found:
        found |= more
    return found


def of_words(page: Page, folder: Path, rounds: int) -> tuple[float, float]:
    """Return how long a changed word takes until its page is drawn, and until every page is the new one."""
    path = folder / "articles" / "010.md"
    before = path.read_text(encoding="utf-8")
    at = before.index(". ", len(before) // 2) + 2
    end = before.index(" ", at)
    page.locator(".contents a").nth(12).click()
    page.wait_for_timeout(2000)
    drawn, whole = [], []
    for number in range(rounds):
        stamps = page.evaluate(_STAMPS)
        began = time.perf_counter()
        # A new word each time: nothing may be taken over from the round before the last.
        path.write_text(f"{before[:at]}Quondam{chr(97 + number)}{before[end:]}", encoding="utf-8")
        page.wait_for_function(_CHANGED, arg=stamps, timeout=_LONG, polling=10)
        page.wait_for_function(_DRAWN, timeout=_LONG, polling=10)
        drawn.append(time.perf_counter() - began)
        page.wait_for_function(_DONE, timeout=_LONG, polling=10)
        whole.append(time.perf_counter() - began)
        page.wait_for_timeout(1000)
    path.write_text(before, encoding="utf-8")
    page.wait_for_timeout(2000)
    return statistics.median(drawn), statistics.median(whole)


def of_names(page: Page, home: str, rounds: int) -> tuple[float, float]:
    """Return how long a key takes to the next name, and to the index beside it that has the decided one."""
    page.goto(f"{home}/index")
    page.wait_for_selector("#decide", timeout=_LONG)
    page.wait_for_selector("[data-heading]", timeout=_LONG)
    page.wait_for_timeout(3000)
    answered, taken = [], []
    for _ in range(rounds):
        heading = page.locator("#heading").input_value()
        page.evaluate(_ANSWERING)
        began = time.perf_counter()
        page.keyboard.press("a")
        page.wait_for_function(_NAMED, arg=heading, timeout=_LONG, polling=10)
        taken.append(time.perf_counter() - began)
        answered.append(page.evaluate("() => window.answered") / 1000)
        page.wait_for_timeout(300)
    return statistics.median(answered), statistics.median(taken)


def of_opening(browser: Browser, folder: Path) -> tuple[float, float]:
    """Return how long a desk takes to its first spread, from the command, and from its address."""
    began = time.perf_counter()
    with desk_of(folder) as (address, _):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        asked = time.perf_counter()
        page.goto(address)
        page.wait_for_selector("#page-0 img[src]", timeout=_LONG)
        page.wait_for_function(_DRAWN, timeout=_LONG, polling=10)
        page.wait_for_function(_PAINTED, timeout=_LONG, polling=10)
        ended = time.perf_counter()
        page.close()
    return ended - began, ended - asked


def of_typst(folder: Path, rounds: int) -> float | None:
    """Return how long Typst takes for a changed word in one process; None where it is not installed."""
    if not find_spec("typst"):
        return None
    script = _TYPST.format(rounds=rounds)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, check=True, stdout=subprocess.PIPE, text=True
    )
    return float(done.stdout)


def rows(folder: Path, rounds: int) -> Iterator[DeskRow]:
    """Measure everything, and yield it as it is known."""
    from playwright.sync_api import sync_playwright

    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, map(shutil.which, names)), None)
    if chromium is None:
        raise SystemExit("no Chromium is installed: run `make conformance` once")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with desk_of(folder) as (address, process):
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(address)
            page.wait_for_selector("#page-0 img[src]", timeout=_LONG)
            drawn, whole = of_words(page, folder, rounds)
            yield DeskRow("a word changed, its page on screen", WORD, drawn)
            yield DeskRow("the same, every page number, index and contents true", BOOK, whole)
            key, name = of_names(page, address.partition("/?")[0], rounds)
            yield DeskRow("a key for a name, the next name on screen", KEY, key)
            yield DeskRow("a name decided, the index on screen", NAME, name)
            yield DeskRow("memory of all processes together", MEMORY, megabytes(process), "MB")
            page.close()
        taken = [of_opening(browser, folder) for _ in range(min(rounds, 3))]
        yield DeskRow(
            "opened on a book built before, from its address to the first spread",
            OPENED,
            statistics.median(one for _, one in taken),
        )
        yield DeskRow("the same, from the command", OPENED, statistics.median(one for one, _ in taken))
        browser.close()


def with_open_names(folder: Path) -> None:
    """Take some headings out of the index, so that there are names to decide."""
    path = folder / "anthology.yaml"
    head, mark, rest = path.read_text(encoding="utf-8").partition("  entries:\n")
    path.write_text(head + mark + "".join(rest.splitlines(keepends=True)[_OPEN:]), encoding="utf-8")


def print_table(articles: int, rounds: int) -> None:
    """Print the rows as a table in Markdown, with the goals and whether they were reached."""
    if not all(map(find_spec, ("playwright", "pypdfium2", "starlette", "uvicorn", "watchfiles"))):
        print("the desk or a browser is not installed: run `make conformance` once", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "book"
        generator.write(folder, articles)
        contenders.fonts(folder)
        with_open_names(folder)
        print("\n| at the desk | goal | measured | |\n|---|--:|--:|---|", flush=True)
        for row in rows(folder, rounds):
            print(row, flush=True)
        typst = of_typst(folder, rounds)
        if typst is not None:
            print(f"\nTypst compiles the same text again after the same change in {typst:.2f} s.", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=20, help="size of the book (20)")
    parser.add_argument("--runs", type=int, default=10, help="rounds of each row (10)")
    options = parser.parse_args()
    print_table(options.articles, options.runs)


if __name__ == "__main__":
    main()
