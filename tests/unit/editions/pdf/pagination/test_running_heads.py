"""Running heads and folios stand where they belong, and nowhere else."""

from __future__ import annotations

import re

import pytest

from florilegium.editions.pdf.fonts.bundled import TEXT, faces_of
from florilegium.editions.pdf.pagination.pagination import PrintedPage
from florilegium.editions.pdf.pagination.running_heads import Furniture, Pen, furnish, shorter_forms
from florilegium.editions.pdf.section.trim import page_of
from florilegium.editions.sections import Matter, Section, SectionKind

ARTICLE = Section("ford", SectionKind.ARTICLE, "Ford", Matter.BODY, "en", verso="Roads", recto="Polo · Ford")
TITLE = Section("title-page", SectionKind.TITLE_PAGE, "Title", Matter.FRONT, "en")
PAGE = page_of((152.4, 228.6))


@pytest.fixture(scope="module")
def pen(tmp_path_factory: pytest.TempPathFactory) -> Pen:
    return Pen(faces_of(TEXT, tmp_path_factory.mktemp("faces")))


def test_the_verso_carries_the_chapter_and_the_recto_the_article() -> None:
    pages = [PrintedPage("1", ARTICLE, 0), PrintedPage("2", ARTICLE, 1), PrintedPage("3", ARTICLE, 2)]
    assert [f.head for f in furnish(pages, {})] == ["", "Roads", "Polo · Ford"]


def test_an_opening_has_a_drop_folio_and_no_head() -> None:
    assert furnish([PrintedPage("1", ARTICLE, 0)], {}) == (Furniture(folio="1", drop=True),)


def test_blanks_and_display_pages_are_truly_bare(pen: Pen) -> None:
    bare = furnish([PrintedPage("i", TITLE, 0), PrintedPage("ii")], {})
    assert bare == (Furniture(), Furniture())
    assert pen.draw(bare[0], PAGE, recto=True) == b""


def test_heads_of_notes_replace_the_usual_ones() -> None:
    pages = [PrintedPage("1", ARTICLE, 0), PrintedPage("2", ARTICLE, 1)]
    assert furnish(pages, {1: "Notes to pages 3–5"})[1].head == "Notes to pages 3–5"


def test_a_long_head_is_shortened_at_a_word(pen: Pen) -> None:
    line = pen._fit("A title of such a length that no running head of any book could ever hold it", 150)
    text = "".join(glyph.text for glyph in line)
    assert text.endswith("…")
    assert "A title of such a length that".startswith(text[:-1])
    assert sum(glyph.advance for glyph in line) * 9 / 1000 <= 150


@pytest.mark.parametrize(
    ("head", "form"),
    [
        ("Walking Home: What the River Took", "Walking Home"),
        ("Who Goes There? An Answer", "Who Goes There?"),
        ("A Letter to the Keeper of the Lamp", "A Letter to the Keeper…"),
        ("Polo · A Letter to the Keeper of the Lamp", "Polo · A Letter…"),
        ("Polo · Walking Home: What the River Took", "Polo · Walking Home"),
        ("Polo · Samarkand and Beyond", "Samarkand and Beyond"),
        ("Polo · Samarkand and Beyond", "Samarkand…"),
    ],
)
def test_a_head_has_shorter_forms(head: str, form: str) -> None:
    assert form in list(shorter_forms(head))


def test_a_shorter_form_never_ends_with_a_little_word() -> None:
    forms = list(shorter_forms("The Keeper of the Lamp and the Man with the Oil"))
    assert not any(re.search(r" (of|the|and|with)…$", form) for form in forms)
    assert [len(form) for form in forms] == sorted((len(form) for form in forms), reverse=True)


def test_furniture_is_an_artifact(pen: Pen) -> None:
    drawn = pen.draw(Furniture("Roads", "2"), PAGE, recto=False)
    assert drawn.startswith(b"/Artifact")
    assert drawn.rstrip().endswith(b"EMC")


def test_a_letter_that_the_face_lacks_is_remembered(pen: Pen) -> None:
    pen.draw(Furniture("東京", "2"), PAGE, recto=False)
    assert {"東", "京"} <= pen.missing
