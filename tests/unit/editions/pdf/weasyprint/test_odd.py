"""Whatever stands in a paragraph, composing it loses no letter, doubles none and turns none round."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from florilegium.editions.pdf.proof.placed_glyphs import Reader
from florilegium.editions.pdf.section.printed_section import Layout

Set = Callable[..., Layout]

#: What may stand between two spaces, as XHTML.
ODD = (
    "a lamp",
    "counterrevolutionaries",
    "Ver\N{SOFT HYPHEN}ant\N{SOFT HYPHEN}wor\N{SOFT HYPHEN}tung",
    "zero\N{ZERO WIDTH SPACE}width",
    "joined\N{WORD JOINER}up",
    "e\N{COMBINING ACUTE ACCENT}tude\N{COMBINING CEDILLA}",
    "office ﬂuﬄy ﬁne",
    "Donau" * 30,
    "12\N{NO-BREAK SPACE}345\N{NARROW NO-BREAK SPACE}678",
    "\N{NO-BREAK SPACE}",
    "—\N{EM DASH}—",
    "“‘(",
    "and/or/neither",
    "https://example.org/a/very/long/path?with=query&amp;more=" + "x" * 60,
    "<em>leaning <strong>heavily</strong></em>most",
    '<em>ab</em><i lang="fr">solument</i>',
    "<br/>",
    "<br/><br/>",
    '<a class="call" href="#n">1</a>',
    'word<a class="call" href="#n">2</a>—and',
    '<span id="mark"></span>',
    '<span style="font-variant-caps: small-caps; letter-spacing: 0.04em">Small Capitals</span>',
    '<span style="white-space: nowrap">not to be broken at all</span>',
    "<code>f(x) = y</code>",
    "  ",
    "北",
    "é" * 3,
    "I",
)


def letters(layout: Layout) -> str:
    """What is printed, in order, without spaces and the hyphens of divided words."""
    with pikepdf.open(io.BytesIO(layout.pdf)) as pdf:
        reader = Reader()
        text = "".join(glyph.text for page in pdf.pages for glyph in reader.page(page))
    return "".join(text.replace("\N{HYPHEN}", "").replace("\N{WORD JOINER}", "").split())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(ODD), min_size=6, max_size=50), glue=st.sampled_from((" ", "", "  ")))
def test_every_letter_is_printed_once_and_in_order(set_body: Set, pieces: list[str], glue: str) -> None:
    """Set as a whole and set line by line, a paragraph has the same letters."""
    body = f"<p id='p'>{glue.join(pieces)}</p><p id='n'>A note.</p>"
    assert letters(set_body(body)) == letters(set_body(body, composed=False))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\N{NO-BREAK SPACE}" * 80,
        "\N{SOFT HYPHEN}" * 40,
        "<br/>" * 3,
        "x" * 400,
        "A lamp <br/> a lamp <br/><br/>",
    ],
)
def test_a_paragraph_of_nothing_much_is_no_trouble(set_body: Set, text: str) -> None:
    body = f"<p>{text}</p><p>The end.</p>"
    assert letters(set_body(body)) == letters(set_body(body, composed=False))
