"""Lead-ins, labels of list items, columns of numbers, and verse in lines, as all editions set them."""

from __future__ import annotations

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.bibliographic import VerseStyle
from florilegium.editions.block_details import align_numbers, set_lead_in, set_verse, show_labels
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
        ("The harbour-master of Saltmere kept two books.", "The harbour-master"),
        ("Two years on, Joshua W. Quillfeather returned.", "Two years on, Joshua W. Quillfeather"),
        ("In a speech Lucas van der Brandt said:", "In a speech Lucas"),
        ("The tide at Wend. Then Ada Lovell came.", "The tide at Wend."),
        ("“The tide at Wend is in.”", "“The tide at Wend"),
        ("Short.", "Short."),
    ],
)
def test_words_are_taken_up_to_a_length_and_names_whole(words: str, expected: str) -> None:
    assert lead_in(words) == expected


@pytest.mark.parametrize(
    "words", ["水時計は古くから使われてきた。", "هذا نص عربي طويل بما يكفي", "זה מאמר קצר מאוד בעברית"]
)
def test_a_script_without_capitals_has_none(words: str) -> None:
    assert lead_in(words) == ""


@pytest.mark.parametrize(
    "first",
    [
        "<p class='right'>Saltmere, in May</p>",
        "<p>Saltmere, 3 May 1811</p>",
        "<p>My dear Sister,</p>",
        "<p>For the friends of the museum at Wend</p>",
        "<p><em>She read this before the society. It has been dissolved since by its members.</em></p>",
        "<p><em>Read in May</em><call note='1'/>, <strong>in June</strong>.</p>",
    ],
)
def test_what_stands_before_the_running_text_has_none(first: str) -> None:
    """The date of a letter, its salutation, a dedication, and what is italic as a whole begin no text."""
    tree = etree.fromstring(f"<html><body><div class='text'>{first}<p>All is well.</p></div></body></html>")
    set_lead_in(tree, Section("tides", SectionKind.ARTICLE, "Tides", Matter.BODY, "en-GB"))
    assert tree.find(".//span[@class='lead-in']") is None


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        ("that he row", '<span class="marker">(a) </span>that he row'),
        (
            "<p>that he row</p><p>at night</p>",
            '<p><span class="marker">(a) </span>that he row</p><p>at night</p>',
        ),
        ("<em>that</em> he row", '<span class="marker">(a) </span><em>that</em> he row'),
        ("<ol><li>x</li></ol>", '<p><span class="marker">(a) </span></p><ol><li>x</li></ol>'),
    ],
)
def test_a_label_stands_before_the_text(item: str, shown: str) -> None:
    """A label stands in the first line of its item, whatever that begins with."""
    tree = etree.fromstring(f'<ol><li data-marker="(a)">{item}</li></ol>')
    show_labels(tree)
    assert etree.tostring(tree, encoding="unicode") == f'<ol><li class="marked">{shown}</li></ol>'


def test_a_label_is_no_running_text() -> None:
    """What is counted, indexed and corrected is the same with a label and without."""
    tree = etree.fromstring('<ol><li data-marker="§ 3">that he <em>row</em></li></ol>')
    show_labels(tree)
    assert runs.text_of(tree[0]) == "that he row"


def aligned(*columns: str, head: str = "", attributes: str = "") -> str:
    """How each column of a table stands, `.` for the usual; a column's cells are divided by `|`."""
    cells = [column.split("|") for column in columns]
    rows = "".join(
        f"<tr>{''.join(f'<td{attributes}>{cell}</td>' for cell in row)}</tr>"
        for row in zip(*cells, strict=True)
    )
    tree = etree.fromstring(f"<body><table>{head}<tbody>{rows}</tbody></table></body>")
    align_numbers(tree)
    return " ".join(cell.get("class", ".") for cell in tree.find(".//tbody/tr"))


@pytest.mark.parametrize(
    "amounts",
    [
        "305|1,288",
        "305|1 288",
        "12.5|7.0",
        "12,5 %|7,0 %",
        "£3|£12",
        "−4|+12",
        "1887|1901",
        "7|–",
        '305<a class="call" role="doc-noteref">1</a>|12',
    ],
)
def test_amounts_stand_right(amounts: str) -> None:
    assert aligned("Wend|Reach", amounts) == ". right"


@pytest.mark.parametrize(
    "words", ["305|twelve", "12.5|7", "–|–", "|", "3 cats|4 dogs", "1–2|3–4", "12 May|1 June"]
)
def test_words_and_uneven_decimals_stay(words: str) -> None:
    assert aligned("Wend|Reach", words) == ". ."


