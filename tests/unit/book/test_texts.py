"""One function for every text of a book, and the place of an element in its source."""

from __future__ import annotations

from dataclasses import replace

from books import Plan, book, text
from lxml import etree

from florilegium.book.model import Text
from florilegium.book.texts import place_of, replace_texts
from florilegium.book.trees import parsed
from florilegium.problems import Place


def test_every_text_is_replaced_in_the_order_of_the_book() -> None:
    """Introductions of the book and of chapters too; what `Book.texts` lists is what was changed."""
    made = book(
        Plan(text("<p>a</p>", key="one"), (text("<p>b</p>", key="two"), text("<p>c</p>", key="three"))),
        Plan(None, (text("<p>d</p>", key="four"),)),
        introduction=text("<p>e</p>", key="zero"),
    )
    met: list[str] = []

    def change(one: Text) -> Text:
        met.append(one.key)
        return replace(one, source=f"changed-{one.key}")

    changed = replace_texts(made, change)
    assert met == [one.key for one in made.texts]
    assert [one.source for one in changed.texts] == [f"changed-{key}" for key in met]
    assert sorted(met) == ["four", "one", "three", "two", "zero"]
    assert [one.source for one in made.texts] != [one.source for one in changed.texts]


def test_an_element_stands_where_it_says_or_where_the_nearest_round_it_says() -> None:
    tree = etree.fromstring('<body at="1:1"><p at="7:3">a <em>b</em></p><p at="odd">c</p></body>')
    assert place_of(tree[0], "a.md") == Place("a.md", 7, 3)
    assert place_of(tree[0][0], "a.md") == Place("a.md", 7, 3)
    assert place_of(tree[1], "a.md") == Place("a.md", 1, 1)
    assert place_of(etree.Element("p"), "a.md") == Place("a.md")


def test_a_tree_is_read_without_entities() -> None:
    assert parsed(b"<body><p>a&amp;b</p></body>")[0].text == "a&b"
    assert parsed(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>').text is None
