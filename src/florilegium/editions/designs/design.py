"""A design is a folder of `styles/`: `design.toml`, `print.css` for the pages, `screen.css` for screens.

To add one, write the folder and name it at the manifest's key `design`. A project's own `styles/` may have a
sheet of the same path, which is then read in its place.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from florilegium.editions.designs.families import FAMILIES, Family
from florilegium.system.values import dataclass

#: The design of a book whose manifest names none.
CLASSIC: Final = "classic"


@dataclass(frozen=True)
class Design:
    """How a book looks beyond its style sheets.

    The text is set in `text`, titles in `display`, running heads in `heads`, in small capitals if they are
    `small_caps`. The type area is `width` of the page's width and, in whole lines, `height` of its height.
    Notes stand at the `notes`: `end` of the book or `foot` of the page, unless the manifest says where.
    `abstracts` tells whether an article opens with its abstract and keywords. A drawn cover that is
    `plain_cover` has one colour and a bold title, others have ornaments.
    """

    name: str
    text: Family
    display: Family
    heads: Family
    small_caps: bool
    width: float
    height: float
    notes: str
    abstracts: bool
    plain_cover: bool = False

    @property
    def families(self) -> tuple[Family, ...]:
        """Return the families that it is set in, that of the text first."""
        return tuple(dict.fromkeys((self.text, self.display)))

    @property
    def print_sheet(self) -> str:
        """Return its sheet for printed pages, by its path in `styles/`."""
        return f"{self.name}/print.css"

    @property
    def screen_sheet(self) -> str:
        """Return its sheet for screens, by its path in `styles/`."""
        return f"{self.name}/screen.css"


@cache
def design_of(name: str = CLASSIC) -> Design:
    """Return the design of a name that the manifest knows."""
    told = files("florilegium") / "styles" / name / "design.toml"
    keys: dict[str, Any] = tomllib.loads(told.read_text(encoding="utf-8"))
    return Design(
        name=name,
        text=FAMILIES[keys["text"]],
        display=FAMILIES[keys["display"]],
        heads=FAMILIES[keys["heads"]],
        small_caps=keys["small_caps"],
        width=keys["width"],
        height=keys["height"],
        notes=keys["notes"],
        abstracts=keys["abstracts"],
        plain_cover=keys["plain_cover"],
    )
