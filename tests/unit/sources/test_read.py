"""The door to the sources: files that cannot be had, the manifest's roles, its corrections, inline texts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lxml import etree

from florilegium.book import runs
from florilegium.book.bibliographic import Correction
from florilegium.problems import Place, Report
from florilegium.sources.manuscript import LIMIT, ROLES, Manuscript, RoleRule
from florilegium.sources.read import SourceRequest, read, read_markdown

HERE = Place("anthology.yaml", 8, 9)
RULE = Place("anthology.yaml", 10, 11)

TEXT = """The Mill

A line about it

The mill stood by the river, and nobody in the town knew how old it was or who had built it.

It burned down in 1803. The miller built it up again in one summer, with the same wheel as before.

Ann Example
"""


def told(report: Report) -> list[str]:
    return [str(problem).partition("\n")[0] for problem in report.problems]


def read_text(
    tmp_path: Path, *rules: RoleRule, text: str = TEXT, authors: tuple[str, ...] = ()
) -> tuple[Manuscript, list[str]]:
    (tmp_path / "mill.txt").write_text(text, encoding="utf-8")
    report = Report()
    manuscript = read(SourceRequest(tmp_path, "mill.txt", HERE, "en", rules, (), authors), report)
    assert manuscript is not None
    return manuscript, told(report)


def roles(manuscript: Manuscript) -> list[str]:
    return [entry.role for entry in manuscript.ledger]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nowhere.txt", "S001"),
        ("folder.txt", "S003"),
        ("pipe.txt", "S003"),
        ("locked.txt", "S003"),
        ("../outside.txt", "M009"),
        ("/etc/hostname.txt", "M009"),
        ("link.txt", "M009"),
        ("large.txt", "S006"),
        ("old.doc", "S005"),
        ("bare", "S005"),
    ],
)
def test_file_that_cannot_be_had(tmp_path: Path, name: str, code: str) -> None:
    """A file that is missing, none, outside, locked, too large or unknown is told at the manifest's line."""
    (tmp_path / "project" / "folder.txt").mkdir(parents=True)
    (tmp_path / "outside.txt").write_text("secret", encoding="utf-8")
    project = tmp_path / "project"
    os.mkfifo(project / "pipe.txt")
    (project / "link.txt").symlink_to(tmp_path / "outside.txt")
    (project / "locked.txt").write_text("x", encoding="utf-8")
    (project / "locked.txt").chmod(0)
    if name == "locked.txt" and os.access(project / "locked.txt", os.R_OK):
        (project / "locked.txt").unlink()
        (project / "locked.txt").symlink_to("locked.txt")
    with (project / "large.txt").open("wb") as stream:
        stream.truncate(LIMIT + 1)
    report = Report()
    assert read(SourceRequest(project, name, HERE, "en"), report) is None
    (problem,) = report.problems
    assert (problem.code, problem.place) == (code, HERE)
    assert problem.message and problem.hint


def test_unknown_format_says_how_to_save_it(tmp_path: Path) -> None:
    """The hint of an unknown format names the program's way out."""
    report = Report()
    read(SourceRequest(tmp_path, "old.doc", HERE, "en"), report)
    assert "save it as DOCX" in report.problems[0].hint


def test_roles_are_guessed(tmp_path: Path) -> None:
    """A name that nothing speaks for is not taken for a byline: what is unsure stays body."""
    manuscript, problems = read_text(tmp_path)
    assert roles(manuscript) == ["title", "heading", "body", "body", "body"]
    assert problems == []


def test_author_of_the_manifest_is_known(tmp_path: Path) -> None:
    """A line that is the name of an author whom the manifest names is a byline."""
    manuscript, _ = read_text(tmp_path, authors=("Ann Example",))
    assert roles(manuscript) == ["title", "heading", "body", "body", "byline"]
    assert manuscript.byline == "Ann Example"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page.html", "<h1>Salt</h1><h3 class=author>Ann Example</h3><h3 class=author>Bo Sample</h3>"),
        ("typed.md", "# Salt\n\nBy Ann Example\n\nBy Bo Sample\n"),
    ],
)
def test_every_author_of_several_bylines_is_told(tmp_path: Path, name: str, text: str) -> None:
    """A source that has a line for each author has none of them left out of both text and byline."""
    prose = "The salt came by cart, and it was weighed twice before anybody would sign for it. " * 8
    paragraphs = f"<p>{prose}</p><p>{prose}</p>" if name.endswith("html") else f"\n{prose}\n"
    (tmp_path / name).write_text(text + paragraphs, encoding="utf-8")
    manuscript = read(SourceRequest(tmp_path, name, HERE, "en"), Report())
    assert manuscript is not None
    assert manuscript.byline == "Ann Example, Bo Sample"


