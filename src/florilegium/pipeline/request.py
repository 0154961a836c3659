"""What a build is asked for. Types alone, so that commands start at once."""

from __future__ import annotations

import os
from dataclasses import field
from pathlib import Path
from typing import Final

from florilegium.editions.protocol import Edition, Needs
from florilegium.pipeline.editions import EDITIONS, chosen, usual
from florilegium.system.values import dataclass

#: The folder of a project in which the program keeps what it can make again.
WORK_FOLDER: Final = ".florilegium"


@dataclass(frozen=True)
class BuildRequest:
    """What is to be made of which manifest, and where the files go (by default the project's `dist`).

    `editions` are names of the `registry`. Without `paged`, an EPUB knows nothing of the pages of the
    printed edition. Without `cached`, nothing is taken over from earlier builds. `executor` is the address
    of a cluster that lays pages out, instead of `jobs` processes. With `strict`, a warning stops the build.
    """

    manifest: Path
    editions: frozenset[str] = usual()
    output: Path | None = None
    strict: bool = False
    cached: bool = True
    paged: bool = True
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    executor: str = ""
    registry: tuple[Edition, ...] = EDITIONS

    @property
    def wanted(self) -> tuple[Edition, ...]:
        """Return the editions, in the order in which they are made. Raises EditionError."""
        return chosen(self.editions, self.registry)

    @property
    def root(self) -> Path:
        """Return the project's folder."""
        return self.manifest.parent

    @property
    def sets_pages(self) -> bool:
        """Return whether pages are set, unless the manifest wants an EPUB without and no other edition needs
        them."""
        marked = any(edition.needs is Needs.MARKS for edition in self.wanted)
        return self.is_printed or (self.paged and marked)

    @property
    def is_printed(self) -> bool:
        """Return whether an edition is wanted that cannot be made without printed pages."""
        return any(edition.is_printed for edition in self.wanted)

    @property
    def folder(self) -> Path:
        """Return where the finished files go."""
        return self.output or self.root / "dist"

    @property
    def work(self) -> Path:
        """Return where the project keeps what can be made again."""
        return self.root / WORK_FOLDER
