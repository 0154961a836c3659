"""A build after a build: what has changed is made again, what has not is not, and the files are the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from florilegium.cli.progress import progress_line
from florilegium.editions.epub import edition, page
from florilegium.editions.pdf.schedule import layout_task as caching
from florilegium.editions.pdf.section.printed_section import LayoutTask
from florilegium.passes import pipeline
from florilegium.pipeline.build import build, check
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Count
from florilegium.problems import Problem, Report
from florilegium.system import native_libraries
from florilegium.system.tasks import fingerprint
from florilegium.system.tasks.engines import Here
from projects import REPOSITORY

#: The sections that print page numbers of others: a change may, and need not, reach them.
DEPENDENT = {"contents", "index"}


class Watched(Here):
    """Works in this process, and takes down which sections are laid out."""

    def __init__(self) -> None:
        self.laid_out: list[str] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.laid_out += [one.section for one in args if isinstance(one, LayoutTask)]
        return super().submit(fn, *args, **kwargs)


class Told:
    """Takes down what a build tells of its progress."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.counts: list[Count] = []

    def stage(self, name: str) -> None:
        self.stages.append(name)

    def count(self, count: Count) -> None:
        self.counts.append(count)


class Press:
    """One project, built again and again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.manifest = root / "anthology.yaml"

    def build(self, *, cached: bool = True, told: Told | None = None) -> tuple[list[str], dict[str, bytes]]:
        """Which sections were laid out, and the files."""
        work = Watched()
        result = build(BuildRequest(self.manifest, cached=cached), Report(), told or Told(), work)
        return work.laid_out, {path.name: path.read_bytes() for path in result.files}

    def replace(self, name: str, old: str, new: str) -> None:
        """Change some words of a file."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    @property
    def sources(self) -> set[tuple[str, bytes]]:
        kept = self.root / ".florilegium" / "kept"
        return {(path.name, path.read_bytes()) for path in kept.glob("source-*")}

    @property
    def layouts(self) -> list[Path]:
        return sorted((self.root / ".florilegium" / "kept").glob("layout-*"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], dict[str, bytes]]:
    """A project that was built once; every test has a copy of it."""
    root = tmp_path_factory.mktemp("again") / "lanterns"
    shutil.copytree(REPOSITORY / "tests" / "golden" / "lanterns", root)
    return root, *Press(root).build()


@pytest.fixture
def press(made: tuple[Path, list[str], dict[str, bytes]], tmp_path: Path) -> Press:
    shutil.copytree(made[0], tmp_path / "lanterns")
    return Press(tmp_path / "lanterns")


def forget_the_record(press: Press) -> None:
    shutil.rmtree(press.root / ".florilegium" / "builds")


def test_both_editions_lay_no_section_out_twice(made: tuple[Path, list[str], dict[str, bytes]]) -> None:
    _, laid_out, _ = made
    assert len(laid_out) > 10
    assert sorted(laid_out) == sorted(set(laid_out))


def test_with_nothing_changed_nothing_is_done(
    press: Press, made: tuple[Path, list[str], dict[str, bytes]]
) -> None:
    told = Told()
    laid_out, files = press.build(told=told)
    assert laid_out == []
    assert files == made[2]
    assert told.stages == ["nothing has changed since the last build"]


def test_without_the_record_every_layout_is_taken_over(
    press: Press, made: tuple[Path, list[str], dict[str, bytes]]
) -> None:
    """The files are the same to the byte whether layouts were made now or earlier."""
    forget_the_record(press)
    laid_out, files = press.build()
    assert laid_out == []
    assert files == made[2]


def test_without_cache_everything_is_laid_out_anew(
    press: Press, made: tuple[Path, list[str], dict[str, bytes]]
) -> None:
    laid_out, files = press.build(cached=False)
    assert sorted(laid_out) == sorted(made[1])
    assert files == made[2]


def test_a_check_reads_what_has_changed_alone(press: Press, tmp_path: Path) -> None:
    """It takes over what a build has read, and finds what it finds in a project where nothing is kept."""
    press.replace("texts/oil.md", "oil", "oyl")
    shutil.copytree(press.root, tmp_path / "fresh", ignore=shutil.ignore_patterns(".florilegium"))
    kept, told, anew = press.sources, Report(), Report()
    check(press.manifest, told)
    check(tmp_path / "fresh" / "anthology.yaml", anew)
    assert len(press.sources - kept) == 1
    assert told.problems == anew.problems


def test_a_changed_text_is_laid_out_alone(press: Press) -> None:
    press.replace("texts/oil.md", "oil", "oyl")
    laid_out, files = press.build()
    assert set(laid_out) - DEPENDENT == {"oil"}
    assert files == press.build(cached=False)[1]


