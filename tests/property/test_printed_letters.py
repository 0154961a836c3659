"""What must hold of the pages of any section: each letter of its text once, and in its order.

The pages are read back by their tags, as a screen reader has them, and not by what layout reports of itself.
`pytest tests/property/test_printed_letters.py --layouts 2000` tries more sections.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from lxml import etree
from printed_structure import Element, PrintedFile
from random_sections import TRIMS, RandomSection

from florilegium.editions.pdf.fonts.bundled import TEXT, FontFace, faces_of
from florilegium.editions.pdf.section.printed_section import Layout, LayoutTask, Style
from florilegium.editions.pdf.section.trim import Page, page_of
from florilegium.editions.pdf.weasyprint.layout import lay_out
from projects import REPOSITORY

#: Sections that one test lays out, so that processes share them. They are of one trim: for another, styles
#: are read and words measured anew.
_TOGETHER = 10

#: One section of so many stands in columns, where its page is wide enough for two.
_COLUMNED = 4
_COLUMNS = "\n.text { columns: 2 120pt; column-gap: 18pt } .text > :first-child { margin-top: 0 }"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    of_trim: dict[Page, list[int]] = {}
    for seed in range(metafunc.config.getoption("--layouts")):
        of_trim.setdefault(RandomSection(seed).page, []).append(seed)
    groups = [tuple(seeds) for all_seeds in of_trim.values() for seeds in batched(all_seeds, _TOGETHER)]
    metafunc.parametrize("seeds", groups, ids=[f"{seeds[0]}-{len(seeds)}" for seeds in groups])


def batched(seeds: list[int], size: int) -> Iterator[list[int]]:
    return (seeds[at : at + size] for at in range(0, len(seeds), size))


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> tuple[FontFace, ...]:
    return faces_of(TEXT, tmp_path_factory.mktemp("faces"))


def styles(faces: tuple[FontFace, ...], rules_besides: str = "") -> dict[object, Style]:
    """The style of the house for each trim, with rules besides."""
    rules = "\n".join(face.rule() for face in faces)
    families = 'html { --text-faces: "EB Garamond"; --code-faces: "EB Garamond" }'
    sheets = tuple(
        (f"styles/{name}.css", (REPOSITORY / "styles" / f"{name}.css").read_text(encoding="utf-8"))
        for name in ("book", "print")
    )
    folder = str(Path(faces[0].path).parent)
    pages = [page_of(trim) for trim in TRIMS]
    return {
        page: Style(sheets, f"{rules}\n{families}\n{page.rule()}{rules_besides}", "/", folder)
        for page in pages
    }


def letters(text: str) -> str:
    for sign in "\N{SOFT HYPHEN}\N{HYPHEN}\N{WORD JOINER}\N{ZERO WIDTH SPACE}":
        text = text.replace(sign, "")
    return "".join(text.split())


@dataclass(frozen=True)
class Said:
    """What a section says: its letters in order, those of each note, and those of each cell of its tables.

    A wide table is divided into parts, so cells are compared one by one. `firsts` are those that begin a row:
    each part has them again.
    """

    text: str
    notes: list[str]
    cells: Counter[str]
    firsts: frozenset[str] = frozenset()


def in_text(xhtml: bytes) -> Said:
    """What a document says."""
    root = etree.fromstring(xhtml)
    notes = [note for note in root.iter("span") if note.get("class") == "footnote"]
    said = sorted(_emptied(note) for note in notes)
    firsts = frozenset(letters("".join(row[0].itertext())) for row in root.iter("tr"))
    cells = Counter(_emptied(cell) for cell in list(root.iter("td", "th")))
    return Said(letters("".join(root.find("body").itertext())), said, cells, firsts)


def _emptied(element: etree._Element) -> str:
    """The letters of an element, which has none afterwards."""
    found = letters("".join(element.itertext()))
    element.text = None
    for child in list(element):
        element.remove(child)
    return found


def on_pages(layout: Layout) -> Said:
    """What pages say, in the order of their tags; a page has its notes last."""
    document = PrintedFile(io.BytesIO(layout.pdf)).document
    notes = [letters("".join(_words(note))) for note in document.all("Note")]
    cells = Counter(letters("".join(_words(cell))) for cell in document.all("TD", "TH"))
    return Said(letters("".join(_words(document))), sorted(notes), cells)


def _words(element: Element) -> Iterator[str]:
    for part in element.parts:
        if not isinstance(part, Element):
            yield part
        elif part.kind not in {"Lbl", "Note", "TD", "TH"}:
            yield from _words(part)


def differences(wanted: str, found: str) -> list[str]:
    """Where two texts differ, for whoever reads a failure."""
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    return [
        f"{kind}: {wanted[a:b][:80]!r} → {found[c:d][:80]!r}"
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]


def test_every_letter_is_printed_once_and_in_order(
    faces: tuple[FontFace, ...], seeds: tuple[int, ...]
) -> None:
    of_trim, in_columns = styles(faces), styles(faces, _COLUMNS)
    for seed in seeds:
        section = RandomSection(seed)
        style = (of_trim if seed % _COLUMNED else in_columns)[section.page]
        layout = lay_out(LayoutTask("test", section.xhtml, style, "test.txt"))
        assert not layout.problems, seed
        wanted, found = in_text(section.xhtml), on_pages(layout)
        assert wanted.text == found.text, (seed, differences(wanted.text, found.text)[:5])
        assert wanted.notes == found.notes, seed
        assert wanted.cells - found.cells == Counter(), seed
        assert set(found.cells - wanted.cells) <= wanted.firsts, seed
