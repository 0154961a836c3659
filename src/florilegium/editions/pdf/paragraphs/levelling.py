"""What finished pages ask of their paragraphs, now that it is known where they fall.

A page may end a line short, so that no widow or orphan is left; then a paragraph that ends on it is set one
line longer, where that is hardly seen, and the page ends level with its neighbour (TeX's looseness). A page
may end in the middle of a word; then that paragraph is broken otherwise, in as many lines. Neither moves a
line to another page, so that one more layout is all that is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from florilegium.editions.pdf.paragraphs.breaking import Demand
from florilegium.editions.pdf.paragraphs.composing import Composed, compose
from florilegium.editions.pdf.paragraphs.setting import MARK, Job
from florilegium.editions.pdf.paragraphs.typesetter import Typesetter

#: A page that is shorter by more lines ends there for another reason.
_MOST: Final = 2

#: How much more each line may cost, on average, in a paragraph that is set longer.
_BEARABLE: Final = 1.25

#: A part of a line that counts as nothing.
_TRIFLE: Final = 0.05


@dataclass
class _Part:
    """The lines of a paragraph that stand on one page: how many, and how many before."""

    job: Job
    before: int
    count: int = 0

    @property
    def ends(self) -> bool:
        """Whether the paragraph ends on the page."""
        return self.before + self.count == len(self.job.composed.lines)


def level(pages: Sequence[Any], context: Any, typesetter: Typesetter) -> bool:
    """Set paragraphs anew where pages ask for it; true when some were, and layout is to be done once more."""
    changes: dict[int, tuple[Job, Composed]] = {}
    seen: dict[int, int] = {}
    for number, page in enumerate(pages):
        parts = _parts(page, seen)
        if number + 1 == len(pages) or not parts or _is_forced(context, number):
            continue
        for job, composed in (*_whole_words(parts[-1], typesetter), *_longer(page, parts, typesetter)):
            changes.setdefault(id(job), (job, composed))
    for job, composed in changes.values():
        job.set_anew(composed)
    return bool(changes)


def _is_forced(context: Any, number: int) -> bool:
    """Whether what follows a page begins a new one by itself."""
    return bool(context.page_maker[number + 1][1]["break"] != "any")


def _lines(page: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure.boxes import LineBox

    return (box for box in page.descendants() if isinstance(box, LineBox))


def _parts(page: Any, seen: dict[int, int]) -> list[_Part]:
    """The composed paragraphs of a page in order; none when it has columns."""
    if any(getattr(box, "is_column", False) for box in page.descendants()):
        return []
    parts: dict[int, _Part] = {}
    for line in _lines(page):
        job = getattr(line, MARK, None)
        if job is not None:
            part = parts.setdefault(id(job), _Part(job, seen.get(id(job), 0)))
            part.count += 1
    for key, part in parts.items():
        seen[key] = part.before + part.count
    return list(parts.values())


def _whole_words(last: _Part, typesetter: Typesetter) -> Iterator[tuple[Job, Composed]]:
    """The paragraph at a page's foot with no word divided there, if it has to go on and can be set so."""
    lines, number = last.job.composed.lines, last.before + last.count
    if number < len(lines) and lines[number - 1].hyphen:
        composed = compose(last.job.paragraph, typesetter.taste, Demand(len(lines), number))
        if composed is not None:
            yield last.job, composed


def _longer(page: Any, parts: Sequence[_Part], typesetter: Typesetter) -> Iterator[tuple[Job, Composed]]:
    """Paragraphs that fill a page when each is set one line longer; those that bear it best."""
    missing = _missing(page)
    if not 0 < missing <= _MOST:
        return
    offers = []
    for number, part in enumerate(parts):
        job = part.job
        count = len(job.composed.lines)
        composed = compose(job.paragraph, typesetter.taste, Demand(count + 1)) if part.ends else None
        if composed and composed.cost - job.composed.cost < _BEARABLE * count:
            offers.append((composed.cost - job.composed.cost, number, job, composed))
    if len(offers) >= missing:
        for _, _, job, composed in sorted(offers, key=lambda offer: offer[:2])[:missing]:
            yield job, composed


def _missing(page: Any) -> int:
    """How many lines would fit between the last line of a page and its foot."""
    lines = [line for line in _lines(page) if line.height > 0]
    foot = max(line.position_y + line.height for line in lines)
    room = page.content_box_y() + page.height - foot
    return int(room / lines[-1].height + _TRIFLE)
