"""What PDF/UA-2 (ISO 14289-2) and Well-Tagged PDF 1.0 ask of a structure tree beyond PDF/UA-1.

Elements name their namespace where it is that of PDF 2.0; what only PDF 1.7 has (`TOC`, `Art`, `BlockQuote`)
stays in its own, which is the default. A destination names an element beside its place. Notes and their
calls, and the lines of contents with what they lead to, refer to one another (`Ref`): what is bound later has
no number yet, so such a list is an object of its own, written when all is bound. A formula has its MathML as
an associated file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from florilegium.editions.pdf.output.cut_pages import anchor_of, kids_of
from florilegium.editions.pdf.output.pdf_writer import Output, Transfer

_NAMESPACE: Final = b"<< /Type /Namespace /NS (http://iso.org/pdf2/ssn) >>"

#: The structure types of ours that PDF 2.0 has (ISO 32000-2 14.8.4).
_TYPES: Final = frozenset(
    f"/{name}"
    for name in (
        *(
            "Document",
            "Sect",
            "Aside",
            "Div",
            "P",
            "H1",
            "H2",
            "H3",
            "H4",
            "FENote",
            "Lbl",
            "Span",
            "Link",
            "L",
            "LI",
        ),
        *("LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Caption", "Figure", "Formula"),
    )
)

_MATHML: Final = "application/mathml+xml"


@dataclass
class WellTagged:
    """The elements of a file in the making, as far as others refer to them.

    `anchors` are the numbers of elements by the names of places that they begin; `files` are those of
    associated files.
    """

    output: Output
    anchors: dict[str, int] = field(default_factory=dict)
    files: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.namespace = self.output.number()
        self.output.put(self.namespace, _NAMESPACE)
        self._lists: list[tuple[int, tuple[str, ...]]] = []
        self._notes: dict[str, tuple[int, int]] = {}
        self._calls: list[tuple[int, int, str]] = []

    def enter_names(self, tree: Any, transfer: Transfer) -> None:
        """Learn which elements the names of a section's places mean."""
        pairs = tree.get("/Anchors", ())
        for at in range(0, len(pairs), 2):
            self.anchors[str(pairs[at])] = transfer.take(pairs[at + 1])

    def enter(self, element: Any, transfer: Transfer) -> None:
        """Make one element of a section what PDF 2.0 has, and note what it refers to."""
        import pikepdf

        if element.S == "/Note":
            self._enter_note(element, transfer)
        elif element.S == "/TOCI":
            number = self._refer(element, transfer)
            self._lists.append((number, _anchors_in(element)))
        elif element.S == "/Link" and element.P.S == "/Reference":
            for name in _anchors_in(element):
                self._calls.append((transfer.take(element), self._refer(element, transfer), name))
        elif element.S == "/L" and "/A" not in element:
            kind = pikepdf.Name.Description if "/Described" in element else pikepdf.Name.Unordered
            element.A = pikepdf.Dictionary(O=pikepdf.Name.List, ListNumbering=kind)
        elif element.S == "/Div" and any(kid.S == "/Caption" for kid in elements_in(element)):
            element.S = pikepdf.Name.Aside  # through a Div its caption would be that of what is round it
        if "/MathML" in element:
            self._attach(element, transfer)
        if str(element.S) in _TYPES:
            namespace = transfer.source.make_indirect(pikepdf.Dictionary())
            transfer.stand(namespace, self.namespace)
            element.NS = namespace

    def _enter_note(self, note: Any, transfer: Transfer) -> None:
        """Make a note a footnote or an endnote of PDF 2.0."""
        import pikepdf

        kind = "Endnote" if note.P.S == "/LBody" else "Footnote"
        note.S = pikepdf.Name.FENote
        note.A = pikepdf.Dictionary(O=pikepdf.Name.FENote, NoteType=pikepdf.Name(f"/{kind}"))
        self._notes[str(note.get("/ID", ""))] = transfer.take(note), self._refer(note, transfer)

    def _refer(self, element: Any, transfer: Transfer) -> int:
        """Let an element refer to others, which are told at the end; return the number of their list."""
        import pikepdf

        number = self.output.number()
        listed = transfer.source.make_indirect(pikepdf.Array())
        transfer.stand(listed, number)
        element.Ref = listed
        return number

    def _attach(self, formula: Any, transfer: Transfer) -> None:
        """Give a formula its MathML as an associated file (ISO 32000-2 14.13)."""
        import pikepdf

        pdf = transfer.source
        data = str(formula.MathML).encode()
        stream = pdf.make_stream(data, Type=pikepdf.Name.EmbeddedFile, Subtype=pikepdf.Name(f"/{_MATHML}"))
        stream.Params = pikepdf.Dictionary(Size=len(data))
        name = pikepdf.String(f"formula-{len(self.files) + 1}.mml")
        listed = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Filespec,
                F=name,
                UF=name,
                AFRelationship=pikepdf.Name.Supplement,
                Desc=formula.get("/Alt", name),
                EF=pikepdf.Dictionary(F=stream, UF=stream),
            )
        )
        formula.AF = pikepdf.Array([listed])
        self.files.append(transfer.take(listed))

    def finish(self) -> None:
        """Write the lists of what elements refer to."""
        for number, names in self._lists:
            self._put_list(number, [self.anchors[name] for name in names if name in self.anchors])
        callers: dict[str, list[int]] = {}
        for caller, number, name in self._calls:
            note = self._notes.get(name)
            self._put_list(number, [note[0]] if note else [])
            callers.setdefault(name, []).append(caller)
        for name, (_, number) in self._notes.items():
            self._put_list(number, callers.get(name, []))

    def _put_list(self, number: int, members: list[int]) -> None:
        self.output.put(number, b"[ %b ]" % b" ".join(b"%d 0 R" % member for member in members))


def elements_in(element: Any) -> list[Any]:
    """Return the elements right in one."""
    return [kid for kid in _kids(element) if "/S" in kid]


def _anchors_in(element: Any) -> tuple[str, ...]:
    """Return the anchors of the book to which the links in an element lead, each once.

    A link that goes over a line has one annotation for each.
    """
    found, waiting = [], [element]
    while waiting:
        one = waiting.pop(0)
        waiting += elements_in(one)
        found += [anchor_of(kid.Obj) for kid in _kids(one) if "/Obj" in kid]
    return tuple(dict.fromkeys(filter(None, found)))


def _kids(element: Any) -> list[Any]:
    """Return what is right in an element, but for its pieces of content, which are numbers."""
    import pikepdf

    return [kid for kid in kids_of(element) if isinstance(kid, pikepdf.Dictionary)]
