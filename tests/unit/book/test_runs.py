"""A block's text as a string, and the way back into its tree: nothing is lost, markup stays where it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs


def block(inside: str) -> Element:
    return etree.fromstring(f"<p>{inside}</p>")


def shown(element: Element) -> str:
    return etree.tostring(element, encoding="unicode")


#: A block with text before, in, between and after its inline elements, and a call that is no text.
MIXED = "One <em>two <b>three</b></em><call note='1'/> four<br/>five"


def test_the_text_of_a_block_has_no_calls() -> None:
    assert runs.text_of(block(MIXED)) == "One two three fourfive"


@pytest.mark.parametrize("name", sorted(runs.SILENT_CLASSES))
def test_what_is_silent_is_no_text(name: str) -> None:
    assert runs.text_of(block(f"a<span class='big {name}'>b</span>c")) == "ac"


def test_letters_are_counted_without_spaces_and_what_layout_adds() -> None:
    assert runs.letters("a b\u00a0c\n") == 3
    assert runs.letters("co\u00adoperate\u2010 \u200b\u2060é") == len("cooperateé")


def test_leaves_are_the_blocks_that_hold_text() -> None:
    body = etree.fromstring(
        "<body><h2>a</h2><blockquote><p>b</p></blockquote><ul><li>c</li><li><p>d</p></li></ul><hr/></body>"
    )
    assert [runs.text_of(leaf) for leaf in runs.leaves(body)] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("start", "end", "text", "expected"),
    [
        (0, 3, "Uno", "<p>Uno <em>two</em> three</p>"),
        (4, 7, "due", "<p>One <em>due</em> three</p>"),
        (2, 5, "-", "<p>On-<em>wo</em> three</p>"),
        (7, 7, "!", "<p>One <em>two!</em> three</p>"),
        (0, 13, "", "<p><em></em></p>"),
    ],
)
def test_what_replaces_takes_the_markup_of_the_first_letter(
    start: int, end: int, text: str, expected: str
) -> None:
    made = block("One <em>two</em> three")
    runs.replace(made, start, end, text)
    assert shown(made) == expected


def test_an_element_goes_before_the_run_that_begins_where_it_is_put() -> None:
    made = block("One <em>two</em> three")
    runs.insert(made, 4, etree.Element("call"))
    assert shown(made) == "<p>One <em><call/>two</em> three</p>"
    empty = block("")
    runs.insert(empty, 0, etree.Element("call"))
    assert shown(empty) == "<p><call/></p>"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("", "<p>!</p>"),
        ("One", "<p>One!</p>"),
        ("One <em>two</em>", "<p>One <em>two</em>!</p>"),
        ("<em>two</em> three", "<p><em>two</em> three!</p>"),
    ],
)
def test_what_is_appended_stands_behind_all_else(inside: str, expected: str) -> None:
    made = block(inside)
    runs.append(made, "!")
    assert shown(made) == expected


def test_what_wraps_is_divided_at_the_ends_of_runs_and_keeps_one_id() -> None:
    made = block("One <em>two</em> three")
    wrapped = runs.wrap(made, 2, 10, etree.Element("a", id="x"))
    assert shown(made) == '<p>On<a id="x">e </a><em><a>two</a></em><a> th</a>ree</p>'
    assert [one.get("id") for one in wrapped] == ["x", None, None]


@given(st.data())
def test_wrapping_and_unwrapping_leave_the_text_as_it_was(data: st.DataObject) -> None:
    made = block(MIXED)
    text = runs.text_of(made)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for element in runs.wrap(made, start, end, etree.Element("a")):
        assert runs.text_of(made) == text
        runs.unwrap(element)
    assert runs.text_of(made) == text
    assert len(made.findall("call")) == 1


@given(st.data())
def test_replacing_changes_what_it_is_given_and_no_more(data: st.DataObject) -> None:
    made = block(MIXED)
    text = runs.text_of(made)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    runs.replace(made, start, end, "X")
    assert runs.text_of(made) == f"{text[:start]}X{text[end:]}"


def test_a_root_has_no_place_to_leave_its_content_in() -> None:
    with pytest.raises(ValueError, match="root"):
        runs.unwrap(etree.Element("p"))
