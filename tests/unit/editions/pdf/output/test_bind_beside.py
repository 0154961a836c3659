"""The reader's file is bound by a process of its own; the pages go there, and it comes back, as files."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny_book import print_tiny_book

from florilegium.editions.epub import edition as epub
from florilegium.editions.pdf.edition import PrintedEdition
from florilegium.editions.pdf.output.bind_beside import BindingBeside, binding_beside
from florilegium.editions.pdf.output.binding import Binder, bind
from florilegium.editions.pdf.output.join import Plan
from florilegium.pipeline.build import build
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import EditionError, Report
from florilegium.system.tasks.engines import Here, Processes
from florilegium.system.tasks.handoff import NothingMoreError
from projects import REPOSITORY


class Dying(Here):
    """One whose process dies of every task."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("it died"))
        return future


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> PrintedEdition:
    return print_tiny_book(tmp_path_factory.mktemp("project")).edition


@pytest.mark.parametrize("binder", [Here(), Dying()], ids=["here", "dying"])
def test_the_bound_file_is_the_same_whoever_binds(
    edition: PrintedEdition, binder: Here, tmp_path: Path
) -> None:
    """What a process leaves undone when it dies, this one does."""
    assert BindingBeside(binder, tmp_path).finish(edition.slim.plan)() == edition.pdf


@pytest.mark.parametrize("begun", [True, False])
def test_a_process_beside_binds_the_same_file(edition: PrintedEdition, begun: bool) -> None:
    """It may begin with the text, and wait for the rest."""
    with Processes(2, ()) as engine, binding_beside(engine) as binding:
        if begun:
            binding.begin(edition.plan.body.slim)
        assert binding.finish(edition.slim.plan)() == edition.pdf


def test_a_text_whose_book_became_another_is_bound_anew(edition: PrintedEdition) -> None:
    other = replace(edition.plan.body, facts=replace(edition.plan.facts, title="Another"))
    assert bind(edition.plan, Binder(other)) == edition.pdf == bind(edition.plan, Binder(edition.plan.body))


def test_nobody_waits_for_a_book_that_does_not_come(edition: PrintedEdition) -> None:
    """The build may have failed since."""
    with Processes(2, ()) as engine, binding_beside(engine) as binding:
        binding.begin(edition.plan.body.slim)
    assert isinstance(binding._begun.exception(timeout=30), NothingMoreError)


def test_nothing_is_left_of_what_was_handed_on(edition: PrintedEdition) -> None:
    with binding_beside(Here()) as one:
        one.finish(edition.plan)
        folder = one._handoff.folder
        assert list(folder.iterdir())
    assert not folder.exists()


def test_where_there_is_no_room_is_said(edition: PrintedEdition, tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="cannot be handed on"):
        BindingBeside(Here(), tmp_path / "missing").finish(edition.plan)


def test_no_page_is_held_while_the_epub_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages of a large book would take as much room again."""
    shutil.copytree(REPOSITORY / "tests" / "golden" / "lanterns", tmp_path / "lanterns")
    order = BuildRequest(tmp_path / "lanterns" / "anthology.yaml", cached=False)
    make, held = epub.make_epub, []

    def made(*parts: Any) -> bytes:
        held.append([one for one in gc.get_objects() if type(one) is Plan])
        return make(*parts)

    gc.collect()
    before = [one for one in gc.get_objects() if type(one) is Plan]
    monkeypatch.setattr(epub, "make_epub", made)
    build(order, Report(), Silent(), Here())
    assert held == [before]
