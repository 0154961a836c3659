"""Items are moved with their comments, as they are written; nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from florilegium.manifest.writing.item_moves import Nest, Shift
from florilegium.manifest.writing.stretches import UneditableError
from florilegium.manifest.writing.surgery import changed

FILE = """\
# The book.
chapters:
  - title: Roads

    # the ford comes first
    articles:
      # by boat
      - source: ford.txt   # a plain text
        introduction: |
          One.

          Two.

      - wall.md
      - {source: wind.html}
  # the second
  - title: Gardens
    articles:
    - source: figs.txt
tags: [a, b, c]
"""


def test_an_item_changes_its_place_in_a_list() -> None:
    made = changed(FILE, [Shift(("chapters", 0, "articles", 2), ("chapters", 0, "articles"), 0)])
    assert made.index("wind.html") < made.index("by boat") < made.index("ford.txt") < made.index("wall.md")
    assert sorted(made.splitlines()) == sorted(FILE.splitlines())
    assert changed(made, [Shift(("chapters", 0, "articles", 0), ("chapters", 0, "articles"), 2)]) == FILE


def test_an_item_in_brackets_changes_its_place() -> None:
    assert "tags: [b, c, a]" in changed(FILE, [Shift(("tags", 0), ("tags",), 2)])


def test_an_item_goes_to_another_list_with_its_comments() -> None:
    made = changed(FILE, [Shift(("chapters", 0, "articles", 0), ("chapters", 1, "articles"), 1)])
    assert made.endswith(
        "    - source: figs.txt\n    # by boat\n    - source: ford.txt   # a plain text\n"
        "      introduction: |\n        One.\n\n        Two.\ntags: [a, b, c]\n"
    )
    back = changed(made, [Shift(("chapters", 1, "articles", 1), ("chapters", 0, "articles"), 0)])
    assert back.replace("\n\n      - wall", "\n      - wall") == FILE.replace(
        "\n\n      - wall", "\n      - wall"
    )


def test_chapters_change_their_places() -> None:
    made = changed(FILE, [Shift(("chapters", 1), ("chapters",), 0)])
    assert made.startswith("# The book.\nchapters:\n  # the second\n  - title: Gardens\n")
    assert changed(made, [Shift(("chapters", 0), ("chapters",), 1)]) == FILE


@pytest.mark.parametrize(
    "move",
    [
        Shift(("chapters", 1, "articles", 0), ("chapters", 0, "articles"), 0),
        Shift(("chapters", 5), ("chapters",), 0),
        Shift(("chapters", 0, "title"), ("chapters",), 0),
        Shift(("chapters", 0), ("chapters", 1, "articles", 7), 0),
    ],
    ids=["last", "gone", "no item", "no list"],
)
def test_what_cannot_be_moved_is_left(move: Shift) -> None:
    with pytest.raises(UneditableError):
        changed(FILE, [move])


@given(st.permutations(range(5)), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_order_can_be_reached(order: list[int], newline: str, ends: bool) -> None:
    """Step by step, with or without a last line end, every line of an item stays beside it."""
    text = "a:\n" + "\n".join(f"  # {number}\n  - n: {number}\n    m: {number}" for number in range(5))
    text = (text + "\n" * ends).replace("\n", newline)
    made, now = text, list(range(5))
    for place, number in enumerate(order):
        made = changed(made, [Shift(("a", now.index(number)), ("a",), place)])
        now.insert(place, now.pop(now.index(number)))
    wanted = "a:\n" + "\n".join(f"  # {number}\n  - n: {number}\n    m: {number}" for number in order)
    assert made == (wanted + "\n" * ends).replace("\n", newline)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_key_goes_a_level_down_as_it_is_written(newline: str) -> None:
    """Comments and texts of several lines go with it, and what is before and behind stays."""
    text = (
        "title: A\nchapters:  # all\n  # the first\n  - title: |\n      One\n       set in\n"
        "    articles: [a.md,\n      b.md]\n\nindex: {}\n"
    )
    made = changed(text.replace("\n", newline), [Nest(("chapters",), "parts", "Light: a part")])
    assert made.replace(newline, "\n") == (
        'title: A\nparts:\n  - title: "Light: a part"\n    chapters:  # all\n      # the first\n'
        "      - title: |\n          One\n           set in\n"
        "        articles: [a.md,\n          b.md]\n\nindex: {}\n"
    )


def test_a_key_in_brackets_stays() -> None:
    with pytest.raises(UneditableError):
        changed("{title: A, chapters: [a]}\n", [Nest(("chapters",), "parts", "Light")])
