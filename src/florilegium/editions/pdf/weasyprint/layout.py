"""The layout of one section, and the door to WeasyPrint.

`lay_out` is a pure function: XHTML, styles and fonts in; tagged PDF pages without furniture, the place of
every line and anchor, and the problems out. Nothing outside the project is ever read, and nothing is fetched.

A section is composed (`composed_way.py`) where the style asks for it and the installed release of WeasyPrint
allows it; else it is set plainly, by WeasyPrint's public interface alone (`plain_way.py`).

Every section is set as if it began on a recto; `editions/pdf/pagination/pagination.py` moves what falls on
a verso.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.editions.pdf.section.long_sections import LETTERS, LongSection
from florilegium.editions.pdf.section.long_tables import weight
from florilegium.editions.pdf.section.printed_blocks import set_for_print
from florilegium.editions.pdf.section.printed_section import Layout, LayoutTask, Style, bound
from florilegium.editions.pdf.section.section_objects import objects_of
from florilegium.editions.pdf.weasyprint import contract
from florilegium.editions.pdf.weasyprint.composed_way import measure_long_tables, set_composed
from florilegium.editions.pdf.weasyprint.layout_problems import faults, formula_faults, missing_letters
from florilegium.editions.pdf.weasyprint.page_reader import SetPages, anchors_of
from florilegium.editions.pdf.weasyprint.plain_way import of_whatever_release, set_plainly
from florilegium.editions.pdf.weasyprint.styling import Kit
from florilegium.problems import CATALOGUE, Place, Problem

#: What a byte of XHTML takes of a portion at most, in letters: a cell with a figure has ten bytes, and takes
#: as much as thirty letters.
_DENSE: Final = 4


@contextmanager
def _unswept() -> Iterator[None]:
    """Collect no garbage meanwhile, and all at the end: boxes live until their pages are written."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.collect(0)


@_unswept()
def lay_out(task: LayoutTask) -> Layout:
    """Lay one section out.

    Reports:
        E001: the style or the text asks for a file outside the project.
        E002: a letter is in no font at hand.
        E003: the style has a fault.
        E008: a note is too long for the foot of a page.
        E011: words are left out, printed twice or put elsewhere.
        E012: words stand past the edge of the sheet.
        E017: a formula cannot be drawn, or is too small.
        E020: the section was to be composed, and the release of WeasyPrint does not allow it.

    Raises:
        EditionError: the release of WeasyPrint cannot set it at all.
    """
    root = etree.fromstring(task.xhtml)
    if task.form:
        set_for_print(root, task.form, Path(task.style.root))
    reason = contract.misfit() if task.style.composed else ""
    if task.style.composed and not reason:
        return _in_portions(task, root)
    with of_whatever_release():
        layout = _laid_out(task, root, set_plainly)
    if reason:
        layout = replace(layout, problems=(_set_plainly(reason), *layout.problems))
    return _with_objects(layout)


def _in_portions(task: LayoutTask, root: Element) -> Layout:
    """Return a section composed, a long one some hundred pages at a time."""
    if len(task.xhtml) < LETTERS // _DENSE or weight(root) < LETTERS:
        return _with_objects(_composed(task, root))
    measure_long_tables(_kit(task.style), root, LETTERS)
    section, layouts = LongSection(root, LETTERS), list[Layout]()
    while not section.is_over:
        layouts.append(_with_objects(_composed(task, section.portion(), section)))
        gc.collect()  # the boxes of the last portion make room for the next
    return bound(layouts)


def _composed(task: LayoutTask, root: Element, section: LongSection | None = None) -> Layout:
    return _laid_out(task, root, partial(set_composed, section=section))


def _with_objects(layout: Layout) -> Layout:
    """Return a layout with the objects of its file.

    The boxes of its pages are gone by now: both together would be the most that a process holds.
    """
    return replace(layout, objects=objects_of(layout.pdf))


def _laid_out(task: LayoutTask, root: Element, way: Callable[[Kit, LayoutTask, Element], SetPages]) -> Layout:
    """Return a section set in one way, with all that its pages say of it."""
    kit = _kit(task.style)
    made = way(kit, task, root)
    anchors = dict(anchors_of(made.pages))
    problems = (
        *kit.problems,
        *faults(made.messages, task.source, task.style.sheets),
        *missing_letters(made.missing, root, task.source),
        *formula_faults(root, task.source),
        *made.problems(task.source),
    )
    return Layout(
        section=task.section,
        pdf=made.pdf,
        pages=len(made.pages),
        lines=made.lines(root, anchors),
        anchors=anchors,
        problems=problems if made.text else (_PLACELESS, *problems),
        composed=made.composed,
        greedy=made.greedy,
        pictures=made.pictures(),
    )


def _other_release(message: str, hint: str) -> Problem:
    return Problem("E020", CATALOGUE["E020"][0], Place("WeasyPrint"), message, hint)


def _set_plainly(reason: str) -> Problem:
    return _other_release(
        f"{reason}; so the book is set by its public interface alone, its lines one by one, without a grid",
        f"Install weasyprint=={contract.TESTED[-1]}, or write `composition: plain` under `editions: pdf:` to "
        "have it so without this warning.",
    )


#: Where a paragraph goes over a page, the numbers of the index cannot show which part of it stands where.
_PLACELESS: Final = _other_release(
    "its pages do not say where lines begin; page numbers of the index are those on which paragraphs begin",
    f"Install weasyprint=={contract.TESTED[-1]}.",
)


@lru_cache(maxsize=2)
def _kit(style: Style) -> Kit:
    # WeasyPrint's own import takes longer.
    from florilegium.editions.pdf.weasyprint import engine  # noqa: F401

    return Kit(style)
