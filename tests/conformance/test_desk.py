"""The editor's desk in a real browser: pages change when a file is saved, and everybody can use them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from desks import Visitor, lanterns, opened, until, with_strangers, with_visitor

from projects import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.conformance

PATIENCE = 60_000
VIEWS = (
    *(
        "pages",
        "reader",
        "book",
        "book?at=chapters.0.articles.0",
        "book?at=introduction",
        "book?at=contributors",
    ),
    *("sources", "notes", "index", "index?pairs=1", "problems", "make", "start"),
)
AXE = REPOSITORY / ".tools/node_modules/@daisy/axe-core-for-ace/axe.min.js"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_visitor(with_strangers(lanterns(tmp_path_factory.mktemp("desk"))))


@pytest.fixture(scope="module")
def desk(project: Path) -> Iterator[Visitor]:
    """An open desk."""
    with opened(project) as visitor:
        yield visitor


@pytest.fixture
def page(desk: Visitor, browser: Browser) -> Iterator[Page]:
    """The first page of the desk. A word on the browser's console, but for what the desk refuses in words
    (409), or a request elsewhere is a failure."""
    shown = browser.new_page(viewport={"width": 1280, "height": 800})
    said: list[str] = []
    shown.on("console", lambda message: None if "of 409" in message.text else said.append(message.text))
    shown.on("pageerror", lambda error: said.append(str(error)))
    shown.on("request", lambda asked: None if desk.host in asked.url else said.append(asked.url))
    shown.goto(desk.address)
    shown.wait_for_selector("#page-0 img[src]", timeout=PATIENCE)
    yield shown
    shown.close()
    assert said == []


#: Rules of axe whose finding follows from colours, and from what is measured. Only the latter can differ on
#: screens for which the same styles hold.
_COLOURS = ("color-contrast", "link-in-text-block")
_MEASURED = ("target-size", "scrollable-region-focusable")


def found_by_axe(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA, one a line; by some `rules` alone where no other can."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    wanted: dict[str, Any] = {"runOnly": tags, "rules": {"target-size": {"enabled": True}}}
    if rules:
        wanted = {"runOnly": {"type": "rule", "values": rules}}
    run = f"axe.run({json.dumps({**wanted, 'resultTypes': ['violations']})})"
    return [
        f"{one['id']}: {node['html']}" for one in page.evaluate(run)["violations"] for node in one["nodes"]
    ]


def test_a_saved_word_is_seen_on_its_page(page: Page, project: Path) -> None:
    page.locator("#page-13").scroll_into_view_if_needed()
    page.wait_for_selector("#page-13[data-lettered]", timeout=PATIENCE)
    before = page.locator("#page-13").get_attribute("data-stamp")
    path = project / "texts" / "dark.html"
    path.write_text(path.read_text(encoding="utf-8").replace("falling", "singing"), encoding="utf-8")
    page.wait_for_function(
        "(old) => document.getElementById('page-13').dataset.stamp !== old", arg=before, timeout=PATIENCE
    )
    page.wait_for_selector("#page-13 .letters :text('singing')", state="attached", timeout=PATIENCE)


def test_nothing_can_be_chosen_before_it_would_be_sent(page: Page, desk: Visitor) -> None:
    """A page is shown before its script has come: until then no field of it can be reached."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/static/desk.js", hold)
    with page.expect_request("**/static/desk.js"):
        page.goto(f"http://{desk.host}/sources", wait_until="commit")
    role = page.locator("#role-1")
    role.wait_for(timeout=PATIENCE)
    reached = "field => { field.focus(); return document.activeElement === field; }"
    assert not role.evaluate(reached)
    held[0].continue_()
    page.wait_for_load_state("load")
    assert role.evaluate(reached)


#: What of an article has become more than letters: something that could run, ask, or dress the page.
HARM = """() => [document, document.getElementById("screen")?.contentDocument].flatMap((one) => one ? [
  ...[one.defaultView.ran].filter((value) => value !== undefined).map((value) => `ran ${value}`),
  ...[...one.querySelectorAll("*")].filter((element) =>
    [...element.attributes].some(({ name, value }) =>
      name.startsWith("on") || /^\\s*(javascript:|https?:\\/\\/evil)/.test(value) || value.includes("url("))
    || element.matches(
      "script:not([src^='/static/']), style:not(head > [data-desk]), object, embed, base, meta[http-equiv]")
  ).map((element) => element.outerHTML.slice(0, 200)),
] : [])"""


