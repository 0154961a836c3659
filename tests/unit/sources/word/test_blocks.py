"""Blocks of Word documents: lists as Word counts them, tables, quotations, verse, notes, boxes of text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from florilegium.problems import Place, Report
from florilegium.sources.manuscript import Manuscript
from florilegium.sources.read import SourceRequest, read
from making.word import call, docx, paragraph, words

LONG = (
    "The kiln burned for a week at a time, and for that week nobody who worked at it went home at all, so "
    "that the wives of the potters came down the hill with bread."
)
BOX = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def read_docx(tmp_path: Path, data: bytes) -> tuple[Manuscript, list[str]]:
    """Reads a document; gives its problems without their hints."""
    (tmp_path / "a.docx").write_bytes(data)
    report = Report()
    manuscript = read(SourceRequest(tmp_path, "a.docx", Place("anthology.yaml"), "en"), report)
    assert manuscript is not None
    return manuscript, [str(problem).partition("\n")[0] for problem in report.problems]


def inner(manuscript: Manuscript) -> str:
    """What stands between the first and the last paragraph, without places."""
    for element in manuscript.body.iter():
        element.attrib.pop("at", None)
    return "".join(etree.tostring(block, encoding="unicode").strip() for block in manuscript.body[1:-1])


def body(tmp_path: Path, *blocks: str, parts: dict[str, str] | None = None, styles: str = "") -> str:
    """What a document makes of blocks between two long paragraphs."""
    data = docx(paragraph(LONG), *blocks, paragraph(LONG), parts=parts, styles=styles)
    return inner(read_docx(tmp_path, data)[0])


def item(text: str, number: int, level: int = 0) -> str:
    """A paragraph of a list."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{numbered}</w:pPr>{words(text)}</w:p>"


def level(at: int, format_: str, text: str, more: str = "") -> str:
    """A level of a list."""
    return f'<w:lvl w:ilvl="{at}">{more}<w:numFmt w:val="{format_}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*definitions: str, more: str = "") -> dict[str, str]:
    """Definitions of lists, each with an instance of the same number from 1."""
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{inner}</w:abstractNum>'
        for at, inner in enumerate(definitions, 1)
    )
    made += "".join(
        f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>'
        for at in range(1, len(definitions) + 1)
    )
    return {"numbering": made + more}


