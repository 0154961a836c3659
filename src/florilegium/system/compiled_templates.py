"""The templates of a folder, and where their compiled form is kept.

To compile them all takes longer than to fill them. So it is kept as Python keeps that of modules, in
`__pycache__` beside them, and where Python may not write there, they are compiled each time. A build may not
once it is confined: `cli/confinement.py` has it done before.
"""

from __future__ import annotations

import marshal
import sys
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined

from florilegium.system.files import hash_of, replace_whole

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


def templates_in(folder: Path) -> Environment:
    """Return the templates of a folder by their names. What fills them is escaped, and must be there."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_BesideThem(folder),
    )


class _BesideThem(BytecodeCache):
    """The compiled form of each template, good for the very same text, options, Jinja and Python only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made_by = jinja2.__version__.encode() + MAGIC_NUMBER + Path(__file__).read_bytes()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return name

    def get_source_checksum(self, source: str) -> str:
        return hash_of(self._made_by + source.encode())

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, ValueError, EOFError, TypeError):
            checksum, _, code = self._kept(bucket).read_bytes().partition(b"\n")
            if checksum.decode() == bucket.checksum:
                bucket.code = marshal.loads(code)  # noqa: S302 - trusted as are Python's own files beside it

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        path, data = self._kept(bucket), b"%s\n%s" % (bucket.checksum.encode(), marshal.dumps(bucket.code))
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_whole(path, data, flushed=False)

    def _kept(self, bucket: Bucket) -> Path:
        """Return where Python would keep a module of this name: beside it, or below PYTHONPYCACHEPREFIX."""
        return Path(cache_from_source(str(self._folder / f"{bucket.key}.py")))
