"""What PDF/UA-2 asks of a tree: notes and their calls refer to one another."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from florilegium.editions.pdf.output.pdf_writer import Output, Transfer
from florilegium.editions.pdf.output.well_tagged import WellTagged


def test_a_note_refers_once_to_a_call_that_goes_over_a_line() -> None:
    """Such a call has an annotation on each line."""
    source, output = pikepdf.new(), Output("2.0")
    tagged, transfer = WellTagged(output), Transfer(source, output)
    called, note = source.make_indirect(_call(2)), source.make_indirect(_note())
    source.Root.Held = Array([called, note])
    for element in (called, note):
        tagged.enter(element, transfer)
    tagged.finish()
    with pikepdf.open(io.BytesIO(transfer.end())) as pdf:
        call, note = pdf.Root.Held
        assert [one.objgen for one in call.Ref] == [note.objgen]
        assert [one.objgen for one in note.Ref] == [call.objgen]


def _call(lines: int) -> Any:
    action = Dictionary(S=Name.URI, URI=String("anchor:n-1"))
    piece = Dictionary(Type=Name.OBJR, Obj=Dictionary(Subtype=Name.Link, A=action))
    return Dictionary(S=Name.Link, P=Dictionary(S=Name.Reference), K=Array([piece] * lines))


def _note() -> Any:
    return Dictionary(S=Name.Note, ID=String("n-1"), P=Dictionary(S=Name.Aside), K=Array())
