"""What every test may use: the option that refreshes goldens, how tests are parted, plain surroundings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, settings

from projects import NAMES

if TYPE_CHECKING:
    from xdist.scheduler import LoadScopeScheduling

#: An anthology among the parameters of a test.
_ANTHOLOGY: Final = re.compile(rf"[\[-]({'|'.join(NAMES)})[\]-]")


# No test is timed: what is slow on one machine, or beside other work, is no fault.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """Part the tests so that what they share is made once, with `--dist loadscope`.

    A module's tests stay in one worker; where it checks anthologies one by one, those of each anthology.
    """
    if config.getvalue("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            module, _, test = nodeid.partition("::")
            found = _ANTHOLOGY.search(test)
            return f"{module} {found[1]}" if found else module

    return Scheduling(config, log)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may lean on the builder's clock or terminal."""
    for name in ("SOURCE_DATE_EPOCH", "COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
