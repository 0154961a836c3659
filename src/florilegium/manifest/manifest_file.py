"""Where the manifest of a project is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

#: The name of a manifest that is given no other.
MANIFEST_NAME: Final = "anthology.yaml"


def manifest_at(path: Path) -> Path:
    """Return the path of a manifest; a folder stands for the one in it."""
    return path / MANIFEST_NAME if path.is_dir() else path
