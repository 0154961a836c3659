"""The book is kept ready: a saved file changes its pages, and the last good ones outlive what goes wrong."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from deeds import deeds, kept_rights
from desks import PATIENCE, lanterns, until
from starlette.requests import Request

from florilegium.desk import live_build
from florilegium.desk.desk_state import Desk
from florilegium.desk.live_build import LiveBuild, Shown, Watcher
from florilegium.desk.news import News
from florilegium.desk.page_pictures import PagePictures
from florilegium.desk.views.pages_shown import pages
from florilegium.pipeline.live.block_places import BlockPlaces

ARTICLE = "texts/dark.html"


@contextmanager
def live(project: Path) -> Iterator[LiveBuild]:
    """Keep the book of a project ready meanwhile."""
    made = LiveBuild(project / "anthology.yaml", News(), 1)
    made.begin()
    try:
        until(lambda: made.shown.current or made.shown.words)
        yield made
    finally:
        made.end()


def again(made: LiveBuild) -> None:
    """Have the book made again, and wait until it is."""
    before = made.shown.number
    made.ask()
    assert made.wait(before, PATIENCE)
    until(lambda: made.shown.current or made.shown.words)


def saved(path: Path) -> bool:
    path.write_text("new", encoding="utf-8")
    return True


def asked(dest: str) -> Request:
    """What a browser asks for when a page is opened (`document`), or renews itself (`empty`)."""
    headers = [(b"sec-fetch-dest", dest.encode())]
    return Request(
        {"type": "http", "method": "GET", "path": "/pages", "query_string": b"", "headers": headers}
    )


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_first_build_waits_for_the_first_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens the desk sees the pages of the last sitting before workers or the watch begin."""
    monkeypatch.setattr(live_build, "_FIRST_LOOK", PATIENCE)
    made, watched = LiveBuild(lanterns(tmp_path) / "anthology.yaml", News(), 1), threading.Event()
    made.begin(when_looked_at=True, first=watched.set)
    try:
        assert not made.wait(0, 0.3)
        assert not watched.is_set()
        made.looked_at()
        until(lambda: made.shown.current)
        assert watched.is_set()
    finally:
        made.end()


def test_a_build_is_put_off_until_something_else_is_looked_at(tmp_path: Path) -> None:
    """Who decides names is not kept waiting by pages that nobody sees, nor by ones that stand open beside."""
    project = lanterns(tmp_path)
    with live(project) as made:
        desk, before = Desk(made.manifest, made, made.news), made.shown.number
        made.rest(PATIENCE)
        made.ask()
        pages(desk, asked(dest="empty"))
        assert not made.wait(before, 0.5)
        pages(desk, asked(dest="document"))
        assert made.wait(before, PATIENCE)


def test_a_word_changes_its_page_alone_and_faults_leave_the_pages(tmp_path: Path) -> None:
    project = lanterns(tmp_path)
    with live(project) as made:
        first = made.shown.pages
        assert first is not None and made.shown.read is not None
        assert [one.folio for one in first.facts][:2] == ["i", "ii"]

        places = BlockPlaces(made.shown.read.prepared)
        block = places.at(ARTICLE, 1)
        facts = places.facts(block)
        assert facts is not None and facts.place.file == ARTICLE
        shown = first.place_of(block)
        assert shown is not None
        letters = PagePictures().letters(first, shown.page)
        printed = "".join(one.sign for one in letters if one.block == block)
        assert printed == "".join(facts.words.split())

        word = max(facts.words.split(), key=len).strip(".,;“”’")
        change(project / ARTICLE, word, word[::-1].lower())
        again(made)
        second = made.shown.pages
        assert second is not None and made.shown.current
        changed = [a.place for a, b in zip(first.facts, second.facts, strict=True) if a.stamp != b.stamp]
        assert changed == [shown.page]

        change(project / "anthology.yaml", "title: Three Lanterns", "title: [Three Lanterns")
        again(made)
        assert made.shown.words and made.shown.pages is second and not made.shown.current
        assert [one.code for one in made.shown.problems] == ["M001"]

        change(project / "anthology.yaml", "title: [Three Lanterns", "title: Four Lanterns")
        again(made)
        assert made.shown.current and made.shown.words == ""


def test_a_line_leads_to_its_paragraph_not_to_the_note_in_it(tmp_path: Path) -> None:
    project = lanterns(tmp_path)
    article = next((project / "texts").glob("*.md"))
    with article.open("a", encoding="utf-8") as file:
        file.write("\n\nA lamp was lit.^[So the ledger says.]\n")
    line = len(article.read_text(encoding="utf-8").splitlines())
    with live(project) as made:
        assert made.shown.read is not None
        places = BlockPlaces(made.shown.read.prepared)
        facts = places.facts(places.at(f"texts/{article.name}", line))
        assert facts is not None and facts.words.startswith("A lamp was lit")


