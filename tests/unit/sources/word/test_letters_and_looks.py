"""Letters of Word documents: what their look means, what is hidden, signs, fields, text that is wrapped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest
from lxml import etree

from florilegium.problems import Place, Report
from florilegium.sources.manuscript import Manuscript
from florilegium.sources.read import SourceRequest, read
from making.snapshot import read_file
from making.word import docx, paragraph, words

LONG = "The kiln burned for a week at a time, and for that week nobody who worked at it went home at all."

STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name or key}"/>{base}'
    f"<w:rPr>{look}</w:rPr></w:style>"
    for kind, key, name, base, look in (
        ("character", "Work", "", "", "<w:i/>"),
        ("character", "Taxon", "", '<w:basedOn w:val="Work"/>', ""),
        ("character", "Era", "", "", "<w:smallCaps/>"),
        ("character", "Raised", "", "", '<w:vertAlign w:val="superscript"/>'),
        ("character", "Secret", "", "", "<w:vanish/>"),
        ("paragraph", "Head", "heading 3", "", "<w:i/>"),
        ("paragraph", "Stage", "", "", "<w:i/>"),
        ("paragraph", "Stage2", "", '<w:basedOn w:val="Stage"/>', ""),
    )
)

INDEX = "the index of this document stands in the article; its numbers are pages of another book"

Read = Callable[..., tuple[Manuscript, list[str]]]


@pytest.fixture
def read_one(tmp_path: Path) -> Read:
    """Reads a document of these paragraphs, between two long ones."""

    def reading(*paragraphs: str) -> tuple[Manuscript, list[str]]:
        (tmp_path / "a.docx").write_bytes(docx(paragraph(LONG), *paragraphs, paragraph(LONG), styles=STYLES))
        report = Report()
        manuscript = read(SourceRequest(tmp_path, "a.docx", Place("anthology.yaml"), "en"), report)
        assert manuscript is not None
        return manuscript, [str(problem).partition("\n")[0] for problem in report.problems]

    return reading


def inner(manuscript: Manuscript) -> str:
    """What stands between the first and the last paragraph, without places."""
    for element in manuscript.body.iter():
        element.attrib.pop("at", None)
    return "".join(etree.tostring(block, encoding="unicode").strip() for block in manuscript.body[1:-1])


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ("<w:b/>", "<strong>clay</strong>"),
        ('<w:b w:val="0"/>', "clay"),
        ('<w:i w:val="true"/>', "<em>clay</em>"),
        ('<w:u w:val="single"/>', "<u>clay</u>"),
        ('<w:u w:val="none"/>', "clay"),
        ("<w:strike/>", "<s>clay</s>"),
        ("<w:dstrike/>", "<s>clay</s>"),
        ("<w:smallCaps/>", '<span class="smallcaps">clay</span>'),
        ("<w:caps/>", "CLAY"),
        ('<w:spacing w:val="60"/>', '<span class="spaced">clay</span>'),
        ('<w:spacing w:val="4"/>', "clay"),
        ('<w:vertAlign w:val="subscript"/>', "<sub>clay</sub>"),
        ('<w:position w:val="8"/>', "<sup>clay</sup>"),
        ('<w:em w:val="dot"/>', "<em>clay</em>"),
        ('<w:rStyle w:val="Work"/>', "<em>clay</em>"),
        ('<w:rStyle w:val="Taxon"/>', "<em>clay</em>"),
        ('<w:rStyle w:val="Work"/><w:i w:val="0"/>', "clay"),
        ('<w:rStyle w:val="Era"/>', '<span class="smallcaps">clay</span>'),
        ('<w:rStyle w:val="Raised"/>', "<sup>clay</sup>"),
    ],
)
def test_look_of_letters(read_one: Read, properties: str, shown: str) -> None:
    """Letters mean something by their own properties and by their style, and a property may be turned off."""
    manuscript, problems = read_one(paragraph("The ", words("clay", properties), " is red."))
    assert (inner(manuscript), problems) == (f"<p>The {shown} is red.</p>", [])


@pytest.mark.parametrize("style", ["Stage", "Stage2"])
def test_styles_toggle(read_one: Read, style: str) -> None:
    """In a paragraph of italics by its style, italics of a style of letters stand upright, as in Word."""
    manuscript, _ = read_one(
        paragraph(
            "He goes to ",
            words("Work", '<w:rStyle w:val="Work"/>'),
            " and ",
            words("home", '<w:i w:val="0"/>'),
            ".",
            style=style,
        )
    )
    assert inner(manuscript) == "<p><em>He goes to </em>Work<em> and </em>home<em>.</em></p>"


def test_the_look_of_a_heading_is_the_headings(read_one: Read) -> None:
    """What the style of a heading says of all its letters means nothing; a word that differs does."""
    manuscript, _ = read_one(paragraph("Of ", words("Clay", '<w:i w:val="0"/>'), style="Head"))
    assert inner(manuscript) == "<h2>Of <em>Clay</em></h2>"


@pytest.mark.parametrize(
    "hidden",
    [
        words("secret", "<w:vanish/>"),
        words("secret", '<w:rStyle w:val="Secret"/>'),
        "<w:ins>" + words("secret", "<w:vanish/>") + "</w:ins>",
    ],
)
def test_hidden_text_is_left_out_and_told(read_one: Read, hidden: str) -> None:
    """Hidden words are not printed, and stand in the ledger."""
    manuscript, problems = read_one(paragraph("The kiln ", hidden, "is old."))
    assert (inner(manuscript), problems) == ("<p>The kiln is old.</p>", [])
    rows = [entry for entry in manuscript.ledger if entry.words == "secret"]
    assert [(row.role, row.fate, row.line) for row in rows] == [("boilerplate", "left out: hidden text", 2)]


def test_a_hidden_mark_joins_paragraphs(read_one: Read) -> None:
    """Where the mark at its end is hidden, a paragraph goes on in the next; so does a drop cap."""
    mark = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"
    cap = '<w:pPr><w:framePr w:dropCap="drop"/></w:pPr>'
    manuscript, _ = read_one(
        f"<w:p>{mark}{words('Run in. ')}</w:p>",
        paragraph("And on."),
        f"<w:p>{cap}{words('T', '<w:position w:val=&quot;-9&quot;/>'.replace('&quot;', chr(34)))}</w:p>",
        paragraph("he end."),
    )
    assert inner(manuscript) == "<p>Run in. And on.</p><p>The end.</p>"


@pytest.mark.parametrize(
    ("scrap", "shown"),
    [
        ('<w:fldSimple w:instr=" SEQ Figure "><w:r><w:t>7</w:t></w:r></w:fldSimple>', "7"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>7</w:t></w:r></w:sdtContent></w:sdt>", "7"),
        ("<w:smartTag><w:customXml><w:r><w:t>7</w:t></w:r></w:customXml></w:smartTag>", "7"),
        ('<w:bdo w:val="rtl"><w:r><w:t>7</w:t></w:r></w:bdo>', '<span dir="rtl">7</span>'),
        ("<w:ins><w:r><w:t>7</w:t></w:r></w:ins><w:del><w:r><w:delText>8</w:delText></w:r></w:del>", "7"),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "α"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>b</w:t></w:r>', "β"),
        ("<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>made</w:t></w:r>", "well‑made"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>yo</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>夜</w:t></w:r></w:rubyBase>"
            "</w:ruby></w:r>",
            "夜(yo)",
        ),
        ("<w:r><w:tab/><w:t>7</w:t></w:r>", "7"),
    ],
)
def test_wrapped_text_is_text(read_one: Read, scrap: str, shown: str) -> None:
    """What stands in fields, controls, tags and changes is text; signs are letters."""
    manuscript, problems = read_one(paragraph("So: ", scrap, " it is."))
    assert (inner(manuscript), problems) == (f"<p>So: {shown} it is.</p>", [])


def field(instruction: str, result: str = "", properties: str = "") -> str:
    """A field of runs; without a result it has no separator."""

    def mark(kind: str, inner: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'

    begun = mark("begin", properties) + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return begun + (mark("separate") + words(result) if result else "") + mark("end")


#: What Zotero keeps of a work that is cited (CSL-JSON).
CITED = '{"citationItems": [{"id": 1, "itemData": {"id": 1, "type": "book", "title": "Kilns"}}]}'


@pytest.mark.parametrize(
    ("scrap", "shown"),
    [
        (field(" REF kiln ", "Figure 7"), "Figure 7"),
        (field(' XE "Kiln" '), ""),
        (field(" SET a ", "7"), ""),
        (
            field(f" ADDIN ZOTERO_ITEM CSL_CITATION {CITED} ", "(Potter 1901)"),
            '<span class="citation" cites="1">(Potter 1901)</span>',
        ),
        (field(" SYMBOL 97 \\f Symbol "), "α"),
        (field(" EQ \\f(1,2) "), "1/2"),
        (field(" EQ \\f(1,2) ", " "), "1/2"),
        (field(' EQ \\* jc2 \\* "Font:Mincho" \\* hps10 \\o\\ad(\\s\\up 9(とう),東) '), "東(とう)"),
        (field(" FORMCHECKBOX ", "", "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>"), "☒"),
        (
            field(' HYPERLINK "https://kiln.example/" \\o "tip" ', "kiln"),
            '<a href="https://kiln.example/">kiln</a>',
        ),
        (field(f" IF {field(' DATE ', '4 May')} = 1 ", "yes"), "yes"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + words("open"), "open"),
    ],
)
def test_fields_show_their_result(read_one: Read, scrap: str, shown: str) -> None:
    """A field shows what Word last made of it, never its instruction; one that never ends hides nothing."""
    manuscript, problems = read_one(paragraph("So: ", scrap, "!"))
    assert (inner(manuscript), problems) == (f"<p>So: {shown}!</p>", [])


def test_bookmarks_of_zotero_cite(tmp_path: Path) -> None:
    """Their data stands in properties of the document, in pieces; one without any is told."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006"
    said = f"ZOTERO_ITEM CSL_CITATION {CITED}"
    kept = "".join(
        f'<property name="ZOTERO_BREF_a_{number}"><t>{escape(piece)}</t></property>'
        for number, piece in ((2, said[30:]), (1, said[:30]))
    )
    begun = '<w:bookmarkStart w:id="{0}" w:name="ZOTERO_BREF_{1}"/>{2}<w:bookmarkEnd w:id="{0}"/>'
    text = paragraph("So: ", begun.format(1, "a", words("(Potter)")), ".", begun.format(2, "b", words("(X)")))
    path = tmp_path / "a.docx"
    path.write_bytes(docx(paragraph(LONG), text, paragraph(LONG)))
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    own = f'<Relationship Id="own" Type="{space}/relationships/custom-properties" Target="own.xml"/>'
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</R", own.encode() + b"</R")
    parts["own.xml"] = f'<Properties xmlns="{space}/custom-properties">{kept}</Properties>'.encode()
    with ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    manuscript, report = read_file(path)
    assert manuscript is not None
    assert [work.key for work in manuscript.references] == ["1"]
    assert inner(manuscript) == '<p>So: <span class="citation" cites="1">(Potter)</span>.(X)</p>'
    assert [problem.code for problem in report.problems] == ["S046"]


