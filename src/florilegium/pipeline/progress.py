"""How far a build is, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Count:
    """How far a stage is, in sections or what else it is counted `of`.

    `kept` are those taken over from an earlier build, `made` those laid out by this one, of `all`. `share` is
    how much of what there is to make is done, from 0 to 1, by size: sections are not alike.
    """

    all: int
    kept: int = 0
    made: int = 0
    share: float = 0.0
    of: str = "sections"

    @property
    def done(self) -> int:
        """How many are there."""
        return self.kept + self.made


class Progress(Protocol):
    """Who wants to know how far a build is."""

    def stage(self, name: str) -> None:
        """A stage begins."""

    def count(self, count: Count) -> None:
        """The stage has come so far."""


class Silent:
    """Progress that is not shown."""

    def stage(self, name: str) -> None:
        """Show nothing."""

    def count(self, count: Count) -> None:
        """Show nothing."""


class SectionCount:
    """Counts sections as they are done, and reports each. One that is laid out again counts once."""

    def __init__(self, sections: int, report: Callable[[Count], None]) -> None:
        self._all, self._report = sections, report
        self._kept: set[str] = set()
        self._made: set[str] = set()
        self._begun = self._done = 0

    def kept(self, section: str) -> None:
        """Count a section that was taken over from an earlier build."""
        self._kept.add(section)
        self._count()

    def begun(self, size: int) -> None:
        """Note that so much is being laid out from now on, in bytes of XHTML."""
        self._begun += size

    def made(self, section: str, size: int) -> None:
        """Count a section that has been laid out."""
        self._made.add(section)
        self._done += size
        self._count()

    def _count(self) -> None:
        made, kept = len(self._made), len(self._kept - self._made)
        self._report(Count(self._all, kept, made, self._done / self._begun if self._begun else 0.0))
