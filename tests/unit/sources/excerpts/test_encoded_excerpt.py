"""A file of encoded XML that holds several texts: each is found, read alone, and nothing of it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.book import runs
from florilegium.problems import Place, Report
from florilegium.sources.encoded.reader import named_texts
from florilegium.sources.excerpts.extent import TakenPart, report_shared
from florilegium.sources.manuscript import Manuscript, PartChoice
from florilegium.sources.read import SourceRequest, read

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>{0}</title><author>{1}</author></titleStmt>"
    "</fileDesc></teiHeader>"
)
CORPUS = (
    f"<teiCorpus>{HEADER.format('Letters', '')}"
    + "".join(
        f'<TEI xml:id="{key}">{HEADER.format(title, author)}<text><body>'
        f"<p>The {key} water is high.<note>In {key} May.</note> So it is.</p></body></text></TEI>\n"
        for key, title, author in (("one", "First", "Ann Moss"), ("two", "Second", "Cy Quill"))
    )
    + "</teiCorpus>"
)
GROUP = (
    f"<TEI>{HEADER.format('Tracts', 'Various')}<text><front><p>These belong together.</p></front><group>"
    "<text><body><head>Of Moles</head><p>Moles dig.<ref target='#a'>1</ref></p></body></text>"
    "<text><body><head>Of Owls</head><p>Owls see.<ref target='#b'>2</ref></p></body></text></group>"
    '<back><div type="notes"><note xml:id="a">Deep.</note><note xml:id="b">Far.</note></div></back></text>'
    "</TEI>"
)
JATS = (
    "<article><front><article-meta><title-group><article-title>El azud</article-title></title-group>"
    "</article-meta></front><body><p>El azud es viejo.</p></body>"
    '<sub-article id="s1" xml:lang="en"><front-stub><title-group><article-title>The weir</article-title>'
    "</title-group></front-stub><body><p>The weir is old.</p></body></sub-article></article>"
)
BITS = "<book><book-meta/><book-body>{}</book-body></book>".format(
    "".join(
        f'<book-part id="p{number}"><book-part-meta><title-group><title>On {name}</title></title-group>'
        f"</book-part-meta><body><p>The {name} is there.</p></body></book-part>"
        for number, name in enumerate(("Mole", "Owl"))
    )
)
FICTION = (
    "<FictionBook><description><title-info><book-title>Two</book-title></title-info></description><body>"
    '<section><title><p>On Moles</p></title><p>Moles dig.<a href="#n1">1</a></p></section>'
    "<section><title><p>On Owls</p></title><p>Owls see.</p></section></body>"
    '<body name="notes"><section id="n1"><p>Deep.</p></section></body></FictionBook>'
)


def _read(folder: Path, text: str, choice: PartChoice) -> tuple[Manuscript | None, Report]:
    (folder / "a.xml").write_text(text, encoding="utf-8")
    report = Report()
    request = SourceRequest(folder.resolve(), "a.xml", Place("anthology.yaml", 3), "en", part=choice)
    return read(request, report), report


@pytest.mark.parametrize("text", [CORPUS, GROUP, JATS, BITS, FICTION])
def test_every_text_of_a_file_is_proposed_and_read_alone(tmp_path: Path, text: str) -> None:
    """No words stand in two of them, all of them are accounted for, and each has its own title."""
    choices = named_texts(text.encode())
    assert len(choices) == 2
    words, titles, taken = [], [], []
    for choice in choices:
        manuscript, report = _read(tmp_path, text, choice)
        assert report.problems == ()
        assert manuscript is not None
        words.append({runs.text_of(leaf) for leaf in runs.leaves(manuscript.body)})
        titles.append(manuscript.title)
        taken.append(TakenPart("a.xml", Place("anthology.yaml", 3), manuscript.extent))
    assert words[0]
    assert words[1]
    assert not words[0] & words[1]
    assert len({*titles, ""}) == 3
    report = Report()
    report_shared(taken, report)
    untaken = ["S023"] if "belong together" in text else []
    assert [problem.code for problem in report.problems] == untaken


def test_a_text_has_the_notes_that_it_calls_wherever_they_stand(tmp_path: Path) -> None:
    for heading, note in (("Of Moles", "Deep."), ("Of Owls", "Far.")):
        manuscript, report = _read(tmp_path, GROUP, PartChoice(heading=heading))
        assert report.problems == ()
        assert manuscript is not None
        assert [runs.text_of(one.body[0]) for one in manuscript.notes] == [note]


def test_a_text_of_a_corpus_has_the_author_of_its_own_header(tmp_path: Path) -> None:
    manuscript, _ = _read(tmp_path, CORPUS, PartChoice(id="two"))
    assert manuscript is not None
    assert (manuscript.title, manuscript.byline) == ("Second", "Cy Quill")


def test_an_article_is_without_its_translation_and_that_has_its_language(tmp_path: Path) -> None:
    whole, _ = _read(tmp_path, JATS, PartChoice(heading="El azud"))
    other, _ = _read(tmp_path, JATS, PartChoice(id="s1"))
    assert whole is not None
    assert other is not None
    assert [runs.text_of(leaf) for leaf in runs.leaves(whole.body)] == ["El azud es viejo."]
    assert other.language == "en"


@pytest.mark.parametrize(
    ("choice", "code"), [(PartChoice(id="nine"), "S020"), (PartChoice(heading="Of Mice"), "S020")]
)
def test_a_part_that_is_not_there_is_told_with_what_is(tmp_path: Path, choice: PartChoice, code: str) -> None:
    manuscript, report = _read(tmp_path, GROUP, choice)
    assert manuscript is None
    (problem,) = report.problems
    assert problem.code == code
    assert "Of Moles" in problem.hint


def test_texts_without_names_are_not_proposed() -> None:
    unnamed = CORPUS.replace(' xml:id="one"', "").replace(' xml:id="two"', "").replace("Second", "First")
    assert named_texts(unnamed.encode()) == ()


def test_a_part_of_a_format_that_no_reader_knows_is_told_by_its_format(tmp_path: Path) -> None:
    manuscript, report = _read(
        tmp_path, "<feed><entry>Of Moles</entry></feed>", PartChoice(heading="Of Owls")
    )
    assert manuscript is None
    assert [problem.code for problem in report.problems] == ["S004"]


def test_texts_are_not_proposed_by_headings_that_would_be_taken_for_one_another() -> None:
    """A heading is looked for by its letters alone, whatever signs stand between them."""
    assert named_texts(GROUP.replace("Of Owls", "Of moles!").encode()) == ()
