"""The barcode is one that a till can read."""

from __future__ import annotations

import pytest

from florilegium.editions.pdf.cover.barcode import MODULE, bars, check_digit, modules

ISBN = "9780306406157"

#: The right-hand digits, written out from the standard, to check the encoder against another description.
RIGHT = {
    "1110010": "0",
    "1100110": "1",
    "1101100": "2",
    "1000010": "3",
    "1011100": "4",
    "1001110": "5",
    "1010000": "6",
    "1000100": "7",
    "1001000": "8",
    "1110100": "9",
}


def test_the_check_digit_is_the_standards() -> None:
    assert check_digit("978030640615") == 7
    assert check_digit("400638133393") == 1


def test_a_code_has_95_modules_between_its_guards() -> None:
    code = modules(ISBN)
    assert len(code) == 95
    assert (code[:3], code[45:50], code[-3:]) == ("101", "01010", "101")


def test_the_right_half_can_be_read_back() -> None:
    code = modules(ISBN)
    assert "".join(RIGHT[code[50 + 7 * at : 57 + 7 * at]] for at in range(6)) == ISBN[7:]


def test_the_left_half_can_be_read_back_with_the_first_digit() -> None:
    """A left digit is the right one inverted, or that mirrored; which are mirrored tells the first digit."""
    code = modules(ISBN)
    digits, sets = "", ""
    for at in range(6):
        part = code[3 + 7 * at : 10 + 7 * at]
        inverted = part.translate(str.maketrans("01", "10"))
        odd = inverted in RIGHT
        digits += RIGHT[inverted] if odd else RIGHT[part[::-1]]
        sets += "O" if odd else "E"
    assert digits == ISBN[1:7]
    assert sets == "OEEOEO"  # the sets of a code that begins with 9


def test_bars_are_the_modules_that_are_ones() -> None:
    inked = sum(round(bar.width / MODULE) for bar in bars(ISBN))
    assert inked == modules(ISBN).count("1")
    assert {bar.deeper > 0 for bar in bars(ISBN)} == {True, False}


@pytest.mark.parametrize("digits", ["9780306406158", "978030640615", "978030640615X", ""])
def test_a_wrong_number_is_refused(digits: str) -> None:
    with pytest.raises(ValueError, match="no EAN-13"):
        modules(digits)
