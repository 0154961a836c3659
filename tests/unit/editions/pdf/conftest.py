"""A house style for small sections and a compositor for them; a tiny book, set once for all tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_book import Printed, print_tiny_book

from florilegium.editions.pdf.fonts.bundled import TEXT, FontFace, faces_of
from florilegium.editions.pdf.section.printed_section import Layout, LayoutTask, Style
from florilegium.editions.pdf.section.trim import page_of
from florilegium.editions.pdf.weasyprint.layout import lay_out
from projects import REPOSITORY

SHEET = """
html { font: 11pt/14pt "EB Garamond"; text-align: justify; hyphens: auto; hyphenate-limit-chars: 6 2 3 }
body { margin: 0 }
p { margin: 0; text-indent: 14pt }
.call { font-size: 7.5pt; vertical-align: 4pt; line-height: 0 }
"""

Set = Callable[..., Layout]


@pytest.fixture(scope="session")
def faces(tmp_path_factory: pytest.TempPathFactory) -> tuple[FontFace, ...]:
    """The house's faces."""
    return faces_of(TEXT, tmp_path_factory.mktemp("faces"))


@pytest.fixture
def set_body(faces: tuple[FontFace, ...]) -> Set:
    """Sets what stands in a body, in a measure of 324 pt, with further rules of style."""
    rules = "\n".join(face.rule() for face in faces)
    folder = str(Path(faces[0].path).parent)

    def setter(body: str, css: str = "", *, composed: bool = True, language: str = "en-US") -> Layout:
        page = "@page { size: 432pt 648pt; margin: 60pt 48pt 60pt 60pt }"
        style = Style((("styles/print.css", SHEET + css),), f"{rules}\n{page}", "/", folder, composed)
        xhtml = f'<html lang="{language}"><head><title>Test</title></head><body>{body}</body></html>'
        return lay_out(LayoutTask("test", xhtml.encode(), style, "test.txt"))

    return setter


@pytest.fixture
def set_text(faces: tuple[FontFace, ...]) -> Set:
    """Sets blocks as the text of an article in the house style, on a page of 6 by 9 inches."""
    rules = "\n".join(face.rule() for face in faces)
    families = 'html { --text-faces: "EB Garamond"; --code-faces: "EB Garamond" }'
    sheets = tuple(
        (f"styles/{name}.css", (REPOSITORY / "styles" / f"{name}.css").read_text(encoding="utf-8"))
        for name in ("book", "print")
    )
    page = page_of((152.4, 228.6)).rule()
    style = Style(sheets, f"{rules}\n{families}\n{page}", "/", str(Path(faces[0].path).parent))

    def setter(blocks: str) -> Layout:
        body = f'<body class="article"><section class="text">{blocks}</section></body>'
        xhtml = f'<html lang="en-US"><head><title>Test</title></head>{body}</html>'
        return lay_out(LayoutTask("test", xhtml.encode(), style, "test.txt"))

    return setter


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_tiny_book(tmp_path_factory.mktemp("project"))
