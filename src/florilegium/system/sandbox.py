"""A sandbox without privileges: what a process that reads strangers' files can no longer do.

On Linux a process may give up rights for itself and for every process that it begins, for good. Two ways are
used, both by their system calls, since no package that is kept carries them:

- Landlock (Linux 5.19, `landlock(7)`): nothing is written, made, renamed or removed but below given folders;
  from Linux 6.12 other programs get no signals either.
- seccomp (`seccomp(2)`): no address of a network can be reached, no other process can be written to.

Both hold for the thread that asks, and for all that it begins: threads and processes. A command asks before
its first thread is begun, and so gives up the rights of the whole process. Where a process has to keep its
own, as the desk does, which answers a browser, the thread asks that reads articles.

Reading stays as it was: fonts, libraries and the project stand in many places, and what is read cannot leave.
Where the system offers neither, nothing is taken away, and `describe` says so.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

# ---- Landlock, `linux/landlock.h` --------------------------------------------------------------------------

#: The system calls have one number on every architecture that has them.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_GET_VERSION: Final = 1
_RULE_PATH_BENEATH: Final = 1

#: The version from which files can be renamed from one folder of a project into another (REFER).
_LEAST_VERSION: Final = 2

_WRITE_FILE: Final = 1 << 1
#: Removing and making of every kind, and moving: bits 4 to 13.
_CHANGE_FOLDER: Final = sum(1 << bit for bit in range(4, 14))
_TRUNCATE: Final = 1 << 14
_TRUNCATE_VERSION: Final = 3

#: Sockets with a name that stands in no folder: other programs do not hear them; nor signals.
_SCOPED_SOCKETS, _SCOPED_SIGNALS = 1, 2
_SCOPE_VERSION: Final = 6

#: Where a process may write besides its folders: shared memory, with semaphores, and what swallows all.
_DEVICES: Final = (Path("/dev/shm"), Path("/dev/null"))  # noqa: S108 - a place that others name files in

# ---- seccomp, `linux/seccomp.h` and `linux/filter.h` -------------------------------------------------------

_SET_NO_NEW_PRIVS, _GET_SECCOMP, _SET_SECCOMP, _MODE_FILTER = 38, 21, 22, 2
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | 13  # with EACCES
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_AF_UNIX: Final = 1


class _Machine(NamedTuple):
    """The numbers of an architecture: its own, and those of system calls."""

    architecture: int
    socket: int
    #: ptrace, process_vm_writev, io_uring_setup, which could connect without `socket`.
    refused: tuple[int, ...]
    #: The first number of a second table of calls, which x86 has.
    foreign: int


_MACHINES: Final = {
    "x86_64": _Machine(0xC000003E, 41, (101, 311, 425), 0x40000000),
    "aarch64": _Machine(0xC00000B7, 198, (117, 271, 425), 0x40000000),
}


class _Held(threading.local):
    """Whether this thread has given its rights up; `everywhere`, whether the whole process has."""

    here = False
    everywhere = False


_HELD: Final = _Held()


class Confinement(NamedTuple):
    """What this system can take from a process: writing elsewhere, and the network."""

    writing: bool
    network: bool


def confine(folders: Iterable[Path], *, networked: bool = False, signalling: bool = False) -> Confinement:
    """Take from this thread what it does not need, and from all that it begins; return what was taken.

    It and they can write below `folders` only and, unless `networked`, reach no network; sockets between
    processes of this machine stay. With `signalling` they can end processes that were begun before. To
    confine a process, call it before its first thread is begun: a thread that goes on keeps its rights. A
    folder that does not exist gives no right.
    """
    if not sys.platform.startswith("linux"):
        return Confinement(writing=False, network=False)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    scopes = _SCOPED_SOCKETS if signalling else _SCOPED_SOCKETS | _SCOPED_SIGNALS
    writing = _confine_writing(libc, folders, scopes)
    _HELD.here = True
    if threading.current_thread() is threading.main_thread():
        _Held.everywhere = True
    return Confinement(writing, not networked and _confine_network(libc))


def leave_network() -> bool:
    """Take the network from this thread, and from all that it begins; return whether it was taken."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return _confine_network(libc)


