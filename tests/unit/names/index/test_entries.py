"""The printed index: references, double posting, subentries, groups, headnote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from florilegium.book.model import Book, Index, IndexEntry, Mention
from florilegium.names.index.entries import check_lengths, is_indexed, make_index, make_indexes
from florilegium.names.mentions.survey import find_mentions, survey
from florilegium.problems import Report

MakeBook = Callable[..., Book]


def page_of(mention: Mention) -> int:
    """Paragraph N of a text stands on page N; those of text `two` on page 100 + N."""
    number = int(mention.block.rpartition("-")[2])
    return number + (100 if mention.key == "two" else 0)


def index_of(book: Book, report: Report | None = None) -> Index:
    quiet = Report()
    return make_index(book, find_mentions(book, quiet), page_of, report or quiet)


def lines(index: Index) -> list[str]:
    """The index as a reader sees it, groups left out."""

    def line(entry: IndexEntry, depth: int = 0) -> list[str]:
        words = ", ".join([entry.label, *map(str, entry.locators)])
        words += f". See {entry.see}" if entry.see else ""
        words += f". See also {'; '.join(entry.see_also)}" if entry.see_also else ""
        below = [text for sub in entry.subentries for text in line(sub, depth + 1)]
        return ["  " * depth + words, *below]

    return [text for group in index.groups for entry in group.entries for text in line(entry)]


def test_entries_in_order_with_their_pages(small_book: MakeBook) -> None:
    """Headings are filed under letters with ascending, collapsed locators."""
    index = {"entries": ["Ito, Kenji", "Abel"], "places": ["Zürich", "Malta", "Ålesund"]}
    one = "Malta and Zürich.\n\nKenji Ito in Malta.\n\nAbel, Ålesund.\n\nMalta."
    made = index_of(small_book(index, one=one))
    assert lines(made) == ["Abel, 3", "Ålesund, 3", "Ito, Kenji, 2", "Malta, 1–2, 4", "Zürich, 1"]
    assert [group.letter for group in made.groups] == ["A", "I", "M", "Z"]


def test_sort_form_decides_the_place(small_book: MakeBook) -> None:
    """An editor's `sort` files an entry and its letter, and is not printed."""
    index = {"places": [{"heading": "Mount Ararat", "sort": "Ararat"}, "Basel"]}
    made = index_of(small_book(index, one="Basel, Mount Ararat."))
    assert lines(made) == ["Mount Ararat, 1", "Basel, 1"]
    assert [group.letter for group in made.groups] == ["A", "B"]


def test_references(small_book: MakeBook) -> None:
    """See leads to a printed heading; see also names printed headings in their order; others are left out."""
    index = {
        "places": [
            {"heading": "Istanbul", "see_also": ["Turkey", "Ankara", "Izmir"]},
            {"heading": "Byzantium", "see": "Constantinople"},
            {"heading": "Constantinople", "see": "Istanbul"},
            {"heading": "Smyrna", "see": "Izmir"},
            "Izmir",
            "Turkey",
            "Ankara",
        ]
    }
    made = index_of(small_book(index, one="Istanbul, Ankara, Turkey."))
    assert lines(made) == [
        "Ankara, 1",
        "Byzantium. See Istanbul",
        "Constantinople. See Istanbul",
        "Istanbul, 1. See also Ankara; Turkey",
        "Turkey, 1",
    ]


def test_posts_twice_where_see_and_target_meet(small_book: MakeBook) -> None:
    """A see beside its target repeats the locators, so that no reader is sent to the next line."""
    index = {
        "places": [
            "Kuril Islands",
            {"heading": "Kurils", "see": "Kuril Islands"},
            {"heading": "Kurile chain", "see": "Kuril Islands"},
            {"heading": "Chishima", "see": "Kuril Islands"},
        ]
    }
    made = index_of(small_book(index, one="Kuril Islands.\n\nKurils."))
    assert lines(made) == [
        "Chishima. See Kuril Islands",
        "Kurile chain, 1–2",
        "Kuril Islands, 1–2",
        "Kurils, 1–2",
    ]


