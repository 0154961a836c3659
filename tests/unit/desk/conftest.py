"""The project that most tests of the desk sit down to."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import lanterns


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three lanterns, one copy for each module of tests."""
    return lanterns(tmp_path_factory.mktemp("desk"))
