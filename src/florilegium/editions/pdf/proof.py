"""How well a finished PDF is set: its figures, read back from the places of its glyphs.

The measure is geometry alone, so that files of any maker are measured alike. Lines are found by their base
lines, margins by the right edges at which many lines end. A line that ends at a margin is justified; the
others are last lines, headings, verse.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median, mode, pstdev
from typing import Final

from florilegium.editions.pdf.glyphs import Glyph, Reader
from florilegium.errors import EditionError

#: A line is loose when its word spaces are wider than this, in ems.
LOOSE: Final = 0.40

#: A line is overfull when it goes further than this past its margin, in points.
OVERFULL: Final = 0.2

#: Right edges so near to each other are one margin, if so many lines share it; in points.
_NEAR: Final = 0.75
_SHARED: Final = 4

#: A gap between glyphs counts as a word space from this on, in ems, where a file has no space glyphs.
_GAP: Final = 0.1

#: A last line's spaces differ from natural ones by no more than this, in ems.
_NATURAL: Final = 0.004

_SPACES: Final = frozenset(" \N{NO-BREAK SPACE}")
_HYPHENS: Final = frozenset("-\N{HYPHEN}\N{SOFT HYPHEN}")