def test_what_is_at_hand_gives_the_book_that_is_made_anew(tmp_path: Path) -> None:
    """Texts, names, documents and pages are those of a desk that is opened now, whatever changed before."""
    project = lanterns(tmp_path)
    with live(project) as made:
        again(made)  # the first time all was made; now it has been read from what is kept
        assert made.shown.read is not None
        before = made.shown.read.prepared
        facts = BlockPlaces(before).facts(BlockPlaces(before).at(ARTICLE, 1))
        assert facts is not None
        word = max(facts.words.split(), key=len).strip(".,;“”’")
        change(project / ARTICLE, word, f"{word}s")
        again(made)
        assert made.shown.read is not None
        after = made.shown.read.prepared
        old, new = ({text.key: text for text in one.book.texts} for one in (before, after))
        changed = [key for key in new if old[key] is not new[key]]
        assert changed == [facts.key]  # the others are the same objects

        manifest = project / "anthology.yaml"
        heading = next(one for one in after.book.authority.headings if one.name)
        # Another authority: every text is looked through again.
        change(manifest, heading.name, f"{heading.name}y")
        again(made)
        here = looks_of(made)
    shutil.rmtree(project / ".florilegium" / "kept")
    with live(project) as anew:
        assert looks_of(anew) == here


def looks_of(made: LiveBuild) -> object:
    """All that can be seen of what a desk shows."""
    read, pages = made.shown.read, made.shown.pages
    assert read is not None and pages is not None and made.shown.current
    documents = [(one.section.id, one.xhtml) for one in pages.made.text.documents]
    return read.prepared.survey.mentions, documents, pages.facts


def test_a_changed_page_is_shown_ahead_of_contents_and_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it will be when all is set; what moves other pages waits until all is."""
    project = lanterns(tmp_path)
    with live(project) as made:
        first, seen, redrawn = made.shown.pages, list[tuple[str, Shown]](), dict[int, str]()
        assert first is not None and made.shown.read is not None
        facts = BlockPlaces(made.shown.read.prepared)
        behind = facts.facts(facts.at(ARTICLE, 1))
        assert behind is not None
        word = max(behind.words.split(), key=len).strip(".,;“”’")
        announce = made.news.announce

        def noted(kind: str, **told: Any) -> None:
            if kind == "changed":
                seen.append((told["still"], made.shown))
                redrawn.update(told.get("redrawn", {}))
            announce(kind, **told)

        monkeypatch.setattr(made.news, "announce", noted)
        change(project / ARTICLE, word, f"{word}s")
        again(made)
        (still, early), (nothing, whole) = seen[:2]
        assert still and not early.current
        assert not nothing and whole.current
        assert early.pages is not None and whole.pages is not None
        assert early.pages.facts == whole.pages.facts != first.facts

        block = facts.at(ARTICLE, 1)
        page = first.place_of(block)
        assert page is not None
        assert redrawn == {page.page: whole.pages.facts[page.page].stamp}
        pictures = [PagePictures().letters(one, page.page) for one in (early.pages, whole.pages)]
        assert pictures[0] == pictures[1]

        layouts, documents = whole.pages.plan.layouts, whole.pages.made.text.documents
        assert whole.pages.with_text(documents, layouts) is None
        key = next(key for key, layout in layouts.items() if layout.pdf)
        longer = replace(layouts[key], pdf=b"longer", pages=layouts[key].pages + 1)
        assert whole.pages.with_text(documents, {**layouts, key: longer}) is None


def test_what_a_printer_does_not_offer_is_shown_and_keeps_no_page_back(tmp_path: Path) -> None:
    """As `florilegium check` finds it; the pages and the reader's EPUB are made all the same."""
    project = lanterns(tmp_path)
    with (project / "anthology.yaml").open("a", encoding="utf-8") as manifest:
        manifest.write("editions:\n  print: {for: kdp, paper: bookwove-80}\n")
    with live(project) as made:
        made.ask_reader()
        until(lambda: made.shown.epub or made.shown.words)
        assert [one.code for one in made.shown.problems if one.code.startswith("E")] == ["E022"]
        assert made.shown.pages is not None and made.shown.current and made.shown.words == ""


def test_a_page_that_is_opened_hears_the_last_news_last() -> None:
    """Else it would say for ever that pages are being set which have been."""
    news = News()
    for kind in ("changed", "working", "count", "changed"):
        news.announce(kind)

    async def heard() -> list[str]:
        listening = news.listen()
        said = [await anext(listening) for _ in range(4)]
        return [told.split()[1] for told in said[1:]]

    assert asyncio.run(heard()) == ["working", "count", "changed"]


