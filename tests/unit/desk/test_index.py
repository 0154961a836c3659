"""The view of the index: names are decided one by one, and the file says what was decided."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from desks import Visitor, lanterns, opened, until, with_strangers


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three lanterns with names that its index does not have."""
    return with_strangers(lanterns(tmp_path_factory.mktemp("desk")))


@pytest.fixture(scope="module")
def desk(project: Path) -> Iterator[Visitor]:
    """A visitor whose first name waits to be decided."""
    with opened(project) as visitor:
        visitor.enter()
        until(lambda: "to decide" in visitor.get("/index").text)
        yield visitor


def open_name(page: str) -> str:
    found = re.search(r'name="name" value="([^"]+)"', page)
    return html.unescape(found[1]) if found else ""


def test_names_are_decided_and_undone(desk: Visitor, project: Path) -> None:
    manifest = project / "anthology.yaml"
    before = manifest.read_text(encoding="utf-8")
    page = desk.get("/index").text
    first = open_name(page)
    assert first and "<mark>Jonah Marlow</mark>" in page
    taken = desk.wish("/index/decide", name=first, verdict="accept")
    assert taken["ok"] and first in manifest.read_text(encoding="utf-8")
    assert open_name(str(taken["part"])) != first

    second = open_name(desk.get("/index").text)
    assert desk.wish("/index/decide", name=second, verdict="ignore")["ok"]
    third = open_name(desk.get("/index").text)
    assert desk.wish("/index/decide", name=third, verdict="merge", into="Hale, Agnes")["ok"]
    said = manifest.read_text(encoding="utf-8")
    assert third in said.partition("Hale, Agnes")[2]
    assert not desk.wish("/index/decide", name=first, verdict="accept").get("changed")

    for name in (third, second, first):
        undone = desk.wish("/undo")
        assert undone["ok"] and name in undone["words"]
        assert open_name(undone["part"]["html"]) == name
    assert manifest.read_text(encoding="utf-8") == before
    assert "nothing to undo" in desk.post("/undo").text


def test_headings_that_are_not_printed_are_told(desk: Visitor, project: Path) -> None:
    """An index prints persons and places unless it says otherwise; what else is accepted is not in it."""
    manifest = project / "anthology.yaml"
    before = manifest.read_bytes()
    assert "Not printed" not in desk.get("/index").text
    kind = {"label": "Hale, Agnes", "what": "kind", "value": "organisation"}
    assert desk.wish("/index/change", **kind)["ok"]
    page = desk.get("/index").text
    assert "this kind (organisation): Hale, Agnes." in page
    kinds = re.search(r"way=index.kinds&amp;value=([^\"]+)", page)
    assert kinds and unquote(kinds[1]) == "person\nplace\norganisation"
    assert desk.wish("/form/save", way="index.kinds", value=unquote(kinds[1]))["ok"]
    until(lambda: "Not printed" not in desk.get("/index").text)
    assert [desk.wish("/undo")["ok"] for _ in range(2)] == [True, True]
    assert manifest.read_bytes() == before


def test_a_name_can_be_put_off(desk: Visitor) -> None:
    first = open_name(desk.get("/index").text)
    assert open_name(str(desk.wish("/index/decide", name=first, verdict="later")["part"])) != first


def test_a_name_that_is_being_decided_stays(desk: Visitor) -> None:
    """Whatever is found meanwhile; one that is open no more makes room for the next."""
    first = open_name(desk.get("/index").text)
    desk.wish("/index/decide", name=first, verdict="later")
    assert open_name(desk.get("/index").text) != first
    assert open_name(desk.get("/index", name=first).text) == first
    assert open_name(desk.get("/index", name="Nobody").text) == open_name(desk.get("/index").text)


def test_what_is_not_chosen_changes_nothing(desk: Visitor, project: Path) -> None:
    manifest = project / "anthology.yaml"
    before = manifest.read_bytes()
    first = open_name(desk.get("/index").text)
    for values in (
        {"verdict": ""},
        {"verdict": "merge", "into": " "},
        {"verdict": "merge", "into": "Nobody, of That Name"},
    ):
        assert not desk.wish("/index/decide", name=first, **values)["ok"]
    assert not desk.wish("/index/change", label="Nobody", what="name", value="Else")["ok"]
    assert manifest.read_bytes() == before


