"""The queue of names: what an editor decides while names are looked for is not lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from desks import until

from florilegium.book.model import Authority, Kind
from florilegium.desk import name_queue
from florilegium.desk.live_build import Shown
from florilegium.desk.name_queue import NameQueue
from florilegium.desk.news import News
from florilegium.names.suggest.proposals import Proposal
from florilegium.pipeline.live.name_decisions import Decision, Verdict


def test_a_name_given_back_while_names_are_looked_for_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The look began when the name was decided, and does not find it; it is open again when the look ends."""
    queue = NameQueue(News(), Path("anthology.yaml"))
    looks: list[list[str]] = []

    def look(*_: Any) -> list[Decision]:
        if len(looks) == 1:
            queue.give_back("Marlow")
        looks.append(["Finch"] if len(looks) == 1 else ["Marlow", "Finch"])
        return [decision(name) for name in looks[-1]]

    monkeypatch.setattr(name_queue, "open_names", look)
    monkeypatch.setattr(name_queue, "authority_now", lambda _: Authority())
    queue.look(shown())
    until(lambda: asked(queue) == ["Marlow", "Finch"])
    queue.take(decision("Marlow"))
    assert asked(queue) == ["Finch"]
    queue.look(shown())
    until(lambda: len(looks) == 3)
    until(lambda: asked(queue) == ["Marlow", "Finch"])


def test_a_decision_reads_no_file_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it adds is known. Files grow with each decision, and the answer would come later and later."""
    queue = NameQueue(News(), Path("anthology.yaml"))
    reads: list[Path] = []

    def read(manifest: Path) -> Authority:
        reads.append(manifest)
        return Authority()

    monkeypatch.setattr(name_queue, "open_names", lambda *_: [decision("Marlow"), decision("Finch")])
    monkeypatch.setattr(name_queue, "authority_now", read)
    queue.look(shown())
    until(lambda: asked(queue) == ["Marlow", "Finch"])
    queue.take(replace(decision("Marlow"), verdict=Verdict.ACCEPT))
    authority = queue.authority
    assert authority is not None and [one.label for one in authority.headings] == ["Marlow"]
    assert len(reads) == 1
    queue.give_back("Marlow")
    authority = queue.authority
    assert authority is not None and authority.headings == () and len(reads) == 2


def test_an_answer_is_ahead_of_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both at once would take turns, and the next name come later."""
    begun = threading.Event()

    def read(_: Path) -> Authority:
        begun.set()
        return Authority()

    monkeypatch.setattr(name_queue, "_HEAD_START", 0.5)
    monkeypatch.setattr(name_queue, "open_names", lambda *_: [])
    monkeypatch.setattr(name_queue, "authority_now", read)
    queue = NameQueue(News(), Path("anthology.yaml"))
    queue.look(shown())
    assert not begun.wait(0.2)
    until(lambda: queue.ready)


def asked(queue: NameQueue) -> list[str]:
    return [one.name for one in queue.open]


def decision(name: str) -> Decision:
    return Decision(name, Verdict.ASK, Proposal(name, Kind.PERSON))


def shown() -> Shown:
    """Return what the desk shows of a book that has just been read, of which nobody asks anything."""
    book = SimpleNamespace(prepared=SimpleNamespace(book=None))
    return Shown(read=book)  # type: ignore[arg-type]
