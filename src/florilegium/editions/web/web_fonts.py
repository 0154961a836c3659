"""The typeface of the web edition: the letters that its pages have, as browsers take it (WOFF2)."""

from __future__ import annotations

import io
from typing import Final

from florilegium.editions.screen.typeface import FAMILY, ScreenFont, fonts_for, licence, subset
from florilegium.tasks.runner import Runner
from florilegium.tasks.task import Task


def compressed(font: bytes) -> bytes:
    """Return a font as WOFF2, the same bytes each time. Any process can do this."""
    from fontTools.ttLib import TTFont

    made = io.BytesIO()
    with TTFont(io.BytesIO(font), recalcTimestamp=False) as opened:
        opened.flavor = "woff2"
        opened.save(made, reorderTables=None)
    return made.getvalue()


#: Compress a font.
COMPRESS: Final[Task[bytes, bytes]] = Task(name="woff2", do=compressed, kind=bytes, weight=len)


def font_files(letters: frozenset[str], heavy: frozenset[str], runner: Runner) -> dict[str, bytes]:
    """Return the fonts that pages with these letters need, by file name, and their licence.

    `heavy` are letters that stand in bold type.
    """
    wanted = fonts_for(letters, heavy)
    cut = [subset(font.source, font.weight, used) for font, used in wanted.items()]
    names = [f"fonts/{font.name}.woff2" for font in wanted]
    return dict(zip(names, runner.map(COMPRESS, cut), strict=True)) | {"fonts/OFL.txt": licence()}


def font_rules(heavy: frozenset[str]) -> str:
    """Return the rules by which a style sheet in a folder beside `fonts/` knows the fonts."""
    return "".join(map(_rule, fonts_for(frozenset(), heavy)))


def _rule(font: ScreenFont) -> str:
    source = f'url("../fonts/{font.name}.woff2") format("woff2")'
    return f'@font-face {{ font-family: "{FAMILY}"; {font.css}; font-display: swap; src: {source}; }}\n'