def test_the_index_follows(desk: Visitor, project: Path) -> None:
    """A heading is renamed; the finished index has it, with its page and its mentions."""
    until(lambda: 'data-heading="Saltmere"' in desk.get("/index").text)
    assert desk.wish("/index/change", label="Saltmere", what="name", value="Saltmere Town")["ok"]
    until(lambda: 'data-heading="Saltmere Town"' in desk.get("/index").text)
    until(lambda: desk.get("/index/heading", label="Saltmere Town").status == 200)
    told = desk.get("/index/heading", label="Saltmere Town").text
    assert "Counted: " in told and "<mark>Saltmere</mark>" in told and "page " in told
    assert "<script" not in told
    assert "Saltmere Town" in desk.get("/index/heading", label="saltm").text  # its first letters are enough
    assert desk.get("/index/heading", label="Nobody").status == 404
    assert desk.wish("/undo")["ok"]


def test_a_heading_gets_all_that_an_index_has(desk: Visitor, project: Path) -> None:
    """See, see also, a subentry, a main passage, a merge: each is one place of the file and can be undone."""
    manifest = project / "anthology.yaml"
    until(lambda: 'data-heading="Saltmere"' in desk.get("/index").text)
    before = manifest.read_bytes()
    told = desk.get("/index/heading", label="Pruett, Tom").text
    block = re.search(r"what=main&amp;block=([\w-]+)", told)
    assert block
    for what, more, line in (
        ("main", {"block": block[1]}, "main:"),
        ("exclude", {"block": block[1]}, "exclude:"),
        ("theme", {"block": block[1], "value": "as a boy"}, "as a boy"),
        ("see also", {"value": "Saltmere"}, "Saltmere"),
        ("see", {"value": "Hale, Agnes"}, 'see: "Hale, Agnes"'),
        ("into", {"value": "Hale, Agnes"}, '{heading: "The lamp boy", see: "Hale, Agnes"}'),
        ("kind", {"value": "other"}, "kind: other"),
    ):
        wish = {"label": "Pruett, Tom", "what": what, **more}
        said = desk.wish("/index/change", **wish)
        assert said["ok"], (what, said)
        assert line in manifest.read_text(encoding="utf-8"), what
        assert desk.wish("/undo")["ok"]
        assert manifest.read_bytes() == before, what
    for what in ("", "name", "see also", "into", "theme", "kind"):
        assert not desk.wish("/index/change", label="Pruett, Tom", what=what, value="")["ok"]
    assert desk.wish("/index/change", label="Pruett, Tom", what="main", block=block[1])["ok"]
    until(lambda: "<b>" in desk.get("/index").text)
    assert desk.wish("/undo")["ok"]


def test_near_duplicates_stand_side_by_side(desk: Visitor, project: Path) -> None:
    manifest = project / "anthology.yaml"
    assert desk.wish("/form/add", way="index.places", heading="Saltmeere")["ok"]
    before = manifest.read_bytes()
    until(lambda: "Are these one?" in desk.get("/index", pairs=1).text)
    both = {"one": "Saltmere", "two": "Saltmeere"}
    assert desk.wish("/index/pair", **both, verdict="first")["ok"]
    assert "Saltmeere" in manifest.read_text(encoding="utf-8").partition("variants: [Saltmeere]")[1]
    assert desk.wish("/undo")["ok"]
    assert desk.wish("/index/pair", **both, verdict="both")["ok"]
    until(lambda: "No two headings" in desk.get("/index", pairs=1).text)
    assert desk.wish("/undo")["ok"]
    assert desk.wish("/index/pair", **both, verdict="later")["ok"]
    assert not desk.wish("/index/pair", **both, verdict="")["ok"]
    assert manifest.read_bytes() == before
    assert desk.wish("/undo")["ok"]
