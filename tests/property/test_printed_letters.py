"""What must hold of the pages of any section: each letter of its text once, and in its order.

The pages are read back by their tags, as a screen reader has them, and not by what layout reports of itself.
`pytest tests/property/test_printed_letters.py --layouts 2000` tries more sections.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from lxml import etree
from printed_structure import Element, PrintedFile
from random_sections import TRIMS, RandomSection

from florilegium.editions.pdf.fonts.bundled import TEXT, FontFace, faces_of
from florilegium.editions.pdf.section.printed_section import Layout, LayoutTask, Style
from florilegium.editions.pdf.section.trim import page_of
from florilegium.editions.pdf.weasyprint.layout import lay_out
from projects import REPOSITORY

#: Sections that one test lays out, so that processes share them.
_TOGETHER = 10


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    count = metafunc.config.getoption("--layouts")
    metafunc.parametrize("first", range(0, count, _TOGETHER))


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> tuple[FontFace, ...]:
    return faces_of(TEXT, tmp_path_factory.mktemp("faces"))


def styles(faces: tuple[FontFace, ...]) -> dict[object, Style]:
    """The style of the house for each trim."""
    rules = "\n".join(face.rule() for face in faces)
    families = 'html { --text-faces: "EB Garamond"; --code-faces: "EB Garamond" }'
    sheets = tuple(
        (f"styles/{name}.css", (REPOSITORY / "styles" / f"{name}.css").read_text(encoding="utf-8"))
        for name in ("book", "print")
    )
    folder = str(Path(faces[0].path).parent)
    pages = [page_of(trim) for trim in TRIMS]
    return {page: Style(sheets, f"{rules}\n{families}\n{page.rule()}", "/", folder) for page in pages}


def letters(text: str) -> str:
    for sign in "\N{SOFT HYPHEN}\N{HYPHEN}\N{WORD JOINER}\N{ZERO WIDTH SPACE}":
        text = text.replace(sign, "")
    return "".join(text.split())


def in_text(xhtml: bytes) -> tuple[str, list[str]]:
    """The letters of a document, and those of each note."""
    root = etree.fromstring(xhtml)
    notes = [note for note in root.iter("span") if note.get("class") == "footnote"]
    said = sorted(letters("".join(note.itertext())) for note in notes)
    for note in notes:
        note.text = None
        for child in list(note):
            note.remove(child)
    return letters("".join(root.find("body").itertext())), said


def on_pages(layout: Layout) -> tuple[str, list[str]]:
    """The letters of the pages in the order of their tags, and those of each note, which a page has last."""
    book = PrintedFile(io.BytesIO(layout.pdf))
    notes = [letters("".join(_words(note))) for note in book.document.all("Note")]
    return letters("".join(_words(book.document))), sorted(notes)


def _words(element: Element) -> Iterator[str]:
    for part in element.parts:
        if not isinstance(part, Element):
            yield part
        elif part.kind not in {"Lbl", "Note"}:
            yield from _words(part)


def differences(wanted: str, found: str) -> list[str]:
    """Where two texts differ, for whoever reads a failure."""
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    return [
        f"{kind}: {wanted[a:b][:80]!r} → {found[c:d][:80]!r}"
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]


def test_every_letter_is_printed_once_and_in_order(faces: tuple[FontFace, ...], first: int) -> None:
    of_trim = styles(faces)
    for seed in range(first, first + _TOGETHER):
        section = RandomSection(seed)
        layout = lay_out(LayoutTask("test", section.xhtml, of_trim[section.page], "test.txt"))
        assert not layout.problems, seed
        for wanted, found in zip(in_text(section.xhtml), on_pages(layout), strict=True):
            assert wanted == found, (seed, differences(wanted, found)[:5])
