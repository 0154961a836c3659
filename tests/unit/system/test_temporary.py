"""What is temporary stands in one folder of a run, which a later run removes when that one is over."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from florilegium.system import temporary
from florilegium.system.files import Parcel
from florilegium.system.interruption import undisturbed

#: Begins a run in the folder that it is given, makes files in it, says so, and waits.
RUN = """
import sys, tempfile, time
from pathlib import Path
from florilegium.system import temporary
from florilegium.system.files import Parcel
work = Path(sys.argv[1])
temporary.run_as_program()
folder = temporary.begin(work)
temporary.lend_to_libraries()
tempfile.mkdtemp(prefix="weasyprint-")
parcel = Parcel()
parcel.add(work / "book.epub", b"half a book")
print(folder, flush=True)
time.sleep(60)
"""


def begun(work: Path, **environment: str) -> tuple[subprocess.Popen[str], Path]:
    """A run in a process of its own, and its folder."""
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(work)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    assert run.stdout is not None
    return run, Path(run.stdout.readline().strip())


def test_a_killed_run_is_swept_and_one_that_goes_on_is_not(tmp_path: Path) -> None:
    killed, its_folder = begun(tmp_path)
    other, folder = begun(tmp_path)
    try:
        assert its_folder.parent == folder.parent == tmp_path / temporary.RUNS
        assert len(list(its_folder.iterdir())) == 1
        assert len(list(tmp_path.glob(f".book.epub.*{temporary.PART}"))) == 2
        killed.kill()
        killed.wait()
        temporary.sweep(tmp_path)
        assert not its_folder.exists()
        assert folder.is_dir()
        assert len(list(tmp_path.glob(f".book.epub.*{temporary.PART}"))) == 1
    finally:
        for one in (killed, other):
            one.kill()
            one.communicate()
    temporary.sweep(tmp_path)
    assert list((tmp_path / temporary.RUNS).iterdir()) == []
    assert list(tmp_path.glob(".*")) == []


def test_where_the_project_cannot_be_written_it_is_the_systems_folder(tmp_path: Path) -> None:
    """One folder of this user's, open to nobody else, swept like a project's."""
    (tmp_path / "file").touch()
    system = tmp_path / "system"
    system.mkdir()
    run = [sys.executable, "-c", RUN.replace("parcel.add", "0 and parcel.add"), str(tmp_path / "file")]
    with subprocess.Popen(
        run, stdout=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(system)}
    ) as one:
        assert one.stdout is not None
        folder = Path(one.stdout.readline().strip())
        assert folder.parent.parent == system
        assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
        assert [path.name for path in system.iterdir()] == [folder.parent.name]
        one.kill()


def test_a_foreseen_folder_that_is_open_to_others_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(temporary._Run, "system", tmp_path)
    foreseen = tmp_path / f"florilegium-{os.getuid()}"
    foreseen.mkdir()
    foreseen.chmod(0o777)
    assert temporary._system_folder() != foreseen


@pytest.mark.parametrize("named", ["", "nowhere"])
def test_the_systems_folder_is_that_of_the_standard_library(named: str) -> None:
    script = "from florilegium.system import temporary; print(temporary._system());"
    asked = script + "import tempfile; print(tempfile.gettempdir())"
    environment = {**os.environ, "TMPDIR": named}
    run = [sys.executable, "-c", asked]
    said = subprocess.run(run, capture_output=True, text=True, env=environment, check=True).stdout
    ours, python = said.split()
    assert ours == python


def test_files_reach_their_places_before_a_signal_is_heard(tmp_path: Path) -> None:
    """So that two builds' editions never stand side by side."""
    heard: list[bool] = []
    before = signal.signal(signal.SIGTERM, lambda *_: heard.append((tmp_path / "b").exists()))
    try:
        with undisturbed():
            os.kill(os.getpid(), signal.SIGTERM)
            (tmp_path / "b").touch()
            assert heard == []
        assert heard == [True]
    finally:
        signal.signal(signal.SIGTERM, before)


def test_what_was_not_delivered_is_taken_away(tmp_path: Path) -> None:
    with Parcel() as parcel:
        parcel.add(tmp_path / "a", b"a")
    assert list(tmp_path.iterdir()) == []
