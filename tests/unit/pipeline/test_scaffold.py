"""A newcomer's folder of articles gets its first manifest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from florilegium.pipeline.build import prepare
from florilegium.pipeline.scaffold import start
from florilegium.problems import ManifestError, Report

PROSE = "On Ferns\n\nA fern asks for little light and gives back an order of leaves beyond any gardener.\n"


def test_the_first_manifest_lists_every_article_and_can_be_built_at_once(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "on ferns.txt").write_text(PROSE)
    (tmp_path / "articles" / "moss.md").write_text(
        "# Moss\n\nMoss keeps the north side of everything, and is never in a hurry about it.\n"
    )
    path = start(tmp_path, date(2020, 1, 1)).path
    report = Report()
    prepared = prepare(path, report)
    assert report.errors == ()
    assert [article.title for article in prepared.book.articles] == ["Moss", "On Ferns"]


def test_what_the_sources_say_of_themselves_is_in_the_manifest(tmp_path: Path) -> None:
    """Authors become contributors with what is told of them; a title is shown and left to the source."""
    (tmp_path / "ferns.html").write_text(
        '<html lang="en-GB"><body><h1>On: Ferns</h1><p class="byline">By Ann Bracken</p>'
        "<p>A fern asks for little light and gives back an order of leaves.</p>"
        '<p>It is green all the year, and says so.</p><div class="author-bio">'
        "<p>Ann Bracken is a gardener in Saltmere.</p></div>"
    )
    (tmp_path / "moss.txt").write_text(
        "On Moss\n\nBy Ann Bracken and Tom Bracken\n\nMoss keeps the north side of everything, and waits.\n\n"
        "It is never in a hurry about it, whatever the gardener says.\n"
    )
    path = start(tmp_path, date(2020, 1, 1)).path
    text = path.read_text(encoding="utf-8")
    assert '# title: "On: Ferns"' in text
    assert "language: en-GB" in text
    book = prepare(path, Report()).book
    assert [article.authors for article in book.articles] == [
        ("ann-bracken",),
        ("ann-bracken", "tom-bracken"),
    ]
    assert "    biography: >\n      Ann Bracken is a gardener in Saltmere.\n" in text
    assert book.contributors["tom-bracken"].name == "Tom Bracken"


def test_a_source_that_cannot_be_read_is_listed_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "ferns.txt").write_text(PROSE)
    (tmp_path / "moss.docx").write_bytes(b"no document")
    assert start(tmp_path, date(2020, 1, 1)).path.read_text().count("source:") == 2


def test_hidden_files_finished_files_and_the_readme_are_no_articles(tmp_path: Path) -> None:
    for name in (".hidden.txt", "README.md", "dist/book.html", "ferns.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PROSE)
    assert start(tmp_path, date(2020, 1, 1)).path.read_text().count("source:") == 1


def test_a_manifest_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "anthology.yaml").write_text("title: mine\n")
    with pytest.raises(ManifestError, match="left as it is"):
        start(tmp_path, date(2020, 1, 1))
    assert (tmp_path / "anthology.yaml").read_text() == "title: mine\n"


def test_an_empty_folder_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"put \.txt, \.md"):
        start(tmp_path, date(2020, 1, 1))


def test_names_are_sorted_by_their_numbers(tmp_path: Path) -> None:
    """Part 2 stands before part 10, in folders too."""
    for name in ("part 10.txt", "part 2.txt", "b2/x.md", "b10/x.md", "Apple.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PROSE)
    text = start(tmp_path, date(2020, 1, 1)).path.read_text(encoding="utf-8")
    names = [line.partition(": ")[2].strip('"') for line in text.splitlines() if "- source:" in line]
    assert names == ["Apple.txt", "b2/x.md", "b10/x.md", "part 2.txt", "part 10.txt"]


def test_every_file_that_is_no_article_is_named_with_its_reason(tmp_path: Path) -> None:
    """Nothing in the folder is passed over without a word."""
    names = (
        "ferns.txt",
        "old.wpd",
        "fern.png",
        ".git/config",
        "dist/book.epub",
        "README.md",
        "note",
        ".x.md",
    )
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PROSE)
    begun = start(tmp_path, date(2020, 1, 1))
    assert {one.name for one in begun.passed} == {
        *("old.wpd", "fern.png", ".git/", "dist/", "README.md", "note", ".x.md")
    }
    why = {one.name: one.why for one in begun.passed}
    assert "save it as DOCX" in why["old.wpd"]
    assert "picture" in why["fern.png"]


def test_a_title_in_capitals_is_proposed_in_the_case_of_the_book(tmp_path: Path) -> None:
    """The proposal is a comment, with the italics of the source."""
    (tmp_path / "a.md").write_text(f"# THE *FERRET* AND ITS CREW\n\n{PROSE.partition(chr(10) * 2)[2]}")
    (tmp_path / "b.txt").write_text(PROSE)
    text = start(tmp_path, date(2020, 1, 1)).path.read_text(encoding="utf-8")
    assert '# title: "The *Ferret* and Its Crew"' in text or "# title: The *Ferret* and Its Crew" in text
    assert "stands in capitals" in text


def test_authors_who_are_doubtful_are_reported(tmp_path: Path) -> None:
    """Names that may be one person's, an office, and an author known from the foot alone."""
    body = "Moss keeps the north side of everything, and waits.\n\nIt is never in a hurry about it.\n"
    (tmp_path / "a.md").write_text(f"# Moss\n\nBy Ann Bracken\n\n{body}")
    (tmp_path / "b.md").write_text(f"# Ferns\n\nBy A. Bracken\n\n{body}")
    (tmp_path / "c.md").write_text(f"# Reeds\n\nBy Staff Writer\n\n{body}")
    begun = start(tmp_path, date(2020, 1, 1))
    assert [doubt.partition(":")[0] for doubt in begun.doubts] == ["b.md", "c.md"]
    assert "“A. Bracken” may be “Ann Bracken”" in begun.doubts[0]
    assert "# Doubtful: " in begun.path.read_text(encoding="utf-8")


