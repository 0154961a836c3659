"""What every test may use: the option that refreshes goldens, and plain surroundings."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the program makes now as the expected files of tests/golden",
    )
    parser.addoption(
        "--layouts",
        type=int,
        default=40,
        help="how many random sections tests/property/test_printed_letters.py lays out",
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may lean on the builder's clock or terminal."""
    for name in ("SOURCE_DATE_EPOCH", "COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
