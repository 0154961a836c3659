"""What TEI says before a text begins, as several projects encode it: title, deck, byline, language."""

from __future__ import annotations

from pathlib import Path

from florilegium.book import runs
from florilegium.sources.manuscript import Manuscript
from making.snapshot import read_file

PROSE = "The bank was raised in a wet summer, and fell in a dry one, as they had said."


def _read(folder: Path, text: str) -> Manuscript:
    (folder / "a.tei").write_text(text, encoding="utf-8")
    manuscript, report = read_file(folder / "a.tei")
    assert report.problems == ()
    assert manuscript is not None
    return manuscript


def _texts(manuscript: Manuscript) -> list[str]:
    return [runs.text_of(leaf) for leaf in runs.leaves(manuscript.body)]


def test_a_title_page_gives_title_deck_and_author(tmp_path: Path) -> None:
    """Its parts are elements of their own, with marks of lines between; its imprint is of another book."""
    page = (
        '<titlePage><docTitle><titlePart type="main">Die Wehrmühle.</titlePart><lb/>'
        '<titlePart type="sub">Eine Novelle.</titlePart></docTitle>'
        "<byline>By<lb/><docAuthor>Wilhelm Moos</docAuthor>.</byline>"
        "<docImprint><pubPlace>Berlin</pubPlace>, <docDate>1867</docDate>.</docImprint></titlePage>"
    )
    manuscript = _read(
        tmp_path,
        "<TEI><teiHeader><fileDesc><titleStmt><title>An archive's name for it</title></titleStmt></fileDesc>"
        f"</teiHeader><text><front>{page}</front><body><div><p>{PROSE}</p></div></body></text></TEI>",
    )
    assert (manuscript.title, manuscript.deck) == ("Die Wehrmühle.", "Eine Novelle.")
    assert "Wilhelm Moos" in manuscript.byline
    assert _texts(manuscript) == [PROSE]
    assert any("Berlin" in row.words and "title page" in row.fate for row in manuscript.ledger)


def test_a_heading_in_the_middle_is_no_title(tmp_path: Path) -> None:
    """What stands before the text, as a dedication, is not under the heading of the text."""
    manuscript = _read(
        tmp_path,
        "<TEI><teiHeader><fileDesc><titleStmt><title>A true relation of the herring</title>"
        "<author>Moss, William, 1590-1640.</author></titleStmt></fileDesc></teiHeader>"
        '<text xml:lang="eng"><front><div><head>To the Reader</head><p>Be patient.</p></div></front>'
        f"<body><div><head>Of the Herring</head><p>{PROSE}</p></div></body></text></TEI>",
    )
    assert manuscript.title == "A true relation of the herring"
    assert manuscript.byline == "William Moss"
    assert manuscript.language == "en"
    assert [(one.tag, runs.text_of(one)) for one in manuscript.body.iter("h2")] == [
        ("h2", "To the Reader"),
        ("h2", "Of the Herring"),
    ]


def test_names_in_parts_are_said_in_their_order(tmp_path: Path) -> None:
    manuscript = _read(
        tmp_path,
        '<TEI><teiHeader><fileDesc><titleStmt><title type="main">Weirs</title>'
        '<title type="sub">A tale</title>'
        "<author><persName><surname>Moos</surname><forename>Wilhelm</forename></persName></author>"
        "<author>Ann Kiel</author></titleStmt></fileDesc><profileDesc><langUsage>"
        '<language ident="deu">German</language></langUsage></profileDesc></teiHeader>'
        f"<text><body><p>{PROSE}</p></body></text></TEI>",
    )
    assert manuscript.byline == "Wilhelm Moos, Ann Kiel"
    assert (manuscript.title, manuscript.deck, manuscript.language) == ("Weirs", "A tale", "de")


def test_texts_side_by_side_are_read_in_their_order(tmp_path: Path) -> None:
    """A corpus that is named as a whole keeps the title of each text over it."""
    each = (
        "<TEI><teiHeader><fileDesc><titleStmt><title>{0}</title></titleStmt></fileDesc></teiHeader>"
        "<text><body><p>{1}</p></body></text></TEI>"
    )
    whole = "".join(each.format(title, f"{PROSE} {title}.") for title in ("First", "Second"))
    manuscript = _read(
        tmp_path,
        "<teiCorpus><teiHeader><fileDesc><titleStmt><title>Letters</title></titleStmt></fileDesc></teiHeader>"
        f"{whole}</teiCorpus>",
    )
    assert manuscript.title == "Letters"
    assert _texts(manuscript) == ["First", f"{PROSE} First.", "Second", f"{PROSE} Second."]
