"""Where a reading system may break a long address."""

from __future__ import annotations

from lxml import etree

from florilegium.book import runs
from florilegium.editions.epub.pages.break_hints import let_addresses_break


def broken(markup: str) -> str:
    tree = etree.fromstring(f"<p>{markup}</p>")
    let_addresses_break(tree)
    return etree.tostring(tree, encoding="unicode")[3:-4]


def test_address_may_break_at_its_signs() -> None:
    """The letters stay, so whoever copies the address has it whole."""
    link = '<a href="http://www.example.org/a/b.html">http://www.example.org/a/b.html</a>'
    assert broken(link) == (
        '<a href="http://www.example.org/a/b.html">http://<wbr/>www<wbr/>.example<wbr/>.org<wbr/>/a<wbr/>/b'
        "<wbr/>.html</a>"
    )
    tree = etree.fromstring(f"<p>See {link}, and so on.</p>")
    before = runs.text_of(tree)
    let_addresses_break(tree)
    assert runs.text_of(tree) == before


def test_words_of_other_links_stay_whole() -> None:
    """A link in words, a short address, and one that leads inside the book are left alone."""
    for link in (
        '<a href="http://www.example.org/a">the second edition of 1871</a>',
        '<a href="http://a.example">a.example</a>',
        '<a href="#notes">www.example.org/a/b/c/d</a>',
    ):
        assert broken(link) == link
