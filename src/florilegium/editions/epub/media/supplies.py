"""What the pages of a publication need besides, as items of its package: pictures and the embedded typeface.

Fonts are plain TrueType, since Adobe Digital Editions and older Kobo readers know no WOFF2, and the container
is compressed anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from florilegium.editions.designs.design import Design
from florilegium.editions.epub.package import PackageItem
from florilegium.editions.screen.picture_files import picture_files
from florilegium.editions.screen.typeface import CUT_FONT, ScreenFont, cuts_of, fonts_for, licences
from florilegium.system.tasks.runner import Runner

STYLE: Final = "styles/fonts.css"


def items_of(root: Path, sources: Iterable[str], runner: Runner) -> dict[str, PackageItem]:
    """Return the item of each `src`, a path in the project or a `data:` URI; each content is one item.

    Raises:
        EditionError: as `picture_files`.
    """
    made: dict[str, PackageItem] = {}
    return {
        source: made.setdefault(
            file.name, PackageItem(f"image-{file.stamp}", file.name, file.media_type, file.data)
        )
        for source, file in picture_files(root, sources, runner).items()
    }


def is_animated(item: PackageItem) -> bool:
    """Return whether a picture moves: a GIF or WebP of several frames. What moves may flash."""
    if item.media_type == "image/gif":
        return item.data.count(b"!\xf9\x04") > 1
    return item.media_type == "image/webp" and b"ANIM" in item.data[:64]


def begin_fonts(
    letters: frozenset[str], heavy: frozenset[str], design: Design, runner: Runner
) -> Callable[[], tuple[PackageItem, ...]]:
    """Have the fonts made that pages with these letters need; return what gives them, their style sheet and
    their licences.

    `heavy` are letters that stand in bold type.
    """
    wanted = fonts_for(letters, heavy, design)
    made = runner.map(CUT_FONT, cuts_of(wanted))
    return lambda: _font_items(dict(zip(wanted, made, strict=True)), design)


def _font_items(made: Mapping[ScreenFont, bytes], design: Design) -> tuple[PackageItem, ...]:
    items = [
        PackageItem(f"font-{font.name}", f"fonts/{font.name}.ttf", "font/ttf", data)
        for font, data in made.items()
    ]
    # On the root element: a reader's own choice of a face, which systems set on the body, wins.
    sheet = f'{"".join(map(_rule, made))}html {{ font-family: "{design.text.name}", serif; }}\n'
    return (
        *items,
        PackageItem("style-fonts", STYLE, "text/css", sheet.encode()),
        *(
            PackageItem(f"font-licence-{at}" if at else "font-licence", f"fonts/{name}", "text/plain", text)
            for at, (name, text) in enumerate(licences(design).items())
        ),
    )


def _rule(font: ScreenFont) -> str:
    return (
        f'@font-face {{ font-family: "{font.family}"; {font.css}; src: url("../fonts/{font.name}.ttf"); }}\n'
    )