def is_open() -> bool:
    """Return whether this thread has kept rights that another process could do without, and give up here."""
    return not (_HELD.here or _Held.everywhere) and available() != Confinement(writing=False, network=False)


def has_less(process: int) -> bool:
    """Return whether another process has given up rights that this thread still has."""
    return _given_up(f"/proc/{process}/status") > _given_up("/proc/thread-self/status")


def available() -> Confinement:
    """Return what `confine` can take from a process on this system."""
    if not sys.platform.startswith("linux"):
        return Confinement(writing=False, network=False)
    libc = ctypes.CDLL(None, use_errno=True)
    filters = libc.prctl(_GET_SECCOMP, 0, 0, 0, 0) >= 0
    return Confinement(_landlock_version(libc) >= _LEAST_VERSION, filters and os.uname().machine in _MACHINES)


def describe() -> str:
    """Return what stands between a stranger's file and this machine, as a line for a person."""
    held = available()
    writing = "write below the project only" if held.writing else "write wherever this user can"
    network = "reach no network" if held.network else "reach the network"
    why = "" if held.writing and held.network else "; this system offers no more (Linux with Landlock does)"
    return f"commands that read articles {writing}, and {network}{why}"


def _given_up(status: str) -> tuple[int, int]:
    """Return what the system says of a process: whether it can get new rights, how many filters it has."""
    try:
        lines = dict(line.split(":", 1) for line in Path(status).read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError):
        return 0, 0
    return int(lines.get("NoNewPrivs", 0)), int(lines.get("Seccomp_filters", 0))


def _confine_writing(libc: ctypes.CDLL, folders: Iterable[Path], scopes: int) -> bool:
    version = _landlock_version(libc)
    if version < _LEAST_VERSION:
        return False
    rights = _WRITE_FILE | _CHANGE_FOLDER | (_TRUNCATE if version >= _TRUNCATE_VERSION else 0)
    scoped = scopes if version >= _SCOPE_VERSION else 0
    attributes = struct.pack("=QQQ", rights, 0, scoped)[: 24 if scoped else 8]
    rules = libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if rules < 0:
        return False
    try:
        for place in (*folders, *_DEVICES):
            with suppress(OSError), _opened(place) as handle:
                # A rule for a file that names rights of a folder would be refused.
                given = rights if place.is_dir() else rights & ~_CHANGE_FOLDER
                beneath = struct.pack("=Qi", given, handle)
                libc.syscall(_ADD_RULE, rules, _RULE_PATH_BENEATH, beneath, 0)
        return bool(libc.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _landlock_version(libc: ctypes.CDLL) -> int:
    """Return the version of Landlock, at most 0 where there is none."""
    return int(libc.syscall(_CREATE_RULESET, None, 0, _GET_VERSION))


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


def _confine_network(libc: ctypes.CDLL) -> bool:
    machine = _MACHINES.get(os.uname().machine)
    if machine is None:
        return False
    steps = _filter(machine)
    program = ctypes.create_string_buffer(b"".join(steps), sum(map(len, steps)))
    # A count and an address, padded as a C compiler does.
    head = struct.pack("HP", len(steps), ctypes.addressof(program))
    return bool(libc.prctl(_SET_SECCOMP, _MODE_FILTER, head, 0, 0) == 0)


def _filter(machine: _Machine) -> tuple[bytes, ...]:
    """Return the steps that judge each system call: refuse other tables, and those that lead out.

    A jump counts steps from the one that follows it.
    """
    calls = len(machine.refused)
    return (
        _step(_LOAD, _ARCHITECTURE_AT),
        _step(_EQUAL, machine.architecture, 0, calls + 5),
        _step(_LOAD, _NUMBER_AT),
        _step(_AT_LEAST, machine.foreign, calls + 3, 0),
        *(_step(_EQUAL, call, calls + 2 - at, 0) for at, call in enumerate(machine.refused)),
        _step(_EQUAL, machine.socket, 0, 3),
        _step(_LOAD, _FIRST_ARGUMENT_AT),
        _step(_EQUAL, _AF_UNIX, 1, 0),
        _step(_RETURN, _REFUSE),
        _step(_RETURN, _ALLOW),
    )


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """Return one instruction of a filter, `struct sock_filter`."""
    return struct.pack("=HBBI", code, if_true, if_false, value)
