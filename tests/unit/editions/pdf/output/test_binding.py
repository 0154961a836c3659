"""The reader's file is the same whether its text was bound beforehand or with all the rest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tiny_book import FACTS, compositor, print_tiny_book

from florilegium.editions.pdf.edition import Copy, Edition, text_plan
from florilegium.editions.pdf.output import binding
from florilegium.problems import Report


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return print_tiny_book(tmp_path_factory.mktemp("project")).edition


def test_the_text_is_known_before_index_and_contents(tmp_path: Path) -> None:
    """What is bound beforehand are the very pages that the whole book has between front matter and index."""
    printed = print_tiny_book(tmp_path)
    copy = Copy(printed.book, printed.sections, (), FACTS)
    early = text_plan(compositor(tmp_path, Report()), printed.galleys, copy)
    assert early.prints_as(printed.edition.plan.body)
    assert 0 < len(early.leaves) < len(printed.edition.plan.leaves)
    assert not any(leaf.section and leaf.section.id in {"contents", "index"} for leaf in early.leaves)


def test_what_was_begun_is_gone_on_with(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = binding.bind(edition.plan)
    binding.begin(edition.plan.body)
    (begun,) = binding._begun
    done = set(begun._bound)
    assert done
    written: list[int] = []
    put = binding._Binder._put_section

    def count(self: binding._Binder, layout: object, place: int, *rest: object, **how: bool) -> None:
        written.append(self.pages[place])
        put(self, layout, place, *rest, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(binding._Binder, "_put_section", count)
    assert binding.bind(edition.plan) == expected
    assert written and done.isdisjoint(written)
    assert binding._begun == []


def test_another_text_is_not_taken_for_it(edition: Edition) -> None:
    """Not even one of as many pages, if a head differs."""
    expected = binding.bind(edition.plan)
    body = edition.plan.body
    other = replace(body.furniture[-1], head="Another")
    binding.begin(replace(body, furniture=(*body.furniture[:-1], other)))
    assert binding.bind(edition.plan) == expected
    assert binding._begun == []
