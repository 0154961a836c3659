"""Lines that run from right to left fill the measure like others."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from florilegium.editions.pdf.fonts.bundled import FALL_BACKS, TEXT, faces_of
from florilegium.editions.pdf.proof.placed_glyphs import Reader
from florilegium.editions.pdf.section.printed_section import Layout, LayoutTask, Style
from florilegium.editions.pdf.weasyprint.layout import lay_out

PAGE = "@page { size: 400pt 600pt; margin: 50pt } body, p { margin: 0 }"
HEBREW = (
    "בעליית הגג נשארו שלושה דברים: כיסא, שעון ומכתב. איש לא ידע למי נכתב המכתב "
    'בשנת 1912, ועל המעטפה עמדה רק המילה <em lang="en">Saltmere</em>, כפי שקורה לרשימות שארוכות מן הדברים. '
)
ARABIC = (
    "كان في المخزن ثلاثة أشياء: كرسي وساعة ورسالة. لم يعرف أحد لمن كتبت الرسالة في سنة 1912، "
    "ولم يكن على الظرف إلا كلمة واحدة، وهي أطول من الأشياء التي ذكرت فيها. "
)


@pytest.mark.parametrize(("language", "text"), [("he", HEBREW), ("ar", ARABIC)])
def test_a_line_reaches_both_margins(language: str, text: str, tmp_path: Path) -> None:
    """All but the last, which ends where its words do; its beginning is at the margin too."""
    faces = [face for family in (TEXT, *FALL_BACKS) for face in faces_of(family, tmp_path)]
    families = ", ".join(f'"{family}"' for family in dict.fromkeys(face.family for face in faces))
    rules = "\n".join(face.rule() for face in faces)
    css = f"{PAGE} html {{ font: 11pt/14pt {families}; text-align: justify }}"
    body = f'<body><p dir="rtl">{(text * 3).strip()}</p></body>'
    xhtml = f'<html lang="{language}"><head><title>T</title></head>{body}</html>'
    style = Style((), f"{rules}\n{css}", str(tmp_path), str(tmp_path))
    with pikepdf.open(io.BytesIO(lay_out(LayoutTask("t", xhtml.encode(), style, "t.md")).pdf)) as pdf:
        edges: dict[int, tuple[float, float]] = {}
        for glyph in Reader().page(pdf.pages[0]):
            if glyph.text.strip():
                left, right = edges.get(round(glyph.base), (glyph.left, glyph.right))
                edges[round(glyph.base)] = min(left, glyph.left), max(right, glyph.right)
    *full, last = (edges[base] for base in sorted(edges, reverse=True))
    assert len(full) > 4
    for left, right in full:
        assert left == pytest.approx(50, abs=0.3)
        assert right == pytest.approx(350, abs=0.3)
    assert last[1] == pytest.approx(350, abs=0.3)


def test_signs_and_spaces_stand_on_the_left_of_what_they_follow(tmp_path: Path) -> None:
    """The number of a note had its full stop on the right, and no space between it and the note."""
    faces = [face for family in (TEXT, *FALL_BACKS) for face in faces_of(family, tmp_path)]
    families = ", ".join(f'"{family}"' for family in dict.fromkeys(face.family for face in faces))
    rules = "\n".join(face.rule() for face in faces)
    css = f"{PAGE} html {{ font: 11pt/14pt {families} }}"
    number, title, range_ = "<span>1. </span>", "<cite>Saltmere</cite>", "<span>12–14</span>"
    body = f'<body><p dir="rtl" lang="he">{number}מכתב {title}, 2026; {range_}</p></body>'
    xhtml = f'<html lang="he"><head><title>T</title></head>{body}</html>'
    style = Style((), f"{rules}\n{css}", str(tmp_path), str(tmp_path))
    with pikepdf.open(io.BytesIO(lay_out(LayoutTask("t", xhtml.encode(), style, "t.md")).pdf)) as pdf:
        glyphs = sorted(Reader().page(pdf.pages[0]), key=lambda glyph: glyph.left)
    seen = "".join(glyph.text for glyph in glyphs)
    assert seen.replace("\N{NO-BREAK SPACE}", " ").strip() == "12–14 ;2026 ,Saltmere בתכמ .1"


def test_what_is_set_in_stands_in_from_the_right(set_text: Callable[..., Layout]) -> None:
    """Lines of the contents stood in from the side of their folios, which did not stand under one another."""

    def line(level: int) -> str:
        return f'<li class="level-{level}"><a>מכתב<span class="folio">8</span></a></li>'

    layout = set_text(f'<div dir="rtl" lang="he"><ol class="contents">{line(1)}{line(2)}</ol></div>')
    with pikepdf.open(io.BytesIO(layout.pdf)) as pdf:
        glyphs = list(Reader().page(pdf.pages[0]))
    one, two = (glyph.left for glyph in glyphs if glyph.text == "8")
    assert one == pytest.approx(two, abs=0.1)
    begins = {round(glyph.base): 0.0 for glyph in glyphs}
    for glyph in glyphs:
        begins[round(glyph.base)] = max(begins[round(glyph.base)], glyph.right)
    first, second = (begins[base] for base in sorted(begins, reverse=True))
    assert first - second == pytest.approx(18, abs=0.5)
