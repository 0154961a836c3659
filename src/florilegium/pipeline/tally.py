"""Counts sections as they are done, and tells of each."""

from __future__ import annotations

from collections.abc import Callable

from florilegium.pipeline.request import Count


class Tally:
    """Which sections are done of so many. One that is laid out again counts once."""

    def __init__(self, sections: int, tell: Callable[[Count], None]) -> None:
        self._all, self._tell = sections, tell
        self._kept: set[str] = set()
        self._made: set[str] = set()
        self._begun = self._done = 0

    def kept(self, section: str) -> None:
        """A section was taken over from an earlier build."""
        self._kept.add(section)
        self._say()

    def begun(self, size: int) -> None:
        """So much is being laid out from now on."""
        self._begun += size

    def made(self, section: str, size: int) -> None:
        """A section has been laid out."""
        self._made.add(section)
        self._done += size
        self._say()

    def _say(self) -> None:
        made, kept = len(self._made), len(self._kept - self._made)
        self._tell(Count(self._all, kept, made, self._done / self._begun if self._begun else 0.0))
