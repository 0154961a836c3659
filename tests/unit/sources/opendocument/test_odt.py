"""OpenDocument texts: what only they have, what is lost in them, and those that are refused."""

from __future__ import annotations

import json
import random
from base64 import b64encode
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from lxml import etree

from florilegium.book import runs
from florilegium.book.formula import Formula
from florilegium.problems import Place, Report
from florilegium.sources.manuscript import Manuscript, Reading
from florilegium.sources.opendocument import text_runs
from florilegium.sources.opendocument.reader import read_bytes
from florilegium.sources.opendocument.text_letters import letters_of
from florilegium.sources.opendocument.text_package import TEXT, TextPackage
from florilegium.sources.read import SourceRequest, read
from making.archives import packed, parts_of
from making.odt import NAMED, SPACES, h, letters, note, odt, p, paragraphs, span
from making.word import PICTURE

LONG = "The kiln burned for a week at a time, and for that week nobody who worked at it went home at all."

#: A word that no document has.
SENTINEL = "Quillonade"

TERMS = "".join(
    f'<style:style style:name="{name.replace(" ", "_20_")}" style:display-name="{name}" '
    'style:family="paragraph"><style:paragraph-properties fo:margin-left="1cm"/></style:style>'
    for name in ("List Heading", "List Contents")
)

NUMBERS = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="{kind}" '
    'style:num-prefix="{before}" style:num-suffix="{after}" text:start-value="{start}"/></text:list-style>'
)


def read_odt(folder: Path, data: bytes) -> tuple[Manuscript | None, list[tuple[str, str]]]:
    """A document as a source, with its problems."""
    (folder / "a.odt").write_bytes(data)
    manuscript = read(SourceRequest(folder, "a.odt", Place("anthology.yaml"), "en"), report := Report())
    return manuscript, [(problem.code, problem.message) for problem in report.problems]


def body_of(folder: Path, *blocks: str, automatic: str = "") -> str:
    """The body of a document that has no problems, as XML without places."""
    manuscript, problems = read_odt(folder, odt(p(LONG), *blocks, p(LONG), automatic=automatic))
    assert problems == []
    assert manuscript is not None
    for element in manuscript.body.iter():
        element.attrib.pop("at", None)
    return "".join(etree.tostring(one, encoding="unicode") for one in manuscript.body[1:-1])


def items(*texts: str, more: str = "") -> str:
    """A list."""
    inside = "".join(f"<text:list-item>{p(text)}</text:list-item>" for text in texts)
    return f'<text:list text:style-name="L1"{more}>{inside}</text:list>'


def test_white_space_is_what_elements_say(tmp_path: Path) -> None:
    """Line breaks and runs of spaces in the file are one space; no space is made between spans."""
    block = p("A\n   kiln ", span("T1", " of"), " brick<text:s text:c='3'/>and<text:tab/>lime.")
    automatic = letters("T1", font_style="italic")
    assert body_of(tmp_path, block, automatic=automatic) == "<p>A kiln <em>of</em> brick and lime.</p>"


@pytest.mark.parametrize(
    ("style", "made"),
    [
        (("1", "", ".", 1), "<ol><li>a</li><li>b</li></ol>"),
        (("1", "", ".", 4), '<ol start="4"><li>a</li><li>b</li></ol>'),
        (("i", "", ".", 1), '<ol type="i"><li>a</li><li>b</li></ol>'),
        (
            ("I", "Article ", ".", 5),
            '<ol start="5" type="I"><li data-marker="Article V.">a</li>'
            '<li data-marker="Article VI.">b</li></ol>',
        ),
        (("", "", "", 1), "<ul><li>a</li><li>b</li></ul>"),
    ],
)
def test_numbers_of_lists(tmp_path: Path, style: tuple[str, str, str, int], made: str) -> None:
    """A list has the numbers that a program shows."""
    automatic = NUMBERS.format(**dict(zip(("kind", "before", "after", "start"), style, strict=True)))
    assert body_of(tmp_path, items("a", "b"), automatic=automatic) == made


def test_a_list_that_goes_on(tmp_path: Path) -> None:
    """A list that continues another counts on; one that does not begins anew."""
    style = NUMBERS.format(kind="1", before="", after=".", start=1)
    blocks = (items("a"), p("x"), items("b", more=' text:continue-numbering="true"'), p("y"), items("c"))
    assert body_of(tmp_path, *blocks, automatic=style) == (
        '<ol><li>a</li></ol><p>x</p><ol start="2"><li>b</li></ol><p>y</p><ol><li>c</li></ol>'
    )


