"""An ISBN is printed in its groups."""

from __future__ import annotations

import pytest

from florilegium.editions.isbn import grouped
from florilegium.editions.templating import printed_identifier


@pytest.mark.parametrize(
    ("isbn", "expected"),
    [
        ("9780306406157", "978-0-306-40615-7"),
        ("9783161484100", "978-3-16-148410-0"),
        ("9791032300824", "979-10-323-0082-4"),
        ("9789998799998", "978-99987-999-9-8"),
    ],
)
def test_groups_are_those_of_the_agency(isbn: str, expected: str) -> None:
    assert grouped(isbn) == expected


def test_an_identifier_is_printed_as_what_it_is() -> None:
    assert printed_identifier("urn:isbn:9780306406157") == "ISBN 978-0-306-40615-7"
    assert printed_identifier("urn:uuid:5a0c3c52") == "urn:uuid:5a0c3c52"
