"""Laying one section out within its bounds of time and memory.

Some texts take a layout far more than their length lets expect: WeasyPrint is known to go round and round in
tables within tables and in what floats. Such a section is stopped, and named with the paragraph that was
being set, so that the rest of the book can be looked at and one person knows where to look.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book.runs import text_of
from florilegium.editions.pdf.section.printed_section import Layout, LayoutTask
from florilegium.problems import CATALOGUE, Place, Problem
from florilegium.system.tasks.bounds import Bound, Locals, Stop, attempt

#: What a layout may use, whatever its length, and for each byte of its XHTML. Texts, notes and indexes were
#: seen to take some 0.02 ms and 2 kB a byte.
_USUAL: Final = Bound(seconds=60, megabytes=1_500)
_EACH_BYTE: Final = Bound(seconds=0.0005, megabytes=0.01)

#: How many words of a paragraph name it.
_WORDS: Final = 8


def usual_bound(size: int) -> Bound:
    """Return what laying out so many bytes of XHTML may use where the manifest says nothing."""
    return _USUAL.grown(size, _EACH_BYTE)


def lay_out_within(task: LayoutTask) -> Layout:
    """Lay one section out within its bound, as `lay_out` does; one that was stopped has no pages.

    Reports:
        E015: it takes more than it may.
    """
    # Who gives sections out lays none out, and is waited for meanwhile.
    from florilegium.editions.pdf.weasyprint.layout import lay_out

    return attempt(partial(lay_out, task), task.bound, partial(_stopped, task))


def _stopped(task: LayoutTask, stop: Stop, names: Locals) -> Layout:
    words = next(_words_at_work(names), "")
    where = f"It was at what begins with “{words}”. " if words else ""
    message = f"laying out “{task.section}” {task.bound.said(stop)}"
    hint = f"{where}Make tables and what floats simpler, or allow it more: `bounds` in the manifest."
    problem = Problem("E015", CATALOGUE["E015"][0], Place(task.source or task.section), message, hint)
    return Layout(section=task.section, pdf=b"", pages=0, lines=(), anchors={}, problems=(problem,))


def _words_at_work(names: Locals) -> Iterator[str]:
    """Yield the first words of the elements whose boxes were being set, the innermost first."""
    for local in names:
        for name in ("box", "block"):
            element = getattr(local.get(name), "element", None)
            if isinstance(element, Element) and (words := text_of(element).split()):
                yield " ".join(words[:_WORDS])
