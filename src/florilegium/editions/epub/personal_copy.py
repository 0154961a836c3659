"""A finished EPUB made a personal copy: a line on its copyright page, and an identifier in its metadata.

All other files of the container are taken over as they are, packed.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import escape
from typing import Final

from florilegium.editions.epub.package import PACKAGE_FILE, ROOT, add_entry
from florilegium.problems import EditionError

_DC: Final = "http://purl.org/dc/elements/1.1/"
_COPYRIGHT: Final = f"{ROOT}/text/copyright.xhtml"


class PersonalEpub:
    """A finished EPUB of which personal copies are made."""

    def __init__(self, epub: bytes) -> None:
        """Make it ready for copies.

        Raises:
            EditionError: it has no copyright page, or is none of ours.
        """
        with zipfile.ZipFile(io.BytesIO(epub)) as container:
            if not {PACKAGE_FILE, _COPYRIGHT} <= set(container.namelist()):
                raise EditionError("the EPUB has no copyright page, so no copy can bear a name")
            self._page = _parted(container.read(_COPYRIGHT).decode(), "</body>")
            self._package = _parted(container.read(PACKAGE_FILE).decode(), "</metadata>", "</opf:metadata>")
            self._rest = _without(container, {PACKAGE_FILE, _COPYRIGHT})

    def copy(self, line: str, identifier: str, language: str) -> bytes:
        """Return the copy that bears a line, in a language, and an identifier, a UUID as a URN."""
        words = f'<p class="copy-line" lang="{language}" xml:lang="{language}">{escape(line)}</p>\n'
        told = (
            f'<dc:identifier xmlns:dc="{_DC}">{escape(identifier)}</dc:identifier>'
            f'<dc:rights xmlns:dc="{_DC}">{escape(line)}</dc:rights>\n'
        )
        stream = io.BytesIO(self._rest)
        with zipfile.ZipFile(stream, "a") as container:
            for name, (before, after), text in (
                (PACKAGE_FILE, self._package, told),
                (_COPYRIGHT, self._page, words),
            ):
                add_entry(container, name, f"{before}{text}{after}".encode())
        return stream.getvalue()


def _parted(text: str, *ends: str) -> tuple[str, str]:
    """Return a file's text before and from the end of an element on, in which something is to be put."""
    found = re.search("|".join(map(re.escape, ends)), text)
    if found is None:
        raise EditionError("the EPUB is none that Florilegium has made")
    return text[: found.start()], text[found.start() :]


def _without(container: zipfile.ZipFile, names: set[str]) -> bytes:
    """Return a container without some files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as rest:
        for name in container.namelist():
            if name not in names:
                add_entry(rest, name, container.read(name))
    return stream.getvalue()