def test_what_word_keeps_nowhere_is_told(read_one: Read) -> None:
    """A field without a kept result, an index and a reference to a page are told with their places."""
    _, problems = read_one(
        paragraph("So: ", field(" LISTNUM "), "."),
        paragraph("See page ", field(" PAGEREF kiln ", "12"), "."),
        paragraph(field(" INDEX ", "Kiln, 4; potters, 7")),
    )
    assert [problem.partition(" warning ")[::2] for problem in problems] == [
        ("a.docx:2:1:", "S015: what the field LISTNUM shows is not kept in this file; it was left out"),
        ("a.docx:3:1:", "S017: this document names pages of its own; the first of 1 stands here"),
        ("a.docx:4:1:", f"S017: {INDEX}"),
    ]


def test_a_placeholder_that_nobody_has_filled_in_is_no_text(read_one: Read) -> None:
    """Word marks it; the mark on a whole text, which a template may have left, says nothing."""
    control = "<w:sdt><w:sdtPr><w:showingPlcHdr{}/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    click = "<w:r><w:t>Click here.</w:t></w:r>"
    off = control.format(' w:val="0"', click)
    manuscript, _ = read_one(
        paragraph("So: ", control.format("", click), off, " It is."),
        control.format("", paragraph("Type the abstract.")),
        control.format("", paragraph(f"{LONG} {LONG}")),
    )
    assert inner(manuscript) == f"<p>So: Click here. It is.</p><p>{LONG} {LONG}</p>"
    gone = [(row.text, row.fate) for row in manuscript.ledger if "placeholder" in row.fate]
    fate = "left out: a placeholder that nobody has filled in"
    assert gone == [("Click here.", fate), ("Type the abstract.", fate)]
