"""The reader's file is bound by a process of its own; the pages go there, and it comes back, as files."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path
from typing import Any

import pytest
from tiny_book import print_tiny_book

from florilegium.editions.epub import edition as epub
from florilegium.editions.pdf.edition import Edition
from florilegium.editions.pdf.output.join import Plan
from florilegium.pipeline.bindery import Bindery, bindery
from florilegium.pipeline.build import build
from florilegium.pipeline.request import Order, Silent
from florilegium.problems import EditionError, Report
from florilegium.tasks.runner import Here
from projects import REPOSITORY


class Dying(Here):
    """One whose process dies of every task."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("it died"))
        return future


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return print_tiny_book(tmp_path_factory.mktemp("project")).edition


@pytest.mark.parametrize("binder", [Here(), Dying()], ids=["here", "dying"])
def test_the_bound_file_is_the_same_whoever_binds(edition: Edition, binder: Here, tmp_path: Path) -> None:
    """What a process leaves undone when it dies, this one does."""
    assert Bindery(binder, tmp_path).begin(edition)() == edition.pdf


def test_nothing_is_left_of_what_was_handed_on(edition: Edition) -> None:
    with bindery(Here()) as one:
        one.begin(edition)
        assert list(one.folder.iterdir())
    assert not one.folder.exists()


def test_where_there_is_no_room_is_said(edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="cannot be handed on"):
        Bindery(Here(), tmp_path / "missing").begin(edition)


def test_no_page_is_held_while_the_epub_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages of a large book would take as much room again."""
    shutil.copytree(REPOSITORY / "tests" / "golden" / "lanterns", tmp_path / "lanterns")
    order = Order(tmp_path / "lanterns" / "anthology.yaml", cached=False)
    make, held = epub.make_epub, []

    def made(*parts: Any) -> bytes:
        held.append([one for one in gc.get_objects() if type(one) is Plan])
        return make(*parts)

    gc.collect()
    before = [one for one in gc.get_objects() if type(one) is Plan]
    monkeypatch.setattr(epub, "make_epub", made)
    build(order, Report(), Silent(), Here())
    assert held == [before]
