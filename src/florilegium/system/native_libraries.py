"""The system's own part in a page: the libraries that choose and draw letters, and the fonts it has.

WeasyPrint takes letters that the program's faces lack from the system's fonts, and shapes all with Pango and
HarfBuzz. They are no packages of Python, so that nothing else shows their change. They are asked here by
themselves: a few milliseconds, where WeasyPrint takes half a second to import.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

from florilegium.problems import EditionError
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class Library:
    """A library of the system, the packages that bring it to Debian and to macOS, and its files' names.

    `asks` is its function that returns the version, as a text or, for fontconfig, as a number.
    """

    name: str
    debian: str
    homebrew: str
    files: tuple[str, ...]
    asks: str = ""


#: All that WeasyPrint loads to set a page and to cut its fonts.
LIBRARIES: Final = (
    Library(
        "Pango",
        "libpango-1.0-0",
        "pango",
        ("libpango-1.0.so.0", "libpango-1.0.dylib"),
        "pango_version_string",
    ),
    Library(
        "PangoFT2",
        "libpangoft2-1.0-0",
        "pango",
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    ),
    Library(
        "HarfBuzz",
        "libharfbuzz0b",
        "harfbuzz",
        ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
        "hb_version_string",
    ),
    Library(
        "HarfBuzz-Subset",
        "libharfbuzz-subset0",
        "harfbuzz",
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    ),
    Library(
        "fontconfig",
        "libfontconfig1",
        "fontconfig",
        ("libfontconfig.so.1", "libfontconfig.1.dylib"),
        "FcGetVersion",
    ),
)


def versions() -> tuple[str, ...]:
    """Return each library as `name=version`: `none` if it cannot be loaded, `here` if it names no version."""
    return tuple(f"{library.name}={_version(library)}" for library in LIBRARIES)


def missing() -> tuple[Library, ...]:
    """Return the libraries without which no page can be set.

    On Windows WeasyPrint finds them in its own way.
    """
    if sys.platform == "win32":
        return ()
    return tuple(library for library in LIBRARIES if _version(library) == _NONE)


def require() -> None:
    """See that pages can be set on this machine.

    Raises:
        EditionError: a library is missing; the message has the command that brings it.
    """
    if wanted := missing():
        names = " and ".join(library.name for library in wanted)
        raise EditionError(f"pages cannot be set: this system has no {names}. To mend it: {_command(wanted)}")


@contextmanager
def known_by_file() -> Iterator[None]:
    """Let nobody ask where a library is (`ctypes.util.find_library`), if all can be loaded by their names.

    On Linux the answer takes a compiler and the linker's list. WeasyPrint asks for 24 names, the files' own
    last: 0.2 s of the 0.5 s that it takes to import.
    """
    import ctypes.util

    if sys.platform != "linux" or missing():
        yield
        return
    ask = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = ask


def fonts() -> str:
    """Return what stands for the system's fonts: its folders of fonts and when each was changed last.

    That is what fontconfig itself goes by. Empty where there is no fontconfig.
    """
    digest = hashlib.sha256()
    for folder in _font_folders():
        for path, folders, _files in os.walk(folder):
            folders.sort()
            with suppress(OSError):
                digest.update(f"{path} {Path(path).stat().st_mtime_ns}\0".encode())
    return digest.hexdigest()


_NONE: Final = "none"


@cache
def _version(library: Library) -> str:
    loaded = _loaded(library.files)
    if loaded is None:
        return _NONE
    if not library.asks:
        return "here"
    ask: Any = getattr(loaded, library.asks)
    if library.asks.startswith("Fc"):
        return str(ask())
    ask.restype = ctypes.c_char_p
    return str(ask().decode())


@cache
def _loaded(files: tuple[str, ...]) -> Any:
    for file in files:
        with suppress(OSError):
            return ctypes.CDLL(file)
    return None


@cache
def _font_folders() -> tuple[str, ...]:
    """Return the folders in which fontconfig looks, in order: what a process has of its settings stays."""
    return tuple(sorted(set(_folders_of_settings())))


def _folders_of_settings() -> Iterator[str]:
    """Yield the folders in which fontconfig looks, outermost only, as its settings alone say."""
    fontconfig = _loaded(LIBRARIES[-1].files)
    if fontconfig is None:
        return
    pointer = ctypes.c_void_p
    for name, result in (("FcInitLoadConfig", pointer), ("FcConfigGetFontDirs", pointer)):
        getattr(fontconfig, name).restype = result
    fontconfig.FcStrListNext.restype = ctypes.c_char_p
    settings = pointer(fontconfig.FcInitLoadConfig())
    if not settings:
        return
    folders = pointer(fontconfig.FcConfigGetFontDirs(settings))
    while folder := fontconfig.FcStrListNext(folders):
        yield os.fsdecode(folder)
    fontconfig.FcStrListDone(folders)
    fontconfig.FcConfigDestroy(settings)


def _command(wanted: Sequence[Library]) -> str:
    """Return the one command that brings libraries, in the words of the system at hand."""
    if sys.platform == "darwin":
        return f"brew install {' '.join(dict.fromkeys(library.homebrew for library in wanted))}"
    return f"sudo apt-get install {' '.join(library.debian for library in wanted)}"
