"""Texts that an editor writes for the book: introductions and biographies, in Markdown.

They stand in the manifest itself or in files that it names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from florilegium.book import runs
from florilegium.manifest.reading.decoding import NotLettersError, decode
from florilegium.problems import Place, Report
from florilegium.system import files

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from florilegium.manifest.schema import contents
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.sources.manuscript import Manuscript

#: Signs without which a title has no markup, and the markup that a title may have.
_MARKED: Final = re.compile(r"[*_~^`\\<{]")
_INLINE: Final = frozenset({"em", "strong", "i", "b", "sub", "sup", "code", "span", "cite"})

#: Bytes of one such text.
_LIMIT: Final = 2_000_000


def read_prose(
    manifest: Manifest, report: Report, prose: contents.ProseKeys, *way: str | int
) -> Manuscript | None:
    """A text from its file or from the manifest itself; None when the file cannot be read.

    Reports:
        M010: the file cannot be read, or is empty.
    """
    from florilegium.sources.read import read_markdown

    name, first_line, text = manifest.name, 1, prose.text
    if prose.file:
        name = prose.file
        found = _text_of_file(manifest, report, name, manifest.place(*way, "file"))
        if found is None:
            return None
        text = found
    else:
        first_line = manifest.first_line(*way, "text")
    root, language = manifest.root, manifest.language
    return read_markdown(text, name=name, first_line=first_line, language=language, report=report, root=root)


def marked_title(text: str) -> tuple[str, Element | None]:
    """A title of the manifest as its letters, and as a `<body>` with one `<p>` where it has markup.

    `*Beagle*` is italics as anywhere in Markdown; a title that is no single line of text to Markdown, such as
    `1. The Mole`, is what it says.
    """
    if not _MARKED.search(text):
        return text, None
    from florilegium.sources.read import read_markdown

    body = read_markdown(text, name="", first_line=1, language="und", report=Report()).body
    if len(body) != 1 or body[0].tag != "p":
        return text, None
    block = body[0]
    block.attrib.clear()
    marked = (
        any(one.tag in _INLINE for one in block.iter()) and next(block.iter("a", "img", "call"), None) is None
    )
    return (runs.text_of(block), body) if marked else (text, None)


def _text_of_file(manifest: Manifest, report: Report, name: str, named_at: Place) -> str | None:
    from florilegium.manifest.schema.standards import what_of_file

    try:
        text = decode(files.read(manifest.root, name, _LIMIT))
    except files.FileRefusedError as refused:
        code, expected, hint = what_of_file(refused)
        report.add(code, named_at, f"“file” is “{name}”; expected {expected}", hint)
    except NotLettersError as error:
        report.add("M010", Place(name, error.line, error.column), error.message, error.hint)
    else:
        if text.strip():
            return text
        message = f"“file” is “{name}”, which is empty; expected a text in Markdown"
        report.add("M010", named_at, message, "Write the text, or take the key out of the manifest.")
    return None