def test_the_column_that_names_the_rows_stays() -> None:
    assert aligned("1887|1901", "305|12") == ". right"


def test_a_heading_stands_over_its_column() -> None:
    head = "<thead><tr><th>Town</th><th>Tons</th></tr></thead>"
    tree = etree.fromstring(f"<table>{head}<tbody><tr><td>Wend</td><td>12</td></tr></tbody></table>")
    align_numbers(tree)
    assert [head.get("class") for head in tree.iter("th")] == [None, "right"]


def test_what_the_source_says_goes_before() -> None:
    assert aligned("Wend|Reach", "305|12", attributes=' class="center"') == "center center"


def test_joined_cells_are_left_alone() -> None:
    assert aligned("Wend|Reach", "305|12", head='<thead><tr><th colspan="2">x</th></tr></thead>') == ". ."


def in_lines(inner: str, style: VerseStyle | None = None) -> Element:
    tree = etree.fromstring(f"<html><body>{inner}</body></html>")
    set_verse(tree, style or VerseStyle())
    return tree


def poem(stanzas: str) -> str:
    return f'<blockquote class="verse">{stanzas}</blockquote>'


def spans(tree: Element) -> list[str]:
    return [
        etree.tostring(line, encoding="unicode", with_tail=False) for line in tree.iterfind(".//span[@class]")
    ]


@pytest.mark.parametrize(
    ("stanza", "expected"),
    [
        ("Salt on the sill,<br/>the wind is still.", ["Salt on the sill,", "the wind is still."]),
        (
            'and <em id="a">no one knows<br/>who trims</em> it,<br/>or why',
            ['and <em id="a">no one knows</em>', "<em>who trims</em> it,", "or why"],
        ),
        (
            "<i><b>one<br/>two</b><br/>three</i> end",
            ["<i><b>one</b></i>", "<i><b>two</b></i>", "<i>three</i> end"],
        ),
        (
            'a<a class="call" href="#n1" id="c1">1</a><br/>b',
            ['a<a class="call" href="#n1" id="c1">1</a>', "b"],
        ),
    ],
)
def test_each_line_is_an_element_and_no_letter_is_lost(stanza: str, expected: list[str]) -> None:
    tree = in_lines(poem(f'<p id="p1">{stanza}</p>'))
    before = etree.fromstring(f"<p>{stanza}</p>")
    assert spans(tree) == [f'<span class="line">{line}</span>' for line in expected]
    assert runs.text_of(tree.find(".//p")) == runs.text_of(before)
    assert len(tree.findall(".//p/br")) == len(expected) - 1


def test_every_fifth_line_bears_its_number_and_poems_begin_anew() -> None:
    four = "<br/>".join("abcd")
    tree = in_lines(
        poem(f"<p>{four}</p><p>{four}</p>") + "<p>Prose.</p>" + poem(f"<p>{four}</p>"), VerseStyle(numbers=5)
    )
    assert [line.get("data-line") for line in tree.iterfind(".//span[@data-line]")] == ["5"]
    assert [one.get("class") for one in tree.iter("blockquote")] == [
        "verse centred numbered",
        "verse centred",
    ]


def test_the_verse_of_a_play_is_counted_on_and_set_in() -> None:
    speech = '<p class="speaker">Anne.</p>' + poem("<p>a<br/>b<br/>c</p>")
    tree = in_lines(speech + speech + "<h2>Scene</h2>" + speech, VerseStyle(numbers=5))
    assert [line.text for line in tree.iterfind(".//span[@data-line='5']")] == ["b"]
    assert {one.get("class", "").split()[1] for one in tree.iter("blockquote")} == {"indented"}


def test_verse_within_verse_is_set_in_and_counted_once() -> None:
    inner = poem("<p>c<br/>d</p>")
    tree = in_lines(poem(f"<p>a<br/>b</p>{inner}<p>e<br/>f</p>"), VerseStyle(numbers=2))
    assert [line.text for line in tree.iterfind(".//span[@class='line']")] == list("abcdef")
    numbered = {line.get("data-line"): line.text for line in tree.iterfind(".//span[@data-line]")}
    assert numbered == {"2": "b", "4": "d", "6": "f"}
    assert [one.get("class") for one in tree.iter("blockquote")] == [
        "verse centred numbered",
        "verse indented",
    ]


def test_a_short_stanza_is_kept_whole() -> None:
    tree = in_lines(poem(f"<p>{'<br/>'.join('abc')}</p><p>{'<br/>'.join('a' * 40)}</p>"))
    assert [one.get("class") for one in tree.iter("p")] == ["whole", None]
