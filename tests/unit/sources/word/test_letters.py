"""The second reading of a Word document's letters, and that it finds what the reader would lose."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from florilegium.problems import Place, Report
from florilegium.sources.manuscript import Reading
from florilegium.sources.read import SourceRequest, read
from florilegium.sources.word import inline_text
from florilegium.sources.word.letters import letters_of
from florilegium.sources.word.reader import read_bytes
from making.word import W, call, docx, paragraph, words

LONG = "The kiln burned for a week at a time, and for that week nobody who worked at it went home at all."

#: A word that no document has.
SENTINEL = "Quillonade"

#: Elements of a document that may hold a run, and those that may hold a paragraph.
HOLD_RUNS = ("p", "hyperlink", "ins", "smartTag", "sdtContent")
HOLD_PARAGRAPHS = ("body", "tc", "txbxContent", "footnote", "comment", "header")


def everything() -> bytes:
    """A document with all that may hold text."""
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('Boxed.')}</w:txbxContent></w:pict></w:r>"
    control = "<w:sdt><w:sdtContent><w:r><w:t>controlled</w:t></w:r></w:sdtContent></w:sdt>"
    changes = "<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("one", "two"))
    return docx(
        paragraph("The Kiln", style="Title"),
        paragraph(LONG, call("footnote", 1)),
        paragraph("A ", "<w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>", control, changes, box, "."),
        paragraph("<w:smartTag><w:r><w:t>Saltmere</w:t></w:r></w:smartTag>", words("hidden", "<w:vanish/>")),
        f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>",
        paragraph(LONG),
        footnotes=("A note.",),
        parts={
            "header": paragraph("Running head"),
            "comments": f'<w:comment w:id="1">{paragraph("A remark.")}</w:comment>',
        },
    )


def test_letters_of_all_parts() -> None:
    """Every paragraph is read once, what is struck apart; instructions and comments of XML are not."""
    assert [run.text for run in letters_of(everything())] == [
        "The Kiln",
        LONG,
        "old",
        "Boxed.",
        "A linkcontrollednew.",
        "Saltmerehidden",
        "one",
        "two",
        LONG,
        "A note.",
        "Running head",
        "A remark.",
    ]


def test_places_are_paragraphs() -> None:
    """A place counts paragraphs that are not empty, as the reader does."""
    data = docx(paragraph("One"), paragraph(), paragraph("Two"), paragraph("Three"))
    assert [run.at for run in letters_of(data)] == ["1:1", "2:1", "3:1"]


def test_what_the_reader_loses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a reader to pass over content controls, the words and their place would be told."""
    monkeypatch.setattr(inline_text, "_SILENT", inline_text._SILENT | {"sdt"})
    (tmp_path / "a.docx").write_bytes(everything())
    report = Report()
    read(SourceRequest(tmp_path, "a.docx", Place("anthology.yaml"), "en"), report)
    (lost,) = [problem for problem in report.problems if problem.code == "S025"]
    assert (lost.place.line, "controlled" in lost.message) == (3, True)


@pytest.mark.parametrize("seed", range(60))
def test_a_word_put_anywhere_is_found(seed: int) -> None:
    """A word put into any place of a document that may hold text is in the text, in a note or in a row."""
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(everything())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    names = [f"word/{name}.xml" for name in ("document", "footnotes", "header", "comments")]
    places = []
    for name in names:
        root = etree.fromstring(files[name])
        wanted = [f"{{{W}}}{one}" for one in (*HOLD_RUNS, *HOLD_PARAGRAPHS, "t", "delText")]
        places += [(name, root, element) for element in root.iter(*wanted)]
    name, root, element = chance.choice(places)
    local = element.tag.rpartition("}")[2]
    if local in {"t", "delText"}:
        element.text = f"{element.text} {SENTINEL}"
    else:
        scrap = words(SENTINEL) if local in HOLD_RUNS else paragraph(SENTINEL)
        element.append(etree.fromstring(f'<w:x xmlns:w="{W}">{scrap}</w:x>')[0])
    files[name] = etree.tostring(root)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for key, content in files.items():
            made.writestr(key, content)
    draft = read_bytes(stream.getvalue(), Reading("a.docx", "en", Report()))
    assert draft is not None
    given = [piece.text for piece in draft.pieces] + ["".join(note.body.itertext()) for note in draft.notes]
    assert SENTINEL in " ".join(given), element
