"""The compositor: has the sections of one book laid out, each once.

What an earlier build has kept is taken over. The rest is given out by the runner, the longest first, and
comes back as it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from florilegium.editions.documents import Document
from florilegium.editions.pdf.fonts.bundled import FontFace
from florilegium.editions.pdf.fonts.select import FontRequest, select_faces
from florilegium.editions.pdf.pagination.running_heads import HeadStyle
from florilegium.editions.pdf.schedule.bounded import lay_out_within, usual_bound
from florilegium.editions.pdf.schedule.layout_task import Keys, is_sound
from florilegium.editions.pdf.schedule.portions import divided
from florilegium.editions.pdf.schedule.remote import lay_out_afar, luggage_for, luggage_of
from florilegium.editions.pdf.section.hyphenation import names_in
from florilegium.editions.pdf.section.printed_blocks import (
    SMALLER,
    is_one_page,
    set_smaller,
)
from florilegium.editions.pdf.section.printed_section import Layout, LayoutTask, PrintForm, Style, bound
from florilegium.editions.pdf.section.trim import Page, page_of
from florilegium.languages.scripts import is_right_to_left
from florilegium.problems import EditionError, Report
from florilegium.system.tasks.bounds import UNBOUNDED, Bound
from florilegium.system.tasks.codec import shared
from florilegium.system.tasks.runner import Runner, WorkerDiedError
from florilegium.system.tasks.task import Task, Travel
from florilegium.system.values import dataclass


class Watch(Protocol):
    """A listener to the progress of sections. Sizes are those of the sections' XHTML, in bytes."""

    def kept(self, section: str) -> None:
        """Note that a section was taken over from an earlier build."""

    def begun(self, size: int) -> None:
        """Note how much is being laid out from now on."""

    def made(self, section: str, size: int) -> None:
        """Note that a section has been laid out."""


@dataclass(frozen=True)
class PrintSpec:
    """How the book is to be set. `sheets` are style sheets as (name, text); `trim` is in millimetres.

    `faces` says what the faces must do: the letters that the book prints, and what its manifest asks for.
    `names` are words that are best left whole. Paragraphs are `composed`, or set plainly. `fonts` is the
    folder in which the faces' static files are kept. `bound` is what laying out one section may use.
    """

    root: Path
    fonts: Path
    sheets: tuple[tuple[str, str], ...]
    trim: tuple[float, float]
    faces: FontRequest
    names: frozenset[str] = frozenset()
    composed: bool = True
    bound: Bound = UNBOUNDED


@dataclass(frozen=True)
class Compositor:
    """A compositor of sections, with the book's page and faces at hand."""

    spec: PrintSpec
    runner: Runner
    report: Report
    watch: Watch
    page: Page
    faces: tuple[FontFace, ...]
    heads: HeadStyle
    style: Style
    task: Task[LayoutTask, Layout]

    @classmethod
    def hire(cls, spec: PrintSpec, runner: Runner, report: Report, watch: Watch) -> Compositor:
        """Return a compositor for one book, whose faces have been selected."""
        design = spec.faces.design
        binds_right = is_right_to_left(spec.faces.language)
        page = page_of(spec.trim, design.width, design.height, binds_right=binds_right)
        made = select_faces(spec.faces, spec.fonts)
        report.extend(made.problems)
        faces, rules = made.faces, f"{made.rules()}\n{page.rule()}"
        folder = str(Path(faces[0].path).parent)
        style = Style(spec.sheets, rules, str(spec.root), folder, spec.composed)
        task = _layout_task(style, tuple(Path(face.path) for face in faces))
        return cls(
            spec=spec,
            runner=runner,
            report=report,
            watch=watch,
            page=page,
            faces=faces,
            heads=HeadStyle(design.heads.name, design.small_caps),
            style=style,
            task=task,
        )

    def lay_out(self, documents: Sequence[Document]) -> dict[str, Layout]:
        """Return the layouts of some sections; only those that no earlier build has left are made.

        What is to be one page to look at, and is more, is set smaller.

        Raises:
            EditionError: workers die of a section again and again, or one took more than it may.
        """
        return self.begin(documents)()

    def begin(self, documents: Sequence[Document]) -> Callable[[], dict[str, Layout]]:
        """Have some sections laid out; return what waits for them, and then does what `lay_out` does."""
        begun = self._begun(documents)

        def laid_out() -> dict[str, Layout]:
            found = begun()
            too_long = [doc for doc in documents if doc.section.is_display]
            for size in SMALLER:
                too_long = [doc for doc in too_long if not is_one_page(found[doc.section.id], self.page)]
                if not too_long:
                    break
                found |= self._begun([set_smaller(doc, size) for doc in too_long])()
            for layout in found.values():
                self.report.extend(layout.problems)
            if any(layout.is_stopped for layout in found.values()):
                self.report.raise_errors()  # the pages of what comes after it would not be so
            return found

        return laid_out

    def one(self, document: Document) -> Layout:
        """Return the layout of one section that is laid out once more."""
        return self.lay_out([document])[document.section.id]

    def _begun(self, documents: Iterable[Document]) -> Callable[[], dict[str, Layout]]:
        tasks = [self._task_of(portion) for document in documents for portion in divided(document)]
        batch = self.runner.spread(self.task, tasks, thinned)
        for place in batch.kept:
            self.watch.kept(tasks[place].section)
        self.watch.begun(sum(len(tasks[place].xhtml) for place in batch.left))

        def laid_out() -> dict[str, Layout]:
            made, left = dict[int, Layout](), set(batch.left)
            try:
                for place, layout in batch:
                    made[place] = layout
                    if place in left:
                        self.watch.made(tasks[place].section, len(tasks[place].xhtml))
            except WorkerDiedError as error:
                raise _too_hard(error.items) from error
            portions: dict[str, list[Layout]] = {}
            for place in sorted(made):
                portions.setdefault(tasks[place].section, []).append(made[place])
            return {section: bound(layouts) for section, layouts in portions.items()}

        return laid_out

    def _task_of(self, document: Document) -> LayoutTask:
        section, xhtml = document.section, document.xhtml
        return LayoutTask(
            section=section.id,
            xhtml=xhtml,
            style=self.style,
            source=section.source,
            bound=self.spec.bound.within(usual_bound(len(xhtml))),
            form=PrintForm(section.kind, self.page, names_in(xhtml, self.spec.names)),
        )


def _layout_task(style: Style, fonts: tuple[Path, ...]) -> Task[LayoutTask, Layout]:
    """Return the task of laying out a section in one style with these fonts."""
    return Task(
        name="layout",
        do=lay_out_within,
        kind=Layout,
        fingerprint=Keys.of(style, fonts).key,
        versions=str,  # those of the tools are in the keys; the rest of the program lays nothing out
        keeps=is_sound,
        weight=lambda task: len(task.xhtml),
        travel=Travel(lay_out_afar, partial(luggage_for, style), luggage_of),
    )


def _too_hard(tasks: Sequence[LayoutTask]) -> EditionError:
    """Return what is said when workers die of some sections."""
    names = " or ".join(
        f"“{task.section}” ({task.source})" if task.source else f"“{task.section}”" for task in tasks[:3]
    )
    message = f"a worker died while it laid out {names}; there may be too little memory: try `--jobs 1`"
    return EditionError(message)


def thinned(layout: Layout) -> Layout:
    """Return the same layout, in which equal values are shared: a book's lines are many, their places few."""
    return replace(layout, lines=shared(layout.lines))
