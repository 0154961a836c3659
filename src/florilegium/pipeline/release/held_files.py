"""Files by name that stand in a folder, of which no more is in memory than is looked at: those of a large
release would fill it."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path

from florilegium.system.temporary import new_folder


class FilesInFolder(Mapping[str, bytes]):
    """Some files of a folder by their paths in it; each is read when it is asked for."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self._folder = folder
        self._names = dict.fromkeys(names)

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        return (self._folder / name).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class StackedFiles(Mapping[str, bytes]):
    """Files of several mappings, of which one stands before others of the same name in later ones."""

    def __init__(self, *layers: Mapping[str, bytes]) -> None:
        self._layers = layers

    def __getitem__(self, name: str) -> bytes:
        for layer in self._layers:
            if name in layer:
                return layer[name]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for layer in self._layers for name in layer))

    def __len__(self) -> int:
        return len({name for layer in self._layers for name in layer})


class HeldFiles(FilesInFolder, MutableMapping[str, bytes]):
    """Files that are held in a folder of this run until they are put in their place. They go with this
    object."""

    def __init__(self) -> None:
        super().__init__(new_folder(), ())
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def __setitem__(self, name: str, data: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self._names[name] = None

    def __delitem__(self, name: str) -> None:
        del self._names[name]
        (self._folder / name).unlink()
