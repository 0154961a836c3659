"""What a PDF says of itself: the facts of the book as an XMP packet (ISO 16684-1), and what it claims to be.

A reader's file claims PDF/UA-1 and PDF/A-3a, a printer's PDF/X-4. Each claim is checked, or its rules are
named, in `docs/printing.md`.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.namespaces import XML_LANG
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True)
class DocumentInfo:
    """The facts. `made` is in UTC. `page_word` is the word for *page* in the names of links, and
    `page_language` its language where that is not the book's. `ua` is the part of PDF/UA that a reader's file
    is made to; with files `attached`, one of part 2 is PDF/A-4f.
    """

    title: str
    language: str
    identifier: str
    made: datetime
    authors: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()
    rights: str = ""
    creator: str = ""
    producer: str = ""
    page_word: str = "page"
    page_language: str = ""
    ua: int = 1
    attached: bool = False


class Conformance(Enum):
    """The standards that a file is made to."""

    READER = "PDF/UA-1 and PDF/A-3a"
    PRESS = "PDF/X-4"
    PRESS_X1A = "PDF/X-1a:2001"
    PRESS_X3 = "PDF/X-3:2002"

    @property
    def is_flat(self) -> bool:
        """Return whether it is one of PDF 1.3, which knows nothing that one sees through."""
        return self in {Conformance.PRESS_X1A, Conformance.PRESS_X3}


#: The standards of a press by the names that a manifest has for them.
PRESS_STANDARDS: Final[Mapping[str, Conformance]] = {
    "x-1a": Conformance.PRESS_X1A,
    "x-3": Conformance.PRESS_X3,
    "x-4": Conformance.PRESS,
}

#: What the old dictionary of a file says of its standard (ISO 15930-1 6.7, ISO 15930-3 6.7).
_OLD_CLAIMS: Final[Mapping[Conformance, Mapping[str, str]]] = {
    Conformance.PRESS_X1A: {
        "GTS_PDFXVersion": "PDF/X-1:2001",
        "GTS_PDFXConformance": "PDF/X-1a:2001",
    },
    Conformance.PRESS_X3: {"GTS_PDFXVersion": "PDF/X-3:2002"},
}


_NS: Final = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfx": "http://ns.adobe.com/pdfx/1.3/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdfd": "http://pdfa.org/declarations/",
}
_SHARED: Final = ("x", "rdf", "dc", "pdf", "xmp")
_OWN: Final = {
    Conformance.READER: ("pdfuaid", "pdfaid", "pdfaExtension", "pdfaSchema", "pdfaProperty"),
    Conformance.PRESS: ("pdfxid", "xmpMM"),
    Conformance.PRESS_X1A: ("pdfx", "xmpMM"),
    Conformance.PRESS_X3: ("pdfx", "xmpMM"),
}


def xmp(facts: DocumentInfo, claim: Conformance = Conformance.READER) -> bytes:
    """Return the packet, the same bytes for the same facts."""
    second = claim is Conformance.READER and facts.ua == 2
    own = ("pdfuaid", "pdfaid", "pdfd") if second else _OWN[claim]
    prefixes = {prefix: _NS[prefix] for prefix in (*_SHARED, *own)}
    root = etree.Element(_name("x:xmpmeta"), nsmap=prefixes)
    rdf = etree.SubElement(root, _name("rdf:RDF"))
    about = etree.SubElement(rdf, _name("rdf:Description"), {_name("rdf:about"): ""})
    moment = f"{facts.made:%Y-%m-%dT%H:%M:%SZ}"
    plain = {
        **_claimed(facts, claim),
        "dc:format": "application/pdf",
        "dc:identifier": facts.identifier,
        "pdf:Producer": facts.producer,
        "pdf:Keywords": ", ".join(facts.keywords),
        "xmp:CreatorTool": facts.creator,
        "xmp:CreateDate": moment,
        "xmp:ModifyDate": moment,
        "xmp:MetadataDate": moment,
    }
    for name, value in plain.items():
        if value:
            etree.SubElement(about, _name(name)).text = value
    for name, value in (("title", facts.title), ("description", facts.description), ("rights", facts.rights)):
        if value:
            _list(about, f"dc:{name}", "Alt", (value,))
    _list(about, "dc:creator", "Seq", facts.authors)
    _list(about, "dc:language", "Bag", (facts.language,))
    _list(about, "dc:subject", "Bag", facts.keywords)
    if claim is Conformance.READER:
        if facts.ua == 1:
            _explain_accessibility(about)
        else:
            _declare_well_tagged(about)
    body = etree.tostring(root, encoding="utf-8")
    head = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
    return head + body + b'\n<?xpacket end="w"?>'


def _claimed(facts: DocumentInfo, claim: Conformance) -> dict[str, str]:
    """Return the properties in which a file says what it is made to."""
    if claim is Conformance.READER and facts.ua == 2:
        kind = {"pdfaid:conformance": "F"} if facts.attached else {}
        return {"pdfuaid:part": "2", "pdfuaid:rev": "2024", "pdfaid:part": "4", "pdfaid:rev": "2020", **kind}
    if claim is Conformance.READER:
        return {"pdfuaid:part": "1", "pdfaid:part": "3", "pdfaid:conformance": "A"}
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{facts.identifier} {facts.title}")
    old = {f"pdfx:{key}": value for key, value in _OLD_CLAIMS.get(claim, {}).items()}
    return {
        **(old or {"pdfxid:GTS_PDFXVersion": claim.value}),
        "pdf:Trapped": "False",
        "xmpMM:DocumentID": f"uuid:{name}",
        "xmpMM:VersionID": "1",
        "xmpMM:RenditionClass": "default",
    }


def _declare_well_tagged(about: Element) -> None:
    """Declare that the file is well-tagged for reuse and for accessibility (Well-Tagged PDF 1.0, 6.1)."""
    bag = etree.SubElement(etree.SubElement(about, _name("pdfd:declarations")), _name("rdf:Bag"))
    for level in ("reuse", "accessibility"):
        address = f"http://pdfa.org/declarations/wtpdf#{level}1.0"
        etree.SubElement(_resource(bag), _name("pdfd:conformsTo")).text = address


def _explain_accessibility(about: Element) -> None:
    """Describe `pdfuaid`, which PDF/A does not know (ISO 19005-3 6.6.2.3)."""
    bag = etree.SubElement(etree.SubElement(about, _name("pdfaExtension:schemas")), _name("rdf:Bag"))
    schema = _resource(bag)
    for name, value in (
        ("pdfaSchema:schema", "PDF/UA identification schema"),
        ("pdfaSchema:namespaceURI", _NS["pdfuaid"]),
        ("pdfaSchema:prefix", "pdfuaid"),
    ):
        etree.SubElement(schema, _name(name)).text = value
    properties = etree.SubElement(etree.SubElement(schema, _name("pdfaSchema:property")), _name("rdf:Seq"))
    part = _resource(properties)
    for name, value in (
        ("pdfaProperty:name", "part"),
        ("pdfaProperty:valueType", "Integer"),
        ("pdfaProperty:category", "internal"),
        ("pdfaProperty:description", "The part of ISO 14289 to which the file is made"),
    ):
        etree.SubElement(part, _name(name)).text = value


def _resource(holder: Element) -> Element:
    return etree.SubElement(holder, _name("rdf:li"), {_name("rdf:parseType"): "Resource"})


def _list(about: Element, name: str, kind: str, values: tuple[str, ...]) -> None:
    if not values:
        return
    holder = etree.SubElement(etree.SubElement(about, _name(name)), _name(f"rdf:{kind}"))
    for value in values:
        item = etree.SubElement(holder, _name("rdf:li"), {XML_LANG: "x-default"} if kind == "Alt" else {})
        item.text = value


def _name(short: str) -> str:
    prefix, name = short.split(":")
    return f"{{{_NS[prefix]}}}{name}"


def declare(pdf: pikepdf.Pdf, facts: DocumentInfo, claim: Conformance) -> None:
    """Write the facts into a file, as XMP and in the old dictionary that some programs still show."""
    import pikepdf

    metadata = pdf.make_stream(xmp(facts, claim))
    metadata.Type, metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = metadata
    if claim is Conformance.READER and facts.ua == 2:
        return  # PDF 2.0 has left the old dictionary behind, and PDF/A-4 allows none (6.1.3)
    moment = f"D:{facts.made:%Y%m%d%H%M%S}Z"
    known: Mapping[str, Any] = {
        "/Title": facts.title,
        "/Author": ", ".join(facts.authors),
        "/Subject": facts.description,
        "/Keywords": ", ".join(facts.keywords),
        "/Creator": facts.creator,
        "/Producer": facts.producer,
        "/CreationDate": moment,
        "/ModDate": moment,
    }
    told: dict[str, Any] = {key: pikepdf.String(value) for key, value in known.items() if value}
    if claim is not Conformance.READER:
        told["/Trapped"] = pikepdf.Name("/False")
        told |= {f"/{key}": pikepdf.String(value) for key, value in _OLD_CLAIMS.get(claim, {}).items()}
    pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary(told))