def test_namesakes_have_anchors_and_glosses(small_book: MakeBook) -> None:
    """Two headings of one name keep apart by gloss, in the order, the references and the anchors."""
    index = {
        "places": [
            {"heading": "Paris", "gloss": "Texas", "only": ["two"]},
            {"heading": "Paris", "gloss": "France", "only": ["one"]},
            {"heading": "Lutetia", "see": "Paris (France)"},
        ]
    }
    made = index_of(small_book(index, one="Paris.", two="Paris."))
    assert lines(made) == ["Lutetia. See Paris (France)", "Paris (France), 1", "Paris (Texas), 101"]
    ids = [entry.id for group in made.groups for entry in group.entries]
    assert ids == ["x-lutetia", "x-paris-france", "x-paris-texas"]


def test_split_by_article(small_book: MakeBook) -> None:
    """A long entry is split under the short titles of articles and their authors, in the book's order."""
    index: dict[str, Any] = {"places": [{"heading": "Malta", "subentries": "by-article"}]}
    made = index_of(small_book(index, two="Malta.", one="Malta.\n\nMalta."))
    assert lines(made) == ["Malta", "  “two” (Two), 101", "  “one” (One), 1–2"]
    assert made.groups[0].entries[0].subentries[0].id == "x-malta-in-two-two"


def test_split_only_what_is_long(small_book: MakeBook) -> None:
    """With `long_entries: by-article`, entries of more than seven locators are split and no others."""
    texts = {"one": "\n\n".join(["Malta.", "Gozo."] * 5), "two": "\n\n".join(["Malta.", "Rain."] * 4)}
    index = {"places": ["Malta", "Gozo"], "long_entries": "by-article"}
    made = index_of(small_book(index, **texts))
    assert lines(made) == [
        "Gozo, 2, 4, 6, 8, 10",
        "Malta",
        "  “one” (One), 1, 3, 5, 7, 9",
        "  “two” (Two), 101, 103, 105, 107",
    ]


def test_themes(small_book: MakeBook) -> None:
    """A theme takes the mentions of paragraphs that have one of its phrases; the rest stay."""
    themes = {"under siege": ["siege", "bombardment"], "and the Knights": ["the knights"]}
    index = {"places": [{"heading": "Malta", "themes": themes}]}
    words = ["Malta.", "The Siege left Malta bare.", "Malta and the Knights.", "Malta.", "Malta, siege."]
    one = "\n\n".join(words)
    assert lines(index_of(small_book(index, one=one))) == [
        "Malta, 1, 4",
        "  and the Knights, 3",
        "  under siege, 2, 5",
    ]


def test_theme_of_the_nearest_sign(small_book: MakeBook) -> None:
    """A passage goes before words, the mention's sentence before its paragraph, a whole text last."""
    themes = {
        "besieged": ["siege", {"text": "two"}],
        "fishing off": ["fish"],
        "and the Knights": [{"text": "one", "starts": "Then", "through": "Later"}],
        "taxes of": [{"words": "tax", "text": "one", "starts": "Later"}],
    }
    index = {"places": [{"heading": "Malta", "themes": themes}]}
    words = [
        "The siege of Malta began. Malta had fish.",
        "The siege ended. It was Malta.",
        "Then Malta was rich, and had fish.",
        "Later Malta paid. In Malta a tax was due.",
        "Malta.",
    ]
    book = small_book(index, one="\n\n".join(words), two="Malta.\n\nMalta had fish.")
    assert lines(index_of(book)) == [
        "Malta, 5",
        "  besieged, 1–2, 101",
        "  fishing off, 1, 102",
        "  and the Knights, 3–4",
        "  taxes of, 4",
    ]


def test_main_passage(small_book: MakeBook) -> None:
    """The pages of a main passage are marked, and the headnote says so."""
    index = {"places": [{"heading": "Malta", "main": [{"text": "one", "starts": "Of Malta"}]}]}
    made = index_of(small_book(index, one="Malta.\n\nOf Malta much is told."))
    assert [locator.main for locator in made.groups[0].entries[0].locators] == [False, True]
    assert "bold" in made.headnote


def test_too_many_locators(small_book: MakeBook) -> None:
    """X005 from the eighth plain locator on, unless the entry is meant to be long."""
    one = "\n\n".join(["Malta and Gozo.", "Rain."] * 8)
    report = Report()
    index_of(small_book({"places": ["Malta", {"heading": "Gozo", "long": True}]}, one=one), report)
    assert [(p.code, p.message.partition("”")[0]) for p in report.problems] == [("X005", "“Malta")]
    report = Report()
    index_of(small_book({"places": ["Malta"]}, one="\n\n".join(["Malta.", "Rain."] * 7)), report)
    assert not report.problems


