"""What a proof-reader marks is found in lines that are known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from florilegium.editions.pdf.linebreak.rivers import rivers
from florilegium.editions.pdf.proof.figures import Figures, PrintedLine
from florilegium.editions.pdf.proof.line_faults import FaultKind, ProofWords, line_faults

#: A full line of eleven-point type: its edges and the usual word space, in points and ems.
LEFT, RIGHT, SIZE, SPACE = 60.0, 360.0, 11.0, 0.24


def printed(text: str, number: int, page: int = 0, space: float = SPACE) -> PrintedLine:
    """The line of a page with that number, its spaces evenly set."""
    count = text.count(" ")
    step = (RIGHT - LEFT) / (count + 1)
    gaps = tuple((LEFT + at * step - 3.1 * at, LEFT + at * step) for at in range(1, count + 1))
    return PrintedLine(
        page=page,
        text=text,
        left=LEFT,
        edge=RIGHT,
        base=600.0 - 14 * number,
        size=SIZE,
        spaces=(space,) * count,
        natural=0.2,
        gaps=gaps,
    )


def figures(*lines: tuple[PrintedLine, bool]) -> Figures:
    return Figures(
        pages=2,
        justified=tuple(line for line, full in lines if full),
        spaces=(),
        loose=(),
        hyphenated=(),
        overfull=(),
        widows=(),
        orphans=(),
        most_hyphens=0,
        off=0.0,
        lines=lines,
    )


def kinds(*lines: tuple[PrintedLine, bool], reading: ProofWords | None = None) -> list[FaultKind]:
    found = line_faults(figures(*lines), reading)
    return [fault.kind for fault in found if fault.kind is not FaultKind.RIVER]


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("the harbour lay in the dark", "the lamps were out by now", [FaultKind.SAME_BEGINNING]),
        ("theatre boats lay in the dark", "then lamps were out by now", [FaultKind.SAME_BEGINNING]),
        ("of boats there were a dozen in", "lamps there were but few, in", [FaultKind.SAME_END]),
        ("a boat was seen from the landing", "lamps there were for a wedding", [FaultKind.SAME_END]),
        ("a boat was seen from the shore", "lamps there were for a wedding", []),
        ("he told it to old Mr Theodor Mom\xadm", "sen at night, when lamps burnt", []),
        ("he told it all to old Theodor Momm\xad", "sen at night, when lamps burnt", [FaultKind.NAME]),
        ("he told it to all the other ferry\xad", "men at night, when lamps burnt", []),
        ("on en parla longtemps avec l’Admi\xad", "nistration des phares du canal", [FaultKind.NAME]),
        ("elle le dit, la lettre d’Ami\xad", "ens fut rendue au bord de mer", [FaultKind.NAME]),
        ("il le perdit au canal. « L’admi\xad", "nistration en fut avertie hier", []),
        ("elle le perdit au canal ! » Per\xad", "sonne ne le vit sur la digue", []),
    ],
)
def test_neighbours_that_are_alike_and_names_divided_are_seen(
    one: str, two: str, expected: list[FaultKind]
) -> None:
    assert kinds((printed(one, 1), True), (printed(two, 2), True)) == expected


def test_where_every_noun_has_a_capital_only_known_names_are_names() -> None:
    lines = (
        (printed("er sah dort noch am Abend den alten Momm\xad", 1), True),
        (printed("sen gehen", 2), True),
    )
    assert kinds(*lines, reading=ProofWords(nouns=lambda _: True)) == []
    known = ProofWords(frozenset({"Mommsen"}), nouns=lambda _: True)
    assert kinds(*lines, reading=known) == [FaultKind.NAME]


def test_spaces_that_differ_are_seen_line_beside_line() -> None:
    lines = (printed("he saw no boat", 1, space=0.20), True), (printed("and few lamps", 2, space=0.31), True)
    assert kinds(*lines) == [FaultKind.CONTRAST]
    assert kinds((printed("he saw no boat", 1, space=0.15), True)) == [FaultKind.TIGHT]


def test_last_lines_are_seen() -> None:
    divided = (printed("they went to see the light\xad", 1), True), (printed("house.", 2), False)
    assert FaultKind.LAST_WORD in kinds(*divided)
    nearly = (
        (printed("they went to see", 1), True),
        (replace(printed("all lamps lit.", 2), edge=355.0), False),
    )
    assert kinds(*nearly) == [FaultKind.NEARLY_FULL]


def test_a_line_short_of_the_measure_is_no_last_line() -> None:
    short = replace(printed("all the lamps that", 2), edge=300.0)
    lines = (printed("they went to see", 1), True), (short, False), (printed("were lit", 3), False)
    assert kinds(*lines) == [FaultKind.SHORT]


@pytest.mark.parametrize(("page", "kind"), [(0, FaultKind.OVER_THE_LEAF), (1, FaultKind.ACROSS_THE_SPREAD)])
def test_words_divided_at_a_pages_foot_are_seen(page: int, kind: FaultKind) -> None:
    lines = (
        (printed("they all went to the light\xad", 30, page), True),
        (printed("house. It", 1, page + 1), True),
    )
    assert kinds(*lines) == [kind]


def test_the_short_end_of_a_sentence_at_a_head_is_seen() -> None:
    lines = (printed("they all went to see", 30), True), (printed("it. Lamps were lit", 1, 1), True)
    assert kinds(*lines) == [FaultKind.HEAD]


def test_a_letter_that_its_language_ties_to_the_next_word_is_seen() -> None:
    lines = ((printed("lodi plula po vode a", 1), True), (printed("nikdo nebyl doma", 2), True))
    assert kinds(*lines, reading=ProofWords(clinging=lambda _: "aikosuvz")) == [FaultKind.LETTER]


def test_a_fault_has_page_line_and_words() -> None:
    (fault,) = line_faults(figures((printed("the harbour", 1), True), (printed("the lamps", 2), True)))
    assert (fault.line.page, fault.number, fault.words) == (0, 2, "the lamps")


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([100, 100, 100], [2]),
        ([100, 101, 102], [2]),
        ([100, 101, 100, 101, 102], [4]),
        ([100, 103, 106], []),
        ([100, 100], []),
        ([100, 140, 180], []),
    ],
)
def test_a_river_is_three_spaces_that_overlap_upright_or_aslant(
    places: list[float], expected: list[int]
) -> None:
    assert list(rivers([[(place, place + 3.0)] for place in places])) == expected
