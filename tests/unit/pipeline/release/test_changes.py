"""The list of changes between two records."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from florilegium.pipeline.release.changes import changes

BEFORE: dict[str, Any] = {
    "book": {"title": "Ferns", "date": "2026-01-01", "edition": ""},
    "contents": {
        "articles": {
            "walk": {"title": "A Walk", "text": "1", "notes": ["a", "b"], "pages": ["3", "9"]},
            "brook": {"title": "The Brook", "text": "2", "notes": [], "pages": ["10", "10"]},
        },
        "texts": {"introduction": "x"},
        "index": {"Bracken, Ann": "3, 9", "Fern, Maud": "4"},
        "pages": 20,
    },
}


def lines(after: dict[str, Any]) -> list[str]:
    """The lines of the list, without what stands before them."""
    return [line[2:] for line in changes(BEFORE, after).splitlines() if line.startswith("- ")]


def test_nothing_has_changed() -> None:
    assert "Nothing has changed in *Ferns* since the release of 2026-01-01." in changes(BEFORE, BEFORE)


def test_the_first_release_says_so() -> None:
    assert "first release of *Ferns*" in changes(None, BEFORE)


def test_each_article_says_what_became_of_it() -> None:
    after = deepcopy(BEFORE)
    articles = after["contents"]["articles"]
    articles["walk"] |= {"notes": ["a", "c", "d"], "pages": ["3", "11"]}
    articles["moss"] = articles.pop("brook") | {"title": "Moss"}
    assert lines(after) == [
        "*A Walk*: notes changed (2 before, 3 now, 2 of them new or mended); pages 3–9 before, 3–11 now",
        "*Moss*: new",
        "*The Brook*: left out",
    ]


def test_the_index_says_which_headings_changed() -> None:
    after = deepcopy(BEFORE)
    after["contents"]["index"] = {"Bracken, Ann": "3", "Moss, Ivy": "8"}
    after["contents"]["pages"] = 22
    assert lines(after) == [
        "Index, new: Moss, Ivy",
        "Index, left out: Fern, Maud",
        "Index, other numbers: Bracken, Ann",
        "20 pages before, 22 now",
    ]


def test_another_order_is_told() -> None:
    after = deepcopy(BEFORE)
    articles = after["contents"]["articles"]
    after["contents"]["articles"] = dict(reversed(articles.items()))
    assert lines(after) == ["The articles stand in another order."]
