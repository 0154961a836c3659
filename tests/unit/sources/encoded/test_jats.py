"""JATS and BITS: texts within a text, notes of a title, numbers of displays."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.book import runs
from florilegium.sources.manuscript import Manuscript
from making.snapshot import read_file
from making.word import PICTURE

PROSE = "The bank was raised in a wet summer, and fell in a dry one, as they had said."
NAME = (
    '<contrib-group><contrib contrib-type="author"><name><surname>Moss</surname>'
    "<given-names>Ann</given-names></name></contrib></contrib-group>"
)


def _read(folder: Path, text: str) -> Manuscript:
    (folder / "a.jats").write_text(text, encoding="utf-8")
    manuscript, report = read_file(folder / "a.jats")
    assert report.problems == ()
    assert manuscript is not None
    return manuscript


def test_a_text_within_the_text_has_its_heading_and_its_authors(tmp_path: Path) -> None:
    """A translation behind an article, and the chapters of a book."""
    stub = (
        f"<front-stub><title-group><article-title>The weir</article-title></title-group>{NAME}</front-stub>"
    )
    article = _read(
        tmp_path,
        "<article><front><article-meta><title-group><article-title>El azud</article-title></title-group>"
        f"</article-meta></front><body><p>{PROSE}</p></body>"
        f"<sub-article>{stub}<body><p>{PROSE}</p></body></sub-article></article>",
    )
    assert [runs.text_of(one) for one in runs.leaves(article.body)] == [PROSE, "The weir", "Ann Moss", PROSE]
    meta = f"<book-part-meta><title-group><title>On Moles</title></title-group>{NAME}</book-part-meta>"
    book = _read(
        tmp_path,
        "<book><book-meta><book-title-group><book-title>Beasts</book-title></book-title-group></book-meta>"
        f"<book-body><book-part>{meta}<body><p>{PROSE}</p></body></book-part></book-body></book>",
    )
    assert [(one.tag, runs.text_of(one)) for one in runs.leaves(book.body)] == [
        ("h2", "On Moles"),
        ("p", "Ann Moss"),
        ("p", PROSE),
    ]


def test_a_note_of_the_title_is_called_there(tmp_path: Path) -> None:
    manuscript = _read(
        tmp_path,
        "<article><front><article-meta><title-group>"
        '<article-title>The weir<xref ref-type="fn" rid="f">*</xref></article-title></title-group>'
        '<author-notes><fn id="f"><p>First told in 1900.</p></fn></author-notes>'
        f"</article-meta></front><body><p>{PROSE}</p></body></article>",
    )
    assert manuscript.title == "The weir"
    assert manuscript.called_title is not None
    assert [runs.text_of(note.body[0]) for note in manuscript.notes] == ["First told in 1900."]


def test_the_number_of_a_display_is_a_part_of_it(tmp_path: Path) -> None:
    display = "<disp-formula><label>(1)</label><math><mi>x</mi><mo>=</mo><mn>2</mn></math></disp-formula>"
    manuscript = _read(
        tmp_path, f"<article><front/><body><p>{PROSE}</p>{display}<p>{PROSE}</p></body></article>"
    )
    (formula,) = manuscript.body.iter("math")
    assert formula.get("display") == "block"
    assert "<mtext>(1)</mtext>" in formula.get("mathml", "")


@pytest.mark.parametrize("said", ['indent-level="{}"', 'style="indent({})"'])
def test_an_indent_of_thousands_of_digits_is_the_furthest(said: str, tmp_path: Path) -> None:
    """Python makes no number of so many digits."""
    line = f"<verse-line {said.format('9' * 5000)}>O drum.</verse-line>"
    front = "<front><article-meta><title-group><article-title>The weir</article-title></title-group>"
    verse = f"<verse-group>{line}<verse-line>O hum.</verse-line></verse-group>"
    text = f"<article>{front}</article-meta></front><body><p>{PROSE}</p>{verse}</body></article>"
    shown = "".join(_read(tmp_path, text).body.itertext())
    assert "\N{EM SPACE}" * 12 + "O drum." in shown


def test_items_show_the_labels_of_the_file_and_verse_its_indents(tmp_path: Path) -> None:
    """A label is no paragraph of its own under a number of ours."""
    inside = (
        '<list list-type="order"><title>Tolls</title><list-item><label>(i)</label><p>Salt.</p></list-item>'
        "<list-item><label>(ii)</label><p>Rope.</p></list-item></list>"
        "<verse-group><verse-line>O hum,</verse-line>"
        '<verse-line indent-level="1">O drum.</verse-line></verse-group>'
    )
    title = "<title-group><article-title>The weir</article-title></title-group>"
    front = f"<front><article-meta>{title}</article-meta></front>"
    _, head, counted, verse = _read(
        tmp_path, f"<article>{front}<body><p>{PROSE}</p>{inside}</body></article>"
    ).body
    assert (head.tag, head.text) == ("p", "Tolls")
    assert [(one.get("data-marker"), runs.text_of(one)) for one in counted] == [
        ("(i)", "Salt."),
        ("(ii)", "Rope."),
    ]
    assert verse[0][0].tail is not None
    assert verse[0][0].tail.strip("\n") == "\N{EM SPACE}O drum."


def test_the_title_of_a_group_of_notes_goes_with_them(tmp_path: Path) -> None:
    """One above notes that stay, since nothing calls them, stays too."""
    called = '<fn-group><title>Notes</title><fn id="n"><label>1</label><p>It rained.</p></fn></fn-group>'
    kept = "<fn-group><title>Remarks</title><fn><p>By the editors.</p></fn></fn-group>"
    body = f'<body><p>{PROSE}<xref ref-type="fn" rid="n">1</xref></p></body><back>{called}{kept}</back>'
    manuscript = _read(tmp_path, f"<article>{body}</article>")
    assert [runs.text_of(one).strip() for one in runs.leaves(manuscript.body)] == [
        PROSE,
        "Remarks",
        "By the editors.",
    ]


def test_what_stands_in_a_sentence_stays_in_it(tmp_path: Path) -> None:
    """What an abbreviation means, a gloss, words with a look of their own."""
    manuscript = _read(
        tmp_path,
        f"<article><body><p>{PROSE}</p><p>The <abbrev>DB<def><p>drainage board</p></def></abbrev> of "
        '<styled-content style="font-style:italic">Wrack</styled-content>, '
        "<ruby><rb>weir</rb><rt>wer</rt></ruby>.</p></body></article>",
    )
    shown = list(runs.leaves(manuscript.body))
    assert runs.text_of(shown[1]) == "The DB (drainage board) of Wrack, weir(wer)."
    assert [runs.text_of(one) for one in shown[1].iter("i")] == ["Wrack"]


def test_boxes_stand_apart_and_appendices_head_as_sections_do(tmp_path: Path) -> None:
    box = "<boxed-text><caption><title>A box</title></caption><p>Kept.</p>{}</boxed-text>"
    section = "<sec><title>Within</title><p>More.</p></sec>"
    manuscript = _read(
        tmp_path,
        f"<article><body><sec><title>One</title><p>{PROSE}</p>{box.format('')}{box.format(section)}</sec></body>"
        "<back><app-group><app><title>Appendix</title><p>Lists.</p></app></app-group></back></article>",
    )
    apart = manuscript.body.findall("blockquote")
    assert [[runs.text_of(one) for one in box] for box in apart] == [["A box", "Kept."]]
    assert apart[0].find("p/strong") is not None
    heads = [(one.tag, runs.text_of(one)) for one in manuscript.body if one.tag in {"h2", "h3"}]
    assert heads == [("h2", "One"), ("h3", "Within"), ("h2", "Appendix")]


def test_a_picture_has_the_words_that_describe_it(tmp_path: Path) -> None:
    """They stand in it, or in its figure."""
    (tmp_path / "a.png").write_bytes(PICTURE)
    graphic = '<graphic href="a.png">{}</graphic>'
    said = "<alt-text>A weir</alt-text><long-desc>Two boards, one gone.</long-desc>"
    manuscript = _read(
        tmp_path,
        f"<article><body><p>{PROSE}</p><fig>{said}{graphic.format('')}</fig><fig>{graphic.format(said)}</fig>"
        "</body></article>",
    )
    shown = [(one.get("alt"), one.get("description")) for one in manuscript.body.iter("img")]
    assert shown == [("A weir", "Two boards, one gone.")] * 2
    assert "boards" not in "".join(manuscript.body.itertext())


def test_material_beside_a_text_has_its_label_and_caption_in_the_text(tmp_path: Path) -> None:
    """So has a film; what stands behind the text is what the file says of itself."""
    material = "<supplementary-material><label>Supplement 1</label><caption><p>The roll.</p></caption>"
    manuscript = _read(
        tmp_path,
        f"<article><body><p>{PROSE}</p>{material}</supplementary-material></body>"
        "<back><supplementary-material><label>S2</label></supplementary-material></back></article>",
    )
    assert [runs.text_of(one) for one in runs.leaves(manuscript.body)] == [PROSE, "Supplement 1", "The roll."]
    assert "S2" in " ".join(row.words for row in manuscript.ledger)
