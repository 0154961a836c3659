"""What the system has for setting pages is told, missed in one sentence, and part of what a build needs."""

from __future__ import annotations

import ctypes.util
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from florilegium.pipeline.build import build
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import EditionError, Report
from florilegium.system import native_libraries
from florilegium.system.tasks.engines import Here
from projects import REPOSITORY


@pytest.fixture
def system_without(monkeypatch: pytest.MonkeyPatch) -> object:
    """Makes the system one that has not some library."""

    def without(name: str) -> None:
        found = (
            replace(one, files=("libnone.so",)) if one.name == name else one
            for one in native_libraries.LIBRARIES
        )
        monkeypatch.setattr(native_libraries, "LIBRARIES", tuple(found))

    return without


def test_every_library_is_here_and_tells_its_version() -> None:
    told = dict(version.split("=") for version in native_libraries.versions())
    assert list(told) == ["Pango", "PangoFT2", "HarfBuzz", "HarfBuzz-Subset", "fontconfig"]
    assert told["Pango"][0].isdigit() and told["HarfBuzz"][0].isdigit() and told["fontconfig"].isdigit()
    assert "none" not in told.values()
    assert native_libraries.missing() == ()


@pytest.mark.parametrize(
    ("name", "package"), [("Pango", "libpango-1.0-0"), ("HarfBuzz-Subset", "libharfbuzz-subset0")]
)
def test_a_missing_library_is_an_error_with_one_command(name: str, package: str, system_without) -> None:
    system_without(name)
    with pytest.raises(EditionError, match=f"has no {name}. To mend it: sudo apt-get install {package}$"):
        native_libraries.require()


def test_on_macos_the_command_is_homebrews(system_without, monkeypatch: pytest.MonkeyPatch) -> None:
    system_without("HarfBuzz-Subset")
    monkeypatch.setattr(native_libraries.sys, "platform", "darwin")
    with pytest.raises(EditionError, match=r"brew install harfbuzz$"):
        native_libraries.require()


def test_a_build_without_the_library_says_so_and_one_without_pages_needs_none(
    tmp_path: Path, system_without
) -> None:
    project = tmp_path / "lanterns"
    shutil.copytree(REPOSITORY / "tests" / "golden" / "lanterns", project)
    system_without("Pango")
    order = BuildRequest(project / "anthology.yaml", frozenset({"epub"}), cached=False)
    with pytest.raises(EditionError, match="has no Pango"):
        build(order, Report(), Silent(), Here())
    assert not (project / "dist").exists()
    assert build(replace(order, paged=False), Report(), Silent(), Here()).files


def test_another_version_or_font_of_the_system_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system_without
) -> None:
    monkeypatch.setattr(native_libraries, "_font_folders", lambda: iter([str(tmp_path)]))
    (tmp_path / "ipa").mkdir()
    before = native_libraries.fonts()
    assert native_libraries.fonts() == before
    (tmp_path / "ipa" / "ipaexm.ttf").write_bytes(b"glyphs")
    assert native_libraries.fonts() != before
    versions = native_libraries.versions()
    system_without("HarfBuzz-Subset")
    assert native_libraries.versions() != versions


def test_nobody_is_asked_for_libraries_that_are_known_by_their_files(
    system_without, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one is missing, whoever is asked may know another place; afterwards all is as it was."""
    asked: list[str] = []
    monkeypatch.setattr(ctypes.util, "find_library", asked.append)
    monkeypatch.setattr(native_libraries.sys, "platform", "linux")
    with native_libraries.known_by_file():
        assert ctypes.util.find_library("pango-1.0") is None
    assert asked == []
    ctypes.util.find_library("after")
    system_without("Pango")
    with native_libraries.known_by_file():
        ctypes.util.find_library("within")
    assert asked == ["after", "within"]


@pytest.mark.parametrize(
    "first",
    [
        "from florilegium.editions.pdf.weasyprint import engine",
        "from florilegium.editions.pdf.weasyprint import contract; contract.misfit()",
    ],
    ids=["engine", "contract"],
)
def test_weasyprint_is_imported_without_asking(first: str) -> None:
    """It finds all that it needs by itself, whoever asks for it first in a process."""
    code = (
        "import ctypes.util, sys\n"
        "ctypes.util.find_library = lambda name: sys.exit(f'asked for {name}')\n"
        f"{first}\n"
        "print(sys.modules['weasyprint'].__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("weasyprint\n", 0), done.stderr
