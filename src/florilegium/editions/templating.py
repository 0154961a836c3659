"""The templates of documents: what stands ready in them, and where their compiled form is kept.

To compile them all takes longer than to fill them. So it is kept as Python keeps that of modules, in
`__pycache__` beside them, and where Python may not write there, they are compiled each time. A build may not
once it is confined: `cli/confinement.py` has it done before.
"""

from __future__ import annotations

import marshal
import sys
from contextlib import suppress
from functools import cache
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Final

import jinja2
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined

from florilegium.editions.blocks import inline
from florilegium.editions.endnotes import note_blocks
from florilegium.editions.isbn import grouped
from florilegium.system.files import hash_of, replace_whole

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

_FOLDER: Final = Path(__file__).parent.parent / "templates"


@cache
def environment() -> Environment:
    """Return the templates, each under its name."""
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_BesideThem(),
    )
    made.filters["inline"] = inline
    made.filters["note_blocks"] = note_blocks
    made.filters["address"] = address
    made.filters["identifier"] = printed_identifier
    return made


def prepare() -> None:
    """Make the templates ready, which the first documents of a process would wait for."""
    for path in sorted(_FOLDER.glob("*.xhtml")):
        environment().get_template(path.name)


class _BesideThem(BytecodeCache):
    """The compiled form of each template, good for the very same text, options, Jinja and Python only."""

    def __init__(self) -> None:
        self._made_by = jinja2.__version__.encode() + MAGIC_NUMBER + Path(__file__).read_bytes()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return name

    def get_source_checksum(self, source: str) -> str:
        return hash_of(self._made_by + source.encode())

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, ValueError, EOFError, TypeError):
            checksum, _, code = _kept(bucket).read_bytes().partition(b"\n")
            if checksum.decode() == bucket.checksum:
                bucket.code = marshal.loads(code)  # noqa: S302 - trusted as are Python's own files beside it

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        path, data = _kept(bucket), b"%s\n%s" % (bucket.checksum.encode(), marshal.dumps(bucket.code))
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_whole(path, data, flushed=False)


def _kept(bucket: Bucket) -> Path:
    """Return where Python would keep a module of this name: beside it, or below PYTHONPYCACHEPREFIX."""
    return Path(cache_from_source(str(_FOLDER / f"{bucket.key}.py")))


def address(link: str) -> str:
    """Return a web address as print shows it, without its scheme and trailing slash."""
    return link.removeprefix("https://").removeprefix("http://").removesuffix("/")


def printed_identifier(urn: str) -> str:
    """Return `urn:isbn:…` as `ISBN …`, hyphens between its groups; any other identifier as it is."""
    return f"ISBN {grouped(urn.removeprefix('urn:isbn:'))}" if urn.startswith("urn:isbn:") else urn
