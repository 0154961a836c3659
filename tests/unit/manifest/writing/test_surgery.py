"""One value is changed, and nothing else: comments, order, quotation marks and blank lines stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from florilegium.manifest.writing.stretches import UneditableError, stretches, way_at
from florilegium.manifest.writing.surgery import Add, Change, Put, Take, changed
from projects import REPOSITORY

FILE = """\
# The book.
title:   "Ways East"   # as on the cover
language: en

contributors:
  polo: {name: Marco Polo, "sort": 'Polo, Marco'}   # the traveller

chapters:
  - title: Roads
    # first things first
    articles:
    - source: texts/ford.txt
      authors: [polo]
    - source: 'texts/wall.md'
      corrections:
        - find: teh
          replace: the
      introduction: |
        One.

        Two.

# the index
index:
  ignore:
  entries:
    - Polo, Marco
    - heading: Kublai Khan
      variants: the Khan   # so called
    - {heading: Niccolò, see: "Polo, Niccolò"}
  places: [Ulm]
"""

CASES: list[tuple[str, Change, list[str], list[str]]] = [
    ("a quoted text", Put(("title",), "Ways West"),
     ['title:   "Ways East"   # as on the cover'], ['title:   "Ways West"   # as on the cover']),
    ("a plain text", Put(("language",), "en-GB"), ["language: en"], ["language: en-GB"]),
    ("a value in brackets", Put(("contributors", "polo", "name"), "Polo, M."),
     ["""  polo: {name: Marco Polo, "sort": 'Polo, Marco'}   # the traveller"""],
     ["""  polo: {name: "Polo, M.", "sort": 'Polo, Marco'}   # the traveller"""]),
    ("a key in brackets", Put(("contributors", "polo", "born"), 1254),
     ["""  polo: {name: Marco Polo, "sort": 'Polo, Marco'}   # the traveller"""],
     ["""  polo: {name: Marco Polo, "sort": 'Polo, Marco', born: 1254}   # the traveller"""]),
    ("a new key of an item", Put(("chapters", 0, "articles", 0, "title"), "The Ford"), [],
     ["      title: The Ford"]),
    ("a new key after a text of lines", Put(("chapters", 0, "articles", 1, "authors"), ["polo"]), [],
     ["      authors:", "        - polo"]),
    ("an item of a list",
     Add(("chapters", 0, "articles", 1, "corrections"), {"find": "a b", "replace": "ab", "reason": "One."}),
     [],
     ["        - find: a b", "          replace: ab", "          reason: One."]),
    ("the first item of a list", Add(("index", "ignore"), "Pandora’s box"), [], ["    - Pandora’s box"]),
    ("an item in brackets", Add(("index", "places"), "Sea of Glass"),
     ["  places: [Ulm]"], ["  places: [Ulm, Sea of Glass]"]),
    ("a second value beside one alone", Add(("index", "entries", 1, "variants"), "Khubilai"),
     ["      variants: the Khan   # so called"], ["      variants: [the Khan, Khubilai]   # so called"]),
    ("keys for a bare item", Put(("index", "entries", 0), {"heading": "Polo, Marco", "variants": ["Marco"]}),
     ["    - Polo, Marco"], ["    - heading: Polo, Marco", "      variants:", "        - Marco"]),
    ("a key of an item in brackets", Put(("index", "entries", 2, "kind"), "person"),
     ['    - {heading: Niccolò, see: "Polo, Niccolò"}'],
     ['    - {heading: Niccolò, see: "Polo, Niccolò", kind: person}']),
    ("a text of lines", Put(("chapters", 0, "articles", 1, "introduction"), "One.\n\nThree.\n"),
     ["        Two."], ["        Three."]),
    ("an item taken out", Take(("chapters", 0, "articles", 0)),
     ["    - source: texts/ford.txt", "      authors: [polo]"], []),
    ("a key taken out", Take(("chapters", 0, "articles", 0, "authors")), ["      authors: [polo]"], []),
    ("an item in the midst taken out", Take(("index", "entries", 1)),
     ["    - heading: Kublai Khan", "      variants: the Khan   # so called"], []),
    ("a key in brackets taken out", Take(("index", "entries", 2, "see")),
     ['    - {heading: Niccolò, see: "Polo, Niccolò"}'], ["    - {heading: Niccolò}"]),
    ("the only item taken out", Take(("index", "places", 0)), ["  places: [Ulm]"], ["  places: []"]),
    ("a key at the end of the file", Put(("date",), "2020-02-02"), [], ['date: "2020-02-02"']),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "gone", "come"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_one_place_changes(change: Change, gone: list[str], come: list[str], newline: str) -> None:
    """The lines that go and come are those named, and all others stay in their order."""
    made = changed(FILE.replace("\n", newline), [change])
    assert newline == "\n" or "\n" not in made.replace("\r\n", "")
    before, after = FILE.split("\n"), made.replace("\r\n", "\n").split("\n")
    assert [line for line in before if line not in gone] == [line for line in after if line not in come]
    assert [line for line in after if line in come] == come


