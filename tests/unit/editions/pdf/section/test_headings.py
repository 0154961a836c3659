"""The last word of a heading does not stand alone on its line."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.editions.pdf.section.headings import keep_last_words


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("<h1>A Booster for Global Leadership</h1>", "A Booster for Global~Leadership"),
        ("<h2>What <em>they</em> said of it</h2>", "What they said of~it"),
        ("<p class='subtitle'>Five Essays on Japan</p>", "Five Essays on~Japan"),
        ("<h1>Before the Flood</h1>", "Before the Flood"),
        ("<h1>Notes on the Donaudampfschifffahrt</h1>", "Notes on the Donaudampfschifffahrt"),
        ("<h1>What is <em>it</em></h1>", "What is it"),
        ("<p>Running text is left alone</p>", "Running text is left alone"),
    ],
)
def test_last_words_are_tied(heading: str, expected: str) -> None:
    tree = etree.fromstring(f"<body>{heading}</body>")
    keep_last_words(tree)
    assert "".join(tree.itertext()).replace("\N{NO-BREAK SPACE}", "~") == expected
