"""Whether a note is a citation or says more; the fixture has one note a line."""

from __future__ import annotations

import pytest
from books import note, tree
from pairs import FIXTURES

from florilegium.passes.citations.note_content import is_substantive, sources_cited

LINES = [
    tuple(line.split(": ", maxsplit=1))
    for line in (FIXTURES / "notes" / "kinds.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("kind", "words"), LINES, ids=[words[:40] for _, words in LINES])
def test_kind_of_note(kind: str, words: str) -> None:
    """A note that only tells where something stands is no substantive one."""
    assert kind in {"citation", "substantive"}
    assert is_substantive(note("1", words).body) == (kind == "substantive")


def test_second_paragraph_may_say_more() -> None:
    """A note of several blocks is substantive when one of them is."""
    assert is_substantive(tree("<p>Crane, 1871.</p><p>She was never sure of the second figure.</p>"))
    assert not is_substantive(tree("<ul><li>Crane, 1871.</li><li>Moth, 1872.</li></ul>"))


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Crane, <em>Soundings</em>, 45.", 1),
        ("Crane, <em>Soundings</em>; Moth, “Lamps; Wicks,” 3", 2),
        ("The pilots had asked for it.", 0),
        ("He was sure; see Crane, 45.", 1),
        ("Ibid.; Moth, op. cit.", 2),
    ],
)
def test_sources_are_counted(words: str, count: int) -> None:
    """Semicolons part sources, but not inside quotation marks."""
    assert sources_cited(tree(f"<p>{words}</p>")[0]) == count
