"""A finished EPUB made a personal copy: a line on its copyright page, and an identifier in its metadata.

All other files of the container are taken over as they are, packed.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from florilegium.editions.epub.package import PACKAGE_FILE, ROOT
from florilegium.editions.epub.packed_files import packed, packed_in, zipped
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
        self._rest = packed_in(epub)
        if not {PACKAGE_FILE, _COPYRIGHT} <= set(self._rest):
            raise EditionError("the EPUB has no copyright page, so no copy can bear a name")
        page, package = self._rest.pop(_COPYRIGHT), self._rest.pop(PACKAGE_FILE)
        self._page = _parted(page.content.decode(), "</body>")
        self._package = _parted(package.content.decode(), "</metadata>", "</opf:metadata>")

    def copy(self, line: str, identifier: str, language: str) -> bytes:
        """Return the copy that bears a line, in a language, and an identifier, a UUID as a URN."""
        words = f'<p class="copy-line" lang="{language}" xml:lang="{language}">{escape(line)}</p>\n'
        told = (
            f'<dc:identifier xmlns:dc="{_DC}">{escape(identifier)}</dc:identifier>'
            f'<dc:rights xmlns:dc="{_DC}">{escape(line)}</dc:rights>\n'
        )
        own = {
            name: packed(name, f"{before}{text}{after}".encode())
            for name, (before, after), text in (
                (PACKAGE_FILE, self._package, told),
                (_COPYRIGHT, self._page, words),
            )
        }
        return zipped({**self._rest, **own})


def _parted(text: str, *ends: str) -> tuple[str, str]:
    """Return a file's text before and from the end of an element on, in which something is to be put."""
    found = re.search("|".join(map(re.escape, ends)), text)
    if found is None:
        raise EditionError("the EPUB is none that Florilegium has made")
    return text[: found.start()], text[found.start() :]
