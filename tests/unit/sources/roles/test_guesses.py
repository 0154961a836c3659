"""Small questions about one paragraph, from which its role is guessed."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.sources.notes.bare_calls import Answers, candidates, choose, place
from florilegium.sources.notes.call_likelihood import strength
from florilegium.sources.plain.paragraphs import join, split
from florilegium.sources.roles import cues, features
from florilegium.sources.roles.classify import _has_heading_form


@pytest.mark.parametrize(
    "text",
    [
        "Ann Example",
        "A. N. Example",
        "Ann van der Berg",
        "Dr. Ann Example, PhD",
        "Ann Example-Müller",
        "Zoë O’Neill",
    ],
)
def test_is_a_name(text: str) -> None:
    """Two to five capitalised words, with initials, particles, titles and degrees, may be a name."""
    assert features.is_name(text)


@pytest.mark.parametrize(
    "text", ["Ann", "The mill stood", "ann example", "By Land and Sea", "Ann 2nd", "A. B."]
)
def test_is_no_name(text: str) -> None:
    """One word, small letters, figures and bare initials are no name."""
    assert not features.is_name(text)


def test_names_of_a_list() -> None:
    """A list of authors is taken apart; a phrase that joins other words is none."""
    assert features.names_in("Ann Example, Bo Sample and Cy Case") == ("Ann Example", "Bo Sample", "Cy Case")
    assert features.names_in("Land and Sea") == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Example, PhD (@ann) leads the work", "Ann Example"),
        ("K.V. Example (1938 2021) was a scholar", "K.V. Example"),
        ("The mill was old", ""),
    ],
)
def test_first_name(text: str, name: str) -> None:
    """The name that begins a biography ends where other words begin."""
    assert features.first_name(text) == name


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It ends.", True),
        ("It ends.”9", True),
        ("It ends [3]", False),
        ("He said: “Go!”", True),
        ("A heading", False),
    ],
)
def test_ends_a_sentence(text: str, ends: bool) -> None:
    """Closing quotes and the number of a note do not hide a stop."""
    assert features.ends_sentence(text) == ends


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [
        ("The Mill by the River", True),
        ("Results of the visit", True),
        ("Is the Optimism Justified?", True),
        ("II.", True),
        ("Why not?", False),
        ("It was raining.", False),
        ("“Never again”", False),
        ("and so on", False),
        ("- an item", False),
        ("He wrote that:", False),
        ("One, two, three,", False),
        ("“So it goes on", False),
        (chr(34) + "So it goes on", False),
    ],
)
def test_form_of_a_heading(text: str, is_heading: bool) -> None:
    """A heading is a short line without a stop; a question only if its words are capitalised."""
    assert _has_heading_form(text) == is_heading


@pytest.mark.parametrize(
    ("kind", "text", "language"),
    [
        ("furniture", "Read More +", "en"),
        ("furniture", "Weiterlesen", "de"),
        ("furniture", "Lire la suite", "fr"),
        ("furniture", "Seguir leyendo", "es"),
        ("credit", "Photo credit: nobody", "en"),
        ("credit", "Bildnachweis: Archiv", "de"),
        ("credit", "Crédit photo : Archives", "fr"),
        ("provenance", "This essay originally appeared in The Mill.", "en"),
        ("provenance", "Reprinted with permission from The Mill.", "en"),
        ("disclaimer", "The views expressed are the author’s.", "en"),
        ("comments", "3 Comments", "en"),
        ("notes", "Endnotes", "en"),
        ("notes", "Fußnoten:", "de"),
        ("furniture", "Read more", "de"),
    ],
)
def test_cue(kind: str, text: str, language: str) -> None:
    """A phrase of the text's own language is a cue, and an English one anywhere."""
    assert cues.opens(kind, text, language)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("furniture", "Reading more than one needs is no virtue."),
        ("credit", "Photographs were rare in the valley."),
        ("credit", "Mapping the valley took a year."),
        ("provenance", "This essay is about a mill."),
        ("notes", "Notes on a mill"),
        ("comments", "Comments on the mill were few."),
    ],
)
def test_no_cue(kind: str, text: str) -> None:
    """A sentence that begins like a cue is none."""
    assert not cues.opens(kind, text, "en")


@pytest.mark.parametrize(
    ("text", "language", "is_date"),
    [
        ("May 17, 2016", "en", True),
        ("Tuesday, 3rd May 2016, 10:15 am", "en", True),
        ("den 3. Mai 2016", "de", True),
        ("17 mai 2016", "fr", True),
        ("3 de mayo de 2016", "es", True),
        ("2016-05-17", "en", True),
        ("In May 2016 it rained", "en", False),
        ("May 2016 was wet", "en", False),
    ],
)
def test_is_a_date(text: str, language: str, is_date: bool) -> None:
    """A line that is nothing but a date is a dateline."""
    assert cues.is_date(text, language) == is_date


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("important.”1", "1"),
        ("Kazuhiko,2 this", "2"),
        ("islands.3 The", "3"),
        ("and 1980.10 This", "10"),
        ("Abe.” 20 Such", "20"),
        ("the islands3 are", "3"),
        ("the U.S.4 The", "4"),
        ("(so he said)5 and", "5"),
        ("results. 21", "21"),
    ],
)
def test_may_be_a_call(text: str, number: str) -> None:
    """Glued to a word or a stop, or alone between two sentences, a number may be a call."""
    start = text.rindex(number)
    assert strength(text, start, start + len(number)) > 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("only 54.3 percent", "3"),
        ("of USD 2.5bn", "5"),
        ("the “2+2” talks", "2"),
        ("the G7", "7"),
        ("an mp3 file", "3"),
        ("in (1985-91) they", "91"),
        ("J. 20 B.C. it", "20"),
        ("on p.12 and", "12"),
        ("John 3:16 says", "16"),
        ("it rained. 20 May was", "20"),
        ("the “20 men”", "20"),
        ("about 3/4 of", "3"),
        ("at 10.30 in", "30"),
        ("and 30% of", "30"),
    ],
)
def test_is_no_call(text: str, number: str) -> None:
    """A decimal, a sum, a name with a figure, a range, a page, an era, a day are no calls."""
    start = text.rindex(number)
    assert strength(text, start, start + len(number)) == 0


