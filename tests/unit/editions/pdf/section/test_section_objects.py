"""A section's objects are written once, with blanks; filled, they are what its file has."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from florilegium.editions.pdf.section import section_objects
from florilegium.editions.pdf.section.section_objects import Blanks, SectionObjects, objects_of, sides_of
from florilegium.problems import EditionError

#: What nobody may take for a reference, for an entry, or for the end of an object.
ODD = "not 3 0 R, nor (/@Rect [ 1 ]), nor /Rect [ 1 2 3 4 ] /S /P /Type /StructElem >>\n12"


def file(*, lang: str | None = None, odd: str = ODD) -> bytes:
    """A file of one page with two lines of one link into the book, a note and a picture."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 200)).obj
    page.Contents = pdf.make_stream(b"0 g")
    page.Resources = Dictionary(Font=Dictionary())
    page.StructParents = 0
    action = Dictionary(Type=Name.Action, S=Name.URI, URI=String("anchor:n-1"))
    made = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([30, 20, 10, 25]), "F": 4}
    page.Annots = links = pdf.make_indirect(Array())
    for number in (1, 2):
        links.append(pdf.make_indirect(Dictionary(**made, A=action, StructParent=number, Contents=odd)))
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = element(pdf, Name.Document, root)
    article = element(pdf, Name.Art, document, Pg=page, **({"Lang": lang} if lang else {}))
    reference = element(pdf, Name.Reference, article, Pg=page)
    call = element(pdf, Name.Link, reference, Pg=page)
    call.K = Array([pdf.make_indirect(Dictionary(Type=Name.OBJR, Obj=one, Pg=page)) for one in links])
    element(pdf, Name.Note, article, Pg=page, ID=String("n-1"), K=Array([0]))
    frame = Dictionary(O=Name.Layout, BBox=Array([1, 2, 3, 4]))
    element(pdf, Name.Figure, article, Pg=page, A=frame, Alt=String(odd), MathML=String("<math/>"))
    meant = [0, Array([None, article]), 1, call, 2, call]
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(meant)))
    root.Anchors = Array([String("art"), article])
    pdf.Root.StructTreeRoot = root
    written = io.BytesIO()
    pdf.save(written, static_id=True, compress_streams=False)
    return written.getvalue()


def element(pdf: pikepdf.Pdf, kind: Name, parent: Any, **entries: Any) -> Any:
    known = {"Type": Name.StructElem, "S": kind, "P": parent, "K": Array()}
    made = pdf.make_indirect(Dictionary(**known | entries))
    parent.K = Array([*parent.get("/K", ()), made])
    return made


@pytest.fixture
def objects() -> SectionObjects:
    return SectionObjects.unpacked(objects_of(file()))


def filled(objects: SectionObjects) -> dict[int, str]:
    """Each object by its number, which stays the same; an entry that was left open is in braces."""

    def shown(key: bytes) -> Callable[[bytes], bytes]:
        return lambda value: b"{%b %b}" % (key, value)

    keys = (
        b"Contents",
        b"StructParents",
        b"StructParent",
        b"Rect",
        b"BBox",
        b"Link",
        b"Fonts",
        b"Lang",
        b"S",
    )
    own = (*objects.standing, *objects.numbers, *(one.number for one in objects.streams))
    blanks = Blanks({one: one for one in own}, {b"/@%b" % key: shown(key) for key in keys})
    lines = (line.decode() for line in blanks.lines(objects.bodies))
    return dict(zip(objects.numbers, lines, strict=True))


def test_what_the_book_decides_is_left_open(objects: SectionObjects) -> None:
    bodies = filled(objects)
    page = bodies[objects.pages[0]]
    assert "{Contents 0}" in page and "{StructParents 0}" in page and "/Tabs /S" in page
    links = [body for body in bodies.values() if "/Type /Annot" in body]
    assert len(links) == 2
    assert (
        "{Link 0}" in links[0] and "{Rect [ 0 30 20 10 25 ]}" in links[0] and "{StructParent 1}" in links[0]
    )
    assert "URI" not in links[0] and "not 3 0 R" not in links[0]
    assert objects.links == ("n-1",)
    assert any("{Fonts 0}" in body for body in bodies.values())


