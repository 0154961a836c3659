"""The desk as it is run: what it shows, what it refuses, and how it is begun and ended."""

from __future__ import annotations

import inspect
import json
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path

import pytest
from desks import Visitor, lanterns, opened, until

from florilegium.desk.app import ROUTES
from florilegium.editions.pdf.section.trim import page_of

HOSTILE = (
    "<html><head><title>Dark</title></head><body><article><h1>Dark</h1>"
    "<p onclick='steal()'>A lamp &lt;script&gt;steal()&lt;/script&gt; burns &lt;img src=x onerror=go()&gt; "
    "low in the tower of Saltmere, and nobody that night went up to trim it again.</p>"
    "<script>steal()</script><p><img src='http://evil.example/spy.png' alt='x'>Nobody looked "
    "&amp;lt;b&amp;gt; up from the quay when the light went out.</p></article></body></html>"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three lanterns, the last article of which would do harm if it could."""
    made = lanterns(tmp_path_factory.mktemp("desk"))
    (made / "texts" / "dark.html").write_text(HOSTILE, encoding="utf-8")
    manifest = made / "anthology.yaml"
    text = manifest.read_text(encoding="utf-8")
    text = text.replace("title: Three Lanterns", "title: Three <i>Lanterns\npictures: drop")
    manifest.write_text(text, encoding="utf-8")
    (made.parent / "secret.txt").write_text("secret", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def desk(project: Path) -> Iterator[Visitor]:
    """A visitor of an open desk whose pages have been set."""
    with opened(project, "--editor", f"{shlex.quote(sys.executable)} -c pass") as visitor:
        assert visitor.get("/pages").status == 403
        assert visitor.enter().status == 303
        until(lambda: 'id="page-0"' in visitor.get("/pages").text)
        yield visitor


def test_pages_are_shown(desk: Visitor) -> None:
    page = desk.get("/pages").text
    stamp = re.search(r'id="page-2"[^>]*data-stamp="(\w+)"', page)
    assert stamp
    picture = desk.get("/pages/2/picture", w=300, s=stamp[1])
    assert picture.body.startswith(b"\x89PNG") and "immutable" in picture.headers["cache-control"]
    assert desk.get("/pages/2/picture", w=300, s="old").headers["cache-control"] == "no-store"
    assert desk.get("/pages/9999/picture").status == 404
    assert "Three" in desk.get("/pages/2/letters").text


def test_a_paragraph_leads_to_its_source_and_back(desk: Visitor) -> None:
    found = json.loads(desk.get("/pages/find", file="texts/wick.txt", line=9).text)
    behind = desk.get("/pages/word", block=found["block"]).text
    assert found["ok"] and "texts/wick.txt:" in behind
    letters = desk.get(f"/pages/{found['place']}/letters").text
    first = re.search(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>(\w{6,}) ', letters)
    assert first
    clicked = desk.get("/pages/word", place=found["place"], x=float(first[1]) + 1, y=first[2]).text
    assert "data-block=" in clicked or "The program itself" in clicked
    assert desk.get("/pages/find", block="nowhere").status == 404


def test_nothing_of_a_source_becomes_markup(desk: Visitor) -> None:
    """The letters of an article are shown as letters, on its pages and behind its words."""
    found = json.loads(desk.get("/pages/find", file="texts/dark.html", line=1).text)
    letters = desk.get(f"/pages/{found['place']}/letters")
    for shown in (desk.get("/pages/word", block=found["block"]), letters):
        assert "<script" not in shown.text and "<img" not in shown.text and "<b>G" not in shown.text
        assert "default-src 'none'" in shown.headers["content-security-policy"]
    page = desk.get("/pages").text
    assert "Three &lt;i&gt;Lanterns" in page and "<i>" not in page
    assert "evil.example" not in letters.text


def test_no_path_leaves_the_project(desk: Visitor, project: Path) -> None:
    for path in (
        "/static/../guard.py",
        "/static/%2e%2e/guard.py",
        "/static/..%2fguard.py",
        "/../../etc/hosts",
        "//etc",
    ):
        assert desk.get(path).status == 404, path
    for file in (
        "../secret.txt",
        str(project.parent / "secret.txt"),
        "texts/../../secret.txt",
        "texts",
        "",
        "\0",
    ):
        assert desk.post("/open", file=file, line=1).status == 404, file
    assert desk.post("/open", file="texts/wick.txt", line=1).status == 200


def test_every_address_is_guarded(desk: Visitor) -> None:
    """Nothing is answered to a stranger, to another site, or to a form without the token."""
    stranger = Visitor(desk.address)
    for method, path, _ in ROUTES:
        address = re.sub(r"{\w+:int}", "0", path).replace("{name}", "desk.js")
        assert stranger.ask(method, address).status == 403, path
        assert desk.ask(method, address, Host="evil.example").status == 403, path
        assert desk.ask(method, address, Origin="http://evil.example").status == 403, path
        if method == "POST":
            assert desk.ask(method, address, "a=b").status == 403, path


def test_what_is_too_long_is_refused(desk: Visitor) -> None:
    assert desk.post("/open", file="x" * 3_000_000).status == 413
    assert desk.get("/problems").status == 200


def test_problems_stand_with_their_places(desk: Visitor, project: Path) -> None:
    (project / "texts" / "new.txt").write_text("Not of the book.\n", encoding="utf-8")
    manifest = project / "anthology.yaml"
    before = manifest.read_text(encoding="utf-8")
    manifest.write_text(before.replace("language: en-GB", "languidge: en-GB"), encoding="utf-8")
    try:
        until(lambda: "M002" in desk.get("/problems").text)
        page = desk.get("/problems").text
        assert "anthology.yaml:4:1" in page and "languidge" in page
        assert "You see the last good pages." in desk.get("/pages").text
        assert 'id="page-0"' in desk.get("/pages").text
    finally:
        manifest.write_text(before, encoding="utf-8")
    until(lambda: "M002" not in desk.get("/problems").text)


def test_the_pages_have_the_shape_and_the_grid_of_the_trim(desk: Visitor, project: Path) -> None:
    manifest = project / "anthology.yaml"
    before = manifest.read_text(encoding="utf-8")
    six_by_nine = 'data-width="432.0" data-height="648.0" data-head="64.0" data-leading="14.0"'
    assert six_by_nine in desk.get("/pages").text
    manifest.write_text(before + "editions: {pdf: {trim: a5}}\n", encoding="utf-8")
    page = page_of((148, 210))
    shape = (
        f'data-width="{page.width}" data-height="{page.height}" data-head="{page.head}" data-leading="14.0"'
    )
    try:
        until(lambda: shape in desk.get("/pages").text)
    finally:
        manifest.write_text(before, encoding="utf-8")
    until(lambda: six_by_nine in desk.get("/pages").text)


def test_two_hundred_changes_in_ten_seconds_end_in_the_last(desk: Visitor, project: Path) -> None:
    """Builds that are overtaken are dropped; what is shown in the end is the last that was saved."""
    path = project / "texts" / "oil.md"
    before = path.read_text(encoding="utf-8")
    found = json.loads(desk.get("/pages/find", file="texts/oil.md", line=1).text)
    try:
        for number in range(200):
            path.write_text(before + f"\nSaved for the {number}th time.\n", encoding="utf-8")
            time.sleep(0.04)
        until(
            lambda: "the 199th time" in desk.get("/pages/word", block=last_block(desk, found["block"])).text
        )
        assert desk.get("/problems").status == 200
    finally:
        path.write_text(before, encoding="utf-8")
    until(lambda: "th time" not in desk.get("/pages/word", block=last_block(desk, found["block"])).text)


def last_block(desk: Visitor, block: str) -> str:
    """Return the last block of the article in which a block stands."""
    answered = json.loads(desk.get("/pages/find", file="texts/oil.md", line=9999).text)
    return str(answered.get("block", block))


def test_a_second_desk_is_shown_the_first(desk: Visitor, project: Path) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "florilegium", "desk", "--no-browser"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (second.returncode, second.stdout) == (1, "")
    assert "a desk is open on this project already, at http://127.0.0.1:" in second.stderr
    assert "token" not in second.stderr


def test_a_desk_ends_while_its_pages_are_open(project: Path, tmp_path: Path) -> None:
    """Ctrl-C ends it at once, with the word of every command, though a page listens for news."""
    with ExitStack() as held:
        with opened(lanterns(tmp_path)) as visitor:
            visitor.enter()
            connection = HTTPConnection("127.0.0.1", int(visitor.host.rpartition(":")[2]), timeout=20)
            held.callback(connection.close)
            connection.request("GET", "/news", headers={"Host": visitor.host, "Cookie": visitor.cookie})
            news = held.enter_context(connection.getresponse())
            assert news.readline() == b"retry: 1000\n"
        assert b"event: end" in news.read()


def test_a_port_that_is_taken_is_told(desk: Visitor, tmp_path: Path) -> None:
    port = desk.host.rpartition(":")[2]
    taken = subprocess.run(
        [sys.executable, "-m", "florilegium", "desk", "--no-browser", "--port", port],
        cwd=lanterns(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (taken.returncode, taken.stdout, taken.stderr) == (
        1,
        "",
        f"florilegium: port {port} is taken; name another with --port, or none\n",
    )


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    script = (
        "import sys\nsys.modules['uvicorn'] = None\nfrom florilegium.cli.main import main\n"
        "sys.argv = ['florilegium', 'desk', '--no-browser']\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "install “florilegium[desk]”" in done.stderr and "Traceback" not in done.stderr


def test_the_address_is_printed_before_what_makes_books_is_loaded(tmp_path: Path) -> None:
    """A browser takes time to begin, and the pages of the last sitting need no library that reads or sets."""
    kept = tmp_path / ".florilegium" / "desk" / "pages.json"
    kept.parent.mkdir(parents=True)
    nothing = {"facts": [], "pictures": [], "size": [1, 1], "grid": [1, 1], "contents": []}
    kept.write_text(json.dumps(nothing), encoding="utf-8")
    spared = {"pydantic", "lxml", "markdown_it", "PIL", "jinja2", "starlette", "uvicorn", "pypdfium2"}
    spared |= {"asyncio", "watchfiles", "florilegium.manifest.reading.load", "florilegium.desk.writing"}
    script = (
        "import sys\nfrom florilegium.cli.commands import desk\nfrom florilegium.desk import serving\n"
        f"def opened(*_):\n    print('LOADED', *sorted({spared!r} & set(sys.modules)))\n    sys.exit()\n"
        "serve = serving.serve\nserving.serve = lambda *given: serve(*given[:-1], opened)\n"
        "desk.desk(['--no-browser'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "LOADED\n"), done.stderr


@pytest.mark.parametrize(("method", "path", "named"), ROUTES)
def test_every_address_has_its_view(method: str, path: str, named: object) -> None:
    """A view that is named is there, and takes what its method gives."""
    if isinstance(named, str):
        module, _, name = named.partition(".")
        view = getattr(import_module(f"florilegium.desk.views.{module}"), name)
        taken = [one.annotation for one in inspect.signature(view).parameters.values()]
        assert taken == ["Desk", "Given" if method == "POST" else "Request"], path


def test_a_folder_without_a_manifest_is_led_on(tmp_path: Path) -> None:
    """The desk opens all the same, and says what is missing; it goes on when there is a manifest."""
    with opened(tmp_path) as visitor:
        visitor.enter()
        assert visitor.ask("GET", "/").headers["location"] == "/start"
        assert "There is no article here yet" in visitor.get("/start").text
        until(lambda: "There is no book yet" in visitor.get("/pages").text)
        assert not visitor.wish("/start", folder=".")["ok"]
