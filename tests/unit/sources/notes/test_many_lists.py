"""Texts with many lists of notes: each call finds its own, and the work grows with the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from snapshot import read_file

from florilegium.sources.notes import bare_calls, list_search, web_notes

EACH = 5
PROSE = "The keeper of lock {} wrote that the water rose in the night and stood at the sill.{} "


def chapter(number: int) -> str:
    """The text of a chapter with its calls."""
    return "".join(PROSE.format(f"house {chr(97 + number % 26)}", call) for call in range(1, EACH + 1))


def notes(number: int) -> str:
    """The notes of a chapter."""
    return "\n\n".join(f"{call}. Ledger of chapter {number}, leaf {call}." for call in range(1, EACH + 1))


def behind_each(count: int) -> str:
    """A text whose notes stand behind each of its chapters."""
    parts = (f"{chapter(number)}\n\nNotes\n\n{notes(number)}" for number in range(count))
    return "The Locks\n\n" + "\n\n".join(parts)


def at_the_foot(count: int) -> str:
    """A text whose notes stand at its foot, under the names of its chapters."""
    text = "\n\n".join(f"Lock {number}\n\n{chapter(number)}" for number in range(count))
    parts = "\n\n".join(f"Lock {number}\n\n{notes(number)}" for number in range(count))
    return f"The Locks\n\n{text}\n\nNotes\n\n{parts}"


def manuscript_of(text: str, folder: Path) -> tuple[list[str], list[str]]:
    """The labels of the calls and of the notes of a plain text that has no problems."""
    path = folder / "locks.txt"
    path.write_text(text, encoding="utf-8")
    manuscript, report = read_file(path)
    assert manuscript is not None
    assert [str(problem) for problem in report.problems] == []
    calls = [call.get("note", "") for call in manuscript.body.iter("call")]
    return calls, [note.label for note in manuscript.notes]


@pytest.mark.parametrize("text", [behind_each(12), at_the_foot(12)], ids=["behind", "foot"])
def test_each_call_finds_the_note_of_its_chapter(text: str, tmp_path: Path) -> None:
    """Of twelve lists that all begin with 1, each answers the calls of its own chapter."""
    calls, labels = manuscript_of(text, tmp_path)
    assert calls == labels
    assert len(set(labels)) == 12 * EACH


@pytest.mark.parametrize("made", [behind_each, at_the_foot])
def test_the_work_grows_with_the_text(made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as many lists take about twice as many steps: pieces looked at, and numbers weighed."""
    steps = 0
    number, chain, choose = list_search._number, bare_calls._first_chain, bare_calls.choose

    def counted_number(piece: Any) -> Any:
        nonlocal steps
        steps += 1
        return number(piece)

    def counted_chain(found: Sequence[Any], ranks: Sequence[int]) -> Any:
        nonlocal steps
        steps += len(found)
        return chain(found, ranks)

    def counted_choose(found: Iterable[Any], *rest: Any, **more: Any) -> Any:
        nonlocal steps
        weighed = list(found)
        steps += len(weighed)
        return choose(weighed, *rest, **more)

    monkeypatch.setattr(list_search, "_number", counted_number)
    monkeypatch.setattr(bare_calls, "_first_chain", counted_chain)
    monkeypatch.setattr(bare_calls, "choose", counted_choose)
    taken = []
    for count in (60, 120):
        steps = 0
        assert len(manuscript_of(made(count), tmp_path)[1]) == count * EACH
        taken.append(steps)
    assert taken[1] <= taken[0] * 2.2


def linked_lists(count: int) -> str:
    """A page with its notes at the foot, a list under the name of each chapter."""
    chapters = "".join(
        f"<h2>Lock {number}</h2><p>{PROSE.format('house', '')}"
        f'<a class="footnote-ref" href="#fn{number}"><sup>{number}</sup></a></p>'
        for number in range(1, count + 1)
    )
    lists = "".join(
        f'<h3>Lock {number}</h3><ol class="footnotes" start="{number}"><li id="fn{number}">Leaf {number} of '
        "the ledger.</li></ol>"
        for number in range(1, count + 1)
    )
    return f"<html><body><h1>The Locks</h1>{chapters}<h2>Notes</h2>{lists}</body></html>"


def test_headings_of_linked_lists_are_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lists of a page's chapters have one heading *Notes*, which is not sought from each of them."""
    looked = 0
    is_head = web_notes._is_head

    def counted(element: Any, reading: Any) -> bool:
        nonlocal looked
        looked += 1
        return is_head(element, reading)

    monkeypatch.setattr(web_notes, "_is_head", counted)
    path = tmp_path / "locks.html"
    path.write_text(linked_lists(40), encoding="utf-8")
    manuscript, _ = read_file(path)
    assert manuscript is not None
    assert len(manuscript.notes) == 40
    headings = ["".join(one.itertext()) for one in manuscript.body.iter("h2", "h3")]
    assert headings == [f"Lock {number}" for number in range(1, 41)]
    assert looked <= 2 * 41
