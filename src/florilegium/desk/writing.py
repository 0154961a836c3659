"""The only way in which the desk changes a file: one place of it, whole or not at all, and with a way back.

What is written is noted first in a journal, in the folder that the desk has for itself, and on the disk
before the file is; so everything of the sitting can be undone, after a crash or a loss of power too. A change
is made in what the file says at that moment; where the place itself has changed meanwhile, nothing is
written, and both versions are shown.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from florilegium.manifest.reading.tree import Value
from florilegium.manifest.writing.stretches import UneditableError, stretches
from florilegium.manifest.writing.surgery import Change, changed
from florilegium.problems import FlorilegiumError, ReleaseError
from florilegium.system.files import FileRefusedError, hash_of, locate, replace_unchanged
from florilegium.system.values import dataclass

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

    @property
    def back(self) -> JournalNote:
        """Return the change that undoes this one."""
        return JournalNote(
            file=self.file,
            words=self.words,
            at=self.at,
            old=self.new,
            new=self.old,
            before=self.after,
            after=self.before,
        )

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

    def __init__(self, root: Path, journal: Path, allowed: Callable[[str], bool]) -> None:
        """Go on with a journal. `allowed` says of a file by its name whether it may be written."""
        self._root, self._journal, self._allowed = root, journal, allowed
        self._lock = threading.Lock()
        self._notes, self._undone = _read(journal)

    @property
    def last(self) -> str:
        """Return what would be undone next, or nothing."""
        return self._notes[-1].words if self._notes else ""

    def change(
        self,
        file: str,
        words: str,
        plan: Callable[[Value], Sequence[Change]],
        check: Callable[[str], None] = lambda _: None,
    ) -> bool:
        """Make the changes that `plan` gives for what a file says now; return whether there were any.

        `check` is given the whole text before it is written, and raises FlorilegiumError where it may not be.

        Raises:
            UneditableError: a change cannot be made by itself.
            ReleaseError: the file cannot be written; it is as it was.
        """

        def made(text: str) -> str:
            body = text.removeprefix(_MARK)
            new = changed(body, plan(stretches(body).value))
            check(new)
            return text[: len(text) - len(body)] + new

        return self._carry_out(file, words, made)

    def rewrite(self, file: str, was: str, text: str) -> bool:
        """Give a file another text, where it says what it said when it was shown; line ends stay its own.

        Raises:
            ConflictError: it says something else by now.
            ReleaseError: the file cannot be written; it is as it was.
        """

        def made(now: str) -> str:
            if _lines(now) != _lines(was):
                raise ConflictError(f"“{file}” has been changed meanwhile", text, now)
            new = _lines(text)
            return new.replace("\n", "\r\n") if "\r\n" in now else new

        return self._carry_out(file, f"text of “{file}”", made)

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
                if not _put(path, text, note.undone_in(text)):
                    continue
                self._forget()
                self._undone.append(note)
                return note.words
            return ""

    def redo(self) -> str:
        """Make again what was undone last, unless something was changed since; return what it is.

        Raises as `undo`.
        """
        with self._lock:
            if not self._undone:
                return ""
            note = self._undone[-1]
            self._write(note.file, lambda text: (note.back.undone_in(text), note))
            self._undone.pop()
            return note.words

    def _carry_out(self, file: str, words: str, made: Callable[[str], str]) -> bool:
        def noted(text: str) -> tuple[str, JournalNote]:
            new = made(text)
            return new, _note(file, words, text, new)

        with self._lock:
            is_changed = self._write(file, noted)
            if is_changed:
                self._undone.clear()
            return is_changed

    def _read_file(self, file: str) -> tuple[Path, str]:
        if not self._allowed(file):
            raise UneditableError(f"“{file}” is not a file that the desk writes")
        try:
            path = locate(self._root, file).resolve()
            return path, path.read_bytes().decode("utf-8")
        except (FileRefusedError, OSError) as error:
            raise UneditableError(f"“{file}” cannot be read") from error
        except UnicodeDecodeError as error:
            raise UneditableError(f"“{file}” is not in UTF-8; save it as UTF-8 first") from error

    def _write(self, file: str, made: Callable[[str], tuple[str, JournalNote]]) -> bool:
        """Write what is `made` of the text of a file; return whether that is another. Where the file is saved
        elsewhere in the same moment, it is made again, of what it says then."""
        while True:
            path, text = self._read_file(file)
            new, note = made(text)
            if new == text:
                return False
            self._append({"made": asdict(note)})
            self._notes.append(note)
            is_there = False
            try:
                is_there = _put(path, text, new, self._journal)
            finally:
                if not is_there:
                    self._forget()
            if is_there:
                return True

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


def _put(path: Path, was: str, text: str, *before: Path) -> bool:
    """Give a file a text in the place of what it was; return whether it was so still."""
    try:
        return replace_unchanged(path, was.encode("utf-8"), text.encode("utf-8"), before)
    except OSError as error:
        message = f"nothing was changed: “{path.name}” cannot be written: {error.strerror}"
        raise ReleaseError(message) from error


def _note(file: str, words: str, before: str, after: str) -> JournalNote:
    """Return what changed between two texts: one stretch."""
    at = _shared(before, after)
    behind = _shared(before[at:][::-1], after[at:][::-1])
    old, new = before[at : len(before) - behind], after[at : len(after) - behind]
    return JournalNote(
        file=file, words=words, at=at, old=old, new=new, before=_hash(before), after=_hash(after)
    )


def _shared(one: str, other: str) -> int:
    """Return how many letters two texts begin with alike, by halves: one letter after another takes long."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if one[:middle] == other[:middle] else (least, middle - 1)
    return least


def _hash(text: str) -> str:
    return hash_of(text.encode("utf-8"))


def _lines(text: str) -> str:
    """Return a text as a form sends it: without a mark before it, each line ended alike."""
    return text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n")


def _read(journal: Path) -> tuple[list[JournalNote], list[JournalNote]]:
    """Return the notes of a journal that are not undone, and those that are and can be made again.

    A line that a crash has cut off is none.
    """
    notes: list[JournalNote] = []
    undone: list[JournalNote] = []
    try:
        lines = journal.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return notes, undone
    for line in lines:
        try:
            said = json.loads(line)
            if "made" in said:
                note = JournalNote(**said["made"])
                notes.append(note)
                undone = undone[:-1] if undone[-1:] == [note] else []
            else:
                undone += reversed(notes[int(said["undone"]) :])
                del notes[int(said["undone"]) :]
        except (ValueError, TypeError, KeyError):
            continue
    return notes, undone
