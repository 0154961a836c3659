"""The joining of a manuscript from its pieces and notes."""

from __future__ import annotations

from lxml import etree

from florilegium.book.model import Note
from florilegium.problems import Place
from florilegium.sources.assembly import drop_uncalled
from florilegium.sources.parts import Piece


def test_a_note_that_goes_takes_the_words_of_its_pictures_into_its_row() -> None:
    """A bubble that only a menu opens goes, and what its pictures say is accounted for with it."""
    menu = etree.fromstring('<nav><call note="1"/></nav>')
    note = Note(
        "1", etree.fromstring('<body><p>More <img alt="A rake of ash"/></p></body>'), Place("a.html", 2)
    )
    pieces = [
        Piece(None, "boilerplate", 1, 1, "Menu", 4, cut=menu),
        Piece(None, "note", 2, 2, "More", 4, fixed=True, fate="note 1"),
    ]
    rows, notes = drop_uncalled(pieces, [note])
    assert notes == ()
    assert [(row.role, row.beside) for row in rows] == [("boilerplate", ""), ("boilerplate", "A rake of ash")]
