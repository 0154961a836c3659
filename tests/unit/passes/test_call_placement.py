"""Where a note call stands, by the pairs of the fixture."""

from __future__ import annotations

import re

import pytest
from books import markup, tree
from pairs import FIXTURES, Pair, pairs

from florilegium.book import runs
from florilegium.passes.call_placement import settle_calls

PAIRS = list(pairs(FIXTURES / "notes", "calls.txt"))


def with_calls(words: str) -> str:
    return re.sub(r"\((\d)\)", r'<call note="\1"/>', f"<p>{words}</p>")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.place)
def test_call_stands_after_its_words(pair: Pair) -> None:
    """After the punctuation where the language has it so, outside phrases that it ends, never in a link."""
    body = tree(with_calls(pair.source))
    words = runs.text_of(body[0])
    settle_calls(body, pair.language)
    assert markup(body) == with_calls(pair.printed)
    assert runs.text_of(body[0]) == words
    settle_calls(body, pair.language)
    assert markup(body) == with_calls(pair.printed)
