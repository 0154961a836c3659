"""The reader's file is the same whether its text was bound beforehand or with all the rest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tiny_book import FACTS, compositor, print_tiny_book

from florilegium.editions.pdf.edition import PrintedEdition, PrintInput, text_plan
from florilegium.editions.pdf.output.binding import Binder, bind
from florilegium.problems import Report


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> PrintedEdition:
    return print_tiny_book(tmp_path_factory.mktemp("project")).edition


def test_the_text_is_known_before_index_and_contents(tmp_path: Path) -> None:
    """What is bound beforehand are the very pages that the whole book has between front matter and index."""
    printed = print_tiny_book(tmp_path)
    copy = PrintInput(printed.book, printed.sections, (), FACTS)
    early = text_plan(compositor(tmp_path, Report()), printed.paginated, copy)
    assert early.prints_as(printed.edition.plan.body)
    assert 0 < len(early.pages) < len(printed.edition.plan.pages)
    assert not any(one.section and one.section.id in {"contents", "index"} for one in early.pages)


def test_what_was_begun_is_gone_on_with(edition: PrintedEdition, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = bind(edition.plan, Binder(edition.plan.body))
    begun = Binder(edition.plan.body)
    done = set(begun._bound)
    assert done
    written: list[int] = []
    put = Binder._put_section

    def count(self: Binder, layout: object, place: int, *rest: object, **how: bool) -> None:
        written.append(self.pages[place])
        put(self, layout, place, *rest, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Binder, "_put_section", count)
    assert bind(edition.plan, begun) == expected
    assert written and done.isdisjoint(written)


def test_another_text_is_not_taken_for_it(edition: PrintedEdition) -> None:
    """Not even one of as many pages, if a head differs."""
    expected = bind(edition.plan, Binder(edition.plan.body))
    body = edition.plan.body
    other = replace(body.furniture[-1], head="Another")
    begun = Binder(replace(body, furniture=(*body.furniture[:-1], other)))
    assert bind(edition.plan, begun) == expected
