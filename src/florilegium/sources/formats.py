"""The formats that are read: the endings of files' names, and the reader of each.

A reader is imported when a file of its format is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import Draft

Reader = Callable[[bytes, Reading], Draft | None]

#: Pages, whose calls may lead into another file.
PAGES: Final = frozenset({".html", ".htm", ".xhtml", ".xht"})

#: Pages that a browser has saved as one file.
SAVED: Final = (".mhtml", ".mht", ".webarchive")

#: Texts encoded in XML by the meaning of their parts.
ENCODED: Final = (".xml", ".tei", ".jats", ".nxml", ".bits", ".dbk", ".docbook", ".fb2")

#: Formats in which a part of a file can be named.
PARTED: Final = PAGES | {".md", ".markdown", *ENCODED, *SAVED}

#: How to bring a file of another format into one that is read.
_HINTS: Final = {
    **dict.fromkeys((".doc", ".dot", ".wpd", ".wps"), "Open it in a word processor and save it as DOCX."),
    **dict.fromkeys((".sxw", ".stw", ".abw", ".hwp"), "Open it in LibreOffice and save it as ODT."),
    ".pages": "Open it in Pages and export it as Word (DOCX).",
    ".gdoc": "It is a link to Google Docs: open it there and choose Download → Web page.",
    ".pdf": "It has pages and no paragraphs: ask for the file that it was made from, or export it as DOCX.",
    **dict.fromkeys(
        (".djvu", ".tif", ".tiff"), "It is a picture of pages: let a program for OCR make text of it."
    ),
    **dict.fromkeys((".scrivx", ".scriv"), "Compile it in Scrivener as Word (DOCX) or OpenDocument."),
    **dict.fromkeys((".idml", ".indd", ".qxp"), "Export it from its program as EPUB or RTF."),
    **dict.fromkeys((".mobi", ".azw", ".azw3", ".kfx", ".lit"), "Convert it into an EPUB, as calibre does."),
    **dict.fromkeys((".url", ".webloc", ".desktop", ".lnk"), "It is a link: save the page that it leads to."),
    **dict.fromkeys((".eml", ".msg"), "Save the text of the mail as a file of its own."),
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"), "Unpack it."),
    **dict.fromkeys((".enex", ".one"), "Export the note from its program as a page (HTML)."),
    **dict.fromkeys((".maff", ".har"), "Save the page once more, as “HTML only” or MHTML."),
    **dict.fromkeys(
        (".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx", ".odp"), "Copy its text into an article."
    ),
}


def hint_for(suffix: str) -> str:
    """Return how a file of a format that no reader knows is brought into one that is read."""
    return _HINTS.get(suffix, "Save it in one of these formats.")


def _letters(reader: Callable[[str, Reading], Draft | None], *, markup: bool = False) -> Reader:
    """Return a reader of text, made a reader of bytes."""

    def read_bytes(data: bytes, reading: Reading) -> Draft | None:
        from florilegium.sources import encoding

        decoded = encoding.decode(data, reading, markup=markup)
        if decoded is None or _is_page(decoded.text, reading):
            return None
        draft = reader(decoded.text, reading)
        return replace(draft, pieces=(*draft.pieces, *decoded.unprintable_piece)) if draft else None

    return read_bytes


def _read_plain(text: str, reading: Reading) -> Draft | None:
    from florilegium.sources.plain import reader as plain

    return plain.read_text(text, reading)


def _read_markdown(text: str, reading: Reading) -> Draft | None:
    from florilegium.sources.markdown import reader as markdown

    return markdown.read_page(text, reading)


def _read_html(data: bytes, reading: Reading) -> Draft | None:
    from florilegium.sources.web import reader as web

    return web.read_bytes(data, reading)


def _read_saved(data: bytes, reading: Reading) -> Draft | None:
    from florilegium.sources.bundles import page_archive

    return page_archive.read_bytes(data, reading)


def _read_docx(data: bytes, reading: Reading) -> Draft | None:
    from florilegium.sources.word import reader as word

    return word.read_bytes(data, reading)


def _read_odt(data: bytes, reading: Reading) -> Draft | None:
    from florilegium.sources.opendocument import reader as opendocument

    return opendocument.read_bytes(data, reading)


def _read_encoded(data: bytes, reading: Reading) -> Draft | None:
    from florilegium.sources.encoded import reader as encoded

    return encoded.read_bytes(data, reading)


def _converted(form: str) -> Reader:
    """Return a reader of a format that pandoc converts."""

    def read_bytes(data: bytes, reading: Reading) -> Draft | None:
        from florilegium.sources.converted import reader as converted

        return converted.read_bytes(data, reading, form)

    return read_bytes


def _is_page(text: str, reading: Reading) -> bool:
    """Return whether a text is a whole page of HTML under another name, which is reported."""
    if not text[:200].lstrip().lower().startswith(("<!doctype html", "<html")):
        return False
    message = "this is a page of HTML, not what its name says"
    reading.report.add("S004", reading.place(), message, "Give it a name that ends with .html.")
    return True


#: Formats that pandoc reads, by its names for them.
CONVERTED: Final = {
    ".rtf": "rtf",
    **dict.fromkeys((".tex", ".latex"), "latex"),
    ".org": "org",
    ".rst": "rst",
    ".textile": "textile",
    **dict.fromkeys((".wiki", ".mediawiki"), "mediawiki"),
    ".typ": "typst",
    **dict.fromkeys((".adoc", ".asciidoc"), "asciidoc"),
    ".dokuwiki": "dokuwiki",
}

READERS: Final[dict[str, Reader]] = {
    ".txt": _letters(_read_plain),
    ".md": _letters(_read_markdown, markup=True),
    ".markdown": _letters(_read_markdown, markup=True),
    ".html": _read_html,
    ".htm": _read_html,
    ".xhtml": _read_html,
    ".xht": _read_html,
    **dict.fromkeys(SAVED, _read_saved),
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), _read_docx),
    **dict.fromkeys((".odt", ".fodt", ".ott"), _read_odt),
    **dict.fromkeys(ENCODED, _read_encoded),
    **{ending: _converted(form) for ending, form in CONVERTED.items()},
}

#: How the names of files end that can be read.
ENDINGS: Final = frozenset(READERS)
