"""The shipped anthology keeps what its five sources say, word for word, in both editions."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from florilegium.book.runs import leaves, text_of
from florilegium.pipeline.build import check
from florilegium.problems import Report
from shipped.conftest import REPOSITORY, Shipped

ESSAYS = ("detente-2015", "walker-azuma-2016", "kesavan-2016", "looking-back-2017", "walker-azuma-2019")
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


def letters(text: str) -> str:
    """Words without white space and marks: what no edition may change."""
    return re.sub(r"\W+", "", text)


def source_letters(shipped: Shipped, key: str) -> str:
    """The letters of an essay's source file, corrections made."""
    article = next(article for article in shipped.prepared.book.articles if article.key == key)
    text = " ".join((REPOSITORY / article.text.source).read_text("utf-8").split())
    for slip in article.corrections:
        find = " ".join(slip.find.split())
        pattern = re.escape(find).replace("’", "['’]").replace("–", "[-–]").replace("“", '["“]')
        text, count = re.subn(pattern, lambda _, new=slip.replace: new, text)
        assert count <= 1, find
    return letters(text)


@pytest.mark.parametrize("key", ESSAYS)
def test_from_first_word_to_last_the_source_has_nothing_that_the_book_lacks(
    shipped: Shipped, key: str
) -> None:
    """Between two words of the book's text the source has nothing but the numbers of its note calls."""
    article = next(article for article in shipped.prepared.book.articles if article.key == key)
    source = source_letters(shipped, key)
    blocks = list(leaves(article.text.body))
    place = source.index(letters(text_of(blocks[0])[:40]))
    for block in blocks:
        for word in re.split(r"[^\w’']+", text_of(block)):
            found = source.find(letters(word), place)
            assert re.fullmatch(r"\d{0,2}", source[place:found]), (word, source[place : place + 60])
            place = found + len(letters(word))


@pytest.mark.parametrize("key", ESSAYS)
def test_both_editions_have_every_paragraph_in_order(shipped: Shipped, key: str) -> None:
    article = next(article for article in shipped.prepared.book.articles if article.key == key)
    wanted = [letters(text_of(block)) for block in leaves(article.text.body)]
    for call in shipped.files[key].iter(f"{XHTML}a"):
        if call.get(EPUB_TYPE) == "noteref":
            call.text = ""
    epub = letters("".join(shipped.files[key].find(f"{XHTML}body").itertext()))
    pdf = letters("".join(shipped.pages))
    assert len(wanted) > 5
    for name, edition in (("EPUB", epub), ("PDF", re.sub(r"\d", "", pdf))):
        place = 0
        for paragraph in wanted:
            looked_for = paragraph if name == "EPUB" else re.sub(r"\d", "", paragraph)
            found = edition.find(looked_for, place)
            assert found >= 0, (name, paragraph[:80])
            place = found


def test_the_ledger_of_every_source_adds_up_to_the_file(shipped: Shipped) -> None:
    for key, manuscript in shipped.manuscripts.items():
        source = next(article.text.source for article in shipped.prepared.book.articles if article.key == key)
        text = (REPOSITORY / source).read_text("utf-8")
        assert sum(entry.characters for entry in manuscript.ledger) == len("".join(text.split())), key


@pytest.mark.parametrize(
    ("key", "headings"),
    [
        ("detente-2015", 0),
        ("walker-azuma-2016", 3),
        ("kesavan-2016", 0),
        ("looking-back-2017", 3),
        ("walker-azuma-2019", 0),
    ],
)
def test_headings_are_headings(shipped: Shipped, key: str, headings: int) -> None:
    assert len(list(shipped.files[key].iter(f"{XHTML}h2"))) == headings


def test_the_31_notes_of_one_essay_have_their_calls_and_the_other_essays_none(shipped: Shipped) -> None:
    notes = {article.key: len(article.text.notes) for article in shipped.prepared.book.articles}
    assert notes == {key: 31 if key == "looking-back-2017" else 0 for key in ESSAYS}
    essay = next(article for article in shipped.prepared.book.articles if article.key == "looking-back-2017")
    assert [call.get("number") for call in essay.text.body.iter("call")] == [str(n) for n in range(1, 32)]
    assert all(len(note.calls) == 1 for note in essay.text.notes)


def test_the_essay_with_notes_has_one_block_quotation_and_one_break(shipped: Shipped) -> None:
    body = shipped.files["looking-back-2017"]
    assert len(list(body.iter(f"{XHTML}blockquote"))) == 1
    assert len(list(body.iter(f"{XHTML}hr"))) == 1


@pytest.mark.parametrize(
    "apparatus",
    ["Photo credit", "kremlin.ru", "Read More", "Telegram", "Originally Published", "RAGE", "drjwalk"],
)
def test_nothing_of_the_apparatus_is_left_in_the_text(shipped: Shipped, apparatus: str) -> None:
    for key in ESSAYS:
        assert apparatus not in "".join(shipped.files[key].find(f"{XHTML}body").itertext())
    assert apparatus not in " ".join(shipped.pages)


def test_roles_of_the_apparatus_are_accounted_for(shipped: Shipped) -> None:
    roles = {key: Counter(entry.role for entry in shipped.manuscripts[key].ledger) for key in ESSAYS}
    assert roles["looking-back-2017"]["comment"] >= 3
    assert roles["looking-back-2017"]["note"] >= 31
    assert roles["kesavan-2016"]["provenance"] >= 1
    assert roles["kesavan-2016"]["boilerplate"] >= 1
    assert roles["walker-azuma-2019"]["bio"] == 2
    assert roles["walker-azuma-2016"]["credit"] == 1


def test_introductions_have_the_length_of_introductions(shipped: Shipped) -> None:
    def words(body: object) -> int:
        return sum(len(text_of(block).split()) for block in leaves(body))

    book = shipped.prepared.book
    assert book.introduction is not None
    assert 400 <= words(book.introduction.text.body) <= 700
    for chapter in book.chapters:
        assert chapter.introduction is not None
        assert 120 <= words(chapter.introduction.text.body) <= 250, chapter.title


def test_the_book_says_that_nothing_is_cleared(shipped: Shipped) -> None:
    page = "".join(shipped.files["copyright"].itertext())
    assert "private review copy" in page
    assert "has not been cleared for 5 of its 5 articles" in page


def test_the_shipped_anthology_has_no_problem(shipped: Shipped) -> None:
    report = Report()
    check(REPOSITORY / "anthology.yaml", report)
    assert report.problems == ()
    assert shipped.report.problems == ()


def test_headnote_of_the_index_shows_a_locator_of_the_index(shipped: Shipped) -> None:
    """The headnote explains a note's locator by one that the index has."""
    index = " ".join(" ".join(shipped.files["index"].itertext()).split())
    headnote = re.search(r"(\d+)n(\d+) is note (\d+) on page (\d+)", index)
    assert headnote
    page, note, named_note, named_page = headnote.groups()
    assert (page, note) == (named_page, named_note)
    assert f"{page}n{note}" in index[headnote.end() :]
