"""The compositor: has sections laid out, each once, by whoever works for the executor.

What an earlier build has kept is taken over. The rest is given out, the longest first, and comes back as it
is done. When a worker dies, its tasks are given out once more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.editions.directions import name_directions
from florilegium.editions.documents import Document
from florilegium.editions.pdf.fonts.bundled import Face
from florilegium.editions.pdf.fonts.select import Order, cast
from florilegium.editions.pdf.schedule.layout_store import Cache, Keys
from florilegium.editions.pdf.schedule.portions import bound, divided
from florilegium.editions.pdf.schedule.remote import Luggage, lay_out_afar, luggage_for, luggage_of
from florilegium.editions.pdf.section.display import SMALLER, is_one_page, set_smaller
from florilegium.editions.pdf.section.headings import keep_last_words
from florilegium.editions.pdf.section.hyphenation import spare
from florilegium.editions.pdf.section.list_counters import count_lists
from florilegium.editions.pdf.section.long_words import divide_long_words
from florilegium.editions.pdf.section.picture_sizes import fit_to_grid
from florilegium.editions.pdf.section.printed_section import ANCHOR, Layout, LayoutTask, Style
from florilegium.editions.pdf.section.trim import Page, page_of
from florilegium.editions.pdf.weasyprint.layout import lay_out
from florilegium.problems import EditionError, Report
from florilegium.tasks.codec import shared

#: How often a section is given out whose worker died; one that kills every worker is at fault itself.
_ATTEMPTS: Final = 3


#: A task with the key of its layout, and which portion of its section it is.
_Wanted: TypeAlias = tuple[str, LayoutTask, int]


class Watch(Protocol):
    """Whoever wants to know which sections are done. Sizes are those of the sections' XHTML, in bytes."""

    def kept(self, section: str) -> None:
        """A section was taken over from an earlier build."""

    def begun(self, size: int) -> None:
        """So much is being laid out from now on."""

    def made(self, section: str, size: int) -> None:
        """A section has been laid out."""


@dataclass(frozen=True)
class Setting:
    """How the book is to be set. `sheets` are style sheets as (name, text); `trim` is in millimetres.

    `faces` tells what the faces must do: the letters that the book prints, and what its manifest asks for.
    `names` are words that had best not be divided.
    `fonts` is the folder in which the faces' static files are kept; `cache` that of finished layouts. `lend`
    is for workers that have not our disk: it brings a value to all of them and gives what stands for it.
    """

    root: Path
    fonts: Path
    sheets: tuple[tuple[str, str], ...]
    trim: tuple[float, float]
    faces: Order
    names: frozenset[str] = frozenset()
    cache: Cache | None = None
    lend: Callable[[Luggage], Any] | None = None


