"""How large the file joined from sections is, beside one that is laid out and written as a whole.

The whole one has the same text, styles and tags, and no outline, running heads, index of names or facts; so
the joined one has more to hold.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from florilegium.editions.pdf.section.printed_section import LayoutTask
from florilegium.editions.pdf.weasyprint import layout
from florilegium.pipeline.build import build
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from florilegium.system.tasks.engines import Here

#: The joined file's size in that of the whole one, at most.
BOUND = 1.15


class _Asked(Here):
    """Works in this process, and takes down what is asked to be laid out."""

    def __init__(self) -> None:
        self.tasks: list[LayoutTask] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.tasks += [one for one in args if isinstance(one, LayoutTask)]
        return super().submit(fn, *args, **kwargs)


def as_one(tasks: Sequence[LayoutTask]) -> LayoutTask:
    """One task of many sections, each of which begins on a new page."""
    tree = etree.fromstring(tasks[0].xhtml)
    body = tree.find("body")
    if body is None:
        raise ValueError("a section without a body")
    for task in tasks[1:]:
        section = etree.fromstring(task.xhtml)
        part = etree.SubElement(body, "div", {"style": "break-before: page", "lang": section.get("lang", "")})
        part.extend(deepcopy(list(section.iterfind("body/*"))))
    return replace(tasks[0], section="whole", xhtml=etree.tostring(tree))


def sizes(folder: Path) -> tuple[int, int]:
    """The bytes of the joined file of a project, and of the whole one."""
    asked = _Asked()
    order = BuildRequest(
        folder / "anthology.yaml", frozenset({"pdf"}), folder / "sizes", cached=False, jobs=1
    )
    made = build(order, Report(), Silent(), asked)
    vars(layout)["LETTERS"] = sys.maxsize  # as a whole, however long it is
    return made.files[0].stat().st_size, len(layout.lay_out(as_one(asked.tasks)).pdf)


def print_line(folder: Path) -> None:
    """One line on the two, in Markdown.

    They are made in a process of their own: whatever this one holds would count as its children's memory.
    """
    print("the joined file's size beside one written whole", file=sys.stderr)
    command = [sys.executable, "-m", "bench.whole", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    print(f"\n{done.stdout}", end="", flush=True)


def main() -> None:
    joined, one = sizes(Path(sys.argv[1]))
    verdict = "reached" if joined / one <= BOUND else "not reached"
    print(
        f"The joined PDF has {joined / 1000:,.0f} kB, one laid out and written whole {one / 1000:,.0f} kB: "
        f"{joined / one:.2f} × (goal ≤ {BOUND}: {verdict})."
    )


if __name__ == "__main__":
    main()