def test_numbered_paragraphs_are_items_of_one_list(tmp_path: Path) -> None:
    """They stand in no list; a heading among them has its number before its words."""

    def numbered(block: str) -> str:
        marks = 'text:list-id="n" text:style-name="L1"'
        return f"<text:numbered-paragraph {marks}>{block}</text:numbered-paragraph>"

    style = NUMBERS.format(kind="1", before="", after=".", start=1)
    blocks = (numbered(p("a")), numbered(p("b")), p("x"), numbered(p("c")), numbered(h(1, "Clay")), p("y"))
    assert body_of(tmp_path, *blocks, automatic=style) == (
        '<ol><li>a</li><li>b</li></ol><p>x</p><ol start="3"><li>c</li></ol><h2>4. Clay</h2><p>y</p>'
    )


def test_numbers_of_headings(tmp_path: Path) -> None:
    """A heading has the number that the document's outline gives it."""
    levels = "".join(
        f'<text:outline-level-style text:level="{level}" style:num-format="1" text:display-levels="{level}"/>'
        for level in (1, 2)
    )
    named = f"<text:outline-style>{levels}</text:outline-style>"
    blocks = (h(1, "Clay"), p(LONG), h(2, "Red"), p(LONG), h(2, "White"), p(LONG), h(1, "Fire"), p(LONG))
    manuscript, _ = read_odt(tmp_path, odt(p(LONG), *blocks, named=named))
    assert manuscript is not None
    headings = [one.text for one in manuscript.body.iter("h2", "h3")]
    assert headings == ["1 Clay", "1.1 Red", "1.2 White", "2 Fire"]


def test_terms_and_what_they_mean(tmp_path: Path) -> None:
    """LibreOffice's styles of lists of definitions, which set the words in, make no quotation."""
    blocks = (p("Paddle", style="List_20_Heading"), p("A board.", style="List_20_Contents"))
    manuscript, _ = read_odt(tmp_path, odt(p(LONG), *blocks, p(LONG), named=NAMED + TERMS))
    assert manuscript is not None
    term, meaning = manuscript.body[1:3]
    assert [(one.tag, one.text) for one in term] == [("strong", "Paddle")]
    assert (meaning.tag, meaning.text) == ("p", "A board.")


MOSS = {"type": "book", "title": "The Ferns", "author": [{"family": "Moss", "given": "Ellen"}]}
ZOTERO = {"citationItems": [{"uris": ["http://zotero.org/users/1/items/AB12"], "itemData": MOSS}]}


@pytest.mark.parametrize(
    ("mark", "pieces", "key"),
    [
        (f"ZOTERO_ITEM CSL_CITATION {json.dumps(ZOTERO)} RNDx", (), "AB12"),
        ("ZOTERO_BREF_q", (f"ZOTERO_ITEM CSL_CITATION {json.dumps(ZOTERO)}",), "AB12"),
        ("", (), "Mos87"),
    ],
)
def test_what_is_cited_is_data(tmp_path: Path, mark: str, pieces: tuple[str, ...], key: str) -> None:
    """Zotero keeps its data in a mark's name or in the document's properties, LibreOffice in its own mark."""
    kind = "bookmark" if pieces else "reference-mark"
    around = (
        f"<text:{kind}-start text:name={quoteattr(mark)}/>",
        f"<text:{kind}-end text:name={quoteattr(mark)}/>",
    )
    own = '<text:bibliography-mark text:identifier="Mos87" text:title="The Ferns" text:author="Moss, Ellen">'
    begin, end = around if mark else (own, "</text:bibliography-mark>")
    kept = "".join(
        f'<meta:user-defined meta:name="ZOTERO_BREF_q_{number}">{escape(one)}</meta:user-defined>'
        for piece in pieces
        for number, one in enumerate((piece[:50], piece[50:]), start=1)
    )
    meta = f'<m xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0">{kept}</m>'
    data = odt(p(LONG), p("So ", begin, "(Moss)", end, " has it."), p(LONG), parts={"meta.xml": meta})
    manuscript, problems = read_odt(tmp_path, data)
    assert manuscript is not None and problems == []
    assert [(one.text, one.get("cites")) for one in manuscript.body.iter("span")] == [("(Moss)", key)]
    (work,) = manuscript.references
    assert (work.key, work.data["title"], work.data["author"]) == (key, "The Ferns", MOSS["author"])


def test_broken_data_of_what_is_cited_is_told(tmp_path: Path) -> None:
    name = "ZOTERO_ITEM CSL_CITATION {"
    marks = [f'<text:reference-mark-{which} text:name="{name}"/>' for which in ("start", "end")]
    _, problems = read_odt(tmp_path, odt(p(LONG), p("So ", marks[0], "(Moss)", marks[1]), p(LONG)))
    assert [code for code, _ in problems] == ["S046"]


