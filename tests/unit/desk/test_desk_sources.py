"""The view of the sources: roles, slips and facts are written to the manifest, and no source is touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Visitor, opened, until
from PIL import Image


@pytest.fixture(scope="module")
def desk(project: Path) -> Iterator[Visitor]:
    oil = project / "texts" / "oil.md"
    text = oil.read_text(encoding="utf-8").replace("in the pantry", "in the *pantry* & cold")
    oil.write_text(f"{text}\nFirst published in *The Whale*, May 1844.\n", encoding="utf-8")
    with opened(project) as visitor:
        visitor.enter()
        until(lambda: "texts/wick.txt" in visitor.get("/sources").text)
        yield visitor


def test_a_role_a_slip_and_a_fact(desk: Visitor, project: Path) -> None:
    manifest = project / "anthology.yaml"
    before = manifest.read_bytes()
    sources = {path: path.read_bytes() for path in (project / "texts").iterdir()}
    page = desk.get("/sources", article="wick").text
    line = re.search(r"line=(\d+)&amp;words=What%20Agnes", page)
    assert line
    assert desk.wish("/sources/role", article="wick", line=line[1], words="What Agnes", value="body")["ok"]
    words = {"find": "Nobody blames", "replace": "No one blames", "reason": "House style."}
    assert desk.wish("/sources/correction", article="wick", **words)["ok"]
    fact = {"way": "chapters.0.articles.0.published.when", "was": "1841", "value": "1843"}
    assert desk.wish("/form/save", **fact)["ok"]
    until(lambda: "No one blames" in desk.get("/sources", article="wick").text)
    assert 'value="1843"' in desk.get("/sources", article="wick").text
    assert [desk.wish("/undo")["ok"] for _ in range(3)] == [True, True, True]
    assert manifest.read_bytes() == before
    assert {path: path.read_bytes() for path in (project / "texts").iterdir()} == sources


def test_words_that_a_correction_has_put_are_marked(desk: Visitor) -> None:
    page = desk.get("/sources", article="wick").text
    assert "<mark>the lamp. The wick</mark>" in page
    assert "Corrected: “the lamp.The wick” is now “the lamp. The wick” (A space was lost.)." in page


def test_where_it_first_appeared_is_offered_and_taken_by_a_touch(desk: Visitor, project: Path) -> None:
    before = (project / "anthology.yaml").read_bytes()
    offer = "it first appeared in “The Whale”, May 1844."
    assert offer in desk.get("/sources", article="oil").text
    assert offer not in desk.get("/sources", article="wick").text
    assert desk.wish("/sources/published", article="oil")["ok"]
    page = desk.get("/sources", article="oil").text
    assert offer not in page and 'value="The Whale"' in page and 'value="May 1844"' in page
    assert not desk.wish("/sources/published", article="oil")["ok"]
    assert not desk.wish("/sources/published", article="wick")["ok"]
    assert not desk.wish("/sources/published", article="nobody")["ok"]
    assert desk.wish("/undo")["ok"]
    assert (project / "anthology.yaml").read_bytes() == before


def test_notes_stand_with_their_italics(desk: Visitor) -> None:
    words = "The cup is in the <em>pantry</em> &amp;\N{NO-BREAK SPACE}cold."
    assert words in desk.get("/notes").text


def test_a_fact_that_was_changed_meanwhile_shows_both_versions(desk: Visitor, project: Path) -> None:
    before = (project / "anthology.yaml").read_bytes()
    way = "chapters.0.articles.0.published.where"
    told = desk.wish("/form/save", way=way, was="The Almanack", value="<b>Mine</b>")
    assert (
        not told["ok"]
        and "&lt;b&gt;Mine" in str(told["html"])
        and "The Saltmere Almanack" in str(told["html"])
    )
    assert (project / "anthology.yaml").read_bytes() == before


def test_what_cannot_be_is_refused_in_words(desk: Visitor, project: Path) -> None:
    before = (project / "anthology.yaml").read_bytes()
    for path, values in (
        ("/sources/role", {"article": "wick", "line": "9999", "value": "body"}),
        ("/sources/role", {"article": "nobody", "line": "1", "value": "body"}),
        ("/sources/correction", {"article": "wick", "find": "the", "replace": "a"}),
        ("/sources/correction", {"article": "wick", "find": " "}),
        ("/form/save", {"way": "chapters.0.articles.0.language", "value": "the king’s"}),
    ):
        told = desk.wish(path, **values)
        assert not told["ok"] and told["words"], path
    assert (project / "anthology.yaml").read_bytes() == before


def test_a_picture_that_is_missing_is_chosen_among_those_of_the_folder(desk: Visitor, project: Path) -> None:
    """The problem offers the pictures that there are; the manifest names the one that is taken."""
    manifest, source = project / "anthology.yaml", project / "texts" / "dark.html"
    before, text = manifest.read_bytes(), source.read_text(encoding="utf-8")
    lost = '<p><img src="https://example.org/lamp.png" alt="A lamp"/></p></body>'
    source.write_text(text.replace("</body>", lost), encoding="utf-8")
    Image.new("RGB", (8, 8), "red").save(project / "lamp.png")
    until(lambda: "S011" in desk.get("/problems").text)
    page = desk.get("/problems").text
    line = re.search(r'/sources/picture".*?article=dark&amp;line=(\d+)"', page)
    assert line and "<option>lamp.png</option>" in page
    drop = {"way": "chapters.1.articles.0.pictures", "was": "", "value": "drop"}
    assert desk.wish("/form/save", **drop)["ok"]
    until(lambda: "S011" not in desk.get("/problems").text)
    page = desk.get("/problems").text
    assert "Pictures that are left out" in page and "example.org/lamp.png" in page
    assert re.search(rf'/sources/picture".*?article=dark&amp;line={line[1]}"', page)
    assert desk.wish("/undo")["ok"]
    until(lambda: "S011" in desk.get("/problems").text)
    wish = {"article": "dark", "line": line[1]}
    assert not desk.wish("/sources/picture", **wish, value="../lamp.png")["ok"]
    assert desk.wish("/sources/picture", **wish, value="lamp.png")["ok"]
    until(lambda: "S011" not in desk.get("/problems").text)
    assert desk.wish("/undo")["ok"]
    source.write_text(text, encoding="utf-8")
    assert manifest.read_bytes() == before
