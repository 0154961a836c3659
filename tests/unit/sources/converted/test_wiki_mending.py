"""Typed markup: notes that are called again, poems, galleries, lists, quotations."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.book import runs
from making.snapshot import read_file
from making.word import PICTURE

pytest.importorskip("pypandoc")

PROSE = "The bank was raised in a wet summer, and fell in a dry one, as they had said."
TEXT = f"""{PROSE}<ref name="moss">Moss, p. 4.</ref> It fell.<ref>So he said.</ref>

The weir stood.<ref name="moss" /> <nowiki><ref name="moss" /></nowiki>

<poem>
O road
  O ''toll''

O cow
</poem>
"""


def test_letters_of_private_use_stay(tmp_path: Path) -> None:
    (tmp_path / "weir.wiki").write_text(f"{PROSE} Moss \ue0001\ue001 stands.\n", encoding="utf-8")
    manuscript, _ = read_file(tmp_path / "weir.wiki")
    assert manuscript is not None
    assert runs.text_of(manuscript.body[0]).endswith("Moss \ue0001\ue001 stands.")


def test_notes_and_poems(tmp_path: Path) -> None:
    """A note called twice is one, and no tag of a poem is printed."""
    (tmp_path / "weir.wiki").write_text(TEXT, encoding="utf-8")
    manuscript, report = read_file(tmp_path / "weir.wiki")
    assert report.problems == ()
    assert manuscript is not None
    assert [runs.text_of(note.body[0]).strip() for note in manuscript.notes] == ["Moss, p. 4.", "So he said."]
    first, _, again = [call.get("note") for call in manuscript.body.iter("call")]
    assert again == first
    verse = next(one for one in manuscript.body.iter("blockquote") if one.get("class") == "verse")
    assert ["".join(stanza.itertext()) for stanza in verse] == ["O road\n\N{EM SPACE}O toll", "O cow"]
    assert "poem" not in "".join(manuscript.body.itertext())


@pytest.mark.parametrize(
    ("name", "text", "labels"),
    [
        ("a.org", "A[fn:1] b[fn:b:So.] c[fn:1] d[fn:b] e[fn::So.]\n\n[fn:1] On the weir.", "12123"),
        (
            "a.rst",
            "A [1]_ b [#b]_ c [1]_ d [#b]_ e [#]_\n\n.. [1] On the weir.\n.. [#b] So.\n.. [#] So.",
            "12123",
        ),
        ("a.textile", "A[1] b[2] c[1]\n\nfn1. On the weir.\n\nfn2. So.", "121"),
    ],
)
def test_a_note_that_is_called_again_stands_once(tmp_path: Path, name: str, text: str, labels: str) -> None:
    """One that has no name of its own stands by itself though it says the same."""
    (tmp_path / name).write_text(f"{PROSE} {text}\n", encoding="utf-8")
    manuscript, report = read_file(tmp_path / name)
    assert report.problems == ()
    assert manuscript is not None
    order = {note.label: str(number) for number, note in enumerate(manuscript.notes, 1)}
    assert "".join(order[one.get("note", "")] for one in manuscript.body.iter("call")) == labels
    assert len(manuscript.notes) == len(set(labels))


def test_quotations_and_galleries_of_mediawiki(tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(PICTURE)
    gallery = "<gallery>\nFile:p.png|The weir\nDatei:p.png|The road\n</gallery>"
    (tmp_path / "weir.wiki").write_text(f"{PROSE}\n\n:{PROSE}\n\n{gallery}\n\n{PROSE}\n", encoding="utf-8")
    manuscript, report = read_file(tmp_path / "weir.wiki")
    assert report.errors == ()
    assert manuscript is not None
    assert [one.tag for one in manuscript.body] == ["p", "blockquote", "figure", "figure", "p"]
    assert ["".join(one.itertext()) for one in manuscript.body.iter("figcaption")] == ["The weir", "The road"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.textile", f"{PROSE}\n\nbq.:http://example.org Salt.\n\n{PROSE}"),
        ("a.textile", f"{PROSE}\n\nbq.. Salt.\n\nMore.\n\np. {PROSE}"),
        ("a.textile", f"{PROSE}\n\np((. Salt.\n\n{PROSE}"),
        ("a.rst", f"{PROSE}\n\n.. epigraph:: Salt.\n\n{PROSE}"),
    ],
)
def test_quotations_of_textile_and_restructuredtext(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    manuscript, report = read_file(tmp_path / name)
    assert report.problems == ()
    assert manuscript is not None
    assert manuscript.body[0].tag == manuscript.body[-1].tag == "p"
    assert {one.tag for one in manuscript.body[1:-1]} == {"blockquote"}
    assert runs.text_of(next(runs.leaves(manuscript.body[1]))).strip() == "Salt."


def test_a_list_of_org_begins_at_its_number(tmp_path: Path) -> None:
    text = f"{PROSE}\n\n5) Five\n6) Six\n\n{PROSE} <<weir>>\n\n1. One\n"
    (tmp_path / "a.org").write_text(text, encoding="utf-8")
    manuscript, report = read_file(tmp_path / "a.org")
    assert report.problems == ()
    assert manuscript is not None
    assert [one.get("start") for one in manuscript.body.iter("ol")] == ["5", None]


@pytest.mark.parametrize(
    ("name", "inside", "shown"),
    [
        ("a.rst", ".. index::\n   single: keel\n\nSee :ref:`Water` and :code:`x`.", "See Water and x."),
        ("a.org", "- [X] sell the oil\n\nRaw @@html:<b>@@ and src_python{1+1}.", "sell the oil"),
        ("a.adoc", "icon:fire[2x] Fire (TM) and +++<b>oil</b>+++.\n\n* [x] tar", "Fire ™ and oil."),
        ("a.wiki", "See [[File:|alt=a weir|class=x]] oil.\n\n{{reflist|30em}}", ""),
    ],
)
def test_marks_that_show_nothing_are_markup(tmp_path: Path, name: str, inside: str, shown: str) -> None:
    """None of them is told as lost, nor printed: indexes of a text's own, signs of a font, boxes to tick."""
    (tmp_path / name).write_text(f"{PROSE}\n\n{inside}\n", encoding="utf-8")
    manuscript, report = read_file(tmp_path / name)
    assert manuscript is not None
    assert [problem.code for problem in report.problems] == []
    assert shown in " ".join("".join(manuscript.body.itertext()).split())
    assert "keel" not in "".join(manuscript.body.itertext())