def test_an_article_runs_nothing_and_asks_for_nothing(page: Page, desk: Visitor) -> None:
    """In no view; `page` sees to it that no other machine is asked and that no policy had to step in."""
    for view in ("sources?article=visitor", "notes", "index", "problems", "book?at=chapters.1.articles.1"):
        page.goto(f"http://{desk.host}/{view}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate(HARM) == [], view
    page.goto(f"http://{desk.host}/pages")
    page.locator("#contents").get_by_text("The Visitor <img").click()
    page.locator(".sheet.here .letters text", has_text="<script").first.wait_for(timeout=PATIENCE)
    page.locator(".sheet.here .letters text", has_text="Somebody").first.click(force=True)
    page.locator("#behind").get_by_text("texts/visitor.html:").wait_for(timeout=PATIENCE)
    assert page.evaluate(HARM) == []
    page.goto(f"http://{desk.host}/reader")
    page.get_by_role("link", name="The Visitor <img").click(timeout=PATIENCE)
    inside = page.frame_locator("#screen")
    inside.locator("html[style]").get_by_text("nobody had heard").click(timeout=PATIENCE)
    page.locator("#behind").get_by_text("texts/visitor.html:").wait_for(timeout=PATIENCE)
    assert page.evaluate(HARM) == []


def test_what_got_into_a_page_all_the_same_would_do_nothing(desk: Visitor, browser: Browser) -> None:
    """The policy of every page: no script but ours, no style but ours, and nothing of another machine."""
    shown = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    shown.on("requestfinished", lambda request: asked.append(request.url))
    shown.on("console", lambda message: said.append(message.text))
    shown.goto(desk.address)
    shown.evaluate(
        """() => document.body.insertAdjacentHTML("beforeend", `<img src="/none" onerror="ran = 1">
        <img src="http://evil.example/x.png"><p id="dressed" style="position: fixed">x</p>
        <iframe src="http://evil.example/"></iframe>`)"""
    )
    script = (
        "const made = document.createElement('script'); made.text = 'ran = 2'; document.body.append(made)"
    )
    shown.evaluate(f"() => {{ {script} }}")
    until(lambda: len([one for one in said if "Content Security Policy" in one]) >= 5)
    assert shown.evaluate("[typeof ran, getComputedStyle(document.getElementById('dressed')).position]") == [
        "undefined",
        "static",
    ]
    assert [one for one in asked if desk.host not in one] == []
    shown.close()


def test_ibid_across_articles_is_told_first(page: Page, desk: Visitor) -> None:
    """The one note of an article leans on a note of another: that article and that note stand first."""
    page.goto(f"http://{desk.host}/notes")
    page.locator("#notes-list h2", has_text="The Visitor").wait_for(timeout=PATIENCE)
    assert "The Visitor" in page.locator("#notes-list h2").first.inner_text()
    first = page.locator("#notes-list li").first
    assert "Ibid., 7." in first.inner_text() and "no note stands before it in this text" in first.inner_text()
    first.get_by_role("link", name="Write the source out").click()
    page.wait_for_url("**/sources?article=visitor", timeout=PATIENCE)


@pytest.mark.parametrize("dots", [1, 2])
def test_pages_are_sharp_at_any_size(desk: Visitor, browser: Browser, dots: int) -> None:
    """Each pixel of a picture is one of the screen, whatever the size of the page and of the dots."""
    shown = browser.new_page(viewport={"width": 1280, "height": 800}, device_scale_factor=dots)
    shown.goto(desk.address)
    shown.wait_for_selector("#page-0 img[src]", timeout=PATIENCE)
    picture = "document.querySelector('#page-0 img')"
    box = f"{picture}.getBoundingClientRect()"
    fits = f"{picture}.complete && {picture}.naturalWidth === {box}.width * {dots}"
    tall = f"{picture}.naturalHeight === Math.round({box}.height * {dots})"
    wide = []
    for key in ("", "+", "+", "-", *"++++++++++"):
        if key:
            shown.keyboard.press(key)
        shown.wait_for_function(f"() => {fits} && {tall}", timeout=PATIENCE)
        wide.append(shown.evaluate(f"{picture}.naturalWidth"))
    assert wide[0] < wide[1] < wide[2] > wide[3] == wide[1] and wide[-1] > 2000
    shown.close()


def test_a_word_shows_its_source(page: Page) -> None:
    page.locator("#page-13").scroll_into_view_if_needed()
    word = page.locator("#page-13 .letters text", has_text="stairs").first
    word.wait_for(state="attached", timeout=PATIENCE)
    box = word.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    behind = page.locator("#behind")
    behind.get_by_text("texts/dark.html:3:1").wait_for(timeout=PATIENCE)
    assert "Pruett, Tom" in behind.inner_text()
    page.keyboard.press("]")
    behind.get_by_text("texts/dark.html:4:").wait_for(timeout=PATIENCE)


def test_pages_are_reached_by_keys(page: Page) -> None:
    page.keyboard.press("?")
    assert page.locator("#keys").get_by_text("go to a page by its folio").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.keyboard.type("3\n")
    page.wait_for_selector('.sheet.here[data-folio="3"]', timeout=PATIENCE)
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("x")
    page.wait_for_url("**/problems", timeout=PATIENCE)


#: What night sets that is no colour.
_NIGHT = """() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
  .filter((rule) => (rule.selectorText || rule.cssText).includes("data-night"))
  .flatMap((rule) => [...rule.style].filter((name) => name !== "color-scheme"
    && !CSS.supports("color", rule.style.getPropertyValue(name).trim())))"""


#: What the style sheets ask of the screen, as it is.
_ASKED = """() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
  .filter((rule) => rule.media).map((rule) => matchMedia(rule.conditionText).matches)"""


def test_everybody_can_use_it(page: Page, desk: Visitor) -> None:
    """WCAG 2.2 AA by axe with `target-size`, for every view, by day and by night, which changes nothing but
    colours; on wide screens, which show what narrow ones do. No view is wider than the screen."""
    page.evaluate("localStorage.setItem('night', '')")
    assert page.evaluate(_NIGHT) == []
    for view in VIEWS:
        page.goto(f"http://{desk.host}/{view}")
        page.wait_for_load_state("load")
        asked: list[bool] = []
        for width in (390, 1024, 1280, 2560):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (view, width)
            if width < 1024:
                continue
            asked = asked or page.evaluate(_ASKED)
            assert page.evaluate(_ASKED) == asked, (view, width)
            assert found_by_axe(page, () if width == 1024 else _MEASURED) == [], (view, width)
        page.evaluate("light(true)")
        assert found_by_axe(page, _COLOURS) == [], (view, "by night")
        page.evaluate("light(false)")
    page.evaluate("localStorage.clear()")


def test_names_are_decided_by_keys(page: Page, project: Path) -> None:
    """Each key decides a name and shows the next; the index beside follows; undo gives the same bytes."""
    manifest = project / "anthology.yaml"
    before = manifest.read_bytes()
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/index", timeout=PATIENCE)
    page.wait_for_selector("#decide", timeout=PATIENCE)
    name = page.locator("#card h2").inner_text()
    page.keyboard.press("r")
    page.keyboard.type("Marlow, Jonah\n")
    page.locator("#index-made").get_by_text("Marlow, Jonah").wait_for(timeout=PATIENCE)
    assert "heading: Marlow, Jonah" in manifest.read_text(encoding="utf-8")
    assert found_by_axe(page) == []
    page.locator("[data-heading]", has_text="Marlow, Jonah").click()
    page.locator("#explained").get_by_text("Counted:").wait_for(timeout=PATIENCE)
    assert found_by_axe(page) == []
    page.keyboard.press("u")
    page.locator("#card h2", has_text=name).wait_for(timeout=PATIENCE)
    assert manifest.read_bytes() == before


def test_a_heading_is_renamed_and_sent_on_by_keys(page: Page, desk: Visitor, project: Path) -> None:
    """Capitals act on the heading that is shown; without the mouse, and undone to the same bytes."""
    manifest = project / "anthology.yaml"
    before = manifest.read_bytes()
    page.goto(f"http://{desk.host}/index")
    page.locator("[data-heading='Pruett, Tom']").wait_for(timeout=PATIENCE)
    explained = page.locator("#explained")

    def look_at(label: str) -> None:
        page.keyboard.press("h")
        page.keyboard.type(f"{label}\n")
        explained.locator(f"[data-label='{label}']").wait_for(timeout=PATIENCE)

    look_at("Pruett, Tom")
    page.keyboard.press("R")
    page.keyboard.type("Pruett, Thomas\n")
    explained.locator("[data-label='Pruett, Thomas']").wait_for(timeout=PATIENCE)
    page.keyboard.press("A")
    page.keyboard.type("Saltmere\n")
    page.locator("#index-made").get_by_text("See also").wait_for(timeout=PATIENCE)
    assert found_by_axe(page) == []
    page.keyboard.press("Escape")
    assert explained.inner_text() == ""
    page.keyboard.press("u")
    page.keyboard.press("u")
    page.locator("[data-heading='Pruett, Tom']").wait_for(timeout=PATIENCE)
    assert manifest.read_bytes() == before


def test_a_heading_that_has_been_closed_stays_closed(page: Page, desk: Visitor, project: Path) -> None:
    """Closed while a change of it is still being taken over, it is not shown anew when that is done."""
    manifest = project / "anthology.yaml"
    before = manifest.read_bytes()
    page.goto(f"http://{desk.host}/index")
    page.locator("[data-heading='Pruett, Tom']").click()
    explained = page.locator("#explained")
    explained.locator("[data-label='Pruett, Tom']").wait_for(timeout=PATIENCE)
    held: list[Route] = []
    page.route("**/index/change", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it is given
    page.keyboard.press("A")
    page.keyboard.type("Saltmere\n")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert explained.inner_text() == ""
    with page.expect_response("**/index/change"):
        held[0].continue_()
    page.locator("#index-made").get_by_text("See also").wait_for(timeout=PATIENCE)
    page.wait_for_timeout(500)
    assert explained.inner_text() == ""
    page.keyboard.press("u")
    until(lambda: manifest.read_bytes() == before)


def test_an_older_answer_changes_nothing_back(page: Page, desk: Visitor) -> None:
    """A page that was asked for before a name was decided does not show that name again when it comes."""
    page.goto(f"http://{desk.host}/index")
    page.wait_for_selector("#decide", timeout=PATIENCE)
    name = page.locator("#decide [name=name]")
    first = name.input_value()
    held: list[Route] = []
    page.route("**/index?name=*", lambda route: held.append(route), times=1)  # noqa: PLW0108 - as above
    with page.expect_request("**/index?name=*"):
        page.evaluate("void soon()")
    with page.expect_response("**/index/decide"):
        page.keyboard.press("s")
    page.wait_for_function("(old) => document.querySelector('#decide [name=name]').value !== old", arg=first)
    second = name.input_value()
    with page.expect_response("**/index?name=*"):
        held[0].continue_()
    page.wait_for_timeout(500)
    assert name.input_value() == second


def test_a_role_is_chosen_and_a_slip_is_mended(page: Page, desk: Visitor, project: Path) -> None:
    """A paragraph that is taken out is out of the pages; marked words are mended by key."""
    manifest = project / "anthology.yaml"
    before = manifest.read_bytes()
    page.goto(f"http://{desk.host}/sources?article=dark")
    its_page = page.locator("#its-page img[src]")
    shown = its_page.get_attribute("src", timeout=PATIENCE)
    page.locator("tr", has_text="That was at Saltmere").locator("select").select_option("comment")
    page.locator("tr.out", has_text="That was at Saltmere").wait_for(timeout=PATIENCE)
    page.wait_for_function("(old) => document.querySelector('#its-page img').src !== old", arg=shown)
    page.locator("td", has_text="Put out the light").first.dblclick(position={"x": 10, "y": 12})
    page.keyboard.press("c")
    assert page.locator("#slip-find").input_value() == "Put"
    page.keyboard.type("Blow")
    page.locator("#slip button").click()
    page.locator("td", has_text="Blow out the light").first.wait_for(timeout=PATIENCE)
    page.locator("#undo").click()
    page.locator("td", has_text="Put out the light").first.wait_for(timeout=PATIENCE)
    page.locator("#undo").click()
    page.locator("tr.kept", has_text="That was at Saltmere").wait_for(timeout=PATIENCE)
    assert manifest.read_bytes() == before


def test_articles_are_dragged_and_moved_by_keys(page: Page, desk: Visitor, project: Path) -> None:
    manifest = project / "anthology.yaml"
    before = manifest.read_bytes()
    page.goto(f"http://{desk.host}/book")
    names = page.locator(".branch.article .name")
    first = names.first.inner_text()
    page.locator(".branch.article").nth(1).drag_to(page.locator(".branch.article").first)
    page.wait_for_function(
        "(name) => document.querySelector('.branch.article .name').textContent !== name", arg=first
    )
    page.locator(".branch.article").nth(1).get_by_role("button", name="earlier").press("Enter")
    page.wait_for_function(
        "(name) => document.querySelector('.branch.article .name').textContent === name", arg=first
    )
    assert manifest.read_bytes() == before
    page.locator(".branch.chapter .name").first.click()
    page.get_by_label("Title needed").fill("On the Shelf")
    page.get_by_label("Title needed").press("Tab")
    until(lambda: b"  - title: On the Shelf\n" in manifest.read_bytes())
    for _ in range(3):
        with page.expect_response("**/undo"):
            page.locator("#undo").click()
    until(lambda: manifest.read_bytes() == before)


def test_both_versions_are_shown_where_the_file_has_changed_meanwhile(
    page: Page, desk: Visitor, project: Path
) -> None:
    """What another editor has written at the very place stays, and what was typed here is not lost either."""
    manifest = project / "anthology.yaml"
    before = manifest.read_bytes()
    page.goto(f"http://{desk.host}/book?at=chapters.0")
    field = page.get_by_label("Title needed")
    field.fill("In a Niche")
    theirs = before.replace(b"title: On the Wall", b"title: On the Sill")
    try:
        manifest.write_bytes(theirs)
        field.press("Tab")
        conflict = page.locator("#conflict[open]")
        for version in ("In a Niche", "On the Sill"):
            conflict.get_by_text(version).first.wait_for(timeout=PATIENCE)
        assert found_by_axe(page) == []
        page.keyboard.press("Escape")
        assert field.input_value() == "In a Niche" and manifest.read_bytes() == theirs
        field.fill("In an Alcove")
        field.press("Tab")
        page.get_by_role("button", name="Write yours").click()
        until(lambda: b"title: In an Alcove" in manifest.read_bytes())
        page.wait_for_selector("#conflict:not([open])", state="attached", timeout=PATIENCE)
    finally:
        manifest.write_bytes(before)


def test_problems_come_and_go(page: Page, project: Path) -> None:
    manifest = project / "anthology.yaml"
    before = manifest.read_text(encoding="utf-8")
    try:
        manifest.write_text(before.replace("title: Three", "titel: Three"), encoding="utf-8")
        page.get_by_text("You see the last good pages.").wait_for(timeout=PATIENCE)
        page.get_by_role("link", name="See what is wrong.").click()
        page.get_by_text("anthology.yaml:1:1").first.wait_for(timeout=PATIENCE)
        assert found_by_axe(page) == []
    finally:
        manifest.write_text(before, encoding="utf-8")
    page.get_by_text("anthology.yaml:1:1").first.wait_for(state="detached", timeout=PATIENCE)


def test_the_reader_turns_pages_and_leads_to_sources(page: Page, desk: Visitor) -> None:
    """The EPUB stands in a frame that runs nothing; a click leads to the source, keys turn its pages."""
    page.goto(f"http://{desk.host}/reader")
    page.wait_for_selector("#frame:not([hidden])", timeout=PATIENCE)
    page.get_by_role("link", name="Praise of the Dark").click()
    inside = page.frame_locator("#screen")
    inside.locator("html[style]").get_by_text("found the stairs").click(timeout=PATIENCE)
    page.locator("#behind").get_by_text("texts/dark.html:3:1").wait_for(timeout=PATIENCE)
    page.locator("#device").select_option("eink")
    page.keyboard.press("Escape")
    for _ in range(10):
        page.keyboard.press("+")
    page.wait_for_function("() => !document.getElementById('turned').textContent.endsWith(' of 1')")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.getElementById('turned').textContent.startsWith('2 of ')")
    page.locator("#reader-night").check()
    ground = "getComputedStyle(document.getElementById('screen').contentDocument.body).backgroundColor"
    page.wait_for_function(f"() => {ground} === 'rgb(22, 20, 15)'")
    page.keyboard.press("]")
    assert found_by_axe(page) == []


def test_layers_are_switched_when_the_contents_are_others(page: Page) -> None:
    """The boxes stand beside the contents, which are replaced when a title or page of theirs changes."""
    page.locator("[data-layer=grid]").check()
    page.locator("#sheets.show-grid").wait_for(timeout=PATIENCE)
    page.evaluate(
        "const old = byId('contents'); const made = old.cloneNode(true);"
        "made.querySelector('[data-layer=grid]').checked = false; old.replaceWith(made);"
        "document.dispatchEvent(new Event('renewed'))"
    )
    assert page.locator("[data-layer=grid]").is_checked()
    page.locator("[data-layer=grid]").uncheck()
    page.locator("#sheets:not(.show-grid)").wait_for(timeout=PATIENCE)


def test_the_marks_of_the_proof_stand_at_their_lines(page: Page) -> None:
    page.locator("[data-layer=proof]").check()
    page.get_by_text("The proof has").wait_for(timeout=PATIENCE)
    page.locator("[data-layer=proof]").uncheck()
