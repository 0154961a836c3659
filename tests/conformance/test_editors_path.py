"""The whole path of an editor at the desk, from a folder of five articles to a book. No file is opened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import odt
import pytest
import word
from desks import opened, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.conformance

PATIENCE = 90_000

FIRST = ("Jonah", "Ada", "Abel", "Clara", "Edwin", "Flora", "Hugo", "Ines")
LAST = ("Marlowe", "Quillfeather", "Finchley", "Tarrantine", "Osgoodby")
NAMES = tuple(f"{first} {last}" for last in LAST for first in FIRST)


def told(names: tuple[str, ...], place: str) -> list[str]:
    """Return paragraphs in which some people are named, each in a sentence of its own."""
    return [
        f"In the third winter of the survey {name} came down to {place} with a chain and a notebook, and the "
        f"keeper wrote the day into his ledger. What {name} measured there was set down twice over, and both "
        "figures agreed to the inch."
        for name in names
    ]


def folder_of_five(folder: Path) -> Path:
    """Return a folder of five articles, one of each format; the Word document has a note."""
    folder.mkdir()
    parts = [told(NAMES[at : at + 8], place) for at, place in zip(range(0, 40, 8), LAST, strict=True)]
    (folder / "1-chains.txt").write_text(
        "Chains and Links\n\nBy Agnes Hale\n\n" + "\n\n".join(parts[0]) + "\n", encoding="utf-8"
    )
    (folder / "2-ledgers.md").write_text(
        "# Ledgers\n\nBy Silas Moth\n\n" + "\n\n".join(parts[1]) + "\n", encoding="utf-8"
    )
    body = "".join(f"<p>{one}</p>" for one in parts[2])
    (folder / "3-winters.html").write_text(
        f"<html lang='en'><head><title>Winters</title></head><body><article><h1>Winters</h1>"
        f"<p class='byline'>By Agnes Hale</p>{body}<p>Teh end of it was quiet.</p>"
        "<p>Leave a comment if you were there.</p></article></body></html>",
        encoding="utf-8",
    )
    first, *rest = parts[3]
    (folder / "4-inches.docx").write_bytes(
        word.docx(
            word.paragraph("Inches", style="Title"),
            word.paragraph(first, word.call("footnote", 1)),
            *map(word.paragraph, rest),
            footnotes=("The inch of the survey was a little long.",),
        )
    )
    (folder / "5-keepers.odt").write_bytes(odt.odt(odt.h(1, "Keepers"), *map(odt.p, parts[4])))
    return folder


def saved(page: Page, label: str, value: str) -> None:
    """Fill a field in and leave it; wait until it is written."""
    field = page.get_by_label(label, exact=True).first
    field.fill(value)
    with page.expect_response("**/form/*"):
        field.press("Tab")


def test_from_five_articles_to_a_book(tmp_path: Path, browser: Browser) -> None:
    """Begun, arranged, a role, a slip, forty names, a note, an introduction, the proof, the book: and the
    project on disk gives the same bytes by the command line."""
    project = folder_of_five(tmp_path / "survey")
    sources = {path: path.read_bytes() for path in project.iterdir()}
    with opened(project) as desk:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(desk.address)
        page.get_by_label("Title").fill("The Long Survey")
        page.get_by_role("button", name="Begin the book").click()
        arrange(page)
        introduce(page)
        mend(page, desk.host)
        decide_names(page, desk.host)
        page.goto(f"http://{desk.host}/notes")
        page.get_by_text("The inch of the survey was a little long.").wait_for(timeout=PATIENCE)
        page.goto(f"http://{desk.host}/pages")
        page.wait_for_selector("#page-0 img[src]", timeout=PATIENCE)
        page.keyboard.press("6")
        page.get_by_text("The proof has").wait_for(timeout=PATIENCE)
        page.keyboard.press("g")
        page.keyboard.press("m")
        page.wait_for_url("**/make")
        page.keyboard.press("b")
        page.locator("#finished").get_by_text("the-long-survey.pdf").wait_for(timeout=PATIENCE)
        page.close()
    assert {path: path.read_bytes() for path in sources} == sources
    made = {path.name: path.read_bytes() for path in (project / "dist").iterdir()}
    again = tmp_path / "again"
    command = [sys.executable, "-m", "florilegium", "build", "--no-cache", "--output", str(again)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == made
    assert sorted(made) == ["the-long-survey.epub", "the-long-survey.pdf"]


def arrange(page: Page) -> None:
    """Move an article by keys, and begin a second chapter."""
    page.wait_for_url("**/book", timeout=PATIENCE)
    page.locator(".branch.article").nth(4).wait_for(timeout=PATIENCE)
    second = page.locator(".branch.article .name").nth(1)
    second.focus()
    second.press("Alt+ArrowUp")
    page.locator('.branch.article[data-way="chapters.0.articles.0"][data-mark="2-ledgers.md"]').wait_for()
    page.once("dialog", lambda asked: asked.accept("Days and Keepers"))
    page.get_by_role("button", name="Begin a chapter with").nth(3).click()
    page.locator(".branch.chapter .name", has_text="Days and Keepers").wait_for(timeout=PATIENCE)
    page.locator(".branch.chapter .name").first.click()
    saved(page, "Title needed", "Measures")
    page.locator(".branch.chapter .name", has_text="Measures").wait_for(timeout=PATIENCE)


def introduce(page: Page) -> None:
    """Write the general introduction with its preview, and say who edits the book."""
    page.get_by_role("link", name="General introduction").click()
    page.locator("#prose").fill("Five papers of *the survey*, from five hands.")
    page.locator("#preview em", has_text="the survey").wait_for(timeout=PATIENCE)
    with page.expect_response("**/form/text"):
        page.locator("#prose").press("Tab")
    page.get_by_role("link", name="The book", exact=True).first.click()
    saved(page, "Subtitle", "Papers of Five Winters")


def mend(page: Page, host: str) -> None:
    """Take a paragraph out, and mend a slip."""
    page.goto(f"http://{host}/sources")
    page.get_by_role("link", name="Winters").click()
    page.wait_for_url("**/sources?article=*", wait_until="load")
    comment = page.locator("tr", has_text="Leave a comment")
    comment.locator("select").select_option("comment", timeout=PATIENCE)
    page.locator("tr.out", has_text="Leave a comment").wait_for(timeout=PATIENCE)
    page.locator("td", has_text="Teh end").last.dblclick(position={"x": 10, "y": 12})
    page.keyboard.press("c")
    page.keyboard.type("The")
    page.locator("#slip button").click()
    page.locator("td", has_text="The end of it was quiet").last.wait_for(timeout=PATIENCE)


def decide_names(page: Page, host: str) -> None:
    """Accept every name, one key each; the forty of the articles are among them."""
    page.goto(f"http://{host}/index")
    page.wait_for_selector("#decide", timeout=PATIENCE)
    while page.locator("#decide").count():
        name = page.locator("#card h2").inner_text()
        page.keyboard.press("a")
        page.wait_for_function(
            "(last) => document.querySelector('#card h2').textContent !== last", arg=name, timeout=PATIENCE
        )
    page.get_by_text("Every name is decided").wait_for(timeout=PATIENCE)
    until(lambda: page.locator("[data-heading]").count() >= 40)
