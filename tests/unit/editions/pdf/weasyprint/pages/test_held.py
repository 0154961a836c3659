"""What a layout holds: no more than it needs, since a section may have thousands of elements."""

from __future__ import annotations

import io
import weakref
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from florilegium.editions.pdf.proof.placed_glyphs import Reader
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.weasyprint import composed_way, contract

Set = Callable[..., Layout]

BODY = (
    '<p id="p">A text<span class="low">at the foot</span> and more<span class="last">at the end</span>.</p>'
    '<ul id="u"><li><b>One</b> <a href="#p">item</a></li></ul>'
)
NOTES = (
    ".low { float: footnote } .last { position: note(notes) } "
    "@page { @note-area { content: element(notes, all-once) } }"
)


@pytest.fixture(autouse=True)
def _looked_at() -> None:
    """The release has been looked at, once for a process, before a test puts something in the place of its
    functions; else pages would be set by its public interface."""
    assert contract.misfit() == ""


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """WeasyPrint's contexts, as far as they are still there when pages are written."""
    from weasyprint.layout import LayoutContext

    made: list[weakref.ref[Any]] = []
    seen: list[Any] = []
    begin, write = LayoutContext.__init__, composed_way._written

    def begun(context: Any, *parts: Any) -> None:
        begin(context, *parts)
        made.append(weakref.ref(context))

    def written(document: Any) -> bytes:
        seen.extend(one() for one in made)
        return write(document)

    monkeypatch.setattr(LayoutContext, "__init__", begun)
    monkeypatch.setattr(composed_way, "_written", written)
    return seen


def test_no_style_is_held_when_pages_are_written(set_body: Set, contexts: list[Any]) -> None:
    """Nothing is swept up meanwhile, so what held the styles must have gone by itself."""
    set_body(BODY * 2)
    assert contexts == [None]


def test_only_notes_have_calls(set_body: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every element would get styles for the five signs of a note; those that are none are asked for none."""
    from weasyprint.css import StyleFor

    found: dict[str, set[str]] = {}
    begin = StyleFor.__init__

    def begun(styles: Any, *parts: Any) -> None:
        begin(styles, *parts)
        for element, pseudo_type in styles.get_computed_styles():
            if pseudo_type and "note-" in pseudo_type:
                found.setdefault(pseudo_type, set()).add(element.get("class"))

    monkeypatch.setattr(StyleFor, "__init__", begun)
    made = set_body(BODY, NOTES)
    assert found == {
        "footnote-call": {"low"},
        "footnote-marker": {"low"},
        "note-call": {"last"},
        "note-marker": {"last"},
        "note-callback": {"last"},
    }
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        text = "".join(glyph.text for page in pdf.pages for glyph in Reader().page(page))
    assert "at the foot" in text
    assert "at the end" in text
