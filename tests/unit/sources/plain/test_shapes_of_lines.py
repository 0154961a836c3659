"""What lines of a plain text show by where they stand: speech, notes at the foot of a page, tables, lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.manuscript import Manuscript
from making.snapshot import read_file

PROSE = (
    "The ferry crossed twice a day, and the keeper wrote down every name in a book that nobody read again."
)
WRAPPED = """    The ferry crossed twice a day, and the keeper wrote down each
name in a green book, which his widow sold in the spring of that
year to a dealer."""


def _read(folder: Path, text: str) -> Manuscript:
    (folder / "a.txt").write_text(f"The Ferry\n\n{text}\n", encoding="utf-8")
    manuscript, report = read_file(folder / "a.txt")
    assert manuscript is not None
    assert report.problems == ()
    return manuscript


def _shown(manuscript: Manuscript) -> list[tuple[str, str]]:
    """The tag and the first word of each block."""
    return [(str(one.tag), (runs.text_of(one).split() or [""])[0]) for one in runs.leaves(manuscript.body)]


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_first_lines_that_are_set_in_begin_paragraphs(tmp_path: Path) -> None:
    """A line of speech is a paragraph, right below another or among its like between blank lines."""
    speech = '    "And you?" she said.\n    "No."'
    text = f'{WRAPPED}\n{speech}\n{WRAPPED}\n    "Come."\n{WRAPPED}\n\n{speech}\n'
    shown = [(tag, word) for tag, word in _shown(_read(tmp_path, text)) if tag != "hr"]
    said = [("p", '"And'), ("p", '"No."')]
    assert shown == [("p", "The"), *said, ("p", "The"), ("p", '"Come."'), ("p", "The"), *said]


def test_notes_stand_at_the_foot_of_each_page(tmp_path: Path) -> None:
    """A number is all that they have before them; the rules over them go."""
    one = f"{PROSE}1 It rained,\nand the book was sold.2\n\n----\n1 Annals, p. 3.\n2 Ibid.\n"
    two = f"{PROSE}3\n\n----\n3 Boats, p. 9.\n\nAnd that was all.\n"
    manuscript = _read(tmp_path, f"{one}\n{two}")
    notes = [_words(note.body) for note in manuscript.notes]
    assert notes == ["Annals, p. 3.", "Ibid.", "Boats, p. 9."]
    assert [call.get("note") for call in manuscript.body.iter("call")] == ["1", "2", "3"]
    assert manuscript.body.find("hr") is None


def test_notes_are_called_by_capitals(tmp_path: Path) -> None:
    """So Project Gutenberg has them, from the first letter again and again."""
    manuscript = _read(tmp_path, f"{PROSE}[A]\n\n[A] Boats, p. 9.\n\n{PROSE}[A]\n\n[A] Annals, p. 3.")
    assert [note.label for note in manuscript.notes] == ["A", "A-2"]
    assert [call.get("note") for call in manuscript.body.iter("call")] == ["A", "A-2"]


def test_strokes_part_the_cells_of_a_table(tmp_path: Path) -> None:
    """A line under the first row makes it a head; where lines stand between all rows, cells go on."""
    grid = "+------+-----+\n| Name | Due |\n+======+=====+\n| Tull | 1/6 |\n| jun. |     |\n+------+-----+"
    grid += "\n| Roe  | 2/- |\n+------+-----+"
    light = "Name | Due\n-----|----\nTull | 1/6"
    closed = "| Tull | 1/6 |\n| Roe | 2/- |"
    manuscript = _read(tmp_path, f"{PROSE}\n\n{grid}\n\n{light}\n\n{closed}\n\n{PROSE}")
    tables = list(manuscript.body.iter("table"))
    rows = [[[_words(cell) for cell in row] for row in table.iter("tr")] for table in tables]
    assert rows[0] == [["Name", "Due"], ["Tull jun.", "1/6"], ["Roe", "2/-"]]
    assert rows[1:] == [[["Name", "Due"], ["Tull", "1/6"]], [["Tull", "1/6"], ["Roe", "2/-"]]]
    assert [table.find("thead") is not None for table in tables] == [True, True, False]


def test_a_list_may_begin_at_any_number(tmp_path: Path) -> None:
    """Items between blank lines are no headings, though they look like them."""
    manuscript = _read(tmp_path, f"{PROSE}\n\n23. No horses\n\n24. No dogs\n\n25. No singing\n\n{PROSE}")
    assert [one.get("data-marker") for one in manuscript.body.iter("li")] == ["23.", "24.", "25."]
    sections = _read(
        tmp_path, f"23. The Bank\n\n{PROSE}\n\n24. The Mill\n\n{PROSE}\n\n25. The End\n\n{PROSE}"
    )
    assert sections.body.find("ol") is None


def test_a_letter_is_quoted_whole(tmp_path: Path) -> None:
    """Its date, salutation, close and signature are set in as its text is."""
    text = (
        "    Saltmere, 3rd May, 1887.\n\n    Dear Sir,\n\n    The ferry crossed twice a day and the keeper "
    )
    text += "wrote down\n    each name in a green book.\n\n    Yours,\n            Amos Tull."
    quoted = _read(tmp_path, f"{PROSE}\n\n{text}\n\n{PROSE}").body.findall("blockquote")
    assert len(quoted) == 1
    assert len(quoted[0]) == 5


@pytest.mark.parametrize(
    ("date", "salutation"),
    [
        ("Saltmere, in 1811", "My dear Sister,"),
        ("Saltmere, den 3. Mai 1811", "Lieber Bruder!"),
        ("Saltmere, May 3d, 1811.", "Dear Sir:"),
        ("Saltmere, 3 mai 1811", "Mon cher ami,—"),
    ],
)
def test_place_and_date_of_a_letter_range_right(tmp_path: Path, date: str, salutation: str) -> None:
    found = _read(tmp_path, f"The Ferry\n\n{PROSE}\n\n{date}\n\n{salutation}\n\n{PROSE}").body
    assert [one.text for one in found.iterfind("p[@class='right']")] == [date]


@pytest.mark.parametrize("below", ["Long live the ferry!", "It was signed as follows:"])
def test_a_heading_with_a_year_is_no_date_of_a_letter(tmp_path: Path, below: str) -> None:
    found = _read(tmp_path, f"The Ferry\n\n{PROSE}\n\nThe Crossing of 1848\n\n{below}\n\n{PROSE}").body
    assert found.find("p[@class='right']") is None
    assert "The Crossing of 1848" in [one.text for one in found.iter("h2")]


def test_a_name_over_verse_is_no_line_of_it(tmp_path: Path) -> None:
    """It is who speaks, or what the poem is called."""
    verse = (
        "JANE\nThe bell has rung for me\nAnd for the ferry too.\n\nAMOS\nIt rings for no one,\nNow or ever."
    )
    said = "AMOS. Who goes there?\n\nJANE. Nobody.\n\nAMOS. Then come."
    text = f"{said}\n\n{verse}\n\nJANE\nSo be it.\n\n[Exeunt.]"
    body = _read(tmp_path, f"{PROSE}\n\n{text}").body
    assert [_words(one) for one in body.iter() if one.get("class") == "speaker"] == ["JANE", "AMOS", "JANE"]
    assert len(body.findall("blockquote")) == 2
    assert body[-1].get("class") == "stage"


def test_a_separator_of_paragraphs_parts_them(tmp_path: Path) -> None:
    shown = _shown(_read(tmp_path, f"One. {PROSE}\N{PARAGRAPH SEPARATOR}Two. {PROSE}"))
    assert shown == [("p", "One."), ("p", "Two.")]


def test_what_a_note_quotes_is_of_the_note(tmp_path: Path) -> None:
    """Verse behind a colon, and what stands between two notes."""
    verse = (
        "    The reed is long, the day is short,\n      The nights are longer yet,\n    And cold the water."
    )
    notes = f"[1] Sung so:\n\n{verse}\n\n[2] Lost.\n\n[3] Sung so:\n\n{verse}"
    manuscript = _read(tmp_path, f"{PROSE}[1] {PROSE}[2] {PROSE}[3]\n\nNOTES\n\n{notes}")
    assert [[str(one.tag) for one in note.body] for note in manuscript.notes] == [
        ["p", "blockquote"],
        ["p"],
        ["p", "blockquote"],
    ]
    assert len(manuscript.body) == 1


def test_blank_lines_part_a_list_of_contents(tmp_path: Path) -> None:
    contents = "  THE FEN                  1\n\n  THE BOAT                12\n"
    body = _read(tmp_path, f"{PROSE}\n\n{contents}\n{PROSE}").body
    assert [str(one.tag) for one in body] == ["p", "table", "p"]
    assert [_words(cell) for cell in body[1].iter("td")] == ["THE FEN", "1", "THE BOAT", "12"]


def test_columns_of_figures_may_stand_two_spaces_apart(tmp_path: Path) -> None:
    table = "  Timber      £40  3  0\n  Clay         12  0  6\n  Labour       88 19  2"
    body = _read(tmp_path, f"{PROSE}\n\n{table.replace('88 19', '88  9')}\n\n{PROSE}").body
    assert [len(row) for row in body.iter("tr")] == [4, 4, 4]
    assert list(_read(tmp_path, f"{PROSE}\n\n{table}\n\n{PROSE}").body.iter("table")) == []


def test_a_title_in_capitals_with_a_stop_stands_under_its_number(tmp_path: Path) -> None:
    body = _read(tmp_path, f"{PROSE}\n\nII.\n\nTHE BOAT.\n\n{PROSE}\n\nHELP AT ONCE.\n\n{PROSE}").body
    assert [_words(one) for one in body.iter("h2")] == ["II.", "THE BOAT."]


def test_the_close_of_a_letter_may_be_set_in_step_by_step(tmp_path: Path) -> None:
    close = f"{' ' * 60}I remain, Sirs,\n{' ' * 64}your servant,\n{' ' * 70}JOHN BRAND."
    body = _read(tmp_path, f"{PROSE}\n\n{close}").body
    assert (body[-1].get("class"), len(body[-1].findall("br"))) == ("right", 2)
