"""What PDF/UA-2 (ISO 14289-2) and Well-Tagged PDF 1.0 ask of a structure tree beyond PDF/UA-1.

Elements name their namespace where it is that of PDF 2.0; what only PDF 1.7 has (`TOC`, `Art`, `BlockQuote`)
stays in its own, which is the default. A destination names an element beside its place. Notes and their
calls, and the lines of contents with what they lead to, refer to one another (`Ref`): what is bound later has
no number yet, so such a list is an object of its own, written when all is bound. A formula has its MathML as
an associated file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from florilegium.editions.pdf.output.pdf_writer import Output, text_string
from florilegium.editions.pdf.section.section_objects import TagFacts

_NAMESPACE: Final = b"<< /Type /Namespace /NS (http://iso.org/pdf2/ssn) >>"

#: The structure types of ours that PDF 2.0 has (ISO 32000-2 14.8.4).
_TYPES: Final = frozenset(
    f"/{name}".encode()
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
        self._calls: list[tuple[int, int, tuple[str, ...]]] = []

    def enter_names(self, anchors: Mapping[str, int], numbers: Mapping[int, int]) -> None:
        """Learn which elements the names of a section's places mean."""
        self.anchors |= {name: numbers[element] for name, element in anchors.items()}

    def typed(self, kind: bytes, facts: TagFacts | None, numbers: Mapping[int, int]) -> bytes:
        """Return the entries that make an element of this type what PDF 2.0 has; note what it refers to."""
        entries = []
        if facts is not None:
            kind = facts.kind.encode()
            if facts.attributes:
                entries.append(b"/A << %b >>" % facts.attributes.encode())
            if facts.refers:
                entries.append(b"/Ref %d 0 R" % self._refer(facts, numbers[facts.number]))
            if facts.mathml is not None:
                entries.append(b"/AF [ %d 0 R ]" % self._attach(facts.mathml.encode(), facts.shown))
        if kind in _TYPES:
            entries.append(b"/NS %d 0 R" % self.namespace)
        return b" ".join((b"/S %b" % kind, *entries))

    def _refer(self, facts: TagFacts, element: int) -> int:
        """Let an element refer to others, which are told at the end; return the number of their list."""
        number = self.output.number()
        if facts.name is not None:
            self._notes[facts.name] = element, number
        elif facts.is_call:
            self._calls.append((element, number, facts.leads_to))
        else:
            self._lists.append((number, facts.leads_to))
        return number

    def _attach(self, mathml: bytes, shown: bytes) -> int:
        """Give a formula its MathML as an associated file (ISO 32000-2 14.13); return the number of that."""
        stream, listed = self.output.numbers(2)
        entries = b" /Type /EmbeddedFile /Subtype /application#2fmathml+xml /Params << /Size %d >>"
        self.output.put_stream(stream, mathml, entries % len(mathml))
        name = text_string(f"formula-{len(self.files) + 1}.mml")
        file = b"/EF << /F %d 0 R /UF %d 0 R >> /F %b /UF %b" % (stream, stream, name, name)
        entries = b"<< /Type /Filespec /AFRelationship /Supplement /Desc %b %b >>"
        self.output.put(listed, entries % (shown or name, file))
        self.files.append(listed)
        return listed

    def finish(self) -> None:
        """Write the lists of what elements refer to."""
        for number, names in self._lists:
            self._put_list(number, [self.anchors[name] for name in names if name in self.anchors])
        callers: dict[str, list[int]] = {}
        for caller, number, names in self._calls:
            self._put_list(number, [self._notes[name][0] for name in names if name in self._notes])
            for name in names:
                callers.setdefault(name, []).append(caller)
        for name, (_, number) in self._notes.items():
            self._put_list(number, callers.get(name, []))

    def _put_list(self, number: int, members: list[int]) -> None:
        self.output.put(number, b"[ %b ]" % b" ".join(b"%d 0 R" % member for member in members))
