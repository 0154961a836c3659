"""OpenDocument texts made in memory, paragraph by paragraph."""

from __future__ import annotations

import io
import zipfile

from making.word import PICTURE

SPACES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (
            ("office", "office"),
            ("style", "style"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"),
            ("svg", "svg-compatible"),
            ("chart", "chart"),
        )
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)

#: Styles that LibreOffice has in every document.
NAMED = "".join(
    f'<style:style style:name="{name.replace(" ", "_20_")}" style:display-name="{name}" '
    f'style:family="paragraph"/>'
    for name in ("Text body", "Title", "Subtitle", "Quotations", "Verse", "Caption", "Heading 1", "Heading 2")
)


def p(*inside: str, style: str = "Text_20_body") -> str:
    """A paragraph."""
    return f'<text:p text:style-name="{style}">{"".join(inside)}</text:p>'


def h(level: int, *inside: str) -> str:
    """A heading."""
    style = f"Heading_20_{level}"
    return f'<text:h text:style-name="{style}" text:outline-level="{level}">{"".join(inside)}</text:h>'


def span(style: str, text: str) -> str:
    """Letters in a style."""
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def note(*paragraphs: str, kind: str = "footnote", mark: str = "1") -> str:
    """A note where it is called."""
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{mark}</text:note-citation>'
        f"<text:note-body>{''.join(paragraphs)}</text:note-body></text:note>"
    )


def letters(name: str, **properties: str) -> str:
    """An automatic style of letters; `font_style` is `fo:font-style`, `style_x_y` is `style:x-y`."""
    return _style(name, "text", properties)


def paragraphs(name: str, parent: str = "Text_20_body", **properties: str) -> str:
    """An automatic style of paragraphs."""
    return _style(name, "paragraph", properties, f' style:parent-style-name="{parent}"')


def _style(name: str, family: str, properties: dict[str, str], more: str = "") -> str:
    told = " ".join(f'{_named(key)}="{value}"' for key, value in properties.items())
    return (
        f'<style:style style:name="{name}" style:family="{family}"{more}>'
        f"<style:{family}-properties {told}/></style:style>"
    )


def _named(key: str) -> str:
    if key.startswith(("style_", "text_display")):
        return key.replace("_", ":", 1).replace("_", "-")
    return f"fo:{key.replace('_', '-')}"


def odt(
    *blocks: str,
    automatic: str = "",
    named: str = NAMED,
    margins: str = "",
    parts: dict[str, str] | None = None,
    kind: str = "text",
) -> bytes:
    """A document of blocks. `margins` are the heads and feet of its pages, `parts` further parts by name."""
    master = f'<style:master-page style:name="Standard">{margins}</style:master-page>'
    files = {
        "content.xml": f"<office:document-content {SPACES}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{''.join(blocks)}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {SPACES}><office:styles>{named}</office:styles>"
        f"<office:master-styles>{master}</office:master-styles></office:document-styles>",
        **(parts or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        archive.writestr("Pictures/red.png", PICTURE)
        for name, content in files.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return stream.getvalue()
