"""The page follows its stated canon at every trim."""

from __future__ import annotations

import pytest

from florilegium.editions.pdf.section.trim import LEADING, page_of


@pytest.mark.parametrize("size", [(152.4, 228.6), (148, 210), (129, 198), (139.7, 215.9), (110, 178)])
def test_margins_follow_the_canon(size: tuple[float, float]) -> None:
    page = page_of(size)
    assert page.inner > page.outer
    assert page.head < page.foot
    assert page.measure == pytest.approx(page.width * 3 / 4, abs=0.02)
    lines = (page.height - page.head - page.foot) / LEADING
    assert lines == pytest.approx(round(lines), abs=0.01)


def test_a_verso_mirrors_a_recto() -> None:
    page = page_of((152.4, 228.6))
    assert page.inner + page.verso_shift == pytest.approx(page.outer)


def test_a_book_that_is_bound_on_the_right_has_its_rectos_as_other_books_have_their_versos() -> None:
    left, right = page_of((152.4, 228.6)), page_of((152.4, 228.6), binds_right=True)
    assert right.left(recto=True) == left.left(recto=False) == left.outer
    assert right.left(recto=False) == left.left(recto=True) == left.inner
    assert right.verso_shift == -left.verso_shift
    assert f"{right.inner:g}pt {right.foot:g}pt {right.outer:g}pt" in right.rule()
