"""The typeface of the web edition: the letters that its pages have, as browsers take it (WOFF2)."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

from florilegium.editions.designs.design import Design
from florilegium.editions.screen.typeface import FontCut, ScreenFont, cuts_of, fonts_for, licences, subset
from florilegium.system.tasks.runner import Runner
from florilegium.system.tasks.task import Task


def compressed(wanted: FontCut) -> bytes:
    """Return a font, cut, as WOFF2, the same bytes each time. Any process can do this."""
    from fontTools.ttLib import TTFont

    made = io.BytesIO()
    with TTFont(io.BytesIO(subset(wanted)), recalcTimestamp=False) as opened:
        opened.flavor = "woff2"
        opened.save(made, reorderTables=None)
    return made.getvalue()


#: Cut and compress a font.
COMPRESS: Final[Task[FontCut, bytes]] = Task(
    name="woff2", do=compressed, kind=bytes, weight=lambda wanted: len(wanted.letters)
)


def begin_fonts(
    letters: frozenset[str], heavy: frozenset[str], design: Design, runner: Runner
) -> Callable[[], dict[str, bytes]]:
    """Have the fonts made that pages with these letters need; return what gives them by file name, with their
    licences.

    `heavy` are letters that stand in bold type.
    """
    wanted = fonts_for(letters, heavy, design)
    names = [f"fonts/{font.name}.woff2" for font in wanted]
    told = {f"fonts/{name}": text for name, text in licences(design).items()}
    made = runner.map(COMPRESS, cuts_of(wanted))
    return lambda: dict(zip(names, made, strict=True)) | told


def font_rules(heavy: frozenset[str], design: Design) -> str:
    """Return the rules by which a style sheet in a folder beside `fonts/` knows the fonts."""
    root = f':root {{ --text-face: "{design.text.name}"; }}\n'
    return "".join(map(_rule, fonts_for(frozenset(), heavy, design))) + root


def _rule(font: ScreenFont) -> str:
    source = f'url("../fonts/{font.name}.woff2") format("woff2")'
    return f'@font-face {{ font-family: "{font.family}"; {font.css}; font-display: swap; src: {source}; }}\n'