def test_manifest_tells_roles(tmp_path: Path) -> None:
    """The manifest's word goes before every guess: a deck, a heading, a quotation, a comment."""
    rules = (
        RoleRule("deck", "A line about", place=RULE),
        RoleRule("quote", first_line=5, last_line=5, place=RULE),
        RoleRule("comment", first_line=8, last_line=20, place=RULE),
        RoleRule("heading", "It burned", place=RULE),
    )
    manuscript, problems = read_text(tmp_path, *rules)
    assert roles(manuscript) == ["title", "deck", "quote", "heading", "comment"]
    assert manuscript.deck == "A line about it"
    assert [block.tag for block in manuscript.body] == ["blockquote", "h2"]
    assert problems == []


def test_manifest_tells_the_title(tmp_path: Path) -> None:
    """Where the manifest names the title, the first line is not one, and stays."""
    manuscript, _ = read_text(tmp_path, RoleRule("title", "A line about", place=RULE))
    assert manuscript.title == "A line about it"
    assert roles(manuscript)[:2] == ["body", "title"]


def test_body_of_the_manifest_is_kept(tmp_path: Path) -> None:
    """What a reader would leave out stays when the manifest says that it is body."""
    text = f"{TEXT}\nRead more about the mill\n"
    assert roles(read_text(tmp_path, text=text)[0])[-1] == "boilerplate"
    manuscript, _ = read_text(tmp_path, RoleRule("body", "Read more", place=RULE), text=text)
    assert roles(manuscript)[-1] == "body"
    assert runs.text_of(manuscript.body[-1]) == "Read more about the mill"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (RoleRule("bio", "Nobody", place=RULE), "no paragraph of “mill.txt” begins with “Nobody”"),
        (
            RoleRule("bio", first_line=99, last_line=99, place=RULE),
            "no paragraph of “mill.txt” stands on line 99",
        ),
        (
            RoleRule("bio", "The", place=RULE),
            "a paragraph of “mill.txt” begins with “The” more than once: lines 1, 5",
        ),
        (RoleRule("hero", "The mill", place=RULE), "“hero” is no role; the roles are " + ", ".join(ROLES)),
        (
            RoleRule("note", "It burned", place=RULE),
            "the paragraph on line 7 cannot be a note: it is not one of a numbered list",
        ),
    ],
)
def test_rule_that_fits_nothing(tmp_path: Path, rule: RoleRule, message: str) -> None:
    """A rule that matches no paragraph or several, or cannot be, is told at its place in the manifest."""
    _, problems = read_text(tmp_path, rule)
    assert problems == [f"anthology.yaml:10:11: error S008: {message}"]


MARKED = """# The Mill

The *old* mill[^1] stood there. The wheel, the wheel, turned.

> A quoted line with the “miller’s” word.

[^1]: A note about teh mill.
"""


def correct(tmp_path: Path, *corrections: tuple[str, str]) -> tuple[str, list[tuple[str, str, str]]]:
    """The text of a corrected manuscript, and the problems with their places and hints."""
    (tmp_path / "mill.md").write_text(MARKED, encoding="utf-8")
    report = Report()
    wanted = tuple(Correction(find, replace, "a slip") for find, replace in corrections)
    manuscript = read(SourceRequest(tmp_path, "mill.md", HERE, "en", (), wanted), report)
    assert manuscript is not None
    trees = [manuscript.body, *(note.body for note in manuscript.notes)]
    text = "".join(etree.tostring(tree, encoding="unicode") for tree in trees)
    return text, [(str(problem.place), problem.message, problem.hint) for problem in report.problems]


@pytest.mark.parametrize(
    ("find", "replace", "expected"),
    [
        ("stood there", "stands there", '<em>old</em> mill<call note="1" at="3:15"/> stands there.'),
        ("The old mill stood", "An old mill stood", "An old mill stood<call"),
        ("old mill", "ancient mill", "The <em>ancient mill</em><call"),
        ("mill stood", "mill had stood", "mill had stood<call"),
        ("teh mill", "the mill", "A note about the mill."),
        ("quoted  line\nwith", "cited line with", "A cited line with"),
    ],
)
def test_correction(tmp_path: Path, find: str, replace: str, expected: str) -> None:
    """A correction is made across markup and note calls, in the body and in notes; the call stays."""
    text, problems = correct(tmp_path, (find, replace))
    assert problems == []
    assert "<call" in text
    assert expected in text


def test_correction_that_matches_never(tmp_path: Path) -> None:
    """A correction that matches nothing is told with the nearest that the text has."""
    _, problems = correct(tmp_path, ("The wheel, the weel", "x"))
    assert problems == [
        (
            "mill.md",
            "the correction of “The wheel, the weel” matches nothing in the text; it must match once",
            "The nearest in the text is “The wheel, the wheel,”.",
        )
    ]


