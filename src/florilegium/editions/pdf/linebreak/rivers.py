"""Rivers: white that runs through a paragraph where spaces of lines under one another overlap.

They are looked for in the same way by the composer, which avoids them, and by the proof of a finished file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

#: So many spaces make a river, each overlapping the one above it by this part of the narrower of the two.
RIVER: Final = 3
_OVERLAP: Final = 2 / 3

#: Where the spaces of a line begin and end.
Gaps: TypeAlias = Sequence[tuple[float, float]]

#: A space in a stream: its middle, how many it is made of, and how far it leans from the one above.
_Stream: TypeAlias = tuple[float, int, float]


def rivers(lines: Sequence[Gaps]) -> Iterator[int]:
    """Yield, for lines under one another, the number of each at which a river has its third space, from 0.

    A river is upright or leans evenly to one side.
    """
    streams: list[_Stream] = [(left + right, 1, 0.0) for left, right in lines[0]] if lines else []
    for number, (above, here) in enumerate(pairwise(lines), start=1):
        streams = [_stream(gap, above, streams) for gap in here]
        if any(length == RIVER for _, length, _ in streams):
            yield number


def _stream(gap: tuple[float, float], above: Gaps, streams: Sequence[_Stream]) -> _Stream:
    """Return the longest stream that flows into a space."""
    left, right = gap
    middle, longest, leaning = left + right, 1, 0.0
    for (start, end), (centre, length, slope) in zip(above, streams, strict=True):
        if end <= left:
            continue
        if start >= right:
            break
        least, leans = min(right - left, end - start), (middle - centre) / 2
        shared = min(right, end) - max(left, start)
        steady = length == 1 or abs(leans - slope) <= least * (1 - _OVERLAP)
        if shared >= _OVERLAP * least and steady and length >= longest:
            longest, leaning = length + 1, leans
    return middle, longest, leaning
