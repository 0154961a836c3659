"""Words that a page shows without having them as text."""

from __future__ import annotations

from lxml import etree

from florilegium.sources.web.shown_attributes import shown_attributes


def test_words_of_one_element_come_in_one_order() -> None:
    root = etree.HTML('<p><input title="C" value="B" placeholder="D"><img title="F" alt="E"></p>')
    assert [one.text for one in shown_attributes(root)] == ["C", "B", "D", "E", "F"]
