"""A tiny book, set once for all tests that look at printed pages."""

from __future__ import annotations

import pytest

from tiny_book import Printed, print_tiny_book


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_tiny_book(tmp_path_factory.mktemp("project"))
