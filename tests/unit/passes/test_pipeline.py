"""A text is edited by itself: what it must know of its book comes with it, and nothing else."""

from __future__ import annotations

import pickle
from dataclasses import replace

from books import book_of, edited, markup, note, shown, text, with_notes

from florilegium.passes.pipeline import edit, typescripts_of
from florilegium.problems import Report
from florilegium.system.tasks.codec import decode, encode


def test_everything_is_done_in_its_order() -> None:
    """Numbers first, then what refers to them, marks, and ids for all that has come."""
    body = '<p>"So"<call note="7"/> www.example.org/a</p><p>See n. 7 above and <a href="#ebbe">there</a>.</p>'
    a_book = book_of(text(body, [note("7", "Crane -- Moth.")]), text("<p>B</p>", key="ebbe"))
    report = Report()
    (done, _) = edited(a_book, report).texts
    assert report.problems == ()
    assert markup(done.body) == (
        '<p id="tides-p1">“So”<call note="7" id="tides-c1" to="tides-n1" number="1"/> '
        '<a href="http://www.example.org/a">www.example.org/a</a></p>'
        '<p id="tides-p2">See <a href="#tides-n1" note="7">n.\N{NO-BREAK SPACE}1</a> above and '
        '<a href="#ebbe">there</a>.</p>'
    )
    assert markup(done.notes[0].body) == '<p id="tides-n1-p1">Crane—Moth.</p>'


def test_references_back_are_written_out_where_that_is_asked_for() -> None:
    a_book = book_of(with_notes("Crane, <em>Tides</em>, 3.", "Ibid., 4."))
    assert markup(edited(a_book).texts[0].notes[1].body) == '<p id="tides-n2-p1">Ibid., 4.</p>'
    told = markup(edited(a_book, expanded=True).texts[0].notes[1].body)
    assert told == '<p id="tides-n2-p1">Crane, <em>Tides</em>, 4.</p>'


def test_a_change_of_one_text_asks_nothing_new_of_the_others() -> None:
    """Another text may change its words and its key. Only notes that are numbered before its own count."""
    linking = text('<p>See <a href="#ebbe">there</a>.</p>', key="linking")
    first = book_of(with_notes("Crane."), text("<p>B</p>", key="ebbe"), linking)
    second = book_of(with_notes("Crane, 4.", "Moth."), text("<p>C</p>", key="ebbe"), linking)
    renamed = book_of(replace(with_notes("Crane."), key="flood"), text("<p>B</p>", key="ebbe"), linking)
    asked = [encode(typescripts_of(one, expanded=False)[2]) for one in (first, second, renamed)]
    assert asked[0] == asked[1] == asked[2]
    by_book = [replace(one, numbering="book") for one in (first, second)]
    before = [typescripts_of(one, expanded=False)[2].before for one in by_book]
    assert before == [1, 2]


def test_a_typescript_and_its_answer_can_be_sent_and_kept() -> None:
    """Another process edits it, and a later build takes over what was made and told."""
    a_book = book_of(with_notes("Ibid."), text('<p><a href="#nowhere">A</a></p>', key="ebbe"))
    report = Report()
    expected = shown(edited(a_book, report, expanded=True))
    assert {problem.code for problem in report.problems} == {"N004", "C004"}
    for typescript, text_shown in zip(typescripts_of(a_book, expanded=True), expected, strict=True):
        done = edit(pickle.loads(pickle.dumps(typescript)))
        kept = decode(type(done), encode(done))
        assert kept.problems == done.problems != ()
        assert shown(book_of(kept.text)) == [text_shown]
