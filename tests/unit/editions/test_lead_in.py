"""The first words of a text stand in small capitals, whole names with them, where there are capitals."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.editions.lead_in import set_lead_in
from florilegium.editions.sections import Matter, Section, SectionKind


def lead_in(words: str) -> str:
    """The lead-in of a text that begins with some words."""
    tree = etree.fromstring(f"<html><body><div class='text'><p>{words}</p></div></body></html>")
    set_lead_in(tree, Section("tides", SectionKind.ARTICLE, "Tides", Matter.BODY, "en-GB"))
    found = tree.find(".//span[@class='lead-in']")
    return "" if found is None else "".join(found.itertext())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The harbour-master of Saltmere kept two books", "The harbour-master"),
        ("Two years on, Joshua W. Quillfeather returned", "Two years on, Joshua W. Quillfeather"),
        ("In a speech Lucas van der Brandt said", "In a speech Lucas"),
        ("The tide at Wend. Then Ada Lovell came", "The tide at Wend."),
        ("Short", "Short"),
    ],
)
def test_words_are_taken_up_to_a_length_and_names_whole(words: str, expected: str) -> None:
    assert lead_in(words) == expected


@pytest.mark.parametrize(
    "words", ["水時計は古くから使われてきた。", "هذا نص عربي طويل بما يكفي", "זה מאמר קצר מאוד בעברית"]
)
def test_a_script_without_capitals_has_none(words: str) -> None:
    assert lead_in(words) == ""
