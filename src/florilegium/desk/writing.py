"""The only way in which the desk changes a file: one place of it, whole or not at all, and with a way back.

What is written is noted first in a journal, in the folder that the desk has for itself; so everything of the
sitting can be undone, after a crash too. A change is made in what the file says at that moment; where the
place itself has changed meanwhile, nothing is written, and both versions are shown.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from florilegium.manifest.reading.tree import Value
from florilegium.manifest.writing.stretches import UneditableError, stretches
from florilegium.manifest.writing.surgery import Change, changed
from florilegium.problems import FlorilegiumError, ReleaseError
from florilegium.system.files import FileRefusedError, hash_of, locate, replace_whole

#: Letters round a changed place by which it is found again in a file that was changed elsewhere since.
_ROUND: Final = 60

_MARK: Final = "\ufeff"


class ConflictError(FlorilegiumError):
    """The place has been changed elsewhere meanwhile; `mine` and `theirs` are its two versions."""

    def __init__(self, message: str, mine: str, theirs: str) -> None:
        super().__init__(message)
        self.mine, self.theirs = mine, theirs


@dataclass(frozen=True)
class JournalNote:
    """A line of the journal: at a letter of a file, `old` became `new`; `words` say what was done."""

    file: str
    words: str
    at: int
    old: str
    new: str
    before: str
    after: str

    def undone_in(self, text: str) -> str:
        """Return a text without this change.

        Raises:
            ConflictError: the place itself has been changed since.
        """
        if _hash(text) == self.after:
            return text[: self.at] + self.old + text[self.at + len(self.new) :]
        start = self._place(text)
        return text[:start] + self.old + text[start + len(self.new) :]

    def _place(self, text: str) -> int:
        found = text.find(self.new, max(self.at - _ROUND, 0)) if self.new else -1
        if found < 0 or text.count(self.new) != 1:
            around = text[max(self.at - _ROUND, 0) : self.at + len(self.new) + _ROUND]
            raise ConflictError(f"“{self.file}” has been changed there since", self.old, around)
        return found


class FileWriter:
    """Writes the files of a project for the desk, one change after another."""

    def __init__(self, root: Path, journal: Path, allowed: Callable[[], frozenset[str]]) -> None:
        """Go on with a journal. `allowed` gives the names of the files that may be written."""
        self._root, self._journal, self._allowed = root, journal, allowed
        self._lock = threading.Lock()
        self._notes = _read(journal)

    @property
    def last(self) -> str:
        """Return what would be undone next, or nothing."""
        return self._notes[-1].words if self._notes else ""

    def change(self, file: str, words: str, plan: Callable[[Value], Sequence[Change]]) -> bool:
        """Make the changes that `plan` gives for what a file says now; return whether there were any.

        Raises:
            UneditableError: a change cannot be made by itself.
            ReleaseError: the file cannot be written; it is as it was.
        """
        with self._lock:
            path, text = self._read_file(file)
            body = text.removeprefix(_MARK)
            made = text[: len(text) - len(body)] + changed(body, plan(stretches(body).value))
            if made == text:
                return False
            self._write(path, made, _note(file, words, text, made))
            return True

    def undo(self) -> str:
        """Undo the last change that is not undone; return what it was, or nothing where there is none.

        Raises:
            ConflictError: its place has been changed since.
            ReleaseError: the file cannot be written.
        """
        with self._lock:
            while self._notes:
                note = self._notes[-1]
                path, text = self._read_file(note.file)
                if _hash(text) == note.before:  # it was noted, and the program was ended before it was made
                    self._forget()
                    continue
                made = note.undone_in(text)
                _put(path, made)
                self._forget()
                return note.words
            return ""

    def _read_file(self, file: str) -> tuple[Path, str]:
        if file not in self._allowed():
            raise UneditableError(f"“{file}” is not a file that the desk writes")
        try:
            path = locate(self._root, file).resolve()
            return path, path.read_bytes().decode("utf-8")
        except (FileRefusedError, OSError) as error:
            raise UneditableError(f"“{file}” cannot be read") from error
        except UnicodeDecodeError as error:
            raise UneditableError(f"“{file}” is not in UTF-8; save it as UTF-8 first") from error

    def _write(self, path: Path, text: str, note: JournalNote) -> None:
        self._append({"made": asdict(note)})
        self._notes.append(note)
        try:
            _put(path, text)
        except ReleaseError:
            self._forget()
            raise

    def _forget(self) -> None:
        """Strike out the last note, in the journal too where it can be written."""
        self._notes.pop()
        try:
            self._append({"undone": len(self._notes)})
        except ReleaseError:
            return

    def _append(self, line: dict[str, Any]) -> None:
        try:
            self._journal.parent.mkdir(parents=True, exist_ok=True)
            with self._journal.open("a", encoding="utf-8") as out:
                out.write(
                    f"\n{json.dumps(line, ensure_ascii=False)}\n"
                )  # a crash may have cut off the last line
        except OSError as error:
            message = f"nothing was changed: “{self._journal}” cannot be written: {error.strerror}"
            raise ReleaseError(message) from error


def _put(path: Path, text: str) -> None:
    try:
        replace_whole(path, text.encode("utf-8"))
    except OSError as error:
        message = f"nothing was changed: “{path.name}” cannot be written: {error.strerror}"
        raise ReleaseError(message) from error


def _note(file: str, words: str, before: str, after: str) -> JournalNote:
    """Return what changed between two texts: one stretch."""
    at = _shared(before, after)
    behind = _shared(before[at:][::-1], after[at:][::-1])
    old, new = before[at : len(before) - behind], after[at : len(after) - behind]
    return JournalNote(file, words, at, old, new, _hash(before), _hash(after))


def _shared(one: str, other: str) -> int:
    """Return how many letters two texts begin with alike, by halves: one letter after another takes long."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if one[:middle] == other[:middle] else (least, middle - 1)
    return least


def _hash(text: str) -> str:
    return hash_of(text.encode("utf-8"))


def _read(journal: Path) -> list[JournalNote]:
    """Return the notes of a journal that are not undone; a line that a crash has cut off is none."""
    notes: list[JournalNote] = []
    try:
        lines = journal.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return notes
    for line in lines:
        try:
            said = json.loads(line)
            if "made" in said:
                notes.append(JournalNote(**said["made"]))
            else:
                del notes[int(said["undone"]) :]
        except (ValueError, TypeError, KeyError):
            continue
    return notes
