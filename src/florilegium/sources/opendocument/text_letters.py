"""The letters of an OpenDocument text as its parts hold them: a second, simple reading for the account.

It goes through the parts once, by the names of elements alone, and knows nothing of styles, lists or roles:
what is struck or hidden counts too. Not counted is what a program makes itself: the marks of notes, numbers.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from lxml.etree import _Element as Element

from florilegium.sources.account.source_letters import SourceRun
from florilegium.sources.opendocument.text_package import is_flat
from florilegium.sources.tree.broken_xml import read_broken
from florilegium.system.archive import Archive

#: What shows nothing, or what a program makes.
_SILENT: Final = frozenset({"note-citation", "number", "script"})

#: Namespaces of what is said of a comment or a change: who made it, and when.
_ABOUT: Final = ("{http://purl.org/dc/", "{urn:oasis:names:tc:opendocument:xmlns:meta:")

#: What stands amid the text of a paragraph and is a text of its own.
_APART: Final = frozenset({"note", "annotation", "ruby-text", "frame", "custom-shape", "g"})
_MARGINS: Final = [f"{{*}}{kind}{form}" for kind in ("header", "footer") for form in ("", "-left", "-first")]
_BLANK: Final = frozenset({"s", "tab", "line-break"})


def letters_of(data: bytes) -> Iterator[SourceRun]:
    """Yield the letters of a sound document: of its text, then of the heads and feet of its pages."""
    if is_flat(data):
        whole = read_broken(data).root
        yield from _letters(_Walk(None), whole, whole)
        return
    walk = _Walk(Archive(data))
    yield from _letters(walk, walk.root("content.xml"), walk.root("styles.xml"))


def _letters(walk: _Walk, content: Element | None, styles: Element | None) -> list[SourceRun]:
    """Return the letters of the text in one part, and of the heads and feet of pages in another."""
    text = content.find("{*}body/{*}text") if content is not None else None
    if text is not None:
        walk.read(text)
    for one in styles.iter(*_MARGINS) if styles is not None else ():
        if "xmlns:style" in str(one.tag):
            walk.read(one)
    return walk.found


@dataclass
class _Walk:
    """Gathers the letters of paragraphs."""

    archive: Archive | None
    count: int = 0
    found: list[SourceRun] = field(default_factory=list)

    def root(self, name: str) -> Element | None:
        """Return the root of a part, or None."""
        return read_broken(self.archive.content(name)).root if self.archive is not None else None

    def read(self, element: Element) -> None:
        """Read an element and what stands in it."""
        name = _local(element)
        if not name or name in _SILENT or str(element.tag).startswith(_ABOUT):
            return
        if name in {"p", "h"}:
            self._paragraph(element)
        elif name in {"title", "desc"} and "svg" in str(element.tag):
            self._add(element.text or "", apart=True)
        elif name == "object":
            self._object(element)
        else:
            for child in element:
                self.read(child)

    def _paragraph(self, paragraph: Element) -> None:
        parts: list[str] = []
        apart: list[Element] = []
        _gather(paragraph, parts, apart)
        text = "".join(parts)
        at = self.count
        if text.strip():
            self._add(text)
            self.count = at + 1
        for one in apart:
            if _local(one) == "ruby-text":
                self._add("".join(one.itertext()), apart=True)
            else:
                self.read(one)

    def _object(self, element: Element) -> None:
        """Read a formula or a chart that the document holds."""
        href = next((str(value) for key, value in element.attrib.items() if str(key).endswith("}href")), "")
        root = (
            self.root(posixpath.normpath(posixpath.join(unquote(href), "content.xml"))) if href else element
        )
        inside = next((one for one in element if _local(one) == "math"), None)
        root = root if inside is None else inside
        if root is not None and _local(root) == "math":
            for one in root.iter("{*}mi", "{*}mn", "{*}mo", "{*}mtext"):
                self._add("".join(one.itertext()), apart=True)
        elif root is not None:
            for one in root.iter("{*}chart"):
                self.read(one)
                return

    def _add(self, text: str, *, apart: bool = False) -> None:
        if text.strip():
            self.found.append(SourceRun(text, f"{self.count + 1}:1", apart=apart))


def _gather(element: Element, parts: list[str], apart: list[Element]) -> None:
    """Gather the text of a paragraph, and what in it is a text of its own."""
    parts.append(element.text or "")
    for child in element:
        name = _local(child)
        if name in _APART:
            apart.append(child)
        elif name in _BLANK:
            parts.append(" ")
        elif name and name not in _SILENT:
            _gather(child, parts, apart)
        parts.append(child.tail or "")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
