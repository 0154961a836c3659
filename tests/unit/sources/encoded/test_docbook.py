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


TABLE = """<article xmlns="http://docbook.org/ns/docbook" version="5.0"><title>The Kiln</title>
<para>The kiln burned <emphasis role="smallcaps">a.d.</emphasis> and
<emphasis role="strikethrough">b.c.</emphasis> for a week.</para>
<informaltable><tgroup cols="2"><colspec align="left"/><colspec align="right"/><tbody><row><entry>Lime</entry>
<entry>2d.</entry></row></tbody></tgroup></informaltable>
<figure><title>A kiln</title><mediaobject>
<imageobject><imagedata fileref="kiln.png"/></imageobject><textobject>
<phrase>A kiln<footnote><para>Of brick.</para></footnote></phrase></textobject></mediaobject></figure>
</article>"""


def test_columns_letters_and_a_note_in_a_description(tmp_path: Path) -> None:
    """A note in words that describe a picture is called from nowhere a reader sees."""
    (tmp_path / "a.dbk").write_text(TABLE, encoding="utf-8")
    manuscript, report = read_file(tmp_path / "a.dbk")
    assert manuscript is not None
    assert [problem.code for problem in report.problems] == ["S011"]
    assert [one.get("class") for one in manuscript.body.iter("td")] == [None, "right"]
    assert [(one.tag, one.text) for one in manuscript.body[0]] == [("span", "a.d."), ("s", "b.c.")]
    assert [row.text for row in manuscript.ledger if "describe a picture" in row.fate] == ["Of brick."]
