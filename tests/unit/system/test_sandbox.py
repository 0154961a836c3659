"""What a run of the program, and the processes that work for it, can no longer do to the machine."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from deeds import REFUSED, deeds, kept_rights

from florilegium.system import sandbox

#: A run as commands begin it, and what it and a worker of it can still do: a name, and the error met or "".
RUN = """
    import json, os, socket, sys
    from pathlib import Path

    def attempt(deed):
        try:
            deed()
        except OSError as error:
            return error.strerror
        return ""

    def deeds(project, home, port):
        def connect(family, address):
            with socket.socket(family) as asked:
                asked.connect(address)
        def move():
            os.rename(Path(project, "old"), Path(project, "a", "old"))
            os.rename(Path(project, "a", "old"), Path(project, "old"))
        return {
            "write in the project": attempt(lambda: Path(project, f"made-{os.getpid()}").write_text("x")),
            "rename in the project": attempt(move),
            "write at home": attempt(lambda: Path(home, "made").write_text("x")),
            "empty a file at home": attempt(lambda: Path(home, "kept").write_text("")),
            "remove a file at home": attempt(lambda: Path(home, "kept").unlink()),
            "rename into the home": attempt(lambda: os.rename(Path(project, "a"), Path(home, "a"))),
            "follow a link home": attempt(lambda: Path(project, "link").write_text("x")),
            "connect": attempt(lambda: connect(socket.AF_INET, ("127.0.0.1", port))),
            "connect by version 6": attempt(lambda: connect(socket.AF_INET6, ("::1", port))),
        }

    if __name__ == "__main__":
        from florilegium.cli.confinement import begin_build
        from florilegium.pipeline.request import BuildRequest
        from florilegium.system import temporary
        from florilegium.system.tasks.engines import processes

        project, home, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
        temporary.run_as_program()
        begin_build(BuildRequest(Path(project, "anthology.yaml")))
        with processes(2, ()) as engine:
            worker = engine.submit(deeds, project, home, port).result()
        print(json.dumps([worker, deeds(project, home, port)]))
"""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Return a project with a link that leads out of it, and a home with a file."""
    project, home = tmp_path / "project", tmp_path / "home"
    (project / "a").mkdir(parents=True)
    (project / "old").write_text("old")
    home.mkdir()
    (home / "kept").write_text("kept")
    (project / "link").symlink_to(home / "made")
    return project, home


def test_a_run_and_its_workers_write_in_the_project_only_and_reach_no_network(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    """Every way out that the system can close is closed, and every way within the project is open."""
    project, home = folders
    script = tmp_path / "run.py"
    script.write_text(textwrap.dedent(RUN), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        arguments = [str(project), str(home), str(server.getsockname()[1])]
        ran = subprocess.run(
            [sys.executable, str(script), *arguments], capture_output=True, text=True, check=True
        )
    held = sandbox.available()
    for done in json.loads(ran.stdout):
        within = {name: error for name, error in done.items() if name.endswith("in the project")}
        network = {name: error for name, error in done.items() if name.startswith("connect")}
        out = {name: error for name, error in done.items() if name not in within | network}
        assert set(within.values()) == {""}, within
        assert not held.writing or set(out.values()) == {os.strerror(13)}, out
        assert not held.network or set(network.values()) == {os.strerror(13)}, network
    if held.writing:
        assert (home / "kept").read_text() == "kept"
        assert not (home / "made").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="no other system has what is tested")
def test_a_thread_gives_its_own_rights_up(folders: tuple[Path, Path]) -> None:
    """Where the process has to keep its rights: the desk's build, a task at a worker of a cluster."""
    project, home = folders
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as one:
        port = server.getsockname()[1]
        one.submit(sandbox.confine, (project,), signalling=True).result()
        in_it = one.submit(deeds, project, home, port).result()
        assert not one.submit(sandbox.is_open).result()
        # It may still end a process that was begun before, as a build does with its workers.
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
            one.submit(other.kill).result()
        beside_it = deeds(project, home, port)
    assert kept_rights(in_it) == ["write in the project"]
    assert {in_it["write at home"], in_it["connect"]} == {REFUSED}
    assert len(kept_rights(beside_it)) == 3
    assert sandbox.is_open()


@pytest.mark.skipif(sys.platform != "linux", reason="no other system has what is tested")
def test_a_thread_leaves_the_network_alone(folders: tuple[Path, Path]) -> None:
    """A connection that another thread holds stays, as that to a cluster does."""
    project, home = folders
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as one:
        assert one.submit(sandbox.leave_network).result()
        found = one.submit(deeds, project, home, server.getsockname()[1]).result()
    assert kept_rights(found) == ["write in the project", "write at home"]


def test_the_program_says_what_the_system_offers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be taken away, the program says so instead of promising."""
    monkeypatch.setattr(sandbox, "available", lambda: sandbox.Confinement(writing=True, network=True))
    assert sandbox.describe() == (
        "commands that read articles write below the project only, and reach no network"
    )
    monkeypatch.setattr(sandbox, "available", lambda: sandbox.Confinement(writing=False, network=False))
    assert "wherever this user can, and reach the network; this system offers no more" in sandbox.describe()


def test_linux_offers_both() -> None:
    """The machine of the tests has what the promise rests on: else the first test proves nothing."""
    if sys.platform.startswith("linux"):
        assert sandbox.available() == sandbox.Confinement(writing=True, network=True)