def test_a_note_in_a_note_and_a_hidden_paragraph(tmp_path: Path) -> None:
    """Notes are labelled in the order of their calls; what is hidden has a row of its own."""
    inner = note(p("The inner note."))
    hidden = p("An aside to the printer.", style="P1")
    automatic = paragraphs("P1").replace("paragraph-properties", 'text-properties text:display="none"')
    data = odt(p(LONG, note(p("A note.", inner))), hidden, p(LONG), automatic=automatic)
    manuscript, problems = read_odt(tmp_path, data)
    assert problems == []
    assert manuscript is not None
    notes = [(one.label, "".join(one.body.itertext())) for one in manuscript.notes]
    assert notes == [("1", "A note."), ("2", "The inner note.")]
    assert [row.fate for row in manuscript.ledger if "printer" in row.words] == ["left out: hidden text"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no archive at all", "inside it is a plain text"),
        (odt(p(LONG), kind="spreadsheet"), "no ODT"),
        (odt(parts={"content.xml": "<office:document-content"}), "it has no text"),
        (odt(parts={"content.xml": f"<!DOCTYPE x [<!ENTITY a 'b'>]><x {SPACES}/>"}), "declares entities"),
        (odt("<text:section>" * 300 + p(LONG) + "</text:section>" * 300), "deeper"),
        (
            odt(
                p(LONG),
                parts={
                    "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:'
                    'manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
                },
            ),
            "locked",
        ),
    ],
)
def test_what_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    """A file that is no sound ODT is refused with a problem that says why."""
    manuscript, problems = read_odt(tmp_path, data)
    assert manuscript is None
    assert [code for code, _ in problems] == ["S004"]
    assert said in problems[0][1]


@pytest.mark.parametrize("figures", ["²", "٣x", "9" * 5000, "-1", ""])
def test_numbers_that_are_none(tmp_path: Path, figures: str) -> None:
    """Where a number should stand, what is none, or has more figures than any, harms nothing."""
    cell = f"<table:table-cell table:number-columns-repeated='{figures}'>{p('mud')}</table:table-cell>"
    level = f"<text:list-level-style-number text:level='{figures}' text:start-value='{figures}'/>"
    automatic = (
        f"<text:list-style style:name='L1'>{level}</text:list-style>"
        f"<style:style style:name='P1' style:family='paragraph' style:default-outline-level='{figures}'/>"
    )
    body = body_of(
        tmp_path,
        f"<text:h text:outline-level='{figures}'>Kilns</text:h>",
        p(f"a<text:s text:c='{figures}'/>b"),
        f"<text:list><text:list-item text:start-value='{figures}'>{p('lime')}</text:list-item></text:list>",
        f"<table:table><table:table-row>{cell}</table:table-row></table:table>",
        automatic=automatic,
    )
    assert [word for word in ("Kilns", "a b", "lime", "mud") if word not in body] == []


def test_repeated_cells_have_a_bound(tmp_path: Path) -> None:
    """Cells repeated in cells that are repeated make no table larger than a document's."""
    cell = p("mud")
    for _ in range(8):
        row = f'<table:table-cell table:number-columns-repeated="200">{cell}</table:table-cell>'
        rows = f'<table:table-row table:number-rows-repeated="200">{row}</table:table-row>'
        cell = f"<table:table>{rows}</table:table>"
    manuscript, problems = read_odt(tmp_path, odt(p(LONG), cell))
    assert manuscript is not None
    assert [code for code, _ in problems if code == "S025"] == []
    assert sum(1 for _ in manuscript.body.iter("td")) < 60_000


@pytest.mark.parametrize(
    ("block", "fate"),
    [
        (
            "<text:tracked-changes><text:changed-region><text:insertion><office:change-info><dc:creator>Ed"
            f"</dc:creator>{p('Quoin')}</office:change-info></text:insertion></text:changed-region>"
            "</text:tracked-changes>",
            "left out: a comment in the margin",
        ),
        (f"<office:forms><form>{p('Quoin')}</form></office:forms>", "left out: a form"),
        (
            "<table:table><table:table-row><table:table-cell table:number-columns-spanned='2'>"
            f"{p('wide')}</table:table-cell><table:covered-table-cell>{p('Quoin')}"
            "</table:covered-table-cell></table:table-row></table:table>",
            "left out: a cell that another covers",
        ),
        (p("On <text:date>Quoin</text:date> it burned."), "in the text"),
        (f"<text:section text:display='none'>{p('Quoin')}</text:section>", "left out: hidden text"),
    ],
)
def test_what_stands_beside_the_text_has_a_row(tmp_path: Path, block: str, fate: str) -> None:
    """Remarks on changes, forms, covered cells and hidden sections are in the ledger, fields in the text."""
    manuscript, problems = read_odt(tmp_path, odt(p(LONG), block, p(LONG)))
    assert problems == []
    assert manuscript is not None
    rows = {row.fate for row in manuscript.ledger if "Quoin" in f"{row.words} {row.text}"}
    assert rows == {fate}
    assert "Quoin" in " ".join(run.text for run in letters_of(odt(block)))


