"""WeasyPrint, imported as fast as it can be. Whoever imports this module has it at once, and waits for it."""

from __future__ import annotations

from typing import Any

from florilegium.system.native_libraries import known_by_file


def _imported() -> Any:
    with known_by_file():
        import weasyprint
    return weasyprint


ENGINE = _imported()
