"""The view of the book: articles and chapters are moved and named; what is not there any more is told."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Visitor, lanterns, opened, until

from florilegium.manifest.schema.contents import ArticleKeys, ChapterKeys, ContributorKeys
from florilegium.manifest.schema.imprint import PdfKeys
from florilegium.manifest.schema.index_settings import EntryKeys, IndexKeys
from florilegium.manifest.schema.manifest import Manifest


@pytest.fixture(scope="module")
def desk(project: Path) -> Iterator[Visitor]:
    with opened(project) as visitor:
        visitor.enter()
        until(lambda: "The Wick" in visitor.get("/book").text)
        yield visitor


def order(desk: Visitor) -> list[str]:
    """Return the articles' sources and the chapters' titles, as the tree shows them."""
    return [line.split('"')[0] for line in desk.get("/book").text.split('data-mark="')[1:]]


def test_an_article_is_moved_into_the_next_chapter_and_back(desk: Visitor, project: Path) -> None:
    before = (project / "anthology.yaml").read_bytes()
    oil = {"way": "chapters.0.articles.1", "was": "texts/oil.md"}
    assert desk.wish("/book/move", step="down", **oil)["ok"]
    assert order(desk) == ["On the Wall", "texts/wick.txt", "In the Hand", "texts/oil.md", "texts/dark.html"]
    back = {"way": "chapters.1.articles.0", "was": "texts/oil.md", "to": "chapters.0.articles", "at": "1"}
    assert desk.wish("/book/move", **back)["ok"]
    assert (project / "anthology.yaml").read_bytes() == before
    assert desk.wish("/book/move", way="chapters.0", was="On the Wall", step="down")["ok"]
    assert order(desk)[:2] == ["In the Hand", "texts/dark.html"]
    assert [desk.wish("/undo")["ok"] for _ in range(3)] == [True] * 3
    assert (project / "anthology.yaml").read_bytes() == before


def test_what_cannot_be_moved_is_told(desk: Visitor, project: Path) -> None:
    before = (project / "anthology.yaml").read_bytes()
    for values in (
        {"way": "chapters.0", "was": "On the Wall", "step": "up"},
        {"way": "chapters.0.articles.0", "was": "texts/oil.md", "step": "down"},
        {"way": "chapters.9", "was": "x", "step": "up"},
        {"way": "contributors.wren", "step": "up"},
        {"way": "chapters.1.articles.0", "was": "texts/dark.html", "step": "up"},
        {"way": "chapters.0", "to": "contributors", "at": "0"},
    ):
        told = desk.wish("/book/move", **values)
        assert not told["ok"] and told["words"], values
    assert (project / "anthology.yaml").read_bytes() == before


def test_articles_and_parts_are_moved_in_a_book_of_parts(tmp_path: Path) -> None:
    """A book of parts is a tree of three levels; what is moved goes as it is written."""
    manifest = lanterns(tmp_path) / "anthology.yaml"
    head, _, rest = manifest.read_text(encoding="utf-8").partition("chapters:\n")
    chapters, mark, tail = rest.partition("index:\n")
    first, second = chapters.split("  - title: In the Hand\n")
    below = ["".join(f"    {line}" for line in text.splitlines(keepends=True)) for text in (first, second)]
    parts = (
        f"parts:\n  - title: Night\n    chapters:\n{below[0]}"
        f"  - title: Day\n    chapters:\n      - title: In the Hand\n{below[1]}"
    )
    manifest.write_text(head + parts + mark + tail, encoding="utf-8")
    before = manifest.read_bytes()
    with opened(manifest.parent) as desk:
        desk.enter()
        until(lambda: 'data-way="parts.1.chapters.0.articles.0"' in desk.get("/book").text)
        moves = (("down", "parts.0.chapters.0.articles.1"), ("up", "parts.1.chapters.0.articles.0"))
        for step, way in moves:
            assert desk.wish("/book/move", way=way, was="texts/oil.md", step=step)["ok"], step
        assert manifest.read_bytes() == before
        assert desk.wish("/book/move", way="parts.1", was="Day", step="up")["ok"]
        shown = order(desk)
        assert shown.index("Day") < shown.index("Night")
        assert desk.wish("/undo")["ok"] and manifest.read_bytes() == before


def test_titles_are_written_in_forms(desk: Visitor, project: Path) -> None:
    before = (project / "anthology.yaml").read_bytes()
    assert desk.wish("/form/save", way="chapters.1.title", was="In the Hand", value="By Hand")["ok"]
    assert desk.wish("/form/save", way="subtitle", was="A very small anthology", value="Small")["ok"]
    assert b"  - title: By Hand\n" in (project / "anthology.yaml").read_bytes()
    for values in (
        {"way": "chapters.1.title", "was": "In the Hand", "value": "Late"},
        {"way": "chapters.1.title", "value": " "},
        {"way": "identifier", "value": "x"},
    ):
        told = desk.wish("/form/save", **values)
        assert not told["ok"] and told["words"], values
    assert [desk.wish("/undo")["ok"] for _ in range(2)] == [True, True]
    assert (project / "anthology.yaml").read_bytes() == before


def test_what_is_filled_in_is_checked_before_it_is_written(desk: Visitor, project: Path) -> None:
    """The words of the check stand at the field and the file stays as it was; else one place changes."""
    before = (project / "anthology.yaml").read_bytes()
    for way, value, words in (
        ("date", "22 November", "a day, written like 2026-11-22"),
        ("chapters.0.articles.0.authors", "nobody", "nobody"),
        ("cover.image", "../secret.png", "inside the project"),
        ("editions.pdf.trim", "5 x 5 mm", "from 75 x 100 mm"),
        ("contributors.wren.orcid", "1", "ORCID"),
        ("nowhere.at.all", "1", "no such key"),
        ("index.entries.0.kind", "planet", "person"),
    ):
        told = desk.wish("/form/save", way=way, value=value)
        assert not told["ok"] and words in str(told["words"]), (way, told)
    assert (project / "anthology.yaml").read_bytes() == before
    for way, value, line in (
        ("chapters.0.articles.1.published.when", "1850", 'published:\n          when: "1850"'),
        ("publisher.address", "https://lamp.example", 'place: Saltmere, address: "https://lamp.example"}'),
        ("subjects.0.label", "Wicks", "subjects: [Wicks]"),
        ("index.divided", "yes", "divided: yes"),
        ("index.places.0.variants", "Saltmere Bay", "variants: [Saltmere Bay]"),
        ("editors", "wren\nmoth", "editors: [wren, moth]"),
        ("keywords", "lamps\nwicks", "keywords:\n  - lamps\n  - wicks"),
    ):
        now = (project / "anthology.yaml").read_text(encoding="utf-8")
        assert line not in now
        told = desk.wish("/form/save", way=way, value=value)
        assert told["ok"], (way, told)
        assert line in (project / "anthology.yaml").read_text(encoding="utf-8"), way
        assert desk.wish("/undo")["ok"] and desk.wish("/redo")["ok"] and desk.wish("/undo")["ok"]
        assert (project / "anthology.yaml").read_text(encoding="utf-8") == now
    assert (project / "anthology.yaml").read_bytes() == before


def test_fields_that_need_one_another_are_written_together(desk: Visitor, project: Path) -> None:
    before = (project / "anthology.yaml").read_bytes()
    code = {"way": "subjects.0.code", "value": "LIT000000"}
    assert "Write “scheme:” beside it" in str(desk.wish("/form/save", **code)["words"])
    scheme = {"way": "subjects.0.scheme", "value": "BISAC", "beside": "code=LIT000000"}
    assert desk.wish("/form/save", **scheme)["ok"]
    said = (project / "anthology.yaml").read_text(encoding="utf-8")
    assert "subjects: [{label: Lamps, code: LIT000000, scheme: BISAC}]" in said
    assert desk.wish("/undo")["ok"]
    assert (project / "anthology.yaml").read_bytes() == before


def test_lists_and_names_grow_and_shrink(desk: Visitor, project: Path) -> None:
    before = (project / "anthology.yaml").read_bytes()
    assert desk.wish("/form/add", **{"way": "contributors", "name of it": "hale", "name": "Agnes Hale"})["ok"]
    assert b"  hale: Agnes Hale\n" in (project / "anthology.yaml").read_bytes()
    assert "Agnes Hale" in desk.get("/book", at="contributors").text
    assert not desk.wish("/form/add", **{"way": "contributors", "name of it": "hale", "name": "Else"})["ok"]
    assert not desk.wish("/form/add", **{"way": "contributors", "name of it": "", "name": "Else"})["ok"]
    assert desk.wish("/form/add", way="index.entries", heading="Quill, Ada")["ok"]
    assert "Quill, Ada" in desk.get("/book", at="index.entries").text
    assert "Whale, Buy, Moth, Silas" in desk.get("/book").text
    assert desk.wish("/form/add", way="funding", funder="The Lamp Fund")["ok"]
    editor = {"way": "contributors.wren", "was": "Tabitha Wren"}
    assert not desk.wish("/form/without", **editor)["ok"]
    assert desk.wish("/form/without", way="contributors.hale", was="hale")["ok"]
    assert not desk.wish("/form/without", way="index.entries.0", was="Somebody")["ok"]
    assert [desk.wish("/undo")["ok"] for _ in range(4)] == [True] * 4
    assert (project / "anthology.yaml").read_bytes() == before


def test_every_place_of_the_manifest_has_a_form(desk: Visitor) -> None:
    """Every key of the schema has its field with its help; none is left out but those of the tree."""
    for at, shape in (
        ("", Manifest),
        ("chapters.0", ChapterKeys),
        ("chapters.0.articles.0", ArticleKeys),
        ("contributors.wren", ContributorKeys),
        ("index", IndexKeys),
        ("index.entries.0", EntryKeys),
        ("editions.pdf", PdfKeys),
    ):
        page = html.unescape(desk.get("/book", at=at).text)
        for key in shape.model_fields:
            way = f"{at}.{key}".lstrip(".")
            tree = key in {"chapters", "parts", "articles"}
            assert tree or f"way={way}" in page or f"at={way}" in page, way
    assert "Nothing to fill in" in desk.get("/book", at="nowhere").text


def test_an_introduction_is_written_in_place(desk: Visitor, project: Path) -> None:
    """In the manifest, or in the file that has it; a source that is named there is not written."""
    manifest = project / "anthology.yaml"
    before = manifest.read_bytes()
    was = "Both pieces of this chapter were written before the gas came.\n"
    first = {"way": "chapters.0.introduction", "was": was, "value": was + "\nThe second was found later.\n"}
    assert desk.wish("/form/text", **first)["ok"]
    assert b"gas came.\n\n        The second was found later.\n    articles:" in manifest.read_bytes()
    told = desk.wish("/form/text", **{**first, "value": "Late."})
    assert not told["ok"] and "Late." in str(told["html"])
    assert desk.wish("/form/text", way="chapters.1.introduction", value="A new one.", was="")["ok"]
    assert "A new one." in desk.get("/book", at="chapters.1.introduction").text
    hostile = "*Oil*[^1] <script>x()</script> <img src=http://evil.example/x>\n\n[^1]: Lamp oil."
    told = desk.wish("/form/preview", value=hostile)
    assert "<em>Oil</em>" in str(told["preview"]) and "Lamp oil." in str(told["preview"])
    assert "<script" not in str(told["preview"]) and "src" not in str(told["preview"])
    assert [desk.wish("/undo")["ok"] for _ in range(2)] == [True, True]
    assert manifest.read_bytes() == before

    (project / "hand.md").write_text("Held in the hand.\r\n", encoding="utf-8", newline="")
    try:
        assert desk.wish("/form/save", way="chapters.1.introduction.file", value="hand.md")["ok"]
        assert "Held in the hand." in desk.get("/book", at="chapters.1.introduction").text
        written = {"way": "chapters.1.introduction", "was": "Held in the hand.\n", "value": "Held.\nBoth.\n"}
        assert desk.wish("/form/text", **written)["ok"]
        assert (project / "hand.md").read_bytes() == b"Held.\r\nBoth.\r\n"
        assert desk.wish("/undo")["ok"]
        assert (project / "hand.md").read_bytes() == b"Held in the hand.\r\n"
        oil = (project / "texts" / "oil.md").read_bytes()
        assert desk.wish("/form/save", way="chapters.1.introduction.file", value="texts/oil.md")["ok"]
        source = {"way": "chapters.1.introduction", "was": oil.decode(), "value": "Gone."}
        assert not desk.wish("/form/text", **source)["ok"]
        assert (project / "texts" / "oil.md").read_bytes() == oil
        assert [desk.wish("/undo")["ok"] for _ in range(2)] == [True, True]
    finally:
        (project / "hand.md").unlink()
    assert manifest.read_bytes() == before


def test_articles_come_and_go_and_begin_chapters(desk: Visitor, project: Path) -> None:
    manifest = project / "anthology.yaml"
    before = manifest.read_bytes()
    new = project / "texts" / "tallow.md"
    new.write_text(
        "# Tallow\n\nBy Edwin Marsh\n\n" + "Tallow is cheap, and it smells. " * 20, encoding="utf-8"
    )
    try:
        assert "texts/tallow.md" in desk.get("/book").text
        assert desk.wish("/book/article", source="texts/tallow.md", chapter="chapters.1")["ok"]
        assert order(desk)[-1] == "texts/tallow.md"
        assert not desk.wish("/book/article", source="texts/tallow.md", chapter="chapters.1")["ok"]
        assert not desk.wish("/book/article", source="../secret.txt", chapter="chapters.1")["ok"]
        words = {"way": "chapters.0.articles.1", "was": "texts/oil.md", "value": "On Oil"}
        assert desk.wish("/book/chapter", **words)["ok"]
        assert order(desk)[2:4] == ["On Oil", "texts/oil.md"]
        first = {"way": "chapters.0.articles.0", "was": "texts/wick.txt", "value": "No"}
        assert not desk.wish("/book/chapter", **first)["ok"]
        assert desk.wish("/book/without", way="chapters.1.articles.0", was="texts/oil.md")["ok"]
        assert "On Oil" not in order(desk)
        assert desk.wish("/book/without", way="chapters.1", was="In the Hand")["ok"]
        told = desk.wish("/book/without", way="chapters.0", was="On the Wall")
        assert not told["ok"] and "the last" in str(told["words"])
        assert [desk.wish("/undo")["ok"] for _ in range(4)] == [True] * 4
    finally:
        new.unlink()
    assert manifest.read_bytes() == before


def test_parts_begin_with_chapters(desk: Visitor, project: Path) -> None:
    """The first has all chapters; one begun later has those behind it. Undone, all is as before."""
    manifest = project / "anthology.yaml"
    before = manifest.read_bytes()
    chapters = [one for one in order(desk) if "/" not in one]
    second = {"way": "chapters.1", "was": chapters[1], "value": "No"}
    assert "first chapter" in str(desk.wish("/book/part", **second)["words"])
    first = {"way": "chapters.0", "was": chapters[0], "value": "Light"}
    assert desk.wish("/book/part", **first)["ok"]
    assert order(desk)[:2] == ["Light", chapters[0]]
    inside = {"way": "parts.0.chapters.1", "was": chapters[1], "value": "Going About"}
    assert desk.wish("/book/part", **inside)["ok"]
    shown = order(desk)
    assert shown.index("Going About") + 1 == shown.index(chapters[1])
    told = desk.wish("/book/part", way="parts.1.chapters.0", was=chapters[1], value="No")
    assert "already" in str(told["words"])
    assert not desk.wish("/book/part", way="parts.0", was="Light", value="No")["ok"]
    assert [desk.wish("/undo")["ok"] for _ in range(2)] == [True, True]
    assert manifest.read_bytes() == before


def test_notes_stand_with_their_calls(desk: Visitor) -> None:
    page = desk.get("/notes").text
    assert "From 1802 to 1832" in page and "thirty years" in page and "<mark>1</mark>" in page
