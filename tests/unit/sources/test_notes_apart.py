"""Notes in a file of their own are those of the articles that call them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from florilegium.book import runs
from florilegium.manifest.reading.load import load
from florilegium.pipeline.compose import compose
from florilegium.pipeline.scaffold import start
from florilegium.problems import Place, Report
from florilegium.sources.excerpts.extent import TakenPart, report_shared
from florilegium.sources.read import SourceRequest, read

HEAD = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
    "<head><title>x</title></head><body>"
)
CHAPTER = """<section epub:type="chapter"><h2 epub:type="title">{title}</h2>
<p>The bank was raised in a wet summer, and fell in a dry one, as they had said whom nobody asked.{calls}</p>
</section></body></html>
"""
NOTES = """<section epub:type="endnotes"><h2>Endnotes</h2><ol>
<li id="n1" epub:type="endnote"><p>By <i>nine</i>. <a href="one.xhtml#c1" epub:type="backlink">↩</a></p></li>
<li id="n2" epub:type="endnote"><p>In a night. <a href="two.xhtml#c2" epub:type="backlink">↩</a></p></li>
<li id="n3" epub:type="endnote"><p>The reeve. <a href="two.xhtml#c3" epub:type="backlink">↩</a></p></li>
</ol></section></body></html>
"""


def _call(number: int) -> str:
    return f'<a href="notes.xhtml#n{number}" id="c{number}" epub:type="noteref">{number}</a>'


def _book(folder: Path) -> None:
    text = folder / "text"
    text.mkdir()
    (text / "one.xhtml").write_text(HEAD + CHAPTER.format(title="One", calls=_call(1)), encoding="utf-8")
    (text / "two.xhtml").write_text(
        HEAD + CHAPTER.format(title="Two", calls=_call(2) + _call(3)), encoding="utf-8"
    )
    (text / "notes.xhtml").write_text(HEAD + NOTES, encoding="utf-8")
    title = HEAD + '<section epub:type="titlepage"><h1>The Bank</h1></section></body></html>'
    (text / "title.xhtml").write_text(title, encoding="utf-8")


def test_each_article_has_the_notes_that_it_calls(tmp_path: Path) -> None:
    """The numbers are those of its calls, and ways back are gone."""
    _book(tmp_path)
    report = Report()
    request = SourceRequest(tmp_path, "text/two.xhtml", Place("x"), "en", notes="text/notes.xhtml")
    manuscript = read(request, report)
    assert manuscript is not None
    assert not report.problems
    assert [(note.label, runs.text_of(note.body[0])) for note in manuscript.notes] == [
        ("2", "In a night."),
        ("3", "The reeve."),
    ]


def test_start_names_the_file_of_the_notes(tmp_path: Path) -> None:
    """The notes are no article, nor is the title page of an EPUB."""
    _book(tmp_path)
    manifest = start(tmp_path, date(2026, 1, 1)).path.read_text(encoding="utf-8")
    assert manifest.count("notes: text/notes.xhtml") == 2
    assert "source: text/one.xhtml" in manifest
    assert "source: text/notes.xhtml" not in manifest
    assert "title.xhtml" not in manifest


def test_a_note_that_no_article_calls_is_told(tmp_path: Path) -> None:
    """What one article does not call may be another's; what none calls is lost, and told once."""
    _book(tmp_path)
    found = []
    for name in ("text/one.xhtml", "text/two.xhtml"):
        request = SourceRequest(tmp_path, name, Place(name), "en", notes="text/notes.xhtml")
        manuscript = read(request, Report())
        assert manuscript is not None
        found.append(TakenPart("text/notes.xhtml", Place(name), manuscript.notes_extent))
    both, alone = Report(), Report()
    report_shared(found, both)
    report_shared(found[:1], alone)
    assert not both.problems
    assert [(problem.code, problem.place.line) for problem in alone.problems] == [("N009", 3)]


def _stories(folder: Path) -> None:
    """Add an unpacked package: a page with two stories, ten chapters, and a spine."""
    stories = "".join(
        f'<article id="{key}" epub:type="se:short-story"><h2>{key.title()}</h2><p>The {key} digs by night, '
        f"and nobody has ever seen it begin.{_call(number)}</p></article>"
        for key, number in (("mole", 2), ("badger", 3))
    )
    (folder / "text" / "stories.xhtml").write_text(HEAD + stories + "</body></html>", encoding="utf-8")
    (folder / "text" / "two.xhtml").unlink()
    (folder / "content.opf").write_text(
        '<package><manifest><item id="b" href="text/one.xhtml"/><item href="text/stories.xhtml" id="a"/>'
        '</manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        encoding="utf-8",
    )


def test_start_makes_a_book_of_an_unpacked_epub(tmp_path: Path) -> None:
    """Each story of a page is an article, in the order of the spine; the proposed book has no fault."""
    _book(tmp_path)
    _stories(tmp_path)
    manifest = start(tmp_path, date(2026, 1, 1)).path
    loaded = load(manifest, Report())
    assert loaded is not None
    articles = loaded.chapters[0].articles
    assert [article.key for article in articles] == ["mole", "badger", "one"]
    assert {article.notes for article in articles} == {"text/notes.xhtml"}
    report = Report()
    book, _ = compose(loaded, report)
    assert not report.problems
    assert [[note.label for note in article.text.notes] for article in book.articles] == [["2"], ["3"], ["1"]]


def test_start_sorts_by_numbers(tmp_path: Path) -> None:
    """The second chapter comes before the tenth."""
    for number in (1, 2, 10):
        text = f"# Walk {number}\n\nWe walked all day.\n"
        (tmp_path / f"chapter-{number}.md").write_text(text, encoding="utf-8")
    manifest = start(tmp_path, date(2026, 1, 1)).path.read_text(encoding="utf-8")
    assert manifest.index("chapter-2.md") < manifest.index("chapter-10.md")