@pytest.mark.parametrize(
    "change",
    [
        lambda press, _: (press.root / "styles").mkdir() or own_sheet(press),
        lambda press, _: press.replace(
            "anthology.yaml", "language:", "editions: {pdf: {trim: a5}}\nlanguage:"
        ),
        lambda _, patch: (
            patch.setattr(native_libraries, "versions", lambda: ("Pango=99",))
            or patch.setattr(caching, "tools", caching.tools.__wrapped__)  # as another process
        ),
        lambda _, patch: patch.setattr(native_libraries, "fonts", lambda: "another font"),
        lambda _, patch: (
            patch.setattr(caching, "version", lambda tool: "99")
            or patch.setattr(caching, "tools", caching.tools.__wrapped__)
            or patch.setattr(fingerprint, "_packages", lambda: ["weasyprint-99.dist-info"])
            or patch.setattr(
                fingerprint, "installed", fingerprint.installed.__wrapped__
            )  # as another process
        ),
    ],
    ids=["style", "option", "system library", "system font", "package"],
)
def test_a_changed_style_option_or_tool_lays_everything_out(
    press: Press,
    made: tuple[Path, list[str], dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Press, pytest.MonkeyPatch], object],
) -> None:
    change(press, monkeypatch)
    assert sorted(press.build()[0]) == sorted(made[1])


def own_sheet(press: Press) -> None:
    """The project's own style, with one rule more than the program's."""
    text = (REPOSITORY / "styles" / "print.css").read_text(encoding="utf-8")
    (press.root / "styles" / "print.css").write_text(text + "\nh1 { color: #111 }\n", encoding="utf-8")


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: b"", lambda data: data[:-1] + b"!"])
def test_a_damaged_layout_is_made_again(
    press: Press, made: tuple[Path, list[str], dict[str, bytes]], damage: Callable[[bytes], bytes]
) -> None:
    forget_the_record(press)
    path = press.layouts[0]
    path.write_bytes(damage(path.read_bytes()))
    laid_out, files = press.build()
    assert len(laid_out) == 1
    assert files == made[2]


def test_damaged_answers_about_texts_are_asked_again(
    press: Press, made: tuple[Path, list[str], dict[str, bytes]]
) -> None:
    forget_the_record(press)
    kept = sorted((press.root / ".florilegium" / "kept").iterdir())
    texts = [path for path in kept if not path.name.startswith("layout-")]
    kinds = {path.name.partition("-")[0] for path in texts}
    assert kinds == {"cover", "font", "page", "picture", "source", "text"}
    for number, path in enumerate(texts):
        path.write_bytes((b"", b"{}", path.read_bytes()[:-9], b"[1, 2]")[number % 4])
    assert press.build()[1] == made[2]


def test_what_was_told_of_a_text_is_told_again(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that has not changed is not edited anew, and its faults are not forgotten."""
    manifest = press.manifest.read_text(encoding="utf-8")
    oil = next(line.split()[-1] for line in manifest.splitlines() if "oil" in line and ".md" in line)
    path = press.root / oil
    path.write_text(path.read_text(encoding="utf-8") + "\n\nSee [there](#nowhere).\n", encoding="utf-8")
    told: list[list[Problem]] = []
    for _ in range(2):
        if told:
            monkeypatch.setattr(pipeline, "EDIT", replace(pipeline.EDIT, do=None))
        forget_the_record(press)
        report = Report()
        build(BuildRequest(press.manifest), report, Told(), Watched())
        told.append([problem for problem in report.problems if problem.code == "C004"])
    assert told[0] == told[1]
    assert len(told[0]) == 1


def test_only_files_of_the_epub_that_change_are_made_again(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of one article reaches its own file and those that tell of it."""
    order = BuildRequest(press.manifest, frozenset({"epub"}), paged=False)
    build(order, Report(), Told(), Watched())
    made: list[str] = []
    real = page.make_page

    def make_page(task: page.PageInput) -> page.EpubPage:
        made.append(task.parts.section.id)
        return real(task)

    monkeypatch.setattr(edition, "MAKE_PAGE", replace(page.MAKE_PAGE, do=make_page))
    press.replace("texts/oil.md", "oil", "oyl")
    result = build(order, Report(), Told(), Watched())
    assert "oil" in made
    assert set(made) <= {"oil"} | DEPENDENT
    files = [path.read_bytes() for path in result.files]
    made.clear()
    again = build(replace(order, cached=False), Report(), Told(), Watched())
    assert [path.read_bytes() for path in again.files] == files
    assert len(made) > 10


def test_a_damaged_record_is_as_good_as_none(
    press: Press, made: tuple[Path, list[str], dict[str, bytes]]
) -> None:
    (record,) = (press.root / ".florilegium" / "builds").iterdir()
    record.write_bytes(record.read_bytes()[:-40])
    assert press.build() == ([], made[2])


def test_a_file_that_was_lost_is_made_again(
    press: Press, made: tuple[Path, list[str], dict[str, bytes]]
) -> None:
    next((press.root / "dist").glob("*.epub")).unlink()
    assert press.build() == ([], made[2])


def test_progress_counts_every_section_once_and_tells_what_was_kept(press: Press) -> None:
    press.replace("texts/oil.md", "oil", "oyl")
    told = Told()
    laid_out, _ = press.build(told=told)
    last = told.counts[-1]
    assert (last.made, last.kept) == (len(set(laid_out)), last.all - len(set(laid_out)))
    assert [count.done for count in told.counts] == sorted(count.done for count in told.counts)
    assert all(count.done <= count.all for count in told.counts)


def test_time_left_is_told_from_what_was_laid_out() -> None:
    """A quarter of what there is to lay out took ten seconds; what was kept counts for nothing."""
    assert (
        progress_line(Count(20, kept=10, made=3, share=0.25), 10.0)
        == "13 of 20 sections, 10 as before, about 0:30 left"
    )
    assert progress_line(Count(20, made=20, share=1.0), 10.0) == "20 of 20 sections"
