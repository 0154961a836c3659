"""DocBook: numbers of lists, headings of lists, and who said what is quoted."""

from __future__ import annotations

from pathlib import Path

from making.snapshot import read_file

TEXT = """<article><info><title>On Salt</title></info>
<para>The bank was raised in a wet summer, and fell in a dry one, as they had said.</para>
<orderedlist numeration="loweralpha" startingnumber="3"><title>Tolls</title>
<listitem><para>Salt.</para></listitem><listitem override="7"><para>Rope.</para></listitem></orderedlist>
<orderedlist continuation="continues"><listitem><para>Oil.</para></listitem></orderedlist>
<blockquote><attribution>Anon.</attribution><para>Salt is salt.</para></blockquote>
<epigraph><attribution>A miller</attribution><para>Flour is flour.</para></epigraph></article>"""


def test_lists_and_quotations(tmp_path: Path) -> None:
    """Lists count as they say, a heading stands over its list, and a name ranges right below the words."""
    (tmp_path / "a.dbk").write_text(TEXT, encoding="utf-8")
    manuscript, report = read_file(tmp_path / "a.dbk")
    assert report.problems == ()
    assert manuscript is not None
    _, head, first, second, quote, motto = manuscript.body
    assert (head.tag, head.text) == ("p", "Tolls")
    assert (first.get("type"), first.get("start"), first[1].get("value")) == ("a", "3", "7")
    assert second.get("start") == "8"
    assert [(one.text, one.get("class")) for one in quote] == [("Salt is salt.", None), ("Anon.", "right")]
    assert motto.get("class") == "motto"
    assert motto[-1].text == "A miller"
