"""The second reading of a Word document's letters, and that it finds what the reader would lose."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from lxml import etree

from florilegium.problems import Place, Report
from florilegium.sources.manuscript import Reading
from florilegium.sources.read import SourceRequest, read
from florilegium.sources.word import inline_text, story
from florilegium.sources.word.letters import letters_of
from florilegium.sources.word.reader import read_bytes
from making.archives import packed, parts_of
from making.word import W, call, docx, paragraph, words

LONG = "The kiln burned for a week at a time, and for that week nobody who worked at it went home at all."

#: The namespace of relations between a document and its parts.
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

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
    files = parts_of(everything())
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
    draft = read_bytes(packed(files), Reading("a.docx", "en", Report()))
    assert draft is not None
    given = [piece.text for piece in draft.pieces] + ["".join(note.body.itertext()) for note in draft.notes]
    assert SENTINEL in " ".join(given), element


TIP = "<p title='Tip of it'>Held whole.</p>"
CHUNKS = {
    "held.html": f"<html><head><title>unshown</title></head><body>{TIP}</body></html>",
    "held.mht": f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{TIP}",
    "held.txt": "Tip of it\n\nHeld whole.",
}


def with_chunk(name: str, text: str) -> bytes:
    """A document that holds another file whole between two paragraphs."""
    held = f'<w:altChunk xmlns:r="{OFFICE}" r:id="held"/>'
    plain = docx(paragraph("The Kiln", style="Title"), paragraph(LONG), held, paragraph(f"After it. {LONG}"))
    related = f'<Relationship Id="held" Type="{OFFICE}/aFChunk" Target="{name}"/></Relationships>'
    files = parts_of(plain)
    part = "word/_rels/document.xml.rels"
    files[part] = files[part].replace(b"</Relationships>", related.encode())
    return packed({**files, f"word/{name}": text.encode()})


@pytest.mark.parametrize("name", CHUNKS)
def test_files_held_whole_are_read_twice(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The letters of a file that a document holds are in its account; what the reader loses is reported."""
    data = with_chunk(name, CHUNKS[name])
    texts = " ".join(run.text for run in letters_of(data))
    assert texts.index(LONG) < texts.index("Held whole") < texts.index("After it.")
    assert "unshown" not in texts
    (tmp_path / "held.docx").write_bytes(data)
    request = SourceRequest(tmp_path, "held.docx", Place("anthology.yaml", 1, 1), "en")
    manuscript = read(request, report := Report())
    assert manuscript is not None
    assert "Held whole." in "".join(manuscript.body.itertext())
    assert [problem.code for problem in report.problems] == []
    monkeypatch.setattr(story, "read_chunk", lambda *_: [])
    read(request, report := Report())
    assert [problem.code for problem in report.problems] == ["S025"]
    assert "Held whole" in report.problems[0].message
