"""Labels of list items that stand as text."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.book import runs
from florilegium.editions.list_labels import show_labels


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        ("that he row", '<span class="marker">(a) </span>that he row'),
        (
            "<p>that he row</p><p>at night</p>",
            '<p><span class="marker">(a) </span>that he row</p><p>at night</p>',
        ),
        ("<em>that</em> he row", '<span class="marker">(a) </span><em>that</em> he row'),
        ("<ol><li>x</li></ol>", '<p><span class="marker">(a) </span></p><ol><li>x</li></ol>'),
    ],
)
def test_a_label_stands_before_the_text(item: str, shown: str) -> None:
    """A label stands in the first line of its item, whatever that begins with."""
    tree = etree.fromstring(f'<ol><li data-marker="(a)">{item}</li></ol>')
    show_labels(tree)
    assert etree.tostring(tree, encoding="unicode") == f'<ol><li class="marked">{shown}</li></ol>'


def test_a_label_is_no_running_text() -> None:
    """What is counted, indexed and corrected is the same with a label and without."""
    tree = etree.fromstring('<ol><li data-marker="§ 3">that he <em>row</em></li></ol>')
    show_labels(tree)
    assert runs.text_of(tree[0]) == "that he row"