def test_a_page_has_its_stream_where_it_stands_in_the_file(objects: SectionObjects) -> None:
    (content,) = objects.contents
    assert file()[content.start : content.end] == b"0 g"
    assert not content.packed


def test_elements_keep_all_but_type_frame_and_language(objects: SectionObjects) -> None:
    bodies = filled(objects)
    (article,) = (bodies[child] for child in objects.children)
    assert "{Lang 0}" in article and article.endswith("{S /Art} /Type /StructElem >>")
    figure = next(body for body in bodies.values() if "/Figure" in body)
    assert figure.startswith("<< /A << {BBox [ 0 1 2 3 4 ]} /O /Layout >> /Alt (")
    assert "MathML" not in figure


def test_text_in_no_block_is_an_object_of_its_own() -> None:
    """It stands right in the Document, a piece of content without an element."""
    with pikepdf.open(io.BytesIO(file())) as pdf:
        document = pdf.Root.StructTreeRoot.K[0]
        document.K.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[0].obj, MCID=7))
        written = io.BytesIO()
        pdf.save(written, static_id=True, compress_streams=False)
    objects = SectionObjects.unpacked(objects_of(written.getvalue()))
    article, piece = (filled(objects)[child] for child in objects.children)
    assert "{Lang 0}" in article
    assert piece == f"<< /MCID 7 /Pg {objects.pages[0]} 0 R /Type /MCR >>"


def test_what_stands_in_a_text_means_nothing(objects: SectionObjects) -> None:
    figure = next(body for body in filled(objects).values() if "/Figure" in body)
    said = pikepdf.Object.parse(figure[figure.index("/Alt ") + 5 : figure.rindex(") /K") + 1].encode())
    assert str(said) == ODD


@pytest.mark.parametrize("lang", ["de", None])
def test_a_language_of_its_own_stays(lang: str | None) -> None:
    objects = SectionObjects.unpacked(objects_of(file(lang=lang)))
    (article,) = (filled(objects)[child] for child in objects.children)
    assert ("/Lang (de)" in article, "{Lang 0}" in article) == ((True, False) if lang else (False, True))


def test_a_call_that_goes_over_a_line_leads_once_to_its_note(objects: SectionObjects) -> None:
    """Such a call has an annotation on each line."""
    (call,) = (one for one in objects.tags if one.is_call)
    assert call.leads_to == ("n-1",)
    (note,) = (one for one in objects.tags if one.name is not None)
    assert (note.name, note.kind, note.refers) == ("n-1", "/FENote", True)
    assert [name for name, _, _ in objects.names] == [b"n-1"]


def test_a_formula_is_told_with_what_it_shows(objects: SectionObjects) -> None:
    (formula,) = (one for one in objects.tags if one.mathml)
    assert formula.mathml == "<math/>" and formula.kind == "/Figure"
    assert str(pikepdf.Object.parse(formula.shown)) == ODD


def test_numbers_of_the_structure_mean_what_they_meant(objects: SectionObjects) -> None:
    own = {one: one for one in objects.numbers}
    lines = Blanks(own, {b"/@Number": lambda value: b"%d" % (int(value) + 7)}).lines(objects.parents)
    article, call = objects.children[0], next(one.number for one in objects.tags if one.is_call)
    assert lines == [b"7 [ null %d 0 R ]" % article, b"8 %d 0 R" % call, b"9 %d 0 R" % call]
    assert objects.anchors == {"art": article}


def test_sides_of_a_rectangle() -> None:
    assert sides_of(b"[ 3 1 2.5 3 4 ]") == (3, [1, 2.5, 3, 4])


def test_a_release_that_prints_objects_otherwise_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blanks that are not found would be lost without a word."""
    section_objects._check_form.cache_clear()
    monkeypatch.setattr(section_objects, "_PRINTED", b"<< /Type /StructElem /S /Figure >>")
    with pytest.raises(EditionError, match=r"pikepdf \d.*pip install pikepdf=="):
        objects_of(file())