IMAGE = "<draw:image xlink:href='Pictures/red.png'/>"


@pytest.mark.parametrize(
    "drawing",
    [
        "<draw:frame><draw:text-box>{box}</draw:text-box>{said}</draw:frame>",
        "<draw:custom-shape>{said}{box}</draw:custom-shape>",
        "<draw:g>{said}<draw:custom-shape>{box}</draw:custom-shape></draw:g>",
        "<draw:frame text:anchor-type='as-char'><draw:object>{formula}</draw:object>{said}</draw:frame>",
        "<draw:frame>{image}{said}</draw:frame>",
        "<draw:frame text:anchor-type='as-char'>{image}{said}</draw:frame>",
        "<draw:a xlink:href='https://kiln.example/'><draw:frame>{image}{said}</draw:frame></draw:a>",
    ],
)
@pytest.mark.parametrize("title", ["Shape 1", "a formula"])
def test_what_is_said_of_drawings_is_accounted_for(tmp_path: Path, drawing: str, title: str) -> None:
    """Titles and descriptions of all kinds of drawings are in the text or in a row of the ledger."""
    said = f"<svg:title>{title}</svg:title><svg:desc>a formula</svg:desc>"
    formula = "<math xmlns='http://www.w3.org/1998/Math/MathML'><mi>x</mi></math>"
    made = drawing.format(box=p("Boxed."), said=said, formula=formula, image=IMAGE)
    _, problems = read_odt(tmp_path, odt(p(LONG), p("A drawing ", made, "here."), made, p(LONG)))
    assert [code for code, _ in problems if code not in {"S012"}] == []


def everything() -> bytes:
    """A document with all that may hold text."""
    box = f"<draw:frame><draw:text-box>{p('Boxed.')}</draw:text-box></draw:frame>"
    remark = f"<office:annotation><dc:creator>Ed</dc:creator>{p('A remark.')}</office:annotation>"
    cells = "".join(f"<table:table-cell>{p(text)}</table:table-cell>" for text in ("one", "two"))
    struck = f"<text:changed-region><text:deletion>{p('old')}</text:deletion></text:changed-region>"
    return odt(
        f"<text:tracked-changes>{struck}</text:tracked-changes>",
        p("The Kiln", style="Title"),
        p(LONG, note(p("A note."))),
        p("A ", '<text:a xlink:href="https://kiln.example/">link</text:a>', box, remark, "."),
        p(span("T8", "hidden"), " <text:ruby><text:ruby-base>base</text:ruby-base></text:ruby>"),
        f"<table:table><table:table-row>{cells}</table:table-row></table:table>",
        items("an item"),
        f"<text:section>{p(LONG)}</text:section>",
        automatic=letters("T8", text_display="none"),
        margins=f"<style:header>{p('Running head')}</style:header>",
    )


def test_letters_of_all_parts() -> None:
    """Every paragraph is read once; what stands in another comes behind it."""
    assert [run.text for run in letters_of(everything())] == [
        *("old", "The Kiln", LONG, "A note.", "A link.", "Boxed.", "A remark.", "hidden base", "one", "two"),
        *("an item", LONG, "Running head"),
    ]


NUMBER_STYLE = "<number:date-style xmlns:number='urn:n'><number:text>of</number:text></number:date-style>"


def test_the_text_is_found_behind_styles_of_dates() -> None:
    """A style of dates has an element called `text` too, which is not the document's."""
    assert [run.text for run in letters_of(odt(p(LONG), automatic=NUMBER_STYLE))] == [LONG]


