"""White space and marks without width."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.sources.tree.white_space import collapse, settle


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("  a \t b\n c  ", "en", "a b c"),
        ("a\u00a0 b\u00a0c", "en", "a b c"),
        ("soft\u00adhy\u200bphen\ufeff", "en", "softhyphen"),
        ("e\u0301te\u0301", "fr", "été"),
        ("Vrai\u00a0?\u00a0Oui\u202f!", "fr", "Vrai\u00a0? Oui\u202f!"),
        ("«\u00a0Oui\u00a0»", "fr", "«\u00a0Oui\u00a0»"),
        ("«\u00a0Ja\u00a0»", "de", "« Ja »"),
        ("40\u00a0km and 20\u202f000 and 3\u00a0houses", "en", "40\u00a0km and 20\u202f000 and 3 houses"),
        ("\u3000水車\u3000川", "ja", "水車\u3000川"),
        ("\u0e44\u0e17\u200b\u0e22", "th", "\u0e44\u0e17\u200b\u0e22"),
        ("turned \u202eround\u202c", "en", "turned round"),
        ("\u05d0\u200f!", "he", "\u05d0\u200f!"),
    ],
)
def test_collapse(text: str, language: str, expected: str) -> None:
    """White space becomes one space, and a no-break space stays where it has a purpose."""
    assert collapse(text, language) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p> a <em> b </em> c </p>", "<p>a <em>b </em>c</p>"),
        ("<p>a <call note='1'/> b</p>", '<p>a<call note="1"/> b</p>'),
        ("<p>a <call note='1'/>b</p>", '<p>a<call note="1"/> b</p>'),
        ("<p>a <call note='1'/>, b <call note='2'/></p>", '<p>a<call note="1"/>, b<call note="2"/></p>'),
        ("<p>a <br/> b<br/>c</p>", "<p>a<br/>\nb<br/>\nc</p>"),
        ("<pre> a\n  b </pre>", "<pre> a\n  b </pre>"),
    ],
)
def test_settle(source: str, expected: str) -> None:
    """Across inline markup, line breaks and note calls there is one space, and none at the ends."""
    block = etree.fromstring(source)
    settle(block, "en")
    assert etree.tostring(block, encoding="unicode") == expected
