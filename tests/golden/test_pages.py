"""Some twenty kinds of page, looked at from afar: the picture of each beside the one that was approved.

At 30 dots to the inch a line is a grey bar, so a word more or less does not matter, and a heading, a margin
or a rule out of its place does. `pytest --update-golden tests/golden/test_pages.py` writes the pictures that
the program makes now: look at them before you commit them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from projects import Made, make

PICTURES = Path(__file__).parent / "pages"

#: The pages of the atlas by their labels: what kind of page each is.
PAGES = {
    "i": "half title",
    "iii": "title page",
    "iv": "copyright page",
    "vi": "epigraph",
    "vii": "contents",
    "ix": "list of illustrations",
    "xi": "foreword",
    "1": "introduction",
    "3": "part opening",
    "5": "chapter opening",
    "6": "article opening with a picture",
    "7": "lists and a table",
    "9": "verse and a table with spans",
    "18": "verse",
    "19": "code",
    "25": "plate",
    "27": "appendix",
    "29": "chronology",
    "33": "notes",
    "35": "glossary",
    "36": "contributors",
    "41": "index",
}

SCALE = 30 / 72

#: How far pictures may be apart, of 255: on the whole, and in any square of so many dots.
ON_THE_WHOLE, IN_A_SQUARE, SQUARE = 1.2, 18, 12


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make("atlas", tmp_path_factory.mktemp("pages"))


def picture(path: Path, label: str) -> Image.Image:
    """A page from afar, in greys."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        number = next(at for at in range(len(document)) if document.get_page_label(at) == label)
        return document[number].render(scale=SCALE, grayscale=True).to_pil().convert("L")


@pytest.mark.parametrize("label", PAGES, ids=lambda label: PAGES[label].replace(" ", "-"))
def test_page_looks_as_approved(atlas: Made, label: str, update_golden: bool) -> None:
    """Every kind of page has its parts where they were approved."""
    made = picture(atlas.pdf, label)
    path = PICTURES / f"{label}.png"
    if update_golden:
        path.parent.mkdir(exist_ok=True)
        made.save(path, optimize=True)
    with Image.open(path) as approved:
        assert made.size == approved.size
        apart = ImageChops.difference(made, approved.convert("L"))
    assert ImageStat.Stat(apart).mean[0] <= ON_THE_WHOLE
    width, height = apart.size
    squares = apart.resize((width // SQUARE, height // SQUARE), Image.Resampling.BOX)
    assert squares.getextrema()[1] <= IN_A_SQUARE


def test_a_page_of_another_kind_is_told_apart(atlas: Made) -> None:
    """The measure is no blunt one: no two kinds of page pass for each other."""
    pictures = [picture(atlas.pdf, label) for label in PAGES]
    for at, one in enumerate(pictures):
        for other in pictures[at + 1 :]:
            apart = ImageChops.difference(one, other)
            squares = apart.resize((one.width // SQUARE, one.height // SQUARE), Image.Resampling.BOX)
            assert ImageStat.Stat(apart).mean[0] > ON_THE_WHOLE or squares.getextrema()[1] > IN_A_SQUARE
