"""A Word document as the parts of its package: trees of XML, relations between parts, pictures.

Parts are found by their relations, not by the names that Word happens to give them (ECMA-376, Part 2, §9.3).
A document in the strict form comes out in the transitional one.
"""

from __future__ import annotations

import posixpath
from typing import Final
from urllib.parse import unquote

from lxml.etree import _Element as Element

from florilegium.sources.tree.broken_xml import BrokenXml, as_utf8, read_broken
from florilegium.system.archive import Archive, BadArchiveError, declares_entities
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: Names of the strict form (ISO/IEC 29500) → those of the transitional form.
_STRICT: Final = regex(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"


@dataclass(frozen=True)
class PartRelation:
    """A relation of a part: its kind (`footnotes`, `image`, …), and the part or the address that it names."""

    kind: str
    target: str
    external: bool


class WordPackage:
    """The archive of a Word document, opened for reading.

    `unprintable` control characters were left out of the parts that have been read.
    """

    def __init__(self, data: bytes) -> None:
        """Open a document.

        Raises:
            BadArchiveError: it is broken, no DOCX, or more than an article can be.
        """
        self._archive = Archive(data)
        self._names = {name.lower(): name for name in self._archive.names}
        self._relations: dict[str, dict[str, PartRelation]] = {}
        self._trees: dict[str, Element | None] = {}
        self.unprintable = 0
        found = [one.target for one in self.relations("").values() if one.kind == "officeDocument"]
        self.main = next((name for name in found if self.has(name)), "word/document.xml")
        if not self.has("[Content_Types].xml") or not self.has(self.main):
            raise BadArchiveError("this archive is no DOCX: it has no word/document.xml")

    def has(self, name: str) -> bool:
        """Return whether the package has a part."""
        return name.lower() in self._names

    def read(self, name: str) -> bytes:
        """Return the bytes of a part; none for one that is not there."""
        return self._archive.read(self._names[name.lower()]) if self.has(name) else b""

    def tree(self, name: str) -> Element | None:
        """Return the tree of a part, or None for one that is not there or has no XML in it.

        Raises:
            BadArchiveError: it nests deeper than any document, so that what is deeper would be lost.
        """
        if name not in self._trees:
            self._trees[name] = self._parsed(self.read(name), name)
        return self._trees[name]

    def _parsed(self, content: bytes, name: str) -> Element | None:
        """Return the tree of a part's bytes; None when there is no XML in them."""
        if declares_entities(content):
            raise BadArchiveError("this archive has XML in it that declares entities, which no DOCX does")
        plain = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", as_utf8(content))
        read = read_part(plain, name)
        self.unprintable += read.unprintable
        return read.root

    def relations(self, part: str) -> dict[str, PartRelation]:
        """Return the relations of a part by their ids; those of the package for an empty name."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self._parsed(self.read(posixpath.join(folder, "_rels", f"{name}.rels")), name)
            found = root.iter(_RELATION) if root is not None else ()
            self._relations[part] = {one.get("Id", ""): _relation(one, folder) for one in found}
        return self._relations[part]

    def related(self, kind: str, part: str = "") -> list[str]:
        """Return the parts that a part, else the main one, is related to by a kind, in a stable order."""
        relations = self.relations(part or self.main).values()
        names = dict.fromkeys(one.target for one in relations if one.kind == kind and not one.external)
        return [name for name in names if self.has(name)]

    def content_type(self, name: str) -> str:
        """Return what the package says that a part is, such as `image/png`."""
        root = self.tree("[Content_Types].xml")
        extension = name.rpartition(".")[2].lower()
        found = ""
        for one in root if root is not None else ():
            if one.tag == f"{_TYPES}Override" and one.get("PartName", "").lower() == f"/{name}".lower():
                return one.get("ContentType", "")
            if one.tag == f"{_TYPES}Default" and one.get("Extension", "").lower() == extension:
                found = one.get("ContentType", "")
        return found


def _relation(element: Element, folder: str) -> PartRelation:
    """Return one relation; the target of a part is its name in the package."""
    kind = element.get("Type", "").rpartition("/")[2]
    target = element.get("Target", "")
    if element.get("TargetMode") == "External":
        return PartRelation(kind, target, external=True)
    path = unquote(target).replace("\\", "/")
    name = path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(folder, path))
    return PartRelation(kind, name, external=False)


def read_part(content: bytes, name: str) -> BrokenXml:
    """Return what can be read of a part's bytes.

    Raises:
        BadArchiveError: it nests deeper than any document, so that what is deeper would be lost.
    """
    read = read_broken(content)
    if read.is_cut:
        raise BadArchiveError(f"“{name}” in this document nests its elements deeper than any article does")
    return read