def test_a_build_that_was_overtaken_goes_no_further(tmp_path: Path) -> None:
    made = LiveBuild(tmp_path / "anthology.yaml", News(), 1)
    made.ask()
    assert not made.is_overtaken(1)
    made.ask()
    assert made.is_overtaken(1) and not made.is_overtaken(2)
    assert not made.is_overtaken(None)
    made.stop_editions()
    assert made.is_overtaken(None) and not made.is_overtaken(2)


@pytest.mark.parametrize("is_ended", [False, True])
def test_a_round_that_the_end_of_the_desk_breaks_is_no_fault(
    is_ended: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The processes go first, and what is given to them then is refused; any other time that is told."""
    made = LiveBuild(tmp_path / "anthology.yaml", News(), 1)
    made.manifest.touch()

    def broken(*_: object) -> None:
        if is_ended:
            made.leave()
        raise RuntimeError("cannot schedule new futures after shutdown")

    monkeypatch.setattr(made, "_make_pages", broken)
    made._round(1, None)  # type: ignore[arg-type]
    assert ("Traceback" in capsys.readouterr().err) is not is_ended
    assert bool(made.shown.words) is not is_ended


def test_where_no_book_has_been_begun_nothing_is_wrong(tmp_path: Path) -> None:
    made = LiveBuild(tmp_path / "anthology.yaml", News(), 1)
    made._round(1, None)  # type: ignore[arg-type]
    assert made.shown == Shown()


def test_the_editions_are_those_of_a_build(tmp_path: Path) -> None:
    project = lanterns(tmp_path)
    with live(project) as made:
        made.ask_editions(frozenset({"epub"}))
        until(lambda: list((project / "dist").glob("*.epub")) if (project / "dist").exists() else False)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("texts/new.txt", True),
        ("anthology.yaml", True),
        (".florilegium/desk/journal", False),
        ("dist/book.pdf", False),
        (".git/index", False),
        ("texts/.new.txt.swp", False),
        ("texts/new.txt~", False),
    ],
)
def test_files_of_the_book_are_watched_and_no_others(tmp_path: Path, name: str, counts: bool) -> None:
    """Each is saved beside a temporary file of an editor; a file that counts is seen in the same breath."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    seen = threading.Event()
    watcher = Watcher(tmp_path, seen.set)
    watcher.begin()
    try:
        until(lambda: saved(tmp_path / "other.txt") and seen.wait(0.3))  # the watch has begun
        seen.wait(1.0)
        seen.clear()
        saved(tmp_path / "first.swp")
        assert saved(path) and seen.wait(3.0 if counts else 0.7) == counts
    finally:
        watcher.end()


def test_a_worker_that_dies_is_announced_and_replaced(tmp_path: Path) -> None:
    """The pages come all the same, and the editor is told."""
    project = lanterns(tmp_path)
    news = News()
    made = LiveBuild(project / "anthology.yaml", news, 2)
    made.begin()
    try:
        until(lambda: made.shown.current or made.shown.words)
        for worker in multiprocessing_children(os.getpid()):
            os.kill(worker, signal.SIGKILL)
        change(project / ARTICLE, "falling", "singing")
        again(made)
        until(lambda: made.shown.current)
        assert "worker" in news.told
    finally:
        made.end()


@pytest.mark.skipif(sys.platform != "linux", reason="no other system takes rights away")
def test_what_reads_articles_writes_in_the_project_only_and_reaches_no_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread of the build, and each process that works for it; the desk itself keeps its rights."""
    project, home = lanterns(tmp_path / "book"), tmp_path / "home"
    for folder in (home, tmp_path / "temporary"):
        folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    found: list[dict[str, str]] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def look(made: LiveBuild, asked: int, engine: Executor) -> None:
            found.extend([deeds(project, home, port), engine.submit(deeds, project, home, port).result()])

        monkeypatch.setattr(LiveBuild, "_make_pages", look)
        made = LiveBuild(project / "anthology.yaml", News(), 2)
        made.begin()
        try:
            until(lambda: len(found) == 2 or made.shown.words)
        finally:
            made.end()
        assert [kept_rights(one) for one in found] == [["write in the project"]] * 2
        assert found[0]["by"] == str(os.getpid()) != found[1]["by"]
        assert len(kept_rights(deeds(project, home, port))) == 3


def multiprocessing_children(parent: int) -> list[int]:
    """Return the workers that a process has had begun: they are children of a server of its own."""
    found: dict[int, int] = {}
    for one in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            found[int(one.name)] = int((one / "stat").read_text().rpartition(") ")[2].split()[1])
    servers = [one for one, above in found.items() if above == parent]
    return [one for one, above in found.items() if above in servers]
