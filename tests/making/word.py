"""Word documents for tests, written from scraps of WordprocessingML."""

from __future__ import annotations

import io
import zipfile
from base64 import b64decode

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAAEUlEQVR4nGM8wcDAwMSAQgAADzwA0OMOX98AAAAASUVORK5CYII="
)

_KINDS = {"document": "document.main"}


def paragraph(*runs: str, style: str = "") -> str:
    """A paragraph of runs; bare words make a run of their own."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    inner = "".join(run if run.startswith("<") else words(run) for run in runs)
    return f"<w:p>{properties}{inner}</w:p>"


def words(text: str, properties: str = "") -> str:
    """A run of text; `properties` such as `<w:b/>`."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def call(kind: str, number: int) -> str:
    """The call of a footnote or an endnote."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def drawing(properties: str) -> str:
    """A run with a small picture; `properties` such as `title="A kiln"` are what Word says of it."""
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main" '
        f'xmlns:pic="{_DRAWING}/picture" xmlns:r="{_RELATION}"><wp:docPr id="1" name="p" {properties}/>'
        f'<a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:blipFill>'
        '<a:blip r:embed="picture"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def docx(
    *paragraphs: str,
    footnotes: tuple[str, ...] = (),
    endnotes: tuple[str, ...] = (),
    styles: str = "",
    parts: dict[str, str] | None = None,
) -> bytes:
    """A document of paragraphs, with notes of one paragraph each, numbered from 1.

    A note that begins with `<` is written as it is. `styles` are further styles; `parts` are further parts by
    the name of their root, such as `numbering`.
    """
    extra, parts = parts or {}, {"document": f"<w:body>{''.join(paragraphs)}</w:body>"}
    for kind, notes in (("footnote", footnotes), ("endnote", endnotes)):
        if notes:
            parts[f"{kind}s"] = "".join(
                f'<w:{kind} w:id="{number}">{text if text[:1] == "<" else paragraph(text)}</w:{kind}>'
                for number, text in enumerate(notes, 1)
            )
    parts["styles"] = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in ("Title", "Subtitle", "heading 1", "heading 2", "Quote", "Verse", "Author", "Caption")
    )
    parts["styles"] += styles
    return _packed(parts | extra)


def _packed(parts: dict[str, str]) -> bytes:
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{_KINDS.get(name, name)}+xml"/>'
        for name in parts
    )
    related = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATION}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(parts)
        if name != "document"
    )
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _relations(
            f'<Relationship Id="r1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relations(
            f'{related}<Relationship Id="picture" Type="{_RELATION}/image" Target="media/picture.png"/>'
        ),
    }
    for name, inner in parts.items():
        files[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{W}" xmlns:m="{M}">{inner}</w:{name}>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/picture.png", PICTURE)
        for name, content in files.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + content)
    return stream.getvalue()


def _relations(inner: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inner}</Relationships>'
