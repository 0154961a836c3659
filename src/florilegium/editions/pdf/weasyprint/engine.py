"""WeasyPrint, imported as fast as it can be. Importing this module waits until it is there."""

from __future__ import annotations

from typing import Any

from florilegium.system.native_libraries import known_by_file


def _imported() -> Any:
    with known_by_file():
        import weasyprint
    return weasyprint


ENGINE = _imported()
