"""Words that no line would hold may be divided where others are kept whole."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.editions.pdf.section.long_words import divide_long_words


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (
            '<h1 lang="de">Die Donaudampfschifffahrtsgesellschaft</h1>',
            "Die Do-nau-dampf-schiff-fahrts-ge-sell-schaft",
        ),
        ("<h2>An internationalisation of harbours</h2>", "An internationalisation of harbours"),
        (
            "<h2>Of <em>antidisestablishmentarianism</em> now</h2>",
            "Of an-ti-dis-es-tab-lish-ment-ari-an-ism now",
        ),
        ("<p>Of antidisestablishmentarianism</p>", "Of antidisestablishmentarianism"),
        ("<p><code>keep_this_string_whole(aunt)</code></p>", "keep_|this_|string_|whole(|aunt)"),
        ("<p><code>short_name()</code></p>", "short_name()"),
        ("<pre><code>keep_this_string_whole(aunt)</code></pre>", "keep_this_string_whole(aunt)"),
    ],
)
def test_very_long_words_may_be_divided(block: str, expected: str) -> None:
    tree = etree.fromstring(f'<html lang="en"><body>{block}</body></html>')
    divide_long_words(tree)
    text = "".join(tree.itertext())
    assert text.replace("\N{SOFT HYPHEN}", "-").replace("\N{ZERO WIDTH SPACE}", "|") == expected
