"""A style that takes its values from a model has those that it would have computed."""

from __future__ import annotations

from typing import Any

from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration

from florilegium.editions.pdf.weasyprint.hooks.hook_list import installed

SHEET = """
html { font-size: 10px } p { margin: 1em 0; text-indent: 2em; border-bottom: 1px solid }
p + p { padding: 3pt; --own: 3 } em { font-size: 120%; color: green } p::before { content: "§" }
.far { position: relative; margin-inline-start: 4em } .far[id] { margin-left: 3em } #c { margin-left: 1em }
section { columns: 2; page: named } @page { margin: 2em } @page named { size: 20cm 30cm }
"""
BODY = """
<section lang="de"><p id="a">Eins <em id="b">zwei</em></p><p id="c" class="far">drei <em>vier</em></p>
<p id="d" class="far">drei <em id="e">vier</em></p><p>ohne</p><p style="color: red" id="f">rot</p></section>
<section lang="en"><p id="g">one <em id="h">two</em></p><p class="far" id="i">three</p></section>
"""
#: What boxes are asked for: no names that depend on the direction of writing.
NAMES = [name for name in (*INITIAL_VALUES, "__own") if "block" not in name and "inline" not in name]


def styles() -> tuple[Any, list[Any]]:
    """What gives the styles of a document, and its elements."""
    html = HTML(string=BODY)
    options = {**DEFAULT_OPTIONS, "stylesheets": [CSS(string=SHEET)]}
    context = Document._build_layout_context(html, FontConfiguration(), CounterStyle(), {}, options)
    return context.style_for, list(html.etree_element.iter())


def values(style: Any) -> list[tuple[str, Any]]:
    """All values of a style, as they are told."""
    return [(name, repr(style[name])) for name in NAMES]


def test_every_value_is_as_it_would_be_computed() -> None:
    """Also those of nameless boxes, of pseudo-elements, and of copies."""
    style_of, elements = styles()
    with installed():
        ours_of, ours = styles()
        for theirs, own in zip(elements, ours, strict=True):
            for kind in (None, "before"):
                plain, model = style_of(theirs, kind), ours_of(own, kind)
                assert (plain is None) == (model is None)
                if plain is not None:
                    assert values(model.copy()) == values(plain.copy())
                    assert values(model) == values(plain)
                    assert values(model.anonymous_style.copy()) == values(plain.anonymous_style)
                    assert values(model.anonymous_style) == values(plain.anonymous_style)
                    assert model.specified["float"] == plain.specified["float"]


def test_what_is_alike_is_computed_once() -> None:
    with installed():
        style_of, elements = styles()
        by_id = {element.get("id"): style_of(element) for element in elements}
    assert by_id["c"].model is not by_id["d"].model  # a rule names one of them
    assert by_id["b"]["anchor"] == "b" and by_id["e"]["anchor"] == "e"


def test_what_is_written_into_one_style_reaches_no_other() -> None:
    """Layout writes margins, floats and positions into styles, before or after the next one is asked."""
    body = "".join(f'<p id="p{number}">one <em>two</em></p>' for number in range(3))
    html = HTML(string=body)
    options = {**DEFAULT_OPTIONS, "stylesheets": [CSS(string=SHEET)]}
    with installed():
        context = Document._build_layout_context(html, FontConfiguration(), CounterStyle(), {}, options)
        _, one, two = (context.style_for(element) for element in html.etree_element.iter("p"))
    assert one.model is two.model
    assert one.anonymous_style is not two.anonymous_style
    one["float"] = one["margin_top"] = one.anonymous_style["white_space"] = "other"
    assert two["float"] == "none" and two["margin_top"] != "other"
    assert two.anonymous_style["white_space"] == "normal"
