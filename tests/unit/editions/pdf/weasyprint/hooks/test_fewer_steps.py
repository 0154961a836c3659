"""With less to do, the same comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from weasyprint.formatting_structure.boxes import BlockBox, Box, TextBox
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text.ffi import ffi

from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.weasyprint.hooks import fewer_steps, hook_list

Set = Callable[..., Layout]


def tree(depth: int) -> Any:
    """A box with others in it, some of them out of the flow."""
    style: Any = {}
    inner: list[Any] = [TextBox("i", style, None, "text"), BlockBox("div", style, None, [])]
    if depth:
        inner += [tree(depth - 1), AbsolutePlaceholder(tree(depth - 1))]
    return BlockBox("p", style, None, inner)


@pytest.mark.parametrize("placeholders", [False, True])
def test_the_walk_is_the_same(placeholders: bool) -> None:
    root = tree(3)
    walk = fewer_steps.walk_flat(Box.descendants)
    found = list(walk(root, placeholders))
    assert list(map(id, found)) == list(map(id, root.descendants(placeholders)))
    assert len(found) > 10


def test_who_changes_a_box_meets_its_new_children() -> None:
    """As in WeasyPrint, which fills what it copies while it goes through it."""
    root = tree(0)
    walk = fewer_steps.walk_flat(Box.descendants)(root)
    assert next(walk) is root
    added = TextBox("b", root.style, None, "new")
    root.children = [added]
    assert list(walk) == [added]


def test_margins_have_what_a_sheet_puts_there(set_body: Set) -> None:
    """On pages of a name alone, if it says so."""
    told = '@page { @top-left { content: "Above" } }'
    assert set_body("<p>Text</p>", told).pdf != set_body("<p>Text</p>").pdf
    named = '@page other { @bottom-right-corner { content: "Below" } } section { page: other }'
    assert set_body("<p>Text</p>", named).pdf == set_body("<p>Text</p>").pdf
    assert set_body("<section>Text</section>", named).pdf != set_body("<section>Text</section>").pdf


def test_an_array_is_as_long_as_what_fills_it() -> None:
    new = fewer_steps.name_arrays_alike(ffi.new)
    assert list(new("hb_codepoint_t[3]", (7, 8, 9))) == [7, 8, 9]
    assert len(new("char[4]")) == 4
    assert ffi.string(new("char[]", b"abc")) == b"abc"
    assert new("unsigned int *", 100)[0] == 100


def test_words_that_were_measured_make_the_same_columns(
    set_body: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (
        "a well-known (word) word, Łódź “so” 1,204 a\N{NO-BREAK SPACE}b in\N{SOFT HYPHEN}side it. a b " * 9
    )
    row = f"<tr><td>{words}</td><td><em>{words}</em> x</td><td>{words[:60]}</td><td>1</td></tr>"
    kept = set_body(f"<table>{row * 3}</table>")
    left = tuple(hook for hook in hook_list.HOOKS if hook.replacement is not fewer_steps.measure_words_once)
    assert len(left) == len(hook_list.HOOKS) - 1
    monkeypatch.setattr(hook_list, "HOOKS", left)
    assert set_body(f"<table>{row * 3}</table>").pdf == kept.pdf
