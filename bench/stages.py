"""Where the time of a cold build goes: processor seconds of each stage, in one process.

Each stage is a function of ours or of WeasyPrint's that is timed wherever it is called; time in another stage
below it counts for that one alone.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from florilegium.pipeline.build import build
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from florilegium.system.tasks.engines import Here
from florilegium.system.tasks.task import Task

_PORT = "florilegium.editions.pdf.weasyprint"

#: A stage's name, and the functions that are it, as module:function or module:Class.function.
STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "reading manifest and articles",
        (
            "florilegium.manifest.reading.load:load",
            "florilegium.pipeline.compose:compose",
            "florilegium.sources.reading_task:read_source",
        ),
    ),
    ("passes and names", ("florilegium.pipeline.build:prepare",)),
    ("styles matched", ("weasyprint.document:Document._build_layout_context",)),
    ("boxes built", ("weasyprint.formatting_structure.build:build_formatting_structure",)),
    ("paragraphs composed", (f"{_PORT}.composed_way:_Document.compose",)),
    ("pages levelled", (f"{_PORT}.pages.making:Pages.is_taken",)),
    ("pages laid out", (f"{_PORT}.composed_way:_Document.lay_out",)),
    ("pages drawn", ("weasyprint.document:Page.paint",)),
    (
        "PDF of each section tagged and written",
        (f"{_PORT}.composed_way:_written",),
    ),
    (
        "objects of each section written",
        ("florilegium.editions.pdf.section.section_objects:objects_of",),
    ),
    ("lines and anchors told", (f"{_PORT}.layout:lay_out",)),
    ("index made", ("florilegium.names.index.entries:make_indexes",)),
    (
        "PDF joined",
        ("florilegium.editions.pdf.output.binding:bind",),
    ),
    ("EPUB", ("florilegium.editions.epub.edition:make_epub",)),
)

_REST = "the rest"


class _Clock:
    """Counts processor time for the stage that runs."""

    def __init__(self) -> None:
        self.spent = {name: 0.0 for name, _ in STAGES} | {_REST: 0.0}
        self._running = [_REST]
        self._since = time.process_time()

    def _count(self) -> None:
        now = time.process_time()
        self.spent[self._running[-1]] += now - self._since
        self._since = now

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, whose time counts for a stage."""

        @wraps(function)
        def run(*values: Any, **named: Any) -> Any:
            self._count()
            self._running.append(name)
            try:
                return function(*values, **named)
            finally:
                self._count()
                self._running.pop()

        return run


def found(place: str) -> tuple[Any, str]:
    """What holds a function of STAGES, a module or a class, and the function's name there."""
    module, _, path = place.partition(":")
    owner: Any = import_module(module)
    *outer, last = path.split(".")
    for one in outer:
        owner = getattr(owner, one)
    return owner, last


def _watch(clock: _Clock) -> None:
    """Put timed functions in the place of all that are stages, wherever a module has them by name."""
    import_module("florilegium.editions.epub.edition")
    import_module("florilegium.editions.pdf.edition")
    for name, places in STAGES:
        for place in places:
            owner, last = found(place)
            plain = getattr(owner, last)
            static = isinstance(vars(owner).get(last), classmethod | staticmethod)
            run = clock.timed(name, plain)
            setattr(owner, last, staticmethod(run) if static else run)
            for other in list(sys.modules.values()):
                if getattr(other, last, None) is plain:
                    setattr(other, last, run)
                for task in [
                    one for one in vars(other).values() if isinstance(one, Task) and one.do is plain
                ]:
                    object.__setattr__(task, "do", run)


def print_table(folder: Path) -> None:
    """Build the book of a folder cold, in a process of its own, and print the table."""
    import subprocess

    print("where the time goes", file=sys.stderr)
    done = subprocess.run(
        [sys.executable, "-m", "bench.stages", str(folder)], check=True, stdout=subprocess.PIPE, text=True
    )
    print(f"\n{done.stdout}", end="", flush=True)


def main() -> None:
    clock = _Clock()
    _watch(clock)
    order = BuildRequest(Path(sys.argv[1]) / "anthology.yaml", cached=False, jobs=1)
    here: Executor = Here()
    build(order, Report(), Silent(), here)
    clock._count()
    whole = sum(clock.spent.values())
    print("| stage, one process, nothing kept | processor seconds | share |\n|---|--:|--:|")
    for name, spent in clock.spent.items():
        print(f"| {name} | {spent:.2f} | {spent / whole:.0%} |")
    print(f"| all | {whole:.2f} | |")


if __name__ == "__main__":
    main()