def test_what_stood_there_is_found_again() -> None:
    """To change a value and to change it back gives the same bytes."""
    there = changed(FILE, [Put(("title",), "No: #1 – it’s “so”")])
    assert stretches(there).value["title"] == "No: #1 – it’s “so”"  # type: ignore[index,call-overload]
    assert changed(there, [Put(("title",), "Ways East")]) == FILE


@pytest.mark.parametrize(
    "text", ["title: [open", "a: &x {b: c}\nd: *x\n", "a: b\n---\nc: d\n"], ids=["broken", "alias", "two"]
)
def test_what_cannot_be_changed_by_itself_is_left(text: str) -> None:
    with pytest.raises(UneditableError):
        changed(text, [Put(("d", "b"), "other"), Put(("a",), ["x"])])


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("index:\n  entries: []\n  # - Polo\n", "index:\n  entries:\n    - Ulm\n    - Bern\n  # - Polo\n"),
        ("index: {entries: []}\n", "index: {entries: [Ulm, Bern]}\n"),
        ("- entries: []\n", "- entries:\n    - Ulm\n    - Bern\n"),
    ],
    ids=["a key", "in brackets", "in an item"],
)
def test_an_empty_list_grows_by_lines(text: str, then: str) -> None:
    """An index of hundreds of headings is no line of a file that anybody can read."""
    way = ("index", "entries") if text.startswith("index") else (0, "entries")
    assert changed(changed(text, [Add(way, "Ulm")]), [Add(way, "Bern")]) == then


def test_a_place_that_is_gone_is_told() -> None:
    for change in (Put(("chapters", 4, "title"), "x"), Take(("nothing",)), Add(("title", "below"), "x")):
        with pytest.raises(UneditableError):
            changed(FILE, [change])


def test_an_empty_file_is_begun() -> None:
    assert (
        changed("", [Put(("title",), "Ways"), Add(("entries",), "Ulm")]) == "title: Ways\nentries:\n  - Ulm\n"
    )


SHIPPED = {name: (REPOSITORY / name).read_text(encoding="utf-8") for name in ("anthology.yaml", "index.yaml")}


def _ways(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        return found + [way for key, below in value.items() for way in _ways(below, (*path, key))]
    if isinstance(value, list):
        return found + [way for at, below in enumerate(value) for way in _ways(below, (*path, at))]
    return found


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    word=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=20),
)
@pytest.mark.parametrize("name", SHIPPED)
def test_any_value_takes_any_text(name: str, data: st.DataObject, word: str) -> None:
    """Every value of the shipped files can be given any text, and the others stay; or it is refused whole."""
    text = SHIPPED[name]
    way = data.draw(st.sampled_from(_ways(stretches(text).value)))
    try:
        made = changed(text, [Put(way, word)])
    except UneditableError:
        return
    old = {path: value for path, value in _leaves(stretches(text).value).items() if path[: len(way)] != way}
    new = {path: value for path, value in _leaves(stretches(made).value).items() if path[: len(way)] != way}
    assert old == new
    assert _leaves(stretches(made).value)[way] == word


def _leaves(value: object, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], object]:
    if isinstance(value, dict):
        return {
            way: leaf for key, below in value.items() for way, leaf in _leaves(below, (*path, key)).items()
        }
    if isinstance(value, list):
        return {
            way: leaf for at, below in enumerate(value) for way, leaf in _leaves(below, (*path, at)).items()
        }
    return {path: value}


def test_a_place_of_the_text_leads_to_its_value() -> None:
    text = (
        "title: A Book\nchapters:\n  - title: One\n    articles:\n      - a.md\n"
        "      - {source: b.md, key: b}\n"
    )
    ways = {(1, 1): ("title",), (1, 10): ("title",), (3, 5): ("chapters", 0, "title"), (9, 1): None}
    ways |= {(5, 9): ("chapters", 0, "articles", 0), (6, 24): ("chapters", 0, "articles", 1, "key")}
    for (line, column), way in ways.items():
        assert way_at(text, line, column) == (way or ("chapters", 0, "articles", 1, "key")), (line, column)
    assert way_at("", 1, 1) == ()
