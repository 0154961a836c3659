"""Bare addresses as links, by the pairs of the fixture."""

from __future__ import annotations

from dataclasses import replace

import pytest
from books import book_of, each, edited, markup, note, shown, text, tree
from pairs import FIXTURES, Pair, pairs

from florilegium.book import runs
from florilegium.book.model import Contributor
from florilegium.passes.web_addresses import link_addresses, link_tree

PAIRS = list(pairs(FIXTURES / "notes", "addresses.txt"))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.place)
def test_bare_address_becomes_a_link(pair: Pair) -> None:
    """The link has the address and no punctuation of the sentence; the words stay; twice is once."""
    given = tree(f"<p>{pair.source}</p>")
    once = link_tree(given)
    assert markup(once) == f"<p>{pair.printed}</p>"
    assert runs.text_of(once[0]) == runs.text_of(given[0])
    assert markup(link_tree(once)) == markup(once)
    assert markup(given) == f"<p>{pair.source}</p>"


def test_tilde_is_part_of_an_address() -> None:
    once = link_tree(tree("<p>http://example.org/~ann/a</p>"))
    assert once.find(".//a").get("href") == "http://example.org/~ann/a"  # type: ignore[union-attr]


def test_texts_notes_and_biographies_are_linked() -> None:
    """Wherever a source may name an address: a bibliography in the text, a note, a life."""
    a_book = book_of(text('<p>See www.example.org/a.<call note="1"/></p>', [note("1", "www.example.org/b")]))
    ann = Contributor("ann", "Ann Crane", "Crane, Ann", tree("<p>www.example.org/c</p>"))
    a_book = replace(a_book, contributors={"ann": ann})
    done = edited(a_book)
    biography = done.contributors["ann"].biography
    assert biography is not None
    trees = (done.texts[0].body, done.texts[0].notes[0].body, biography)
    assert [one.find(".//a").get("href")[-1] for one in trees] == ["a", "b", "c"]  # type: ignore[union-attr,index]
    assert shown(each(done, link_addresses)) == shown(done)