def test_lengths_are_foreseen_from_the_letters(small_book: MakeBook) -> None:
    """Before pages are set, X005 counts pages as the size of the page lets expect them."""
    between = "rain " * 1100  # 4,400 letters: two pages of 6 by 9 inches
    one = "\n\n".join(["Malta.", between] * 8)
    book = small_book({"places": ["Malta"]}, one=one)
    told = {}
    for size in ((152.4, 228.6), (305, 457)):
        report = Report()
        check_lengths(book, survey(book, report), size, report)
        told[size] = [problem.message for problem in report.problems]
    assert told[152.4, 228.6] == ["“Malta” will have about 8 locators in a row; up to 7 were expected"]
    assert told[305, 457] == []


def test_headnote_tells_what_is_indexed(small_book: MakeBook) -> None:
    """Kinds and the policy on capitals are told in the book's language; an editor's own headnote wins."""
    index: dict[str, Any] = {"places": ["Malta"], "kinds": ["place"], "metonyms": "left out"}
    english = index_of(small_book(index, one="Malta.")).headnote
    assert "lists the places named" in english and "for its government alone" in english
    assert "persons" not in english
    french = index_of(small_book({"places": ["Malta"]}, language="fr", one="Malta.")).headnote
    assert "personnes et lieux" in french
    assert index_of(small_book({**index, "headnote": "Mine."}, one="Malta.")).headnote == "Mine."


def test_divided_index(small_book: MakeBook) -> None:
    """With `divided`, names and places have an index each, and an empty one is left out."""
    index = {"entries": ["Ito, Kenji"], "places": ["Malta"], "divided": True}
    book = small_book(index, one="Kenji Ito, Malta.")
    made = make_indexes(book, find_mentions(book, Report()), page_of, Report())
    assert [(part.title, lines(part)) for part in made] == [
        ("Index of Names", ["Ito, Kenji, 1"]),
        ("Index of Places", ["Malta, 1"]),
    ]
    book = small_book({"places": ["Malta"], "divided": True}, one="Malta.")
    assert len(make_indexes(book, find_mentions(book, Report()), page_of, Report())) == 1


def test_two_indexes_have_ids_of_their_own(small_book: MakeBook) -> None:
    """Both stand in one file: entries that read alike are told apart there."""
    index = {
        "entries": ["Malta, Ann", "Saint-Denis"],
        "places": ["Malta Ann", "Saint Denis"],
        "divided": True,
    }
    book = small_book(index, one="Ann Malta, Saint-Denis, Malta Ann, Saint Denis.")
    made = make_indexes(book, find_mentions(book, Report()), page_of, Report())
    ids = [entry.id for part in made for group in part.groups for entry in group.entries]
    assert len(ids) == 4
    assert len(set(ids)) == 4


def test_an_editors_headnote_stands_once(small_book: MakeBook) -> None:
    """What the editor says of both indexes is not said twice; what the program says, it says of each."""
    index = {"entries": ["Ito, Kenji"], "places": ["Malta"], "divided": True}
    book = small_book(index, one="Kenji Ito, Malta.")
    said = [part.headnote for part in make_indexes(book, find_mentions(book, Report()), page_of, Report())]
    assert "persons" in said[0] and "places" in said[1]
    book = small_book(index | {"headnote": "Who and where."}, one="Kenji Ito, Malta.")
    said = [part.headnote for part in make_indexes(book, find_mentions(book, Report()), page_of, Report())]
    assert said == ["Who and where.", ""]


def test_a_book_that_names_nobody_has_no_index(small_book: MakeBook) -> None:
    """Headings that nothing names, or of a kind that is not printed, make no index."""
    index = {"entries": ["Ito, Kenji", {"heading": "The Quill Club", "kind": "organisation"}]}
    for text, found in (("Kenji Ito.", True), ("The Quill Club.", False), ("Nobody.", False)):
        book = small_book(index, one=text)
        assert is_indexed(book, find_mentions(book, Report())) is found


@pytest.mark.parametrize("sorting", ["letter-by-letter", "word-by-word"])
def test_order_does_not_depend_on_the_manifest(small_book: MakeBook, sorting: str) -> None:
    """The same headings in another order make the same index."""
    names = ["Newark", "New York", "Newman", "New Haven", "Åre", "Are"]
    one = " and ".join(names)
    first = small_book({"places": names, "sorting": sorting}, one=one)
    second = small_book({"places": names[::-1], "sorting": sorting}, one=one)
    assert replace(index_of(first), headnote="") == replace(index_of(second), headnote="")