def test_correction_with_other_quotes(tmp_path: Path) -> None:
    """Straight quotes do not match curly ones, and the hint shows those of the text."""
    _, problems = correct(tmp_path, ('"miller\'s"', "x"))
    assert problems[0][2] == "The text has ““miller’s””: quotes, dashes, spaces or capitals differ."


def test_correction_that_matches_twice(tmp_path: Path) -> None:
    """A correction that matches twice is told at the second place, with the lines."""
    _, problems = correct(tmp_path, ("wheel", "x"))
    assert problems[0][:2] == (
        "mill.md:3:1",
        "the correction of “wheel” matches 2 times, on lines 3, 3; it must match once",
    )


def test_corrections_that_overlap(tmp_path: Path) -> None:
    """Two corrections of the same words cannot both be made; the order of others does not matter."""
    text, problems = correct(tmp_path, ("The wheel", "A wheel"), ("wheel, the", "x"), ("turned", "stood"))
    assert problems[0][1] == "two corrections change the same words: “wheel, the”"
    assert "A wheel, the wheel, stood." in text


def test_correction_may_empty_a_paragraph(tmp_path: Path) -> None:
    """A paragraph of which nothing is left goes."""
    text, _ = correct(tmp_path, ("A quoted line with the “miller’s” word.", ""))
    assert "quoted" not in text
    assert "<p/>" not in text


def test_inline_text_has_lines_of_its_file() -> None:
    """An introduction in the manifest tells places in the manifest; an inline note keeps its own."""
    report = Report()
    text = "Some words.[^a]\n\nMore *words*.[^b]\n\n[^a]: Said.\n"
    manuscript = read_markdown(text, name="anthology.yaml", first_line=20, language="en", report=report)
    assert [block.get("at") for block in manuscript.body] == ["20:1", "22:1"]
    assert told(report) == ["anthology.yaml:22:14: error N001: note b is called here, and there is no note b"]
    assert manuscript.notes[0].place == Place("anthology.yaml", 24, 1)


def test_inline_text_guesses_nothing() -> None:
    """What looks like a byline or a credit in an introduction is its text; its first heading is its title."""
    text = "# Of Mills\n\nBy Ann Example\n\nPhoto: nobody\n\nRead more\n"
    manuscript = read_markdown(text, name="intro.md", first_line=1, language="en", report=Report())
    assert manuscript.title == "Of Mills"
    assert len(list(manuscript.body)) == 3


def test_inline_text_has_no_image_without_a_project() -> None:
    """An image in a text that is no file is refused."""
    report = Report()
    read_markdown("Words ![x](a.png)", name="anthology.yaml", first_line=3, language="en", report=report)
    assert told(report) == ["anthology.yaml:3:7: error S011: an inline text cannot have an image"]


@pytest.mark.parametrize("text", ["", "  \n "])
def test_empty_inline_text(text: str) -> None:
    """An empty introduction has an empty body."""
    manuscript = read_markdown(text, name="x", first_line=1, language="en", report=Report())
    assert len(manuscript.body) == 0


def test_note_called_from_a_title(tmp_path: Path) -> None:
    """A note on the title is called at the end of the first paragraph, since a title is set apart."""
    (tmp_path / "a.md").write_text(
        "# The Mill[^1]\n\nIt stood there.\n\n[^1]: First read in 1890.\n", encoding="utf-8"
    )
    report = Report()
    manuscript = read(SourceRequest(tmp_path, "a.md", HERE, "en"), report)
    assert manuscript is not None
    assert (manuscript.title, told(report)) == ("The Mill", [])
    assert manuscript.called_title is not None
    assert manuscript.called_title[-1].get("note") == "1"
    assert manuscript.body.find(".//call") is None


def test_a_missing_source_is_told_with_the_name_that_is_nearest(tmp_path: Path) -> None:
    """Capitals count, and a letter mistyped is seen."""
    (tmp_path / "Fern.txt").write_text("A fern.", encoding="utf-8")
    hints = []
    for name in ("fern.txt", "Fren.txt", "moss.md"):
        report = Report()
        assert read(SourceRequest(tmp_path, name, Place("anthology.yaml", 1, 1), "en"), report) is None
        hints.append(report.problems[0].hint)
    assert hints[:2] == ["Is “Fern.txt” meant?"] * 2
    assert "capitals count" in hints[2]


def test_a_source_outside_the_project_is_told_as_such_whatever_its_name(tmp_path: Path) -> None:
    """That it leads out matters more than that no reader knows its format."""
    report = Report()
    assert read(SourceRequest(tmp_path, "../notes.odt", Place("anthology.yaml", 1, 1), "en"), report) is None
    assert [problem.code for problem in report.problems] == ["M009"]