def flat() -> bytes:
    """A document in one file of XML, with a formula and a picture inside."""
    formula = "<math xmlns='http://www.w3.org/1998/Math/MathML'><mi>x</mi><mo>=</mo><mn>4</mn></math>"
    held = f"<draw:frame text:anchor-type='as-char'><draw:object>{formula}</draw:object></draw:frame>"
    data = f"<office:binary-data>{b64encode(PICTURE).decode()}</office:binary-data>"
    image = f"<draw:frame><draw:image>{data}</draw:image><svg:title>A kiln</svg:title></draw:frame>"
    blocks = p(LONG, note(p("A note."))) + p("So ", held, ".") + p(image)
    style = letters("T1", font_style="italic")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES}>'
        f"<office:automatic-styles>{NUMBER_STYLE}{style}</office:automatic-styles><office:master-styles>"
        f'<style:master-page style:name="S"><style:header>{p("Running head")}</style:header>'
        f"</style:master-page></office:master-styles><office:body><office:text>{blocks}"
        f"{p('In ', span('T1', 'clay'), '.')}</office:text></office:body></office:document>"
    ).encode()


def test_a_part_is_parsed_once() -> None:
    """The parts of a document in one file are one tree; those of an archive are kept."""
    package = TextPackage(flat())
    assert package.tree("content.xml") is package.tree("styles.xml")
    package = TextPackage(everything())
    assert package.tree("content.xml") is package.tree("content.xml")


def test_a_document_in_one_file(tmp_path: Path) -> None:
    """A `.fodt` is read as an archive is, its pictures and formulas from within, its letters twice."""
    (tmp_path / "a.fodt").write_bytes(flat())
    manuscript = read(SourceRequest(tmp_path, "a.fodt", Place("anthology.yaml"), "en"), report := Report())
    assert report.problems == ()
    assert manuscript is not None
    text = "".join(manuscript.body.itertext())
    assert [Formula.of(one).line for one in manuscript.body.iter("math")] == ["x = 4"]
    assert f"So {runs.OBJECT}." in text
    assert manuscript.body.findtext(".//em") == "clay"
    assert [image.get("alt") for image in manuscript.body.iter("img")] == ["A kiln"]
    assert [run.text for run in letters_of(flat())] == [
        *(LONG, "A note.", "So .", "x", "=", "4", "A kiln", "In clay.", "Running head"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1 no such thing}",
        b"<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'>",
        b"<!DOCTYPE x [<!ENTITY a 'urn:oasis:names:tc:opendocument'>]><x>&a;</x>",
    ],
)
def test_what_is_no_document_in_one_file(tmp_path: Path, data: bytes) -> None:
    """What is no OpenDocument text, or declares entities, is refused."""
    (tmp_path / "a.fodt").write_bytes(data)
    request = SourceRequest(tmp_path, "a.fodt", Place("anthology.yaml"), "en")
    assert read(request, report := Report()) is None
    assert [problem.code for problem in report.problems] == ["S004"]


def test_what_the_reader_loses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a reader to pass over links, the words and their place would be told."""
    monkeypatch.setattr(text_runs, "_SILENT", text_runs._SILENT | {"a"})
    _, problems = read_odt(tmp_path, everything())
    assert [(code, "link" in message) for code, message in problems] == [("S025", True)]


@pytest.mark.parametrize("seed", range(40))
def test_a_word_put_anywhere_is_found(seed: int) -> None:
    """A word put into any place of a document that may hold text is in the text, in a note or in a row."""
    chance = random.Random(seed)
    files = parts_of(everything())
    roots = {name: etree.fromstring(files[name]) for name in ("content.xml", "styles.xml")}
    runs = [f"{TEXT}{name}" for name in ("p", "h", "a", "span", "ruby-base")]
    holders = [f"{TEXT}{name}" for name in ("section", "list-item", "note-body", "deletion")]
    places = [(name, one) for name, root in roots.items() for one in root.iter(*runs, *holders)]
    name, element = chance.choice(places)
    if element.tag in runs:
        element.text = f"{element.text or ''} {SENTINEL}"
    else:
        etree.SubElement(element, f"{TEXT}p").text = SENTINEL
    files[name] = etree.tostring(roots[name])
    draft = read_bytes(packed(files), Reading("a.odt", "en", Report()))
    assert draft is not None
    given = [piece.text for piece in draft.pieces] + ["".join(one.body.itertext()) for one in draft.notes]
    assert SENTINEL in " ".join(given), element
    assert draft.letters is not None
    assert SENTINEL in " ".join(run.text for run in draft.letters())


def test_a_placeholder_that_nobody_has_filled_in_is_no_text(tmp_path: Path) -> None:
    field = '<text:placeholder text:placeholder-type="text">&lt;Click here&gt;</text:placeholder>'
    assert body_of(tmp_path, f"<text:p>So: {field} it is.</text:p>") == "<p>So: it is.</p>"