START_5 = '<w:start w:val="5"/>'
OWN_START = (
    '<w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)


@pytest.mark.parametrize(
    ("definition", "numbers", "shown"),
    [
        (level(0, "decimal", "%1."), (1, 1), "<ol><li>a</li><li>b</li></ol>"),
        (level(0, "bullet", "•"), (1, 1), "<ul><li>a</li><li>b</li></ul>"),
        (level(0, "bullet", "☐"), (1,), '<ul><li data-marker="☐">a</li></ul>'),
        (level(0, "lowerRoman", "%1."), (1,), '<ol type="i"><li>a</li></ol>'),
        (level(0, "lowerLetter", "(%1)"), (1,), '<ol type="a"><li data-marker="(a)">a</li></ol>'),
        (
            level(0, "upperRoman", "Book %1", START_5),
            (1, 1),
            '<ol start="5" type="I"><li data-marker="Book V">a</li><li data-marker="Book VI">b</li></ol>',
        ),
        (level(0, "ordinalText", "%1"), (1,), '<ol><li data-marker="First">a</li></ol>'),
        (level(0, "decimal", "%1."), (1, 9), "<ol><li>a</li></ol><ol><li>b</li></ol>"),
        (level(0, "none", ""), (1,), "<p>a</p>"),
    ],
)
def test_lists_have_words_numbers(
    tmp_path: Path, definition: str, numbers: tuple[int, ...], shown: str
) -> None:
    """A list is numbered as Word numbers it: by HTML where that can, by a label where it cannot."""
    items = [item(letter, number) for letter, number in zip("ab", numbers, strict=False)]
    assert body(tmp_path, *items, parts=numbering(definition, more=OWN_START)) == shown


def test_a_list_goes_on_after_what_interrupts_it(tmp_path: Path) -> None:
    """Another paragraph ends a list of HTML, not the counting; a label of levels names those above."""
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2")
    blocks = (
        item("a", 1),
        paragraph("Between."),
        item("b", 1),
        item("c", 1, 1),
        item("d", 1),
        item("e", 1, 1),
    )
    assert body(tmp_path, *blocks, parts=numbering(levels)) == (
        "<ol><li>a</li></ol><p>Between.</p>"
        '<ol start="2"><li><p>b</p><ol><li data-marker="2.1">c</li></ol></li>'
        '<li><p>d</p><ol><li data-marker="3.1">e</li></ol></li></ol>'
    )


def test_a_bullet_that_shows_nothing_goes_on_with_its_item(tmp_path: Path) -> None:
    """So pandoc writes the further paragraphs of an item, and notes of several blocks."""
    blocks = (item("one", 1), item("more of one", 2), item("two", 1))
    lists = numbering(level(0, "decimal", "%1."), level(0, "bullet", " "))
    shown = "<ol><li><p>one</p><p>more of one</p></li><li>two</li></ol>"
    assert body(tmp_path, *blocks, parts=lists) == shown


def test_numbers_of_headings_stand_before_them(tmp_path: Path) -> None:
    """A heading that its style numbers has its number."""
    style = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    blocks = (paragraph("Clay", style="H"), paragraph(LONG), paragraph("Fire", style="H"), paragraph(LONG))
    made = body(tmp_path, *blocks, parts=numbering(level(0, "upperRoman", "§ %1")), styles=style)
    assert re.findall("<h2>(.*?)</h2>", made) == ["§ I Clay", "§ II Fire"]


def cell(text: str, properties: str = "") -> str:
    """A cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text) if text else '<w:p/>'}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


GOES_ON = "<w:vMerge/>"
BEGINS = '<w:vMerge w:val="restart"/>'


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        (
            (row(cell("l"), cell("m")), row(cell("under m"), properties='<w:gridBefore w:val="1"/>')),
            "<tbody><tr><td>l</td><td>m</td></tr><tr><td/><td>under m</td></tr></tbody>",
        ),
        (
            (
                row(cell("a", BEGINS), cell("x")),
                '<w:bookmarkStart w:name="b"/>',
                row(cell("", GOES_ON), cell("y")),
            ),
            '<tbody><tr><td rowspan="2">a</td><td>x</td></tr><tr><td>y</td></tr></tbody>',
        ),
        (
            (row(cell("both", '<w:gridSpan w:val="2"/>')), row(cell("a"), cell("b"))),
            '<tbody><tr><td colspan="2">both</td></tr><tr><td>a</td><td>b</td></tr></tbody>',
        ),
        (
            (row(cell("Year"), cell("Toll"), properties="<w:tblHeader/>"), row(cell("1861"), cell("2d."))),
            "<thead><tr><th>Year</th><th>Toll</th></tr></thead>"
            "<tbody><tr><td>1861</td><td>2d.</td></tr></tbody>",
        ),
        (
            (row(cell("a"), cell("b")), row(cell("gone"), cell("too"), properties="<w:del/>")),
            "<tbody><tr><td>a</td><td>b</td></tr></tbody>",
        ),
    ],
)
def test_cells_stand_in_their_columns(tmp_path: Path, rows: tuple[str, ...], shown: str) -> None:
    """Rows that begin late, merged cells, rows that head pages, and struck rows."""
    assert body(tmp_path, f"<w:tbl>{''.join(rows)}</w:tbl>") == f"<table>{shown}</table>"


def set_in(text: str, indents: str) -> str:
    """A paragraph with indents of its own."""
    return f"<w:p><w:pPr><w:ind {indents}/></w:pPr>{words(text)}</w:p>"


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        (set_in("So he said.", 'w:left="720"'), "<blockquote><p>So he said.</p></blockquote>"),
        (set_in("So he said.", 'w:start="720" w:end="720"'), "<blockquote><p>So he said.</p></blockquote>"),
        (set_in("So he said.", 'w:firstLine="720"'), "<p>So he said.</p>"),
        (set_in("So he said.", 'w:left="1e999pt"'), "<p>So he said.</p>"),
        (set_in("Potter, A. Kilns.", 'w:left="720" w:hanging="720"'), "<p>Potter, A. Kilns.</p>"),
        (set_in("Yours, A. Potter", 'w:left="5000"'), '<p class="right">Yours, A. Potter</p>'),
        (
            f'<w:p><w:pPr><w:jc w:val="right"/></w:pPr>{words("Saltmere, 4 May")}</w:p>',
            '<p class="right">Saltmere, 4 May</p>',
        ),
    ],
)
def test_indents_tell(tmp_path: Path, block: str, shown: str) -> None:
    """What is set in beyond the usual is a quotation; what stands far to the right is ranged right."""
    assert body(tmp_path, block) == shown


def test_indents_of_all_the_text_tell_nothing(tmp_path: Path) -> None:
    """Where all running text is set in, none of it is a quotation."""
    manuscript, _ = read_docx(tmp_path, docx(*[set_in(LONG, 'w:left="1440"')] * 4))
    assert {str(block.tag) for block in manuscript.body} == {"p"}


EM = "\N{EM SPACE}"


@pytest.mark.parametrize(
    ("blocks", "shown"),
    [
        (
            (
                "<w:p><w:r><w:t>O row me</w:t><w:br/><w:tab/><w:t>over the</w:t><w:br/>"
                "<w:t>water</w:t></w:r></w:p>",
            ),
            f"<p>O row me<br/>\n{EM * 2}over the<br/>\nwater</p>",
        ),
        (
            (
                paragraph("O row me", style="Verse"),
                f'<w:p><w:pPr><w:pStyle w:val="Verse"/><w:ind w:left="480"/></w:pPr>{words("over")}</w:p>',
                "<w:p/>",
                paragraph("the water", style="Verse"),
            ),
            f"<p>O row me<br/>\n{EM * 2}over</p><p>the water</p>",
        ),
        (
            tuple(set_in(text, 'w:left="720"') for text in ("O row me", "over", "the water")),
            "<p>O row me<br/>\nover<br/>\nthe water</p>",
        ),
    ],
)
def test_verse_keeps_lines_and_indents(tmp_path: Path, blocks: tuple[str, ...], shown: str) -> None:
    """Lines of verse in one paragraph, one a paragraph by a style, and one a paragraph set in."""
    assert body(tmp_path, *blocks) == f'<blockquote class="verse">{shown}</blockquote>'


def box(text: str, fallback: str = "") -> str:
    """A run with a box of text, as newer documents have it, and what older programs show instead."""
    content = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>" if text else ""
    older = f"<w:txbxContent>{paragraph(fallback)}</w:txbxContent>" if fallback else ""
    return (
        f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps"><w:drawing>'
        f'<wps:txbx xmlns:wps="{BOX}">{content}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{older}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_numbers_of_quotations_captions_and_verse(tmp_path: Path) -> None:
    """An item in a quotation is one of a list there; what is no item has its number before its words."""
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    texts = (("Quote", "Set apart."), ("Quote", "An item."), ("Caption", "A kiln"), ("Verse", "O kiln,"))
    blocks = [
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{number if at else ""}</w:pPr>{words(text)}</w:p>'
        for at, (style, text) in enumerate(texts)
    ]
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    manuscript, _ = read_docx(tmp_path, docx(paragraph(LONG), *blocks, parts={"numbering": numbering}))
    quotation, caption, verse = manuscript.body[1:]
    assert [one.tag for one in quotation] == ["p", "ol"]
    assert (quotation[1].get("start"), quotation[1][0].text) == ("5", "An item.")
    assert ("".join(caption.itertext()), "".join(verse.itertext())) == ("6. A kiln", "7. O kiln,")


@pytest.mark.parametrize(("text", "fallback"), [("Boxed.", ""), ("", "Boxed."), ("Boxed.", "Boxed.")])
def test_boxes_of_text_stand_once(tmp_path: Path, text: str, fallback: str) -> None:
    """A box stands behind its paragraph, whichever of the two branches has it, and never twice."""
    assert (
        body(tmp_path, paragraph("Before", box(text, fallback), "after."))
        == "<p>Beforeafter.</p><p>Boxed.</p>"
    )


def test_a_mark_of_its_own_gives_way_to_the_number(tmp_path: Path) -> None:
    """A sign that an author typed for a note stands neither at the call nor before the note."""
    reference = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
    data = docx(
        paragraph(LONG, reference, " And on."),
        paragraph(LONG),
        footnotes=(paragraph(words("* "), "Indeed."),),
    )
    manuscript, problems = read_docx(tmp_path, data)
    assert "".join(manuscript.body[0].itertext()) == f"{LONG} And on."
    assert ["".join(note.body.itertext()) for note in manuscript.notes] == ["Indeed."]
    assert problems == []


def test_a_note_is_called_from_a_cell_a_box_and_a_byline(tmp_path: Path) -> None:
    """A note is called wherever its call stands, and by a heading that the book prints elsewhere."""
    data = docx(
        paragraph("The Kiln", style="heading1"),
        paragraph("Ann Example", call("footnote", 1), style="heading1"),
        paragraph(LONG),
        f"<w:tbl>{row(cell('a'), '<w:tc>' + paragraph('b', call('endnote', 1)) + '</w:tc>')}</w:tbl>",
        paragraph(LONG),
        footnotes=("Of Saltmere.",),
        endnotes=("Of b.",),
    )
    manuscript, problems = read_docx(tmp_path, data)
    assert (manuscript.title, manuscript.byline) == ("The Kiln", "Ann Example")
    assert [one.get("note") for one in manuscript.body.iter("call")] == ["2"]
    assert manuscript.called_title is not None
    assert [one.get("note") for one in manuscript.called_title.iter("call")] == ["1"]
    assert problems == []


def test_a_title_may_have_its_author_in_its_last_line(tmp_path: Path) -> None:
    """The line after the title that begins with the word for by is the byline."""
    title = "<w:r><w:t>The Kiln</w:t><w:br/><w:t>By Ann Example and Bo Sample</w:t></w:r>"
    manuscript, _ = read_docx(tmp_path, docx(paragraph(title, style="heading1"), paragraph(LONG)))
    assert (manuscript.title, manuscript.byline) == ("The Kiln", "Ann Example and Bo Sample")


def test_what_stands_beside_the_text_is_in_the_ledger(tmp_path: Path) -> None:
    """Heads of pages, comments and struck words are told with what became of them."""
    comment = f'<w:comment w:id="1">{paragraph("A remark.")}</w:comment>'
    struck = "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    data = docx(paragraph(LONG, struck), parts={"header": paragraph("Running head"), "comments": comment})
    manuscript, problems = read_docx(tmp_path, data)
    assert [(row.words, row.fate) for row in manuscript.ledger[1:]] == [
        ("gone", "left out: struck by a tracked change"),
        ("Running head", "left out: the head of the pages"),
        ("A remark.", "left out: a comment in the margin"),
    ]
    assert problems == []


def test_lines_that_begin_like_a_pages_furniture_stay(tmp_path: Path) -> None:
    """A Word document has no menus: what begins with such words amid the text is the author's."""
    blocks = (
        paragraph("Share", style="heading2"),
        paragraph(LONG),
        paragraph("See also the Ferry Book, leaf 9"),
    )
    assert body(tmp_path, *blocks) == f"<h2>Share</h2><p>{LONG}</p><p>See also the Ferry Book, leaf 9</p>"


def test_the_date_of_a_letter_is_no_title(tmp_path: Path) -> None:
    """A letter begins with a date that ranges right, and ends with a name that does: both are its text."""
    date = f'<w:p><w:pPr><w:jc w:val="right"/></w:pPr>{words("Saltmere, in spring")}</w:p>'
    blocks = (date, paragraph("My dear Sister,"), paragraph(LONG), set_in("Amos", 'w:left="5000"'))
    manuscript, _ = read_docx(tmp_path, docx(*blocks))
    assert manuscript.title == ""
    assert [(block.get("class"), "".join(block.itertext())) for block in manuscript.body] == [
        ("right", "Saltmere, in spring"),
        (None, "My dear Sister,"),
        (None, LONG),
        ("right", "Amos"),
    ]


def test_a_note_whose_call_is_struck_is_left_out_in_silence(tmp_path: Path) -> None:
    """Who strikes a call strikes its note: that is no note which nothing calls."""
    struck = f"<w:del>{call('footnote', 1)}</w:del>"
    manuscript, problems = read_docx(tmp_path, docx(paragraph(LONG, struck), footnotes=("Struck.",)))
    assert [(row.words, row.fate) for row in manuscript.ledger[1:]] == [
        ("Struck.", "left out: its call is struck or hidden")
    ]
    assert (manuscript.notes, problems) == ((), [])


TAB = "<w:r><w:tab/></w:r>"


@pytest.mark.parametrize(
    ("lines", "verses"),
    [
        (
            ("the fire is low,", TAB + words("the draught is slow,"), "and nobody", TAB + words("will come")),
            1,
        ),
        ((TAB + words("“Is it hot?”"), TAB + words("“It is.”"), TAB + words("“How hot?”")), 0),
        (("“Is it hot?”", TAB + words("“It is.”"), "“How hot?”", TAB + words("“Too hot.”")), 0),
        (("the fire is low,", TAB + words("the draught is slow")), 0),
    ],
)
def test_paragraphs_set_in_by_turns_with_tabs_are_verse(
    tmp_path: Path, lines: tuple[str, ...], verses: int
) -> None:
    """Lines of verse are a paragraph each with a tab before every other; talk begins with tabs as well."""
    shown = body(tmp_path, *(paragraph(line) for line in lines))
    assert shown.count('<blockquote class="verse">') == verses
    assert shown.count("\N{EM SPACE}\N{EM SPACE}the draught") == verses


@pytest.mark.parametrize(("first", "verse"), [("the fire is low,", True), ("The fire is low.", False)])
def test_two_short_lines_set_in_are_verse_if_the_first_goes_over(
    tmp_path: Path, first: str, verse: bool
) -> None:
    """A couplet is verse; two short sentences of a quotation are paragraphs."""
    set_in = '<w:pPr><w:ind w:left="720"/></w:pPr>'
    shown = body(
        tmp_path, *(f"<w:p>{set_in}{words(line)}</w:p>" for line in (first, "and nobody will come."))
    )
    assert ('class="verse"' in shown) is verse


def test_a_quotation_that_is_the_only_long_paragraph(tmp_path: Path) -> None:
    """In a short document its indent is not the usual one."""
    short = paragraph("The kiln was cold, and nobody who worked at it went home.")
    manuscript, _ = read_docx(tmp_path, docx(short, short, set_in(LONG, 'w:left="720" w:right="720"'), short))
    assert [str(block.tag) for block in manuscript.body] == ["p", "p", "blockquote", "p"]
