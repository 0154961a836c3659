"""Layout on a machine that does not have our disk: what it needs travels with the task.

Faces and the files that style sheets name are the same for a whole book; they are sent once. A section's own
images go with it. There, all is unpacked into a folder that vanishes with the process, and `lay_out` does
what it does here. Since the result must be the same to the byte, a worker with other versions refuses.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Final

from florilegium.editions.pdf.schedule.bounded import lay_out_within
from florilegium.editions.pdf.schedule.layout_task import images_of, resources_of, tools
from florilegium.editions.pdf.section.printed_section import Layout, LayoutTask, Style
from florilegium.problems import EditionError
from florilegium.system.files import FileRefusedError, hash_of, read
from florilegium.system.values import dataclass

#: Bytes; no larger file is sent.
_LIMIT: Final = 200_000_000

#: Where the project's files and the faces are unpacked, below a folder for each style.
_PROJECT: Final = "project"
_FACES: Final = "faces"

#: A process lays out one section at a time, also where a cluster gives it several threads.
_alone = Lock()
_folders: dict[str, TemporaryDirectory[str]] = {}


@dataclass(frozen=True)
class Luggage:
    """What the sections of one book share: files by their place, and the versions with which they are set."""

    files: tuple[tuple[str, bytes], ...]
    tools: str

    @property
    def name(self) -> str:
        """Return the same for the same files."""
        return hash_of(b"".join(f"{name} {hash_of(data)}\n".encode() for name, data in self.files))


def luggage_for(style: Style) -> Luggage:
    """Return the faces of a style and the files that its sheets name."""
    faces = sorted(path for path in Path(style.fonts).glob("*.ttf") if path.as_uri() in style.rules)
    named = luggage_of_files(style.root, resources_of(style))
    return Luggage((*((f"{_FACES}/{face.name}", face.read_bytes()) for face in faces), *named), tools())


def luggage_of(task: LayoutTask) -> tuple[tuple[str, bytes], ...]:
    """Return the images of one section."""
    return luggage_of_files(task.style.root, images_of(task.xhtml))


def luggage_of_files(root: str, names: tuple[str, ...]) -> tuple[tuple[str, bytes], ...]:
    """Return files of the project.

    One that may not be read is left out, and missed there as it would be here.
    """
    found = []
    for name in names:
        try:
            found.append((f"{_PROJECT}/{name}", read(Path(root), name, _LIMIT)))
        except FileRefusedError:
            continue
    return tuple(found)


def lay_out_afar(task: LayoutTask, luggage: Luggage, images: tuple[tuple[str, bytes], ...]) -> Layout:
    """Return the layout, as `lay_out` does, on a machine with its own disk.

    Raises:
        EditionError: the worker has other versions of Florilegium or of what it lays out with.
    """
    here = tools().split()
    if other := [tool for tool in luggage.tools.split() if tool not in here]:
        message = (
            f"a worker of the cluster has other versions than this machine, which has {', '.join(other)}"
        )
        raise EditionError(f"{message}; install the same there")
    with _alone:
        folder = _unpacked(luggage)
        _unpack(folder, images)
        faces, style = folder / _FACES, task.style
        moved = replace(
            style,
            rules=style.rules.replace(Path(style.fonts).as_uri(), faces.as_uri()),
            root=str(folder / _PROJECT),
            fonts=str(faces),
        )
        return lay_out_within(replace(task, style=moved))


def _unpacked(luggage: Luggage) -> Path:
    """Return the folder of a book's files; the last few are kept."""
    name = luggage.name
    if name not in _folders:
        while len(_folders) >= 3:
            _folders.pop(next(iter(_folders))).cleanup()
        _folders[name] = TemporaryDirectory(prefix="florilegium-")
        folder = Path(_folders[name].name)
        for part in (_PROJECT, _FACES):
            (folder / part).mkdir()
        _unpack(folder, luggage.files)
    return Path(_folders[name].name)


def _unpack(folder: Path, files: tuple[tuple[str, bytes], ...]) -> None:
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
