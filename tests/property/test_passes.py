"""What holds of the passes for any text: calls and notes one to one, nothing lost, twice is once."""

from __future__ import annotations

import re
from dataclasses import replace

from books import Plan, anchored, book, each, linked, numbered, shown
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from florilegium.book import runs
from florilegium.book.model import Book, Note, Text
from florilegium.languages.orthography import conventions_for
from florilegium.passes.citations.cited_authors import Surnames
from florilegium.passes.citations.expand_ibid import expand_ibid
from florilegium.passes.foreign_passages import mark_foreign
from florilegium.passes.typography.spaces import ties_of
from florilegium.passes.typography.typography import refine_marks, refine_string, refine_text, refine_titles
from florilegium.passes.web_addresses import link_addresses
from florilegium.problems import Place

LANGUAGES = (
    "en-US",
    "en-GB",
    "de",
    "de-CH",
    "fr",
    "fr-CA",
    "es",
    "it",
    "pt",
    "nl",
    "sv",
    "pl",
    "cs",
    "hu",
    "ru",
    "sw",
)

#: What typography looks at, heaped up without sense, between words that it has rules for.
SNIPPETS = st.sampled_from(
    [
        *"\"'“”‘’«»„‚`´′″-–—….,;:!?()[]/$%&\n \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}",
        *(
            "--",
            "---",
            "...",
            ". . .",
            " - ",
            " -- ",
            "''",
            "``",
            "a",
            "s",
            "n",
            "x",
            "Ab",
            "tis",
            "80s",
            "12",
            "1985",
        ),
        *(
            "91",
            "2,000",
            "6",
            "I",
            "K.",
            "XIV",
            "May",
            "p.",
            "no.",
            "Dr",
            "Smith",
            "km",
            "z.",
            "B.",
            "слово",
            "λόγος",
        ),
    ]
)
LINES = st.lists(SNIPPETS, max_size=16).map("".join)
LABELS = st.sampled_from("abcd1234")
TAGS = st.sampled_from(["p", "h2", "li", "blockquote", "pre"])


def kept(text: str) -> str:
    """The letters and figures of a text."""
    return re.sub(r"[\W_]", "", text)


@st.composite
def blocks(draw: st.DrawFn, calls: bool = True) -> etree._Element:
    """A block of runs, some in markup or another language, with calls between them."""
    tag = draw(TAGS)
    block = etree.Element(tag)
    target = etree.SubElement(block, "p") if tag == "blockquote" else block
    target.text = draw(LINES)
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["em", "code", "span", "a", "br", "call"] if calls else ["em", "code"]))
        child = etree.SubElement(target, kind)
        match kind:
            case "call":
                child.set("note", draw(LABELS))
            case "span":
                child.set("lang", draw(st.sampled_from(LANGUAGES)))
                child.set("id", draw(LABELS))
            case "a":
                child.set("href", "#" + draw(LABELS))
        if kind not in {"call", "br"}:
            child.text = draw(LINES)
        child.tail = draw(LINES)
    return block


@st.composite
def bodies(draw: st.DrawFn) -> etree._Element:
    body = etree.Element("body")
    body.extend(draw(st.lists(blocks(), max_size=3)))
    return body


@st.composite
def texts(draw: st.DrawFn, key: str) -> Text:
    """A text whose calls and notes match as they may."""
    labels = draw(st.lists(LABELS, max_size=5))
    start = st.sampled_from(["Ibid., 3. ", "Crane, op. cit. ", "See ibid. ", "", "Crane, 1871. "])
    notes = []
    for line, label in enumerate(labels, start=1):
        body = draw(bodies())
        etree.SubElement(body, "p").text = draw(start)
        body.insert(0, body[-1])
        notes.append(Note(label, body, Place(f"{key}.md", line)))
    return Text(key, draw(bodies()), tuple(notes), draw(st.sampled_from(LANGUAGES)), f"{key}.md")


@st.composite
def books(draw: st.DrawFn) -> Book:
    plans = (
        Plan(draw(texts("opening")), (draw(texts("a")), draw(texts("b")))),
        Plan(None, (draw(texts("c")),)),
    )
    numbering = draw(st.sampled_from(["article", "chapter", "book"]))
    return book(*plans, introduction=draw(texts("introduction")), numbering=numbering)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(LANGUAGES), LINES)
def test_typography_keeps_letters_and_figures_and_comes_to_rest(language: str, line: str) -> None:
    """Only marks and spaces change, no straight mark is left, and a second time changes nothing."""
    printed = refine_string(line, language)
    assert kept(printed) == kept(line)
    assert not set("\"'") & set(printed)
    assert refine_string(printed, language) == printed
    assert refine_marks(refine_marks(line, language), language) == refine_marks(line, language)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(LANGUAGES), LINES)
def test_a_tie_bears_its_sign(language: str, line: str) -> None:
    """No line that lacks a tie's sign has the tie: to look for the sign first passes nothing over."""
    for pattern, sign in ties_of(conventions_for(language)):
        assert sign.search(line) or not re.search(pattern, line)


