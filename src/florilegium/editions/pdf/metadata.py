"""What the PDF says of itself: the facts of the book as an XMP packet (ISO 16684-1, PDF/UA-1 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element


@dataclass(frozen=True)
class Facts:
    """The facts. `made` is in UTC. `page_word` is the book's word for *page*, for the names of links."""

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


_NS: Final = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def xmp(facts: Facts) -> bytes:
    """The packet, the same bytes for the same facts."""
    root = etree.Element(_name("x:xmpmeta"), nsmap=_NS)
    rdf = etree.SubElement(root, _name("rdf:RDF"))
    about = etree.SubElement(rdf, _name("rdf:Description"), {_name("rdf:about"): ""})
    moment = f"{facts.made:%Y-%m-%dT%H:%M:%SZ}"
    plain = {
        "pdfuaid:part": "1",
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
    body = etree.tostring(root, encoding="utf-8")
    head = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
    return head + body + b'\n<?xpacket end="w"?>'


def _list(about: Element, name: str, kind: str, values: tuple[str, ...]) -> None:
    if not values:
        return
    holder = etree.SubElement(etree.SubElement(about, _name(name)), _name(f"rdf:{kind}"))
    for value in values:
        item = etree.SubElement(holder, _name("rdf:li"), {_LANG: "x-default"} if kind == "Alt" else {})
        item.text = value


def _name(short: str) -> str:
    prefix, name = short.split(":")
    return f"{{{_NS[prefix]}}}{name}"