def called(*texts: str, highest: int) -> list[str]:
    """Paragraphs with their calls put in, as `text{number}text`."""
    blocks = [etree.fromstring(f"<p>{text}</p>") for text in texts]
    labels = {number: str(number) for number in range(1, highest + 1)}
    chosen = choose(candidates(blocks), [Answers(labels, len(blocks))])
    place(blocks, chosen, lambda block, offset: "1:1")
    for block in blocks:
        for call in block.iter("call"):
            call.text = "{" + call.get("note", "") + "}"
    return ["".join(block.itertext()) for block in blocks]


@pytest.mark.parametrize(
    ("texts", "highest", "expected"),
    [
        (["One.1 Two.2", "Three.3"], 3, ["One.{1} Two.{2}", "Three.{3}"]),
        (["Version 1.2 of it.1 And.2 End"], 2, ["Version 1.2 of it.{1} And.{2} End"]),
        (["First.2 Then.1 Last.2 End"], 2, ["First.2 Then.{1} Last.{2} End"]),
        (["A [1] b [2, 3]."], 3, ["A{1} b{2}{3}."]),
        (["A.¹ Ten m². B.²"], 2, ["A.{1} Ten m². B.{2}"]),
        (["One.1, 2 Two"], 2, ["One.{1}{2} Two"]),
        (["One.1,3 Two.2 C"], 3, ["One.1,3 Two.{2} C"]),
        (["<em>word</em>1 and <i>so.”2</i> on"], 2, ["word{1} and so.”{2} on"]),
        (["A.<sup>1</sup> 10<sup>2</sup> B.<sup>2</sup>"], 2, ["A.{1} 102 B.{2}"]),
    ],
)
def test_best_chain_of_calls(texts: list[str], highest: int, expected: list[str]) -> None:
    """Of all numbers that may be calls, the best rising chain in one style is taken."""
    assert called(*texts, highest=highest) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\nb", [["a"], ["b"]]),
        ("One long line.\nAnother long line.", [["One long line."], ["Another long line."]]),
        ("a\n\n---\n\nb", [["a"], ["---"], ["b"]]),
        ("  1. x\n  2. y", [["  1. x"], ["  2. y"]]),
    ],
)
def test_paragraphs(text: str, expected: list[list[str]]) -> None:
    """Blank lines part paragraphs; without them, and without a column, each line is one."""
    assert [list(paragraph.lines) for paragraph in split(text)] == expected


def test_lines_broken_at_a_column_are_joined() -> None:
    """Lines that come near the widest were broken; a line set in begins a new paragraph."""
    line = "the miller said that it was old enough and shut the door again so"
    text = "\n".join([line, line, "for good.", f"   {line[:60]}", line, "and that."])
    assert [len(paragraph.lines) for paragraph in split(f"{text}\n\n{text}")] == [3, 3, 3, 3]


def test_hyphen_at_a_line_end() -> None:
    """The hyphen of a divided word goes only if the whole word stands elsewhere in the text."""
    assert join(("the mil-", "ler"), frozenset({"miller"})) == "the miller"
    assert join(("a well-", "known man"), frozenset()) == "a well-known man"


@pytest.mark.parametrize(
    ("line", "language", "name"),
    [
        ("By Ann Example", "en", "Ann Example"),
        ("Written by: Ann Example", "de", "Ann Example"),
        ("von Ann Example", "de", "Ann Example"),
        ("Af Ann Example", "da", "Ann Example"),
        ("By\N{NO-BREAK SPACE}Ann Example", "en", "Ann Example"),
        ("文：森", "ja", "森"),
        ("By", "en", ""),
        ("Byron Moss", "en", ""),
        ("By-ways of Saltmere", "en", ""),
        ("Parker Moss", "fr", ""),
        ("Diana Moss", "it", ""),
        ("Vonnegut Moss", "de", ""),
    ],
)
def test_the_word_for_by_is_a_word_of_its_own(line: str, language: str, name: str) -> None:
    """What stands behind it is the name; a name that begins with its letters stays whole."""
    assert cues.after_by(line, language) == name
    assert cues.without_by(line, language) == (name or line)


def test_words_of_a_name_stand_nowhere_in_small_letters() -> None:
    """*Market Day* looks like a name, but the text has its words."""
    texts = ["On market days the reeds were cut."]
    assert features.names_beside("Ann van Reed and Bo Moss", texts) == ("Ann van Reed", "Bo Moss")
    assert features.names_beside("Market Tide", texts) == ()
    assert features.names_beside("a line of prose", texts) == ()
