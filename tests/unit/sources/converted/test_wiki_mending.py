"""MediaWiki: notes that are called again, and poems."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.book import runs
from making.snapshot import read_file

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
