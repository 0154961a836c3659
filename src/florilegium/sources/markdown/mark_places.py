"""Where in a Markdown source its note calls and pictures stand, which the parser does not tell."""

from __future__ import annotations

from collections.abc import Sequence


class PlaceFinder:
    """Finds the line and column of each call and picture of a block, in their order."""

    def __init__(self, source: Sequence[str], lines: Sequence[int] | None, first_line: int) -> None:
        first, last = (lines[0], lines[1]) if lines else (0, 0)
        self._text = "\n".join(source[first:last])
        self._line = first + first_line
        self._start = 0  # the offset at which the current line begins
        self._offset = 0

    def next(self, mark: str) -> str:
        """Where the next of these marks stands; the block, when it cannot be found."""
        found = self._text.find(mark, self._offset)
        if found < 0:
            return f"{self._line}:{self._offset - self._start + 1}"
        self._line += self._text.count("\n", self._offset, found)
        self._start = self._text.rfind("\n", 0, found) + 1
        self._offset = found + len(mark)
        return f"{self._line}:{found - self._start + 1}"
