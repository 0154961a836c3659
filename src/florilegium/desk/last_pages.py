"""The first pages of the book as it was last set, to be shown at once when the desk is opened again.

Their pictures stand in the page itself: the browser asks for nothing else before it shows them.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from florilegium.pipeline.live.sheet_facts import OutlineLine, SheetFacts
from florilegium.system.files import replace_whole
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.pipeline.live.page_sheets import PageSheets

#: Pages that are kept, and the width of their pictures in pixels.
PAGES: Final = 3
_WIDTH: Final = 800


@dataclass(frozen=True)
class LastPages:
    """The first pages of a book: their facts and pictures (PNG in base64), their size and grid, in points."""

    facts: tuple[SheetFacts, ...]
    pictures: tuple[str, ...]
    size: tuple[float, float]
    grid: tuple[float, float]
    contents: tuple[OutlineLine, ...] = ()

    @classmethod
    def of(cls, sheets: PageSheets, drawn: Callable[[int, int], bytes]) -> LastPages:
        """Return the first pages of a set book; `drawn` gives the picture of a page in a width."""
        facts = sheets.facts[:PAGES]
        pictures = tuple(b64encode(drawn(one.place, _WIDTH)).decode("ascii") for one in facts)
        return cls(facts, pictures, sheets.size, sheets.grid, sheets.contents)

    @classmethod
    def kept_in(cls, path: Path) -> LastPages | None:
        """Return the pages that a file has; None where there are none that can be read."""
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                facts=tuple(SheetFacts(**one) for one in said["facts"]),
                pictures=tuple(map(str, said["pictures"])),
                size=(float(said["size"][0]), float(said["size"][1])),
                grid=(float(said["grid"][0]), float(said["grid"][1])),
                contents=tuple(OutlineLine(**one) for one in said["contents"]),
            )
        except (OSError, ValueError, TypeError, KeyError, IndexError):
            return None

    def keep_in(self, path: Path) -> None:
        """Write the pages to a file, if it can be written: they can be made again."""
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_whole(path, json.dumps(asdict(self)).encode(), flushed=False)
