"""Passages in other scripts."""

from __future__ import annotations

import pytest
from books import book_of, each, markup, note, shown, text

from florilegium.passes.foreign_passages import mark_foreign


def marked(body: str, language: str = "en") -> str:
    return markup(mark_foreign(text(f"<p>{body}</p>", language=language)).body)[3:-4]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("the word λόγος here", 'the word <span lang="el">λόγος</span> here'),
        ("in Правда, что и говорить.", 'in <span lang="ru">Правда, что и говорить</span>.'),
        ("says שלום עולם!", 'says <span lang="he" dir="rtl">שלום עולם</span>!'),
        ("says السلام عليكم now", 'says <span lang="ar" dir="rtl">السلام عليكم</span> now'),
        ("the city 東京", 'the city <span lang="zh">東京</span>'),
        (
            "the city 東京, in kana とうきょう",
            'the city <span lang="ja">東京</span>, in kana <span lang="ja">とうきょう</span>',
        ),
        ("the city 서울", 'the city <span lang="ko">서울</span>'),
        (
            "<em>Πλάτων</em> <b>ἔφη</b>",
            '<em><span lang="el">Πλάτων</span></em><span lang="el"> </span><b><span lang="el">ἔφη</span></b>',
        ),
    ],
)
def test_passage_is_marked(source: str, expected: str) -> None:
    """Words of one script with what stands between them get their language, and their direction."""
    assert marked(source) == expected


@pytest.mark.parametrize("source", ["α and β rays", "5 μm and Δt", "β-carotene", "naïve détente", "Ω"])
def test_signs_and_latin_words_are_not_marked(source: str) -> None:
    assert marked(source) == source


def test_language_of_the_source_wins() -> None:
    """What the text or an element says of a passage is never said again."""
    assert marked('a <span lang="uk">слово</span>') == 'a <span lang="uk">слово</span>'
    assert marked("слово λόγος", "ru") == 'слово <span lang="el">λόγος</span>'


def test_notes_are_marked_and_twice_is_once() -> None:
    a_book = book_of(text("<p>слово</p>", [note("1", "<em>Известия</em>, 1871.")]))
    once = each(a_book, mark_foreign)
    assert markup(once.texts[0].notes[0].body) == '<p><em><span lang="ru">Известия</span></em>, 1871.</p>'
    assert shown(each(once, mark_foreign)) == shown(once)
