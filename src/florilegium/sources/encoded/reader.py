"""The reader for encoded texts: TEI, JATS and BITS, DocBook, FictionBook, told apart by their root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from florilegium.sources import encoding
from florilegium.sources.encoded import docbook, jats, tei
from florilegium.sources.encoded.encoded_text import BrokenXmlError, EncodedText, parse
from florilegium.sources.encoded.xml_letters import letters_of
from florilegium.sources.excerpts.encoded_excerpt import cut_encoded, texts_in
from florilegium.sources.manuscript import PartChoice, Reading
from florilegium.sources.parts import Draft
from florilegium.sources.story_draft import draft_of
from florilegium.system.patterns import regex

_FIRST: Final = regex(r"<(?!!--|[?!])([^\s/>]+)")
_DECLARED: Final = regex(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""")

_Rename = Callable[[EncodedText], None]

#: The name of a root, and what tells two formats apart that share it → how its elements are renamed.
_ROOTS: Final[dict[str, _Rename]] = {
    **dict.fromkeys(("TEI", "TEI.2", "teiCorpus"), tei.rename),
    **dict.fromkeys(("book-part-wrapper", "book-part"), jats.rename),
    **dict.fromkeys(("chapter", "section", "preface", "appendix"), docbook.rename),
    "FictionBook": docbook.rename_fiction,
}


#: How a file of XML is mended that is in none of the formats, or holds the posts of a weblog.
_SAVE: Final = "Save the article in one of these formats."
_WEBLOG: Final = (
    "It has the posts of a weblog: `florilegium start` writes those of WordPress into files of their own; of "
    "another, save each post as a page (HTML)."
)


def read_bytes(data: bytes, reading: Reading) -> Draft | None:
    """Cut an encoded text into pieces, or None when it is none.

    Reports:
        S004: it is no sound XML, declares entities, or is of none of these formats.
    """
    declared = _DECLARED.match(data[:300])
    decoded = encoding.decode(data, reading, declared[1].decode() if declared else "", markup=True)
    if decoded is None:
        return None
    try:
        root = parse(decoded.text)
    except BrokenXmlError as error:
        hint = "Mend it there: an XML editor shows what is open. An entity can be written as its letter."
        reading.problem("S004", error.at, f"this XML cannot be read: {error}", hint)
        return None
    text = EncodedText(root)
    rename = _rename_of(text)
    if rename is None:
        message = (
            f"this file of XML begins with “{root.tag!s}”; known are TEI, JATS, BITS, DocBook and FictionBook"
        )
        reading.report.add(
            "S004", reading.place(), message, _WEBLOG if root.tag in {"rss", "feed"} else _SAVE
        )
        return None
    excerpt = cut_encoded(root, decoded.text, reading.part, reading) if reading.part else None
    if reading.part and excerpt is None:
        return None
    letters, extent = (excerpt.text, excerpt.extent) if excerpt else (decoded.text, None)
    language = _language(text)
    rename(text)
    language = root.get("lang", "") or language
    text.clean()
    root.tag = "div"
    draft = draft_of(root, text.notes, text.rows, reading, encoded=True)
    return replace(draft, language=language, extent=extent, letters=lambda: letters_of(letters))


def named_texts(data: bytes) -> tuple[PartChoice, ...]:
    """Return how the texts are named that stand side by side in a file; none where it is one or broken."""
    declared = _DECLARED.match(data[:300])
    try:
        root = parse(data.decode(declared[1].decode() if declared else "utf-8", "replace"))
    except (BrokenXmlError, LookupError):
        return ()
    return texts_in(root)


def is_encoded(data: bytes) -> bool:
    """Return whether the first element of a file of XML is one with which a known format begins."""
    found = _FIRST.search(data[:20_000].decode("utf-8", "replace"))
    return found is not None and found[1].rpartition(":")[2] in {"article", "book", *_ROOTS}


def _rename_of(text: EncodedText) -> _Rename | None:
    """Return what renames a format's elements: an `article` is of JATS if it has a front or body of JATS."""
    name = str(text.root.tag)
    if name in {"article", "book"}:
        own = {str(one.tag) for one in text.root}
        return (
            jats.rename
            if own & {"front", "body", "book-meta", "book-body", "front-matter"}
            else docbook.rename
        )
    return _ROOTS.get(name)


def _language(text: EncodedText) -> str:
    """Return the language that FictionBook and others declare as text."""
    found = next((one for one in text.all("lang", "language") if (one.text or "").strip()), None)
    return (found.text or "").strip() if found is not None and found.tag == "lang" else ""
