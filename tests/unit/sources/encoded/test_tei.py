"""TEI as several projects encode it: notes cut by a page, looks by name, lines without a group."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from florilegium.book import runs
from florilegium.sources.manuscript import Manuscript
from making.snapshot import read_file

PROSE = "The bank was raised in a wet summer, and fell in a dry one, as they had said."


def _read(folder: Path, inside: str, header: str = "") -> Manuscript:
    text = f"<TEI><teiHeader>{header}</teiHeader><text><body><p>{PROSE}</p>{inside}</body></text></TEI>"
    (folder / "a.tei").write_text(text, encoding="utf-8")
    manuscript, report = read_file(folder / "a.tei")
    assert report.problems == ()
    assert manuscript is not None
    return manuscript


def test_a_note_that_a_page_cuts_is_one_note(tmp_path: Path) -> None:
    inside = (
        '<p>It fell.<note place="foot" xml:id="a" next="#b">A first part,</note></p><pb n="3"/>'
        '<note place="foot" xml:id="b" prev="#a">and a second.</note><p>The end.</p>'
    )
    manuscript = _read(tmp_path, inside)
    (note,) = manuscript.notes
    assert runs.text_of(note.body[0]) == "A first part, and a second."
    assert [runs.text_of(one).strip() for one in runs.leaves(manuscript.body)] == [
        PROSE,
        "It fell.",
        "The end.",
    ]


def test_looks_have_the_names_that_the_header_gives_them(tmp_path: Path) -> None:
    look = '<rendition xml:id="kv">font-style: italic;</rendition>'
    declared = f"<encodingDesc><tagsDecl>{look}</tagsDecl></encodingDesc>"
    inside = (
        '<p><hi rendition="#kv">One</hi>, <hi rendition="#g">two</hi>, <hi rendition="#aq">three</hi>.</p>'
    )
    manuscript = _read(tmp_path, inside, declared)
    shown = etree.tostring(manuscript.body[-1], encoding="unicode")
    assert "<i>One</i>" in shown
    assert '<span class="spaced">two</span>, three.' in shown


def test_lines_without_a_group_are_verse(tmp_path: Path) -> None:
    """In a quotation, and in a speech."""
    inside = (
        "<q><l>Herring, herring,</l><l>silver bright.</l></q>"
        "<sp><speaker>Tom</speaker><l>I go<caesura/>to sea,</l><l>and back.</l></sp>"
    )
    manuscript = _read(tmp_path, inside)
    verses = list(manuscript.body.iter("blockquote"))
    assert [one.get("class") for one in verses] == ["verse", "verse"]
    assert [len(list(one.iter("br"))) for one in verses] == [1, 1]
    assert "go\N{EM SPACE}to" in "".join(map(str, verses[1].itertext()))


def test_a_mark_of_a_page_parts_words_and_no_word(tmp_path: Path) -> None:
    inside = '<p>They swim.<pb n="2"/>Then they tu<pb n="3"/>rn and go<pb n="4" break="no"/>Es.</p>'
    manuscript = _read(tmp_path, inside)
    assert runs.text_of(list(runs.leaves(manuscript.body))[-1]) == "They swim. Then they turn and goEs."


def test_a_list_of_terms_pairs_them_with_their_words(tmp_path: Path) -> None:
    inside = '<list type="gloss"><label>Leat</label><item>A channel.</item></list>'
    manuscript = _read(tmp_path, inside)
    assert [runs.text_of(one) for one in runs.leaves(manuscript.body)][1:] == ["Leat", "A channel."]
    assert manuscript.body.find(".//strong") is not None
    assert manuscript.body.find("h2") is None


def test_a_list_that_says_it_is_counted_is(tmp_path: Path) -> None:
    """Whether by its look or by its kind; its heading stands over it, and items keep numbers of their own."""
    for told in ('rend="numbered"', 'type="ordered"'):
        inside = f'<list {told}><head>Tolls</head><item n="3">Salt.</item><item>Rope.</item></list>'
        *_, head, counted = _read(tmp_path, inside).body
        assert (head.tag, head.text) == ("p", "Tolls")
        assert counted.tag == "ol"
        assert [one.get("value") for one in counted] == ["3", None]


def test_a_postscript_is_no_quotation_and_a_quotation_has_its_source(tmp_path: Path) -> None:
    inside = (
        "<quote><p>A bank is a bank.</p><bibl>Ledger, 4</bibl></quote>"
        "<closer><signed>J.</signed></closer><postscript><p>The cow is better.</p></postscript>"
    )
    _, quote, signed, after = _read(tmp_path, inside).body
    assert [(one.text, one.get("class")) for one in quote] == [
        ("A bank is a bank.", None),
        ("Ledger, 4", "right"),
    ]
    assert signed.get("class") == "right"
    assert (after.tag, after.text) == ("p", "The cow is better.")


def test_labels_number_the_items_of_an_ordered_list(tmp_path: Path) -> None:
    """They are terms only in other lists."""
    items = "<label>iii.</label><item>oil</item><label>iv.</label><item>rope</item>"
    body = _read(tmp_path, f'<list type="ordered">{items}</list><list type="gloss">{items}</list>').body
    assert [one.get("data-marker") for one in body.iter("li")] == ["iii.", "iv."]
    assert [one.text for one in body.iter("strong")] == ["iii.", "iv."]


def test_the_heading_of_notes_goes_with_them(tmp_path: Path) -> None:
    """It has a row in the ledger."""
    notes = '<div type="notes"><head>Notes</head><note xml:id="n1">It rained.</note></div>'
    header = "<fileDesc><titleStmt><title>The Bank</title></titleStmt></fileDesc>"
    manuscript = _read(tmp_path, f'<p>It fell.<ref target="#n1">1</ref></p>{notes}', header)
    assert [runs.text_of(one).strip() for one in runs.leaves(manuscript.body)] == [PROSE, "It fell."]
    assert [row.text for row in manuscript.ledger if "heads the notes" in row.fate] == ["Notes"]
    assert manuscript.title == "The Bank"


def test_of_readings_without_a_choice_the_first_stands(tmp_path: Path) -> None:
    """The others have their rows."""
    inside = "<p>It <app><rdg>fell</rdg><rdg>stood</rdg></app> <app><lem>in</lem><rdg>by</rdg></app> May.</p>"
    manuscript = _read(tmp_path, inside)
    assert runs.text_of(manuscript.body[-1]) == "It fell in May."
    assert {row.text for row in manuscript.ledger if "another reading" in row.fate} == {"stood", "by"}
