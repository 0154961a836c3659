"""The pages of a section, made one after another, and again where something on them has changed.

WeasyPrint keeps the state in which each page began, so only pages that change are made again. Whatever does
not bring what it should is undone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from florilegium.editions.pdf.weasyprint.pages.looks import PageContent, ParagraphPart, look
from florilegium.editions.pdf.weasyprint.pages.whites import FLOWS, Whites

#: A page that is shorter by more lines ends there for another reason.
_MOST: Final = 7


class Change(Protocol):
    """Something that layout will find otherwise; `key` is among those of every page on which it stands."""

    @property
    def key(self) -> int: ...
    def make(self) -> None: ...
    def undo(self) -> None: ...


class Pages:
    """The pages of a section so far, from the first to `made[-1]`."""

    def __init__(self, context: Any, root: Any, html: Any) -> None:
        self.made: list[Any] = []
        self._context, self._root, self._html = context, root, html
        self._whites = Whites(root)
        self._looks: dict[int, PageContent] = {}
        self._floating: dict[int, dict[Any, Any]] = {}
        context.rendered_notes = []
        self.make(0)

    @property
    def is_complete(self) -> bool:
        """Return whether nothing is left for another page."""
        return self._context.page_maker[len(self.made)][0] is None

    def make(self, number: int) -> None:
        """Make a page, for the first time or again. When it takes in all that is left, none follows it."""
        from weasyprint.layout.page import remake_page

        states = self._context.page_maker
        states[number][-1].update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
        self._context.broken_out_of_flow = dict(self._floating.get(number, {}))
        page, resume_at = remake_page(number, self._context, self._root, self._html)
        self._pass_on(number + 1, self._context.broken_out_of_flow)
        self.made[number : number + 1] = [page]
        if resume_at is None:
            del self.made[number + 1 :], states[number + 2 :]

    def _pass_on(self, number: int, floating: dict[Any, Any]) -> None:
        """Give a page what goes over to it of floats; it is made again if it had some, or gets some."""
        before, self._floating[number] = self._floating.get(number, {}), floating
        if (before or floating) and self._context.page_maker[number][0] is not None:
            self._context.page_maker[number][-1]["content_changed"] = True

    def is_taken(
        self, changes: Sequence[Change], is_better: Callable[[], bool], touched: Sequence[int] = ()
    ) -> bool:
        """Make some changes, and the pages on which they stand, or that are `touched`, again; undone unless
        better."""
        pages, states = list(self.made), list(self._context.page_maker)
        begins, floating = self._begins(), dict(self._floating)
        keys = {change.key for change in changes}
        for number in range(len(pages)):
            if number in touched or keys & self.looked_at(number).keys:
                states[number][-1]["content_changed"] = True
        for change in changes:
            change.make()
        self._make_shifted(begins)
        number = 0
        while number < len(self.made):
            if self._context.page_maker[number][-1]["content_changed"]:
                self.make(number)
            number += 1
        if is_better():
            return True
        for change in changes:
            change.undo()
        for state in states:
            state[-1]["content_changed"] = False
        self.made, self._context.page_maker, self._floating = pages, states, floating
        return False

    def _begins(self) -> list[Any]:
        """Return the box of a flow with which each page begins."""
        return [_box_at(self._root, resume_at) for resume_at, *_ in self._context.page_maker]

    def _make_shifted(self, begins: Sequence[Any]) -> None:
        """Have pages made again that began with other boxes, and those before them, which now end elsewhere.

        WeasyPrint keeps a page's beginning as places among the children of boxes. Where a change moves a
        child, the same places mean another box.
        """
        states = self._context.page_maker
        for number, box in enumerate(self._begins()):
            if box is not begins[number]:
                states[number - 1][-1]["content_changed"] = states[number][-1]["content_changed"] = True

    def is_forced(self, number: int) -> bool:
        """Return whether what follows a page begins a new one by itself."""
        return bool(self._context.page_maker[number + 1][1]["break"] != "any")

    def unevenness(self, end: int | None = None) -> int:
        """Return how many lines are missing at the feet of all pages, or of those before `end`."""
        return sum(self.missing(number) for number in range(len(self.made) - 1 if end is None else end))

    def missing(self, number: int) -> int:
        """Return how many lines would fit at the foot of a page that should be full.

        Return 0 when it need not be level.
        """
        room = self.room(number)
        return room if room <= _MOST else 0

    def room(self, number: int) -> int:
        """Return how many lines are missing, as `missing` does, however many they are."""
        if number + 1 >= len(self.made) or self.is_forced(number):
            return 0
        return self.looked_at(number).missing

    def looked_at(self, number: int) -> PageContent:
        """Return what stands on a page."""
        page = self.made[number]
        if id(page) not in self._looks:
            self._looks[id(page)] = look(page, self._whites)
        return self._looks[id(page)]

    def parts(self, number: int) -> list[ParagraphPart]:
        """Return the composed paragraphs of a page, in order."""
        parts = []
        for key, (setting, count) in self.looked_at(number).counts.items():
            before, above = 0, number - 1
            while above >= 0 and key in (counts := self.looked_at(above).counts):
                before, above = before + counts[key][1], above - 1
            parts.append(ParagraphPart(setting, before, count))
        return parts

    def next_begins(self, number: int) -> Any:
        """Return where in the boxes of the section what follows a page begins, as WeasyPrint has it."""
        return self._context.page_maker[number + 1][0]

    def finish(self) -> list[Any]:
        """Return all pages; nothing is made after this."""
        self._context.broken_out_of_flow.clear()
        return self.made


def _box_at(box: Any, resume_at: Any) -> Any:
    """Return the box to which a place leads, as far as flows go.

    A flow's rest is what its first child is in.
    """
    while resume_at and box.element_tag in FLOWS:
        ((place, resume_at),) = resume_at.items()
        box = box.children[place]
    return box
