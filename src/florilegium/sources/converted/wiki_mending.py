"""MediaWiki as pandoc reads it well: notes that are called again by their name, and poems.

Pandoc makes an empty note of `<ref name="moss" />`, and text of the tags of `<poem>`. Lines stay lines.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.system.patterns import regex

#: No letters of Unicode, which `decode` leaves in no file: round the number of a note that is called again.
_OPEN: Final = "\U0001fffe"
_CLOSE: Final = "\U0001ffff"
_AGAIN: Final = regex(f"{_OPEN}(\\d{{1,5}}){_CLOSE}")

_REF: Final = regex(
    r"<!--.*?-->|<(?P<code>nowiki|pre|syntaxhighlight|source)\b.*?</(?P=code)\s*>"
    r"|<ref\b(?P<told>[^<>]*?)(?P<alone>/)?>",
    re.DOTALL | re.IGNORECASE,
)
_NAME: Final = regex(r"""\bname\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/>]+))""", re.IGNORECASE)
_POEM: Final = regex(r"<poem\b[^<>]*>(.*?)</poem\s*>", re.DOTALL | re.IGNORECASE)

_BLOCKS: Final = ("p", "li", "td", "th", "dd", "dt", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "div")


class NamedNotes:
    """The notes of a text, counted as they come. One that has a name can be called again by it."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._number = 0

    def enter(self, name: str) -> None:
        """Count a note, which may have a name."""
        self._number += 1
        if name:
            self._known.setdefault(name, self._number)

    def again(self, name: str) -> str:
        """Return what stands for a further call of a note, for `call_again`; nothing if none has the name."""
        return f"{_OPEN}{self._known[name]}{_CLOSE}" if name in self._known else ""


def mended_wiki(text: str) -> str:
    """Return a text of MediaWiki as pandoc is to read it."""
    notes = NamedNotes()

    def ref(found: re.Match[str]) -> str:
        if found["told"] is None:
            return found[0]
        named = _NAME.search(found["told"])
        name = next(filter(None, named.groups()), "").strip() if named else ""
        if found["alone"]:
            return notes.again(name) or found[0]
        notes.enter(name)
        return found[0]

    return _POEM.sub(_verse, _REF.sub(ref, text) if "<ref" in text else text)


def _verse(poem: re.Match[str]) -> str:
    """Return a poem as a division with breaks between its lines, and spaces that stay before them."""
    lines = poem[1].split("\n")
    made = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        far = len(line) - len(line.lstrip(" \t:"))
        words = "&nbsp;" * far + line.lstrip(" \t:")
        made.append(f"{words}<br />" if line.strip() and after.strip() else words if line.strip() else "")
    return f'<div class="poem">{chr(10).join(made)}</div>'


def call_again(page: Element) -> None:
    """Put the calls of notes that are called again into a page that pandoc made, in place."""
    for block in list(page.iter(*_BLOCKS)):
        if not runs.is_leaf(block) and block.tag != "dd":
            continue
        for found in reversed(list(_AGAIN.finditer(runs.text_of(block)))):
            runs.replace(block, found.start(), found.end(), "")
            call = etree.Element("a", {"href": f"#fn{found[1]}", "class": "footnote-ref"})
            etree.SubElement(call, "sup").text = found[1]
            runs.insert(block, found.start(), call)