def test_pictures_that_cannot_be_had_do_not_stop_the_first_build(tmp_path: Path) -> None:
    """A saved page without its pictures is listed with `pictures: drop`, and `start` says so."""
    prose = (
        "Moss keeps the north side of everything, and is never in a hurry about it, whatever the ferns say. "
    )
    picture = "<img src='https://example.org/moss.png' alt='Moss'>"
    page = f"<h1>Moss</h1><p>{prose * 3}</p>{picture}<p>{prose * 3}</p>"
    (tmp_path / "moss.html").write_text(f"<html><body><article>{page}</article></body></html>")
    begun = start(tmp_path, date(2020, 1, 1))
    assert begun.pictures == {"moss.html": 1}
    report = Report()
    prepare(begun.path, report)
    assert report.errors == ()


def test_an_article_without_a_title_has_one_of_its_file(tmp_path: Path) -> None:
    """What `start` writes is a book at once; that the title is a stopgap is told, and marked."""
    prose = "Moss keeps the north side of everything, and is never in a hurry about it, whatever ferns say. "
    for name in ("03_the-north-side.txt", "winter/index.md", "1887.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{prose * 3}\n\n{prose * 4}\n")
    begun = start(tmp_path, date(2020, 1, 1))
    report = Report()
    book = prepare(begun.path, report).book
    assert report.errors == ()
    assert [article.title for article in book.articles] == ["The north side", "1887", "Winter"]
    assert [doubt.partition(": ")[2] for doubt in begun.doubts] == [
        "no title stands in it; its file’s name stands for one"
    ] * 3
    assert begun.path.read_text(encoding="utf-8").count("# Doubtful: no title") == 3


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("RUTH HALE", "Ruth Hale"),
        ("Jean DUPONT", "Jean Dupont"),
        ("J. R. McKAY", "J. R. McKAY"),
        ("ANNA VAN DER BERG", "Anna van der Berg"),
        ("MARY O’BRIEN-MCDONALD", "Mary O’Brien-McDonald"),
        ("BBC NEWS", "BBC NEWS"),
    ],
)
def test_names_in_capitals_are_proposed_in_small_letters(tmp_path: Path, written: str, proposed: str) -> None:
    """An author's name in capitals is said in the book's letters, with a doubt."""
    (tmp_path / "a.md").write_text(f"---\ntitle: Moss\nauthor: {written}\n---\n\n{PROSE}")
    begun = start(tmp_path, date(2020, 1, 1))
    assert f"name: {proposed}\n" in begun.path.read_text(encoding="utf-8")
    assert any("stands in capitals" in doubt for doubt in begun.doubts) == (written != proposed)


ENGLISH = "The river moved in the night, and from the bank they heard that it was not the same water. " * 4
FRENCH = (
    "La rivière est passée dans la nuit, et les gens qui étaient sur la rive ne la reconnaissaient pas. " * 9
)


def test_the_language_is_that_of_the_words(tmp_path: Path) -> None:
    """Of two with as many sources the one with more text is proposed, whatever pages declare."""
    page = '<html lang="{0}"><body><article><h1>T</h1><p>{1}</p></article></body></html>'
    (tmp_path / "a.html").write_text(page.format("fr", ENGLISH), encoding="utf-8")
    (tmp_path / "b.html").write_text(page.format("en-GB", ENGLISH), encoding="utf-8")
    (tmp_path / "c.txt").write_text(FRENCH, encoding="utf-8")
    assert "language: en-GB\n" in start(tmp_path, date(2020, 1, 1)).path.read_text(encoding="utf-8")
    (tmp_path / "anthology.yaml").unlink()
    (tmp_path / "d.txt").write_text(FRENCH, encoding="utf-8")
    assert "language: fr\n" in start(tmp_path, date(2020, 1, 1)).path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "byline", "prose"),
    [
        (
            "de",
            "Von Karl Beispiel",
            "Das Rad drehte sich bis zum Abend, und niemand zählte die Säcke im Hof.",
        ),
        ("fr", "Par Jeanne Exemple", FRENCH),
        ("it", "Di Pia Esempi", "La ruota girava fino alla sera, e nessuno contava i sacchi del cortile."),
    ],
)
def test_an_author_stands_without_the_word_for_by_of_his_language(
    tmp_path: Path, language: str, byline: str, prose: str
) -> None:
    """A page is read by the cues of the language that it is written in, as it will be for the book."""
    text = f'<h1>The Mill</h1><p class="byline">{byline}</p><p>{prose}</p>'
    (tmp_path / "a.html").write_text(
        f'<html lang="{language}"><body><article>{text}</article></body></html>', encoding="utf-8"
    )
    manifest = start(tmp_path, date(2020, 1, 1)).path.read_text(encoding="utf-8")
    assert f"name: {byline.partition(' ')[2]}\n" in manifest