@settings(max_examples=20, deadline=None)
@given(books())
def test_typography_of_trees_keeps_markup_and_letters(a_book: Book) -> None:
    """Every element stays, with its own letters in it; code and calls are as they were."""
    for old, new in zip(a_book.texts, each(a_book, refine_text).texts, strict=True):
        for before, after in zip(old.body.iter(), new.body.iter(), strict=True):
            assert (before.tag, dict(before.attrib)) == (after.tag, dict(after.attrib))
            assert (kept(before.text or ""), kept(before.tail or "")) == (
                kept(after.text or ""),
                kept(after.tail or ""),
            )
            if before.tag in {"code", "pre"}:
                assert "".join(before.itertext()) == "".join(after.itertext())


@settings(max_examples=20, deadline=None)
@given(books())
def test_calls_and_notes_are_one_to_one(a_book: Book) -> None:
    """Each call that has a note leads to it and back, ids are unique, and numbers run on without a gap."""
    done = numbered(a_book)
    ids: list[str] = []
    for text in done.texts:
        trees = [text.body, *(note.body for note in text.notes)]
        calls = [call for tree in trees for call in tree.iter("call")]
        labels = {note.label for note in text.notes}
        for note in text.notes:
            mine = [call for call in calls if call.get("to") == note.id]
            assert tuple(call.get("id") for call in mine) == note.calls
            assert {call.get("number") for call in mine} <= {str(note.number)}
            assert {call.get("note") for call in mine} <= {note.label}
        assert all((call.get("to") is None) == (call.get("note") not in labels) for call in calls)
        ids += [*(note.id for note in text.notes), *(call.get("id") for call in calls if call.get("id"))]
        first = text.notes[0].number if text.notes else 0
        assert [note.number for note in text.notes] == list(range(first, first + len(text.notes)))
    assert len(ids) == len(set(ids))


@settings(max_examples=20, deadline=None)
@given(books())
def test_order_of_calls_is_order_of_numbers(a_book: Book) -> None:
    """In a text the first calls of notes ascend."""
    for text in numbered(a_book).texts:
        seen = dict.fromkeys(int(call.get("number")) for call in text.body.iter("call") if call.get("number"))
        assert list(seen) == sorted(seen)


@settings(max_examples=15, deadline=None)
@given(books())
def test_a_pass_run_twice_changes_nothing(a_book: Book) -> None:
    """Each pass by itself, in the order of the build; and none touches the book that it is given."""
    current = a_book
    for change in (
        numbered,
        linked,
        lambda given_book: each(given_book, lambda one: expand_ibid(one, Surnames())),
        lambda given_book: each(given_book, link_addresses),
        lambda given_book: each(given_book, mark_foreign),
        lambda given_book: each(given_book, refine_text),
        refine_titles,
        anchored,
    ):
        before = shown(current)
        once = change(current)
        assert shown(current) == before
        assert shown(change(once)) == shown(once)
        current = once


@settings(max_examples=20, deadline=None)
@given(books())
def test_every_block_has_one_id_and_every_link_its_target(a_book: Book) -> None:
    """Ids are unique in the book and begin with their text's key; no link inside the book leads nowhere."""
    done = anchored(numbered(a_book))
    every: list[str] = []
    for text in done.texts:
        trees = [text.body, *(note.body for note in text.notes)]
        ids = [element.get("id", "") for tree in trees for element in tree.iter() if element.get("id")]
        assert all(identifier.startswith(f"{text.key}-") for identifier in ids)
        assert all(block.get("id") for tree in trees for block in runs.leaves(tree))
        links = [link.get("href", "") for tree in trees for link in tree.iter("a")]
        keys = {other.key for other in done.texts} | {chapter.key for chapter in done.chapters}
        assert {link[1:] for link in links} <= set(ids) | keys
        every += ids
    assert len(every) == len(set(every))


@settings(max_examples=20, deadline=None)
@given(books())
def test_marking_scripts_keeps_the_words(a_book: Book) -> None:
    """The text of every block is as it was."""
    for old, new in zip(a_book.texts, each(a_book, mark_foreign).texts, strict=True):
        assert [runs.text_of(block) for block in runs.leaves(old.body)] == [
            runs.text_of(block) for block in runs.leaves(new.body)
        ]


@given(books(), st.sampled_from(["article", "chapter", "book"]))
@settings(max_examples=12, deadline=None)
def test_numbering_anew_is_the_same_as_numbering_first(a_book: Book, numbering: str) -> None:
    """What an earlier numbering left behind does not matter."""
    again = replace(numbered(a_book), numbering=numbering)
    first = replace(a_book, numbering=numbering)
    assert [sorted((note.label, note.number) for note in text.notes) for text in numbered(again).texts] == [
        sorted((note.label, note.number) for note in text.notes) for text in numbered(first).texts
    ]
