"""What the last build has used is taken over, and goes when it is used no more."""

from __future__ import annotations

from pathlib import Path

from florilegium.system.files import hash_of
from florilegium.system.tasks.at_hand import AtHand, made_anew
from florilegium.system.tasks.runner import Runner
from florilegium.system.tasks.store import Store
from florilegium.system.tasks.task import Task


def test_a_kept_result_is_read_once_and_is_the_same_object(tmp_path: Path) -> None:
    store, at_hand = Store(tmp_path), AtHand()
    task = Task(name="test", do=lambda item: (item, "made"), kind=tuple[str, str])

    def made(hand: AtHand | None) -> tuple[str, str]:
        return next(Runner(None, store, hand).map(task, ("a",)))

    assert made(None) == ("a", "made")
    first = made(at_hand)
    assert made(at_hand) is first
    assert made(None) is not first


def test_a_result_holds_as_long_as_the_files_read_for_it(tmp_path: Path) -> None:
    project, at_hand, store = tmp_path / "project", AtHand(), Store(tmp_path / "kept")
    project.mkdir()
    (project / "a.txt").write_text("words", encoding="utf-8")
    store.keep("k", "made", {"a.txt": hash_of(b"words")})
    found = store.find("k", str, project)
    assert found is not None
    at_hand.hold("k", found)
    assert at_hand.find("k", project) == found
    (project / "a.txt").write_text("others", encoding="utf-8")
    assert at_hand.find("k", project) is None


def test_what_is_made_of_the_same_parts_is_made_once() -> None:
    at_hand, made = AtHand(), list[int]()

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [at_hand.once("one", ("a", 1), make) for _ in range(2)] == [0, 0]
    assert at_hand.once("one", ("a", 2), make) == 1
    assert at_hand.once("two", ("a", 2), make) == 2
    assert [made_anew("one", ("a", 2), make) for _ in range(2)] == [3, 4]


def test_what_was_not_used_goes() -> None:
    at_hand = AtHand()
    for name in ("one", "two"):
        at_hand.once(name, (), object)
    at_hand.forget_unused()
    kept = at_hand.once("one", (), object)
    at_hand.forget_unused()
    assert at_hand.once("one", (), object) is kept
    assert at_hand.once("two", (), lambda: "made again") == "made again"
