"""Words by which a paragraph says what it is, and what can be read out of them."""

from __future__ import annotations

import pytest

from florilegium.sources.roles.cues import after_by, appeared, without_by


@pytest.mark.parametrize(
    ("language", "line", "where", "when"),
    [
        ("en", "First published in The Lantern, May 1923.", "The Lantern", "May 1923"),
        ("en", "Originally published in the Evening Lantern on 3 May 1923.", "Evening Lantern", "3 May 1923"),
        (
            "en",
            "This article first appeared in The New Lantern (Spring 1923).",
            "The New Lantern",
            "Spring 1923",
        ),
        ("en", "Reprinted from The Lantern, vol. 3, 1899. With permission.", "The Lantern, vol. 3", "1899"),
        ("en", "First published in St. Andrews Review, No. 3, 1923", "St. Andrews Review, No. 3", "1923"),
        ("en", "First published as “On Wicks” in The Lantern, 12 June 1901.", "The Lantern", "12 June 1901"),
        ("en", "First appeared on lantern.example in June 2011.", "lantern.example", "June 2011"),
        ("en", "First published in The Lantern.", "The Lantern", ""),
        ("de", "Zuerst erschienen in: Die Laterne, 3. Mai 1923.", "Die Laterne", "3. Mai 1923"),
        ("fr", "D’abord paru dans La Lanterne, le 3 mai 1923.", "La Lanterne", "3 mai 1923"),
        ("en", "Reprinted with permission of the author.", "", ""),
        ("en", "The essay was first published in 1923.", "", ""),
        ("en", "The Lantern, May 1923.", "", ""),
    ],
)
def test_where_and_when_a_text_appeared(language: str, line: str, where: str, when: str) -> None:
    assert appeared(line, language) == (where, when)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Moss", "Ann Moss"),
        ("// By Ann Moss • Nov 11, 2020", "Ann Moss"),
        ("By Ann Moss\nMarch 25, 2015", "Ann Moss"),
        ("Written by Ann Moss Edited by Bo Weir", "Ann Moss"),
        ("By Ann Moss; Photographs by Bo Weir", "Ann Moss"),
        ("By Ann Moss, Bo Weir and Cy Reed", "Ann Moss, Bo Weir and Cy Reed"),
    ],
)
def test_a_byline_is_its_names(line: str, names: str) -> None:
    assert after_by(line, "en") == names


@pytest.mark.parametrize(
    ("line", "names"),
    [("Ann Moss | 3 May 2015", "Ann Moss"), ("3 May 2015", "3 May 2015"), ("Byron", "Byron")],
)
def test_a_line_without_the_word_for_by_is_its_names(line: str, names: str) -> None:
    assert without_by(line, "en") == names
