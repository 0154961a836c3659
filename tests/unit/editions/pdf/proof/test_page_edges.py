"""What counts as a fault of a page's edges, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace

from florilegium.editions.pdf.proof.figures import Figures, PrintedLine, _GatheredLines, _margins

LEFT, RIGHT, SIZE = 60.0, 360.0, 11.0


def line(number: int, indent: float = 0.0, edge: float = RIGHT, space: float = 0.24) -> PrintedLine:
    return PrintedLine(0, "a b c", LEFT + indent, edge, 600.0 - 14 * number, SIZE, (space, space), 0.2)


def figures(*page: PrintedLine) -> Figures:
    gathered = _GatheredLines()
    gathered.add(page, [RIGHT])
    return gathered.figures(1)


TEXT = [line(number) for number in range(6)]


def test_the_first_line_of_a_paragraph_at_a_foot_is_an_orphan() -> None:
    first = line(6, indent=14.0)
    assert figures(*TEXT, first).orphans == (first,)
    after_a_last_line = line(5, edge=200.0, space=0.2)
    assert figures(*TEXT[:5], after_a_last_line, first).orphans == (first,)


def test_a_quotation_that_goes_on_at_a_foot_is_none() -> None:
    assert figures(*TEXT, line(8, indent=18.0), line(9, indent=18.0)).orphans == ()


def test_a_first_line_under_one_of_other_letters_is_an_orphan() -> None:
    note = replace(line(6, indent=14.0), size=8.0)
    assert figures(*TEXT, note, line(7, indent=14.0)).orphans


def test_a_kern_beside_a_space_of_ragged_lines_makes_no_margin() -> None:
    """Four lines of an index end at about the same place, one of them with a letter kerned to its space."""
    ragged = [line(at, edge=166.6 + at / 10, space=0.2) for at in range(4)]
    assert _margins([*ragged[:3], replace(ragged[3], spaces=(0.2, 0.171))]) == []
    assert _margins([replace(one, spaces=(0.23, 0.26)) for one in ragged]) != []
