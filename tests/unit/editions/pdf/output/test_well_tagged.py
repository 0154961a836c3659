"""What PDF/UA-2 asks of a tree: notes and calls refer to one another, and formulas have their MathML."""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from florilegium.editions.pdf.output.pdf_writer import Output
from florilegium.editions.pdf.output.well_tagged import WellTagged
from florilegium.editions.pdf.section.section_objects import TagFacts

NOTE = TagFacts(1, "/FENote", attributes="/O /FENote /NoteType /Endnote", refers=True, name="n-1")
CALL = TagFacts(2, "/Link", refers=True, is_call=True, leads_to=("n-1",))
LINE = TagFacts(3, "/TOCI", refers=True, leads_to=("tides", "elsewhere"))
FORMULA = TagFacts(4, "/Formula", mathml="<math/>", shown=b"(x squared)")


#: Files whose elements are looked at.
_OPEN: list[pikepdf.Pdf] = []


def typed(*facts: TagFacts) -> list[Any]:
    """The elements of one file of which these facts are told."""
    output = Output("2.0")
    tagged, numbers = WellTagged(output), {one.number: output.number() for one in facts}
    for one in facts:
        output.put(numbers[one.number], b"<< %b >>" % tagged.typed(b"/Plain", one, numbers))
    tagged.enter_names({"tides": 1}, numbers)
    tagged.finish()
    held = output.number()
    listed = b" ".join(b"%d 0 R" % number for number in numbers.values())
    output.put(held, b"<< /Type /Catalog /Pages << /Kids [ ] /Count 0 >> /Held [ %b ] >>" % listed)
    opened = pikepdf.open(io.BytesIO(output.finish(held, None)))
    _OPEN.append(opened)
    return list(opened.Root.Held)


def test_a_note_and_its_call_refer_to_one_another() -> None:
    note, call = typed(NOTE, CALL)
    assert [one.objgen for one in call.Ref] == [note.objgen]
    assert [one.objgen for one in note.Ref] == [call.objgen]
    assert note.S == "/FENote" and note.A.NoteType == "/Endnote"


def test_a_line_of_contents_refers_to_what_the_file_has_of_its_places() -> None:
    note, line = typed(NOTE, LINE)
    assert [one.objgen for one in line.Ref] == [note.objgen]


def test_only_types_of_pdf_2_are_in_its_namespace() -> None:
    note, line = typed(NOTE, LINE)
    assert note.NS.Type == "/Namespace" and "/NS" not in line


def test_a_formula_has_its_mathml() -> None:
    (formula,) = typed(NOTE, FORMULA)[1:]
    (file,) = formula.AF
    assert file.EF.F.read_bytes() == b"<math/>"
    assert file.EF.F.Subtype == "/application/mathml+xml" and str(file.Desc) == "x squared"