@dataclass(frozen=True)
class Compositor:
    """Lays sections out. The executor may be many processes, many machines, or this process alone."""

    setting: Setting
    executor: Executor
    report: Report
    watch: Watch
    page: Page
    faces: tuple[Face, ...]
    style: Style
    keys: Keys
    lent: Any = None

    @classmethod
    def hire(cls, setting: Setting, executor: Executor, report: Report, watch: Watch) -> Compositor:
        """A compositor with the book's page and faces before him."""
        page = page_of(setting.trim)
        made = cast(setting.faces, setting.fonts)
        report.extend(made.problems)
        faces, rules = made.faces, f"{made.rules()}\n{page.rule()}"
        style = Style(setting.sheets, rules, str(setting.root), str(Path(faces[0].path).parent))
        keys = Keys.of(style, tuple(Path(face.path) for face in faces))
        lent = setting.lend(luggage_for(style)) if setting.lend else None
        return cls(setting, executor, report, watch, page, faces, style, keys, lent)

    def lay_out(self, documents: Sequence[Document]) -> dict[str, Layout]:
        """The layouts of some sections; only those that no earlier build has left are made.

        What is to be one page to look at, and is more, is set smaller.

        Raises:
            EditionError: workers die of a section again and again.
        """
        return self.begin(documents)()

    def begin(self, documents: Sequence[Document]) -> Callable[[], dict[str, Layout]]:
        """Have some sections laid out; gives what waits for them, and then tells what `lay_out` does."""
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
            return found

        return laid_out

    def _begun(self, documents: Iterable[Document]) -> Callable[[], dict[str, Layout]]:
        found: dict[tuple[str, int], Layout] = {}
        wanted: list[_Wanted] = []
        for doc, number in ((one, at) for whole in documents for at, one in enumerate(divided(whole))):
            xhtml = printed(doc, self.setting.root, self.page, self.setting.names)
            task = LayoutTask(doc.section.id, xhtml, self.style, doc.section.source)
            key = self.keys.key(task)
            layout = self.setting.cache.find(key) if self.setting.cache else None
            if layout:
                found[task.section, number] = thinned(layout)
                self.watch.kept(task.section)
            else:
                wanted.append((key, task, number))
        # The longest is begun first, so that no worker ends with a long one alone.
        wanted.sort(key=lambda one: (-len(one[1].xhtml), one[0]))
        self.watch.begun(sum(len(task.xhtml) for _key, task, _number in wanted))
        given = self._given(wanted)

        def laid_out() -> dict[str, Layout]:
            for (key, task, number), layout in self._made(given):
                if self.setting.cache:
                    self.setting.cache.keep(key, layout)
                found[task.section, number] = thinned(layout)
                self.watch.made(task.section, len(task.xhtml))
            portions: dict[str, list[Layout]] = {}
            for section, number in sorted(found):
                portions.setdefault(section, []).append(found[section, number])
            return {section: bound(layouts) for section, layouts in portions.items()}

        return laid_out

    def one(self, document: Document) -> Layout:
        """The layout of one section that is laid out once more."""
        return self.lay_out([document])[document.section.id]

    def _given(self, wanted: Iterable[_Wanted]) -> dict[Future[Layout], _Wanted]:
        return {self._give_out(one[1]): one for one in wanted}

    def _made(self, given: dict[Future[Layout], _Wanted]) -> Iterator[tuple[_Wanted, Layout]]:
        """Each task that was given out with its layout, in the order in which they are done."""
        left: list[_Wanted] = []
        cause: BrokenExecutor | None = None
        for _ in range(_ATTEMPTS):
            given, left = given or self._given(left), []
            for future in as_completed(given):
                # A future holds its result; those of a whole book would be held to the end.
                one = given.pop(future)
                try:
                    layout = future.result()
                except BrokenExecutor as error:
                    left.append(one)
                    cause = error
                else:
                    yield one, layout
            if not left:
                return
        names = " or ".join(f"“{task.section}”" for _key, task, _number in left[:3])
        message = f"a worker died while it laid out {names}; there may be too little memory: try `--jobs 1`"
        raise EditionError(message) from cause

    def _give_out(self, task: LayoutTask) -> Future[Layout]:
        if self.setting.lend is None:
            return self.executor.submit(lay_out, task)
        return self.executor.submit(lay_out_afar, task, self.lent, luggage_of(task))


def thinned(layout: Layout) -> Layout:
    """The same layout, in which lines share what is equal: a book's lines are many, their places few."""
    return replace(layout, lines=shared(layout.lines))


def printed(document: Document, root: Path, page: Page, names: Collection[str] = ()) -> bytes:
    """A document as the printed edition sets it.

    Links into the book become `anchor:` addresses, and pictures get heights that keep the lines below them
    on the grid; `names` are spared.
    """
    tree = document.tree
    spare(tree, names)
    for link in tree.iter("a"):
        target = link.get("href", "")
        if target.startswith("#"):
            link.set("href", f"{ANCHOR}{target[1:]}")
    for folio in tree.iterfind(".//span[@class='folio']"):
        if (entry := folio.getprevious()) is not None:
            # The leader between them is not read aloud: “… Ahead to 2017 17”, not “201717”.
            entry.text = f"{entry.text}\N{NO-BREAK SPACE}"
    name_directions(tree)
    count_lists(tree)
    keep_last_words(tree)
    divide_long_words(tree)
    for block in tree.iter("pre"):
        _take_for_code(block)
    fit_to_grid(tree, root, page)
    return etree.tostring(tree)


def _take_for_code(block: Element) -> None:
    """Let what a `pre` holds be code: its lines stand on the base lines of the text, in the face of code."""
    if block.find("code") is None:
        code = etree.Element("code")
        code.text, block.text = block.text, None
        code.extend(block)
        block.append(code)
