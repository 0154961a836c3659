"""Whatever is left out has a reason in its row of the ledger."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "sources"


def test_no_row_is_without_a_reason() -> None:
    """Of all rows of all ledgers of the fixtures, none says *left out* and nothing more."""
    ledgers = sorted(FOLDER.glob("*.ledger.txt"))
    bare = [
        f"{path.name}: {line.strip()}"
        for path in ledgers
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.endswith("→ left out")
    ]
    assert ledgers
    assert bare == []
